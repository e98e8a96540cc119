//! The pages that the preview can show, with sample values. They belong to no tenant.

use app::admin::editor::PreviewState;
use app::widget::{ConnectionView, FormState, RecentAction, View, Widget, pending_steps};
use domain::connect_ui::field_names;
use domain::message::steps;
use domain::{
    AccessMode, Cause, CauseContext, MARKER_NAME, Message, Outcome, Partition, PolicyInput, Region,
    Report, SetupTarget, Step, StepId, StepStatus,
};
use serde_json::{Value, json};

const BUCKET: &str = "acme-data";
const PREFIX: &str = "incoming/";
const OBJECT: &str = "incoming/orders.csv";
const ACCOUNT: &str = "111122223333";
const REGION: &str = "eu-central-1";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const ROLE_ARN: &str = "arn:aws:iam::111122223333:role/s3-connect";

/// Returns the page that the admin chose. `now` is in Unix milliseconds.
pub fn sample_view(state: PreviewState, widget: &Widget, now: i64) -> View {
    let access = widget.params.modes().preselected();
    match state {
        PreviewState::Form => View::Form(Box::default()),
        PreviewState::Keys => View::Form(Box::new(FormState {
            access: Some(AccessMode::Keys),
            ..FormState::default()
        })),
        PreviewState::Role => View::Form(Box::new(FormState {
            access: Some(AccessMode::Role),
            ..FormState::default()
        })),
        PreviewState::Failed => View::Form(Box::new(FormState {
            access: Some(access),
            values: values(access).into_iter().collect(),
            is_posted: true,
            report: Some(report(widget, access, Outcome::Failed)),
            ..FormState::default()
        })),
        PreviewState::Connected => View::Connected(Box::new(connection(widget, access, now))),
    }
}

/// Returns what a tenant could have typed.
fn values(access: AccessMode) -> Vec<(String, Value)> {
    let (name, value) = match access {
        AccessMode::Keys => (field_names::ACCESS_KEY_ID, KEY_ID),
        AccessMode::Role => (field_names::ROLE_ARN, ROLE_ARN),
    };
    [
        (field_names::BUCKET, BUCKET),
        (field_names::PATH_PREFIX, PREFIX),
        (name, value),
    ]
    .map(|(name, value)| (name.to_owned(), json!(value)))
    .into()
}

fn connection(widget: &Widget, access: AccessMode, now: i64) -> ConnectionView {
    let (identity, secret_last_four) = match access {
        AccessMode::Keys => (KEY_ID, Some("EKEY".to_owned())),
        AccessMode::Role => (ROLE_ARN, None),
    };
    ConnectionView {
        bucket: BUCKET.to_owned(),
        path_prefix: PREFIX.to_owned(),
        region: Region::parse(REGION).ok(),
        account: Some(ACCOUNT.to_owned()),
        access,
        identity: identity.to_owned(),
        secret_last_four,
        connected_at: now,
        checked_at: now,
        report: report(widget, access, Outcome::Passed),
        setup_target: setup_target(),
        recent_action: RecentAction::Connected,
        notices: Vec::new(),
    }
}

fn setup_target() -> SetupTarget {
    SetupTarget::parse_partial(BUCKET, PREFIX, "").0
}

/// Returns the report of a check. In one that failed, the first call on objects was denied.
fn report(widget: &Widget, access: AccessMode, outcome: Outcome) -> Report {
    let denied = match outcome {
        Outcome::Failed if widget.direction.reads() => Some((StepId::List, Cause::ListDenied)),
        Outcome::Failed => Some((StepId::Put, Cause::PutDenied)),
        Outcome::Passed | Outcome::Undetermined => None,
    };
    let steps = pending_steps(access, widget.direction).into_iter();
    let steps = steps.map(|id| match (denied, id) {
        (Some((denied, cause)), _) if denied == id => denied_step(widget, access, id, cause),
        (Some((StepId::List, _)), StepId::Get) => step(id, StepStatus::Skipped, steps::no_list()),
        (Some((StepId::Put, _)), StepId::Cleanup) => {
            step(id, StepStatus::Skipped, steps::nothing_written())
        }
        _ => step(id, StepStatus::Passed, passed_detail(id)),
    });
    Report {
        outcome,
        account: Some(ACCOUNT.to_owned()),
        region: Region::parse(REGION).ok(),
        external_id: None,
        duration_ms: 900,
        steps: steps.collect(),
        residue: None,
        warnings: Vec::new(),
    }
}

fn step(id: StepId, status: StepStatus, detail: Message) -> Step {
    Step {
        id,
        status,
        cause: None,
        detail,
        remedy: None,
        aws: None,
        elapsed_ms: 120,
    }
}

fn denied_step(widget: &Widget, access: AccessMode, id: StepId, cause: Cause) -> Step {
    let target = setup_target();
    let (access_key_id, role_arn) = match access {
        AccessMode::Keys => (Some(KEY_ID), None),
        AccessMode::Role => (None, Some(ROLE_ARN)),
    };
    let (detail, remedy) = cause.explain(&CauseContext {
        policy: PolicyInput {
            direction: widget.direction,
            bucket: target.bucket.as_ref(),
            static_prefix: &target.static_prefix,
            partition: Partition::default(),
            kms_key: None,
        },
        access_key_id,
        user_arn: None,
        role_arn,
        principal: widget.requirements.principal.as_ref(),
        external_ids: &widget.requirements.external_ids,
        aws_code: Some("AccessDenied"),
        denial: None,
        region: Some(REGION),
        endpoint: None,
        bucket_owner: None,
        object: None,
        encryption: None,
    });
    Step {
        cause: Some(cause),
        remedy: Some(remedy),
        ..step(id, StepStatus::Failed, detail)
    }
}

fn passed_detail(id: StepId) -> Message {
    let place = format!("{BUCKET}/{PREFIX}");
    match id {
        StepId::Credentials | StepId::AssumeRole => steps::account_known(ACCOUNT),
        StepId::ExternalIdEnforced => steps::role_enforces(),
        StepId::Bucket => steps::region_found(REGION),
        StepId::List => steps::listed(place),
        StepId::Get => steps::object_read(OBJECT),
        StepId::Put => steps::object_written(format!("{PREFIX}{MARKER_NAME}")),
        StepId::Cleanup => steps::object_removed(format!("{PREFIX}{MARKER_NAME}")),
    }
}
