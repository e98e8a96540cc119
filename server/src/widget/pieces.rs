//! A check in pieces: one line for each step as it ends, and one for how it ended. When the reader goes away the check
//! stops, and nothing is saved.
//!
//! The work runs in a task of its own and never waits for the reader: a reader who stops reading holds no turn and no
//! database connection.

use super::{Visit, by_field, lines, messages, model};
use crate::input::Form;
use crate::problem::Problem;
use app::progress::Progress;
use app::shell::fragment;
use app::widget::{
    CheckList, ErrorSummary, ForwardedLinkBox, JustNow, NotDone, Notices, OpenList, Stage, StepRow,
    Verdict, View, WhyNotDone, open_steps,
};
use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::{AccessMode, Notice, Report, Step, StepEvent, StepId};
use futures::StreamExt as _;
use i18n::Locale;
use leptos::prelude::*;
use service::{Error, Standing};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::task::AbortOnDropHandle;

type Line = Result<Bytes, Infallible>;

/// Where on the page it is told how a check goes, and what came of asking for a link.
const CHECKS: &str = "checks";
const FORWARDED_LINK: &str = "forwarded-link";

/// A check waits for its turn, and then for AWS; each has a shorter deadline of its own.
const WORK_WITHIN: Duration = Duration::from_mins(3);

#[derive(Clone)]
struct Sender(UnboundedSender<Line>);

impl Sender {
    fn send(&self, progress: &Progress) {
        let mut line = serde_json::to_vec(progress).unwrap_or_default();
        line.push(b'\n');
        // Nobody reads any more: the check is about to be dropped.
        drop(self.0.send(Ok(line.into())));
    }

    fn put(&self, id: impl Into<String>, html: impl Into<String>) {
        let (id, html) = (id.into(), html.into());
        self.send(&Progress::Put { id, html });
    }

    fn end(&self, id: &str, html: String) {
        let id = id.to_owned();
        self.send(&Progress::End { id, html });
    }
}

/// Tells the page of a check's steps. That one waits for AWS is announced once.
struct Teller<'a> {
    sender: &'a Sender,
    locale: Locale,
    iam_wait: Duration,
    waiting: BTreeSet<StepId>,
    announced: bool,
}

impl<'a> Teller<'a> {
    fn new(sender: &'a Sender, visit: &Visit) -> Self {
        Self {
            sender,
            locale: visit.locale,
            iam_wait: visit.state.site.iam_wait,
            waiting: BTreeSet::new(),
            announced: false,
        }
    }

    fn hear(&mut self, event: StepEvent<'_>) {
        match event {
            StepEvent::Waiting(step) => {
                if !self.waiting.insert(step.id) {
                    return;
                }
                self.sender.put("running", self.locale.waiting());
                if !std::mem::replace(&mut self.announced, true) {
                    self.sender.put("live", self.locale.waiting());
                }
                self.row(step, Some(self.iam_wait));
            }
            StepEvent::Ended(step) => {
                if self.waiting.remove(&step.id) && self.waiting.is_empty() {
                    self.sender.put("running", self.locale.asking());
                }
                self.row(step, None);
            }
        }
    }

    fn row(&self, step: &Step, waiting: Option<Duration>) {
        let id = format!("step-{}", step.id.as_str());
        let (locale, step) = (self.locale, step.clone());
        let html = fragment(move || view! { <StepRow locale step waiting /> });
        self.sender.put(id, html);
    }
}

/// Answers with the lines that `work` sends, in a task that ends when the reader goes away or time is up.
///
/// The lines wait in a channel without a limit, because their number has one: a few for each step of a check.
fn stream<F>(locale: Locale, place: &'static str, work: impl FnOnce(Sender) -> F) -> Response
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = unbounded_channel();
    let sender = Sender(sender);
    let late = sender.clone();
    let work = work(sender);
    let task = tokio::spawn(async move {
        if timeout(WORK_WITHIN, work).await.is_err() {
            tracing::error!("a check did not end in time");
            late.end(place, not_done_html(messages::not_done(locale, "internal")));
        }
    });
    let task = AbortOnDropHandle::new(task);
    let lines_of_task = UnboundedReceiverStream::new(receiver).map(move |line| {
        // The stream owns the task: when hyper drops the body, the work ends.
        let _ = &task;
        line
    });
    lines(Body::from_stream(lines_of_task))
}

pub fn save(visit: Visit, form: Form, again: bool) -> Response {
    stream(visit.locale, CHECKS, |sender| async move {
        if let Err(error) = run_save(&visit, &form, again, &sender).await {
            failed(&visit, error, Vec::new(), CHECKS, &sender).await;
        }
    })
}

async fn run_save(visit: &Visit, form: &Form, again: bool, sender: &Sender) -> Result<(), Error> {
    let raw = model::raw_draft(form);
    let standing = visit.standing().await?;
    let notices = model::notices(form, &standing);
    let modes = standing.connector.params.modes();
    let direction = standing.connector.direction;
    let mode = raw
        .access
        .as_deref()
        .and_then(AccessMode::parse)
        .unwrap_or(modes.first());
    // The fields are judged before the list appears, so that a slip does not look like a failed check.
    let service = &visit.state.service;
    if let Err(error) = service.judge(&standing.connector, &standing.tenant, &raw) {
        failed(visit, error, notices, CHECKS, sender).await;
        return Ok(());
    }
    sender.send(&Progress::Begin {
        html: fragment(
            || view! { <OpenList locale=visit.locale steps=open_steps(mode, direction) /> },
        ),
    });
    let (scope, flow) = (&visit.session.scope, &visit.session.flow);
    let mut teller = Teller::new(sender, visit);
    let result = service
        .test_and_save(scope, flow, &raw, visit.test(again), |event| {
            teller.hear(event);
        })
        .await;
    match result {
        Ok(checked) => {
            let standing = visit.standing().await?;
            let view = model::connected(
                visit,
                &checked.connection,
                JustNow::Connected,
                checked.notices,
            );
            send_page(visit, &standing, view, sender);
        }
        Err(Error::NotPassed(report)) => verdict(visit.locale, sender, *report, notices),
        Err(other) => return Err(other),
    }
    Ok(())
}

pub fn check(visit: Visit) -> Response {
    stream(visit.locale, CHECKS, |sender| async move {
        if let Err(error) = run_check(&visit, &sender).await {
            failed(&visit, error, Vec::new(), CHECKS, &sender).await;
        }
    })
}

async fn run_check(visit: &Visit, sender: &Sender) -> Result<(), Error> {
    let standing = visit.standing().await?;
    let mode = standing
        .connection
        .as_ref()
        .map_or(AccessMode::Keys, |c| c.mode);
    let direction = standing.connector.direction;
    sender.send(&Progress::Begin {
        html: fragment(
            || view! { <OpenList locale=visit.locale steps=open_steps(mode, direction) /> },
        ),
    });
    let mut teller = Teller::new(sender, visit);
    let checked = visit
        .state
        .service
        .check_again(&visit.session.scope, &visit.session.flow, |event| {
            teller.hear(event);
        })
        .await?;
    let view = model::connected(visit, &checked, JustNow::Checked, Vec::new());
    send_page(visit, &standing, view, sender);
    Ok(())
}

/// The link in its place on the page, where all that is typed stays, secrets too.
pub fn forward_link(visit: Visit, form: Form) -> Response {
    stream(visit.locale, FORWARDED_LINK, |sender| async move {
        match visit.create_forwarded_link(&form).await {
            Ok(link) => sender.end(
                FORWARDED_LINK,
                fragment(|| view! { <ForwardedLinkBox locale=visit.locale link /> }),
            ),
            Err(error) => failed(&visit, error, Vec::new(), FORWARDED_LINK, &sender).await,
        }
    })
}

fn send_page(visit: &Visit, standing: &Standing, view: View, sender: &Sender) {
    let widget = model::widget(visit, standing, &visit.look(standing));
    sender.end("stage", fragment(move || view! { <Stage widget view /> }));
}

fn verdict(locale: Locale, sender: &Sender, report: Report, notices: Vec<Notice>) {
    let shown = report.clone();
    let html = fragment(move || {
        view! {
            <Notices locale notices />
            <Verdict locale report=shown.clone() retype=false />
            <CheckList locale report=shown />
        }
    });
    sender.end(CHECKS, html);
}

/// What is wrong with the fields has a place of its own, everything else is told at `place`.
async fn failed(visit: &Visit, error: Error, notices: Vec<Notice>, place: &str, sender: &Sender) {
    let locale = visit.locale;
    let problem = match error {
        Error::Fields(errors) => {
            let by_field = by_field(locale, &errors);
            let html = fragment(move || {
                view! {
                    <Notices locale notices />
                    <ErrorSummary locale errors />
                }
            });
            return sender.send(&Progress::Fields {
                html,
                errors: by_field,
            });
        }
        // Somebody else was faster: their connection is what there is to see.
        Error::AlreadyConnected => match visit.standing().await {
            Ok(standing) => {
                let view = model::view(visit, &standing, JustNow::Nothing);
                return send_page(visit, &standing, view, sender);
            }
            Err(error) => Problem::from(error),
        },
        other => Problem::from(other),
    };
    let mut not_done = messages::not_done(locale, problem.code);
    if problem.status().is_server_error() {
        // A page's words end with the request's id.
        not_done.action = locale.try_again_in_a_minute();
    }
    sender.end(place, not_done_html(not_done));
}

fn not_done_html(not_done: NotDone) -> String {
    fragment(move || view! { <WhyNotDone not_done /> })
}
