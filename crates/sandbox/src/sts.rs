//! STS: `AssumeRole` and `GetCallerIdentity`, as the query protocol has them, signatures checked by `s3s`.

mod assume_role;
mod errors;
mod xml;

use std::sync::Arc;

use axum::http::{Extensions, HeaderMap, Method, Uri};
use s3s::route::S3Route;
use s3s::{Body, S3Request, S3Response, S3Result};

use crate::cloud::Cloud;
use crate::iam::Caller;
use crate::s3::session_token;

pub use errors::{StsError, translate};

pub struct Sts(pub Arc<Cloud>);

/// Bodies over 8 KiB are refused with the signature already; this keeps the rest bounded too.
const LARGEST_BODY: usize = 64 * 1024;
const VERSION: &str = "2011-06-15";

/// Fields of a query-protocol request.
struct Form(Vec<(String, String)>);

impl Form {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// STS shares the address with S3: it is the one that takes forms at the root.
pub fn is_sts(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let form = || {
        let value = headers.get("content-type")?.to_str().ok()?;
        Some(
            value
                .split(';')
                .next()?
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded"),
        )
    };
    method == Method::POST && uri.path() == "/" && form().unwrap_or(false)
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
        let answer = self.answer(&mut req).await;
        Ok(answer.unwrap_or_else(|error| error.respond()))
    }
}

impl Sts {
    async fn answer(&self, req: &mut S3Request<Body>) -> Result<S3Response<Body>, StsError> {
        let Some(credentials) = &req.credentials else {
            return Err(StsError::unsigned());
        };
        if req.service.as_deref() != Some("sts") {
            return Err(StsError::wrong_service());
        }
        let token = session_token(&req.headers, &req.uri);
        let caller = self
            .0
            .caller(&credentials.access_key, token.as_deref())
            .map_err(StsError::token)?;
        let body = req
            .input
            .store_all_limited(LARGEST_BODY)
            .await
            .map_err(|_| StsError::malformed())?;
        let form = Form(serde_urlencoded::from_bytes(&body).map_err(|_| StsError::malformed())?);
        match (form.get("Version"), form.get("Action")) {
            (Some(VERSION), Some("AssumeRole")) => {
                assume_role::assume_role(&self.0, &caller, &form)
            }
            (Some(VERSION), Some("GetCallerIdentity")) => Ok(get_caller_identity(&caller)),
            (_, action) => Err(StsError::unknown_action(action.unwrap_or_default())),
        }
    }
}

/// Needs no permission, as in AWS.
fn get_caller_identity(caller: &Caller) -> S3Response<Body> {
    let principal = &caller.principal;
    xml::answer(&xml::GetCallerIdentityResponse::new(
        principal.arn(),
        principal.user_id(),
        principal.account(),
    ))
}
