use crate::connect_ui::{ConnectUiParams, RawParams};

/// The start of an object with every field that is required.
const REQUIRED_FIELDS: &str = r#"{"bucket": {}, "aws_external_id": {}, "aws_role_arn": {}, "#;

fn validate(name: &str, field: &str) -> Result<ConnectUiParams, Vec<(String, String)>> {
    let mut raw =
        RawParams::from_json(&format!("{REQUIRED_FIELDS}\"region\": {{}}}}")).expect("an object");
    raw.remove_field(name);
    let field = serde_json::from_str(field).expect("JSON");
    raw.0.push((name.to_owned(), field));
    ConnectUiParams::from_raw(&raw).map_err(|errors| {
        let short = errors.into_iter().map(|e| {
            let field = e.field.trim_start_matches("connect_ui_params.");
            (field.to_owned(), e.code)
        });
        short.collect()
    })
}

/// Checks that the default of a field is accepted, or refused with a code.
#[track_caller]
fn assert_default(name: &str, field: &str, refused: Option<&str>) {
    match (validate(name, field), refused) {
        (Ok(_), None) => {}
        (Err(errors), Some(code)) => {
            let expected = (format!("{name}.default"), code.to_owned());
            assert_eq!(errors[0], expected, "{field}: {errors:?}");
        }
        (Ok(_), Some(code)) => panic!("{field} was accepted instead of {code}"),
        (Err(errors), None) => panic!("{field}: {errors:?}"),
    }
}

#[test]
fn a_default_is_a_value_that_a_tenant_could_enter() {
    for (field, refused) in [
        (r#"{"default": "words"}"#, None),
        (r#"{"default": 7}"#, Some("wrong_type")),
        (r#"{"default": "a\u0007b"}"#, Some("control_character")),
        (r#"{"type": "multiline", "default": "a\nb"}"#, None),
        (
            r#"{"type": "password", "default": "hush"}"#,
            Some("no_default"),
        ),
        (r#"{"type": "number", "default": 0.5}"#, None),
        (r#"{"type": "number", "default": "12"}"#, Some("wrong_type")),
        (r#"{"type": "boolean", "default": false}"#, None),
        (
            r#"{"type": "boolean", "required": true, "default": false}"#,
            None,
        ),
        (
            r#"{"type": "boolean", "default": "true"}"#,
            Some("wrong_type"),
        ),
    ] {
        assert_default("x", field, refused);
    }
    for (field, refused) in [
        (r#""type": "select", "default": "b""#, None),
        (
            r#""type": "select", "default": "B""#,
            Some("unknown_option"),
        ),
        (r#""type": "select", "default": ["b"]"#, Some("wrong_type")),
        (r#""type": "multiselect", "default": ["b", "a"]"#, None),
        (
            r#""type": "multiselect", "default": ["c"]"#,
            Some("unknown_option"),
        ),
        (
            r#""type": "multiselect", "default": "a""#,
            Some("wrong_type"),
        ),
        (
            r#""type": "multiselect", "default": [1]"#,
            Some("wrong_type"),
        ),
    ] {
        let options = r#""options": [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]"#;
        assert_default("x", &format!("{{{field}, {options}}}"), refused);
    }
}

#[test]
fn a_default_of_a_known_field_passes_the_fields_parser() {
    for (name, default, refused) in [
        ("path_prefix", "in/{tenant}/", None),
        ("path_prefix", "in/{tenent}/", Some("unknown_variable")),
        ("region", "eu-west-1", None),
        ("endpoint", "https://s3.example.com", None),
        ("bucket_owner", "111122223333", None),
        ("bucket", "my-company-data", None),
        ("bucket", "A", Some("bad_character")),
        ("aws_external_id", "acme-1", Some("no_default")),
    ] {
        assert_default(name, &format!(r#"{{"default": "{default}"}}"#), refused);
    }
}

#[test]
fn refuses_texts_that_are_unreadable_or_too_long() {
    let many = r#"{"name": "N", "value": "n"}, "#.repeat(500);
    for (field, at, code) in [
        (r#"{"label": ""}"#.to_owned(), "x.label", "required"),
        (format!(r#"{{"label": "{}"}}"#, "l".repeat(201)), "x.label", "too_long"),
        (r#"{"label": "a\nb"}"#.to_owned(), "x.label", "control_character"),
        (r#"{"label": "a\u0000b"}"#.to_owned(), "x.label", "control_character"),
        (r#"{"label": "a\u202egnp.exe"}"#.to_owned(), "x.label", "control_character"),
        (r#"{"label": "\u2066a"}"#.to_owned(), "x.label", "control_character"),
        (r#"{"description": "a\u202eb"}"#.to_owned(), "x.description", "control_character"),
        (format!(r#"{{"description": "{}"}}"#, "d".repeat(2_001)), "x.description", "too_long"),
        (r#"{"adornment": {"start": "a\u0000"}}"#.to_owned(), "x.adornment.start", "control_character"),
        (format!(r#"{{"adornment": {{"end": "{}"}}}}"#, "e".repeat(41)), "x.adornment.end", "too_long"),
        (r#"{"type": "select", "options": [{"name": "A", "value": "a"}, {"name": "B", "value": "a"}]}"#.to_owned(), "x.options.1.value", "taken"),
        (r#"{"type": "select", "options": [{"name": "A", "value": ""}]}"#.to_owned(), "x.options.0.value", "required"),
        (r#"{"type": "select", "options": [{"name": "\u0007", "value": "a"}]}"#.to_owned(), "x.options.0.name", "control_character"),
        (format!(r#"{{"type": "select", "options": [{many}{{"name": "A", "value": "a"}}]}}"#), "x.options", "too_many_options"),
    ] {
        let errors = validate("x", &field).expect_err(at);
        assert!(errors.contains(&(at.to_owned(), code.to_owned())), "{field:.100}: {errors:?}");
    }
}

#[test]
fn accepts_text_in_any_script() {
    for label in [
        "存储桶",
        "اسم الحاوية",
        "שם \u{200f}הדלי",
        "नाम",
        "Ведро",
        "🪣",
        "<b>&amp;</b>",
        "a \u{200d} b",
    ] {
        let field = format!(
            r#"{{"label": "{label}", "description": "{label}\n{label}", "adornment": {{"start": "{label}"}}}}"#
        );
        validate("x", &field).expect(label);
    }
}

#[test]
fn limits_do_not_apply_to_stored_params() {
    let text = format!(r#"{REQUIRED_FIELDS}"x": {{"label": "a\u202eb", "default": 7}}}}"#);
    ConnectUiParams::from_json(&text).expect_err("a new version is refused");
    serde_json::from_str::<ConnectUiParams>(&text).expect("a stored version is read");
}

#[test]
fn limits_the_size_of_all_params_together() {
    let filler = "x".repeat(1_900);
    let fields: Vec<String> = (0..40)
        .map(|n| format!(r#""f{n}": {{"description": "{filler}"}}"#))
        .collect();
    let raw = RawParams::from_json(&format!("{REQUIRED_FIELDS}{}}}", fields.join(",")))
        .expect("an object");
    let errors = ConnectUiParams::from_raw(&raw).expect_err("too large");
    assert_eq!((errors.len(), errors[0].code.as_str()), (1, "too_large"));
}
