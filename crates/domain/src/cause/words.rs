//! What is told to the tenant: what happened, in their own names, and the one thing to change.

use super::facts::named;
use super::{Cause, Denial, Facts, PolicyKind};
use crate::arn::KmsKeyArn;
use crate::message::{Arg, Message, causes};
use crate::policy::{Statement, trust_policy};
use crate::report::Remedy;

impl Cause {
    /// What happened and what to change.
    #[expect(clippy::too_many_lines, reason = "one table, a cause a line")]
    pub fn explain(self, facts: &Facts<'_>) -> (Message, Remedy) {
        let bucket = facts.bucket();
        let key = named(facts.access_key_id, causes::some_key);
        let role = named(facts.role_arn, causes::some_role);
        let store = facts.endpoint.unwrap_or("AWS");
        let who = facts.who();
        let (detail, text) = match self {
            Self::UnknownAccessKey => (causes::unknown_access_key(key), unknown_key(facts)),
            Self::WrongSecret => (causes::wrong_secret(key), causes::wrong_secret_do()),
            Self::RootKey => (causes::root_key(), causes::root_key_do()),
            Self::TemporaryKey => (causes::temporary_key(key), causes::temporary_key_do()),
            Self::SessionExpired => (causes::session_expired(), causes::try_again_do()),
            // AWS gives one answer for three mistakes, so the remedy goes through all three.
            Self::RoleNotAssumable => {
                let text = causes::role_not_assumable_do(role.clone());
                return (causes::role_not_assumable(role), trust(facts, text));
            }
            Self::InvalidRoleArn => (
                causes::invalid_role_arn(role),
                causes::invalid_role_arn_do(),
            ),
            Self::ExternalIdNotEnforced => {
                let text = causes::external_id_not_enforced_do();
                return (causes::external_id_not_enforced(role), trust(facts, text));
            }
            Self::RegionDisabled => (
                causes::region_disabled(),
                facts
                    .region
                    .map_or_else(causes::region_disabled_do, causes::region_disabled_there_do),
            ),
            Self::VendorNotAllowed => (
                match facts.denial.and_then(|denial| denial.policy) {
                    Some(PolicyKind::VpcEndpoint) => causes::vendor_not_allowed_by_network(),
                    _ => causes::vendor_not_allowed(),
                },
                causes::our_side_do(),
            ),
            Self::VendorCredentials => (causes::vendor_credentials(), causes::our_side_do()),
            Self::BucketNotFound => (
                causes::bucket_not_found(bucket),
                causes::bucket_not_found_do(),
            ),
            Self::WrongRegion => (
                causes::wrong_region(bucket, named(facts.region, causes::some_region)),
                causes::wrong_region_do(),
            ),
            Self::WrongOwner => (
                causes::wrong_owner(bucket, named(facts.bucket_owner, causes::some_owner)),
                causes::wrong_owner_do(),
            ),
            Self::ListDenied => {
                let detail = causes::list_denied(who, facts.place());
                return (detail, permission(facts, facts.policy.list_statement()));
            }
            Self::GetDenied => {
                let detail = causes::get_denied(who, facts.place());
                return (detail, permission(facts, facts.policy.get_statement()));
            }
            Self::PutDenied => {
                let detail = causes::put_denied(who, facts.place());
                return (detail, permission(facts, facts.policy.put_statement()));
            }
            Self::KmsDenied => return kms(facts),
            Self::KmsKeyUnusable => (
                causes::kms_key_unusable(facts.place(), in_brackets(facts.aws_code)),
                causes::kms_key_unusable_do(),
            ),
            Self::ExplicitDeny => explicit_deny(facts),
            Self::LimitedByPolicy => return limited(facts),
            Self::EncryptionRequired => (
                causes::encryption_required(
                    facts.place(),
                    named(facts.encryption, causes::some_encryption),
                ),
                match facts.encryption {
                    Some("aws:kms") => causes::encryption_required_kms_do(),
                    _ => causes::encryption_required_do(),
                },
            ),
            Self::RequesterPays => (causes::requester_pays(bucket), causes::requester_pays_do()),
            Self::AccountSuspended => (
                causes::account_suspended(bucket, in_brackets(facts.aws_code)),
                causes::account_suspended_do(),
            ),
            Self::NotS3 => (causes::not_s3(store), causes::not_s3_do()),
            Self::ArchivedObject => (
                causes::archived_object(named(facts.object, causes::some_file)),
                causes::archived_object_do(),
            ),
            Self::ClockSkew => (causes::clock_skew(), causes::our_side_do()),
            Self::BadRequest => (
                causes::bad_request(in_brackets(facts.aws_code)),
                causes::our_side_do(),
            ),
            Self::Throttled => (causes::throttled(store), causes::try_again_do()),
            Self::Timeout => (causes::timeout(store), causes::try_again_do()),
            Self::DnsFailure => (causes::dns_failure(store), address_not_found(facts)),
            Self::Unreachable => (causes::unreachable(store), check_endpoint(facts)),
            Self::ConnectionLost => (causes::connection_lost(store), causes::try_again_do()),
            Self::TlsFailure => (
                causes::tls_failure(store),
                match facts.endpoint {
                    Some(_) => causes::tls_failure_do(),
                    None => causes::our_side_do(),
                },
            ),
            Self::ServerError => (causes::server_error(store), causes::try_again_do()),
            Self::BadAnswer => (causes::bad_answer(), causes::our_side_do()),
            Self::UnknownRefusal => {
                let code = named(facts.aws_code, causes::some_code);
                let detail = match facts.endpoint {
                    Some(_) => causes::unknown_refusal_of_store(code),
                    None => causes::unknown_refusal(code),
                };
                (detail, causes::unknown_refusal_do())
            }
            Self::OverlappingPrefix => (
                causes::overlapping_prefix(facts.place()),
                causes::overlapping_prefix_do("{tenant}"),
            ),
            Self::BroadAccess => (
                causes::broad_access(who.clone()),
                causes::broad_access_do(who),
            ),
            Self::KeysNotPreferred => (
                causes::keys_not_preferred(),
                causes::keys_not_preferred_do(),
            ),
            Self::AccessNotOffered => match facts.role_arn {
                None => (causes::keys_not_offered(), causes::keys_not_offered_do()),
                Some(_) => (causes::role_not_offered(), causes::role_not_offered_do()),
            },
            Self::OldExternalId => {
                let text = causes::old_external_id_do();
                return (causes::old_external_id(role), trust(facts, text));
            }
            Self::VersionedResidue => (
                causes::versioned_residue(bucket, named(facts.object, causes::some_test_file)),
                causes::versioned_residue_do(),
            ),
        };
        (detail, Remedy::words(text))
    }
}

/// Key IDs of AWS's are written in the letters A to Z and the digits 2 to 7.
fn unknown_key(facts: &Facts<'_>) -> Message {
    let misread = facts.access_key_id.is_some_and(|key| {
        let ours_to_judge = key.len() == 20 && key.starts_with("AKIA");
        ours_to_judge && key.contains(['0', '1', '8', '9'])
    });
    if misread {
        causes::unknown_access_key_misread_do()
    } else {
        causes::unknown_access_key_do()
    }
}

/// The address of AWS is made from the region.
fn address_not_found(facts: &Facts<'_>) -> Message {
    match (facts.endpoint, facts.region) {
        (None, Some(region)) => causes::dns_failure_region_do(region),
        _ => check_endpoint(facts),
    }
}

fn check_endpoint(facts: &Facts<'_>) -> Message {
    match facts.endpoint {
        Some(_) => causes::endpoint_do(),
        None => causes::try_again_do(),
    }
}

fn trust(facts: &Facts<'_>, text: Message) -> Remedy {
    let Some(principal) = facts.principal else {
        return Remedy::words(causes::principal_unknown_do());
    };
    Remedy {
        text,
        statement: trust_policy(principal, facts.external_ids).statement.pop(),
    }
}

/// A right that no policy grants.
fn permission(facts: &Facts<'_>, statement: Statement) -> Remedy {
    let of_another_account =
        facts.denial.and_then(|denial| denial.policy) == Some(PolicyKind::Resource);
    let reasoned = facts.denial.is_some_and(|denial| denial.action.is_some());
    match facts.who_arn().filter(|_| of_another_account) {
        Some(arn) => Remedy {
            text: causes::add_to_bucket_policy_do(facts.bucket()),
            statement: Some(statement.granted_to(arn)),
        },
        None => Remedy {
            text: if reasoned {
                causes::add_statement_do(facts.who())
            } else {
                without_a_reason(facts)
            },
            statement: Some(statement),
        },
    }
}

/// AWS gives its reasons within one account or organization only.
fn without_a_reason(facts: &Facts<'_>) -> Message {
    let who = facts.who();
    let arn = named(facts.who_arn(), causes::some_users_arn);
    match facts.bucket_owner {
        Some(owner) => causes::add_without_reason_or_owner_do(who, arn, owner),
        None => causes::add_without_reason_do(who, arn),
    }
}

fn kms(facts: &Facts<'_>) -> (Message, Remedy) {
    let who = facts.who();
    let action = facts.denial.and_then(|denial| denial.action.as_deref());
    let named = facts
        .denial
        .and_then(|denial| denial.resource.as_deref())
        .and_then(|resource| KmsKeyArn::parse(resource).ok());
    let key = named.as_ref().or(facts.policy.kms_key);
    let which = key.map_or_else(causes::some_kms_key, |key| {
        causes::named_kms_key(key.as_str())
    });
    let detail = causes::kms_denied(facts.place(), which, who.clone(), in_brackets(action));
    let text = match key {
        Some(_) => causes::kms_denied_do(who),
        None => causes::kms_denied_unnamed_do(who),
    };
    let statement = key.map(|key| facts.policy.kms_statement_for(key));
    (detail, Remedy { text, statement })
}

fn explicit_deny(facts: &Facts<'_>) -> (Message, Message) {
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
            causes::by_kms_policy(),
            causes::explicit_deny_kms_do(facts.who_exactly()),
        ),
        Some(PolicyKind::Identity) => (
            causes::by_policy_of(who.clone()),
            causes::explicit_deny_identity_do(who),
        ),
        Some(PolicyKind::Resource) => (
            causes::by_bucket_policy(facts.bucket()),
            causes::explicit_deny_bucket_do(facts.who_exactly()),
        ),
        Some(PolicyKind::Trust) => (causes::by_trust_policy(), causes::explicit_deny_trust_do()),
        Some(PolicyKind::Boundary) => (
            causes::by_boundary(who),
            causes::explicit_deny_boundary_do(),
        ),
        Some(PolicyKind::ServiceControl) => (causes::by_scp(), causes::explicit_deny_scp_do()),
        Some(PolicyKind::ResourceControl) => (causes::by_rcp(), causes::explicit_deny_rcp_do()),
        Some(PolicyKind::Session | PolicyKind::VpcEndpoint) | None => {
            (causes::by_a_policy(), causes::explicit_deny_do())
        }
    };
    let detail = match denial.action.as_deref() {
        Some(action) => causes::explicit_deny(action, by),
        None => causes::explicit_deny_unnamed(by),
    };
    (detail, lift)
}

fn limited(facts: &Facts<'_>) -> (Message, Remedy) {
    let denial = facts.denial;
    let action = denial.and_then(|denial| denial.action.as_deref());
    let room_for = named(action, causes::some_action);
    match denial.and_then(|denial| denial.policy) {
        Some(PolicyKind::Boundary) => (
            causes::limited_by_boundary(facts.who(), room_for),
            Remedy {
                text: causes::limited_by_boundary_do(),
                statement: action.and_then(|action| statement_for(facts, action)),
            },
        ),
        Some(PolicyKind::ServiceControl) => (
            causes::limited_by_scp(room_for),
            Remedy::words(causes::limited_by_organization_do()),
        ),
        Some(PolicyKind::ResourceControl) => (
            causes::limited_by_rcp(room_for),
            Remedy::words(causes::limited_by_organization_do()),
        ),
        _ => (
            causes::limited_by_policy(room_for),
            Remedy::words(causes::limited_by_policy_do()),
        ),
    }
}

fn statement_for(facts: &Facts<'_>, action: &str) -> Option<Statement> {
    match action {
        "s3:ListBucket" => Some(facts.policy.list_statement()),
        "s3:GetObject" => Some(facts.policy.get_statement()),
        "s3:PutObject" => Some(facts.policy.put_statement()),
        _ => None,
    }
}

/// AWS's own word behind a sentence, written the same in every language.
fn in_brackets(text: Option<&str>) -> Arg {
    text.map(|text| format!(" ({text})"))
        .unwrap_or_default()
        .into()
}
