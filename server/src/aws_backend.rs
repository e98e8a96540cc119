//! Connects to AWS: to the real one with the SDK's own settings, or to the sandbox.

use crate::settings::Settings;
use aws::{Aws, AwsSettings};
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::ProvideRegion as _;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use sandbox::{Keys, Sandbox, SandboxConfig, SandboxError};
use secrecy::ExposeSecret as _;
use std::time::Duration;

/// The AWS client of a server, and the sandbox that it uses, if any. The sandbox stops when this is dropped.
pub struct AwsBackend {
    pub aws: Aws,
    pub sandbox: Option<Sandbox>,
}

impl AwsBackend {
    /// Connects to AWS, or starts the sandbox if the settings name one.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the sandbox cannot start.
    pub async fn start(settings: &Settings) -> Result<Self, SandboxError> {
        let Some(addr) = settings.sandbox else {
            let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
            return Ok(Self {
                aws: Aws::new(sdk, aws_settings(settings)),
                sandbox: None,
            });
        };
        let dir = settings.data_dir.join("sandbox");
        let sandbox = Sandbox::start(SandboxConfig {
            addr,
            dir,
            delay: Duration::ZERO,
        })
        .await?;
        let aws = sandbox_client(sandbox.url(), sandbox.vendor(), settings);
        Ok(Self {
            aws,
            sandbox: Some(sandbox),
        })
    }
}

/// Connects to AWS for a command that runs beside a server. If the settings name a sandbox, the server runs it, and
/// this uses its address and the vendor's keys from its folder.
///
/// # Errors
/// Returns [`SandboxError`] if no server has created the sandbox yet, or its folder cannot be read.
pub async fn connect_beside_server(settings: &Settings) -> Result<Aws, SandboxError> {
    let Some(addr) = settings.sandbox else {
        let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
        return Ok(Aws::new(sdk, aws_settings(settings)));
    };
    let vendor =
        Sandbox::load_vendor_keys(&settings.data_dir.join("sandbox"))?.ok_or_else(|| {
            SandboxError::Refused("it does not exist yet; `s3-connect serve` creates it".to_owned())
        })?;
    Ok(sandbox_client(format!("http://{addr}"), &vendor, settings))
}

/// Returns a client without credentials of our own, for commands that use a tenant's keys or don't call AWS.
pub async fn connect_without_credentials(settings: &Settings) -> Aws {
    // The SDK's default chain would look for credentials and a region at EC2's metadata address. Elsewhere that takes
    // seconds to fail, and such a command needs neither.
    let region = EnvironmentVariableRegionProvider::new().region().await;
    let sdk = aws_config::defaults(BehaviorVersion::latest())
        .region(region.unwrap_or(Region::new(sandbox::HOME_REGION)))
        .no_credentials()
        .load()
        .await;
    let endpoint = settings.sandbox.map(|addr| format!("http://{addr}"));
    Aws::new(
        sdk,
        AwsSettings {
            s3_endpoint: endpoint,
            ..aws_settings(settings)
        },
    )
}

fn aws_settings(settings: &Settings) -> AwsSettings {
    AwsSettings {
        iam_wait: settings.iam_wait,
        ..AwsSettings::default()
    }
}

/// Returns a client that uses the sandbox at this URL, as its vendor.
fn sandbox_client(url: String, vendor: &Keys, settings: &Settings) -> Aws {
    let keys = Credentials::new(
        vendor.access_key_id.clone(),
        vendor.secret_access_key.expose_secret(),
        None,
        None,
        "sandbox",
    );
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(sandbox::HOME_REGION))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .build();
    Aws::new(
        sdk,
        AwsSettings {
            s3_endpoint: Some(url.clone()),
            sts_endpoint: Some(url),
            ..aws_settings(settings)
        },
    )
}
