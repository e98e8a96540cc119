//! A storage class for archives in front of a store that has none.
//!
//! S3 lists an archived object like any other, with its storage class, and refuses to hand out its bytes until somebody
//! has restored a copy. A list says whether there is a copy, to those who ask for that.
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

/// No body of a test is longer, in bytes.
const LONGEST_BODY: usize = 16 * 1024 * 1024;
const REFUSAL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>InvalidObjectState</Code>\
    <Message>The operation is not valid for the object's storage class</Message>\
    <StorageClass>GLACIER</StorageClass></Error>";

/// How far an archived object is from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    None,
    UnderWay,
    Restored,
}

/// A proxy that adds archives to a sandbox. It ends when it is dropped.
pub struct Archive {
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    store: String,
    http: reqwest::Client,
    /// By key: the storage class, and whether there is a copy.
    archived: Mutex<BTreeMap<String, (&'static str, Copy)>>,
    /// The paths of the objects that were asked for.
    reads: Mutex<Vec<String>>,
}

impl Archive {
    pub async fn start(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            store: sandbox.url(),
            http: reqwest::Client::builder().no_proxy().build().expect("HTTP"),
            archived: Mutex::default(),
            reads: Mutex::default(),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self { url, shared, task }
    }

    /// Moves an object into an archive, or says what became of its copy.
    pub fn set(&self, key: &str, class: &'static str, copy: Copy) {
        let mut archived = self.shared.archived.lock().expect("lock");
        archived.insert(key.to_owned(), (class, copy));
    }

    /// The paths of the objects that were asked for, in order.
    pub fn reads(&self) -> Vec<String> {
        let mut reads = self.shared.reads.lock().expect("lock").clone();
        reads.sort();
        reads
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let is_list = head
        .uri
        .query()
        .is_some_and(|query| query.contains("list-type=2"));
    if head.method == Method::GET && !is_list {
        let path = head.uri.path();
        shared.reads.lock().expect("lock").push(path.to_owned());
        if shared.is_out_of_reach(path) {
            let xml = [(header::CONTENT_TYPE, "application/xml")];
            return (StatusCode::FORBIDDEN, xml, REFUSAL).into_response();
        }
    }
    let body = axum::body::to_bytes(body, LONGEST_BODY)
        .await
        .expect("a body");
    let url = format!("{}{}", shared.store, head.uri);
    let wants_copies = head
        .headers
        .contains_key("x-amz-optional-object-attributes");
    // The host is part of what was signed, so it stays as it came.
    let sent = shared.http.request(head.method, url).headers(head.headers);
    let answer = sent.body(body).send().await.expect("an answer");
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let bytes = answer.bytes().await.expect("its body");
    let bytes = if is_list && status.is_success() {
        shared.listed(&bytes, wants_copies)
    } else {
        bytes
    };
    drop_lengths(&mut headers);
    (status, headers, bytes).into_response()
}

/// They are those of the answer before it was changed.
fn drop_lengths(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRANSFER_ENCODING);
}

impl Shared {
    fn is_out_of_reach(&self, path: &str) -> bool {
        let archived = self.archived.lock().expect("lock");
        let mut archived = archived.iter();
        archived
            .any(|(key, (_, copy))| path.ends_with(&format!("/{key}")) && *copy != Copy::Restored)
    }

    /// The list with the storage class of archived objects.
    fn listed(&self, list: &[u8], wants_copies: bool) -> Bytes {
        let mut list = String::from_utf8(list.to_vec()).expect("UTF-8");
        for (key, (class, copy)) in &*self.archived.lock().expect("lock") {
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
            let status = match copy {
                Copy::UnderWay if wants_copies => {
                    "<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>"
                }
                Copy::Restored if wants_copies => {
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
