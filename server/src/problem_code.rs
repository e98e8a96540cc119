//! The stable codes of problems, and the HTTP status of each.

use axum::http::StatusCode;
use serde::{Serialize, Serializer};
use strum::{IntoStaticStr, VariantArray};

/// The code of a problem: what went wrong, as programs see it. The name in snake case never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ProblemCode {
    AlreadyConnected,
    BadForm,
    BadId,
    BadIdempotencyKey,
    BadJson,
    BadPath,
    BadUtf8,
    BodyCutOff,
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    CheckFailed,
    CheckUndetermined,
    /// AWS gave no temporary credentials for the tenant's role or user.
    CredentialsRefused,
    CredentialsUndetermined,
    /// The database does not answer.
    Database,
    ExpiredForwardedLink,
    ExpiredLink,
    IdempotencyInProgress,
    IdempotencyKeyReused,
    Internal,
    InvalidFields,
    MethodNotAllowed,
    /// The connection is to a store that is not AWS, and this needs AWS.
    NeedsAws,
    /// The tenant has no attempt that did not pass.
    NoAttempt,
    NoConnection,
    NoKey,
    NoRotation,
    NoVersion,
    /// A flow that tenants are connected to, or an environment with flows, cannot be deleted.
    NotEmpty,
    NotFound,
    NotForForwardedLinks,
    NotJson,
    OtherOrigin,
    PrefixTooLong,
    QueryTooLong,
    RateLimited,
    /// A role already requires the new external ID.
    RotationTakenUp,
    RotationUnderWay,
    StaleForm,
    TooManyChecks,
    TooManyIdempotencyKeys,
    TooManyLinks,
    Unauthorized,
    UnknownEnvironment,
    UnknownFlow,
    UnknownLink,
    UnknownTenant,
    VersionConflict,
}

impl ProblemCode {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn status(self) -> StatusCode {
        match self {
            Self::BadForm
            | Self::BadId
            | Self::BadIdempotencyKey
            | Self::BadJson
            | Self::BadPath
            | Self::BadUtf8
            | Self::BodyCutOff => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotForForwardedLinks | Self::OtherOrigin | Self::StaleForm => {
                StatusCode::FORBIDDEN
            }
            Self::NoAttempt
            | Self::NoConnection
            | Self::NoKey
            | Self::NoVersion
            | Self::NotFound
            | Self::UnknownEnvironment
            | Self::UnknownFlow
            | Self::UnknownLink
            | Self::UnknownTenant => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::AlreadyConnected
            | Self::IdempotencyInProgress
            | Self::NeedsAws
            | Self::NoRotation
            | Self::NotEmpty
            | Self::PrefixTooLong
            | Self::RotationTakenUp
            | Self::RotationUnderWay => StatusCode::CONFLICT,
            Self::ExpiredForwardedLink | Self::ExpiredLink => StatusCode::GONE,
            Self::VersionConflict => StatusCode::PRECONDITION_FAILED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::QueryTooLong => StatusCode::URI_TOO_LONG,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::CheckFailed
            | Self::CheckUndetermined
            | Self::CredentialsRefused
            | Self::CredentialsUndetermined
            | Self::IdempotencyKeyReused
            | Self::InvalidFields => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited
            | Self::TooManyChecks
            | Self::TooManyIdempotencyKeys
            | Self::TooManyLinks => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Database => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
