//! `/v1/flows/{flow}/tenants/{tenant}/connection/credentials`: temporary credentials for the vendor's other programs.

use super::auth::ApiTenant;
use crate::credential_formats::{container_credentials, credentials, iceberg_credentials};
use crate::input::{Json, Query};
use crate::problem::Problem;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::{Direction, FieldError};
use serde::Deserialize;
use serde_json::Value;
use service::CredentialsRequest;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialsBody {
    access: Direction,
    ttl_seconds: Option<i64>,
}

/// Issues credentials, in our own format or in that of Iceberg catalogs (`?format=iceberg`).
pub async fn issue(
    tenant: ApiTenant,
    query: Query,
    Json(body): Json<CredentialsBody>,
) -> Result<impl IntoResponse, Problem> {
    let ([format], mut errors) = query.fields(["format"]);
    let format = match format.as_str() {
        "" => credentials,
        "iceberg" => iceberg_credentials,
        _ => {
            let detail = "The format is iceberg, or is left out.";
            errors.push(FieldError::new("format", "bad_value", detail));
            credentials
        }
    };
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let request = CredentialsRequest {
        access: body.access,
        ttl_seconds: body.ttl_seconds,
    };
    let issued = tenant
        .service
        .issue_credentials(&tenant.scope, &tenant.flow, request)
        .await?;
    Ok(no_store(format(&issued)))
}

/// Issues credentials as AWS SDKs ask for them (`AWS_CONTAINER_CREDENTIALS_FULL_URI`).
pub async fn container(tenant: ApiTenant, query: Query) -> Result<impl IntoResponse, Problem> {
    let ([access, ttl_seconds], mut errors) = query.fields(["access", "ttl_seconds"]);
    let access = Direction::parse(&access);
    if access.is_none() {
        let detail = "The access is read, write or both.";
        errors.push(FieldError::new("access", "bad_value", detail));
    }
    let ttl_seconds = if ttl_seconds.is_empty() {
        None
    } else {
        let parsed = ttl_seconds.parse();
        if parsed.is_err() {
            let detail = "This is not a whole number.";
            errors.push(FieldError::new("ttl_seconds", "bad_value", detail));
        }
        parsed.ok()
    };
    let Some(access) = access.filter(|_| errors.is_empty()) else {
        return Err(Problem::invalid_fields(errors));
    };
    let request = CredentialsRequest {
        access,
        ttl_seconds,
    };
    let issued = tenant
        .service
        .issue_credentials(&tenant.scope, &tenant.flow, request)
        .await?;
    Ok(no_store(container_credentials(&issued)))
}

/// No cache on the way may keep the credentials.
fn no_store(body: Value) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], axum::Json(body))
}
