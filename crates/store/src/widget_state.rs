//! Everything that the widget's page shows of one tenant, read in one round trip.

use crate::attempts::{self, Attempt};
use crate::connections::{self, Connection};
use crate::connectors::{self, Connector};
use crate::error::StoreError;
use crate::hashed::{Hashed, Purpose};
use crate::row::{Columns, prefixed_columns};
use crate::sessions::{self, ConnectSession};
use crate::settings::Setting;
use crate::store::Store;
use crate::tenants::{self, Tenant};
use secrecy::SecretString;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::sync::LazyLock;

/// What a connect link leads to.
#[derive(Clone, Debug)]
pub struct WidgetState {
    pub session: ConnectSession,
    /// `None` when the flow has no connector any more.
    pub connector: Option<Connector>,
    pub tenant: Tenant,
    pub connection: Option<Connection>,
    /// The last check that did not pass, or a draft that was forwarded.
    pub attempt: Option<Attempt>,
    /// The texts of [`Setting::Theme`] and [`Setting::TemplateUrl`].
    pub theme: Option<String>,
    pub template_url: Option<String>,
}

static SQL: LazyLock<String> = LazyLock::new(|| {
    let setting = |setting: Setting| {
        let name = setting.name();
        format!(
            "(SELECT value FROM environment_settings AS s WHERE s.environment = sessions.environment AND s.name = '{name}') AS {name}"
        )
    };
    let columns = [
        prefixed_columns("sessions", "s_", sessions::columns!()),
        prefixed_columns("tenants", "t_", tenants::columns!()),
        prefixed_columns("connectors", "c_", connectors::columns!()),
        prefixed_columns("connections", "n_", connections::columns!()),
        prefixed_columns("attempts", "a_", attempts::columns!()),
        setting(Setting::Theme),
        setting(Setting::TemplateUrl),
    ];
    let columns = columns.join(", ");
    let of_the_session = |table: &str| {
        format!(
            "LEFT JOIN {table} ON {table}.environment = sessions.environment \
             AND {table}.tenant = sessions.tenant AND {table}.flow = sessions.flow"
        )
    };
    let (connections, attempts) = (of_the_session("connections"), of_the_session("attempts"));
    format!(
        "SELECT {columns} FROM sessions \
         JOIN tenants ON tenants.environment = sessions.environment AND tenants.tenant = sessions.tenant \
         LEFT JOIN connectors ON connectors.environment = sessions.environment AND connectors.flow = sessions.flow \
         {connections} {attempts} WHERE sessions.lookup = $1"
    )
});

impl Store {
    /// Returns what the token leads to, expired or not; the caller looks at the time.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn widget_state(
        &self,
        token: &SecretString,
    ) -> Result<Option<WidgetState>, StoreError> {
        let hashed = Hashed::of(Purpose::ConnectToken, token);
        let query = sqlx::query(AssertSqlSafe(SQL.as_str())).bind(hashed.lookup());
        for row in self.read_all(query).await? {
            let session = Columns::prefixed("sessions", "s_", &row);
            let matches = hashed.matches(&session.text("hash")?);
            if matches.ok_or_else(|| session.corrupt("hash"))? {
                return read(&row).map(Some);
            }
        }
        Ok(None)
    }
}

fn read(row: &AnyRow) -> Result<WidgetState, StoreError> {
    let settings = Columns::new("environment_settings", row);
    let connector = Columns::prefixed("connectors", "c_", row);
    let connection = Columns::prefixed("connections", "n_", row);
    let attempt = Columns::prefixed("attempts", "a_", row);
    // A joined table without a row has nulls where its own rows never have.
    let connector = connector.present("params")?.map(Connector::read);
    let connection = connection
        .present("bucket")?
        .map(connections::read::from_columns);
    let attempt = attempt.present("report")?.map(Attempt::read);
    Ok(WidgetState {
        session: sessions::read(Columns::prefixed("sessions", "s_", row))?,
        tenant: Tenant::read(Columns::prefixed("tenants", "t_", row))?,
        connector: connector.transpose()?,
        connection: connection.transpose()?,
        attempt: attempt.transpose()?,
        theme: settings.text_or_null("theme")?,
        template_url: settings.text_or_null("template_url")?,
    })
}
