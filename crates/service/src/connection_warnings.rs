//! Warnings about connections that work, beyond what a check of AWS finds. They block nothing.

use crate::error::Error;
use crate::service::Service;
use domain::{
    AccessMode, Cause, CauseContext, Draft, ExternalId, Outcome, Partition, PolicyInput, Report,
    RoleArn, Warning, prefixes_overlap,
};
use store::{Connection, Connector, Tenant, TenantScope};

impl Service {
    /// Adds a warning to a passed report if another tenant's prefix in the same bucket overlaps with this one.
    pub(crate) async fn add_overlap_warning(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        draft: &Draft,
        report: &mut Report,
    ) -> Result<(), Error> {
        let others = self
            .store
            .other_tenants_prefixes(
                scope,
                &connector.flow,
                &draft.bucket,
                draft.endpoint.as_ref(),
            )
            .await?;
        if others
            .iter()
            .any(|other| prefixes_overlap(&draft.path_prefix, other))
        {
            let policy = draft.policy_input(connector.direction, Partition::default());
            let warning = Warning::new(Cause::OverlappingPrefix, &warning_context(policy));
            report.warnings.push(warning);
        }
        Ok(())
    }

    /// Replaces the warnings that depend on the connector settings and the tenant's external ID. Both can change after a
    /// check, so the stored report may be out of date.
    pub(crate) fn refresh_warnings(
        &self,
        connector: &Connector,
        tenant: &Tenant,
        mut connection: Connection,
    ) -> Connection {
        let passed = connection.report.outcome == Outcome::Passed;
        // If the check did not pass, its own causes matter more. But a tenant must learn in any case that it has to switch
        // to another access mode.
        let causes = [
            external_id_cause(tenant, connection.external_id.as_ref()).filter(|_| passed),
            access_mode_cause(connector, &connection)
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
        let context = CauseContext {
            role_arn: connection.role_arn.as_ref().map(RoleArn::as_str),
            principal: principal.as_ref(),
            external_ids: &external_ids,
            ..warning_context(policy)
        };
        let warnings = &mut connection.report.warnings;
        warnings.retain(|warning| !REFRESHED.contains(&warning.cause));
        let causes = causes.into_iter().flatten();
        warnings.extend(causes.map(|cause| Warning::new(cause, &context)));
        connection
    }
}

/// The causes that [`Service::refresh_warnings`] decides.
const REFRESHED: [Cause; 3] = [
    Cause::OldExternalId,
    Cause::KeysNotPreferred,
    Cause::AccessNotOffered,
];

/// Returns a cause if the role still requires the previous external ID during a rotation.
fn external_id_cause(tenant: &Tenant, accepted: Option<&ExternalId>) -> Option<Cause> {
    let previous = tenant.previous_external_id.as_ref()?;
    (accepted == Some(previous)).then_some(Cause::OldExternalId)
}

/// Returns a cause if the flow no longer offers the connection's access mode, or prefers another. Only AWS has roles.
fn access_mode_cause(connector: &Connector, connection: &Connection) -> Option<Cause> {
    let modes = connector.params.modes();
    let (mode, is_aws) = (connection.mode, connection.endpoint.is_none());
    if !modes.allows(mode) {
        Some(Cause::AccessNotOffered)
    } else if is_aws && mode == AccessMode::Keys && modes.first() == AccessMode::Role {
        Some(Cause::KeysNotPreferred)
    } else {
        None
    }
}

/// Returns a context without the values that the texts of these warnings do not use.
fn warning_context(policy: PolicyInput<'_>) -> CauseContext<'_> {
    CauseContext {
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
