//! Whole policy documents for a check that failed. A tenant can replace everything in the policy with one of them, instead
//! of adding one statement after the other.

use super::guide::SetupGuide;
use crate::cause::Cause;
use crate::policy::{PolicyDocument, Statement};
use crate::report::Report;

impl SetupGuide<'_> {
    /// Returns the whole policy of the user or role if a step failed because the policy lacks a permission.
    ///
    /// It also has the permissions that the policy does not lack, because they would be lost otherwise.
    pub fn complete_policy<T>(&self, report: &Report<T>) -> Option<PolicyDocument> {
        let missing: Vec<&Statement> = report
            .failed_steps()
            // This statement belongs in a policy that limits others too, such as a permissions boundary.
            .filter(|step| step.cause != Some(Cause::LimitedByPolicy))
            .filter_map(|step| step.remedy.as_ref()?.statement.as_ref())
            // A statement with a principal belongs in a trust policy or a bucket policy.
            .filter(|statement| statement.principal.is_none())
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut policy = self.iam_policy();
        for statement in missing {
            let mut same_kind = policy.statement.iter_mut();
            // IAM requires that the IDs of statements differ. The check may know better which KMS key it is.
            match same_kind.find(|known| known.sid == statement.sid) {
                Some(known) => known.clone_from(statement),
                None => policy.statement.push(statement.clone()),
            }
        }
        Some(policy)
    }
}

#[cfg(test)]
mod tests {
    use crate::cause::Cause;
    use crate::message::Message;
    use crate::policy::Statement;
    use crate::remedy::Remedy;
    use crate::report::{Outcome, Report, Step, StepId};
    use crate::setup_guide::{ResourceName, SetupGuide, SetupRequirements, SetupTarget};
    use crate::step_status::StepStatus;
    use crate::{AccessMode, Direction, EnvironmentId, FlowId, TenantId};

    const BUCKET_ARN: &str = "arn:aws:s3:::my-data";

    fn report(statements: Vec<Option<Statement>>) -> Report {
        let step = |statement| Step {
            id: StepId::List,
            status: StepStatus::Failed,
            cause: None,
            detail: Message::plain(""),
            remedy: Some(Remedy {
                text: Message::plain(""),
                statement,
            }),
            aws: None,
            elapsed_ms: 0,
        };
        Report {
            outcome: Outcome::Failed,
            account: None,
            region: None,
            external_id: None,
            duration_ms: 0,
            steps: statements.into_iter().map(step).collect(),
            residue: None,
            warnings: Vec::new(),
        }
    }

    fn requirements() -> SetupRequirements {
        SetupRequirements {
            name: ResourceName::new(
                &EnvironmentId::parse("dev").expect("environment"),
                &FlowId::parse("demo").expect("flow"),
                &TenantId::parse("acme").expect("tenant"),
            ),
            direction: Direction::Both,
            temporary_credentials: false,
            principal: None,
            external_ids: Vec::new(),
            template_url: None,
        }
    }

    #[test]
    fn one_document_grants_everything_that_is_missing_and_everything_that_is_not() {
        let requirements = requirements();
        let (target, _) = SetupTarget::parse_partial("my-data", "in/", "");
        let guide = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode: AccessMode::Keys,
        };
        let ids = |statements| {
            let policy = guide.complete_policy(&report(statements))?;
            let ids = policy.statement.iter().map(|s| s.sid.clone());
            Some(ids.collect::<Vec<_>>().join(" "))
        };
        let list = Statement::list(BUCKET_ARN, "in/");
        let kms = Statement::kms("arn:aws:kms:eu-west-1:111122223333:key/1", Direction::Both);
        assert_eq!(
            ids(vec![Some(list.clone())]).as_deref(),
            Some("S3ConnectList S3ConnectGet S3ConnectPut")
        );
        assert_eq!(
            ids(vec![Some(list.clone()), Some(kms)]).as_deref(),
            Some("S3ConnectList S3ConnectGet S3ConnectPut S3ConnectKms")
        );
        let in_bucket_policy = list.with_principal("arn:aws:iam::111122223333:user/a");
        for without in [vec![], vec![None], vec![Some(in_bucket_policy)]] {
            assert_eq!(ids(without), None);
        }
    }

    #[test]
    fn does_not_replace_a_policy_that_limits_others_too() {
        let (target, _) = SetupTarget::parse_partial("my-data", "in/", "");
        let requirements = requirements();
        let guide = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode: AccessMode::Keys,
        };
        let mut report = report(vec![Some(Statement::list(BUCKET_ARN, "in/"))]);
        assert!(guide.complete_policy(&report).is_some());
        for step in &mut report.steps {
            step.cause = Some(Cause::LimitedByPolicy);
        }
        assert_eq!(guide.complete_policy(&report), None);
    }
}
