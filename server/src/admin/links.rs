//! Connect links made and ended by hand.

use super::page::Place;
use super::tenants::flows;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{LinkForm, LinkMade, MadeLink, NewLink, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, FlowId, Refusal, TenantId};
use leptos::prelude::*;
use secrecy::ExposeSecret as _;
use service::{Error, NewSession, OpenedSession};

pub async fn form(place: Place, query: Query) -> Result<Response, Problem> {
    let filled = LinkForm {
        tenant: query.get("tenant").to_owned(),
        flow: query.get("flow").to_owned(),
        ..LinkForm::default()
    };
    show(&place, filled, StatusCode::OK).await
}

pub async fn make(place: Place, form: Form) -> Result<Response, Problem> {
    let field = |name| form.get(name).unwrap_or_default().trim().to_owned();
    let mut filled = LinkForm {
        tenant: field("tenant"),
        root_tenant: field("root_tenant"),
        flow: field("flow"),
        ttl: field("ttl_seconds"),
        locale: field("locale"),
        origin: field("origin"),
        ..LinkForm::default()
    };
    match open(&place, &filled).await {
        Ok((opened, tenant, flow)) => {
            let link = MadeLink {
                tenant: tenant.into(),
                flow: flow.into(),
                url: place.state.site.link(opened.token.expose_secret()),
                until: opened.expires_at,
                origin: opened.origin,
            };
            let frame = place.frame(Tab::Tenants);
            let content = move || view! { <LinkMade frame=frame.clone() link=link.clone() /> };
            Ok(place.page("Connect link", StatusCode::OK, content))
        }
        Err(Error::Fields(errors)) => {
            filled.errors = errors;
            show(&place, filled, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn open(
    place: &Place,
    filled: &LinkForm,
) -> Result<(OpenedSession, TenantId, FlowId), Error> {
    fn read<T>(errors: &mut Vec<FieldError>, field: &str, value: Result<T, Refusal>) -> Option<T> {
        value.map_err(|refusal| errors.push(refusal.at(field))).ok()
    }
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut errors = Vec::new();
    let tenant = read(&mut errors, "tenant", TenantId::parse(&filled.tenant));
    let flow = read(&mut errors, "flow", FlowId::parse(&filled.flow));
    let root = some(&filled.root_tenant)
        .map(|root| TenantId::parse(&root))
        .transpose();
    let root = read(&mut errors, "root_tenant", root);
    let (Some(tenant), Some(flow), Some(root_tenant)) = (tenant, flow, root) else {
        return Err(Error::Fields(errors));
    };
    let new = NewSession {
        tenant: tenant.clone(),
        flow: flow.clone(),
        root_tenant,
        origin: some(&filled.origin),
        ttl_seconds: filled.ttl.parse().ok(),
        locale: some(&filled.locale),
    };
    let opened = place
        .service
        .create_session(&place.environment, new)
        .await?;
    Ok((opened, tenant, flow))
}

async fn show(place: &Place, filled: LinkForm, status: StatusCode) -> Result<Response, Problem> {
    let connectors = place.service.connectors(&place.environment).await?;
    let form = LinkForm {
        flows: flows(&connectors),
        origins: place.service.allowed_origins(&place.environment).await?,
        ..filled
    };
    let frame = place.frame(Tab::Tenants);
    let content = move || view! { <NewLink frame=frame.clone() form=form.clone() /> };
    Ok(place.page("New connect link", status, content))
}

pub async fn end(place: Place) -> Result<Response, Problem> {
    let (scope, _) = place.tenant().await?;
    place.service.end_links(&scope).await?;
    Ok(place.to(&format!("tenants/{}?done=ended", scope.tenant)))
}
