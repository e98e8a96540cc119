//! Test and save, check again, disconnect, and where things stand.

use crate::{Error, Service};
use domain::{
    Access, ConnectUiParams, Draft, FieldKind, FlowId, Notice, Ours, Outcome, Parsed, RawDraft,
    StepEvent, connect_ui::names,
};
use serde_json::{Map, Value};
use store::{Attempt, Connection, Connector, Facts, Tenant, TenantScope};

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
    pub connection: Option<Connection>,
    /// The last attempt, when it did not end in the present connection.
    pub attempt: Option<Attempt>,
}

impl Service {
    /// # Errors
    /// [`Error::UnknownFlow`], or the store's failure.
    pub async fn standing(&self, scope: &TenantScope, flow: &FlowId) -> Result<Standing, Error> {
        Ok(Standing {
            connector: self.connector(&scope.environment, flow).await?,
            tenant: self.tenant(scope, None).await?,
            connection: self.store.connection(scope, flow).await?,
            attempt: self.store.latest_attempt(scope, flow).await?,
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
            external_id: Some(&tenant.external_id),
        };
        Draft::parse(raw, &connector.params, &ours).map_err(Error::Fields)
    }

    /// Parses what came in, asks AWS, and saves the connection if everything passed.
    ///
    /// `on_event` hears of each step as it ends. Dropping the future stops the check and saves nothing.
    ///
    /// # Errors
    /// [`Error::Fields`] before AWS is asked, [`Error::NotPassed`] after; nothing is saved then, only the
    /// attempt is remembered, without its secrets.
    pub async fn test_and_save(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        raw: &RawDraft,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Checked, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let tenant = self.tenant(scope, None).await?;
        let parsed = self.judge(&connector, &tenant, raw)?;
        let draft = parsed.draft;
        let external_id =
            matches!(draft.access, Access::Role { .. }).then(|| tenant.external_id.clone());
        let report = self
            .check(
                draft.clone(),
                connector.direction,
                &scope.tenant,
                tenant.external_id,
                false,
                on_event,
            )
            .await?;
        if report.outcome != Outcome::Passed {
            let public = public_fields(raw, &connector.params);
            self.store
                .record_attempt(scope, flow, &public, &report, self.now())
                .await?;
            return Err(Error::NotPassed(Box::new(report)));
        }
        let facts = Facts {
            account: report.account.as_deref(),
            region: report.region.as_ref(),
            external_id: external_id.as_ref(),
            report: &report,
        };
        let saved = self
            .store
            .save_connection(scope, flow, &draft, &connector.params, facts, self.now())
            .await?;
        self.store.clear_attempt(scope, flow).await?;
        Ok(Checked {
            connection: saved.connection,
            created: saved.created,
            notices: parsed.notices,
        })
    }

    /// Checks a saved connection again and keeps the report. The connection stays, whatever comes out.
    ///
    /// # Errors
    /// [`Error::NoConnection`], or the store's failure.
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
        let external_id = connection.external_id.clone().unwrap_or(tenant.external_id);
        let report = self
            .check(
                draft,
                connector.direction,
                &scope.tenant,
                external_id,
                true,
                on_event,
            )
            .await?;
        // Replaced in the meantime: the report is about another set-up, and the new one has its own.
        match self
            .store
            .record_check(&connection, &report, self.now())
            .await?
        {
            Some(connection) => Ok(connection),
            None => self.store.connection(scope, flow).await?.ok_or_else(gone),
        }
    }

    /// # Errors
    /// [`Error::NoConnection`], or the store's failure.
    pub async fn connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Connection, Error> {
        self.connector(&scope.environment, flow).await?;
        self.store
            .connection(scope, flow)
            .await?
            .ok_or_else(|| Error::NoConnection(scope.tenant.clone()))
    }

    /// Forgets the connection, its secrets and the last attempt.
    ///
    /// # Errors
    /// [`Error::NoConnection`], or the store's failure.
    pub async fn disconnect(&self, scope: &TenantScope, flow: &FlowId) -> Result<(), Error> {
        self.store.clear_attempt(scope, flow).await?;
        if self.store.delete_connection(scope, flow).await? {
            Ok(())
        } else {
            Err(Error::NoConnection(scope.tenant.clone()))
        }
    }
}

/// What was filled in, as it may be shown again: no field of type password, no external ID from a browser.
fn public_fields(raw: &RawDraft, params: &ConnectUiParams) -> Map<String, Value> {
    let mut public = Map::new();
    if let Some(access) = &raw.access {
        public.insert("access".to_owned(), Value::from(access.as_str()));
    }
    for field in params
        .fields()
        .iter()
        .filter(|f| f.kind != FieldKind::Password && f.name != names::EXTERNAL_ID)
    {
        if let Some(value) = raw.fields.get(&field.name) {
            public.insert(field.name.clone(), value.to_json());
        }
    }
    public
}
