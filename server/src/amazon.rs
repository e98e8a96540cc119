//! Which AWS is behind the server: the real one by the SDK's own settings, or the sandbox.

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

/// AWS, and the sandbox that plays it, which stops when this is dropped.
pub struct Amazon {
    pub aws: Aws,
    pub sandbox: Option<Sandbox>,
}

impl Amazon {
    /// # Errors
    /// When the sandbox is asked for and cannot start.
    pub async fn start(settings: &Settings) -> Result<Self, SandboxError> {
        let Some(addr) = settings.sandbox else {
            let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
            return Ok(Self {
                aws: Aws::new(sdk, patience(settings)),
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
        let aws = aws_at(sandbox.url(), sandbox.vendor(), settings);
        Ok(Self {
            aws,
            sandbox: Some(sandbox),
        })
    }
}

/// AWS for a command that runs beside a server: a sandbox is the server's, and only its address and the
/// vendor's keys are taken from it.
///
/// # Errors
/// When there is no sandbox yet.
pub async fn beside(settings: &Settings) -> Result<Aws, SandboxError> {
    let Some(addr) = settings.sandbox else {
        let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
        return Ok(Aws::new(sdk, patience(settings)));
    };
    let vendor = Sandbox::vendor_of(&settings.data_dir.join("sandbox"))?.ok_or_else(|| {
        SandboxError::Refused("there is none yet; `s3-connect serve` makes it".to_owned())
    })?;
    Ok(aws_at(format!("http://{addr}"), &vendor, settings))
}

/// AWS for files that are moved with credentials of their own. Only a role asks for the vendor's as well.
///
/// # Errors
/// As [`beside`].
pub async fn for_files(settings: &Settings, needs_a_role: bool) -> Result<Aws, SandboxError> {
    if needs_a_role {
        return beside(settings).await;
    }
    // Neither a region nor credentials are looked for where only EC2 would have them: both come with the files.
    let region = EnvironmentVariableRegionProvider::new().region().await;
    let sdk = aws_config::defaults(BehaviorVersion::latest())
        .region(region.unwrap_or(Region::new(sandbox::HOME_REGION)))
        .no_credentials()
        .load()
        .await;
    let endpoint = settings.sandbox.map(|addr| format!("http://{addr}"));
    Ok(Aws::new(
        sdk,
        AwsSettings {
            s3_endpoint: endpoint,
            ..patience(settings)
        },
    ))
}

fn patience(settings: &Settings) -> AwsSettings {
    AwsSettings {
        spread_wait: settings.iam_wait,
        ..AwsSettings::default()
    }
}

fn aws_at(url: String, vendor: &Keys, settings: &Settings) -> Aws {
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
            ..patience(settings)
        },
    )
}
