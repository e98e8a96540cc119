//! Path templates, and what they resolve to.

use crate::text;
use crate::texts::Asked;
use domain::{PathTemplate, Variable, Variables};

/// Takes a template; each line after it is `variable=value`.
pub fn templates(data: &[u8]) {
    let text = text(data);
    let (template, values) = text.split_once('\n').unwrap_or((&text, ""));
    let asked = Asked::text(&text);
    let template = match PathTemplate::parse(template) {
        Ok(template) => template,
        Err(refusal) => return asked.refusal(&refusal),
    };
    assert_eq!(
        PathTemplate::parse(&template.as_text()).as_ref(),
        Ok(&template)
    );
    let fixed = template.static_prefix();
    clean_start(fixed);
    if template.variables().is_empty() {
        assert_eq!(template.resolve(&Variables::new()).as_deref(), Ok(fixed));
    }
    let mut given: Variables = Variable::ALL
        .map(|variable| (variable, "v".to_owned()))
        .into();
    for line in values.split('\n') {
        if let Some((name, value)) = line.split_once('=')
            && let Some(variable) = Variable::parse(name)
        {
            given.insert(variable, value.to_owned());
        }
    }
    match template.resolve(&given) {
        Ok(resolved) => {
            clean(&resolved);
            assert!(
                resolved.starts_with(fixed),
                "{resolved} is not under {fixed}"
            );
            assert!(
                resolved.is_empty() || resolved.ends_with('/'),
                "{resolved} is no folder"
            );
            let slashes = |text: &str| text.matches('/').count();
            let outline = Variable::ALL
                .map(|variable| (variable, "v".to_owned()))
                .into();
            let outline: String = template
                .resolve(&outline)
                .expect("one letter for each variable");
            assert_eq!(
                slashes(&resolved),
                slashes(&outline),
                "a value changed the folder"
            );
        }
        Err(refusal) => asked.refusal(&refusal),
    }
}

/// Asserts that no S3 client reads the key as another one.
fn clean(key: &str) {
    clean_start(key);
    assert!(key.split('/').next_back().is_none_or(is_name), "{key}");
}

/// The same for the start of a key, whose last segment goes on: `.` may become `.cache`.
pub fn clean_start(key: &str) {
    assert!(
        key.len() <= 1024 && !key.starts_with('/') && !key.contains("//"),
        "{key}"
    );
    assert!(!key.chars().any(char::is_control), "{key:?}");
    let folders = key.rsplit_once('/').map_or("", |(folders, _)| folders);
    assert!(folders.split('/').all(is_name), "{key}");
}

fn is_name(segment: &str) -> bool {
    segment != "." && segment != ".."
}
