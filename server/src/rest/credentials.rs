//! `/v1/flows/{flow}/tenants/{tenant}/connection/credentials`: temporary credentials for the vendor's other programs.

use super::auth::ApiTenant;
use crate::credential_formats::{
    ContainerCredentials, Credentials, IcebergCredentials, container_credentials, credentials,
    iceberg_credentials,
};
use crate::input::{Json, Query};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use domain::{Direction, FieldError};
use serde::{Deserialize, Serialize};
use service::{Credential, CredentialsRequest, IssuedCredentials};
use utoipa::ToSchema;

/// Why no credentials are issued, whatever their format.
const PROBLEMS: [ProblemCode; 7] = [
    ProblemCode::UnknownFlow,
    ProblemCode::NoConnection,
    ProblemCode::NeedsAws,
    ProblemCode::NeedsAccessPointArn,
    ProblemCode::PrefixTooLong,
    ProblemCode::CredentialsRefused,
    ProblemCode::CredentialsUndetermined,
];

/// Which credentials to issue.
#[derive(Deserialize, ToSchema)]
#[schema(as = CredentialsRequest)]
#[serde(deny_unknown_fields)]
pub struct CredentialsBody {
    /// What the credentials allow: at most what the flow does.
    access: Direction,
    /// How many seconds the credentials are valid at most, rounded down to whole five minutes. They are valid for at least
    /// half of it.
    #[schema(minimum = 900, maximum = 3_600, default = 3_600)]
    ttl_seconds: Option<i64>,
}

/// Either format of an answer.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialsInAnyFormat)]
#[serde(untagged)]
enum AnyFormat {
    Own(Credentials),
    Iceberg(IcebergCredentials),
}

/// Issues credentials, in our own format or in that of Iceberg catalogs (`?format=iceberg`).
///
/// The credentials reach only the keys below the connection's path prefix, can only do what `access` says, and expire
/// after an hour at most. Programs that ask for the same get the same credentials until half of their life is over. You
/// can't revoke them. Creates no tenant.
#[utoipa::path(
    post,
    path = "/flows/{flow}/tenants/{tenant}/connection/credentials",
    operation_id = "issueCredentials",
    tag = "Credentials",
    summary = "Issue temporary credentials",
    params(("format" = Option<String>, Query, pattern = "^(iceberg)?$", description = "`iceberg` for the `storage-credentials` of an Iceberg catalog. Without it, our own format.")),
    request_body(content = CredentialsBody, example = json!({ "access": "read", "ttl_seconds": 900 })),
    responses((
        status = 200,
        description = "The credentials.",
        body = AnyFormat,
        headers(("cache-control" = String, description = "`no-store`.")),
        example = json!({
            "access_key_id": "ASIAIOSFODNN7EXAMPLE",
            "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "session_token": "IQoJb3JpZ2luX2VjEXAMPLE",
            "expiration": "2026-11-22T14:20:00Z",
            "bucket": "my-company-data",
            "prefix": "incoming/",
            "region": "eu-west-1",
        }),
    )),
    extensions(("x-problem-codes" = json!(PROBLEMS))),
)]
pub async fn issue(
    tenant: ApiTenant,
    query: Query,
    Json(body): Json<CredentialsBody>,
) -> Result<Response, Problem> {
    let ([format], mut errors) = query.fields(["format"]);
    if !["", "iceberg"].contains(&format.as_str()) {
        let detail = "The format is iceberg, or is left out.";
        errors.push(FieldError::new("format", "bad_value", detail));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let request = CredentialsRequest {
        access: body.access,
        ttl_seconds: body.ttl_seconds,
    };
    let issued = issue_for(&tenant, request).await?;
    Ok(no_store(match format.as_str() {
        "iceberg" => AnyFormat::Iceberg(iceberg_credentials(&issued)),
        _ => AnyFormat::Own(credentials(&issued)),
    }))
}

/// Issues credentials as AWS SDKs ask for them (`AWS_CONTAINER_CREDENTIALS_FULL_URI`).
///
/// Set `AWS_CONTAINER_CREDENTIALS_FULL_URI` to this address and `AWS_CONTAINER_AUTHORIZATION_TOKEN` to the API key. Then
/// every program that uses an AWS SDK or the AWS CLI works on the tenant's bucket, and renews its credentials by itself.
/// AWS SDKs send the token as the whole `Authorization` header, so it can hold the API key without `Bearer`.
#[utoipa::path(
    get,
    path = "/flows/{flow}/tenants/{tenant}/connection/credentials/container",
    operation_id = "issueContainerCredentials",
    tag = "Credentials",
    summary = "Issue temporary credentials to an AWS SDK",
    params(
        ("access" = Direction, Query, example = json!("read"), description = "What the credentials allow: at most what the flow does."),
        ("ttl_seconds" = Option<i64>, Query, minimum = 900, maximum = 3_600, description = "How many seconds the credentials are valid at most, rounded down to whole five minutes. Without it, an hour."),
    ),
    responses((
        status = 200,
        description = "The credentials.",
        body = ContainerCredentials,
        headers(("cache-control" = String, description = "`no-store`.")),
        example = json!({
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Token": "IQoJb3JpZ2luX2VjEXAMPLE",
            "Expiration": "2026-11-22T15:05:00Z",
        }),
    )),
    security(("api_key" = []), ("bare_api_key" = [])),
    extensions(("x-problem-codes" = json!(PROBLEMS))),
)]
pub async fn container(tenant: ApiTenant, query: Query) -> Result<Response, Problem> {
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
    let issued = issue_for(&tenant, request).await?;
    Ok(no_store(container_credentials(&issued)))
}

async fn issue_for(
    tenant: &ApiTenant,
    request: CredentialsRequest,
) -> Result<IssuedCredentials, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
        key,
        ..
    } = tenant;
    // The key may be revoked while AWS is asked. The service verifies it again before it hands out the credentials.
    let credential = Credential::ApiKey(key.clone());
    let issued = service.issue_credentials(scope, flow, request, Some(&credential));
    Ok(issued.await?)
}

/// No cache on the way may keep the credentials.
fn no_store(body: impl Serialize) -> Response {
    ([(CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
