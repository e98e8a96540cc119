//! The errors of STS, with the codes and messages of AWS.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use s3s::{Body, S3Response};
use serde::Deserialize;

use crate::SandboxError;
use crate::cloud::TokenError;

use super::xml;

/// An error that STS answers.
#[derive(Debug)]
pub struct StsError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl StsError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    /// Writes the error as STS does.
    pub fn to_response(&self) -> S3Response<Body> {
        xml::error_response(self.status, self.code, &self.message)
    }

    pub fn unsigned() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
        )
    }

    pub fn unknown_key() -> Self {
        let message = "The security token included in the request is invalid.";
        Self::new(StatusCode::FORBIDDEN, "InvalidClientTokenId", message)
    }

    pub fn token_error(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::unknown_key(),
            TokenError::Expired => {
                let message = "The security token included in the request is expired";
                Self::new(StatusCode::FORBIDDEN, "ExpiredToken", message)
            }
        }
    }

    pub fn wrong_service() -> Self {
        let message = "Credential should be scoped to correct service: 'sts'.";
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message)
    }

    pub fn wrong_signature() -> Self {
        let message = "The request signature we calculated does not match the signature you provided. Check your AWS \
                     Secret Access Key and signing method. Consult the service documentation for details.";
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message)
    }

    pub fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "MalformedInput",
            "The request body could not be read.",
        )
    }

    pub fn unknown_action(action: &str) -> Self {
        let message = format!("Could not find operation {action} for version 2011-06-15");
        Self::new(StatusCode::BAD_REQUEST, "InvalidAction", message)
    }

    pub fn validation(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "ValidationError", message)
    }

    pub fn malformed_policy(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MalformedPolicyDocument", message)
    }

    pub fn policy_too_large() -> Self {
        let message =
            "Packed policy consumes more than 100% of allotted space, please use smaller policy.";
        Self::new(StatusCode::BAD_REQUEST, "PackedPolicyTooLarge", message)
    }

    pub fn missing_parameter(name: &str) -> Self {
        Self::validation(format!(
            "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
            lower_first(name)
        ))
    }

    pub fn constraint_violation(value: &str, parameter: &str, rule: &str) -> Self {
        Self::validation(format!(
            "1 validation error detected: Value '{value}' at '{}' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: {rule}",
            lower_first(parameter)
        ))
    }

    /// Creates the error for temporary credentials that are not allowed to call an operation.
    pub fn session_credentials(operation: &str) -> Self {
        let message = format!("Cannot call {operation} with session credentials");
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    /// Creates the error for a caller who is not allowed to do something with a role or a session. `reason` is for a
    /// denial by the caller's own policies. A denial by a trust policy has none: it must look the same as a role that
    /// does not exist.
    pub fn denied(caller: &str, action: &str, resource: &str, reason: Option<&str>) -> Self {
        let mut message = format!(
            "User: {caller} is not authorized to perform: {action} on resource: {resource}"
        );
        if let Some(reason) = reason {
            message.push(' ');
            message.push_str(reason);
        }
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }
}

/// Returns the name of a parameter as AWS's messages write it, with a lower-case letter first.
fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}

impl From<SandboxError> for StsError {
    fn from(error: SandboxError) -> Self {
        // The details are for the log. A caller cannot do anything about them.
        tracing::error!(%error, "the sandbox failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalFailure",
            "The request processing has failed.",
        )
    }
}

/// An error in the XML of S3.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct S3ErrorBody {
    code: String,
    #[serde(default)]
    message: String,
}

/// Translates an error of S3 into the error that STS would answer. `s3s` checks signatures before it calls our STS
/// route, and answers a wrong one in the XML of S3.
pub async fn translate_s3_error(response: Response) -> Response {
    // Our own answers have this header, those of `s3s` do not.
    if response.headers().contains_key(xml::REQUEST_ID) {
        return response;
    }
    let body = response
        .into_body()
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let s3_error: Option<S3ErrorBody> = std::str::from_utf8(&body)
        .ok()
        .and_then(|text| quick_xml::de::from_str(text).ok());
    let error = match s3_error {
        None => StsError::malformed(),
        Some(s3_error) => match s3_error.code.as_str() {
            "InvalidAccessKeyId" => StsError::unknown_key(),
            "SignatureDoesNotMatch" => StsError::wrong_signature(),
            "AccessDenied" | "MissingSecurityHeader" => StsError::unsigned(),
            "RequestTimeTooSkewed" => StsError::new(
                StatusCode::FORBIDDEN,
                "SignatureDoesNotMatch",
                "Signature expired: the request was signed at a time too far from the server's.",
            ),
            _ => StsError::new(
                StatusCode::BAD_REQUEST,
                "InvalidParameterValue",
                s3_error.message,
            ),
        },
    };
    let translated = error.to_response();
    (
        translated.status.unwrap_or_default(),
        translated.headers,
        axum::body::Body::new(translated.output),
    )
        .into_response()
}
