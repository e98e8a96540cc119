//! A request with a connect link that is valid.

use super::connect_form::{draft_from_form, unvalidated_form_state};
use super::reader_locale::AcceptLanguage;
use crate::environment_look::look_of_theme;
use crate::input::Form;
use crate::logs::record_tenant;
use crate::state::AppState;
use app::look::Look;
use app::shell::{Document, Script};
use app::widget::{ForwardedLink, SENDER_FIELD};
use axum::http::StatusCode;
use i18n::Locale;
use secrecy::{ExposeSecret as _, SecretString};
use service::{Attempt, ConnectSession, Credential, Error, TestOptions, WidgetState};

/// A request with a connect link that is valid.
pub struct WidgetRequest {
    /// The service in it acts for the link: audit events name the tenant, or the forwarded link.
    pub state: AppState,
    pub token: String,
    pub session: ConnectSession,
    /// The language of the pages.
    pub locale: Locale,
}

impl WidgetRequest {
    /// Opens a link and loads the state of the widget. Both take one read of the database.
    ///
    /// An error of the state is returned beside the request, because its page needs the session.
    ///
    /// # Errors
    /// - [`Error::UnknownLink`] if there is no such link.
    /// - [`Error::ExpiredLink`] or [`Error::ExpiredForwardedLink`] if it has expired.
    pub async fn open(
        state: AppState,
        token: String,
        language: &AcceptLanguage,
    ) -> Result<(Self, Result<WidgetState, Error>), Error> {
        let link = SecretString::from(token.as_str());
        let (session, widget_state) = state.service.widget_state(&link).await?;
        let session = state.service.reject_expired(session)?;
        Ok((Self::new(session, state, token, language), widget_state))
    }

    fn new(
        session: ConnectSession,
        state: AppState,
        token: String,
        language: &AcceptLanguage,
    ) -> Self {
        let link = SecretString::from(token.as_str());
        let service = state.service.with_link(&link, session.kind);
        record_tenant(&session.scope, &session.flow);
        Self {
            locale: language.locale_for_session(session.locale.as_deref()),
            state: AppState { service, ..state },
            token,
            session,
        }
    }

    /// Returns the options of a test that this link starts.
    pub fn test_options(&self, last_attempt: Option<Attempt>) -> TestOptions {
        TestOptions {
            last_attempt,
            // The link may be ended while AWS is asked. The service checks it again before it saves.
            credential: Some(Credential::Link {
                token: SecretString::from(self.token.as_str()),
                kind: self.session.kind,
            }),
        }
    }

    /// Creates a link for the tenant's AWS administrator. It opens the form with what the tenant has filled in.
    ///
    /// # Errors
    /// - [`Error::AlreadyConnected`] if there is nothing left to set up.
    /// - [`Error::Fields`] if the bucket is missing or not valid.
    /// - [`Error::TooManyLinks`] if too many links were created within an hour.
    /// - [`Error::Store`] if the database fails.
    pub async fn create_forwarded_link(
        &self,
        widget_state: &WidgetState,
        form: &Form,
    ) -> Result<ForwardedLink, Error> {
        let draft = draft_from_form(form);
        let sender = form.get(SENDER_FIELD);
        let link = self
            .state
            .service
            .forward_link(&self.session, widget_state, &draft, sender)
            .await?;
        let target = unvalidated_form_state(form, widget_state).setup_target();
        Ok(ForwardedLink {
            url: self.state.site.connect_link(link.token.expose_secret()),
            bucket: target.bucket.map(String::from).unwrap_or_default(),
            vendor: self.look(widget_state).name,
            sender: link.asked_by,
            expires_at: link.expires_at,
        })
    }

    /// Returns the look of the environment's pages.
    pub fn look(&self, widget_state: &WidgetState) -> Look {
        look_of_theme(&self.session.scope.environment, widget_state.theme.clone())
    }

    /// Loads the state again, after somebody else has changed it. Does not reject a link that has expired since: it only
    /// shows the result of a request that was allowed when it began.
    ///
    /// # Errors
    /// - [`Error::UnknownFlow`] if the flow has no connector.
    /// - [`Error::Store`] if the database fails.
    pub async fn reload_widget_state(&self) -> Result<WidgetState, Error> {
        let link = SecretString::from(self.token.as_str());
        self.state.service.widget_state(&link).await?.1
    }

    /// Returns the document around the widget's page.
    pub fn document(&self, look: Look, title: String, status: StatusCode) -> Document {
        Document {
            locale: self.locale,
            title,
            status,
            frame_ancestors: self.session.origin.clone(),
            look,
            style: "",
            script: Script::Widget,
        }
    }
}
