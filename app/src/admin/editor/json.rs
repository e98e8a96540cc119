//! The JSON of the settings, with the number of each line, and what is wrong with it on its line.

use super::mistake::Mistake;
use crate::textarea;
use leptos::prelude::*;

/// More lines are not numbered.
const MOST_LINES: usize = 3_000;
/// There is room to write.
const LEAST_LINES: usize = 12;

/// `mistakes` are those in the JSON.
#[component]
pub fn Json(text: String, mistakes: Vec<Mistake>) -> AnyView {
    let lines = text.split('\n').count();
    let invalid = !mistakes.is_empty();
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
                        .map(|(at, line)| numbered(line, at + 1, &mistakes))
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
            <div id="problems" role="status">
                {invalid.then(|| view! { <ul class="problems">{mistakes.into_iter().map(listed).collect_view()}</ul> })}
            </div>
        </section>
    }
    .into_any()
}

/// A line that something is wrong with says so after its own text, which stands here once more, unseen, to
/// take up its room.
fn numbered(line: &str, number: usize, mistakes: &[Mistake]) -> AnyView {
    let here = mistakes.iter().filter(|m| m.line == Some(number));
    let words: Vec<&str> = here.map(|m| m.detail.as_str()).collect();
    if words.is_empty() {
        return view! { <li></li> }.into_any();
    }
    view! {
        <li class="bad"><span class="ghost">{line.to_owned()}</span><span class="says">{words.join(" ")}</span></li>
    }
    .into_any()
}

fn listed(mistake: Mistake) -> impl IntoView {
    let line = mistake.line.map(|line| line.to_string());
    let place = mistake.place();
    let place = place.map(|place| view! { <a href="#json" data-line=line>{place}</a> " " });
    view! { <li>{place}{mistake.detail}</li> }
}
