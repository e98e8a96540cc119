//! What is worth knowing of a connection that works.

use super::setup::StatementToCopy;
use domain::Warning;
use leptos::prelude::*;
use words::Language;

#[component]
pub fn Warnings(say: Language, warnings: Vec<Warning>) -> impl IntoView {
    (!warnings.is_empty()).then(|| {
        view! {
            <section class="warnings" aria-labelledby="warnings">
                <h2 id="warnings">{say.worth_knowing()}</h2>
                <ul>{warnings.into_iter().map(|warning| view! { <Row say warning /> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Row(say: Language, warning: Warning) -> impl IntoView {
    let code = warning.cause.code();
    view! {
        <li class="notice" id=format!("warning-{code}")>
            <p>{say.say(&warning.detail)}</p>
            <p>{say.say(&warning.remedy.text)}</p>
            {warning.remedy.statement.map(|statement| view! { <StatementToCopy say statement id=format!("fix-{code}") about=code /> })}
        </li>
    }
}
