//! A check in pieces: one line for each step as it ends, and one for how it ended. When the reader goes
//! away the check stops, and nothing is saved.

use super::{Visit, by_field, lines, model};
use crate::input::Form;
use crate::problem::Problem;
use app::progress::Progress;
use app::shell::fragment;
use app::widget::{
    CheckList, ErrorSummary, JustNow, Notices, OpenList, Stage, StepRow, Verdict, View, open_steps,
};
use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::{AccessMode, Notice, Report, Step, StepEvent};
use futures::StreamExt as _;
use leptos::prelude::*;
use service::Error;
use std::convert::Infallible;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::wrappers::UnboundedReceiverStream;

type Line = Result<Bytes, Infallible>;

#[derive(Clone)]
struct Sender(UnboundedSender<Line>);

impl Sender {
    fn send(&self, progress: &Progress) {
        let mut line = serde_json::to_vec(progress).unwrap_or_default();
        line.push(b'\n');
        // Nobody reads any more: the check is about to be dropped.
        drop(self.0.send(Ok(line.into())));
    }

    fn heard(&self, event: StepEvent<'_>) {
        if let StepEvent::Ended(step) = event {
            self.step(step);
        }
    }

    fn step(&self, step: &Step) {
        let id = format!("step-{}", step.id.as_str());
        let step = step.clone();
        self.send(&Progress::Step {
            id,
            html: fragment(move || view! { <StepRow step /> }),
        });
    }
}

/// Runs the work inside the body's own stream, so that both end together.
fn stream<F: Future<Output = ()> + Send + 'static>(work: impl FnOnce(Sender) -> F) -> Response {
    let (sender, receiver) = unbounded_channel();
    let work = futures::stream::once(work(Sender(sender))).filter_map(|()| async { None });
    lines(Body::from_stream(futures::stream::select(
        UnboundedReceiverStream::new(receiver),
        work,
    )))
}

pub fn save(visit: Visit, form: Form) -> Response {
    stream(|sender| async move {
        if let Err(error) = run_save(&visit, &form, &sender).await {
            failed(&sender, error, Vec::new());
        }
    })
}

async fn run_save(visit: &Visit, form: &Form, sender: &Sender) -> Result<(), Error> {
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
        failed(sender, error, notices);
        return Ok(());
    }
    sender.send(&Progress::Begin {
        html: fragment(|| view! { <OpenList steps=open_steps(mode, direction) /> }),
    });
    let result = service
        .test_and_save(&visit.session.scope, &visit.session.flow, &raw, |event| {
            sender.heard(event);
        })
        .await;
    match result {
        Ok(checked) => {
            let standing = visit.standing().await?;
            let mut connection = model::connection(&checked.connection, JustNow::Connected);
            connection.notices = checked.notices;
            send_page(
                visit,
                &standing,
                View::Connected(Box::new(connection)),
                sender,
            );
        }
        Err(Error::NotPassed(report)) => verdict(sender, *report, notices),
        Err(other) => return Err(other),
    }
    Ok(())
}

pub fn check(visit: Visit) -> Response {
    stream(|sender| async move {
        if let Err(error) = run_check(&visit, &sender).await {
            failed(&sender, error, Vec::new());
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
        html: fragment(|| view! { <OpenList steps=open_steps(mode, direction) /> }),
    });
    let checked = visit
        .state
        .service
        .check_again(&visit.session.scope, &visit.session.flow, |event| {
            sender.heard(event);
        })
        .await?;
    let view = View::Connected(Box::new(model::connection(&checked, JustNow::Checked)));
    send_page(visit, &standing, view, sender);
    Ok(())
}

fn send_page(visit: &Visit, standing: &service::Standing, view: View, sender: &Sender) {
    let widget = model::widget(visit, standing);
    sender.send(&Progress::Page {
        html: fragment(move || view! { <Stage widget view /> }),
    });
}

fn verdict(sender: &Sender, report: Report, notices: Vec<Notice>) {
    let shown = report.clone();
    let html = fragment(move || {
        view! {
            <Notices notices />
            <Verdict report=shown.clone() />
            <CheckList report=shown />
        }
    });
    sender.send(&Progress::Verdict { html });
}

fn failed(sender: &Sender, error: Error, notices: Vec<Notice>) {
    if let Error::Fields(errors) = error {
        let by_field = by_field(&errors);
        let html = fragment(move || {
            view! {
                <Notices notices />
                <ErrorSummary errors />
            }
        });
        return sender.send(&Progress::Fields {
            html,
            errors: by_field,
        });
    }
    let words = Problem::from(error).detail;
    let html = fragment(
        move || view! { <p class="verdict undetermined" tabindex="-1" data-focus="">{words} " Try again in a minute."</p> },
    );
    sender.send(&Progress::Verdict { html });
}
