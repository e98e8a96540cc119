//! The controls for access and direction: how tenants can give access, and which way files move.

use super::unoffered_access::{UnofferedAccess, UnofferedAccessNotice};
use domain::Direction;
use leptos::prelude::*;

#[component]
pub fn AccessControls(
    offers_keys: bool,
    offers_role: bool,
    unoffered_access: Option<UnofferedAccess>,
) -> AnyView {
    view! {
        <fieldset class="choice">
            <legend>"How tenants can give access"</legend>
            <AccessToggle id="access-by-keys" name="keys" title="Access keys" description="aws_access_key_id and aws_secret_access_key" is_on=offers_keys />
            <AccessToggle id="access-by-role" name="role" title="Role with external ID" description="aws_external_id and aws_role_arn" is_on=offers_role />
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
    view! {
        <label class="option" for=id>
            <input type="checkbox" id=id name=name value="true" checked=is_on />
            <span><strong>{title}</strong><span class="description">{description}</span></span>
        </label>
    }
    .into_any()
}

#[component]
pub fn DirectionControls(direction: Option<Direction>) -> AnyView {
    view! {
        <fieldset class="choice" id="direction" tabindex="-1">
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
        </fieldset>
    }
    .into_any()
}
