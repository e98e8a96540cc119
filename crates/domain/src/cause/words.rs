//! What is told to the tenant: what happened, in their own names, and the one thing to change.

use super::{Cause, Denial, Facts, PolicyKind};
use crate::arn::KmsKeyArn;
use crate::policy::{Statement, trust_policy};
use crate::report::Remedy;

impl Cause {
    /// What happened and what to change.
    #[expect(clippy::too_many_lines, reason = "one table, a cause a line")]
    pub fn explain(self, facts: &Facts<'_>) -> (String, Remedy) {
        let bucket = facts.bucket();
        let key = facts.access_key_id.unwrap_or("the key");
        let role = facts.role_arn.unwrap_or("the role");
        let store = facts.endpoint.unwrap_or("AWS");
        let who = facts.who();
        match self {
            Self::UnknownAccessKey => (
                format!("AWS does not know the access key {key}. It was deleted, switched off, or mistyped."),
                Remedy::words(format!(
                    "In IAM, open the user’s security credentials and check that this key is there and active, or create a new one and paste both parts.{}",
                    misread(key)
                )),
            ),
            Self::WrongSecret => (
                format!("AWS knows the access key {key}, but the secret does not belong to it."),
                Remedy::words("Paste the secret access key again, whole and without blanks. If it is lost, create a new key: AWS shows a secret only once."),
            ),
            Self::RootKey => (
                "This is a key of the account’s root user, which can do everything in the account. We do not take it.".to_owned(),
                Remedy::words("Create an IAM user with only the policy shown here, and use that user’s key. Then delete the root user’s key."),
            ),
            Self::TemporaryKey => (
                format!("The access key {key} is temporary and ends by itself."),
                Remedy::words("Use the key of an IAM user; it begins with AKIA."),
            ),
            Self::SessionExpired => (
                "The session we had through your role ended before the test did.".to_owned(),
                again(),
            ),
            Self::RoleNotAssumable => (
                format!("AWS did not let us assume {role}. It does not say why: the role may not exist, its trust policy may not name us, or it may ask for another external ID."),
                role_checklist(facts, role),
            ),
            Self::InvalidRoleArn => (
                format!("AWS does not take {role} for the ARN of a role."),
                Remedy::words("Copy the ARN again from the role’s page in IAM. It looks like arn:aws:iam::111122223333:role/name."),
            ),
            Self::ExternalIdNotEnforced => (
                format!("{role} can be assumed without your external ID. Anyone who can act through us could use it, so nothing was saved."),
                trust(facts, "Make this the only statement of the role’s trust policy (IAM › Roles › your role › Trust relationships). If you have just done so, wait a minute: AWS takes a while to forget the old one.".to_owned()),
            ),
            Self::RegionDisabled => (
                "AWS’s sign-in service for roles and keys (STS) is switched off in your account for the regions we ask in.".to_owned(),
                Remedy::words(format!(
                    "Ask an administrator of the account to activate STS{} in IAM › Account settings › Security Token Service.",
                    facts.region.map(|region| format!(" for {region}")).unwrap_or_default()
                )),
            ),
            Self::VendorNotAllowed => (
                match facts.denial.and_then(|denial| denial.policy) {
                    Some(PolicyKind::VpcEndpoint) => "The network our own servers reach AWS through does not let this call pass.",
                    _ => "Our own AWS identity is not allowed to assume roles.",
                }
                .to_owned(),
                ours(),
            ),
            Self::VendorCredentials => (
                "Our own AWS credentials do not work, so we could not ask.".to_owned(),
                ours(),
            ),
            Self::BucketNotFound => (
                format!("There is no bucket named “{bucket}”."),
                Remedy::words("Check the spelling in the S3 console. Enter only the name, without s3:// and without the path."),
            ),
            Self::WrongRegion => (
                format!("The bucket “{bucket}” is not in {}, and AWS did not say where it is.", facts.region.unwrap_or("the region we asked in")),
                Remedy::words("The S3 console shows the bucket’s region beside its name. Enter it with the bucket, for example by pasting the bucket’s address from the console."),
            ),
            Self::WrongOwner => (
                format!("The bucket “{bucket}” does not belong to the account {}.", facts.bucket_owner.unwrap_or("you named")),
                Remedy::words("Check the owner’s account ID and the bucket’s name. If somebody else has a bucket of this name, it is not yours that we would have used."),
            ),
            Self::ListDenied => permission(facts, "list the files in", facts.policy.list_statement()),
            Self::GetDenied => permission(facts, "read the files in", facts.policy.get_statement()),
            Self::PutDenied => permission(facts, "write files to", facts.policy.put_statement()),
            Self::KmsDenied => kms(facts),
            Self::KmsKeyUnusable => (
                format!("The KMS key that encrypts the files in {} cannot be used{}.", facts.place(), in_brackets(facts.aws_code)),
                Remedy::words("Open the key in KMS: it has to be in the bucket’s region, enabled, and not waiting to be deleted."),
            ),
            Self::ExplicitDeny => explicit_deny(facts),
            Self::LimitedByPolicy => limited(facts),
            Self::EncryptionRequired => (
                format!("{} takes files only when they ask for encryption ({}).", facts.place(), facts.encryption.unwrap_or("server-side encryption")),
                Remedy::words(match facts.encryption {
                    Some("aws:kms") => "Enter the ARN of the KMS key, where this form has a field for it. Or set that key as the bucket’s default encryption and take the statement that denies other uploads out of the bucket’s policy: S3 then encrypts every file with it.",
                    _ => "Take the statement that denies unencrypted uploads out of the bucket’s policy. S3 has encrypted every new file by itself since January 2023, so nothing is lost.",
                }),
            ),
            Self::RequesterPays => (
                format!("“{bucket}” is a requester-pays bucket: whoever asks for its files pays for them, and has to say so."),
                Remedy::words("We do not take on the cost of requests. Switch requester pays off for this bucket (S3 › Properties › Requester pays), or connect another one."),
            ),
            Self::AccountSuspended => (
                format!("AWS has closed or suspended the account behind “{bucket}”, or it cannot use S3 yet{}.", in_brackets(facts.aws_code)),
                Remedy::words("Sign in to the AWS console as the account’s owner; a notice there, or AWS Support, says what is missing."),
            ),
            Self::NotS3 => (
                format!("What answers at {store} is not an S3 service."),
                Remedy::words("Enter the address of the store’s S3 interface. It is often another one than that of its web console."),
            ),
            Self::ArchivedObject => (
                format!("“{}” may be read, but is archived and must be restored first.", facts.object.unwrap_or("the file")),
                Remedy::words("Restore the archived files that we are to read, or let a lifecycle rule keep new ones out of the archive. We skip those that are archived."),
            ),
            Self::ClockSkew => ("Our server’s clock differs from that of AWS.".to_owned(), ours()),
            Self::BadRequest => (
                format!("AWS found fault with our request{}, so this could not be checked.", in_brackets(facts.aws_code)),
                ours(),
            ),
            Self::Throttled => (format!("{store} asked us to slow down, so this could not be checked."), again()),
            Self::Timeout => (format!("{store} did not answer in time, so this could not be checked."), again()),
            Self::DnsFailure => (format!("The address of {store} was not found, so this could not be checked."), address_not_found(facts)),
            Self::Unreachable => (format!("{store} could not be reached, so this could not be checked."), check_endpoint(facts)),
            Self::ConnectionLost => (format!("The connection to {store} was lost, so this could not be checked."), again()),
            Self::TlsFailure => (
                format!("No secure connection to {store} could be made, so this could not be checked."),
                match facts.endpoint {
                    Some(_) => Remedy::words("Its certificate has to be valid for this address, and issued by an authority that everybody knows."),
                    None => ours(),
                },
            ),
            Self::ServerError => (format!("{store} answered with an error of its own, so this could not be checked."), again()),
            Self::BadAnswer => (
                "Something between us and AWS answered in its place, or the answer could not be read, so this could not be checked.".to_owned(),
                ours(),
            ),
            Self::UnknownRefusal => (
                format!("{} answered “{}”, which we do not know.", facts.endpoint.map_or("AWS", |_| "The store"), facts.aws_code.unwrap_or("no code")),
                Remedy::words("Give AWS’s code and request id, shown below, to whoever runs your AWS account."),
            ),
            Self::OverlappingPrefix => (
                format!("Another connection uses {} as well. Files of yours and of others could end up side by side.", facts.place()),
                Remedy::words("Use a bucket or a folder that is yours alone, or put {tenant} into the path prefix."),
            ),
            Self::BroadAccess => (
                format!("{} can see every bucket of the account, so it may be allowed much more than this connection needs.", capital(&who)),
                Remedy {
                    text: format!("It works as it is. To be on the safe side, give {who} only the policy that this form shows under Access (from a connection, press “Change”)."),
                    statement: None,
                },
            ),
            Self::OldExternalId => (
                format!("{} asks for your old external ID. A new one was made for you, and takes its place as soon as the role knows it.", capital(role)),
                trust(facts, "Make this the only statement of the role’s trust policy; it lists the new external ID and, for now, the old one. Then check again.".to_owned()),
            ),
            Self::KeysNotPreferred => (
                "This connection uses an access key. A role would be safer: no secret changes hands, and you can end our access at any time.".to_owned(),
                Remedy::words("It works as it is. When you have a moment, choose “Change” and connect with a role."),
            ),
            Self::VersionedResidue => (
                format!("“{bucket}” keeps versions, so the version of “{}” that this test wrote stays.", facts.object.unwrap_or("the test file")),
                Remedy::words("It holds one line of text and can be deleted."),
            ),
        }
    }
}

fn again() -> Remedy {
    Remedy::words(
        "Nothing is wrong with what you entered, as far as we can tell. Try again in a minute.",
    )
}

fn ours() -> Remedy {
    Remedy::words(
        "This is on our side, not yours. What you entered is kept; please tell us and try again later.",
    )
}

/// The address of AWS is made from the region.
fn address_not_found(facts: &Facts<'_>) -> Remedy {
    match (facts.endpoint, facts.region) {
        (None, Some(region)) => Remedy::words(format!(
            "If the region {region} was entered here, check that AWS has one of this name. Otherwise try again in a minute."
        )),
        _ => check_endpoint(facts),
    }
}

fn check_endpoint(facts: &Facts<'_>) -> Remedy {
    match facts.endpoint {
        Some(_) => Remedy::words(
            "Check the endpoint’s spelling, and that it can be reached from the internet. Then try again.",
        ),
        None => again(),
    }
}

/// Key IDs of AWS's are written in the letters A to Z and the digits 2 to 7.
fn misread(key: &str) -> &'static str {
    let ours_to_judge = key.len() == 20 && key.starts_with("AKIA");
    if ours_to_judge && key.contains(['0', '1', '8', '9']) {
        " A key ID has no 0, 1, 8 or 9 in it: look again whether one of them is a letter O, I, B or another."
    } else {
        ""
    }
}

/// AWS gives one answer for three mistakes, so the remedy goes through all three.
fn role_checklist(facts: &Facts<'_>, role: &str) -> Remedy {
    trust(
        facts,
        format!(
            "Check that {role} is the role’s ARN, and make this the only statement of its trust policy (IAM › Roles › your role › Trust relationships)."
        ),
    )
}

fn trust(facts: &Facts<'_>, text: String) -> Remedy {
    let Some(principal) = facts.principal else {
        return Remedy::words(
            "Our own AWS identity is not known at the moment. Please try again later.",
        );
    };
    Remedy {
        text,
        statement: trust_policy(principal, facts.external_ids).statement.pop(),
    }
}

/// A right that no policy grants.
fn permission(facts: &Facts<'_>, does: &str, statement: Statement) -> (String, Remedy) {
    let who = facts.who();
    let detail = format!("{} may not {does} {}.", capital(&who), facts.place());
    let of_another_account =
        facts.denial.and_then(|denial| denial.policy) == Some(PolicyKind::Resource);
    let reasoned = facts.denial.is_some_and(|denial| denial.action.is_some());
    let remedy = match facts.who_arn().filter(|_| of_another_account) {
        Some(arn) => Remedy {
            text: format!(
                "The bucket belongs to another account. Ask there to add this statement to the policy of the bucket “{}”.",
                facts.bucket()
            ),
            statement: Some(statement.granted_to(arn)),
        },
        None => Remedy {
            text: if reasoned {
                format!("Add this statement to the policy of {who}.")
            } else {
                without_a_reason(facts)
            },
            statement: Some(statement),
        },
    };
    (detail, remedy)
}

/// AWS gives its reasons within one account or organization only.
fn without_a_reason(facts: &Facts<'_>) -> String {
    let who = facts.who();
    let arn = facts.who_arn().unwrap_or("ARN of the key’s user");
    let owner = facts
        .bucket_owner
        .map(|owner| format!(" Or it does not belong to the account {owner}, as was said."));
    format!(
        "Add this statement to the policy of {who}. If it is there already and the bucket belongs to another account, ask there to add it to the bucket’s policy as well, with \"Principal\": {{\"AWS\": \"{arn}\"}}. Otherwise the bucket’s policy, or one of your organization, stands against it.{}",
        owner.unwrap_or_default()
    )
}

fn kms(facts: &Facts<'_>) -> (String, Remedy) {
    let who = facts.who();
    let action = facts.denial.and_then(|denial| denial.action.as_deref());
    let named = facts
        .denial
        .and_then(|denial| denial.resource.as_deref())
        .and_then(|resource| KmsKeyArn::parse(resource).ok());
    let key = named.as_ref().or(facts.policy.kms_key);
    let detail = format!(
        "The files in {} are encrypted with {}, and {who} may not use it{}.",
        facts.place(),
        key.map_or_else(
            || "a KMS key".to_owned(),
            |key| format!("the KMS key {}", key.as_str())
        ),
        in_brackets(action),
    );
    let text = if key.is_some() {
        format!(
            "Add this statement to the policy of {who}. The key’s own policy has to allow it too: it does where it leaves the decision to IAM, as AWS’s default does; otherwise add {who} to the key’s users."
        )
    } else {
        format!(
            "Allow {who} to use the bucket’s KMS key: in the key’s policy, or as one of the key’s users in KMS."
        )
    };
    let statement = key.map(|key| facts.policy.kms_statement_for(key));
    (detail, Remedy { text, statement })
}

fn explicit_deny(facts: &Facts<'_>) -> (String, Remedy) {
    let who = facts.who();
    let nothing = Denial::default();
    let denial = facts.denial.unwrap_or(&nothing);
    let service = denial
        .action
        .as_deref()
        .and_then(|action| action.split(':').next());
    let policy = match (denial.policy, service) {
        (Some(PolicyKind::Resource), Some("sts")) => Some(PolicyKind::Trust),
        (policy, _) => policy,
    };
    let (by, lift) = match policy {
        Some(PolicyKind::Resource) if service == Some("kms") => (
            "the policy of the KMS key".to_owned(),
            format!("In KMS › your key › Key policy, look for a statement with \"Effect\": \"Deny\" and make an exception for {}.", facts.who_arn().unwrap_or(&who)),
        ),
        Some(PolicyKind::Identity) => (
            format!("a policy of {who}"),
            format!("In IAM, look through the policies of {who} for a statement with \"Effect\": \"Deny\" and take it out, or make an exception."),
        ),
        Some(PolicyKind::Resource) => (
            format!("the policy of the bucket “{}”", facts.bucket()),
            format!("In S3 › Permissions › Bucket policy, look for a statement with \"Effect\": \"Deny\". Most often it asks for certain networks (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), an organization (aws:PrincipalOrgID), MFA or encryption. Make an exception for {}.", facts.who_arn().unwrap_or(&who)),
        ),
        Some(PolicyKind::Trust) => (
            "the role’s trust policy".to_owned(),
            "In IAM › Roles › your role › Trust relationships, take out the statement with \"Effect\": \"Deny\".".to_owned(),
        ),
        Some(PolicyKind::Boundary) => (
            format!("the permissions boundary of {who}"),
            "Whoever manages the account’s permissions boundaries has to take the denial out.".to_owned(),
        ),
        Some(PolicyKind::ServiceControl) => (
            "a service control policy of your organization".to_owned(),
            "Only whoever manages your AWS organization can lift it; nothing in this account can.".to_owned(),
        ),
        Some(PolicyKind::ResourceControl) => (
            "a resource control policy of your organization".to_owned(),
            "Only whoever manages your AWS organization can lift it: usually by adding our account to those that may reach its buckets.".to_owned(),
        ),
        Some(PolicyKind::Session | PolicyKind::VpcEndpoint) | None => (
            "a policy".to_owned(),
            "Look for a statement with \"Effect\": \"Deny\": in the bucket’s policy, in the policies of the user or role, in its permissions boundary, and in your organization’s policies.".to_owned(),
        ),
    };
    let what = denial.action.as_deref().unwrap_or("this");
    (
        format!(
            "{what} is expressly forbidden by {by}. Adding permissions does not help against that."
        ),
        Remedy::words(lift),
    )
}

fn limited(facts: &Facts<'_>) -> (String, Remedy) {
    let who = facts.who();
    let denial = facts.denial;
    let action = denial
        .and_then(|denial| denial.action.as_deref())
        .unwrap_or("this");
    let (by, lift, statement) = match denial.and_then(|denial| denial.policy) {
        Some(PolicyKind::Boundary) => (
            format!("The permissions boundary of {who}"),
            "Add this statement to the boundary’s policy, beside the one of the user or role itself.",
            statement_for(facts, action),
        ),
        Some(PolicyKind::ServiceControl) => (
            "A service control policy of your organization".to_owned(),
            "Only whoever manages your AWS organization can widen it; nothing in this account can.",
            None,
        ),
        Some(PolicyKind::ResourceControl) => (
            "A resource control policy of your organization".to_owned(),
            "Only whoever manages your AWS organization can widen it; nothing in this account can.",
            None,
        ),
        _ => (
            "A policy around the permissions".to_owned(),
            "Ask whoever manages the account to allow it there as well.",
            None,
        ),
    };
    let detail = format!("{by} does not leave room for {action}, whatever other policies allow.");
    let remedy = Remedy {
        text: lift.to_owned(),
        statement,
    };
    (detail, remedy)
}

fn statement_for(facts: &Facts<'_>, action: &str) -> Option<Statement> {
    match action {
        "s3:ListBucket" => Some(facts.policy.list_statement()),
        "s3:GetObject" => Some(facts.policy.get_statement()),
        "s3:PutObject" => Some(facts.policy.put_statement()),
        _ => None,
    }
}

fn in_brackets(text: Option<&str>) -> String {
    text.map(|text| format!(" ({text})")).unwrap_or_default()
}

fn capital(text: &str) -> String {
    text.strip_prefix("the ")
        .map_or_else(|| text.to_owned(), |rest| format!("The {rest}"))
}
