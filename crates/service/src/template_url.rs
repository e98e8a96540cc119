//! The URL of the CloudFormation template that a vendor hosts for its tenants.

use crate::error::Error;
use crate::service::Service;
use domain::{EnvironmentId, PastedBucket};
use serde_json::json;
use store::{AuditAction, Setting};
use url::Url;

/// The host names of S3 in all partitions end like this. CloudFormation accepts templates from S3 only.
const S3_HOST_SUFFIXES: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"];
/// CloudFormation's limit for `TemplateURL`.
const MAX_TEMPLATE_URL_LENGTH: usize = 1024;

impl Service {
    /// Returns the URL of the CloudFormation template that quick-create links open, or `None` if it is not set.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn template_url(&self, environment: &EnvironmentId) -> Result<Option<Url>, Error> {
        let text = self
            .store
            .setting(environment, Setting::TemplateUrl)
            .await?;
        Ok(parse_stored_url(text))
    }

    /// Sets the URL of the template. An empty text removes it.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if CloudFormation cannot load a template from there.
    /// - Returns another error if the database fails.
    pub async fn put_template_url(
        &self,
        environment: &EnvironmentId,
        input: &str,
    ) -> Result<(), Error> {
        let url = match input.trim() {
            "" => None,
            text => Some(parse_template_url(text)?),
        };
        // Saving the same URL again changes nothing, so it does not belong in the audit log.
        if url == self.template_url(environment).await? {
            return Ok(());
        }
        let value = url.as_ref().map(Url::as_str);
        let event = self
            .event(environment, AuditAction::TemplateUrlSaved)
            .with_detail(json!({ "url": value }));
        self.store
            .put_settings(&[(Setting::TemplateUrl, value)], &event, self.now())
            .await?;
        Ok(())
    }
}

/// Parses a stored template URL.
pub(crate) fn parse_stored_url(text: Option<String>) -> Option<Url> {
    text.and_then(|text| Url::parse(&text).ok())
}

/// Parses the URL of a template that everyone is allowed to read in S3.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html> (`TemplateURL`)
fn parse_template_url(text: &str) -> Result<Url, Error> {
    let refuse = |detail: &str| Err(Error::field("template_url", "bad_template_url", detail));
    let Some(url) = Url::parse(text).ok().filter(|url| url.scheme() == "https") else {
        return refuse("Enter a URL that begins with https://.");
    };
    let host = url.host_str().unwrap_or_default();
    let key = PastedBucket::parse(text)
        .ok()
        .and_then(|location| location.prefix);
    let is_object_in_s3 = S3_HOST_SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
        && key.is_some_and(|key| !key.is_empty());
    if !is_object_in_s3 {
        return refuse(
            "CloudFormation accepts templates from Amazon S3 only. Enter the object URL, such as https://acme.s3.eu-west-1.amazonaws.com/connect.json.",
        );
    }
    // A presigned URL would be shown to every tenant, and it expires.
    let has_user_info = !url.username().is_empty() || url.password().is_some();
    if has_user_info || url.query().is_some() || url.fragment().is_some() {
        return refuse(
            "Enter the URL without anything after the file name. The file must be publicly readable, without a signature.",
        );
    }
    if url.as_str().len() > MAX_TEMPLATE_URL_LENGTH {
        return refuse("This URL is too long. CloudFormation accepts up to 1024 characters.");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_unsigned_urls_of_s3_objects() {
        for good in [
            "https://acme.s3.amazonaws.com/connect.json",
            "https://acme.s3.eu-west-1.amazonaws.com/v1/connect.json",
            "https://s3.eu-central-1.amazonaws.com/acme/connect.json",
            "https://acme.s3.cn-north-1.amazonaws.com.cn/connect.json",
        ] {
            assert_eq!(parse_template_url(good).expect(good).as_str(), good);
        }
        let long = format!("https://acme.s3.amazonaws.com/{}", "a".repeat(1024));
        for bad in [
            "acme.s3.amazonaws.com/connect.json",
            "http://acme.s3.amazonaws.com/connect.json",
            "https://acme.s3.amazonaws.com/",
            "https://s3.amazonaws.com/acme",
            "https://acme.com/connect.json",
            "https://evil-amazonaws.com/acme/connect.json",
            "https://ec2.amazonaws.com/acme/connect.json",
            "https://s3.console.aws.amazon.com/s3/object/acme?prefix=connect.json",
            "https://me:secret@acme.s3.amazonaws.com/connect.json",
            "https://acme.s3.amazonaws.com/connect.json?X-Amz-Signature=0",
            "https://acme.s3.amazonaws.com/connect.json#a",
            "s3://acme/connect.json",
            "javascript:alert(1)",
            &long,
        ] {
            assert!(parse_template_url(bad).is_err(), "{bad}");
        }
    }
}
