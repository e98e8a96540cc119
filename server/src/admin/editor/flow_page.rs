//! What the pages about a flow's settings share: the connector of the path, its address, and the document.

use crate::admin::admin_request::AdminRequest;
use crate::admin::document::document;
use crate::problem::Problem;
use app::admin::editor::UnofferedAccess;
use app::shell::{Document, Script};
use axum::http::StatusCode;
use domain::{AccessModes, FlowId};
use service::Connector;

/// Returns the connector of the flow that the path names.
///
/// # Errors
/// - `bad_id` if the path holds no valid flow ID.
/// - `unknown_flow` if there is no such flow.
pub async fn load_connector(request: &AdminRequest) -> Result<Connector, Problem> {
    let flow = request.flow()?;
    Ok(request
        .service
        .connector(&request.environment, &flow)
        .await?)
}

/// Returns the address of the editor for a flow's settings.
pub fn editor_url(request: &AdminRequest, flow: &FlowId) -> String {
    format!("/admin/{}/flows/{flow}", request.environment)
}

/// Returns a document whose page shows a preview of the widget in a frame.
pub fn document_with_preview(title: &str, status: StatusCode) -> Document {
    Document {
        script: Script::LiveEditor,
        ..document(title, status)
    }
}

/// Returns how many tenants are connected in an access mode that is not among those `offered`. Returns `None` if there
/// are none.
pub async fn count_unoffered_access(
    request: &AdminRequest,
    flow: &FlowId,
    offered: AccessModes,
) -> Result<Option<UnofferedAccess>, Problem> {
    let service = &request.service;
    let tenants = service
        .count_access_not_offered(&request.environment, flow, offered)
        .await?;
    Ok((tenants.count > 0).then(|| UnofferedAccess {
        tenant_count: tenants.to_string(),
        is_one: tenants.count == 1,
    }))
}
