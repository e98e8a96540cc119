//! English translations for this crate's own tests, which cannot use `crates/i18n` because that crate depends on this
//! one. Knows the two files whose texts only insert their arguments.

use super::{Arg, Message};

const FILES: [&str; 2] = [
    include_str!("../../../i18n/locales/en/fields.ftl"),
    include_str!("../../../i18n/locales/en/form.ftl"),
];

impl Message {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Translatable { id, args } => {
                let start = format!("{id} = ");
                let mut lines = FILES.iter().flat_map(|file| file.lines());
                let text = lines.find_map(|line| line.strip_prefix(&start));
                let text = text.unwrap_or_else(|| panic!("no English translation of {id}"));
                args.iter().fold(text.to_owned(), |text, (name, arg)| {
                    text.replace(&format!("{{ ${name} }}"), &arg.english())
                })
            }
        }
    }

    pub(crate) fn ends_with(&self, text: &str) -> bool {
        self.english().ends_with(text)
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        self.english().contains(text)
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.english())
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, text: &&str) -> bool {
        self.english() == *text
    }
}

impl Arg {
    fn english(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Message(message) => message.english(),
        }
    }
}
