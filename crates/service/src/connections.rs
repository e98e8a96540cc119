//! Saved connections: reading them, checking them again and disconnecting.

use crate::check::{CheckInput, PriorKnowledge};
use crate::error::Error;
use crate::public_fields::drop_hidden_fields;
use crate::service::Service;
use crate::widget_state::WidgetState;
use domain::{Draft, FlowId, Outcome, StepEvent};
use store::{
    AuditAction, ConnectSession, Connection, ConnectionSummary, Connector, Tenant, TenantScope,
};

impl Service {
    /// Returns the connection of a flow, without its secrets.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns another error if the database fails.
    pub async fn connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Connection, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let connection = self.store.connection(scope, flow).await?;
        let connection = connection.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?;
        let tenant = self.find_tenant(scope).await?;
        Ok(self.prepare_for_reader(&connector, &tenant, connection))
    }

    /// Returns summaries of all connections of a tenant, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn connections(&self, scope: &TenantScope) -> Result<Vec<ConnectionSummary>, Error> {
        Ok(self.store.connections(scope).await?)
    }

    /// Updates the warnings of a connection, and drops fields that the connector no longer exposes. Every connection that
    /// leaves this crate must pass through here.
    pub(crate) fn prepare_for_reader(
        &self,
        connector: &Connector,
        tenant: &Tenant,
        connection: Connection,
    ) -> Connection {
        let connection = self.refresh_warnings(connector, tenant, connection);
        Connection {
            vendor_fields: drop_hidden_fields(&connector.params, connection.vendor_fields),
            ..connection
        }
    }

    /// Checks a saved connection again and stores the report. The connection stays, whatever the outcome.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns [`Error::TooManyChecks`] or [`Error::TooManyChecksLately`] if a limit is reached.
    /// - Returns [`Error::UnknownTenant`] if the tenant was deleted during the check. Then nothing is stored.
    /// - Returns another error if the database fails.
    pub async fn check_again(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Connection, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let saved = self.connection_draft(scope, flow).await?;
        let tenant = self.find_tenant(scope).await?;
        self.check_saved(scope, &connector, &tenant, saved, on_event)
            .await
    }

    /// Checks the connection of the widget again, whose state is loaded already. Otherwise like [`Self::check_again`].
    ///
    /// # Errors
    /// Returns the same errors as [`Self::check_again`], except [`Error::UnknownFlow`], and [`Error::UnknownLink`] if the
    /// tenant was deleted.
    pub async fn check_again_in_widget(
        &self,
        session: &ConnectSession,
        widget_state: &WidgetState,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Connection, Error> {
        let (connector, tenant) = (&widget_state.connector, &widget_state.tenant);
        // The state has no secrets, so the draft is read here.
        let saved = self.connection_draft(&session.scope, &session.flow).await?;
        let checked = self.check_saved(&session.scope, connector, tenant, saved, on_event);
        checked.await.map_err(Error::for_link)
    }

    /// Returns a saved connection and the draft that it was saved from, including the secrets.
    ///
    /// # Errors
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns another error if the database fails.
    pub(crate) async fn connection_draft(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<(Connection, Draft), Error> {
        let saved = self.store.connection_draft(scope, flow).await?;
        saved.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))
    }

    async fn check_saved(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
        (connection, draft): (Connection, Draft),
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Connection, Error> {
        let flow = &connection.flow;
        let mut external_ids = tenant.external_ids();
        // The role may still require the ID that it accepted last time.
        external_ids.extend(
            connection
                .external_id
                .clone()
                .filter(|id| !external_ids.contains(id)),
        );
        let mut report = self
            .check(
                CheckInput {
                    draft: draft.clone(),
                    direction: connector.direction,
                    scope,
                    flow,
                    external_ids,
                    prior: PriorKnowledge::Connection(connection.report.clone()),
                },
                on_event,
            )
            .await?;
        let check = self.check_event(scope, flow, &report);
        if report.outcome == Outcome::Passed {
            self.add_overlap_warning(scope, connector, &draft, &mut report)
                .await?;
        }
        let rotation_ended = self.external_id_event(scope, AuditAction::ExternalIdRotationEnded);
        let recorded = self
            .store
            .record_check(
                &connection,
                tenant.created_at,
                &report,
                &check,
                &rotation_ended,
                self.now(),
            )
            .await?;
        let connection = match recorded {
            Some(connection) => connection,
            // The connection was replaced during the check. The report describes the old one, and the new one has its own.
            None => self
                .store
                .connection(scope, flow)
                .await?
                .ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?,
        };
        Ok(self.prepare_for_reader(connector, tenant, connection))
    }

    /// Disconnects: deletes the connection, its secrets and the last attempt, and ends the forwarded links. Otherwise,
    /// somebody could use an old forwarded link to connect a bucket again.
    ///
    /// # Errors
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns another error if the database fails.
    pub async fn disconnect(&self, scope: &TenantScope, flow: &FlowId) -> Result<(), Error> {
        let removed = self.flow_event(scope, flow, AuditAction::ConnectionRemoved);
        let rotation_ended = self.external_id_event(scope, AuditAction::ExternalIdRotationEnded);
        let deleted = self
            .store
            .delete_connection(scope, flow, &removed, &rotation_ended, self.now())
            .await?;
        if deleted {
            self.sessions.forget(scope, flow);
            Ok(())
        } else {
            Err(Error::NoConnection(scope.tenant.clone()))
        }
    }
}
