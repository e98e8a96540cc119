//! Values to put into a store.

use domain::{
    Access, AccessKeyId, ConnectUiParams, Direction, Draft, EnvironmentId, ExternalId, FlowId,
    Outcome, Report, SecretAccessKey, Status, Step, StepId, TenantId,
};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use store::{Actor, Facts, NewConnection, NewEvent, PutConnector, SaveEvents, Store, TenantScope};

pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const VENDOR_SECRET: &str = "vendor-password-hunter2";

pub fn environment(id: &str) -> EnvironmentId {
    EnvironmentId::parse(id).expect("environment")
}

pub fn tenant_id(id: &str) -> TenantId {
    TenantId::parse(id).expect("tenant")
}

pub fn flow(id: &str) -> FlowId {
    FlowId::parse(id).expect("flow")
}

pub fn external_id(number: u8) -> ExternalId {
    ExternalId::from_random([number; 16])
}

pub fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

pub fn scope(environment_id: &str, tenant: &str) -> TenantScope {
    TenantScope::new(environment(environment_id), tenant_id(tenant))
}

/// The tenant and its environment, both made; `number` makes its external ID.
pub async fn tenant(store: &Store, environment_id: &str, tenant: &str, number: u8) -> TenantScope {
    let scope = scope(environment_id, tenant);
    store
        .ensure_environment(&scope.environment, 1)
        .await
        .expect("environment");
    store
        .ensure_tenant(&scope, None, external_id(number), 1)
        .await
        .expect("tenant");
    scope
}

pub fn params() -> ConnectUiParams {
    ConnectUiParams::from_json(
        r#"{"bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}, "aws_external_id": {},
            "aws_role_arn": {}, "zone": {}, "api_password": {"type": "password"}, "area": {"type": "number"}}"#,
    )
    .expect("params")
}

pub fn keys_draft(bucket: &str) -> Draft {
    let Value::Object(vendor_fields) =
        json!({"zone": "north", "api_password": VENDOR_SECRET, "area": 7})
    else {
        panic!("an object")
    };
    Draft {
        access: Access::Keys {
            id: AccessKeyId::parse("AKIAIOSFODNN7EXAMPLE").expect("id"),
            secret: SecretAccessKey::parse(SECRET).expect("secret"),
        },
        bucket: domain::BucketName::parse(bucket).expect("bucket"),
        path_prefix: domain::PathTemplate::parse("in/{tenant}/{{x}}/").expect("prefix"),
        region: None,
        endpoint: Some(domain::Endpoint::parse("https://store.example.com").expect("endpoint")),
        kms_key: None,
        bucket_owner: Some(domain::AccountId::parse("111122223333").expect("account")),
        vendor_fields,
    }
}

pub fn role_draft(bucket: &str) -> Draft {
    Draft {
        access: Access::Role {
            arn: domain::RoleArn::parse("arn:aws:iam::111122223333:role/reader").expect("role"),
        },
        region: Some(domain::Region::parse("eu-west-1").expect("region")),
        endpoint: None,
        kms_key: Some(
            domain::KmsKeyArn::parse(
                "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            )
            .expect("key"),
        ),
        vendor_fields: Map::new(),
        ..keys_draft(bucket)
    }
}

pub fn report(outcome: Outcome) -> Report {
    Report {
        outcome,
        account: Some("111122223333".to_owned()),
        region: domain::Region::parse("eu-west-1").ok(),
        duration_ms: 12,
        steps: vec![Step {
            id: StepId::List,
            status: if outcome == Outcome::Passed {
                Status::Passed
            } else {
                Status::Failed
            },
            cause: None,
            detail: domain::Message::from("Ünïcode “words”"),
            remedy: None,
            aws: None,
            elapsed_ms: 3,
        }],
        residue: None,
        external_id: None,
        warnings: Vec::new(),
    }
}

pub async fn save(
    store: &Store,
    scope: &TenantScope,
    flow_id: &str,
    draft: &Draft,
    now: i64,
) -> store::Saved {
    let report = report(Outcome::Passed);
    let facts = Facts {
        account: Some("111122223333"),
        region: None,
        external_id: None,
        report: &report,
    };
    store
        .save_connection(
            &new_connection(scope, &flow(flow_id), draft, facts),
            &save_events(&scope.environment),
            now,
        )
        .await
        .expect("save")
}

/// A draft to be saved with the sample parameters.
pub fn new_connection<'a>(
    scope: &'a TenantScope,
    flow: &'a FlowId,
    draft: &'a Draft,
    facts: Facts<'a>,
) -> NewConnection<'a> {
    NewConnection {
        scope,
        flow,
        draft,
        params: &PARAMS,
        facts,
    }
}

/// Drafts cannot be compared, for secrets cannot; this writes everything down.
pub fn written(draft: &Draft) -> String {
    let access = match &draft.access {
        Access::Keys { id, secret } => format!("{} {}", id.as_str(), secret.expose()),
        Access::Role { arn } => arn.as_str().to_owned(),
    };
    let Draft {
        bucket,
        path_prefix,
        region,
        endpoint,
        kms_key,
        bucket_owner,
        vendor_fields,
        ..
    } = draft;
    let fields = serde_json::to_string(vendor_fields).expect("json");
    format!(
        "{access} {bucket:?} {path_prefix:?} {region:?} {endpoint:?} {kms_key:?} {bucket_owner:?} {fields}"
    )
}

/// An event of this environment that nobody looks at.
pub fn event(environment: &EnvironmentId) -> NewEvent {
    event_of(environment, "test")
}

pub fn event_of(environment: &EnvironmentId, action: &'static str) -> NewEvent {
    NewEvent {
        environment: environment.clone(),
        actor: Actor::Admin("Anna".to_owned()),
        action,
        tenant: None,
        flow: None,
        detail: serde_json::Map::new(),
    }
}

pub fn save_events(environment: &EnvironmentId) -> SaveEvents {
    SaveEvents {
        check: event_of(environment, "check.passed"),
        saved: event_of(environment, "connection.saved"),
        replaced: event_of(environment, "connection.replaced"),
        switched: event_of(environment, "external_id.switched"),
    }
}

/// Records a check of a saved connection.
pub async fn check(
    store: &Store,
    checked: &store::Connection,
    report: &Report,
    now: i64,
) -> Option<store::Connection> {
    let environment = &checked.scope.environment;
    let check = event_of(environment, "check.passed");
    let switched = event_of(environment, "external_id.switched");
    let recorded = store.record_check(checked, report, &check, &switched, now);
    recorded.await.expect("recorded")
}

pub fn attempt(
    public_fields: &Map<String, Value>,
    report: Option<&Report>,
    at: i64,
) -> store::Attempt {
    store::Attempt {
        public_fields: public_fields.clone(),
        report: report.cloned(),
        at,
    }
}

/// The actions in an environment's log, the oldest first.
pub async fn actions(store: &Store, environment: &EnvironmentId) -> Vec<String> {
    let of = store::EventsOf {
        limit: 1_000,
        ..store::EventsOf::default()
    };
    let events = store.events(environment, &of).await.expect("events");
    events.into_iter().rev().map(|event| event.action).collect()
}

static PARAMS: LazyLock<ConnectUiParams> = LazyLock::new(params);

/// The sample parameters on a flow.
pub fn put(flow: &FlowId, direction: Direction, expected_version: Option<i64>) -> PutConnector<'_> {
    PutConnector {
        flow,
        direction,
        params: &PARAMS,
        expected_version,
    }
}
