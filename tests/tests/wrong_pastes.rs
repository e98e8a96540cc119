//! A value that was pasted into the wrong field, or with extra text around it, is recognized before any call to AWS. The
//! error says what was pasted, in a form as over REST.

use app::progress::Progress;
use aws::AwsSettings;
use e2e::app::{App, VENDOR_ARN, aws_at_url};
use e2e::client::FLOW;
use e2e::gate::Gate;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ROLE: &str = "arn:aws:iam::111122223333:role/reader";
const LINE: &str = "AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

type Fields<'a> = BTreeMap<&'a str, &'a str>;

fn keys() -> Fields<'static> {
    Fields::from([
        ("access", "keys"),
        ("bucket", "my-company-data"),
        ("aws_access_key_id", KEY_ID),
        ("aws_secret_access_key", SECRET),
    ])
}

fn role() -> Fields<'static> {
    Fields::from([
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("aws_role_arn", ROLE),
    ])
}

/// Starts a server whose AWS never answers, and whose form has all fields.
async fn start_with_silent_aws() -> (App, Gate) {
    let gate = Gate::without_target().await;
    let aws = aws_at_url(&gate.url, (KEY_ID, SECRET), AwsSettings::default());
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let mut connector = app.connector().await.expect(200).json();
    for name in ["region", "kms_key_arn", "bucket_owner"] {
        connector["connect_ui_params"][name] = json!({});
    }
    let path = format!("/flows/{FLOW}/connector");
    app.api(Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
    (app, gate)
}

/// Sends the fields over REST, as a plain form, and as a form with a streamed answer. Asserts that each time the expected
/// fields, and no others, have the expected codes and messages, and that no answer contains the secret.
async fn assert_refused(app: &App, fields: &Fields<'_>, expected: &[(&str, &str, &str)]) {
    let answer = app.put_connection("acme", &json!(fields)).await;
    let problem = answer.expect_problem(422, "invalid_fields");
    let codes: Vec<String> = expected
        .iter()
        .map(|(field, code, _)| format!("{field}: {code}"))
        .collect();
    assert_eq!(answer.field_errors(), codes, "{fields:?}: {problem}");
    let rest_errors = problem["errors"].as_array().cloned().unwrap_or_default();

    let token = app.create_session("acme").await;
    let form: Vec<_> = fields.iter().map(|(name, value)| (*name, *value)).collect();
    let page = app.press(&token, "save", &form).await.expect(422);
    let streamed = app.press_streaming(&token, "save", &form).await.expect(200);
    let Some(Progress::FieldErrors { errors, .. }) = streamed.progress().pop() else {
        panic!("{fields:?}: {}", streamed.text)
    };
    for (error, (field, _, words)) in rest_errors.iter().zip(expected) {
        let detail = error["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "{fields:?}: {detail}");
        assert_eq!(page.element_text(&format!("f-{field}.h")), detail);
        assert!(
            errors.contains(&((*field).to_owned(), detail.to_owned())),
            "{errors:?}"
        );
    }
    for text in [&answer.text, &page.text, &streamed.text] {
        assert!(!text.contains(SECRET), "{fields:?}: {text}");
    }
}

/// The field, the pasted text, and the code and message of the error.
const WITH_KEYS: &[(&str, &str, &str, &str)] = &[
    (
        "bucket",
        "111122223333",
        "account_id",
        "enter s3://111122223333",
    ),
    (
        "bucket",
        "My-Company-Data",
        "bad_character",
        "“my-company-data”",
    ),
    (
        "bucket",
        "my–company-data",
        "look_alike",
        "“–” (U+2013) is a typographic dash and only looks like “-”. You probably mean “my-company-data”.",
    ),
    (
        "bucket",
        "my-сompany-data",
        "look_alike",
        "U+0441) is a Cyrillic letter and only looks like “c”. You probably mean “my-company-data”.",
    ),
    (
        "bucket",
        "my\u{200b}-company-data",
        "look_alike",
        "an invisible character (U+200B). You probably mean “my-company-data”.",
    ),
    ("bucket", ROLE, "wrong_arn", "the ARN of a role"),
    ("bucket", KEY_ID, "looks_like_key_id", "the access key ID"),
    (
        "bucket",
        SECRET,
        "looks_like_secret",
        "the secret access key",
    ),
    (
        "bucket",
        "s3c-abababababababababababababababab",
        "external_id",
        "the external ID",
    ),
    ("bucket", "me@example.com", "email", "an email address"),
    ("bucket", "eu-west-1", "region_code", "a region code"),
    (
        "aws_access_key_id",
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
        "whole_line",
        "Enter only AKIAIOSFODNN7EXAMPLE here",
    ),
    (
        "aws_access_key_id",
        "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "whole_line",
        "Enter only AKIAIOSFODNN7EXAMPLE here",
    ),
    (
        "aws_access_key_id",
        LINE,
        "whole_line",
        "Enter only AKIAIOSFODNN7EXAMPLE here",
    ),
    (
        "aws_access_key_id",
        "АKIAIOSFODNN7EXAMPLE",
        "look_alike",
        "“AKIAIOSFODNN7EXAMPLE”",
    ),
    (
        "aws_secret_access_key",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "whole_line",
        "only what comes after the “=”",
    ),
    (
        "aws_secret_access_key",
        LINE,
        "whole_line",
        "after the comma",
    ),
    (
        "aws_secret_access_key",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAМPLEKEY",
        "look_alike",
        "a Cyrillic letter",
    ),
    (
        "region",
        "EU (Ireland)",
        "bad_region",
        "You probably mean eu-west-1.",
    ),
    (
        "region",
        "Europe (Frankfurt) eu-central-1",
        "bad_region",
        "You probably mean eu-central-1.",
    ),
    (
        "region",
        "eu-west-1a",
        "bad_region",
        "You probably mean eu-west-1.",
    ),
    (
        "region",
        "us-iso-east-1",
        "other_partition",
        "AWS ISO (US) (aws-iso)",
    ),
    (
        "bucket_owner",
        "1111–2222–3333",
        "look_alike",
        "“1111-2222-3333”",
    ),
];

#[tokio::test]
async fn recognizes_wrong_pastes_into_the_form_for_keys() {
    let (app, gate) = start_with_silent_aws().await;
    for (field, pasted, code, words) in WITH_KEYS {
        let mut fields = keys();
        fields.insert(field, pasted);
        assert_refused(&app, &fields, &[(field, code, words)]).await;
    }
    let mut swapped = keys();
    swapped.insert("aws_access_key_id", SECRET);
    swapped.insert("aws_secret_access_key", KEY_ID);
    let words = "These two are swapped";
    let both = [
        ("aws_access_key_id", "swapped", words),
        ("aws_secret_access_key", "swapped", words),
    ];
    assert_refused(&app, &swapped, &both).await;
    app.assert_not_connected("acme").await;
    assert_eq!(gate.request_count(), 0, "AWS was called");
}

const WITH_A_ROLE: &[(&str, &str, &str, &str)] = &[
    (
        "aws_role_arn",
        "arn:aws:iam::111122223333:user/bob",
        "not_a_role",
        "the ARN of a user",
    ),
    (
        "aws_role_arn",
        "arn:aws:iam::111122223333:policy/p",
        "not_a_role",
        "the ARN of a policy",
    ),
    (
        "aws_role_arn",
        "arn:aws:iam::111122223333:instance-profile/web",
        "not_a_role",
        "arn:aws:iam::111122223333:role/web",
    ),
    (
        "aws_role_arn",
        "arn:aws:sts::111122223333:assumed-role/reader/me",
        "session_arn",
        ROLE,
    ),
    (
        "aws_role_arn",
        "arn:aws:s3:::my-company-data",
        "not_a_role",
        "the ARN of a bucket",
    ),
    (
        "aws_role_arn",
        "111122223333",
        "account_id",
        "an AWS account ID",
    ),
    ("aws_role_arn", "reader", "not_an_arn", ROLE),
    (
        "aws_role_arn",
        "https://us-east-1.console.aws.amazon.com/iam/home#/roles/details/reader",
        "console_url",
        ROLE,
    ),
    (
        "aws_role_arn",
        "arn:aws:iam::111122223333:rоle/reader",
        "look_alike",
        ROLE,
    ),
    (
        "aws_role_arn",
        VENDOR_ARN,
        "own_arn",
        "This is our own user",
    ),
    (
        "aws_role_arn",
        "arn:aws:iam::999988887777:role/s3-connect",
        "own_arn",
        "the role in your account",
    ),
    (
        "aws_role_arn",
        "arn:aws-cn:iam::111122223333:role/reader",
        "other_partition",
        "AWS China (aws-cn), and we are in commercial AWS (aws)",
    ),
    (
        "aws_role_arn",
        "arn:aws-eusc:iam::111122223333:role/reader",
        "other_partition",
        "European Sovereign Cloud",
    ),
    (
        "kms_key_arn",
        "arn:aws-cn:kms:cn-north-1:111122223333:key/1",
        "other_partition",
        "This key is in AWS China",
    ),
    (
        "region",
        "cn-north-1",
        "other_partition",
        "This region is in AWS China",
    ),
    (
        "bucket",
        "arn:aws-us-gov:s3:::my-company-data",
        "other_partition",
        "This bucket is in AWS GovCloud (US)",
    ),
];

#[tokio::test]
async fn recognizes_wrong_pastes_into_the_form_for_a_role() {
    let (app, gate) = start_with_silent_aws().await;
    let external_id = app.external_id("acme").await;
    let mut fields = role();
    fields.insert("aws_role_arn", &external_id);
    let expected = ("aws_role_arn", "external_id", "the external ID");
    assert_refused(&app, &fields, &[expected]).await;
    for (field, pasted, code, words) in WITH_A_ROLE {
        let mut fields = role();
        fields.insert(field, pasted);
        assert_refused(&app, &fields, &[(field, code, words)]).await;
    }
    app.assert_not_connected("acme").await;
    assert_eq!(gate.request_count(), 0, "AWS was called");
}

#[tokio::test]
async fn removes_blanks_and_quotes_around_pasted_values() {
    let app = App::start().await;
    let sample = app.sample_fields("full-access");
    let (id, secret) = (
        format!("\u{feff}{}\u{a0}", sample.key_id),
        format!("“{}”", sample.secret),
    );
    let fields = Fields::from([
        ("bucket", "`my-company-data`\u{200b}"),
        ("path_prefix", "\"incoming/\""),
        ("aws_access_key_id", &id),
        ("aws_secret_access_key", &secret),
    ]);
    let saved = app
        .put_connection("acme", &json!(fields))
        .await
        .expect(201)
        .json();
    assert_eq!(
        (
            &saved["connection"]["bucket"],
            &saved["connection"]["path_prefix"]
        ),
        (&json!("my-company-data"), &json!("incoming/"))
    );
    let notices = saved["notices"].as_array().cloned().unwrap_or_default();
    let codes: Vec<Value> = notices.iter().map(|n| n["code"].clone()).collect();
    assert_eq!(
        codes,
        ["trimmed", "unquoted", "trimmed", "unquoted", "unquoted"]
    );
}

/// A browser gets a notice, and a request over REST is refused. The edited ID is never used.
#[tokio::test]
async fn never_uses_an_edited_external_id() {
    let app = App::start().await;
    let own = app.external_id("acme").await;
    let token = app.create_session("acme").await;
    let mut form = vec![
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
        ("aws_external_id", "edited"),
    ];
    let words = format!("Yours is {own}");
    let page = app
        .press(&token, "save", &form)
        .await
        .expect_page(422, &words);
    app.press_streaming(&token, "save", &form)
        .await
        .expect(200)
        .text
        .find(&words)
        .expect("the notice in the stream");
    let arn = app
        .sandbox()
        .create_role(
            "acme",
            &page.element_text("trust-policy"),
            &page.element_text("iam-role"),
        )
        .expect("a role");
    form.push(("aws_role_arn", &arn));
    let mut fields: Value = form
        .iter()
        .copied()
        .collect::<Fields>()
        .into_iter()
        .collect();

    let answer = app.put_connection("acme", &fields).await;
    let problem = answer.expect_problem(422, "invalid_fields");
    assert_eq!(
        answer.field_errors(),
        ["aws_external_id: external_id_edited"]
    );
    assert!(
        problem["errors"][0]["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains(&words)),
        "{problem}"
    );
    app.assert_not_connected("acme").await;

    let saved = app
        .press(&token, "save", &form)
        .await
        .expect_page(200, &words);
    assert!(!saved.text.contains("edited\""), "{}", saved.text);
    fields["aws_external_id"] = json!(format!(" “{own}”\n"));
    let saved = app.put_connection("acme", &fields).await.expect(200).json();
    assert_eq!(saved["connection"]["aws_external_id"], json!(own));
}
