//! `fetch` and `export` as a vendor runs them: the real program, a folder, and a bucket of a sandbox.

use crate::app::{Fields, sample, start_sandbox};
use crate::binary::{Ended, at_aws, command, run};
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

/// A bucket of the sandbox that nothing is in at first.
pub const BUCKET: &str = "my-company-empty";

/// A world of the test's own, on the sandbox.
pub struct Transfers {
    pub folder: TempDir,
    pub sandbox: Sandbox,
    /// Where the program finds the sandbox; a proxy may stand in between.
    pub url: String,
    pub fields: Fields,
    /// Kept elsewhere than in `folder`, where SQLite would be.
    pub database_url: Option<String>,
}

/// Files by their path, or objects by their key.
pub type Tree = BTreeMap<String, Arc<[u8]>>;

impl Transfers {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = start_sandbox(folder.path()).await;
        let world = Self {
            url: sandbox.url(),
            fields: Fields {
                bucket: BUCKET.to_owned(),
                ..Fields::of(sample(&sandbox, "full-access"))
            },
            sandbox,
            folder,
            database_url: None,
        };
        world.config(&json!({}));
        world
    }

    /// Something in the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes `config.json` anew: a user who may do everything below `data/`, with these changes.
    pub fn config(&self, changes: &Value) {
        let mut config = json!({
            "bucket": self.fields.bucket, "path_prefix": "data/",
            "aws_access_key_id": self.fields.key_id, "aws_secret_access_key": self.fields.secret,
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            config[name] = value.clone();
        }
        std::fs::write(self.path("config.json"), config.to_string()).expect("written");
    }

    /// The program at the sandbox, with arguments that blanks divide and more that hold some.
    pub fn command(&self, args: &str, more: &[&str]) -> Command {
        let args: Vec<&str> = args
            .split_whitespace()
            .chain(more.iter().copied())
            .collect();
        let mut command = command(self.folder.path(), &args);
        let vendor = self.sandbox.vendor();
        let vendor = (
            vendor.access_key_id.as_str(),
            vendor.secret_access_key.expose_secret(),
        );
        at_aws(&mut command, &self.url, vendor);
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command to its end. No secret is in what it says.
    ///
    /// # Panics
    /// When one is.
    pub async fn run(&self, args: &str) -> Ended {
        let ended = run(&mut self.command(args, &[])).await;
        self.no_secret_in(&ended);
        ended
    }

    /// As [`Self::run`], where it ends well.
    ///
    /// # Panics
    /// When it does not.
    pub async fn good(&self, args: &str) -> Ended {
        let ended = self.run(args).await;
        assert_eq!(ended.code, Some(0), "{args}: {ended:?}");
        ended
    }

    /// # Panics
    /// When a secret was said, or the program panicked.
    pub fn no_secret_in(&self, ended: &Ended) {
        let said = format!("{}{}", ended.stdout, ended.stderr);
        let vendor = self.sandbox.vendor().secret_access_key.expose_secret();
        for secret in [&self.fields.secret, vendor, "panicked"] {
            assert!(!said.contains(secret), "{said}");
        }
    }

    /// Writes an object past the program.
    pub async fn put(&self, key: &str, bytes: &[u8]) {
        let put = self
            .sandbox
            .put_object(&self.fields.bucket, key, bytes)
            .await;
        put.unwrap_or_else(|error| panic!("{key:?}: {error}"));
    }

    /// A client of the bucket with the keys of `fields`, past the program.
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

    /// Writes an object in parts of this size past the program.
    pub async fn put_in_parts(&self, key: &str, bytes: &[u8], size: usize) {
        let s3 = self.s3();
        let bucket = &self.fields.bucket;
        let begun = s3.create_multipart_upload().bucket(bucket).key(key).send();
        let upload = begun.await.expect("begun").upload_id.expect("an ID");
        let mut parts = CompletedMultipartUpload::builder();
        for (part, number) in bytes.chunks(size).zip(1..) {
            let call = s3.upload_part().bucket(bucket).key(key).upload_id(&upload);
            let call = call.part_number(number).body(part.to_vec().into());
            let etag = call.send().await.expect("written").e_tag.expect("an ETag");
            let part = CompletedPart::builder().part_number(number).e_tag(etag);
            parts = parts.parts(part.build());
        }
        let call = s3.complete_multipart_upload().bucket(bucket).key(key);
        let call = call.upload_id(upload).multipart_upload(parts.build());
        call.send().await.expect("an object");
    }

    /// Everything in the bucket.
    pub async fn objects(&self) -> Tree {
        let mut objects = Tree::new();
        for object in self
            .sandbox
            .list_objects(&self.fields.bucket)
            .expect("a list")
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

/// Every file below a folder. A link or half-written file counts.
pub fn files(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(folder).expect("below").to_str();
            let bytes = std::fs::read(&path).expect("a file");
            found.insert(below.expect("UTF-8").to_owned(), bytes.into());
        }
    }
    found
}

/// Every file below a folder that a fetch left unfinished, without what it remembers of the files that it finished.
///
/// # Panics
/// When it remembers nothing.
pub fn finished_files(folder: &Path) -> Tree {
    let mut found = files(folder);
    let remembered = found.remove(".s3-connect-partial/finished");
    assert!(remembered.is_some(), "{:?}", found.keys());
    found
}

/// Writes files into a folder, which is made.
pub fn write(folder: &Path, tree: &Tree) {
    for (name, bytes) in tree {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

/// Compares byte by byte, and says which files differ, not how.
///
/// # Panics
/// When any differs, is missing or is too many.
#[track_caller]
pub fn same(found: &Tree, expected: &Tree) {
    let names = found.keys().chain(expected.keys());
    let differ: Vec<String> = names
        .filter(|name| found.get(*name) != expected.get(*name))
        .map(|name| {
            let length = |tree: &Tree| tree.get(name).map(|bytes| bytes.len());
            format!(
                "{name:?}: {:?} bytes for {:?}",
                length(found),
                length(expected)
            )
        })
        .collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

/// The same tree with a prefix before each name.
pub fn below(prefix: &str, tree: &Tree) -> Tree {
    tree.iter()
        .map(|(name, bytes)| (format!("{prefix}{name}"), Arc::clone(bytes)))
        .collect()
}

/// Bytes that repeat nowhere near, the same each time.
pub fn bytes(length: usize, seed: u64) -> Arc<[u8]> {
    use rand::{RngCore as _, SeedableRng as _};
    let mut bytes = vec![0; length];
    rand::rngs::StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
    bytes.into()
}

/// Names that are valid everywhere and that something on the way might change, zero bytes, and sizes around the size of
/// a part.
pub fn strange_files() -> Tree {
    const PART: usize = 8 * 1024 * 1024;
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
    let mut files = Tree::new();
    for (name, seed) in names.into_iter().zip(0..) {
        files.insert(name.to_owned(), bytes(100 + name.len(), seed));
    }
    for (name, length) in [
        ("sizes/empty", 0),
        ("sizes/one", 1),
        ("sizes/window", 512 * 1024),
        ("sizes/over a window", 512 * 1024 + 1),
        ("sizes/part", PART),
        ("sizes/over a part", PART + 1),
        ("sizes/three parts", 20 * 1024 * 1024),
    ] {
        files.insert(name.to_owned(), bytes(length, length as u64));
    }
    files
}
