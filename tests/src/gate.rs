//! A way to an AWS that can be shut: what is asked through it waits for an answer until it is opened, or forever.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub struct Gate {
    pub url: String,
    open: watch::Sender<bool>,
    shared: Shared,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    target: Option<SocketAddr>,
    open: watch::Receiver<bool>,
    /// How often something was asked.
    asked: Arc<watch::Sender<usize>>,
    answered: Arc<Mutex<Vec<u8>>>,
}

impl Gate {
    /// Nothing behind it ever answers.
    pub async fn to_nowhere() -> Self {
        Self::new(None).await
    }

    /// Shut at first.
    pub async fn to(target: SocketAddr) -> Self {
        Self::new(Some(target)).await
    }

    async fn new(target: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let (open, opened) = watch::channel(false);
        let shared = Shared {
            target,
            open: opened,
            asked: Arc::default(),
            answered: Arc::default(),
        };
        let of_task = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(of_task.clone(), client));
            }
        });
        Self {
            url,
            open,
            shared,
            task,
        }
    }

    pub fn set_open(&self, open: bool) {
        self.open.send_replace(open);
    }

    /// Ready when something has been asked through it.
    pub async fn asked(&self) {
        let mut asked = self.shared.asked.subscribe();
        let waited =
            tokio::time::timeout(Duration::from_secs(30), asked.wait_for(|count| *count > 0)).await;
        waited
            .expect("AWS is asked within 30 seconds")
            .expect("the gate stands");
    }

    /// How often something has been asked through it.
    pub fn times_asked(&self) -> usize {
        *self.shared.asked.borrow()
    }

    /// Everything that came back through it.
    pub fn answered(&self) -> String {
        String::from_utf8_lossy(&self.shared.answered.lock().expect("lock")).into_owned()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(shared: Shared, client: TcpStream) {
    let (mut from_client, mut to_client) = client.into_split();
    let mut waiting = Vec::new();
    let mut open = shared.open.clone();
    loop {
        tokio::select! {
            opened = open.wait_for(|open| *open), if shared.target.is_some() && !waiting.is_empty() => match opened {
                Ok(_) => break,
                Err(_) => return,
            },
            // A client who goes away takes the question along.
            read = from_client.read_buf(&mut waiting) => match read {
                Ok(1..) => shared.asked.send_modify(|count| *count += 1),
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
    if to_server.write_all(&waiting).await.is_err() {
        return;
    }
    let asking = async {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    };
    let answering = async {
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from_server.read(&mut bytes).await {
            shared
                .answered
                .lock()
                .expect("lock")
                .extend_from_slice(&bytes[..read]);
            if to_client.write_all(&bytes[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = asking => {}
        () = answering => {}
    }
}
