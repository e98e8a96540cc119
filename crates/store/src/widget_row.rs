//! Reads everything that the widget's page shows to one tenant in one round trip.

use crate::attempts::{self, Attempt};
use crate::columns::{Columns, prefixed_columns};
use crate::connect_sessions::{self, ConnectSession};
use crate::connections::{self, Connection};
use crate::connectors::{self, Connector};
use crate::database::Store;
use crate::environment_settings::Setting;
use crate::error::StoreError;
use crate::secret_hash::{Purpose, SecretHash};
use crate::tenants::{self, Tenant};
use secrecy::SecretString;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::sync::LazyLock;

/// A connect session with everything that its page shows.
#[derive(Clone, Debug)]
pub struct WidgetRow {
    pub session: ConnectSession,
    /// The connector settings, or `None` if the flow no longer has a connector.
    pub connector: Option<Connector>,
    pub tenant: Tenant,
    pub connection: Option<Connection>,
    /// The last check that did not pass, or a draft that was forwarded.
    pub attempt: Option<Attempt>,
    /// The text of [`Setting::Theme`].
    pub theme: Option<String>,
    /// The text of [`Setting::TemplateUrl`].
    pub template_url: Option<String>,
}

static SQL: LazyLock<String> = LazyLock::new(|| {
    let select_setting = |setting: Setting| {
        let name = setting.name();
        format!(
            "(SELECT value FROM environment_settings AS s WHERE s.environment = sessions.environment AND s.name = '{name}') AS {name}"
        )
    };
    // Several of the tables have columns of the same name, so each table gets a prefix.
    let columns = [
        prefixed_columns("sessions", "s_", connect_sessions::columns!()),
        prefixed_columns("tenants", "t_", tenants::columns!()),
        prefixed_columns("connectors", "c_", connectors::columns!()),
        prefixed_columns("connections", "n_", connections::columns!()),
        prefixed_columns("attempts", "a_", attempts::columns!()),
        select_setting(Setting::Theme),
        select_setting(Setting::TemplateUrl),
    ];
    let columns = columns.join(", ");
    let join_flow = |table: &str| {
        format!(
            "LEFT JOIN {table} ON {table}.environment = sessions.environment \
             AND {table}.tenant = sessions.tenant AND {table}.flow = sessions.flow"
        )
    };
    let (connections, attempts) = (join_flow("connections"), join_flow("attempts"));
    format!(
        "SELECT {columns} FROM sessions \
         JOIN tenants ON tenants.environment = sessions.environment AND tenants.tenant = sessions.tenant \
         LEFT JOIN connectors ON connectors.environment = sessions.environment AND connectors.flow = sessions.flow \
         {connections} {attempts} WHERE sessions.lookup = $1"
    )
});

impl Store {
    /// Returns the session of a token with everything that its page shows, even if the session has expired. The caller
    /// checks the time.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn widget_row(&self, token: &SecretString) -> Result<Option<WidgetRow>, StoreError> {
        let hash = SecretHash::new(Purpose::ConnectToken, token);
        let query = sqlx::query(AssertSqlSafe(SQL.as_str())).bind(hash.lookup());
        // Several tokens can share the short lookup value. Only the whole hash identifies one.
        for row in self.read_all(query).await? {
            let session = Columns::prefixed("sessions", "s_", &row);
            let matches = hash.matches(&session.text("hash")?);
            if matches.ok_or_else(|| session.corrupt("hash"))? {
                return read_widget_row(&row).map(Some);
            }
        }
        Ok(None)
    }
}

fn read_widget_row(row: &AnyRow) -> Result<WidgetRow, StoreError> {
    let settings = Columns::new("environment_settings", row);
    let connector = Columns::prefixed("connectors", "c_", row);
    let connection = Columns::prefixed("connections", "n_", row);
    let attempt = Columns::prefixed("attempts", "a_", row);
    // If a LEFT JOIN finds no row, all its columns are null. Each column tested here is NOT NULL in its own table.
    let connector = connector
        .if_not_null("params")?
        .map(Connector::from_columns);
    let connection = connection
        .if_not_null("bucket")?
        .map(Connection::from_columns);
    let attempt = attempt.if_not_null("report")?.map(Attempt::from_columns);
    Ok(WidgetRow {
        session: ConnectSession::from_columns(Columns::prefixed("sessions", "s_", row))?,
        tenant: Tenant::from_columns(Columns::prefixed("tenants", "t_", row))?,
        connector: connector.transpose()?,
        connection: connection.transpose()?,
        attempt: attempt.transpose()?,
        theme: settings.text_or_null("theme")?,
        template_url: settings.text_or_null("template_url")?,
    })
}
