//! The hint for the store whose address is in the endpoint. The page has the hints of all stores.

use leptos::prelude::*;

/// The ID of the list of hints.
pub const STORE_HINTS_ID: &str = "store-hints";

/// Shows the hint of the store that an endpoint belongs to, and hides the others.
pub fn show_store_hint(endpoint: &str) {
    let list = document().get_element_by_id(STORE_HINTS_ID);
    let mut next = list.and_then(|list| list.first_element_child());
    while let Some(hint) = next {
        let domain = hint.get_attribute("data-domain").unwrap_or_default();
        let _ = if endpoint.contains(&domain) {
            hint.remove_attribute("hidden")
        } else {
            hint.set_attribute("hidden", "")
        };
        next = hint.next_element_sibling();
    }
}
