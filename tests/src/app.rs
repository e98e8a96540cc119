//! Runs the server in this process, on a fresh database and a free port, built as `main` builds it.

use crate::binary;
use crate::client::{ADMIN_KEY, API_KEY, Client};
use crate::database::Database;
use aws::{Aws, AwsSettings};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use domain::connect_ui::field_value::RawValue;
use domain::{PrincipalArn, RawDraft};
use sandbox::{Keys, SampleUser, Sandbox, SandboxConfig};
use secrecy::{ExposeSecret, SecretString};
use server::Application;
use server::client_address::TrustedProxies;
use server::settings::{Secrets, Settings};
use service::{Clock, Service};
use std::num::NonZeroU32;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The vendor's ARN in tests whose AWS cannot answer `GetCallerIdentity`.
pub const VENDOR_ARN: &str = "arn:aws:iam::999988887777:user/s3-connect";

/// A running server. It dereferences to a [`Client`] of itself.
pub struct App {
    client: Client,
    pub service: Service,
    pub database: Database,
    /// The same server's routes, to be called without a socket.
    pub router: axum::Router,
    sandbox: Option<Sandbox>,
    server: JoinHandle<()>,
    _stop: oneshot::Sender<()>,
    _folder: TempDir,
}

/// Configures a server before its start. By default it has SQLite, and a sandbox as AWS.
#[derive(Default)]
pub struct AppBuilder {
    postgres: bool,
    aws: Option<Aws>,
    /// Whether `aws` answers `GetCallerIdentity`, so the server can learn its own ARN.
    aws_has_identity: bool,
    clock: Option<Clock>,
    public_url: Option<String>,
    iam_wait: Duration,
    has_no_principal: bool,
    api_rate: Option<NonZeroU32>,
}

impl AppBuilder {
    /// Uses PostgreSQL instead of SQLite.
    #[must_use]
    pub fn on_postgres(self) -> Self {
        Self {
            postgres: true,
            ..self
        }
    }

    /// Uses the given AWS instead of a sandbox.
    #[must_use]
    pub fn with_aws(self, aws: Aws) -> Self {
        Self {
            aws: Some(aws),
            aws_has_identity: true,
            ..self
        }
    }

    /// Uses an AWS that does not answer `GetCallerIdentity`. The server gets [`VENDOR_ARN`] as a setting.
    #[must_use]
    pub fn with_aws_without_identity(self, aws: Aws) -> Self {
        Self {
            aws: Some(aws),
            aws_has_identity: false,
            ..self
        }
    }

    /// Leaves out the setting with the vendor's ARN, so the server does not know its principal.
    #[must_use]
    pub fn without_principal(self) -> Self {
        Self {
            has_no_principal: true,
            ..self
        }
    }

    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }

    /// Sets how long checks keep retrying a refusal that a recent IAM change may explain.
    #[must_use]
    pub fn with_iam_wait(self, iam_wait: Duration) -> Self {
        Self { iam_wait, ..self }
    }

    /// Limits how many calls of the API per second each API key can make. By default, they are not limited.
    ///
    /// # Panics
    /// Panics if the number is zero.
    #[must_use]
    pub fn with_api_rate(self, calls_per_second: u32) -> Self {
        Self {
            api_rate: Some(NonZeroU32::new(calls_per_second).expect("a limit")),
            ..self
        }
    }

    #[must_use]
    pub fn with_public_url(self, url: &str) -> Self {
        Self {
            public_url: Some(url.to_owned()),
            ..self
        }
    }

    /// Starts the server, and waits until it knows its principal if it is meant to have one.
    pub async fn start(self) -> App {
        let folder = tempfile::tempdir().expect("a folder");
        let database = if self.postgres {
            Database::postgres().await
        } else {
            Database::sqlite(folder.path())
        };
        let needs_principal_setting = self.aws.is_some() && !self.aws_has_identity;
        // Port 0 lets the system choose a free port.
        let any_port = "127.0.0.1:0".parse().expect("an address");
        let settings = Settings {
            site_addr: any_port,
            site_root: folder.path().join("site").display().to_string(),
            public_url: self.public_url,
            database_url: database.url(),
            sandbox: self.aws.is_none().then_some(any_port),
            data_dir: folder.path().to_owned(),
            iam_wait: self.iam_wait,
            trusted_proxies: TrustedProxies::default(),
            api_rate: self.api_rate,
            principal: (needs_principal_setting && !self.has_no_principal)
                .then(|| PrincipalArn::parse(VENDOR_ARN).expect("an ARN")),
            secrets: Secrets {
                master_key: None,
                admin_key: Some(SecretString::from(ADMIN_KEY)),
                api_key: Some(SecretString::from(API_KEY)),
            },
        };
        let clock = self.clock.unwrap_or_else(Clock::system);
        let built = match self.aws {
            Some(aws) => Application::build_with_aws(&settings, aws, clock).await,
            None => Application::build_with_clock(&settings, clock).await,
        };
        let mut application =
            built.unwrap_or_else(|error| panic!("the server does not start: {error}"));
        let url = format!("http://{}", application.local_addr().expect("its address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let router = application.router();
        let (service, sandbox) = (application.service.clone(), application.sandbox.take());
        let serving = application.run_until(async move { drop(stopped.await) });
        let server = tokio::spawn(serving);
        let app = App {
            client: Client::new(url),
            service,
            database,
            router,
            sandbox,
            server,
            _stop: stop,
            _folder: folder,
        };
        if !self.has_no_principal {
            app.wait_for_principal().await;
        }
        app
    }
}

impl App {
    /// Starts a server on SQLite, with a sandbox as AWS.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    pub fn builder() -> AppBuilder {
        AppBuilder::default()
    }

    /// Returns the server's sandbox.
    ///
    /// # Panics
    /// Panics if the server was started with another AWS.
    pub fn sandbox(&self) -> &Sandbox {
        self.sandbox.as_ref().expect("started with a sandbox")
    }

    /// Returns the form fields that connect with the key of one of the sandbox's sample users.
    pub fn sample_fields(&self, name: &str) -> Fields {
        Fields::from_sample(find_sample(self.sandbox(), name))
    }

    /// Waits until the server has learned its principal from AWS, which it does in the background.
    async fn wait_for_principal(&self) {
        for _ in 0..400 {
            if self.service.principal().is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the server did not learn its principal from AWS");
    }
}

impl Deref for App {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The form fields that a tenant fills in to connect with an access key.
#[derive(Clone, Debug)]
pub struct Fields {
    pub bucket: String,
    pub path_prefix: String,
    pub key_id: String,
    pub secret: String,
}

impl Fields {
    pub fn from_sample(sample: SampleUser) -> Self {
        Self::new(&sample.keys, &sample.bucket, &sample.path_prefix)
    }

    pub fn new(keys: &Keys, bucket: &str, path_prefix: &str) -> Self {
        Self {
            bucket: bucket.to_owned(),
            path_prefix: path_prefix.to_owned(),
            key_id: keys.access_key_id.clone(),
            secret: keys.secret_access_key.expose_secret().to_owned(),
        }
    }

    /// Returns the fields as the body of a REST request.
    pub fn json(&self) -> serde_json::Value {
        self.form()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// Returns the fields as the service takes them, without HTTP in between.
    pub fn raw_draft(&self) -> RawDraft {
        let text =
            |(name, value): (&str, &str)| (name.to_owned(), RawValue::Text(value.to_owned()));
        let fields = self
            .form()
            .into_iter()
            .filter(|(name, _)| *name != "access");
        RawDraft {
            access: Some("keys".to_owned()),
            fields: fields.map(text).collect(),
            ..RawDraft::default()
        }
    }

    /// Returns the fields as the widget's form posts them.
    pub fn form(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("access", "keys"),
            ("bucket", &self.bucket),
            ("path_prefix", &self.path_prefix),
            ("aws_access_key_id", &self.key_id),
            ("aws_secret_access_key", &self.secret),
        ]
    }
}

/// Returns one of a sandbox's sample users.
///
/// # Panics
/// Panics if the sandbox has no sample with this name.
pub fn find_sample(sandbox: &Sandbox, name: &str) -> SampleUser {
    let found = sandbox
        .sample_users()
        .into_iter()
        .find(|sample| sample.name == name);
    found.unwrap_or_else(|| panic!("the sandbox has no sample {name}"))
}

/// Starts a sandbox for one test.
pub async fn start_sandbox(folder: &Path) -> Sandbox {
    start_slow_sandbox(folder, Duration::ZERO).await
}

/// Starts a sandbox that waits for `delay` before each answer.
pub async fn start_slow_sandbox(folder: &Path, delay: Duration) -> Sandbox {
    let config = SandboxConfig {
        addr: "127.0.0.1:0".parse().expect("an address"),
        dir: folder.join("sandbox"),
        delay,
    };
    Sandbox::start(config).await.expect("a sandbox")
}

/// Returns the default settings, but without waiting for IAM changes: the emulators apply them immediately.
pub fn aws_settings_without_wait() -> AwsSettings {
    AwsSettings {
        iam_wait: Duration::ZERO,
        ..AwsSettings::default()
    }
}

/// Returns a client for the AWS emulator at `url`, with the vendor's access key and secret.
pub fn aws_at_url(url: &str, vendor: (&str, &str), settings: AwsSettings) -> Aws {
    let keys = Credentials::new(vendor.0, vendor.1, None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .endpoint_url(url)
        .build();
    Aws::new(sdk, settings)
}

/// Returns a client for the sandbox that sends its requests to `url`, where a gate forwards them.
pub fn aws_via_gate(url: &str, sandbox: &Sandbox) -> Aws {
    let keys = binary::key_pair(sandbox.vendor());
    aws_at_url(url, keys, aws_settings_without_wait())
}
