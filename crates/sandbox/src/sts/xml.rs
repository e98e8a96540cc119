//! Writes the answers of STS as XML.

use axum::http::{HeaderValue, StatusCode};
use s3s::{Body, S3Response};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use crate::iam::Session;
use crate::random_ids::request_id;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// The header that only STS's own answers have. S3 has `x-amz-request-id`.
pub const REQUEST_ID: &str = "x-amzn-requestid";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetCallerIdentityResponse<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    get_caller_identity_result: CallerIdentity<'a>,
    response_metadata: ResponseMetadata,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CallerIdentity<'a> {
    arn: String,
    user_id: String,
    account: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AssumeRoleResponse<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    assume_role_result: AssumeRoleResult<'a>,
    response_metadata: ResponseMetadata,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AssumeRoleResult<'a> {
    pub assumed_role_user: AssumedRoleUser,
    pub credentials: Credentials<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AssumedRoleUser {
    pub assumed_role_id: String,
    pub arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Credentials<'a> {
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: &'a str,
    expiration: String,
}

impl<'a> Credentials<'a> {
    pub fn new(session: &'a Session) -> Self {
        // AWS writes whole seconds.
        let expires = session.expires.replace_nanosecond(0);
        let expires = expires.unwrap_or(session.expires);
        Self {
            access_key_id: &session.keys.access_key_id,
            secret_access_key: session.keys.secret_access_key.expose_secret(),
            session_token: session.token.expose_secret(),
            expiration: expires.format(&Rfc3339).unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetFederationTokenResponse<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    get_federation_token_result: GetFederationTokenResult<'a>,
    response_metadata: ResponseMetadata,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetFederationTokenResult<'a> {
    pub federated_user: FederatedUser,
    pub credentials: Credentials<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FederatedUser {
    pub federated_user_id: String,
    pub arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResponseMetadata {
    request_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorResponse<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    error: ErrorElement<'a>,
    request_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorElement<'a> {
    r#type: &'static str,
    code: &'a str,
    message: &'a str,
}

impl<'a> GetCallerIdentityResponse<'a> {
    pub fn new(arn: String, user_id: String, account: &'a str) -> Self {
        Self {
            xmlns: NAMESPACE,
            get_caller_identity_result: CallerIdentity {
                arn,
                user_id,
                account,
            },
            response_metadata: ResponseMetadata {
                request_id: request_id(),
            },
        }
    }
}

impl<'a> AssumeRoleResponse<'a> {
    pub fn new(assume_role_result: AssumeRoleResult<'a>) -> Self {
        let response_metadata = ResponseMetadata {
            request_id: request_id(),
        };
        Self {
            xmlns: NAMESPACE,
            assume_role_result,
            response_metadata,
        }
    }
}

impl<'a> GetFederationTokenResponse<'a> {
    pub fn new(get_federation_token_result: GetFederationTokenResult<'a>) -> Self {
        let response_metadata = ResponseMetadata {
            request_id: request_id(),
        };
        Self {
            xmlns: NAMESPACE,
            get_federation_token_result,
            response_metadata,
        }
    }
}

/// Writes a successful answer.
pub fn success_response(body: &impl Serialize) -> S3Response<Body> {
    xml_response(StatusCode::OK, body)
}

/// Writes an error.
pub fn error_response(status: StatusCode, code: &str, message: &str) -> S3Response<Body> {
    // STS calls an error of the client `Sender`, one of its own `Receiver`.
    let kind = if status.is_server_error() {
        "Receiver"
    } else {
        "Sender"
    };
    let error = ErrorElement {
        r#type: kind,
        code,
        message,
    };
    xml_response(
        status,
        &ErrorResponse {
            xmlns: NAMESPACE,
            error,
            request_id: request_id(),
        },
    )
}

fn xml_response(status: StatusCode, body: &impl Serialize) -> S3Response<Body> {
    // Only maps and nested lists can fail to serialize as XML. The types in this file have none.
    let text = quick_xml::se::to_string(body).unwrap_or_default();
    let mut response = S3Response::with_status(Body::from(text), status);
    response
        .headers
        .insert("content-type", HeaderValue::from_static("text/xml"));
    if let Ok(id) = HeaderValue::from_str(&request_id()) {
        response.headers.insert(REQUEST_ID, id);
    }
    response
}
