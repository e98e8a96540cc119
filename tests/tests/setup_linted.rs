//! What a tenant pastes, before the programs that people check such things with.

#![expect(clippy::expect_used, reason = "tests")]

use domain::setup::{Form, cloudformation_with_parameters};
use e2e::corpus::{Case, cases};
use e2e::linters::{files, nothing_to_say, policies_in_terraform, run, text, tool};
use serde_json::json;
use std::process::Command;
use tempfile::TempDir;

/// One form of each case, in a folder.
fn folder(form: Form, cases: &[Case]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for case in cases {
        let Some(text) = case.setup().text(form) else {
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
fn cloudformation_templates() {
    let folder = folder(Form::CloudFormation, &cases());
    let hosted = serde_json::to_string_pretty(&cloudformation_with_parameters()).expect("JSON");
    std::fs::write(folder.path().join("hosted.json"), hosted).expect("written");
    let mut command = Command::new(tool("cfn-lint"));
    command.args(["--format", "parseable", "--include-checks", "I", "--"]);
    nothing_to_say(command.args(files(folder.path())));
}

#[test]
fn policies() {
    let mut cases = cases();
    // It takes `${?}`, and a `?` for one character, for something that no object's key could be.
    cases.retain(|case| !case.setup().iam_policy().to_pretty_json().contains('?'));
    let folder = folder(Form::IamPolicy, &cases);
    let mut command = Command::new(tool("parliament"));
    command.args(["--json", "--minimum_severity", "INFO", "--directory"]);
    nothing_to_say(command.arg(folder.path()));
}

#[test]
fn scripts() {
    let folder = folder(Form::AwsCli, &cases());
    nothing_to_say(Command::new("shellcheck").args(files(folder.path())));
    for file in files(folder.path()) {
        nothing_to_say(Command::new("bash").arg("-n").arg(file));
    }
}

#[test]
fn terraform_holds_the_very_policies() {
    let mut cases = cases();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    let folder = folder(Form::Terraform, &cases);
    let read = policies_in_terraform(folder.path());
    assert_eq!(read.len(), cases.len());
    for (case, (policy, trust)) in cases.iter().zip(read) {
        let setup = case.setup();
        assert_eq!(policy, json!(setup.iam_policy()), "{}", case.name);
        let expected = setup.text(Form::TrustPolicy).and(setup.trust_policy());
        assert_eq!(trust, expected.map(|p| json!(p)), "{}", case.name);
    }
}

/// The linters do look: each finds a mistake that is made for it.
#[test]
fn mistakes_are_found() {
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
        let said = text(&output.stdout);
        assert!(said.contains(words), "{words}: {said}");
    }
}
