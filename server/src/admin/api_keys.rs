//! The list of an environment's API keys, where keys are created and revoked.

use super::admin_request::AdminRequest;
use super::audit_log::actor_name;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{ApiKeyRow, ApiKeysPage, ApiKeysPageModel, ConfirmRevocationPage, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use secrecy::ExposeSecret as _;
use service::{ApiKey, Error};

/// Lists the keys.
pub async fn list(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let model = ApiKeysPageModel {
        success: (query.get("done") == "revoked").then_some("The key is revoked."),
        ..ApiKeysPageModel::default()
    };
    show(&request, model, StatusCode::OK).await
}

/// Creates a key, and shows it once.
pub async fn create(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let new_name = form.get("name").unwrap_or_default().to_owned();
    let created = request
        .service
        .create_api_key(&request.environment, &new_name)
        .await;
    match created {
        Ok((key, api_key)) => {
            // Answered with the page itself, not with a redirect: the key is stored as a hash only, so this is the one
            // moment at which it can be shown.
            let model = ApiKeysPageModel {
                created: Some((api_key.name, key.expose_secret().to_owned())),
                ..ApiKeysPageModel::default()
            };
            show(&request, model, StatusCode::OK).await
        }
        Err(Error::Fields(errors)) => {
            let model = ApiKeysPageModel {
                new_name,
                errors,
                ..ApiKeysPageModel::default()
            };
            show(&request, model, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(
    request: &AdminRequest,
    model: ApiKeysPageModel,
    status: StatusCode,
) -> Result<Response, Problem> {
    let keys = request.service.api_keys(&request.environment).await?;
    let model = ApiKeysPageModel {
        keys: keys.into_iter().map(api_key_row).collect(),
        ..model
    };
    let layout = request.layout(Tab::ApiKeys);
    let content = move || view! { <ApiKeysPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page("API keys", status, content))
}

fn api_key_row(key: ApiKey) -> ApiKeyRow {
    ApiKeyRow {
        created_by: actor_name(&key.created_by),
        id: key.id,
        name: key.name,
        created_at: key.created_at,
        last_used_at: key.last_used_at,
        revoked_at: key.revoked_at,
    }
}

fn key_id(request: &AdminRequest) -> Result<String, Problem> {
    request.ids.get("key", |id| Ok(id.to_owned()))
}

/// Asks for confirmation before a key is revoked.
pub async fn confirm_revocation(request: AdminRequest) -> Result<Response, Problem> {
    let key = request
        .service
        .active_api_key(&request.environment, &key_id(&request)?)
        .await?;
    let keys = request.service.api_keys(&request.environment).await?;
    let is_last = keys.iter().filter(|key| key.revoked_at.is_none()).count() == 1;
    let layout = request.layout(Tab::ApiKeys);
    let content = move || {
        let (layout, id, name) = (layout.clone(), key.id.clone(), key.name.clone());
        view! { <ConfirmRevocationPage layout id name is_last /> }
    };
    Ok(request.page("Revoke a key", StatusCode::OK, content))
}

/// Revokes a key.
pub async fn revoke(request: AdminRequest) -> Result<Response, Problem> {
    // A key that is revoked already, or that does not exist, is answered as not found.
    let key = request
        .service
        .active_api_key(&request.environment, &key_id(&request)?)
        .await?;
    request
        .service
        .revoke_api_key(&request.environment, &key.id)
        .await?;
    Ok(request.redirect_to("keys?done=revoked"))
}
