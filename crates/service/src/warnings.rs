//! What is worth knowing of a connection that works, beyond what AWS says. It blocks nothing.

use crate::{Error, Service};
use domain::{AccessMode, Cause, Draft, Facts, Report, Warning, overlap};
use store::{Connector, Tenant, TenantScope};

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
        let role_first = connector.params.modes().first() == AccessMode::Role;
        let keys_instead = role_first && draft.access.mode() == AccessMode::Keys;
        let old_id = tenant.previous_external_id.is_some()
            && report.external_id.is_some()
            && report.external_id != Some(tenant.external_id.clone());
        let found = [
            (old_id, Cause::OldExternalId),
            (overlapping, Cause::OverlappingPrefix),
            (keys_instead, Cause::KeysNotPreferred),
        ];
        let (principal, external_ids) = (self.principal(), tenant.external_ids());
        let facts = Facts {
            role_arn: draft.access.role_arn(),
            principal: principal.as_ref(),
            external_ids: &external_ids,
            ..facts(connector, draft)
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

/// As much as the words of these warnings name.
fn facts<'a>(connector: &Connector, draft: &'a Draft) -> Facts<'a> {
    Facts {
        policy: draft.policy_input(connector.direction, domain::Partition::default()),
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
