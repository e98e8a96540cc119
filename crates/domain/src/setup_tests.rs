use super::*;
use crate::ids::{EnvironmentId, FlowId, TenantId};
use std::fmt::Write as _;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

fn terms(direction: Direction, principal: Option<&str>, ids: &[&str]) -> Terms {
    Terms {
        name: SetupName::new(
            &EnvironmentId::parse("dev").expect("environment"),
            &FlowId::parse("demo").expect("flow"),
            &TenantId::parse("acme").expect("tenant"),
        ),
        direction,
        principal: principal.map(|arn| PrincipalArn::parse(arn).expect("principal")),
        external_ids: ids
            .iter()
            .map(|id| ExternalId::parse(id).expect("id"))
            .collect(),
        template_url: Some("https://acme.s3.amazonaws.com/connect.json?a=b".to_owned()),
    }
}

const VENDOR: &str = "arn:aws:iam::999988887777:role/s3-connect";
const MODES: [AccessMode; 2] = [AccessMode::Keys, AccessMode::Role];

fn place(bucket: &str, prefix: &str, key: &str) -> Place {
    let (place, errors) = Place::read(bucket, prefix, key);
    assert_eq!(errors, [], "{bucket} {prefix}");
    place
}

fn everything(setup: Setup<'_>) -> String {
    let mut all = String::new();
    for form in Form::ALL {
        let text = setup.text(form).unwrap_or_else(|| "none".to_owned());
        let _ = write!(all, "## {}\n{text}\n\n", form.file_name(setup.mode));
    }
    let link = setup.quick_create_url().unwrap_or_default();
    let _ = write!(all, "## link\n{link}\n\n## console\n");
    for step in setup.console_steps() {
        let step = format!("{step:?}");
        let _ = writeln!(all, "- {}", step.split(", policy").next().unwrap_or(&step));
    }
    all
}

#[test]
fn forms_for_a_role() {
    let terms = terms(Direction::Both, Some(VENDOR), &["s3c-new", "s3c-old"]);
    let place = place("my-company-data", "in/{tenant}/", KEY);
    insta::assert_snapshot!(everything(Setup {
        terms: &terms,
        place: &place,
        mode: AccessMode::Role
    }));
}

#[test]
fn forms_for_keys() {
    let terms = terms(Direction::Write, Some(VENDOR), &["s3c-1"]);
    let place = place("my-company-data", "", "");
    insta::assert_snapshot!(everything(Setup {
        terms: &terms,
        place: &place,
        mode: AccessMode::Keys
    }));
}

#[test]
fn forms_before_a_bucket_is_named() {
    let terms = terms(Direction::Read, Some(VENDOR), &["s3c-1"]);
    let place = place("", "in/a*b/", "");
    insta::assert_snapshot!(everything(Setup {
        terms: &terms,
        place: &place,
        mode: AccessMode::Role
    }));
}

#[test]
fn the_template_for_all_tenants() {
    insta::assert_json_snapshot!(cloudformation_with_parameters());
}

#[test]
fn without_a_principal_only_a_user_can_be_set_up() {
    let terms = terms(Direction::Read, None, &["s3c-1"]);
    let place = place("my-company-data", "", "");
    for mode in MODES {
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        let there = Form::ALL.map(|form| setup.text(form).is_some());
        match mode {
            AccessMode::Keys => assert_eq!(there, [true, false, true, true, true]),
            AccessMode::Role => assert_eq!(there, [true, false, false, false, false]),
        }
        assert_eq!(setup.quick_create_url().is_some(), mode == AccessMode::Keys);
        assert_eq!(setup.console_steps().len(), 4);
    }
}

#[test]
fn each_partition_has_its_own_arns_and_console() {
    for (partition, principal, console) in [
        ("aws", VENDOR, "https://console.aws.amazon.com/"),
        (
            "aws-cn",
            "arn:aws-cn:iam::999988887777:role/s3-connect",
            "https://console.amazonaws.cn/",
        ),
        (
            "aws-us-gov",
            "arn:aws-us-gov:iam::999988887777:role/s3-connect",
            "https://console.amazonaws-us-gov.com/",
        ),
    ] {
        let terms = terms(Direction::Both, Some(principal), &["s3c-1"]);
        let place = place("my-company-data", "in/", "");
        for mode in MODES {
            let setup = Setup {
                terms: &terms,
                place: &place,
                mode,
            };
            for form in Form::ALL {
                let Some(text) = setup.text(form) else {
                    continue;
                };
                for arn in text.split("arn:").skip(1) {
                    assert!(arn.starts_with(&format!("{partition}:")), "{text}");
                }
            }
            let link = setup.quick_create_url().expect("a link");
            assert!(link.starts_with(console), "{link}");
        }
    }
    // A user is made where its bucket is, wherever we are.
    let terms = terms(Direction::Both, Some(VENDOR), &["s3c-1"]);
    let place = place("arn:aws-cn:s3:::my-company-data", "", "");
    let text = |mode| {
        Setup {
            terms: &terms,
            place: &place,
            mode,
        }
        .iam_policy()
        .to_pretty_json()
    };
    assert!(text(AccessMode::Keys).contains("arn:aws-cn:s3:::my-company-data"));
    assert!(text(AccessMode::Role).contains("arn:aws:s3:::my-company-data"));
}

/// The forms' ids are in links and downloads.
#[test]
fn forms_are_known_by_their_ids() {
    for form in Form::ALL {
        assert_eq!(Form::parse(form.id()), Some(form));
    }
    assert_eq!(Form::parse("passwords"), None);
}
