//! Links that a tenant hands on to whoever runs the AWS account. Such a link fills in, tests and saves what is
//! not connected yet, and does nothing else.

use crate::public::public_fields;
use crate::random::secret_token;
use crate::sessions::LONGEST_TTL_SECONDS;
use crate::{Error, OpenedSession, Service};
use domain::RawDraft;
use store::{Attempt, ConnectSession, SessionKind};

/// So many links of one flow are good at once: the next one ends the oldest. And so many can be made within an hour,
/// for each is written down, in the log too.
const AT_ONCE: u32 = 10;
const HOUR_MS: i64 = 3_600 * 1_000;

impl Service {
    /// Makes a link to hand on, and keeps what is filled in so far, less its secrets, for the page it opens. It
    /// outlives the link it was made from, which an administrator who is back next week has no use for; the vendor
    /// sees both, and can end them.
    ///
    /// # Errors
    /// [`Error::NotForForwardedLinks`] for a link that was handed on itself, [`Error::AlreadyConnected`] where there is
    /// nothing left to set up, [`Error::TooManyLinks`]; else when the store fails.
    pub async fn forward_link(
        &self,
        session: &ConnectSession,
        raw: &RawDraft,
    ) -> Result<OpenedSession, Error> {
        let (scope, flow) = (&session.scope, &session.flow);
        if session.kind != SessionKind::Tenant {
            return Err(Error::NotForForwardedLinks);
        }
        if self.store.connection(scope, flow).await?.is_some() {
            return Err(Error::AlreadyConnected);
        }
        let now = self.now();
        let draft = self.draft_to_keep(session, raw).await?;
        let event = self.event_of(scope, flow, "link.forwarded");
        let forwarded = ConnectSession {
            kind: SessionKind::Forwarded,
            // It is opened on its own, in no frame.
            origin: None,
            created_at: now,
            expires_at: now + LONGEST_TTL_SECONDS * 1_000,
            ..session.clone()
        };
        let token = secret_token()?;
        let limit = (now - HOUR_MS, AT_ONCE);
        let created =
            self.store
                .create_forwarded_session(&forwarded, &token, draft.as_ref(), limit, &event);
        if !created.await? {
            return Err(Error::TooManyLinks);
        }
        Ok(self.opened(forwarded, token).await)
    }

    /// What is filled in, as an attempt that was not tested. `None` where the last attempt was of the same fields: it
    /// stays, with its report.
    async fn draft_to_keep(
        &self,
        session: &ConnectSession,
        raw: &RawDraft,
    ) -> Result<Option<Attempt>, Error> {
        let (scope, flow) = (&session.scope, &session.flow);
        let connector = self.connector(&scope.environment, flow).await?;
        let tenant = self.tenant(scope, None).await?;
        let refused = match self.judge(&connector, &tenant, raw) {
            Err(Error::Fields(errors)) => errors,
            _ => Vec::new(),
        };
        let public_fields = public_fields(raw, &connector.params, &refused);
        let last = self.store.latest_attempt(scope, flow).await?;
        let is_new = last.is_none_or(|attempt| attempt.public_fields != public_fields);
        Ok(is_new.then(|| Attempt {
            public_fields,
            report: None,
            at: self.now(),
        }))
    }
}
