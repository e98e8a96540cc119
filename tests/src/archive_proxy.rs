//! A proxy that adds archived objects to the sandbox, which has no archive storage classes itself.
//!
//! S3 lists an archived object like any other object, with its storage class, but refuses `GetObject` until a copy has
//! been restored. A list contains the restore status only if the request asks for it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html>

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sandbox::Sandbox;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The largest request body that the proxy accepts, in bytes. The tests stay below it.
const MAX_BODY: usize = 16 * 1024 * 1024;
const REFUSAL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>InvalidObjectState</Code>\
    <Message>The operation is not valid for the object's storage class</Message>\
    <StorageClass>GLACIER</StorageClass></Error>";

/// Whether an archived object can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoreState {
    NotRestored,
    InProgress,
    Restored,
}

/// A proxy in front of a sandbox that makes chosen objects look archived. Dropping it stops it.
pub struct ArchiveProxy {
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    store: String,
    http: reqwest::Client,
    /// The storage class and restore state of each archived key.
    archived: Mutex<BTreeMap<String, (&'static str, RestoreState)>>,
    /// The path of each `GetObject` request so far.
    requested_paths: Mutex<Vec<String>>,
}

impl ArchiveProxy {
    pub async fn start(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            store: sandbox.url(),
            http: reqwest::Client::builder().no_proxy().build().expect("HTTP"),
            archived: Mutex::default(),
            requested_paths: Mutex::default(),
        });
        let router = Router::new()
            .fallback(forward)
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self { url, shared, task }
    }

    /// Gives an object an archive storage class, or changes its restore state.
    pub fn set_storage_class(&self, key: &str, class: &'static str, state: RestoreState) {
        let mut archived = self.shared.archived.lock().expect("lock");
        archived.insert(key.to_owned(), (class, state));
    }

    /// Returns the paths of all `GetObject` requests so far, sorted.
    pub fn requested_paths(&self) -> Vec<String> {
        let mut paths = self.shared.requested_paths.lock().expect("lock").clone();
        paths.sort();
        paths
    }
}

impl Drop for ArchiveProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Forwards a request to the sandbox, unless it reads an archived object.
async fn forward(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let is_list = head
        .uri
        .query()
        .is_some_and(|query| query.contains("list-type=2"));
    if head.method == Method::GET && !is_list {
        let path = head.uri.path();
        shared
            .requested_paths
            .lock()
            .expect("lock")
            .push(path.to_owned());
        if shared.is_unreadable(path) {
            let xml = [(header::CONTENT_TYPE, "application/xml")];
            return (StatusCode::FORBIDDEN, xml, REFUSAL).into_response();
        }
    }
    let body = axum::body::to_bytes(body, MAX_BODY).await.expect("a body");
    let url = format!("{}{}", shared.store, head.uri);
    let wants_restore_status = head
        .headers
        .contains_key("x-amz-optional-object-attributes");
    // The `Host` header is part of the signature, so it must reach the sandbox unchanged.
    let forwarded = shared.http.request(head.method, url).headers(head.headers);
    let answer = forwarded.body(body).send().await.expect("an answer");
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let bytes = answer.bytes().await.expect("its body");
    let bytes = if is_list && status.is_success() {
        shared.add_storage_classes(&bytes, wants_restore_status)
    } else {
        bytes
    };
    remove_length_headers(&mut headers);
    (status, headers, bytes).into_response()
}

/// Removes the headers that describe the body's length before the proxy changed it.
fn remove_length_headers(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRANSFER_ENCODING);
}

impl Shared {
    fn is_unreadable(&self, path: &str) -> bool {
        let archived = self.archived.lock().expect("lock");
        archived.iter().any(|(key, (_, state))| {
            path.ends_with(&format!("/{key}")) && *state != RestoreState::Restored
        })
    }

    /// Returns the XML of a list with the storage classes, and if asked for the restore states, of archived objects.
    fn add_storage_classes(&self, list: &[u8], wants_restore_status: bool) -> Bytes {
        let mut list = String::from_utf8(list.to_vec()).expect("UTF-8");
        for (key, (class, state)) in &*self.archived.lock().expect("lock") {
            // Keys are percent-encoded if the request has `encoding-type=url`.
            let encoded = key.replace('/', "%2F");
            let begin = [key, &encoded]
                .into_iter()
                .find_map(|key| list.find(&format!("<Key>{key}</Key>")));
            let Some(begin) = begin else { continue };
            let end = begin + list[begin..].find("</Contents>").expect("its end");
            let entry = list[begin..end].replace(
                "<StorageClass>STANDARD</StorageClass>",
                &format!("<StorageClass>{class}</StorageClass>"),
            );
            assert!(entry.contains(class), "no storage class in {entry}");
            let status = match state {
                RestoreState::InProgress if wants_restore_status => {
                    "<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>"
                }
                RestoreState::Restored if wants_restore_status => {
                    "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress>\
                     <RestoreExpiryDate>2099-12-31T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>"
                }
                _ => "",
            };
            list.replace_range(begin..end, &(entry + status));
        }
        list.into()
    }
}
