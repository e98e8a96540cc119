//! What a probe is to find out, and for whom.

use super::findings::Call;
use crate::classify::Signer;
use crate::role::session_name;
use domain::{
    Access, Direction, Draft, ExternalId, PrincipalArn, Report, Status, Step, StepId, TenantId,
};

/// The name of the one small object a write check leaves when it may not delete it.
const MARKER: &str = ".s3-connect-check";

/// The key of the object that a check writes. `prefix` is the path prefix up to its first variable.
pub fn marker(prefix: &str) -> String {
    format!("{prefix}{MARKER}")
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub draft: Draft,
    pub direction: Direction,
    pub tenant: TenantId,
    /// Who we are, for the trust policy in a remedy.
    pub principal: Option<PrincipalArn>,
    /// Tried in this order; normally there is one.
    pub external_ids: Vec<ExternalId>,
    /// A connection that passed before is checked again: a marker that is there is left as it is.
    pub recheck: bool,
    /// Whether to see if the credentials can do far more than asked.
    pub look_around: bool,
    /// An earlier check of the very same draft: what passed in it is taken over and not asked again.
    pub earlier: Option<Report>,
}

impl Plan {
    /// What an earlier check of the same draft found, where it need not be asked again. Who signs is proven
    /// anew each time, and a role is asked each time whether it refuses strangers.
    pub(crate) fn kept(&self, id: StepId) -> Option<&Step> {
        let earlier = |id: StepId| self.comparable()?.steps.iter().find(|step| step.id == id);
        let passed =
            |id| earlier(id).filter(|step| matches!(step.status, Status::Passed | Status::Warning));
        // There was nothing to read; who writes as well reads what was written.
        let nothing_to_read = || {
            let skipped = earlier(StepId::Get).filter(|step| step.status == Status::Skipped);
            passed(StepId::List)
                .and(skipped)
                .filter(|_| !self.direction.writes())
        };
        match id {
            StepId::Credentials | StepId::AssumeRole | StepId::ExternalIdEnforced => None,
            StepId::Get => passed(id).or_else(nothing_to_read),
            // Whoever has to read something has to find it first, and that answer counts.
            StepId::List => passed(id).filter(|_| self.keeps(StepId::Get)),
            // Nothing new is written, so there is nothing new to clear away.
            StepId::Cleanup => passed(StepId::Put).and(earlier(id)),
            StepId::Bucket | StepId::Put => passed(id),
        }
    }

    /// An earlier report, where it is of the very same steps. At a store of another make nobody but the calls
    /// to the bucket says whose key it is, so there all of them are made.
    pub(crate) fn comparable(&self) -> Option<&Report> {
        let same = |report: &&Report| report.steps.iter().map(|step| step.id).eq(self.steps());
        self.earlier
            .as_ref()
            .filter(|_| self.has_sts())
            .filter(same)
    }

    pub(crate) fn keeps(&self, id: StepId) -> bool {
        self.kept(id).is_some()
    }

    pub(crate) fn signer(&self, call: Call) -> Signer {
        match call {
            Call::Assume | Call::AssumeBare | Call::AssumeStranger => Signer::Vendor,
            _ if self.has_sts() => Signer::Tenant,
            _ => Signer::TenantElsewhere,
        }
    }

    pub(crate) fn has_role(&self) -> bool {
        matches!(self.draft.access, Access::Role { .. })
    }

    /// A store of another make has no STS to ask.
    pub(crate) fn has_sts(&self) -> bool {
        self.draft.endpoint.is_none()
    }

    pub(crate) fn marker(&self) -> String {
        marker(self.draft.static_prefix())
    }

    /// The steps that apply, in the order of the report.
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
