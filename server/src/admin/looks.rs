//! The appearance of an environment's pages: the vendor's name, logo, colors and fonts.

use super::admin_request::AdminRequest;
use crate::environment_look::load_look;
use crate::input::Upload;
use crate::problem::Problem;
use app::admin::{LookForm, LooksPage, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use leptos::prelude::*;
use service::{Error, LogoChange, ThemeInput};

/// Shows the saved theme.
pub async fn show(request: AdminRequest) -> Result<Response, Problem> {
    let theme = request.service.theme(&request.environment).await?;
    let input = ThemeInput::from_theme(&theme);
    page(&request, input, Vec::new(), false, StatusCode::OK).await
}

/// Saves the theme, or shows what is wrong with it.
pub async fn save(request: AdminRequest, mut form: Upload) -> Result<Response, Problem> {
    let mut field = |name| form.take(name).unwrap_or_default();
    let input = ThemeInput {
        name: field("name"),
        accent: field("accent"),
        accent_dark: field("accent_dark"),
        radius: field("radius"),
        fonts: field("fonts"),
        scheme: field("scheme"),
    };
    // The button with a suggested colour sends that colour beside the text of its field.
    let (use_accent, use_accent_dark) = (form.take("use_accent"), form.take("use_accent_dark"));
    let input = ThemeInput {
        accent: use_accent.unwrap_or(input.accent),
        accent_dark: use_accent_dark.unwrap_or(input.accent_dark),
        ..input
    };
    let removes_logo = form.take("remove_logo").is_some();
    // A new logo counts even if the box to remove the old one is ticked.
    let logo = match form.take_file("logo") {
        Some(bytes) => LogoChange::Put(bytes),
        None if removes_logo => LogoChange::Remove,
        None => LogoChange::Keep,
    };
    let put = request
        .service
        .put_theme(&request.environment, &input, logo);
    match put.await {
        Ok(theme) => {
            let input = ThemeInput::from_theme(&theme);
            page(&request, input, Vec::new(), true, StatusCode::OK).await
        }
        Err(Error::Fields(errors)) => {
            page(
                &request,
                input,
                errors,
                false,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    request: &AdminRequest,
    input: ThemeInput,
    errors: Vec<FieldError>,
    is_saved: bool,
    status: StatusCode,
) -> Result<Response, Problem> {
    let layout = request.layout(Tab::Looks);
    let flows = request.service.connectors(&request.environment).await?;
    let flows: Vec<String> = flows.iter().map(|c| c.flow.to_string()).collect();
    let look = load_look(&request.state, &request.environment).await;
    let form = LookForm {
        suggested_accent: input.suggested_accent(),
        suggested_accent_dark: input.suggested_accent_dark(),
        name: input.name,
        accent: input.accent,
        accent_dark: input.accent_dark,
        radius: input.radius,
        fonts: input.fonts,
        scheme: input.scheme,
        logo: look.logo.clone(),
    };
    let content = move || {
        let (layout, form, flows) = (layout.clone(), form.clone(), flows.clone());
        view! { <LooksPage layout form flows errors=errors.clone() is_saved /> }
    };
    Ok(request.page_with_look("Appearance", status, look, content))
}
