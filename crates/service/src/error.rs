//! Why a use case failed.

use crate::api_call_limit::CallBudget;
use crate::random::RandomnessError;
use domain::policy::Statement;
use domain::{Cause, EnvironmentId, FieldError, FlowId, Report, TenantId};
use std::time::Duration;
use store::{ConnectSession, PutConnectorError, StoreError};

/// Why a use case failed. The texts are shown to vendors.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("There is no environment “{0}”.")]
    UnknownEnvironment(EnvironmentId),
    #[error("There is no flow “{0}” in this environment.")]
    UnknownFlow(FlowId),
    #[error("This flow has no version {0}.")]
    NoVersion(i64),
    #[error("There is no tenant “{0}” in this environment.")]
    UnknownTenant(TenantId),
    #[error("This key does not exist, or it was already revoked.")]
    NoKey,
    #[error("This API key is not valid.")]
    UnknownKey,
    #[error("This API key was revoked.")]
    RevokedKey,
    /// The API key has made too many calls.
    #[error(
        "This API key makes more calls than it is allowed to. Try again in {} s.",
        .0.wait_seconds()
    )]
    TooManyCalls(CallBudget),
    #[error(
        "Another request was sent with this Idempotency-Key. Use a new key for each request, and repeat a request exactly as it was."
    )]
    IdempotencyKeyReused,
    #[error(
        "The first request with this Idempotency-Key has not ended yet. Try again in a moment."
    )]
    IdempotencyInProgress,
    #[error(
        "This environment used too many idempotency keys within the last 24 hours. Try again later, or without a key."
    )]
    TooManyIdempotencyKeys,
    #[error("The tenant “{0}” has no connection on this flow.")]
    NoConnection(TenantId),
    #[error("The tenant “{0}” has no failed attempt on this flow. It may be connected by now.")]
    NoAttempt(TenantId),
    #[error(
        "Tenants are connected to the flow “{0}”, so it can’t be deleted. Disconnect them first."
    )]
    FlowHasConnections(FlowId),
    #[error("The environment “{0}” has flows, so it can’t be deleted. Delete its flows first.")]
    EnvironmentHasFlows(EnvironmentId),
    #[error("This connect link is not valid.")]
    UnknownLink,
    /// Carries the session, so the error page can use its language and frame origin.
    #[error("This connect link has expired.")]
    ExpiredLink(Box<ConnectSession>),
    /// A forwarded link has expired, or its connection was removed.
    #[error("This link has expired.")]
    ExpiredForwardedLink(Box<ConnectSession>),
    /// A forwarded link sets up access. It is not allowed to do anything else.
    #[error("This link is only for setting up access.")]
    NotForForwardedLinks,
    /// The flow has a connection, and only the tenant is allowed to replace it.
    #[error("The bucket was connected in the meantime.")]
    AlreadyConnected,
    /// The tenant has too many running and waiting checks, or the server has. AWS was not asked.
    #[error("Too many checks are running, so this one was not started. Try again in a moment.")]
    TooManyChecks,
    /// The tenant, or one link, starts checks too fast. AWS was not asked.
    #[error(
        "Too many checks of this tenant were started recently, so this one was not started. Try again in {} s.",
        .wait.as_secs() + 1
    )]
    TooManyChecksLately { wait: Duration },
    /// The tenant forwarded too many links recently.
    #[error("Ten links were forwarded within the last hour. Try again later.")]
    TooManyLinks,
    /// The input has errors, listed by field. AWS was not asked.
    #[error("Some fields need a change.")]
    Fields(Vec<FieldError>),
    /// The check did not pass, and nothing was saved.
    #[error("The check did not pass, so nothing was saved.")]
    NotPassed(Box<Report>),
    #[error(
        "This connection is to a store that is not AWS. Only AWS gives temporary credentials that are limited to a path prefix."
    )]
    NeedsAws,
    /// No policy allows the tenant's user to create sessions. Carries the statement that does.
    #[error(
        "The tenant’s user is not allowed to create temporary credentials. Add this statement to the user’s policy: {}",
        json_text(.0)
    )]
    FederationDenied(Box<Statement>),
    #[error(
        "A policy forbids the tenant’s user to create temporary credentials with sts:GetFederationToken ({}). Whoever manages the tenant’s AWS account can change it.",
        .0.code()
    )]
    FederationForbidden(Cause),
    #[error(
        "This connection uses the alias of an access point. Temporary credentials are limited by a policy, which needs the access point’s ARN. Connect the bucket again by that ARN."
    )]
    NeedsAccessPointArn,
    #[error(
        "The path prefix is too long for the policy that limits temporary credentials to it, so none were issued."
    )]
    PrefixTooLong,
    #[error(
        "AWS issued no temporary credentials ({}). Check the connection to see why.",
        .0.code()
    )]
    CredentialsRefused(Cause),
    #[error(
        "AWS could not be asked for credentials ({}). Try again in a moment.",
        .0.code()
    )]
    CredentialsUndetermined(Cause),
    #[error(
        "A rotation of the external ID is already in progress. Cancel it, or wait until the tenant’s roles require the new ID."
    )]
    RotationInProgress,
    #[error("No rotation of the external ID is in progress.")]
    NoRotation,
    #[error(
        "A role already requires the new external ID, so the rotation cannot be cancelled. The previous ID stays valid until the other roles require the new one too."
    )]
    NewExternalIdInUse,
    #[error("Someone else changed this in the meantime. The version is now {current}.")]
    VersionConflict { current: i64 },
    #[error(
        "An environment can have {} flows, and this one has that many. Delete a flow that you don’t need, or create another environment.",
        store::MAX_FLOWS
    )]
    TooManyFlows,
    #[error(transparent)]
    Store(StoreError),
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

impl Error {
    /// Replaces [`Error::UnknownTenant`] for whoever came with a link: the tenant was deleted, and the link with it.
    pub(crate) fn for_link(self) -> Self {
        match self {
            Self::UnknownTenant(_) => Self::UnknownLink,
            other => other,
        }
    }

    /// Returns the error that one field has one problem.
    pub(crate) fn field(field: &str, code: &str, detail: impl Into<domain::Message>) -> Self {
        Self::Fields(vec![FieldError::new(field, code, detail)])
    }
}

fn json_text(statement: &Statement) -> String {
    serde_json::to_string(statement).unwrap_or_default()
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownEnvironment(environment) => Self::UnknownEnvironment(environment),
            StoreError::UnknownFlow(flow) => Self::UnknownFlow(flow),
            StoreError::UnknownTenant(tenant) => Self::UnknownTenant(tenant),
            other => Self::Store(other),
        }
    }
}

impl From<PutConnectorError> for Error {
    fn from(error: PutConnectorError) -> Self {
        match error {
            PutConnectorError::VersionConflict { current } => Self::VersionConflict {
                current: current.unwrap_or_default(),
            },
            PutConnectorError::TooManyFlows => Self::TooManyFlows,
            PutConnectorError::Store(error) => error.into(),
        }
    }
}
