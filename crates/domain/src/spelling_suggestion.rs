//! Guesses which known name somebody meant to type.

/// Longer texts are not compared: the comparison takes time for each character, and no misspelled name is this long.
const MAX_TYPED_BYTES: usize = 64;

/// Returns the candidate that is closest to `typed`, if at most a third of its characters differ.
pub(crate) fn closest_candidate<'a>(typed: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if typed.len() > MAX_TYPED_BYTES {
        return None;
    }
    let typed = typed.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (strsim::levenshtein(&typed, candidate), *candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(3))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_a_name_for_a_typo_only() {
        let names = ["tenant", "full_date", "date", "flow_id"];
        for (typed, meant) in [
            ("tennant", Some("tenant")),
            ("Tenant", Some("tenant")),
            ("fulldate", Some("full_date")),
            ("dat", Some("date")),
            ("customer", None),
        ] {
            assert_eq!(closest_candidate(typed, &names), meant, "{typed}");
        }
    }
}
