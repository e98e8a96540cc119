//! Probes of AWS or of an S3-compatible store at its real `https://` address. The stub receives all requests.

use crate::stub_server::{CannedResponse, StubRequest, StubServer};
use crate::{FinishedProbe, settings, vendor_with};
use aws::{AwsSettings, ProbePlan};
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// The header in which the stub finds the host that a request was for.
const ORIGINAL_HOST: &str = "x-test-original-host";

/// Returns the host that a request was for.
pub fn original_host(request: &StubRequest) -> &str {
    request.header(ORIGINAL_HOST).unwrap_or_default()
}

/// An HTTP client that sends every request to the stub, whatever its address.
#[derive(Debug)]
struct StubHttpClient {
    url: String,
    inner: SharedHttpClient,
}

impl HttpClient for StubHttpClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(StubConnector {
            url: self.url.clone(),
            inner: self.inner.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct StubConnector {
    url: String,
    inner: SharedHttpConnector,
}

impl HttpConnector for StubConnector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let (_, rest) = request.uri().split_once("://").expect("a scheme");
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        let host = rest.split(['/', '?']).next().unwrap_or_default().to_owned();
        let uri = format!("{}{path}", self.url);
        request.set_uri(uri).expect("a URI");
        request.headers_mut().insert(ORIGINAL_HOST, host);
        self.inner.call(request)
    }
}

/// Probes AWS or a store at its real address. The stub receives all requests.
pub async fn probe_anywhere(
    plan: &ProbePlan,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    probe_compatible_store(plan, respond).await
}

pub async fn probe_compatible_store(
    plan: &ProbePlan,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    probe_compatible_store_with(settings(), plan, respond).await
}

pub async fn probe_compatible_store_with(
    settings: AwsSettings,
    plan: &ProbePlan,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    let stub = StubServer::start(respond).await;
    let client = SharedHttpClient::new(StubHttpClient {
        url: stub.url.clone(),
        inner: Builder::new().build_http(),
    });
    let report = vendor_with(|sdk| sdk.http_client(client), settings)
        .probe(plan, |_| ())
        .await;
    FinishedProbe {
        report,
        stub,
        ended_steps: Vec::new(),
        waiting_steps: Vec::new(),
    }
}
