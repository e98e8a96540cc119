//! What a path template is at one moment, for one tenant.

use crate::{Error, Service};
use domain::refusal::{FEW_ERRORS, first_errors};
use domain::{FieldError, FlowId, PathTemplate, TenantId, Variable, Variables};
use std::collections::BTreeMap;
use store::TenantScope;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// A template resolved, or what keeps it from being so.
#[derive(Clone, Debug)]
pub struct PathPreview {
    pub resolved: Option<String>,
    pub variables: Vec<&'static str>,
    pub problems: Vec<FieldError>,
}

impl Service {
    /// The variables' values as they are now; those that belong to a job are examples.
    pub fn example_values(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        root: Option<&TenantId>,
    ) -> Variables {
        values_at(self.clock.moment(), scope, flow, root)
    }

    /// Resolves a template for a tenant, at a given time and with given values where the vendor has them.
    ///
    /// # Errors
    /// [`Error::Fields`] when the time or the name of a value is not understood; a wrong template is not an
    /// error but one of the preview's problems.
    pub fn path_preview(
        &self,
        (scope, flow, root): (&TenantScope, &FlowId, Option<&TenantId>),
        path_prefix: &str,
        at: Option<&str>,
        given: &BTreeMap<String, String>,
    ) -> Result<PathPreview, Error> {
        let mut errors = Vec::new();
        let moment = match at.map(|at| OffsetDateTime::parse(at, &Rfc3339)) {
            None => self.clock.moment(),
            Some(Ok(moment)) => moment.to_offset(time::UtcOffset::UTC),
            Some(Err(_)) => {
                errors.push(FieldError::new(
                    "at",
                    "bad_time",
                    "Give the time as RFC 3339, such as 2026-11-22T14:05:00Z.",
                ));
                self.clock.moment()
            }
        };
        let mut values = values_at(moment, scope, flow, root);
        let mut unknown = Vec::new();
        for (name, value) in given {
            match Variable::parse(name) {
                Some(variable) => drop(values.insert(variable, value.clone())),
                None => unknown.push(name),
            }
        }
        let unknown = unknown.into_iter().map(|name| {
            FieldError::new(
                &format!("values.{}", name.chars().take(64).collect::<String>()),
                "unknown_variable",
                "There is no variable of this name.",
            )
        });
        errors.extend(first_errors(unknown, FEW_ERRORS, "values"));
        if !errors.is_empty() {
            return Err(Error::Fields(errors));
        }
        let template = PathTemplate::parse_typed(path_prefix);
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
                .map(|refusal| refusal.clone().at("path_prefix"))
                .into_iter()
                .collect(),
            resolved: resolved.ok(),
        })
    }
}

pub(crate) fn values_at(
    moment: OffsetDateTime,
    scope: &TenantScope,
    flow: &FlowId,
    root: Option<&TenantId>,
) -> Variables {
    let tenant = &scope.tenant;
    let mut values = dates_at(moment);
    values.extend([
        (Variable::Tenant, tenant.to_string()),
        (Variable::RootTenantId, root.unwrap_or(tenant).to_string()),
        (Variable::Tap, "salesforce".to_owned()),
        (Variable::FlowId, flow.to_string()),
        (Variable::JobId, "jklc4".to_owned()),
        (Variable::EnvId, scope.environment.to_string()),
    ]);
    values
}

/// The variables that are of a moment, which is in UTC.
pub(crate) fn dates_at(moment: OffsetDateTime) -> Variables {
    let month = moment
        .format(format_description!("[year][month]"))
        .unwrap_or_default();
    let day = moment
        .format(format_description!("[year][month][day]"))
        .unwrap_or_default();
    Variables::from([(Variable::Date, month), (Variable::FullDate, day)])
}
