//! The document around every admin page.

use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use app::admin::{FormToken, Layout};
use app::look::Look;
use app::shell::{Document, Script, render};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// Returns an admin document with this title. Admin pages are in English only.
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

/// Renders a document for anybody, signed in or not.
pub fn render_page<V: IntoView + 'static>(
    state: &AppState,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response {
    render(state.site.leptos.clone(), document, content)
}

/// Renders a document whose forms carry this admin's form token.
pub fn render_admin_page<V: IntoView + 'static>(
    state: &AppState,
    admin: &Admin,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response {
    let token = admin.form_token.clone();
    render_page(state, document, move || {
        provide_context(FormToken(token));
        content()
    })
}

/// Renders a page about the whole server and not one environment. `content` gets the layout.
pub fn render_server_page<V: IntoView + 'static>(
    state: &AppState,
    admin: &Admin,
    title: &str,
    status: StatusCode,
    content: impl FnOnce(Layout) -> V,
) -> Response {
    let document = Document {
        script: Script::Admin,
        ..document(title, status)
    };
    let layout = Layout {
        admin_name: admin.name.clone(),
        environment: None,
        tab: None,
    };
    render_admin_page(state, admin, document, move || content(layout))
}
