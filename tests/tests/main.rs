//! End to end over HTTP, a file for each matter.

mod addresses;
mod admin;
mod again;
mod bad_bodies;
mod bad_input;
mod became_secret;
mod cli;
mod connector;
mod crash;
mod editor;
mod ended;
mod endless_answers;
mod events;
mod field_types;
mod floods;
mod forwarded_links;
mod headers;
mod hostile_params;
mod http_fuzz;
mod journey;
mod keys;
mod languages;
mod looks;
mod ministack;
mod misplaced;
mod near_misses;
mod nothing_saved;
mod pasted;
mod printed_policies;
mod queue;
mod remedies;
mod rotation;
mod run;
mod secrets;
mod setup;
mod setup_enforced;
mod setup_linted;
mod strangers;
mod tenants;
mod tenants_admin;
mod transfer;
mod vendor;
mod waiting;
mod warnings;

/// A file that is forgotten here would not be run.
#[test]
fn every_file_is_here() {
    let here = include_str!("main.rs");
    for entry in std::fs::read_dir("tests").into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let module = name.trim_end_matches(".rs");
        let known = ["main", "attack", "crowd"].contains(&module)
            || here.contains(&format!("mod {module};"));
        assert!(known, "tests/tests/{name} is not in main.rs");
    }
}
