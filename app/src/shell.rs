//! The document around every page: head, style, the script that wakes the islands, and the
//! Content-Security-Policy that allows just these.

use crate::look::{Look, Masthead};
use axum::body::Body;
use axum::http::header::{
    CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, InvalidHeaderValue,
};
use axum::http::{HeaderValue, Response, StatusCode};
use domain::theme::Scheme;
use hydration_context::SsrSharedContext;
use i18n::Locale;
use leptos::config::LeptosOptions;
use leptos::nonce::{provide_nonce, use_nonce};
use leptos::prelude::*;
use std::sync::Arc;

/// What a document is besides its content.
#[derive(Clone, Debug)]
pub struct Document {
    pub locale: Locale,
    pub title: String,
    pub status: StatusCode,
    /// Who may show the page in a frame, besides ourselves.
    pub frame_ancestors: Option<String>,
    pub look: Look,
    /// Rules that these pages need beside the style sheet.
    pub style: &'static str,
    /// Pages that hold a connect link keep it over a reload, out of the address bar.
    pub script: Script,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Plain HTML.
    None,
    /// The islands, and the connect link taken out of the address bar.
    Widget,
    /// Only a look whether this tab still knows its connect link.
    Return,
    /// An admin's form whose other half, and a page in a frame, follow what is typed.
    Follow,
    /// Plain HTML that sends nothing.
    Preview,
}

/// Runs before anything else on the widget's page: the token leaves the address bar and the history entry
/// at once, and is kept for a reload of this tab only.
const HIDE_TOKEN: &str = "(()=>{const u=new URL(location.href),t=u.searchParams.get('token');\
if(t){try{sessionStorage.setItem('connect',t)}catch(e){}history.replaceState(null,'',u.pathname)}})()";

/// Runs on the page that has no token: after a reload the tab still has it.
const RETURN: &str = "(()=>{try{const t=sessionStorage.getItem('connect');\
if(t){sessionStorage.removeItem('connect');location.replace(location.pathname+'?token='+encodeURIComponent(t))}}catch(e){}})()";

const FOLLOW: &str = include_str!("admin/editor/follow.js");

/// Gives the pages' reactive parts the server's own executor. Once for a process; again does nothing.
pub fn start() {
    let _ = any_spawner::Executor::init_tokio();
}

/// Renders a whole document, at once: no part of a page waits for anything.
pub fn render<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> Response<Body> {
    let (html, nonce) = html(options, document.clone(), content);
    respond(&document, html, &nonce)
}

/// Renders a document's HTML. Its own scripts and styles bear the nonce that comes with it.
pub fn html<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> (String, String) {
    on_server().with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|nonce| nonce.to_string());
        let html = shell(options, document, content).into_view().to_html();
        (html, nonce.unwrap_or_default())
    })
}

/// Answers with a document's HTML, and with a policy that allows what bears the nonce.
pub fn respond(document: &Document, html: String, nonce: &str) -> Response<Body> {
    let (status, locale) = (document.status, document.locale);
    let policy = policy(document, nonce);
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
    response
}

fn shell<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl FnOnce() -> V,
) -> impl IntoView {
    let script = document.script;
    let early = match script {
        Script::None | Script::Preview => None,
        Script::Widget => Some(HIDE_TOKEN),
        Script::Return => Some(RETURN),
        Script::Follow => Some(FOLLOW),
    };
    let look = document.look;
    let schemes = match look.scheme {
        Scheme::System => "light dark",
        Scheme::Light => "light",
        Scheme::Dark => "dark",
    };
    let css = format!("{}{}", document.style, look.css);
    let css = (!css.is_empty()).then_some(css);
    view! {
        <!DOCTYPE html>
        <html lang=document.locale.tag() dir=document.locale.direction().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=schemes />
                <meta name="robots" content="noindex" />
                <title>{document.title}</title>
                {early.map(|early| view! { <script nonce=use_nonce() inner_html=early></script> })}
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
            <body><Masthead look />{content()}</body>
        </html>
    }
}

fn policy(document: &Document, nonce: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let nonce = format!("'nonce-{nonce}' ");
    let ancestors = document.frame_ancestors.as_deref().unwrap_or_default();
    // cargo-leptos reloads the page through a socket while one develops.
    let reload = if cfg!(debug_assertions) { " ws:" } else { "" };
    let styles = if document.style.is_empty() && document.look.css.is_empty() {
        String::new()
    } else {
        nonce.clone()
    };
    let scripts = match document.script {
        Script::None | Script::Preview => "'none'".to_owned(),
        Script::Return | Script::Follow => nonce,
        Script::Widget => format!("'self' {nonce}'wasm-unsafe-eval'"),
    };
    let (forms, frames) = match document.script {
        Script::Preview => ("'none'", "'none'"),
        Script::Follow => ("'self'", "'self'"),
        Script::None | Script::Widget | Script::Return => ("'self'", "'none'"),
    };
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self' {styles}; img-src 'self' data:; connect-src 'self'{reload}; \
         form-action {forms}; frame-src {frames}; base-uri 'none'; frame-ancestors 'self' {ancestors}"
    );
    HeaderValue::from_str(policy.trim())
}

/// Renders a piece of a page on its own, for a page that is already there.
pub fn fragment<V: IntoView>(content: impl FnOnce() -> V) -> String {
    on_server().with(|| content().into_view().to_html())
}

/// Where a page is rendered by itself. Islands in it know that there is no browser around.
fn on_server() -> Owner {
    Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())))
}
