//! The probe against canned answers: what none of the servers that enforce policies can show.

#![expect(clippy::expect_used, reason = "tests")]

mod again;
mod canned;
mod catalogue;
mod elsewhere;
mod graph;
mod limits;
mod patience;
mod refusals;
mod regions;
mod roles;
mod rounds;
mod second_looks;
mod silence;
mod stub;

use aws::{Aws, AwsSettings, Plan};
use aws_config::{Region as SdkRegion, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_types::sdk_config::Builder;
use canned::all_well;
use domain::{
    Access, AccessKeyId, BucketName, Direction, Draft, ExternalId, PathTemplate, PrincipalArn,
    Report, RoleArn, SecretAccessKey, Step, StepEvent, TenantId,
};
use std::time::Duration;
use stub::{Asked, Canned, Stub};

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const VENDOR_KEY_ID: &str = "AKIAVENDOREXAMPLE000";
const VENDOR_SECRET: &str = "vendorSecretVendorSecretVendorSecret1234";
const ROLE: &str = "arn:aws:iam::111122223333:role/reader";

fn keys() -> Access {
    Access::Keys {
        id: AccessKeyId::parse(KEY_ID).expect("id"),
        secret: SecretAccessKey::parse(SECRET).expect("secret"),
    }
}

fn role() -> Access {
    Access::Role {
        arn: RoleArn::parse(ROLE).expect("role"),
    }
}

fn plan(access: Access, direction: Direction) -> Plan {
    Plan {
        draft: Draft {
            access,
            bucket: BucketName::parse("my-data").expect("bucket"),
            path_prefix: PathTemplate::parse("in/").expect("prefix"),
            region: None,
            endpoint: None,
            kms_key: None,
            bucket_owner: None,
            vendor_fields: serde_json::Map::new(),
        },
        direction,
        tenant: TenantId::parse("acme:eu").expect("tenant"),
        principal: PrincipalArn::parse("arn:aws:iam::999988887777:user/vendor").ok(),
        external_ids: vec![ExternalId::parse("s3c-1a").expect("id")],
        recheck: false,
        look_around: true,
        earlier: None,
    }
}

/// Deadlines short enough for a test, and one attempt unless a test wants more.
fn settings() -> AwsSettings {
    AwsSettings {
        connect_timeout: Duration::from_millis(500),
        attempt_timeout: Duration::from_millis(1_500),
        probe_timeout: Duration::from_secs(10),
        max_attempts: 1,
        initial_backoff: Duration::from_millis(1),
        spread_wait: Duration::ZERO,
        ..AwsSettings::default()
    }
}

fn vendor(url: &str, settings: AwsSettings) -> Aws {
    vendor_in("us-east-1", url, settings)
}

fn vendor_in(region: &'static str, url: &str, settings: AwsSettings) -> Aws {
    vendor_with(
        |sdk| sdk.region(SdkRegion::new(region)).endpoint_url(url),
        settings,
    )
}

fn vendor_with(more: impl FnOnce(Builder) -> Builder, settings: AwsSettings) -> Aws {
    let keys = Credentials::new(VENDOR_KEY_ID, VENDOR_SECRET, None, None, "test");
    let sdk = SdkConfig::builder()
        .region(SdkRegion::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys));
    Aws::new(more(sdk).build(), settings)
}

/// One probe of a stub, and everything there is to look at afterwards.
struct Probed {
    report: Report,
    stub: Stub,
    /// The steps in the order they were handed out.
    handed_out: Vec<&'static str>,
    /// Those that were said to wait, each time.
    waited: Vec<Step>,
}

impl Probed {
    /// `id status cause` of each step.
    fn verdicts(&self) -> Vec<String> {
        self.report
            .steps
            .iter()
            .map(|step| {
                let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                let cause = step
                    .cause
                    .map(|cause| word(serde_json::to_value(cause).expect("cause")));
                [
                    step.id.as_str(),
                    step.status.as_str(),
                    cause.as_deref().unwrap_or_default(),
                ]
                .join(" ")
                .trim_end()
                .to_owned()
            })
            .collect()
    }

    #[track_caller]
    fn assert_passed(&self) {
        assert_eq!(
            self.report.outcome,
            domain::Outcome::Passed,
            "{:?}",
            self.verdicts()
        );
    }

    fn verdict(&self, step: &str) -> String {
        let prefix = format!("{step} ");
        let verdicts = self.verdicts();
        let found = verdicts
            .iter()
            .find_map(|verdict| verdict.strip_prefix(&prefix));
        found.unwrap_or("absent").to_owned()
    }

    /// With its words in English.
    fn step(&self, id: &str) -> domain::Step<String> {
        let found = self.report.steps.iter().find(|step| step.id.as_str() == id);
        let step = found.expect("the step is in the report").clone();
        step.said(|words| i18n::english(&words))
    }
}

async fn probe_with(
    settings: AwsSettings,
    plan: &Plan,
    answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static,
) -> Probed {
    let stub = Stub::start(answers).await;
    let mut handed_out = Vec::new();
    let mut waited = Vec::new();
    let report = vendor(&stub.url, settings)
        .probe(plan, |event| match event {
            StepEvent::Ended(step) => handed_out.push(step.id.as_str()),
            StepEvent::Waiting(step) => waited.push(step.clone()),
        })
        .await;
    let mut once = handed_out.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(
        once.len(),
        report.steps.len(),
        "each step is handed out once: {handed_out:?}"
    );
    assert_eq!(
        handed_out.len(),
        report.steps.len(),
        "each step is handed out once: {handed_out:?}"
    );
    Probed {
        report,
        stub,
        handed_out,
        waited,
    }
}

async fn probe(plan: &Plan, answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static) -> Probed {
    probe_with(settings(), plan, answers).await
}

/// All is well but for the answer to one question.
fn all_well_but(
    what: &'static str,
    canned: Canned,
) -> impl Fn(&Asked) -> Canned + Send + Sync + 'static {
    move |asked| {
        if asked.what == what {
            canned.clone()
        } else {
            all_well(asked)
        }
    }
}
