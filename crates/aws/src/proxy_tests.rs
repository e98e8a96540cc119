//! The proxy that the environment names is for AWS only.

use super::Aws;
use crate::AwsSettings;
use aws_config::{Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

const NAME: &str = "clients::proxy_tests::a_tenants_store_is_never_asked_through_a_proxy";
/// Set in a child process: which of the two clients it uses.
const CLIENT: &str = "S3_CONNECT_TEST_CLIENT";

/// A proxy resolves names itself, so the guard against private addresses would see the proxy's address alone.
/// Clients read the environment when they are made, so each runs in a process of its own.
#[tokio::test]
async fn a_tenants_store_is_never_asked_through_a_proxy() {
    if let Ok(client) = std::env::var(CLIENT) {
        return ask_with(&client).await;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", proxy.local_addr().expect("address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while proxy.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    for variable in [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        for (client, through_proxy) in [("aws", true), ("tenant", false)] {
            connections.store(0, Ordering::SeqCst);
            let mut child = Command::new(std::env::current_exe().expect("this program"));
            child
                .args(["--exact", NAME, "--nocapture"])
                .env_clear()
                .env(variable, &address)
                .env(CLIENT, client);
            let ended = tokio::task::spawn_blocking(move || child.output())
                .await
                .expect("no panic")
                .expect("it starts");
            let output = String::from_utf8_lossy(&ended.stdout);
            assert!(
                ended.status.success() && output.contains("1 passed"),
                "{variable} {client}: {output}"
            );
            let asked = connections.load(Ordering::SeqCst) > 0;
            assert_eq!(asked, through_proxy, "{variable} {client}");
        }
    }
}

/// Asks a store at `localhost`, which the system resolves without DNS, and at which nobody listens.
async fn ask_with(client: &str) {
    let keys = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "test");
    let sdk = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .build();
    let settings = AwsSettings {
        attempt_timeout: Duration::from_secs(5),
        max_attempts: 1,
        ..AwsSettings::default()
    };
    let aws = Aws::new(sdk, settings);
    for url in ["https://localhost:1", "http://localhost:1"] {
        let mut config = aws_sdk_s3::config::Builder::from(&aws.sdk)
            .endpoint_url(url)
            .timeout_config(aws.timeouts())
            .retry_config(aws.retries());
        if client == "tenant" {
            config = config.http_client(aws.for_tenant_stores.clone());
        }
        let s3 = aws_sdk_s3::Client::from_conf(config.build());
        let answer = s3.list_buckets().send().await;
        assert!(answer.is_err(), "{url}: {answer:?}");
    }
}
