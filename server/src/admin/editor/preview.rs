//! The widget as a tenant would see it with these settings. It is nobody's, and nothing in it can be sent.

use super::connector;
use super::typed::Typed;
use crate::admin::page::{Place, document, page};
use crate::input::{Form, Query};
use crate::looks;
use crate::problem::Problem;
use app::message::{Message, MessagePage};
use app::shell::{Document, Script};
use app::widget::{View, Widget, WidgetPage};
use axum::http::StatusCode;
use axum::response::Response;
use domain::setup::{SetupName, Terms};
use domain::{ConnectUiParams, Direction, ExternalId, FlowId, TenantId};
use i18n::Locale;
use leptos::prelude::*;
use service::TenantScope;

/// Stand for those of whoever will open the widget.
const TENANT: &str = "acme";
const EXTERNAL_ID: &str = "each-tenant-has-one-of-its-own";

/// Of what is saved, now or with `?version=` earlier.
pub async fn preview(place: Place, query: Query) -> Result<Response, Problem> {
    let connector = connector(&place).await?;
    let Ok(version) = query.get("version").parse() else {
        return shown(
            &place,
            &connector.flow,
            connector.direction,
            connector.params,
        )
        .await;
    };
    let service = &place.service;
    let kept = service
        .connector_version(&place.environment, &connector.flow, version)
        .await?;
    match ConnectUiParams::from_raw(&kept.params) {
        Ok(params) => shown(&place, &connector.flow, kept.direction, params).await,
        Err(_) => Ok(nothing(&place, "Today’s rules refuse this version.")),
    }
}

/// Of what is typed.
pub async fn preview_typed(place: Place, form: Form) -> Result<Response, Problem> {
    let connector = connector(&place).await?;
    if let Ok((direction, params)) = Typed::read(&form, &connector).settings() {
        return shown(&place, &connector.flow, direction, params).await;
    }
    let words = "What is typed cannot be shown yet: something in it has to be mended first.";
    Ok(nothing(&place, words))
}

async fn shown(
    place: &Place,
    flow: &FlowId,
    direction: Direction,
    params: ConnectUiParams,
) -> Result<Response, Problem> {
    let service = &place.service;
    let ids = (TenantId::parse(TENANT), ExternalId::parse(EXTERNAL_ID));
    let (Ok(tenant), Ok(external_id)) = ids else {
        return Ok(nothing(place, "There is nothing to show."));
    };
    let scope = TenantScope::new(place.environment.clone(), tenant);
    let template_url = service.template_url(&place.environment).await?;
    let look = looks::of(&place.state, &place.environment).await;
    let widget = Widget {
        locale: Locale::English,
        vendor: look.name.clone(),
        token: String::new(),
        direction,
        params,
        terms: Terms {
            name: SetupName::new(&scope.environment, flow, &scope.tenant),
            direction,
            principal: service.principal(),
            external_ids: vec![external_id.clone()],
            template_url: template_url.map(Into::into),
        },
        external_id,
        examples: service.example_values(&scope, flow, None),
        sandbox_console: place.state.site.sandbox_console.clone(),
        forwarded_until: None,
    };
    let content = move || {
        let view = View::Form(Box::default());
        view! { <WidgetPage widget=widget.clone() view name="Preview" /> }
    };
    let document = Document {
        look,
        ..quiet(StatusCode::OK)
    };
    Ok(page(&place.state, document, content))
}

/// Says why there is none.
fn nothing(place: &Place, words: &str) -> Response {
    let message = Message {
        title: "No preview".to_owned(),
        text: words.to_owned(),
        action: String::new(),
        request_id: None,
    };
    let content = move || view! { <MessagePage locale=Locale::English message=message.clone() /> };
    page(
        &place.state,
        quiet(StatusCode::UNPROCESSABLE_ENTITY),
        content,
    )
}

fn quiet(status: StatusCode) -> Document {
    Document {
        // Tenants see it without.
        style: "",
        script: Script::Preview,
        ..document("Preview", status)
    }
}
