//! The name of the role, the user, the policy and the stack in the tenant's account.

use crate::ids::{EnvironmentId, FlowId, TenantId};
use std::hash::Hasher;

/// IAM's limit for the name of a role.
const MAX_LENGTH: usize = 64;

/// A name of letters, digits and hyphens, which both IAM and CloudFormation accept. Two flows of a tenant never share a
/// name, nor do two environments, so setting up one again does not change the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName(String);

impl ResourceName {
    /// Derives the name. It is readable, and unique because of the hash at its end.
    pub fn new(environment: &EnvironmentId, flow: &FlowId, tenant: &TenantId) -> Self {
        let readable: String = format!("s3-connect-{flow}-{tenant}")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            // Leaves room for a hyphen and eight hexadecimal digits.
            .take(MAX_LENGTH - 9)
            .collect();
        let mut hash = Fnv1a::new();
        hash.write(format!("{environment}/{flow}/{tenant}").as_bytes());
        let readable = readable.trim_end_matches('-');
        Self(format!("{readable}-{:08x}", hash.finish()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The hash FNV-1a. A name must stay the same in every version of this product, and the standard library does not
/// promise that of its hashes.
struct Fnv1a(u32);

impl Fnv1a {
    fn new() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Hasher for Fnv1a {
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
        ResourceName::new(
            &EnvironmentId::parse(environment).expect("environment"),
            &FlowId::parse(flow).expect("flow"),
            &TenantId::parse(tenant).expect("tenant"),
        )
        .0
    }

    #[test]
    fn names_are_stable_distinct_and_short_enough() {
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
            assert!(one.len() <= MAX_LENGTH, "{one}");
            assert!(
                one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{one}"
            );
            assert!(!all[..n].contains(one), "{one}");
        }
    }
}
