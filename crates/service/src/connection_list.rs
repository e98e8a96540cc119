//! The list of an environment's connections, for the vendor.

use crate::error::Error;
use crate::page::{Page, one_more};
use crate::service::Service;
use domain::{EnvironmentId, FlowId, Outcome, TenantId};
use store::{ConnectionQuery, ListedConnection};

/// Selects a page of connections.
#[derive(Clone, Debug)]
pub struct ConnectionSearch {
    pub flow: Option<FlowId>,
    /// The outcome of the last check.
    pub outcome: Option<Outcome>,
    pub after: Option<ConnectionCursor>,
    pub limit: usize,
}

/// The connection after which a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionCursor {
    tenant: TenantId,
    flow: FlowId,
}

/// No ID contains this character, and no URL escapes it.
const SEPARATOR: char = '~';

impl ConnectionCursor {
    /// Parses what [`Page::next`] returned. Returns `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (tenant, flow) = text.split_once(SEPARATOR)?;
        Some(Self {
            tenant: TenantId::parse(tenant).ok()?,
            flow: FlowId::parse(flow).ok()?,
        })
    }
}

impl Service {
    /// Returns a page of the environment's connections, sorted by tenant and flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn list_connections(
        &self,
        environment: &EnvironmentId,
        search: &ConnectionSearch,
    ) -> Result<Page<ListedConnection>, Error> {
        let query = ConnectionQuery {
            flow: search.flow.as_ref(),
            outcome: search.outcome,
            after: search.after.as_ref().map(|it| (&it.tenant, &it.flow)),
            limit: one_more(search.limit),
        };
        let connections = self.store.list_connections(environment, &query).await?;
        Ok(Page::new(connections, search.limit, |last| {
            format!("{}{SEPARATOR}{}", last.tenant, last.flow)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_a_tenant_and_a_flow() {
        for (text, names) in [
            ("acme~demo", Some(("acme", "demo"))),
            ("a@b.c+d=e:f~x-y_z", Some(("a@b.c+d=e:f", "x-y_z"))),
            ("acme", None),
            ("~demo", None),
            ("acme~", None),
            ("acme~demo~x", None),
            ("", None),
        ] {
            let cursor = ConnectionCursor::parse(text);
            let found = cursor
                .as_ref()
                .map(|it| (it.tenant.as_str(), it.flow.as_str()));
            assert_eq!(found, names, "{text}");
        }
    }
}
