//! STS's refusals, in AWS's codes and words.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use s3s::{Body, S3Response};
use serde::Deserialize;

use crate::SandboxError;
use crate::cloud::TokenProblem;

use super::xml;

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

    pub fn respond(&self) -> S3Response<Body> {
        xml::error(self.status, self.code, &self.message)
    }

    pub fn unsigned() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
        )
    }

    pub fn unknown_key() -> Self {
        let words = "The security token included in the request is invalid.";
        Self::new(StatusCode::FORBIDDEN, "InvalidClientTokenId", words)
    }

    pub fn token(problem: TokenProblem) -> Self {
        match problem {
            TokenProblem::Invalid => Self::unknown_key(),
            TokenProblem::Expired => {
                let words = "The security token included in the request is expired";
                Self::new(StatusCode::FORBIDDEN, "ExpiredToken", words)
            }
        }
    }

    pub fn wrong_service() -> Self {
        let words = "Credential should be scoped to correct service: 'sts'.";
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", words)
    }

    pub fn wrong_signature() -> Self {
        let words = "The request signature we calculated does not match the signature you provided. Check your AWS \
                     Secret Access Key and signing method. Consult the service documentation for details.";
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", words)
    }

    pub fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "MalformedInput",
            "The request body could not be read.",
        )
    }

    pub fn unknown_action(action: &str) -> Self {
        let words = format!("Could not find operation {action} for version 2011-06-15");
        Self::new(StatusCode::BAD_REQUEST, "InvalidAction", words)
    }

    pub fn validation(words: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "ValidationError", words)
    }

    pub fn malformed_policy(words: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MalformedPolicyDocument", words)
    }

    pub fn policy_too_large() -> Self {
        let words =
            "Packed policy consumes more than 100% of allotted space, please use smaller policy.";
        Self::new(StatusCode::BAD_REQUEST, "PackedPolicyTooLarge", words)
    }

    /// `reason` is given where the caller's own policies stand in the way; a trust policy that refuses is not
    /// told apart from a role that does not exist.
    pub fn denied(caller: &str, role: &str, reason: Option<&str>) -> Self {
        let mut words = format!(
            "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}"
        );
        if let Some(reason) = reason {
            words.push(' ');
            words.push_str(reason);
        }
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", words)
    }
}

impl From<SandboxError> for StsError {
    fn from(error: SandboxError) -> Self {
        tracing::error!(%error, "the sandbox failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalFailure",
            "The request processing has failed.",
        )
    }
}

/// S3's own refusal, as `s3s` writes it before a route is asked.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct S3Refusal {
    code: String,
    #[serde(default)]
    message: String,
}

/// Signatures are checked before STS is reached, and refused in the words of S3: says the same as STS would.
pub async fn translate(response: Response) -> Response {
    if response.headers().contains_key(xml::REQUEST_ID) {
        return response;
    }
    let body = response
        .into_body()
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let refusal: Option<S3Refusal> = std::str::from_utf8(&body)
        .ok()
        .and_then(|text| quick_xml::de::from_str(text).ok());
    let error = match refusal {
        None => StsError::malformed(),
        Some(refusal) => match refusal.code.as_str() {
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
                refusal.message,
            ),
        },
    };
    let answer = error.respond();
    (
        answer.status.unwrap_or_default(),
        answer.headers,
        axum::body::Body::new(answer.output),
    )
        .into_response()
}
