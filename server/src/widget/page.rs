//! Renders the widget's page.

use super::connect_form::unvalidated_form_state;
use super::page_model;
use super::widget_request::WidgetRequest;
use crate::input::Form;
use app::shell::render;
use app::widget::{RecentAction, View, WidgetPage, page_title};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::{SessionKind, WidgetState};

/// Renders the page with this view.
pub fn render_page(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    view: View,
    status: StatusCode,
) -> Response {
    let look = request.look(widget_state);
    let widget = page_model::widget(request, widget_state, &look);
    let document = request.document(look, page_title(&widget, &view), status);
    let options = request.state.site.leptos.clone();
    render(
        options,
        document,
        move || view! { <WidgetPage widget view /> },
    )
}

/// Renders the page with the posted form and an open setup guide for it.
pub fn render_form_with_setup_guide(
    request: &WidgetRequest,
    form: &Form,
    widget_state: &WidgetState,
    status: StatusCode,
) -> Response {
    // A forwarded link shows no form once the tenant is connected.
    let is_done =
        request.session.kind == SessionKind::Forwarded && widget_state.connection.is_some();
    let view = if is_done {
        page_model::current_view(request, widget_state, RecentAction::None)
    } else {
        let mut form_state = unvalidated_form_state(form, widget_state);
        form_state.setup_tabs.is_open = true;
        View::Form(Box::new(form_state))
    };
    render_page(request, widget_state, view, status)
}
