//! The end of the tenant's way: back to the vendor.

use super::page_model::Widget;
use leptos::prelude::*;

/// Renders the link to where the vendor wants tenants to go when they are done. Empty if the vendor named no address.
///
/// The link leaves the frame, if the page is in one.
#[component]
pub fn WayBack(
    widget: Widget,
    class: &'static str,
    /// Whether nothing is left to do.
    is_done: bool,
) -> impl IntoView {
    let locale = widget.locale;
    let label = match (widget.vendor, is_done) {
        (Some(vendor), true) => locale.done_back(vendor),
        (None, true) => locale.done(),
        (Some(vendor), false) => locale.go_back_to(vendor),
        (None, false) => locale.go_back(),
    };
    widget
        .return_url
        .map(|url| view! { <a class=class href=url target="_top" rel="noreferrer">{label}</a> })
}
