//! Everything a tenant may be asked to set up: each direction, way of access, partition, prefix and key, with and
//! without a second external ID, and a few that nobody in their right mind would ask for.

use domain::setup::SetupName;
use domain::{
    AccessMode, Direction, EnvironmentId, ExternalId, FlowId, Partition, Place, PrincipalArn,
    Setup, TenantId, Terms,
};

pub struct Case {
    /// Good for a file's name.
    pub name: String,
    pub terms: Terms,
    pub place: Place,
    pub mode: AccessMode,
}

impl Case {
    pub fn setup(&self) -> Setup<'_> {
        Setup {
            terms: &self.terms,
            place: &self.place,
            mode: self.mode,
        }
    }
}

pub const MODES: [AccessMode; 2] = [AccessMode::Keys, AccessMode::Role];

/// Prefixes that are valid, and that a shell, HCL, JSON, IAM or CloudFormation could each take for something else.
pub const HOSTILE: [&str; 10] = [
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

pub fn terms(direction: Direction, partition: Partition, ids: &[&str]) -> Terms {
    let partition = partition.as_str();
    let principal = format!("arn:{partition}:iam::999988887777:role/s3-connect");
    let id = |id: &&str| ExternalId::parse(id).expect("external ID");
    Terms {
        name: SetupName::new(
            &EnvironmentId::parse("prod.hg.acme.com").expect("environment"),
            &FlowId::parse("Fq183dc").expect("flow"),
            &TenantId::parse("acme_corp").expect("tenant"),
        ),
        direction,
        principal: PrincipalArn::parse(&principal).ok(),
        external_ids: ids.iter().map(id).collect(),
        template_url: Some("https://acme.s3.amazonaws.com/s3-connect.template.json".to_owned()),
    }
}

pub fn place(bucket: &str, prefix: &str, key: &str) -> Place {
    let (place, errors) = Place::read(bucket, prefix, key);
    assert_eq!(errors, [], "{bucket} {prefix} {key}");
    place
}

/// All of them.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, terms: &Terms, place: Place, mode| {
        cases.push(Case {
            name: name.replace('_', "-"),
            terms: terms.clone(),
            place,
            mode,
        });
    };
    for partition in Partition::ALL {
        let part = partition.as_str();
        // The bucket's partition is what counts for a user.
        let bucket = format!("arn:{part}:s3:::my-company-data");
        let region = match partition {
            Partition::Aws => "eu-west-1",
            Partition::China => "cn-north-1",
            Partition::UsGov => "us-gov-west-1",
        };
        let key = format!("arn:{part}:kms:{region}:111122223333:key/1234abcd-12ab");
        for direction in Direction::ALL {
            for mode in MODES {
                for (with, prefix, key, ids) in [
                    ("plain", "", "", &["s3c-one"][..]),
                    ("prefix", "incoming/{tenant}/", "", &["s3c-one"]),
                    ("kms", "in/", key.as_str(), &["s3c-one"]),
                    ("rotation", "in/", "", &["s3c-new", "s3c-old"]),
                    ("all", "in/", key.as_str(), &["s3c-new", "s3c-old"]),
                ] {
                    let terms = terms(direction, partition, ids);
                    let name = format!("{part}-{}-{}-{with}", direction.as_str(), mode.as_str());
                    add(name, &terms, place(&bucket, prefix, key), mode);
                }
            }
        }
    }
    let terms = terms(Direction::Both, Partition::Aws, &["s3c-one"]);
    for mode in MODES {
        for (n, prefix) in HOSTILE.iter().enumerate() {
            let place = place("my-company-data", prefix, "");
            add(
                format!("hostile-{n}-{}", mode.as_str()),
                &terms,
                place,
                mode,
            );
        }
        let name = format!("no-bucket-{}", mode.as_str());
        add(name, &terms, place("", "in/", ""), mode);
    }
    cases
}
