//! A signed-in admin's request for a page of one environment.

use super::document::{document, render_admin_page};
use crate::input::PathIds;
use crate::problem::Problem;
use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use app::admin::{ConfirmPage, Confirmation, Layout, Tab};
use app::look::Look;
use app::shell::{Document, Script};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{EnvironmentId, FlowId, TenantId};
use leptos::prelude::*;
use service::{Error, Service, Tenant, TenantScope};

/// A request by a signed-in admin, in the environment that the path names. The environment exists.
///
/// Most handlers of admin pages take it. It also renders their pages.
pub struct AdminRequest {
    pub state: AppState,
    pub environment: EnvironmentId,
    /// The service as this admin uses it.
    pub service: Service,
    pub ids: PathIds,
    admin: Admin,
}

impl AdminRequest {
    /// Returns the layout of a page under this tab.
    pub fn layout(&self, tab: Tab) -> Layout {
        Layout {
            admin_name: self.admin.name.clone(),
            environment: Some(self.environment.to_string()),
            tab: Some(tab),
        }
    }

    /// Returns the tenant that the path names.
    ///
    /// # Errors
    /// - `bad_id` if the path holds no valid tenant ID.
    /// - `unknown_tenant` if the environment has no such tenant.
    pub async fn tenant(&self) -> Result<(TenantScope, Tenant), Problem> {
        let tenant = self.ids.get("tenant", TenantId::parse)?;
        let scope = TenantScope::new(self.environment.clone(), tenant);
        let tenant = self.service.find_tenant(&scope).await?;
        Ok((scope, tenant))
    }

    /// Returns the flow that the path names. It need not exist.
    ///
    /// # Errors
    /// Returns `bad_id` if the path holds no valid flow ID.
    pub fn flow(&self) -> Result<FlowId, Problem> {
        self.ids.get("flow", FlowId::parse)
    }

    /// Redirects the browser to a page of this environment.
    ///
    /// After a change, so that reloading the page does not send the form again.
    pub fn redirect_to(&self, page: &str) -> Response {
        Redirect::to(&format!("/admin/{}/{page}", self.environment)).into_response()
    }

    /// Renders a page of this environment.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: &str,
        status: StatusCode,
        content: impl FnOnce() -> V,
    ) -> Response {
        let document = Document {
            script: Script::Admin,
            ..document(title, status)
        };
        self.render(document, content)
    }

    /// Renders a page under this tab that asks the admin to confirm an action.
    pub fn confirm_page(&self, title: &str, tab: Tab, confirmation: Confirmation) -> Response {
        let layout = self.layout(tab);
        let content = move || view! { <ConfirmPage layout confirmation /> };
        self.page(title, StatusCode::OK, content)
    }

    /// Renders a page of this environment in the colors and fonts that tenants see.
    pub fn page_with_look<V: IntoView + 'static>(
        &self,
        title: &str,
        status: StatusCode,
        look: Look,
        content: impl FnOnce() -> V,
    ) -> Response {
        let document = Document {
            look: Look {
                // The layout names the environment already. The vendor's name and logo would only repeat it.
                name: None,
                logo: None,
                ..look
            },
            script: Script::Admin,
            ..document(title, status)
        };
        self.render(document, content)
    }

    /// Renders a document whose forms carry this admin's form token.
    pub fn render<V: IntoView + 'static>(
        &self,
        document: Document,
        content: impl FnOnce() -> V,
    ) -> Response {
        render_admin_page(&self.state, &self.admin, document, content)
    }
}

impl FromRequestParts<AppState> for AdminRequest {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let admin = Admin::from_request_parts(parts, state).await?;
        let lookup = async {
            let ids = PathIds::from_request_parts(parts, state).await?;
            let environment = ids.get("environment", EnvironmentId::parse)?;
            let all = state.service.environments().await?;
            if !all.contains(&environment) {
                return Err(Problem::from(Error::UnknownEnvironment(environment)));
            }
            Ok((ids, environment))
        };
        let (ids, environment) = lookup.await.map_err(Problem::into_response)?;
        Ok(Self {
            service: admin.service(&state.service),
            state: state.clone(),
            environment,
            ids,
            admin,
        })
    }
}
