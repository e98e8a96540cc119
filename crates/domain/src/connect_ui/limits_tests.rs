use crate::ConnectUiParams;
use crate::connect_ui::RawParams;

const AROUND: &str = r#"{"bucket": {}, "aws_external_id": {}, "aws_role_arn": {}, "#;

fn judged(name: &str, field: &str) -> Result<ConnectUiParams, Vec<(String, String)>> {
    let text = format!(r#"{AROUND}"{name}": {field}}}"#).replace(
        r#""bucket": {}, "aws_external_id": {}, "aws_role_arn": {}, "bucket""#,
        r#""aws_external_id": {}, "aws_role_arn": {}, "bucket""#,
    );
    ConnectUiParams::from_json(&text).map_err(|errors| {
        let short = errors.into_iter().map(|e| {
            let field = e.field.trim_start_matches("connect_ui_params.");
            (field.to_owned(), e.code)
        });
        short.collect()
    })
}

#[test]
fn a_default_is_something_a_tenant_could_have_entered() {
    let options = r#""options": [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]"#;
    for (name, field, refused) in [
        ("x", r#"{"default": "words"}"#.to_owned(), None),
        ("x", r#"{"default": 7}"#.to_owned(), Some("wrong_type")),
        (
            "x",
            r#"{"default": "a\u0007b"}"#.to_owned(),
            Some("control_character"),
        ),
        (
            "x",
            r#"{"type": "multiline", "default": "a\nb"}"#.to_owned(),
            None,
        ),
        (
            "x",
            r#"{"type": "password", "default": "hush"}"#.to_owned(),
            Some("no_default"),
        ),
        (
            "x",
            r#"{"type": "number", "default": 0.5}"#.to_owned(),
            None,
        ),
        (
            "x",
            r#"{"type": "number", "default": "12"}"#.to_owned(),
            Some("wrong_type"),
        ),
        (
            "x",
            r#"{"type": "boolean", "default": false}"#.to_owned(),
            None,
        ),
        (
            "x",
            r#"{"type": "boolean", "required": true, "default": false}"#.to_owned(),
            None,
        ),
        (
            "x",
            r#"{"type": "boolean", "default": "true"}"#.to_owned(),
            Some("wrong_type"),
        ),
        (
            "x",
            format!(r#"{{"type": "select", "default": "b", {options}}}"#),
            None,
        ),
        (
            "x",
            format!(r#"{{"type": "select", "default": "B", {options}}}"#),
            Some("unknown_option"),
        ),
        (
            "x",
            format!(r#"{{"type": "select", "default": ["b"], {options}}}"#),
            Some("wrong_type"),
        ),
        (
            "x",
            format!(r#"{{"type": "multiselect", "default": ["b", "a"], {options}}}"#),
            None,
        ),
        (
            "x",
            format!(r#"{{"type": "multiselect", "default": ["c"], {options}}}"#),
            Some("unknown_option"),
        ),
        (
            "x",
            format!(r#"{{"type": "multiselect", "default": "a", {options}}}"#),
            Some("wrong_type"),
        ),
        (
            "x",
            format!(r#"{{"type": "multiselect", "default": [1], {options}}}"#),
            Some("wrong_type"),
        ),
        (
            "path_prefix",
            r#"{"default": "in/{tenant}/"}"#.to_owned(),
            None,
        ),
        (
            "path_prefix",
            r#"{"default": "in/{tenent}/"}"#.to_owned(),
            Some("unknown_variable"),
        ),
        ("region", r#"{"default": "eu-west-1"}"#.to_owned(), None),
        (
            "endpoint",
            r#"{"default": "https://s3.example.com"}"#.to_owned(),
            None,
        ),
        (
            "bucket_owner",
            r#"{"default": "111122223333"}"#.to_owned(),
            None,
        ),
        (
            "bucket",
            r#"{"default": "my-company-data"}"#.to_owned(),
            None,
        ),
        ("bucket", r#"{"default": "A"}"#.to_owned(), Some("")),
    ] {
        match (judged(name, &field), refused) {
            (Ok(_), None) => {}
            (Err(errors), Some(code)) => {
                let (at, found) = &errors[0];
                assert_eq!(*at, format!("{name}.default"), "{field}: {errors:?}");
                assert!(code.is_empty() || found == code, "{field}: {errors:?}");
            }
            (Ok(_), Some(code)) => panic!("{field} was taken, not {code}"),
            (Err(errors), None) => panic!("{field}: {errors:?}"),
        }
    }
}

#[test]
fn words_can_be_read_and_are_not_too_many() {
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
        (format!(r#"{{"type": "select", "options": [{}{{"name": "A", "value": "a"}}]}}"#, (0..500).map(|n| format!(r#"{{"name": "N", "value": "{n}"}},"#)).collect::<String>()), "x.options", "too_many_options"),
    ] {
        let errors = judged("x", &field).expect_err(at);
        assert!(errors.contains(&(at.to_owned(), code.to_owned())), "{field:.100}: {errors:?}");
    }
}

#[test]
fn any_script_is_welcome() {
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
        judged("x", &field).expect(label);
    }
}

#[test]
fn a_limit_that_came_later_does_not_take_away_what_is_saved() {
    let text = format!(r#"{AROUND}"x": {{"label": "a\u202eb", "default": 7}}}}"#);
    ConnectUiParams::from_json(&text).expect_err("refused when it is saved");
    serde_json::from_str::<ConnectUiParams>(&text).expect("read when it is there");
}

#[test]
fn all_of_it_has_a_size() {
    let filler = "x".repeat(1_900);
    let fields: Vec<String> = (0..40)
        .map(|n| format!(r#""f{n}": {{"description": "{filler}"}}"#))
        .collect();
    let raw = RawParams::from_json(&format!("{AROUND}{}}}", fields.join(","))).expect("an object");
    let errors = ConnectUiParams::from_raw(&raw).expect_err("too large");
    assert_eq!((errors.len(), errors[0].code.as_str()), (1, "too_large"));
}
