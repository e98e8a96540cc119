//! Whether files of two tenants could end up side by side in one bucket.

use crate::path_template::{PathTemplate, Variable};

/// Of two tenants’ prefixes in the same bucket: one lies within the other as far as both are fixed, and they
/// do not both hold the tenant’s own name, which would keep them apart.
pub fn overlap(one: &PathTemplate, other: &PathTemplate) -> bool {
    let (a, b) = (one.static_prefix(), other.static_prefix());
    let nested = a.starts_with(b) || b.starts_with(a);
    nested && !(names_the_tenant(one) && names_the_tenant(other))
}

/// A root tenant’s name does not do: its subtenants share it.
fn names_the_tenant(template: &PathTemplate) -> bool {
    template.variables().contains(&Variable::Tenant)
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
