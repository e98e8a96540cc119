//! Path templates, and what they resolve to.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use domain::{PathTemplate, Variable, Variables};

/// Checks the parser of path templates. The first line of the input is a template, and each other line is
/// `variable=value`.
pub fn templates(data: &[u8]) {
    let text = text(data);
    let (template, values) = text.split_once('\n').unwrap_or((&text, ""));
    let input = Input::new(&text);
    let template = match PathTemplate::parse(template) {
        Ok(template) => template,
        Err(refusal) => return input.check_refusal(&refusal),
    };
    assert_eq!(
        PathTemplate::parse(&template.to_text()).as_ref(),
        Ok(&template)
    );
    let fixed = template.static_prefix();
    assert_clean_prefix(fixed);
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
            assert_clean_key(&resolved);
            assert!(
                resolved.starts_with(fixed),
                "{resolved} is not under {fixed}"
            );
            assert!(
                resolved.is_empty() || resolved.ends_with('/'),
                "{resolved} is not a folder"
            );
            // A value with a slash would add a folder, and so lead somewhere else than the template says.
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
        Err(refusal) => input.check_refusal(&refusal),
    }
}

/// Asserts that a key has no segments that an S3 client could normalize to another key.
fn assert_clean_key(key: &str) {
    assert_clean_prefix(key);
    assert!(
        key.split('/').next_back().is_none_or(is_plain_segment),
        "{key}"
    );
}

/// Asserts the same for the start of a key. Its last segment may continue: `.` can become `.cache`.
pub fn assert_clean_prefix(key: &str) {
    assert!(
        key.len() <= 1024 && !key.starts_with('/') && !key.contains("//"),
        "{key}"
    );
    assert!(!key.chars().any(char::is_control), "{key:?}");
    let folders = key.rsplit_once('/').map_or("", |(folders, _)| folders);
    assert!(folders.split('/').all(is_plain_segment), "{key}");
}

fn is_plain_segment(segment: &str) -> bool {
    segment != "." && segment != ".."
}
