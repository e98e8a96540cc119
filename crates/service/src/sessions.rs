//! Connect links: short-lived, for one tenant and one flow, framed by one origin at most.

use crate::origins::is_origin;
use crate::random::secret_token;
use crate::{Error, Service};
use domain::{EnvironmentId, FieldError, FlowId, TenantId};
use secrecy::SecretString;
use store::{ConnectSession, SessionKind, TenantScope};

const DEFAULT_TTL_SECONDS: i64 = 3_600;
const SHORTEST_TTL_SECONDS: i64 = 60;
/// A link may be handed on to the tenant's AWS administrator, who may be back next week.
pub(crate) const LONGEST_TTL_SECONDS: i64 = 7 * 24 * 3_600;
/// Expired links are still answered with “expired” for so long.
const REMEMBERED_MS: i64 = 30 * 24 * 3_600 * 1_000;

/// What a vendor asks for.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub tenant: TenantId,
    pub flow: FlowId,
    pub root_tenant: Option<TenantId>,
    pub origin: Option<String>,
    pub ttl_seconds: Option<i64>,
    pub locale: Option<String>,
}

#[derive(Clone, Debug)]
pub struct OpenedSession {
    pub token: SecretString,
    /// Unix milliseconds.
    pub expires_at: i64,
    /// The only web origin that may frame the widget.
    pub origin: Option<String>,
}

impl Service {
    /// Makes a connect link. The tenant exists from here on.
    ///
    /// # Errors
    /// [`Error::UnknownFlow`], or [`Error::Fields`] when the origin, the locale or the time to live cannot be, or
    /// the origin is not allowed.
    pub async fn create_session(
        &self,
        environment: &EnvironmentId,
        new: NewSession,
    ) -> Result<OpenedSession, Error> {
        check(&new).map_err(Error::Fields)?;
        self.connector(environment, &new.flow).await?;
        let origin = self.origin_of_link(environment, new.origin).await?;
        let scope = TenantScope::new(environment.clone(), new.tenant);
        self.tenant(&scope, new.root_tenant.as_ref()).await?;
        let now = self.now();
        let session = ConnectSession {
            scope,
            kind: SessionKind::Tenant,
            flow: new.flow,
            root_tenant: new.root_tenant,
            origin,
            locale: new.locale,
            created_at: now,
            expires_at: now + new.ttl_seconds.unwrap_or(DEFAULT_TTL_SECONDS) * 1_000,
        };
        let token = secret_token()?;
        let event = self.event_of(&session.scope, &session.flow, "link.made");
        self.store.create_session(&session, &token, &event).await?;
        Ok(self.opened(session, token).await)
    }

    /// What the caller gets of a session that was created just now. Forgets old sessions and events as well: that it
    /// cannot is no reason to withhold the link, which is there.
    pub(crate) async fn opened(
        &self,
        session: ConnectSession,
        token: SecretString,
    ) -> OpenedSession {
        let before = session.created_at - REMEMBERED_MS;
        if let Err(error) = self.store.purge_sessions(before).await {
            tracing::warn!(%error, "expired links could not be deleted");
        }
        self.tidy_log().await;
        OpenedSession {
            token,
            expires_at: session.expires_at,
            origin: session.origin,
        }
    }

    /// # Errors
    /// [`Error::UnknownLink`] for a token nobody was given, [`Error::ExpiredLink`] or
    /// [`Error::ExpiredForwardedLink`] for one whose time is over.
    pub async fn open_session(&self, token: &SecretString) -> Result<ConnectSession, Error> {
        let session = self
            .store
            .find_session(token)
            .await?
            .ok_or(Error::UnknownLink)?;
        self.still_good(session)
    }

    /// # Errors
    /// [`Error::ExpiredLink`] or [`Error::ExpiredForwardedLink`] if its time is over.
    pub fn still_good(&self, session: ConnectSession) -> Result<ConnectSession, Error> {
        if session.expires_at <= self.now() {
            return Err(match session.kind {
                SessionKind::Tenant => Error::ExpiredLink(Box::new(session)),
                SessionKind::Forwarded => Error::ExpiredForwardedLink(Box::new(session)),
            });
        }
        Ok(session)
    }
}

fn check(new: &NewSession) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    if let Some(origin) = &new.origin
        && !is_origin(origin)
    {
        errors.push(FieldError::new(
            "origin",
            "bad_origin",
            "An origin is a scheme and a host, such as https://app.acme.com, without a path.",
        ));
    }
    if let Some(ttl) = new.ttl_seconds
        && !(SHORTEST_TTL_SECONDS..=LONGEST_TTL_SECONDS).contains(&ttl)
    {
        errors.push(FieldError::new(
            "ttl_seconds",
            "bad_ttl",
            format!("A link lives from {SHORTEST_TTL_SECONDS} to {LONGEST_TTL_SECONDS} seconds."),
        ));
    }
    let language = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if new.locale.as_ref().is_some_and(|locale| {
        locale.is_empty() || locale.len() > 35 || !locale.chars().all(language)
    }) {
        errors.push(FieldError::new(
            "locale",
            "bad_locale",
            "A locale is a language tag, such as en or pt-BR.",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
