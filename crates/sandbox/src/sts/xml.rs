//! The XML of STS's answers.

use axum::http::{HeaderValue, StatusCode};
use s3s::{Body, S3Response};
use serde::Serialize;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// Its presence marks an answer as STS's own.
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
    pub access_key_id: &'a str,
    pub secret_access_key: &'a str,
    pub session_token: &'a str,
    pub expiration: String,
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
    error: Error<'a>,
    request_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Error<'a> {
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
                request_id: crate::http::request_id(),
            },
        }
    }
}

impl<'a> AssumeRoleResponse<'a> {
    pub fn new(assume_role_result: AssumeRoleResult<'a>) -> Self {
        let response_metadata = ResponseMetadata {
            request_id: crate::http::request_id(),
        };
        Self {
            xmlns: NAMESPACE,
            assume_role_result,
            response_metadata,
        }
    }
}

pub fn answer(body: &impl Serialize) -> S3Response<Body> {
    respond(StatusCode::OK, body)
}

pub fn error(status: StatusCode, code: &str, message: &str) -> S3Response<Body> {
    let kind = if status.is_server_error() {
        "Receiver"
    } else {
        "Sender"
    };
    let error = Error {
        r#type: kind,
        code,
        message,
    };
    respond(
        status,
        &ErrorResponse {
            xmlns: NAMESPACE,
            error,
            request_id: crate::http::request_id(),
        },
    )
}

fn respond(status: StatusCode, body: &impl Serialize) -> S3Response<Body> {
    // These types have no maps and no nested lists: writing them as XML cannot fail.
    let text = quick_xml::se::to_string(body).unwrap_or_default();
    let mut response = S3Response::with_status(Body::from(text), status);
    response
        .headers
        .insert("content-type", HeaderValue::from_static("text/xml"));
    if let Ok(id) = HeaderValue::from_str(&crate::http::request_id()) {
        response.headers.insert(REQUEST_ID, id);
    }
    response
}
