//! Finds what somebody probably meant to type.

const LONGEST: usize = 64;

/// The candidate closest to `typed`, if it is close enough to be a likely slip (at most a third of
/// its letters changed).
pub fn nearest<'a>(typed: &str, candidates: &[&'a str]) -> Option<&'a str> {
    // The distance takes time for each character, and no slip makes a name this long.
    if typed.len() > LONGEST {
        return None;
    }
    let typed = typed.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (distance(&typed, candidate), *candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(3))
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's edit distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replace = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let names = ["tenant", "full_date", "date", "flow_id"];
        for (typed, meant) in [
            ("tennant", Some("tenant")),
            ("Tenant", Some("tenant")),
            ("fulldate", Some("full_date")),
            ("dat", Some("date")),
            ("customer", None),
        ] {
            assert_eq!(nearest(typed, &names), meant, "{typed}");
        }
    }
}
