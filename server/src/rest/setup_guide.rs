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
use serde_json::{Value, json};
use utoipa::ToSchema;

const FIELDS: [&str; 4] = ["bucket", "path_prefix", "kms_key_arn", "access"];

/// Everything that a tenant does in AWS. Parts that name your principal are null while AWS hasn't confirmed it.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupGuide)]
pub struct SetupGuideBody {
    /// The access mode that the guide is for.
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
    /// What to know about a part: why it is null, why it cannot be used yet, or what to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteBody>,
}

/// A step in the AWS console.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsoleStep)]
struct ConsoleStepBody {
    /// What to do, in plain words.
    text: String,
    /// What the step asks the tenant to paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<String>,
    /// The page in the AWS console on which the step begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// What to know about a part of the guide.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupNote)]
struct NoteBody {
    /// A stable code. New codes are added without notice.
    ///
    /// - `principal_unknown`: parts that name your principal are null, because AWS hasn't confirmed it.
    /// - `no_bucket`: there is no bucket in the query, so the texts name a placeholder.
    /// - `access_point_alias`: policies need the ARN of the access point, so the texts name a placeholder.
    /// - `bucket_policy`: what to do with `bucket_policy`.
    code: &'static str,
    /// The same in a sentence.
    detail: String,
}

/// Answers with the guide for the bucket, path prefix, KMS key and access mode in the query.
///
/// The texts are in English, and are the same as in the widget. Without a bucket, they name a placeholder. Creates the
/// tenant if it does not exist.
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
    responses((status = 200, description = "The setup guide.", body = SetupGuideBody, example = guide_example)),
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

/// Returns a guide for a flow that only reads. The long texts in it are shortened.
fn guide_example() -> Value {
    let iam_policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "S3ConnectList",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": "arn:aws:s3:::my-company-data",
                "Condition": { "StringLike": { "s3:prefix": "incoming/*" } },
            },
            {
                "Sid": "S3ConnectGet",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::my-company-data/incoming/*",
            },
        ],
    });
    let trust_policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "S3ConnectAssume",
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::999988887777:role/s3-connect" },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "sts:ExternalId": "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25" } },
        }],
    });
    let policy_to_copy = format!("{iam_policy:#}");
    let trust_to_copy = format!("{trust_policy:#}");
    json!({
        "access": "role",
        "iam_policy": iam_policy,
        "trust_policy": trust_policy,
        "cloudformation": { "AWSTemplateFormatVersion": "2010-09-09", "Resources": {} },
        "terraform": "resource \"aws_iam_role\" \"s3_connect\" {\n…",
        "aws_cli": "#!/usr/bin/env bash\n…",
        "console_steps": [
            {
                "text": "Open IAM › Policies › Create policy. Choose JSON, replace what is in the editor with this policy, and choose Next. Name the policy s3-connect-demo-acme-corp-39c15725, or choose another name, and choose Create policy.",
                "copy": policy_to_copy,
                "url": "https://console.aws.amazon.com/iam/home#/policies/create",
            },
            {
                "text": "Open IAM › Roles › Create role. Choose Custom trust policy, replace what is in the editor with this policy, and choose Next. It lets us in, but only with your external ID.",
                "copy": trust_to_copy,
                "url": "https://console.aws.amazon.com/iam/home#/roles/create",
            },
            {
                "text": "Search for the policy from step 1, select it, and choose Next. Name the role s3-connect-demo-acme-corp-39c15725, or choose another name, and choose Create role.",
            },
            {
                "text": "Open the role’s page in IAM, copy its ARN, and paste it below.",
                "url": "https://console.aws.amazon.com/iam/home#/roles/details/s3-connect-demo-acme-corp-39c15725",
            },
        ],
    })
}
