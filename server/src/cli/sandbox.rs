//! `s3-connect sandbox`: runs only the sandbox for S3, STS and IAM.

use super::command_error::CommandError;
use crate::application::StartError;
use crate::settings::Settings;
use crate::shutdown;
use sandbox::{Sandbox, SandboxConfig};
use secrecy::ExposeSecret as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(clap::Args)]
pub struct SandboxArgs {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:9400", value_name = "ADDRESS")]
    addr: SocketAddr,
    /// Where to store objects, users and roles [default: sandbox, in the data folder]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Milliseconds by which to delay each answer
    #[arg(long, default_value_t = 0, value_name = "MS")]
    delay_ms: u64,
}

/// Returns a warning if other machines can reach the sandbox.
pub fn reachability_warning(addr: SocketAddr) -> Option<String> {
    // To canonical form first: `::ffff:127.0.0.1` is a loopback address too.
    (!addr.ip().to_canonical().is_loopback()).then(|| {
        format!(
            "WARNING: the sandbox listens on {addr}, which other machines can reach. Its console creates access keys for anybody \
             who asks, and its data is for trying things out. Use an address such as 127.0.0.1:9400 unless this network is yours."
        )
    })
}

/// Runs the sandbox until a signal stops it, and prints the settings for an AWS client.
pub async fn run(settings: &Settings, args: SandboxArgs) -> Result<(), CommandError> {
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
    if let Some(warning) = reachability_warning(sandbox.addr()) {
        eprintln!("{warning}");
    }
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
    shutdown::wait_for_stop().await;
    sandbox.stop().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warns_if_other_machines_can_reach_the_sandbox() {
        for (addr, expected) in [
            ("127.0.0.1:9400", false),
            ("127.8.0.1:9400", false),
            ("[::1]:9400", false),
            ("[::ffff:127.0.0.1]:9400", false),
            ("0.0.0.0:9400", true),
            ("[::]:9400", true),
            ("192.168.1.5:9400", true),
            ("203.0.113.9:9400", true),
        ] {
            let addr: SocketAddr = addr.parse().expect("an address");
            assert_eq!(reachability_warning(addr).is_some(), expected, "{addr}");
        }
    }
}
