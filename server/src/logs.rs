//! Logs: JSON lines on stderr, plain ones where a person looks on. One line a request, without the query,
//! for a connect link's token is in it.

use crate::request_id::RequestId;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal as _;
use std::time::Instant;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt};

/// Our own crates, whose lines hold no secrets.
const OURS: [&str; 8] = [
    "app", "aws", "domain", "sandbox", "server", "service", "store", "words",
];

/// Writes logs to stderr. `RUST_LOG` says how much; by default our own lines from `info` on.
pub fn start() {
    let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = std::io::stderr().is_terminal();
    let plain = terminal.then(|| fmt::layer().with_writer(std::io::stderr).compact());
    let json = (!terminal).then(|| {
        let lines = fmt::layer().with_writer(std::io::stderr);
        lines.json().flatten_event(true)
    });
    let logs = tracing_subscriber::registry().with(asked).with(pins());
    // Only a test starts them twice.
    drop(logs.with(plain).with(json).try_init());
}

/// What is never written, whatever `RUST_LOG` asks for. Below a warning, libraries such as the SDK, the HTTP stack and
/// the database show what is sent. Directives of `RUST_LOG` cannot undo this, however long: it is a filter of its own,
/// and a line has to pass both.
fn pins() -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OURS.map(|target| (target, LevelFilter::TRACE)))
        // A target stands for all that begin with it, and this is longer than our own `aws`.
        .with_target("aws_", LevelFilter::WARN)
        // What the sandbox's S3 refuses is its answer, and no error of ours.
        .with_target("s3s", LevelFilter::OFF)
}

/// The first segments of our own addresses.
const KNOWN: [&str; 8] = [
    "admin", "connect", "healthz", "logo", "pkg", "readyz", "v1", "words",
];

/// Names an address that has no route. What follows its first segment isn't written down, because it may be a connect
/// link's token: somebody who pastes a link writes `/connect/…` at times.
fn unmatched(path: &str) -> String {
    let first = path.split('/').nth(1).unwrap_or_default();
    if KNOWN.contains(&first) {
        format!("/{first}/…")
    } else {
        "…".to_owned()
    }
}

pub async fn layer(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    // The pattern holds no secret, which the path may do.
    let path = request.extensions().get::<MatchedPath>().map_or_else(
        || unmatched(request.uri().path()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn libraries_are_kept_quiet_and_we_are_not() {
        for (target, level, written) in [
            ("server::rest", Level::TRACE, true),
            ("aws::probe::run", Level::TRACE, true),
            ("aws_smithy_runtime::client", Level::DEBUG, false),
            ("aws_smithy_runtime::client", Level::WARN, true),
            ("aws_sdk_s3::operation", Level::INFO, false),
            ("hyper::proto", Level::DEBUG, false),
            ("hyper_util::client", Level::DEBUG, false),
            ("sqlx::query", Level::INFO, false),
            ("rustls::common_state", Level::DEBUG, false),
            ("axum::rejection", Level::TRACE, false),
            ("a_library_of_tomorrow", Level::DEBUG, false),
            ("s3s::service", Level::ERROR, false),
        ] {
            assert_eq!(
                pins().would_enable(target, &level),
                written,
                "{target} {level}"
            );
        }
    }

    #[test]
    fn an_address_without_a_route_is_not_written_down() {
        for (path, shown) in [
            ("/connect/token", "/connect/…"),
            ("/connect/", "/connect/…"),
            ("/connect/token/more", "/connect/…"),
            ("/token", "…"),
            ("//connect/token", "…"),
            ("/", "…"),
            ("/%63onnect/token", "…"),
            ("/v1/token", "/v1/…"),
        ] {
            assert_eq!(unmatched(path), shown, "{path}");
        }
    }
}
