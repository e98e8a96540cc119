//! What a transfer needs to begin: the bucket with its credentials, the resolved prefix, and the ledger.

use crate::clock::Clock;
use crate::database_ledger::DatabaseLedger;
use crate::error::Error;
use crate::external_ids::ids_to_try;
use crate::path_variables::{date_variables, variables_at};
use crate::random::{RandomnessError, job_id, ledger_id};
use crate::service::Service;
use aws::{BucketClient, BucketConfig};
use domain::{Draft, EnvironmentId, FieldError, FlowId, TenantId, Variable, Variables};
use std::sync::Arc;
use store::{LedgerKey, TenantScope, TransferDirection};
use transfer::Ledger;

/// A job's ID and the values of its path variables. They do not change while the job runs.
#[derive(Clone, Debug)]
pub struct JobValues {
    pub id: String,
    pub values: Variables,
}

/// A saved connection, opened for a transfer.
pub struct Transfer {
    pub objects: BucketClient,
    /// The resolved path prefix. It is empty or ends with a slash.
    pub prefix: String,
    /// The key of the marker object that the probe writes.
    pub marker: String,
    pub bucket: String,
    pub ledger: Arc<dyn Ledger>,
}

impl Service {
    /// Generates a job ID and determines the values of the job's path variables. `source` is the value of `{tap}`.
    ///
    /// # Errors
    /// Returns an error if the operating system does not provide random bytes or the database fails.
    pub async fn begin_job(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        source: &str,
    ) -> Result<JobValues, Error> {
        let tenant = self.store.tenant(scope).await?;
        let root = tenant.and_then(|tenant| tenant.root_tenant);
        let values = variables_at(self.clock.now_utc(), scope, flow, root.as_ref());
        Ok(job_with_variables(values, source)?)
    }

    /// Opens a tenant's connection for a transfer.
    ///
    /// # Errors
    /// - Returns [`Error::NoConnection`] if the tenant has no connection on this flow.
    /// - Returns [`Error::Fields`] if the path prefix cannot be resolved.
    /// - Returns another error if the database fails.
    pub async fn open_transfer(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        direction: TransferDirection,
        job: &JobValues,
    ) -> Result<Transfer, Error> {
        let found = self.store.connection_draft(scope, flow).await?;
        let (connection, draft) = found.ok_or_else(|| Error::NoConnection(scope.tenant.clone()))?;
        let tenant = self.find_tenant(scope).await?;
        let prefix = resolve_prefix(&draft, &job.values)?;
        let endpoint = draft.endpoint.as_ref().map(domain::Endpoint::as_str);
        // Bucket names are unique within Amazon S3 only, so another store's bucket is identified together with its endpoint.
        let bucket = match endpoint {
            Some(endpoint) => format!("{endpoint}/{}", draft.bucket),
            None => draft.bucket.to_string(),
        };
        let key = LedgerKey {
            scope,
            flow,
            direction,
            bucket: &bucket,
        };
        let exports = match direction {
            TransferDirection::Export => None,
            TransferDirection::Fetch => {
                let exports_key = LedgerKey {
                    direction: TransferDirection::Export,
                    ..key
                };
                Some(self.store.ledger(exports_key, &ledger_id()?).await?)
            }
        };
        let ledger = DatabaseLedger {
            ledger: self.store.ledger(key, &ledger_id()?).await?,
            exports,
            store: self.store.clone(),
            job: job.id.clone(),
        };
        let config = BucketConfig {
            bucket: draft.bucket.clone(),
            region: connection.region.clone().or(draft.region.clone()),
            endpoint: endpoint.map(str::to_owned),
            // A tenant entered the endpoint, so it must not lead into our own network.
            trusts_endpoint: false,
            kms_key: draft.kms_key.clone(),
            bucket_owner: draft.bucket_owner.clone(),
            access: draft.access.clone(),
            external_ids: ids_to_try(&connection, &tenant),
            tenant: scope.tenant.clone(),
        };
        Ok(Transfer {
            objects: self.aws.open_bucket(&config).await,
            prefix,
            marker: aws::marker_key(draft.static_prefix()),
            bucket: draft.bucket.to_string(),
            ledger: Arc::new(ledger),
        })
    }
}

/// Creates a job for a bucket that is not a saved connection. Variables without a value here stay undefined.
///
/// # Errors
/// Returns [`RandomnessError`] if the operating system does not provide random bytes.
pub fn new_job(
    environment: &EnvironmentId,
    tenant: Option<&TenantId>,
    flow: Option<&FlowId>,
    source: &str,
) -> Result<JobValues, RandomnessError> {
    let mut values = date_variables(Clock::system().now_utc());
    values.insert(Variable::EnvId, environment.to_string());
    if let Some(tenant) = tenant {
        values.insert(Variable::Tenant, tenant.to_string());
        values.insert(Variable::RootTenantId, tenant.to_string());
    }
    if let Some(flow) = flow {
        values.insert(Variable::FlowId, flow.to_string());
    }
    job_with_variables(values, source)
}

/// Generates the job ID and adds the two variables that belong to the job.
fn job_with_variables(mut values: Variables, source: &str) -> Result<JobValues, RandomnessError> {
    let id = job_id()?;
    values.insert(Variable::JobId, id.clone());
    values.insert(Variable::Tap, source.to_owned());
    Ok(JobValues { id, values })
}

fn resolve_prefix(draft: &Draft, values: &Variables) -> Result<String, Error> {
    let prefix = draft.path_prefix.resolve(values);
    prefix.map_err(|refusal| {
        let errors: Vec<FieldError> = vec![refusal.for_field("path_prefix")];
        Error::Fields(errors)
    })
}
