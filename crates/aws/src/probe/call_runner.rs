//! [`CallRunner`]: makes the probe's calls, follows the bucket to its region, and retries refusals.

use super::call::Call;
use super::findings::{Findings, ReadTarget};
use super::probe_plan::ProbePlan;
use super::s3_calls::S3Calls;
use super::schedule;
use crate::answer::{Answer, Success};
use crate::assume_role::{AssumeRoleRequest, PROBE_SECONDS};
use crate::caller_identity::get_caller_identity;
use crate::classify;
use crate::sdk_clients::Aws;
use crate::sts::StsClients;
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::types::{RequestPayer, ServerSideEncryption};
use domain::{Access, ExternalId, Partition, Region};
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How often the region can change. A store could send us from region to region without end.
const MAX_REGION_CHANGES: u8 = 2;

pub(crate) struct FinishedCall {
    call: Call,
    answer: Answer,
    /// The region that the call went to.
    region: Region,
    /// The number of this start, see [`CallRunner::last_start`].
    start_number: u32,
}

/// What happened next in a probe.
pub(crate) enum RunnerEvent {
    CallFinished(Box<FinishedCall>),
    /// It is time to retry at least one refused call.
    RetryDue,
    /// No call is in flight and no retry is planned.
    Idle,
    /// The time for the whole probe is over.
    DeadlineReached,
}

pub(crate) struct CallRunner<'a> {
    aws: &'a Aws,
    plan: &'a ProbePlan,
    pub(crate) findings: Findings,
    calls: FuturesUnordered<BoxFuture<'static, FinishedCall>>,
    /// The number of the last start of each call. An answer to an earlier start of the same call is ignored.
    last_start: BTreeMap<Call, u32>,
    /// How many calls were started in all.
    start_count: u32,
    /// When retries of refusals end. The time begins with the first refusal.
    retry_deadline: Option<Instant>,
    /// When to retry each refused call.
    retry_at: BTreeMap<Call, Instant>,
    retry_count: BTreeMap<Call, u32>,
    /// The calls that were repeated because a follow-up succeeded.
    confirmed: BTreeSet<Call>,
    /// The answers of calls that went to a wrong region while the right one was unknown.
    misdirected: BTreeMap<Call, Answer>,
    /// The time that earlier attempts in wrong regions took.
    elapsed_before: BTreeMap<Call, Duration>,
    region_changes: u8,
    /// The tenant's access key, or a session of the tenant's role. `None` until the role is assumed.
    credentials: Option<Credentials>,
}

impl<'a> CallRunner<'a> {
    pub(crate) fn new(aws: &'a Aws, plan: &'a ProbePlan) -> Self {
        let (partition, credentials) = match &plan.draft.access {
            Access::Keys { id, secret } => {
                let keys =
                    Credentials::new(id.as_str(), secret.expose(), None, None, "tenant keys");
                // A key does not show its partition. It is most likely in ours.
                let home = aws
                    .home_region()
                    .map_or(Partition::Aws, |home| home.partition());
                (home, Some(keys))
            }
            Access::Role { arn } => (arn.partition(), None),
        };
        let region = plan
            .comparable_report()
            .and_then(|report| report.region.clone())
            .or_else(|| plan.draft.expected_region())
            .unwrap_or_else(|| aws.home_region_in(partition));
        let sts_region = match &plan.draft.access {
            // A tenant's key is only known in its own partition, which is most likely that of the bucket.
            Access::Keys { .. } => aws.home_region_in(region.partition()),
            // AssumeRole is signed with our own credentials, which are only known in our own partition.
            Access::Role { .. } => aws
                .home_region()
                .unwrap_or_else(|| aws.home_region_in(partition)),
        };
        Self {
            aws,
            plan,
            findings: Findings::new(sts_region, region),
            calls: FuturesUnordered::new(),
            last_start: BTreeMap::new(),
            start_count: 0,
            retry_deadline: None,
            retry_at: BTreeMap::new(),
            retry_count: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            misdirected: BTreeMap::new(),
            elapsed_before: BTreeMap::new(),
            region_changes: 0,
            credentials,
        }
    }

    pub(crate) fn start_due_calls(&mut self) {
        for call in schedule::due_calls(self.plan, &self.findings) {
            if !self.last_start.contains_key(&call) {
                self.start(call);
            }
        }
    }

    /// Waits until a call finishes, a retry is due, or `deadline` is reached.
    pub(crate) async fn next_event(&mut self, deadline: Instant) -> RunnerEvent {
        let next_retry = self.retry_at.values().min().copied();
        let wake_at = next_retry.map_or(deadline, |retry| retry.min(deadline));
        // An empty `FuturesUnordered` yields `None` at once, so waiting for a retry needs a timer of its own.
        if self.calls.is_empty() {
            if next_retry.is_none() {
                return RunnerEvent::Idle;
            }
            sleep_until(wake_at).await;
        } else if let Ok(Some(finished)) = timeout_at(wake_at, self.calls.next()).await {
            return RunnerEvent::CallFinished(Box::new(finished));
        }
        if wake_at < deadline {
            RunnerEvent::RetryDue
        } else {
            RunnerEvent::DeadlineReached
        }
    }

    /// Records an answer. Returns the call if it was refused and will be retried.
    pub(crate) fn record(&mut self, finished: FinishedCall) -> Option<Call> {
        let FinishedCall {
            call,
            mut answer,
            region,
            start_number,
        } = finished;
        if self.last_start.get(&call) != Some(&start_number) {
            return None;
        }
        // The call has ended even if its answer does not matter any more. Otherwise, a retried write that is refused
        // would count as one that may still leave a marker.
        self.findings.mark_finished(call);
        let is_decided = self.findings.answer(call).is_some();
        // A late answer to a write still counts if it succeeded: that marker has to be deleted.
        let has_written = call.is_put() && answer.is_ok();
        if is_decided && !has_written {
            return None;
        }
        answer.elapsed += self.elapsed_before.remove(&call).unwrap_or_default();
        // Moves the credentials out of the answer, so that `findings` holds no secrets.
        if call == Call::AssumeRole
            && let Ok(success) = &mut answer.result
            && let Success::Session {
                credentials,
                external_id,
            } = std::mem::replace(success, Success::Allowed)
        {
            self.credentials = Some(credentials);
            self.findings.external_id = external_id;
        }
        if call.is_to_bucket() {
            // An S3-compatible store may accept our region and name it differently in its headers.
            let is_credible = self.plan.has_sts() || !answer.is_ok();
            if let Some(region) = answer.region.clone().filter(|_| is_credible) {
                self.change_region(region);
            }
        }
        if call.is_to_bucket() && classify::is_wrong_region(&answer) {
            // Another answer has named the right region in the meantime.
            if region != self.findings.region {
                self.restart(call, &answer);
                return None;
            }
            // Another answer may still name the right region.
            if self.findings.region == self.findings.initial_region {
                self.misdirected.insert(call, answer);
                return None;
            }
        }
        if let Some(retry_at) = self.plan_retry(call, &answer) {
            self.retry_at.insert(call, retry_at);
            self.findings.insert_pending(call, answer);
            return Some(call);
        }
        if call == Call::AssumeRole && answer.is_ok() && self.retry_count.contains_key(&call) {
            // The role was not known everywhere when it denied these calls, so their denials prove nothing.
            for expected_denial in [Call::AssumeWithoutId, Call::AssumeWithSimilarId] {
                self.findings.remove(expected_denial);
                self.last_start.remove(&expected_denial);
            }
        }
        let is_ok = answer.is_ok();
        self.findings.insert(call, answer);
        if is_ok && let Some(denied_call) = call.follow_up_of() {
            self.confirm(denied_call);
        }
        self.accept_refusals_if(schedule::is_explained);
        None
    }

    /// Repeats a denied call after its follow-up succeeded. The follow-up explains the denial only if the call is still
    /// denied: the permission may have arrived in the meantime.
    fn confirm(&mut self, call: Call) {
        if self.confirmed.insert(call) {
            self.retry_at.remove(&call);
            self.findings.remove(call);
            self.start(call);
        }
    }

    /// Returns when to retry a refused call. Returns `None` if a recent change in IAM cannot explain the refusal, or if
    /// the time for retries is over.
    fn plan_retry(&mut self, call: Call, answer: &Answer) -> Option<Instant> {
        let total_wait = self.aws.settings().iam_wait;
        let cause = classify::cause(answer, self.plan.signer(call));
        if answer.is_ok()
            || total_wait.is_zero()
            || !self.plan.has_sts()
            || call.step().is_none_or(|step| self.plan.reuses(step))
            || !classify::may_be_iam_propagation(cause)
            || schedule::is_explained(&self.findings, call)
        {
            return None;
        }
        let now = Instant::now();
        let retry_deadline = *self.retry_deadline.get_or_insert(now + total_wait);
        let count = self.retry_count.entry(call).or_insert(0);
        *count += 1;
        // The pauses are 1, 2, 3, 4 and 5 fifteenths of the whole time, which add up to all of it. They are short at
        // first, because most changes take only a few seconds.
        let retry_at = (now + total_wait * (*count).min(5) / 15).min(retry_deadline);
        (now < retry_deadline).then_some(retry_at)
    }

    pub(crate) fn retry_due_calls(&mut self) {
        let now = Instant::now();
        let due: Vec<Call> = self
            .retry_at
            .iter()
            .filter(|(_, retry_at)| **retry_at <= now)
            .map(|(call, _)| *call)
            .collect();
        for call in due {
            self.retry_at.remove(&call);
            self.start(call);
        }
    }

    /// Treats all pending refusals as final. Returns whether there were any.
    pub(crate) fn accept_refusals(&mut self) -> bool {
        self.accept_refusals_if(|_, _| true)
    }

    fn accept_refusals_if(&mut self, is_final: impl Fn(&Findings, Call) -> bool) -> bool {
        let calls: Vec<Call> = self
            .last_start
            .keys()
            .copied()
            .filter(|call| self.findings.is_pending(*call) && is_final(&self.findings, *call))
            .collect();
        for call in &calls {
            self.retry_at.remove(call);
            self.findings.accept_pending(*call);
        }
        !calls.is_empty()
    }

    /// Treats the answers of misdirected calls as final, because no call is left that could name the right region.
    /// Returns whether there were any.
    pub(crate) fn accept_misdirected(&mut self) -> bool {
        let misdirected = std::mem::take(&mut self.misdirected);
        let is_any = !misdirected.is_empty();
        for (call, answer) in misdirected {
            self.findings.insert(call, answer);
        }
        is_any
    }

    /// Gives every call without an answer a timeout, because the deadline of the whole probe is reached.
    pub(crate) fn time_out_all(&mut self, elapsed: Duration) {
        self.accept_misdirected();
        self.accept_refusals();
        for call in self.last_start.keys() {
            if self.findings.answer(*call).is_none() {
                self.findings
                    .insert(*call, Answer::timed_out(call.operation(), elapsed));
            }
        }
    }

    fn change_region(&mut self, region: Region) {
        if region == self.findings.region || self.region_changes == MAX_REGION_CHANGES {
            return;
        }
        tracing::debug!(from = %self.findings.region, to = %region, "bucket is in another region");
        self.region_changes += 1;
        self.findings.region = region;
        for (call, answer) in std::mem::take(&mut self.misdirected) {
            self.restart(call, &answer);
        }
    }

    /// Starts a call again that went to a wrong region.
    fn restart(&mut self, call: Call, answer: &Answer) {
        self.elapsed_before.insert(call, answer.elapsed);
        self.start(call);
    }

    fn start(&mut self, call: Call) {
        let region = self.findings.region.clone();
        self.start_count += 1;
        let start_number = self.start_count;
        self.last_start.insert(call, start_number);
        if let Some(answer) = self.send(call) {
            self.findings.mark_started(call);
            let finished = answer.map(move |answer| FinishedCall {
                call,
                answer,
                region,
                start_number,
            });
            self.calls.push(finished.boxed());
        }
    }

    /// Returns the future of a call, or `None` if there are no credentials for it.
    fn send(&self, call: Call) -> Option<BoxFuture<'static, Answer>> {
        let answer = match call {
            Call::GetCallerIdentity => {
                let sts = StsClients::new(
                    self.aws,
                    &self.findings.sts_region,
                    self.credentials.as_ref(),
                );
                // Without this check, the call would return our own identity.
                self.credentials.as_ref()?;
                async move { get_caller_identity(&sts).await }.boxed()
            }
            Call::AssumeRole => {
                let ids = self.plan.external_ids.clone();
                self.assume_role()?.send_with_any(ids).boxed()
            }
            Call::AssumeWithoutId => self.assume_role()?.send_expecting_denial(None).boxed(),
            Call::AssumeWithSimilarId => self
                .assume_role()?
                .send_each_expecting_denial(self.similar_ids())
                .boxed(),
            Call::ListBuckets => self.s3_calls()?.list_buckets().boxed(),
            Call::HeadBucket => self.s3_calls()?.head_bucket().boxed(),
            Call::ListObjects => self.s3_calls()?.list_objects(None).boxed(),
            Call::PutMarker => self.s3_calls()?.put_marker(None).boxed(),
            Call::GetObject => {
                let key = match self.findings.read_target(self.plan) {
                    ReadTarget::Object(key) => Some(key.to_owned()),
                    ReadTarget::Marker | ReadTarget::Undecided | ReadTarget::Nothing => None,
                };
                self.s3_calls()?.get_first_byte(key).boxed()
            }
            Call::DeleteMarker => {
                // In a requester-pays bucket, only the write that agreed to pay has succeeded.
                let pays = self.findings.is_ok(Call::PutAsRequester);
                let payer = pays.then_some(RequestPayer::Requester);
                let versions = self.findings.written_versions();
                self.s3_calls()?.delete_marker(versions, payer).boxed()
            }
            Call::HeadWithoutOwner => self.s3_calls()?.without_owner().head_bucket().boxed(),
            Call::ListWithoutOwner => self.s3_calls()?.without_owner().list_objects(None).boxed(),
            Call::ListAsRequester => self
                .s3_calls()?
                .list_objects(Some(RequestPayer::Requester))
                .boxed(),
            Call::PutAsRequester => self
                .s3_calls()?
                .put_marker(Some(RequestPayer::Requester))
                .boxed(),
            Call::PutWithAes256 => self
                .s3_calls()?
                .put_marker_with(Some(ServerSideEncryption::Aes256), None)
                .boxed(),
            Call::PutWithKms => self
                .s3_calls()?
                .put_marker_with(Some(ServerSideEncryption::AwsKms), None)
                .boxed(),
        };
        Some(answer)
    }

    fn assume_role(&self) -> Option<AssumeRoleRequest> {
        let Access::Role { arn } = &self.plan.draft.access else {
            return None;
        };
        Some(AssumeRoleRequest {
            sts: StsClients::new(self.aws, &self.findings.sts_region, None),
            arn: arn.as_str().to_owned(),
            session_name: self.plan.session_name(),
            duration_seconds: PROBE_SECONDS,
            policy: None,
        })
    }

    /// Returns external IDs that are not the tenant's, but resemble the one that the role accepted.
    fn similar_ids(&self) -> Vec<ExternalId> {
        let own_ids = &self.plan.external_ids;
        let accepted = self.findings.external_id.as_ref().or(own_ids.first());
        accepted.map_or_else(Vec::new, |id| id.near_misses(own_ids))
    }

    fn s3_calls(&self) -> Option<S3Calls> {
        let credentials = self.credentials.clone()?;
        let draft = &self.plan.draft;
        let s3 = self.aws.s3(
            &self.findings.region,
            credentials,
            &draft.bucket,
            draft.endpoint.as_ref(),
        );
        let body_timeout = self.aws.settings().attempt_timeout;
        Some(S3Calls::new(self.plan, s3, body_timeout))
    }
}
