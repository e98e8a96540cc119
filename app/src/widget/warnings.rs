//! What a tenant should know about a connection that works.

use super::setup_guide::copy_block::StatementToCopy;
use domain::Warning;
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn Warnings(locale: Locale, warnings: Vec<Warning>) -> impl IntoView {
    (!warnings.is_empty()).then(|| {
        view! {
            <section class="warnings" aria-labelledby="warnings">
                <h2 id="warnings">{locale.worth_knowing()}</h2>
                <ul>{warnings.into_iter().map(|warning| view! { <WarningItem locale warning /> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn WarningItem(locale: Locale, warning: Warning) -> impl IntoView {
    let code = warning.cause.code();
    let remedy = locale.translate(&warning.remedy.text);
    view! {
        <li class="notice" id=format!("warning-{code}")>
            <p>{locale.translate(&warning.detail)}</p>
            {(!remedy.is_empty()).then(|| view! { <p>{remedy}</p> })}
            {warning.remedy.statement.map(|statement| view! { <StatementToCopy locale statement id=format!("fix-{code}") purpose=code /> })}
        </li>
    }
}
