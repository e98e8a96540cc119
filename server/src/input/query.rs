//! The query of a request.

use super::truncate::truncate;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::FieldError;
use domain::refusal::{MAX_ERRORS_PER_KIND, limit_errors};

/// The longest query that any page or program needs holds a path prefix of 1,024 bytes, each of which takes three when
/// it is escaped.
const MAX_QUERY_BYTES: usize = 8 * 1024;
/// How much of an unknown name an error repeats.
const MAX_NAME_CHARS: usize = 64;

/// The names and values of a query.
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Returns the values of these fields, and an error for each field that is unknown or given twice. A missing field
    /// is empty.
    pub fn fields<const N: usize>(
        self,
        names: [&'static str; N],
    ) -> ([String; N], Vec<FieldError>) {
        let mut values: [Option<String>; N] = std::array::from_fn(|_| None);
        let mut rejected = Vec::new();
        for (name, value) in self.0 {
            match names.iter().position(|known| *known == name) {
                None => rejected.push((name, false)),
                Some(at) if values[at].is_some() => rejected.push((name, true)),
                Some(at) => values[at] = Some(value),
            }
        }
        let errors = rejected.into_iter().map(|(name, is_duplicate)| {
            let name = truncate(&name, MAX_NAME_CHARS);
            if is_duplicate {
                FieldError::new(&name, "duplicate_field", "This is given more than once.")
            } else {
                let detail = format!("The fields are {}.", names.join(", "));
                FieldError::new(&name, "unknown_field", detail)
            }
        });
        let errors = limit_errors(errors, MAX_ERRORS_PER_KIND, "query");
        (values.map(Option::unwrap_or_default), errors)
    }

    /// Returns the first value of this name without surrounding blanks, or an empty text.
    ///
    /// For pages: people edit addresses by hand, so a page ignores fields that it does not know.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Returns what [`Self::get`] returns, and `None` if it is empty.
    pub fn get_non_empty(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > MAX_QUERY_BYTES {
            let detail = format!(
                "The query (after the “?”) is too long; at most {MAX_QUERY_BYTES} bytes are accepted."
            );
            return Err(Problem::new(ProblemCode::QueryTooLong, detail));
        }
        Ok(Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}
