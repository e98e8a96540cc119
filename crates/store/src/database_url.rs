//! Parses `DATABASE_URL` and derives a name for the database that is safe to print.

use crate::error::StoreError;
use percent_encoding::percent_decode_str;
use sqlx::any::AnyConnectOptions;
use std::path::PathBuf;

/// A parsed `DATABASE_URL`. Never print it: it may contain a password.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum DatabaseUrl {
    Sqlite { file: PathBuf },
    Postgres { url: String },
}

impl DatabaseUrl {
    /// Parses the URL.
    ///
    /// # Errors
    /// Returns [`StoreError::DatabaseUrl`] if this crate cannot use such a database.
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
                "must name a file: a database in memory loses its contents when the server stops",
            );
        }
        // Only the file name is used from here on, so any other parameter would be silently ignored.
        if !matches!(query, "" | "mode=rw" | "mode=rwc") {
            return refuse("must not have parameters after the name of an SQLite file");
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

    /// Returns the URL for messages: without user, password and parameters.
    pub fn display_name(&self) -> String {
        match self {
            Self::Sqlite { file } => file.display().to_string(),
            Self::Postgres { url } => {
                format!("postgres://{}", public_part(url).as_deref().unwrap_or("…"))
            }
        }
    }
}

/// Returns host, port and database. Returns `None` if the password may be mixed up with them: an unescaped `#`,
/// `?` or `/` makes a password look like a port, a database or parameters.
fn public_part(url: &str) -> Option<String> {
    let url = url.parse::<AnyConnectOptions>().ok()?.database_url;
    // A fragment, or an `@` without a user name, can mean that the parser cut the URL inside the password.
    let is_unambiguous =
        url.fragment().is_none() && (!url.username().is_empty() || !url.as_str().contains('@'));
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    is_unambiguous.then(|| format!("{}{port}{}", url.host_str().unwrap_or_default(), url.path()))
}

fn refuse<T>(reason: &str) -> Result<T, StoreError> {
    Err(StoreError::DatabaseUrl(reason.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> DatabaseUrl {
        DatabaseUrl::Sqlite {
            file: PathBuf::from(path),
        }
    }

    #[test]
    fn accepts_only_sqlite_urls_that_name_a_file() {
        for (url, path) in [
            ("sqlite://data/s3-connect.db", "data/s3-connect.db"),
            ("sqlite:data.db", "data.db"),
            ("sqlite:///var/lib/s3.db?mode=rwc", "/var/lib/s3.db"),
            ("sqlite://a%20b/%3f.db", "a b/?.db"),
        ] {
            assert_eq!(DatabaseUrl::parse(url).expect(url), file(path), "{url}");
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
                matches!(DatabaseUrl::parse(bad), Err(StoreError::DatabaseUrl(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_display_name_of_postgres_has_no_password() {
        for (url, display_name) in [
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
            assert_eq!(
                DatabaseUrl::parse(url).expect(url).display_name(),
                display_name,
                "{url}"
            );
        }
    }
}
