//! What the role, the user, the policy and the stack are called in the tenant's account.

use crate::ids::{EnvironmentId, FlowId, TenantId};
use std::hash::Hasher;

/// IAM allows 64 characters for a role.
const MAX: usize = 64;

/// Letters, digits and hyphens, which all of IAM and CloudFormation take. Two flows of one tenant, or two
/// environments, never share a name: setting one up again must not change the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupName(String);

impl SetupName {
    pub fn new(environment: &EnvironmentId, flow: &FlowId, tenant: &TenantId) -> Self {
        let readable: String = format!("s3-connect-{flow}-{tenant}")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .take(MAX - 9)
            .collect();
        let mut hash = Fnv::new();
        hash.write(format!("{environment}/{flow}/{tenant}").as_bytes());
        let readable = readable.trim_end_matches('-');
        Self(format!("{readable}-{:08x}", hash.finish()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// FNV-1a: the name must be the same in every version of us, which the standard library's hashes do not promise.
struct Fnv(u32);

impl Fnv {
    fn new() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }

    fn finish(&self) -> u64 {
        self.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(environment: &str, flow: &str, tenant: &str) -> String {
        SetupName::new(
            &EnvironmentId::parse(environment).expect("environment"),
            &FlowId::parse(flow).expect("flow"),
            &TenantId::parse(tenant).expect("tenant"),
        )
        .0
    }

    #[test]
    fn stable_distinct_and_short_enough() {
        assert_eq!(
            name("dev", "demo", "acme_corp"),
            "s3-connect-demo-acme-corp-bb3204ba"
        );
        let all = [
            name("dev", "demo", "acme_corp"),
            name("prod", "demo", "acme_corp"),
            name("dev", "demo", "acme-corp"),
            name("dev", "demo2", "acme_corp"),
            name("dev", &"f".repeat(128), &"t".repeat(128)),
            name("dev", &"f".repeat(128), &"t".repeat(127)),
            name("dev", "a:b", "c.d@e+f=g"),
        ];
        for (n, one) in all.iter().enumerate() {
            assert!(one.len() <= MAX, "{one}");
            assert!(
                one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{one}"
            );
            assert!(!all[..n].contains(one), "{one}");
        }
    }
}
