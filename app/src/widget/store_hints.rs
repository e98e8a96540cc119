//! What tenants do at a store that is not AWS, below the endpoint.

use super::setup_guide::BoldText;
use crate::islands::STORE_HINTS_ID;
use domain::KnownStore;
use domain::endpoint::known_store_at;
use i18n::Locale;
use leptos::prelude::*;

/// Renders the hints for all stores that we know, and shows the one of the store in the endpoint. The island shows another
/// one when the tenant types another endpoint.
#[component]
pub fn StoreHints(locale: Locale, endpoint: String) -> impl IntoView {
    let current = known_store_at(endpoint.trim()).map(|found| found.store);
    let hints = KnownStore::ALL
        .into_iter()
        .map(|store| {
            view! {
                <p class="notice" data-domain=store.domain() hidden=current != Some(store)>
                    <BoldText text=text(locale, store) />
                </p>
            }
        })
        .collect_view();
    view! { <div id=STORE_HINTS_ID aria-live="polite">{hints}</div> }
}

fn text(locale: Locale, store: KnownStore) -> String {
    match store {
        KnownStore::CloudflareR2 => locale.store_hint_r2(),
        KnownStore::BackblazeB2 => locale.store_hint_b2(),
        KnownStore::Wasabi => locale.store_hint_wasabi(),
        KnownStore::GoogleCloudStorage => locale.store_hint_gcs(),
        KnownStore::Hetzner => locale.store_hint_hetzner(),
        KnownStore::DigitalOceanSpaces => locale.store_hint_spaces(),
    }
}
