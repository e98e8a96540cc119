//! Answers with the empty form that a connect link shows first, made from a cached template.

use super::page_model;
use super::widget_request::WidgetRequest;
use crate::state::form_templates::FormKey;
use app::shell::respond;
use app::widget::{View, page_title};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::ConnectUiParams;
use domain::connect_ui::field_names;
use service::{SessionKind, WidgetState};

/// Returns the page if a link shows the empty form, and `None` if it shows anything else.
pub fn first_form_page(request: &WidgetRequest, widget_state: &WidgetState) -> Option<Response> {
    let params = &widget_state.connector.params;
    // The template has room for one external ID only. A second one appears while an external ID is rotated.
    if request.session.kind != SessionKind::Tenant
        || widget_state.connection.is_some()
        || widget_state.attempt.is_some()
        || widget_state.requirements.external_ids.len() != 1
        || !needs_no_escaping(widget_state.tenant.external_id.as_str())
        || has_prefix_variables(params)
    {
        return None;
    }
    let look = request.look(widget_state);
    let key = FormKey {
        locale: request.locale,
        look: look.clone(),
        direction: widget_state.connector.direction,
        params: params.clone(),
        principal: widget_state.requirements.principal.clone(),
        template_url: widget_state.requirements.template_url.clone(),
        frame_ancestors: request.session.origin.clone(),
    };
    let widget = page_model::widget(request, widget_state, &look);
    let title = page_title(&widget, &View::Form(Box::default()));
    let document = request.document(look, title, StatusCode::OK);
    let options = || request.state.site.leptos.clone();
    let templates = &request.state.form_templates;
    let template = templates.get_or_render(key, options, &document, &widget)?;
    // Each response needs a nonce of its own: the Content-Security-Policy allows scripts by it.
    let nonce = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
    Some(respond(&document, template.fill(&widget, &nonce), &nonce))
}

/// Returns whether a text is written the same way in HTML, JSON, Terraform, a shell and a URL.
///
/// An external ID that we created always is, but an imported one may not be. The other values have no characters that HTML
/// or JSON would escape.
fn needs_no_escaping(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Returns whether the default path prefix has variables. The form then shows the prefix that results from the tenant's
/// values, or nothing if it is too long, so its HTML differs by more than the values.
fn has_prefix_variables(params: &ConnectUiParams) -> bool {
    let default = params
        .field(field_names::PATH_PREFIX)
        .and_then(|field| field.default.as_ref());
    default.is_some_and(|default| default.to_string().contains('{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::RawParams;

    #[test]
    fn finds_variables_in_the_default_prefix() {
        for (default, expected) in [("in/", false), ("in/{tenant}", true), ("{{a}}", true)] {
            let params = format!(
                r#"{{"bucket":{{"label":"Bucket"}},"path_prefix":{{"label":"Prefix","default":"{default}"}},
            "aws_role_arn":{{"label":"Role"}},"aws_external_id":{{"label":"External ID"}}}}"#
            );
            let raw: RawParams = serde_json::from_str(&params).expect("JSON");
            let params = ConnectUiParams::from_raw(&raw).expect("params");
            assert_eq!(has_prefix_variables(&params), expected, "{default}");
        }
    }
}
