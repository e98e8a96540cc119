//! A page that is not there, or a form that was not taken.

use leptos::prelude::*;

#[component]
pub fn Refused(gone: bool, words: Vec<String>, request_id: Option<String>) -> impl IntoView {
    let title = if gone {
        "There is no such page"
    } else {
        "That did not work"
    };
    view! {
        <main class="widget admin">
            <header class="head">
                <h1>{title}</h1>
                {words.into_iter().map(|words| view! { <p dir="auto">{words}</p> }).collect_view()}
            </header>
            <div class="part">
                <p>"Go back in your browser, where nothing you typed is lost, or start from "<a href="/admin">"the flows"</a>"."</p>
                {request_id.map(|id| view! { <p class="quiet">"Request ID, which the log has as well: "<code>{id}</code></p> })}
            </div>
        </main>
    }
}
