//! Reads JSON bodies. Each mistake gets an error of its own, which repeats no value of the body.

use super::body::read_body;
use super::truncate::truncate;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use domain::FieldError;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use std::fmt;

/// More values than the largest connector has, which is 64 KiB of options with three values each. The number is limited
/// because a value takes far more memory than its text.
const MAX_VALUES: usize = 10_000;
/// How much of a field's path an error repeats. The client chooses the names in it.
const MAX_PATH_CHARS: usize = 200;
const MAX_DETAIL_CHARS: usize = 300;

/// A JSON body. Whether unknown fields are refused is up to the type `T`.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        // A missing type is accepted, because many scripts send none. Another type is usually a form by mistake.
        if !content_type.is_empty()
            && !content_type
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case("application/json")
        {
            return Err(Problem::new(
                ProblemCode::NotJson,
                "Send the body as application/json.",
            ));
        }
        let bytes = read_body(request, state).await?;
        from_json(&bytes).map(Self)
    }
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // An empty body then gets an error that names the first missing field.
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(Problem::new(
            ProblemCode::BadUtf8,
            format!("The body is not UTF-8 at byte {}.", error.valid_up_to() + 1),
        ));
    }
    refuse_too_many_values(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = truncate(&error.path().to_string(), MAX_PATH_CHARS);
        let inner = error.into_inner();
        // serde reports some values of a wrong type as a syntax error, for example a number in place of an enum's text.
        // If the body parses as JSON, the syntax is not at fault.
        if inner.is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            let mut problem = Problem::invalid_fields(vec![field_error(&path, &inner)]);
            "The body is JSON, but not what is expected here; see errors."
                .clone_into(&mut problem.detail);
            problem
        } else {
            Problem::new(
                ProblemCode::BadJson,
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
        .map_err(|_| Problem::new(ProblemCode::BadJson, "There is more after the JSON value."))?;
    Ok(value)
}

/// Refuses bodies with too many values, before any value is stored.
///
/// # Errors
/// Returns `body_too_large` if the body holds more than [`MAX_VALUES`] values.
fn refuse_too_many_values(bytes: &[u8]) -> Result<(), Problem> {
    let mut count = 0;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    // Any other error is ignored here, because reading the body for its type finds it again with its path.
    drop(ValueCounter(&mut count).deserialize(&mut reader));
    if count > MAX_VALUES {
        return Err(Problem::new(
            ProblemCode::BodyTooLarge,
            format!("The body holds too many values; at most {MAX_VALUES} are accepted."),
        ));
    }
    Ok(())
}

/// Counts the values in a JSON text without storing them. Stops if there are too many.
struct ValueCounter<'a>(&'a mut usize);

impl<'de> DeserializeSeed<'de> for ValueCounter<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 += 1;
        if *self.0 > MAX_VALUES {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueCounter<'_> {
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
        while all.next_element_seed(ValueCounter(self.0))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while all.next_key::<IgnoredAny>()?.is_some() {
            all.next_value_seed(ValueCounter(self.0))?;
        }
        Ok(())
    }
}

/// Returns the error for the field at `path`, or for a missing field inside it.
fn field_error(path: &str, error: &serde_json::Error) -> FieldError {
    // serde reports a missing field at the path of its parent, and names it only in its message.
    let text = error.to_string();
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    match missing {
        Some((name, _)) => {
            let parent = path.trim_end_matches('.');
            let dot = if parent.is_empty() { "" } else { "." };
            let field = format!("{parent}{dot}{name}");
            FieldError::new(&field, "required", "This is needed.")
        }
        None => FieldError::new(path, "bad_value", detail_without_value(error)),
    }
}

/// Returns serde's message without the value that it quotes, because that may be a secret in the wrong field.
fn detail_without_value(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    // These messages quote names of fields, but no values.
    let quotes_no_value = ["unknown field", "duplicate field", "the field"]
        .iter()
        .any(|start| text.starts_with(start));
    if quotes_no_value {
        format!("{}.", truncate(text, MAX_DETAIL_CHARS))
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
    fn each_mistake_has_its_own_code_and_repeats_no_value() {
        for (body, code, expected) in [
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
            assert_eq!(problem.code.as_str(), code, "{all}");
            assert!(all.contains(expected), "{all}");
            assert!(!all.contains("90210") && !all.contains("hunter2"), "{all}");
        }
    }

    #[test]
    fn refuses_more_values_than_any_body_needs() {
        let zeros = |count: usize| format!("[{}0]", "0,".repeat(count - 1));
        let members = |count: usize| format!("{{{}\"\":0}}", "\"\":0,".repeat(count - 1));
        for (body, is_accepted) in [
            (zeros(MAX_VALUES - 1), true),
            (zeros(MAX_VALUES), false),
            (members(MAX_VALUES - 1), true),
            (members(MAX_VALUES), false),
        ] {
            let result = from_json::<serde_json::Value>(body.as_bytes());
            let code = result.err().map(|problem| problem.code);
            assert_eq!(
                code,
                (!is_accepted).then_some(ProblemCode::BodyTooLarge),
                "{body:.20}"
            );
        }
    }

    #[test]
    fn shortens_the_names_that_an_error_repeats() {
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
