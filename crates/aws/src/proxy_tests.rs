//! Tests that only requests to AWS go through a proxy that the environment names.

use super::Aws;
use crate::aws_settings::AwsSettings;
use aws_config::{Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

const TEST_NAME: &str = "sdk_clients::proxy_tests::never_reaches_a_tenants_store_through_a_proxy";
/// Set in the child processes only: which of the two clients to use.
const CLIENT_VARIABLE: &str = "S3_CONNECT_TEST_CLIENT";

/// A proxy resolves names itself, so our check for private addresses would only see the proxy's address.
#[tokio::test]
async fn never_reaches_a_tenants_store_through_a_proxy() {
    // Clients read the environment when they are built, so the test runs itself in a child process for each variable.
    if let Ok(client) = std::env::var(CLIENT_VARIABLE) {
        return send_requests_with(&client).await;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", proxy.local_addr().expect("address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    tokio::spawn(async move {
        while proxy.accept().await.is_ok() {
            counter.fetch_add(1, Ordering::SeqCst);
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
                .args(["--exact", TEST_NAME, "--nocapture"])
                .env_clear()
                .env(variable, &address)
                .env(CLIENT_VARIABLE, client);
            let finished = tokio::task::spawn_blocking(move || child.output())
                .await
                .expect("no panic")
                .expect("it starts");
            let output = String::from_utf8_lossy(&finished.stdout);
            assert!(
                finished.status.success() && output.contains("1 passed"),
                "{variable} {client}: {output}"
            );
            let used_proxy = connections.load(Ordering::SeqCst) > 0;
            assert_eq!(used_proxy, through_proxy, "{variable} {client}");
        }
    }
}

/// Sends requests to `localhost`, which the system resolves without DNS. No server listens there.
async fn send_requests_with(client: &str) {
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
            config = config.http_client(aws.tenant_store_http.clone());
        }
        let s3 = aws_sdk_s3::Client::from_conf(config.build());
        let answer = s3.list_buckets().send().await;
        assert!(answer.is_err(), "{url}: {answer:?}");
    }
}
