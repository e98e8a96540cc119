//! No narrowed credential leaves its prefix or does more than was asked for: on the sandbox and on MiniStack, of a role
//! and of a user, for reading, for writing, and for both.

#![expect(clippy::expect_used, reason = "tests")]

use domain::AccessMode;
use e2e::app::App;
use e2e::bucket_fixture::BucketFixture;
use e2e::client::{FLOW, connection_path};
use e2e::ministack::Account;
use e2e::s3_program::S3Program;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The role or user is allowed to do everything here, so only the session's policy can deny.
const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:*", "kms:*", "sts:GetFederationToken"], "Resource": "*"}]}"#;
const BUCKETS: [&str; 2] = ["narrowed-data", "narrowed-data-2"];
const OBJECTS: [&str; 2] = ["in/orders.csv", "elsewhere/secret.csv"];

/// An AWS with a bucket that has two objects, and a second bucket.
struct World {
    app: App,
    url: String,
    bucket: String,
    other_bucket: String,
    /// `None` on the sandbox.
    account: Option<Account>,
}

impl World {
    async fn on_sandbox() -> Self {
        let app = App::start().await;
        let sandbox = app.sandbox();
        for bucket in BUCKETS {
            sandbox.create_bucket(bucket, "us-east-1").expect("made");
            for key in OBJECTS {
                let put = sandbox.put_object(bucket, key, b"a,b\n1,2\n").await;
                put.expect("stored");
            }
        }
        Self {
            url: sandbox.url(),
            bucket: BUCKETS[0].to_owned(),
            other_bucket: BUCKETS[1].to_owned(),
            account: None,
            app,
        }
    }

    async fn on_ministack() -> Self {
        let fixture = BucketFixture::new().await;
        let other_bucket = fixture.account.create_bucket("data").await;
        for key in OBJECTS {
            fixture.account.put_object(&other_bucket, key, "x").await;
        }
        Self {
            app: App::builder().with_aws(fixture.aws.clone()).start().await,
            url: fixture.ministack.url.clone(),
            bucket: fixture.bucket.clone(),
            other_bucket,
            account: Some(fixture.account),
        }
    }

    /// Connects a tenant to `in/` with a new role or user.
    async fn connect(&self, mode: AccessMode) {
        let tenant = mode.as_str();
        let mut fields = json!({ "bucket": self.bucket, "path_prefix": "in" });
        match mode {
            AccessMode::Role => {
                let setup = format!("/flows/{FLOW}/tenants/{tenant}/setup?access=role");
                let setup = self.app.api_get(&setup).await.expect(200).json();
                let trust = setup["trust_policy"].to_string();
                let arn = if let Some(account) = &self.account {
                    account.create_role(&trust, POLICY).await
                } else {
                    let sandbox = self.app.sandbox();
                    sandbox.create_role(tenant, &trust, POLICY).expect("made")
                };
                fields["aws_role_arn"] = arn.into();
            }
            AccessMode::Keys => {
                let (id, secret) = if let Some(account) = &self.account {
                    let user = account.create_user(POLICY).await;
                    (user.access_key_id, user.secret_access_key)
                } else {
                    let keys = self.app.sandbox().create_user(tenant, POLICY);
                    let keys = keys.expect("made");
                    let secret = keys.secret_access_key.expose_secret().to_owned();
                    (keys.access_key_id, secret)
                };
                fields["aws_access_key_id"] = id.into();
                fields["aws_secret_access_key"] = secret.into();
            }
        }
        let put = self.app.put_connection(tenant, &fields).await;
        put.expect(201);
    }

    async fn credentials(&self, mode: AccessMode, access: &str) -> Value {
        let path = format!("{}/credentials", connection_path(mode.as_str()));
        let body = json!({ "access": access });
        let answer = self.app.api(Method::POST, &path, Some(&body)).await;
        answer.expect(200).json()
    }

    /// Returns the keys of a bucket.
    async fn keys(&self, bucket: &str) -> BTreeSet<String> {
        if let Some(account) = &self.account {
            return account.list_keys(bucket).await.into_iter().collect();
        }
        let objects = self.app.sandbox().list_objects(bucket);
        let keys = objects.expect("listed").into_iter();
        keys.map(|object| object.key.clone()).collect()
    }
}

/// Tries everything that these credentials can be used for.
async fn assert_narrow(world: &World, mode: AccessMode, access: &str) {
    const DENIED: &str = "AccessDenied";
    let issued = world.credentials(mode, access).await;
    let program = S3Program::new(&world.url, &issued);
    let (bucket, other) = (world.bucket.as_str(), world.other_bucket.as_str());
    let what = format!("{} {access}", mode.as_str());
    let allowed_if = |is_allowed: bool| if is_allowed { "ok" } else { DENIED };
    let (reads, writes) = (access != "write", access != "read");

    // Under the prefix.
    let (read, write) = (allowed_if(reads), allowed_if(writes));
    for (expected, outcome) in [
        (read, program.list(bucket, "in/").await),
        (read, program.list(bucket, "in/or").await),
        (read, program.get(bucket, "in/orders.csv").await),
        (write, program.put(bucket, "in/new").await),
        (write, program.put_encrypted(bucket, "in/encrypted").await),
        (write, program.multipart(bucket, "in/large").await),
        (
            allowed_if(reads && writes),
            program.copy(bucket, "in/orders.csv", "in/copy").await,
        ),
        (DENIED, program.delete(bucket, "in/orders.csv").await),
    ] {
        assert_eq!(outcome, expected, "{what}");
    }

    // Beside it.
    let before = (world.keys(bucket).await, world.keys(other).await);
    for prefix in ["", "i", "in", "in-other/", "elsewhere/"] {
        assert_eq!(
            program.list(bucket, prefix).await,
            DENIED,
            "{what} {prefix}"
        );
    }
    for key in ["elsewhere/secret.csv", "in", "in-other/x", "x"] {
        for (call, outcome) in [
            ("get", program.get(bucket, key).await),
            ("put", program.put(bucket, key).await),
            ("multipart", program.multipart(bucket, key).await),
            ("delete", program.delete(bucket, key).await),
            ("copy from", program.copy(bucket, key, "in/stolen").await),
            ("copy to", program.copy(bucket, "in/orders.csv", key).await),
        ] {
            assert_eq!(outcome, DENIED, "{what}: {call} {key}");
        }
    }
    // Another bucket with the same keys.
    for (call, outcome) in [
        ("list", program.list(other, "in/").await),
        ("get", program.get(other, "in/orders.csv").await),
        ("put", program.put(other, "in/x").await),
        ("multipart", program.multipart(other, "in/x").await),
        ("delete", program.delete(other, "in/orders.csv").await),
        ("list buckets", program.list_buckets().await),
    ] {
        assert_eq!(outcome, DENIED, "{what}: {call} in another bucket");
    }
    let after = (world.keys(bucket).await, world.keys(other).await);
    assert_eq!(after, before, "{what}");
}

async fn assert_all_narrow(world: &World) {
    for mode in [AccessMode::Role, AccessMode::Keys] {
        world.connect(mode).await;
        for access in ["read", "write", "both"] {
            assert_narrow(world, mode, access).await;
        }
    }
}

#[tokio::test]
async fn no_credential_leaves_its_prefix_on_the_sandbox() {
    assert_all_narrow(&World::on_sandbox().await).await;
}

#[tokio::test]
async fn no_credential_leaves_its_prefix_on_ministack() {
    assert_all_narrow(&World::on_ministack().await).await;
}
