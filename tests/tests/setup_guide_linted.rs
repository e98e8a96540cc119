//! Linters find no mistake in what tenants paste into AWS.

#![expect(clippy::expect_used, reason = "tests")]

use domain::setup_guide::{SetupFile, cloudformation_with_parameters};
use e2e::linters::{assert_no_findings, files, policies_in_terraform, run, text, tool};
use e2e::setup_cases::{SetupCase, setup_cases};
use serde_json::json;
use std::process::Command;
use tempfile::TempDir;

/// Writes one form of each case into a folder.
fn write_files(form: SetupFile, cases: &[SetupCase]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for case in cases {
        let Some(text) = case.setup().file_contents(form) else {
            continue;
        };
        let (_, end) = form
            .file_name(case.mode)
            .rsplit_once('.')
            .expect("a file's name");
        let path = folder.path().join(format!("{}.{end}", case.name));
        std::fs::write(path, text).expect("written");
    }
    assert!(!files(folder.path()).is_empty());
    folder
}

#[test]
fn cfn_lint_accepts_the_templates() {
    let folder = write_files(SetupFile::CloudFormation, &setup_cases());
    let hosted = serde_json::to_string_pretty(&cloudformation_with_parameters()).expect("JSON");
    std::fs::write(folder.path().join("hosted.json"), hosted).expect("written");
    let mut command = Command::new(tool("cfn-lint"));
    command.args(["--format", "parseable", "--include-checks", "I", "--"]);
    assert_no_findings(command.args(files(folder.path())));
}

#[test]
fn parliament_accepts_the_policies() {
    let mut cases = setup_cases();
    // Parliament takes `${?}`, and `?` as a wildcard, for characters that no object key can have.
    cases.retain(|case| !case.setup().iam_policy().to_pretty_json().contains('?'));
    // It knows sts:GetFederationToken only from AWS's reference, which lists another resource than AWS's guide and AWS's
    // own error messages do.
    for case in &mut cases {
        case.requirements.temporary_credentials = false;
    }
    // Its list of actions knows no access points. `access_points.rs` puts these policies into an IAM that does.
    cases.retain(|case| case.setup().bucket_policy().is_none());
    let folder = write_files(SetupFile::IamPolicy, &cases);
    let mut command = Command::new(tool("parliament"));
    command.args(["--json", "--minimum_severity", "INFO", "--directory"]);
    assert_no_findings(command.arg(folder.path()));
}

#[test]
fn shellcheck_and_bash_accept_the_scripts() {
    let folder = write_files(SetupFile::AwsCli, &setup_cases());
    assert_no_findings(Command::new("shellcheck").args(files(folder.path())));
    for file in files(folder.path()) {
        assert_no_findings(Command::new("bash").arg("-n").arg(file));
    }
}

#[test]
fn terraform_files_contain_exactly_the_policies() {
    let mut cases = setup_cases();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    let folder = write_files(SetupFile::Terraform, &cases);
    let parsed = policies_in_terraform(folder.path());
    assert_eq!(parsed.len(), cases.len());
    for (case, (policy, trust)) in cases.iter().zip(parsed) {
        let setup = case.setup();
        assert_eq!(policy, json!(setup.iam_policy()), "{}", case.name);
        let expected = setup
            .file_contents(SetupFile::TrustPolicy)
            .and(setup.trust_policy());
        assert_eq!(trust, expected.map(|p| json!(p)), "{}", case.name);
    }
}

/// Proves that the linters run: each finds a mistake that was made for it.
#[test]
fn linters_find_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::my-company-data"}]}"#;
    let template = r#"{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}}}"#;
    let script = "#!/usr/bin/env bash\nrm -r $1/*\n";
    let programs = [
        (tool("cfn-lint"), "--", template, "AssumeRolePolicyDocument"),
        (tool("parliament"), "--files", policy, "No resources match"),
        ("shellcheck".into(), "--", script, "SC2086"),
    ];
    for (n, (program, flag, content, words)) in programs.into_iter().enumerate() {
        let file = folder.path().join(format!("{n}.json"));
        std::fs::write(&file, content).expect("written");
        let output = run(Command::new(program).arg(flag).arg(file));
        let findings = text(&output.stdout);
        assert!(findings.contains(words), "{words}: {findings}");
    }
}
