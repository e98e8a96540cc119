//! The list of an environment's API keys, and the forms to create and revoke them.

use super::copyable::CopyableInput;
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use crate::date_time::format_date_time;
use domain::FieldError;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ApiKeyRow {
    pub id: String,
    pub name: String,
    pub created_at: i64,
    pub created_by: String,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct ApiKeysPageModel {
    pub keys: Vec<ApiKeyRow>,
    /// The name and the value of the key that was just created. Only its hash is stored, so the admin sees the value this
    /// one time.
    pub created: Option<(String, String)>,
    /// What the form holds after it was refused.
    pub new_name: String,
    pub errors: Vec<FieldError>,
    /// What the admin just did.
    pub success: Option<&'static str>,
}

#[component]
pub fn ApiKeysPage(layout: Layout, model: ApiKeysPageModel) -> impl IntoView {
    let page_url = format!("/admin/{}/keys", layout.environment_id());
    let (active, revoked): (Vec<_>, Vec<_>) = model
        .keys
        .into_iter()
        .partition(|key| key.revoked_at.is_none());
    let rows = |keys: Vec<ApiKeyRow>, page_url: &str| {
        keys.into_iter()
            .map(|key| view! { <ApiKeyItem key_row=key page_url=page_url.to_owned() /> })
            .collect_view()
    };
    let has_no_active_key = active.is_empty();
    let has_revoked_keys = !revoked.is_empty();
    let (active, revoked) = (rows(active, &page_url), rows(revoked, &page_url));
    view! {
        <AdminPage layout wide=true>
            {model.created.map(|(name, key)| view! { <CreatedKey name key /> })}
            <header class="head">
                <h1>"API keys"</h1>
                <p>"Your servers use these keys to call the API. A key gives access to this environment only."</p>
            </header>
            {model.success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            {if has_no_active_key {
                view! { <p class="part">"There is no active key, so nobody can use the API of this environment."</p> }.into_any()
            } else {
                view! { <ul class="rows part">{active}</ul> }.into_any()
            }}
            <form method="post" action=page_url.clone() class="part">
                <Token />
                <h2>"New key"</h2>
                {model.errors.into_iter().map(|e| view! { <p class="error" role="alert">{i18n::english(&e.detail)}</p> }).collect_view()}
                <div class="field">
                    <label for="name">"Name"</label>
                    <p class="description" id="name-d">"Who will use the key, for example billing server. The log shows this name."</p>
                    <input id="name" name="name" value=model.new_name required="" maxlength="80" aria-describedby="name-d" autocomplete="off" />
                </div>
                <p class="actions"><button class="secondary">"Create key"</button></p>
            </form>
            {has_revoked_keys
                .then(|| {
                    view! {
                        <details class="part">
                            <summary>"Revoked keys"</summary>
                            <ul class="rows">{revoked}</ul>
                        </details>
                    }
                })}
        </AdminPage>
    }
}

#[component]
fn CreatedKey(name: String, key: String) -> impl IntoView {
    view! {
        <div class="notice secret" role="status">
            <p>"The key " <strong dir="auto">{name}</strong> " was created. Copy it now. You won’t see it again, because only its hash is stored."</p>
            <CopyableInput id="new-key" label="The new API key" value=key />
        </div>
    }
}

#[component]
fn ApiKeyItem(key_row: ApiKeyRow, page_url: String) -> impl IntoView {
    let ApiKeyRow {
        id,
        name,
        created_at,
        created_by,
        last_used_at,
        revoked_at,
    } = key_row;
    let last_use = last_used_at.map_or("never used".to_owned(), |at| {
        format!("last used {}", format_date_time(at))
    });
    view! {
        <li>
            <div>
                <strong dir="auto">{name.clone()}</strong>
                <p class="quiet">
                    "created " {format_date_time(created_at)} " by " <span dir="auto">{created_by}</span> " · " {last_use}
                    {revoked_at.map(|at| format!(" · revoked {}", format_date_time(at)))}
                </p>
            </div>
            {revoked_at
                .is_none()
                .then(|| {
                    view! { <a class="button danger small" href=format!("{page_url}/{id}/revoke") aria-label=format!("Revoke {name}…")>"Revoke…"</a> }
                })}
        </li>
    }
}

/// Asks the admin to confirm before a key is revoked. `is_last` means that there is no other active key.
#[component]
pub fn ConfirmRevocationPage(
    layout: Layout,
    id: String,
    name: String,
    is_last: bool,
) -> impl IntoView {
    let page_url = format!("/admin/{}/keys", layout.environment_id());
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Revoke the key “" <span dir="auto">{name}</span> "”?"</h1>
                <p>"Requests with this key fail from then on. You can’t undo this, and a restart doesn’t bring the key back, whatever the server’s settings say."</p>
            </header>
            {is_last.then(|| view! { <p class="notice">"This is the only active key. Until you create another one, nobody can use the API of this environment."</p> })}
            <form method="post" action=format!("{page_url}/{id}/revoke") class="actions">
                <Token />
                <button class="danger">"Yes, revoke it"</button>
                <a class="button secondary" href=page_url.clone()>"Keep it"</a>
            </form>
        </AdminPage>
    }
}
