//! The document around every page: head, styles, the script that hydrates the islands, and the
//! Content-Security-Policy that allows only these.

use crate::frame::{LeaveQuestion, REPORT_TO_EMBEDDER};
use crate::look::{Look, Masthead};
use axum::body::Body;
use axum::http::header::{
    CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, InvalidHeaderValue,
};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use domain::theme::ColorScheme;
use hydration_context::SsrSharedContext;
use i18n::Locale;
use leptos::config::LeptosOptions;
use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;
use std::sync::Arc;

/// Everything about a document except its content.
#[derive(Clone, Debug)]
pub struct Document {
    pub locale: Locale,
    pub title: String,
    pub status: StatusCode,
    /// The origin that is allowed to show the page in a frame, besides our own.
    pub frame_ancestors: Option<String>,
    pub look: Look,
    /// CSS rules that only these pages need.
    pub style: &'static str,
    pub script: Script,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// No script.
    None,
    /// The islands, and the script that takes the connect link's token out of the address bar.
    Widget,
    /// Only the script that looks up whether this tab still has the token of its connect link.
    RestoreToken,
    /// The script of the admin pages: copy buttons and the colour picker.
    Admin,
    /// The script of the flow editor, which updates the form and the preview while the admin types.
    LiveEditor,
    /// No script, and no form can be sent. The flow editor shows the widget like this, in a frame.
    Preview,
}

/// Takes the token out of the address bar and the history entry, and keeps it for a reload of this tab. It runs before
/// anything else on the widget's page. `sessionStorage` throws where the browser blocks storage, such as in some frames.
const HIDE_TOKEN: &str = "(()=>{const u=new URL(location.href),t=u.searchParams.get('token');\
if(t){try{sessionStorage.setItem('connect',t)}catch(e){}history.replaceState(null,'',u.pathname)}})()";

/// Keeps what is typed before the first test for a reload of this tab.
const KEEP_DRAFT: &str = include_str!("widget/keep_draft.js");

/// Opens the connect link again with the token that [`HIDE_TOKEN`] kept. It runs on the page that was loaded without a
/// token, which is what a reload does.
const RESTORE_TOKEN: &str = "(()=>{try{const t=sessionStorage.getItem('connect');\
if(t){sessionStorage.removeItem('connect');location.replace(location.pathname+'?token='+encodeURIComponent(t))}}catch(e){}})()";

const ADMIN: &str = include_str!("admin/admin.js");
const LIVE_EDITOR: &str = include_str!("admin/editor/live_editor.js");

/// Makes leptos use the server's tokio runtime. Only the first call in a process has an effect.
pub fn init_executor() {
    let _ = any_spawner::Executor::init_tokio();
}

/// Renders a document and returns it as a response.
///
/// It renders in one pass instead of streaming through `leptos_axum`, because no part of a page waits for data.
pub fn render<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response<Body> {
    let (html, nonce) = render_html(options, document.clone(), content);
    respond(&document, html, &nonce)
}

/// Renders a document and returns its HTML with the nonce of its inline scripts and styles.
pub fn render_html<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> (String, String) {
    server_owner().with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|nonce| nonce.to_string());
        let html = shell(options, document, content).into_view().to_html();
        (html, nonce.unwrap_or_default())
    })
}

/// Returns a response with a document's HTML and a policy that allows the scripts and styles with the nonce.
pub fn respond(document: &Document, html: String, nonce: &str) -> Response<Body> {
    let (status, locale) = (document.status, document.locale);
    let policy = content_security_policy(document, nonce);
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    if let Ok(policy) = policy {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    // A page under `Cross-Origin-Embedder-Policy: require-corp` shows only frames that have these two headers. We load
    // nothing from another origin, and `frame-ancestors` still decides who can show the page.
    if document.frame_ancestors.is_some() {
        headers.insert(
            HeaderName::from_static("cross-origin-embedder-policy"),
            HeaderValue::from_static("require-corp"),
        );
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}

fn shell<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> impl IntoView {
    let script = document.script;
    let inline_script = match script {
        Script::None | Script::Preview => None,
        Script::Widget => Some(widget_scripts()),
        Script::RestoreToken => Some(RESTORE_TOKEN.to_owned()),
        Script::Admin => Some(ADMIN.to_owned()),
        Script::LiveEditor => Some(LIVE_EDITOR.to_owned()),
    };
    // Only a page that another site can show in a frame reports to it.
    let embedder = document.frame_ancestors;
    let report_script = embedder.is_some().then_some(REPORT_TO_EMBEDDER);
    let leave_question = embedder
        .is_some()
        .then(|| view! { <LeaveQuestion locale=document.locale /> });
    let is_failed = embedder.is_some() && script == Script::None;
    let look = document.look;
    let color_schemes = match look.scheme {
        ColorScheme::System => "light dark",
        ColorScheme::Light => "light",
        ColorScheme::Dark => "dark",
    };
    let css = format!("{}{}", document.style, look.css);
    let css = (!css.is_empty()).then_some(css);
    view! {
        <!DOCTYPE html>
        <html lang=document.locale.tag() dir=document.locale.direction().as_str() data-embedder=embedder data-failed=is_failed.then_some("")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=color_schemes />
                <meta name="robots" content="noindex" />
                <title>{document.title}</title>
                {report_script.map(|script| view! { <script nonce=use_nonce() inner_html=script></script> })}
                {inline_script.map(|script| view! { <script nonce=use_nonce() inner_html=script></script> })}
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href=format!("/{}/{}.css", options.site_pkg_dir, options.output_name) />
                {css.map(|css| view! { <style nonce=use_nonce()>{css}</style> })}
                {(script == Script::Widget)
                    .then(|| {
                        view! {
                            <AutoReload options=options.clone() />
                            <HydrationScripts options=options.clone() islands=true />
                        }
                    })}
            </head>
            <body><Masthead look />{content()}{leave_question}</body>
        </html>
    }
}

/// Returns the inline scripts of the widget's page.
fn widget_scripts() -> String {
    format!("{HIDE_TOKEN};{KEEP_DRAFT}")
}

/// Writes the Content-Security-Policy. Each page gets the strictest policy that its script works with.
fn content_security_policy(
    document: &Document,
    nonce: &str,
) -> Result<HeaderValue, InvalidHeaderValue> {
    let nonce = format!("'nonce-{nonce}' ");
    let ancestors = document.frame_ancestors.as_deref().unwrap_or_default();
    // During development, cargo-leptos reloads the page through a WebSocket.
    let reload = if cfg!(debug_assertions) { " ws:" } else { "" };
    let styles = if document.style.is_empty() && document.look.css.is_empty() {
        String::new()
    } else {
        nonce.clone()
    };
    let scripts = match document.script {
        // An error page in a frame still reports to the page around it.
        Script::None if document.frame_ancestors.is_some() => nonce,
        Script::None | Script::Preview => "'none'".to_owned(),
        Script::RestoreToken | Script::Admin | Script::LiveEditor => nonce,
        // Browsers compile WebAssembly only where the policy allows it.
        Script::Widget => format!("'self' {nonce}'wasm-unsafe-eval'"),
    };
    let (forms, frames) = match document.script {
        Script::Preview => ("'none'", "'none'"),
        Script::LiveEditor => ("'self'", "'self'"),
        Script::None | Script::Widget | Script::RestoreToken | Script::Admin => {
            ("'self'", "'none'")
        }
    };
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self' {styles}; img-src 'self' data:; connect-src 'self'{reload}; \
         form-action {forms}; frame-src {frames}; base-uri 'none'; frame-ancestors 'self' {ancestors}"
    );
    HeaderValue::from_str(policy.trim())
}

/// Renders a part of a page, for a page that the browser already shows.
pub fn render_fragment<V: IntoView>(content: impl FnOnce() -> V) -> String {
    server_owner().with(|| content().into_view().to_html())
}

/// Creates the reactive owner for one rendering. Its context tells islands that they run on the server.
fn server_owner() -> Owner {
    Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())))
}
