//! Deletes a tenant, after the admin has read what is lost.

use super::admin_request::AdminRequest;
use crate::problem::Problem;
use app::admin::{Confirmation, Tab};
use axum::response::Response;

/// Asks for confirmation before a tenant is deleted.
pub async fn confirm(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    let connections = request.service.connections(&scope).await?;
    let connected = match connections.as_slice() {
        [] => "It is not connected to any flow.".to_owned(),
        [only] => format!("It is connected to the flow {}.", only.flow),
        several => {
            let flows: Vec<&str> = several.iter().map(|it| it.flow.as_str()).collect();
            format!(
                "It is connected to {} flows: {}.",
                flows.len(),
                flows.join(", ")
            )
        }
    };
    let consequence = format!(
        "{connected} Its connections with their secrets, its attempts and its links are deleted, and what was fetched and exported is forgotten. Its links stop working at once. The log stays, without the tenant’s own data. If the tenant comes back, it gets a new external ID. Nothing changes in its AWS account. You can’t undo this."
    );
    let back = format!("/admin/{}/tenants/{}", request.environment, scope.tenant);
    let confirmation = Confirmation {
        question: "Delete the tenant",
        name: scope.tenant.to_string(),
        consequence,
        yes: "Yes, delete it",
        no: "Keep it",
        action: format!("{back}/delete"),
        back,
        is_destructive: true,
    };
    Ok(request.confirm_page("Delete a tenant", Tab::Tenants, confirmation))
}

/// Deletes the tenant with everything that belongs to it.
pub async fn delete(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    request.service.delete_tenant(&scope).await?;
    Ok(request.redirect_to("tenants?done=deleted"))
}
