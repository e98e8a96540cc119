//! The differences between two versions of a flow's settings.

use leptos::prelude::*;

#[derive(Clone, Debug, Default)]
pub struct SettingsDiff {
    /// The changes that tenants notice, in words.
    pub sentences: Vec<String>,
    /// The changed JSON, line by line. The sign is a space for an unchanged line, `-` for a removed one, `+` for a new one
    /// and `⋯` for lines that are left out.
    pub lines: Vec<(char, String)>,
}

#[component]
pub fn Comparison(diff: SettingsDiff) -> AnyView {
    let is_same = diff.lines.iter().all(|(sign, _)| *sign == ' ');
    view! {
        <ChangeList sentences=diff.sentences />
        {(!is_same)
            .then(|| {
                view! {
                    <details>
                        <summary>"Changes as JSON"</summary>
                        <pre class="diff" tabindex="0" role="region" aria-label="Changes as JSON">
                            <code>
                                {diff
                                    .lines
                                    .into_iter()
                                    .map(|(sign, line)| {
                                        let line = format!("{sign} {line}\n");
                                        match sign {
                                            '-' => view! { <del>{line}</del> }.into_any(),
                                            '+' => view! { <ins>{line}</ins> }.into_any(),
                                            _ => line.into_any(),
                                        }
                                    })
                                    .collect_view()}
                            </code>
                        </pre>
                    </details>
                }
            })}
    }
    .into_any()
}

/// Renders the changes in words.
#[component]
pub fn ChangeList(sentences: Vec<String>) -> AnyView {
    if sentences.is_empty() {
        return view! { <p class="quiet">"No changes that tenants would notice."</p> }.into_any();
    }
    let items = sentences
        .into_iter()
        .map(|sentence| view! { <li dir="auto">{sentence}</li> });
    view! { <ul class="changes">{items.collect_view()}</ul> }.into_any()
}
