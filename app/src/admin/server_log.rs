//! The log of the whole server: who signed in, who tried, and which environments were deleted.

use super::audit_log::{AuditEventList, AuditEventRow};
use super::layout::{AdminPage, Layout};
use super::pager::Pager;
use leptos::prelude::*;

#[component]
pub fn ServerLogPage(
    layout: Layout,
    events: Vec<AuditEventRow>,
    first_page: Option<String>,
    next_page: Option<String>,
) -> impl IntoView {
    let is_empty = events.is_empty();
    view! {
        <AdminPage layout wide=true>
            <header class="head">
                <h1>"Log of the server"</h1>
                <p>"Who signed in to these pages, who tried with a wrong key, and which environments were deleted. Sign-ins are kept for 400 days, the latest 1,000 of each kind. If there are very many wrong keys, only some are recorded."</p>
                <p><a href="/admin/environments">"Environments"</a></p>
            </header>
            {if is_empty {
                view! { <p class="part">"Nothing yet."</p> }.into_any()
            } else {
                view! { <section class="part" aria-label="Events"><AuditEventList events /></section> }.into_any()
            }}
            <Pager first_page next_page />
        </AdminPage>
    }
}
