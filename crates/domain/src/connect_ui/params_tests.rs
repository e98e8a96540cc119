use super::*;
use crate::connect_ui::FieldKind;

const KEYS: &str = r#""aws_access_key_id": {"label": "Access Key ID", "type": "text", "required": true},
    "aws_secret_access_key": {"label": "Secret Access Key", "type": "password", "required": true}"#;
const ROLE: &str = r#""aws_external_id": {}, "aws_role_arn": {}"#;
const BUCKET: &str = r#""bucket": {"label": "Bucket", "required": true}"#;

fn names(params: &ConnectUiParams) -> Vec<&str> {
    params.fields().iter().map(|f| f.name.as_str()).collect()
}

#[test]
fn fields_keep_the_order_of_the_json_keys() {
    let json = format!(r#"{{"zeta": {{}}, {KEYS}, {BUCKET}, "alpha": {{"type": "number"}}}}"#);
    let params = ConnectUiParams::from_json(&json).expect("params");
    assert_eq!(
        names(&params),
        [
            "zeta",
            "aws_access_key_id",
            "aws_secret_access_key",
            "bucket",
            "alpha"
        ]
    );
    let again = serde_json::to_string(&params).expect("json");
    assert_eq!(ConnectUiParams::from_json(&again), Ok(params));
}

#[test]
fn pairs_of_fields_decide_the_access_modes() {
    for (pairs, modes) in [
        (KEYS.to_owned(), AccessModes::Only(AccessMode::Keys)),
        (ROLE.to_owned(), AccessModes::Only(AccessMode::Role)),
        (
            format!("{KEYS}, {ROLE}"),
            AccessModes::Both {
                first: AccessMode::Keys,
            },
        ),
        (
            format!("{ROLE}, {KEYS}"),
            AccessModes::Both {
                first: AccessMode::Role,
            },
        ),
    ] {
        let params = ConnectUiParams::from_json(&format!("{{{BUCKET}, {pairs}}}")).expect("params");
        assert_eq!(params.modes(), modes);
    }
}

#[test]
fn refuses_params_that_cannot_work() {
    let with = |rest: &str| format!("{{{BUCKET}, {KEYS}{rest}}}");
    for (json, field, code) in [
        ("[]".to_owned(), "connect_ui_params", "bad_json"),
        ("{".to_owned(), "connect_ui_params", "bad_json"),
        (format!("{{{BUCKET}}}"), "connect_ui_params", "no_access"),
        (format!("{{{KEYS}}}"), "connect_ui_params", "no_bucket"),
        (
            format!(r#"{{{BUCKET}, "aws_access_key_id": {{}}}}"#),
            "connect_ui_params",
            "half_a_pair",
        ),
        (
            with(r#", "aws_role_arn": {}"#),
            "connect_ui_params",
            "half_a_pair",
        ),
        (with(r#", "bucket": {}"#), "connect_ui_params", "bad_json"),
        (
            with(r#", "x": {"type": "colour"}"#),
            "connect_ui_params.x.type",
            "bad_attributes",
        ),
        (
            with(r#", "x": {"lable": "y"}"#),
            "connect_ui_params.x.lable",
            "bad_attributes",
        ),
        (with(r#", "x": 7"#), "connect_ui_params.x", "bad_attributes"),
        (
            with(r#", "x": []"#),
            "connect_ui_params.x",
            "bad_attributes",
        ),
        (
            with(r#", "x": {"adornment": ["a"]}"#),
            "connect_ui_params.x.adornment",
            "bad_attributes",
        ),
        (
            with(r#", "x": {"type": "select", "options": [["a", "b"]]}"#),
            "connect_ui_params.x.options.0",
            "bad_attributes",
        ),
        (
            with(r#", "x": {"label": " "}"#),
            "connect_ui_params.x.label",
            "required",
        ),
        (
            with(r#", "x": {"type": "select"}"#),
            "connect_ui_params.x.options",
            "no_options",
        ),
        (
            with(r#", "x": {"options": [{"name": "a", "value": "b"}]}"#),
            "connect_ui_params.x.options",
            "unused_options",
        ),
        (
            with(r#", "region": {"type": "number"}"#),
            "connect_ui_params.region.type",
            "bad_type",
        ),
        (
            with(r#", "token": {}"#),
            "connect_ui_params.token",
            "reserved_name",
        ),
        (with(r#", "a b": {}"#), "connect_ui_params.a b", "bad_name"),
    ] {
        let errors = ConnectUiParams::from_json(&json).expect_err(&json);
        let found: Vec<_> = errors
            .iter()
            .map(|e| (e.field.as_str(), e.code.as_str()))
            .collect();
        assert!(found.contains(&(field, code)), "{json}: {errors:?}");
    }
}

#[test]
fn reports_all_errors_at_once() {
    let errors = ConnectUiParams::from_json(r#"{"x": {"type": "select"}, "aws_role_arn": {}}"#)
        .expect_err("errors");
    let codes: Vec<_> = errors.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(codes, ["no_options", "no_bucket", "half_a_pair"]);
}

#[test]
fn the_secret_access_key_is_always_a_password() {
    let json = r#"{"bucket": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}}"#;
    let params = ConnectUiParams::from_json(json).expect("params");
    let secret = params
        .field(field_names::SECRET_ACCESS_KEY)
        .expect("secret");
    assert_eq!((secret.kind, secret.required), (FieldKind::Password, true));
}

#[test]
fn lists_errors_up_to_a_limit_and_counts_the_others() {
    let many: Vec<String> = (0..55)
        .map(|n| format!(r#""a b{n}": {{}}, "c{n}": {{"x": 1, "y": 2}}"#))
        .collect();
    let errors = ConnectUiParams::from_json(&format!("{{{}}}", many.join(", ")));
    let errors = errors.expect_err("errors");
    let last = errors.last().expect("an error");
    assert_eq!(errors.len(), MAX_ERRORS + 1);
    assert_eq!(
        (last.field.as_str(), last.code.as_str()),
        ("connect_ui_params", "more_errors")
    );
}
