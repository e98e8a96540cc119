//! The setup guide over REST, and in the widget without JavaScript.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::{App, VENDOR_ARN, aws_at_url, aws_settings_without_wait};
use e2e::html::input_value;
use e2e::setup_cases::HOSTILE_PREFIXES;
use serde_json::{Value, json};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

async fn get_setup_guide(app: &App, query: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let path = format!("/flows/demo/tenants/acme/setup?{query}");
    app.api_get(&path).await
}

#[tokio::test]
async fn renders_every_form() {
    let app = App::start().await;
    let place = [
        ("bucket", "my-company-data"),
        ("path_prefix", "in/{tenant}"),
    ];
    let all = get_setup_guide(&app, &[place[0], place[1], ("access", "role")]).await;
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
        assert!(
            !text.is_empty() && !text.contains("**") && !text.contains('\u{fffc}'),
            "{text}"
        );
    }
    assert_eq!(all.get("notes"), None);
    assert_eq!(all.get("quick_create_url"), None, "no template is hosted");
}

#[tokio::test]
async fn renders_no_trust_policy_for_keys_and_a_statement_for_a_kms_key() {
    let app = App::start().await;
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    let query = [
        ("bucket", "s3://my-company-data/in/"),
        ("access", "keys"),
        ("kms_key_arn", key),
    ];
    let all = get_setup_guide(&app, &query).await.expect(200).json();
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
async fn notes_that_the_bucket_is_missing() {
    let app = App::start().await;
    let all = get_setup_guide(&app, &[]).await.expect(200).json();
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
async fn links_a_hosted_template() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let set = async |url: &str| {
        let form = [("template_url", url)];
        admin.post("/admin/dev/settings/template", &form).await
    };
    let refused = set("https://acme.com/connect.json").await;
    let refused = refused.expect_page(422, "CloudFormation accepts templates from Amazon S3 only");
    assert!(
        refused.text.contains("https://acme.com/connect.json"),
        "the page does not show what was typed"
    );
    set("https://acme.s3.amazonaws.com/connect.json")
        .await
        .expect(303);
    let file = admin.get("/admin/dev/settings/template.json").await;
    let template = file.expect(200).json();
    assert!(template["Parameters"]["Bucket"].is_object());
    let query = [("bucket", "my-company-data"), ("access", "role")];
    let all = get_setup_guide(&app, &query).await.expect(200).json();
    let link = all["quick_create_url"].as_str().expect("a link");
    assert!(link.starts_with("https://console.aws.amazon.com/cloudformation/home?region="));
    assert!(link.contains("templateURL=https%3A%2F%2Facme.s3.amazonaws.com%2Fconnect.json"));
    assert!(link.contains("&param_Bucket=my-company-data&"));
    let token = app.create_session("acme").await;
    let link = "Open in the AWS console";
    assert!(
        !app.open(&token).await.visible_text().contains(link),
        "the page links a template without a bucket"
    );
    assert!(
        app.press(&token, "setup", &query)
            .await
            .visible_text()
            .contains(link)
    );
    set("").await.expect(303);
    let all = get_setup_guide(&app, &query).await.expect(200).json();
    assert_eq!(all.get("quick_create_url"), None);
    assert!(
        !app.open(&token)
            .await
            .visible_text()
            .contains("Open in the AWS console")
    );
}

#[tokio::test]
async fn reports_mistakes_by_field() {
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
        let answer = get_setup_guide(&app, query).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), errors, "{query:?}");
    }
    let unknown = app.api_get("/flows/nobody/tenants/acme/setup").await;
    unknown.expect_problem(404, "unknown_flow");
    let without_key = app.get("/v1/flows/demo/tenants/acme/setup").await;
    without_key.expect_problem(401, "unauthorized");
}

/// Starts a server that cannot find out its own principal, because its AWS does not answer.
async fn start_without_principal() -> App {
    // Nothing listens at this address once the listener is dropped.
    let unused = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", unused.local_addr().expect("an address"));
    drop(unused);
    let aws = aws_at_url(
        &url,
        ("AKIAIOSFODNN7EXAMPLE", SECRET),
        aws_settings_without_wait(),
    );
    App::builder()
        .with_aws_without_identity(aws)
        .without_principal()
        .start()
        .await
}

#[tokio::test]
async fn omits_the_role_if_the_principal_is_unknown() {
    let app = start_without_principal().await;
    let query = [("bucket", "my-company-data"), ("access", "role")];
    let all = get_setup_guide(&app, &query).await.expect(200).json();
    for form in ["trust_policy", "cloudformation", "terraform", "aws_cli"] {
        assert_eq!(all[form], Value::Null, "{form}");
    }
    assert_eq!(all["notes"][0]["code"], "principal_unknown");
    assert!(all["iam_policy"].is_object() && all["console_steps"].is_array());
    let keys = get_setup_guide(&app, &[query[0], ("access", "keys")])
        .await
        .expect(200)
        .json();
    assert!(keys["terraform"].is_string());

    let token = app.create_session("acme").await;
    let page = app.open(&token).await;
    assert!(
        page.visible_text()
            .contains("This policy has to name our AWS identity")
    );
    let pressed = app.press(&token, "download:role:terraform", &[]).await;
    pressed.expect_page(404, "This policy has to name our AWS identity");
}

#[tokio::test]
async fn downloads_the_files_that_the_page_shows() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    for prefix in HOSTILE_PREFIXES {
        let form = [
            ("bucket", "my-company-data"),
            ("path_prefix", prefix),
            ("aws_secret_access_key", SECRET),
            ("aws_access_key_id", SECRET),
            ("setup.role", "terraform"),
        ];
        let page = app.press(&token, "setup", &form).await.expect(200);
        assert!(!page.text.contains(SECRET) && !page.text.contains("<script>alert"));
        assert_eq!(
            input_value(&page.text, "path_prefix").as_deref(),
            Some(prefix)
        );
        for (mode, id, name, element) in [
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
            assert_eq!(file.text, page.element_text(element), "{action} {prefix}");
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
async fn shows_the_setup_guide_to_a_forwarded_link() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let form = [("bucket", "my-company-data"), ("path_prefix", "in/")];
    let page = app.press(&token, "forward", &form).await.expect(200);
    let (_, link) = page.text.split_once("/connect?token=").expect("a link");
    let link: String = link
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let page = app.open(&link).await.expect(200);
    assert!(
        page.element_text("terraform-role")
            .contains("my-company-data/in/*")
    );
    let file = app
        .press(&link, "download:role:aws-cli", &form)
        .await
        .expect(200);
    assert_eq!(file.text, page.element_text("aws-cli-role"));
    let other = [("bucket", "other-data")];
    let streamed = app.press_streaming(&link, "setup", &other).await;
    let streamed = streamed.expect(200);
    assert!(
        streamed.text.contains("arn:aws:s3:::other-data") && streamed.text.lines().count() == 2
    );
}

/// People paste the script into the shell that they work in.
#[tokio::test]
async fn an_error_of_the_script_does_not_end_the_shell() {
    let app = App::start().await;
    for access in ["role", "keys"] {
        let query = [("bucket", "my-company-data"), ("access", access)];
        let all = get_setup_guide(&app, &query).await.expect(200).json();
        let script = all["aws_cli"].as_str().expect("a script");
        // Without the AWS CLI, the first command fails.
        let output = std::process::Command::new("/bin/bash")
            .env("PATH", "/nowhere")
            .args(["--norc", "-c", &format!("{script}\necho still here $-")])
            .output()
            .expect("bash");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(printed.contains("still here"), "{access}: {output:?}");
        let options = printed.rsplit(' ').next().unwrap_or_default();
        assert!(
            !options.contains('e') && !options.contains('u'),
            "{printed}"
        );
    }
}

/// Where both are offered, the role comes first: it takes no secret. Its guide is open until there is something to enter.
#[tokio::test]
async fn offers_the_role_first_with_an_open_guide() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let page = app.open(&token).await.expect_page(200, "Recommended");
    let position = |part: &str| page.text.find(part).unwrap_or_else(|| panic!("no {part}"));
    assert!(position("id=\"access-role\"") < position("id=\"access-keys\""));
    assert!(position("data-mode=\"role\"") < position("data-mode=\"keys\""));
    let tag = |part: &str| {
        let rest = &page.text[position(part)..];
        rest.split('>').next().unwrap_or_default().to_owned()
    };
    assert!(tag("id=\"access-role\"").contains("checked"));
    assert!(!tag("id=\"access-keys\"").contains("checked"));
    let open_guides = |page: &Answer| page.text.matches("<details open class=\"setup\">").count();
    assert_eq!(open_guides(&page), 2);
    let arn = "arn:aws:iam::111122223333:role/mine";
    let bucket = ("bucket", "my-company-lost");
    let with_arn = [bucket, ("access", "role"), ("aws_role_arn", arn)];
    let page = app.press(&token, "save", &with_arn).await.expect(422);
    assert_eq!(open_guides(&page), 1, "the role's guide is still open");
}

/// The fastest form is selected: a hosted template opens with everything filled in.
#[tokio::test]
async fn selects_the_fastest_form_first() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let selected = |page: &Answer| {
        let inputs = page.text.split("name=\"setup.role\"").skip(1);
        let mut values = inputs.filter_map(|rest| {
            let tag = rest.split('>').next()?;
            let value = tag.split("value=\"").nth(1)?.split('"').next()?;
            Some((value.to_owned(), tag.contains("checked")))
        });
        values.next()
    };
    let first = |id: &str| Some((id.to_owned(), true));
    assert_eq!(selected(&app.open(&token).await), first("aws-cli"));
    let admin = Admin::sign_in(&app).await;
    let template = [("template_url", "https://acme.s3.amazonaws.com/connect.json")];
    let saved = admin.post("/admin/dev/settings/template", &template).await;
    saved.expect(303);
    assert_eq!(selected(&app.open(&token).await), first("cloudformation"));
    let bucket = [("bucket", "my-company-data")];
    let page = app.press(&token, "setup", &bucket).await.expect(200);
    let link = page
        .text
        .split("<a ")
        .find(|tag| tag.contains("quickcreate"));
    let tag = link.and_then(|link| link.split('>').next());
    assert!(
        tag.is_some_and(|tag| tag.contains("class=\"primary\"")),
        "{tag:?}"
    );
    for words in [
        "Create stack",
        "CREATE_COMPLETE",
        "Outputs",
        "Upload the template yourself instead",
        "Submit",
        "AWS CloudShell",
    ] {
        assert!(page.visible_text().contains(words), "{words}");
    }
    for url in [
        "https://console.aws.amazon.com/cloudshell/home?region=us-east-1",
        "https://console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/create",
        "https://console.aws.amazon.com/iam/home#/policies/create",
        "https://console.aws.amazon.com/iam/home#/roles/create",
        "https://console.aws.amazon.com/iam/home#/users/create",
    ] {
        assert!(page.text.contains(&format!("href=\"{url}\"")), "{url}");
    }
}

#[tokio::test]
async fn accepts_half_typed_values() {
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
        let streamed = app
            .press_streaming(&token, "setup", &form)
            .await
            .expect(200);
        assert!(
            streamed.text.contains(expected),
            "{bucket} {prefix}: {}",
            streamed.text
        );
    }
}
