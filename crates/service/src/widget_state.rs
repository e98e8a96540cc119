//! Everything that the widget's page shows to one tenant.

use crate::error::Error;
use crate::public_fields::drop_hidden_fields;
use crate::service::Service;
use crate::template_url::parse_stored_url;
use crate::theme::parse_stored_theme;
use domain::SetupRequirements;
use domain::theme::Theme;
use secrecy::SecretString;
use store::{Attempt, ConnectSession, Connection, Connector, Tenant, WidgetRow};

/// The present state of one flow for one tenant.
#[derive(Clone, Debug)]
pub struct WidgetState {
    pub connector: Connector,
    pub tenant: Tenant,
    /// What the tenant has to set up in AWS.
    pub requirements: SetupRequirements,
    pub connection: Option<Connection>,
    /// The last attempt, if no connection was saved after it. It has only fields that the current connector exposes.
    pub attempt: Option<Attempt>,
    /// The last attempt as it was stored, to compare a new draft with. Without its hidden fields, it could seem equal to a
    /// draft for another place.
    pub stored_attempt: Option<Attempt>,
    /// How the page looks.
    pub theme: Theme,
}

impl Service {
    /// Returns the session of a token, even if it has expired, and what its page shows. This takes one round trip to the
    /// database.
    ///
    /// If the flow has no connector, the inner result is [`Error::UnknownFlow`].
    ///
    /// # Errors
    /// - Returns [`Error::UnknownLink`] if the token was never issued.
    /// - Returns another error if the database fails.
    pub async fn widget_state(
        &self,
        token: &SecretString,
    ) -> Result<(ConnectSession, Result<WidgetState, Error>), Error> {
        let row = self.store.widget_row(token).await?;
        let row = row.ok_or(Error::UnknownLink)?;
        let session = row.session.clone();
        Ok((session, self.build_widget_state(row)))
    }

    fn build_widget_state(&self, row: WidgetRow) -> Result<WidgetState, Error> {
        let (session, tenant) = (row.session, row.tenant);
        let connector = row
            .connector
            .ok_or_else(|| Error::UnknownFlow(session.flow.clone()))?;
        let connection = row
            .connection
            .map(|connection| self.prepare_for_reader(&connector, &tenant, connection));
        let stored_attempt = row.attempt.clone();
        let attempt = row.attempt.map(|attempt| {
            let public_fields = drop_hidden_fields(&connector.params, attempt.public_fields);
            Attempt {
                public_fields,
                ..attempt
            }
        });
        Ok(WidgetState {
            requirements: self.requirements_with_template(
                &session.scope,
                &connector,
                &tenant,
                parse_stored_url(row.template_url),
            ),
            theme: parse_stored_theme(row.theme.as_deref()),
            connector,
            tenant,
            connection,
            attempt,
            stored_attempt,
        })
    }
}
