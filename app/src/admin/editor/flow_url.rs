//! The URL of a flow's pages.

use crate::admin::layout::Layout;

/// Returns the URL of the flow's editor. The other pages of the flow are below it.
pub fn flow_url(layout: &Layout, flow: &str) -> String {
    format!("/admin/{}/flows/{flow}", layout.environment_id())
}
