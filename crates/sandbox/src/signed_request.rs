//! What a signed request carries beside its signature: a session token and a region.
//!
//! A request is signed in its `Authorization` header or, if it is presigned, in its query.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use axum::http::{HeaderMap, Uri};

/// Returns the session token of a request, from its headers or its presigned URL.
pub fn session_token(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    const NAME: &str = "x-amz-security-token";
    if let Some(value) = headers.get(NAME) {
        return value.to_str().ok().map(str::to_owned);
    }
    query_value(uri, NAME)
}

/// Returns the region that a request was signed for. The caller must have checked the signature.
pub fn signed_region(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    if let Some(header) = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
    {
        let authorization = s3s_sigv4::AuthorizationV4::parse(header).ok()?;
        return Some(authorization.credential.aws_region.to_owned());
    }
    let scope = query_value(uri, "x-amz-credential")?;
    s3s_sigv4::CredentialV4::parse(&scope)
        .ok()
        .map(|credential| credential.aws_region.to_owned())
}

fn query_value(uri: &Uri, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    // AWS writes these parameters as `X-Amz-…`, the headers of the same names in lower case.
    pairs
        .into_iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
