//! Counts of a crash test, and their table.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// A state that a killed server must not leave behind.
#[derive(Clone, Debug)]
pub enum Problem {
    /// A change that was acknowledged, but is missing.
    Lost(String),
    /// A change of which only a part is there. The first text is the kind of change, for the table.
    HalfSaved(&'static str, String),
    /// An answer or a log line that the kill does not explain.
    Unexpected(String),
}

#[derive(Debug, Default)]
pub struct CrashTally {
    pub kills: usize,
    /// How often each operation was in flight at a kill.
    pub in_flight: BTreeMap<&'static str, usize>,
    /// How many operations in flight were completed nevertheless.
    pub completed: usize,
    /// How often each operation was acknowledged.
    pub acknowledged: BTreeMap<&'static str, usize>,
    /// How long each start took.
    pub starts: Vec<Duration>,
    pub problems: Vec<Problem>,
}

impl CrashTally {
    pub fn lost(&self) -> usize {
        let lost = |problem: &&Problem| matches!(problem, Problem::Lost(_));
        self.problems.iter().filter(lost).count()
    }

    /// Counts the half-saved changes by their kind.
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

    /// Returns the longest and the median duration of a start.
    pub fn start_times(&self) -> (Duration, Duration) {
        let mut sorted = self.starts.clone();
        sorted.sort_unstable();
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        (sorted.last().copied().unwrap_or_default(), median)
    }

    /// Returns one line with the totals so far.
    pub fn progress(&self) -> String {
        let (longest, median) = self.start_times();
        format!(
            "{} kills, {} acknowledged, {} lost, {} half-saved, {} unexpected, start-up {} ms at most, {} ms median",
            self.kills,
            self.acknowledged.values().sum::<usize>(),
            self.lost(),
            self.half_saved().values().sum::<usize>(),
            self.unexpected(),
            longest.as_millis(),
            median.as_millis(),
        )
    }
}

impl fmt::Display for CrashTally {
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
            let count = |counts: &BTreeMap<&'static str, usize>| {
                counts.get(name).copied().unwrap_or_default()
            };
            writeln!(
                f,
                "{name:<32} {:>9} {:>12}",
                count(&self.in_flight),
                count(&self.acknowledged)
            )?;
        }
        writeln!(f, "{:<32} {:>9}", "in flight and completed", self.completed)?;
        for (kind, count) in self.half_saved() {
            writeln!(f, "half-saved: {kind:<20} {count:>9}")?;
        }
        writeln!(f, "{}", self.progress())
    }
}
