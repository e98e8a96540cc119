//! Connect sessions and their links: short-lived, for one tenant and one flow, and framed by one origin at most.

use crate::allowed_origins::is_origin;
use crate::error::Error;
use crate::random::secret_token;
use crate::service::Service;
use domain::{EnvironmentId, FieldError, FlowId, TenantId};
use i18n::Locale;
use secrecy::SecretString;
use store::{AuditAction, ConnectSession, SessionKind, TenantScope};

const DEFAULT_TTL_SECONDS: i64 = 3_600;
const MIN_TTL_SECONDS: i64 = 60;
/// A week, because a tenant can forward a link to an AWS administrator who is away for a few days.
pub(crate) const MAX_TTL_SECONDS: i64 = 7 * 24 * 3_600;

/// The connect session that a vendor asks for.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub tenant: TenantId,
    pub flow: FlowId,
    pub root_tenant: Option<TenantId>,
    pub origin: Option<String>,
    pub ttl_seconds: Option<i64>,
    pub locale: Option<String>,
    /// Where the tenant goes when they are done.
    pub return_url: Option<String>,
}

/// A new connect session, as whoever created it needs it to build a link.
#[derive(Clone, Debug)]
pub struct ConnectLink {
    pub token: SecretString,
    /// When the link expires, in Unix milliseconds.
    pub expires_at: i64,
    /// The only web origin that is allowed to show the widget in a frame.
    pub origin: Option<String>,
    /// The name of the person who forwarded the link, if it is a forwarded one and they entered it.
    pub asked_by: Option<String>,
}

impl Service {
    /// Creates a connect session, and the tenant if it does not exist.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::Fields`] if the origin, the locale, the lifetime or the return URL is not valid, or the origin or
    ///   the return URL is not allowed.
    /// - Returns another error if the database fails.
    pub async fn create_session(
        &self,
        environment: &EnvironmentId,
        new: NewSession,
    ) -> Result<ConnectLink, Error> {
        validate(&new).map_err(Error::Fields)?;
        self.connector(environment, &new.flow).await?;
        let origin = self.choose_link_origin(environment, new.origin).await?;
        let return_url = match new.return_url {
            Some(url) => Some(self.validate_return_url(environment, &url).await?),
            None => None,
        };
        let scope = TenantScope::new(environment.clone(), new.tenant);
        self.ensure_tenant(&scope, new.root_tenant.as_ref()).await?;
        let now = self.now();
        let session = ConnectSession {
            scope,
            kind: SessionKind::Tenant,
            flow: new.flow,
            root_tenant: new.root_tenant,
            origin,
            locale: new.locale,
            return_url,
            asked_by: None,
            created_at: now,
            expires_at: now + new.ttl_seconds.unwrap_or(DEFAULT_TTL_SECONDS) * 1_000,
        };
        let token = secret_token()?;
        let event = self.flow_event(&session.scope, &session.flow, AuditAction::LinkCreated);
        self.store.create_session(&session, &token, &event).await?;
        Ok(ConnectLink::new(session, token))
    }

    /// Finds the session of a token.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownLink`] if the token was never issued.
    /// - Returns [`Error::ExpiredLink`] or [`Error::ExpiredForwardedLink`] if the session has expired.
    /// - Returns another error if the database fails.
    pub async fn find_session(&self, token: &SecretString) -> Result<ConnectSession, Error> {
        let session = self
            .store
            .find_session(token)
            .await?
            .ok_or(Error::UnknownLink)?;
        self.reject_expired(session)
    }

    /// Returns the session unless it has expired.
    ///
    /// # Errors
    /// Returns [`Error::ExpiredLink`] or [`Error::ExpiredForwardedLink`] if the session has expired.
    pub fn reject_expired(&self, session: ConnectSession) -> Result<ConnectSession, Error> {
        if session.expires_at <= self.now() {
            return Err(match session.kind {
                SessionKind::Tenant => Error::ExpiredLink(Box::new(session)),
                SessionKind::Forwarded => Error::ExpiredForwardedLink(Box::new(session)),
            });
        }
        Ok(session)
    }
}

impl ConnectLink {
    pub(crate) fn new(session: ConnectSession, token: SecretString) -> Self {
        Self {
            token,
            expires_at: session.expires_at,
            origin: session.origin,
            asked_by: session.asked_by,
        }
    }
}

fn validate(new: &NewSession) -> Result<(), Vec<FieldError>> {
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
        && !(MIN_TTL_SECONDS..=MAX_TTL_SECONDS).contains(&ttl)
    {
        errors.push(FieldError::new(
            "ttl_seconds",
            "bad_ttl",
            format!("A link can be valid for {MIN_TTL_SECONDS} to {MAX_TTL_SECONDS} seconds."),
        ));
    }
    if let Some(locale) = &new.locale
        && Locale::from_tag(locale).is_none()
    {
        let supported = Locale::ALL.map(Locale::tag).join(", ");
        errors.push(FieldError::new(
            "locale",
            "bad_locale",
            format!(
                "The locale must be one of {supported}. Without one, the widget uses the browser's language."
            ),
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
