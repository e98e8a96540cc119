//! What a step was about, by the tenant's own names, to explain a cause with them.

use super::denial::Denial;
use crate::arn::PrincipalArn;
use crate::bucket::AccountRegionalName;
use crate::bucket_address::BucketAddress;
use crate::external_id::ExternalId;
use crate::message::{Arg, Message, causes};
use crate::policy::PolicyInput;

/// The names that the explanation of a cause can contain. Those that are unknown are `None`.
#[derive(Clone, Copy, Debug)]
pub struct CauseContext<'a> {
    pub policy: PolicyInput<'a>,
    pub access_key_id: Option<&'a str>,
    /// The ARN of the access key's user. Unknown until AWS has returned it.
    pub user_arn: Option<&'a str>,
    pub role_arn: Option<&'a str>,
    /// The vendor's principal.
    pub principal: Option<&'a PrincipalArn>,
    pub external_ids: &'a [ExternalId],
    /// AWS's error code, for causes about which we know nothing better.
    pub aws_code: Option<&'a str>,
    pub denial: Option<&'a Denial>,
    /// The region to which the request was sent.
    pub region: Option<&'a str>,
    /// The address of a store that is not AWS.
    pub endpoint: Option<&'a str>,
    /// The account that the tenant entered as the bucket's owner.
    pub bucket_owner: Option<&'a str>,
    /// The key of the object that the request was about.
    pub object: Option<&'a str>,
    /// The server-side encryption with which an upload was accepted.
    pub encryption: Option<&'a str>,
}

impl<'a> CauseContext<'a> {
    pub(super) fn bucket_name(&self) -> Arg {
        name_or(
            self.policy.bucket.map(BucketAddress::as_str),
            causes::some_bucket,
        )
    }

    /// Returns whether the bucket is addressed through an access point. S3 then asks the bucket's policy as well.
    pub(super) fn is_access_point(&self) -> bool {
        self.policy
            .bucket
            .is_some_and(BucketAddress::is_access_point)
    }

    /// Returns the bucket and the static prefix, to which policies are limited.
    pub(super) fn location(&self) -> Arg {
        match (self.policy.bucket, self.policy.static_prefix) {
            (None, _) | (_, "") => self.bucket_name(),
            (Some(bucket), prefix) => format!("{bucket}/{prefix}").into(),
        }
    }

    /// Returns the ARN that a policy has to name: the role's, or else the user's.
    pub(super) fn identity_arn(&self) -> Option<&'a str> {
        self.role_arn.or(self.user_arn)
    }

    /// Returns the account of the role or the user, if it is known.
    pub(super) fn identity_account(&self) -> Option<&'a str> {
        self.identity_arn().and_then(|arn| arn.split(':').nth(4))
    }

    /// Returns the account and the region that the bucket's name contains. Other stores than AWS have no such names.
    pub(super) fn account_regional_name(&self) -> Option<AccountRegionalName> {
        self.policy
            .bucket
            .filter(|_| self.endpoint.is_none())
            .and_then(BucketAddress::account_regional)
    }

    /// Returns a short name for whoever made the request, such as “the role “reader””.
    pub(super) fn identity(&self) -> Message {
        let name = |arn: &'a str| arn.rsplit(['/', ':']).next().unwrap_or_default();
        match (self.role_arn, self.user_arn) {
            (Some(role), _) => causes::who_role(name(role)),
            (None, Some(user)) => causes::who_user(name(user)),
            (None, None) => causes::who_key(),
        }
    }

    /// Returns the ARN of whoever made the request, or the short name if it is unknown.
    pub(super) fn exact_identity(&self) -> Message {
        self.identity_arn()
            .map_or_else(|| self.identity(), causes::who_arn)
    }
}

/// Returns AWS's or the store's own term in brackets, to be appended to a sentence of any language.
pub(super) fn in_brackets(text: Option<&str>) -> Arg {
    text.map(|text| format!(" ({text})"))
        .unwrap_or_default()
        .into()
}

/// Returns a name, or a phrase for a thing whose name is unknown.
pub(super) fn name_or(name: Option<&str>, phrase: fn() -> Message) -> Arg {
    name.map_or_else(|| phrase().into(), Arg::from)
}
