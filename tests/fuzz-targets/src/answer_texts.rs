//! Checks every text that answers an input: it is not empty, it is short, and it repeats no secret.

#[cfg(feature = "server")]
use domain::Notice;
use domain::message::Arg;
use domain::misplaced_secret::may_contain_secret;
use domain::{FieldError, Message, Refusal};
use i18n::Locale;

/// The length limit of an answer's text without what it repeats of the input, in bytes.
const MAX_TEXT: usize = 1_200;
/// How often a text may repeat its input.
const MAX_REPEATS: usize = 4;

/// One message in this many is translated, because translating takes longer than everything else. The arguments of a
/// message, where a secret would be, are always checked.
const TRANSLATION_RATIO: usize = 8;

/// What the checks of an answer need to know of its input.
pub struct Input {
    /// The size of the input in bytes.
    pub bytes: usize,
    /// The locale of the answer.
    pub locale: Locale,
    /// Texts that no answer is allowed to contain.
    pub secrets: Vec<String>,
}

impl Input {
    /// Describes an input of one text, which is a secret if it has the shape of one.
    pub fn new(text: &str) -> Self {
        let cleaned = domain::pasted_text::clean(text);
        Self {
            bytes: text.len(),
            locale: Locale::ALL[text.len() % Locale::ALL.len()],
            secrets: secret_shaped(cleaned).into_iter().collect(),
        }
    }

    #[track_caller]
    pub fn check_message(&self, message: &Message) {
        self.check_arguments(message);
        if self.bytes.is_multiple_of(TRANSLATION_RATIO) {
            self.check_text(&self.locale.translate(message));
        }
    }

    /// Checks all arguments of a message.
    #[track_caller]
    fn check_arguments(&self, message: &Message) {
        match message {
            Message::Plain(text) => self.check_text(text),
            Message::Translatable { args, .. } => {
                for (_, arg) in args {
                    match arg {
                        Arg::Text(text) => self.assert_no_secret(text),
                        Arg::Number(_) => {}
                        Arg::Message(inner) => self.check_arguments(inner),
                    }
                }
            }
        }
    }

    #[track_caller]
    fn check_text(&self, text: &str) {
        assert!(!text.trim().is_empty(), "an answer without text");
        let max_size = MAX_TEXT + MAX_REPEATS * self.bytes;
        assert!(
            text.len() <= max_size,
            "an answer of {} bytes to an input of {}: {text}",
            text.len(),
            self.bytes
        );
        self.assert_no_secret(text);
    }

    #[track_caller]
    fn assert_no_secret(&self, text: &str) {
        for secret in &self.secrets {
            assert!(!text.contains(secret), "a secret is repeated: {text}");
        }
    }

    #[track_caller]
    pub fn check_refusal(&self, refusal: &Refusal) {
        check_code(refusal.code);
        self.check_message(&refusal.detail);
    }

    #[track_caller]
    pub fn check_errors(&self, errors: &[FieldError]) {
        assert!(!errors.is_empty(), "refused without a reason");
        for error in errors {
            check_field(&error.field);
            check_code(&error.code);
            self.check_message(&error.detail);
        }
    }

    #[cfg(feature = "server")]
    #[track_caller]
    pub fn check_notices(&self, notices: &[Notice]) {
        for notice in notices {
            check_field(&notice.field);
            check_code(&notice.code);
            self.check_message(&notice.detail);
        }
    }
}

/// Returns the text if it has the shape of an AWS secret access key.
pub fn secret_shaped(text: &str) -> Option<String> {
    (text.len() == 40 && may_contain_secret(text)).then(|| text.to_owned())
}

#[track_caller]
fn check_code(code: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(
        !code.is_empty() && code.chars().all(plain),
        "not a code: {code}"
    );
}

/// Checks the length of a field's name. The longest one is that of an option: two names of 64 characters, with a path
/// between them.
#[track_caller]
fn check_field(field: &str) {
    let characters = field.chars().count();
    assert!((1..=200).contains(&characters), "not a field: {field}");
}
