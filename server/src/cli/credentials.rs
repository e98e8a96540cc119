//! `s3-connect credentials`: prints temporary credentials for a tenant's bucket.

use super::command_error::CommandError;
use super::open_service::open_service;
use crate::credential_formats::{credentials, process_credentials};
use crate::first_start;
use crate::settings::Settings;
use domain::{Direction, EnvironmentId, FlowId, TenantId};
use service::{CredentialsRequest, TenantScope};

#[derive(clap::Args)]
pub struct CredentialsArgs {
    /// The flow of the connection
    #[arg(long)]
    flow: String,
    /// The tenant of the connection
    #[arg(long)]
    tenant: String,
    /// The environment of both
    #[arg(long, default_value = first_start::DEFAULT_ENVIRONMENT)]
    environment: String,
    /// What the credentials are allowed to do: read, write or both
    #[arg(long)]
    access: String,
    /// Seconds until the credentials expire, from 900 to 3600 [default: 3600]
    #[arg(long)]
    ttl_seconds: Option<i64>,
    /// Print the format that `credential_process` in an AWS configuration file expects
    #[arg(long)]
    credential_process: bool,
}

/// Prints credentials. The output is for programs with and without `--json`.
pub async fn run(settings: &Settings, args: CredentialsArgs) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let flow = FlowId::parse(&args.flow)?;
    let scope = TenantScope::new(environment, TenantId::parse(&args.tenant)?);
    let access = Direction::parse(&args.access)
        .ok_or_else(|| CommandError::InvalidInput("--access is read, write or both".to_owned()))?;
    let request = CredentialsRequest {
        access,
        ttl_seconds: args.ttl_seconds,
    };
    let service = open_service(settings).await?;
    let issued = service
        .issue_credentials(&scope, &flow, request, None)
        .await?;
    service.store().close().await;
    let printed = if args.credential_process {
        serde_json::to_value(process_credentials(&issued))
    } else {
        serde_json::to_value(credentials(&issued))
    };
    println!("{:#}", printed.unwrap_or_default());
    Ok(())
}
