//! Tests of the probe against response responses, for everything that no test server can produce.

#![expect(clippy::expect_used, reason = "tests")]

mod access_points;
mod call_sequence;
mod canned_responses;
mod cause_catalogue;
mod compatible_store;
mod follow_ups;
mod iam_propagation;
mod known_stores;
mod narrowed_sessions;
mod refusals;
mod regions;
mod response_limits;
mod reused_steps;
mod roles;
mod round_trips;
mod secrets;
mod store_refusals;
mod stub_server;

use aws::{Aws, AwsSettings, ProbePlan};
use aws_config::{Region as SdkRegion, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use aws_types::sdk_config::Builder;
use canned_responses::allow_all;
use domain::{
    Access, AccessKeyId, BucketAddress, Direction, Draft, ExternalId, PathTemplate, PrincipalArn,
    Report, RoleArn, SecretAccessKey, Step, StepEvent, TenantId,
};
use std::time::Duration;
use stub_server::{CannedResponse, StubRequest, StubServer};

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

fn plan(access: Access, direction: Direction) -> ProbePlan {
    ProbePlan {
        draft: Draft {
            access,
            bucket: BucketAddress::parse("my-data").expect("bucket"),
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
        check_broad_access: true,
        previous_report: None,
    }
}

/// Settings with short timeouts and without retries.
fn settings() -> AwsSettings {
    AwsSettings {
        connect_timeout: Duration::from_millis(500),
        attempt_timeout: Duration::from_millis(1_500),
        probe_timeout: Duration::from_secs(10),
        max_attempts: 1,
        initial_backoff: Duration::from_millis(1),
        iam_wait: Duration::ZERO,
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

/// A finished probe of the stub.
struct FinishedProbe {
    report: Report,
    stub: StubServer,
    /// The steps in the order in which they ended.
    ended_steps: Vec<&'static str>,
    /// The steps that waited for IAM, once for each retry.
    waiting_steps: Vec<Step>,
}

impl FinishedProbe {
    /// Returns `id status cause` for each step.
    fn results(&self) -> Vec<String> {
        self.report
            .steps
            .iter()
            .map(|step| {
                let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                let cause = step
                    .cause
                    .map(|cause| text(serde_json::to_value(cause).expect("cause")));
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
            self.results()
        );
    }

    /// Returns `status cause` of a step, or `absent` if the report does not contain it.
    fn result(&self, step: &str) -> String {
        let prefix = format!("{step} ");
        let results = self.results();
        let found = results
            .iter()
            .find_map(|result| result.strip_prefix(&prefix));
        found.unwrap_or("absent").to_owned()
    }

    /// Returns a step with its messages in English.
    fn step(&self, id: &str) -> domain::Step<String> {
        let found = self.report.steps.iter().find(|step| step.id.as_str() == id);
        let step = found.expect("the step is in the report").clone();
        step.map_messages(|message| i18n::english(&message))
    }
}

async fn probe_with(
    settings: AwsSettings,
    plan: &ProbePlan,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    let stub = StubServer::start(respond).await;
    let mut ended_steps = Vec::new();
    let mut waiting_steps = Vec::new();
    let report = vendor(&stub.url, settings)
        .probe(plan, |event| match event {
            StepEvent::Ended(step) => ended_steps.push(step.id.as_str()),
            StepEvent::Waiting(step) => waiting_steps.push(step.clone()),
        })
        .await;
    let mut distinct_steps = ended_steps.clone();
    distinct_steps.sort_unstable();
    distinct_steps.dedup();
    assert_eq!(
        distinct_steps.len(),
        report.steps.len(),
        "each step ends once: {ended_steps:?}"
    );
    assert_eq!(
        ended_steps.len(),
        report.steps.len(),
        "each step ends once: {ended_steps:?}"
    );
    FinishedProbe {
        report,
        stub,
        ended_steps,
        waiting_steps,
    }
}

async fn probe(
    plan: &ProbePlan,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    probe_with(settings(), plan, respond).await
}

/// Allows everything, but answers requests of one kind with `response`.
fn allow_all_but(
    kind: &'static str,
    response: CannedResponse,
) -> impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static {
    move |request| {
        if request.kind == kind {
            response.clone()
        } else {
            allow_all(request)
        }
    }
}
