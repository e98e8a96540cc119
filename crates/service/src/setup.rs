//! What a tenant is asked to set up in AWS.

use crate::{Error, Service};
use domain::{EnvironmentId, PastedBucket, Terms, setup::SetupName};
use serde_json::json;
use store::{Connector, Setting, Tenant, TenantScope};
use url::Url;

/// Of S3 in any partition; CloudFormation takes a template from nowhere else.
const S3_HOSTS: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"];
const LONGEST_TEMPLATE_URL: usize = 1024;

impl Service {
    /// Where the vendor hosts the CloudFormation template that links open; `None` when nobody set it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn template_url(&self, environment: &EnvironmentId) -> Result<Option<Url>, Error> {
        let text = self
            .store
            .setting(environment, Setting::TemplateUrl)
            .await?;
        Ok(as_url(text))
    }

    /// Sets where the template is, or with an empty text that there is none.
    ///
    /// # Errors
    /// [`Error::Fields`] when CloudFormation could not fetch a template from there; else when the store fails.
    pub async fn put_template_url(
        &self,
        environment: &EnvironmentId,
        typed: &str,
    ) -> Result<(), Error> {
        let url = match typed.trim() {
            "" => None,
            text => Some(as_template_url(text)?),
        };
        if url == self.template_url(environment).await? {
            return Ok(());
        }
        let value = url.as_ref().map(Url::as_str);
        let event = self
            .event(environment, "template.saved")
            .with(json!({ "url": value }));
        self.store
            .put_settings(&[(Setting::TemplateUrl, value)], &event, self.now())
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the store fails.
    pub async fn terms(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
    ) -> Result<Terms, Error> {
        let template_url = self.template_url(&scope.environment).await?;
        Ok(self.terms_at(scope, connector, tenant, template_url))
    }

    pub(crate) fn terms_at(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
        template_url: Option<Url>,
    ) -> Terms {
        Terms {
            name: SetupName::new(&scope.environment, &connector.flow, &scope.tenant),
            direction: connector.direction,
            principal: self.principal(),
            external_ids: tenant.external_ids(),
            template_url: template_url.map(Into::into),
        }
    }
}

/// Reads a stored template URL.
pub(crate) fn as_url(text: Option<String>) -> Option<Url> {
    text.and_then(|text| Url::parse(&text).ok())
}

/// The address of one file in S3. What a signed address adds would be shown to tenants, and ends by itself.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html> (`TemplateURL`)
fn as_template_url(text: &str) -> Result<Url, Error> {
    let refuse = |words: &str| Err(Error::field("template_url", "bad_template_url", words));
    let Some(url) = Url::parse(text).ok().filter(|url| url.scheme() == "https") else {
        return refuse("Enter an address that begins with https://.");
    };
    let host = url.host_str().unwrap_or_default();
    let file = PastedBucket::parse(text).ok().and_then(|at| at.prefix);
    let in_s3 =
        S3_HOSTS.iter().any(|end| host.ends_with(end)) && file.is_some_and(|f| !f.is_empty());
    if !in_s3 {
        return refuse(
            "CloudFormation takes templates from S3 only. Enter the object’s address, such as https://acme.s3.eu-west-1.amazonaws.com/connect.json.",
        );
    }
    let somebodys = !url.username().is_empty() || url.password().is_some();
    if somebodys || url.query().is_some() || url.fragment().is_some() {
        return refuse(
            "Enter the address without anything behind the file’s name. Everyone has to be able to read the file, also without a signature.",
        );
    }
    if url.as_str().len() > LONGEST_TEMPLATE_URL {
        return refuse("This address is too long: CloudFormation takes 1024 characters.");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_files_in_s3() {
        for good in [
            "https://acme.s3.amazonaws.com/connect.json",
            "https://acme.s3.eu-west-1.amazonaws.com/v1/connect.json",
            "https://s3.eu-central-1.amazonaws.com/acme/connect.json",
            "https://acme.s3.cn-north-1.amazonaws.com.cn/connect.json",
        ] {
            assert_eq!(as_template_url(good).expect(good).as_str(), good);
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
            assert!(as_template_url(bad).is_err(), "{bad}");
        }
    }
}
