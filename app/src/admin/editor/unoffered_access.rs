//! The tenants whose connections use an access mode that the settings do not offer.

use leptos::prelude::*;

/// How many tenants use an access mode that the flow no longer offers. Their connections keep working.
#[derive(Clone, Debug)]
pub struct UnofferedAccess {
    /// The number in words, because it is counted only up to a limit.
    pub tenant_count: String,
    pub is_one: bool,
}

impl UnofferedAccess {
    fn sentences(&self) -> String {
        let (verb, they) = if self.is_one {
            (
                "tenant uses",
                "The connection keeps working, and the widget asks the tenant",
            )
        } else {
            (
                "tenants use",
                "Their connections keep working, and the widget asks them",
            )
        };
        format!(
            "{} {verb} access that these settings don’t offer. {they} to switch.",
            self.tenant_count
        )
    }
}

#[component]
pub fn UnofferedAccessNotice(unoffered_access: Option<UnofferedAccess>) -> AnyView {
    let notice = unoffered_access
        .map(|access| view! { <p class="notice" id="to-move">{access.sentences()}</p> });
    notice.into_any()
}
