//! End-to-end tests over HTTP, one module for each subject.

mod access_points;
mod admin_pages;
mod admin_tenants;
mod answer_size;
mod api_authentication;
mod api_keys;
mod api_rate_limit;
mod audit_log;
mod check_again;
mod check_queue;
mod check_warnings;
mod cli;
mod clients;
mod connector_settings;
mod crash;
mod credentials;
mod credentials_of_keys;
mod deletions;
mod embed_script;
mod endless_aws_answers;
mod external_id_rotation;
mod failed_check_page;
mod failed_check_saves_nothing;
mod field_becomes_password;
mod field_types;
mod first_steps;
mod forwarded_links;
mod hostile_connector_params;
mod http_fuzz;
mod iam_propagation;
mod idempotency;
mod integration_guide;
mod invalid_fields;
mod known_stores;
mod locales;
mod loose_trust_policies;
mod malformed_requests;
mod misplaced_secrets;
mod narrowed_credentials;
mod openapi;
mod printed_policies;
mod probe_on_ministack;
mod remedies;
mod response_headers;
mod revoked_during_check;
mod run;
mod secret_leaks;
mod session_ends;
mod settings_editor;
mod settings_versions;
mod setup_guide;
mod setup_guide_enforced;
mod setup_guide_linted;
mod sign_in_log;
mod stock_programs;
mod tenant_deletion;
mod tenant_isolation;
mod tenant_journey;
mod theme;
mod transfer;
mod unknown_addresses;
mod vendor_api;
mod vendor_lists;
mod wrong_pastes;

/// The tests of a file that is not declared here would not run.
#[test]
fn every_test_file_is_declared() {
    let main = include_str!("main.rs");
    for entry in std::fs::read_dir("tests").into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let module = name.trim_end_matches(".rs");
        let is_declared = ["main", "attack", "crowd"].contains(&module)
            || main.contains(&format!("mod {module};"));
        assert!(is_declared, "tests/tests/{name} is not in main.rs");
    }
}
