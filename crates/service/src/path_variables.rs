//! The values of the variables in path templates.

use domain::{FlowId, TenantId, Variable, Variables};
use store::TenantScope;
use time::OffsetDateTime;
use time::macros::format_description;

/// Returns the values of all variables at one moment. The variables that belong to a job have example values.
pub(crate) fn variables_at(
    moment: OffsetDateTime,
    scope: &TenantScope,
    flow: &FlowId,
    root: Option<&TenantId>,
) -> Variables {
    let tenant = &scope.tenant;
    let mut variables = date_variables(moment);
    variables.extend([
        (Variable::Tenant, tenant.to_string()),
        // Without a root tenant, a tenant is its own root.
        (Variable::RootTenantId, root.unwrap_or(tenant).to_string()),
        (Variable::Tap, "salesforce".to_owned()),
        (Variable::FlowId, flow.to_string()),
        (Variable::JobId, "jklc4".to_owned()),
        (Variable::EnvId, scope.environment.to_string()),
    ]);
    variables
}

/// Returns the values of the variables that are the same in every job of a tenant's flow. The root tenant is not among
/// them, because a connect session can change it.
pub(crate) fn constant_variables(scope: &TenantScope, flow: &FlowId) -> Variables {
    Variables::from([
        (Variable::Tenant, scope.tenant.to_string()),
        (Variable::FlowId, flow.to_string()),
        (Variable::EnvId, scope.environment.to_string()),
    ])
}

/// Returns the values of the date variables. The moment must be in UTC.
pub(crate) fn date_variables(moment: OffsetDateTime) -> Variables {
    let month = moment
        .format(format_description!("[year][month]"))
        .unwrap_or_default();
    let day = moment
        .format(format_description!("[year][month][day]"))
        .unwrap_or_default();
    Variables::from([(Variable::Date, month), (Variable::FullDate, day)])
}
