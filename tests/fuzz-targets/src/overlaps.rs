//! Detection of path prefixes under which two tenants would share files.

use crate::input_bytes::text;
use domain::{PathTemplate, Variable, Variables, prefixes_overlap};

/// Checks the detection of overlapping prefixes. The input has four lines: two templates and two tenants.
pub fn overlaps(data: &[u8]) {
    let text = text(data);
    let lines: Vec<&str> = text.split('\n').collect();
    let [one, other, tenants @ ..] = lines.as_slice() else {
        return;
    };
    let (Ok(one), Ok(other)) = (PathTemplate::parse(one), PathTemplate::parse(other)) else {
        return;
    };
    let overlaps = prefixes_overlap(&one, &other);
    assert_eq!(
        overlaps,
        prefixes_overlap(&other, &one),
        "the result depends on the order"
    );
    if let ([a, b, ..], false) = (tenants, overlaps) {
        assert_separate(&one, &other, a, b);
    }
}

/// Asserts that neither tenant's folder contains the other's.
fn assert_separate(one: &PathTemplate, other: &PathTemplate, a: &str, b: &str) {
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
                // Dates always have the same length.
                Variable::Date => (variable, "202312".to_owned()),
                Variable::FullDate => (variable, "20231206".to_owned()),
                // Any other variable can have any value, even the other tenant's name.
                _ => (variable, b.to_string()),
            })
            .into()
    };
    if let (Ok(one), Ok(other)) = (one.resolve(&values(&a)), other.resolve(&values(&b))) {
        let nested = one.starts_with(&other) || other.starts_with(&one);
        assert!(!nested, "{one} of {a} and {other} of {b}");
    }
}
