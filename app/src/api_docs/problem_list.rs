//! A list of problems, with their statuses.

use super::model::ProblemLine;
use leptos::prelude::*;

#[component]
pub fn ProblemList(problems: Vec<ProblemLine>) -> impl IntoView {
    view! {
        <ul class="problems">
            {problems
                .into_iter()
                .map(|problem| {
                    view! {
                        <li>
                            <span class="status">{problem.status}</span>
                            <code>{problem.code}</code>
                            <div class="text" inner_html=problem.description.0></div>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
