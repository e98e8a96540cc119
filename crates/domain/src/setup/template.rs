//! The one CloudFormation template for all tenants, with parameters. A vendor puts it into an S3 bucket that
//! tenants can read; links then open it in their console with everything filled in.

use super::Setup;
use super::cloudformation::{FORMAT, MAKE_A_KEY};
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::policy::{Statement, escape};
use serde_json::{Map, Value, json};

/// As ARNs have it, whichever account and partition the stack is made in.
const BUCKET_ARN: &str = "arn:${AWS::Partition}:s3:::${Bucket}";
const PREFIX: &str = "${PathPrefix}";

/// The template as the vendor hosts it: the same for every tenant, bucket, direction and way of access.
pub fn cloudformation_with_parameters() -> Value {
    template(&Map::new())
}

/// The same, with what is known already as the parameters' defaults.
pub(super) fn with_defaults(setup: &Setup<'_>) -> Value {
    template(&parameters(setup))
}

/// What the parameters are for this tenant; those that would be empty are left out.
pub(super) fn parameters(setup: &Setup<'_>) -> Map<String, Value> {
    let (terms, place) = (setup.terms, setup.place);
    let role = setup.mode == AccessMode::Role;
    let id = |n: usize| terms.external_ids.get(n).filter(|_| role);
    let principal = terms.principal.as_ref();
    let all = [
        ("Access", Some(setup.mode.as_str().to_owned())),
        ("Direction", Some(terms.direction.as_str().to_owned())),
        ("Bucket", place.bucket.as_ref().map(ToString::to_string)),
        ("PathPrefix", Some(escape(&place.static_prefix))),
        ("Principal", principal.map(|p| p.as_str().to_owned())),
        ("ExternalId", id(0).map(ToString::to_string)),
        ("OtherExternalId", id(1).map(ToString::to_string)),
        (
            "KmsKeyArn",
            place.kms_key.as_ref().map(|key| key.as_str().to_owned()),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, value)| {
            Some((name.to_owned(), value.filter(|v| !v.is_empty())?.into()))
        })
        .collect()
}

fn template(defaults: &Map<String, Value>) -> Value {
    let mut parameters = declared();
    for (name, value) in defaults {
        parameters[name]["Default"] = value.clone();
    }
    json!({
        "AWSTemplateFormatVersion": FORMAT,
        "Description": format!("Lets s3-connect reach your bucket, through a role or a user. Afterwards enter the role’s ARN, which is an output, in the widget. If it is a user: {MAKE_A_KEY}"),
        "Parameters": parameters,
        "Rules": {
            "RoleHasExternalId": {
                "RuleCondition": equals("Access", "role"),
                "Assertions": [{
                    "Assert": not(equals("ExternalId", "")),
                    "AssertDescription": "A role needs an external ID",
                }],
            },
        },
        "Conditions": {
            "Role": equals("Access", "role"),
            "Keys": equals("Access", "keys"),
            "Reads": not(equals("Direction", "write")),
            "Writes": not(equals("Direction", "read")),
            "HasPrefix": not(equals("PathPrefix", "")),
            "HasOtherExternalId": not(equals("OtherExternalId", "")),
            "HasKmsKey": not(equals("KmsKeyArn", "")),
        },
        "Resources": {
            "ConnectRole": {
                "Type": "AWS::IAM::Role",
                "Condition": "Role",
                "Properties": {
                    "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [assume()] },
                },
            },
            "ConnectUser": { "Type": "AWS::IAM::User", "Condition": "Keys" },
            "Policy": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {
                    "PolicyDocument": { "Version": "2012-10-17", "Statement": statements() },
                    "Roles": when("Role", json!([{ "Ref": "ConnectRole" }]), nothing()),
                    "Users": when("Keys", json!([{ "Ref": "ConnectUser" }]), nothing()),
                },
            },
        },
        "Outputs": {
            "RoleArn": {
                "Condition": "Role",
                "Description": "Paste this into the widget",
                "Value": { "Fn::GetAtt": ["ConnectRole", "Arn"] },
            },
            "UserName": {
                "Condition": "Keys",
                "Description": "The user to make an access key for",
                "Value": { "Ref": "ConnectUser" },
            },
        },
    })
}

fn declared() -> Value {
    json!({
        "Access": {
            "Type": "String", "AllowedValues": ["role", "keys"], "Default": "role",
            "Description": "Through a role, or through a user and its access key",
        },
        "Direction": {
            "Type": "String", "AllowedValues": ["read", "write", "both"], "Default": "both",
            "Description": "Whether files are read, written, or both",
        },
        "Bucket": {
            "Type": "String", "AllowedPattern": "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
            "Description": "The name of the bucket",
        },
        "PathPrefix": {
            "Type": "String", "Default": "",
            "Description": "The folder, such as incoming/, as an IAM policy has it; empty for the whole bucket",
        },
        "Principal": {
            "Type": "String", "AllowedPattern": "arn:aws[a-z-]*:iam::[0-9]{12}:(root|user/.+|role/.+)",
            "Description": "Who may assume the role; for a user it does not matter",
        },
        "ExternalId": {
            "Type": "String", "Default": "", "AllowedPattern": "|[A-Za-z0-9_+=,.@:/-]{2,1224}",
            "Description": "The external ID that the role asks for",
        },
        "OtherExternalId": {
            "Type": "String", "Default": "", "AllowedPattern": "|[A-Za-z0-9_+=,.@:/-]{2,1224}",
            "Description": "A second external ID, while one replaces the other",
        },
        "KmsKeyArn": {
            "Type": "String", "Default": "",
            "Description": "The key that encrypts the bucket, if it is one of your own",
        },
    })
}

/// The statements of both directions, each under its condition.
fn statements() -> Value {
    let mut list = written(&Statement::list(BUCKET_ARN, PREFIX));
    list["Condition"] = when("HasPrefix", list["Condition"].take(), nothing());
    let kms = |direction| written(&Statement::kms("${KmsKeyArn}", direction));
    json!([
        when("Reads", list, nothing()),
        when(
            "Reads",
            written(&Statement::get(BUCKET_ARN, PREFIX)),
            nothing()
        ),
        when(
            "Writes",
            written(&Statement::put(BUCKET_ARN, PREFIX)),
            nothing()
        ),
        when(
            "HasKmsKey",
            when("Writes", kms(Direction::Both), kms(Direction::Read)),
            nothing(),
        ),
    ])
}

fn assume() -> Value {
    let mut assume = written(&Statement::assume("${Principal}", Vec::new()));
    assume["Condition"]["StringEquals"]["sts:ExternalId"] = json!([
        { "Ref": "ExternalId" },
        when("HasOtherExternalId", json!({ "Ref": "OtherExternalId" }), nothing()),
    ]);
    assume
}

/// A statement whose texts name parameters. Nothing in them is from outside, so each `${` is one of ours.
fn written(statement: &Statement) -> Value {
    fn substituted(value: Value) -> Value {
        match value {
            Value::String(text) if text.contains("${") => {
                let one = text.strip_prefix("${").and_then(|t| t.strip_suffix('}'));
                match one.filter(|name| !name.contains('$')) {
                    Some(name) => json!({ "Ref": name }),
                    None => json!({ "Fn::Sub": text }),
                }
            }
            Value::Array(all) => all.into_iter().map(substituted).collect(),
            Value::Object(all) => all.into_iter().map(|(k, v)| (k, substituted(v))).collect(),
            other => other,
        }
    }
    substituted(json!(statement))
}

fn equals(parameter: &str, value: &str) -> Value {
    json!({ "Fn::Equals": [{ "Ref": parameter }, value] })
}

fn not(condition: Value) -> Value {
    json!({ "Fn::Not": [condition] })
}

fn when(condition: &str, then: Value, otherwise: Value) -> Value {
    json!({ "Fn::If": [condition, then, otherwise] })
}

fn nothing() -> Value {
    json!({ "Ref": "AWS::NoValue" })
}
