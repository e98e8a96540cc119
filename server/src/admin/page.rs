//! What the admin's pages have in common: the document, the frame, and where one is.

use super::session::Admin;
use crate::input::Ids;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::{FormToken, Frame, Tab};
use app::look::Look;
use app::shell::{Document, Script, render};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{EnvironmentId, FlowId, TenantId};
use leptos::prelude::*;
use service::{Error, Service, Tenant, TenantScope};

/// An environment of the path that is there, and who looks at it.
pub struct Place {
    pub state: AppState,
    pub environment: EnvironmentId,
    /// The use cases, done by this admin.
    pub service: Service,
    pub ids: Ids,
    admin: Admin,
}

impl Place {
    pub fn frame(&self, here: Tab) -> Frame {
        Frame {
            who: self.admin.name.clone(),
            environment: Some(self.environment.to_string()),
            here: Some(here),
        }
    }

    /// The tenant of the path, which has been named before, in this environment.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tenant(&self) -> Result<(TenantScope, Tenant), Problem> {
        let tenant = self.ids.get("tenant", TenantId::parse)?;
        let scope = TenantScope::new(self.environment.clone(), tenant);
        let tenant = self.service.known_tenant(&scope).await?;
        Ok((scope, tenant))
    }

    /// # Errors
    /// When the flow of the path cannot be one.
    pub fn flow(&self) -> Result<FlowId, Problem> {
        self.ids.get("flow", FlowId::parse)
    }

    /// On to a page of this environment, as the browser's next request.
    pub fn to(&self, page: &str) -> Response {
        Redirect::to(&format!("/admin/{}/{page}", self.environment)).into_response()
    }

    /// A page of this environment.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: &str,
        status: StatusCode,
        content: impl FnOnce() -> V,
    ) -> Response {
        self.show(document(title, status), content)
    }

    /// The same, in the look that tenants see.
    pub fn page_in<V: IntoView + 'static>(
        &self,
        title: &str,
        status: StatusCode,
        look: Look,
        content: impl FnOnce() -> V,
    ) -> Response {
        let document = Document {
            look: Look {
                // Whose page it is stands in the frame.
                name: None,
                logo: None,
                ..look
            },
            ..document(title, status)
        };
        self.show(document, content)
    }

    /// Renders a document whose forms this admin can send.
    pub fn show<V: IntoView + 'static>(
        &self,
        document: Document,
        content: impl FnOnce() -> V,
    ) -> Response {
        page_of(&self.state, &self.admin, document, content)
    }
}

impl FromRequestParts<AppState> for Place {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let admin = Admin::from_request_parts(parts, state).await?;
        let found = async {
            let ids = Ids::from_request_parts(parts, state).await?;
            let environment = ids.get("environment", EnvironmentId::parse)?;
            let all = state.service.environments().await?;
            if !all.contains(&environment) {
                return Err(Problem::from(Error::UnknownEnvironment(environment)));
            }
            Ok((ids, environment))
        };
        let (ids, environment) = found.await.map_err(Problem::into_response)?;
        Ok(Self {
            service: admin.acts(&state.service),
            state: state.clone(),
            environment,
            ids,
            admin,
        })
    }
}

/// Renders a document whose forms this admin can send.
pub fn page_of<V: IntoView + 'static>(
    state: &AppState,
    admin: &Admin,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response {
    let token = admin.form_token.clone();
    page(state, document, move || {
        provide_context(FormToken(token));
        content()
    })
}

/// Renders a document for whoever asks, signed in or not.
pub fn page<V: IntoView + 'static>(
    state: &AppState,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response {
    render(state.site.leptos.clone(), document, content)
}

pub fn document(title: &str, status: StatusCode) -> Document {
    Document {
        locale: i18n::Locale::English,
        title: format!("{title} · s3-connect"),
        status,
        frame_ancestors: None,
        look: Look::default(),
        style: app::admin::STYLE,
        script: Script::None,
    }
}
