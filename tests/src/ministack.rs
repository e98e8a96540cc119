//! Creates buckets, users and roles in MiniStack, an AWS emulator that enforces access keys, policies, trust policies and
//! external IDs.
//!
//! `TEST_MINISTACK_URL` is its address. All names are unique, so tests can share one MiniStack.

use crate::unique_name::unique_name;
use aws_config::{Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration,
    VersioningConfiguration,
};
use domain::PrincipalArn;

/// The AWS account that has the tenants' buckets, users and roles.
pub const TENANT_ACCOUNT: &str = "111122223333";
/// The vendor's AWS account.
pub const VENDOR_ACCOUNT: &str = "999988887777";

#[derive(Clone, Debug)]
pub struct Ministack {
    pub url: String,
}

impl Ministack {
    /// Returns the MiniStack of `TEST_MINISTACK_URL`.
    ///
    /// # Panics
    /// Panics if the variable is not set. A test whose server is missing has to fail, not to be skipped.
    pub fn from_env() -> Self {
        let Ok(url) = std::env::var("TEST_MINISTACK_URL") else {
            panic!(
                "TEST_MINISTACK_URL is not set. This test needs a running MiniStack. ./dev test starts one."
            );
        };
        Self {
            url: url.trim_end_matches('/').to_owned(),
        }
    }

    /// Returns the address by name, under which an access point has a host of its own.
    pub fn url_by_name(&self) -> String {
        self.url.replace("127.0.0.1", "localhost")
    }

    /// Returns the tenants' account.
    pub fn account(&self) -> Account {
        Account::new(self, TENANT_ACCOUNT)
    }

    /// Creates an IAM user in the vendor's account who is allowed to assume any role, like the user whose keys the
    /// server has.
    pub async fn vendor(&self) -> User {
        let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
        Account::new(self, VENDOR_ACCOUNT).create_user(policy).await
    }

    /// Returns an SDK configuration with this access key and MiniStack's address.
    pub fn sdk_config(&self, access_key_id: &str, secret_access_key: &str) -> SdkConfig {
        self.sdk_config_in("us-east-1", access_key_id, secret_access_key)
    }

    fn sdk_config_in(
        &self,
        region: &str,
        access_key_id: &str,
        secret_access_key: &str,
    ) -> SdkConfig {
        let keys = Credentials::new(access_key_id, secret_access_key, None, None, "test");
        SdkConfig::builder()
            .behavior_version(aws_config::BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .endpoint_url(&self.url)
            .build()
    }
}

/// An AWS account, used with its root key.
#[derive(Clone, Debug)]
pub struct Account {
    ministack: Ministack,
    id: &'static str,
    iam: aws_sdk_iam::Client,
}

/// An IAM user with an access key.
#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub arn: PrincipalArn,
    pub access_key_id: String,
    pub secret_access_key: String,
}

impl Account {
    fn new(ministack: &Ministack, id: &'static str) -> Self {
        // MiniStack accepts an account ID as the root access key of that account, with any secret.
        let sdk = ministack.sdk_config(id, "root");
        Self {
            ministack: ministack.clone(),
            id,
            iam: aws_sdk_iam::Client::new(&sdk),
        }
    }

    pub fn id(&self) -> &str {
        self.id
    }

    /// Creates a bucket in us-east-1 whose name begins with `stem`. Returns its name.
    pub async fn create_bucket(&self, stem: &str) -> String {
        self.create_bucket_in("us-east-1", stem).await
    }

    pub async fn create_bucket_in(&self, region: &str, stem: &str) -> String {
        let bucket = unique_name(stem);
        // S3 refuses `us-east-1` as a location constraint. That region is the default.
        let configuration = (region != "us-east-1").then(|| {
            let constraint = BucketLocationConstraint::from(region);
            CreateBucketConfiguration::builder()
                .location_constraint(constraint)
                .build()
        });
        let s3 = self.s3_in(region);
        let created = s3
            .create_bucket()
            .bucket(&bucket)
            .set_create_bucket_configuration(configuration)
            .send()
            .await;
        created.unwrap_or_else(|error| panic!("MiniStack creates the bucket {bucket}: {error:?}"));
        bucket
    }

    pub async fn put_object(&self, bucket: &str, key: &str, body: impl Into<Vec<u8>>) {
        let body = ByteStream::from(body.into());
        let s3 = self.s3_of(bucket).await;
        let put = s3
            .put_object()
            .bucket(bucket)
            .key(key)
            .body(body)
            .send()
            .await;
        put.unwrap_or_else(|error| panic!("MiniStack accepts {bucket}/{key}: {error:?}"));
    }

    /// Returns an S3 client of the account's root user, to inspect what a test did.
    pub fn s3(&self) -> aws_sdk_s3::Client {
        self.s3_in("us-east-1")
    }

    /// Returns an S3 client in the bucket's own region. In any other region, MiniStack answers 301, as S3 does.
    async fn s3_of(&self, bucket: &str) -> aws_sdk_s3::Client {
        let head = self.s3().head_bucket().bucket(bucket).send().await;
        let region = head.err().and_then(|error| {
            let headers = error.raw_response()?.headers();
            headers.get("x-amz-bucket-region").map(str::to_owned)
        });
        self.s3_in(region.as_deref().unwrap_or("us-east-1"))
    }

    fn s3_in(&self, region: &str) -> aws_sdk_s3::Client {
        let sdk = self.ministack.sdk_config_in(region, self.id, "root");
        let config = aws_sdk_s3::config::Builder::from(&sdk).force_path_style(true);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// Returns every key in the bucket, sorted.
    pub async fn list_keys(&self, bucket: &str) -> Vec<String> {
        let s3 = self.s3_of(bucket).await;
        let listed = s3.list_objects_v2().bucket(bucket).send().await;
        let listed = listed.unwrap_or_else(|error| panic!("MiniStack lists {bucket}: {error:?}"));
        listed
            .contents()
            .iter()
            .filter_map(|object| object.key().map(str::to_owned))
            .collect()
    }

    pub async fn set_bucket_policy(&self, bucket: &str, policy: &str) {
        let s3 = self.s3_of(bucket).await;
        let set = s3.put_bucket_policy().bucket(bucket).policy(policy);
        set.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack accepts {policy}: {error:?}"));
    }

    /// Creates an access point of a bucket in us-east-1. Returns its ARN and its alias.
    pub async fn create_access_point(&self, bucket: &str) -> (String, String) {
        let name = unique_name("point");
        // The SDK for this one call would be another large dependency. MiniStack doesn't check the root key's signature.
        let credential = format!("{}/20260101/us-east-1/s3/aws4_request", self.id);
        let created = reqwest::Client::new()
            .put(format!("{}/v20180820/accesspoint/{name}", self.ministack.url))
            .header("x-amz-account-id", self.id)
            .header(
                "authorization",
                format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"),
            )
            .body(format!(
                "<CreateAccessPointRequest xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\"><Bucket>{bucket}</Bucket></CreateAccessPointRequest>"
            ))
            .send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack creates an access point: {error}"));
        let answer = created.text().await.unwrap_or_default();
        let element = |name: &str| {
            let (_, rest) = answer.split_once(&format!("<{name}>"))?;
            Some(rest.split('<').next()?.to_owned())
        };
        match (element("AccessPointArn"), element("Alias")) {
            (Some(arn), Some(alias)) => (arn, alias),
            _ => panic!("MiniStack creates an access point: {answer}"),
        }
    }

    pub async fn delete_bucket_policy(&self, bucket: &str) {
        let s3 = self.s3_of(bucket).await;
        let deleted = s3.delete_bucket_policy().bucket(bucket).send().await;
        deleted.unwrap_or_else(|error| panic!("MiniStack deletes the policy: {error:?}"));
    }

    pub async fn enable_versioning(&self, bucket: &str) {
        let enabled = VersioningConfiguration::builder()
            .status(BucketVersioningStatus::Enabled)
            .build();
        let s3 = self.s3_of(bucket).await;
        let set = s3
            .put_bucket_versioning()
            .bucket(bucket)
            .versioning_configuration(enabled);
        set.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack enables versioning: {error:?}"));
    }

    /// Counts the versions and delete markers under `prefix`.
    pub async fn count_versions(&self, bucket: &str, prefix: &str) -> usize {
        let s3 = self.s3_of(bucket).await;
        let listed = s3.list_object_versions().bucket(bucket).prefix(prefix);
        let listed = listed
            .send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack lists versions: {error:?}"));
        listed.versions().len() + listed.delete_markers().len()
    }

    /// Creates an IAM user with `policy` and an access key.
    pub async fn create_user(&self, policy: &str) -> User {
        let name = unique_name("user");
        let created = self.iam.create_user().user_name(&name).send().await;
        let created =
            created.unwrap_or_else(|error| panic!("MiniStack creates the user {name}: {error:?}"));
        let arn = created
            .user()
            .map_or_else(|| panic!("no user came back"), |user| user.arn().to_owned());
        self.put_user_policy(&name, policy).await;
        let key = self.iam.create_access_key().user_name(&name).send().await;
        let key =
            key.unwrap_or_else(|error| panic!("MiniStack creates a key for {name}: {error:?}"));
        let key = key.access_key.unwrap_or_else(|| panic!("no key came back"));
        User {
            name,
            arn: PrincipalArn::parse(&arn).unwrap_or_else(|refusal| panic!("{arn}: {refusal}")),
            access_key_id: key.access_key_id,
            secret_access_key: key.secret_access_key,
        }
    }

    /// Adds another inline policy to a user.
    pub async fn put_user_policy(&self, user: &str, policy: &str) {
        let put = self
            .iam
            .put_user_policy()
            .user_name(user)
            .policy_name(unique_name("policy"))
            .policy_document(policy);
        put.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack accepts {policy}: {error:?}"));
    }

    /// Creates a role with this trust policy and policy. Returns its ARN.
    pub async fn create_role(&self, trust: &str, policy: &str) -> String {
        let name = unique_name("role");
        let created = self
            .iam
            .create_role()
            .role_name(&name)
            .assume_role_policy_document(trust)
            .send()
            .await;
        let created =
            created.unwrap_or_else(|error| panic!("MiniStack creates the role {name}: {error:?}"));
        let arn = created
            .role()
            .map_or_else(|| panic!("no role came back"), |role| role.arn().to_owned());
        self.put_role_policy(&arn, policy).await;
        arn
    }

    /// Adds another inline policy to a role.
    pub async fn put_role_policy(&self, role_arn: &str, policy: &str) {
        let name = role_arn.rsplit('/').next().unwrap_or_default();
        let put = self
            .iam
            .put_role_policy()
            .role_name(name)
            .policy_name(unique_name("policy"))
            .policy_document(policy);
        put.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack accepts {policy}: {error:?}"));
    }

    /// Replaces a role's trust policy.
    pub async fn set_trust_policy(&self, role_arn: &str, trust: &str) {
        let name = role_arn.rsplit('/').next().unwrap_or_default();
        let set = self
            .iam
            .update_assume_role_policy()
            .role_name(name)
            .policy_document(trust);
        set.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack accepts {trust}: {error:?}"));
    }
}

/// A policy that allows nothing that the tests use. IAM does not accept a policy without statements.
pub const NO_RIGHTS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}"#;
