//! `/v1/flows/{flow}/tenants/{tenant}/setup`: the setup guide in all its forms.

use super::auth::ApiTenant;
use crate::input::Query;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use app::widget::setup_guide::{guide_text, strip_bold};
use domain::setup_guide::{ConsoleStep, SetupFile};
use domain::{AccessMode, FieldError, PolicyDocument, SetupGuide, SetupTarget};
use i18n::Locale;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

const FIELDS: [&str; 4] = ["bucket", "path_prefix", "kms_key_arn", "access"];

/// Everything that a tenant does in AWS. Parts that name your principal are null while AWS hasn't confirmed it.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupGuide)]
pub struct SetupGuideBody {
    access: AccessMode,
    /// The policy of the IAM user or role.
    iam_policy: PolicyDocument,
    /// What the policy of the bucket behind an access point needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_policy: Option<PolicyDocument>,
    /// The trust policy of the role. Null for keys, too.
    #[schema(required)]
    trust_policy: Option<PolicyDocument>,
    /// The CloudFormation template, as JSON.
    #[schema(required, value_type = Option<Object>)]
    cloudformation: Option<Value>,
    /// The Terraform configuration.
    #[schema(required)]
    terraform: Option<String>,
    /// The shell script that calls the AWS CLI.
    #[schema(required)]
    aws_cli: Option<String>,
    /// The steps in the AWS console.
    console_steps: Vec<ConsoleStepBody>,
    /// The link that opens the template in the tenant's AWS console, if the environment has the address of a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    quick_create_url: Option<String>,
    /// Why a part is null, or cannot be used yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteBody>,
}

/// A step in the AWS console.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsoleStep)]
struct ConsoleStepBody {
    text: String,
    /// What the step asks the tenant to paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<String>,
    /// The page in the AWS console on which the step begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Why a part of the guide is `null`, or cannot be used yet.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupNote)]
struct NoteBody {
    /// A stable code in `snake_case`, such as `no_bucket`. New codes are added without notice.
    code: &'static str,
    detail: String,
}

/// Answers with the guide for the bucket, path prefix, KMS key and access mode in the query.
///
/// The texts are in English, and are the same as in the widget. Without a bucket, they name a placeholder.
#[utoipa::path(
    get,
    path = "/flows/{flow}/tenants/{tenant}/setup",
    operation_id = "getSetupGuide",
    tag = "Setup",
    summary = "Get the setup guide",
    params(
        ("bucket" = Option<String>, Query, description = "The bucket, as a tenant would type it."),
        ("path_prefix" = Option<String>, Query, description = "The path prefix."),
        ("kms_key_arn" = Option<String>, Query, description = "The ARN of the KMS key that encrypts the files."),
        ("access" = Option<AccessMode>, Query, description = "The access mode. Without it, the one that the widget preselects."),
    ),
    responses((status = 200, description = "The setup guide.", body = SetupGuideBody)),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow]))),
)]
pub async fn get(tenant: ApiTenant, query: Query) -> Result<axum::Json<SetupGuideBody>, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
        ..
    } = tenant;
    let connector = service.connector(&scope.environment, &flow).await?;
    let ([bucket, path_prefix, kms_key_arn, access], mut errors) = query.fields(FIELDS);
    let (target, target_errors) = SetupTarget::parse_partial(&bucket, &path_prefix, &kms_key_arn);
    errors.extend(target_errors);
    let modes = connector.params.modes();
    let mode = if access.is_empty() {
        Some(modes.preselected())
    } else {
        AccessMode::parse(&access).filter(|mode| modes.allows(*mode))
    };
    let Some(mode) = mode.filter(|_| errors.is_empty()) else {
        if mode.is_none() {
            let offered_modes = [AccessMode::Keys, AccessMode::Role]
                .into_iter()
                .filter(|mode| modes.allows(*mode))
                .map(AccessMode::as_str);
            let detail = format!(
                "In this flow, access is {}.",
                offered_modes.collect::<Vec<_>>().join(" or ")
            );
            errors.push(FieldError::new("access", "bad_access", detail));
        }
        return Err(Problem::invalid_fields(errors));
    };
    let tenant = service.ensure_tenant(&scope, None).await?;
    let requirements = service
        .setup_requirements(&scope, &connector, &tenant)
        .await?;
    let guide = SetupGuide {
        requirements: &requirements,
        target: &target,
        mode,
    };
    Ok(axum::Json(guide_body(&guide)))
}

fn guide_body(guide: &SetupGuide<'_>) -> SetupGuideBody {
    let mut notes = Vec::new();
    // The texts are those of the widget, which marks words in bold.
    let mut add_note = |code, text: &str| {
        let detail = strip_bold(text);
        notes.push(NoteBody { code, detail });
    };
    if guide.lacks_principal() {
        add_note("principal_unknown", &Locale::English.make_trust_unknown());
    }
    if let Some(text) = guide_text::placeholder(Locale::English, guide.target) {
        let code = match guide.target.bucket {
            None => "no_bucket",
            Some(_) => "access_point_alias",
        };
        add_note(code, &text);
    }
    if guide.bucket_policy().is_some() {
        add_note("bucket_policy", &Locale::English.setup_access_point());
    }
    let step_body = |step: &ConsoleStep| ConsoleStepBody {
        text: guide_text::plain_console_step(Locale::English, step),
        copy: step.text_to_copy(),
        url: step.page().map(|page| guide.console_url(page)),
    };
    SetupGuideBody {
        access: guide.mode,
        iam_policy: guide.iam_policy(),
        bucket_policy: guide.bucket_policy(),
        trust_policy: guide
            .trust_policy()
            .filter(|_| guide.mode == AccessMode::Role),
        cloudformation: guide.cloudformation(),
        terraform: guide.file_contents(SetupFile::Terraform),
        aws_cli: guide.file_contents(SetupFile::AwsCli),
        console_steps: guide.console_steps().iter().map(step_body).collect(),
        quick_create_url: guide.quick_create_url(),
        notes,
    }
}
