//! Every message in every language: it can be said, it is used, and it was translated.

#![expect(clippy::expect_used, reason = "tests")]

use domain::Message;
use domain::message::{self, Kept};
use i18n::Locale;
use serde_json::{Value, json};
use std::path::Path;

/// Each name filled in with a word, or with words that have forms.
fn sample(id: &str, args: &[&str]) -> Message {
    let filled = args.iter().map(|name| {
        let value = match *name {
            "who" => json!({ "id": "who_role", "args": { "name": "reader" } }),
            name => json!(format!("<{name}>")),
        };
        ((*name).to_owned(), value)
    });
    let args: serde_json::Map<String, Value> = filled.collect();
    let kept = json!({ "id": id, "args": args });
    let kept: Kept = serde_json::from_value(kept).expect("a kept message");
    kept.into()
}

#[test]
fn each_can_be_said_with_all_that_it_names() {
    for locale in Locale::ALL {
        for (id, args) in message::all() {
            let words = locale.translate(&sample(id, args));
            assert!(
                !words.contains("{$") && words != id,
                "{locale:?} {id}: {words}"
            );
            for name in args.iter().filter(|name| **name != "who") {
                assert!(
                    words.contains(&format!("<{name}>")),
                    "{locale:?} {id}: {words}"
                );
            }
            assert!(
                !args.contains(&"who") || words.contains("reader"),
                "{locale:?} {id}: {words}"
            );
        }
    }
}

#[test]
fn no_sentence_was_left_in_english() {
    for locale in Locale::ALL.into_iter().skip(1) {
        for (id, args) in message::all() {
            let message = sample(id, args);
            let (ours, english) = (locale.translate(&message), i18n::english(&message));
            let sentence = english.ends_with('.') && english.matches(' ').count() >= 3;
            assert!(!sentence || ours != english, "{locale:?} {id}: {ours}");
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
fn words_of_pages_are_all_in_use() {
    let mut sources = String::new();
    for folder in ["../../app/src", "../../server/src"] {
        gather(Path::new(folder), &mut sources);
    }
    let english = std::fs::read_to_string("locales/en/widget.ftl").expect("widget.ftl");
    for line in english.lines() {
        if let Some((id, _)) = line.split_once(" =")
            && id.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            assert!(sources.contains(&format!(".{id}(")), "nothing says {id}");
        }
    }
}

fn gather(folder: &Path, sources: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, sources);
        } else {
            sources.push_str(&std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn what_is_gone_is_named_and_never_fails() {
    let gone = sample("gone_since", &["bucket"]);
    assert_eq!(Locale::German.translate(&gone), "gone_since");
    assert_eq!(
        Locale::German.translate(&Message::plain("Read it.")),
        "Read it."
    );
}
