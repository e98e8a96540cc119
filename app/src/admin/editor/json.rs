//! The JSON of the settings, with the number of each line, and what is wrong with it on its line.

use crate::textarea;
use leptos::prelude::*;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place in the settings, such as `connect_ui_params.bucket.type`.
    pub field: String,
    pub detail: String,
    /// From 1. Absent for what is not in the JSON.
    pub line: Option<usize>,
    pub column: Option<usize>,
}

/// More lines are not numbered.
const MOST_LINES: usize = 3_000;
/// There is room to write.
const LEAST_LINES: usize = 12;

#[component]
pub fn Json(text: String, problems: Vec<Problem>, alert: bool) -> AnyView {
    let lines = text.split('\n').count();
    let invalid = !problems.is_empty();
    view! {
        <section class="part json" id="json-part">
            <div class="title">
                <h2><label for="json">"connect_ui_params"</label></h2>
                <button class="secondary small without-follow" name="action" value="follow">"Take it over"</button>
            </div>
            <div class="code-area">
                <ol class="lines" id="lines" aria-hidden="true">
                    {text
                        .split('\n')
                        .take(MOST_LINES)
                        .enumerate()
                        .map(|(at, line)| numbered(line, at + 1, &problems))
                        .collect_view()}
                </ol>
                <textarea
                    id="json"
                    name="json"
                    rows=lines.clamp(LEAST_LINES, MOST_LINES).to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="none"
                    dir="ltr"
                    aria-describedby="problems"
                    aria-invalid=invalid.then_some("true")
                >
                    {textarea::text(&text)}
                </textarea>
            </div>
            <div id="problems" role=if alert { "alert" } else { "status" }>
                {invalid.then(|| view! { <ul class="problems">{problems.into_iter().map(listed).collect_view()}</ul> })}
            </div>
        </section>
    }
    .into_any()
}

/// A line that something is wrong with says so after its own text, which stands here once more, unseen, to
/// take up its room.
fn numbered(line: &str, number: usize, problems: &[Problem]) -> AnyView {
    let here = problems.iter().filter(|p| p.line == Some(number));
    let words: Vec<&str> = here.map(|p| p.detail.as_str()).collect();
    if words.is_empty() {
        return view! { <li></li> }.into_any();
    }
    view! {
        <li class="bad"><span class="ghost">{line.to_owned()}</span><span class="says">{words.join(" ")}</span></li>
    }
    .into_any()
}

fn listed(problem: Problem) -> impl IntoView {
    let place = problem.line.map(|line| {
        let words = match problem.column {
            Some(column) => format!("Line {line}, column {column}"),
            None => format!("Line {line}"),
        };
        view! { <a href="#json" data-line=line.to_string()>{words}</a> " " }
    });
    view! { <li>{place}{problem.detail}</li> }
}
