//! What a vendor sets for an environment: a name and a text. What the text means is its reader's business.

use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;

/// A setting of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Where the vendor hosts the CloudFormation template that quick-create links name.
    TemplateUrl,
    /// How the widget looks.
    Theme,
    /// The vendor's picture on it.
    Logo,
    /// The origins that may frame the widget.
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
    /// The setting's text; `None` when it was never set, or taken back.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
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

    /// Sets each of these, or takes it back with `None`, in the environment of the event, which is recorded.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment; else when the database fails.
    pub async fn put_settings(
        &self,
        settings: &[(Setting, Option<&str>)],
        event: &NewEvent,
        now: i64,
    ) -> Result<(), StoreError> {
        const UPSERT: &str = "INSERT INTO environment_settings (environment, name, value, updated_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (environment, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
        const DELETE: &str =
            "DELETE FROM environment_settings WHERE environment = $1 AND name = $2";
        let mut transaction = self.begin().await?;
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
