//! The HTTP around it all: what AWS puts on every answer, and the one address for S3, STS and the console.

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
use crate::{s3, sts};

#[derive(Clone)]
struct Around {
    cloud: Arc<Cloud>,
    delay: Duration,
}

pub fn router(cloud: &Arc<Cloud>, console: Console, delay: Duration) -> Router {
    let service = HandleError::new(s3::service(cloud), |error: s3s::HttpError| async move {
        tracing::error!(%error, "the sandbox failed");
        StatusCode::INTERNAL_SERVER_ERROR
    });
    let around = Around {
        cloud: Arc::clone(cloud),
        delay,
    };
    Router::new()
        .fallback_service(service)
        .layer(from_fn_with_state(around, as_aws))
        .merge(console::router(console))
}

async fn as_aws(State(around): State<Around>, request: Request, next: Next) -> Response {
    let is_sts = sts::is_sts(request.method(), request.uri(), request.headers());
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
        response = sts::translate(response).await;
    } else {
        let region = around
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
    if !around.delay.is_zero() {
        tokio::time::sleep(around.delay).await;
    }
    response
}

/// Sixteen characters, as S3 has them. Two requests of one id would be no harm.
pub fn request_id() -> String {
    crate::iam::random_id("").unwrap_or_default()
}
