//! The web origins that may show the widget in a frame.

use crate::{Error, Service};
use domain::EnvironmentId;
use domain::access_key::holds_secret;
use domain::refusal::FEW_ERRORS;
use serde_json::json;
use store::Setting;
use url::Url;

const MOST: usize = 50;

impl Service {
    /// Those that a link may be made for. None: whichever is asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn allowed_origins(&self, environment: &EnvironmentId) -> Result<Vec<String>, Error> {
        let text = self
            .store
            .setting(environment, Setting::AllowedOrigins)
            .await?;
        Ok(text
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default())
    }

    /// Takes one origin a line, and writes each as browsers do. Links that are out keep theirs. `seen` is what
    /// stood there when somebody began to type, so that nobody brings back what another took away meanwhile.
    ///
    /// # Errors
    /// [`Error::Fields`] with every line that is no origin, of the field `origins`; else when the store fails.
    pub async fn put_allowed_origins(
        &self,
        environment: &EnvironmentId,
        typed: &str,
        seen: Option<&str>,
    ) -> Result<Vec<String>, Error> {
        let (origins, wrong) = read(typed);
        let refuse = |words: String| Err(Error::field("origins", "bad_origin", words));
        if !wrong.is_empty() {
            return refuse(format!(
                "Not an origin: {}. An origin is a scheme and a host, such as https://app.acme.com, without a path.",
                wrong.join(", ")
            ));
        }
        if origins.len() > MOST {
            return refuse(format!("At most {MOST} origins can be allowed."));
        }
        let saved = self.allowed_origins(environment).await?;
        if origins == saved {
            return Ok(origins);
        }
        if seen.is_some_and(|seen| read(seen).0 != saved) {
            let saved = match saved.join(", ") {
                none if none.is_empty() => "none".to_owned(),
                origins => origins,
            };
            return refuse(format!(
                "Somebody else changed these meanwhile; now saved: {saved}. Look at yours again, and save."
            ));
        }
        let text = origins.join("\n");
        let value = (!origins.is_empty()).then_some(text.as_str());
        let event = self
            .event(environment, "origins.saved")
            .with(json!({ "origins": origins }));
        self.store
            .put_settings(&[(Setting::AllowedOrigins, value)], &event, self.now())
            .await?;
        Ok(origins)
    }

    /// The origin of a new link: the one that was asked for, if it is allowed; where none was and only one is
    /// allowed, that one.
    pub(crate) async fn origin_of_link(
        &self,
        environment: &EnvironmentId,
        asked: Option<String>,
    ) -> Result<Option<String>, Error> {
        let mut allowed = self.allowed_origins(environment).await?;
        match asked {
            Some(asked) if allowed.is_empty() || allowed.contains(&asked) => Ok(Some(asked)),
            Some(asked) => Err(Error::field(
                "origin",
                "origin_not_allowed",
                format!(
                    "{asked} is not among the allowed origins of this environment: {}.",
                    allowed.join(", ")
                ),
            )),
            None if allowed.len() == 1 => Ok(allowed.pop()),
            None => Ok(None),
        }
    }
}

/// Reads the origins of a text with one a line, each once, up to one more than are allowed; and the lines that are
/// none, as an error names them.
fn read(typed: &str) -> (Vec<String>, Vec<String>) {
    let (mut origins, mut wrong) = (Vec::new(), Vec::new());
    let mut more = 0;
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match as_origin(line) {
            Some(_) if origins.len() > MOST => break,
            Some(origin) if !origins.contains(&origin) => origins.push(origin),
            Some(_) => {}
            None if wrong.len() == FEW_ERRORS => more += 1,
            None if holds_secret(line) => {
                wrong.push("something like a secret access key".to_owned());
            }
            None => wrong.push(format!("“{}”", line.chars().take(80).collect::<String>())),
        }
    }
    if more > 0 {
        wrong.push(format!("and more lines: {more}"));
    }
    (origins, wrong)
}

/// As a browser writes it: capitals, a default port and a slash at the end are people's habits.
fn as_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin().ascii_serialization();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    (bare && nobody && is_origin(&origin)).then_some(origin)
}

/// It goes into a Content-Security-Policy, so it must be exactly an origin and nothing more; a `*` would
/// be a pattern there.
pub fn is_origin(text: &str) -> bool {
    let exactly = |url: Url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    };
    !text.contains(['*', ';', ',']) && Url::parse(text).is_ok_and(exactly)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_and_nothing_else() {
        for good in [
            "https://app.acme.com",
            "http://localhost:8080",
            "http://127.0.0.1:3000",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
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
    fn one_a_line_as_people_write_them() {
        let (origins, wrong) = read(
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
        assert!(wrong.is_empty(), "{wrong:?}");
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
            let (origins, wrong) = read(&format!("https://good.com\n{bad}"));
            assert_eq!((origins.len(), wrong.len()), (1, 1), "{bad}");
        }
    }
}
