//! Test and save, check again, disconnect, and where things stand.

use crate::check::Before;
use crate::public::{public_fields, says_it_all, still_public};
use crate::setup::as_url;
use crate::theme::as_theme;
use crate::{Error, Service};
use domain::theme::Theme;
use domain::{Draft, FlowId, Notice, Ours, Outcome, Parsed, RawDraft, StepEvent, Terms};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use store::{
    Attempt, ConnectSession, Connection, Connector, Facts, ListedConnection, NewConnection,
    NewEvent, SaveEvents, SessionKind, Tenant, TenantScope, WidgetState,
};

/// For so long it is worth something what an earlier attempt found out.
const EARLIER_MS: i64 = 10 * 60 * 1_000;

/// How a draft is to be tested and saved.
#[derive(Clone, Debug, Default)]
pub struct Test {
    /// What passed in the last attempt of the very same draft is not asked again.
    pub again: bool,
    pub asker: Option<Asker>,
}

/// Who asks from outside, by what they showed. It has to be good still when something is written.
#[derive(Clone, Debug)]
pub enum Asker {
    Link(SecretString),
    ApiKey(SecretString),
}

/// A connection whose check passed just now.
#[derive(Clone, Debug)]
pub struct Checked {
    pub connection: Connection,
    pub created: bool,
    pub notices: Vec<Notice>,
}

/// Where a tenant stands with one flow.
#[derive(Clone, Debug)]
pub struct Standing {
    pub connector: Connector,
    pub tenant: Tenant,
    /// What the tenant is asked to set up in AWS.
    pub terms: Terms,
    pub connection: Option<Connection>,
    /// The last attempt, when it did not end in the present connection.
    pub attempt: Option<Attempt>,
    /// How the page looks.
    pub theme: Theme,
}

impl Service {
    /// Returns what a connect link leads to, expired or not, in one read: its page is one round trip to the database.
    /// Where the tenant stands is [`Error::UnknownFlow`] if the flow has no connector.
    ///
    /// # Errors
    /// [`Error::UnknownLink`] for a token that was never given out, or the store's failure.
    pub async fn standing(
        &self,
        token: &SecretString,
    ) -> Result<(ConnectSession, Result<Standing, Error>), Error> {
        let state = self.store.widget_state(token).await?;
        let state = state.ok_or(Error::UnknownLink)?;
        let session = state.session.clone();
        Ok((session, self.standing_of(state)))
    }

    fn standing_of(&self, state: WidgetState) -> Result<Standing, Error> {
        let (session, tenant) = (state.session, state.tenant);
        let connector = state
            .connector
            .ok_or_else(|| Error::UnknownFlow(session.flow.clone()))?;
        let connection = state
            .connection
            .map(|connection| self.shown(&connector, &tenant, connection));
        let attempt = state.attempt.map(|last| {
            let public_fields = still_public(&connector.params, last.public_fields);
            Attempt {
                public_fields,
                ..last
            }
        });
        Ok(Standing {
            terms: self.terms_at(
                &session.scope,
                &connector,
                &tenant,
                as_url(state.template_url),
            ),
            theme: as_theme(state.theme.as_deref()),
            connector,
            tenant,
            connection,
            attempt,
        })
    }

    /// Parses what came in, and asks nobody.
    ///
    /// # Errors
    /// [`Error::Fields`].
    pub fn judge(
        &self,
        connector: &Connector,
        tenant: &Tenant,
        raw: &RawDraft,
    ) -> Result<Parsed, Error> {
        let principal = self.principal();
        let ours = Ours {
            principal: principal.as_ref(),
            external_ids: &tenant.external_ids(),
        };
        Draft::parse(raw, &connector.params, &ours).map_err(Error::Fields)
    }

    /// Parses what came in, asks AWS, and saves the connection if everything passed.
    ///
    /// `on_event` hears of each step as it ends. Dropping the future stops the check and saves nothing.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::AlreadyConnected`] and [`Error::TooManyChecks`] before AWS is asked,
    /// [`Error::NotPassed`] after; nothing is saved then, only the attempt is remembered, without its secrets. When
    /// who asks is good no longer, as by [`Service::open_session`] or [`Service::authenticate`], and nothing is kept.
    pub async fn test_and_save(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        raw: &RawDraft,
        test: Test,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Checked, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let replaces = self.may_replace(test.asker.as_ref()).await?;
        if !replaces && self.store.connection(scope, flow).await?.is_some() {
            return Err(Error::AlreadyConnected);
        }
        let tenant = self.tenant(scope, None).await?;
        let parsed = self.judge(&connector, &tenant, raw)?;
        let draft = parsed.draft;
        let public = public_fields(raw, &connector.params, &[]);
        let (before, asked_at) = if test.again {
            self.tried_before(scope, flow, raw, &public).await?
        } else {
            (Before::Nothing, None)
        };
        let mut report = self
            .check(
                draft.clone(),
                connector.direction,
                scope,
                tenant.external_ids(),
                before,
                on_event,
            )
            .await?;
        self.tidy_log().await;
        let check = self.check_event(scope, flow, &report);
        // The link may have been ended, or the key revoked, while AWS was asked.
        if let Err(refused) = self.may_replace(test.asker.as_ref()).await {
            self.store.record_event(&check, self.now()).await?;
            return Err(refused);
        }
        let now = self.now();
        if report.outcome != Outcome::Passed {
            let attempt = Attempt {
                public_fields: public,
                report: Some(report.clone()),
                // Answers grow old from when they were given, however often they are taken over.
                at: asked_at.unwrap_or(now),
            };
            self.store
                .record_attempt(scope, flow, &attempt, &check, now)
                .await?;
            return Err(Error::NotPassed(Box::new(report)));
        }
        self.warn(scope, &connector, &draft, &mut report).await?;
        let facts = Facts {
            account: report.account.as_deref(),
            region: report.region.as_ref(),
            external_id: report.external_id.as_ref(),
            report: &report,
        };
        let new = NewConnection {
            scope,
            flow,
            draft: &draft,
            params: &connector.params,
            facts,
        };
        let events = self.save_events(scope, flow, &draft, check);
        let saved = if replaces {
            self.store.save_connection(&new, &events, now).await?
        } else {
            let added = self.store.add_connection(&new, &events, now).await?;
            added.ok_or(Error::AlreadyConnected)?
        };
        Ok(Checked {
            connection: self.shown(&connector, &tenant, saved.connection),
            created: saved.created,
            notices: parsed.notices,
        })
    }

    fn save_events(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        check: NewEvent,
    ) -> SaveEvents {
        let place = json!({
            "bucket": draft.bucket.as_str(),
            "path_prefix": draft.path_prefix.as_text(),
            "access": draft.access.mode().as_str(),
        });
        let event = |action| self.event_of(scope, flow, action).with(place.clone());
        SaveEvents {
            check,
            saved: event("connection.saved"),
            replaced: event("connection.replaced"),
            switched: self.external_id_event(scope, "external_id.switched"),
        }
    }

    /// A connection as whoever reads it is to see it by now.
    fn shown(&self, connector: &Connector, tenant: &Tenant, connection: Connection) -> Connection {
        let connection = self.as_of_now(connector, tenant, connection);
        Connection {
            vendor_fields: still_public(&connector.params, connection.vendor_fields),
            ..connection
        }
    }

    /// Whether who asks, who has to be good at this moment, may replace a connection: a link that was handed on may
    /// not.
    async fn may_replace(&self, asker: Option<&Asker>) -> Result<bool, Error> {
        match asker {
            None => Ok(true),
            Some(Asker::ApiKey(key)) => self.authenticate(key).await.map(|_| true),
            Some(Asker::Link(token)) => {
                let session = self.open_session(token).await?;
                Ok(session.kind == SessionKind::Tenant)
            }
        }
    }

    /// The last attempt's report and when it was made, where it is of the same fields and of a short while ago.
    async fn tried_before(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        raw: &RawDraft,
        public: &Map<String, Value>,
    ) -> Result<(Before, Option<i64>), Error> {
        let last = self.store.latest_attempt(scope, flow).await?;
        let fresh = last.filter(|attempt| {
            says_it_all(raw, public)
                && attempt.public_fields == *public
                && self.now() - attempt.at < EARLIER_MS
        });
        Ok(match fresh {
            Some(Attempt {
                report: Some(report),
                at,
                ..
            }) => (Before::Tried(report), Some(at)),
            _ => (Before::Nothing, None),
        })
    }

    /// Checks a saved connection again and keeps the report. The connection stays, whatever comes out.
    ///
    /// # Errors
    /// [`Error::NoConnection`] and [`Error::TooManyChecks`], or the store's failure.
    pub async fn check_again(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Connection, Error> {
        let gone = || Error::NoConnection(scope.tenant.clone());
        let connector = self.connector(&scope.environment, flow).await?;
        let (connection, draft) = self
            .store
            .connection_draft(scope, flow)
            .await?
            .ok_or_else(gone)?;
        let tenant = self.tenant(scope, None).await?;
        let mut external_ids = tenant.external_ids();
        // It was good when the connection was saved.
        external_ids.extend(
            connection
                .external_id
                .clone()
                .filter(|id| !external_ids.contains(id)),
        );
        let mut report = self
            .check(
                draft.clone(),
                connector.direction,
                scope,
                external_ids,
                Before::Connected(connection.report.clone()),
                on_event,
            )
            .await?;
        self.tidy_log().await;
        let check = self.check_event(scope, flow, &report);
        if report.outcome == Outcome::Passed {
            self.warn(scope, &connector, &draft, &mut report).await?;
        }
        // Replaced in the meantime: the report is about another set-up, and the new one has its own.
        let switched = self.external_id_event(scope, "external_id.switched");
        let recorded = self
            .store
            .record_check(&connection, &report, &check, &switched, self.now())
            .await?;
        let connection = match recorded {
            Some(connection) => connection,
            None => self.store.connection(scope, flow).await?.ok_or_else(gone)?,
        };
        Ok(self.shown(&connector, &tenant, connection))
    }

    /// # Errors
    /// [`Error::NoConnection`], or the store's failure.
    pub async fn connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Connection, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let connection = self.store.connection(scope, flow).await?;
        let connection = connection.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?;
        let tenant = self.tenant(scope, None).await?;
        Ok(self.shown(&connector, &tenant, connection))
    }

    /// All of a tenant's connections, by flow.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connections(&self, scope: &TenantScope) -> Result<Vec<ListedConnection>, Error> {
        Ok(self.store.connections(scope).await?)
    }

    /// Forgets the connection, its secrets and the last attempt, and ends the links that were handed on: nobody
    /// connects a bucket anew by an old one.
    ///
    /// # Errors
    /// [`Error::NoConnection`], or the store's failure.
    pub async fn disconnect(&self, scope: &TenantScope, flow: &FlowId) -> Result<(), Error> {
        let event = self.event_of(scope, flow, "connection.removed");
        let deleted = self
            .store
            .delete_connection(scope, flow, &event, self.now())
            .await?;
        if deleted {
            Ok(())
        } else {
            Err(Error::NoConnection(scope.tenant.clone()))
        }
    }
}
