//! A request with an idempotency key, as the database knows it: two hashes, and the environment that it belongs to.

use crate::secret_hash::{Purpose, SecretHash};
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{EnvironmentId, TenantId};
use secrecy::SecretString;

/// A request with an idempotency key. Requests of other environments never equal it.
#[derive(Clone, Debug)]
pub struct IdempotentRequest {
    pub(crate) environment: EnvironmentId,
    /// The tenant that the request names, if it names one.
    pub(crate) tenant: Option<TenantId>,
    /// The hash of the key.
    pub(crate) hash: String,
    /// The hash of the request.
    pub(crate) fingerprint: String,
}

impl IdempotentRequest {
    /// Hashes the key, and the parts that make up the request.
    pub fn new(
        environment: EnvironmentId,
        tenant: Option<TenantId>,
        key: &SecretString,
        parts: &[&[u8]],
    ) -> Self {
        let mut fingerprint = Context::new(&SHA256);
        for part in parts {
            // Without the lengths, the end of one part could become the start of the next.
            fingerprint.update(&(part.len() as u64).to_be_bytes());
            fingerprint.update(part);
        }
        Self {
            environment,
            tenant,
            hash: SecretHash::new(Purpose::IdempotencyKey, key).to_text(),
            fingerprint: STANDARD.encode(fingerprint.finish()),
        }
    }

    pub fn environment(&self) -> &EnvironmentId {
        &self.environment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(environment: &str, key: &str, parts: &[&str]) -> IdempotentRequest {
        let parts: Vec<_> = parts.iter().map(|part| part.as_bytes()).collect();
        let environment = EnvironmentId::parse(environment).expect("an ID");
        IdempotentRequest::new(environment, None, &SecretString::from(key), &parts)
    }

    #[test]
    fn every_part_changes_the_fingerprint_and_only_the_key_changes_its_hash() {
        let first = request("dev", "key", &["POST", "/path", "", "body"]);
        let mut fingerprints = vec![first.fingerprint.clone()];
        for parts in [
            ["PUT", "/path", "", "body"],
            ["POST", "/path", "", "body "],
            ["POST", "/pathb", "", "ody"],
            ["POST", "/path", "b", "ody"],
            ["POST", "", "/path", "body"],
        ] {
            let other = request("dev", "key", &parts);
            assert_eq!(other.hash, first.hash);
            assert!(!fingerprints.contains(&other.fingerprint), "{parts:?}");
            fingerprints.push(other.fingerprint);
        }
        let other = request("prod", "Key", &["POST", "/path", "", "body"]);
        assert_ne!(other.hash, first.hash);
        assert_eq!(other.fingerprint, first.fingerprint);
    }
}
