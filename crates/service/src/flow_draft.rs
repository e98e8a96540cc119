//! Parses form input into a draft for one flow of one tenant, without asking AWS.

use crate::error::Error;
use crate::service::Service;
use crate::widget_state::WidgetState;
use domain::{Draft, FlowId, ParsedDraft, RawDraft, VendorIdentity};
use store::{ConnectSession, Connector, SessionKind, Tenant, TenantScope};

/// A draft, with the flow, the tenant and the connector settings that it was parsed for.
#[derive(Debug)]
pub struct FlowDraft {
    pub(crate) scope: TenantScope,
    pub(crate) flow: FlowId,
    pub(crate) connector: Connector,
    pub(crate) tenant: Tenant,
    /// The form input as it was sent. It may be stored, without its secrets.
    pub(crate) raw: RawDraft,
    pub(crate) parsed: ParsedDraft,
}

impl Service {
    /// Parses form input. Loads the connector settings and the tenant for it.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::Fields`] if the input has errors.
    /// - Returns another error if the database fails.
    pub async fn load_flow_draft(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        raw: RawDraft,
    ) -> Result<FlowDraft, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let tenant = self.ensure_tenant(scope, None).await?;
        self.new_flow_draft(scope, flow, connector, tenant, raw)
    }

    /// Parses the form input of the widget, whose state is loaded already.
    ///
    /// # Errors
    /// - Returns [`Error::AlreadyConnected`] if a forwarded link is used and the flow has a connection.
    /// - Returns [`Error::Fields`] if the input has errors.
    pub fn flow_draft(
        &self,
        session: &ConnectSession,
        widget_state: &WidgetState,
        raw: RawDraft,
    ) -> Result<FlowDraft, Error> {
        if session.kind == SessionKind::Forwarded && widget_state.connection.is_some() {
            return Err(Error::AlreadyConnected);
        }
        let (connector, tenant) = (&widget_state.connector, &widget_state.tenant);
        let (scope, flow) = (&session.scope, &session.flow);
        self.new_flow_draft(scope, flow, connector.clone(), tenant.clone(), raw)
    }

    /// # Errors
    /// Returns [`Error::Fields`] if the input has errors.
    fn new_flow_draft(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        connector: Connector,
        tenant: Tenant,
        raw: RawDraft,
    ) -> Result<FlowDraft, Error> {
        let parsed = self.parse_draft(&connector, &tenant, &raw)?;
        Ok(FlowDraft {
            scope: scope.clone(),
            flow: flow.clone(),
            connector,
            tenant,
            raw,
            parsed,
        })
    }

    /// # Errors
    /// Returns [`Error::Fields`] if the input has errors.
    pub(crate) fn parse_draft(
        &self,
        connector: &Connector,
        tenant: &Tenant,
        raw: &RawDraft,
    ) -> Result<ParsedDraft, Error> {
        let principal = self.principal();
        let vendor = VendorIdentity {
            principal: principal.as_ref(),
            external_ids: &tenant.external_ids(),
        };
        Draft::parse(raw, &connector.params, &vendor).map_err(Error::Fields)
    }
}
