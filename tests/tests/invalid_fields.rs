//! Invalid fields are refused, each with its own code and message. Values that only need trimming or splitting are
//! accepted with a notice.

use e2e::app::{App, Fields};
use serde_json::{Value, json};

fn valid_fields() -> Value {
    json!({ "bucket": "my-company-data", "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" })
}

#[tokio::test]
async fn names_each_invalid_field_with_its_error() {
    let app = App::start().await;
    let long = "x".repeat(10_000);
    for (field, value, error) in [
        ("bucket", json!(""), "required"),
        ("bucket", json!("My_Bucket"), "bad_character"),
        ("bucket", json!("ab"), "bad_length"),
        ("bucket", json!("nul\u{0}nul"), "control_character"),
        ("bucket", json!(long), "too_long"),
        ("bucket", json!(17), "wrong_type"),
        ("bucket", json!(["a", "b"]), "wrong_type"),
        ("bucket", json!(true), "wrong_type"),
        ("bucket", json!(null), "required"),
        ("bucket", json!("123456789012"), "account_id"),
        (
            "bucket",
            json!("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            "looks_like_secret",
        ),
        (
            "bucket",
            json!("wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY"),
            "looks_like_secret",
        ),
        (
            "bucket",
            json!("arn:aws:s3:eu-west-1:111122223333:accesspoint/x"),
            "bad_access_point",
        ),
        (
            "bucket",
            json!("arn:aws:s3::111122223333:accesspoint/mine.mrap"),
            "multi_region_access_point",
        ),
        ("path_prefix", json!("in/{tennant}/"), "unknown_variable"),
        ("path_prefix", json!("../up"), "dot_segment"),
        ("path_prefix", json!("nul\u{0}nul"), "control_character"),
        ("path_prefix", json!(long), "too_long"),
        ("aws_access_key_id", json!(""), "required"),
        (
            "aws_access_key_id",
            json!("ASIAIOSFODNN7EXAMPLE"),
            "temporary_key",
        ),
        (
            "aws_access_key_id",
            json!("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            "looks_like_secret",
        ),
        (
            "aws_access_key_id",
            json!("wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY"),
            "looks_like_secret",
        ),
        (
            "aws_access_key_id",
            json!("AKIA\u{0}OSFODNN7EXAMPLE"),
            "control_character",
        ),
        ("aws_access_key_id", json!(long), "too_long"),
        (
            "aws_secret_access_key",
            json!("AKIAIOSFODNN7EXAMPLE"),
            "looks_like_key_id",
        ),
        (
            "aws_secret_access_key",
            json!("two words in one secret"),
            "bad_secret",
        ),
        ("aws_secret_access_key", json!(long), "too_long"),
        ("access", json!("both"), "bad_access"),
        ("access", json!(7), "wrong_type"),
        ("colour", json!("red"), "unknown_field"),
        ("region", json!("eu-west-1"), "unknown_field"),
    ] {
        let mut body = valid_fields();
        body[field] = value.clone();
        let answer = app.put_connection("acme", &body).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(
            answer.field_errors(),
            [format!("{field}: {error}")],
            "{value:.60}: {}",
            answer.text
        );
    }
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn explains_which_arn_was_given_instead_of_a_roles() {
    let app = App::start().await;
    for (arn, error) in [
        ("arn:aws:iam::111122223333:user/somebody", "user"),
        ("arn:aws:iam::111122223333:root", "account"),
        ("arn:aws:s3:::my-bucket", "role"),
        ("arn:aws:iam::1111:role/x", "12 digits"),
        ("my-role", "whole ARN"),
        ("", "Enter the role’s ARN"),
    ] {
        let body = json!({ "access": "role", "bucket": "my-company-data", "aws_role_arn": arn });
        let problem = app
            .put_connection("acme", &body)
            .await
            .expect_problem(422, "invalid_fields");
        let detail = problem["errors"][0]["detail"].as_str().expect("words");
        assert!(
            problem["errors"][0]["field"] == "aws_role_arn" && detail.contains(error),
            "{arn}: {problem}"
        );
    }
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn reports_all_invalid_fields_at_once() {
    let app = App::start().await;
    let answer = app
        .put_connection(
            "acme",
            &json!({ "access": "keys", "bucket": "A", "aws_access_key_id": "x" }),
        )
        .await;
    assert_eq!(
        answer.field_errors(),
        [
            "bucket: bad_character",
            "aws_access_key_id: bad_access_key_id",
            "aws_secret_access_key: required"
        ]
    );
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn accepts_pasted_values_with_a_notice() {
    let app = App::start().await;
    let sample = app.sample_fields("full-access");
    let spaced = Fields {
        key_id: format!("  {}\n", sample.key_id),
        secret: format!("\t{} ", sample.secret),
        ..sample.clone()
    };
    let saved = app
        .put_connection("blanks", &spaced.json())
        .await
        .expect(201)
        .json();
    let notices = |saved: &Value| {
        let all = saved["notices"].as_array().cloned().unwrap_or_default();
        all.iter()
            .map(|n| {
                format!(
                    "{}: {}",
                    n["field"].as_str().unwrap_or_default(),
                    n["code"].as_str().unwrap_or_default()
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        notices(&saved),
        [
            "aws_access_key_id: trimmed",
            "aws_secret_access_key: trimmed"
        ]
    );
    let token = app.create_session("blanks").await;
    app.press(&token, "save", &spaced.form())
        .await
        .expect_page(200, "We removed the spaces around the value.");
    for (pasted, prefix) in [
        ("s3://my-company-data/incoming/", "incoming/"),
        ("arn:aws:s3:::my-company-data/incoming/", "incoming/"),
        (
            "https://my-company-data.s3.us-east-1.amazonaws.com/incoming/",
            "incoming/",
        ),
        (
            "https://s3.console.aws.amazon.com/s3/buckets/my-company-data?prefix=incoming/",
            "incoming/",
        ),
        ("https://s3.us-east-1.amazonaws.com/my-company-data/", ""),
    ] {
        let fields = Fields {
            bucket: pasted.to_owned(),
            path_prefix: String::new(),
            ..sample.clone()
        };
        let answer = app.put_connection("pasted", &fields.json()).await;
        assert!(
            matches!(answer.status, 200 | 201),
            "{pasted}: {}",
            answer.text
        );
        let saved = answer.json();
        assert_eq!(
            (
                &saved["connection"]["bucket"],
                &saved["connection"]["path_prefix"]
            ),
            (&json!("my-company-data"), &json!(prefix)),
            "{pasted}"
        );
        assert!(
            notices(&saved).contains(&"bucket: split".to_owned()),
            "{pasted}: {saved}"
        );
    }
}
