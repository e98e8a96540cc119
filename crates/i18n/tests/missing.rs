//! What fails the build: every problem is printed as an error of Cargo's, with file and name.

#![expect(clippy::expect_used, reason = "tests")]

#[path = "../build/check.rs"]
mod check;
#[path = "../build/locales.rs"]
mod locales;
#[path = "../build/read.rs"]
mod read;

use std::fs;
use std::path::Path;

/// The problems of our words with `from` in one file changed to `to`.
fn problems(file: &str, from: &str, to: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for language in fs::read_dir("locales").expect("languages").flatten() {
        let copy = folder.path().join(language.file_name());
        fs::create_dir(&copy).expect("a folder");
        for of in fs::read_dir(language.path()).expect("files").flatten() {
            fs::copy(of.path(), copy.join(of.file_name())).expect("a copy");
        }
    }
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(&path, text.replace(from, to)).expect("written");
    problems_in(folder.path())
}

fn problems_in(folder: &Path) -> Vec<String> {
    locales::read(folder).expect("readable").1
}

#[test]
fn our_words_have_none() {
    assert_eq!(problems_in(Path::new("locales")), Vec::<String>::new());
}

#[test]
fn a_message_that_is_missing_in_one_language() {
    for language in ["de", "fr", "es", "ja"] {
        for (file, id) in [
            ("widget", "test_and_save"),
            ("fields", "bucket_required"),
            ("causes", "list_denied"),
        ] {
            let found = problems(
                &format!("{language}/{file}.ftl"),
                &format!("\n{id} = "),
                "\nother = ",
            );
            let missing = format!("{language}/{file}.ftl: {id} is missing");
            let unknown = format!("{language}/{file}.ftl: other is not in English");
            assert_eq!(found, [missing, unknown]);
        }
    }
}

#[test]
fn a_message_that_is_missing_in_english() {
    let found = problems("en/causes.ftl", "\nlist_denied = ", "\nother = ");
    let expected = "en: list_denied is missing, which is in domain::message";
    assert!(found.iter().any(|problem| problem == expected), "{found:?}");
}

#[test]
fn names_that_are_not_the_same() {
    assert_eq!(
        problems(
            "de/widget.ftl",
            "vendor_reads_from = { $vendor } ",
            "vendor_reads_from = Wir "
        ),
        ["de/widget.ftl: vendor_reads_from names $place, and in English $place, $vendor"]
    );
}

#[test]
fn what_is_no_fluent() {
    let found = problems("fr/widget.ftl", "\ntest_and_save = ", "\ntest_and_save ");
    assert!(found[0].starts_with("fr/widget.ftl, line "), "{found:?}");
    assert!(
        found.contains(&"fr/widget.ftl: test_and_save is missing".to_owned()),
        "{found:?}"
    );
}
