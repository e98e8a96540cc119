//! The web origins that are allowed to show the widget in a frame.

use crate::error::Error;
use crate::service::Service;
use domain::EnvironmentId;
use domain::misplaced_secret::may_contain_secret;
use domain::refusal::MAX_ERRORS_PER_KIND;
use serde_json::json;
use store::{AuditAction, Setting};
use url::Url;

const MAX_ORIGINS: usize = 50;
/// A host has at most 253 characters. The rest is for the scheme and the port.
const MAX_ORIGIN_BYTES: usize = 270;

impl Service {
    /// Returns the origins that a link can be created for. An empty list allows every origin.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn allowed_origins(&self, environment: &EnvironmentId) -> Result<Vec<String>, Error> {
        let text = self
            .store
            .setting(environment, Setting::AllowedOrigins)
            .await?;
        Ok(text
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default())
    }

    /// Sets the allowed origins, one a line, and returns them as browsers write them. Existing links keep their origin.
    ///
    /// `expected` is the text that was shown when the edit began. It prevents one admin from restoring an origin that
    /// another has just removed.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] with one error for the field `origins` if a line is not an origin, if there are too
    ///   many origins, or if the stored origins differ from `expected`.
    /// - Returns another error if the database fails.
    pub async fn put_allowed_origins(
        &self,
        environment: &EnvironmentId,
        input: &str,
        expected: Option<&str>,
    ) -> Result<Vec<String>, Error> {
        let (origins, invalid) = parse_origins(input);
        let refuse = |detail: String| Err(Error::field("origins", "bad_origin", detail));
        if !invalid.is_empty() {
            return refuse(format!(
                "Not an origin: {}. An origin is a scheme and a host, such as https://app.acme.com, without a path.",
                invalid.join(", ")
            ));
        }
        if origins.len() > MAX_ORIGINS {
            return refuse(format!("You can allow at most {MAX_ORIGINS} origins."));
        }
        let saved = self.allowed_origins(environment).await?;
        // Saving the same origins again changes nothing, so it does not belong in the audit log.
        if origins == saved {
            return Ok(origins);
        }
        if expected.is_some_and(|expected| parse_origins(expected).0 != saved) {
            let saved = match saved.join(", ") {
                none if none.is_empty() => "none".to_owned(),
                origins => origins,
            };
            return refuse(format!(
                "Someone else changed the origins in the meantime. Now saved: {saved}. Compare your list, and save again."
            ));
        }
        let text = origins.join("\n");
        let value = (!origins.is_empty()).then_some(text.as_str());
        let event = self
            .event(environment, AuditAction::AllowedOriginsSaved)
            .with_detail(json!({ "origins": origins }));
        self.store
            .put_settings(&[(Setting::AllowedOrigins, value)], &event, self.now())
            .await?;
        Ok(origins)
    }

    /// Returns the origin of a new link: the requested one if it is allowed. If none is requested and exactly one is
    /// allowed, returns that one.
    pub(crate) async fn choose_link_origin(
        &self,
        environment: &EnvironmentId,
        requested: Option<String>,
    ) -> Result<Option<String>, Error> {
        let mut allowed = self.allowed_origins(environment).await?;
        match requested {
            Some(origin) if allowed.is_empty() || allowed.contains(&origin) => Ok(Some(origin)),
            Some(origin) => Err(Error::field(
                "origin",
                "origin_not_allowed",
                format!(
                    "{origin} is not among the allowed origins of this environment: {}.",
                    allowed.join(", ")
                ),
            )),
            None if allowed.len() == 1 => Ok(allowed.pop()),
            None => Ok(None),
        }
    }
}

/// Parses a text with one origin a line. Returns the origins without duplicates, and the lines that are not origins as
/// the error message shows them.
fn parse_origins(input: &str) -> (Vec<String>, Vec<String>) {
    let (mut origins, mut invalid) = (Vec::new(), Vec::new());
    let mut hidden_count = 0;
    for line in input.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match normalize_origin(line) {
            // One origin more than allowed is enough to refuse the list, so the rest is not parsed.
            Some(_) if origins.len() > MAX_ORIGINS => break,
            Some(origin) if !origins.contains(&origin) => origins.push(origin),
            Some(_) => {}
            None if invalid.len() == MAX_ERRORS_PER_KIND => hidden_count += 1,
            // The message must not repeat a secret.
            None if may_contain_secret(line) => {
                invalid.push("something like a secret access key".to_owned());
            }
            None => invalid.push(format!("“{}”", line.chars().take(80).collect::<String>())),
        }
    }
    if hidden_count > 0 {
        invalid.push(format!("and {hidden_count} more lines"));
    }
    (origins, invalid)
}

/// Returns an origin as a browser writes it. People also write it with capitals, a default port and a final slash.
fn normalize_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin().ascii_serialization();
    let has_no_path = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let has_no_user = url.username().is_empty() && url.password().is_none();
    (has_no_path && has_no_user && is_origin(&origin)).then_some(origin)
}

/// Returns whether the text is exactly an origin.
pub fn is_origin(text: &str) -> bool {
    // The text goes into a Content-Security-Policy. There, `*` is a wildcard, and `;` or `,` ends the directive or policy.
    let is_exact = |url: Url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    };
    text.len() <= MAX_ORIGIN_BYTES
        && !text.contains(['*', ';', ','])
        && Url::parse(text).is_ok_and(is_exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_origins_and_nothing_else() {
        for good in [
            "https://app.acme.com",
            "http://localhost:8080",
            "http://127.0.0.1:3000",
        ] {
            assert!(is_origin(good), "{good}");
        }
        let too_long = format!("https://{}com", "a.".repeat(200));
        for bad in [
            "",
            &too_long,
            "app.acme.com",
            "https://app.acme.com/",
            "https://app.acme.com/x",
            "https://a.com; script-src *",
            "ftp://a.com",
            "https://a.com https://b.com",
            "null",
            "https://*.acme.com",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    #[test]
    fn normalizes_origins_and_refuses_everything_else() {
        let (origins, invalid) = parse_origins(
            "https://App.Acme.com/\r\n\n  https://acme.com:443 \nhttps://app.acme.com\nhttp://localhost:8080\n",
        );
        assert_eq!(
            origins,
            [
                "https://app.acme.com",
                "https://acme.com",
                "http://localhost:8080"
            ]
        );
        assert!(invalid.is_empty(), "{invalid:?}");
        for bad in [
            "app.acme.com",
            "https://*.acme.com",
            "*",
            "https://a.com/path",
            "https://a.com?x=1",
            "https://a.com#x",
            "https://me:secret@a.com",
            "https://a.com https://b.com",
            "https://a.com; frame-src *",
            "javascript:alert(1)",
            "null",
            "file:///etc",
        ] {
            let (origins, invalid) = parse_origins(&format!("https://good.com\n{bad}"));
            assert_eq!((origins.len(), invalid.len()), (1, 1), "{bad}");
        }
    }
}
