//! Proves credentials and roles with real S3 and STS calls; the only crate that knows the AWS SDK.
