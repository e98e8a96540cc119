//! Lets only signed-in admins reach a handler. Anybody else gets the sign-in page.

use super::sign_in::{SignInForm, sign_in_page};
use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;

impl FromRequestParts<AppState> for Admin {
    /// The sign-in page. It leads back to the page that was asked for.
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        if let Some(admin) = state.admin_sessions.find_admin(&parts.headers) {
            return Ok(admin);
        }
        let (form, status) = if parts.method == Method::GET {
            (SignInForm::for_page(parts.uri.path()), StatusCode::OK)
        } else {
            let error = "You were signed out. Sign in again; nothing was changed.";
            let route = parts.extensions.get::<MatchedPath>();
            let route = route.map_or("", MatchedPath::as_str);
            let form = SignInForm::with_error(error, page_of_action(route, parts.uri.path()));
            (form, StatusCode::UNAUTHORIZED)
        };
        Err(sign_in_page(state, form, status).await)
    }
}

/// Returns the page whose button posts to this path. Most forms post to the address of their own page. These actions
/// have addresses that no browser can open, so signing in must not lead to them. The route decides, because a flow may have
/// the name of an action.
fn page_of_action<'a>(route: &str, path: &'a str) -> &'a str {
    const ACTIONS: [&str; 4] = ["/origins", "/template", "/external-id/cancel", "/check"];
    let action = ACTIONS.iter().find(|action| route.ends_with(**action));
    let page = action.and_then(|action| path.strip_suffix(action));
    page.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_the_page_of_an_action() {
        let flow = "/admin/{environment}/flows/{flow}";
        for (route, path, page) in [
            (
                "/admin/{environment}/settings/template",
                "/admin/dev/settings/template",
                "/admin/dev/settings",
            ),
            (
                "/admin/{environment}/tenants/{tenant}/external-id/cancel",
                "/admin/dev/tenants/acme/external-id/cancel",
                "/admin/dev/tenants/acme",
            ),
            (flow, "/admin/dev/flows/demo", "/admin/dev/flows/demo"),
            (
                flow,
                "/admin/dev/flows/template",
                "/admin/dev/flows/template",
            ),
        ] {
            assert_eq!(page_of_action(route, path), page);
        }
    }
}
