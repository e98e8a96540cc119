//! Serves an app's routes at a second address, and counts the requests for container credentials.

use crate::app::App;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The second address. Dropping it stops it.
pub struct CountingServer {
    pub url: String,
    count: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl CountingServer {
    /// Starts to serve the app's routes.
    pub async fn start(app: &App) -> Self {
        let count = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&count);
        let layer = from_fn(move |request: Request, next: Next| {
            if request.uri().path().ends_with("/credentials/container") {
                counter.fetch_add(1, Ordering::SeqCst);
            }
            next.run(request)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let router = app.router.clone().layer(layer);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            axum::serve(listener, service).await.expect("served");
        });
        Self { url, count, task }
    }

    /// Returns how often container credentials were requested.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

impl Drop for CountingServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
