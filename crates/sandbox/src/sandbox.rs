//! A running sandbox: started on an address and a folder, stopped when it is dropped.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::cloud::{Cloud, HOME_REGION};
use crate::console::Console;
use crate::iam::{Directory, Keys};
use crate::objects::{After, Attributes, Condition, Object, Query};
use crate::{SandboxError, http, state};

/// Open connections get this long to end after [`Sandbox::stop`].
const GRACE: Duration = Duration::from_secs(5);

#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Port 0 takes a free one.
    pub addr: SocketAddr,
    /// Holds everything, secrets included; made and seeded when it is not there.
    pub dir: PathBuf,
    /// Added to each answer of S3 and STS, for benchmarks; zero normally.
    pub delay: Duration,
}

/// A ready-made user to try the product with.
#[derive(Debug, Clone)]
pub struct Sample {
    pub name: String,
    /// One plain sentence.
    pub may: String,
    pub bucket: String,
    pub path_prefix: String,
    pub keys: Keys,
}

/// Serves until it is stopped or dropped.
pub struct Sandbox {
    addr: SocketAddr,
    cloud: Arc<Cloud>,
    vendor: Keys,
    /// Dropping it ends the server.
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox")
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Listens from when this returns.
    ///
    /// # Errors
    /// When the address is taken, or the folder cannot be used.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let bind = |source| SandboxError::Bind {
            addr: config.addr,
            source,
        };
        let cloud = Arc::new(Cloud::open(&config.dir).await?);
        let vendor = vendor(&cloud)?;
        let listener = TcpListener::bind(config.addr).await.map_err(bind)?;
        let addr = listener.local_addr().map_err(bind)?;
        let console = Console {
            cloud: Arc::clone(&cloud),
            addr,
        };
        let router = http::router(&cloud, console, config.delay);
        // Small answers should not wait for one another.
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY could not be set");
            }
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        });
        Ok(Self {
            addr,
            cloud,
            vendor,
            stop: Some(stop),
            server: Some(server),
        })
    }

    /// The vendor's user of a sandbox that runs elsewhere with this folder; `None` when the folder holds none.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn vendor_of(dir: &Path) -> Result<Option<Keys>, SandboxError> {
        state::load(dir)?
            .map(|directory| vendor_in(&directory))
            .transpose()
    }

    /// Ends it, and waits until its connections have ended, for five seconds at most.
    pub async fn stop(mut self) {
        self.stop.take();
        if let Some(mut server) = self.server.take()
            && tokio::time::timeout(GRACE, &mut server).await.is_err()
        {
            server.abort();
        }
    }

    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The endpoint of S3 and of STS.
    #[must_use]
    pub fn url(&self) -> String {
        let mut reachable = self.addr;
        if reachable.ip().is_unspecified() {
            reachable.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{reachable}")
    }

    /// The page that stands in for the AWS console.
    #[must_use]
    pub fn console_url(&self) -> String {
        format!("{}/_console/", self.url())
    }

    #[must_use]
    pub fn region(&self) -> &'static str {
        HOME_REGION
    }

    /// The vendor's own user, who may assume roles and nothing else.
    #[must_use]
    pub fn vendor(&self) -> &Keys {
        &self.vendor
    }

    /// The tenant account's root user, whose keys nobody should ever hand out: for trying that they are refused.
    #[must_use]
    pub fn tenant_root(&self) -> Keys {
        let directory = self.cloud.directory();
        directory
            .tenant_root
            .of(format!("arn:aws:iam::{}:root", directory.tenant_account))
    }

    #[must_use]
    pub fn samples(&self) -> Vec<Sample> {
        samples(&self.cloud)
    }

    /// # Errors
    /// When the name or region is none, or the name is taken.
    pub fn create_bucket(&self, name: &str, region: &str) -> Result<(), SandboxError> {
        let account = self.cloud.directory().tenant_account.clone();
        self.cloud.create_bucket(name, region, &account)
    }

    /// # Errors
    /// When there is none, or it holds objects.
    pub fn delete_bucket(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_bucket(name)
    }

    /// # Errors
    /// When the name is none or taken, or the policy is not understood.
    pub fn create_user(&self, name: &str, policy: &str) -> Result<Keys, SandboxError> {
        self.cloud.create_user(name, policy)
    }

    /// # Errors
    /// When there is no such user, or the policy is not understood.
    pub fn put_user_policy(&self, name: &str, policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_user_policy(name, policy)
    }

    /// Its keys are unknown from then on.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn delete_user(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_user(name)
    }

    /// Answers the ARN.
    ///
    /// # Errors
    /// When the name is none or taken, or a policy is not understood.
    pub fn create_role(
        &self,
        name: &str,
        trust_policy: &str,
        policy: &str,
    ) -> Result<String, SandboxError> {
        self.cloud.create_role(name, trust_policy, policy)
    }

    /// # Errors
    /// When there is no such role, or the policy is not understood.
    pub fn put_role_policy(&self, name: &str, policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_role(name, None, Some(policy))
    }

    /// # Errors
    /// When there is no such role, or the policy is not understood.
    pub fn put_trust_policy(&self, name: &str, trust_policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_role(name, Some(trust_policy), None)
    }

    /// # Errors
    /// When there is no such role.
    pub fn delete_role(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_role(name)
    }

    /// Ends a session at once: its keys are answered as expired from then on.
    pub fn expire_session(&self, access_key_id: &str) {
        self.cloud.sessions.expire(access_key_id);
    }

    /// # Errors
    /// When there is no such bucket, or the folder cannot be written.
    pub async fn put_object(
        &self,
        bucket: &str,
        key: &str,
        bytes: &[u8],
    ) -> Result<(), SandboxError> {
        let mut incoming = self.cloud.objects.receive(&[])?;
        incoming.push(bytes).await?;
        let received = incoming.finish().await?;
        self.cloud
            .objects
            .commit(
                bucket,
                key,
                received,
                Attributes::default(),
                &Condition::Always,
            )
            .map(drop)
    }

    /// # Errors
    /// When there is no such bucket or key, or it cannot be read.
    pub async fn get_object(&self, bucket: &str, key: &str) -> Result<Vec<u8>, SandboxError> {
        let (_, file) = self.cloud.objects.open_object(bucket, key)?;
        let mut bytes = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut tokio::fs::File::from_std(file), &mut bytes)
            .await
            .map_err(SandboxError::io("object"))?;
        Ok(bytes)
    }

    /// # Errors
    /// When there is no such bucket.
    pub fn delete_object(&self, bucket: &str, key: &str) -> Result<(), SandboxError> {
        self.cloud.objects.delete(bucket, key)
    }

    /// All objects of a bucket, in the order of their keys.
    ///
    /// # Errors
    /// When there is no such bucket.
    pub fn list_objects(&self, bucket: &str) -> Result<Vec<Arc<Object>>, SandboxError> {
        let query = Query {
            prefix: "",
            delimiter: None,
            after: After::Nothing,
            max: usize::MAX,
        };
        self.cloud
            .objects
            .list(bucket, &query)
            .map(|page| page.objects)
    }
}

fn vendor(cloud: &Cloud) -> Result<Keys, SandboxError> {
    vendor_in(&cloud.directory())
}

fn vendor_in(directory: &Directory) -> Result<Keys, SandboxError> {
    let user = directory.users.get(&directory.vendor);
    let missing = || {
        SandboxError::Refused(
            "The vendor's user is missing from the state of the sandbox.".to_owned(),
        )
    };
    user.map(|user| user.keys.of(directory.vendor.as_str()))
        .ok_or_else(missing)
}

/// The most capable first, as they are shown.
pub(crate) fn samples(cloud: &Cloud) -> Vec<Sample> {
    let directory = cloud.directory();
    let mut samples: Vec<Sample> = directory
        .users
        .iter()
        .filter_map(|(arn, user)| {
            let sample = user.sample.as_ref()?;
            Some(Sample {
                name: user.name.clone(),
                may: sample.may.clone(),
                bucket: sample.bucket.clone(),
                path_prefix: sample.path_prefix.clone(),
                keys: user.keys.of(arn.as_str()),
            })
        })
        .collect();
    samples.sort_by_key(|sample| crate::seed::position(&sample.name));
    samples
}
