//! The API keys of an environment.

use super::form_token::Token;
use super::{Frame, Framed};
use crate::when::day_and_time;
use domain::FieldError;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct KeyRow {
    pub id: String,
    pub name: String,
    pub made_at: i64,
    pub made_by: String,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct KeyList {
    pub keys: Vec<KeyRow>,
    /// Made just now, with its name; shown this once.
    pub made: Option<(String, String)>,
    pub typed: String,
    pub errors: Vec<FieldError>,
    pub done: Option<&'static str>,
}

#[component]
pub fn Keys(frame: Frame, list: KeyList) -> impl IntoView {
    let home = format!("/admin/{}/keys", frame.environment_id());
    let (good, revoked): (Vec<_>, Vec<_>) = list
        .keys
        .into_iter()
        .partition(|key| key.revoked_at.is_none());
    let rows = |keys: Vec<KeyRow>, home: &str| {
        keys.into_iter()
            .map(|key| view! { <Row key_row=key home=home.to_owned() /> })
            .collect_view()
    };
    let none = good.is_empty();
    let any_revoked = !revoked.is_empty();
    let (good, revoked) = (rows(good, &home), rows(revoked, &home));
    view! {
        <Framed frame>
            <header class="head">
                <h1>"API keys"</h1>
                <p>"With one of these your own servers use the API, and see this environment and no other."</p>
            </header>
            {list.done.map(|done| view! { <p class="verdict passed" role="status">{done}</p> })}
            {list.made.map(|(name, key)| view! { <Made name key /> })}
            {if none {
                view! { <p class="part">"No key is good at present: nobody can use the API of this environment."</p> }.into_any()
            } else {
                view! { <ul class="rows part">{good}</ul> }.into_any()
            }}
            <form method="post" action=home.clone() class="part">
                <Token />
                <h2>"New key"</h2>
                {list.errors.into_iter().map(|e| view! { <p class="error" role="alert">{i18n::english(&e.detail)}</p> }).collect_view()}
                <div class="field">
                    <label for="name">"Name"</label>
                    <p class="description" id="name-d">"Who will use it, such as billing server. The log calls it so."</p>
                    <input id="name" name="name" value=list.typed required="" maxlength="80" aria-describedby="name-d" autocomplete="off" />
                </div>
                <p class="actions"><button class="secondary">"Make a key"</button></p>
            </form>
            {any_revoked
                .then(|| {
                    view! {
                        <details class="part">
                            <summary>"Revoked keys"</summary>
                            <ul class="rows">{revoked}</ul>
                        </details>
                    }
                })}
        </Framed>
    }
}

#[component]
fn Made(name: String, key: String) -> impl IntoView {
    view! {
        <div class="notice" role="status">
            <p>"The key " <strong dir="auto">{name}</strong> " is made. Copy it now: it is shown this once, and only its fingerprint is kept."</p>
            <div class="copyable"><input class="code" readonly="" value=key aria-label="The new API key" /></div>
        </div>
    }
}

#[component]
fn Row(key_row: KeyRow, home: String) -> impl IntoView {
    let KeyRow {
        id,
        name,
        made_at,
        made_by,
        last_used_at,
        revoked_at,
    } = key_row;
    let used = last_used_at.map_or("never used".to_owned(), |at| {
        format!("last used {}", day_and_time(at))
    });
    view! {
        <li>
            <div>
                <strong dir="auto">{name.clone()}</strong>
                <p class="quiet">
                    "made " {day_and_time(made_at)} " by " <span dir="auto">{made_by}</span> " · " {used}
                    {revoked_at.map(|at| format!(" · revoked {}", day_and_time(at)))}
                </p>
            </div>
            {revoked_at
                .is_none()
                .then(|| {
                    view! { <a class="button danger small" href=format!("{home}/{id}/revoke") aria-label=format!("Revoke {name}…")>"Revoke…"</a> }
                })}
        </li>
    }
}

/// Asks once more before a key is revoked. `last`: there is no other good one.
#[component]
pub fn ConfirmRevocation(frame: Frame, id: String, name: String, last: bool) -> impl IntoView {
    let home = format!("/admin/{}/keys", frame.environment_id());
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Revoke the key “" <span dir="auto">{name}</span> "”?"</h1>
                <p>"Whoever uses it is refused from then on, at once and for good. A restart does not bring it back, whatever the settings of the server say."</p>
            </header>
            {last.then(|| view! { <p class="notice">"It is the only one: until you make another, nobody can use the API of this environment."</p> })}
            <form method="post" action=format!("{home}/{id}/revoke") class="actions">
                <Token />
                <button class="danger">"Yes, revoke it"</button>
                <a class="button secondary" href=home.clone()>"Keep it"</a>
            </form>
        </Framed>
    }
}
