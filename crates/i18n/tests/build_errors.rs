//! The problems that fail the build. Each names the file and the message.

#![expect(clippy::expect_used, reason = "tests")]

#[path = "../build/ftl_parser.rs"]
mod ftl_parser;
#[path = "../build/locale_checks.rs"]
mod locale_checks;
#[path = "../build/locale_loader.rs"]
mod locale_loader;

use std::fs;
use std::path::Path;

/// Replaces `from` with `to` in one file of a copy of our locales, and returns the problems of the copy.
fn problems_after_change(file: &str, from: &str, to: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for language in fs::read_dir("locales").expect("languages").flatten() {
        let copy = folder.path().join(language.file_name());
        fs::create_dir(&copy).expect("a folder");
        for original in fs::read_dir(language.path()).expect("files").flatten() {
            fs::copy(original.path(), copy.join(original.file_name())).expect("a copy");
        }
    }
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(&path, text.replace(from, to)).expect("written");
    problems_in(folder.path())
}

fn problems_in(folder: &Path) -> Vec<String> {
    locale_loader::load(folder).expect("readable").1
}

#[test]
fn our_locales_have_no_problems() {
    assert_eq!(problems_in(Path::new("locales")), Vec::<String>::new());
}

#[test]
fn reports_a_message_that_is_missing_in_one_language() {
    for language in ["de", "fr", "es", "ja"] {
        for (file, id) in [
            ("widget", "test_and_save"),
            ("fields", "bucket_required"),
            ("causes", "list_denied"),
        ] {
            let found = problems_after_change(
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
fn reports_a_message_of_domain_that_is_missing_in_english() {
    let found = problems_after_change("en/causes.ftl", "\nlist_denied = ", "\nother = ");
    let expected = "en: list_denied is missing, but domain::message has it";
    assert!(found.iter().any(|problem| problem == expected), "{found:?}");
}

#[test]
fn reports_arguments_that_differ_from_english() {
    assert_eq!(
        problems_after_change(
            "de/widget.ftl",
            "vendor_reads_from = { $vendor } ",
            "vendor_reads_from = Wir "
        ),
        [
            "de/widget.ftl: vendor_reads_from has the arguments $place, but in English $place, $vendor"
        ]
    );
}

#[test]
fn reports_a_syntax_error_with_its_line() {
    let found = problems_after_change("fr/widget.ftl", "\ntest_and_save = ", "\ntest_and_save ");
    assert!(found[0].starts_with("fr/widget.ftl, line "), "{found:?}");
    assert!(
        found.contains(&"fr/widget.ftl: test_and_save is missing".to_owned()),
        "{found:?}"
    );
}
