//! The API keys of an environment: made, shown once, revoked.

use super::log::who;
use super::page::Place;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{ConfirmRevocation, KeyList, KeyRow, Keys, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use secrecy::ExposeSecret as _;
use service::{ApiKey, Error};

pub async fn list(place: Place, query: Query) -> Result<Response, Problem> {
    let list = KeyList {
        done: (query.get("done") == "revoked").then_some("The key is revoked."),
        ..KeyList::default()
    };
    show(&place, list, StatusCode::OK).await
}

pub async fn create(place: Place, form: Form) -> Result<Response, Problem> {
    let typed = form.get("name").unwrap_or_default().to_owned();
    match place.service.make_api_key(&place.environment, &typed).await {
        Ok((key, made)) => {
            let list = KeyList {
                made: Some((made.name, key.expose_secret().to_owned())),
                ..KeyList::default()
            };
            show(&place, list, StatusCode::OK).await
        }
        Err(Error::Fields(errors)) => {
            let list = KeyList {
                typed,
                errors,
                ..KeyList::default()
            };
            show(&place, list, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(place: &Place, list: KeyList, status: StatusCode) -> Result<Response, Problem> {
    let keys = place.service.api_keys(&place.environment).await?;
    let list = KeyList {
        keys: keys.into_iter().map(row).collect(),
        ..list
    };
    let frame = place.frame(Tab::Keys);
    let content = move || view! { <Keys frame=frame.clone() list=list.clone() /> };
    Ok(place.page("API keys", status, content))
}

fn row(key: ApiKey) -> KeyRow {
    KeyRow {
        made_by: who(&key.made_by),
        id: key.id,
        name: key.name,
        made_at: key.created_at,
        last_used_at: key.last_used_at,
        revoked_at: key.revoked_at,
    }
}

fn id(place: &Place) -> Result<String, Problem> {
    place.ids.get("key", |id| Ok(id.to_owned()))
}

pub async fn confirm(place: Place) -> Result<Response, Problem> {
    let key = place
        .service
        .good_api_key(&place.environment, &id(&place)?)
        .await?;
    let keys = place.service.api_keys(&place.environment).await?;
    let last = keys.iter().filter(|key| key.revoked_at.is_none()).count() == 1;
    let frame = place.frame(Tab::Keys);
    let content = move || {
        let (frame, id, name) = (frame.clone(), key.id.clone(), key.name.clone());
        view! { <ConfirmRevocation frame id name last /> }
    };
    Ok(place.page("Revoke a key", StatusCode::OK, content))
}

pub async fn revoke(place: Place) -> Result<Response, Problem> {
    let key = place
        .service
        .good_api_key(&place.environment, &id(&place)?)
        .await?;
    place
        .service
        .revoke_api_key(&place.environment, &key.id)
        .await?;
    Ok(place.to("keys?done=revoked"))
}
