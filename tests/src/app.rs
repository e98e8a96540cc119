//! The server in this process, on a fresh database and a free port, as `main` builds it.

use crate::client::{ADMIN_KEY, API_KEY, Client};
use crate::database::Database;
use aws::{Aws, AwsSettings};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use domain::field_value::RawValue;
use domain::{PrincipalArn, RawDraft};
use sandbox::{Keys, Sample, Sandbox, SandboxConfig};
use secrecy::{ExposeSecret, SecretString};
use server::Application;
use server::client_address::TrustedProxies;
use server::settings::{Secrets, Settings};
use service::{Clock, Service};
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The ARN of the vendor where there is no AWS to ask who it is.
pub const VENDOR_ARN: &str = "arn:aws:iam::999988887777:user/s3-connect";

pub struct App {
    client: Client,
    pub service: Service,
    pub database: Database,
    /// The same server without a socket.
    pub router: axum::Router,
    sandbox: Option<Sandbox>,
    server: JoinHandle<()>,
    _stop: oneshot::Sender<()>,
    _folder: TempDir,
}

/// What the server is to be started with.
#[derive(Default)]
pub struct Setup {
    postgres: bool,
    aws: Option<(Aws, bool)>,
    clock: Option<Clock>,
    public_url: Option<String>,
    iam_wait: Duration,
    nameless: bool,
}

impl Setup {
    /// PostgreSQL in place of SQLite.
    #[must_use]
    pub fn on_postgres(self) -> Self {
        Self {
            postgres: true,
            ..self
        }
    }

    /// Another AWS in place of a sandbox.
    #[must_use]
    pub fn with_aws(self, aws: Aws) -> Self {
        Self {
            aws: Some((aws, true)),
            ..self
        }
    }

    /// An AWS that cannot say who we are.
    #[must_use]
    pub fn with_mute_aws(self, aws: Aws) -> Self {
        Self {
            aws: Some((aws, false)),
            ..self
        }
    }

    /// And nobody told the server either.
    #[must_use]
    pub fn nameless(self) -> Self {
        Self {
            nameless: true,
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

    /// For so long a refusal is asked again that a change in IAM explains.
    #[must_use]
    pub fn waiting_for_iam(self, iam_wait: Duration) -> Self {
        Self { iam_wait, ..self }
    }

    #[must_use]
    pub fn at_public_url(self, url: &str) -> Self {
        Self {
            public_url: Some(url.to_owned()),
            ..self
        }
    }

    pub async fn start(self) -> App {
        let folder = tempfile::tempdir().expect("a folder");
        let database = if self.postgres {
            Database::postgres().await
        } else {
            Database::sqlite(folder.path())
        };
        let mute = self.aws.as_ref().is_some_and(|(_, talks)| !talks);
        let free = "127.0.0.1:0".parse().expect("an address");
        let settings = Settings {
            site_addr: free,
            site_root: folder.path().join("site").display().to_string(),
            public_url: self.public_url,
            database_url: database.url(),
            sandbox: self.aws.is_none().then_some(free),
            data_dir: folder.path().to_owned(),
            iam_wait: self.iam_wait,
            trusted_proxies: TrustedProxies::default(),
            principal: (mute && !self.nameless)
                .then(|| PrincipalArn::parse(VENDOR_ARN).expect("an ARN")),
            secrets: Secrets {
                master_key: None,
                admin_key: Some(SecretString::from(ADMIN_KEY)),
                api_key: Some(SecretString::from(API_KEY)),
            },
        };
        let clock = self.clock.unwrap_or_else(Clock::system);
        let built = match self.aws {
            Some((aws, _)) => Application::build_on(&settings, aws, clock).await,
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
        if !self.nameless {
            app.knows_itself().await;
        }
        app
    }
}

impl App {
    /// On SQLite, with a sandbox as AWS.
    pub async fn start() -> Self {
        Self::setup().start().await
    }

    pub fn setup() -> Setup {
        Setup::default()
    }

    /// The sandbox it was started with.
    pub fn sandbox(&self) -> &Sandbox {
        self.sandbox.as_ref().expect("started with a sandbox")
    }

    /// One of the sandbox's users.
    pub fn sample(&self, name: &str) -> Fields {
        Fields::of(sample(self.sandbox(), name))
    }

    /// Waits until the server has asked AWS who it is.
    async fn knows_itself(&self) {
        for _ in 0..400 {
            if self.service.principal().is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("AWS did not say who the server is");
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

/// What a tenant types to connect with keys.
#[derive(Clone, Debug)]
pub struct Fields {
    pub bucket: String,
    pub path_prefix: String,
    pub key_id: String,
    pub secret: String,
}

impl Fields {
    pub fn of(sample: Sample) -> Self {
        Self::with(&sample.keys, &sample.bucket, &sample.path_prefix)
    }

    pub fn with(keys: &Keys, bucket: &str, path_prefix: &str) -> Self {
        Self {
            bucket: bucket.to_owned(),
            path_prefix: path_prefix.to_owned(),
            key_id: keys.access_key_id.clone(),
            secret: keys.secret_access_key.expose_secret().to_owned(),
        }
    }

    pub fn json(&self) -> serde_json::Value {
        self.form()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// As the service takes it.
    pub fn raw(&self) -> RawDraft {
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

/// One of a sandbox's users.
pub fn sample(sandbox: &Sandbox, name: &str) -> Sample {
    let found = sandbox
        .samples()
        .into_iter()
        .find(|sample| sample.name == name);
    found.unwrap_or_else(|| panic!("the sandbox has no {name}"))
}

/// A sandbox of the test's own.
pub async fn start_sandbox(folder: &Path) -> Sandbox {
    start_slow_sandbox(folder, Duration::ZERO).await
}

/// One that takes its time for each answer.
pub async fn start_slow_sandbox(folder: &Path, delay: Duration) -> Sandbox {
    let config = SandboxConfig {
        addr: "127.0.0.1:0".parse().expect("an address"),
        dir: folder.join("sandbox"),
        delay,
    };
    Sandbox::start(config).await.expect("a sandbox")
}

/// The product's own deadlines, without waiting for changes in IAM: those of a test are there at once.
pub fn at_once() -> AwsSettings {
    AwsSettings {
        spread_wait: Duration::ZERO,
        ..AwsSettings::default()
    }
}

/// AWS at an address, with a vendor's keys and these deadlines.
pub fn aws_at(url: &str, vendor: (&str, &str), settings: AwsSettings) -> Aws {
    let keys = Credentials::new(vendor.0, vendor.1, None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .endpoint_url(url)
        .build();
    Aws::new(sdk, settings)
}

/// AWS behind a gate that leads to the sandbox.
pub fn aws_through(url: &str, sandbox: &Sandbox) -> Aws {
    let vendor = sandbox.vendor();
    let keys = (
        vendor.access_key_id.as_str(),
        vendor.secret_access_key.expose_secret(),
    );
    aws_at(url, keys, at_once())
}
