//! The calls under way, and the region they go to.

use super::calls::{Bucket, Role};
use super::findings::{Call, Findings, Target};
use super::plan::Plan;
use super::schedule;
use crate::answer::{Answer, Good, Operation};
use crate::caller::get_caller_identity;
use crate::classify;
use crate::clients::{Aws, partition_of};
use aws_sdk_s3::config::Credentials;
use domain::{Access, ExternalId, Partition, Region};
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A store that sends us from region to region without end is not followed without end.
const MOST_MOVES: u8 = 2;

pub(crate) struct Done {
    call: Call,
    answer: Answer,
    /// The region the call went to.
    sent_to: Region,
}

pub(crate) struct Run<'a> {
    aws: &'a Aws,
    plan: &'a Plan,
    pub(crate) findings: Findings,
    pub(crate) calls: FuturesUnordered<BoxFuture<'static, Done>>,
    begun: BTreeSet<Call>,
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
                let home = aws
                    .home()
                    .map_or(Partition::Aws, |home| partition_of(&home));
                (home, Some(keys))
            }
            Access::Role { arn } => (arn.partition(), None),
        };
        let region = plan
            .draft
            .region
            .clone()
            .unwrap_or_else(|| aws.home_in(partition));
        Self {
            aws,
            plan,
            findings: Findings::new(region),
            calls: FuturesUnordered::new(),
            begun: BTreeSet::new(),
            lost: BTreeMap::new(),
            spent: BTreeMap::new(),
            moves: 0,
            credentials,
        }
    }

    pub(crate) fn start_what_is_due(&mut self) {
        for call in schedule::due(self.plan, &self.findings) {
            if self.begun.insert(call) {
                self.start(call);
            }
        }
    }

    pub(crate) fn take(&mut self, done: Done) {
        let Done {
            call,
            mut answer,
            sent_to,
        } = done;
        answer.elapsed += self.spent.remove(&call).unwrap_or_default();
        if call == Call::Assume
            && let Ok(good) = &mut answer.result
            && let Good::Session(session) = std::mem::replace(good, Good::Done)
        {
            self.credentials = Some(session);
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
                return;
            }
            if self.findings.region == self.findings.first_region {
                self.lost.insert(call, answer);
                return;
            }
        }
        self.findings.insert(call, answer);
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
        for call in &self.begun {
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
        if let Some(asked) = self.ask(call) {
            let done = asked.map(move |answer| Done {
                call,
                answer,
                sent_to,
            });
            self.calls.push(done.boxed());
        }
    }

    fn ask(&self, call: Call) -> Option<BoxFuture<'static, Answer>> {
        let asked = match call {
            Call::Caller => {
                let region = self.aws.home_in(partition_of(&self.findings.region));
                let sts = self.aws.sts(&region, Some(self.credentials.clone()?));
                async move { get_caller_identity(&sts).await }.boxed()
            }
            Call::Assume => {
                let ids = self.plan.external_ids.iter().map(text).collect();
                self.role()?.assume_with_any(ids).boxed()
            }
            Call::AssumeBare => self.role()?.assume_in_vain(None).boxed(),
            Call::AssumeStranger => self
                .role()?
                .assume_in_vain(Some(text(&self.plan.stranger)))
                .boxed(),
            Call::Head => self.bucket()?.head().boxed(),
            Call::List => self.bucket()?.list().boxed(),
            Call::Put => self.bucket()?.put().boxed(),
            Call::Get => {
                let key = match self.findings.target(self.plan) {
                    Target::Object(key) => Some(key),
                    Target::Marker | Target::NotYet | Target::None => None,
                };
                self.bucket()?.get(key).boxed()
            }
            Call::Delete => self.bucket()?.delete().boxed(),
        };
        Some(asked)
    }

    fn role(&self) -> Option<Role> {
        let Access::Role { arn } = &self.plan.draft.access else {
            return None;
        };
        let region = self
            .aws
            .home()
            .unwrap_or_else(|| self.aws.home_in(arn.partition()));
        Some(Role {
            sts: self.aws.sts(&region, None),
            arn: arn.as_str().to_owned(),
            session_name: self.plan.session_name(),
        })
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

fn text(id: &ExternalId) -> String {
    id.as_str().to_owned()
}

fn operation(call: Call) -> Operation {
    match call {
        Call::Caller => Operation::GetCallerIdentity,
        Call::Assume | Call::AssumeBare | Call::AssumeStranger => Operation::AssumeRole,
        Call::Head => Operation::HeadBucket,
        Call::List => Operation::ListObjectsV2,
        Call::Put => Operation::PutObject,
        Call::Get => Operation::GetObject,
        Call::Delete => Operation::DeleteObject,
    }
}
