//! MiniStack, an AWS emulator that enforces keys, policies, trust policies and external IDs: a client
//! that seeds it, for any test that needs buckets, users and roles that decide like real ones.
//!
//! `TEST_MINISTACK_URL` says where it runs. Names are made unique, so tests can share one MiniStack.

use aws_config::{Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration,
    VersioningConfiguration,
};
use domain::{ExternalId, PrincipalArn};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The account that tenants' buckets, users and roles are made in.
pub const TENANT_ACCOUNT: &str = "111122223333";
/// The vendor's account.
pub const VENDOR_ACCOUNT: &str = "999988887777";

#[derive(Clone, Debug)]
pub struct Ministack {
    pub url: String,
}

impl Ministack {
    /// # Panics
    /// When `TEST_MINISTACK_URL` is not set: a test whose server is missing fails.
    pub fn from_env() -> Self {
        let Ok(url) = std::env::var("TEST_MINISTACK_URL") else {
            panic!(
                "TEST_MINISTACK_URL is not set. This test needs a running MiniStack; ./dev test starts one."
            );
        };
        Self {
            url: url.trim_end_matches('/').to_owned(),
        }
    }

    /// The tenants' account.
    pub fn account(&self) -> Account {
        Account::new(self, TENANT_ACCOUNT)
    }

    /// A new IAM user of the vendor's who may assume any role, as the server's own `AWS_*` would be.
    pub async fn vendor(&self) -> User {
        let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
        Account::new(self, VENDOR_ACCOUNT).create_user(policy).await
    }

    /// What an SDK finds in an environment that has these keys and MiniStack's address.
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

/// An account, through its root key.
#[derive(Clone, Debug)]
pub struct Account {
    ministack: Ministack,
    id: &'static str,
    iam: aws_sdk_iam::Client,
}

/// An IAM user and the user's access key.
#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub arn: PrincipalArn,
    pub access_key_id: String,
    pub secret_access_key: String,
}

impl Account {
    fn new(ministack: &Ministack, id: &'static str) -> Self {
        // MiniStack takes any twelve digits for the root key of that account, whatever the secret.
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

    /// A bucket in us-east-1 whose name begins with `stem`.
    pub async fn create_bucket(&self, stem: &str) -> String {
        self.create_bucket_in("us-east-1", stem).await
    }

    pub async fn create_bucket_in(&self, region: &str, stem: &str) -> String {
        let bucket = unique(stem);
        let elsewhere = (region != "us-east-1").then(|| {
            let constraint = BucketLocationConstraint::from(region);
            CreateBucketConfiguration::builder()
                .location_constraint(constraint)
                .build()
        });
        let s3 = self.s3_in(region);
        let created = s3
            .create_bucket()
            .bucket(&bucket)
            .set_create_bucket_configuration(elsewhere)
            .send()
            .await;
        created.unwrap_or_else(|error| panic!("MiniStack makes the bucket {bucket}: {error:?}"));
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
        put.unwrap_or_else(|error| panic!("MiniStack takes {bucket}/{key}: {error:?}"));
    }

    /// S3 as the account's root user, to look at what a test did.
    pub fn s3(&self) -> aws_sdk_s3::Client {
        self.s3_in("us-east-1")
    }

    /// The same in the bucket's own region: in any other, MiniStack answers with S3's 301.
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

    /// Every key in the bucket, sorted.
    pub async fn keys(&self, bucket: &str) -> Vec<String> {
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
            .unwrap_or_else(|error| panic!("MiniStack takes {policy}: {error:?}"));
    }

    pub async fn drop_bucket_policy(&self, bucket: &str) {
        let s3 = self.s3_of(bucket).await;
        let dropped = s3.delete_bucket_policy().bucket(bucket).send().await;
        dropped.unwrap_or_else(|error| panic!("MiniStack drops the policy: {error:?}"));
    }

    pub async fn keep_versions(&self, bucket: &str) {
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
            .unwrap_or_else(|error| panic!("MiniStack keeps versions: {error:?}"));
    }

    /// How many versions and delete markers there are under `prefix`.
    pub async fn versions(&self, bucket: &str, prefix: &str) -> usize {
        let s3 = self.s3_of(bucket).await;
        let listed = s3.list_object_versions().bucket(bucket).prefix(prefix);
        let listed = listed
            .send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack lists versions: {error:?}"));
        listed.versions().len() + listed.delete_markers().len()
    }

    /// A user who may do what `policy` says and nothing else.
    pub async fn create_user(&self, policy: &str) -> User {
        let name = unique("user");
        let created = self.iam.create_user().user_name(&name).send().await;
        let created =
            created.unwrap_or_else(|error| panic!("MiniStack makes the user {name}: {error:?}"));
        let arn = created
            .user()
            .map_or_else(|| panic!("no user came back"), |user| user.arn().to_owned());
        self.put_user_policy(&name, policy).await;
        let key = self.iam.create_access_key().user_name(&name).send().await;
        let key = key.unwrap_or_else(|error| panic!("MiniStack makes a key for {name}: {error:?}"));
        let key = key.access_key.unwrap_or_else(|| panic!("no key came back"));
        User {
            name,
            arn: PrincipalArn::parse(&arn).unwrap_or_else(|refusal| panic!("{arn}: {refusal}")),
            access_key_id: key.access_key_id,
            secret_access_key: key.secret_access_key,
        }
    }

    /// Adds one more inline policy to a user.
    pub async fn put_user_policy(&self, user: &str, policy: &str) {
        let put = self
            .iam
            .put_user_policy()
            .user_name(user)
            .policy_name(unique("policy"))
            .policy_document(policy);
        put.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack takes {policy}: {error:?}"));
    }

    /// A role with this trust policy that may do what `policy` says. Its ARN.
    pub async fn create_role(&self, trust: &str, policy: &str) -> String {
        let name = unique("role");
        let created = self
            .iam
            .create_role()
            .role_name(&name)
            .assume_role_policy_document(trust)
            .send()
            .await;
        let created =
            created.unwrap_or_else(|error| panic!("MiniStack makes the role {name}: {error:?}"));
        let arn = created
            .role()
            .map_or_else(|| panic!("no role came back"), |role| role.arn().to_owned());
        self.put_role_policy(&arn, policy).await;
        arn
    }

    /// Adds one more inline policy to a role.
    pub async fn put_role_policy(&self, role_arn: &str, policy: &str) {
        let name = role_arn.rsplit('/').next().unwrap_or_default();
        let put = self
            .iam
            .put_role_policy()
            .role_name(name)
            .policy_name(unique("policy"))
            .policy_document(policy);
        put.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack takes {policy}: {error:?}"));
    }

    /// Puts another trust policy in the place of a role's own.
    pub async fn set_trust(&self, role_arn: &str, trust: &str) {
        let name = role_arn.rsplit('/').next().unwrap_or_default();
        let set = self
            .iam
            .update_assume_role_policy()
            .role_name(name)
            .policy_document(trust);
        set.send()
            .await
            .unwrap_or_else(|error| panic!("MiniStack takes {trust}: {error:?}"));
    }
}

/// A policy that allows nothing anyone asks for: IAM knows no empty ones.
pub const NO_RIGHTS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}"#;

/// `stem` and something no other test of any process has.
pub fn unique(stem: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(
        "{stem}-{:x}-{:x}-{next}",
        std::process::id(),
        since.as_micros() & 0xffff_ffff
    )
}

/// An external ID no other test has.
///
/// # Panics
/// Never: what is unique is an external ID as well.
pub fn unique_external_id() -> ExternalId {
    let text = unique("s3c");
    ExternalId::parse(&text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}
