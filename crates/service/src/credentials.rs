//! Temporary credentials for the vendor's other programs, narrowed to one connection.

use crate::error::Error;
use crate::external_ids::ids_to_try;
use crate::path_variables::constant_variables;
use crate::service::Service;
use crate::session_cache::{CachedSession, SessionKey};
use aws::{NarrowedSession, NarrowedSessionError, NarrowedSessionRequest};
use domain::policy::{PolicyInput, Statement};
use domain::{
    Access, AccessMode, BucketAddress, Cause, Direction, Draft, FieldError, FlowId, Region,
};
use serde_json::json;
use std::sync::Arc;
use store::{AuditAction, Connection, Credential, TenantScope};
use tokio::sync::Mutex;

/// 15 minutes is the shortest session that AWS allows, and one hour the longest if we assume the role from a role of
/// our own (role chaining). A session of a user could be longer, but nobody can take it back.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>,
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
const MIN_SECONDS: i64 = 900;
const MAX_SECONDS: i64 = 3_600;

/// Lives are multiples of this. Otherwise, programs that compute the life that they ask for would never share a session,
/// and each of their requests would become a call to AWS.
const STEP_SECONDS: i64 = 300;

/// Which credentials to issue.
#[derive(Clone, Copy, Debug)]
pub struct CredentialsRequest {
    /// What they are allowed to do. At most what the flow does.
    pub access: Direction,
    /// How long they are valid at most. Without it, as long as possible.
    pub ttl_seconds: Option<i64>,
}

/// Temporary credentials, and where they are valid. Never store or log them.
#[derive(Clone, Debug)]
pub struct IssuedCredentials {
    pub session: NarrowedSession,
    pub region: Option<Region>,
    pub bucket: BucketAddress,
    /// The credentials reach the keys that begin with this, and no others.
    pub prefix: String,
}

impl Service {
    /// Issues credentials for a tenant's bucket, which are never stored. Those who ask for the same get the same, until
    /// half of its life is over.
    ///
    /// `credential` is what the request presented. It is verified once more after AWS was asked.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns the errors of [`Service::authenticate`] if the API key was revoked while AWS was asked.
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns [`Error::Fields`] if the request asks for more than the flow does, or for a life that AWS doesn't allow.
    /// - Returns [`Error::NeedsAws`] if the store is not AWS.
    /// - Returns [`Error::NeedsAccessPointArn`] if the bucket is addressed by an alias, which no policy can name.
    /// - Returns [`Error::PrefixTooLong`] if the policy that narrows the credentials would be too long.
    /// - Returns [`Error::FederationDenied`] or [`Error::FederationForbidden`] if the connection uses access keys, and AWS
    ///   does not allow the user to create sessions.
    /// - Returns [`Error::CredentialsRefused`] or [`Error::CredentialsUndetermined`] if AWS gives none.
    /// - Returns another error if the database fails.
    pub async fn issue_credentials(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        request: CredentialsRequest,
        credential: Option<&Credential>,
    ) -> Result<IssuedCredentials, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let connection = self.store.connection(scope, flow).await?;
        let mut connection = connection.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?;
        let seconds = parse_request(request, connector.direction)?;
        let key = session_key(&connection, request.access, seconds);
        let cached = if let Some(cached) = self.sessions.find(&key, self.now()) {
            cached
        } else {
            // Only a new session needs the secret. The connection may have been replaced in the meantime.
            let (current, draft) = self.connection_draft(scope, flow).await?;
            connection = current;
            self.new_session(&connection, &draft, request.access, seconds)
                .await?
        };
        self.record_recipient(&connection, request.access, &cached, credential)
            .await?;
        Ok(IssuedCredentials {
            session: cached.session.clone(),
            prefix: cached.prefix.clone(),
            region: connection.region,
            bucket: connection.bucket,
        })
    }

    /// Requests a session, or waits for the one that somebody else is requesting.
    async fn new_session(
        &self,
        connection: &Connection,
        draft: &Draft,
        access: Direction,
        seconds: i32,
    ) -> Result<Arc<CachedSession>, Error> {
        // Other stores have no sessions, or none that a policy narrows.
        if connection.endpoint.is_some() {
            return Err(Error::NeedsAws);
        }
        if connection.bucket.is_alias() {
            return Err(Error::NeedsAccessPointArn);
        }
        let scope = &connection.scope;
        let tenant = self.find_tenant(scope).await?;
        let partition = match &draft.access {
            Access::Role { arn } => arn.partition(),
            // A key does not show its partition. It is that of the bucket, or else most likely ours.
            Access::Keys { .. } => {
                let region = connection.region.as_ref().or(draft.region.as_ref());
                let ours = || self.principal().map(|principal| principal.partition());
                let found = region.map(Region::partition).or_else(ours);
                found.unwrap_or_default()
            }
        };
        let prefix = constant_prefix(connection);
        let policy = PolicyInput {
            static_prefix: &prefix,
            ..draft.policy_input(access, partition)
        };
        let request = NarrowedSessionRequest {
            policy: policy.session_policy(),
            access: draft.access.clone(),
            external_ids: ids_to_try(connection, &tenant),
            partition,
            tenant: scope.tenant.clone(),
            seconds,
        };
        let key = session_key(connection, access, seconds);
        let (aws, clock) = (self.aws.clone(), self.clock.clone());
        let (limits, asked_for) = (self.check_limits.clone(), scope.clone());
        let call = async move {
            // Nothing remembers refusals, so without a limit each request would be a call to AWS.
            if !limits.can_request_session(&asked_for) {
                return Err(NarrowedSessionError::Undetermined(Cause::Throttled));
            }
            let session = aws.narrowed_session(request).await?;
            let now = clock.now();
            // No answer of AWS can make us keep a session for longer than we asked for.
            let remaining_ms = (session.expires_at - now).min(i64::from(seconds) * 1_000);
            Ok(Arc::new(CachedSession {
                session,
                prefix,
                renew_at: now + remaining_ms / 2,
                recipients: Mutex::default(),
            }))
        };
        let result = self.sessions.get_or_call(key, self.now(), call).await;
        result.map_err(|error| match error {
            NarrowedSessionError::PolicyTooLarge => Error::PrefixTooLong,
            NarrowedSessionError::FederationDenied => {
                let statement = Statement::create_sessions(partition.as_str());
                Error::FederationDenied(Box::new(statement))
            }
            NarrowedSessionError::Refused(
                cause @ (Cause::ExplicitDeny | Cause::LimitedByPolicy | Cause::MfaRequired),
            ) if connection.mode == AccessMode::Keys => Error::FederationForbidden(cause),
            NarrowedSessionError::Refused(cause) => Error::CredentialsRefused(cause),
            NarrowedSessionError::Undetermined(cause) => Error::CredentialsUndetermined(cause),
        })
    }

    /// Records who gets the session, before it is given out. Whoever gets the same session again is not recorded again.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownTenant`] or [`Error::NoConnection`] if the tenant or the connection was deleted while AWS
    ///   was asked, and the errors of [`Service::authenticate`] if the API key was revoked. Then nobody gets the session.
    /// - Returns another error if the database fails.
    async fn record_recipient(
        &self,
        connection: &Connection,
        access: Direction,
        cached: &CachedSession,
        credential: Option<&Credential>,
    ) -> Result<(), Error> {
        let mut recipients = cached.recipients.lock().await;
        if recipients.contains(&self.actor) {
            return Ok(());
        }
        let detail = json!({
            "access": access.as_str(),
            "bucket": connection.bucket.as_str(),
            "path_prefix": cached.prefix,
            "expires_at": cached.session.expires_at,
        });
        let event = self
            .flow_event(
                &connection.scope,
                &connection.flow,
                AuditAction::CredentialsIssued,
            )
            .with_detail(detail);
        let recorded =
            self.store
                .record_event_of_connection(connection, credential, &event, self.now());
        match recorded.await {
            Ok(true) => {}
            Ok(false) => return Err(Error::NoConnection(connection.scope.tenant.clone())),
            Err(error) => return Err(self.explain_invalid_credential(error, credential).await),
        }
        recipients.push(self.actor.clone());
        Ok(())
    }
}

/// Returns the path prefix up to its first variable whose value differs between jobs, such as a date.
fn constant_prefix(connection: &Connection) -> String {
    let values = constant_variables(&connection.scope, &connection.flow);
    let template = &connection.path_prefix;
    // An ID such as `..` is no folder, and then no job can resolve the template either.
    template
        .resolve_start(&values)
        .unwrap_or_else(|_| template.static_prefix().to_owned())
}

fn session_key(connection: &Connection, access: Direction, seconds: i32) -> SessionKey {
    SessionKey {
        scope: connection.scope.clone(),
        flow: connection.flow.clone(),
        created_at: connection.created_at,
        version: connection.version,
        access,
        seconds,
    }
}

/// Returns for how many seconds to request the credentials.
fn parse_request(request: CredentialsRequest, direction: Direction) -> Result<i32, Error> {
    let mut errors = Vec::new();
    let CredentialsRequest {
        access,
        ttl_seconds,
    } = request;
    if (access.reads() && !direction.reads()) || (access.writes() && !direction.writes()) {
        let detail = format!(
            "This flow’s direction is {0}, so the access can only be {0}.",
            direction.as_str()
        );
        errors.push(FieldError::new("access", "beyond_direction", detail));
    }
    let ttl = ttl_seconds.unwrap_or(MAX_SECONDS);
    if !(MIN_SECONDS..=MAX_SECONDS).contains(&ttl) {
        let detail = format!(
            "Credentials can be valid for {MIN_SECONDS} to {MAX_SECONDS} seconds. AWS allows no longer for a role that is assumed from another role."
        );
        errors.push(FieldError::new("ttl_seconds", "bad_ttl", detail));
    }
    match i32::try_from(ttl - ttl % STEP_SECONDS) {
        Ok(seconds) if errors.is_empty() => Ok(seconds),
        _ => Err(Error::Fields(errors)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_flow_does_and_never_beyond_the_limits_of_aws() {
        use Direction::{Both, Read, Write};
        for (direction, access, ttl_seconds, expected) in [
            (Both, Both, None, Ok(3_600)),
            (Both, Read, Some(900), Ok(900)),
            (Read, Read, Some(3_600), Ok(3_600)),
            (Read, Read, Some(3_599), Ok(3_300)),
            (Read, Read, Some(901), Ok(900)),
            (Read, Write, None, Err("access")),
            (Read, Both, None, Err("access")),
            (Write, Read, None, Err("access")),
            (Write, Both, None, Err("access")),
            (Both, Write, Some(899), Err("ttl_seconds")),
            (Both, Write, Some(3_601), Err("ttl_seconds")),
            (Both, Write, Some(i64::MIN), Err("ttl_seconds")),
            (Both, Write, Some(i64::MAX), Err("ttl_seconds")),
            (Read, Write, Some(0), Err("access ttl_seconds")),
        ] {
            let request = CredentialsRequest {
                access,
                ttl_seconds,
            };
            let result = parse_request(request, direction).map_err(|error| match error {
                Error::Fields(errors) => {
                    let fields: Vec<_> = errors.iter().map(|e| e.field.clone()).collect();
                    fields.join(" ")
                }
                error => error.to_string(),
            });
            let expected = expected.map_err(str::to_owned);
            assert_eq!(result, expected, "{direction:?} {request:?}");
        }
    }
}
