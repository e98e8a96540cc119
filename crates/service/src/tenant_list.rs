//! Finding tenants: who there is, how each stands, and who has to move to another way of access.

use crate::{Error, Service};
use domain::{
    AccessMode, AccessModes, AccountId, BucketName, EnvironmentId, FlowId, Outcome, TenantId,
};
use store::{Connected, Having, ListedTenant, TenantsOf};

/// As many tenants as one page shows.
pub const TENANTS_A_PAGE: usize = 50;
/// Counting ends there: nobody needs to know exactly, and counting more takes long.
const COUNTED: i64 = 1_000;

/// How a tenant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Works,
    Fails,
    Unclear,
    NotConnected,
    /// Connected in a way that the flow no longer offers.
    ToMove,
}

impl Health {
    pub const ALL: [Self; 5] = [
        Self::Works,
        Self::Fails,
        Self::Unclear,
        Self::NotConnected,
        Self::ToMove,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Fails => "fails",
            Self::Unclear => "unclear",
            Self::NotConnected => "not-connected",
            Self::ToMove => "to-move",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|health| health.as_str() == text)
    }

    fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Works => Some(Outcome::Passed),
            Self::Fails => Some(Outcome::Failed),
            Self::Unclear => Some(Outcome::Undetermined),
            Self::NotConnected | Self::ToMove => None,
        }
    }
}

/// What is looked for. What is left open may be anything.
#[derive(Clone, Debug, Default)]
pub struct TenantSearch {
    /// What the id begins with.
    pub prefix: String,
    pub bucket: Option<BucketName>,
    pub account: Option<AccountId>,
    pub flow: Option<FlowId>,
    pub health: Option<Health>,
    /// In the order of their ids; otherwise the newest first, where nothing is looked for.
    pub by_name: bool,
    /// Where the page before ended.
    pub after: Option<String>,
}

impl TenantSearch {
    pub fn looks_for_something(&self) -> bool {
        !self.prefix.is_empty()
            || self.bucket.is_some()
            || self.account.is_some()
            || self.flow.is_some()
            || self.health.is_some()
    }

    /// Those of whom anything is looked for come by name: their index has them in that order.
    fn newest_first(&self) -> bool {
        !self.by_name && !self.looks_for_something()
    }
}

#[derive(Clone, Debug)]
pub struct TenantPage {
    pub tenants: Vec<ListedTenant>,
    /// Where the next page goes on.
    pub next: Option<String>,
}

/// A count that ends somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtLeast {
    pub count: i64,
    pub more: bool,
}

impl std::fmt::Display for AtLeast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.more {
            f.write_str("more than 1,000")
        } else {
            self.count.fmt(f)
        }
    }
}

/// The way of access that is offered no longer.
fn given_up(modes: AccessModes) -> Option<AccessMode> {
    match modes {
        AccessModes::Only(AccessMode::Keys) => Some(AccessMode::Role),
        AccessModes::Only(AccessMode::Role) => Some(AccessMode::Keys),
        AccessModes::Both { .. } => None,
    }
}

impl Service {
    /// A page of the environment's tenants.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_tenants(
        &self,
        environment: &EnvironmentId,
        search: &TenantSearch,
    ) -> Result<TenantPage, Error> {
        let limit = i64::try_from(TENANTS_A_PAGE + 1).unwrap_or(i64::MAX);
        let newest_first = search.newest_first();
        let mut tenants = if newest_first {
            let before = search.after.as_deref().and_then(moment);
            let before = before.as_ref().map(|(at, tenant)| (*at, tenant));
            self.store
                .newest_tenants(environment, before, limit)
                .await?
        } else {
            self.tenants_by_name(environment, search, limit).await?
        };
        let more = tenants.len() > TENANTS_A_PAGE;
        tenants.truncate(TENANTS_A_PAGE);
        let last = tenants.last().filter(|_| more);
        let next = last.map(|last| {
            if newest_first {
                format!("{}.{}", last.created_at, last.tenant)
            } else {
                last.tenant.to_string()
            }
        });
        Ok(TenantPage { tenants, next })
    }

    async fn tenants_by_name(
        &self,
        environment: &EnvironmentId,
        search: &TenantSearch,
        limit: i64,
    ) -> Result<Vec<ListedTenant>, Error> {
        // No id begins like that.
        if !search.prefix.is_empty() && TenantId::parse(&search.prefix).is_err() {
            return Ok(Vec::new());
        }
        let after = search
            .after
            .as_deref()
            .and_then(|id| TenantId::parse(id).ok());
        let having = Having {
            flow: search.flow.as_ref(),
            outcome: search.health.and_then(Health::outcome),
            mode: None,
            bucket: search.bucket.as_ref(),
            account: search.account.as_ref(),
        };
        let placed = search.bucket.is_some() || search.account.is_some();
        let mut asked = Vec::new();
        let connectors;
        match search.health {
            // Who has a bucket is connected.
            Some(Health::NotConnected) if placed => {}
            Some(Health::NotConnected) => asked.push(Connected::Not(search.flow.as_ref())),
            Some(Health::ToMove) => {
                connectors = self.store.connectors(environment).await?;
                let asks = |flow: &FlowId| search.flow.as_ref().is_none_or(|asked| asked == flow);
                for connector in connectors.iter().filter(|connector| asks(&connector.flow)) {
                    if let mode @ Some(_) = given_up(connector.params.modes()) {
                        let flow = Some(&connector.flow);
                        asked.push(Connected::As(Having {
                            flow,
                            mode,
                            ..having
                        }));
                    }
                }
            }
            None if search.flow.is_none() && !placed => asked.push(Connected::OrNot),
            _ => asked.push(Connected::As(having)),
        }
        let mut found = Vec::new();
        for connected in asked {
            let of = TenantsOf {
                prefix: &search.prefix,
                after: after.as_ref(),
                connected,
                limit,
            };
            found.append(&mut self.store.tenants(environment, &of).await?);
        }
        found.sort_by(|a, b| a.tenant.cmp(&b.tenant));
        found.dedup_by(|a, b| a.tenant == b.tenant);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// How many tenants are connected to a flow in a way that is not among these. They stay connected.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn to_be_moved(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        offered: AccessModes,
    ) -> Result<AtLeast, Error> {
        let count = match given_up(offered) {
            None => 0,
            Some(mode) => {
                self.store
                    .count_connections(environment, flow, mode, COUNTED + 1)
                    .await?
            }
        };
        Ok(AtLeast {
            count: count.min(COUNTED),
            more: count > COUNTED,
        })
    }
}

/// Where a page of the newest ended.
fn moment(text: &str) -> Option<(i64, TenantId)> {
    let (at, tenant) = text.split_once('.')?;
    Some((at.parse().ok()?, TenantId::parse(tenant).ok()?))
}
