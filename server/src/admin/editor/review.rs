//! Before anything is saved: what changes by it, and what somebody else changed meanwhile.

use super::typed::Typed;
use super::{history, to_move};
use crate::admin::page::Place;
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{Compared, ConflictPage, Pending, ReviewPage};
use axum::http::StatusCode;
use axum::response::Response;
use domain::connect_ui::{Settings, changes};
use domain::{ConnectUiParams, Direction};
use leptos::prelude::*;
use service::Connector;
use similar::{ChangeTag, TextDiff};

/// Lines around a change.
const CONTEXT: usize = 3;

pub async fn review(
    place: &Place,
    connector: &Connector,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<Response, Problem> {
    let pending = pending(place, connector, direction, params).await?;
    let frame = place.frame(Tab::Flows);
    let content = move || {
        let (frame, pending) = (frame.clone(), pending.clone());
        view! { <ReviewPage frame pending /> }
    };
    Ok(place.page("Review", StatusCode::OK, content))
}

/// `connector` is what is there now; `typed` was made from an older version.
pub async fn conflict(
    place: &Place,
    connector: &Connector,
    typed: &Typed,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<Response, Problem> {
    let (mut between, _) = history::entries(place, &connector.flow, None).await?;
    between.retain(|entry| entry.version > typed.version);
    if typed.version < 1 {
        between.truncate(1);
    }
    let pending = pending(place, connector, direction, params).await?;
    let frame = place.frame(Tab::Flows);
    let content = move || {
        let (frame, pending, between) = (frame.clone(), pending.clone(), between.clone());
        view! { <ConflictPage frame pending between /> }
    };
    let status = StatusCode::PRECONDITION_FAILED;
    Ok(place.page("Conflict", status, content))
}

async fn pending(
    place: &Place,
    connector: &Connector,
    direction: Direction,
    params: &ConnectUiParams,
) -> Result<Pending, Problem> {
    Ok(Pending {
        flow: connector.flow.to_string(),
        version: connector.version,
        direction,
        text: params.to_raw().to_text(),
        changes: compared(connector, direction, params),
        to_move: to_move(place, &connector.flow, params.modes()).await?,
    })
}

/// What is there now beside what is to be.
pub fn compared(now: &Connector, direction: Direction, params: &ConnectUiParams) -> Compared {
    let before = Settings {
        direction: now.direction,
        params: &now.params,
    };
    let words = changes(before, Settings { direction, params });
    let (old, new) = (now.params.to_raw().to_text(), params.to_raw().to_text());
    let diff = TextDiff::from_lines(&old, &new);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            lines.push(('⋯', String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            lines.push((sign, change.value().trim_end_matches('\n').to_owned()));
        }
    }
    Compared { words, lines }
}
