//! An HTTP client that acts as the vendor's backend, as a tenant's browser without JavaScript, or as an admin's browser.

use crate::answer::Answer;
use crate::api_contract::assert_documented;
use futures::StreamExt;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const API_KEY: &str = "test-api-key-0123456789-abcdefghijkl";
pub const ADMIN_KEY: &str = "test-admin-key-0123456789-abcdefghij";
/// The flow that the server creates at its first start.
pub const FLOW: &str = "demo";
/// The longest wait for an answer. No request takes that long, so one that does hangs.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A client of one server, which remembers every answer.
#[derive(Clone, Debug)]
pub struct Client {
    pub url: String,
    pub api_key: String,
    http: reqwest::Client,
    received: Arc<Mutex<Vec<u8>>>,
}

impl Client {
    pub fn new(url: impl Into<String>) -> Self {
        Self::with_address(url, IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// Creates a client that connects from `address`, which has to be in 127.0.0.0/8.
    pub fn with_address(url: impl Into<String>, address: IpAddr) -> Self {
        let http = reqwest::Client::builder()
            .local_address(address)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .no_proxy()
            .build();
        Self {
            url: url.into(),
            api_key: API_KEY.to_owned(),
            http: http.expect("a client"),
            received: Arc::default(),
        }
    }

    /// Returns a client of the same server with another API key.
    #[must_use]
    pub fn with_api_key(&self, key: &str) -> Self {
        Self {
            api_key: key.to_owned(),
            ..self.clone()
        }
    }

    /// Returns the headers and bodies of all answers so far. Clones of a client share them.
    pub fn received_bytes(&self) -> Vec<u8> {
        self.received.lock().expect("lock").clone()
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.expect("a whole answer")
    }

    /// Sends a request to a server that may be killed before it has answered.
    ///
    /// # Errors
    /// Returns an error if the answer does not arrive in full.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let request = request.build()?;
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        let mut received = self.received.lock().expect("lock");
        received.extend_from_slice(format!("{headers:?}").as_bytes());
        received.extend_from_slice(&bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert_documented(&method, &path, status, &headers, &text);
        Ok(Answer {
            status,
            headers,
            text,
        })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    // As the vendor's backend.

    pub fn api_request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, &format!("/v1{path}"))
            .bearer_auth(&self.api_key)
    }

    /// Sends a request to the REST API. `path` is relative to `/v1`.
    pub async fn api(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self.api_request(method, path);
        self.send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    pub async fn api_get(&self, path: &str) -> Answer {
        self.api(Method::GET, path, None).await
    }

    /// Posts a new connect session with any body.
    pub async fn post_session(&self, body: &Value) -> Answer {
        self.api(Method::POST, "/connect-sessions", Some(body))
            .await
    }

    /// Creates a connect session for a tenant of [`FLOW`] and returns its token.
    pub async fn create_session(&self, tenant: &str) -> String {
        let answer = self
            .post_session(&json!({ "tenant": tenant, "flow": FLOW }))
            .await
            .expect(201);
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    pub async fn connection(&self, tenant: &str) -> Answer {
        self.api_get(&connection_path(tenant)).await
    }

    pub async fn put_connection(&self, tenant: &str, fields: &Value) -> Answer {
        self.api(Method::PUT, &connection_path(tenant), Some(fields))
            .await
    }

    pub async fn delete_connection(&self, tenant: &str) -> Answer {
        self.api(Method::DELETE, &connection_path(tenant), None)
            .await
    }

    pub async fn check_connection(&self, tenant: &str) -> Answer {
        self.api(
            Method::POST,
            &format!("{}/check", connection_path(tenant)),
            None,
        )
        .await
    }

    /// Returns the tenant's external ID. The first request for a tenant creates it.
    pub async fn external_id(&self, tenant: &str) -> String {
        let answer = self
            .api_get(&format!("/tenants/{tenant}/external-id"))
            .await
            .expect(200);
        answer.json()["external_id"]
            .as_str()
            .expect("an external ID")
            .to_owned()
    }

    pub async fn connector(&self) -> Answer {
        self.api_get(&format!("/flows/{FLOW}/connector")).await
    }

    /// Changes the direction of [`FLOW`] and nothing else.
    pub async fn set_direction(&self, direction: &str) {
        let mut connector = self.connector().await.expect(200).json();
        connector["direction"] = Value::from(direction);
        let path = format!("/flows/{FLOW}/connector");
        self.api(Method::PUT, &path, Some(&connector))
            .await
            .expect(200);
    }

    /// Asserts that the tenant has no connection.
    #[track_caller]
    pub fn assert_not_connected(&self, tenant: &str) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        let (client, tenant) = (self.clone(), tenant.to_owned());
        async move {
            let answer = client.connection(&tenant).await;
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (404, &json!("no_connection")),
                "called at {at}: {}",
                answer.text
            );
        }
    }

    // As the tenant's browser.

    /// Opens the widget with a connect link's token.
    pub async fn open(&self, token: &str) -> Answer {
        self.get(&format!("/connect?token={token}")).await
    }

    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    /// Presses a button of the widget, as a browser without JavaScript does. The answer is a page.
    pub async fn press(&self, token: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form("/connect", &widget_form(token, action, fields)))
            .await
    }

    /// Presses a button of the widget, as the page's JavaScript does. The answer is a stream of JSON lines.
    pub async fn press_streaming(
        &self,
        token: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let form = self.form("/connect", &widget_form(token, action, fields));
        self.send(form.header("accept", "application/x-ndjson"))
            .await
    }

    /// Presses **Test and save**, and closes the connection when `until` is ready.
    ///
    /// # Panics
    /// Panics if the whole answer arrives before that.
    pub async fn press_and_abort(
        &self,
        token: &str,
        fields: &[(&str, &str)],
        is_streaming: bool,
        until: impl Future<Output = ()>,
    ) {
        let mut form = self.form("/connect", &widget_form(token, "save", fields));
        if is_streaming {
            form = form.header("accept", "application/x-ndjson");
        }
        let answering = async {
            // The server may be killed by `until`, so an error here must not end the wait.
            let Ok(response) = form.send().await else {
                return std::future::pending().await;
            };
            let mut chunks = response.bytes_stream();
            while let Some(chunk) = chunks.next().await {
                if chunk.is_err() {
                    return std::future::pending().await;
                }
            }
        };
        tokio::select! {
            () = answering => panic!("the whole answer arrived too early"),
            () = until => {}
        }
    }
}

/// Returns the fields of the widget's form for one of its buttons.
fn widget_form<'a>(
    token: &'a str,
    action: &'a str,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("token", token), ("action", action)];
    form.extend_from_slice(fields);
    form
}

/// Returns the REST path of a tenant's connection on [`FLOW`].
pub fn connection_path(tenant: &str) -> String {
    format!("/flows/{FLOW}/tenants/{tenant}/connection")
}
