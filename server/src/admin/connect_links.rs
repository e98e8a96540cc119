//! The pages where an admin creates and ends connect links.

use super::admin_request::AdminRequest;
use super::tenants::flow_names;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{Confirmation, ConnectLinkForm, CreatedLink, CreatedLinkPage, NewLinkPage, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, FlowId, Refusal, TenantId};
use leptos::prelude::*;
use secrecy::ExposeSecret as _;
use service::{ConnectLink, Error, NewSession};

/// Shows the form for a new link. The query can name its tenant and flow.
pub async fn new(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let input = ConnectLinkForm {
        tenant: query.get("tenant").to_owned(),
        flow: query.get("flow").to_owned(),
        ..ConnectLinkForm::default()
    };
    show_form(&request, input, StatusCode::OK).await
}

/// Creates a link, and shows it once.
pub async fn create(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let field = |name| form.get(name).unwrap_or_default().trim().to_owned();
    let mut input = ConnectLinkForm {
        tenant: field("tenant"),
        root_tenant: field("root_tenant"),
        flow: field("flow"),
        ttl_seconds: field("ttl_seconds"),
        locale: field("locale"),
        origin: field("origin"),
        ..ConnectLinkForm::default()
    };
    match create_link(&request, &input).await {
        Ok((link, tenant, flow)) => {
            let token = link.token.expose_secret();
            let link = CreatedLink {
                tenant: tenant.into(),
                flow: flow.into(),
                url: request.state.site.connect_link(token),
                expires_at: link.expires_at,
                origin: link.origin,
            };
            let layout = request.layout(Tab::Tenants);
            let content =
                move || view! { <CreatedLinkPage layout=layout.clone() link=link.clone() /> };
            Ok(request.page("Connect link", StatusCode::OK, content))
        }
        Err(Error::Fields(errors)) => {
            input.errors = errors;
            show_form(&request, input, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Parses the form and creates the link.
///
/// # Errors
/// - [`Error::Fields`] with all errors of the form.
/// - Every error of [`service::Service::create_session`].
async fn create_link(
    request: &AdminRequest,
    input: &ConnectLinkForm,
) -> Result<(ConnectLink, TenantId, FlowId), Error> {
    fn collect<T>(
        errors: &mut Vec<FieldError>,
        field: &str,
        value: Result<T, Refusal>,
    ) -> Option<T> {
        value
            .map_err(|refusal| errors.push(refusal.for_field(field)))
            .ok()
    }
    let non_empty = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut errors = Vec::new();
    let tenant = collect(&mut errors, "tenant", TenantId::parse(&input.tenant));
    let flow = collect(&mut errors, "flow", FlowId::parse(&input.flow));
    let root_tenant = non_empty(&input.root_tenant)
        .map(|root| TenantId::parse(&root))
        .transpose();
    let root_tenant = collect(&mut errors, "root_tenant", root_tenant);
    let (Some(tenant), Some(flow), Some(root_tenant)) = (tenant, flow, root_tenant) else {
        return Err(Error::Fields(errors));
    };
    let new = NewSession {
        tenant: tenant.clone(),
        flow: flow.clone(),
        root_tenant,
        origin: non_empty(&input.origin),
        // The form offers a list, so a text that is not a number means the default.
        ttl_seconds: input.ttl_seconds.parse().ok(),
        locale: non_empty(&input.locale),
        return_url: None,
    };
    let link = request
        .service
        .create_session(&request.environment, new)
        .await?;
    Ok((link, tenant, flow))
}

async fn show_form(
    request: &AdminRequest,
    input: ConnectLinkForm,
    status: StatusCode,
) -> Result<Response, Problem> {
    let connectors = request.service.connectors(&request.environment).await?;
    let form = ConnectLinkForm {
        flows: flow_names(&connectors),
        origins: request
            .service
            .allowed_origins(&request.environment)
            .await?,
        ..input
    };
    let layout = request.layout(Tab::Tenants);
    let content = move || view! { <NewLinkPage layout=layout.clone() form=form.clone() /> };
    Ok(request.page("New connect link", status, content))
}

/// Asks for confirmation before all links of a tenant end.
pub async fn confirm_end_all(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    let back = format!("/admin/{}/tenants/{}", request.environment, scope.tenant);
    let confirmation = Confirmation {
        question: "End all links of",
        name: scope.tenant.to_string(),
        consequence: "They stop working immediately, even for a tenant who has one open. Links that the tenant forwarded end too. Connections stay."
            .to_owned(),
        yes: "Yes, end them all",
        no: "Keep them",
        action: format!("{back}/links/end"),
        back,
        is_destructive: true,
    };
    Ok(request.confirm_page("End all links", Tab::Tenants, confirmation))
}

/// Ends all links of a tenant.
pub async fn end_all(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    request.service.end_links(&scope).await?;
    Ok(request.redirect_to(&format!("tenants/{}?done=ended", scope.tenant)))
}
