//! Logs: JSON lines on stderr, plain ones where a person looks on. One line a request, without the query,
//! for a connect link's token is in it.

use crate::request_id::RequestId;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal as _;
use std::time::Instant;
use tracing_subscriber::EnvFilter;

/// `RUST_LOG` says how much; by default our own lines from `info` on. The SDK's and the database's own
/// debug lines are never let through: they would show what is sent.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let quiet = [
        "aws_smithy_runtime",
        "aws_smithy_runtime_api",
        "aws_sigv4",
        "aws_runtime",
        "hyper",
        "hyper_util",
        "h2",
        "sqlx",
        "rustls",
    ];
    let quiet = quiet.iter().map(|target| format!("{target}=warn"));
    // What the sandbox's S3 refuses is its answer, and no error of ours.
    let silent = std::iter::once("s3s=off".to_owned());
    let filter = quiet
        .chain(silent)
        .filter_map(|directive| directive.parse().ok())
        .fold(filter, EnvFilter::add_directive);
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        logs.compact().try_init()
    } else {
        logs.json().flatten_event(true).try_init()
    };
    // Only a test starts them twice.
    drop(started);
}

pub async fn layer(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    // The pattern, or else the path: neither holds a secret.
    let path = request.extensions().get::<MatchedPath>().map_or_else(
        || request.uri().path().to_owned(),
        |matched| matched.as_str().to_owned(),
    );
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if path == "/healthz" || path == "/readyz" {
        tracing::debug!(%method, path, status, elapsed_ms, request_id = id, "request");
    } else {
        tracing::info!(%method, path, status, elapsed_ms, request_id = id, "request");
    }
    response
}
