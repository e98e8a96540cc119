//! The one CloudFormation template for all tenants, with parameters. A vendor hosts it in an S3 bucket that tenants can
//! read. Links then open it in the tenant's console with everything filled in.

use super::guide::SetupGuide;
use crate::bucket_address::BucketAddress;
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::policy::{Statement, escape_prefix};
use serde_json::{Map, Value, json};

/// The only version of the template format that CloudFormation knows.
pub(super) const FORMAT_VERSION: &str = "2010-09-09";

/// Tells how to create the access key. No template creates one, because everyone who can see the stack can see its
/// outputs.
pub(super) const CREATE_KEY_HINT: &str = "Afterwards, create an access key for the user: in IAM, open the user, then Security credentials, then Create access key. The stack creates none, because its outputs are not secret.";

/// The bucket's ARN in the partition of the stack.
const BUCKET_ARN: &str = "arn:${AWS::Partition}:s3:::${Bucket}";
const ACCESS_POINT_ARN: &str = "${AccessPointArn}";
/// What precedes the slash and the key in the ARN of an object at an access point.
const ACCESS_POINT_OBJECTS: &str = "${AccessPointArn}/object";
const PREFIX: &str = "${PathPrefix}";

/// Renders the template that the vendor hosts. It is the same for every tenant, bucket, direction and access mode.
pub fn cloudformation_with_parameters() -> Value {
    render_template(&Map::new())
}

/// Renders the template for one tenant. What is known already becomes the default of its parameter.
pub(super) fn with_defaults(guide: &SetupGuide<'_>) -> Value {
    render_template(&parameters(guide))
}

/// Returns the values of the parameters for one tenant, without those that are empty.
pub(super) fn parameters(guide: &SetupGuide<'_>) -> Map<String, Value> {
    let (requirements, target) = (guide.requirements, guide.target);
    let is_role = guide.mode == AccessMode::Role;
    let external_id = |n: usize| requirements.external_ids.get(n).filter(|_| is_role);
    let principal = requirements.principal.as_ref();
    let (bucket_name, access_point) = match &target.bucket {
        Some(BucketAddress::Name(name)) => (Some(name.to_string()), None),
        Some(BucketAddress::AccessPoint(arn)) => (None, Some(arn.as_str().to_owned())),
        Some(BucketAddress::Alias(_)) | None => (None, None),
    };
    let all = [
        ("Access", Some(guide.mode.as_str().to_owned())),
        (
            "Direction",
            Some(requirements.direction.as_str().to_owned()),
        ),
        ("Bucket", bucket_name),
        ("AccessPointArn", access_point),
        ("PathPrefix", Some(escape_prefix(&target.static_prefix))),
        ("Principal", principal.map(|p| p.as_str().to_owned())),
        ("ExternalId", external_id(0).map(ToString::to_string)),
        ("OtherExternalId", external_id(1).map(ToString::to_string)),
        (
            "KmsKeyArn",
            target.kms_key.as_ref().map(|key| key.as_str().to_owned()),
        ),
        (
            "TemporaryCredentials",
            guide.allows_sessions().then(|| "yes".to_owned()),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, value)| {
            Some((name.to_owned(), value.filter(|v| !v.is_empty())?.into()))
        })
        .collect()
}

fn render_template(defaults: &Map<String, Value>) -> Value {
    let mut parameters = parameter_declarations();
    for (name, value) in defaults {
        parameters[name]["Default"] = value.clone();
    }
    json!({
        "AWSTemplateFormatVersion": FORMAT_VERSION,
        "Description": format!("Lets s3-connect access your bucket through a role or a user. For a role: Afterwards, enter its ARN in the widget. The ARN is an output. For a user: {CREATE_KEY_HINT}"),
        "Parameters": parameters,
        "Rules": {
            "RoleHasExternalId": {
                "RuleCondition": equals("Access", "role"),
                "Assertions": [{
                    "Assert": not(equals("ExternalId", "")),
                    "AssertDescription": "A role needs an external ID",
                }],
            },
            "HasBucket": {
                "Assertions": [{
                    "Assert": { "Fn::Or": [not(equals("Bucket", "")), not(equals("AccessPointArn", ""))] },
                    "AssertDescription": "Enter the bucket's name, or the ARN of an access point",
                }],
            },
        },
        "Conditions": {
            "Role": equals("Access", "role"),
            "Keys": equals("Access", "keys"),
            "Reads": not(equals("Direction", "write")),
            "Writes": not(equals("Direction", "read")),
            "HasAccessPoint": not(equals("AccessPointArn", "")),
            "HasPrefix": not(equals("PathPrefix", "")),
            "HasOtherExternalId": not(equals("OtherExternalId", "")),
            "HasKmsKey": not(equals("KmsKeyArn", "")),
            "CreatesSessions": { "Fn::And": [equals("Access", "keys"), equals("TemporaryCredentials", "yes")] },
        },
        "Resources": {
            "ConnectRole": {
                "Type": "AWS::IAM::Role",
                "Condition": "Role",
                "Properties": {
                    "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [assume_statement()] },
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
                "Description": "The user to create an access key for",
                "Value": { "Ref": "ConnectUser" },
            },
        },
    })
}

fn parameter_declarations() -> Value {
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
            "Type": "String", "AllowedPattern": "|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
            "Description": "The name of the bucket. Leave this empty if you enter an access point",
        },
        "AccessPointArn": {
            "Type": "String", "Default": "",
            "AllowedPattern": "|arn:aws[a-z-]*:s3:[a-z0-9-]+:[0-9]{12}:accesspoint/[a-z0-9][a-z0-9-]{1,48}[a-z0-9]",
            "Description": "The ARN of an access point, if the bucket is reached through one",
        },
        "PathPrefix": {
            "Type": "String", "Default": "",
            "Description": "The folder, such as incoming/, escaped as in an IAM policy. Leave this empty for the whole bucket",
        },
        "Principal": {
            "Type": "String", "AllowedPattern": "arn:aws[a-z-]*:iam::[0-9]{12}:(root|user/.+|role/.+)",
            "Description": "Who is allowed to assume the role. Has no effect for a user",
        },
        "ExternalId": {
            "Type": "String", "Default": "", "AllowedPattern": "|[A-Za-z0-9_+=,.@:/-]{2,1224}",
            "Description": "The external ID that the role requires",
        },
        "OtherExternalId": {
            "Type": "String", "Default": "", "AllowedPattern": "|[A-Za-z0-9_+=,.@:/-]{2,1224}",
            "Description": "The previous external ID, during a rotation",
        },
        "KmsKeyArn": {
            "Type": "String", "Default": "",
            "Description": "The KMS key that encrypts the bucket, if it is your own",
        },
        "TemporaryCredentials": {
            "Type": "String", "AllowedValues": ["yes", "no"], "Default": "no",
            "Description": "Whether the user can create temporary credentials that are limited to the folder. Has no effect for a role",
        },
    })
}

/// Renders the statements of both directions, each with its condition.
fn statements() -> Value {
    let mut list = on_either(
        &Statement::list(BUCKET_ARN, PREFIX),
        &Statement::list(ACCESS_POINT_ARN, PREFIX),
    );
    // Without a prefix, the whole bucket can be listed.
    list["Condition"] = when("HasPrefix", list["Condition"].take(), nothing());
    let get = on_either(
        &Statement::get(BUCKET_ARN, PREFIX),
        &Statement::get(ACCESS_POINT_OBJECTS, PREFIX),
    );
    let put = on_either(
        &Statement::put(BUCKET_ARN, PREFIX),
        &Statement::put(ACCESS_POINT_OBJECTS, PREFIX),
    );
    let kms = |direction| with_parameters(&Statement::kms("${KmsKeyArn}", direction));
    json!([
        when("Reads", list, nothing()),
        when("Reads", get, nothing()),
        when("Writes", put, nothing()),
        when(
            "HasKmsKey",
            when("Writes", kms(Direction::Both), kms(Direction::Read)),
            nothing(),
        ),
        when(
            "CreatesSessions",
            with_parameters(&Statement::create_sessions("${AWS::Partition}")),
            nothing(),
        ),
    ])
}

/// Renders a statement that is on the access point if there is one, and on the bucket otherwise. The two differ in their
/// resource only.
fn on_either(of_bucket: &Statement, of_access_point: &Statement) -> Value {
    let mut statement = with_parameters(of_bucket);
    let of_access_point = with_parameters(of_access_point)["Resource"].take();
    statement["Resource"] = when(
        "HasAccessPoint",
        of_access_point,
        statement["Resource"].take(),
    );
    statement
}

fn assume_statement() -> Value {
    let mut assume = with_parameters(&Statement::assume("${Principal}", Vec::new()));
    assume["Condition"]["StringEquals"]["sts:ExternalId"] = json!([
        { "Ref": "ExternalId" },
        when("HasOtherExternalId", json!({ "Ref": "OtherExternalId" }), nothing()),
    ]);
    assume
}

/// Turns every text of a statement that names parameters into a reference or a substitution. The texts contain no
/// input, so every `${` in them is ours.
fn with_parameters(statement: &Statement) -> Value {
    fn substitute(value: Value) -> Value {
        match value {
            Value::String(text) if text.contains("${") => {
                // A text that is one parameter and nothing else needs only a reference.
                let single = text.strip_prefix("${").and_then(|t| t.strip_suffix('}'));
                match single.filter(|name| !name.contains('$')) {
                    Some(name) => json!({ "Ref": name }),
                    None => json!({ "Fn::Sub": text }),
                }
            }
            Value::Array(all) => all.into_iter().map(substitute).collect(),
            Value::Object(all) => all.into_iter().map(|(k, v)| (k, substitute(v))).collect(),
            other => other,
        }
    }
    substitute(json!(statement))
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
