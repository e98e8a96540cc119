//! Turns the widget's state into the models of its page.

use super::connect_form::attempted_form_state;
use super::connection_view::connection_view;
use super::widget_request::WidgetRequest;
use app::look::Look;
use app::widget::{
    ConnectionView, ForwardedConnection, ForwardedRequest, RecentAction, View, Widget,
};
use domain::Notice;
use service::{Connection, SessionKind, WidgetState};

/// Returns what every view of the page needs.
pub fn widget(request: &WidgetRequest, widget_state: &WidgetState, look: &Look) -> Widget {
    let WidgetRequest {
        state,
        token,
        session,
        locale,
    } = request;
    // The link's root tenant comes first. The tenant's own is that of the last link that named one.
    let root_tenant = session
        .root_tenant
        .as_ref()
        .or(widget_state.tenant.root_tenant.as_ref());
    Widget {
        locale: *locale,
        vendor: look.name.clone(),
        token: token.clone(),
        direction: widget_state.connector.direction,
        params: widget_state.connector.params.clone(),
        external_id: widget_state.tenant.external_id.clone(),
        requirements: widget_state.requirements.clone(),
        examples: state
            .service
            .example_variables(&session.scope, &session.flow, root_tenant),
        sandbox_console: state.site.sandbox_console.clone(),
        forwarded: (session.kind == SessionKind::Forwarded).then(|| ForwardedRequest {
            asked_by: session.asked_by.clone(),
            expires_at: session.expires_at,
        }),
        return_url: session.return_url.clone(),
        can_be_framed: session.origin.is_some(),
    }
}

/// Returns the view of the connection, or of the form as it was last sent.
pub fn current_view(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    recent_action: RecentAction,
) -> View {
    match &widget_state.connection {
        Some(connection) => connected_view(request, connection, recent_action, Vec::new()),
        None => View::Form(Box::new(attempted_form_state(widget_state))),
    }
}

/// Returns the view of a connection.
pub fn connected_view(
    request: &WidgetRequest,
    connection: &Connection,
    recent_action: RecentAction,
    notices: Vec<Notice>,
) -> View {
    match request.session.kind {
        SessionKind::Tenant => View::Connected(Box::new(ConnectionView {
            notices,
            ..connection_view(connection, recent_action)
        })),
        // A forwarded link shows only as much as an AWS administrator needs to see that they are done.
        SessionKind::Forwarded => View::ForwardedDone(Box::new(ForwardedConnection {
            bucket: connection.bucket.to_string(),
            account: connection.account.clone(),
            fresh_warnings: (recent_action == RecentAction::Connected)
                .then(|| connection.report.warnings.clone()),
        })),
    }
}
