//! A TCP proxy in front of an AWS emulator that holds back every request until it is opened, or forever.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A proxy that is closed at first. Dropping it stops it.
pub struct Gate {
    pub url: String,
    open: watch::Sender<bool>,
    cut: watch::Sender<()>,
    shared: Shared,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    target: Option<SocketAddr>,
    open: watch::Receiver<bool>,
    /// Changes when connections are cut.
    cut: watch::Receiver<()>,
    /// How often bytes have arrived from a client while the gate held them back.
    request_count: Arc<watch::Sender<usize>>,
    response_bytes: Arc<Mutex<Vec<u8>>>,
}

impl Gate {
    /// Creates a gate that never answers.
    pub async fn without_target() -> Self {
        Self::new(None).await
    }

    /// Creates a closed gate in front of an address.
    pub async fn in_front_of(target: SocketAddr) -> Self {
        Self::new(Some(target)).await
    }

    async fn new(target: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let (open, opened) = watch::channel(false);
        let (cut, cut_receiver) = watch::channel(());
        let shared = Shared {
            target,
            open: opened,
            cut: cut_receiver,
            request_count: Arc::default(),
            response_bytes: Arc::default(),
        };
        let task_shared = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(task_shared.clone(), client));
            }
        });
        Self {
            url,
            open,
            cut,
            shared,
            task,
        }
    }

    /// Opens or closes the gate. Closing it does not affect connections that already passed it.
    pub fn set_open(&self, open: bool) {
        self.open.send_replace(open);
    }

    /// Closes the gate, also for clients whose connections already passed it: they are cut.
    pub fn close_and_cut(&self) {
        self.set_open(false);
        self.cut.send_replace(());
    }

    /// Waits until a request has arrived.
    ///
    /// # Panics
    /// Panics if none arrives within 30 seconds.
    pub async fn wait_for_request(&self) {
        self.wait_for_request_after(0).await;
    }

    /// Waits until more requests have arrived than `already`, an earlier [`Self::request_count`].
    ///
    /// # Panics
    /// Panics if none arrives within 30 seconds.
    pub async fn wait_for_request_after(&self, already: usize) {
        let mut count = self.shared.request_count.subscribe();
        let arrival = count.wait_for(|count| *count > already);
        tokio::time::timeout(Duration::from_secs(30), arrival)
            .await
            .expect("a request within 30 seconds")
            .expect("the sender is alive");
    }

    /// Returns how often bytes have arrived while the gate was closed. Zero means that nobody sent a request.
    pub fn request_count(&self) -> usize {
        *self.shared.request_count.borrow()
    }

    /// Returns everything that the target answered, on all connections.
    pub fn response_text(&self) -> String {
        String::from_utf8_lossy(&self.shared.response_bytes.lock().expect("lock")).into_owned()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Buffers what a client sends until the gate opens, and then connects the client to the target.
async fn forward(shared: Shared, client: TcpStream) {
    let (mut from_client, mut to_client) = client.into_split();
    let mut buffered = Vec::new();
    let mut open = shared.open.clone();
    let mut cut = shared.cut.clone();
    cut.mark_unchanged();
    loop {
        tokio::select! {
            opened = open.wait_for(|open| *open), if shared.target.is_some() && !buffered.is_empty() => match opened {
                Ok(_) => break,
                Err(_) => return,
            },
            // If the client disconnects, its request must not reach the target later.
            read = from_client.read_buf(&mut buffered) => match read {
                Ok(1..) => shared.request_count.send_modify(|count| *count += 1),
                _ => return,
            },
        }
    }
    let Some(target) = shared.target else {
        return;
    };
    let Ok(server) = TcpStream::connect(target).await else {
        return;
    };
    let (mut from_server, mut to_server) = server.into_split();
    if to_server.write_all(&buffered).await.is_err() {
        return;
    }
    let requests = async {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    };
    let responses = async {
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from_server.read(&mut bytes).await {
            shared
                .response_bytes
                .lock()
                .expect("lock")
                .extend_from_slice(&bytes[..read]);
            if to_client.write_all(&bytes[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = requests => {}
        () = responses => {}
        _ = cut.changed() => {}
    }
}
