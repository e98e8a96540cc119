//! Routes requests to S3, STS and the console, and adds what AWS puts on every answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::error_handling::HandleError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::cloud::Cloud;
use crate::console::{self, Console};
use crate::random_ids::request_id;
use crate::{s3, sts};

#[derive(Clone)]
struct ResponseLayer {
    cloud: Arc<Cloud>,
    delay: Duration,
}

/// Builds the router. `delay` is added to each answer of S3 and STS.
pub fn build_router(cloud: &Arc<Cloud>, console: Console, delay: Duration) -> Router {
    let service = HandleError::new(s3::service(cloud), |error: s3s::HttpError| async move {
        tracing::error!(%error, "the sandbox failed");
        StatusCode::INTERNAL_SERVER_ERROR
    });
    let layer = ResponseLayer {
        cloud: Arc::clone(cloud),
        delay,
    };
    // The layer covers what is above it. The console's routes come after it: they get no AWS headers and no delay.
    Router::new()
        .fallback_service(service)
        .layer(from_fn_with_state(layer, respond_like_aws))
        .merge(console::router(console))
}

async fn respond_like_aws(
    State(layer): State<ResponseLayer>,
    request: Request,
    next: Next,
) -> Response {
    let is_sts = sts::is_sts(request.method(), request.uri(), request.headers());
    // The SDKs address buckets by path here, because an IP address has no subdomains.
    let bucket = request
        .uri()
        .path()
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let mut response = next.run(request).await;
    if is_sts {
        response = sts::translate_s3_error(response).await;
    } else {
        // S3 names the bucket's region also when it refuses a request. The probe depends on it.
        let region = layer
            .cloud
            .directory()
            .buckets
            .get(&bucket)
            .map(|bucket| bucket.region.clone());
        let headers = response.headers_mut();
        for (name, value) in [
            ("x-amz-request-id", Some(request_id())),
            ("x-amz-id-2", Some(request_id())),
            ("x-amz-bucket-region", region),
        ] {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                headers.insert(name, value);
            }
        }
        headers.insert("server", HeaderValue::from_static("AmazonS3"));
    }
    if !layer.delay.is_zero() {
        tokio::time::sleep(layer.delay).await;
    }
    response
}
