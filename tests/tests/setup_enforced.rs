//! Each form of the set-up, carried out as a tenant would: the template is deployed, the script is run, and what
//! comes of it passes the probe, in an IAM that enforces.

#![expect(clippy::expect_used, reason = "tests")]

use domain::setup::{Form, SetupName, cloudformation_with_parameters};
use domain::{Access, AccessMode, Direction, EnvironmentId, FlowId, Place, Setup, TenantId, Terms};
use e2e::corpus::{HOSTILE, MODES, place};
use e2e::linters::{policies_in_terraform, run, text, tool};
use e2e::ministack::{TENANT_ACCOUNT, unique, unique_external_id};
use e2e::scene::{Scene, assert_passed, keys, keys_of, role};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What the vendor of the scene asks of a tenant who nobody else is.
fn terms(scene: &Scene, direction: Direction) -> Terms {
    Terms {
        name: SetupName::new(
            &EnvironmentId::parse("dev").expect("environment"),
            &FlowId::parse("demo").expect("flow"),
            &TenantId::parse(&unique("t")).expect("tenant"),
        ),
        direction,
        principal: Some(scene.vendor.arn.clone()),
        external_ids: vec![scene.external_id.clone()],
        template_url: Some("https://acme.s3.amazonaws.com/s3-connect.json".to_owned()),
    }
}

/// Each direction and way of access, with a prefix and without.
fn wanted() -> impl Iterator<Item = (Direction, AccessMode, &'static str)> {
    Direction::ALL.into_iter().flat_map(|direction| {
        let prefix = if direction == Direction::Write {
            ""
        } else {
            "in/"
        };
        MODES.map(|mode| (direction, mode, prefix))
    })
}

/// A command as someone with every right in the tenant's account.
fn as_tenant(program: impl AsRef<std::ffi::OsStr>, scene: &Scene) -> Command {
    let bin = tool("aws");
    let bin = bin.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(program);
    command
        .env("PATH", format!("{bin}:{path}"))
        .env("AWS_ENDPOINT_URL", &scene.ministack.url)
        .env("AWS_ACCESS_KEY_ID", TENANT_ACCOUNT)
        .env("AWS_SECRET_ACCESS_KEY", "root")
        .env("AWS_DEFAULT_REGION", "us-east-1");
    command
}

/// What it prints.
#[track_caller]
fn done(mut command: Command) -> String {
    let output = run(&mut command);
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{said}\n{complained}");
    said
}

fn bash(scene: &Scene, script: &str) -> Command {
    let mut command = as_tenant("bash", scene);
    command.args(["-c", script]);
    command
}

/// Makes the stack, and gives its outputs.
fn deploy(scene: &Scene, name: &str, template: &Value, parameters: &Value) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).expect("written");
        format!("file://{}", path.display())
    };
    let mut create = as_tenant(tool("aws"), scene);
    create
        .args(["cloudformation", "create-stack", "--stack-name", name])
        .args(["--template-body", &write("template.json", template)])
        .args(["--parameters", &write("parameters.json", parameters)])
        .args(["--capabilities", "CAPABILITY_IAM"]);
    done(create);
    let patience = Instant::now() + Duration::from_mins(1);
    loop {
        let mut describe = as_tenant(tool("aws"), scene);
        describe.args(["cloudformation", "describe-stacks", "--stack-name", name]);
        let answer: Value = serde_json::from_str(&done(describe)).expect("JSON");
        let stack = &answer["Stacks"][0];
        match stack["StackStatus"].as_str() {
            Some("CREATE_COMPLETE") => return stack["Outputs"].clone(),
            Some("CREATE_IN_PROGRESS") if Instant::now() < patience => {}
            _ => panic!("{stack}\n{template:#}"),
        }
    }
}

fn output(outputs: &Value, key: &str) -> String {
    let found = outputs.as_array().expect("outputs").iter();
    let mut found = found.filter(|output| output["OutputKey"] == key);
    let value = &found.next().unwrap_or_else(|| panic!("{key}: {outputs}"))["OutputValue"];
    value.as_str().expect("text").to_owned()
}

/// A key of the user, made by the command that the script prints.
fn key_of(scene: &Scene, command: &str) -> Access {
    let answer: Value = serde_json::from_str(&done(bash(scene, command))).expect("JSON");
    let part = |name: &str| answer["AccessKey"][name].as_str().expect("text").to_owned();
    keys(&part("AccessKeyId"), &part("SecretAccessKey"))
}

fn access(scene: &Scene, mode: AccessMode, outputs: &Value) -> Access {
    match mode {
        AccessMode::Role => role(&output(outputs, "RoleArn")),
        AccessMode::Keys => {
            let user = output(outputs, "UserName");
            key_of(
                scene,
                &format!("aws iam create-access-key --user-name {user}"),
            )
        }
    }
}

async fn passes(scene: &Scene, access: Access, setup: &Setup<'_>, prefix: &str) {
    let plan = scene.plan(access, setup.terms.direction, prefix);
    let what = format!("{:?} {:?} {prefix}", setup.terms.direction, setup.mode);
    assert_passed(&scene.probe(&plan).await, &what);
}

#[tokio::test]
async fn the_template_with_everything_filled_in() {
    let scene = Scene::new().await;
    for (direction, mode, prefix) in wanted() {
        let (terms, place) = (terms(&scene, direction), place(&scene.bucket, prefix, ""));
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        let template = setup.cloudformation().expect("a template");
        let outputs = deploy(&scene, terms.name.as_str(), &template, &json!([]));
        passes(&scene, access(&scene, mode, &outputs), &setup, prefix).await;
    }
}

/// The vendor's template, with the parameters of the link that the tenant follows.
#[tokio::test]
async fn the_template_for_all_tenants_through_its_link() {
    let scene = Scene::new().await;
    for (direction, mode, prefix) in wanted() {
        let mut terms = terms(&scene, direction);
        // While one external ID replaces another, the role takes both.
        terms.external_ids.insert(0, unique_external_id());
        let key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";
        let place = place(&scene.bucket, prefix, key);
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        let (name, parameters) = followed(&setup.quick_create_url().expect("a link"));
        let template = cloudformation_with_parameters();
        let outputs = deploy(&scene, &name, &template, &parameters);
        passes(&scene, access(&scene, mode, &outputs), &setup, prefix).await;
    }
}

/// The stack's name and parameters, as the console takes them out of a link.
fn followed(link: &str) -> (String, Value) {
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
async fn a_template_without_a_bucket_asks_for_it() {
    let scene = Scene::new().await;
    for mode in MODES {
        let (terms, place) = (terms(&scene, Direction::Both), place("", "in/", ""));
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        let template = setup.cloudformation().expect("a template");
        let bucket = json!([{ "ParameterKey": "Bucket", "ParameterValue": scene.bucket }]);
        let outputs = deploy(&scene, terms.name.as_str(), &template, &bucket);
        passes(&scene, access(&scene, mode, &outputs), &setup, "in/").await;
    }
}

/// The script is run, and run again when the external ID was rotated: it brings up to date what is there.
#[tokio::test]
async fn the_script() {
    let scene = Scene::new().await;
    for (direction, mode, prefix) in wanted() {
        let place = place(&scene.bucket, prefix, "");
        let mut terms = terms(&scene, direction);
        if direction == Direction::Both {
            terms.external_ids = vec![unique_external_id()];
            done(bash(&scene, &script(&terms, &place, mode)));
            terms.external_ids = vec![scene.external_id.clone()];
        }
        let said = done(bash(&scene, &script(&terms, &place, mode)));
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        let access = match mode {
            AccessMode::Role => role(said.trim()),
            AccessMode::Keys => key_of(&scene, &said),
        };
        passes(&scene, access, &setup, prefix).await;
    }
}

fn script(terms: &Terms, place: &Place, mode: AccessMode) -> String {
    let setup = Setup { terms, place, mode };
    setup.text(Form::AwsCli).expect("a script")
}

#[tokio::test]
async fn a_script_without_a_bucket_does_nothing() {
    let scene = Scene::new().await;
    let terms = terms(&scene, Direction::Both);
    for mode in MODES {
        for prefix in ["", "in/"] {
            let mut command = bash(&scene, &script(&terms, &place("", prefix, ""), mode));
            let output = run(&mut command);
            assert_eq!(output.status.code(), Some(1));
            assert!(text(&output.stderr).starts_with("Put the name of your bucket in place of"));
        }
        let edited = script(&terms, &place("", "in/", ""), mode);
        let edited = edited.replace(":::your-bucket", &format!(":::{}", scene.bucket));
        done(bash(&scene, &edited));
    }
}

/// Whatever a prefix holds, the shell gives the AWS CLI the very policies, and runs nothing else.
#[tokio::test]
async fn no_prefix_breaks_out_of_the_script() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    stand_in(folder.path());
    for prefix in HOSTILE {
        let terms = terms(&scene, Direction::Both);
        let place = place(&scene.bucket, prefix, "");
        for mode in MODES {
            let mut command = bash(&scene, &script(&terms, &place, mode));
            let path = format!("{}:/usr/bin:/bin", folder.path().display());
            command.env("PATH", path).current_dir(folder.path());
            done(command);
            let setup = Setup {
                terms: &terms,
                place: &place,
                mode,
            };
            let seen = |name: &str| -> Value {
                let text = std::fs::read_to_string(folder.path().join(name)).expect("a policy");
                serde_json::from_str(&text).expect("JSON")
            };
            assert_eq!(
                seen("policy-document"),
                json!(setup.iam_policy()),
                "{prefix}"
            );
            if mode == AccessMode::Role {
                let trust = json!(setup.trust_policy().expect("a trust policy"));
                assert_eq!(seen("assume-role-policy-document"), trust, "{prefix}");
            }
            assert!(!folder.path().join("owned").exists(), "{prefix}");
        }
    }
}

/// An `aws` that makes nothing, and keeps each value of an option in a file of the option's name.
fn stand_in(folder: &Path) {
    let program = "#!/bin/bash\n[[ $2 != get-* ]] || exit $((${#@} < 5))\nwhile (($#)); do\n  [[ $1 != --* ]] || printf %s \"$2\" >\"${1#--}\"\n  shift\ndone\n";
    let path = folder.join("aws");
    std::fs::write(&path, program).expect("written");
    let mut command = Command::new("chmod");
    command.arg("+x").arg(path);
    done(command);
}

#[tokio::test]
async fn terraform() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let wanted: Vec<_> = wanted().collect();
    let terms: Vec<Terms> = wanted.iter().map(|(d, ..)| terms(&scene, *d)).collect();
    let places: Vec<Place> = wanted
        .iter()
        .map(|w| place(&scene.bucket, w.2, ""))
        .collect();
    let setup = |n: usize| Setup {
        terms: &terms[n],
        place: &places[n],
        mode: wanted[n].1,
    };
    for n in 0..wanted.len() {
        let path = folder.path().join(format!("{n:02}.tf"));
        std::fs::write(path, setup(n).terraform().expect("Terraform")).expect("written");
    }
    for (n, (policy, trust)) in policies_in_terraform(folder.path()).into_iter().enumerate() {
        let policy = policy.to_string();
        let access = match trust {
            Some(trust) => role(&scene.account.create_role(&trust.to_string(), &policy).await),
            None => keys_of(&scene.account.create_user(&policy).await),
        };
        passes(&scene, access, &setup(n), wanted[n].2).await;
    }
}
