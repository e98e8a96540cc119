//! The STS API: `AssumeRole`, `GetFederationToken` and `GetCallerIdentity` in the query protocol. `s3s` checks the signatures.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>

mod assume_role;
mod federation_token;
mod parameters;
mod query_form;
mod sts_error;
mod xml;

use std::sync::Arc;

use axum::http::{Extensions, HeaderMap, Method, Uri};
use s3s::route::S3Route;
use s3s::{Body, S3Request, S3Response, S3Result};

use crate::cloud::Cloud;
use crate::iam::Caller;
use crate::signed_request::session_token;

use query_form::QueryForm;
use sts_error::StsError;

pub use sts_error::translate_s3_error;

/// The STS part of the service.
pub struct Sts(pub Arc<Cloud>);

/// `s3s` already refuses bodies over 8 KiB when it checks the signature. This limit does not depend on that.
const MAX_BODY_SIZE: usize = 64 * 1024;
/// The only version of the STS API.
const VERSION: &str = "2011-06-15";

/// Returns whether a request is for STS. STS and S3 have the same address, and only STS has forms at the root.
pub fn is_sts(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let has_form = || {
        let value = headers.get("content-type")?.to_str().ok()?;
        Some(
            value
                .split(';')
                .next()?
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded"),
        )
    };
    method == Method::POST && uri.path() == "/" && has_form().unwrap_or(false)
}

#[async_trait::async_trait]
impl S3Route for Sts {
    fn is_match(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        _: &mut Extensions,
    ) -> bool {
        is_sts(method, uri, headers)
    }

    async fn call(&self, mut req: S3Request<Body>) -> S3Result<S3Response<Body>> {
        // An error is also an answer here, because `s3s` would write it in the XML of S3.
        let response = self.respond(&mut req).await;
        Ok(response.unwrap_or_else(|error| error.to_response()))
    }
}

impl Sts {
    async fn respond(&self, req: &mut S3Request<Body>) -> Result<S3Response<Body>, StsError> {
        let Some(credentials) = &req.credentials else {
            return Err(StsError::unsigned());
        };
        // A signature for S3 must not be good for STS.
        if req.service.as_deref() != Some("sts") {
            return Err(StsError::wrong_service());
        }
        let token = session_token(&req.headers, &req.uri);
        let caller = self
            .0
            .authenticate(&credentials.access_key, token.as_deref())
            .map_err(StsError::token_error)?;
        let body = req
            .input
            .store_all_limited(MAX_BODY_SIZE)
            .await
            .map_err(|_| StsError::malformed())?;
        let form = QueryForm::parse(&body).map_err(|_| StsError::malformed())?;
        match (form.get("Version"), form.get("Action")) {
            (Some(VERSION), Some("AssumeRole")) => {
                assume_role::assume_role(&self.0, &caller, &form)
            }
            (Some(VERSION), Some("GetFederationToken")) => {
                federation_token::get_federation_token(&self.0, &caller, &form)
            }
            (Some(VERSION), Some("GetCallerIdentity")) => Ok(get_caller_identity(&caller)),
            (_, action) => Err(StsError::unknown_action(action.unwrap_or_default())),
        }
    }
}

/// Answers who the caller is. As in AWS, it requires no permission.
fn get_caller_identity(caller: &Caller) -> S3Response<Body> {
    let principal = &caller.principal;
    xml::success_response(&xml::GetCallerIdentityResponse::new(
        principal.arn(),
        principal.user_id(),
        principal.account(),
    ))
}
