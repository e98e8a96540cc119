//! Settings: a flag wins over the environment, that over `Leptos.toml`, that over the default.

use crate::client_address::TrustedProxies;
use clap::Args;
use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub const DEFAULT_DATABASE_URL: &str = "sqlite://data/s3-connect.db";
const DEFAULT_ADDR: &str = "127.0.0.1:3000";
const FILE: &str = "Leptos.toml";
/// IAM takes a few seconds to know of a change everywhere.
const IAM_WAIT_SECONDS: u64 = 15;
/// Who waits longer thinks that nothing happens any more.
const LONGEST_IAM_WAIT_SECONDS: u64 = 60;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// What can be given as a flag or in the environment. Secrets come from the environment only: flags are
/// seen by every user of the machine.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// The settings file [default: Leptos.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, env = "LEPTOS_SITE_ADDR", value_name = "ADDRESS")]
    pub site_addr: Option<SocketAddr>,
    /// The folder with the built site files [default: target/site]
    #[arg(
        long,
        global = true,
        env = "LEPTOS_SITE_ROOT",
        value_name = "FOLDER",
        hide = true
    )]
    pub site_root: Option<String>,
    /// The address browsers reach us by [default: made from the listening address]
    #[arg(long, global = true, env = "S3_CONNECT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// An SQLite file or a PostgreSQL database [default: sqlite, in data/s3-connect.db]
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
    /// Starts the sandbox on this address, and uses it as AWS
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_SANDBOX",
        value_name = "ADDRESS"
    )]
    pub sandbox: Option<String>,
    /// The ARN that trust policies name [default: who GetCallerIdentity says we are]
    #[arg(long, global = true, env = "S3_CONNECT_PRINCIPAL", value_name = "ARN")]
    pub principal: Option<String>,
    /// For how many seconds a refusal is asked again, as a change in IAM may be on its way [default: 15; 0 with the sandbox]
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_IAM_WAIT_SECONDS",
        value_name = "SECONDS"
    )]
    pub iam_wait_seconds: Option<u64>,
    /// The proxies whose X-Forwarded-For is believed: addresses and networks, separated by commas; off for none
    /// [default: `127.0.0.0/8,::1`]
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_TRUSTED_PROXIES",
        value_name = "NETWORKS"
    )]
    pub trusted_proxies: Option<String>,
}

/// The same, in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    public_url: Option<String>,
    database_url: Option<String>,
    sandbox: Option<String>,
    principal: Option<String>,
    iam_wait_seconds: Option<u64>,
    trusted_proxies: Option<String>,
    workspace: Option<Workspace>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Workspace {
    metadata: Metadata,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metadata {
    leptos: Vec<Leptos>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Leptos {
    site_addr: Option<String>,
    site_root: Option<String>,
}

/// Everything settled.
#[derive(Clone, Debug)]
pub struct Settings {
    pub site_addr: SocketAddr,
    pub site_root: String,
    /// Without a slash at its end; absent: made from the address that was bound.
    pub public_url: Option<String>,
    pub database_url: String,
    pub sandbox: Option<SocketAddr>,
    /// Where the sandbox keeps its objects, and the master key is made.
    pub data_dir: PathBuf,
    pub principal: Option<domain::PrincipalArn>,
    /// For how long a refusal is asked again that a change made in IAM a moment ago explains.
    pub iam_wait: Duration,
    pub trusted_proxies: TrustedProxies,
    pub secrets: Secrets,
}

/// From the environment only.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    pub master_key: Option<SecretString>,
    pub admin_key: Option<SecretString>,
    pub api_key: Option<SecretString>,
}

impl Secrets {
    pub fn from_env() -> Self {
        let secret = |name| {
            std::env::var(name)
                .ok()
                .filter(|text| !text.trim().is_empty())
                .map(|text| SecretString::from(text.trim()))
        };
        Self {
            master_key: secret("S3_CONNECT_MASTER_KEY"),
            admin_key: secret("S3_CONNECT_ADMIN_KEY"),
            api_key: secret("S3_CONNECT_API_KEY"),
        }
    }
}

impl Settings {
    /// # Errors
    /// When the file cannot be read, has an unknown key, or a value cannot be used; the words name it.
    pub fn settle(flags: Flags, secrets: Secrets) -> Result<Self, SettingsError> {
        let file = File::read(flags.settings.as_deref())?;
        let leptos = file
            .workspace
            .and_then(|w| w.metadata.leptos.into_iter().next())
            .unwrap_or_default();
        let addr = |text: &str, name: &str| {
            text.parse().map_err(|_| {
                SettingsError(format!(
                    "{name} is “{text}”, which is not an address such as {DEFAULT_ADDR}"
                ))
            })
        };
        let site_addr = match flags.site_addr {
            Some(given) => given,
            None => addr(
                leptos.site_addr.as_deref().unwrap_or(DEFAULT_ADDR),
                "site-addr",
            )?,
        };
        let sandbox = match flags.sandbox.or(file.sandbox).as_deref().map(str::trim) {
            None | Some("" | "off") => None,
            Some(text) => Some(addr(text, "S3_CONNECT_SANDBOX")?),
        };
        let database_url = flags
            .database_url
            .or(file.database_url)
            .unwrap_or_else(|| DEFAULT_DATABASE_URL.to_owned());
        let principal = flags
            .principal
            .or(file.principal)
            .filter(|text| !text.is_empty())
            .map(|text| domain::PrincipalArn::parse(&text))
            .transpose()
            .map_err(|refusal| SettingsError(format!("S3_CONNECT_PRINCIPAL: {refusal}")))?;
        let iam_wait = flags
            .iam_wait_seconds
            .or(file.iam_wait_seconds)
            // In the sandbox a change is everywhere at once.
            .unwrap_or(if sandbox.is_some() {
                0
            } else {
                IAM_WAIT_SECONDS
            });
        if iam_wait > LONGEST_IAM_WAIT_SECONDS {
            return Err(SettingsError(format!(
                "S3_CONNECT_IAM_WAIT_SECONDS is {iam_wait}; the longest is {LONGEST_IAM_WAIT_SECONDS}"
            )));
        }
        let trusted_proxies = flags
            .trusted_proxies
            .or(file.trusted_proxies)
            .filter(|text| !text.trim().is_empty())
            .map(|text| text.parse::<TrustedProxies>())
            .transpose()
            .map_err(|words| SettingsError(format!("S3_CONNECT_TRUSTED_PROXIES: {words}")))?
            .unwrap_or_default();
        Ok(Self {
            site_addr,
            site_root: flags
                .site_root
                .or(leptos.site_root)
                .unwrap_or_else(|| "target/site".to_owned()),
            public_url: flags
                .public_url
                .or(file.public_url)
                .map(|url| public_url(&url))
                .transpose()?,
            data_dir: data_dir(&database_url),
            database_url,
            sandbox,
            principal,
            iam_wait: Duration::from_secs(iam_wait),
            trusted_proxies,
            secrets,
        })
    }
}

impl File {
    fn read(given: Option<&Path>) -> Result<Self, SettingsError> {
        let path = given.unwrap_or(Path::new(FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && given.is_none() => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(SettingsError(format!(
                    "{} cannot be read: {error}",
                    path.display()
                )));
            }
        };
        toml::from_str(&text).map_err(|error| {
            SettingsError(format!("{}: {}", path.display(), error.to_string().trim()))
        })
    }
}

/// Beside the SQLite file, or else `data`.
fn data_dir(database_url: &str) -> PathBuf {
    let file = database_url
        .strip_prefix("sqlite:")
        .map(|rest| rest.trim_start_matches("//"));
    let folder = file.and_then(|file| Path::new(file.split('?').next().unwrap_or(file)).parent());
    folder.map_or_else(|| PathBuf::from("data"), Path::to_path_buf)
}

fn public_url(text: &str) -> Result<String, SettingsError> {
    let url = url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    match url {
        Some(url) if url.path() == "/" && url.query().is_none() => {
            Ok(url.as_str().trim_end_matches('/').to_owned())
        }
        _ => Err(SettingsError(format!(
            "S3_CONNECT_PUBLIC_URL is “{text}”; it must be like https://connect.acme.com, without a path"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(file: &str, flags: Flags) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("Leptos.toml");
        std::fs::write(&path, file).expect("file");
        Settings::settle(
            Flags {
                settings: Some(path),
                ..flags
            },
            Secrets::default(),
        )
    }

    #[test]
    fn defaults() {
        let settings = settle("", Flags::default()).expect("settings");
        assert_eq!(settings.site_addr.to_string(), DEFAULT_ADDR);
        assert_eq!(
            (settings.database_url.as_str(), settings.sandbox),
            (DEFAULT_DATABASE_URL, None)
        );
        assert_eq!(settings.data_dir, Path::new("data"));
        assert_eq!(settings.iam_wait.as_secs(), IAM_WAIT_SECONDS);
    }

    #[test]
    fn the_sandbox_is_not_waited_for_unless_that_is_asked_for() {
        let sandbox = "sandbox = \"127.0.0.1:9400\"\n";
        let wait = |file: &str, asked| {
            let flags = Flags {
                iam_wait_seconds: asked,
                ..Flags::default()
            };
            settle(file, flags).expect(file).iam_wait.as_secs()
        };
        assert_eq!(wait(sandbox, None), 0);
        assert_eq!(wait(sandbox, Some(4)), 4);
        assert_eq!(wait("iam_wait_seconds = 7", None), 7);
        assert_eq!(wait("iam_wait_seconds = 7", Some(0)), 0);
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_trusted_unless_others_are_named() {
        let trusted = |file: &str, given: Option<&str>| {
            let flags = Flags {
                trusted_proxies: given.map(str::to_owned),
                ..Flags::default()
            };
            settle(file, flags).expect(file).trusted_proxies
        };
        let networks = |text: &str| text.parse::<TrustedProxies>().expect("networks");
        let file = "trusted_proxies = \"10.0.0.0/8\"";
        assert_eq!(trusted("", None), networks("127.0.0.0/8, ::1"));
        assert_eq!(trusted("", Some("")), TrustedProxies::default());
        assert_eq!(trusted(file, None), networks("10.0.0.0/8"));
        assert_eq!(trusted(file, Some("192.0.2.1")), networks("192.0.2.1"));
        assert_eq!(trusted(file, Some("off")), networks("off"));
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let file = "public_url = \"https://a.example\"\nsandbox = \"127.0.0.1:9400\"\n[[workspace.metadata.leptos]]\nsite-addr = \"127.0.0.1:4000\"\nname = \"x\"\n";
        let settings = settle(file, Flags::default()).expect("file");
        assert_eq!(settings.public_url.as_deref(), Some("https://a.example"));
        assert_eq!(settings.site_addr.port(), 4000);
        assert!(settings.sandbox.is_some());
        let flags = Flags {
            public_url: Some("https://b.example/".to_owned()),
            sandbox: Some("off".to_owned()),
            ..Flags::default()
        };
        let settings = settle(file, flags).expect("flags");
        assert_eq!(
            (settings.public_url.as_deref(), settings.sandbox),
            (Some("https://b.example"), None)
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (file, words) in [
            ("databse_url = \"x\"", "databse_url"),
            ("sandbox = \"here\"", "S3_CONNECT_SANDBOX"),
            ("public_url = \"acme.com\"", "S3_CONNECT_PUBLIC_URL"),
            ("principal = \"me\"", "S3_CONNECT_PRINCIPAL"),
            ("iam_wait_seconds = 61", "S3_CONNECT_IAM_WAIT_SECONDS"),
            ("trusted_proxies = \"proxy\"", "S3_CONNECT_TRUSTED_PROXIES"),
        ] {
            let error = settle(file, Flags::default()).expect_err(file).to_string();
            assert!(error.contains(words), "{file}: {error}");
        }
    }

    #[test]
    fn the_data_folder_is_beside_the_database() {
        for (url, folder) in [
            ("sqlite://data/s3-connect.db", "data"),
            ("sqlite:///var/lib/s3c/a.db?mode=rwc", "/var/lib/s3c"),
            ("postgres://localhost/x", "data"),
        ] {
            assert_eq!(data_dir(url), Path::new(folder), "{url}");
        }
    }
}
