//! The contents: links to every operation.

use super::model::OperationGroup;
use leptos::prelude::*;

#[component]
pub fn Sidebar(groups: Vec<OperationGroup>, has_objects: bool) -> impl IntoView {
    view! {
        <ul>
            <li>
                <a class="group-link" href="#problems">"General problems"</a>
            </li>
            {groups
                .into_iter()
                .map(|group| {
                    view! {
                        <li>
                            <a class="group-link" href=format!("#{}", group.anchor)>{group.name}</a>
                            <ul>
                                {group
                                    .operations
                                    .into_iter()
                                    .map(|operation| {
                                        let class = format!("method {}", operation.method.to_lowercase());
                                        view! {
                                            <li>
                                                <a href=format!("#{}", operation.id)>
                                                    <span>{operation.summary}</span>
                                                    <span class=class>{operation.method}</span>
                                                </a>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </li>
                    }
                })
                .collect_view()}
            {has_objects
                .then(|| {
                    view! {
                        <li>
                            <a class="group-link" href="#objects">"Objects"</a>
                        </li>
                    }
                })}
        </ul>
    }
}
