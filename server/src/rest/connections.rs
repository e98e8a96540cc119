//! `/v1/flows/{flow}/tenants/{tenant}/connection`: a tenant's connection, without its secrets.

use super::auth::ApiTenant;
use crate::entity_tag::etag;
use crate::input::Json;
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::connect_ui::field_value::RawValue;
use domain::{AccessMode, DraftSender, Notice, RawDraft, Report};
use i18n::english;
use serde::Serialize;
use serde_json::{Map, Value};
use service::{Connection, Credential, TestOptions};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct ConnectionBody {
    flow: String,
    tenant: String,
    access: AccessMode,
    bucket: String,
    path_prefix: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_access_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_last_four: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_owner: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: Map<String, Value>,
    report: Report<String>,
    created_at: String,
    updated_at: String,
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

#[derive(Serialize)]
struct SavedConnectionBody {
    connection: ConnectionBody,
    report: Report<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<Notice<String>>,
}

/// Answers with the connection and the report of its last check.
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

/// Tests and saves a connection. The body has the fields of the connector, as the widget posts them, and `access` if
/// the connector offers both access modes.
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

/// Deletes the connection. The tenant's bucket stays as it is.
pub async fn delete(tenant: ApiTenant) -> Result<StatusCode, Problem> {
    tenant
        .service
        .disconnect(&tenant.scope, &tenant.flow)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks the connection again. It stays connected even if the check fails.
pub async fn check(tenant: ApiTenant) -> Result<Response, Problem> {
    let connection = tenant
        .service
        .check_again(&tenant.scope, &tenant.flow, |_| {})
        .await?;
    let report = translate_to_english(connection.report);
    Ok(axum::Json(serde_json::json!({ "report": report })).into_response())
}
