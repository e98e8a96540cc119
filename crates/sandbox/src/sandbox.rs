//! Starts and stops a sandbox, and manages what it holds.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::cloud::Cloud;
use crate::console::Console;
use crate::iam::{Directory, Keys};
use crate::objects::{Attributes, ListQuery, Object, PageStart, WriteCondition};
use crate::regions::HOME_REGION;
use crate::router::build_router;
use crate::sample_users::{SampleUser, sample_users};
use crate::{SandboxError, state_file};

/// How long open connections have to end after [`Sandbox::stop`].
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a sandbox listens and stores its data.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The address to listen on. Port 0 takes a free port.
    pub addr: SocketAddr,
    /// The folder for everything, secrets included. A new folder is filled with sample users and objects.
    pub dir: PathBuf,
    /// A delay before each answer of S3 and STS, for benchmarks. It is zero otherwise.
    pub delay: Duration,
}

/// A running sandbox. It serves until it is stopped or dropped.
pub struct Sandbox {
    addr: SocketAddr,
    cloud: Arc<Cloud>,
    vendor: Keys,
    /// Stops the server when it is dropped.
    stop_signal: Option<oneshot::Sender<()>>,
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
    /// Starts a sandbox. It accepts connections as soon as this returns.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Bind`] if the address is taken.
    /// - Returns [`SandboxError::Io`] if the folder cannot be read or written.
    /// - Returns [`SandboxError::State`] if the folder holds something that is not a sandbox.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let bind_error = |source| SandboxError::Bind {
            addr: config.addr,
            source,
        };
        let cloud = Arc::new(Cloud::open(&config.dir).await?);
        let vendor = vendor_keys(&cloud.directory())?;
        let listener = TcpListener::bind(config.addr).await.map_err(bind_error)?;
        let addr = listener.local_addr().map_err(bind_error)?;
        let console = Console {
            cloud: Arc::clone(&cloud),
            addr,
        };
        let router = build_router(&cloud, console, config.delay);
        // Without this, a small answer waits until the client has acknowledged the one before (Nagle's algorithm).
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "cannot set TCP_NODELAY");
            }
        });
        let (stop_signal, stop_receiver) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            // Nothing is ever sent: the receiver ends when the sender is dropped.
            let shutdown = async move { drop(stop_receiver.await) };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(shutdown)
                .await
            {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        });
        Ok(Self {
            addr,
            cloud,
            vendor,
            stop_signal: Some(stop_signal),
            server: Some(server),
        })
    }

    /// Reads the keys of the vendor's user from the folder of a sandbox that another process runs. Returns `None` if
    /// the folder holds no sandbox.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Io`] if the folder cannot be read.
    /// - Returns [`SandboxError::State`] if its state file is invalid.
    pub fn load_vendor_keys(dir: &Path) -> Result<Option<Keys>, SandboxError> {
        state_file::load(dir)?
            .map(|directory| vendor_keys(&directory))
            .transpose()
    }

    /// Stops the sandbox. Waits up to five seconds for open connections to end.
    pub async fn stop(mut self) {
        self.stop_signal.take();
        if let Some(mut server) = self.server.take()
            && tokio::time::timeout(STOP_TIMEOUT, &mut server)
                .await
                .is_err()
        {
            server.abort();
        }
    }

    /// Returns the address that the sandbox listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the endpoint URL of S3 and STS.
    #[must_use]
    pub fn url(&self) -> String {
        // 0.0.0.0 is an address to listen on, but not one to connect to.
        let mut reachable = self.addr;
        if reachable.ip().is_unspecified() {
            reachable.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{reachable}")
    }

    /// Returns the URL of the page that stands in for the AWS console.
    #[must_use]
    pub fn console_url(&self) -> String {
        format!("{}/_console/", self.url())
    }

    /// Returns the region that clients should sign for.
    #[must_use]
    pub fn region(&self) -> &'static str {
        HOME_REGION
    }

    /// Returns the keys of the vendor's user, who is allowed to assume roles and nothing else.
    #[must_use]
    pub fn vendor(&self) -> &Keys {
        &self.vendor
    }

    /// Returns the keys of the tenant account's root user. They exist to test that the product refuses them.
    #[must_use]
    pub fn tenant_root(&self) -> Keys {
        self.cloud.directory().tenant_root_keys()
    }

    /// Returns the ready-made users that still exist, the most capable first.
    #[must_use]
    pub fn sample_users(&self) -> Vec<SampleUser> {
        sample_users(&self.cloud)
    }

    /// Creates a bucket in the tenant account.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if the name or the region is invalid.
    /// - Returns [`SandboxError::BucketExists`] if the name is taken.
    pub fn create_bucket(&self, name: &str, region: &str) -> Result<(), SandboxError> {
        let account = self.cloud.directory().tenant_account.clone();
        self.cloud.create_bucket(name, region, &account)
    }

    /// Deletes an empty bucket.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::BucketNotEmpty`] if it holds objects.
    pub fn delete_bucket(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_bucket(name)
    }

    /// Creates a user in the tenant account and returns its access key.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if the name is invalid or taken.
    /// - Returns [`SandboxError::Policy`] if the policy is invalid or not supported.
    pub fn create_user(&self, name: &str, policy: &str) -> Result<Keys, SandboxError> {
        self.cloud.create_user(name, policy)
    }

    /// Replaces the policy of a user.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if there is no such user.
    /// - Returns [`SandboxError::Policy`] if the policy is invalid or not supported.
    pub fn put_user_policy(&self, name: &str, policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_user_policy(name, policy)
    }

    /// Deletes a user and its access key.
    ///
    /// # Errors
    /// Returns [`SandboxError::Refused`] if there is no such user.
    pub fn delete_user(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_user(name)
    }

    /// Creates a role in the tenant account and returns its ARN.
    ///
    /// # Errors
    /// Returns [`SandboxError::Refused`] if the name is invalid or taken, or if a policy is invalid or not supported.
    pub fn create_role(
        &self,
        name: &str,
        trust_policy: &str,
        policy: &str,
    ) -> Result<String, SandboxError> {
        self.cloud.create_role(name, trust_policy, policy)
    }

    /// Replaces the permission policy of a role.
    ///
    /// # Errors
    /// Returns [`SandboxError::Refused`] if there is no such role, or if the policy is invalid or not supported.
    pub fn put_role_policy(&self, name: &str, policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_role_policies(name, None, Some(policy))
    }

    /// Replaces the trust policy of a role.
    ///
    /// # Errors
    /// Returns [`SandboxError::Refused`] if there is no such role, or if the policy is invalid or not supported.
    pub fn put_trust_policy(&self, name: &str, trust_policy: &str) -> Result<(), SandboxError> {
        self.cloud.put_role_policies(name, Some(trust_policy), None)
    }

    /// Deletes a role. Its sessions can do nothing from then on.
    ///
    /// # Errors
    /// Returns [`SandboxError::Refused`] if there is no such role.
    pub fn delete_role(&self, name: &str) -> Result<(), SandboxError> {
        self.cloud.delete_role(name)
    }

    /// Returns how many sessions of roles and federated users were created, except those that expired more than a day ago.
    #[must_use]
    pub fn session_count(&self) -> usize {
        self.cloud.sessions.count()
    }

    /// Makes a session expire now. Requests with its keys get `ExpiredToken` from then on.
    pub fn expire_session(&self, access_key_id: &str) {
        self.cloud.sessions.expire(access_key_id);
    }

    /// Makes sessions that are created from now on end after `life` at the latest, whatever the request says. Real
    /// sessions live for 15 minutes at least, which is too long for a test of what happens when one is about to end.
    pub fn limit_session_life(&self, life: Duration) {
        self.cloud
            .sessions
            .limit_life(life.try_into().unwrap_or(time::Duration::MAX));
    }

    /// Stores an object.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub async fn put_object(
        &self,
        bucket: &str,
        key: &str,
        bytes: &[u8],
    ) -> Result<(), SandboxError> {
        let mut writer = self.cloud.objects.new_body(&[])?;
        writer.write(bytes).await?;
        let body = writer.finish().await?;
        self.cloud
            .objects
            .commit(
                bucket,
                key,
                body,
                Attributes::default(),
                &WriteCondition::Unconditional,
            )
            .map(drop)
    }

    /// Returns the bytes of an object.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] or [`SandboxError::NoSuchKey`] if there is none.
    /// - Returns [`SandboxError::Io`] if it cannot be read.
    pub async fn get_object(&self, bucket: &str, key: &str) -> Result<Vec<u8>, SandboxError> {
        let (_, file) = self.cloud.objects.open_object(bucket, key)?;
        let mut bytes = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut tokio::fs::File::from_std(file), &mut bytes)
            .await
            .map_err(SandboxError::io("object"))?;
        Ok(bytes)
    }

    /// Deletes an object. Succeeds if there is no object at the key.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn delete_object(&self, bucket: &str, key: &str) -> Result<(), SandboxError> {
        self.cloud.objects.delete(bucket, key)
    }

    /// Returns all objects of a bucket, sorted by key.
    ///
    /// # Errors
    /// Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    pub fn list_objects(&self, bucket: &str) -> Result<Vec<Arc<Object>>, SandboxError> {
        let query = ListQuery {
            prefix: "",
            delimiter: None,
            start: PageStart::Beginning,
            max: usize::MAX,
        };
        self.cloud
            .objects
            .list(bucket, &query)
            .map(|page| page.objects)
    }
}

fn vendor_keys(directory: &Directory) -> Result<Keys, SandboxError> {
    let user = directory.users.get(&directory.vendor);
    let missing =
        || SandboxError::Refused("The state of the sandbox has no user for the vendor.".to_owned());
    user.map(|user| user.keys.with_arn(directory.vendor.as_str()))
        .ok_or_else(missing)
}
