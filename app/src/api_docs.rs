//! The documentation of the REST API at `/v1/docs`, as a function of its model.

mod field_list;
mod model;
mod operation;
mod problem_list;
mod sidebar;

pub use model::{
    Answer, ApiDocs, DocField, DocObject, Html, Operation, OperationGroup, ProblemLine, Shape,
};

use field_list::FieldList;
use leptos::prelude::*;
use operation::OperationSection;
use problem_list::ProblemList;
use sidebar::Sidebar;

/// The CSS of this page. It is inline, so that tenants do not download it.
pub const STYLE: &str = include_str!("../../style/api-docs.css");

/// Renders the documentation.
#[component]
pub fn ApiDocsPage(docs: ApiDocs) -> impl IntoView {
    let sidebar = docs.groups.clone();
    let menu = docs.groups.clone();
    let has_objects = !docs.objects.is_empty();
    view! {
        <div class="api">
            <header class="api-bar">
                <a class="brand" href="#top">"s3-connect"</a>
                <span>"API reference"</span>
                <span class="quiet">{docs.version}</span>
                <a class="download" href="/v1/openapi.json">"OpenAPI document"</a>
            </header>
            <nav class="api-sidebar" aria-label="Contents">
                <Sidebar groups=sidebar has_objects />
            </nav>
            <details class="api-menu">
                <summary>"Contents"</summary>
                <nav aria-label="Contents">
                    <Sidebar groups=menu has_objects />
                </nav>
            </details>
            <main id="top">
                <section class="introduction">
                    <h1>"API reference"</h1>
                    <div class="text" inner_html=docs.introduction.0></div>
                    <h2 id="problems">"General problems"</h2>
                    <ProblemList problems=docs.problems />
                </section>
                {docs
                    .groups
                    .into_iter()
                    .map(|group| {
                        view! {
                            <section class="group" aria-labelledby=group.anchor.clone()>
                                <h2 id=group.anchor.clone()>{group.name}</h2>
                                <div class="text" inner_html=group.description.0></div>
                                {group.operations.into_iter().map(|operation| view! { <OperationSection operation /> }).collect_view()}
                            </section>
                        }
                    })
                    .collect_view()}
                {has_objects
                    .then(|| {
                        view! {
                            <section class="group" aria-labelledby="objects">
                                <h2 id="objects">"Objects"</h2>
                                <div class="text">
                                    <p>"What several answers contain."</p>
                                </div>
                                {docs
                                    .objects
                                    .into_iter()
                                    .map(|object| {
                                        view! {
                                            <article class="object" id=object.anchor>
                                                <h3>{object.name}</h3>
                                                <div class="text" inner_html=object.description.0></div>
                                                <FieldList fields=object.fields />
                                            </article>
                                        }
                                    })
                                    .collect_view()}
                            </section>
                        }
                    })}
            </main>
        </div>
    }
}
