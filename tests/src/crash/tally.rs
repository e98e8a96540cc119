//! What was counted, and the table of it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Something that a killed server should not have left behind.
#[derive(Clone, Debug)]
pub enum Problem {
    /// It was acknowledged, and is gone.
    Lost(String),
    /// A part of it is there. The first word is the kind, for the table.
    HalfSaved(&'static str, String),
    /// An answer or a log line that has nothing to do with the kill.
    Unexpected(String),
}

#[derive(Debug, Default)]
pub struct Tally {
    pub kills: usize,
    /// How often each operation was in flight at a kill.
    pub in_flight: BTreeMap<&'static str, usize>,
    /// How many of those were there afterwards.
    pub landed: usize,
    pub acknowledged: BTreeMap<&'static str, usize>,
    pub starts: Vec<Duration>,
    pub problems: Vec<Problem>,
}

impl Tally {
    pub fn lost(&self) -> usize {
        let lost = |problem: &&Problem| matches!(problem, Problem::Lost(_));
        self.problems.iter().filter(lost).count()
    }

    pub fn half_saved(&self) -> BTreeMap<&'static str, usize> {
        let mut kinds = BTreeMap::new();
        for problem in &self.problems {
            if let Problem::HalfSaved(kind, _) = problem {
                *kinds.entry(*kind).or_default() += 1;
            }
        }
        kinds
    }

    pub fn unexpected(&self) -> usize {
        let unexpected = |problem: &&Problem| matches!(problem, Problem::Unexpected(_));
        self.problems.iter().filter(unexpected).count()
    }

    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The longest start and the one in the middle.
    pub fn start_times(&self) -> (Duration, Duration) {
        let mut sorted = self.starts.clone();
        sorted.sort_unstable();
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        (sorted.last().copied().unwrap_or_default(), middle)
    }

    /// One line, to see that it goes on.
    pub fn progress(&self) -> String {
        let (longest, middle) = self.start_times();
        format!(
            "{} kills, {} acknowledged, {} lost, {} half-saved, {} unexpected, start-up {} ms at most, {} ms median",
            self.kills,
            self.acknowledged.values().sum::<usize>(),
            self.lost(),
            self.half_saved().values().sum::<usize>(),
            self.unexpected(),
            longest.as_millis(),
            middle.as_millis(),
        )
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<32} {:>9} {:>12}",
            "operation", "in flight", "acknowledged"
        )?;
        let names: std::collections::BTreeSet<_> = self
            .in_flight
            .keys()
            .chain(self.acknowledged.keys())
            .collect();
        for name in names {
            let of = |counts: &BTreeMap<&'static str, usize>| {
                counts.get(name).copied().unwrap_or_default()
            };
            writeln!(
                f,
                "{name:<32} {:>9} {:>12}",
                of(&self.in_flight),
                of(&self.acknowledged)
            )?;
        }
        writeln!(
            f,
            "{:<32} {:>9}",
            "in flight and there afterwards", self.landed
        )?;
        for (kind, count) in self.half_saved() {
            writeln!(f, "half-saved: {kind:<20} {count:>9}")?;
        }
        writeln!(f, "{}", self.progress())
    }
}
