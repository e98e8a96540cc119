use super::*;
use crate::arn::PrincipalArn;
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use crate::ids::{EnvironmentId, FlowId, TenantId};
use serde_json::json;
use std::fmt::Write as _;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

fn requirements(direction: Direction, principal: Option<&str>, ids: &[&str]) -> SetupRequirements {
    SetupRequirements {
        name: ResourceName::new(
            &EnvironmentId::parse("dev").expect("environment"),
            &FlowId::parse("demo").expect("flow"),
            &TenantId::parse("acme").expect("tenant"),
        ),
        direction,
        temporary_credentials: false,
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

fn target(bucket: &str, prefix: &str, key: &str) -> SetupTarget {
    let (target, errors) = SetupTarget::parse_partial(bucket, prefix, key);
    assert_eq!(errors, [], "{bucket} {prefix}");
    target
}

fn render_all(guide: SetupGuide<'_>) -> String {
    let mut all = String::new();
    for file in SetupFile::ALL {
        let text = guide
            .file_contents(file)
            .unwrap_or_else(|| "none".to_owned());
        let _ = write!(all, "## {}\n{text}\n\n", file.file_name(guide.mode));
    }
    let link = guide.quick_create_url().unwrap_or_default();
    let _ = write!(all, "## link\n{link}\n\n## console\n");
    for step in guide.console_steps() {
        let step = format!("{step:?}");
        let _ = writeln!(all, "- {}", step.split(", policy").next().unwrap_or(&step));
    }
    all
}

#[test]
fn renders_all_files_for_a_role() {
    let requirements = requirements(Direction::Both, Some(VENDOR), &["s3c-new", "s3c-old"]);
    let target = target("my-company-data", "in/{tenant}/", KEY);
    insta::assert_snapshot!(render_all(SetupGuide {
        requirements: &requirements,
        target: &target,
        mode: AccessMode::Role
    }));
}

#[test]
fn renders_all_files_for_keys() {
    let requirements = requirements(Direction::Write, Some(VENDOR), &["s3c-1"]);
    let target = target("my-company-data", "", "");
    insta::assert_snapshot!(render_all(SetupGuide {
        requirements: &requirements,
        target: &target,
        mode: AccessMode::Keys
    }));
}

#[test]
fn renders_all_files_for_an_access_point() {
    let requirements = requirements(Direction::Both, Some(VENDOR), &["s3c-1"]);
    let target = target(
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point",
        "in/",
        "",
    );
    let guide = SetupGuide {
        requirements: &requirements,
        target: &target,
        mode: AccessMode::Role,
    };
    insta::assert_snapshot!(render_all(guide));
    assert!(guide.bucket_policy().is_some());
}

/// IAM refuses the placeholder, and every file says what replaces it.
#[test]
fn renders_placeholders_for_an_alias() {
    let requirements = requirements(Direction::Both, Some(VENDOR), &["s3c-1"]);
    let target = target(
        "my-point-0123456789abcdefghijklmnopqrstuv-s3alias",
        "in/",
        "",
    );
    insta::assert_snapshot!(render_all(SetupGuide {
        requirements: &requirements,
        target: &target,
        mode: AccessMode::Role
    }));
}

#[test]
fn renders_all_files_without_a_bucket() {
    let requirements = requirements(Direction::Read, Some(VENDOR), &["s3c-1"]);
    let target = target("", "in/a*b/", "");
    insta::assert_snapshot!(render_all(SetupGuide {
        requirements: &requirements,
        target: &target,
        mode: AccessMode::Role
    }));
}

#[test]
fn only_a_user_needs_a_permission_for_temporary_credentials() {
    let mut requirements = requirements(Direction::Read, Some(VENDOR), &["s3c-1"]);
    requirements.temporary_credentials = true;
    let statement = json!({
        "Sid": "S3ConnectTemporaryCredentials",
        "Effect": "Allow",
        "Action": "sts:GetFederationToken",
        "Resource": "arn:aws:sts::*:federated-user/s3-connect-*",
    });
    for bucket in ["my-company-data", ""] {
        let target = target(bucket, "in/", "");
        for mode in MODES {
            let guide = SetupGuide {
                requirements: &requirements,
                target: &target,
                mode,
            };
            let is_user = mode == AccessMode::Keys;
            let policy = json!(guide.iam_policy());
            let statements = policy["Statement"].as_array().expect("statements");
            assert_eq!(statements.contains(&statement), is_user, "{mode:?}");
            let link = guide.quick_create_url().unwrap_or_default();
            let asks = link.contains("&param_TemporaryCredentials=yes");
            assert_eq!(asks, is_user && !bucket.is_empty(), "{link}");
            for file in [SetupFile::Terraform, SetupFile::AwsCli] {
                let text = guide.file_contents(file).expect("a file");
                assert_eq!(text.contains("sts:GetFederationToken"), is_user);
            }
            let template = guide.cloudformation().expect("a template");
            if bucket.is_empty() {
                let default = &template["Parameters"]["TemporaryCredentials"]["Default"];
                assert_eq!(default, if is_user { "yes" } else { "no" });
            } else {
                let text = template.to_string();
                assert_eq!(text.contains("sts:GetFederationToken"), is_user);
            }
        }
    }
}

#[test]
fn renders_the_template_for_all_tenants() {
    insta::assert_json_snapshot!(cloudformation_with_parameters());
}

#[test]
fn without_a_principal_only_a_user_can_be_set_up() {
    let requirements = requirements(Direction::Read, None, &["s3c-1"]);
    let target = target("my-company-data", "", "");
    for mode in MODES {
        let guide = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        let is_rendered = SetupFile::ALL.map(|file| guide.file_contents(file).is_some());
        match mode {
            AccessMode::Keys => assert_eq!(is_rendered, [true, false, true, true, true]),
            AccessMode::Role => assert_eq!(is_rendered, [true, false, false, false, false]),
        }
        assert_eq!(guide.quick_create_url().is_some(), mode == AccessMode::Keys);
        assert_eq!(guide.console_steps().len(), 4);
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
        let requirements = requirements(Direction::Both, Some(principal), &["s3c-1"]);
        let target = target("my-company-data", "in/", "");
        for mode in MODES {
            let guide = SetupGuide {
                requirements: &requirements,
                target: &target,
                mode,
            };
            for file in SetupFile::ALL {
                let Some(text) = guide.file_contents(file) else {
                    continue;
                };
                for arn in text.split("arn:").skip(1) {
                    assert!(arn.starts_with(&format!("{partition}:")), "{text}");
                }
            }
            let link = guide.quick_create_url().expect("a link");
            assert!(link.starts_with(console), "{link}");
        }
    }
    // A user belongs to the bucket's partition, a role to the vendor's.
    let requirements = requirements(Direction::Both, Some(VENDOR), &["s3c-1"]);
    let target = target("arn:aws-cn:s3:::my-company-data", "", "");
    let text = |mode| {
        SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        }
        .iam_policy()
        .to_pretty_json()
    };
    assert!(text(AccessMode::Keys).contains("arn:aws-cn:s3:::my-company-data"));
    assert!(text(AccessMode::Role).contains("arn:aws:s3:::my-company-data"));
}

/// Links and downloads contain the IDs.
#[test]
fn every_file_is_found_by_its_id() {
    for file in SetupFile::ALL {
        assert_eq!(SetupFile::parse(file.id()), Some(file));
    }
    assert_eq!(SetupFile::parse("passwords"), None);
}
