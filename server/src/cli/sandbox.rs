//! `s3-connect sandbox`: only the stand-in for S3, STS and IAM.

use super::CommandError;
use crate::application::StartError;
use crate::settings::Settings;
use crate::shutdown;
use sandbox::{Sandbox, SandboxConfig};
use secrecy::ExposeSecret as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(clap::Args)]
pub struct Args {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:9400", value_name = "ADDRESS")]
    addr: SocketAddr,
    /// Where objects, users and roles are kept [default: sandbox, in the data folder]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Milliseconds added to each answer
    #[arg(long, default_value_t = 0, value_name = "MS")]
    delay_ms: u64,
}

pub async fn run(settings: &Settings, args: Args) -> Result<(), CommandError> {
    let dir = args
        .dir
        .unwrap_or_else(|| settings.data_dir.join("sandbox"));
    let config = SandboxConfig {
        addr: args.addr,
        dir,
        delay: Duration::from_millis(args.delay_ms),
    };
    let sandbox = Sandbox::start(config).await.map_err(StartError::from)?;
    let vendor = sandbox.vendor();
    println!(
        "The sandbox is running. Its console: {}",
        sandbox.console_url()
    );
    println!("  AWS_ENDPOINT_URL       {}", sandbox.url());
    println!("  AWS_REGION             {}", sandbox.region());
    println!(
        "  AWS_ACCESS_KEY_ID      {}   (the vendor: {})",
        vendor.access_key_id, vendor.arn
    );
    println!(
        "  AWS_SECRET_ACCESS_KEY  {}",
        vendor.secret_access_key.expose_secret()
    );
    shutdown::asked().await;
    sandbox.stop().await;
    Ok(())
}
