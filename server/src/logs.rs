//! Logs on stderr. A server writes JSON lines, or plain text if stderr is a terminal. Each request has one line. It leaves
//! out the query, which may hold a connect link's token. A command writes plain text for people, and only warnings.

use crate::request_id::RequestId;
use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use domain::FlowId;
use service::TenantScope;
use std::io::IsTerminal as _;
use std::time::Duration;
use tower_http::classify::{ServerErrorsAsFailures, SharedClassifier};
use tower_http::trace::TraceLayer;
use tracing::Span;
use tracing::field::Empty;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// Our own crates. Their log lines hold no secrets, so they are logged at any level.
const OWN_CRATES: [&str; 9] = [
    "app", "aws", "domain", "i18n", "sandbox", "server", "service", "store", "transfer",
];

/// Who reads the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStyle {
    /// A server's log is for the people and programs that operate it.
    Server,
    /// A command's log is for the person who typed the command, between the lines of its output.
    Command,
}

/// Starts logging to stderr. `RUST_LOG` selects what is logged; by default a server logs from level `info` on, and a
/// command from `warn` on.
pub fn start(style: LogStyle) {
    let default = match style {
        LogStyle::Server => "info",
        LogStyle::Command => "warn",
    };
    let rust_log = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let is_terminal = std::io::stderr().is_terminal();
    let lines = || fmt::layer().with_writer(std::io::stderr);
    let lines = match style {
        LogStyle::Command => lines().compact().without_time().with_target(false).boxed(),
        LogStyle::Server if is_terminal => lines().compact().boxed(),
        LogStyle::Server => lines()
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    let logs = tracing_subscriber::registry()
        .with(rust_log)
        .with(secret_filter());
    // This fails if logging has started already, which happens only in tests.
    drop(logs.with(lines).try_init());
}

/// Drops log lines that may hold secrets, whatever `RUST_LOG` says.
///
/// Below level `warn`, libraries such as the SDK, the HTTP stack and the database driver log what they send. This is a
/// filter of its own beside that of `RUST_LOG`, and a line has to pass both, so no directive can override it.
fn secret_filter() -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OWN_CRATES.map(|target| (target, LevelFilter::TRACE)))
        // A target matches every target that begins with it, and the longest match wins. So our crate `aws` would match
        // the SDK's `aws_smithy_runtime` too, if this one did not.
        .with_target("aws_", LevelFilter::WARN)
        // The sandbox's S3 logs every refusal as an error. To us a refusal is a normal answer.
        .with_target("s3s", LevelFilter::OFF)
}

/// The first segments of our own addresses.
const FIRST_SEGMENTS: [&str; 8] = [
    "admin", "connect", "healthz", "logo", "messages", "pkg", "readyz", "v1",
];

/// Returns how the log names an address that has no route: its first segment, if that is one of ours. The rest may hold
/// a connect link's token, because people who paste a link sometimes write `/connect/…`.
fn redact_path(path: &str) -> String {
    let first = path.split('/').nth(1).unwrap_or_default();
    if FIRST_SEGMENTS.contains(&first) {
        format!("/{first}/…")
    } else {
        "…".to_owned()
    }
}

/// The name of the span of a health check.
const HEALTH_CHECK: &str = "health check";

type MakeSpan = fn(&Request) -> Span;
type OnResponse = fn(&Response, Duration, &Span);

/// Opens a span for each request, and logs its status and duration when the response begins.
pub fn layer()
-> TraceLayer<SharedClassifier<ServerErrorsAsFailures>, MakeSpan, (), OnResponse, (), (), ()> {
    TraceLayer::new_for_http()
        .make_span_with(request_span as MakeSpan)
        .on_request(())
        .on_response(log_response as OnResponse)
        .on_body_chunk(())
        .on_eos(())
        // `Problem::log` reports failures on our side, with their causes.
        .on_failure(())
}

/// Returns the span of a request. Handlers add the tenant and the flow when they know them, see [`record_tenant`].
fn request_span(request: &Request) -> Span {
    // The route's pattern instead of the path, because a path may hold a secret.
    let path = request.extensions().get::<MatchedPath>().map_or_else(
        || redact_path(request.uri().path()),
        |matched| matched.as_str().to_owned(),
    );
    let request_id = request.extensions().get::<RequestId>();
    let request_id = request_id.map(|id| id.0.as_str()).unwrap_or_default();
    // The level `error` keeps the spans enabled whatever `RUST_LOG` says, so an error's line always has the request's ID.
    if path == "/healthz" || path == "/readyz" {
        return tracing::error_span!(HEALTH_CHECK, method = %request.method(), path, request_id);
    }
    tracing::error_span!(
        "request",
        method = %request.method(),
        path,
        request_id,
        environment = Empty,
        tenant = Empty,
        flow = Empty
    )
}

/// Adds to the request's log lines whom the request is about.
pub fn record_tenant(scope: &TenantScope, flow: &FlowId) {
    let span = Span::current();
    span.record("environment", scope.environment.as_str());
    span.record("tenant", scope.tenant.as_str());
    span.record("flow", flow.as_str());
}

fn log_response(response: &Response, latency: Duration, span: &Span) {
    let status = response.status().as_u16();
    let elapsed_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    // Load balancers ask for the health every few seconds.
    if span
        .metadata()
        .is_some_and(|span| span.name() == HEALTH_CHECK)
    {
        tracing::debug!(status, elapsed_ms, "request");
    } else {
        tracing::info!(status, elapsed_ms, "request");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn logs_our_own_crates_at_any_level_and_libraries_from_warnings_on() {
        for (target, level, is_logged) in [
            ("server::rest", Level::TRACE, true),
            ("aws::probe::call_runner", Level::TRACE, true),
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
                secret_filter().would_enable(target, &level),
                is_logged,
                "{target} {level}"
            );
        }
    }

    #[test]
    fn redacts_addresses_without_a_route() {
        for (path, redacted) in [
            ("/connect/token", "/connect/…"),
            ("/connect/", "/connect/…"),
            ("/connect/token/more", "/connect/…"),
            ("/token", "…"),
            ("//connect/token", "…"),
            ("/", "…"),
            ("/%63onnect/token", "…"),
            ("/v1/token", "/v1/…"),
        ] {
            assert_eq!(redact_path(path), redacted, "{path}");
        }
    }
}
