//! The file of `--config`: a bucket and its credentials, as JSON.

use super::super::command_error::CommandError;
use aws::{Aws, BucketConfig};
use domain::{
    Access, AccessKeyId, EnvironmentId, ExternalId, FlowId, KmsKeyArn, PastedBucket, PathTemplate,
    Refusal, Region, RoleArn, SecretAccessKey, TenantId,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use service::{NoLedger, Transfer, new_job};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// The settings that we read. Unknown settings are ignored, because the file may belong to another program as well.
#[derive(Deserialize)]
pub struct ConfigFile {
    bucket: String,
    #[serde(default)]
    path_prefix: String,
    aws_access_key_id: Option<String>,
    #[serde(default, deserialize_with = "deserialize_secret")]
    aws_secret_access_key: Option<SecretString>,
    aws_role_arn: Option<String>,
    aws_external_id: Option<String>,
    region: Option<String>,
    endpoint: Option<String>,
    kms_key_arn: Option<String>,
    /// The folder to export if the command line names none.
    pub input_path: Option<PathBuf>,
}

impl ConfigFile {
    pub fn read(path: &Path) -> Result<Self, CommandError> {
        let invalid =
            |reason: String| CommandError::InvalidInput(format!("{}: {reason}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| invalid(error.to_string()))?;
        // An error of serde can repeat a value, which may be a secret. So only its position is printed.
        serde_json::from_str(&text).map_err(|error| {
            invalid(format!(
                "this is not JSON with at least “bucket” (line {}, column {})",
                error.line(),
                error.column()
            ))
        })
    }

    pub fn has_role(&self) -> bool {
        non_blank(self.aws_role_arn.as_ref()).is_some()
    }

    /// Opens the bucket for a new job, and returns the ID of the job. The variables of the path prefix come from the
    /// command line and the current time.
    pub async fn open(
        &self,
        aws: &Aws,
        environment: &str,
        tenant: Option<&str>,
        flow: Option<&str>,
        tap: &str,
    ) -> Result<(String, Transfer), CommandError> {
        let pasted =
            PastedBucket::parse(&self.bucket).map_err(|refusal| field_error("bucket", refusal))?;
        // `bucket` may be an `s3://` URL with a prefix. A `path_prefix` of its own takes precedence.
        let prefix = match (self.path_prefix.trim(), &pasted.prefix) {
            ("", Some(prefix)) => prefix.clone(),
            (prefix, _) => prefix.to_owned(),
        };
        let template =
            PathTemplate::parse(&prefix).map_err(|refusal| field_error("path_prefix", refusal))?;
        let environment = EnvironmentId::parse(environment)?;
        let tenant = tenant.map(TenantId::parse).transpose()?;
        let flow = flow.map(FlowId::parse).transpose()?;
        let job = new_job(&environment, tenant.as_ref(), flow.as_ref(), tap)?;
        let prefix = template
            .resolve(&job.values)
            .map_err(|refusal| field_error("path_prefix", refusal))?;
        let config = BucketConfig {
            region: self.region(&pasted)?,
            endpoint: self.endpoint()?,
            trusts_endpoint: true,
            kms_key: parse_optional(self.kms_key_arn.as_ref(), "kms_key_arn", KmsKeyArn::parse)?,
            bucket_owner: None,
            access: self.access()?,
            external_ids: parse_optional(
                self.aws_external_id.as_ref(),
                "aws_external_id",
                ExternalId::parse,
            )?
            .into_iter()
            .collect(),
            tenant: tenant.unwrap_or(TenantId::parse("config")?),
            bucket: pasted.bucket,
        };
        let transfer = Transfer {
            objects: aws.open_bucket(&config).await,
            marker: aws::marker_key(template.static_prefix()),
            prefix,
            bucket: config.bucket.to_string(),
            ledger: Arc::new(NoLedger),
        };
        Ok((job.id, transfer))
    }

    /// Returns the region that the file names, or else the one of a pasted URL or ARN.
    fn region(&self, pasted: &PastedBucket) -> Result<Option<Region>, CommandError> {
        let parse = if non_blank(self.endpoint.as_ref()).is_some() {
            Region::parse_at_store
        } else {
            Region::parse
        };
        let typed = parse_optional(self.region.as_ref(), "region", parse)?;
        if let (Some(typed), Some(region)) = (&typed, pasted.bucket.region())
            && *typed != region
        {
            return Err(CommandError::InvalidInput(format!(
                "“region”: the bucket is in {region}, not in {typed}"
            )));
        }
        Ok(typed.or_else(|| pasted.region.clone()))
    }

    fn access(&self) -> Result<Access, CommandError> {
        if let Some(arn) = non_blank(self.aws_role_arn.as_ref()) {
            let arn =
                RoleArn::parse(arn).map_err(|refusal| field_error("aws_role_arn", refusal))?;
            return Ok(Access::Role { arn });
        }
        let id = non_blank(self.aws_access_key_id.as_ref());
        let secret = self.aws_secret_access_key.as_ref();
        let (Some(id), Some(secret)) = (id, secret) else {
            return Err(CommandError::InvalidInput(
                "the file has neither “aws_role_arn” nor “aws_access_key_id” with “aws_secret_access_key”".to_owned(),
            ));
        };
        Ok(Access::Keys {
            id: AccessKeyId::parse(id)
                .map_err(|refusal| field_error("aws_access_key_id", refusal))?,
            secret: SecretAccessKey::parse(secret.expose_secret())
                .map_err(|refusal| field_error("aws_secret_access_key", refusal))?,
        })
    }

    /// Returns the address of the store. Unlike a tenant's, it may use plain HTTP and be on the vendor's own network,
    /// because the vendor wrote the file.
    fn endpoint(&self) -> Result<Option<String>, CommandError> {
        let Some(endpoint) = non_blank(self.endpoint.as_ref()) else {
            return Ok(None);
        };
        let is_http = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if Url::parse(endpoint).is_ok_and(|url| is_http(&url)) {
            return Ok(Some(endpoint.to_owned()));
        }
        Err(CommandError::InvalidInput(
            "“endpoint”: this is not an address like https://s3.example.com".to_owned(),
        ))
    }
}

/// Parses a field, unless it is missing or blank.
fn parse_optional<T>(
    text: Option<&String>,
    field: &str,
    parse: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<Option<T>, CommandError> {
    let parsed = non_blank(text).map(parse).transpose();
    parsed.map_err(|refusal| field_error(field, refusal))
}

fn deserialize_secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

/// Returns the trimmed text, or `None` if nothing is left of it.
fn non_blank(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn field_error(field: &str, refusal: Refusal) -> CommandError {
    CommandError::InvalidInput(format!("“{field}”: {}", i18n::english(&refusal.detail)))
}
