//! Checks that the frontend depends on neither the database, nor the AWS SDK, nor tokio. So it stays small, and code
//! that handles secrets cannot get into the browser.

use crate::error::{Error, Result};
use crate::process::{cargo, output};
use std::collections::BTreeSet;

/// Packages that the frontend must not depend on.
const FORBIDDEN: &[&str] = &[
    "aws", "sandbox", "server", "service", "sqlx", "store", "tokio", "transfer", "utoipa",
];
/// The beginnings of names of such packages.
const FORBIDDEN_PREFIXES: &[&str] = &["aws-", "sqlx-", "tokio-"];

/// Checks the dependencies of the frontend.
///
/// # Errors
/// - Returns [`Error::ForbiddenDependencies`] with the names of the packages that must not be there.
/// - Returns an error if Cargo fails.
pub fn check() -> Result<()> {
    let tree = output(cargo().args([
        "tree",
        "--package=frontend",
        "--target=wasm32-unknown-unknown",
        "--edges=normal",
        "--prefix=none",
        "--format={p}",
    ]))?;
    let forbidden = forbidden_packages(&tree);
    if forbidden.is_empty() {
        Ok(())
    } else {
        Err(Error::ForbiddenDependencies(forbidden))
    }
}

/// Returns the forbidden packages in the output of `cargo tree`, sorted and without duplicates.
fn forbidden_packages(tree: &str) -> Vec<String> {
    let names: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let is_forbidden = |name: &&str| {
        FORBIDDEN.contains(name)
            || FORBIDDEN_PREFIXES
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    names
        .into_iter()
        .filter(is_forbidden)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_forbidden_packages() {
        let tree = "frontend v0.1.0 (/src)\nleptos v0.8.23\naws-lc-rs v1.0.0\nsqlx v0.9.0\nsqlx v0.9.0 (*)\ntokio v1.0.0\n";
        assert_eq!(forbidden_packages(tree), ["aws-lc-rs", "sqlx", "tokio"]);
        assert!(forbidden_packages("frontend v0.1.0\nserde v1.0.0\n").is_empty());
    }

    #[test]
    fn frontend_has_no_forbidden_dependencies() -> Result<()> {
        check()
    }
}
