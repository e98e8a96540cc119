//! The console page: what a tenant's administrator does with a mouse, and what other sites may not do.

use super::harness::{Creds, DATA, EMPTY, World, outcome, policy, put, trust, world};
use serde_json::json;

type Fields<'a> = Vec<(&'a str, &'a str)>;

struct Answer {
    status: u16,
    text: String,
}

async fn submit(world: &World, action: &str, fields: &[(&str, &str)]) -> Answer {
    let url = format!("{}{action}", world.sandbox.console_url());
    let answer = reqwest::Client::new()
        .post(url)
        .form(fields)
        .send()
        .await
        .unwrap();
    Answer {
        status: answer.status().as_u16(),
        text: answer.text().await.unwrap(),
    }
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .expect(before)
        .0
}

#[tokio::test]
async fn the_page_is_plain_and_keeps_to_itself() {
    let world = world().await;
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
    for sample in world.sandbox.samples() {
        assert!(text.contains(&sample.keys.access_key_id), "{}", sample.name);
    }
    assert!(
        !text.contains(&world.sandbox.vendor().access_key_id),
        "the vendor's key is not the tenant's to see"
    );
    assert!(text.contains("incoming/customers.csv"));
}

#[tokio::test]
async fn a_user_made_on_the_page_works() {
    let world = world().await;
    let writes = policy(
        &json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::my-company-data/*" }]),
    );
    let made = submit(
        &world,
        "create-user",
        &[("name", " by-hand "), ("policy", &writes)],
    )
    .await;
    assert_eq!(made.status, 200, "{}", made.text);
    let section = between(&made.text, "id=\"new-keys\"", "</section>");
    let creds = Creds {
        id: between(section, "Access key ID</dt><dd><code>", "<").to_owned(),
        secret: between(section, "Secret access key</dt><dd><code>", "<")
            .replace("&#47;", "/")
            .replace("&#43;", "+"),
        token: None,
    };
    let s3 = world.s3(creds.clone());
    assert_eq!(outcome(&put(&s3, DATA, "x", "x").await), "ok");
    let again = reqwest::get(world.sandbox.console_url())
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        again.contains("by-hand") && !again.contains(&creds.secret),
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
async fn a_role_made_on_the_page_can_be_assumed() {
    let world = world().await;
    let reads = policy(&json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]));
    let trusting = trust(&world.sandbox.vendor().arn, Some("an-id"));
    let fields = [
        ("name", "by-hand"),
        ("trust", trusting.as_str()),
        ("policy", reads.as_str()),
    ];
    let made = submit(&world, "create-role", &fields).await;
    assert_eq!(made.status, 200);
    let arn = "arn:aws:iam::111122223333:role/by-hand";
    assert!(
        made.text.contains(arn) && made.text.contains("The role by-hand is there."),
        "{}",
        made.text
    );
    let sts = world.sts(world.sandbox.vendor());
    let call = || sts.assume_role().role_arn(arn).role_session_name("test");
    assert_eq!(outcome(&call().external_id("an-id").send().await), "ok");
    assert_eq!(outcome(&call().send().await), "403 AccessDenied");
    let other = trust(&world.sandbox.vendor().arn, Some("another-id"));
    let fields = [
        ("name", "by-hand"),
        ("trust", other.as_str()),
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
async fn mistakes_are_told_beside_the_form_with_what_was_typed() {
    let world = world().await;
    let good = policy(&json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]));
    let strange = policy(
        &json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                                   "Condition": { "Bool": { "aws:SecureTransport": "true" } } }]),
    );
    let markup = "<script>alert(1)</script>";
    let cases: [(&str, Fields<'_>, &str); 11] = [
        (
            "create-user",
            vec![("name", "kept-text"), ("policy", "{ nonsense")],
            "not valid JSON",
        ),
        (
            "create-user",
            vec![("name", "kept-text"), ("policy", &strange)],
            "beyond this sandbox",
        ),
        (
            "create-user",
            vec![("name", "kept text"), ("policy", &good)],
            "is not a name",
        ),
        (
            "create-user",
            vec![("name", "full-access"), ("policy", &good)],
            "already",
        ),
        (
            "create-user",
            vec![("name", markup), ("policy", &good)],
            "is not a name",
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
            vec![("name", "read-only"), ("policy", "kept policy")],
            "not valid JSON",
        ),
        ("delete-bucket", vec![("name", DATA)], "still holds objects"),
        ("no-such-form", vec![], "no such form"),
    ];
    for (action, fields, words) in cases {
        let answer = submit(&world, action, &fields).await;
        assert_eq!(answer.status, 422, "{action} {fields:?}");
        assert!(
            answer.text.contains("role=\"alert\"") && answer.text.contains(words),
            "{action} {fields:?}"
        );
        assert!(!answer.text.contains(markup), "{action}");
        if fields.iter().any(|(_, value)| value.starts_with("kept")) {
            let (_, kept) = fields
                .iter()
                .find(|(_, value)| value.starts_with("kept"))
                .unwrap();
            assert!(answer.text.contains(kept), "{action} keeps {kept}");
        }
    }
}

#[tokio::test]
async fn buckets_and_objects() {
    let world = world().await;
    let fields = [("name", "made-by-hand"), ("region", "eu-west-1")];
    assert_eq!(submit(&world, "create-bucket", &fields).await.status, 200);
    assert!(
        world
            .sandbox
            .list_objects("made-by-hand")
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        submit(&world, "delete-bucket", &[("name", "made-by-hand")])
            .await
            .status,
        200
    );
    assert!(world.sandbox.list_objects("made-by-hand").is_err());
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
async fn other_sites_are_kept_out() {
    let world = world().await;
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
        ("sec-fetch-site", "same-origin", 422),
    ] {
        let form = http
            .post(format!("{url}delete-bucket"))
            .form(&[("name", DATA)]);
        let answer = form.header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name}: {value}");
    }
}
