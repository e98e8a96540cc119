//! `s3-connect serve`: runs the server, and prints what whoever started it needs.

use super::command_error::CommandError;
use crate::application::{Application, StartError};
use crate::first_start;
use crate::settings::Settings;
use domain::TenantId;
use sandbox::Sandbox;
use secrecy::ExposeSecret as _;
use service::NewSession;

/// The tenant of the connect link that is printed for trying things out.
const SAMPLE_TENANT: &str = "acme_corp";

/// Runs the server until a signal stops it.
pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let application = Application::build(settings).await?;
    let site = &application.site;
    println!("\ns3-connect is running at {}", site.public_url);
    println!("  Admin        {}/admin", site.public_url);
    let new_keys = &application.new_keys;
    match &new_keys.admin {
        Some(key) => println!(
            "  Admin key    {}   (shown only once; we store only its hash)",
            key.expose_secret()
        ),
        None => {
            println!(
                "  Admin key    shown at the first start; S3_CONNECT_ADMIN_KEY sets a new one"
            );
        }
    }
    if let Some(key) = &new_keys.api {
        println!(
            "  API key      {}   (for environment {}; shown only once)",
            key.expose_secret(),
            application.environment()
        );
    }
    if let Some(sandbox) = &application.sandbox {
        if let Some(warning) = super::sandbox::reachability_warning(sandbox.addr()) {
            eprintln!("\n{warning}\n");
        }
        println!(
            "  Sandbox      {}   (stands in for the AWS console)",
            sandbox.console_url()
        );
        print_samples(sandbox);
        let new = NewSession {
            tenant: TenantId::parse(SAMPLE_TENANT)?,
            flow: first_start::demo_flow().map_err(StartError::from)?,
            root_tenant: None,
            origin: None,
            ttl_seconds: Some(24 * 3_600),
            locale: None,
            return_url: None,
        };
        match application
            .service
            .create_session(application.environment(), new)
            .await
        {
            Ok(link) => {
                println!(
                    "\n  Open this connect link (tenant {SAMPLE_TENANT}, valid for a day):\n  {}\n",
                    site.connect_link(link.token.expose_secret())
                );
            }
            // The demo flow may have been removed since the first start. The server runs all the same.
            Err(error) => println!("\n  No connect link: {error}\n"),
        }
    }
    application.run().await;
    Ok(())
}

fn print_samples(sandbox: &Sandbox) {
    println!("\n  Keys to paste into the widget:");
    for sample in sandbox.sample_users() {
        println!("    {}: {}", sample.name, sample.description);
        println!("      Bucket             {}", sample.bucket);
        if !sample.path_prefix.is_empty() {
            println!("      Path prefix        {}", sample.path_prefix);
        }
        println!("      Access key ID      {}", sample.keys.access_key_id);
        println!(
            "      Secret access key  {}",
            sample.keys.secret_access_key.expose_secret()
        );
    }
}
