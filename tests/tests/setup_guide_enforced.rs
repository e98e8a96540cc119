//! Each form of the setup guide, carried out as a tenant would do it: the template is deployed, the script is run, and
//! the resulting access passes the probe on MiniStack, which enforces policies.

#![expect(clippy::expect_used, reason = "tests")]

use domain::setup_guide::{ResourceName, SetupFile, cloudformation_with_parameters};
use domain::{
    Access, AccessMode, BucketAddress, Direction, EnvironmentId, FlowId, SetupGuide,
    SetupRequirements, SetupTarget, TenantId,
};
use e2e::bucket_fixture::{BucketFixture, assert_passed, key_access, role_access, user_keys};
use e2e::linters::{policies_in_terraform, run, text, tool};
use e2e::ministack::TENANT_ACCOUNT;
use e2e::setup_cases::{ACCESS_MODES, HOSTILE_PREFIXES, setup_target};
use e2e::unique_name::{unique_external_id, unique_name};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Returns the requirements of the fixture's vendor for a new tenant.
fn requirements(fixture: &BucketFixture, direction: Direction) -> SetupRequirements {
    SetupRequirements {
        name: ResourceName::new(
            &EnvironmentId::parse("dev").expect("environment"),
            &FlowId::parse("demo").expect("flow"),
            &TenantId::parse(&unique_name("t")).expect("tenant"),
        ),
        direction,
        // For some of the variants.
        temporary_credentials: direction == Direction::Both,
        principal: Some(fixture.vendor.arn.clone()),
        external_ids: vec![fixture.external_id.clone()],
        template_url: Some("https://acme.s3.amazonaws.com/s3-connect.json".to_owned()),
    }
}

/// Returns each direction and access mode, some with a prefix and some without.
fn variants() -> impl Iterator<Item = (Direction, AccessMode, &'static str)> {
    Direction::ALL.into_iter().flat_map(|direction| {
        let prefix = if direction == Direction::Write {
            ""
        } else {
            "in/"
        };
        ACCESS_MODES.map(|mode| (direction, mode, prefix))
    })
}

/// Builds a command that runs with the root key of the tenant's account.
fn tenant_command(program: impl AsRef<std::ffi::OsStr>, fixture: &BucketFixture) -> Command {
    let bin = tool("aws");
    let bin = bin.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(program);
    command
        .env("PATH", format!("{bin}:{path}"))
        .env("AWS_ENDPOINT_URL", &fixture.ministack.url)
        .env("AWS_ACCESS_KEY_ID", TENANT_ACCOUNT)
        .env("AWS_SECRET_ACCESS_KEY", "root")
        .env("AWS_DEFAULT_REGION", "us-east-1");
    command
}

/// Runs a command, asserts that it succeeds, and returns what it prints.
#[track_caller]
fn run_successfully(mut command: Command) -> String {
    let output = run(&mut command);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{stdout}\n{stderr}");
    stdout
}

fn bash(fixture: &BucketFixture, script: &str) -> Command {
    let mut command = tenant_command("bash", fixture);
    command.args(["-c", script]);
    command
}

/// Deploys a stack. Returns its outputs.
fn deploy(fixture: &BucketFixture, name: &str, template: &Value, parameters: &Value) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).expect("written");
        format!("file://{}", path.display())
    };
    let mut create = tenant_command(tool("aws"), fixture);
    create
        .args(["cloudformation", "create-stack", "--stack-name", name])
        .args(["--template-body", &write("template.json", template)])
        .args(["--parameters", &write("parameters.json", parameters)])
        .args(["--capabilities", "CAPABILITY_IAM"]);
    run_successfully(create);
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let mut describe = tenant_command(tool("aws"), fixture);
        describe.args(["cloudformation", "describe-stacks", "--stack-name", name]);
        let answer: Value = serde_json::from_str(&run_successfully(describe)).expect("JSON");
        let stack = &answer["Stacks"][0];
        match stack["StackStatus"].as_str() {
            Some("CREATE_COMPLETE") => return stack["Outputs"].clone(),
            Some("CREATE_IN_PROGRESS") if Instant::now() < deadline => {}
            _ => panic!("{stack}\n{template:#}"),
        }
    }
}

/// Returns the value of one of a stack's outputs.
fn stack_output(outputs: &Value, key: &str) -> String {
    let mut matching = outputs
        .as_array()
        .expect("outputs")
        .iter()
        .filter(|output| output["OutputKey"] == key);
    let value = &matching
        .next()
        .unwrap_or_else(|| panic!("{key}: {outputs}"))["OutputValue"];
    value.as_str().expect("text").to_owned()
}

/// Creates an access key with the AWS CLI command that the script prints.
fn create_access_key(fixture: &BucketFixture, command: &str) -> Access {
    let answer: Value =
        serde_json::from_str(&run_successfully(bash(fixture, command))).expect("JSON");
    let part = |name: &str| answer["AccessKey"][name].as_str().expect("text").to_owned();
    key_access(&part("AccessKeyId"), &part("SecretAccessKey"))
}

/// Returns access with the role or the user that a stack created.
fn access_from_outputs(fixture: &BucketFixture, mode: AccessMode, outputs: &Value) -> Access {
    match mode {
        AccessMode::Role => role_access(&stack_output(outputs, "RoleArn")),
        AccessMode::Keys => {
            let user = stack_output(outputs, "UserName");
            create_access_key(
                fixture,
                &format!("aws iam create-access-key --user-name {user}"),
            )
        }
    }
}

async fn assert_probe_passes(
    fixture: &BucketFixture,
    access: Access,
    setup: &SetupGuide<'_>,
    prefix: &str,
) {
    let plan = fixture.plan(access, setup.requirements.direction, prefix);
    let what = format!(
        "{:?} {:?} {prefix}",
        setup.requirements.direction, setup.mode
    );
    assert_passed(&fixture.probe(&plan).await, &what);
}

#[tokio::test]
async fn deploys_the_tenants_template() {
    let fixture = BucketFixture::new().await;
    for (direction, mode, prefix) in variants() {
        let requirements = requirements(&fixture, direction);
        let target = setup_target(&fixture.bucket, prefix, "");
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let template = setup.cloudformation().expect("a template");
        let outputs = deploy(&fixture, requirements.name.as_str(), &template, &json!([]));
        assert_probe_passes(
            &fixture,
            access_from_outputs(&fixture, mode, &outputs),
            &setup,
            prefix,
        )
        .await;
    }
}

/// The vendor hosts one template for all tenants. A tenant opens it with a link that has the parameters.
#[tokio::test]
async fn deploys_the_hosted_template_with_the_links_parameters() {
    let fixture = BucketFixture::new().await;
    for (direction, mode, prefix) in variants() {
        let mut requirements = requirements(&fixture, direction);
        // During a rotation, the role has to accept both external IDs.
        requirements.external_ids.insert(0, unique_external_id());
        let key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";
        let target = setup_target(&fixture.bucket, prefix, key);
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let (name, parameters) = stack_of_link(&setup.quick_create_url().expect("a link"));
        let template = cloudformation_with_parameters();
        let outputs = deploy(&fixture, &name, &template, &parameters);
        assert_probe_passes(
            &fixture,
            access_from_outputs(&fixture, mode, &outputs),
            &setup,
            prefix,
        )
        .await;
    }
}

/// The link has the ARN in place of the bucket's name. The tenant adds the printed statement to the bucket's policy.
#[tokio::test]
async fn deploys_the_hosted_template_for_an_access_point() {
    let fixture = BucketFixture::new().await;
    let (arn, alias) = fixture.account.create_access_point(&fixture.bucket).await;
    for mode in ACCESS_MODES {
        let requirements = requirements(&fixture, Direction::Both);
        let target = setup_target(&arn, "in/", "");
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let policy = setup.bucket_policy().expect("a policy").to_compact_json();
        let policy = policy.replace("your-bucket", &fixture.bucket);
        let account = &fixture.account;
        account.set_bucket_policy(&fixture.bucket, &policy).await;
        let (name, parameters) = stack_of_link(&setup.quick_create_url().expect("a link"));
        let template = cloudformation_with_parameters();
        let outputs = deploy(&fixture, &name, &template, &parameters);
        let access = access_from_outputs(&fixture, mode, &outputs);
        let mut plan = fixture.plan(access, Direction::Both, "in/");
        // MiniStack's address is a number, below which an access point has no host.
        plan.draft.bucket = BucketAddress::parse(&alias).expect("alias");
        assert_passed(&fixture.probe(&plan).await, mode.as_str());
    }
}

/// Returns the stack's name and parameters, as the console reads them from a quick-create link.
fn stack_of_link(link: &str) -> (String, Value) {
    let (_, query) = link.split_once("#/stacks/quickcreate?").expect("a link");
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let name = pairs.iter().find(|(name, _)| name == "stackName");
    let parameters = pairs.iter().filter_map(|(name, value)| {
        let key = name.strip_prefix("param_")?;
        Some(json!({ "ParameterKey": key, "ParameterValue": value }))
    });
    (name.expect("a name").1.clone(), parameters.collect())
}

#[tokio::test]
async fn deploys_a_template_that_asks_for_the_bucket() {
    let fixture = BucketFixture::new().await;
    for mode in ACCESS_MODES {
        let requirements = requirements(&fixture, Direction::Both);
        let target = setup_target("", "in/", "");
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let template = setup.cloudformation().expect("a template");
        let bucket = json!([{ "ParameterKey": "Bucket", "ParameterValue": fixture.bucket }]);
        let outputs = deploy(&fixture, requirements.name.as_str(), &template, &bucket);
        assert_probe_passes(
            &fixture,
            access_from_outputs(&fixture, mode, &outputs),
            &setup,
            "in/",
        )
        .await;
    }
}

/// Where the script runs a second time, it updates the existing role to a rotated external ID.
#[tokio::test]
async fn runs_the_script_and_updates_an_existing_role() {
    let fixture = BucketFixture::new().await;
    for (direction, mode, prefix) in variants() {
        let target = setup_target(&fixture.bucket, prefix, "");
        let mut requirements = requirements(&fixture, direction);
        if direction == Direction::Both {
            requirements.external_ids = vec![unique_external_id()];
            run_successfully(bash(&fixture, &script(&requirements, &target, mode)));
            requirements.external_ids = vec![fixture.external_id.clone()];
        }
        let output = run_successfully(bash(&fixture, &script(&requirements, &target, mode)));
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let access = match mode {
            AccessMode::Role => role_access(output.trim()),
            AccessMode::Keys => create_access_key(&fixture, &output),
        };
        assert_probe_passes(&fixture, access, &setup, prefix).await;
    }
}

fn script(requirements: &SetupRequirements, target: &SetupTarget, mode: AccessMode) -> String {
    let setup = SetupGuide {
        requirements,
        target,
        mode,
    };
    setup.file_contents(SetupFile::AwsCli).expect("a script")
}

#[tokio::test]
async fn the_script_does_nothing_without_a_bucket() {
    let fixture = BucketFixture::new().await;
    let requirements = requirements(&fixture, Direction::Both);
    for mode in ACCESS_MODES {
        for prefix in ["", "in/"] {
            let mut command = bash(
                &fixture,
                &script(&requirements, &setup_target("", prefix, ""), mode),
            );
            let output = run(&mut command);
            assert_eq!(output.status.code(), Some(1));
            assert!(
                text(&output.stderr)
                    .starts_with("Replace your-bucket with the name of your bucket")
            );
        }
        let alias = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";
        let output = run(&mut bash(
            &fixture,
            &script(&requirements, &setup_target(alias, "in/", ""), mode),
        ));
        assert_eq!(output.status.code(), Some(1));
        let stderr = text(&output.stderr);
        assert!(
            stderr.starts_with("Replace your-access-point-arn with the ARN of your access point"),
            "{stderr}"
        );
        let edited = script(&requirements, &setup_target("", "in/", ""), mode);
        let edited = edited.replace(":::your-bucket", &format!(":::{}", fixture.bucket));
        run_successfully(bash(&fixture, &edited));
    }
}

/// With any prefix, the shell passes exactly the policies to the AWS CLI, and runs nothing else.
#[tokio::test]
async fn no_prefix_breaks_out_of_the_script() {
    let fixture = BucketFixture::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    write_fake_aws_cli(folder.path());
    for prefix in HOSTILE_PREFIXES {
        let requirements = requirements(&fixture, Direction::Both);
        let target = setup_target(&fixture.bucket, prefix, "");
        for mode in ACCESS_MODES {
            let mut command = bash(&fixture, &script(&requirements, &target, mode));
            let path = format!("{}:/usr/bin:/bin", folder.path().display());
            command.env("PATH", path).current_dir(folder.path());
            run_successfully(command);
            let setup = SetupGuide {
                requirements: &requirements,
                target: &target,
                mode,
            };
            let received = |name: &str| -> Value {
                let text = std::fs::read_to_string(folder.path().join(name)).expect("a policy");
                serde_json::from_str(&text).expect("JSON")
            };
            assert_eq!(
                received("policy-document"),
                json!(setup.iam_policy()),
                "{prefix}"
            );
            if mode == AccessMode::Role {
                let trust = json!(setup.trust_policy().expect("a trust policy"));
                assert_eq!(received("assume-role-policy-document"), trust, "{prefix}");
            }
            assert!(!folder.path().join("owned").exists(), "{prefix}");
        }
    }
}

/// Writes a program `aws` that creates nothing, and saves the value of each option in a file with the option's name.
fn write_fake_aws_cli(folder: &Path) {
    // The script first runs `aws iam get-role` or `get-user` with one option, to find out whether to update or to create.
    // The fake fails then, so the script creates everything.
    let program = "#!/bin/bash\n[[ $2 != get-* ]] || exit $((${#@} < 5))\nwhile (($#)); do\n  [[ $1 != --* ]] || printf %s \"$2\" >\"${1#--}\"\n  shift\ndone\n";
    let path = folder.join("aws");
    std::fs::write(&path, program).expect("written");
    let mut command = Command::new("chmod");
    command.arg("+x").arg(path);
    run_successfully(command);
}

#[tokio::test]
async fn terraform_policies_pass_the_probe() {
    let fixture = BucketFixture::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let variants: Vec<_> = variants().collect();
    let all_requirements: Vec<_> = variants
        .iter()
        .map(|(d, ..)| requirements(&fixture, *d))
        .collect();
    let targets: Vec<_> = variants
        .iter()
        .map(|(_, _, prefix)| setup_target(&fixture.bucket, prefix, ""))
        .collect();
    let setup = |n: usize| SetupGuide {
        requirements: &all_requirements[n],
        target: &targets[n],
        mode: variants[n].1,
    };
    for n in 0..variants.len() {
        let path = folder.path().join(format!("{n:02}.tf"));
        std::fs::write(path, setup(n).terraform().expect("Terraform")).expect("written");
    }
    for (n, (policy, trust)) in policies_in_terraform(folder.path()).into_iter().enumerate() {
        let policy = policy.to_string();
        let access = match trust {
            Some(trust) => role_access(
                &fixture
                    .account
                    .create_role(&trust.to_string(), &policy)
                    .await,
            ),
            None => user_keys(&fixture.account.create_user(&policy).await),
        };
        assert_probe_passes(&fixture, access, &setup(n), variants[n].2).await;
    }
}
