//! `s3-connect serve`, and what it prints for the person who started it.

use super::CommandError;
use crate::application::Application;
use crate::first_start;
use crate::settings::Settings;
use domain::TenantId;
use sandbox::Sandbox;
use secrecy::ExposeSecret as _;
use service::NewSession;

/// For the links that are printed for trying things out.
const TENANT: &str = "acme_corp";

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let application = Application::build(settings).await?;
    let site = &application.site;
    println!("\ns3-connect is running at {}", site.public_url);
    println!("  Admin        {}/admin", site.public_url);
    let made = &application.made_keys;
    match &made.admin {
        Some(key) => println!(
            "  Admin key    {}   (shown this once; kept only as a hash)",
            key.expose_secret()
        ),
        None => {
            println!(
                "  Admin key    shown at the first start; S3_CONNECT_ADMIN_KEY sets a new one"
            );
        }
    }
    if let Some(key) = &made.api {
        println!(
            "  API key      {}   (of environment {}; shown this once)",
            key.expose_secret(),
            application.environment()
        );
    }
    if let Some(sandbox) = &application.sandbox {
        println!(
            "  Sandbox      {}   (stands in for the AWS console)",
            sandbox.console_url()
        );
        print_samples(sandbox);
        let new = NewSession {
            tenant: TenantId::parse(TENANT)?,
            flow: first_start::flow().map_err(crate::application::StartError::from)?,
            root_tenant: None,
            origin: None,
            ttl_seconds: Some(24 * 3_600),
            locale: None,
        };
        match application
            .service
            .create_session(application.environment(), new)
            .await
        {
            Ok(opened) => {
                println!(
                    "\n  Open this connect link (tenant {TENANT}, good for a day):\n  {}\n",
                    site.link(opened.token.expose_secret())
                );
            }
            // The flow that comes with a first start may have been removed since; that is no reason not to serve.
            Err(error) => println!("\n  No connect link: {error}\n"),
        }
    }
    application.run().await;
    Ok(())
}

fn print_samples(sandbox: &Sandbox) {
    println!("\n  Keys to paste into the widget:");
    for sample in sandbox.samples() {
        println!("    {}: {}", sample.name, sample.may);
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
