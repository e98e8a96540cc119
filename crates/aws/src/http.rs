//! The HTTP clients beneath the SDK: where they may connect, and how much of a response they read.
//!
//! A tenant may name any store on the internet, and what answers there is under nobody's control. So every
//! response is limited, including those of AWS, and a tenant's address never leads into our own network.

use crate::faults;
use crate::resolver::Resolver;
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

/// The longest response body that is read. The longest that a probe needs is a list of five keys, about 40 KiB
/// when every character is escaped; this also has room for a store that ignores `max-keys` and lists 1,000.
pub(crate) const MAX_BODY_BYTES: usize = 512 * 1024;
/// The longest list that is read of 1,000 objects, whose keys may be escaped to six times their length.
const MAX_LIST_BYTES: usize = 8 * 1024 * 1024;
/// hyper itself stops at 100 headers and at 408 KiB of them.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// A response was longer than [`MAX_BODY_BYTES`], or its headers were longer than [`MAX_HEADER_BYTES`].
#[derive(Debug, thiserror::Error)]
#[error("the response is too large")]
pub(crate) struct TooLarge;

/// Whose address a client connects to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// AWS, or what the vendor's own settings name in its place.
    Aws,
    /// A store whose address a tenant typed.
    TenantStore,
}

/// Makes one pool of connections and one set of trusted roots, which every probe shares.
pub(crate) fn client(destination: Destination) -> SharedHttpClient {
    let (resolver, proxy) = match destination {
        Destination::Aws => (Resolver::Any, ProxyConfig::from_env()),
        // A proxy would look the name up itself and connect wherever that leads, past every check of ours.
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

/// What a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Answers, which are short.
    Answers,
    /// Objects too: an object is as long as it is.
    Objects,
}

/// Limits what is read of every response, and refuses private addresses where a tenant chose the address.
pub(crate) fn guard(
    inner: SharedHttpClient,
    destination: Destination,
    reads: Reads,
) -> SharedHttpClient {
    SharedHttpClient::new(Guarded {
        inner,
        destination,
        reads,
    })
}

#[derive(Debug)]
struct Guarded<T> {
    inner: T,
    destination: Destination,
    reads: Reads,
}

impl HttpClient for Guarded<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Guarded {
            inner: self.inner.http_connector(settings, components),
            destination: self.destination,
            reads: self.reads,
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

impl HttpConnector for Guarded<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        // hyper connects to an address in a URL without asking the resolver.
        if self.destination == Destination::TenantStore && is_private_literal(request.uri()) {
            let error = ResolveDnsError::new("the address is a private one");
            return HttpConnectorFuture::ready(Err(ConnectorError::other(error.into(), None)));
        }
        let is_read = self.reads == Reads::Objects && request.method() == "GET";
        let is_list = request.uri().contains("list-type=2");
        let response = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let response = response.await?;
            let most = match (is_read, is_list) {
                (true, false) if response.status().is_success() => None,
                (true, true) => Some(MAX_LIST_BYTES),
                _ => Some(MAX_BODY_BYTES),
            };
            limit(response, most)
        })
    }
}

fn is_private_literal(uri: &str) -> bool {
    let uri: Option<hyper::Uri> = uri.parse().ok();
    let host = uri.as_ref().and_then(hyper::Uri::host).unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().is_ok_and(is_private)
}

/// `most` is how much of the body is read, in bytes; `None` for an object.
fn limit(mut response: HttpResponse, most: Option<usize>) -> Result<HttpResponse, ConnectorError> {
    let headers = response.headers().iter_bytes();
    let bytes: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
    if bytes > MAX_HEADER_BYTES {
        return Err(ConnectorError::other(TooLarge.into(), None));
    }
    if let Some(most) = most {
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        *response.body_mut() = limit_body(body, most);
    }
    Ok(response)
}

/// Nothing is read before somebody asks for the body, so the rest of an object is never fetched when a store
/// ignores `Range`. The chunks are copied together: many tiny ones would take far more memory than their bytes.
fn limit_body(mut body: SdkBody, most: usize) -> SdkBody {
    let whole = async move {
        let mut whole = Vec::new();
        while let Some(frame) = body.frame().await {
            let Ok(chunk) = frame?.into_data() else {
                continue; // trailers
            };
            if whole.len() + chunk.len() > most {
                return Err(BoxError::from(TooLarge));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(Frame::data(Bytes::from(whole)))
    };
    SdkBody::from_body_1_x(StreamBody::new(stream::once(whole)))
}

/// Forbids another attempt after a response that was too large, which the SDK takes for a passing fault.
#[derive(Debug)]
pub(crate) struct NeverAfterTooLarge;

impl ClassifyRetry for NeverAfterTooLarge {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.output_or_error() {
            Some(Err(error)) if faults::find::<TooLarge>(error).is_some() => {
                RetryAction::RetryForbidden
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "s3-connect's limit on responses"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_url_is_judged_however_it_is_written() {
        for (uri, private) in [
            ("https://127.0.0.1/bucket", true),
            ("https://169.254.169.254:80/latest", true),
            ("https://[::1]:9000/", true),
            ("https://[::ffff:10.0.0.1]/", true),
            ("https://8.8.8.8/bucket?list-type=2", false),
            ("https://[2600:1f18::1]/", false),
            ("https://store.example.com/", false),
        ] {
            assert_eq!(is_private_literal(uri), private, "{uri}");
        }
    }
}
