//! What the widget prints is what AWS needs: the policies are taken out of the page word for word, put into an IAM
//! that enforces them, and the widget's own check passes. A role that anybody could assume is refused.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::steps;
use e2e::app::{App, at_once, aws_at};
use e2e::ministack::{Account, Ministack, User};
use serde_json::{Value, json};

/// A server whose AWS is MiniStack, and a tenant's account with a bucket and two files.
struct Scene {
    app: App,
    account: Account,
    vendor: User,
    bucket: String,
}

impl Scene {
    async fn new() -> Self {
        let ministack = Ministack::from_env();
        let (account, vendor) = (ministack.account(), ministack.vendor().await);
        let bucket = account.create_bucket("tenant").await;
        for key in ["in/coming/orders.csv", "elsewhere/secret.csv"] {
            account.put_object(&bucket, key, "a,b\n1,2\n").await;
        }
        let aws = aws_at(
            &ministack.url,
            (&vendor.access_key_id, &vendor.secret_access_key),
            at_once(),
        );
        Self {
            app: App::setup().with_aws(aws).start().await,
            account,
            vendor,
            bucket,
        }
    }

    /// The policies on the tenant's page once the bucket and prefix are filled in: of keys, of the role, of trust.
    async fn printed(&self, tenant: &str, prefix: &str) -> [String; 3] {
        let token = self.app.create_session(tenant).await;
        let place = [("bucket", self.bucket.as_str()), ("path_prefix", prefix)];
        let page = self.app.press(&token, "save", &place).await.expect(422);
        ["iam-keys", "iam-role", "trust-policy"].map(|id| page.element(id))
    }

    async fn with_keys(&self, tenant: &str, prefix: &str, user: &User) -> (u16, Value) {
        let fields = json!({ "bucket": self.bucket, "path_prefix": prefix, "aws_access_key_id": user.access_key_id, "aws_secret_access_key": user.secret_access_key });
        let answer = self.app.put_connection(tenant, &fields).await;
        (answer.status, answer.json()["report"].clone())
    }

    async fn with_role(&self, tenant: &str, prefix: &str, arn: &str) -> (u16, Value) {
        let fields = json!({ "bucket": self.bucket, "path_prefix": prefix, "aws_role_arn": arn });
        let answer = self.app.put_connection(tenant, &fields).await;
        (answer.status, answer.json()["report"].clone())
    }
}

/// Directions and prefixes; a prefix with a variable is cut at it.
const PLACES: [(&str, &str); 6] = [
    ("read", "in/coming/"),
    ("write", "in/coming/"),
    ("both", "in/coming/"),
    ("both", ""),
    ("read", "in/{tenant}/"),
    ("write", "out/{date}/"),
];

#[tokio::test]
async fn keys_with_the_printed_policy_pass() {
    let scene = Scene::new().await;
    for (n, (direction, prefix)) in PLACES.into_iter().enumerate() {
        let tenant = format!("keys_{n}");
        scene.app.set_direction(direction).await;
        let [policy, ..] = scene.printed(&tenant, prefix).await;
        let user = scene.account.create_user(&policy).await;
        let (status, report) = scene.with_keys(&tenant, prefix, &user).await;
        assert_eq!(
            status,
            201,
            "{direction} {prefix}: {:?}\n{policy}",
            steps(&report)
        );
    }
}

#[tokio::test]
async fn a_role_with_the_printed_policies_passes() {
    let scene = Scene::new().await;
    for (n, (direction, prefix)) in PLACES.into_iter().enumerate() {
        let tenant = format!("role_{n}");
        scene.app.set_direction(direction).await;
        let [_, policy, trust] = scene.printed(&tenant, prefix).await;
        let arn = scene.account.create_role(&trust, &policy).await;
        let (status, report) = scene.with_role(&tenant, prefix, &arn).await;
        assert_eq!(
            status,
            201,
            "{direction} {prefix}: {:?}\n{policy}\n{trust}",
            steps(&report)
        );
        assert_eq!(
            steps(&report)[..2],
            ["assume_role: passed", "external_id_enforced: passed"]
        );
    }
}

#[tokio::test]
async fn both_panels_print_one_policy_and_the_trust_names_vendor_and_external_id() {
    let scene = Scene::new().await;
    let [keys, role, trust] = scene.printed("acme", "in/coming/").await;
    assert_eq!(keys, role);
    for text in [&keys, &trust] {
        let policy: Value = serde_json::from_str(text).expect("JSON as it stands on the page");
        assert_eq!(policy["Version"], "2012-10-17");
    }
    assert!(
        trust.contains(scene.vendor.arn.as_str())
            && trust.contains(&scene.app.external_id("acme").await),
        "{trust}"
    );
    assert!(
        !keys.contains("Delete") && keys.contains(&scene.bucket),
        "{keys}"
    );
}

/// A role that is open to more than the printed trust policy would be.
async fn refused_for_trust(condition: Option<Value>) {
    let scene = Scene::new().await;
    let [_, policy, trust] = scene.printed("acme", "in/coming/").await;
    let mut open: Value = serde_json::from_str(&trust).expect("JSON");
    let statement = open["Statement"][0].as_object_mut().expect("a statement");
    match condition {
        Some(condition) => drop(statement.insert("Condition".to_owned(), condition)),
        None => drop(statement.remove("Condition")),
    }
    let arn = scene.account.create_role(&open.to_string(), &policy).await;
    let (status, report) = scene.with_role("acme", "in/coming/", &arn).await;
    assert_eq!(status, 422, "{report}");
    assert!(
        steps(&report)
            .contains(&"external_id_enforced: failed (external_id_not_enforced)".to_owned()),
        "{:?}",
        steps(&report)
    );
    scene.app.no_connection("acme").await;

    // The same role with the trust that was printed is taken.
    scene.account.set_trust(&arn, &trust).await;
    let (status, report) = scene.with_role("acme", "in/coming/", &arn).await;
    assert_eq!(status, 201, "{:?}", steps(&report));
}

#[tokio::test]
async fn a_role_without_an_external_id_is_refused() {
    refused_for_trust(None).await;
}

#[tokio::test]
async fn a_role_with_any_external_id_is_refused() {
    refused_for_trust(Some(json!({ "StringLike": { "sts:ExternalId": "*" } }))).await;
}

#[tokio::test]
async fn another_tenants_role_is_refused() {
    let scene = Scene::new().await;
    let [_, policy, trust] = scene.printed("acme", "in/coming/").await;
    let arn = scene.account.create_role(&trust, &policy).await;
    let (status, report) = scene.with_role("mallory", "in/coming/", &arn).await;
    assert_eq!(
        (status, steps(&report)[0].as_str()),
        (422, "assume_role: failed (role_not_assumable)"),
        "{:?}",
        steps(&report)
    );
    scene.app.no_connection("mallory").await;
}
