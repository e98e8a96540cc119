//! Why a use case did not do what was asked.

use crate::random::Unrandom;
use domain::{EnvironmentId, FieldError, FlowId, Report, TenantId};
use std::time::Duration;
use store::{ConnectSession, PutConnectorError, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("There is no environment “{0}”.")]
    UnknownEnvironment(EnvironmentId),
    #[error("There is no flow “{0}” in this environment.")]
    UnknownFlow(FlowId),
    #[error("This flow has had no version {0}.")]
    NoVersion(i64),
    #[error("There is no tenant “{0}” in this environment.")]
    UnknownTenant(TenantId),
    #[error("There is no such key, or it is revoked already.")]
    NoKey,
    #[error("This API key is not known.")]
    UnknownKey,
    #[error("This API key was revoked.")]
    RevokedKey,
    #[error("The tenant “{0}” has no connection on this flow.")]
    NoConnection(TenantId),
    #[error("This connect link is not known.")]
    UnknownLink,
    /// The session says for whom, and in whose frame, the page is that tells so.
    #[error("This connect link has expired.")]
    ExpiredLink(Box<ConnectSession>),
    /// The time of a link that a tenant handed on is over, or the connection it led to was removed.
    #[error("This link has expired.")]
    ExpiredForwardedLink(Box<ConnectSession>),
    /// A link that a tenant handed on is for setting up access and nothing else.
    #[error("This link is for setting up access only.")]
    NotForForwardedLinks,
    /// Only the tenant may replace what is there.
    #[error("The bucket has been connected in the meantime.")]
    AlreadyConnected,
    /// So many of one tenant run and wait already; AWS was not asked.
    #[error(
        "Too many checks of this tenant are running already, so this one was not started. Try again in a moment."
    )]
    TooManyChecks,
    /// A tenant, or one link, starts checks too fast; AWS was not asked.
    #[error(
        "Too many checks of this tenant were started a short while ago, so this one was not. Try again in {} s.",
        .wait.as_secs() + 1
    )]
    TooManyChecksLately { wait: Duration },
    /// So many were handed on by one tenant a short while ago.
    #[error("Ten links were handed on within the last hour. Try again later.")]
    TooManyLinks,
    /// What came in is wrong, field by field; AWS was not asked.
    #[error("Some fields need a change.")]
    Fields(Vec<FieldError>),
    /// The check did not pass, and nothing was saved.
    #[error("The check did not pass; nothing was saved.")]
    NotPassed(Box<Report>),
    #[error(
        "A new external ID was made already and is waiting to be taken up. Call that off first, or wait until the tenant’s roles know it."
    )]
    RotationUnderWay,
    #[error("There is no new external ID to call off.")]
    NoRotation,
    #[error(
        "A role of the tenant asks for the new external ID already, so it cannot be called off. The old one stays good until the other roles have followed."
    )]
    RotationTakenUp,
    #[error("Somebody else changed this in the meantime; the version is now {current}.")]
    VersionConflict { current: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unrandom(#[from] Unrandom),
}

impl Error {
    /// One thing wrong with one field.
    pub(crate) fn field(field: &str, code: &str, detail: impl Into<domain::Message>) -> Self {
        Self::Fields(vec![FieldError::new(field, code, detail)])
    }
}

impl From<PutConnectorError> for Error {
    fn from(error: PutConnectorError) -> Self {
        match error {
            PutConnectorError::VersionConflict { current } => Self::VersionConflict {
                current: current.unwrap_or_default(),
            },
            PutConnectorError::Store(error) => Self::Store(error),
        }
    }
}
