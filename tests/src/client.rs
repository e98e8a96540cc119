//! A client of the server: the vendor's backend, a tenant's browser without scripts, and an admin's.

use crate::answer::Answer;
use futures::StreamExt;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const API_KEY: &str = "test-api-key-0123456789-abcdefghijkl";
pub const ADMIN_KEY: &str = "test-admin-key-0123456789-abcdefghij";
/// The flow that a first start makes.
pub const FLOW: &str = "demo";
/// Nothing the server does takes longer; what does, hangs.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Clone, Debug)]
pub struct Client {
    pub url: String,
    pub api_key: String,
    http: reqwest::Client,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Client {
    pub fn new(url: impl Into<String>) -> Self {
        Self::from(url, IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// A client with an address of its own, out of 127.0.0.0/8.
    pub fn from(url: impl Into<String>, address: IpAddr) -> Self {
        let http = reqwest::Client::builder()
            .local_address(address)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .no_proxy()
            .build();
        Self {
            url: url.into(),
            api_key: API_KEY.to_owned(),
            http: http.expect("a client"),
            heard: Arc::default(),
        }
    }

    /// The same server, with another environment's key.
    #[must_use]
    pub fn with_api_key(&self, key: &str) -> Self {
        Self {
            api_key: key.to_owned(),
            ..self.clone()
        }
    }

    /// Every answer so far, heads and bodies.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().expect("lock").clone()
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.expect("a whole answer")
    }

    /// As [`Self::send`], where the server may go away before it has answered.
    ///
    /// # Errors
    /// When the answer does not arrive in full.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        let mut heard = self.heard.lock().expect("lock");
        heard.extend_from_slice(format!("{headers:?}").as_bytes());
        heard.extend_from_slice(&bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer {
            status,
            headers,
            text,
        })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    // The vendor's backend.

    pub fn api_request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, &format!("/v1{path}"))
            .bearer_auth(&self.api_key)
    }

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

    pub async fn open_session(&self, body: &Value) -> Answer {
        self.api(Method::POST, "/connect-sessions", Some(body))
            .await
    }

    /// A connect link's token.
    pub async fn create_session(&self, tenant: &str) -> String {
        let answer = self
            .open_session(&json!({ "tenant": tenant, "flow": FLOW }))
            .await
            .expect(201);
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    pub async fn connection(&self, tenant: &str) -> Answer {
        self.api_get(&of(tenant)).await
    }

    pub async fn put_connection(&self, tenant: &str, fields: &Value) -> Answer {
        self.api(Method::PUT, &of(tenant), Some(fields)).await
    }

    pub async fn delete_connection(&self, tenant: &str) -> Answer {
        self.api(Method::DELETE, &of(tenant), None).await
    }

    pub async fn check_connection(&self, tenant: &str) -> Answer {
        self.api(Method::POST, &format!("{}/check", of(tenant)), None)
            .await
    }

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

    /// Changes the direction of the flow and nothing else.
    pub async fn set_direction(&self, direction: &str) {
        let mut connector = self.connector().await.expect(200).json();
        connector["direction"] = Value::from(direction);
        let path = format!("/flows/{FLOW}/connector");
        self.api(Method::PUT, &path, Some(&connector))
            .await
            .expect(200);
    }

    /// No connection is stored, whoever asks.
    #[track_caller]
    pub fn no_connection(&self, tenant: &str) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        let (client, tenant) = (self.clone(), tenant.to_owned());
        async move {
            let answer = client.connection(&tenant).await;
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (404, &json!("no_connection")),
                "asked at {at}: {}",
                answer.text
            );
        }
    }

    // The tenant's browser.

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

    /// What is pressed on the page, without a script.
    pub async fn press(&self, token: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form("/connect", &pressed(token, action, fields)))
            .await
    }

    /// The same, as the page's script asks for it.
    pub async fn press_in_pieces(
        &self,
        token: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let form = self.form("/connect", &pressed(token, action, fields));
        self.send(form.header("accept", "application/x-ndjson"))
            .await
    }

    /// Presses, and goes away when `until` is ready.
    ///
    /// # Panics
    /// When the whole answer was there before.
    pub async fn press_and_go(
        &self,
        token: &str,
        fields: &[(&str, &str)],
        in_pieces: bool,
        until: impl Future<Output = ()>,
    ) {
        let mut form = self.form("/connect", &pressed(token, "save", fields));
        if in_pieces {
            form = form.header("accept", "application/x-ndjson");
        }
        let answering = async {
            // An answer that is cut off is none.
            let Ok(response) = form.send().await else {
                return std::future::pending().await;
            };
            let mut pieces = response.bytes_stream();
            while let Some(piece) = pieces.next().await {
                if piece.is_err() {
                    return std::future::pending().await;
                }
            }
        };
        tokio::select! {
            () = answering => panic!("the answer was there too early"),
            () = until => {}
        }
    }
}

fn pressed<'a>(
    token: &'a str,
    action: &'a str,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("token", token), ("action", action)];
    form.extend_from_slice(fields);
    form
}

/// A tenant's connection on the flow of a first start.
pub fn of(tenant: &str) -> String {
    format!("/flows/{FLOW}/tenants/{tenant}/connection")
}
