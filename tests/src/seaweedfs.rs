//! Runs SeaweedFS, an S3-compatible store, and the clients `s5cmd` and `rclone`, which we compare our transfers with.
//!
//! `TEST_TRANSFER_TOOLS` is the folder of the programs: the `bin` folder that `tests/tools/transfer.txt` creates.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};

pub const KEY: &str = "TESTTESTTESTTESTTEST";
pub const SECRET: &str = "test-secret-of-enough-length-0123456789";

/// Returns the path of a program.
///
/// # Panics
/// Panics if `TEST_TRANSFER_TOOLS` is not set. A test whose programs are missing has to fail, not to be skipped.
pub fn tool(name: &str) -> PathBuf {
    let Some(tools) = std::env::var_os("TEST_TRANSFER_TOOLS") else {
        panic!(
            "TEST_TRANSFER_TOOLS is not set. This test needs SeaweedFS, s5cmd and rclone. ./dev test installs them."
        );
    };
    Path::new(&tools).join(name)
}

/// A store for one test. Dropping it stops it.
pub struct Seaweedfs {
    pub url: String,
    s3_port: u16,
    grpc_port: u16,
    _server: Child,
    _folder: TempDir,
}

impl Seaweedfs {
    /// Starts the store and creates a bucket.
    ///
    /// # Panics
    /// Panics if the store does not start within half a minute.
    pub async fn start(bucket: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let identities = serde_json::json!({ "identities": [{
            "name": "test", "actions": ["Admin"],
            "credentials": [{ "accessKey": KEY, "secretKey": SECRET }],
        }] });
        let config = folder.path().join("identities.json");
        std::fs::write(&config, identities.to_string()).expect("written");
        let store = folder.path().join("store");
        std::fs::create_dir(&store).expect("made");
        let (s3_port, grpc_port) = (free_port(), free_port());
        let mut command = Command::new(tool("weed"));
        command.arg("server").current_dir(folder.path());
        for (name, value) in [
            ("dir", store.display().to_string()),
            ("ip", "127.0.0.1".to_owned()),
            ("ip.bind", "127.0.0.1".to_owned()),
            ("master.telemetry", "false".to_owned()),
            ("master.volumeSizeLimitMB", "64".to_owned()),
            ("volume.max", "100".to_owned()),
            ("volume.preStopSeconds", "0".to_owned()),
            ("s3.config", config.display().to_string()),
            ("s3.port", s3_port.to_string()),
            ("s3.port.grpc", grpc_port.to_string()),
            ("s3.port.iceberg", "0".to_owned()),
            ("s3.port.lance", "0".to_owned()),
            ("s3.iam", "false".to_owned()),
        ] {
            command.arg(format!("-{name}={value}"));
        }
        for server in ["master", "volume", "filer"] {
            command.arg(format!("-{server}.port={}", free_port()));
            command.arg(format!("-{server}.port.grpc={}", free_port()));
        }
        command.args(["-filer", "-s3"]);
        let log = std::fs::File::create(folder.path().join("log")).expect("a file");
        let server = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .expect("SeaweedFS starts");
        let store = Self {
            url: format!("http://127.0.0.1:{s3_port}"),
            s3_port,
            grpc_port,
            _server: server,
            _folder: folder,
        };
        for _ in 0..150 {
            let created = store.s3().create_bucket().bucket(bucket).send().await;
            if created.is_ok() {
                return store;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("SeaweedFS did not start within half a minute");
    }

    pub fn s3(&self) -> aws_sdk_s3::Client {
        let keys = aws_sdk_s3::config::Credentials::new(KEY, SECRET, None, None, "test");
        let config = aws_sdk_s3::config::Builder::new()
            .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
            .region(aws_sdk_s3::config::Region::new("us-east-1"))
            .credentials_provider(keys)
            .endpoint_url(&self.url)
            .force_path_style(true);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// Runs `s5cmd` or `rclone` with the store. In rclone, its name is `store:`.
    ///
    /// # Panics
    /// Panics if the program fails.
    pub async fn run(&self, name: &str, args: &[&str], folder: &Path) {
        let mut command = Command::new(tool(name));
        if name == "s5cmd" {
            command.args(["--endpoint-url", &self.url]);
        }
        let output = command
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("HOME", folder)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", KEY)
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            .env("RCLONE_CONFIG_STORE_TYPE", "s3")
            .env("RCLONE_CONFIG_STORE_PROVIDER", "SeaweedFS")
            .env("RCLONE_CONFIG_STORE_ENV_AUTH", "true")
            .env("RCLONE_CONFIG_STORE_ENDPOINT", &self.url)
            .output()
            .await
            .expect("it starts");
        assert!(output.status.success(), "{name} {args:?}: {output:?}");
    }
}

impl Drop for Seaweedfs {
    fn drop(&mut self) {
        // SeaweedFS leaves these two sockets behind when it is killed.
        for name in [
            format!("seaweedfs-s3-{}.sock", self.s3_port),
            format!("seaweedfs-s3-grpc-{}.sock", self.grpc_port),
        ] {
            drop(std::fs::remove_file(Path::new("/tmp").join(name)));
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
