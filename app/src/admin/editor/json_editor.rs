//! The JSON side of the editor: the text with line numbers, and each mistake on its line.

use super::mistake::Mistake;
use crate::textarea;
use leptos::prelude::*;

/// Lines after these have no number.
const MAX_NUMBERED_LINES: usize = 3_000;
/// The height of a short text, so that there is room to write.
const MIN_ROWS: usize = 12;

/// Renders the JSON side. `mistakes` are those with a line.
#[component]
pub fn JsonEditor(text: String, mistakes: Vec<Mistake>) -> AnyView {
    let lines = text.split('\n').count();
    let invalid = !mistakes.is_empty();
    view! {
        <section class="part json" id="json-part">
            <div class="title">
                <h2><label for="json">"connect_ui_params"</label></h2>
                <button class="secondary small without-follow" name="action" value="follow">"Apply JSON"</button>
            </div>
            <div class="code-area">
                <ol class="lines" id="lines" aria-hidden="true">
                    {text
                        .split('\n')
                        .take(MAX_NUMBERED_LINES)
                        .enumerate()
                        .map(|(index, line)| numbered_line(line, index + 1, &mistakes))
                        .collect_view()}
                </ol>
                <textarea
                    id="json"
                    name="json"
                    rows=lines.clamp(MIN_ROWS, MAX_NUMBERED_LINES).to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="none"
                    dir="ltr"
                    aria-describedby="problems"
                    aria-invalid=invalid.then_some("true")
                >
                    {textarea::escape(&text)}
                </textarea>
            </div>
            <div id="problems" role="status">
                {invalid.then(|| view! { <ul class="problems">{mistakes.into_iter().map(mistake_item).collect_view()}</ul> })}
            </div>
        </section>
    }
    .into_any()
}

/// Renders the number of a line, with the mistakes that are on it.
///
/// The mistakes appear after the line's text, on top of the textarea. A hidden copy of the text keeps that place free.
fn numbered_line(line: &str, number: usize, mistakes: &[Mistake]) -> AnyView {
    let mistakes_here = mistakes.iter().filter(|m| m.line == Some(number));
    let details: Vec<&str> = mistakes_here.map(|m| m.detail.as_str()).collect();
    if details.is_empty() {
        return view! { <li></li> }.into_any();
    }
    view! {
        <li class="bad"><span class="ghost">{line.to_owned()}</span><span class="says">{details.join(" ")}</span></li>
    }
    .into_any()
}

fn mistake_item(mistake: Mistake) -> impl IntoView {
    let line = mistake.line.map(|line| line.to_string());
    let place = mistake.place_in_json();
    let place = place.map(|place| view! { <a href="#json" data-line=line>{place}</a> " " });
    view! { <li>{place}{mistake.detail}</li> }
}
