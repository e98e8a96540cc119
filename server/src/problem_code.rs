//! The stable codes of problems, and the HTTP status of each.

use axum::http::StatusCode;
use serde::{Serialize, Serializer};
use strum::{IntoStaticStr, VariantArray};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

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
    CredentialsRefused,
    CredentialsUndetermined,
    Database,
    ExpiredForwardedLink,
    ExpiredLink,
    IdempotencyInProgress,
    IdempotencyKeyReused,
    Internal,
    InvalidFields,
    MethodNotAllowed,
    NeedsAccessPointArn,
    NeedsAws,
    NoAttempt,
    NoConnection,
    NoKey,
    NoRotation,
    NoVersion,
    NotEmpty,
    NotFound,
    NotForForwardedLinks,
    NotJson,
    OtherOrigin,
    PrefixTooLong,
    QueryTooLong,
    RateLimited,
    RotationTakenUp,
    RotationUnderWay,
    StaleForm,
    TooManyChecks,
    TooManyFlows,
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
            | Self::NeedsAccessPointArn
            | Self::NeedsAws
            | Self::NoRotation
            | Self::NotEmpty
            | Self::PrefixTooLong
            | Self::RotationTakenUp
            | Self::RotationUnderWay
            | Self::TooManyFlows => StatusCode::CONFLICT,
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

    /// Returns what happened and what to do, for the documentation.
    pub fn description(self) -> &'static str {
        match self {
            Self::AlreadyConnected => "The bucket was connected in the meantime.",
            Self::BadForm => "The form cannot be read.",
            Self::BadId => {
                "An ID in the path is too long, or contains a character that is not allowed. See `errors`."
            }
            Self::BadIdempotencyKey => {
                "`Idempotency-Key` is not 1 to 255 visible ASCII characters."
            }
            Self::BadJson => "The body is not valid JSON. `detail` names the line and the column.",
            Self::BadPath => "The path contains bytes that are not UTF-8.",
            Self::BadUtf8 => "The body is not UTF-8.",
            Self::BodyCutOff => "The body ended before it was complete.",
            Self::BodyTooLarge => "The body has more than 128 KiB, or more than 10,000 values.",
            Self::BodyTooSlow => "The body did not arrive within 30 seconds.",
            Self::Busy => {
                "The database is busy, or the call took too long and was stopped. Usually nothing has changed. Try again in a moment, with the same `Idempotency-Key` if there was one."
            }
            Self::CheckFailed => {
                "AWS or the store refused something that the connection needs, so nothing was saved. `report` says what to change."
            }
            Self::CheckUndetermined => {
                "AWS or the store didn’t answer, or not clearly, so nothing was saved. Try again. `report` has the details."
            }
            Self::CredentialsRefused => {
                "AWS issued no credentials for the tenant’s role or user. `detail` says why."
            }
            Self::CredentialsUndetermined => {
                "AWS could not be asked for credentials. Try again after the seconds in `Retry-After`."
            }
            Self::Database => "The database doesn’t answer.",
            Self::ExpiredForwardedLink | Self::ExpiredLink => "The link has expired.",
            Self::IdempotencyInProgress => {
                "The first request with this `Idempotency-Key` is still running. Try again after the seconds in `Retry-After`."
            }
            Self::IdempotencyKeyReused => {
                "Another request had this `Idempotency-Key` within the last 24 hours. Use a new key."
            }
            Self::Internal => {
                "Something went wrong on our side. Usually nothing has changed. The server’s log has the details under `request_id`."
            }
            Self::InvalidFields => "Some fields are invalid. `errors` lists them.",
            Self::MethodNotAllowed => "This address does not accept this method.",
            Self::NeedsAccessPointArn => {
                "The bucket is addressed by the alias of an access point. Temporary credentials need its ARN."
            }
            Self::NeedsAws => {
                "The connection is to a store that is not AWS. Temporary credentials need AWS."
            }
            Self::NoAttempt => "The tenant has no failed attempt on this flow.",
            Self::NoConnection => "The tenant has no connection on this flow.",
            Self::NoKey => "The key does not exist, or it was already revoked.",
            Self::NoRotation => "No rotation of the external ID is in progress.",
            Self::NoVersion => "The flow has no such version.",
            Self::NotEmpty => {
                "It can’t be deleted, because it is in use, or because it is the environment that the server creates when it starts. `detail` says which."
            }
            Self::NotFound => "There is nothing at this address.",
            Self::NotForForwardedLinks => "A forwarded link can only set up access.",
            Self::NotJson => "The `Content-Type` of the body is not `application/json`.",
            Self::OtherOrigin => "The form was sent from another site.",
            Self::PrefixTooLong => {
                "The path prefix is too long for the policy that limits temporary credentials to it."
            }
            Self::QueryTooLong => "The query has more than 8 KiB.",
            Self::RateLimited => {
                "Too many requests were sent recently. Try again after the seconds in `Retry-After`."
            }
            Self::RotationTakenUp => {
                "A role already requires the new external ID, so the rotation can’t be cancelled."
            }
            Self::RotationUnderWay => {
                "A rotation of the external ID is in progress. Cancel it, or wait until it ends."
            }
            Self::StaleForm => "The form belongs to a session that has ended.",
            Self::TooManyChecks => {
                "Too many checks are running. Try again after the seconds in `Retry-After`."
            }
            Self::TooManyFlows => "The environment has 500 flows, and can have no more.",
            Self::TooManyIdempotencyKeys => {
                "The environment has used too many idempotency keys within the last 24 hours."
            }
            Self::TooManyLinks => "Too many links were forwarded within the last hour.",
            Self::Unauthorized => {
                "The API key is missing, is not valid, or was revoked. Send `Authorization: Bearer` and the key."
            }
            Self::UnknownEnvironment => "The API key belongs to another environment.",
            Self::UnknownFlow => "There is no such flow in this environment.",
            Self::UnknownLink => "The connect link is not valid.",
            Self::UnknownTenant => {
                "The tenant was deleted while the call ran, or (where the call creates none) does not exist."
            }
            Self::VersionConflict => {
                "Somebody else has saved since the version in `If-Match`. Read the current one again."
            }
        }
    }

    /// Returns what `detail` says in a problem with this code, for examples. Where a problem has no text of its own, the
    /// description is close to what it says.
    pub fn example_detail(self) -> String {
        let detail = match self {
            Self::BadId => {
                "The tenant id “acme corp” contains ' '. Letters, digits and _ . @ : + = - are allowed."
            }
            Self::BadJson => "The body is not valid JSON at line 3, column 12.",
            Self::Busy => "The server is busy. Try again in a moment.",
            Self::CheckFailed | Self::CheckUndetermined => {
                "The check did not pass, so nothing was saved."
            }
            Self::CredentialsRefused => {
                "AWS issued no temporary credentials (role_not_assumable). Check the connection to see why."
            }
            Self::CredentialsUndetermined => {
                "AWS could not be asked for credentials (timeout). Try again in a moment."
            }
            Self::Internal => "Something went wrong on our side.",
            Self::InvalidFields => "Some fields are invalid; see errors.",
            Self::NotEmpty => {
                "Tenants are connected to the flow “demo”, so it can’t be deleted. Disconnect them first."
            }
            Self::UnknownEnvironment => "There is no environment “prod”.",
            Self::UnknownTenant => "There is no tenant “acme_corp” in this environment.",
            Self::VersionConflict => {
                "Someone else changed this in the meantime. The version is now 4."
            }
            other => return other.description().replace('`', ""),
        };
        detail.to_owned()
    }

    /// Returns the code with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::VARIANTS
            .iter()
            .copied()
            .find(|code| code.as_str() == name)
    }
}

impl PartialSchema for ProblemCode {
    /// Describes the type only: `openapi` knows which codes the API answers with.
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

impl ToSchema for ProblemCode {}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
