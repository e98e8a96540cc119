//! How the widget looks in an environment.

use super::page::Place;
use crate::input::Upload;
use crate::looks;
use crate::problem::Problem;
use app::admin::{Looks, Tab, TypedLook};
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use leptos::prelude::*;
use service::{Error, LogoChange, TypedTheme};

pub async fn show(place: Place) -> Result<Response, Problem> {
    let theme = place.service.theme(&place.environment).await?;
    let typed = TypedTheme::of(&theme);
    page(&place, typed, Vec::new(), false, StatusCode::OK).await
}

pub async fn save(place: Place, mut form: Upload) -> Result<Response, Problem> {
    let mut field = |name| form.take(name).unwrap_or_default();
    let typed = TypedTheme {
        name: field("name"),
        accent: field("accent"),
        accent_dark: field("accent_dark"),
        radius: field("radius"),
        fonts: field("fonts"),
        scheme: field("scheme"),
    };
    let remove = form.take("remove_logo").is_some();
    let logo = match form.file("logo") {
        Some(bytes) => LogoChange::Put(bytes),
        None if remove => LogoChange::Remove,
        None => LogoChange::Keep,
    };
    let put = place.service.put_theme(&place.environment, &typed, logo);
    match put.await {
        Ok(theme) => {
            let typed = TypedTheme::of(&theme);
            page(&place, typed, Vec::new(), true, StatusCode::OK).await
        }
        Err(Error::Fields(errors)) => {
            page(
                &place,
                typed,
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
    place: &Place,
    typed: TypedTheme,
    errors: Vec<FieldError>,
    saved: bool,
    status: StatusCode,
) -> Result<Response, Problem> {
    let frame = place.frame(Tab::Looks);
    let flows = place.service.connectors(&place.environment).await?;
    let flows: Vec<String> = flows.iter().map(|c| c.flow.to_string()).collect();
    let look = looks::of(&place.state, &place.environment).await;
    let typed = TypedLook {
        name: typed.name,
        accent: typed.accent,
        accent_dark: typed.accent_dark,
        radius: typed.radius,
        fonts: typed.fonts,
        scheme: typed.scheme,
        logo: look.logo.clone(),
    };
    let content = move || {
        let (frame, typed, flows) = (frame.clone(), typed.clone(), flows.clone());
        view! { <Looks frame typed flows errors=errors.clone() saved /> }
    };
    Ok(place.page_in("Looks", status, look, content))
}
