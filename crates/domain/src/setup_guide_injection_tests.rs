//! Checks that every form of the setup guide keeps a prefix as plain text, whatever characters it contains: reading the
//! form back yields the same policy.

use super::*;
use crate::arn::PrincipalArn;
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use crate::ids::{EnvironmentId, FlowId, TenantId};
use crate::policy::escape_prefix;
use ::hcl::eval::{Context, Evaluate, FuncArgs, FuncDef, ParamType};
use ::hcl::{Expression, Value as Hcl};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Texts with a special meaning to a shell, to HCL, to IAM or to CloudFormation, and some without any.
const PIECES: [&str; 28] = [
    "'",
    "\"",
    "\\",
    "$",
    "%",
    "{{",
    "}}",
    "`",
    "$(",
    ")",
    "${{",
    "%{{",
    "{{{{resolve:ssm:x}}}}",
    "*",
    "?",
    "#",
    "\\u0024",
    "<",
    ">",
    "&",
    ";",
    "!",
    " ",
    "-",
    "aws",
    "é",
    "日",
    "in/",
];

fn prefixes() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string().replace('{', "{{").replace('}', "}}")),
    ];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

fn requirements() -> SetupRequirements {
    SetupRequirements {
        name: ResourceName::new(
            &EnvironmentId::parse("dev").expect("environment"),
            &FlowId::parse("demo").expect("flow"),
            &TenantId::parse("acme").expect("tenant"),
        ),
        direction: Direction::Both,
        temporary_credentials: false,
        principal: PrincipalArn::parse("arn:aws:iam::999988887777:role/s3-connect").ok(),
        external_ids: vec![ExternalId::parse("s3c-1").expect("id")],
        template_url: Some("https://acme.s3.amazonaws.com/connect.json".to_owned()),
    }
}

fn encode(arguments: FuncArgs) -> Result<Hcl, String> {
    serde_json::to_string(&arguments[0])
        .map(Hcl::from)
        .map_err(|error| error.to_string())
}

/// Evaluates the policies of a Terraform file, like Terraform.
fn evaluate_policies(terraform: &str) -> Vec<Value> {
    let mut context = Context::new();
    let jsonencode = FuncDef::builder().param(ParamType::Any).build(encode);
    context.declare_func("jsonencode", jsonencode);
    let body = ::hcl::parse(terraform).unwrap_or_else(|error| panic!("{error}\n{terraform}"));
    let calls = body
        .blocks()
        .flat_map(|block| block.body().attributes())
        .map(::hcl::Attribute::expr)
        .filter(|value| matches!(value, Expression::FuncCall(_)));
    calls
        .map(|call| {
            let text = call.evaluate(&context).expect("a value");
            serde_json::from_str(text.as_str().expect("text")).expect("JSON")
        })
        .collect()
}

/// Reads a quoted word like a shell. Panics if anything but `\'` is outside single quotes.
fn shell_unquote(word: &str) -> String {
    let mut text = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        if let Some(escaped) = rest.strip_prefix("\\'") {
            text.push('\'');
            rest = escaped;
        } else {
            let quoted = rest.strip_prefix('\'');
            let quoted = quoted.unwrap_or_else(|| panic!("outside quotes: {rest}"));
            let (inside, after) = quoted.split_once('\'').expect("a closing quote");
            text.push_str(inside);
            rest = after;
        }
    }
    text
}

proptest! {
    #[test]
    fn no_prefix_escapes_from_its_place(prefix in prefixes()) {
        let (target, errors) = SetupTarget::parse_partial("my-company-data", &prefix, "");
        prop_assume!(errors.is_empty());
        let requirements = requirements();
        for mode in [AccessMode::Keys, AccessMode::Role] {
            let guide = SetupGuide { requirements: &requirements, target: &target, mode };
            let policy = json!(guide.iam_policy());
            let trust = guide.file_contents(SetupFile::TrustPolicy).and(guide.trust_policy()).map(|p| json!(p));

            let mut expected: Vec<Value> = trust.into_iter().collect();
            expected.push(policy.clone());
            prop_assert_eq!(evaluate_policies(&guide.terraform().expect("Terraform")), expected);

            let template = guide.file_contents(SetupFile::CloudFormation).expect("a template");
            prop_assert!(!template.contains("{{resolve:"));
            let template: Value = serde_json::from_str(&template).expect("JSON");
            let resource = &template["Resources"].as_object().expect("resources").values().next();
            let rendered = &resource.expect("a resource")["Properties"]["Policies"][0];
            prop_assert_eq!(&rendered["PolicyDocument"], &policy);

            let link = guide.quick_create_url().expect("a link");
            let mut parameters = link.split('&').filter_map(|pair| pair.split_once('='));
            let found = parameters.find(|(name, _)| *name == "param_PathPrefix");
            let found = percent_decode_str(found.map_or("", |(_, value)| value)).decode_utf8();
            prop_assert_eq!(found.expect("UTF-8"), escape_prefix(&target.static_prefix));
            prop_assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || ":/?=#&_-.~%".contains(c)));
        }
    }

    /// The end-to-end tests run a real shell, with far fewer prefixes.
    #[test]
    fn no_prefix_ends_the_quotes_of_the_script(prefix in prefixes()) {
        let (target, errors) = SetupTarget::parse_partial("my-company-data", &prefix, "");
        prop_assume!(errors.is_empty());
        let requirements = requirements();
        let guide = SetupGuide { requirements: &requirements, target: &target, mode: AccessMode::Keys };
        let script = guide.aws_cli().expect("a script");
        let (_, rest) = script.split_once("\npolicy=").expect("an assignment");
        let (word, _) = rest.split_once("\n\n").expect("its end");
        let policy: Value = serde_json::from_str(&shell_unquote(word)).expect("JSON");
        prop_assert_eq!(policy, json!(guide.iam_policy()));
    }
}
