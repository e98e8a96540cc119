//! The flow that a check is about.

use crate::tenant_scope::TenantScope;
use domain::FlowId;

/// The flow that a check is about. The check takes seconds, so by the time its result is stored, the tenant may have been
/// deleted and created again. The new tenant must not get the result of the first.
#[derive(Clone, Copy, Debug)]
pub struct CheckedFlow<'a> {
    pub scope: &'a TenantScope,
    /// [`Tenant::created_at`](crate::Tenant::created_at), as it was read before the check.
    pub tenant_created_at: i64,
    pub flow: &'a FlowId,
}
