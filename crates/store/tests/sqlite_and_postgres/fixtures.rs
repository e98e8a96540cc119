//! Sample values, and helpers that store them.

use domain::{
    Access, AccessKeyId, ConnectUiParams, Direction, Draft, EnvironmentId, ExternalId, FlowId,
    Outcome, Report, SecretAccessKey, Step, StepId, StepStatus, TenantId,
};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use store::{
    Actor, AuditAction, CheckFindings, CheckedFlow, ConnectorUpdate, NewAuditEvent, NewConnection,
    SaveEvents, Store, TenantScope,
};

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

/// Creates the tenant, its environment and the flow `demo`. Its external ID is derived from `number`.
pub async fn create_tenant(
    store: &Store,
    environment_id: &str,
    tenant: &str,
    number: u8,
) -> TenantScope {
    let scope = scope(environment_id, tenant);
    store
        .ensure_environment(&scope.environment, 1)
        .await
        .expect("environment");
    store
        .ensure_tenant(&scope, None, external_id(number), 1)
        .await
        .expect("tenant");
    ensure_flow(store, &scope.environment, "demo").await;
    scope
}

/// Creates the flow if it does not exist, because connections are saved on existing flows only.
pub async fn ensure_flow(store: &Store, environment: &EnvironmentId, flow_id: &str) {
    let flow = flow(flow_id);
    let found = store.connector(environment, &flow).await;
    if found.expect("connector").is_none() {
        let update = connector_update(&flow, Direction::Both, None);
        let put = store.put_connector(&update, &event(environment), 1).await;
        put.expect("flow");
    }
}

/// Returns the sample parameters, which have a field of type `password`.
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
        bucket: domain::BucketAddress::parse(bucket).expect("bucket"),
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
                StepStatus::Passed
            } else {
                StepStatus::Failed
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

/// Saves a connection whose check passed.
pub async fn save(
    store: &Store,
    scope: &TenantScope,
    flow_id: &str,
    draft: &Draft,
    now: i64,
) -> store::SavedConnection {
    ensure_flow(store, &scope.environment, flow_id).await;
    let report = report(Outcome::Passed);
    let findings = CheckFindings {
        account: Some("111122223333"),
        region: None,
        external_id: None,
        report: &report,
    };
    store
        .save_connection(
            &new_connection(
                checked_flow(store, scope, &flow(flow_id)).await,
                draft,
                findings,
            ),
            &save_events(&scope.environment),
            now,
        )
        .await
        .expect("save")
}

/// Returns the flow that a check which begins now is about.
pub async fn checked_flow<'a>(
    store: &Store,
    scope: &'a TenantScope,
    flow: &'a FlowId,
) -> CheckedFlow<'a> {
    // A test may have deleted the tenant, or renamed the table.
    let tenant = store.tenant(scope).await.ok().flatten();
    CheckedFlow {
        scope,
        tenant_created_at: tenant.map_or(0, |tenant| tenant.created_at),
        flow,
    }
}

/// Returns a draft to save with the sample parameters.
pub fn new_connection<'a>(
    checked: CheckedFlow<'a>,
    draft: &'a Draft,
    findings: CheckFindings<'a>,
) -> NewConnection<'a> {
    NewConnection {
        checked,
        draft,
        params: &PARAMS,
        findings,
        credential: None,
    }
}

/// Returns everything in a draft, including the secret, as text. Drafts have no `PartialEq`, because secrets have none.
pub fn draft_to_text(draft: &Draft) -> String {
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

/// Returns an event for tests that do not look at the log.
pub fn event(environment: &EnvironmentId) -> NewAuditEvent {
    event_with_action(environment, "theme.saved")
}

pub fn event_with_action(environment: &EnvironmentId, action: &'static str) -> NewAuditEvent {
    NewAuditEvent {
        environment: environment.clone(),
        actor: Actor::Admin("Anna".to_owned()),
        action: AuditAction::parse(action).expect("an action"),
        tenant: None,
        flow: None,
        detail: serde_json::Map::new(),
    }
}

pub fn save_events(environment: &EnvironmentId) -> SaveEvents {
    SaveEvents {
        check: event_with_action(environment, "check.passed"),
        saved: event_with_action(environment, "connection.saved"),
        replaced: event_with_action(environment, "connection.replaced"),
        rotation_ended: event_with_action(environment, "external_id.switched"),
    }
}

/// Records a check of a saved connection.
pub async fn record_check(
    store: &Store,
    checked: &store::Connection,
    report: &Report,
    now: i64,
) -> Option<store::Connection> {
    let environment = &checked.scope.environment;
    let check = event_with_action(environment, "check.passed");
    let rotation_ended = event_with_action(environment, "external_id.switched");
    let tenant = store.tenant(&checked.scope).await.expect("read");
    let created_at = tenant.expect("a tenant").created_at;
    let recorded = store.record_check(checked, created_at, report, &check, &rotation_ended, now);
    recorded.await.expect("recorded")
}

pub fn attempt(
    public_fields: &Map<String, Value>,
    report: Option<&Report>,
    attempted_at: i64,
) -> store::Attempt {
    store::Attempt {
        public_fields: public_fields.clone(),
        report: report.cloned(),
        attempted_at,
    }
}

/// Returns the actions in an environment's log, oldest first.
pub async fn logged_actions(store: &Store, environment: &EnvironmentId) -> Vec<String> {
    let filter = store::AuditEventFilter {
        limit: 1_000,
        ..store::AuditEventFilter::default()
    };
    let events = store.events(environment, &filter).await.expect("events");
    events.into_iter().rev().map(|event| event.action).collect()
}

static PARAMS: LazyLock<ConnectUiParams> = LazyLock::new(params);

/// Returns connector settings with the sample parameters.
pub fn connector_update(
    flow: &FlowId,
    direction: Direction,
    expected_version: Option<i64>,
) -> ConnectorUpdate<'_> {
    ConnectorUpdate {
        flow,
        direction,
        params: &PARAMS,
        expected_version,
    }
}
