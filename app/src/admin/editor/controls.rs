//! The settings as toggles: how tenants may give access, and which way files move.

use domain::Direction;
use leptos::prelude::*;

#[component]
pub fn Access(keys: bool, role: bool, to_move: Option<ToMove>) -> AnyView {
    view! {
        <fieldset class="choice">
            <legend>"How tenants may give access"</legend>
            <Toggle id="access-by-keys" name="keys" title="Access keys" words="aws_access_key_id and aws_secret_access_key" on=keys />
            <Toggle id="access-by-role" name="role" title="Role with external ID" words="aws_external_id and aws_role_arn" on=role />
        </fieldset>
        <MovingNotice to_move />
    }
    .into_any()
}

/// Tenants who are connected in a way that is not offered. They stay so.
#[derive(Clone, Debug)]
pub struct ToMove {
    pub tenants: String,
    pub one: bool,
}

impl ToMove {
    fn words(&self) -> String {
        let (are, they) = if self.one {
            ("tenant is", "It stays connected and is")
        } else {
            ("tenants are", "They stay connected and are")
        };
        format!(
            "{} {are} connected in a way that is not offered here. {they} asked to change when they next open the widget.",
            self.tenants
        )
    }
}

#[component]
pub fn MovingNotice(to_move: Option<ToMove>) -> AnyView {
    let notice =
        to_move.map(|to_move| view! { <p class="notice" id="to-move">{to_move.words()}</p> });
    notice.into_any()
}

#[component]
fn Toggle(
    id: &'static str,
    name: &'static str,
    title: &'static str,
    words: &'static str,
    on: bool,
) -> AnyView {
    view! {
        <label class="option" for=id>
            <input type="checkbox" id=id name=name value="true" checked=on />
            <span><strong>{title}</strong><span class="description">{words}</span></span>
        </label>
    }
    .into_any()
}

#[component]
pub fn Way(direction: Option<Direction>) -> AnyView {
    view! {
        <fieldset class="choice" id="direction" tabindex="-1">
            <legend>"Direction"</legend>
            {Direction::ALL
                .into_iter()
                .map(|one| {
                    let (title, words) = match one {
                        Direction::Read => ("Read", "List and Get: files are fetched."),
                        Direction::Write => ("Write", "Put only: files are exported."),
                        Direction::Both => ("Both", "List, Get and Put."),
                    };
                    let id = format!("direction-{}", one.as_str());
                    view! {
                        <label class="option" for=id>
                            <input type="radio" id=id.clone() name="direction" value=one.as_str() checked=Some(one) == direction />
                            <span><strong>{title}</strong><span class="description">{words}</span></span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
    .into_any()
}
