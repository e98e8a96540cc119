//! `/v1/flows/{flow}/tenants/{tenant}/connection`: a tenant's connection, without its secrets.

use super::auth::ApiTenant;
use super::connection_fields::NewConnection;
use crate::entity_tag::etag;
use crate::input::Json;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::report_examples::passed_report;
use crate::timestamp::rfc3339;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::connect_ui::field_value::RawValue;
use domain::{AccessMode, DraftSender, FlowId, Notice, RawDraft, Report, TenantId};
use i18n::english;
use serde::Serialize;
use serde_json::{Map, Value, json};
use service::{Connection, Credential, TestOptions};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A saved connection, without its secrets.
#[derive(Serialize, ToSchema)]
#[schema(as = Connection)]
struct ConnectionBody {
    #[schema(value_type = FlowId)]
    flow: String,
    #[schema(value_type = TenantId)]
    tenant: String,
    access: AccessMode,
    /// The name of the bucket, or the ARN or alias of an access point.
    bucket: String,
    /// The path prefix, which may contain variables such as `{tenant}`. Empty for the whole bucket.
    path_prefix: String,
    /// The region of the bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// The AWS account of the key or role.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The access key ID, if `access` is `keys`.
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_access_key_id: Option<String>,
    /// The last four characters of the secret access key, by which people recognise it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_last_four: Option<String>,
    /// The ARN of the role, if `access` is `role`.
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_role_arn: Option<String>,
    /// The external ID that the role accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_external_id: Option<String>,
    /// The address of an S3-compatible store. Absent for AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// The ARN of the KMS key that encrypts the files.
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_arn: Option<String>,
    /// The AWS account that owns the bucket, if the tenant named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_owner: Option<String>,
    /// The values of the vendor's own fields that the current connector has, without passwords.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = BTreeMap<String, RawValue>)]
    fields: Map<String, Value>,
    /// The result of the last check.
    report: Report<String>,
    /// When the tenant connected.
    #[schema(format = DateTime)]
    created_at: String,
    /// When the connection was last saved.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When the connection was last checked.
    #[schema(format = DateTime)]
    last_checked_at: String,
}

impl From<Connection> for ConnectionBody {
    fn from(c: Connection) -> Self {
        Self {
            flow: c.flow.into(),
            tenant: c.scope.tenant.into(),
            access: c.mode,
            bucket: c.bucket.into(),
            path_prefix: c.path_prefix.into(),
            region: c.region.map(Into::into),
            account: c.account,
            aws_access_key_id: c.access_key_id.map(Into::into),
            secret_last_four: c.secret_last_four,
            aws_role_arn: c.role_arn.map(Into::into),
            aws_external_id: c.external_id.map(Into::into),
            endpoint: c.endpoint.map(Into::into),
            kms_key_arn: c.kms_key.map(Into::into),
            bucket_owner: c.bucket_owner.map(Into::into),
            fields: c.vendor_fields,
            report: translate_to_english(c.report),
            created_at: rfc3339(c.created_at),
            updated_at: rfc3339(c.updated_at),
            last_checked_at: rfc3339(c.last_checked_at),
        }
    }
}

fn translate_to_english(report: Report) -> Report<String> {
    report.map_messages(|message| english(&message))
}

/// A connection that was just saved.
#[derive(Serialize, ToSchema)]
#[schema(as = SavedConnection)]
struct SavedConnectionBody {
    connection: ConnectionBody,
    /// The result of the check, which passed.
    report: Report<String>,
    /// How the input was corrected, such as an address that was cut to the name of its bucket.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<Notice<String>>,
}

/// The result of a check.
#[derive(Serialize, ToSchema)]
#[schema(as = CheckResult)]
struct CheckBody {
    report: Report<String>,
}

/// Answers with the connection.
///
/// The answer has no secrets. `report` is the result of the last check. To check the connection now, call
/// `checkConnection`. Creates no tenant.
#[utoipa::path(
    get,
    path = "/flows/{flow}/tenants/{tenant}/connection",
    operation_id = "getConnection",
    tag = "Connections",
    summary = "Get a connection",
    responses((
        status = 200,
        description = "The connection, without its secrets, and the report of its last check.",
        body = ConnectionBody,
        example = connection_example,
    )),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow, ProblemCode::NoConnection]))),
)]
pub async fn get(tenant: ApiTenant) -> Result<Response, Problem> {
    let connection = tenant
        .service
        .connection(&tenant.scope, &tenant.flow)
        .await?;
    // A check changes the report but not the version, so the tag needs the time of the check, too.
    let tag = etag(format_args!(
        "{}-{}",
        connection.version, connection.last_checked_at
    ));
    Ok((tag, axum::Json(ConnectionBody::from(connection))).into_response())
}

/// Tests and saves a connection.
///
/// The body has the fields that the widget shows. They are tested with real calls to S3 and STS, and saved if every
/// check passes. Otherwise the connection stays as it was, and the answer has the report of the check. Creates the tenant
/// if it does not exist.
///
/// A check takes up to 30 seconds, after up to a minute in the queue. Use a client timeout of 100 seconds. Each tenant can
/// run 4 checks at once with 16 waiting, and start 60 checks, then one every 5 seconds.
#[utoipa::path(
    put,
    path = "/flows/{flow}/tenants/{tenant}/connection",
    operation_id = "saveConnection",
    tag = "Connections",
    summary = "Test and save a connection",
    request_body(content = NewConnection, example = json!({
        "access": "role",
        "bucket": "my-company-data",
        "path_prefix": "incoming",
        "aws_role_arn": "arn:aws:iam::111122223333:role/acme-s3-connect",
    })),
    responses(
        (status = 200, description = "The check passed, and the connection was replaced.", body = SavedConnectionBody, example = saved_connection_example),
        (status = 201, description = "The check passed, and the connection was created.", body = SavedConnectionBody, example = saved_connection_example),
    ),
    extensions(("x-problem-codes" = json!([
        ProblemCode::UnknownFlow,
        ProblemCode::CheckFailed,
        ProblemCode::CheckUndetermined,
        ProblemCode::TooManyChecks,
        ProblemCode::RateLimited,
    ]))),
)]
pub async fn put(
    tenant: ApiTenant,
    Json(fields): Json<BTreeMap<String, RawValue>>,
) -> Result<Response, Problem> {
    let draft = draft_from_fields(fields)?;
    let options = TestOptions {
        // The key may be revoked while AWS is asked. The service checks it again before it saves.
        credential: Some(Credential::ApiKey(tenant.key)),
        ..TestOptions::default()
    };
    let service = &tenant.service;
    let draft = service
        .load_flow_draft(&tenant.scope, &tenant.flow, draft)
        .await?;
    let tested = service.test_and_save(draft, options, |_| {}).await?;
    let status = if tested.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let report = translate_to_english(tested.connection.report.clone());
    let notices = tested.notices.into_iter();
    let body = SavedConnectionBody {
        connection: tested.connection.into(),
        report,
        notices: notices
            .map(|n| n.map_messages(|message| english(&message)))
            .collect(),
    };
    Ok((status, axum::Json(body)).into_response())
}

/// Reads the fields of a body as a draft.
///
/// # Errors
/// Returns `invalid_fields` if `access` is not a text.
pub fn draft_from_fields(mut fields: BTreeMap<String, RawValue>) -> Result<RawDraft, Problem> {
    let access = fields
        .remove("access")
        .map(|value| value.text().map(str::to_owned));
    let access = access
        .transpose()
        .map_err(|refusal| Problem::invalid_fields(vec![refusal.for_field("access")]))?;
    Ok(RawDraft {
        sender: DraftSender::Server,
        access,
        fields,
    })
}

/// Deletes the connection.
///
/// Deletes the connection and its secrets. The tenant's bucket stays as it is.
#[utoipa::path(
    delete,
    path = "/flows/{flow}/tenants/{tenant}/connection",
    operation_id = "deleteConnection",
    tag = "Connections",
    summary = "Delete a connection",
    responses((status = 204, description = "The connection was deleted.")),
    extensions(("x-problem-codes" = json!([ProblemCode::NoConnection]))),
)]
pub async fn delete(tenant: ApiTenant) -> Result<StatusCode, Problem> {
    tenant
        .service
        .disconnect(&tenant.scope, &tenant.flow)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks the connection again.
///
/// Makes the same calls to S3 and STS as when the connection was saved. It stays connected even if the check fails.
///
/// A check takes up to 30 seconds, after up to a minute in the queue. Use a client timeout of 100 seconds.
#[utoipa::path(
    post,
    path = "/flows/{flow}/tenants/{tenant}/connection/check",
    operation_id = "checkConnection",
    tag = "Connections",
    summary = "Check a connection again",
    responses((
        status = 200,
        description = "The check ended. `outcome` says how.",
        body = CheckBody,
        example = check_example,
    )),
    extensions(("x-problem-codes" = json!([
        ProblemCode::UnknownFlow,
        ProblemCode::NoConnection,
        ProblemCode::TooManyChecks,
        ProblemCode::RateLimited,
    ]))),
)]
pub async fn check(tenant: ApiTenant) -> Result<Response, Problem> {
    let connection = tenant
        .service
        .check_again(&tenant.scope, &tenant.flow, |_| {})
        .await?;
    let report = translate_to_english(connection.report);
    Ok(axum::Json(CheckBody { report }).into_response())
}

fn connection_example() -> Value {
    json!({
        "flow": "demo",
        "tenant": "acme_corp",
        "access": "role",
        "bucket": "my-company-data",
        "path_prefix": "incoming",
        "region": "eu-west-1",
        "account": "111122223333",
        "aws_role_arn": "arn:aws:iam::111122223333:role/acme-s3-connect",
        "aws_external_id": "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25",
        "report": passed_report(),
        "created_at": "2026-11-22T14:05:00Z",
        "updated_at": "2026-11-22T14:05:00Z",
        "last_checked_at": "2026-11-30T06:00:00Z",
    })
}

fn saved_connection_example() -> Value {
    json!({ "connection": connection_example(), "report": passed_report() })
}

fn check_example() -> Value {
    json!({ "report": passed_report() })
}
