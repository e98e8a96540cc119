//! One operation: what it does, takes and answers, beside a command that calls it.

use super::field_list::FieldList;
use super::model::{Answer, Operation};
use super::problem_list::ProblemList;
use leptos::prelude::*;

#[component]
pub fn OperationSection(operation: Operation) -> impl IntoView {
    let summary = operation.summary.clone();
    let class = format!("method {}", operation.method.to_lowercase());
    let anchor = operation.id.clone();
    let href = format!("#{anchor}");
    let examples: Vec<_> = operation
        .answers
        .iter()
        .filter_map(|answer| Some((answer.status.clone(), answer.example.clone()?)))
        .collect();
    view! {
        <article class="operation" id=anchor>
            <div class="description">
                <h3>
                    <a href=href>{operation.summary}</a>
                </h3>
                <p class="address">
                    <span class=class>{operation.method}</span>
                    <code>{operation.path}</code>
                </p>
                <div class="text" inner_html=operation.description.0></div>
                {(!operation.parameters.is_empty())
                    .then(|| {
                        view! {
                            <h4>"Parameters"</h4>
                            <FieldList fields=operation.parameters />
                        }
                    })}
                {operation
                    .body
                    .map(|body| {
                        view! {
                            <h4>"Body"</h4>
                            <div class="text" inner_html=body.description.0></div>
                            <FieldList fields=body.fields />
                        }
                    })}
                <h4>"Answer"</h4>
                {operation.answers.into_iter().map(|answer| view! { <AnswerPart answer /> }).collect_view()}
                {(!operation.problems.is_empty())
                    .then(|| {
                        view! {
                            <h4>"Problems"</h4>
                            <ProblemList problems=operation.problems />
                        }
                    })}
            </div>
            <div class="examples">
                <Example title="Request".to_owned() of=summary.clone() text=operation.curl />
                {examples
                    .into_iter()
                    .map(|(status, text)| view! { <Example title=format!("Answer {status}") of=summary.clone() text /> })
                    .collect_view()}
            </div>
        </article>
    }
}

#[component]
fn AnswerPart(answer: Answer) -> impl IntoView {
    view! {
        <div class="answer">
            <p class="status">
                <code>{answer.status}</code>
            </p>
            <div class="text" inner_html=answer.description.0></div>
        </div>
        {answer
            .shapes
            .into_iter()
            .map(|shape| {
                view! {
                    <div class="text" inner_html=shape.description.0></div>
                    <FieldList fields=shape.fields />
                }
            })
            .collect_view()}
    }
}

/// A block of code. It can be scrolled with the keyboard, and one click selects all of it.
#[component]
fn Example(title: String, of: String, text: String) -> impl IntoView {
    let label = format!("{title}: {of}");
    view! {
        <figure class="example">
            <figcaption>{title}</figcaption>
            <pre tabindex="0" role="group" aria-label=label>
                <code>{text}</code>
            </pre>
        </figure>
    }
}
