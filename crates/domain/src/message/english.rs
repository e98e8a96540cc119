//! The English words of messages that hold nothing but what they name, for this crate's own tests: they
//! cannot use `crates/i18n`, which is built upon this crate.

use super::{Arg, Message};

const FILES: [&str; 2] = [
    include_str!("../../../words/locales/en/fields.ftl"),
    include_str!("../../../words/locales/en/form.ftl"),
];

impl Message {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Of { id, args } => {
                let start = format!("{id} = ");
                let mut lines = FILES.iter().flat_map(|file| file.lines());
                let words = lines.find_map(|line| line.strip_prefix(&start));
                let words = words.unwrap_or_else(|| panic!("no English words for {id}"));
                args.iter().fold(words.to_owned(), |words, (name, arg)| {
                    words.replace(&format!("{{ ${name} }}"), &arg.english())
                })
            }
        }
    }

    pub(crate) fn ends_with(&self, words: &str) -> bool {
        self.english().ends_with(words)
    }

    pub(crate) fn contains(&self, words: &str) -> bool {
        self.english().contains(words)
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.english())
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, words: &&str) -> bool {
        self.english() == *words
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
