//! [`ProbePlan`]: what a probe checks, and for whom.

use super::call::Call;
use crate::assume_role::session_name;
use crate::classify::Signer;
use domain::{
    Access, Direction, Draft, ExternalId, MARKER_NAME, PrincipalArn, Report, Step, StepId,
    StepStatus, TenantId,
};

/// Returns the key of the marker. `prefix` is the path prefix up to its first variable.
pub fn marker_key(prefix: &str) -> String {
    format!("{prefix}{MARKER_NAME}")
}

/// What a probe checks, and for whom.
#[derive(Clone, Debug)]
pub struct ProbePlan {
    pub draft: Draft,
    pub direction: Direction,
    pub tenant: TenantId,
    /// Our own identity, for the trust policy that a remedy shows.
    pub principal: Option<PrincipalArn>,
    /// The external IDs in the order in which to try them. Usually there is one.
    pub external_ids: Vec<ExternalId>,
    /// Whether this checks a saved connection again. The probe then does not overwrite an existing marker.
    pub recheck: bool,
    /// Whether to check if the credentials allow far more than the connection needs.
    pub check_broad_access: bool,
    /// The report of an earlier check of the same draft. The steps that passed in it are reused, not repeated.
    pub previous_report: Option<Report>,
}

impl ProbePlan {
    /// Returns the step of the previous report if it is reused.
    pub(crate) fn reused_step(&self, id: StepId) -> Option<&Step> {
        let previous = |id: StepId| {
            let report = self.comparable_report()?;
            report.steps.iter().find(|step| step.id == id)
        };
        let passed = |id| {
            previous(id)
                .filter(|step| matches!(step.status, StepStatus::Passed | StepStatus::Warning))
        };
        // A skipped Get counts as passed if the prefix was empty. A connection that also writes does not need this: it
        // reads its own marker.
        let skipped_for_empty_prefix = || {
            let skipped = previous(StepId::Get).filter(|step| step.status == StepStatus::Skipped);
            passed(StepId::List)
                .and(skipped)
                .filter(|_| !self.direction.writes())
        };
        match id {
            // Who signs, and whether the role enforces the external ID, is checked every time.
            StepId::Credentials | StepId::AssumeRole | StepId::ExternalIdEnforced => None,
            StepId::Get => passed(id).or_else(skipped_for_empty_prefix),
            // A new Get needs a new list to find an object. The step then has to show the new list's result.
            StepId::List => passed(id).filter(|_| self.reuses(StepId::Get)),
            // Without a new Put, there is nothing new to delete.
            StepId::Cleanup => passed(StepId::Put).and(previous(id)),
            StepId::Bucket | StepId::Put => passed(id),
        }
    }

    /// Returns the previous report if this probe can reuse its steps.
    pub(crate) fn comparable_report(&self) -> Option<&Report> {
        let has_same_steps =
            |report: &&Report| report.steps.iter().map(|step| step.id).eq(self.steps());
        self.previous_report
            .as_ref()
            // S3-compatible stores have no STS. Only the calls to the bucket prove the key there, so all of them are
            // repeated.
            .filter(|_| self.has_sts())
            .filter(has_same_steps)
    }

    pub(crate) fn reuses(&self, id: StepId) -> bool {
        self.reused_step(id).is_some()
    }

    pub(crate) fn signer(&self, call: Call) -> Signer {
        match call {
            Call::AssumeRole | Call::AssumeWithoutId | Call::AssumeWithSimilarId => Signer::Vendor,
            _ if self.has_sts() => Signer::Tenant,
            _ => Signer::TenantAtCompatibleStore,
        }
    }

    pub(crate) fn has_role(&self) -> bool {
        matches!(self.draft.access, Access::Role { .. })
    }

    /// Returns whether there is an STS to call. S3-compatible stores have none.
    pub(crate) fn has_sts(&self) -> bool {
        self.draft.endpoint.is_none()
    }

    pub(crate) fn marker_key(&self) -> String {
        marker_key(self.draft.static_prefix())
    }

    /// Returns the steps of this probe, in the order of the report.
    pub(crate) fn steps(&self) -> Vec<StepId> {
        let mut steps = if self.has_role() {
            vec![StepId::AssumeRole, StepId::ExternalIdEnforced]
        } else {
            vec![StepId::Credentials]
        };
        steps.push(StepId::Bucket);
        if self.direction.reads() {
            steps.extend([StepId::List, StepId::Get]);
        }
        if self.direction.writes() {
            steps.extend([StepId::Put, StepId::Cleanup]);
        }
        steps
    }

    pub(crate) fn session_name(&self) -> String {
        session_name(&self.tenant)
    }
}
