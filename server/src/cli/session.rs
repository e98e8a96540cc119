//! `s3-connect session`: a connect link, printed.

use super::CommandError;
use crate::answer::rfc3339;
use crate::application::{StartError, connect_link};
use crate::first_start;
use crate::settings::Settings;
use domain::{EnvironmentId, FlowId, TenantId};
use secrecy::ExposeSecret as _;
use service::NewSession;

#[derive(clap::Args)]
pub struct Args {
    /// The flow to connect to
    #[arg(long)]
    flow: String,
    /// Who connects
    #[arg(long)]
    tenant: String,
    /// The environment of both
    #[arg(long, default_value = first_start::ENVIRONMENT)]
    environment: String,
    /// The tenant that this one belongs to
    #[arg(long)]
    root_tenant: Option<String>,
    /// The web origin that may frame the widget
    #[arg(long)]
    origin: Option<String>,
    /// How long the link lives [default: 3600]
    #[arg(long)]
    ttl_seconds: Option<i64>,
}

pub async fn run(settings: &Settings, args: Args, json: bool) -> Result<(), CommandError> {
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
    };
    let service = super::check::service(settings).await?;
    first_start::prepare(&service, &settings.secrets)
        .await
        .map_err(StartError::from)?;
    let opened = service.create_session(&environment, new).await?;
    let base = settings
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.site_addr));
    let token = opened.token.expose_secret();
    let url = connect_link(&base, token);
    if json {
        println!(
            "{}",
            serde_json::json!({"token": token, "url": url, "expires_at": rfc3339(opened.expires_at)})
        );
    } else {
        println!("{url}");
        eprintln!("Good until {}.", rfc3339(opened.expires_at));
    }
    service.store().close().await;
    Ok(())
}
