//! What is worth knowing of a connection that works, beyond what AWS says. It blocks nothing.

use crate::{Error, Service};
use domain::{
    AccessMode, Cause, Draft, Facts, Outcome, Partition, PolicyInput, Report, Warning, overlap,
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
            (old_id, Cause::OldExternalId),
            (overlapping, Cause::OverlappingPrefix),
            (
                keys_instead(connector, draft.access.mode()),
                Cause::KeysNotPreferred,
            ),
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
                .filter(|(is_so, _)| *is_so)
                .map(|(_, cause)| Warning::new(cause, &facts)),
        );
        Ok(())
    }
}

/// The connector may have changed since the last check: whether a key is what it asks for is said as of now.
pub(crate) fn as_of_now(connector: &Connector, mut connection: Connection) -> Connection {
    let known = |warning: &Warning| warning.cause == Cause::KeysNotPreferred;
    let report = &mut connection.report;
    let is_so = report.outcome == Outcome::Passed && keys_instead(connector, connection.mode);
    if !is_so {
        report.warnings.retain(|warning| !known(warning));
    } else if !report.warnings.iter().any(known) {
        let policy = PolicyInput {
            direction: connector.direction,
            bucket: Some(&connection.bucket),
            static_prefix: "",
            partition: Partition::default(),
            kms_key: None,
        };
        let warning = Warning::new(Cause::KeysNotPreferred, &facts(policy));
        report.warnings.push(warning);
    }
    connection
}

fn keys_instead(connector: &Connector, mode: AccessMode) -> bool {
    connector.params.modes().first() == AccessMode::Role && mode == AccessMode::Keys
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
