//! `--config`: a bucket and its credentials in a JSON file, as a connector's settings have them.

use super::super::CommandError;
use aws::{Aws, Place};
use domain::{
    Access, AccessKeyId, BucketName, EnvironmentId, ExternalId, FlowId, KmsKeyArn, PastedBucket,
    PathTemplate, Refusal, Region, RoleArn, SecretAccessKey, TenantId,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use service::{NoLedger, Transfer, new_job};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// Settings of other programs may stand beside these; they are not read.
#[derive(Deserialize)]
pub struct ConfigFile {
    bucket: String,
    #[serde(default)]
    path_prefix: String,
    aws_access_key_id: Option<String>,
    #[serde(default, deserialize_with = "secret")]
    aws_secret_access_key: Option<SecretString>,
    aws_role_arn: Option<String>,
    aws_external_id: Option<String>,
    region: Option<String>,
    endpoint: Option<String>,
    kms_key_arn: Option<String>,
    /// The folder to export, where the command line names none.
    pub input_path: Option<PathBuf>,
}

impl ConfigFile {
    pub fn read(path: &Path) -> Result<Self, CommandError> {
        let wrong = |why: String| CommandError::Wrong(format!("{}: {why}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        // What serde says may repeat a value, which may be a secret; the place is enough.
        serde_json::from_str(&text).map_err(|error| {
            wrong(format!(
                "this is not JSON with at least “bucket” (line {}, column {})",
                error.line(),
                error.column()
            ))
        })
    }

    pub fn needs_a_role(&self) -> bool {
        filled(self.aws_role_arn.as_ref()).is_some()
    }

    /// The variables of the path prefix are what the command line names, and of this moment.
    pub async fn open(
        &self,
        aws: &Aws,
        environment: &str,
        tenant: Option<&str>,
        flow: Option<&str>,
        source: &str,
    ) -> Result<(String, Transfer), CommandError> {
        let pasted = PastedBucket::parse(&self.bucket).map_err(|refusal| at("bucket", refusal))?;
        let bucket: BucketName = pasted.bucket;
        let typed = match (self.path_prefix.trim(), pasted.prefix) {
            ("", Some(prefix)) => prefix,
            (typed, _) => typed.to_owned(),
        };
        let template = PathTemplate::parse(&typed).map_err(|refusal| at("path_prefix", refusal))?;
        let environment = EnvironmentId::parse(environment)?;
        let tenant = tenant.map(TenantId::parse).transpose()?;
        let flow = flow.map(FlowId::parse).transpose()?;
        let job = new_job(&environment, tenant.as_ref(), flow.as_ref(), source)?;
        let prefix = template
            .resolve(&job.values)
            .map_err(|refusal| at("path_prefix", refusal))?;
        let place = Place {
            region: Self::parsed(self.region.as_ref(), "region", Region::parse)?,
            endpoint: self.endpoint()?,
            trusted: true,
            kms_key: Self::parsed(self.kms_key_arn.as_ref(), "kms_key_arn", KmsKeyArn::parse)?,
            bucket_owner: None,
            access: self.access()?,
            external_ids: Self::parsed(
                self.aws_external_id.as_ref(),
                "aws_external_id",
                ExternalId::parse,
            )?
            .into_iter()
            .collect(),
            tenant: tenant.unwrap_or(TenantId::parse("config")?),
            bucket,
        };
        let transfer = Transfer {
            objects: aws.objects(&place).await,
            marker: aws::marker(template.static_prefix()),
            prefix,
            bucket: place.bucket.to_string(),
            ledger: Arc::new(NoLedger),
        };
        Ok((job.id, transfer))
    }

    fn access(&self) -> Result<Access, CommandError> {
        if let Some(arn) = filled(self.aws_role_arn.as_ref()) {
            let arn = RoleArn::parse(arn).map_err(|refusal| at("aws_role_arn", refusal))?;
            return Ok(Access::Role { arn });
        }
        let id = filled(self.aws_access_key_id.as_ref());
        let secret = self.aws_secret_access_key.as_ref();
        let (Some(id), Some(secret)) = (id, secret) else {
            return Err(CommandError::Wrong(
                "the file holds neither “aws_role_arn” nor “aws_access_key_id” with “aws_secret_access_key”".to_owned(),
            ));
        };
        Ok(Access::Keys {
            id: AccessKeyId::parse(id).map_err(|refusal| at("aws_access_key_id", refusal))?,
            secret: SecretAccessKey::parse(secret.expose_secret())
                .map_err(|refusal| at("aws_secret_access_key", refusal))?,
        })
    }

    /// The vendor's own network may hold it, and it may do without TLS.
    fn endpoint(&self) -> Result<Option<String>, CommandError> {
        let Some(typed) = filled(self.endpoint.as_ref()) else {
            return Ok(None);
        };
        let is_http = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if Url::parse(typed).is_ok_and(|url| is_http(&url)) {
            return Ok(Some(typed.to_owned()));
        }
        Err(CommandError::Wrong(
            "“endpoint”: this is not an address like https://s3.example.com".to_owned(),
        ))
    }

    fn parsed<T>(
        text: Option<&String>,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Result<Option<T>, CommandError> {
        let parsed = filled(text).map(parse).transpose();
        parsed.map_err(|refusal| at(name, refusal))
    }
}

fn secret<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(SecretString::from))
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn at(name: &str, refusal: Refusal) -> CommandError {
    CommandError::Wrong(format!("“{name}”: {}", i18n::english(&refusal.detail)))
}
