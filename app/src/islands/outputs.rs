//! What follows from what is typed: the example of a path, the sentence, the policy.

use super::Typed;
use domain::{Direction, Partition, PastedBucket, PathTemplate, PolicyInput, Variables};
use leptos::prelude::*;

/// The bucket, or what stands for it until it is typed.
fn bucket_name<'a>(pasted: Option<&'a PastedBucket>, unnamed: &'a str) -> &'a str {
    pasted.map_or(unnamed, |pasted| pasted.bucket.as_str())
}

/// What the path prefix would be at this moment, and the words before and after it.
#[island]
pub fn PrefixPreview(
    examples: Variables,
    unnamed: String,
    before: String,
    after: String,
) -> impl IntoView {
    let typed = expect_context::<Typed>();
    let preview = move || {
        let (pasted, prefix) = typed.place();
        let bucket = bucket_name(pasted.as_ref(), &unnamed);
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
pub fn Sentence(unnamed: String, before: String, after: String) -> impl IntoView {
    let typed = expect_context::<Typed>();
    let place = move || {
        let (pasted, prefix) = typed.place();
        let prefix = PathTemplate::parse(&prefix)
            .map(|template| template.as_text())
            .unwrap_or_default();
        format!("{}/{prefix}", bucket_name(pasted.as_ref(), &unnamed))
    };
    view! { <p class="sentence">{before} <code dir="ltr">{place}</code> {after}</p> }
}

/// The IAM policy with the bucket and prefix filled in.
#[island]
pub fn IamPolicy(direction: Direction, partition: Partition) -> impl IntoView {
    let typed = expect_context::<Typed>();
    move || {
        let (pasted, prefix) = typed.place();
        let template = PathTemplate::parse(&prefix).ok();
        PolicyInput {
            direction,
            bucket: pasted.as_ref().map(|p| &p.bucket),
            static_prefix: template.as_ref().map_or("", PathTemplate::static_prefix),
            partition,
            kms_key: None,
        }
        .iam_policy()
        .to_pretty_json()
    }
}
