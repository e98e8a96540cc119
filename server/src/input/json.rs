//! JSON bodies, read so that every mistake has its own words.

use super::{body, shortened};
use crate::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use domain::FieldError;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use std::fmt;

/// More values than the largest connector has: 64 KiB of options of three values each. Each value takes far more
/// memory than text.
const MAX_VALUES: usize = 10_000;
/// A path of names, as an error shows it.
const LONGEST_PATH: usize = 200;
const LONGEST_WORDS: usize = 300;

/// A JSON body. Unknown fields are refused by the type itself.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !kind.is_empty()
            && !kind
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case("application/json")
        {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "Send the body as application/json.",
            ));
        }
        let bytes = body(request, state).await?;
        from_json(&bytes).map(Self)
    }
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(Problem::bad_request(
            "bad_utf8",
            format!("The body is not UTF-8 at byte {}.", error.valid_up_to() + 1),
        ));
    }
    refuse_too_many_values(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = shortened(&error.path().to_string(), LONGEST_PATH);
        let inner = error.into_inner();
        // Some values of a wrong type come out as wrong syntax, such as a number for one of several words.
        if inner.is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            let mut problem = Problem::fields(vec![field_error(&path, &inner)]);
            "The body is JSON, but not what is expected here; see errors."
                .clone_into(&mut problem.detail);
            problem
        } else {
            Problem::bad_request(
                "bad_json",
                format!(
                    "The body is not valid JSON at line {}, column {}.",
                    inner.line(),
                    inner.column()
                ),
            )
        }
    })?;
    reader
        .end()
        .map_err(|_| Problem::bad_request("bad_json", "There is more after the JSON value."))?;
    Ok(value)
}

/// # Errors
/// Returns a problem if the body holds more values than any needs. What else is wrong with it, its reader says.
fn refuse_too_many_values(bytes: &[u8]) -> Result<(), Problem> {
    let mut count = 0;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    drop(Counter(&mut count).deserialize(&mut reader));
    if count > MAX_VALUES {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            format!("The body holds too many values; at most {MAX_VALUES} are taken."),
        ));
    }
    Ok(())
}

/// Counts the values in a JSON text and keeps none. It stops when there are too many.
struct Counter<'a>(&'a mut usize);

impl<'de> DeserializeSeed<'de> for Counter<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 += 1;
        if *self.0 > MAX_VALUES {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Counter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while all.next_element_seed(Counter(self.0))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while all.next_key::<IgnoredAny>()?.is_some() {
            all.next_value_seed(Counter(self.0))?;
        }
        Ok(())
    }
}

/// Of the field that it is about: one that is missing has no path of its own.
fn field_error(path: &str, error: &serde_json::Error) -> FieldError {
    let text = error.to_string();
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    match missing {
        Some((name, _)) => {
            let within = path.trim_end_matches('.');
            let dot = if within.is_empty() { "" } else { "." };
            let field = format!("{within}{dot}{name}");
            FieldError::new(&field, "required", "This is needed.")
        }
        None => FieldError::new(path, "bad_value", words(error)),
    }
}

/// serde's words, less the value it was given: that may be a secret in the wrong place.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(words, _)| words);
    let kept = ["unknown field", "duplicate field", "the field"]
        .iter()
        .any(|start| text.starts_with(start));
    if kept {
        format!("{}.", shortened(text, LONGEST_WORDS))
    } else if let Some((_, expected)) = text.rsplit_once(", expected ") {
        let expected = match expected {
            "i64" | "u64" | "u32" => "a whole number",
            "a map" => "an object",
            other if other.starts_with("struct ") => "an object",
            "a sequence" => "a list",
            other => other,
        };
        format!("Expected {expected}.")
    } else {
        "This value cannot be used here.".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Shape {
        tenant: String,
    }

    #[test]
    fn mistakes_have_their_own_codes_and_repeat_no_value() {
        for (body, code, words) in [
            (&b"{"[..], "bad_json", "line 1"),
            (b"{} x", "invalid_fields", "This is needed"),
            (b"{\"tenant\":\"a\"} x", "bad_json", "more after"),
            (b"\xff", "bad_utf8", "byte 1"),
            (
                b"{\"tenant\": \"a\", \"x\": 1}",
                "invalid_fields",
                "unknown field",
            ),
            (
                b"{\"tenant\": 90210}",
                "invalid_fields",
                "Expected a string",
            ),
            (b"\"hunter2secret\"", "invalid_fields", "Expected an object"),
            (b"", "invalid_fields", "This is needed"),
        ] {
            let problem = from_json::<Shape>(body).expect_err(code);
            let all = format!("{} {:?}", problem.detail, problem.errors);
            assert_eq!(problem.code, code, "{all}");
            assert!(all.contains(words), "{all}");
            assert!(!all.contains("90210") && !all.contains("hunter2"), "{all}");
        }
    }

    #[test]
    fn refuses_more_values_than_a_body_needs_before_it_keeps_any() {
        let zeros = |count: usize| format!("[{}0]", "0,".repeat(count - 1));
        let members = |count: usize| format!("{{{}\"\":0}}", "\"\":0,".repeat(count - 1));
        for (body, taken) in [
            (zeros(MAX_VALUES - 1), true),
            (zeros(MAX_VALUES), false),
            (members(MAX_VALUES - 1), true),
            (members(MAX_VALUES), false),
        ] {
            let read = from_json::<serde_json::Value>(body.as_bytes());
            let code = read.err().map(|problem| problem.code);
            assert_eq!(code, (!taken).then_some("body_too_large"), "{body:.20}");
        }
    }

    #[test]
    fn shortens_the_names_it_repeats() {
        let long = "n".repeat(50_000);
        for body in [
            format!("{{\"{long}\": 1}}"),
            format!("{{\"tenant\": {{\"{long}\": 1}}}}"),
        ] {
            let problem = from_json::<Shape>(body.as_bytes()).expect_err("refused");
            let all = format!("{} {:?}", problem.detail, problem.errors);
            assert!(all.len() < 1_000, "{} bytes", all.len());
        }
    }
}
