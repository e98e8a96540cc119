//! One bucket on MiniStack and a vendor who wants to connect to it: what the tests of probe, printed
//! policies and remedies begin with.

use crate::app::at_once;
use crate::ministack::{Account, Ministack, User, unique_external_id};
use aws::{Aws, Plan};
use domain::policy::trust_policy;
use domain::{
    Access, AccessKeyId, BucketName, Direction, Draft, ExternalId, Outcome, Partition,
    PathTemplate, Report, RoleArn, SecretAccessKey, TenantId,
};

/// One bucket with a file in it, and a vendor who wants to connect to it.
pub struct Scene {
    pub ministack: Ministack,
    pub account: Account,
    pub vendor: User,
    pub aws: Aws,
    pub bucket: String,
    pub external_id: ExternalId,
}

impl Scene {
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
            aws: Aws::new(sdk, at_once()),
            external_id: unique_external_id(),
            ministack,
            account,
            vendor,
            bucket,
        }
    }

    pub fn plan(&self, access: Access, direction: Direction, prefix: &str) -> Plan {
        Plan {
            draft: Draft {
                access,
                bucket: BucketName::parse(&self.bucket).expect("bucket"),
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
            look_around: true,
            earlier: None,
        }
    }

    /// The policy as the widget prints it.
    pub fn policy(&self, direction: Direction, prefix: &str) -> String {
        let template = PathTemplate::parse(prefix).expect("prefix");
        let bucket = BucketName::parse(&self.bucket).expect("bucket");
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

    pub fn trust(&self) -> String {
        trust_policy(&self.vendor.arn, std::slice::from_ref(&self.external_id)).to_pretty_json()
    }

    pub async fn probe(&self, plan: &Plan) -> Report {
        let mut handed_out = 0;
        let report = self
            .aws
            .probe(plan, |event| {
                handed_out += u32::from(matches!(event, domain::StepEvent::Ended(_)));
            })
            .await;
        assert_eq!(handed_out as usize, report.steps.len());
        report
    }
}

pub fn keys_of(user: &User) -> Access {
    keys(&user.access_key_id, &user.secret_access_key)
}

pub fn keys(id: &str, secret: &str) -> Access {
    Access::Keys {
        id: AccessKeyId::parse(id).expect("id"),
        secret: SecretAccessKey::parse(secret).expect("secret"),
    }
}

pub fn role(arn: &str) -> Access {
    Access::Role {
        arn: RoleArn::parse(arn).expect("role"),
    }
}

/// `status cause` of one step.
pub fn verdict(report: &Report, step: &str) -> String {
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

/// The statement a step's remedy asks to add, as a policy of its own.
pub fn remedy(report: &Report, step: &str) -> String {
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
