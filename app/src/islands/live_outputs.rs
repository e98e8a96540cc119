//! Two texts that follow what the tenant types: the example of the path, and the place in the sentence about what the
//! vendor will do. The server uses the same functions for the first rendering.

use super::followed_fields::FieldSignals;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::{PastedBucket, PathTemplate, Variable, Variables};
use js_sys::{JSON, Reflect};
use leptos::prelude::*;

/// Returns what the path prefix resolves to right now. Empty if there is nothing to show, which hides the line.
pub fn example_path(bucket: &str, prefix: &str, examples: &Variables) -> String {
    if prefix.trim().is_empty() {
        return String::new();
    }
    let (bucket, prefix) = bucket_and_prefix(bucket, prefix);
    let resolved = PathTemplate::parse(&prefix).and_then(|template| template.resolve(examples));
    resolved.map_or_else(|_| String::new(), |resolved| bucket + "/" + &resolved)
}

/// Returns the place that the sentence about the vendor names: the bucket and the path prefix.
pub fn destination(bucket: &str, prefix: &str) -> String {
    let (bucket, prefix) = bucket_and_prefix(bucket, prefix);
    let prefix = PathTemplate::parse(&prefix).map(|template| template.to_text());
    bucket + "/" + &prefix.unwrap_or_default()
}

/// Returns the bucket's name and the prefix.
///
/// A placeholder stands for the bucket until its name is valid. A prefix that was pasted with the bucket counts if the
/// prefix field is empty.
fn bucket_and_prefix(bucket: &str, prefix: &str) -> (String, String) {
    let Ok(pasted) = PastedBucket::parse(bucket) else {
        return (BUCKET_PLACEHOLDER.to_owned(), prefix.to_owned());
    };
    let pasted_prefix = pasted.prefix.filter(|_| prefix.trim().is_empty());
    (
        pasted.bucket.as_str().to_owned(),
        pasted_prefix.unwrap_or_else(|| prefix.to_owned()),
    )
}

/// Updates both texts whenever a field changes.
pub fn follow(fields: FieldSignals) {
    Effect::new(move || {
        let (bucket, prefix) = (fields.bucket.read(), fields.prefix.read());
        set_text(".preview code", || {
            example_path(&bucket, &prefix, &variable_examples().unwrap_or_default())
        });
        set_text(".sentence code", || destination(&bucket, &prefix));
    });
}

fn set_text(selector: &str, text: impl FnOnce() -> String) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        element.set_text_content(Some(&text()));
    }
}

/// Reads the current values of the path variables from the page.
fn variable_examples() -> Option<Variables> {
    let line = document().query_selector(".preview").ok()??;
    let values = JSON::parse(&line.get_attribute("data-examples")?).ok()?;
    let value = |variable: Variable| {
        Reflect::get(&values, &variable.name().into())
            .ok()?
            .as_string()
    };
    let all = Variable::ALL.into_iter();
    Some(
        all.filter_map(|variable| Some((variable, value(variable)?)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_the_typed_bucket_and_prefix() {
        let examples = Variables::from([(Variable::Tenant, "acme".to_owned())]);
        for (bucket, prefix, example_line, destination_line) in [
            ("", "", "", "your-bucket/"),
            ("my-data", " ", "", "my-data/"),
            ("my-data", "in", "my-data/in/", "my-data/in/"),
            ("s3://my-data/in", "", "", "my-data/in/"),
            ("s3://my-data/in", "out", "my-data/out/", "my-data/out/"),
            ("my-data", "{tenant}", "my-data/acme/", "my-data/{tenant}/"),
            ("my-data", "{tap}", "", "my-data/{tap}/"),
            ("my-data", "{nobody}", "", "my-data/"),
            ("No Bucket", "in", "your-bucket/in/", "your-bucket/in/"),
        ] {
            let texts = (
                example_path(bucket, prefix, &examples),
                destination(bucket, prefix),
            );
            let expected = (example_line, destination_line.to_owned());
            assert_eq!(
                (texts.0.as_str(), texts.1),
                expected,
                "{bucket:?} {prefix:?}"
            );
        }
    }
}
