//! The policies that the widget prints are what AWS needs. The tests copy them from the page into MiniStack, which
//! enforces them, and the widget's own check passes. A role that anybody can assume is refused.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::step_results;
use e2e::app::{App, aws_at_url, aws_settings_without_wait};
use e2e::ministack::{Account, Ministack, User};
use serde_json::{Value, json};

/// A server whose AWS is MiniStack, and a tenant's account with a bucket and two files.
struct WidgetFixture {
    app: App,
    account: Account,
    vendor: User,
    bucket: String,
}

impl WidgetFixture {
    async fn new() -> Self {
        let ministack = Ministack::from_env();
        let (account, vendor) = (ministack.account(), ministack.vendor().await);
        let bucket = account.create_bucket("tenant").await;
        for key in ["in/coming/orders.csv", "elsewhere/secret.csv"] {
            account.put_object(&bucket, key, "a,b\n1,2\n").await;
        }
        let aws = aws_at_url(
            &ministack.url,
            (&vendor.access_key_id, &vendor.secret_access_key),
            aws_settings_without_wait(),
        );
        Self {
            app: App::builder().with_aws(aws).start().await,
            account,
            vendor,
            bucket,
        }
    }

    /// Fills in a bucket and prefix, and returns the printed policies: for keys, for the role, and the trust policy.
    async fn printed_policies(&self, tenant: &str, prefix: &str) -> [String; 3] {
        let token = self.app.create_session(tenant).await;
        let place = [("bucket", self.bucket.as_str()), ("path_prefix", prefix)];
        let page = self.app.press(&token, "save", &place).await.expect(422);
        ["iam-keys", "iam-role", "trust-policy"].map(|id| page.element_text(id))
    }

    async fn connect_keys(&self, tenant: &str, prefix: &str, user: &User) -> (u16, Value) {
        let fields = json!({ "bucket": self.bucket, "path_prefix": prefix, "aws_access_key_id": user.access_key_id, "aws_secret_access_key": user.secret_access_key });
        let answer = self.app.put_connection(tenant, &fields).await;
        (answer.status, answer.json()["report"].clone())
    }

    async fn connect_role(&self, tenant: &str, prefix: &str, arn: &str) -> (u16, Value) {
        let fields = json!({ "bucket": self.bucket, "path_prefix": prefix, "aws_role_arn": arn });
        let answer = self.app.put_connection(tenant, &fields).await;
        (answer.status, answer.json()["report"].clone())
    }
}

/// Directions and prefixes. The policy's prefix ends where the first variable begins.
const PLACES: [(&str, &str); 6] = [
    ("read", "in/coming/"),
    ("write", "in/coming/"),
    ("both", "in/coming/"),
    ("both", ""),
    ("read", "in/{tenant}/"),
    ("write", "out/{date}/"),
];

#[tokio::test]
async fn accepts_keys_with_the_printed_policy() {
    let fixture = WidgetFixture::new().await;
    for (n, (direction, prefix)) in PLACES.into_iter().enumerate() {
        let tenant = format!("keys_{n}");
        fixture.app.set_direction(direction).await;
        let [policy, ..] = fixture.printed_policies(&tenant, prefix).await;
        let user = fixture.account.create_user(&policy).await;
        let (status, report) = fixture.connect_keys(&tenant, prefix, &user).await;
        assert_eq!(
            status,
            201,
            "{direction} {prefix}: {:?}\n{policy}",
            step_results(&report)
        );
    }
}

#[tokio::test]
async fn accepts_a_role_with_the_printed_policies() {
    let fixture = WidgetFixture::new().await;
    for (n, (direction, prefix)) in PLACES.into_iter().enumerate() {
        let tenant = format!("role_{n}");
        fixture.app.set_direction(direction).await;
        let [_, policy, trust] = fixture.printed_policies(&tenant, prefix).await;
        let arn = fixture.account.create_role(&trust, &policy).await;
        let (status, report) = fixture.connect_role(&tenant, prefix, &arn).await;
        assert_eq!(
            status,
            201,
            "{direction} {prefix}: {:?}\n{policy}\n{trust}",
            step_results(&report)
        );
        assert_eq!(
            step_results(&report)[..2],
            ["assume_role: passed", "external_id_enforced: passed"]
        );
    }
}

#[tokio::test]
async fn prints_one_policy_for_both_modes_and_a_trust_policy_with_the_external_id() {
    let fixture = WidgetFixture::new().await;
    let [keys, role, trust] = fixture.printed_policies("acme", "in/coming/").await;
    assert_eq!(keys, role);
    for text in [&keys, &trust] {
        let policy: Value = serde_json::from_str(text).expect("the page has JSON");
        assert_eq!(policy["Version"], "2012-10-17");
    }
    assert!(
        trust.contains(fixture.vendor.arn.as_str())
            && trust.contains(&fixture.app.external_id("acme").await),
        "{trust}"
    );
    assert!(
        !keys.contains("Delete") && keys.contains(&fixture.bucket),
        "{keys}"
    );
}

/// Asserts that a role is refused if its trust policy has another condition than the printed one, or none.
async fn assert_trust_policy_is_refused(condition: Option<Value>) {
    let fixture = WidgetFixture::new().await;
    let [_, policy, trust] = fixture.printed_policies("acme", "in/coming/").await;
    let mut open: Value = serde_json::from_str(&trust).expect("JSON");
    let statement = open["Statement"][0].as_object_mut().expect("a statement");
    match condition {
        Some(condition) => drop(statement.insert("Condition".to_owned(), condition)),
        None => drop(statement.remove("Condition")),
    }
    let arn = fixture
        .account
        .create_role(&open.to_string(), &policy)
        .await;
    let (status, report) = fixture.connect_role("acme", "in/coming/", &arn).await;
    assert_eq!(status, 422, "{report}");
    assert!(
        step_results(&report)
            .contains(&"external_id_enforced: failed (external_id_not_enforced)".to_owned()),
        "{:?}",
        step_results(&report)
    );
    fixture.app.assert_not_connected("acme").await;

    // The same role with the printed trust policy is accepted.
    fixture.account.set_trust_policy(&arn, &trust).await;
    let (status, report) = fixture.connect_role("acme", "in/coming/", &arn).await;
    assert_eq!(status, 201, "{:?}", step_results(&report));
}

#[tokio::test]
async fn refuses_a_role_without_an_external_id() {
    assert_trust_policy_is_refused(None).await;
}

#[tokio::test]
async fn refuses_a_role_that_accepts_any_external_id() {
    assert_trust_policy_is_refused(Some(json!({ "StringLike": { "sts:ExternalId": "*" } }))).await;
}

#[tokio::test]
async fn refuses_another_tenants_role() {
    let fixture = WidgetFixture::new().await;
    let [_, policy, trust] = fixture.printed_policies("acme", "in/coming/").await;
    let arn = fixture.account.create_role(&trust, &policy).await;
    let (status, report) = fixture.connect_role("mallory", "in/coming/", &arn).await;
    assert_eq!(
        (status, step_results(&report)[0].as_str()),
        (422, "assume_role: failed (role_not_assumable)"),
        "{:?}",
        step_results(&report)
    );
    fixture.app.assert_not_connected("mallory").await;
}
