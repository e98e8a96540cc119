//! [`Call`]: the calls that a probe can make.

use crate::answer::Operation;
use domain::StepId;

/// One call of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    GetCallerIdentity,
    /// Assumes the role with the tenant's external ID.
    AssumeRole,
    /// Assumes the role without an external ID, which the role must deny.
    AssumeWithoutId,
    /// Assumes the role with external IDs that only resemble the tenant's, which the role must deny.
    AssumeWithSimilarId,
    /// Lists all buckets of the account. No connection needs this, so a success shows access that is too broad.
    ListBuckets,
    HeadBucket,
    ListObjects,
    PutMarker,
    GetObject,
    DeleteMarker,

    // The following calls are follow-ups: they find out why another call was denied.
    HeadWithoutOwner,
    ListWithoutOwner,
    /// Lists objects and agrees to pay for the request.
    ListAsRequester,
    /// Writes the marker and agrees to pay for the request.
    PutAsRequester,
    /// Writes the marker with S3-managed encryption keys.
    PutWithAes256,
    /// Writes the marker with the default KMS key.
    PutWithKms,
}

/// The calls that write the marker.
pub(crate) const PUT_CALLS: [Call; 4] = [
    Call::PutMarker,
    Call::PutAsRequester,
    Call::PutWithAes256,
    Call::PutWithKms,
];

impl Call {
    pub(crate) fn operation(self) -> Operation {
        match self {
            Self::GetCallerIdentity => Operation::GetCallerIdentity,
            Self::AssumeRole | Self::AssumeWithoutId | Self::AssumeWithSimilarId => {
                Operation::AssumeRole
            }
            Self::ListBuckets => Operation::ListBuckets,
            Self::HeadBucket | Self::HeadWithoutOwner => Operation::HeadBucket,
            Self::ListObjects | Self::ListWithoutOwner | Self::ListAsRequester => {
                Operation::ListObjectsV2
            }
            Self::PutMarker | Self::PutAsRequester | Self::PutWithAes256 | Self::PutWithKms => {
                Operation::PutObject
            }
            Self::GetObject => Operation::GetObject,
            Self::DeleteMarker => Operation::DeleteObject,
        }
    }

    /// Returns whether the call goes to the bucket, so that its answer can name the bucket's region.
    pub(crate) fn is_to_bucket(self) -> bool {
        self >= Self::HeadBucket
    }

    pub(crate) fn is_put(self) -> bool {
        PUT_CALLS.contains(&self)
    }

    /// Returns the step that the call decides. That step waits while a refusal of the call is retried.
    pub(crate) fn step(self) -> Option<StepId> {
        match self {
            Self::GetCallerIdentity => Some(StepId::Credentials),
            Self::AssumeRole => Some(StepId::AssumeRole),
            Self::ListObjects => Some(StepId::List),
            Self::GetObject => Some(StepId::Get),
            Self::PutMarker => Some(StepId::Put),
            _ => None,
        }
    }

    /// Returns the denied call that this follow-up is about.
    pub(crate) fn follow_up_of(self) -> Option<Self> {
        match self {
            Self::ListWithoutOwner | Self::ListAsRequester => Some(Self::ListObjects),
            Self::HeadWithoutOwner
            | Self::PutAsRequester
            | Self::PutWithAes256
            | Self::PutWithKms => Some(Self::PutMarker),
            _ => None,
        }
    }
}
