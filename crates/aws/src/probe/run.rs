//! The calls under way, and the region they go to.

use super::calls::Bucket;
use super::findings::{Call, Findings, Target};
use super::plan::Plan;
use super::schedule;
use crate::answer::{Answer, Good, Operation};
use crate::caller::get_caller_identity;
use crate::classify;
use crate::clients::Aws;
use crate::role::{PROBE_SECONDS, Role};
use crate::sts::Sts;
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::types::{RequestPayer, ServerSideEncryption};
use domain::{Access, ExternalId, Partition, Region};
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// A store that sends us from region to region without end is not followed without end.
const MOST_MOVES: u8 = 2;

pub(crate) struct Done {
    call: Call,
    answer: Answer,
    /// The region the call went to.
    sent_to: Region,
    /// Which of the calls it was, in the order they were begun.
    serial: u32,
}

/// What there is to do next.
pub(crate) enum Next {
    Answered(Box<Done>),
    /// A call that was refused may be asked again.
    Again,
    Nothing,
    TimeIsUp,
}

pub(crate) struct Run<'a> {
    aws: &'a Aws,
    plan: &'a Plan,
    pub(crate) findings: Findings,
    pub(crate) calls: FuturesUnordered<BoxFuture<'static, Done>>,
    /// Begun, and the last time by this number.
    begun: BTreeMap<Call, u32>,
    serial: u32,
    /// Until when a refusal is asked again, counted from the first.
    patience: Option<Instant>,
    /// When to ask again.
    asleep: BTreeMap<Call, Instant>,
    /// How often.
    asked_again: BTreeMap<Call, u32>,
    /// Asked once more after a second look passed.
    confirmed: BTreeSet<Call>,
    /// Calls that went to a wrong region while nobody had said which is right.
    lost: BTreeMap<Call, Answer>,
    /// What earlier attempts in wrong regions took.
    spent: BTreeMap<Call, Duration>,
    moves: u8,
    /// The tenant's own, or those of the role the tenant gave.
    credentials: Option<Credentials>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(aws: &'a Aws, plan: &'a Plan) -> Self {
        let (partition, credentials) = match &plan.draft.access {
            Access::Keys { id, secret } => {
                let keys =
                    Credentials::new(id.as_str(), secret.expose(), None, None, "tenant keys");
                let home = aws.home().map_or(Partition::Aws, |home| home.partition());
                (home, Some(keys))
            }
            Access::Role { arn } => (arn.partition(), None),
        };
        let known = plan.comparable().and_then(|report| report.region.clone());
        let region = known
            .or_else(|| plan.draft.region.clone())
            .unwrap_or_else(|| aws.home_in(partition));
        let sts_region = match &plan.draft.access {
            Access::Keys { .. } => aws.home_in(region.partition()),
            Access::Role { .. } => aws.home().unwrap_or_else(|| aws.home_in(partition)),
        };
        Self {
            aws,
            plan,
            findings: Findings::new(sts_region, region),
            calls: FuturesUnordered::new(),
            begun: BTreeMap::new(),
            serial: 0,
            patience: None,
            asleep: BTreeMap::new(),
            asked_again: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            lost: BTreeMap::new(),
            spent: BTreeMap::new(),
            moves: 0,
            credentials,
        }
    }

    pub(crate) fn start_what_is_due(&mut self) {
        for call in schedule::due(self.plan, &self.findings) {
            if !self.begun.contains_key(&call) {
                self.start(call);
            }
        }
    }

    pub(crate) async fn next(&mut self, deadline: Instant) -> Next {
        let wake = self.asleep.values().min().copied();
        let until = wake.map_or(deadline, |wake| wake.min(deadline));
        if self.calls.is_empty() {
            if wake.is_none() {
                return Next::Nothing;
            }
            sleep_until(until).await;
        } else if let Ok(Some(done)) = timeout_at(until, self.calls.next()).await {
            return Next::Answered(Box::new(done));
        }
        if until < deadline {
            Next::Again
        } else {
            Next::TimeIsUp
        }
    }

    /// Takes an answer in. A call comes back whose refusal is not the last word.
    pub(crate) fn take(&mut self, done: Done) -> Option<Call> {
        let Done {
            call,
            mut answer,
            sent_to,
            serial,
        } = done;
        // Begun anew since, or decided without it. What was written all the same has to be cleared away.
        let written = call.writes() && answer.is_ok();
        if self.begun.get(&call) != Some(&serial) || (self.findings.get(call).is_some() && !written)
        {
            return None;
        }
        self.findings.ended(call);
        answer.elapsed += self.spent.remove(&call).unwrap_or_default();
        if call == Call::Assume
            && let Ok(good) = &mut answer.result
            && let Good::Session(session, external_id) = std::mem::replace(good, Good::Done)
        {
            self.credentials = Some(session);
            self.findings.external_id = external_id;
        }
        if call.asks_the_bucket() {
            // A store of another make may take our region and call it by a name of its own.
            let believed = self.plan.has_sts() || !answer.is_ok();
            if let Some(region) = answer.region.clone().filter(|_| believed) {
                self.move_to(region);
            }
        }
        if call.asks_the_bucket() && classify::is_wrong_region(&answer) {
            if sent_to != self.findings.region {
                self.repeat(call, &answer);
                return None;
            }
            if self.findings.region == self.findings.first_region {
                self.lost.insert(call, answer);
                return None;
            }
        }
        if let Some(wake) = self.worth_waiting(call, &answer) {
            self.asleep.insert(call, wake);
            self.findings.wait(call, answer);
            return Some(call);
        }
        if call == Call::Assume && answer.is_ok() && self.asked_again.contains_key(&call) {
            // They were refused when the role itself was not known yet, which proves nothing.
            for negative in [Call::AssumeBare, Call::AssumeStranger] {
                self.findings.forget(negative);
                self.begun.remove(&negative);
            }
        }
        let passed = answer.is_ok();
        self.findings.insert(call, answer);
        if passed && let Some(first) = call.looks_again_at() {
            self.confirm(first);
        }
        self.stop_waiting_if(schedule::is_explained);
        None
    }

    /// What a second look has shown holds only if the first is refused still: the right may have arrived in
    /// between.
    fn confirm(&mut self, call: Call) {
        if self.confirmed.insert(call) {
            self.asleep.remove(&call);
            self.findings.forget(call);
            self.start(call);
        }
    }

    /// When to ask again, if the refusal may be about a change that is still spreading.
    fn worth_waiting(&mut self, call: Call, answer: &Answer) -> Option<Instant> {
        let whole = self.aws.settings().spread_wait;
        let cause = classify::cause(answer, self.plan.signer(call));
        if answer.is_ok()
            || whole.is_zero()
            || !self.plan.has_sts()
            || call.step().is_none_or(|step| self.plan.keeps(step))
            || !classify::may_be_spreading(cause)
            || schedule::is_explained(&self.findings, call)
        {
            return None;
        }
        let now = Instant::now();
        let patience = *self.patience.get_or_insert(now + whole);
        let times = self.asked_again.entry(call).or_insert(0);
        *times += 1;
        // One, two, three, four and five fifteenths: soon at first, for most changes take a few seconds.
        let wake = (now + whole * (*times).min(5) / 15).min(patience);
        (now < patience).then_some(wake)
    }

    pub(crate) fn ask_again(&mut self) {
        let now = Instant::now();
        let due: Vec<Call> = self
            .asleep
            .iter()
            .filter(|(_, wake)| **wake <= now)
            .map(|(call, _)| *call)
            .collect();
        for call in due {
            self.asleep.remove(&call);
            self.start(call);
        }
    }

    /// Refusals are taken for the last word: nothing can pass any more. Whether any were not.
    pub(crate) fn stop_waiting(&mut self) -> bool {
        self.stop_waiting_if(|_, _| true)
    }

    fn stop_waiting_if(&mut self, over: impl Fn(&Findings, Call) -> bool) -> bool {
        let waiting: Vec<Call> = self
            .begun
            .keys()
            .copied()
            .filter(|call| self.findings.is_waiting(*call) && over(&self.findings, *call))
            .collect();
        for call in &waiting {
            self.asleep.remove(call);
            self.findings.stop_waiting(*call);
        }
        !waiting.is_empty()
    }

    /// Nothing is under way any more that could tell where the bucket is. Whether there was such a call.
    pub(crate) fn give_up_lost(&mut self) -> bool {
        let lost = std::mem::take(&mut self.lost);
        let some = !lost.is_empty();
        for (call, answer) in lost {
            self.findings.insert(call, answer);
        }
        some
    }

    /// The probe's own deadline has come.
    pub(crate) fn give_up_all(&mut self, elapsed: Duration) {
        self.give_up_lost();
        self.stop_waiting();
        for call in self.begun.keys() {
            if self.findings.get(*call).is_none() {
                self.findings
                    .insert(*call, Answer::overdue(operation(*call), elapsed));
            }
        }
    }

    fn move_to(&mut self, region: Region) {
        if region == self.findings.region || self.moves == MOST_MOVES {
            return;
        }
        tracing::debug!(from = %self.findings.region, to = %region, "bucket is in another region");
        self.moves += 1;
        self.findings.region = region;
        for (call, answer) in std::mem::take(&mut self.lost) {
            self.repeat(call, &answer);
        }
    }

    fn repeat(&mut self, call: Call, answer: &Answer) {
        self.spent.insert(call, answer.elapsed);
        self.start(call);
    }

    fn start(&mut self, call: Call) {
        let sent_to = self.findings.region.clone();
        self.serial += 1;
        let serial = self.serial;
        self.begun.insert(call, serial);
        if let Some(asked) = self.ask(call) {
            self.findings.began(call);
            let done = asked.map(move |answer| Done {
                call,
                answer,
                sent_to,
                serial,
            });
            self.calls.push(done.boxed());
        }
    }

    fn ask(&self, call: Call) -> Option<BoxFuture<'static, Answer>> {
        let asked = match call {
            Call::Caller => {
                let sts = Sts::new(
                    self.aws,
                    &self.findings.sts_region,
                    self.credentials.as_ref(),
                );
                self.credentials.as_ref()?;
                async move { get_caller_identity(&sts).await }.boxed()
            }
            Call::Assume => {
                let ids = self.plan.external_ids.clone();
                self.role()?.assume_with_any(ids).boxed()
            }
            Call::AssumeBare => self.role()?.assume_in_vain(None).boxed(),
            Call::AssumeStranger => self
                .role()?
                .assume_in_vain_with_each(self.strangers())
                .boxed(),
            Call::Buckets => self.bucket()?.all_buckets().boxed(),
            Call::Head => self.bucket()?.head().boxed(),
            Call::List => self.bucket()?.list(None).boxed(),
            Call::Put => self.bucket()?.put(None).boxed(),
            Call::Get => {
                let key = match self.findings.target(self.plan) {
                    Target::Object(key) => Some(key.to_owned()),
                    Target::Marker | Target::NotYet | Target::None => None,
                };
                self.bucket()?.get(key).boxed()
            }
            Call::Delete => {
                let pays = self.findings.ok(Call::PutPaying);
                let payer = pays.then_some(RequestPayer::Requester);
                let versions = self.findings.versions();
                self.bucket()?.delete(versions, payer).boxed()
            }
            Call::HeadUnpinned => self.bucket()?.unpinned().head().boxed(),
            Call::ListUnpinned => self.bucket()?.unpinned().list(None).boxed(),
            Call::ListPaying => self.bucket()?.list(Some(RequestPayer::Requester)).boxed(),
            Call::PutPaying => self.bucket()?.put(Some(RequestPayer::Requester)).boxed(),
            Call::PutAes => self
                .bucket()?
                .put_with(Some(ServerSideEncryption::Aes256), None)
                .boxed(),
            Call::PutKms => self
                .bucket()?
                .put_with(Some(ServerSideEncryption::AwsKms), None)
                .boxed(),
        };
        Some(asked)
    }

    fn role(&self) -> Option<Role> {
        let Access::Role { arn } = &self.plan.draft.access else {
            return None;
        };
        Some(Role {
            sts: Sts::new(self.aws, &self.findings.sts_region, None),
            arn: arn.as_str().to_owned(),
            session_name: self.plan.session_name(),
            seconds: PROBE_SECONDS,
        })
    }

    /// IDs that are not the tenant's and resemble the one that the role let us in with.
    fn strangers(&self) -> Vec<ExternalId> {
        let own = &self.plan.external_ids;
        let accepted = self.findings.external_id.as_ref().or(own.first());
        accepted.map_or_else(Vec::new, |id| id.near_misses(own))
    }

    fn bucket(&self) -> Option<Bucket> {
        let credentials = self.credentials.clone()?;
        let endpoint = self.plan.draft.endpoint.as_ref();
        Some(Bucket::new(
            self.plan,
            self.aws.s3(&self.findings.region, credentials, endpoint),
        ))
    }
}

fn operation(call: Call) -> Operation {
    match call {
        Call::Caller => Operation::GetCallerIdentity,
        Call::Assume | Call::AssumeBare | Call::AssumeStranger => Operation::AssumeRole,
        Call::Buckets => Operation::ListBuckets,
        Call::Head | Call::HeadUnpinned => Operation::HeadBucket,
        Call::List | Call::ListUnpinned | Call::ListPaying => Operation::ListObjectsV2,
        Call::Put | Call::PutPaying | Call::PutAes | Call::PutKms => Operation::PutObject,
        Call::Get => Operation::GetObject,
        Call::Delete => Operation::DeleteObject,
    }
}
