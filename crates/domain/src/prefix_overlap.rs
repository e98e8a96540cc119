//! Detects whether the files of two tenants could mix in one bucket.

use crate::path_template::{PathTemplate, Variable};

/// Returns whether a file of one tenant could be in the folder of another tenant in the same bucket: one static prefix
/// contains the other, and no segment separates the two tenants.
pub fn prefixes_overlap(one: &PathTemplate, other: &PathTemplate) -> bool {
    let (a, b) = (one.static_prefix(), other.static_prefix());
    let is_nested = a.starts_with(b) || b.starts_with(a);
    is_nested && !is_separated_by_tenant(one, other)
}

/// Returns whether both templates have a segment, at the same position, that differs between any two tenants.
///
/// The root tenant's name does not separate tenants, because its subtenants share it. Besides the tenant's name, such a
/// segment may contain only dates, whose length is fixed. Other values could fill the gap: `{tap}{tenant}` is “abc” for
/// the tenant “bc” and for the tenant “c”.
fn is_separated_by_tenant(one: &PathTemplate, other: &PathTemplate) -> bool {
    let differs_by_tenant = |variables: &[Variable]| {
        let is_unambiguous = |variable: &Variable| {
            matches!(
                variable,
                Variable::Tenant | Variable::Date | Variable::FullDate
            )
        };
        variables.contains(&Variable::Tenant) && variables.iter().all(is_unambiguous)
    };
    let pairs = one.segments().into_iter().zip(other.segments());
    pairs
        .into_iter()
        .any(|(one, other)| one == other && differs_by_tenant(&one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_overlap_if_nested_and_not_separated_by_the_tenant() {
        for (one, other, overlaps) in [
            ("", "", true),
            ("", "in/", true),
            ("in/", "in/", true),
            ("in/", "in/2026/", true),
            ("in/", "out/", false),
            ("in/a/", "in/b/", false),
            ("in/", "inbox/", false),
            ("in/{tenant}/", "in/{tenant}/", false),
            ("{tenant}/", "{root_tenant_id}/", true),
            ("{root_tenant_id}/", "{root_tenant_id}/", true),
            ("in/{tenant}/", "in/", true),
            ("in/{tenant}/a/", "in/{tenant}/b/", false),
            ("in/{tenant}-{date}/", "in/{tenant}-{date}/", false),
            ("in/{tap}/{tenant}/", "in/{tap}/{tenant}/", false),
            // Collisions: the tenants “a” and “ab”, the tenants “bc” and “c”, and a tenant called “in”.
            ("in/{tenant}b/", "in/{tenant}/", true),
            ("{tap}{tenant}/", "{tap}{tenant}/", true),
            ("{tenant}/", "in/{tenant}/", true),
            // Literal braces.
            ("in/{{tenant}}/", "in/{{tenant}}/", true),
            ("in/{tenant}/", "in/{date}/", true),
            ("in/{date}/", "in/{full_date}/", true),
            ("a/{tenant}/", "b/{date}/", false),
            // Only fixed parts are compared, and “inbox/” begins with “in”.
            ("in{date}/", "inbox/", true),
        ] {
            let parse = |text| PathTemplate::parse(text).expect(text);
            for (a, b) in [(one, other), (other, one)] {
                assert_eq!(
                    prefixes_overlap(&parse(a), &parse(b)),
                    overlaps,
                    "{a} and {b}"
                );
            }
        }
    }
}
