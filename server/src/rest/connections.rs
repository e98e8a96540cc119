//! `/v1/flows/{flow}/tenants/{tenant}/connection`: a tenant's connection, never with its secrets.

use super::auth::ApiTenant;
use crate::answer::{etag, rfc3339};
use crate::input::Json;
use crate::problem::Problem;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::field_value::RawValue;
use domain::{AccessMode, Notice, RawDraft, Report, Sender};
use i18n::english;
use serde::Serialize;
use serde_json::{Map, Value};
use service::{Asker, Connection, Test};
use std::collections::BTreeMap;

/// A connection as the API shows it.
#[derive(Serialize)]
struct Shown {
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

impl From<Connection> for Shown {
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
            report: in_english(c.report),
            created_at: rfc3339(c.created_at),
            updated_at: rfc3339(c.updated_at),
            last_checked_at: rfc3339(c.last_checked_at),
        }
    }
}

fn in_english(report: Report) -> Report<String> {
    report.translate(|words| english(&words))
}

#[derive(Serialize)]
struct Saved {
    connection: Shown,
    report: Report<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<Notice<String>>,
}

pub async fn get(tenant: ApiTenant) -> Result<Response, Problem> {
    let connection = tenant
        .service
        .connection(&tenant.scope, &tenant.flow)
        .await?;
    // A check changes what is shown, and does not change the version.
    let tag = etag(format_args!(
        "{}-{}",
        connection.version, connection.last_checked_at
    ));
    Ok((tag, axum::Json(Shown::from(connection))).into_response())
}

/// The same fields as the widget posts, and `access` where the connector leaves a choice.
pub async fn put(
    tenant: ApiTenant,
    Json(fields): Json<BTreeMap<String, RawValue>>,
) -> Result<Response, Problem> {
    let raw = raw_draft(fields)?;
    let test = Test {
        asker: Some(Asker::ApiKey(tenant.key)),
        ..Test::default()
    };
    let checked = tenant
        .service
        .test_and_save(&tenant.scope, &tenant.flow, &raw, test, |_| {})
        .await?;
    let status = if checked.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let report = in_english(checked.connection.report.clone());
    let notices = checked.notices.into_iter();
    let body = Saved {
        connection: checked.connection.into(),
        report,
        notices: notices
            .map(|n| n.translate(|words| english(&words)))
            .collect(),
    };
    Ok((status, axum::Json(body)).into_response())
}

/// # Errors
/// Returns `invalid_fields` if the way of access is no text.
pub fn raw_draft(mut fields: BTreeMap<String, RawValue>) -> Result<RawDraft, Problem> {
    let access = fields
        .remove("access")
        .map(|value| value.text().map(str::to_owned));
    let access = access
        .transpose()
        .map_err(|refusal| Problem::fields(vec![refusal.at("access")]))?;
    Ok(RawDraft {
        sender: Sender::Server,
        access,
        fields,
    })
}

pub async fn delete(tenant: ApiTenant) -> Result<StatusCode, Problem> {
    tenant
        .service
        .disconnect(&tenant.scope, &tenant.flow)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks AWS again about a saved connection, which stays whatever comes out.
pub async fn check(tenant: ApiTenant) -> Result<Response, Problem> {
    let connection = tenant
        .service
        .check_again(&tenant.scope, &tenant.flow, |_| {})
        .await?;
    Ok(axum::Json(serde_json::json!({ "report": in_english(connection.report) })).into_response())
}
