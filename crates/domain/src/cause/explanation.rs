//! Explains a cause to the tenant: what happened, by the tenant's own names, and the one thing to change.

use super::Cause;
use super::cause_context::{CauseContext, in_brackets, name_or};
use super::denial::{Denial, PolicyKind};
use super::store_explanation::explain_at_store;
use crate::arn::{KmsKeyArn, PrincipalArn};
use crate::message::{Arg, Message, causes};
use crate::policy::{Statement, trust_policy};
use crate::remedy::Remedy;

impl Cause {
    /// Returns what happened, and what to change.
    #[expect(clippy::too_many_lines, reason = "a table with one entry per cause")]
    pub fn explain(self, context: &CauseContext<'_>) -> (Message, Remedy) {
        if let Some(store) = context.endpoint
            && let Some(explanation) = explain_at_store(self, store, context)
        {
            return explanation;
        }
        let bucket = context.bucket_name();
        let key = name_or(context.access_key_id, causes::some_key);
        let role = name_or(context.role_arn, causes::some_role);
        let store = context.endpoint.unwrap_or("AWS");
        let who = context.identity();
        let (detail, text) = match self {
            Self::UnknownAccessKey => {
                (causes::unknown_access_key(key), unknown_key_remedy(context))
            }
            Self::WrongSecret => (causes::wrong_secret(key), causes::wrong_secret_do()),
            Self::RootKey => (causes::root_key(), causes::root_key_do()),
            Self::TemporaryKey => (causes::temporary_key(key), causes::temporary_key_do()),
            Self::QuarantinedKey => (
                causes::quarantined_key(who, policy_name(context)),
                causes::quarantined_key_do(),
            ),
            Self::SessionExpired => (causes::session_expired(), causes::try_again_do()),
            // AWS gives the same response to three mistakes, so the remedy covers all three.
            Self::RoleNotAssumable => {
                let text = causes::role_not_assumable_do(role.clone());
                return (
                    causes::role_not_assumable(role),
                    trust_policy_remedy(context, text),
                );
            }
            Self::InvalidRoleArn => (
                causes::invalid_role_arn(role),
                causes::invalid_role_arn_do(),
            ),
            Self::ExternalIdNotEnforced => {
                let text = causes::external_id_not_enforced_do();
                return (
                    causes::external_id_not_enforced(role),
                    trust_policy_remedy(context, text),
                );
            }
            Self::RegionDisabled => (
                causes::region_disabled(),
                context
                    .region
                    .map_or_else(causes::region_disabled_do, causes::region_disabled_there_do),
            ),
            Self::SessionTagsDenied => (causes::session_tags_denied(), causes::our_side_do()),
            Self::VendorNotAllowed => (
                match context.denial.and_then(|denial| denial.policy) {
                    Some(PolicyKind::VpcEndpoint) => causes::vendor_not_allowed_by_network(),
                    _ => causes::vendor_not_allowed(),
                },
                causes::our_side_do(),
            ),
            Self::VendorCredentials => (causes::vendor_credentials(), causes::our_side_do()),
            Self::BucketNotFound => (
                causes::bucket_not_found(bucket),
                match context.account_regional_name() {
                    Some(name) => causes::bucket_not_found_regional_do(
                        name.account.as_str(),
                        name.region.as_str(),
                    ),
                    None => causes::bucket_not_found_do(),
                },
            ),
            Self::WrongRegion => (
                causes::wrong_region(bucket, name_or(context.region, causes::some_region)),
                causes::wrong_region_do(),
            ),
            Self::WrongOwner => (
                causes::wrong_owner(bucket, name_or(context.bucket_owner, causes::some_owner)),
                causes::wrong_owner_do(),
            ),
            Self::ListDenied => {
                let detail = causes::list_denied(who, context.location());
                return (
                    detail,
                    permission_remedy(context, context.policy.list_statement()),
                );
            }
            Self::GetDenied => {
                let detail = causes::get_denied(who, context.location());
                return (
                    detail,
                    permission_remedy(context, context.policy.get_statement()),
                );
            }
            Self::PutDenied => {
                let detail = causes::put_denied(who, context.location());
                return (
                    detail,
                    permission_remedy(context, context.policy.put_statement()),
                );
            }
            Self::KmsDenied => return explain_kms(context),
            Self::KmsKeyUnusable => (
                causes::kms_key_unusable(context.location(), in_brackets(context.aws_code)),
                causes::kms_key_unusable_do(),
            ),
            Self::ExplicitDeny => explain_explicit_deny(context),
            Self::MfaRequired => explain_mfa(context),
            Self::LimitedByPolicy => return explain_limit(context),
            Self::EncryptionRequired => (
                causes::encryption_required(
                    context.location(),
                    name_or(context.encryption, causes::some_encryption),
                ),
                match context.encryption {
                    Some("aws:kms") => causes::encryption_required_kms_do(),
                    _ => causes::encryption_required_do(),
                },
            ),
            Self::CustomerKey => (
                causes::customer_provided_key(name_or(context.object, causes::some_file)),
                causes::customer_provided_key_do(),
            ),
            Self::StorageFull => (
                causes::storage_full(store, context.location(), in_brackets(context.aws_code)),
                causes::storage_full_do(),
            ),
            Self::RequesterPays => (causes::requester_pays(bucket), causes::requester_pays_do()),
            Self::AccountSuspended => (
                causes::account_suspended(bucket, in_brackets(context.aws_code)),
                causes::account_suspended_do(),
            ),
            Self::NotS3 => (causes::not_s3(store), causes::not_s3_do()),
            Self::ArchivedObject => (
                causes::archived_object(name_or(context.object, causes::some_file)),
                causes::archived_object_do(),
            ),
            Self::ClockSkew => (causes::clock_skew(), causes::our_side_do()),
            Self::BadRequest => (
                causes::bad_request(in_brackets(context.aws_code)),
                causes::our_side_do(),
            ),
            Self::Throttled => (causes::throttled(store), causes::try_again_do()),
            Self::Timeout => (causes::timeout(store), causes::try_again_do()),
            Self::NoAddress => (causes::dns_failure(store), dns_remedy(context)),
            Self::Unreachable => (causes::unreachable(store), endpoint_remedy(context)),
            Self::ConnectionLost => (causes::connection_lost(store), causes::try_again_do()),
            Self::NoTls => (
                causes::tls_failure(store),
                match context.endpoint {
                    Some(_) => causes::tls_failure_do(),
                    None => causes::our_side_do(),
                },
            ),
            Self::ServerError => (causes::server_error(store), causes::try_again_do()),
            Self::BadAnswer => (causes::bad_answer(), causes::our_side_do()),
            Self::UnknownRefusal => {
                let code = name_or(context.aws_code, causes::some_code);
                (causes::unknown_refusal(code), causes::unknown_refusal_do())
            }
            Self::OverlappingPrefix => (
                causes::overlapping_prefix(context.location()),
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
            Self::AccessNotOffered => match context.role_arn {
                None => (causes::keys_not_offered(), causes::keys_not_offered_do()),
                Some(_) => (causes::role_not_offered(), causes::role_not_offered_do()),
            },
            Self::OldExternalId => {
                let text = causes::old_external_id_do();
                return (
                    causes::old_external_id(role),
                    trust_policy_remedy(context, text),
                );
            }
            Self::VersionedResidue => (
                causes::versioned_residue(bucket, name_or(context.object, causes::some_test_file)),
                causes::versioned_residue_do(),
            ),
        };
        (detail, Remedy::without_statement(text))
    }
}

/// Returns the remedy for an unknown access key ID. AWS's IDs consist of A to Z and 2 to 7, so an ID with another
/// digit was misread.
fn unknown_key_remedy(context: &CauseContext<'_>) -> Message {
    let is_misread = context.access_key_id.is_some_and(|key| {
        // Only IDs of this shape are certainly AWS's.
        let is_aws_key = key.len() == 20 && key.starts_with("AKIA");
        is_aws_key && key.contains(['0', '1', '8', '9'])
    });
    if is_misread {
        causes::unknown_access_key_misread_do()
    } else {
        causes::unknown_access_key_do()
    }
}

/// Returns the remedy for a host name that does not exist. AWS's host names contain the region, so a wrong region
/// causes this.
fn dns_remedy(context: &CauseContext<'_>) -> Message {
    match (context.endpoint, context.region) {
        (None, Some(region)) => causes::dns_failure_region_do(region),
        _ => endpoint_remedy(context),
    }
}

fn endpoint_remedy(context: &CauseContext<'_>) -> Message {
    match context.endpoint {
        Some(_) => causes::endpoint_do(),
        None => causes::try_again_do(),
    }
}

/// Returns a remedy with the statement of the trust policy, if the vendor's principal is known.
fn trust_policy_remedy(context: &CauseContext<'_>, text: Message) -> Remedy {
    let Some(principal) = context.principal else {
        return Remedy::without_statement(causes::principal_unknown_do());
    };
    Remedy {
        text,
        statement: trust_policy(principal, context.external_ids)
            .statement
            .pop(),
    }
}

/// Returns the remedy for a permission that no policy grants.
fn permission_remedy(context: &CauseContext<'_>, statement: Statement) -> Remedy {
    // AWS blames the bucket policy only if the bucket belongs to another account than the identity. Then the identity's
    // own policy is not enough.
    let is_cross_account =
        context.denial.and_then(|denial| denial.policy) == Some(PolicyKind::Resource);
    let has_reason = context.denial.is_some_and(|denial| denial.action.is_some());
    match context.identity_arn().filter(|_| is_cross_account) {
        Some(arn) => Remedy {
            text: if context.is_access_point() {
                causes::add_to_access_point_policy_do()
            } else {
                causes::add_to_bucket_policy_do(context.bucket_name())
            },
            statement: Some(statement.with_principal(arn)),
        },
        None => Remedy {
            text: if context.is_access_point() {
                causes::add_statement_access_point_do(context.identity())
            } else if has_reason {
                causes::add_statement_do(context.identity())
            } else {
                unexplained_denial_remedy(context)
            },
            statement: Some(statement),
        },
    }
}

/// Returns the remedy for a denial without a reason. AWS gives reasons only within one account or organization, so the
/// bucket may belong to another one. The bucket's name can prove that it does.
fn unexplained_denial_remedy(context: &CauseContext<'_>) -> Message {
    let who = context.identity();
    let arn = name_or(context.identity_arn(), causes::some_users_arn);
    if let Some(name) = context.account_regional_name()
        && let Some(own_account) = context.identity_account()
        && own_account != name.account.as_str()
    {
        return causes::add_across_accounts_do(who, arn, name.account.as_str());
    }
    match context.bucket_owner {
        Some(owner) => causes::add_without_reason_or_owner_do(who, arn, owner),
        None => causes::add_without_reason_do(who, arn),
    }
}

/// Explains a denied KMS action. The key in AWS's message is preferred to the one that the tenant entered.
fn explain_kms(context: &CauseContext<'_>) -> (Message, Remedy) {
    let who = context.identity();
    let action = context.denial.and_then(|denial| denial.action.as_deref());
    let denied_key = context
        .denial
        .and_then(|denial| denial.resource.as_deref())
        .and_then(|resource| KmsKeyArn::parse(resource).ok());
    let key = denied_key.as_ref().or(context.policy.kms_key);
    let which = key.map_or_else(causes::some_kms_key, |key| {
        causes::named_kms_key(key.as_str())
    });
    let detail = causes::kms_denied(context.location(), which, who.clone(), in_brackets(action));
    let key_account = key.map(KmsKeyArn::account);
    let other_account = key_account.filter(|account| {
        context
            .identity_account()
            .is_some_and(|own_account| own_account != *account)
    });
    let text = match (key, other_account) {
        (_, Some(account)) => {
            causes::kms_denied_other_account_do(who, context.exact_identity(), account)
        }
        (Some(_), None) => causes::kms_denied_do(who),
        (None, None) => causes::kms_denied_unnamed_do(who),
    };
    let statement = key.map(|key| context.policy.kms_statement_for(key));
    (detail, Remedy { text, statement })
}

/// Explains an explicit deny by the kind of policy that contains it. Only that policy can be changed, because a deny
/// overrides every allow.
fn explain_explicit_deny(context: &CauseContext<'_>) -> (Message, Message) {
    let who = context.identity();
    let unknown = Denial::default();
    let denial = context.denial.unwrap_or(&unknown);
    let service = denial
        .action
        .as_deref()
        .and_then(|action| action.split(':').next());
    // AWS calls a role's trust policy a resource-based policy.
    let policy = match (denial.policy, service) {
        (Some(PolicyKind::Resource), Some("sts")) => Some(PolicyKind::Trust),
        (policy, _) => policy,
    };
    let (by, remedy) = match policy {
        Some(PolicyKind::Resource) if service == Some("kms") => (
            causes::by_kms_policy(),
            causes::explicit_deny_kms_do(context.exact_identity()),
        ),
        Some(PolicyKind::Identity) => (
            causes::by_policy_of(who.clone()),
            match &denial.policy_arn {
                Some(_) => causes::explicit_deny_policy_do(who),
                None => causes::explicit_deny_identity_do(who),
            },
        ),
        Some(PolicyKind::Resource) => (
            causes::by_bucket_policy(context.bucket_name()),
            causes::explicit_deny_bucket_do(context.exact_identity()),
        ),
        Some(PolicyKind::Trust) => (causes::by_trust_policy(), causes::explicit_deny_trust_do()),
        Some(PolicyKind::Boundary) => (
            causes::by_boundary(who),
            causes::explicit_deny_boundary_do(),
        ),
        Some(PolicyKind::ServiceControl) => (causes::by_scp(), causes::explicit_deny_scp_do()),
        Some(PolicyKind::ResourceControl) => (
            causes::by_rcp(),
            match context.principal.map(PrincipalArn::account) {
                // We assume the role as ourselves, so this policy decides about our account. All other requests come
                // from the tenant's own user or role.
                Some(account) if service == Some("sts") => {
                    causes::explicit_deny_rcp_assume_do(account)
                }
                _ => causes::explicit_deny_rcp_do(),
            },
        ),
        Some(PolicyKind::Session | PolicyKind::VpcEndpoint) | None => {
            (causes::by_a_policy(), causes::explicit_deny_do())
        }
    };
    let detail = match (denial.action.as_deref(), denial.policy_arn.as_deref()) {
        (Some(action), Some(arn)) => causes::explicit_deny_named(action, by, arn),
        (Some(action), None) => causes::explicit_deny(action, by),
        (None, _) => causes::explicit_deny_unnamed(by),
    };
    (detail, remedy)
}

/// Explains a deny by a policy that has “MFA” in its name.
fn explain_mfa(context: &CauseContext<'_>) -> (Message, Message) {
    let who = context.identity();
    let action = context.denial.and_then(|denial| denial.action.as_deref());
    let detail = causes::mfa_required(
        who.clone(),
        name_or(action, causes::some_action),
        policy_name(context),
    );
    let remedy = match context.role_arn {
        Some(_) => causes::explicit_deny_policy_do(who),
        None => causes::mfa_required_do(who),
    };
    (detail, remedy)
}

/// Returns the ARN of the policy that denies, in brackets.
fn policy_name(context: &CauseContext<'_>) -> Arg {
    in_brackets(
        context
            .denial
            .and_then(|denial| denial.policy_arn.as_deref()),
    )
}

/// Explains a permissions boundary, a session policy or an organization's policy that does not allow an action.
fn explain_limit(context: &CauseContext<'_>) -> (Message, Remedy) {
    let denial = context.denial;
    let action = denial.and_then(|denial| denial.action.as_deref());
    let denied_action = name_or(action, causes::some_action);
    match denial.and_then(|denial| denial.policy) {
        Some(PolicyKind::Boundary) => (
            causes::limited_by_boundary(context.identity(), denied_action),
            Remedy {
                text: causes::limited_by_boundary_do(),
                statement: action.and_then(|action| statement_for(context, action)),
            },
        ),
        Some(PolicyKind::ServiceControl) => (
            causes::limited_by_scp(denied_action),
            Remedy::without_statement(causes::limited_by_organization_do()),
        ),
        Some(PolicyKind::ResourceControl) => (
            causes::limited_by_rcp(denied_action),
            Remedy::without_statement(causes::limited_by_organization_do()),
        ),
        _ => (
            causes::limited_by_policy(denied_action),
            Remedy::without_statement(causes::limited_by_policy_do()),
        ),
    }
}

/// Returns the statement of our policy that allows an action.
fn statement_for(context: &CauseContext<'_>, action: &str) -> Option<Statement> {
    match action {
        "s3:ListBucket" => Some(context.policy.list_statement()),
        "s3:GetObject" => Some(context.policy.get_statement()),
        "s3:PutObject" => Some(context.policy.put_statement()),
        _ => None,
    }
}
