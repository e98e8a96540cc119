//! Shows what follows from what is typed: the example of a path, and the place in the vendor's sentence. The server
//! renders both with these functions first.

use super::Typed;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::{PastedBucket, PathTemplate, Variable, Variables};
use js_sys::{JSON, Reflect};
use leptos::prelude::*;

/// Returns what the path prefix would be at this moment. Empty where there is none to show, which hides the line.
pub fn example(bucket: &str, prefix: &str, examples: &Variables) -> String {
    if prefix.trim().is_empty() {
        return String::new();
    }
    let (bucket, prefix) = place(bucket, prefix);
    let resolved = PathTemplate::parse(&prefix).and_then(|template| template.resolve(examples));
    resolved.map_or_else(|_| String::new(), |resolved| bucket + "/" + &resolved)
}

/// Returns the bucket and the path prefix, as the sentence about what the vendor will do names them.
pub fn destination(bucket: &str, prefix: &str) -> String {
    let (bucket, prefix) = place(bucket, prefix);
    let prefix = PathTemplate::parse(&prefix).map(|template| template.as_text());
    bucket + "/" + &prefix.unwrap_or_default()
}

/// Returns the bucket, or what stands for it until it is typed, and the prefix typed for it or pasted with it.
fn place(bucket: &str, typed: &str) -> (String, String) {
    let Ok(pasted) = PastedBucket::parse(bucket) else {
        return (BUCKET_PLACEHOLDER.to_owned(), typed.to_owned());
    };
    let prefix = pasted.prefix.filter(|_| typed.trim().is_empty());
    (
        pasted.bucket.as_str().to_owned(),
        prefix.unwrap_or_else(|| typed.to_owned()),
    )
}

/// Keeps both up to date.
pub fn follow(typed: Typed) {
    Effect::new(move || {
        let (bucket, prefix) = (typed.bucket.read(), typed.prefix.read());
        put(".preview code", || {
            example(&bucket, &prefix, &examples().unwrap_or_default())
        });
        put(".sentence code", || destination(&bucket, &prefix));
    });
}

fn put(selector: &str, text: impl FnOnce() -> String) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        element.set_text_content(Some(&text()));
    }
}

/// Reads the values that the page has for the variables of a path.
fn examples() -> Option<Variables> {
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
    fn both_lines_follow_what_is_typed() {
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
            let lines = (
                example(bucket, prefix, &examples),
                destination(bucket, prefix),
            );
            let expected = (example_line, destination_line.to_owned());
            assert_eq!(
                (lines.0.as_str(), lines.1),
                expected,
                "{bucket:?} {prefix:?}"
            );
        }
    }
}
