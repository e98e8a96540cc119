//! What every handler shares.

use crate::admin::{AdminSessions, Attempts};
use crate::client_address::TrustedProxies;
use crate::widget::FirstForms;
use axum::extract::FromRef;
use domain::EnvironmentId;
use leptos::config::LeptosOptions;
use service::Service;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone)]
pub struct AppState {
    pub service: Service,
    pub site: Arc<Site>,
    pub admin_sessions: AdminSessions,
    /// At signing in as an admin.
    pub attempts: Attempts,
    pub first_forms: FirstForms,
}

pub struct Site {
    /// Without a slash at its end.
    pub public_url: String,
    /// The first one, which is there from the start.
    pub environment: EnvironmentId,
    pub sandbox_console: Option<String>,
    /// For how long AWS is asked again what a change in IAM may mend, as the page says.
    pub iam_wait: Duration,
    pub trusted_proxies: TrustedProxies,
    pub leptos: LeptosOptions,
}

impl FromRef<AppState> for Service {
    fn from_ref(state: &AppState) -> Self {
        state.service.clone()
    }
}
