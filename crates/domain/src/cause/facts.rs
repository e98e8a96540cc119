//! What a step was about, in the tenant's own names.

use super::Denial;
use crate::arn::PrincipalArn;
use crate::bucket::BucketName;
use crate::external_id::ExternalId;
use crate::message::{Arg, Message, causes};
use crate::policy::PolicyInput;

#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub policy: PolicyInput<'a>,
    pub access_key_id: Option<&'a str>,
    /// The ARN of the user whose key it is, once AWS has told.
    pub user_arn: Option<&'a str>,
    pub role_arn: Option<&'a str>,
    /// Who the vendor is.
    pub principal: Option<&'a PrincipalArn>,
    pub external_ids: &'a [ExternalId],
    /// AWS's own code, for the causes that have nothing better to say.
    pub aws_code: Option<&'a str>,
    pub denial: Option<&'a Denial>,
    /// Where the call went.
    pub region: Option<&'a str>,
    /// The address of a store that is not AWS.
    pub endpoint: Option<&'a str>,
    /// The account the bucket was said to belong to.
    pub bucket_owner: Option<&'a str>,
    /// The key of the object the step was about.
    pub object: Option<&'a str>,
    /// The server-side encryption that an upload was taken with.
    pub encryption: Option<&'a str>,
}

impl<'a> Facts<'a> {
    pub(super) fn bucket(&self) -> Arg {
        named(
            self.policy.bucket.map(BucketName::as_str),
            causes::some_bucket,
        )
    }

    /// The bucket and the part of the prefix that policies know.
    pub(super) fn place(&self) -> Arg {
        match (self.policy.bucket, self.policy.static_prefix) {
            (None, _) | (_, "") => self.bucket(),
            (Some(bucket), prefix) => format!("{bucket}/{prefix}").into(),
        }
    }

    /// The ARN that policies name.
    pub(super) fn who_arn(&self) -> Option<&'a str> {
        self.role_arn.or(self.user_arn)
    }

    /// Such as “the role “reader””.
    pub(super) fn who(&self) -> Message {
        let name = |arn: &'a str| arn.rsplit(['/', ':']).next().unwrap_or_default();
        match (self.role_arn, self.user_arn) {
            (Some(role), _) => causes::who_role(name(role)),
            (None, Some(user)) => causes::who_user(name(user)),
            (None, None) => causes::who_key(),
        }
    }

    /// The same as exactly as it is known.
    pub(super) fn who_exactly(&self) -> Message {
        self.who_arn().map_or_else(|| self.who(), causes::who_arn)
    }
}

/// The name, or the words for what has none.
pub(super) fn named(name: Option<&str>, or: fn() -> Message) -> Arg {
    name.map_or_else(|| or().into(), Arg::from)
}
