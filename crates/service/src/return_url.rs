//! The address that a tenant goes back to when they are done.

use crate::allowed_origins::is_origin;
use crate::error::Error;
use crate::service::Service;
use domain::EnvironmentId;
use domain::misplaced_secret::may_contain_secret;
use url::Url;

/// The longest address that browsers and proxies reliably accept.
const MAX_URL_BYTES: usize = 2_000;

impl Service {
    /// Returns an address as a browser writes it, if tenants can be sent there: over TLS, or to one of the allowed origins,
    /// which can be `http://localhost` during development.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if the address is not valid or not allowed.
    /// - Returns another error if the database fails.
    pub(crate) async fn validate_return_url(
        &self,
        environment: &EnvironmentId,
        text: &str,
    ) -> Result<String, Error> {
        let refuse = |code, detail: &str| Err(Error::field("return_url", code, detail));
        let Some(url) = parse(text) else {
            return refuse(
                "bad_return_url",
                "The return URL is an address of at most 2,000 characters, such as https://app.acme.com/settings, without a user name or a secret.",
            );
        };
        let origin = url.origin().ascii_serialization();
        let is_allowed =
            url.scheme() == "https" || self.allowed_origins(environment).await?.contains(&origin);
        if is_allowed {
            Ok(url.into())
        } else {
            refuse(
                "return_url_not_allowed",
                "The return URL must begin with https://. Any other address has to belong to one of the allowed origins of this environment.",
            )
        }
    }
}

/// Parses the address of a page on the web.
fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| {
        url.as_str().len() <= MAX_URL_BYTES
            && matches!(url.scheme(), "https" | "http")
            && url.username().is_empty()
            && url.password().is_none()
            && is_origin(&url.origin().ascii_serialization())
    })?;
    // The address is stored and shown in the clear.
    (!may_contain_secret(text)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_addresses_of_pages_and_nothing_else() {
        for (good, normalized) in [
            ("https://App.Acme.com", "https://app.acme.com/"),
            (
                "https://app.acme.com/settings?tab=s3#top",
                "https://app.acme.com/settings?tab=s3#top",
            ),
            ("http://localhost:3000/done", "http://localhost:3000/done"),
        ] {
            assert_eq!(parse(good).map(String::from).as_deref(), Some(normalized));
        }
        let long = format!("https://app.acme.com/{}", "a/".repeat(1_000));
        for bad in [
            "",
            "/settings",
            "app.acme.com",
            "javascript:alert(1)",
            "blob:http://localhost:3000/x",
            "data:text/html,x",
            "ftp://app.acme.com/",
            "https://me:secret@app.acme.com/",
            "https://app.acme.com/?key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            &long,
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
