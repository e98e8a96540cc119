//! The scope that limits a query to one tenant's data.

use domain::{EnvironmentId, TenantId};

/// One tenant of one environment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    pub environment: EnvironmentId,
    pub tenant: TenantId,
}

impl TenantScope {
    pub fn new(environment: EnvironmentId, tenant: TenantId) -> Self {
        Self {
            environment,
            tenant,
        }
    }
}
