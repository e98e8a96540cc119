use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn escapes_only_what_file_systems_refuse_or_misinterpret() {
    let long = "x".repeat(300);
    for (key, expected) in [
        ("a.csv", "a.csv"),
        ("2026/11/ü +&100%.csv", "2026/11/ü +&100%.csv"),
        ("100%20off", "100%20off"),
        ("100%(25)", "100%(25)(25)"),
        ("100%()", "100%(25)()"),
        ("..", "%(2E)."),
        ("../../etc/passwd", "%(2E)./%(2E)./etc/passwd"),
        ("./a", "%(2E)/a"),
        ("/etc/passwd", "%()/etc/passwd"),
        ("a//b", "a/%()/b"),
        ("a/", "a/%()"),
        ("a\0b", "a%(00)b"),
        ("...", "..."),
        (".s3-connect-partial/a", "%(2E)s3-connect-partial/a"),
        ("a/.s3-connect-partial", "a/.s3-connect-partial"),
        (
            &long,
            &format!("{}%(-)/{}", "x".repeat(241), "x".repeat(59)),
        ),
    ] {
        assert_eq!(key_to_names(key).join("/"), expected, "{key:?}");
        assert_eq!(names_to_key(expected.split('/')).as_deref(), Some(key));
    }
    assert_eq!(names_to_key(["a%(+)", "b"]).as_deref(), Some("a/b"));
}

/// Generates keys that are hard to store as files.
pub(crate) fn hostile_key() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,3}",
        Just("%".to_owned()),
        Just("%(2E)".to_owned()),
        Just("%(25)".to_owned()),
        Just("%()".to_owned()),
        Just("%(-)".to_owned()),
        Just("%(+)".to_owned()),
        Just(".".to_owned()),
        Just("..".to_owned()),
        Just("(".to_owned()),
        Just("/".to_owned()),
        Just("//".to_owned()),
        Just("\0".to_owned()),
        Just("\n".to_owned()),
        Just("\\".to_owned()),
        Just("é".repeat(130)),
        Just("e\u{301}".to_owned()),
        Just("😀".repeat(60)),
        Just(PARTIAL_FOLDER.to_owned()),
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 1..12)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("S3 allows up to 1,024 bytes", |key| {
            !key.is_empty() && key.len() <= 1024
        })
}

proptest! {
    #[test]
    fn distinct_keys_have_distinct_names_that_convert_back(keys in prop::collection::vec(hostile_key(), 1..30)) {
        let mut keys_by_names = BTreeMap::new();
        for key in keys {
            let names = key_to_names(&key);
            for name in &names {
                prop_assert!(!name.is_empty() && name != "." && name != "..");
                // File systems allow 255 bytes.
                prop_assert!(name.len() + CONFLICT_SUFFIX.len() <= 255 && !name.contains(['/', '\0']));
            }
            prop_assert!(names[0] != PARTIAL_FOLDER);
            let converted_back = names_to_key(names.iter().map(String::as_str));
            prop_assert_eq!(converted_back.as_deref(), Some(key.as_str()));
            if let Some(other) = keys_by_names.insert(names, key.clone()) {
                prop_assert_eq!(other, key);
            }
        }
    }
}
