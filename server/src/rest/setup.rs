//! `/v1/flows/{flow}/tenants/{tenant}/setup`: everything a tenant pastes into AWS, rendered.

use super::auth::ApiTenant;
use crate::input::Query;
use crate::problem::Problem;
use app::widget::setup::words;
use domain::setup::Form;
use domain::{AccessMode, FieldError, Place, PolicyDocument, Setup};
use i18n::Locale;
use serde::Serialize;
use serde_json::Value;

const FIELDS: [&str; 4] = ["bucket", "path_prefix", "kms_key_arn", "access"];

#[derive(Serialize)]
pub struct Shown {
    access: AccessMode,
    iam_policy: PolicyDocument,
    /// Of a role; `null` for keys, and while the principal is not known.
    trust_policy: Option<PolicyDocument>,
    cloudformation: Option<Value>,
    terraform: Option<String>,
    aws_cli: Option<String>,
    console_steps: Vec<ShownStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quick_create_url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

#[derive(Serialize)]
struct ShownStep {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<String>,
}

/// Why something is `null`, or not ready to be used.
#[derive(Serialize)]
struct Note {
    code: &'static str,
    detail: String,
}

pub async fn get(tenant: ApiTenant, query: Query) -> Result<axum::Json<Shown>, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
        ..
    } = tenant;
    let connector = service.connector(&scope.environment, &flow).await?;
    let asked = query.fields(FIELDS);
    let ([bucket, prefix, key, access], mut errors) = asked;
    let (place, wrong) = Place::read(&bucket, &prefix, &key);
    errors.extend(wrong);
    let modes = connector.params.modes();
    let mode = if access.is_empty() {
        Some(modes.first())
    } else {
        AccessMode::parse(&access).filter(|mode| modes.allows(*mode))
    };
    let Some(mode) = mode.filter(|_| errors.is_empty()) else {
        if mode.is_none() {
            let offered = [AccessMode::Keys, AccessMode::Role]
                .into_iter()
                .filter(|mode| modes.allows(*mode))
                .map(AccessMode::as_str);
            let words = format!(
                "Here access is {}.",
                offered.collect::<Vec<_>>().join(" or ")
            );
            errors.push(FieldError::new("access", "bad_access", words));
        }
        return Err(Problem::fields(errors));
    };
    let known = service.tenant(&scope, None).await?;
    let terms = service.terms(&scope, &connector, &known).await?;
    let setup = Setup {
        terms: &terms,
        place: &place,
        mode,
    };
    Ok(axum::Json(shown(&setup)))
}

fn shown(setup: &Setup<'_>) -> Shown {
    let mut notes = Vec::new();
    let mut note = |code, text: &str| {
        let detail = words::plain(text);
        notes.push(Note { code, detail });
    };
    if setup.lacks_principal() {
        note("principal_unknown", &Locale::English.make_trust_unknown());
    }
    if setup.place.bucket.is_none() {
        note("no_bucket", &words::no_bucket(Locale::English));
    }
    let step = |step| ShownStep {
        text: words::plain(&words::step(Locale::English, step)),
        copy: step.copy(),
    };
    Shown {
        access: setup.mode,
        iam_policy: setup.iam_policy(),
        trust_policy: setup
            .trust_policy()
            .filter(|_| setup.mode == AccessMode::Role),
        cloudformation: setup.cloudformation(),
        terraform: setup.text(Form::Terraform),
        aws_cli: setup.text(Form::AwsCli),
        console_steps: setup.console_steps().iter().map(step).collect(),
        quick_create_url: setup.quick_create_url(),
        notes,
    }
}
