//! Whether files of two tenants could end up side by side in one bucket.

use crate::path_template::{PathTemplate, Variable};

/// Whether a file of one tenant can lie in the folder of another in the same bucket: one prefix lies within the
/// other as far as both are fixed, and nothing keeps the two tenants apart.
pub fn overlap(one: &PathTemplate, other: &PathTemplate) -> bool {
    let (a, b) = (one.static_prefix(), other.static_prefix());
    let nested = a.starts_with(b) || b.starts_with(a);
    nested && !names_the_tenant(one, other)
}

/// Whether both have a segment at the same place that is never the same for two tenants. A root tenant’s name does
/// not do: its subtenants share it. Beside the tenant’s name, only dates do, for they are always of the same length:
/// `{tap}{tenant}` is “abc” for the tenant “bc” and for “c”.
fn names_the_tenant(one: &PathTemplate, other: &PathTemplate) -> bool {
    let tells = |variables: &[Variable]| {
        let of_one_length = |variable: &Variable| {
            matches!(
                variable,
                Variable::Tenant | Variable::Date | Variable::FullDate
            )
        };
        variables.contains(&Variable::Tenant) && variables.iter().all(of_one_length)
    };
    let pairs = one.segments().into_iter().zip(other.segments());
    pairs
        .into_iter()
        .any(|(one, other)| one == other && tells(&one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_within_the_other_and_no_tenant_to_keep_them_apart() {
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
            // The tenants “a” and “ab”, and “bc” and “c”, and one that is called “in”.
            ("in/{tenant}b/", "in/{tenant}/", true),
            ("{tap}{tenant}/", "{tap}{tenant}/", true),
            ("{tenant}/", "in/{tenant}/", true),
            // Braces that are only braces.
            ("in/{{tenant}}/", "in/{{tenant}}/", true),
            ("in/{tenant}/", "in/{date}/", true),
            ("in/{date}/", "in/{full_date}/", true),
            ("a/{tenant}/", "b/{date}/", false),
            // “in{date}” may come to begin as any name does that begins with “in”.
            ("in{date}/", "inbox/", true),
        ] {
            let parse = |text| PathTemplate::parse(text).expect(text);
            for (a, b) in [(one, other), (other, one)] {
                assert_eq!(overlap(&parse(a), &parse(b)), overlaps, "{a} and {b}");
            }
        }
    }
}
