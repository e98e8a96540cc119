//! Whether two tenants' prefixes keep their files apart.

use crate::text;
use domain::{PathTemplate, Variable, Variables, overlap};

/// Takes two templates, then two tenants, each on a line of its own.
pub fn overlaps(data: &[u8]) {
    let text = text(data);
    let lines: Vec<&str> = text.split('\n').collect();
    let [one, other, tenants @ ..] = lines.as_slice() else {
        return;
    };
    let (Ok(one), Ok(other)) = (PathTemplate::parse(one), PathTemplate::parse(other)) else {
        return;
    };
    let overlaps = overlap(&one, &other);
    assert_eq!(overlaps, overlap(&other, &one), "the order decides");
    if let ([a, b, ..], false) = (tenants, overlaps) {
        apart(&one, &other, a, b);
    }
}

/// Asserts that no file of one tenant lies in the folder of the other.
fn apart(one: &PathTemplate, other: &PathTemplate, a: &str, b: &str) {
    let ids = [a, b].map(domain::TenantId::parse);
    let [Ok(a), Ok(b)] = ids else {
        return;
    };
    if a == b {
        return;
    }
    let values = |tenant: &domain::TenantId| -> Variables {
        Variable::ALL
            .map(|variable| match variable {
                Variable::Tenant => (variable, tenant.to_string()),
                // As long as they always are.
                Variable::Date => (variable, "202312".to_owned()),
                Variable::FullDate => (variable, "20231206".to_owned()),
                // Of what else there is, nothing is known; it may well be as the other tenant is called.
                _ => (variable, b.to_string()),
            })
            .into()
    };
    if let (Ok(one), Ok(other)) = (one.resolve(&values(&a)), other.resolve(&values(&b))) {
        let nested = one.starts_with(&other) || other.starts_with(&one);
        assert!(!nested, "{one} of {a} and {other} of {b}");
    }
}
