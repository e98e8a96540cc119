//! Tests a draft, and saves it as a connection if the check passed.

use crate::check::{CheckInput, PriorKnowledge};
use crate::error::Error;
use crate::flow_draft::FlowDraft;
use crate::public_fields::{are_complete_for_check, public_fields};
use crate::service::Service;
use domain::{Draft, FlowId, Notice, Outcome, RawDraft, StepEvent};
use serde_json::{Map, Value, json};
use store::{
    Attempt, AuditAction, CheckFindings, CheckedFlow, Connection, Credential, NewAuditEvent,
    NewConnection, SaveEvents, SessionKind, StoreError, TenantScope,
};

/// How long the results of an earlier attempt can be reused.
const MAX_REUSE_AGE_MS: i64 = 10 * 60 * 1_000;

/// How to test and save a draft.
#[derive(Clone, Debug, Default)]
pub struct TestOptions {
    /// An attempt whose results can be reused: if it is recent and has the same fields, steps that passed in it are skipped.
    pub last_attempt: Option<Attempt>,
    /// The credential of the request. With `None`, no credential is verified, and replacing a connection is allowed.
    pub credential: Option<Credential>,
}

/// Returns whether the credential allows to replace a connection. A forwarded link only sets one up.
fn can_replace(credential: &Credential) -> bool {
    match credential {
        Credential::ApiKey(_) => true,
        Credential::Link { kind, .. } => *kind == SessionKind::Tenant,
    }
}

/// A connection that was just tested and saved.
#[derive(Clone, Debug)]
pub struct TestedConnection {
    pub connection: Connection,
    /// `false` if it replaced an older connection.
    pub created: bool,
    pub notices: Vec<Notice>,
}

impl Service {
    /// Checks a draft against AWS, and saves it as a connection if the check passed.
    ///
    /// `on_event` is called for each step when it ends. Dropping the future stops the check and saves nothing.
    ///
    /// # Errors
    /// Without asking AWS:
    /// - Returns [`Error::TooManyChecks`] or [`Error::TooManyChecksLately`] if a limit is reached.
    ///
    /// After asking AWS:
    /// - Returns the errors of [`Service::find_session`] or [`Service::authenticate`] if the credential is not valid any
    ///   more. Then nothing is stored except the event of the check.
    /// - Returns [`Error::NotPassed`] if the check did not pass. The attempt is stored, without its secrets.
    /// - Returns [`Error::AlreadyConnected`] if a forwarded link is used and the flow was connected during the check.
    /// - Returns [`Error::UnknownFlow`] if the flow was deleted during the check.
    /// - Returns [`Error::UnknownTenant`], or [`Error::UnknownLink`] for a link, if the tenant was deleted during the check,
    ///   even if there is a new one with its name. Then nothing is stored at all.
    /// - Returns another error if the database fails.
    pub async fn test_and_save(
        &self,
        draft: FlowDraft,
        options: TestOptions,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<TestedConnection, Error> {
        let FlowDraft {
            scope,
            flow,
            connector,
            tenant,
            raw,
            parsed,
        } = draft;
        let credential = options.credential.as_ref();
        let can_replace = credential.is_none_or(can_replace);
        let draft = parsed.draft;
        let public_fields = public_fields(&raw, &connector.params, &[]);
        let (prior, reused_from) = self.reuse_attempt(options.last_attempt, &raw, &public_fields);
        let mut report = self
            .check(
                CheckInput {
                    draft: draft.clone(),
                    direction: connector.direction,
                    scope: &scope,
                    flow: &flow,
                    external_ids: tenant.external_ids(),
                    prior,
                },
                on_event,
            )
            .await?;
        let checked = CheckedFlow {
            scope: &scope,
            tenant_created_at: tenant.created_at,
            flow: &flow,
        };
        let check = self.check_event(&scope, &flow, &report);
        let now = self.now();
        if report.outcome != Outcome::Passed {
            let attempt = Attempt {
                public_fields,
                report: Some(report.clone()),
                // Reused results keep their original time. Otherwise, they could be reused forever.
                attempted_at: reused_from.unwrap_or(now),
            };
            let recorded = self
                .store
                .record_attempt(checked, &attempt, credential, &check, now)
                .await;
            return Err(match recorded {
                Ok(()) => Error::NotPassed(Box::new(report)),
                Err(error) => self.explain_invalid_credential(error, credential).await,
            });
        }
        self.add_overlap_warning(&scope, &connector, &draft, &mut report)
            .await?;
        let findings = CheckFindings {
            account: report.account.as_deref(),
            region: report.region.as_ref(),
            external_id: report.external_id.as_ref(),
            report: &report,
        };
        let new = NewConnection {
            checked,
            draft: &draft,
            params: &connector.params,
            findings,
            credential,
        };
        let events = self.save_events(&scope, &flow, &draft, check);
        let saved = if can_replace {
            let saved = self.store.save_connection(&new, &events, now).await;
            saved.map(Some)
        } else {
            // The database decides, because the tenant may have connected the bucket during this check.
            self.store.add_connection(&new, &events, now).await
        };
        let saved = match saved {
            Ok(saved) => saved.ok_or(Error::AlreadyConnected)?,
            Err(error) => return Err(self.explain_invalid_credential(error, credential).await),
        };
        self.sessions.forget(&scope, &flow);
        Ok(TestedConnection {
            connection: self.prepare_for_reader(&connector, &tenant, saved.connection),
            created: saved.created,
            notices: parsed.notices,
        })
    }

    fn save_events(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        check: NewAuditEvent,
    ) -> SaveEvents {
        let detail = json!({
            "bucket": draft.bucket.as_str(),
            "path_prefix": draft.path_prefix.to_text(),
            "access": draft.access.mode().as_str(),
        });
        let event = |action| {
            self.flow_event(scope, flow, action)
                .with_detail(detail.clone())
        };
        SaveEvents {
            check,
            saved: event(AuditAction::ConnectionSaved),
            replaced: event(AuditAction::ConnectionReplaced),
            rotation_ended: self.external_id_event(scope, AuditAction::ExternalIdRotationEnded),
        }
    }

    /// Replaces [`StoreError::InvalidCredential`] by the error of [`Service::find_session`] or [`Service::authenticate`]
    /// that says why the credential is not valid any more. The link of a deleted tenant is gone too, and its holder learns
    /// no more than that.
    pub(crate) async fn explain_invalid_credential(
        &self,
        error: StoreError,
        credential: Option<&Credential>,
    ) -> Error {
        let verified = match (&error, credential) {
            (StoreError::InvalidCredential, Some(Credential::ApiKey(key))) => {
                self.authenticate(key).await.map(drop)
            }
            (
                StoreError::InvalidCredential | StoreError::UnknownTenant(_),
                Some(Credential::Link { token, .. }),
            ) => self.find_session(token).await.map(drop),
            _ => Ok(()),
        };
        verified.err().unwrap_or_else(|| error.into())
    }

    /// Returns the report of the last attempt and its time, if the attempt is recent and has the same fields.
    fn reuse_attempt(
        &self,
        last_attempt: Option<Attempt>,
        raw: &RawDraft,
        public_fields: &Map<String, Value>,
    ) -> (PriorKnowledge, Option<i64>) {
        let reusable = last_attempt.filter(|attempt| {
            are_complete_for_check(raw, public_fields)
                && attempt.public_fields == *public_fields
                && self.now() - attempt.attempted_at < MAX_REUSE_AGE_MS
        });
        match reusable {
            Some(Attempt {
                report: Some(report),
                attempted_at,
                ..
            }) => (PriorKnowledge::LastAttempt(report), Some(attempted_at)),
            _ => (PriorKnowledge::Nothing, None),
        }
    }
}
