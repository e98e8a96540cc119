//! The history of a flow's settings: the list of versions, and the page of one version with the button to restore it.

use super::flow_url::flow_url;
use super::settings_diff::{Comparison, SettingsDiff};
use super::unoffered_access::{UnofferedAccess, UnofferedAccessNotice};
use super::version_entry::{VersionChanges, VersionEntry, VersionHeading};
use crate::admin::form_token::Token;
use crate::admin::layout::{AdminPage, Layout};
use crate::admin::pager::Pager;
use crate::date_time::format_date_time;
use domain::Direction;
use leptos::prelude::*;

#[component]
pub fn HistoryPage(
    layout: Layout,
    flow: String,
    current_version: i64,
    entries: Vec<VersionEntry>,
    /// The URL of the first page, unless this is it.
    first_page: Option<String>,
    next_page: Option<String>,
) -> AnyView {
    let editor_url = flow_url(&layout, &flow);
    let is_empty = entries.is_empty();
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"History of " <code>{flow}</code></h1>
                <p><a href=editor_url.clone()>"Current settings"</a></p>
            </header>
            {if is_empty {
                view! { <p class="part">"There are no older versions."</p> }.into_any()
            } else {
                view! {
                    <ol class="rows part versions">
                        {entries
                            .into_iter()
                            .map(|entry| {
                                let version = entry.version;
                                view! {
                                    <li>
                                        <VersionHeading entry=entry.clone() />
                                        <p>
                                            {(current_version == version).then_some("Current version. ")}
                                            <a href=format!("{editor_url}/history/{version}")>{format!("View version {version}")}</a>
                                        </p>
                                        <div class="what">
                                            {entry.identical_to.map(|same| view! { <p class="quiet">{format!("Same as version {same}.")}</p> })}
                                            <VersionChanges entry />
                                        </div>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ol>
                }
                    .into_any()
            }}
            <Pager first_page next_page />
        </AdminPage>
    }
    .into_any()
}

/// One version of the settings.
#[derive(Clone, Debug)]
pub struct VersionPageModel {
    pub flow: String,
    pub entry: VersionEntry,
    pub direction: Direction,
    pub json: String,
    pub current_version: i64,
    /// What restoring this version would change.
    pub diff: SettingsDiff,
    /// Why today's rules do not allow these settings. Empty if they do.
    pub rejections: Vec<String>,
    /// Whether somebody else saved a version while the admin was restoring this one.
    pub has_conflict: bool,
    pub unoffered_access: Option<UnofferedAccess>,
}

#[component]
pub fn VersionPage(layout: Layout, model: VersionPageModel) -> AnyView {
    let editor_url = flow_url(&layout, &model.flow);
    let number = model.entry.version;
    let page_url = format!("{editor_url}/history/{number}");
    let preview = format!("{editor_url}/preview?version={number}");
    let is_current = number == model.current_version;
    let can_restore = model.rejections.is_empty();
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>{format!("Version {number} of ")} <code>{model.flow.clone()}</code></h1>
                <p>"By " <bdi>{model.entry.actor.clone()}</bdi> ", " {format_date_time(model.entry.saved_at)} ". " <a href=format!("{editor_url}/history")>"History"</a></p>
            </header>
            {model
                .has_conflict
                .then(|| view! { <p class="notice" role="alert">"Somebody else changed this flow in the meantime. Nothing was restored. The comparison below is with the current version."</p> })}
            {(!is_current)
                .then(|| {
                    view! {
                        <section class="part">
                            <h2>"What tenants would notice"</h2>
                            {if can_restore {
                                view! {
                                    <Comparison diff=model.diff.clone() />
                                    <UnofferedAccessNotice unoffered_access=model.unoffered_access.clone() />
                                    <form method="post" action=page_url class="actions">
                                        <Token />
                                        <input type="hidden" name="version" value=model.current_version.to_string() />
                                        <button class="primary">"Restore this version"</button>
                                    </form>
                                }
                                    .into_any()
                            } else {
                                view! {
                                    <div class="notice" role="alert">
                                        <p>"You can’t restore this version, because today’s rules don’t allow its settings."</p>
                                        <ul class="changes">{model.rejections.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view()}</ul>
                                    </div>
                                }
                                    .into_any()
                            }}
                        </section>
                    }
                })}
            <section class="part">
                <h2>"Settings of this version"</h2>
                <p>"Direction: " {model.direction.as_str()}</p>
                <details>
                    <summary>"connect_ui_params"</summary>
                    <pre tabindex="0" role="region" aria-label="connect_ui_params"><code>{model.json}</code></pre>
                </details>
                <iframe id="frame" src=preview title="Preview of the widget"></iframe>
            </section>
        </AdminPage>
    }
    .into_any()
}
