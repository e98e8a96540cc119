//! The console page: what a tenant's administrator does there, and what other sites are not allowed to do.

use super::harness::{Creds, DATA, EMPTY, World, outcome, policy, put, start_world, trust};
use serde_json::json;

type Fields<'a> = Vec<(&'a str, &'a str)>;

struct PageResponse {
    status: u16,
    text: String,
}

/// Posts a form of the page, and follows the redirect.
async fn submit(world: &World, action: &str, fields: &[(&str, &str)]) -> PageResponse {
    let url = format!("{}{action}", world.sandbox.console_url());
    let response = reqwest::Client::new()
        .post(url)
        .form(fields)
        .send()
        .await
        .unwrap();
    PageResponse {
        status: response.status().as_u16(),
        text: response.text().await.unwrap(),
    }
}

/// Returns the part of `text` between two other texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .expect(before)
        .0
}

#[tokio::test]
async fn page_has_no_scripts_and_cannot_be_framed() {
    let world = start_world().await;
    let answer = reqwest::get(format!("{}/_console", world.sandbox.url()))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let csp = header("content-security-policy");
    assert!(
        csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'"),
        "{csp}"
    );
    assert_eq!(header("cache-control"), "no-store");
    let text = answer.text().await.unwrap();
    assert!(text.contains("Sandbox: a stand-in for the AWS console"));
    assert!(!text.contains("<script") && !text.contains("style=") && !text.contains("src="));
    for user in world.sandbox.sample_users() {
        assert!(text.contains(&user.keys.access_key_id), "{}", user.name);
    }
    assert!(
        !text.contains(&world.sandbox.vendor().access_key_id),
        "the tenant must not see the vendor's key"
    );
    assert!(text.contains("incoming/customers.csv"));
}

#[tokio::test]
async fn users_created_on_the_page_can_sign_requests() {
    let world = start_world().await;
    let writes = policy(
        &json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::my-company-data/*" }]),
    );
    let created = submit(
        &world,
        "create-user",
        &[("name", " by-hand "), ("policy", &writes)],
    )
    .await;
    assert_eq!(created.status, 200, "{}", created.text);
    let section = between(&created.text, "id=\"new-keys\"", "</section>");
    let creds = Creds {
        id: between(section, "Access key ID</dt><dd><code>", "<").to_owned(),
        // The page escapes two characters of base 64.
        secret: between(section, "Secret access key</dt><dd><code>", "<")
            .replace("&#47;", "/")
            .replace("&#43;", "+"),
        token: None,
    };
    let s3 = world.s3(creds.clone());
    assert_eq!(outcome(&put(&s3, DATA, "x", "x").await), "ok");
    let reloaded = reqwest::get(world.sandbox.console_url())
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        reloaded.contains("by-hand") && !reloaded.contains(&creds.secret),
        "the secret is shown once"
    );

    let nothing = policy(&json!([{ "Effect": "Deny", "Action": "*", "Resource": "*" }]));
    assert_eq!(
        submit(
            &world,
            "put-user",
            &[("name", "by-hand"), ("policy", &nothing)]
        )
        .await
        .status,
        200
    );
    assert_eq!(outcome(&put(&s3, DATA, "x", "x").await), "403 AccessDenied");
    assert_eq!(
        submit(&world, "delete-user", &[("name", "by-hand")])
            .await
            .status,
        200
    );
    assert_eq!(
        outcome(&put(&s3, DATA, "x", "x").await),
        "403 InvalidAccessKeyId"
    );
}

#[tokio::test]
async fn roles_created_on_the_page_can_be_assumed() {
    let world = start_world().await;
    let reads = policy(&json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]));
    let first_trust = trust(&world.sandbox.vendor().arn, Some("an-id"));
    let fields = [
        ("name", "by-hand"),
        ("trust", first_trust.as_str()),
        ("policy", reads.as_str()),
    ];
    let created = submit(&world, "create-role", &fields).await;
    assert_eq!(created.status, 200);
    let arn = "arn:aws:iam::111122223333:role/by-hand";
    assert!(
        created.text.contains(arn) && created.text.contains("The role by-hand was created."),
        "{}",
        created.text
    );
    let sts = world.sts(world.sandbox.vendor());
    let call = || sts.assume_role().role_arn(arn).role_session_name("test");
    assert_eq!(outcome(&call().external_id("an-id").send().await), "ok");
    assert_eq!(outcome(&call().send().await), "403 AccessDenied");
    let second_trust = trust(&world.sandbox.vendor().arn, Some("another-id"));
    let fields = [
        ("name", "by-hand"),
        ("trust", second_trust.as_str()),
        ("policy", reads.as_str()),
    ];
    assert_eq!(submit(&world, "put-role", &fields).await.status, 200);
    assert_eq!(
        outcome(&call().external_id("an-id").send().await),
        "403 AccessDenied"
    );
    assert_eq!(
        submit(&world, "delete-role", &[("name", "by-hand")])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn shows_errors_beside_the_form_and_keeps_the_input() {
    let world = start_world().await;
    let good = policy(&json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]));
    let unsupported = policy(
        &json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                                   "Condition": { "Bool": { "aws:SecureTransport": "true" } } }]),
    );
    let markup = "<script>alert(1)</script>";
    let cases: [(&str, Fields<'_>, &str); 11] = [
        (
            "create-user",
            vec![("name", "typed-text"), ("policy", "{ nonsense")],
            "not valid JSON",
        ),
        (
            "create-user",
            vec![("name", "typed-text"), ("policy", &unsupported)],
            "this sandbox does not support",
        ),
        (
            "create-user",
            vec![("name", "typed text"), ("policy", &good)],
            "is not a valid name",
        ),
        (
            "create-user",
            vec![("name", "full-access"), ("policy", &good)],
            "already",
        ),
        (
            "create-user",
            vec![("name", markup), ("policy", &good)],
            "is not a valid name",
        ),
        (
            "create-role",
            vec![("name", "r"), ("trust", ""), ("policy", &good)],
            "Trust policy: The policy is empty",
        ),
        (
            "create-bucket",
            vec![("name", "Not A Bucket"), ("region", "us-east-1")],
            "is not a bucket name",
        ),
        (
            "create-bucket",
            vec![("name", "fine-name"), ("region", "the moon")],
            "is not the name of a region",
        ),
        (
            "put-user",
            vec![("name", "read-only"), ("policy", "typed policy")],
            "not valid JSON",
        ),
        ("delete-bucket", vec![("name", DATA)], "still holds objects"),
        ("no-such-form", vec![], "no such form"),
    ];
    for (action, fields, message) in cases {
        let answer = submit(&world, action, &fields).await;
        assert_eq!(answer.status, 422, "{action} {fields:?}");
        assert!(
            answer.text.contains("role=\"alert\"") && answer.text.contains(message),
            "{action} {fields:?}"
        );
        assert!(!answer.text.contains(markup), "{action}");
        // The alert is the first thing on the page, and leads to the form, where the error stands too.
        let (_, main) = answer.text.split_once("<main>").unwrap();
        let alert = main.trim_start();
        assert!(
            alert.starts_with("<p class=\"error\" role=\"alert\""),
            "{action}"
        );
        assert_eq!(answer.text.matches("role=\"alert\"").count(), 1, "{action}");
        if let Some((_, link)) = alert.split_once("<a href=\"#") {
            let (id, _) = link.split_once('"').unwrap();
            assert!(main.contains(&format!("id=\"{id}\"")), "{action}: {id}");
        } else {
            assert_eq!(action, "no-such-form");
        }
        if fields.iter().any(|(_, value)| value.starts_with("typed")) {
            let (_, typed) = fields
                .iter()
                .find(|(_, value)| value.starts_with("typed"))
                .unwrap();
            assert!(answer.text.contains(typed), "{action} keeps {typed}");
        }
    }
}

#[tokio::test]
async fn creates_and_deletes_buckets_and_objects() {
    let world = start_world().await;
    let fields = [("name", "created-by-hand"), ("region", "eu-west-1")];
    assert_eq!(submit(&world, "create-bucket", &fields).await.status, 200);
    assert!(
        world
            .sandbox
            .list_objects("created-by-hand")
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        submit(&world, "delete-bucket", &[("name", "created-by-hand")])
            .await
            .status,
        200
    );
    assert!(world.sandbox.list_objects("created-by-hand").is_err());
    world.sandbox.put_object(EMPTY, "<b>&", b"x").await.unwrap();
    let page = reqwest::get(world.sandbox.console_url())
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(!page.contains("<b>&"), "keys are escaped");
    assert_eq!(
        submit(&world, "delete-object", &[("name", EMPTY), ("key", "<b>&")])
            .await
            .status,
        200
    );
    assert!(world.sandbox.list_objects(EMPTY).unwrap().is_empty());
}

#[tokio::test]
async fn refuses_requests_from_other_sites() {
    let world = start_world().await;
    let http = reqwest::Client::new();
    let url = world.sandbox.console_url();
    for (name, value, expected) in [("host", "evil.example", 403), ("host", "localhost", 200)] {
        let answer = http.get(&url).header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}: {value}");
    }
    for (name, value, expected) in [
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("sec-fetch-site", "cross-site", 403),
        // It passes the guard, and fails because the bucket holds objects.
        ("sec-fetch-site", "same-origin", 422),
    ] {
        let form = http
            .post(format!("{url}delete-bucket"))
            .form(&[("name", DATA)]);
        let answer = form.header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}: {value}");
    }
}
