//! A store of another make at an `https://` address, whose part the stub plays.

use crate::stub::{Asked, Canned, Stub};
use crate::{Probed, settings, vendor_with};
use aws::{AwsSettings, Plan};
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// Whatever the address, the stub answers.
#[derive(Debug)]
struct ToTheStub {
    url: String,
    inner: SharedHttpClient,
}

impl HttpClient for ToTheStub {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector {
            url: self.url.clone(),
            inner: self.inner.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct Connector {
    url: String,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let (_, rest) = request.uri().split_once("://").expect("a scheme");
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        let uri = format!("{}{path}", self.url);
        request.set_uri(uri).expect("a URI");
        self.inner.call(request)
    }
}

pub async fn at_the_stub(
    plan: &Plan,
    answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static,
) -> Probed {
    at_the_stub_with(settings(), plan, answers).await
}

pub async fn at_the_stub_with(
    settings: AwsSettings,
    plan: &Plan,
    answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static,
) -> Probed {
    let stub = Stub::start(answers).await;
    let client = SharedHttpClient::new(ToTheStub {
        url: stub.url.clone(),
        inner: Builder::new().build_http(),
    });
    let report = vendor_with(|sdk| sdk.http_client(client), settings)
        .probe(plan, |_| ())
        .await;
    Probed {
        report,
        stub,
        handed_out: Vec::new(),
        waited: Vec::new(),
    }
}
