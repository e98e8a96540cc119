//! The pages between the editor and a new version: the review of the changes, and the conflict if somebody else saved
//! meanwhile.

use super::flow_url::flow_url;
use super::settings_diff::{Comparison, SettingsDiff};
use super::unoffered_access::{UnofferedAccess, UnofferedAccessNotice};
use super::version_entry::{VersionChanges, VersionEntry, VersionHeading};
use crate::admin::form_token::Token;
use crate::admin::layout::{AdminPage, Layout};
use domain::Direction;
use leptos::prelude::*;

/// Settings that are about to be saved.
#[derive(Clone, Debug)]
pub struct PendingChange {
    pub flow: String,
    /// The version that the change replaces. The server refuses the change if another version is current by then.
    pub base_version: i64,
    pub direction: Direction,
    pub json: String,
    /// The changes against the current version.
    pub diff: SettingsDiff,
    pub unoffered_access: Option<UnofferedAccess>,
}

#[component]
pub fn ReviewPage(layout: Layout, pending: PendingChange) -> AnyView {
    let editor_url = flow_url(&layout, &pending.flow);
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Save these changes?"</h1>
                <p>"Flow " <code>{pending.flow.clone()}</code> ". Nothing is saved yet."</p>
            </header>
            <Decision title="What tenants will notice" action=editor_url pending>
                <button class="primary" name="action" value="save">"Confirm"</button>
                <button class="secondary" name="action" value="edit">"Back"</button>
            </Decision>
        </AdminPage>
    }
    .into_any()
}

/// Renders the page that lets an admin decide after somebody else saved a version in the meantime.
#[component]
pub fn ConflictPage(
    layout: Layout,
    /// The admin's settings, compared with the current version.
    pending: PendingChange,
    /// The versions that were saved in the meantime, the newest first.
    newer_versions: Vec<VersionEntry>,
) -> AnyView {
    let editor_url = flow_url(&layout, &pending.flow);
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Somebody else changed this flow in the meantime"</h1>
                <p role="alert">"Your changes are not saved, and they are not lost."</p>
            </header>
            <section class="part">
                <h2>"What they changed"</h2>
                <ol class="rows versions">
                    {newer_versions
                        .into_iter()
                        .map(|entry| view! { <li><VersionHeading entry=entry.clone() /> <VersionChanges entry /></li> })
                        .collect_view()}
                </ol>
            </section>
            <Decision title="What your version would change" action=editor_url.clone() pending>
                <button class="danger" name="action" value="save">"Overwrite with mine"</button>
                <button class="secondary" name="action" value="edit">"Keep editing mine"</button>
                <a class="secondary button" href=editor_url>"Start from theirs"</a>
            </Decision>
        </AdminPage>
    }
    .into_any()
}

/// Renders the changes with the buttons to decide. The form carries the settings along, because they are not stored yet.
#[component]
fn Decision(
    title: &'static str,
    action: String,
    pending: PendingChange,
    children: Children,
) -> AnyView {
    view! {
        <section class="part">
            <h2>{title}</h2>
            <Comparison diff=pending.diff />
            <UnofferedAccessNotice unoffered_access=pending.unoffered_access />
            <form method="post" action=action class="actions">
                <Token />
                <input type="hidden" name="version" value=pending.base_version.to_string() />
                <input type="hidden" name="direction" value=pending.direction.as_str() />
                <input type="hidden" name="json" value=pending.json />
                {children()}
            </form>
        </section>
    }
    .into_any()
}
