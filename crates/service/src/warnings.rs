//! What is worth knowing of a connection that works, beyond what AWS says. It blocks nothing.

use crate::{Error, Service};
use domain::{
    AccessMode, Cause, Draft, Facts, Outcome, Partition, PolicyInput, Report, Warning, overlap,
};
use store::{Connection, Connector, TenantScope};

impl Service {
    /// Adds to the report of a check that passed.
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
        let overlapping = others
            .iter()
            .any(|other| overlap(&draft.path_prefix, other));
        let policy = draft.policy_input(connector.direction, Partition::default());
        let facts = facts(policy);
        if overlapping {
            let warning = Warning::new(Cause::OverlappingPrefix, &facts);
            report.warnings.push(warning);
        }
        if keys_instead(connector, draft.access.mode()) {
            let warning = Warning::new(Cause::KeysNotPreferred, &facts);
            report.warnings.push(warning);
        }
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
