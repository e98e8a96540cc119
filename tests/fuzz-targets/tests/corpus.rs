//! Every target holds for the kept corpus, and for mutations of it that are the same each time.

#![expect(clippy::expect_used, reason = "tests")]

use fuzz_targets::mutate::Mutator;
use fuzz_targets::{TARGETS, Target};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz");
/// So many inputs of each target are made in addition to the kept ones.
const MUTATIONS: usize = 4_000;
const SEED: u64 = 0x5333_2d63;
const LONGEST: usize = 1_024;

/// Returns the kept inputs, in the order of their names.
fn kept(name: &str) -> Vec<Vec<u8>> {
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

fn holds((name, run): Target, input: &[u8]) {
    assert!(
        catch_unwind(AssertUnwindSafe(|| run(input))).is_ok(),
        "{name} does not hold for \"{}\"",
        input.escape_ascii()
    );
}

fn explore(name: &str) {
    let target = *TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a target");
    let kept = kept(name);
    assert!(!kept.is_empty(), "{name} has no corpus");
    for input in &kept {
        holds(target, input);
    }
    let mut mutator = Mutator::new(&kept, SEED);
    for _ in 0..MUTATIONS {
        holds(target, &mutator.next(LONGEST));
    }
}

/// One test a target, so that they run side by side.
macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { explore(stringify!($name)); })*

        #[test]
        fn every_target_is_here_and_has_a_program_and_a_corpus() {
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
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is no program");
            }
        }
    };
}

targets! { arns aws_answers bodies buckets cookies endpoints forms keys languages overlaps params templates themes }
