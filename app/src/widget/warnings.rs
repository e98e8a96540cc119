//! What is worth knowing of a connection that works.

use super::setup::StatementToCopy;
use domain::Warning;
use leptos::prelude::*;

#[component]
pub fn Warnings(warnings: Vec<Warning>) -> impl IntoView {
    (!warnings.is_empty()).then(|| {
        view! {
            <section class="warnings" aria-labelledby="warnings">
                <h2 id="warnings">"Worth knowing"</h2>
                <ul>{warnings.into_iter().map(|warning| view! { <Row warning /> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Row(warning: Warning) -> impl IntoView {
    let code = warning.cause.code();
    view! {
        <li class="notice" id=format!("warning-{code}")>
            <p>{warning.detail}</p>
            <p>{warning.remedy.text}</p>
            {warning.remedy.statement.map(|statement| view! { <StatementToCopy statement id=format!("fix-{code}") about=code /> })}
        </li>
    }
}
