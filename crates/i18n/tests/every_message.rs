//! Checks every message in every language: it formats, it is used, and it is translated.

#![expect(clippy::expect_used, reason = "tests")]

use domain::Message;
use domain::message::{self, StoredMessage};
use i18n::Locale;
use serde_json::{Value, json};
use std::path::Path;

/// Returns the message with a text for each argument. `who` gets a message, because messages ask for its forms.
fn sample_message(id: &str, args: &[&str]) -> Message {
    let values = args.iter().map(|name| {
        let value = match *name {
            "who" => json!({ "id": "who_role", "args": { "name": "reader" } }),
            name => json!(format!("<{name}>")),
        };
        ((*name).to_owned(), value)
    });
    let args: serde_json::Map<String, Value> = values.collect();
    let json = json!({ "id": id, "args": args });
    let stored: StoredMessage = serde_json::from_value(json).expect("a stored message");
    stored.into()
}

#[test]
fn each_message_formats_with_all_its_arguments() {
    for locale in Locale::ALL {
        for (id, args) in message::all() {
            let text = locale.translate(&sample_message(id, args));
            assert!(
                !text.contains("{$") && text != id,
                "{locale:?} {id}: {text}"
            );
            for name in args.iter().filter(|name| **name != "who") {
                assert!(
                    text.contains(&format!("<{name}>")),
                    "{locale:?} {id}: {text}"
                );
            }
            assert!(
                !args.contains(&"who") || text.contains("reader"),
                "{locale:?} {id}: {text}"
            );
        }
    }
}

#[test]
fn every_sentence_is_translated() {
    for locale in Locale::ALL.into_iter().skip(1) {
        for (id, args) in message::all() {
            let message = sample_message(id, args);
            let (translation, english) = (locale.translate(&message), i18n::english(&message));
            // Short texts, such as "AWS CLI", may be the same in two languages.
            let is_sentence = english.ends_with('.') && english.matches(' ').count() >= 3;
            assert!(
                !is_sentence || translation != english,
                "{locale:?} {id}: {translation}"
            );
        }
    }
    let folder = Path::new("locales");
    let read = |tag: &str| {
        std::fs::read_to_string(folder.join(tag).join("widget.ftl")).expect("widget.ftl")
    };
    let english = read("en");
    for locale in Locale::ALL.into_iter().skip(1) {
        for line in read(locale.tag())
            .lines()
            .filter(|line| line.trim().matches(' ').count() >= 6)
        {
            assert!(
                !english.lines().any(|other| other.trim() == line),
                "{locale:?}: {line}"
            );
        }
    }
}

#[test]
fn every_page_message_is_used() {
    let mut sources = String::new();
    for folder in ["../../app/src", "../../server/src"] {
        collect_sources(Path::new(folder), &mut sources);
    }
    let english = std::fs::read_to_string("locales/en/widget.ftl").expect("widget.ftl");
    for line in english.lines() {
        if let Some((id, _)) = line.split_once(" =")
            && id.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            assert!(sources.contains(&format!(".{id}(")), "{id} is not used");
        }
    }
}

fn collect_sources(folder: &Path, sources: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect_sources(&path, sources);
        } else {
            sources.push_str(&std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn unknown_message_translates_to_its_id() {
    let unknown = sample_message("gone_since", &["bucket"]);
    assert_eq!(Locale::German.translate(&unknown), "gone_since");
    assert_eq!(
        Locale::German.translate(&Message::plain("Read it.")),
        "Read it."
    );
}
