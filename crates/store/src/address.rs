//! Reads `DATABASE_URL`: which database, and what it may be called in a message.

use crate::error::StoreError;
use percent_encoding::percent_decode_str;
use sqlx::any::AnyConnectOptions;
use std::path::PathBuf;

/// Not to be printed: it may hold a password.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Address {
    Sqlite { file: PathBuf },
    Postgres { url: String },
}

impl Address {
    /// # Errors
    /// When the text is no address of a database this crate can use.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres {
                url: url.to_owned(),
            });
        }
        let Some(rest) = url.strip_prefix("sqlite:") else {
            return refuse("must begin with sqlite:// or postgres://");
        };
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path == ":memory:" || query.contains("mode=memory") {
            return refuse(
                "must name a file: a database in memory would be forgotten at every restart",
            );
        }
        if !matches!(query, "" | "mode=rw" | "mode=rwc") {
            return refuse("may have no parameters after the name of an SQLite file");
        }
        let Ok(path) = percent_decode_str(path).decode_utf8() else {
            return refuse("has a file name that is not UTF-8");
        };
        let file = PathBuf::from(&*path);
        if path.ends_with('/') || path.contains('\0') || file.file_name().is_none() {
            return refuse("must name a file, such as sqlite://data/s3-connect.db");
        }
        Ok(Self::Sqlite { file })
    }

    /// The address without user, password and parameters.
    pub fn place(&self) -> String {
        match self {
            Self::Sqlite { file } => file.display().to_string(),
            Self::Postgres { url } => {
                format!("postgres://{}", server(url).as_deref().unwrap_or("…"))
            }
        }
    }
}

/// Host, port and database. `None` where it is not certain which part is the password: one with an
/// unescaped `#`, `?` or `/` in it looks like a port, a database or parameters.
fn server(url: &str) -> Option<String> {
    let url = url.parse::<AnyConnectOptions>().ok()?.database_url;
    let certain =
        url.fragment().is_none() && (!url.username().is_empty() || !url.as_str().contains('@'));
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    certain.then(|| format!("{}{port}{}", url.host_str().unwrap_or_default(), url.path()))
}

fn refuse<T>(words: &str) -> Result<T, StoreError> {
    Err(StoreError::Address(words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> Address {
        Address::Sqlite {
            file: PathBuf::from(path),
        }
    }

    #[test]
    fn sqlite_files() {
        for (url, path) in [
            ("sqlite://data/s3-connect.db", "data/s3-connect.db"),
            ("sqlite:data.db", "data.db"),
            ("sqlite:///var/lib/s3.db?mode=rwc", "/var/lib/s3.db"),
            ("sqlite://a%20b/%3f.db", "a b/?.db"),
        ] {
            assert_eq!(Address::parse(url).expect(url), file(path), "{url}");
        }
        for bad in [
            "",
            "mysql://h/d",
            "sqlite:",
            "sqlite://",
            "sqlite::memory:",
            "sqlite://a/",
            "sqlite://..",
            "sqlite://a.db?cache=shared",
            "sqlite://%ff",
        ] {
            assert!(
                matches!(Address::parse(bad), Err(StoreError::Address(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn what_is_shown_of_postgres_has_no_password() {
        for (url, shown) in [
            (
                "postgres://me:hunter2@db.example.com:5432/app",
                "postgres://db.example.com:5432/app",
            ),
            (
                "postgresql://me:hun@ter2@db/app?password=hunter2",
                "postgres://db/app",
            ),
            ("postgres://db/app?password=hunter2", "postgres://db/app"),
            ("postgres://db", "postgres://db"),
            ("postgres:///app?host=/run&password=a@b", "postgres://…"),
            ("postgres://me:12#hunter2@db/app", "postgres://…"),
            ("postgres://me:12?hunter2@db/app", "postgres://…"),
            ("postgres://me:12/hunter2@db/app", "postgres://…"),
            ("postgres://me:hunter2/@db/app", "postgres://…"),
        ] {
            assert_eq!(Address::parse(url).expect(url).place(), shown, "{url}");
        }
    }
}
