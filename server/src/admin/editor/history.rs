//! Every version a flow's settings had: who saved it, what changed by it, and the way back.

use super::{address, connector, framing, review, to_move};
use crate::admin::log::who;
use crate::admin::page::Place;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{Compared, Entry, History, Version, VersionPage};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::connect_ui::{Settings, changes};
use domain::{ConnectUiParams, FlowId, Refusal};
use leptos::prelude::*;
use service::{ConnectorVersion, Error};

/// With `?before=`, those before a version.
pub async fn history(place: Place, query: Query) -> Result<Response, Problem> {
    let now = connector(&place).await?;
    let (flow, newest) = (now.flow, now.version);
    let before = query.get("before").parse().ok();
    let (entries, more) = entries(&place, &flow, before).await?;
    let here = format!("{}/history", address(&place, &flow));
    let last = entries.last().filter(|_| more);
    let next = last.map(|last| format!("{here}?before={}", last.version));
    let first = before.map(|_| here);
    let (frame, title) = (place.frame(Tab::Flows), format!("History of {flow}"));
    let content = move || {
        let (frame, flow, entries) = (frame.clone(), flow.to_string(), entries.clone());
        let (first, next) = (first.clone(), next.clone());
        view! { <History frame flow newest entries first next /> }
    };
    Ok(place.page(&title, StatusCode::OK, content))
}

pub async fn version(place: Place) -> Result<Response, Problem> {
    one(&place, false, StatusCode::OK).await
}

pub async fn restore(place: Place, form: Form) -> Result<Response, Problem> {
    let flow = connector(&place).await?.flow;
    let number = number(&place)?;
    let expected = form.get("version").and_then(|text| text.parse().ok());
    let restored = place.service.restore_connector(
        &place.environment,
        &flow,
        number,
        expected.unwrap_or_default(),
    );
    match restored.await {
        Ok(saved) => {
            let to = format!("{}?saved={}", address(&place, &flow), saved.version);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::VersionConflict { .. }) => {
            one(&place, true, StatusCode::PRECONDITION_FAILED).await
        }
        // The page says why.
        Err(Error::Fields(_)) => one(&place, false, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(other) => Err(other.into()),
    }
}

async fn one(place: &Place, conflict: bool, status: StatusCode) -> Result<Response, Problem> {
    let now = connector(place).await?;
    let (flow, number) = (&now.flow, number(place)?);
    let service = &place.service;
    let kept = service
        .connector_version(&place.environment, flow, number)
        .await?;
    let params = ConnectUiParams::from_raw(&kept.params);
    let (changes, moving) = match &params {
        Ok(params) => (
            review::compared(&now, kept.direction, params),
            to_move(place, flow, params.modes()).await?,
        ),
        Err(_) => (Compared::default(), None),
    };
    let errors = params.err().unwrap_or_default();
    let version = Version {
        flow: flow.to_string(),
        direction: kept.direction,
        text: kept.params.to_text(),
        entry: entry(&kept, None),
        newest: now.version,
        changes,
        refused: errors
            .into_iter()
            .map(|e| format!("{}: {}", e.field, i18n::english(&e.detail)))
            .collect(),
        conflict,
        to_move: moving,
    };
    let document = framing(&format!("Version {number} of {flow}"), status);
    let frame = place.frame(Tab::Flows);
    let content = move || view! { <VersionPage frame=frame.clone() version=version.clone() /> };
    Ok(place.show(document, content))
}

fn number(place: &Place) -> Result<i64, Problem> {
    place.ids.get("version", |text| {
        text.parse()
            .map_err(|_| Refusal::new("bad_version", "A version is a number."))
    })
}

/// The newest first, or those `before` a version, each against the one before it; and whether there are more.
pub async fn entries(
    place: &Place,
    flow: &FlowId,
    before: Option<i64>,
) -> Result<(Vec<Entry>, bool), Problem> {
    let service = &place.service;
    let page = service
        .connector_history(&place.environment, flow, before)
        .await?;
    let all: Vec<_> = page.versions.iter().chain(&page.older).collect();
    let entries = page.versions.iter().enumerate().map(|(at, version)| {
        let older = &all[at + 1..];
        let same = older.iter().find(|older| same(version, older));
        Entry {
            same_as: same.map(|older| older.version),
            ..entry(version, older.first().copied())
        }
    });
    Ok((entries.collect(), page.older.is_some()))
}

fn same(one: &ConnectorVersion, other: &ConnectorVersion) -> bool {
    one.direction == other.direction && one.params == other.params
}

fn entry(version: &ConnectorVersion, older: Option<&ConnectorVersion>) -> Entry {
    let params = |version: &ConnectorVersion| {
        // By its shape: a limit that came later does not hide what was changed.
        let value = serde_json::to_value(&version.params).ok()?;
        serde_json::from_value::<ConnectUiParams>(value).ok()
    };
    let words = older.and_then(|older| {
        let (before, after) = (params(older)?, params(version)?);
        let of = |version: &ConnectorVersion, params| (version.direction, params);
        let (old, new) = (of(older, &before), of(version, &after));
        let settings = |(direction, params)| Settings { direction, params };
        Some(changes(settings(old), settings(new)))
    });
    Entry {
        version: version.version,
        who: who(&version.actor),
        at: version.saved_at,
        words,
        same_as: None,
    }
}
