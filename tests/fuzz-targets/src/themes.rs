//! Themes that admins type in, and logos that they upload.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use app::look::Look;
use domain::theme::Theme;
use service::{Logo, ThemeInput};

/// Checks the parsers of themes and logos. The input is the six fields of a theme, one on each line, or a logo.
pub fn themes(data: &[u8]) {
    check_logo(data);
    let text = text(data);
    let mut lines = text.splitn(6, '\n').map(str::to_owned);
    let mut line = || lines.next().unwrap_or_default();
    let typed = ThemeInput {
        accent: line(),
        accent_dark: line(),
        radius: line(),
        scheme: line(),
        fonts: line(),
        name: line(),
    };
    match typed.parse() {
        Ok(theme) => check_parsed(theme),
        Err(errors) => Input::new(&text).check_errors(&errors),
    }
}

fn check_parsed(theme: Theme) {
    assert_eq!(ThemeInput::from_theme(&theme).parse().as_ref(), Ok(&theme));
    let stored = serde_json::to_string(&theme).expect("JSON");
    let read: Theme = serde_json::from_str(&stored).expect("what was saved is read");
    assert_eq!(read, theme);
    assert!(
        theme
            .name
            .as_ref()
            .is_none_or(|name| name.chars().count() <= 60)
    );
    let css = Look::from_theme(theme, str::to_owned).css;
    assert!(css.len() < 1_024, "{css}");
    // The CSS must be one rule: no value is allowed to end the rule, or the `<style>` element around it.
    assert!(!css.contains(['<', '>', '\\', '@', '*', '\n']), "{css}");
    if let Some(rule) = css.strip_prefix("html:root{") {
        let declarations = rule.strip_suffix('}').expect("one rule");
        assert!(!declarations.contains(['{', '}']), "{css}");
        assert!(declarations.matches('"').count() % 2 == 0, "{css}");
        for declaration in declarations.split_terminator(';') {
            let name = declaration.split(':').next();
            let names = [
                "color-scheme",
                "--accent",
                "--on-accent",
                "--note-tint",
                "--radius",
                "--font",
            ];
            assert!(name.is_some_and(|name| names.contains(&name)), "{css}");
        }
    } else {
        assert!(css.is_empty(), "{css}");
    }
}

fn check_logo(data: &[u8]) {
    match Logo::parse(data.to_vec()) {
        Ok(logo) => {
            let kinds = ["image/png", "image/jpeg", "image/webp", "image/svg+xml"];
            assert!(kinds.contains(&logo.media_type), "{}", logo.media_type);
            assert_eq!(logo.bytes, data);
            let fingerprint = logo.fingerprint();
            assert!(
                fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit())
            );
            assert_eq!(Logo::from_text(&logo.to_text()), Some(logo));
        }
        Err(refusal) => Input::new("").check_refusal(&refusal),
    }
}
