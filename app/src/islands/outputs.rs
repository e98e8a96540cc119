//! What follows from what is typed, at once: the example of a path, the sentence.

use super::Typed;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::{PastedBucket, PathTemplate, Variables};
use leptos::prelude::*;

/// The bucket, or what stands for it until it is typed.
fn bucket_name(pasted: Option<&PastedBucket>) -> &str {
    pasted.map_or(BUCKET_PLACEHOLDER, |pasted| pasted.bucket.as_str())
}

/// What the path prefix would be at this moment, and the words before and after it.
#[island]
pub fn PrefixPreview(examples: Variables, before: String, after: String) -> impl IntoView {
    let typed = expect_context::<Typed>();
    let preview = move || {
        let (pasted, prefix) = typed.place();
        let bucket = bucket_name(pasted.as_ref());
        let resolved =
            PathTemplate::parse(&prefix).and_then(|template| template.resolve(&examples));
        resolved.map_or_else(|_| String::new(), |resolved| format!("{bucket}/{resolved}"))
    };
    let empty = move || typed.prefix.with(|prefix| prefix.trim().is_empty());
    view! {
        <p class="preview" hidden=empty>{before} <code dir="ltr">{preview}</code> {after}</p>
    }
}

/// What the vendor will do, in one sentence: the place where, and the words before and after it.
#[island]
pub fn Sentence(before: String, after: String) -> impl IntoView {
    let typed = expect_context::<Typed>();
    let place = move || {
        let (pasted, prefix) = typed.place();
        let prefix = PathTemplate::parse(&prefix)
            .map(|template| template.as_text())
            .unwrap_or_default();
        format!("{}/{prefix}", bucket_name(pasted.as_ref()))
    };
    view! { <p class="sentence">{before} <code dir="ltr">{place}</code> {after}</p> }
}
