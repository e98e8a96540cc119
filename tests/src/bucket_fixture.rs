//! A bucket on MiniStack and a vendor who wants to connect to it, for tests of the probe, of remedies and of the setup
//! guide.

use crate::app::aws_settings_without_wait;
use crate::ministack::{Account, Ministack, User};
use crate::unique_name::unique_external_id;
use aws::{Aws, ProbePlan};
use domain::policy::trust_policy;
use domain::{
    Access, AccessKeyId, BucketAddress, Direction, Draft, ExternalId, Outcome, Partition,
    PathTemplate, Report, RoleArn, SecretAccessKey, TenantId,
};

/// A bucket with two files, and a vendor who wants to connect to it.
pub struct BucketFixture {
    pub ministack: Ministack,
    pub account: Account,
    pub vendor: User,
    pub aws: Aws,
    pub bucket: String,
    pub external_id: ExternalId,
}

impl BucketFixture {
    pub async fn new() -> Self {
        Self::in_region("us-east-1").await
    }

    pub async fn in_region(region: &str) -> Self {
        let ministack = Ministack::from_env();
        let account = ministack.account();
        let vendor = ministack.vendor().await;
        let bucket = account.create_bucket_in(region, "data").await;
        for key in ["in/orders.csv", "elsewhere/secret.csv"] {
            account.put_object(&bucket, key, "a,b\n1,2\n").await;
        }
        let sdk = ministack.sdk_config(&vendor.access_key_id, &vendor.secret_access_key);
        Self {
            aws: Aws::new(sdk, aws_settings_without_wait()),
            external_id: unique_external_id(),
            ministack,
            account,
            vendor,
            bucket,
        }
    }

    /// Plans a check of the bucket, for the tenant `acme`.
    pub fn plan(&self, access: Access, direction: Direction, prefix: &str) -> ProbePlan {
        ProbePlan {
            draft: Draft {
                access,
                bucket: BucketAddress::parse(&self.bucket).expect("bucket"),
                path_prefix: PathTemplate::parse(prefix).expect("prefix"),
                region: None,
                endpoint: None,
                kms_key: None,
                bucket_owner: None,
                vendor_fields: serde_json::Map::new(),
            },
            direction,
            tenant: TenantId::parse("acme").expect("tenant"),
            principal: Some(self.vendor.arn.clone()),
            external_ids: vec![self.external_id.clone()],
            recheck: false,
            check_broad_access: true,
            previous_report: None,
        }
    }

    /// Returns the policy as the widget prints it.
    pub fn iam_policy(&self, direction: Direction, prefix: &str) -> String {
        let template = PathTemplate::parse(prefix).expect("prefix");
        let bucket = BucketAddress::parse(&self.bucket).expect("bucket");
        domain::PolicyInput {
            direction,
            bucket: Some(&bucket),
            static_prefix: template.static_prefix(),
            partition: Partition::Aws,
            kms_key: None,
        }
        .iam_policy()
        .to_pretty_json()
    }

    /// Returns the trust policy as the widget prints it.
    pub fn trust_policy(&self) -> String {
        trust_policy(&self.vendor.arn, std::slice::from_ref(&self.external_id)).to_pretty_json()
    }

    /// Checks the bucket. Also asserts that each step of the report was reported as it ended.
    pub async fn probe(&self, plan: &ProbePlan) -> Report {
        let mut ended_steps = 0;
        let report = self
            .aws
            .probe(plan, |event| {
                ended_steps += u32::from(matches!(event, domain::StepEvent::Ended(_)));
            })
            .await;
        assert_eq!(ended_steps as usize, report.steps.len());
        report
    }
}

pub fn user_keys(user: &User) -> Access {
    key_access(&user.access_key_id, &user.secret_access_key)
}

pub fn key_access(id: &str, secret: &str) -> Access {
    Access::Keys {
        id: AccessKeyId::parse(id).expect("id"),
        secret: SecretAccessKey::parse(secret).expect("secret"),
    }
}

pub fn role_access(arn: &str) -> Access {
    Access::Role {
        arn: RoleArn::parse(arn).expect("role"),
    }
}

/// Returns the result of one step as `status` or `status cause`, or `absent` if the report has no such step.
pub fn step_verdict(report: &Report, step: &str) -> String {
    let Some(found) = report.steps.iter().find(|found| found.id.as_str() == step) else {
        return "absent".to_owned();
    };
    let cause = found
        .cause
        .map(|cause| serde_json::to_value(cause).expect("cause"));
    let cause = cause
        .as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    format!("{} {cause}", found.status.as_str())
        .trim_end()
        .to_owned()
}

/// Returns a policy document with the statement that a step's remedy asks to add.
pub fn remedy_policy(report: &Report, step: &str) -> String {
    let found = report
        .steps
        .iter()
        .find(|found| found.id.as_str() == step)
        .expect("the step");
    let statement = found
        .remedy
        .clone()
        .expect("a remedy")
        .statement
        .expect("a statement");
    serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

pub fn assert_passed(report: &Report, what: &str) {
    assert_eq!(report.outcome, Outcome::Passed, "{what}: {report:#?}");
}
