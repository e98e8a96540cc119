//! The search for tenants, and the count of tenants that have to switch to another access mode.

use crate::error::Error;
use crate::page::{Page, one_more};
use crate::service::Service;
use domain::{
    AccessMode, AccessModes, AccountId, BucketAddress, EnvironmentId, FlowId, Outcome, TenantId,
};
use store::{ConnectionCriteria, ConnectionFilter, TenantQuery, TenantSummary};

/// The number of tenants on a page, unless a search says otherwise.
pub const TENANTS_PER_PAGE: usize = 50;
/// Counting stops here. Nobody needs an exact number above this, and counting more rows would be slow.
const MAX_COUNT: i64 = 1_000;

/// The state of a tenant's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantStatus {
    Works,
    Fails,
    Unclear,
    /// The latest attempt to connect, or to change the connection, did not pass.
    Tried,
    NotConnected,
    /// The flow no longer offers the access mode of the connection.
    AccessNotOffered,
}

impl TenantStatus {
    pub const ALL: [Self; 6] = [
        Self::Works,
        Self::Fails,
        Self::Unclear,
        Self::Tried,
        Self::NotConnected,
        Self::AccessNotOffered,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Fails => "fails",
            Self::Unclear => "unclear",
            Self::Tried => "tried",
            Self::NotConnected => "not-connected",
            Self::AccessNotOffered => "to-move",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Works => Some(Outcome::Passed),
            Self::Fails => Some(Outcome::Failed),
            Self::Unclear => Some(Outcome::Undetermined),
            Self::Tried | Self::NotConnected | Self::AccessNotOffered => None,
        }
    }
}

/// The criteria of a search. An empty criterion matches every tenant.
#[derive(Clone, Debug)]
pub struct TenantSearch {
    /// What the tenant ID begins with.
    pub prefix: String,
    pub bucket: Option<BucketAddress>,
    pub account: Option<AccountId>,
    pub flow: Option<FlowId>,
    pub status: Option<TenantStatus>,
    /// Whether to sort by ID. Otherwise the newest tenants come first, unless there is a criterion.
    pub by_name: bool,
    /// Where the previous page ended.
    pub after: Option<String>,
    /// The number of tenants on a page.
    pub limit: usize,
}

impl Default for TenantSearch {
    fn default() -> Self {
        Self {
            prefix: String::new(),
            bucket: None,
            account: None,
            flow: None,
            status: None,
            by_name: false,
            after: None,
            limit: TENANTS_PER_PAGE,
        }
    }
}

impl TenantSearch {
    pub fn has_criteria(&self) -> bool {
        !self.prefix.is_empty()
            || self.bucket.is_some()
            || self.account.is_some()
            || self.flow.is_some()
            || self.status.is_some()
    }

    /// Returns whether the newest tenants come first. A search with criteria sorts by ID, because the indexes for them
    /// have that order.
    fn is_newest_first(&self) -> bool {
        !self.by_name && !self.has_criteria()
    }
}

/// A count that stops at a maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CappedCount {
    pub count: i64,
    /// Whether the real number is greater than `count`.
    pub more: bool,
}

impl std::fmt::Display for CappedCount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.more {
            f.write_str("more than 1,000")
        } else {
            self.count.fmt(f)
        }
    }
}

/// Returns the access mode that is not among the offered ones.
fn mode_not_offered(modes: AccessModes) -> Option<AccessMode> {
    match modes {
        AccessModes::Only(AccessMode::Keys) => Some(AccessMode::Role),
        AccessModes::Only(AccessMode::Role) => Some(AccessMode::Keys),
        AccessModes::Both { .. } => None,
    }
}

impl Service {
    /// Returns a page of the environment's tenants.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn find_tenants(
        &self,
        environment: &EnvironmentId,
        search: &TenantSearch,
    ) -> Result<Page<TenantSummary>, Error> {
        let limit = one_more(search.limit);
        let is_newest_first = search.is_newest_first();
        let tenants = if is_newest_first {
            let before = search.after.as_deref().and_then(parse_newest_cursor);
            let before = before.as_ref().map(|(at, tenant)| (*at, tenant));
            self.store
                .newest_tenants(environment, before, limit)
                .await?
        } else {
            self.find_tenants_by_name(environment, search, limit)
                .await?
        };
        Ok(Page::new(tenants, search.limit, |last| {
            if is_newest_first {
                format!("{}.{}", last.created_at, last.tenant)
            } else {
                last.tenant.to_string()
            }
        }))
    }

    async fn find_tenants_by_name(
        &self,
        environment: &EnvironmentId,
        search: &TenantSearch,
        limit: i64,
    ) -> Result<Vec<TenantSummary>, Error> {
        // A prefix that is not itself a valid ID is not the beginning of one either.
        if !search.prefix.is_empty() && TenantId::parse(&search.prefix).is_err() {
            return Ok(Vec::new());
        }
        let after = search
            .after
            .as_deref()
            .and_then(|id| TenantId::parse(id).ok());
        let criteria = ConnectionCriteria {
            flow: search.flow.as_ref(),
            outcome: search.status.and_then(TenantStatus::outcome),
            mode: None,
            bucket: search.bucket.as_ref(),
            account: search.account.as_ref(),
        };
        let has_location = search.bucket.is_some() || search.account.is_some();
        let mut filters = Vec::new();
        let (connectors, _turn);
        match search.status {
            // Only connections have a bucket or account to search for, so nothing can match.
            Some(TenantStatus::NotConnected | TenantStatus::Tried) if has_location => {}
            Some(TenantStatus::Tried) => {
                filters.push(ConnectionFilter::Tried(search.flow.as_ref()));
            }
            Some(TenantStatus::NotConnected) => {
                filters.push(ConnectionFilter::NotConnected(search.flow.as_ref()));
            }
            // Each flow can offer other access modes, so each flow needs its own query.
            Some(TenantStatus::AccessNotOffered) => {
                // One such search at a time, because the settings of all flows take much memory.
                _turn = self.settings_search.lock().await;
                connectors = match &search.flow {
                    Some(flow) => {
                        let connector = self.store.connector(environment, flow).await?;
                        connector.into_iter().collect()
                    }
                    None => self.store.connectors(environment).await?,
                };
                for connector in &connectors {
                    if let mode @ Some(_) = mode_not_offered(connector.params.modes()) {
                        let flow = Some(&connector.flow);
                        filters.push(ConnectionFilter::Matching(ConnectionCriteria {
                            flow,
                            mode,
                            ..criteria
                        }));
                    }
                }
            }
            None if search.flow.is_none() && !has_location => filters.push(ConnectionFilter::Any),
            _ => filters.push(ConnectionFilter::Matching(criteria)),
        }
        let mut tenants = Vec::new();
        for connections in filters {
            let query = TenantQuery {
                prefix: &search.prefix,
                after: after.as_ref(),
                connections,
                limit,
            };
            tenants.append(&mut self.store.tenants(environment, &query).await?);
            // Each query returns the first `limit` tenants of its own, so the first `limit` of all are among them.
            tenants.sort_by(|a, b| a.tenant.cmp(&b.tenant));
            tenants.dedup_by(|a, b| a.tenant == b.tenant);
            tenants.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(tenants)
    }

    /// Counts the tenants whose connection to the flow uses an access mode that is not offered. They stay connected.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn count_access_not_offered(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        offered: AccessModes,
    ) -> Result<CappedCount, Error> {
        let count = match mode_not_offered(offered) {
            None => 0,
            Some(mode) => {
                self.store
                    .count_connections(environment, flow, mode, MAX_COUNT + 1)
                    .await?
            }
        };
        Ok(CappedCount {
            count: count.min(MAX_COUNT),
            more: count > MAX_COUNT,
        })
    }
}

/// Parses where a page of the newest tenants ended: a creation time and a tenant ID.
fn parse_newest_cursor(text: &str) -> Option<(i64, TenantId)> {
    let (at, tenant) = text.split_once('.')?;
    Some((at.parse().ok()?, TenantId::parse(tenant).ok()?))
}
