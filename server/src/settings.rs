//! The server's settings. A flag overrides the environment variable, which overrides `Leptos.toml`, which overrides the
//! default.

use crate::client_address::TrustedProxies;
use aws::AwsSettings;
use clap::Args;
use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub const DEFAULT_DATABASE_URL: &str = "sqlite://data/s3-connect.db";
const DEFAULT_ADDR: &str = "127.0.0.1:3000";
const DEFAULT_FILE: &str = "Leptos.toml";
/// An IAM change takes a few seconds to apply everywhere.
const DEFAULT_IAM_WAIT_SECONDS: u64 = 15;
/// Far more calls of the API than a vendor's servers need, and far fewer than a server can answer.
const DEFAULT_API_RATE: u32 = 100;
const MAX_API_RATE: u32 = 10_000;

/// A setting that cannot be used. The text names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// The settings that can be flags or environment variables. Secrets can only be environment variables, because every
/// user of the machine can see the flags of a process.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// The settings file [default: Leptos.toml, if it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, env = "LEPTOS_SITE_ADDR", value_name = "ADDRESS")]
    pub site_addr: Option<SocketAddr>,
    /// The folder with the site files, which are built by ./dev build [default: target/site]
    #[arg(long, global = true, env = "LEPTOS_SITE_ROOT", value_name = "FOLDER")]
    pub site_root: Option<String>,
    /// The URL by which browsers reach the server [default: derived from the listening address]
    #[arg(long, global = true, env = "S3_CONNECT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// An SQLite file or a PostgreSQL database [default: SQLite, in data/s3-connect.db]
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
    /// Start the sandbox on this address, and use it as AWS
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_SANDBOX",
        value_name = "ADDRESS"
    )]
    pub sandbox: Option<String>,
    /// The ARN that trust policies name [default: the server's identity, from GetCallerIdentity]
    #[arg(long, global = true, env = "S3_CONNECT_PRINCIPAL", value_name = "ARN")]
    pub principal: Option<String>,
    /// Seconds to keep retrying a refusal that a recent IAM change may explain [default: 15; 0 with the sandbox]
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_IAM_WAIT_SECONDS",
        value_name = "SECONDS"
    )]
    pub iam_wait_seconds: Option<u64>,
    /// The proxies whose X-Forwarded-For is trusted: addresses and networks, separated by commas; off for none
    /// [default: `127.0.0.0/8,::1`]
    #[arg(
        long,
        global = true,
        env = "S3_CONNECT_TRUSTED_PROXIES",
        value_name = "NETWORKS"
    )]
    pub trusted_proxies: Option<String>,
    /// How many calls of the API per second each API key can make; off for no limit [default: 100]
    #[arg(long, global = true, env = "S3_CONNECT_API_RATE", value_name = "CALLS")]
    pub api_rate: Option<String>,
}

/// The settings file. It is also the configuration of cargo-leptos, which reads the `workspace` part.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsFile {
    public_url: Option<String>,
    database_url: Option<String>,
    sandbox: Option<String>,
    principal: Option<String>,
    iam_wait_seconds: Option<u64>,
    trusted_proxies: Option<String>,
    api_rate: Option<NumberOrText>,
    workspace: Option<Workspace>,
}

/// A number that can also be written as a text, such as `off`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(i64),
    Text(String),
}

impl From<NumberOrText> for String {
    fn from(value: NumberOrText) -> Self {
        match value {
            NumberOrText::Number(number) => number.to_string(),
            NumberOrText::Text(text) => text,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Workspace {
    metadata: Metadata,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metadata {
    leptos: Vec<LeptosProject>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct LeptosProject {
    site_addr: Option<String>,
    site_root: Option<String>,
}

/// The settings from all sources, parsed, with defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    pub site_addr: SocketAddr,
    pub site_root: String,
    /// Without a trailing slash. `None` derives it from the address that the server is bound to.
    pub public_url: Option<String>,
    pub database_url: String,
    pub sandbox: Option<SocketAddr>,
    /// The folder for the master key and the sandbox's objects.
    pub data_dir: PathBuf,
    pub principal: Option<domain::PrincipalArn>,
    /// How long to keep retrying a refusal that a recent IAM change may explain.
    pub iam_wait: Duration,
    pub trusted_proxies: TrustedProxies,
    /// How many calls of the API per second each API key can make. `None` does not limit them.
    pub api_rate: Option<NonZeroU32>,
    pub secrets: Secrets,
}

/// The secret settings, which come only from environment variables.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    pub master_key: Option<SecretString>,
    pub admin_key: Option<SecretString>,
    pub api_key: Option<SecretString>,
}

impl Secrets {
    /// Reads the secrets. An empty variable counts as absent, as do blanks around a value.
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
    /// Combines the settings from flags, environment variables and the file.
    ///
    /// # Errors
    /// Returns an error that names the setting, if
    /// - the file cannot be read, or has an unknown key.
    /// - a value cannot be parsed.
    /// - the IAM wait is longer than a check.
    pub fn load(flags: Flags, secrets: Secrets) -> Result<Self, SettingsError> {
        let file = SettingsFile::read(flags.settings.as_deref())?;
        let leptos = file
            .workspace
            .and_then(|w| w.metadata.leptos.into_iter().next())
            .unwrap_or_default();
        let parse_addr = |text: &str, name: &str| {
            text.parse().map_err(|_| {
                SettingsError(format!(
                    "{name} is “{text}”, which is not an address such as {DEFAULT_ADDR}"
                ))
            })
        };
        let site_addr = match flags.site_addr {
            Some(site_addr) => site_addr,
            None => parse_addr(
                leptos.site_addr.as_deref().unwrap_or(DEFAULT_ADDR),
                "site-addr",
            )?,
        };
        // `off` lets a flag or a variable switch off a sandbox that the file sets.
        let sandbox = match flags.sandbox.or(file.sandbox).as_deref().map(str::trim) {
            None | Some("" | "off") => None,
            Some(text) => Some(parse_addr(text, "S3_CONNECT_SANDBOX")?),
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
            // In the sandbox a change applies everywhere at once.
            .unwrap_or(if sandbox.is_some() {
                0
            } else {
                DEFAULT_IAM_WAIT_SECONDS
            });
        // A check ends after this time, so a longer wait could never be waited to its end.
        let longest_check = AwsSettings::default().probe_timeout.as_secs();
        if iam_wait > longest_check {
            return Err(SettingsError(format!(
                "S3_CONNECT_IAM_WAIT_SECONDS is {iam_wait}; the maximum is {longest_check}, because a check ends after \
                 {longest_check} seconds"
            )));
        }
        let trusted_proxies = flags
            .trusted_proxies
            .or(file.trusted_proxies)
            .filter(|text| !text.trim().is_empty())
            .map(|text| text.parse::<TrustedProxies>())
            .transpose()
            .map_err(|detail| SettingsError(format!("S3_CONNECT_TRUSTED_PROXIES: {detail}")))?
            .unwrap_or_default();
        let api_rate = flags
            .api_rate
            .or(file.api_rate.map(String::from))
            .filter(|text| !text.trim().is_empty())
            .map_or(Ok(NonZeroU32::new(DEFAULT_API_RATE)), |text| {
                parse_api_rate(text.trim())
            })?;
        Ok(Self {
            site_addr,
            site_root: flags
                .site_root
                .or(leptos.site_root)
                .unwrap_or_else(|| "target/site".to_owned()),
            public_url: flags
                .public_url
                .or(file.public_url)
                .map(|url| parse_public_url(&url))
                .transpose()?,
            data_dir: data_dir_of(&database_url),
            database_url,
            sandbox,
            principal,
            iam_wait: Duration::from_secs(iam_wait),
            trusted_proxies,
            api_rate,
            secrets,
        })
    }
}

impl SettingsFile {
    fn read(flag: Option<&Path>) -> Result<Self, SettingsError> {
        let path = flag.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            // The default file is optional. A file that a flag names has to exist.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && flag.is_none() => {
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

/// Returns the folder of the SQLite file, or `data` for another database.
fn data_dir_of(database_url: &str) -> PathBuf {
    let file = database_url
        .strip_prefix("sqlite:")
        .map(|rest| rest.trim_start_matches("//"));
    let folder = file.and_then(|file| Path::new(file.split('?').next().unwrap_or(file)).parent());
    folder.map_or_else(|| PathBuf::from("data"), Path::to_path_buf)
}

/// Parses the public URL, and removes its trailing slash.
fn parse_public_url(text: &str) -> Result<String, SettingsError> {
    let url = url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    match url {
        // Our pages use absolute paths, so the server cannot be under a path of another site.
        Some(url) if url.path() == "/" && url.query().is_none() => {
            Ok(url.as_str().trim_end_matches('/').to_owned())
        }
        _ => Err(SettingsError(format!(
            "S3_CONNECT_PUBLIC_URL is “{text}”; it must be like https://connect.acme.com, without a path"
        ))),
    }
}

fn parse_api_rate(text: &str) -> Result<Option<NonZeroU32>, SettingsError> {
    if text == "off" {
        return Ok(None);
    }
    let rate = text.parse().ok().filter(|rate| *rate <= MAX_API_RATE);
    rate.and_then(NonZeroU32::new).map(Some).ok_or_else(|| {
        SettingsError(format!(
            "S3_CONNECT_API_RATE is “{text}”; it must be a number from 1 to {MAX_API_RATE}, or off"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, flags: Flags) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("Leptos.toml");
        std::fs::write(&path, file).expect("file");
        Settings::load(
            Flags {
                settings: Some(path),
                ..flags
            },
            Secrets::default(),
        )
    }

    #[test]
    fn has_defaults_for_everything() {
        let settings = load("", Flags::default()).expect("settings");
        assert_eq!(settings.site_addr.to_string(), DEFAULT_ADDR);
        assert_eq!(
            (settings.database_url.as_str(), settings.sandbox),
            (DEFAULT_DATABASE_URL, None)
        );
        assert_eq!(settings.data_dir, Path::new("data"));
        assert_eq!(settings.iam_wait.as_secs(), DEFAULT_IAM_WAIT_SECONDS);
    }

    #[test]
    fn the_iam_wait_is_zero_with_the_sandbox_unless_it_is_set() {
        let sandbox = "sandbox = \"127.0.0.1:9400\"\n";
        let wait = |file: &str, flag| {
            let flags = Flags {
                iam_wait_seconds: flag,
                ..Flags::default()
            };
            load(file, flags).expect(file).iam_wait.as_secs()
        };
        assert_eq!(wait(sandbox, None), 0);
        assert_eq!(wait(sandbox, Some(4)), 4);
        assert_eq!(wait("iam_wait_seconds = 7", None), 7);
        assert_eq!(wait("iam_wait_seconds = 30", None), 30);
        assert_eq!(wait("iam_wait_seconds = 7", Some(0)), 0);
    }

    #[test]
    fn trusts_only_a_proxy_on_this_machine_unless_others_are_set() {
        let trusted = |file: &str, flag: Option<&str>| {
            let flags = Flags {
                trusted_proxies: flag.map(str::to_owned),
                ..Flags::default()
            };
            load(file, flags).expect(file).trusted_proxies
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
    fn the_api_rate_is_a_number_or_off() {
        let rate = |file: &str, flag: Option<&str>| {
            let flags = Flags {
                api_rate: flag.map(str::to_owned),
                ..Flags::default()
            };
            let rate = load(file, flags).expect(file).api_rate;
            rate.map(NonZeroU32::get)
        };
        assert_eq!(rate("", None), Some(DEFAULT_API_RATE));
        assert_eq!(rate("", Some(" ")), Some(DEFAULT_API_RATE));
        assert_eq!(rate("api_rate = 7", None), Some(7));
        assert_eq!(rate("api_rate = \"7\"", None), Some(7));
        assert_eq!(rate("api_rate = \"off\"", None), None);
        assert_eq!(rate("api_rate = 7", Some("off")), None);
        assert_eq!(rate("api_rate = \"off\"", Some("10000")), Some(10_000));
    }

    #[test]
    fn a_flag_overrides_the_file() {
        let file = "public_url = \"https://a.example\"\nsandbox = \"127.0.0.1:9400\"\n[[workspace.metadata.leptos]]\nsite-addr = \"127.0.0.1:4000\"\nname = \"x\"\n";
        let settings = load(file, Flags::default()).expect("file");
        assert_eq!(settings.public_url.as_deref(), Some("https://a.example"));
        assert_eq!(settings.site_addr.port(), 4000);
        assert!(settings.sandbox.is_some());
        let flags = Flags {
            public_url: Some("https://b.example/".to_owned()),
            sandbox: Some("off".to_owned()),
            ..Flags::default()
        };
        let settings = load(file, flags).expect("flags");
        assert_eq!(
            (settings.public_url.as_deref(), settings.sandbox),
            (Some("https://b.example"), None)
        );
    }

    #[test]
    fn an_error_names_the_setting() {
        for (file, name) in [
            ("databse_url = \"x\"", "databse_url"),
            ("sandbox = \"here\"", "S3_CONNECT_SANDBOX"),
            ("public_url = \"acme.com\"", "S3_CONNECT_PUBLIC_URL"),
            ("principal = \"me\"", "S3_CONNECT_PRINCIPAL"),
            (
                "iam_wait_seconds = 31",
                "S3_CONNECT_IAM_WAIT_SECONDS is 31; the maximum is 30, because a check ends after 30 seconds",
            ),
            ("trusted_proxies = \"proxy\"", "S3_CONNECT_TRUSTED_PROXIES"),
            ("api_rate = 0", "S3_CONNECT_API_RATE is “0”"),
            ("api_rate = -1", "S3_CONNECT_API_RATE is “-1”"),
            ("api_rate = 10001", "a number from 1 to 10000, or off"),
            ("api_rate = \"fast\"", "S3_CONNECT_API_RATE is “fast”"),
        ] {
            let error = load(file, Flags::default()).expect_err(file).to_string();
            assert!(error.contains(name), "{file}: {error}");
        }
    }

    #[test]
    fn the_data_folder_is_beside_the_database() {
        for (url, folder) in [
            ("sqlite://data/s3-connect.db", "data"),
            ("sqlite:///var/lib/s3c/a.db?mode=rwc", "/var/lib/s3c"),
            ("postgres://localhost/x", "data"),
        ] {
            assert_eq!(data_dir_of(url), Path::new(folder), "{url}");
        }
    }
}
