//! What is worth knowing of a connection that works, beyond what AWS says. It blocks nothing.

use crate::{Error, Service};
use domain::{
    AccessMode, Cause, Draft, Facts, Outcome, Partition, PolicyInput, Report, RoleArn, Warning,
    overlap,
};
use store::{Connection, Connector, Tenant, TenantScope};

impl Service {
    /// Adds to the report of a check that passed.
    pub(crate) async fn warn(
        &self,
        tenant: &Tenant,
        scope: &TenantScope,
        connector: &Connector,
        draft: &Draft,
        report: &mut Report,
    ) -> Result<(), Error> {
        let others = self
            .store
            .prefixes_of_others(
                scope,
                &connector.flow,
                &draft.bucket,
                draft.endpoint.as_ref(),
            )
            .await?;
        let overlapping = others
            .iter()
            .any(|other| overlap(&draft.path_prefix, other));
        let old_id = tenant.previous_external_id.is_some()
            && report.external_id.is_some()
            && report.external_id != Some(tenant.external_id.clone());
        let found = [
            old_id.then_some(Cause::OldExternalId),
            overlapping.then_some(Cause::OverlappingPrefix),
            of_access(connector, draft.access.mode()),
        ];
        let (principal, external_ids) = (self.principal(), tenant.external_ids());
        let facts = Facts {
            role_arn: draft.access.role_arn(),
            principal: principal.as_ref(),
            external_ids: &external_ids,
            ..facts(draft.policy_input(connector.direction, Partition::default()))
        };
        report.warnings.extend(
            found
                .into_iter()
                .flatten()
                .map(|cause| Warning::new(cause, &facts)),
        );
        Ok(())
    }
}

/// The connector may have changed since the last check: whether a connection gives access as it asks is said as of
/// now.
pub(crate) fn as_of_now(connector: &Connector, mut connection: Connection) -> Connection {
    let report = &mut connection.report;
    let cause = of_access(connector, connection.mode)
        .filter(|cause| report.outcome == Outcome::Passed || *cause == Cause::AccessNotOffered);
    let of_access = [Cause::KeysNotPreferred, Cause::AccessNotOffered];
    report
        .warnings
        .retain(|warning| !of_access.contains(&warning.cause) || Some(warning.cause) == cause);
    if let Some(cause) = cause
        && !report.warnings.iter().any(|warning| warning.cause == cause)
    {
        let policy = PolicyInput {
            direction: connector.direction,
            bucket: Some(&connection.bucket),
            static_prefix: "",
            partition: Partition::default(),
            kms_key: None,
        };
        let facts = Facts {
            role_arn: connection.role_arn.as_ref().map(RoleArn::as_str),
            ..facts(policy)
        };
        report.warnings.push(Warning::new(cause, &facts));
    }
    connection
}

fn of_access(connector: &Connector, mode: AccessMode) -> Option<Cause> {
    let modes = connector.params.modes();
    if !modes.allows(mode) {
        Some(Cause::AccessNotOffered)
    } else if mode == AccessMode::Keys && modes.first() == AccessMode::Role {
        Some(Cause::KeysNotPreferred)
    } else {
        None
    }
}

/// As much as the words of these warnings name.
fn facts(policy: PolicyInput<'_>) -> Facts<'_> {
    Facts {
        policy,
        access_key_id: None,
        user_arn: None,
        role_arn: None,
        principal: None,
        external_ids: &[],
        aws_code: None,
        denial: None,
        region: None,
        endpoint: None,
        bucket_owner: None,
        object: None,
        encryption: None,
    }
}
