//! The pages before a save: the review of the changes, and the conflict with what somebody else saved meanwhile.

use super::flow_page::count_unoffered_access;
use super::history::version_entries;
use super::settings_diff::diff_settings;
use crate::admin::admin_request::AdminRequest;
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{ConflictPage, PendingChange, ReviewPage};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{ConnectUiParams, Direction};
use leptos::prelude::*;
use service::Connector;

/// Shows what a save would change.
pub async fn show_review(
    request: &AdminRequest,
    connector: &Connector,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<Response, Problem> {
    let pending = pending_change(request, connector, direction, params).await?;
    let layout = request.layout(Tab::Flows);
    let content = move || {
        let (layout, pending) = (layout.clone(), pending.clone());
        view! { <ReviewPage layout pending /> }
    };
    Ok(request.page("Review", StatusCode::OK, content))
}

/// Shows the versions that were saved after the version that an edit is based on, and what a save would change in the
/// current one. `connector` holds the current settings.
pub async fn show_conflict(
    request: &AdminRequest,
    connector: &Connector,
    base_version: i64,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<Response, Problem> {
    let (mut newer_versions, _) = version_entries(request, &connector.flow, None).await?;
    newer_versions.retain(|entry| entry.version > base_version);
    // A form without a version has an unknown base, so only the current version is worth showing.
    if base_version < 1 {
        newer_versions.truncate(1);
    }
    let pending = pending_change(request, connector, direction, params).await?;
    let layout = request.layout(Tab::Flows);
    let content = move || {
        let (layout, pending, newer_versions) =
            (layout.clone(), pending.clone(), newer_versions.clone());
        view! { <ConflictPage layout pending newer_versions /> }
    };
    let status = StatusCode::PRECONDITION_FAILED;
    Ok(request.page("Conflict", status, content))
}

async fn pending_change(
    request: &AdminRequest,
    connector: &Connector,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<PendingChange, Problem> {
    Ok(PendingChange {
        flow: connector.flow.to_string(),
        base_version: connector.version,
        direction,
        json: params.to_raw().to_pretty_json(),
        diff: diff_settings(connector, direction, params),
        unoffered_access: count_unoffered_access(request, &connector.flow, params.modes()).await?,
    })
}
