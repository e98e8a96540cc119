//! The IDs in a request's path.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::Refusal;
use std::collections::BTreeMap;

/// The IDs in the path, by their names in the route.
pub struct PathIds(BTreeMap<String, String>);

impl PathIds {
    /// Parses the ID of this name.
    ///
    /// # Errors
    /// Returns `bad_id` if `parse` refuses the ID.
    pub fn get<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Result<T, Problem> {
        let text = self.0.get(name).map(String::as_str).unwrap_or_default();
        parse(text).map_err(|refusal| {
            let detail = i18n::english(&refusal.detail);
            let mut problem = Problem::new(ProblemCode::BadId, detail);
            problem.errors = Problem::invalid_fields(vec![refusal.for_field(name)]).errors;
            problem
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(ids)| Self(ids))
            // Every route of a handler that takes IDs has them, so only their bytes can be wrong.
            .map_err(|_| {
                Problem::new(
                    ProblemCode::BadPath,
                    "The address contains bytes that are not UTF-8.",
                )
            })
    }
}
