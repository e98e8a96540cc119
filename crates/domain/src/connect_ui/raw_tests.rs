use super::*;
use crate::connect_ui::ConnectUiParams;

fn names(raw: &RawParams) -> Vec<&str> {
    raw.0.iter().map(|(name, _)| name.as_str()).collect()
}

fn raw(json: &str) -> RawParams {
    RawParams::from_json(json).expect("an object")
}

const KEYS: &str = r#"{"bucket": {"label": "Bucket"}, "aws_access_key_id": {}, "aws_secret_access_key": {"type": "password"}, "path_prefix": {}}"#;

#[test]
fn text_that_is_no_object_is_refused_at_its_place() {
    for (text, line, column, words) in [
        ("", 1, 1, "The text ends before"),
        ("[]", 1, 1, "an object with one entry for each field"),
        ("{\n  \"a\": {}\n  \"b\": {}\n}", 3, 3, "Expected `,`"),
        ("{\"é\": {},}", 1, 10, "railing comma"),
        (
            "{\"a\": {}, \"a\": {}}",
            1,
            13,
            "The field “a” is there twice.",
        ),
        (
            "{\"a\": {\"label\": 1, \"label\": 2}}",
            1,
            26,
            "The key “label” is there twice.",
        ),
        (
            "{\"a\": {\"x\": [{\"y\": {\"z\": 1, \"z\": 1}}]}}",
            1,
            31,
            "The key “z” is there twice.",
        ),
        ("{\"a\": \"\\ud800\"}", 1, 14, "hex escape"),
        ("{\"a\": \"\u{0}\"}", 1, 8, "Control character"),
        ("{} {}", 1, 4, "Trailing characters"),
        ("{\"a\": 1e999}", 1, 11, "out of range"),
    ] {
        let bad = RawParams::from_json(text).expect_err(text);
        assert_eq!((bad.line, bad.column), (line, column), "{text:?}: {bad:?}");
        let found = bad.detail.to_lowercase().contains(&words.to_lowercase());
        assert!(found && bad.detail.ends_with('.'), "{text:?}: {bad:?}");
    }
}

#[test]
fn what_is_nested_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{{\"a\":{}1{}}}", open.repeat(10_000), close.repeat(10_000));
        let bad = RawParams::from_json(&text).expect_err("too deep");
        assert!(bad.detail.contains("ecursion limit"), "{bad:?}");
        let bad = RawParams::from_json(&open.repeat(30_000)).expect_err("too deep");
        assert_eq!(bad.line, 1, "{bad:?}");
    }
}

#[test]
fn toggles_add_and_take_away_pairs_in_place() {
    let keys = raw(KEYS);
    let mut both = keys.clone();
    both.set_access(AccessMode::Role, true);
    let pairs = [
        "bucket",
        "aws_external_id",
        "aws_role_arn",
        "aws_access_key_id",
        "aws_secret_access_key",
        "path_prefix",
    ];
    assert_eq!(names(&both), pairs);
    assert!(both.allows(AccessMode::Role) && both.allows(AccessMode::Keys));
    ConnectUiParams::from_raw(&both).expect("params");
    both.set_access(AccessMode::Keys, false);
    assert_eq!(
        names(&both),
        ["bucket", "aws_external_id", "aws_role_arn", "path_prefix"]
    );
    both.set_access(AccessMode::Keys, true);
    both.set_access(AccessMode::Role, false);
    assert_eq!(names(&both), names(&keys));
    // With no pair there it comes after the place.
    let mut own = raw(
        r#"{"path_prefix": {}, "bucket": {}, "aws_role_arn": {}, "aws_external_id": {}, "x": {}}"#,
    );
    own.set_access(AccessMode::Role, false);
    own.set_access(AccessMode::Keys, true);
    let after_the_place = [
        "path_prefix",
        "bucket",
        "aws_access_key_id",
        "aws_secret_access_key",
        "x",
    ];
    assert_eq!(names(&own), after_the_place);
    // Half a pair is made whole.
    let mut half = raw(r#"{"bucket": {}, "aws_role_arn": {"label": "Ours"}}"#);
    half.set_access(AccessMode::Role, true);
    assert_eq!(names(&half), ["bucket", "aws_external_id", "aws_role_arn"]);
    assert_eq!(half.get("aws_role_arn"), Some(&json!({"label": "Ours"})));
}

#[test]
fn an_attribute_is_set_where_it_belongs_and_nothing_else_changes() {
    let mut params = raw(r#"{"x": {"label": "X", "odd": [1], "required": true}, "y": 7}"#);
    params.set("x", "description", Some(json!("words")));
    params.set("x", "label", Some(json!("New")));
    params.set("y", "label", Some(json!("Y")));
    params.set("z", "label", Some(json!("Z")));
    let text = serde_json::to_string(&params).expect("json");
    assert_eq!(
        text,
        r#"{"x":{"label":"New","odd":[1],"description":"words","required":true},"y":{"label":"Y"}}"#
    );
    params.set("x", "odd", None);
    params.set("x", "description", None);
    assert_eq!(
        params.get("x"),
        Some(&json!({"label": "New", "required": true}))
    );
}

#[test]
fn fields_are_moved_added_and_removed() {
    let mut params = raw(r#"{"a": {}, "b": {}, "c": {}}"#);
    for (name, up, order) in [
        ("c", true, ["a", "c", "b"]),
        ("a", true, ["a", "c", "b"]),
        ("a", false, ["c", "a", "b"]),
        ("b", false, ["c", "a", "b"]),
        ("x", false, ["c", "a", "b"]),
    ] {
        params.shift(name, up);
        assert_eq!(names(&params), order);
    }
    params.remove("a");
    params.add("region", FieldKind::Text);
    params.add("region", FieldKind::Number);
    assert_eq!(names(&params), ["c", "b", "region"]);
    assert_eq!(
        params.get("region"),
        Some(&json!({"label": "Region", "required": false}))
    );
}

#[test]
fn every_type_a_field_is_given_can_be_saved() {
    for kind in FieldKind::ALL {
        let mut params = raw(KEYS);
        params.add("own", FieldKind::Multiselect);
        params.set("own", "default", Some(json!(["first"])));
        params.set_kind("own", kind);
        let checked = ConnectUiParams::from_raw(&params).expect("params");
        let own = checked.field("own").expect("there");
        assert_eq!((own.kind, own.default.is_some()), (kind, false));
        assert_eq!(own.options.is_empty(), !kind.is_choice());
    }
}
