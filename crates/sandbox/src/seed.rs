//! The content of a new sandbox: two accounts, buckets with a few objects, and users to try.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::SandboxError;
use crate::iam::{AccessKey, Bucket, Directory, SampleInfo, User};
use crate::objects::{Attributes, ObjectStore, WriteCondition};
use crate::policy::IdentityPolicy;
use crate::random_ids::random_id;
use crate::regions::HOME_REGION;

const VENDOR_ACCOUNT: &str = "999988887777";
const VENDOR_USER: &str = "s3-connect";
const TENANT_ACCOUNT: &str = "111122223333";

const DATA_BUCKET: &str = "my-company-data";
const EMPTY_BUCKET: &str = "my-company-empty";
const FRANKFURT_BUCKET: &str = "my-company-frankfurt";
const PREFIX: &str = "incoming/";

/// Key, content type and text.
const OBJECTS: [(&str, &str, &str); 4] = [
    (
        "incoming/customers.csv",
        "text/csv",
        "id,name,country\n1,Aiko Tanaka,JP\n2,Lena Vogel,DE\n3,Maria Silva,BR\n",
    ),
    (
        "incoming/2026/10/orders.csv",
        "text/csv",
        "order,customer,total\n1001,1,42.00\n1002,3,17.50\n1003,2,99.90\n",
    ),
    (
        "incoming/2026/11/orders.csv",
        "text/csv",
        "order,customer,total\n1004,2,12.00\n1005,1,8.25\n",
    ),
    (
        "internal/not-for-the-vendor.txt",
        "text/plain",
        "A policy cut to incoming/ keeps this one private.\n",
    ),
];

/// Creates the accounts, users and buckets of a new sandbox, with random access keys.
///
/// # Errors
/// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
pub fn new_directory() -> Result<Directory, SandboxError> {
    let now = OffsetDateTime::now_utc();
    let bucket = |region: &str| Bucket {
        account: TENANT_ACCOUNT.into(),
        region: region.into(),
        created: now,
    };
    // The vendor has no access to any bucket. It gets access only through the roles that tenants create for it.
    let vendor_policy = json!([{ "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:GetCallerIdentity"], "Resource": "*" }]);
    let (vendor, vendor_user) = user(VENDOR_ACCOUNT, VENDOR_USER, vendor_policy, None)?;
    let mut users = BTreeMap::from([(vendor.clone(), vendor_user)]);
    for (name, description, path_prefix, statements) in sample_definitions() {
        let sample = SampleInfo {
            description: description.to_owned(),
            bucket: DATA_BUCKET.to_owned(),
            path_prefix: path_prefix.to_owned(),
        };
        let (arn, user) = user(TENANT_ACCOUNT, name, statements, Some(sample))?;
        users.insert(arn, user);
    }
    Ok(Directory {
        version: 1,
        vendor_account: VENDOR_ACCOUNT.to_owned(),
        tenant_account: TENANT_ACCOUNT.to_owned(),
        vendor,
        tenant_root: AccessKey::random("AKIA")?,
        buckets: BTreeMap::from([
            (DATA_BUCKET.to_owned(), bucket(HOME_REGION)),
            (EMPTY_BUCKET.to_owned(), bucket(HOME_REGION)),
            (FRANKFURT_BUCKET.to_owned(), bucket("eu-central-1")),
        ]),
        users,
        roles: BTreeMap::new(),
    })
}

/// Stores the sample objects of a new sandbox. Its buckets must exist.
///
/// # Errors
/// Returns [`SandboxError::Io`] if the folder cannot be written.
pub async fn store_objects(objects: &ObjectStore) -> Result<(), SandboxError> {
    for (key, content_type, text) in OBJECTS {
        for bucket in [DATA_BUCKET, FRANKFURT_BUCKET] {
            let mut body = objects.new_body(&[])?;
            body.write(text.as_bytes()).await?;
            let attributes = Attributes {
                content_type: Some(content_type.to_owned()),
                ..Attributes::default()
            };
            objects.commit(
                bucket,
                key,
                body.finish().await?,
                attributes,
                &WriteCondition::Unconditional,
            )?;
        }
    }
    Ok(())
}

/// Returns the place of a sample user in the list that people see.
#[must_use]
pub fn position(name: &str) -> usize {
    sample_definitions()
        .iter()
        .position(|(sample, ..)| *sample == name)
        .unwrap_or(usize::MAX)
}

/// Returns the name, description, path prefix and policy statements of each sample user, the most capable first.
fn sample_definitions() -> [(&'static str, &'static str, &'static str, Value); 4] {
    let bucket = format!("arn:aws:s3:::{DATA_BUCKET}");
    let all_objects = format!("{bucket}/*");
    let prefix_objects = format!("{bucket}/{PREFIX}*");
    [
        (
            "full-access",
            "Can do everything in every bucket of the account.",
            PREFIX,
            json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]),
        ),
        (
            "read-only",
            "Can list and read my-company-data, but write nothing.",
            PREFIX,
            json!([
                { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket },
                { "Effect": "Allow", "Action": "s3:GetObject", "Resource": all_objects }
            ]),
        ),
        (
            "write-only",
            "Can write to my-company-data, but neither list nor read it.",
            "exports/",
            json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": all_objects }]),
        ),
        (
            "incoming-only",
            "Can list, read and write under incoming/ in my-company-data, and nothing else.",
            PREFIX,
            json!([
                { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket,
                  "Condition": { "StringLike": { "s3:prefix": format!("{PREFIX}*") } } },
                { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": prefix_objects }
            ]),
        ),
    ]
}

/// Creates a user and returns it with its ARN.
fn user(
    account: &str,
    name: &str,
    statements: Value,
    sample: Option<SampleInfo>,
) -> Result<(String, User), SandboxError> {
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    let user = User {
        account: account.to_owned(),
        name: name.to_owned(),
        id: random_id("AIDA")?,
        keys: AccessKey::random("AKIA")?,
        // With line breaks, because people read and edit it in the console.
        policy: IdentityPolicy::parse(&format!("{policy:#}"))?,
        sample,
    };
    Ok((format!("arn:aws:iam::{account}:user/{name}"), user))
}
