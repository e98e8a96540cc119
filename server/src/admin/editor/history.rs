//! The versions of a flow's settings: who saved each one, what it changed, and a way to restore it.

use super::flow_page::{count_unoffered_access, document_with_preview, editor_url, load_connector};
use super::settings_diff::diff_settings;
use crate::admin::admin_request::AdminRequest;
use crate::admin::audit_log::actor_name;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{HistoryPage, SettingsDiff, VersionEntry, VersionPage, VersionPageModel};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::connect_ui::{ConnectorSettings, describe_changes};
use domain::{ConnectUiParams, FlowId, Refusal};
use leptos::prelude::*;
use service::{ConnectorVersion, Error};

/// Lists the versions, newest first. With `?before=`, lists those before a version.
pub async fn list(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let connector = load_connector(&request).await?;
    let (flow, current_version) = (connector.flow, connector.version);
    let before = query.get("before").parse().ok();
    let (entries, has_more) = version_entries(&request, &flow, before).await?;
    let history_url = format!("{}/history", editor_url(&request, &flow));
    let last = entries.last().filter(|_| has_more);
    let next_page = last.map(|last| format!("{history_url}?before={}", last.version));
    let first_page = before.map(|_| history_url);
    let (layout, title) = (request.layout(Tab::Flows), format!("History of {flow}"));
    let content = move || {
        let (layout, flow, entries) = (layout.clone(), flow.to_string(), entries.clone());
        let (first_page, next_page) = (first_page.clone(), next_page.clone());
        view! { <HistoryPage layout flow current_version entries first_page next_page /> }
    };
    Ok(request.page(&title, StatusCode::OK, content))
}

/// Shows one version, and what restoring it would change.
pub async fn show(request: AdminRequest) -> Result<Response, Problem> {
    version_page(&request, false, StatusCode::OK).await
}

/// Saves the settings of an earlier version as a new version.
pub async fn restore(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let flow = load_connector(&request).await?.flow;
    let number = version_number(&request)?;
    let expected = form.get("version").and_then(|text| text.parse().ok());
    // Without an expected version, 0 matches none, so the answer is a conflict.
    let restored = request.service.restore_connector(
        &request.environment,
        &flow,
        number,
        expected.unwrap_or_default(),
    );
    match restored.await {
        Ok(saved) => {
            let editor = format!("{}?saved={}", editor_url(&request, &flow), saved.version);
            Ok(Redirect::to(&editor).into_response())
        }
        Err(Error::VersionConflict { .. }) => {
            version_page(&request, true, StatusCode::PRECONDITION_FAILED).await
        }
        // The page finds and shows these errors itself.
        Err(Error::Fields(_)) => {
            version_page(&request, false, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn version_page(
    request: &AdminRequest,
    has_conflict: bool,
    status: StatusCode,
) -> Result<Response, Problem> {
    let connector = load_connector(request).await?;
    let (flow, number) = (&connector.flow, version_number(request)?);
    let service = &request.service;
    let version = service
        .connector_version(&request.environment, flow, number)
        .await?;
    // A version that was valid once may break a rule that came later. Then it can be read, but not restored.
    let params = ConnectUiParams::from_raw(&version.params);
    let (diff, unoffered_access) = match &params {
        Ok(params) => (
            diff_settings(&connector, version.direction, params),
            count_unoffered_access(request, flow, params.modes()).await?,
        ),
        Err(_) => (SettingsDiff::default(), None),
    };
    let errors = params.err().unwrap_or_default();
    let model = VersionPageModel {
        flow: flow.to_string(),
        direction: version.direction,
        json: version.params.to_pretty_json(),
        entry: version_entry(&version, None),
        current_version: connector.version,
        diff,
        rejections: errors
            .into_iter()
            .map(|e| format!("{}: {}", e.field, i18n::english(&e.detail)))
            .collect(),
        has_conflict,
        unoffered_access,
    };
    let document = document_with_preview(&format!("Version {number} of {flow}"), status);
    let layout = request.layout(Tab::Flows);
    let content = move || view! { <VersionPage layout=layout.clone() model=model.clone() /> };
    Ok(request.render(document, content))
}

fn version_number(request: &AdminRequest) -> Result<i64, Problem> {
    request.ids.get("version", |text| {
        text.parse()
            .map_err(|_| Refusal::new("bad_version", "A version is a number."))
    })
}

/// Returns versions, newest first, and whether there are older ones. Each names what it changed in the version before
/// it. With `before`, the list begins before that version.
pub async fn version_entries(
    request: &AdminRequest,
    flow: &FlowId,
    before: Option<i64>,
) -> Result<(Vec<VersionEntry>, bool), Problem> {
    let service = &request.service;
    let page = service
        .connector_history(&request.environment, flow, before)
        .await?;
    // `older` is the one after this page. The last entry of the page is compared with it.
    let all: Vec<_> = page.versions.iter().chain(&page.older).collect();
    let entries = page.versions.iter().enumerate().map(|(at, version)| {
        let older = &all[at + 1..];
        let identical = older.iter().find(|older| has_same_settings(version, older));
        VersionEntry {
            identical_to: identical.map(|older| older.version),
            ..version_entry(version, older.first().copied())
        }
    });
    Ok((entries.collect(), page.older.is_some()))
}

fn has_same_settings(one: &ConnectorVersion, other: &ConnectorVersion) -> bool {
    one.direction == other.direction && one.params == other.params
}

fn version_entry(version: &ConnectorVersion, older: Option<&ConnectorVersion>) -> VersionEntry {
    let params = |version: &ConnectorVersion| {
        // `from_raw` would refuse a version that breaks a rule that came later, and hide what it changed. Reading it
        // with serde checks its shape only.
        let value = serde_json::to_value(&version.params).ok()?;
        serde_json::from_value::<ConnectUiParams>(value).ok()
    };
    let changes = older.and_then(|older| {
        let (old_params, new_params) = (params(older)?, params(version)?);
        let old = ConnectorSettings {
            direction: older.direction,
            params: &old_params,
        };
        let new = ConnectorSettings {
            direction: version.direction,
            params: &new_params,
        };
        Some(describe_changes(old, new))
    });
    VersionEntry {
        version: version.version,
        actor: actor_name(&version.actor),
        saved_at: version.saved_at,
        changes,
        identical_to: None,
    }
}
