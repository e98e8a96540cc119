//! Runs every fuzz target with the stored corpus, and with mutations of it that are the same each time.

#![expect(clippy::expect_used, reason = "tests")]

use fuzz_targets::mutate::Mutator;
use fuzz_targets::{TARGETS, Target};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz");
/// How many mutated inputs each target gets in addition to its corpus.
const MUTATIONS: usize = 4_000;
const SEED: u64 = 0x5333_2d63;
const MAX_INPUT: usize = 1_024;

/// Reads the stored inputs of a target, sorted by name.
fn read_corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(FUZZ).join("corpus").join(name);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("a file"))
        .collect()
}

fn run_target((name, run): Target, input: &[u8]) {
    assert!(
        catch_unwind(AssertUnwindSafe(|| run(input))).is_ok(),
        "{name} fails for \"{}\"",
        input.escape_ascii()
    );
}

fn run_corpus_and_mutations(name: &str) {
    let target = *TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a target");
    let corpus = read_corpus(name);
    assert!(!corpus.is_empty(), "{name} has no corpus");
    for input in &corpus {
        run_target(target, input);
    }
    let mut mutator = Mutator::new(&corpus, SEED);
    for _ in 0..MUTATIONS {
        run_target(target, &mutator.next(MAX_INPUT));
    }
}

/// Defines one test for each target, so that they run in parallel.
macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run_corpus_and_mutations(stringify!($name)); })*

        #[test]
        fn every_target_has_a_test_a_program_and_a_corpus() {
            let here = [$(stringify!($name)),*];
            assert_eq!(TARGETS.map(|(name, _)| name), here);
            let manifest = std::fs::read_to_string(Path::new(FUZZ).join("Cargo.toml")).expect("tests/fuzz/Cargo.toml");
            for (folder, ending) in [("targets", ".rs"), ("corpus", "")] {
                let entries = std::fs::read_dir(Path::new(FUZZ).join(folder)).expect(folder);
                let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
                let mut names: Vec<_> = names.map(|name| name.trim_end_matches(ending).to_owned()).collect();
                names.sort();
                assert_eq!(names, here, "tests/fuzz/{folder}");
            }
            for name in here {
                let program = std::fs::read_to_string(format!("{FUZZ}/targets/{name}.rs")).expect(name);
                assert!(program.contains(&format!("fuzz_targets::{name}(data)")), "{name}.rs runs another target");
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} has no program");
            }
        }
    };
}

targets! { arns aws_answers bodies buckets cookies endpoints forms keys languages overlaps params templates themes }
