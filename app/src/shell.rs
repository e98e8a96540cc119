//! The document around every page: head, style, the script that wakes the islands, and the
//! Content-Security-Policy that allows just these.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// What a document is besides its content.
#[derive(Clone, Debug)]
pub struct Document {
    pub title: String,
    pub status: StatusCode,
    /// Who may show the page in a frame, besides ourselves.
    pub frame_ancestors: Option<String>,
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
}

/// Runs before anything else on the widget's page: the token leaves the address bar and the history entry
/// at once, and is kept for a reload of this tab only.
const HIDE_TOKEN: &str = "(()=>{const u=new URL(location.href),t=u.searchParams.get('token');\
if(t){try{sessionStorage.setItem('connect',t)}catch(e){}history.replaceState(null,'',u.pathname)}})()";

/// Runs on the page that has no token: after a reload the tab still has it.
const RETURN: &str = "(()=>{try{const t=sessionStorage.getItem('connect');\
if(t){sessionStorage.removeItem('connect');location.replace(location.pathname+'?token='+encodeURIComponent(t))}}catch(e){}})()";

/// Gives the pages' reactive parts the server's own executor. Once for a process; again does nothing.
pub fn start() {
    let _ = any_spawner::Executor::init_tokio();
}

/// Renders a whole document.
pub async fn render<V>(
    options: LeptosOptions,
    document: Document,
    request: Request<Body>,
    content: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response<Body>
where
    V: IntoView + 'static,
{
    let status = document.status;
    let app = move || shell(options.clone(), document.clone(), content.clone());
    let mut response = leptos_axum::render_app_async_with_context(|| {}, app)(request).await;
    // An error page is still an HTML page; the status is the document's own.
    *response.status_mut() = status;
    response
}

fn shell<V: IntoView + 'static>(
    options: LeptosOptions,
    document: Document,
    content: impl Fn() -> V,
) -> impl IntoView {
    set_policy(&document);
    let script = document.script;
    let early = match script {
        Script::None => None,
        Script::Widget => Some(HIDE_TOKEN),
        Script::Return => Some(RETURN),
    };
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <meta name="referrer" content="no-referrer" />
                <title>{document.title}</title>
                {early.map(|early| view! { <script nonce=use_nonce()>{early}</script> })}
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href=format!("/{}/{}.css", options.site_pkg_dir, options.output_name) />
                {(script == Script::Widget)
                    .then(|| {
                        view! {
                            <AutoReload options=options.clone() />
                            <HydrationScripts options=options.clone() islands=true />
                        }
                    })}
            </head>
            <body>{content()}</body>
        </html>
    }
}

fn set_policy(document: &Document) {
    let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}' ")).unwrap_or_default();
    let scripts = match document.script {
        Script::None => "'none'".to_owned(),
        Script::Return => nonce,
        Script::Widget => format!("'self' {nonce}'wasm-unsafe-eval'"),
    };
    let ancestors = document.frame_ancestors.as_deref().unwrap_or_default();
    // cargo-leptos reloads the page through a socket while one develops.
    let reload = if cfg!(debug_assertions) { " ws:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'{reload}; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'self' {ancestors}"
    );
    if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(policy.trim())) {
        response.insert_header(HeaderName::from_static("content-security-policy"), policy);
    }
}

/// Renders a piece of a page on its own, for a page that is already there.
pub fn fragment<V: IntoView>(content: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| content().into_view().to_html())
}
