//! What a new sandbox holds: two accounts, buckets with something in them, and users to try.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::SandboxError;
use crate::cloud::{Cloud, HOME_REGION};
use crate::iam::{Bucket, Directory, KeyPair, SampleUse, User, random_id};
use crate::objects::{Attributes, Condition};
use crate::policy::IdentityPolicy;

const VENDOR_ACCOUNT: &str = "999988887777";
const VENDOR_USER: &str = "s3-connect";
const TENANT_ACCOUNT: &str = "111122223333";

const DATA: &str = "my-company-data";
const EMPTY: &str = "my-company-empty";
const FRANKFURT: &str = "my-company-frankfurt";
const PREFIX: &str = "incoming/";

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

/// Accounts, users and buckets of a new sandbox, with fresh random secrets.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn directory() -> Result<Directory, SandboxError> {
    let now = OffsetDateTime::now_utc();
    let bucket = |region: &str| Bucket {
        account: TENANT_ACCOUNT.into(),
        region: region.into(),
        created: now,
    };
    let vendor_policy = json!([{ "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:GetCallerIdentity"], "Resource": "*" }]);
    let (vendor, vendor_user) = user(VENDOR_ACCOUNT, VENDOR_USER, vendor_policy, None)?;
    let mut users = BTreeMap::from([(vendor.clone(), vendor_user)]);
    for (name, may, path_prefix, statements) in samples() {
        let sample = SampleUse {
            may: may.to_owned(),
            bucket: DATA.to_owned(),
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
        tenant_root: KeyPair::random("AKIA")?,
        buckets: BTreeMap::from([
            (DATA.to_owned(), bucket(HOME_REGION)),
            (EMPTY.to_owned(), bucket(HOME_REGION)),
            (FRANKFURT.to_owned(), bucket("eu-central-1")),
        ]),
        users,
        roles: BTreeMap::new(),
    })
}

/// The sample objects of a new sandbox.
///
/// # Errors
/// When the folder cannot be written.
pub async fn objects(cloud: &Cloud) -> Result<(), SandboxError> {
    for (key, content_type, text) in OBJECTS {
        for bucket in [DATA, FRANKFURT] {
            let mut incoming = cloud.objects.receive(&[])?;
            incoming.push(text.as_bytes()).await?;
            let attributes = Attributes {
                content_type: Some(content_type.to_owned()),
                ..Attributes::default()
            };
            cloud.objects.commit(
                bucket,
                key,
                incoming.finish().await?,
                attributes,
                &Condition::Always,
            )?;
        }
    }
    Ok(())
}

/// Where a sample stands among its fellows.
#[must_use]
pub fn position(name: &str) -> usize {
    samples()
        .iter()
        .position(|(sample, ..)| *sample == name)
        .unwrap_or(usize::MAX)
}

fn samples() -> [(&'static str, &'static str, &'static str, Value); 4] {
    let bucket = format!("arn:aws:s3:::{DATA}");
    let all = format!("{bucket}/*");
    let under = format!("{bucket}/{PREFIX}*");
    [
        (
            "full-access",
            "May do everything in every bucket of the account.",
            PREFIX,
            json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]),
        ),
        (
            "read-only",
            "May list and read my-company-data, and write nothing.",
            PREFIX,
            json!([
                { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket },
                { "Effect": "Allow", "Action": "s3:GetObject", "Resource": all }
            ]),
        ),
        (
            "write-only",
            "May write to my-company-data, and neither list nor read it.",
            "exports/",
            json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": all }]),
        ),
        (
            "incoming-only",
            "May list, read and write my-company-data under incoming/, and nothing beside it.",
            PREFIX,
            json!([
                { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket,
                  "Condition": { "StringLike": { "s3:prefix": format!("{PREFIX}*") } } },
                { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": under }
            ]),
        ),
    ]
}

fn user(
    account: &str,
    name: &str,
    statements: Value,
    sample: Option<SampleUse>,
) -> Result<(String, User), SandboxError> {
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    let user = User {
        account: account.to_owned(),
        name: name.to_owned(),
        id: random_id("AIDA")?,
        keys: KeyPair::random("AKIA")?,
        policy: IdentityPolicy::parse(&format!("{policy:#}"))?,
        sample,
    };
    Ok((format!("arn:aws:iam::{account}:user/{name}"), user))
}
