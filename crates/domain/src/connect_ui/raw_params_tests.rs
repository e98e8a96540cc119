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
fn an_error_names_the_position_of_the_mistake() {
    for (text, line, column, words) in [
        ("", 1, 1, "The text ends before"),
        ("[]", 1, 1, "an object with one entry for each field"),
        ("{\n  \"a\": {}\n  \"b\": {}\n}", 2, 9, "Expected `,`"),
        (
            "{\n  \"é\": {\n\n  \"b\": {}\n",
            4,
            9,
            "The text ends before",
        ),
        ("{\n  \"a\": {},\n}", 3, 1, "railing comma"),
        (
            "{\n  \"a\": {\"label\": \"é}\n}",
            2,
            20,
            "Control character",
        ),
        ("{\"é\": {},}", 1, 10, "railing comma"),
        (
            "{\"a\": {}, \"a\": {}}",
            1,
            13,
            "The field “a” appears twice.",
        ),
        (
            "{\"a\": {\"label\": 1, \"label\": 2}}",
            1,
            26,
            "The key “label” appears twice.",
        ),
        (
            "{\"a\": {\"x\": [{\"y\": {\"z\": 1, \"z\": 1}}]}}",
            1,
            31,
            "The key “z” appears twice.",
        ),
        ("{\"a\": \"\\ud800\"}", 1, 14, "hex escape"),
        ("{\"a\": \"\u{0}\"}", 1, 8, "Control character"),
        ("{} {}", 1, 4, "Trailing characters"),
        ("{\"a\": 1e999}", 1, 11, "out of range"),
    ] {
        let error = RawParams::from_json(text).expect_err(text);
        let position = (error.line, error.column);
        assert_eq!(position, (line, column), "{text:?}: {error:?}");
        let is_named = error.detail.to_lowercase().contains(&words.to_lowercase());
        assert!(
            is_named && error.detail.ends_with('.'),
            "{text:?}: {error:?}"
        );
    }
}

#[test]
fn refuses_deeply_nested_json() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{{\"a\":{}1{}}}", open.repeat(10_000), close.repeat(10_000));
        let error = RawParams::from_json(&text).expect_err("too deep");
        assert!(error.detail.contains("ecursion limit"), "{error:?}");
        let error = RawParams::from_json(&open.repeat(30_000)).expect_err("too deep");
        assert_eq!(error.line, 1, "{error:?}");
    }
}

#[test]
fn an_access_mode_adds_and_removes_its_pair_in_place() {
    let keys = raw(KEYS);
    let mut both = keys.clone();
    both.set_access_mode(AccessMode::Role, true);
    let pairs = [
        "bucket",
        "aws_external_id",
        "aws_role_arn",
        "aws_access_key_id",
        "aws_secret_access_key",
        "path_prefix",
    ];
    assert_eq!(names(&both), pairs);
    assert!(both.has_access_mode(AccessMode::Role) && both.has_access_mode(AccessMode::Keys));
    ConnectUiParams::from_raw(&both).expect("params");
    both.set_access_mode(AccessMode::Keys, false);
    assert_eq!(
        names(&both),
        ["bucket", "aws_external_id", "aws_role_arn", "path_prefix"]
    );
    both.set_access_mode(AccessMode::Keys, true);
    both.set_access_mode(AccessMode::Role, false);
    assert_eq!(names(&both), names(&keys));
    // Without another pair, the new one follows the bucket and the path prefix.
    let mut own = raw(
        r#"{"path_prefix": {}, "bucket": {}, "aws_role_arn": {}, "aws_external_id": {}, "x": {}}"#,
    );
    own.set_access_mode(AccessMode::Role, false);
    own.set_access_mode(AccessMode::Keys, true);
    let after_bucket = [
        "path_prefix",
        "bucket",
        "aws_access_key_id",
        "aws_secret_access_key",
        "x",
    ];
    assert_eq!(names(&own), after_bucket);
    // Completes half a pair.
    let mut half = raw(r#"{"bucket": {}, "aws_role_arn": {"label": "Ours"}}"#);
    half.set_access_mode(AccessMode::Role, true);
    assert_eq!(names(&half), ["bucket", "aws_external_id", "aws_role_arn"]);
    assert_eq!(
        half.field("aws_role_arn").map(|field| field.value),
        Some(&json!({"label": "Ours"}))
    );
}

#[test]
fn a_new_attribute_goes_to_its_usual_place() {
    let mut params = raw(r#"{"x": {"label": "X", "odd": [1], "required": true}, "y": 7}"#);
    params.set_attribute("x", "description", Some(json!("words")));
    params.set_attribute("x", "label", Some(json!("New")));
    params.set_attribute("y", "label", Some(json!("Y")));
    params.set_attribute("z", "label", Some(json!("Z")));
    let text = serde_json::to_string(&params).expect("json");
    assert_eq!(
        text,
        r#"{"x":{"label":"New","odd":[1],"description":"words","required":true},"y":{"label":"Y"}}"#
    );
    params.set_attribute("x", "odd", None);
    params.set_attribute("x", "description", None);
    assert_eq!(
        params.field("x").map(|field| field.value),
        Some(&json!({"label": "New", "required": true}))
    );
}

#[test]
fn moves_adds_and_removes_fields() {
    let mut params = raw(r#"{"a": {}, "b": {}, "c": {}}"#);
    for (name, up, order) in [
        ("c", true, ["a", "c", "b"]),
        ("a", true, ["a", "c", "b"]),
        ("a", false, ["c", "a", "b"]),
        ("b", false, ["c", "a", "b"]),
        ("x", false, ["c", "a", "b"]),
    ] {
        params.move_field(name, up);
        assert_eq!(names(&params), order);
    }
    params.remove_field("a");
    params.add_field("region", FieldKind::Text);
    params.add_field("region", FieldKind::Number);
    assert_eq!(names(&params), ["c", "b", "region"]);
    assert_eq!(
        params.field("region").map(|field| field.value),
        Some(&json!({"label": "Region", "required": false}))
    );
}

#[test]
fn a_field_is_valid_after_every_change_of_its_type() {
    for kind in FieldKind::ALL {
        let mut params = raw(KEYS);
        params.add_field("own", FieldKind::Multiselect);
        params.set_attribute("own", "default", Some(json!(["first"])));
        params.set_field_kind("own", kind);
        let checked = ConnectUiParams::from_raw(&params).expect("params");
        let own = checked.field("own").expect("there");
        assert_eq!((own.kind, own.default.is_some()), (kind, false));
        assert_eq!(own.options.is_empty(), !kind.is_choice());
    }
}
