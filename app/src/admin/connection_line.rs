//! A connection in one or two lines, for lists.

use super::connection_health::{ConnectionHealth, HealthPills};
use crate::date_time::format_date_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ConnectionRow {
    pub flow: String,
    pub health: ConnectionHealth,
    pub bucket: String,
    /// The code of the cause, if the last check did not pass.
    pub cause: Option<&'static str>,
    pub checked_at: i64,
}

/// Renders the lines. `tenant_url` is the URL of the tenant's page.
#[component]
pub fn ConnectionLine(connection: ConnectionRow, tenant_url: String) -> impl IntoView {
    let ConnectionRow {
        flow,
        health,
        bucket,
        cause,
        checked_at,
    } = connection;
    view! {
        <div class="state">
            <p>
                <HealthPills health />
                " "
                <a href=format!("{tenant_url}/flows/{flow}")><code>{flow.clone()}</code></a>
            </p>
            <p class="quiet">
                <code>{bucket}</code>
                {cause.map(|cause| view! { " · " <code>{cause}</code> })}
                " · checked " {format_date_time(checked_at)}
            </p>
        </div>
    }
}
