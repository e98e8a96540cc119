//! Buckets behind access points. The printed policies are put into MiniStack, which asks the policy of the bucket as well,
//! as S3 does.

use aws::{BucketConfig, ListFrom};
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::primitives::ByteStream;
use domain::{BucketAddress, TenantId};
use e2e::answer::step_results;
use e2e::app::{App, aws_at_url, aws_settings_without_wait};
use e2e::bucket_fixture::user_keys;
use e2e::ministack::{Account, Ministack, User};
use reqwest::Method;
use serde_json::{Value, json};

const PREFIX: &str = "in/";

/// A server whose AWS is MiniStack, and a tenant's bucket with an access point and two files.
struct Fixture {
    app: App,
    ministack: Ministack,
    account: Account,
    vendor: User,
    bucket: String,
    arn: String,
    alias: String,
}

impl Fixture {
    async fn new() -> Self {
        let ministack = Ministack::from_env();
        let (account, vendor) = (ministack.account(), ministack.vendor().await);
        let bucket = account.create_bucket("behind").await;
        for key in ["in/orders.csv", "elsewhere/secret.csv"] {
            account.put_object(&bucket, key, "a,b\n1,2\n").await;
        }
        let (arn, alias) = account.create_access_point(&bucket).await;
        let app = App::builder().with_aws(Self::aws(&ministack, &vendor));
        Self {
            app: app.start().await,
            ministack,
            account,
            vendor,
            bucket,
            arn,
            alias,
        }
    }

    fn aws(ministack: &Ministack, vendor: &User) -> aws::Aws {
        aws_at_url(
            &ministack.url_by_name(),
            (&vendor.access_key_id, &vendor.secret_access_key),
            aws_settings_without_wait(),
        )
    }

    /// Returns the setup guide for the access point.
    async fn setup(&self, tenant: &str, bucket: &str, access: &str) -> Value {
        let path = format!(
            "/flows/demo/tenants/{tenant}/setup?bucket={bucket}&path_prefix={PREFIX}&access={access}"
        );
        self.app.api_get(&path).await.expect(200).json()
    }

    /// Puts the statement that the guide prints into the bucket's policy.
    async fn delegate(&self, setup: &Value) {
        let policy = setup["bucket_policy"].to_string();
        let policy = policy.replace("your-bucket", &self.bucket);
        self.account.set_bucket_policy(&self.bucket, &policy).await;
    }

    /// Creates a user with the policy that the guide prints.
    async fn create_user(&self, setup: &Value) -> User {
        let policy = setup["iam_policy"].to_string();
        self.account.create_user(&policy).await
    }

    /// Creates a role with the policies that the guide prints. Returns its ARN.
    async fn create_role(&self, setup: &Value) -> String {
        let (trust, policy) = (&setup["trust_policy"], &setup["iam_policy"]);
        self.account
            .create_role(&trust.to_string(), &policy.to_string())
            .await
    }

    async fn connect(&self, tenant: &str, bucket: &str, access: Value) -> (u16, Value) {
        let mut fields = access;
        fields["bucket"] = json!(bucket);
        fields["path_prefix"] = json!(PREFIX);
        let answer = self.app.put_connection(tenant, &fields).await;
        (answer.status, answer.json()["report"].clone())
    }
}

fn keys_of(user: &User) -> Value {
    json!({ "aws_access_key_id": user.access_key_id, "aws_secret_access_key": user.secret_access_key })
}

#[tokio::test]
async fn connects_through_an_access_point_with_the_printed_policies() {
    let fixture = Fixture::new().await;
    let setup = fixture.setup("keys", &fixture.arn, "keys").await;
    fixture.delegate(&setup).await;
    let user = fixture.create_user(&setup).await;
    for (tenant, bucket) in [("keys", &fixture.arn), ("alias", &fixture.alias)] {
        let (status, report) = fixture.connect(tenant, bucket, keys_of(&user)).await;
        assert_eq!(status, 201, "{bucket}: {:?}", step_results(&report));
    }
    let setup = fixture.setup("role", &fixture.arn, "role").await;
    let role = fixture.create_role(&setup).await;
    let access = json!({ "aws_role_arn": role });
    let (status, report) = fixture.connect("role", &fixture.arn, access).await;
    assert_eq!(status, 201, "{:?}", step_results(&report));
    let connection = fixture.app.connection("role").await.expect(200).json();
    assert_eq!(connection["bucket"], fixture.arn.as_str());
    assert_eq!(connection["region"], "us-east-1");
}

#[tokio::test]
async fn the_policy_of_the_bucket_decides_too() {
    let fixture = Fixture::new().await;
    let setup = fixture.setup("acme", &fixture.arn, "keys").await;
    let user = fixture.create_user(&setup).await;
    let (status, report) = fixture.connect("acme", &fixture.arn, keys_of(&user)).await;
    assert_eq!(status, 422, "{:?}", step_results(&report));
    let list = report["steps"]
        .as_array()
        .and_then(|steps| steps.iter().find(|step| step["id"] == "list"))
        .expect("the list step");
    assert_eq!(list["cause"], "list_denied", "{list}");
    let remedy = list["remedy"]["text"].as_str().unwrap_or_default();
    assert!(remedy.contains("bucket’s own policy"), "{remedy}");
    fixture.delegate(&setup).await;
    let (status, report) = fixture.connect("acme", &fixture.arn, keys_of(&user)).await;
    assert_eq!(status, 201, "{:?}", step_results(&report));
}

#[tokio::test]
async fn the_printed_policy_reaches_nothing_beside_the_prefix_or_the_access_point() {
    let fixture = Fixture::new().await;
    let setup = fixture.setup("acme", &fixture.arn, "keys").await;
    fixture.delegate(&setup).await;
    let user = fixture.create_user(&setup).await;
    let sdk = fixture
        .ministack
        .sdk_config(&user.access_key_id, &user.secret_access_key);
    let config = aws_sdk_s3::config::Builder::from(&sdk).force_path_style(true);
    let s3 = aws_sdk_s3::Client::from_conf(config.build());
    for (bucket, key, is_allowed) in [
        (&fixture.alias, "in/orders.csv", true),
        (&fixture.alias, "elsewhere/secret.csv", false),
        (&fixture.bucket, "in/orders.csv", false),
    ] {
        let get = s3.get_object().bucket(bucket).key(key).send().await;
        let code = get.as_ref().err().and_then(|error| error.code());
        assert_eq!(get.is_ok(), is_allowed, "get {bucket}/{key}: {code:?}");
        let body = ByteStream::from_static(b"x");
        let put = s3.put_object().bucket(bucket).key(key).body(body);
        let put = put.send().await;
        let code = put.as_ref().err().and_then(|error| error.code());
        assert_eq!(put.is_ok(), is_allowed, "put {bucket}/{key}: {code:?}");
    }
    for (bucket, prefix, is_allowed) in [
        (&fixture.alias, "in/", true),
        (&fixture.alias, "elsewhere/", false),
        (&fixture.alias, "", false),
        (&fixture.bucket, "in/", false),
    ] {
        let list = s3.list_objects_v2().bucket(bucket).prefix(prefix);
        let list = list.send().await;
        let code = list.as_ref().err().and_then(|error| error.code());
        assert_eq!(list.is_ok(), is_allowed, "list {bucket}/{prefix}: {code:?}");
    }
}

#[tokio::test]
async fn transfers_reach_a_bucket_through_its_access_point() {
    let fixture = Fixture::new().await;
    let setup = fixture.setup("acme", &fixture.arn, "keys").await;
    fixture.delegate(&setup).await;
    let user = fixture.create_user(&setup).await;
    let aws = Fixture::aws(&fixture.ministack, &fixture.vendor);
    for bucket in [&fixture.arn, &fixture.alias] {
        let config = BucketConfig {
            bucket: BucketAddress::parse(bucket).expect("an access point"),
            region: None,
            endpoint: None,
            kms_key: None,
            bucket_owner: None,
            access: user_keys(&user),
            external_ids: Vec::new(),
            tenant: TenantId::parse("acme").expect("tenant"),
            trusts_endpoint: false,
        };
        let client = aws.open_bucket(&config).await;
        let put = client.put("in/export.csv", "c\n".into()).await;
        put.unwrap_or_else(|error| panic!("{bucket}: {error:?}"));
        let page = client.list(PREFIX, ListFrom::Start).await;
        let page = page.unwrap_or_else(|error| panic!("{bucket}: {error:?}"));
        let keys: Vec<_> = page
            .objects
            .iter()
            .map(|object| object.key.as_str())
            .collect();
        assert_eq!(keys, ["in/export.csv", "in/orders.csv"], "{bucket}");
        let body = client.get(&page.objects[0], None).await;
        assert!(body.is_ok(), "{bucket}: {:?}", body.err());
    }
}

#[tokio::test]
async fn an_alias_gets_no_temporary_credentials_and_no_finished_policy() {
    let fixture = Fixture::new().await;
    let setup = fixture.setup("acme", &fixture.alias, "role").await;
    let codes: Vec<_> = setup["notes"]
        .as_array()
        .map(|notes| notes.iter().map(|note| note["code"].clone()).collect())
        .unwrap_or_default();
    assert_eq!(codes, ["access_point_alias", "bucket_policy"]);
    assert!(
        setup["iam_policy"]
            .to_string()
            .contains("your-access-point-arn")
    );
    assert_eq!(setup["quick_create_url"], Value::Null);
    let by_arn = fixture.setup("acme", &fixture.arn, "role").await;
    fixture.delegate(&by_arn).await;
    let role = fixture.create_role(&by_arn).await;
    let access = json!({ "aws_role_arn": role });
    let (status, report) = fixture.connect("acme", &fixture.alias, access).await;
    assert_eq!(status, 201, "{:?}", step_results(&report));
    let path = "/flows/demo/tenants/acme/connection/credentials";
    let body = json!({ "access": "read" });
    let answer = fixture.app.api(Method::POST, path, Some(&body)).await;
    answer.expect_problem(409, "needs_access_point_arn");
}

#[tokio::test]
async fn refuses_by_name_what_only_looks_like_a_bucket() {
    let fixture = Fixture::new().await;
    for (bucket, code) in [
        ("abc--ol-s3", "object_lambda"),
        ("abc--use1-az4--x-s3", "directory_bucket"),
        ("abc--table-s3", "table_bucket"),
        (
            "arn:aws:s3::111122223333:accesspoint/abc.mrap",
            "multi_region_access_point",
        ),
        (
            "arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/accesspoint/abc",
            "outposts",
        ),
    ] {
        let fields = json!({
            "bucket": bucket, "path_prefix": PREFIX,
            "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
            "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        });
        let answer = fixture.app.put_connection("acme", &fields).await;
        assert_eq!(answer.status, 422, "{bucket}");
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["field"], "bucket", "{problem}");
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
}
