//! Announcements for screen readers.

use leptos::prelude::*;

/// Announces a text. Screen readers read out what changes in the page's live region.
pub fn announce(text: &str) {
    if let Some(live_region) = document().get_element_by_id("live") {
        live_region.set_text_content(Some(text));
    }
}
