//! What every handler shares.

use crate::admin::AdminSessions;
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
}

pub struct Site {
    /// Without a slash at its end.
    pub public_url: String,
    /// The environment the admin pages show.
    pub environment: EnvironmentId,
    pub sandbox_console: Option<String>,
    /// For how long AWS is asked again what a change in IAM may mend, as the page says.
    pub iam_wait: Duration,
    pub leptos: LeptosOptions,
}

impl FromRef<AppState> for Service {
    fn from_ref(state: &AppState) -> Self {
        state.service.clone()
    }
}
