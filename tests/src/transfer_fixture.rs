//! Runs `fetch` and `export` as a vendor does: with the real program, a folder, and a bucket of a sandbox.

use crate::app::{Fields, find_sample, start_sandbox};
use crate::binary::{CommandOutput, command, key_pair, run, set_aws_env};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use sandbox::Sandbox;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::process::Command;

/// A bucket of the sandbox that is empty at first.
pub const BUCKET: &str = "my-company-empty";

/// A sandbox and a folder of the test's own, with a `config.json` for the bucket.
pub struct TransferFixture {
    pub folder: TempDir,
    pub sandbox: Sandbox,
    /// The address that the program uses for the sandbox. A test may put a proxy in between.
    pub url: String,
    pub fields: Fields,
    /// `None` for an SQLite database in `folder`.
    pub database_url: Option<String>,
}

/// Files by their path, or objects by their key.
pub type FileTree = BTreeMap<String, Arc<[u8]>>;

impl TransferFixture {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = start_sandbox(folder.path()).await;
        let fixture = Self {
            url: sandbox.url(),
            fields: Fields {
                bucket: BUCKET.to_owned(),
                ..Fields::from_sample(find_sample(&sandbox, "full-access"))
            },
            sandbox,
            folder,
            database_url: None,
        };
        fixture.write_config(&json!({}));
        fixture
    }

    /// Returns a path in the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces `config.json` with one for a user who is allowed to do everything, the prefix `data/`, and these
    /// changes.
    pub fn write_config(&self, changes: &Value) {
        let mut config = json!({
            "bucket": self.fields.bucket, "path_prefix": "data/",
            "aws_access_key_id": self.fields.key_id, "aws_secret_access_key": self.fields.secret,
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            config[name] = value.clone();
        }
        std::fs::write(self.path("config.json"), config.to_string())
            .expect("the file can be written");
    }

    /// Builds a command that uses the sandbox. `args` is split at blanks, `more` is not.
    pub fn command(&self, args: &str, more: &[&str]) -> Command {
        let args: Vec<&str> = args
            .split_whitespace()
            .chain(more.iter().copied())
            .collect();
        let mut command = command(self.folder.path(), &args);
        let vendor = key_pair(self.sandbox.vendor());
        set_aws_env(&mut command, &self.url, vendor);
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command until it ends.
    ///
    /// # Panics
    /// Panics if the output contains a secret.
    pub async fn run(&self, args: &str) -> CommandOutput {
        let output = run(&mut self.command(args, &[])).await;
        self.assert_no_secrets(&output);
        output
    }

    /// Runs a command that must succeed.
    ///
    /// # Panics
    /// Panics if it fails, or if the output contains a secret.
    pub async fn run_successfully(&self, args: &str) -> CommandOutput {
        let output = self.run(args).await;
        assert_eq!(output.code, Some(0), "{args}: {output:?}");
        output
    }

    /// Checks that the program neither printed a secret nor panicked.
    ///
    /// # Panics
    /// Panics if it did.
    pub fn assert_no_secrets(&self, output: &CommandOutput) {
        let text = format!("{}{}", output.stdout, output.stderr);
        let vendor_secret = self.sandbox.vendor().secret_access_key.expose_secret();
        for forbidden in [&self.fields.secret, vendor_secret, "panicked"] {
            assert!(!text.contains(forbidden), "{text}");
        }
    }

    /// Writes an object without the program.
    pub async fn put_object(&self, key: &str, bytes: &[u8]) {
        let result = self
            .sandbox
            .put_object(&self.fields.bucket, key, bytes)
            .await;
        result.unwrap_or_else(|error| panic!("{key:?}: {error}"));
    }

    /// Returns an S3 client with the keys of `fields`.
    pub fn s3(&self) -> Client {
        let keys = Credentials::new(&self.fields.key_id, &self.fields.secret, None, None, "test");
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(keys)
            .endpoint_url(self.sandbox.url())
            .force_path_style(true);
        Client::from_conf(config.build())
    }

    /// Writes an object without the program, as a multipart upload with parts of this size.
    pub async fn put_object_in_parts(&self, key: &str, bytes: &[u8], part_size: usize) {
        let s3 = self.s3();
        let bucket = &self.fields.bucket;
        let create = s3.create_multipart_upload().bucket(bucket).key(key);
        let created = create.send().await.expect("the upload is created");
        let upload_id = created.upload_id.expect("an upload ID");
        let mut parts = CompletedMultipartUpload::builder();
        for (chunk, number) in bytes.chunks(part_size).zip(1..) {
            let call = s3.upload_part().bucket(bucket).key(key);
            let call = call.upload_id(&upload_id).part_number(number);
            let result = call.body(chunk.to_vec().into()).send().await;
            let etag = result.expect("the part is written").e_tag.expect("an ETag");
            let part = CompletedPart::builder().part_number(number).e_tag(etag);
            parts = parts.parts(part.build());
        }
        let complete = s3.complete_multipart_upload().bucket(bucket).key(key);
        let complete = complete
            .upload_id(upload_id)
            .multipart_upload(parts.build());
        complete.send().await.expect("the upload is completed");
    }

    /// Returns all objects of the bucket.
    pub async fn read_objects(&self) -> FileTree {
        let mut objects = FileTree::new();
        for object in self
            .sandbox
            .list_objects(&self.fields.bucket)
            .expect("a listing")
        {
            let bytes = self
                .sandbox
                .get_object(&self.fields.bucket, &object.key)
                .await;
            objects.insert(object.key.clone(), bytes.expect("an object").into());
        }
        objects
    }
}

/// Returns all files below a folder. Symbolic links and partial files count as files.
pub fn read_tree(folder: &Path) -> FileTree {
    let mut files = FileTree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
                continue;
            }
            let relative = path.strip_prefix(folder).expect("a path below the folder");
            let bytes = std::fs::read(&path).expect("a file");
            files.insert(relative.to_str().expect("UTF-8").to_owned(), bytes.into());
        }
    }
    files
}

/// Returns all files below a folder that a fetch did not complete, without its journal.
///
/// # Panics
/// Panics if there is no journal.
pub fn read_unfinished_fetch(folder: &Path) -> FileTree {
    let mut files = read_tree(folder);
    let journal = files.remove(".s3-connect-partial/finished");
    assert!(journal.is_some(), "{:?}", files.keys());
    files
}

/// Writes files below a folder, and creates the folders that they need.
pub fn write_tree(folder: &Path, tree: &FileTree) {
    for (name, bytes) in tree {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent folder"))
            .expect("the folder can be created");
        std::fs::write(path, bytes).expect("the file can be written");
    }
}

/// Compares every byte. Reports which files differ, but not how.
///
/// # Panics
/// Panics if a file differs, is missing or is unexpected.
#[track_caller]
pub fn assert_same_tree(found: &FileTree, expected: &FileTree) {
    let names = found.keys().chain(expected.keys());
    let differences: Vec<String> = names
        .filter(|name| found.get(*name) != expected.get(*name))
        .map(|name| {
            let length = |tree: &FileTree| tree.get(name).map(|bytes| bytes.len());
            format!(
                "{name:?}: {:?} bytes instead of {:?}",
                length(found),
                length(expected)
            )
        })
        .collect();
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Returns the same files with a prefix before each name.
pub fn with_prefix(prefix: &str, tree: &FileTree) -> FileTree {
    tree.iter()
        .map(|(name, bytes)| (format!("{prefix}{name}"), Arc::clone(bytes)))
        .collect()
}

/// Returns pseudorandom bytes, so that any two ranges of them differ. The same seed gives the same bytes.
pub fn random_bytes(length: usize, seed: u64) -> Arc<[u8]> {
    use rand::{RngCore as _, SeedableRng as _};
    let mut bytes = vec![0; length];
    rand::rngs::StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
    bytes.into()
}

/// Returns files that are easy to get wrong: their names are valid everywhere, but something on the way might change
/// them, and their sizes are zero or around the size of a part.
pub fn unusual_files() -> FileTree {
    const PART_SIZE: usize = 8 * 1024 * 1024;
    let names = [
        "plain.csv",
        "with space.csv",
        " leading and trailing ",
        "plus+plus++.csv",
        "100%.csv",
        "100%25.csv",
        "a%2Fb",
        "a&b=c;d?e#f.csv",
        "emoji 😀/👩‍👩‍👧.txt",
        "é composed",
        "e\u{301} combined",
        "new\nline",
        "tab\tand\rreturn",
        "quote\"'`<>|*[]{}^~",
        "back\\slash",
        "日本語/日本.csv",
        "deep/er/and/deep/er/still.csv",
        "deep.csv",
        "...",
        ".hidden/.file",
        "control\u{1}\u{7f}",
    ];
    let mut files = FileTree::new();
    for (name, seed) in names.into_iter().zip(0..) {
        files.insert(name.to_owned(), random_bytes(100 + name.len(), seed));
    }
    for (name, length) in [
        ("sizes/empty", 0),
        ("sizes/one", 1),
        ("sizes/window", 512 * 1024),
        ("sizes/over a window", 512 * 1024 + 1),
        ("sizes/part", PART_SIZE),
        ("sizes/over a part", PART_SIZE + 1),
        ("sizes/three parts", 20 * 1024 * 1024),
    ] {
        files.insert(name.to_owned(), random_bytes(length, length as u64));
    }
    files
}
