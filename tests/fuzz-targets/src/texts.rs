//! What holds for every text that answers an input: it says something, it is short, and it repeats no secret.

#[cfg(feature = "server")]
use domain::Notice;
use domain::access_key::holds_secret;
use domain::message::Arg;
use domain::{FieldError, Message, Refusal};
use i18n::Locale;

/// The longest text that says what is wrong, less what it repeats of the input.
const LONGEST: usize = 1_200;
/// How often a text may repeat its input.
const REPEATS: usize = 4;

/// One answer in so many is put into words, which takes longer than all the rest. What words repeat of the input is
/// in the message, which is always looked at.
const IN_WORDS: usize = 8;

/// What was asked, for texts that answer it.
pub struct Asked {
    pub bytes: usize,
    /// The language of the answer.
    pub locale: Locale,
    /// What no answer may hold.
    pub secrets: Vec<String>,
}

impl Asked {
    /// An input whose text is a secret if it has the shape of one.
    pub fn text(text: &str) -> Self {
        let bare = domain::paste::bare(text);
        Self {
            bytes: text.len(),
            locale: Locale::ALL[text.len() % Locale::ALL.len()],
            secrets: secret(bare).into_iter().collect(),
        }
    }

    #[track_caller]
    pub fn message(&self, message: &Message) {
        self.named(message);
        if self.bytes.is_multiple_of(IN_WORDS) {
            self.words(&self.locale.translate(message));
        }
    }

    /// Looks at everything that a message names.
    #[track_caller]
    fn named(&self, message: &Message) {
        match message {
            Message::Plain(text) => self.words(text),
            Message::Of { args, .. } => {
                for (_, arg) in args {
                    match arg {
                        Arg::Text(text) => self.holds_no_secret(text),
                        Arg::Number(_) => {}
                        Arg::Message(inner) => self.named(inner),
                    }
                }
            }
        }
    }

    #[track_caller]
    fn words(&self, words: &str) {
        assert!(!words.trim().is_empty(), "an answer without words");
        let most = LONGEST + REPEATS * self.bytes;
        assert!(
            words.len() <= most,
            "{} bytes answer {}: {words}",
            words.len(),
            self.bytes
        );
        self.holds_no_secret(words);
    }

    #[track_caller]
    fn holds_no_secret(&self, text: &str) {
        for secret in &self.secrets {
            assert!(!text.contains(secret), "a secret is repeated: {text}");
        }
    }

    #[track_caller]
    pub fn refusal(&self, refusal: &Refusal) {
        code(refusal.code);
        self.message(&refusal.detail);
    }

    #[track_caller]
    pub fn errors(&self, errors: &[FieldError]) {
        assert!(!errors.is_empty(), "refused without a reason");
        for error in errors {
            field(&error.field);
            code(&error.code);
            self.message(&error.detail);
        }
    }

    #[cfg(feature = "server")]
    #[track_caller]
    pub fn notices(&self, notices: &[Notice]) {
        for notice in notices {
            field(&notice.field);
            code(&notice.code);
            self.message(&notice.detail);
        }
    }
}

/// Returns the text if it has the shape of AWS's secret access keys.
pub fn secret(text: &str) -> Option<String> {
    (text.len() == 40 && holds_secret(text)).then(|| text.to_owned())
}

#[track_caller]
fn code(code: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(
        !code.is_empty() && code.chars().all(plain),
        "not a code: {code}"
    );
}

/// The longest place is that of an option: two names of 64 characters, and what is between them.
#[track_caller]
fn field(field: &str) {
    let characters = field.chars().count();
    assert!((1..=200).contains(&characters), "not a field: {field}");
}
