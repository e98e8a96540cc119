//! Test cases of the setup guide: each direction, access mode, partition, prefix and KMS key, with one and two external
//! IDs, and prefixes that try to break out of each format.

use domain::setup_guide::ResourceName;
use domain::{
    AccessMode, Direction, EnvironmentId, ExternalId, FlowId, Partition, PrincipalArn, SetupGuide,
    SetupRequirements, SetupTarget, TenantId,
};

/// One combination of what the vendor requires and what the tenant filled in.
pub struct SetupCase {
    /// A unique name that can be used as a file name.
    pub name: String,
    pub requirements: SetupRequirements,
    pub target: SetupTarget,
    pub mode: AccessMode,
}

impl SetupCase {
    pub fn setup(&self) -> SetupGuide<'_> {
        SetupGuide {
            requirements: &self.requirements,
            target: &self.target,
            mode: self.mode,
        }
    }
}

pub const ACCESS_MODES: [AccessMode; 2] = [AccessMode::Keys, AccessMode::Role];

/// Valid prefixes with characters that have a meaning in a shell, HCL, JSON, IAM or CloudFormation.
pub const HOSTILE_PREFIXES: [&str; 10] = [
    "it's \"quoted\" \\ and\\n more/",
    "$HOME/$(touch owned)/`touch owned`/",
    "${{x}}/%{{if true}}/%%{{/$${{/",
    "'; touch owned; echo '/",
    "a*b?c$d/${{aws:username}}/",
    "{{{{resolve:ssm:secret}}}}/",
    "</code><script>alert(1)</script>/",
    "EOF/# comment/ /* x *) -- --flag/",
    "ünïcødé/日本/🦀/",
    "!event ~ & | ; < > ( ) [ ] ^ = @ , +/",
];

const ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";
const ALIAS: &str = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";

/// Returns requirements with these external IDs, the newest first.
pub fn requirements(direction: Direction, partition: Partition, ids: &[&str]) -> SetupRequirements {
    let partition = partition.as_str();
    let principal = format!("arn:{partition}:iam::999988887777:role/s3-connect");
    let id = |id: &&str| ExternalId::parse(id).expect("external ID");
    SetupRequirements {
        name: ResourceName::new(
            &EnvironmentId::parse("prod.hg.acme.com").expect("environment"),
            &FlowId::parse("Fq183dc").expect("flow"),
            &TenantId::parse("acme_corp").expect("tenant"),
        ),
        direction,
        temporary_credentials: false,
        principal: PrincipalArn::parse(&principal).ok(),
        external_ids: ids.iter().map(id).collect(),
        template_url: Some("https://acme.s3.amazonaws.com/s3-connect.template.json".to_owned()),
    }
}

/// Parses what a tenant filled in.
///
/// # Panics
/// Panics if a value is not valid.
pub fn setup_target(bucket: &str, prefix: &str, key: &str) -> SetupTarget {
    let (target, errors) = SetupTarget::parse_partial(bucket, prefix, key);
    assert_eq!(errors, [], "{bucket} {prefix} {key}");
    target
}

/// Returns all cases.
pub fn setup_cases() -> Vec<SetupCase> {
    let mut cases = Vec::new();
    let mut add = |name: String, requirements: &SetupRequirements, target, mode| {
        cases.push(SetupCase {
            name: name.replace('_', "-"),
            requirements: requirements.clone(),
            target,
            mode,
        });
    };
    for partition in Partition::ALL {
        let part = partition.as_str();
        // For an IAM user, the partition of the policies is that of the bucket.
        let bucket = format!("arn:{part}:s3:::my-company-data");
        let region = match partition {
            Partition::Aws => "eu-west-1",
            Partition::China => "cn-north-1",
            Partition::UsGov => "us-gov-west-1",
        };
        let key = format!("arn:{part}:kms:{region}:111122223333:key/1234abcd-12ab");
        for direction in Direction::ALL {
            for mode in ACCESS_MODES {
                for (variant, prefix, key, ids) in [
                    ("plain", "", "", &["s3c-one"][..]),
                    ("prefix", "incoming/{tenant}/", "", &["s3c-one"]),
                    ("kms", "in/", key.as_str(), &["s3c-one"]),
                    ("rotation", "in/", "", &["s3c-new", "s3c-old"]),
                    ("all", "in/", key.as_str(), &["s3c-new", "s3c-old"]),
                ] {
                    let mut requirements = requirements(direction, partition, ids);
                    requirements.temporary_credentials = variant == "all";
                    let name = format!("{part}-{}-{}-{variant}", direction.as_str(), mode.as_str());
                    let target = setup_target(&bucket, prefix, key);
                    add(name, &requirements, target, mode);
                }
            }
        }
    }
    let requirements = requirements(Direction::Both, Partition::Aws, &["s3c-one"]);
    for mode in ACCESS_MODES {
        for (n, prefix) in HOSTILE_PREFIXES.iter().enumerate() {
            let name = format!("hostile-{n}-{}", mode.as_str());
            let target = setup_target("my-company-data", prefix, "");
            add(name, &requirements, target, mode);
        }
        for (variant, bucket) in [("access-point", ACCESS_POINT), ("alias", ALIAS)] {
            let name = format!("{variant}-{}", mode.as_str());
            let target = setup_target(bucket, "in/", "");
            add(name, &requirements, target, mode);
        }
        let name = format!("no-bucket-{}", mode.as_str());
        add(name, &requirements, setup_target("", "in/", ""), mode);
    }
    cases
}
