//! The state that every handler shares. What it is made of is in the modules below it.

pub mod admin_sessions;
pub mod form_templates;
pub mod sign_in_attempts;

use crate::client_address::TrustedProxies;
use admin_sessions::AdminSessions;
use axum::extract::FromRef;
use domain::EnvironmentId;
use form_templates::FormTemplates;
use leptos::config::LeptosOptions;
use service::Service;
use sign_in_attempts::SignInAttempts;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// The state of one running server. Clones share it.
#[derive(Clone)]
pub struct AppState {
    pub service: Service,
    pub site: Arc<Site>,
    pub admin_sessions: AdminSessions,
    pub sign_in_attempts: SignInAttempts,
    pub form_templates: FormTemplates,
    /// The connections, and the requests that run on if their client disconnects. The server waits for them before it stops.
    pub tasks: TaskTracker,
}

/// What handlers need to know of this server. It does not change while the server runs.
pub struct Site {
    /// The address that browsers reach us by, without a trailing slash.
    pub public_url: String,
    /// The environment that the first start creates.
    pub environment: EnvironmentId,
    pub sandbox_console: Option<String>,
    /// How long to keep retrying a refusal that a recent IAM change may explain. The page shows it.
    pub iam_wait: Duration,
    pub trusted_proxies: TrustedProxies,
    pub leptos: LeptosOptions,
}

impl Site {
    /// Returns the address that opens the widget.
    pub fn connect_link(&self, token: &str) -> String {
        connect_link(&self.public_url, token)
    }
}

/// Returns the address that opens the widget. `base_url` has no trailing slash.
pub fn connect_link(base_url: &str, token: &str) -> String {
    format!("{base_url}/connect?token={token}")
}

impl FromRef<AppState> for Service {
    fn from_ref(state: &AppState) -> Self {
        state.service.clone()
    }
}
