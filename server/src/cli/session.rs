//! `s3-connect session`: creates a connect link and prints it.

use super::command_error::CommandError;
use super::open_service::open_service_without_aws;
use crate::application::StartError;
use crate::first_start;
use crate::settings::Settings;
use crate::state::connect_link;
use crate::timestamp::rfc3339;
use domain::{EnvironmentId, FlowId, TenantId};
use secrecy::ExposeSecret as _;
use service::NewSession;

#[derive(clap::Args)]
pub struct SessionArgs {
    /// The flow to connect to
    #[arg(long)]
    flow: String,
    /// The tenant to connect
    #[arg(long)]
    tenant: String,
    /// The environment of both
    #[arg(long, default_value = first_start::DEFAULT_ENVIRONMENT)]
    environment: String,
    /// The tenant that this one belongs to
    #[arg(long)]
    root_tenant: Option<String>,
    /// The web origin that is allowed to show the widget in a frame
    #[arg(long)]
    origin: Option<String>,
    /// The address that the tenant goes back to when they are done
    #[arg(long)]
    return_url: Option<String>,
    /// Seconds until the link expires [default: 3600]
    #[arg(long)]
    ttl_seconds: Option<i64>,
}

/// Creates the link. Works while a server runs, and before the first start of one.
pub async fn run(settings: &Settings, args: SessionArgs, json: bool) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let new = NewSession {
        tenant: TenantId::parse(&args.tenant)?,
        flow: FlowId::parse(&args.flow)?,
        root_tenant: args
            .root_tenant
            .as_deref()
            .map(TenantId::parse)
            .transpose()?,
        origin: args.origin,
        ttl_seconds: args.ttl_seconds,
        locale: None,
        return_url: args.return_url,
    };
    let service = open_service_without_aws(settings).await?;
    // The command works before the first start of a server, so it creates what that start would create.
    let new_keys = first_start::prepare(&service, &settings.secrets)
        .await
        .map_err(StartError::from)?;
    // No later command can show them.
    let new_keys = [("Admin key", new_keys.admin), ("API key", new_keys.api)];
    for (name, key) in new_keys {
        if let Some(key) = key {
            eprintln!("{name}: {} (shown only once)", key.expose_secret());
        }
    }
    let link = service.create_session(&environment, new).await?;
    let base_url = settings
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.site_addr));
    let token = link.token.expose_secret();
    let url = connect_link(&base_url, token);
    let expires_at = rfc3339(link.expires_at);
    if json {
        println!(
            "{}",
            serde_json::json!({"token": token, "url": url, "expires_at": expires_at})
        );
    } else {
        println!("{url}");
        // To stderr, so that scripts can read the link alone from stdout.
        eprintln!("Valid until {expires_at}.");
    }
    service.store().close().await;
    Ok(())
}
