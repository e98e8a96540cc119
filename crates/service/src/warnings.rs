//! What is worth knowing of a connection that works, beyond what AWS says. It blocks nothing.

use crate::{Error, Service};
use domain::{
    AccessMode, Cause, Draft, ExternalId, Facts, Outcome, Partition, PolicyInput, Report, RoleArn,
    Warning, overlap,
};
use store::{Connection, Connector, Tenant, TenantScope};

impl Service {
    /// Adds to the report of a check that passed what was so at that moment.
    pub(crate) async fn warn(
        &self,
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
        if others
            .iter()
            .any(|other| overlap(&draft.path_prefix, other))
        {
            let policy = draft.policy_input(connector.direction, Partition::default());
            let warning = Warning::new(Cause::OverlappingPrefix, &facts(policy));
            report.warnings.push(warning);
        }
        Ok(())
    }

    /// What follows from the connector and from the tenant's external ID, which may have changed since the last
    /// check: it is said as of now, whatever an earlier report holds of it.
    pub(crate) fn as_of_now(
        &self,
        connector: &Connector,
        tenant: &Tenant,
        mut connection: Connection,
    ) -> Connection {
        let passed = connection.report.outcome == Outcome::Passed;
        let found = [
            of_external_id(tenant, connection.external_id.as_ref()).filter(|_| passed),
            of_access(connector, connection.mode)
                .filter(|cause| passed || *cause == Cause::AccessNotOffered),
        ];
        let policy = PolicyInput {
            direction: connector.direction,
            bucket: Some(&connection.bucket),
            static_prefix: "",
            partition: Partition::default(),
            kms_key: None,
        };
        let (principal, external_ids) = (self.principal(), tenant.external_ids());
        let facts = Facts {
            role_arn: connection.role_arn.as_ref().map(RoleArn::as_str),
            principal: principal.as_ref(),
            external_ids: &external_ids,
            ..facts(policy)
        };
        let warnings = &mut connection.report.warnings;
        warnings.retain(|warning| !OF_NOW.contains(&warning.cause));
        let found = found.into_iter().flatten();
        warnings.extend(found.map(|cause| Warning::new(cause, &facts)));
        connection
    }
}

const OF_NOW: [Cause; 3] = [
    Cause::OldExternalId,
    Cause::KeysNotPreferred,
    Cause::AccessNotOffered,
];

/// A new one was made, and the role relies on the one before.
fn of_external_id(tenant: &Tenant, relied_on: Option<&ExternalId>) -> Option<Cause> {
    let before = tenant.previous_external_id.as_ref()?;
    (relied_on == Some(before)).then_some(Cause::OldExternalId)
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
