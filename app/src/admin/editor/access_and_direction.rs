//! The controls for access and direction: how tenants can give access, and which way files move.

use super::control::{ShownValue, TICKED};
use super::unoffered_access::{UnofferedAccess, UnofferedAccessNotice};
use domain::{AccessMode, Direction, RawParams};
use leptos::prelude::*;

#[component]
pub fn AccessControls(
    params: RawParams,
    /// What is wrong with the access modes. Empty if nothing is.
    error: String,
    unoffered_access: Option<UnofferedAccess>,
) -> AnyView {
    view! {
        <fieldset class="choice" id="access" tabindex="-1" aria-describedby="access-error">
            <legend>"How tenants can give access"</legend>
            <AccessToggle id="access-by-keys" name="keys" title="Access keys" description="aws_access_key_id and aws_secret_access_key" is_on=params.has_access_mode(AccessMode::Keys) />
            <AccessToggle id="access-by-role" name="role" title="Role with external ID" description="aws_external_id and aws_role_arn" is_on=params.has_access_mode(AccessMode::Role) />
            <p class="error" id="access-error">{error}</p>
        </fieldset>
        <UnofferedAccessNotice unoffered_access />
    }
    .into_any()
}

#[component]
fn AccessToggle(
    id: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    is_on: bool,
) -> AnyView {
    let shown = if is_on { TICKED } else { "" }.to_owned();
    view! {
        <label class="option" for=id>
            <input type="checkbox" id=id name=name value=TICKED checked=is_on />
            <span><strong>{title}</strong><span class="description">{description}</span></span>
            <ShownValue control=name.to_owned() value=shown />
        </label>
    }
    .into_any()
}

#[component]
pub fn DirectionControls(direction: Option<Direction>, error: String) -> AnyView {
    view! {
        <fieldset class="choice" id="direction" tabindex="-1" aria-describedby="direction-error">
            <legend>"Direction"</legend>
            {Direction::ALL
                .into_iter()
                .map(|option| {
                    let (title, description) = match option {
                        Direction::Read => ("Read", "Fetch files (List and Get)."),
                        Direction::Write => ("Write", "Export files (Put)."),
                        Direction::Both => ("Both", "Fetch and export files (List, Get and Put)."),
                    };
                    let id = format!("direction-{}", option.as_str());
                    view! {
                        <label class="option" for=id>
                            <input type="radio" id=id.clone() name="direction" value=option.as_str() checked=Some(option) == direction />
                            <span><strong>{title}</strong><span class="description">{description}</span></span>
                        </label>
                    }
                })
                .collect_view()}
            <p class="error" id="direction-error">{error}</p>
        </fieldset>
    }
    .into_any()
}
