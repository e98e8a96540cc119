//! The HTTP clients that the SDK uses. They limit where we connect and how much of a response we read.
//!
//! A tenant can name any server on the internet, and we cannot trust what answers there. So every response is limited,
//! AWS's included, and an address that a tenant typed never leads into our own network.

use crate::dns_resolver::Resolver;
use crate::error_chain::find_error;
use aws_sdk_s3::config::retry::{ClassifyRetry, RetryAction};
use aws_sdk_s3::config::{RuntimeComponents, SharedHttpClient};
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::{Builder, ConnectorBuilder, tls};
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::classifiers::RetryClassifierPriority;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use domain::endpoint::is_private;
use futures::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use std::net::IpAddr;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The longest response body that is read, in bytes. The longest body that a probe needs is a list of five keys, about
/// 40 KiB if every character is escaped. The limit also allows for stores that ignore `max-keys` and list 1,000 keys.
pub(crate) const MAX_BODY_BYTES: usize = 512 * 1024;
/// The longest list of 1,000 objects that is read, in bytes. Escaping can make a key six times as long.
const MAX_LIST_BYTES: usize = 8 * 1024 * 1024;
/// The longest headers that are kept, in bytes. hyper itself stops at 100 headers and at 408 KiB.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// A response exceeded one of the limits in this file.
#[derive(Debug, thiserror::Error)]
#[error("the response is too large")]
pub(crate) struct ResponseTooLarge;

/// Who chose the address that a client connects to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// AWS, or the server that the vendor's own settings name in its place.
    Aws,
    /// An S3-compatible store whose address a tenant typed.
    TenantStore,
}

/// Creates a client with its own connection pool and trusted roots. All probes share one such client.
pub(crate) fn build_http_client(destination: Destination) -> SharedHttpClient {
    let (resolver, proxy) = match destination {
        Destination::Aws => (Resolver::Any, ProxyConfig::from_env()),
        // A proxy would resolve the name itself and connect to whatever address it gets, past our check for private
        // addresses.
        Destination::TenantStore => (Resolver::PublicOnly, ProxyConfig::disabled()),
    };
    Builder::new().build_with_connector_fn(move |settings, components| {
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        let mut connector = ConnectorBuilder::default().tls_provider(provider);
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.set_proxy_config(Some(proxy.clone()));
        connector.build_with_resolver(resolver)
    })
}

/// What the callers of a client read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    /// Only short responses: errors, short lists and the first byte of an object.
    Short,
    /// Objects of any length as well, and lists of 1,000 objects.
    Objects,
}

/// Limits what is read of every response. If a tenant typed the address, also rejects private addresses.
pub(crate) fn limit_http_client(
    inner: SharedHttpClient,
    destination: Destination,
    responses: ResponseKind,
) -> SharedHttpClient {
    SharedHttpClient::new(Limited {
        inner,
        destination,
        responses,
    })
}

#[derive(Debug)]
struct Limited<T> {
    inner: T,
    destination: Destination,
    responses: ResponseKind,
}

impl HttpClient for Limited<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Limited {
            inner: self.inner.http_connector(settings, components),
            destination: self.destination,
            responses: self.responses,
        })
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_base_client_config(components, config)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_final_config(components, config)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.inner.connector_metadata()
    }
}

impl HttpConnector for Limited<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        // If the URL contains an IP address, hyper connects to it without calling the resolver, which otherwise
        // rejects private addresses.
        if self.destination == Destination::TenantStore && has_private_ip(request.uri()) {
            let error = ResolveDnsError::new("the address is a private one");
            return HttpConnectorFuture::ready(Err(ConnectorError::other(error.into(), None)));
        }
        // Of a part of an object, the probe reads only the first bytes that arrive. So a store that ignores `Range` does
        // not make us fetch the whole object.
        let is_part = request.headers().get("range").is_some();
        let may_be_long =
            request.method() == "GET" && (is_part || self.responses == ResponseKind::Objects);
        let is_list = request.uri().contains("list-type=2");
        let response = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let response = response.await?;
            let max_bytes = match (may_be_long, is_list) {
                // An object can have any length. An error in its place is short.
                (true, false) if response.status().is_success() => None,
                (true, true) => Some(MAX_LIST_BYTES),
                _ => Some(MAX_BODY_BYTES),
            };
            limit_response(response, max_bytes)
        })
    }
}

fn has_private_ip(uri: &str) -> bool {
    let uri: Option<hyper::Uri> = uri.parse().ok();
    let host = uri.as_ref().and_then(hyper::Uri::host).unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().is_ok_and(is_private)
}

/// Limits a response's headers, and its body to `max_bytes` bytes. `None` means no limit on the body.
fn limit_response(
    mut response: HttpResponse,
    max_bytes: Option<usize>,
) -> Result<HttpResponse, ConnectorError> {
    let headers = response.headers().iter_bytes();
    let bytes: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
    if bytes > MAX_HEADER_BYTES {
        return Err(ConnectorError::other(ResponseTooLarge.into(), None));
    }
    if let Some(max_bytes) = max_bytes {
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        *response.body_mut() = limit_body(body, max_bytes);
    }
    Ok(response)
}

/// Replaces a body by one that fails after `max_bytes` bytes.
fn limit_body(mut body: SdkBody, max_bytes: usize) -> SdkBody {
    // The stream is lazy: nothing is read before a caller polls the body.
    let whole = async move {
        // One buffer takes all chunks. A list of tiny chunks would need far more memory than their bytes.
        let mut whole = Vec::new();
        while let Some(frame) = body.frame().await {
            let Ok(chunk) = frame?.into_data() else {
                continue; // trailers
            };
            if whole.len() + chunk.len() > max_bytes {
                return Err(BoxError::from(ResponseTooLarge));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(Frame::data(Bytes::from(whole)))
    };
    SdkBody::from_body_1_x(StreamBody::new(stream::once(whole)))
}

/// Forbids a retry after a response that was too large. The SDK would treat the error as transient.
#[derive(Debug)]
pub(crate) struct NoRetryAfterTooLarge;

impl ClassifyRetry for NoRetryAfterTooLarge {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.output_or_error() {
            Some(Err(error)) if find_error::<ResponseTooLarge>(error).is_some() => {
                RetryAction::RetryForbidden
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "s3-connect's response limit"
    }

    fn priority(&self) -> RetryClassifierPriority {
        // The last classifier decides, so this one has to run after the one that would retry.
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_private_ip_addresses_in_every_notation() {
        for (uri, private) in [
            ("https://127.0.0.1/bucket", true),
            ("https://169.254.169.254:80/latest", true),
            ("https://[::1]:9000/", true),
            ("https://[::ffff:10.0.0.1]/", true),
            ("https://8.8.8.8/bucket?list-type=2", false),
            ("https://[2600:1f18::1]/", false),
            ("https://store.example.com/", false),
        ] {
            assert_eq!(has_private_ip(uri), private, "{uri}");
        }
    }
}
