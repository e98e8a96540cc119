//! The links between the pages of a list.

use leptos::prelude::*;

/// Renders the links, as far as there are such pages. Lists are paged by an index, so there is no link to the page before.
#[component]
pub fn Pager(first_page: Option<String>, next_page: Option<String>) -> impl IntoView {
    (first_page.is_some() || next_page.is_some()).then(|| {
        view! {
            <nav class="actions pages" aria-label="Pages">
                {first_page.map(|url| view! { <a class="button secondary" href=url>"First page"</a> })}
                {next_page.map(|url| view! { <a class="button secondary" href=url rel="next">"Next page"</a> })}
            </nav>
        }
    })
}
