//! The settings of an environment. Each is a name and a text; only its reader knows what the text means.

use crate::audit_log::{NewAuditEvent, record};
use crate::columns::Columns;
use crate::database::Store;
use crate::environments::lock_environment;
use crate::error::StoreError;
use domain::EnvironmentId;

/// A setting of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The URL of the CloudFormation template that the vendor hosts for quick-create links.
    TemplateUrl,
    /// The widget's theme.
    Theme,
    /// The vendor's logo in the widget.
    Logo,
    /// The web origins that are allowed to show the widget in a frame.
    AllowedOrigins,
}

impl Setting {
    pub fn name(self) -> &'static str {
        match self {
            Self::TemplateUrl => "template_url",
            Self::Theme => "theme",
            Self::Logo => "logo",
            Self::AllowedOrigins => "allowed_origins",
        }
    }
}

impl Store {
    /// Returns the setting's text, or `None` if the setting was never set or was removed.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn setting(
        &self,
        environment: &EnvironmentId,
        setting: Setting,
    ) -> Result<Option<String>, StoreError> {
        const SQL: &str =
            "SELECT value FROM environment_settings WHERE environment = $1 AND name = $2";
        let query = sqlx::query(SQL)
            .bind(environment.as_str())
            .bind(setting.name());
        let row = self.read_one(query).await?;
        row.map(|row| Columns::new("environment_settings", &row).text("value"))
            .transpose()
    }

    /// Sets each setting, or removes it if its value is `None`, in the environment that the event names. Records the
    /// event.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownEnvironment`] if the environment does not exist, or was deleted.
    /// - Returns another error if the database fails.
    pub async fn put_settings(
        &self,
        settings: &[(Setting, Option<&str>)],
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<(), StoreError> {
        const UPSERT: &str = "INSERT INTO environment_settings (environment, name, value, updated_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (environment, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
        const DELETE: &str =
            "DELETE FROM environment_settings WHERE environment = $1 AND name = $2";
        let mut transaction = self.begin().await?;
        if !lock_environment(&mut transaction, &event.environment).await? {
            return Err(StoreError::UnknownEnvironment(event.environment.clone()));
        }
        for (setting, value) in settings {
            let query = sqlx::query(if value.is_some() { UPSERT } else { DELETE })
                .bind(event.environment.as_str())
                .bind(setting.name());
            let query = match value {
                Some(value) => query.bind(*value).bind(now),
                None => query,
            };
            query.execute(&mut *transaction).await?;
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(())
    }
}
