//! What a tenant sets up in AWS: over REST, and in the widget without a script.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::{App, VENDOR_ARN, at_once, aws_at};
use e2e::corpus::HOSTILE;
use e2e::html::value_of;
use serde_json::{Value, json};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

async fn asked(app: &App, query: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let path = format!("/flows/demo/tenants/acme/setup?{query}");
    app.api_get(&path).await
}

#[tokio::test]
async fn everything_rendered() {
    let app = App::start().await;
    let place = [
        ("bucket", "my-company-data"),
        ("path_prefix", "in/{tenant}"),
    ];
    let all = asked(&app, &[place[0], place[1], ("access", "role")]).await;
    let all = all.expect(200).json();
    let id = app.external_id("acme").await;
    let object = "arn:aws:s3:::my-company-data/in/*";
    assert_eq!(all["iam_policy"]["Statement"][1]["Resource"], object);
    let trust = &all["trust_policy"]["Statement"][0];
    assert_eq!(trust["Principal"]["AWS"], VENDOR_ARN);
    assert_eq!(trust["Condition"]["StringEquals"]["sts:ExternalId"], *id);
    let role = &all["cloudformation"]["Resources"]["Role"]["Properties"];
    assert_eq!(role["AssumeRolePolicyDocument"], all["trust_policy"]);
    assert_eq!(role["Policies"][0]["PolicyDocument"], all["iam_policy"]);
    for form in ["terraform", "aws_cli"] {
        let text = all[form].as_str().expect("text");
        assert!(text.contains(object) && text.contains(&id), "{text}");
    }
    let steps = all["console_steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 4);
    let copied: Value =
        serde_json::from_str(steps[0]["copy"].as_str().expect("a policy")).expect("JSON");
    assert_eq!(copied, all["iam_policy"]);
    for step in steps {
        let text = step["text"].as_str().expect("words");
        assert!(!text.is_empty() && !text.contains("**"), "{text}");
    }
    assert_eq!(all.get("notes"), None);
    assert_eq!(all.get("quick_create_url"), None, "no template is hosted");
}

#[tokio::test]
async fn keys_have_no_trust_policy_and_a_key_has_its_statement() {
    let app = App::start().await;
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    let query = [
        ("bucket", "s3://my-company-data/in/"),
        ("access", "keys"),
        ("kms_key_arn", key),
    ];
    let all = asked(&app, &query).await.expect(200).json();
    assert_eq!(all["access"], "keys");
    assert_eq!(all["trust_policy"], Value::Null);
    let resources: Vec<&Value> = all["iam_policy"]["Statement"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|statement| &statement["Resource"])
        .collect();
    assert_eq!(*resources[1], "arn:aws:s3:::my-company-data/in/*");
    assert_eq!(**resources.last().expect("one"), json!(key));
    let template = all["cloudformation"].to_string();
    assert!(template.contains("AWS::IAM::User") && !template.contains("AccessKey\""));
}

#[tokio::test]
async fn without_a_bucket_it_is_said() {
    let app = App::start().await;
    let all = asked(&app, &[]).await.expect(200).json();
    assert_eq!(all["notes"][0]["code"], "no_bucket");
    assert!(
        all["iam_policy"]
            .to_string()
            .contains("arn:aws:s3:::your-bucket")
    );
    let asks = &all["cloudformation"]["Parameters"]["Bucket"];
    assert!(asks["Type"] == "String" && asks["Default"].is_null());
}

#[tokio::test]
async fn a_hosted_template_is_linked() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let set = async |url: &str| {
        let form = [("template_url", url)];
        admin.post("/admin/dev/settings/template", &form).await
    };
    let refused = set("https://acme.com/connect.json").await;
    let refused = refused.page(422, "CloudFormation takes templates from S3 only");
    assert!(
        refused.text.contains("https://acme.com/connect.json"),
        "nothing typed is lost"
    );
    set("https://acme.s3.amazonaws.com/connect.json")
        .await
        .expect(303);
    let file = admin.get("/admin/dev/settings/template.json").await;
    let template = file.expect(200).json();
    assert!(template["Parameters"]["Bucket"].is_object());
    let query = [("bucket", "my-company-data"), ("access", "role")];
    let all = asked(&app, &query).await.expect(200).json();
    let link = all["quick_create_url"].as_str().expect("a link");
    assert!(link.starts_with("https://console.aws.amazon.com/cloudformation/home?region="));
    assert!(link.contains("templateURL=https%3A%2F%2Facme.s3.amazonaws.com%2Fconnect.json"));
    assert!(link.contains("&param_Bucket=my-company-data&"));
    let token = app.create_session("acme").await;
    let link = "Open it in the AWS console";
    assert!(
        !app.open(&token).await.words().contains(link),
        "there is nothing to fill in yet"
    );
    assert!(
        app.press(&token, "setup", &query)
            .await
            .words()
            .contains(link)
    );
    set("").await.expect(303);
    let all = asked(&app, &query).await.expect(200).json();
    assert_eq!(all.get("quick_create_url"), None);
    assert!(
        !app.open(&token)
            .await
            .words()
            .contains("Open it in the AWS console")
    );
}

#[tokio::test]
async fn mistakes_are_told_by_field() {
    let app = App::start().await;
    for (query, errors) in [
        (
            &[("bucket", "My_Bucket")][..],
            &["bucket: bad_character"][..],
        ),
        (
            &[
                ("bucket", "x"),
                ("path_prefix", "/in"),
                ("kms_key_arn", "y"),
                ("access", "z"),
            ],
            &[
                "bucket: bad_length",
                "path_prefix: leading_slash",
                "kms_key_arn: not_an_arn",
                "access: bad_access",
            ],
        ),
        (
            &[("path_prefix", "{tennant}")],
            &["path_prefix: unknown_variable"],
        ),
        (
            &[("path_prefix", "a\nb")],
            &["path_prefix: control_character"],
        ),
        (&[("bukket", "data")], &["bukket: unknown_field"]),
        (
            &[("bucket", "one-1"), ("bucket", "two-2")],
            &["bucket: duplicate_field"],
        ),
    ] {
        let answer = asked(&app, query).await;
        answer.problem(422, "invalid_fields");
        assert_eq!(answer.errors(), errors, "{query:?}");
    }
    let unknown = app.api_get("/flows/nobody/tenants/acme/setup").await;
    unknown.problem(404, "unknown_flow");
    let keyless = app.get("/v1/flows/demo/tenants/acme/setup").await;
    keyless.problem(401, "unauthorized");
}

/// A server whose AWS does not say who it is.
async fn unknown_to_aws() -> App {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    let aws = aws_at(&url, ("AKIAIOSFODNN7EXAMPLE", SECRET), at_once());
    App::setup().with_mute_aws(aws).nameless().start().await
}

#[tokio::test]
async fn a_principal_that_is_not_known_leaves_the_role_out() {
    let app = unknown_to_aws().await;
    let query = [("bucket", "my-company-data"), ("access", "role")];
    let all = asked(&app, &query).await.expect(200).json();
    for form in ["trust_policy", "cloudformation", "terraform", "aws_cli"] {
        assert_eq!(all[form], Value::Null, "{form}");
    }
    assert_eq!(all["notes"][0]["code"], "principal_unknown");
    assert!(all["iam_policy"].is_object() && all["console_steps"].is_array());
    let keys = asked(&app, &[query[0], ("access", "keys")])
        .await
        .expect(200)
        .json();
    assert!(keys["terraform"].is_string());

    let token = app.create_session("acme").await;
    let page = app.open(&token).await;
    assert!(
        page.words()
            .contains("We cannot be named in the policy at the moment.")
    );
    let pressed = app.press(&token, "download:role:terraform", &[]).await;
    pressed.page(404, "We cannot be named in the policy at the moment.");
}

#[tokio::test]
async fn files_are_attachments_and_hold_what_the_page_shows() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    for prefix in HOSTILE {
        let form = [
            ("bucket", "my-company-data"),
            ("path_prefix", prefix),
            ("aws_secret_access_key", SECRET),
            ("aws_access_key_id", SECRET),
            ("setup.role", "terraform"),
        ];
        let page = app.press(&token, "setup", &form).await.expect(200);
        assert!(!page.text.contains(SECRET) && !page.text.contains("<script>alert"));
        assert_eq!(value_of(&page.text, "path_prefix").as_deref(), Some(prefix));
        for (mode, id, name, shown) in [
            ("keys", "iam-policy", "s3-connect-policy.json", "iam-keys"),
            ("role", "iam-policy", "s3-connect-policy.json", "iam-role"),
            (
                "role",
                "trust-policy",
                "s3-connect-trust-policy.json",
                "trust-policy",
            ),
            (
                "role",
                "cloudformation",
                "s3-connect-role.template.json",
                "cloudformation-role",
            ),
            (
                "keys",
                "cloudformation",
                "s3-connect-user.template.json",
                "cloudformation-keys",
            ),
            ("role", "terraform", "s3-connect.tf", "terraform-role"),
            ("role", "aws-cli", "s3-connect.sh", "aws-cli-role"),
        ] {
            let action = format!("download:{mode}:{id}");
            let file = app.press(&token, &action, &form).await.expect(200);
            let disposition = format!("attachment; filename=\"{name}\"");
            assert_eq!(file.header("content-disposition"), disposition);
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert_eq!(file.header("cache-control"), "no-store");
            assert_eq!(file.text, page.element(shown), "{action} {prefix}");
            assert!(!file.text.contains(SECRET));
        }
    }
    for nonsense in [
        "download:",
        "download:role",
        "download:role:passwords",
        "download:x:terraform",
    ] {
        app.press(&token, nonsense, &[]).await.expect(404);
    }
}

#[tokio::test]
async fn a_link_that_was_handed_on_sets_up_too() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let form = [("bucket", "my-company-data"), ("path_prefix", "in/")];
    let made = app.press(&token, "forward", &form).await.expect(200);
    let (_, link) = made.text.split_once("/connect?token=").expect("a link");
    let link: String = link
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let page = app.open(&link).await.expect(200);
    assert!(
        page.element("terraform-role")
            .contains("my-company-data/in/*")
    );
    let file = app
        .press(&link, "download:role:aws-cli", &form)
        .await
        .expect(200);
    assert_eq!(file.text, page.element("aws-cli-role"));
    let other = [("bucket", "other-data")];
    let pieces = app.press_in_pieces(&link, "setup", &other).await;
    let pieces = pieces.expect(200);
    assert!(pieces.text.contains("arn:aws:s3:::other-data") && pieces.text.lines().count() == 2);
}

#[tokio::test]
async fn what_is_half_typed_is_no_error() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    for (bucket, prefix, expected) in [
        ("", "", "your-bucket"),
        ("my-", "in/", "your-bucket/in/*"),
        ("my-data", "in/{ten", "arn:aws:s3:::my-data/*"),
        ("s3://my-data/in", "", "arn:aws:s3:::my-data/in/*"),
    ] {
        let form = [
            ("bucket", bucket),
            ("path_prefix", prefix),
            ("kms_key_arn", "arn:"),
        ];
        let pieces = app
            .press_in_pieces(&token, "setup", &form)
            .await
            .expect(200);
        assert!(
            pieces.text.contains(expected),
            "{bucket} {prefix}: {}",
            pieces.text
        );
    }
}
