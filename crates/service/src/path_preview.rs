//! Previews of path templates: the path that a template yields for one tenant at one moment.

use crate::error::Error;
use crate::path_variables::variables_at;
use crate::service::Service;
use domain::refusal::{MAX_ERRORS_PER_KIND, limit_errors};
use domain::{FieldError, FlowId, PathTemplate, TenantId, Variable, Variables};
use std::collections::BTreeMap;
use store::TenantScope;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The path that a template yields, or the reasons why it yields none.
#[derive(Clone, Debug)]
pub struct PathPreview {
    pub resolved: Option<String>,
    pub variables: Vec<&'static str>,
    pub problems: Vec<FieldError>,
}

impl Service {
    /// Returns the present values of the variables. Those that belong to a job are examples.
    pub fn example_variables(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        root: Option<&TenantId>,
    ) -> Variables {
        variables_at(self.clock.now_utc(), scope, flow, root)
    }

    /// Resolves a template for a tenant. `at` sets the time, and `overrides` replaces the values of some variables.
    ///
    /// # Errors
    /// Returns [`Error::Fields`] if the time or the name of a variable is not valid. A template that is not valid is not
    /// an error, but one of the preview's problems.
    pub fn preview_path(
        &self,
        (scope, flow, root): (&TenantScope, &FlowId, Option<&TenantId>),
        path_prefix: &str,
        at: Option<&str>,
        overrides: &BTreeMap<String, String>,
    ) -> Result<PathPreview, Error> {
        let mut errors = Vec::new();
        // In UTC, a valid time can be beyond the last year that has a date.
        let in_utc = |moment: OffsetDateTime| moment.checked_to_offset(time::UtcOffset::UTC);
        let moment = match at.map(|at| OffsetDateTime::parse(at, &Rfc3339).map(in_utc)) {
            None => self.clock.now_utc(),
            Some(Ok(Some(moment))) => moment,
            Some(Ok(None) | Err(_)) => {
                errors.push(FieldError::new(
                    "at",
                    "bad_time",
                    "Enter the time as RFC 3339, such as 2026-11-22T14:05:00Z.",
                ));
                // Any time will do. This only continues in order to report the other errors too.
                self.clock.now_utc()
            }
        };
        let mut values = variables_at(moment, scope, flow, root);
        let mut unknown_names = Vec::new();
        for (name, value) in overrides {
            match Variable::parse(name) {
                Some(variable) => drop(values.insert(variable, value.clone())),
                None => unknown_names.push(name),
            }
        }
        let unknown = unknown_names.into_iter().map(|name| {
            FieldError::new(
                &format!("values.{}", name.chars().take(64).collect::<String>()),
                "unknown_variable",
                "There is no variable with this name.",
            )
        });
        errors.extend(limit_errors(unknown, MAX_ERRORS_PER_KIND, "values"));
        if !errors.is_empty() {
            return Err(Error::Fields(errors));
        }
        let template = PathTemplate::parse_user_input(path_prefix);
        let variables = template
            .as_ref()
            .map(PathTemplate::variables)
            .unwrap_or_default();
        let resolved = template.and_then(|template| template.resolve(&values));
        Ok(PathPreview {
            variables: variables.into_iter().map(Variable::name).collect(),
            problems: resolved
                .as_ref()
                .err()
                .map(|refusal| refusal.clone().for_field("path_prefix"))
                .into_iter()
                .collect(),
            resolved: resolved.ok(),
        })
    }
}
