//! What a transfer needs to begin: the bucket with its credentials, the resolved prefix, and what was moved before.

use crate::paths::{dates_at, values_at};
use crate::random::{Unrandom, job_id, ledger_id};
use crate::{Clock, Error, Service};
use aws::{Listed, Objects, Place};
use domain::{Draft, EnvironmentId, ExternalId, FieldError, FlowId, TenantId, Variable, Variables};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use std::sync::Arc;
use store::{LedgerId, LedgerOf, MovedObject, MovedTo, Store, TenantScope};
use transfer::{Ledger, LedgerError};

/// A job's name, and everything its paths are made of. All of it is settled when the job begins.
#[derive(Clone, Debug)]
pub struct JobValues {
    pub id: String,
    pub values: Variables,
}

/// A saved connection, opened for a transfer.
pub struct Transfer {
    pub objects: Objects,
    /// Empty, or with a slash at its end.
    pub prefix: String,
    /// The key of the probe's own object.
    pub marker: String,
    pub bucket: String,
    pub ledger: Arc<dyn Ledger>,
}

impl Service {
    /// Names a new job and settles the variables of its paths. `source` is the variable `{tap}`.
    ///
    /// # Errors
    /// When the operating system gives no random bytes, or the store fails.
    pub async fn begin_job(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        source: &str,
    ) -> Result<JobValues, Error> {
        let tenant = self.store.tenant(scope).await?;
        let root = tenant.and_then(|tenant| tenant.root_tenant);
        let values = values_at(self.clock.moment(), scope, flow, root.as_ref());
        Ok(named(values, source)?)
    }

    /// Opens a tenant's connection for a transfer.
    ///
    /// # Errors
    /// [`Error::NoConnection`], [`Error::Fields`] when the path prefix cannot be resolved; else when the store fails.
    pub async fn open_transfer(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        direction: MovedTo,
        job: &JobValues,
    ) -> Result<Transfer, Error> {
        let found = self.store.connection_draft(scope, flow).await?;
        let (connection, draft) = found.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?;
        let tenant = self.tenant(scope, None).await?;
        let prefix = resolved(&draft, &job.values)?;
        let mut external_ids: Vec<ExternalId> =
            connection.external_id.clone().into_iter().collect();
        for id in tenant.external_ids() {
            if !external_ids.contains(&id) {
                external_ids.push(id);
            }
        }
        let endpoint = draft.endpoint.as_ref().map(domain::Endpoint::as_str);
        let bucket = match endpoint {
            Some(endpoint) => format!("{endpoint}/{}", draft.bucket),
            None => draft.bucket.to_string(),
        };
        let of = LedgerOf {
            scope,
            flow,
            direction,
            bucket: &bucket,
        };
        let exports = match direction {
            MovedTo::Bucket => None,
            MovedTo::Folder => {
                let of = LedgerOf {
                    direction: MovedTo::Bucket,
                    ..of
                };
                Some(self.store.ledger(of, &ledger_id()?).await?)
            }
        };
        let ledger = Kept {
            ledger: self.store.ledger(of, &ledger_id()?).await?,
            exports,
            store: self.store.clone(),
            job: job.id.clone(),
        };
        let place = Place {
            bucket: draft.bucket.clone(),
            region: connection.region.clone().or(draft.region.clone()),
            endpoint: endpoint.map(str::to_owned),
            trusted: false,
            kms_key: draft.kms_key.clone(),
            bucket_owner: draft.bucket_owner.clone(),
            access: draft.access.clone(),
            external_ids,
            tenant: scope.tenant.clone(),
        };
        Ok(Transfer {
            objects: self.aws.objects(&place).await,
            prefix,
            marker: aws::marker(draft.static_prefix()),
            bucket: draft.bucket.to_string(),
            ledger: Arc::new(ledger),
        })
    }
}

/// Names a new job of a bucket that is no saved connection. A variable without a value here stays without one.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn new_job(
    environment: &EnvironmentId,
    tenant: Option<&TenantId>,
    flow: Option<&FlowId>,
    source: &str,
) -> Result<JobValues, Unrandom> {
    let mut values = dates_at(Clock::system().moment());
    values.insert(Variable::EnvId, environment.to_string());
    if let Some(tenant) = tenant {
        values.insert(Variable::Tenant, tenant.to_string());
        values.insert(Variable::RootTenantId, tenant.to_string());
    }
    if let Some(flow) = flow {
        values.insert(Variable::FlowId, flow.to_string());
    }
    named(values, source)
}

fn named(mut values: Variables, source: &str) -> Result<JobValues, Unrandom> {
    let id = job_id()?;
    values.insert(Variable::JobId, id.clone());
    values.insert(Variable::Tap, source.to_owned());
    Ok(JobValues { id, values })
}

fn resolved(draft: &Draft, values: &Variables) -> Result<String, Error> {
    let prefix = draft.path_prefix.resolve(values);
    prefix.map_err(|refusal| {
        let errors: Vec<FieldError> = vec![refusal.at("path_prefix")];
        Error::Fields(errors)
    })
}

/// A ledger in the database.
struct Kept {
    store: Store,
    ledger: LedgerId,
    /// For a fetch: what this connection exported itself, and which is nothing new.
    exports: Option<LedgerId>,
    job: String,
}

impl Ledger for Kept {
    fn unchanged<'a>(
        &'a self,
        objects: &'a [Listed],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        async move {
            let objects: Vec<MovedObject> = objects.iter().map(moved).collect();
            let keys = || objects.iter().map(|object| object.key.as_str());
            let known = self.store.moved(&self.ledger, keys()).await?;
            let Some(exports) = &self.exports else {
                // A file has no ETag.
                let same = |object: &MovedObject| {
                    let known = known.get(&object.key);
                    known.is_some_and(|known| {
                        (known.size, known.modified) == (object.size, object.modified)
                    })
                };
                return Ok(objects.iter().map(same).collect());
            };
            let ours = self.store.moved(exports, keys()).await?;
            let same = |object: &MovedObject| {
                let ours = ours.get(&object.key);
                let ours =
                    ours.is_some_and(|ours| !ours.etag.is_empty() && ours.etag == object.etag);
                ours || known.get(&object.key) == Some(object)
            };
            Ok(objects.iter().map(same).collect())
        }
        .boxed()
    }

    fn record<'a>(&'a self, objects: &'a [Listed]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            let objects: Vec<MovedObject> = objects.iter().map(moved).collect();
            self.store
                .record_moved(&self.ledger, &self.job, &objects)
                .await?;
            Ok(())
        }
        .boxed()
    }

    fn saw_all<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            self.store
                .forget_moved_by_others(&self.ledger, &self.job, &without_nul(prefix))
                .await?;
            Ok(())
        }
        .boxed()
    }
}

fn moved(object: &Listed) -> MovedObject {
    MovedObject {
        key: without_nul(&object.key),
        etag: object.etag.clone(),
        size: i64::try_from(object.size).unwrap_or(i64::MAX),
        modified: object.modified,
    }
}

/// A key as the database takes it: PostgreSQL has no NUL in a text. Each key has a text of its own.
fn without_nul(key: &str) -> String {
    key.replace("%(", "%(25)(").replace('\0', "%(00)")
}
