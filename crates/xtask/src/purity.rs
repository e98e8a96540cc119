//! The browser's half stays small and safe by what it cannot reach: no database, no AWS SDK, no tokio.

use crate::cargo;
use crate::error::{Error, Result};
use std::collections::BTreeSet;

const FORBIDDEN: &[&str] = &[
    "aws", "sandbox", "server", "service", "sqlx", "store", "tokio", "transfer",
];
const FORBIDDEN_FAMILIES: &[&str] = &["aws-", "sqlx-", "tokio-"];

/// # Errors
/// [`Error::Impure`] with the names of what must not be there, or Cargo's own trouble.
pub fn check() -> Result<()> {
    let tree = cargo::query(&[
        "tree",
        "--package=frontend",
        "--target=wasm32-unknown-unknown",
        "--edges=normal",
        "--prefix=none",
        "--format={p}",
    ])?;
    let found = forbidden(&tree);
    if found.is_empty() {
        Ok(())
    } else {
        Err(Error::Impure(found))
    }
}

fn forbidden(tree: &str) -> Vec<String> {
    let names: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let bad = |name: &&str| {
        FORBIDDEN.contains(name)
            || FORBIDDEN_FAMILIES
                .iter()
                .any(|family| name.starts_with(family))
    };
    names.into_iter().filter(bad).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_must_not_be_there() {
        let tree = "frontend v0.1.0 (/src)\nleptos v0.8.23\naws-lc-rs v1.0.0\nsqlx v0.9.0\nsqlx v0.9.0 (*)\ntokio v1.0.0\n";
        assert_eq!(forbidden(tree), ["aws-lc-rs", "sqlx", "tokio"]);
        assert!(forbidden("frontend v0.1.0\nserde v1.0.0\n").is_empty());
    }

    #[test]
    fn the_browsers_half_is_pure() -> Result<()> {
        check()
    }
}
