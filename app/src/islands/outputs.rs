//! What follows from what is typed, at once: the example of a path, the sentence.

use super::Typed;
use domain::{Direction, PastedBucket, PathTemplate, Variables};
use leptos::prelude::*;

/// The bucket, or what stands for it until it is typed.
fn bucket_name(pasted: Option<&PastedBucket>) -> &str {
    pasted.map_or("your-bucket", |pasted| pasted.bucket.as_str())
}

/// What the path prefix would be at this moment.
#[island]
pub fn PrefixPreview(examples: Variables) -> impl IntoView {
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
        <p class="preview" hidden=empty>"For example: " <code>{preview}</code></p>
    }
}

/// What the vendor, who is “we” to a tenant, will do, in one sentence.
#[island]
pub fn Sentence(direction: Direction) -> impl IntoView {
    let typed = expect_context::<Typed>();
    let place = move || {
        let (pasted, prefix) = typed.place();
        let prefix = PathTemplate::parse(&prefix)
            .map(|template| template.as_text())
            .unwrap_or_default();
        format!("{}/{prefix}", bucket_name(pasted.as_ref()))
    };
    let does = match direction {
        Direction::Read => "We will read files from ",
        Direction::Write => "We will write files to ",
        Direction::Both => "We will read files from and write files to ",
    };
    view! { <p class="sentence">{does} <code>{place}</code></p> }
}
