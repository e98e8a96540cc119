//! `s3-connect check`: a saved connection, asked about again.

use super::CommandError;
use crate::amazon;
use crate::application::{StartError, open_store};
use crate::first_start;
use crate::settings::Settings;
use domain::{EnvironmentId, FlowId, Outcome, Remedy, Step, StepEvent, TenantId};
use i18n::english;
use service::{Actor, Clock, Service, TenantScope};

#[derive(clap::Args)]
pub struct Args {
    /// The flow of the connection
    #[arg(long)]
    flow: String,
    /// Whose connection
    #[arg(long)]
    tenant: String,
    /// The environment of both
    #[arg(long, default_value = first_start::ENVIRONMENT)]
    environment: String,
}

/// The use cases beside a server that may be running: a sandbox is used, not started.
pub async fn service(settings: &Settings) -> Result<Service, StartError> {
    let store = open_store(settings).await?;
    let aws = amazon::beside(settings).await?;
    Ok(
        Service::new(store, aws, Clock::system(), settings.principal.clone())
            .by(Actor::CommandLine),
    )
}

pub async fn run(settings: &Settings, args: Args, json: bool) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let flow = FlowId::parse(&args.flow)?;
    let scope = TenantScope::new(environment, TenantId::parse(&args.tenant)?);
    let service = service(settings).await?;
    if let Err(error) = service.ask_principal().await {
        tracing::debug!(%error, "our AWS identity is not known");
    }
    let show = |event: StepEvent<'_>| match event {
        _ if json => {}
        StepEvent::Waiting(step) => println!(
            "{:<13} {}. {} A change made in AWS a moment ago may still be on its way; asking again…",
            "waiting",
            english(&step.id.title()),
            english(&step.detail)
        ),
        StepEvent::Ended(step) => print_step(step),
    };
    let connection = service.check_again(&scope, &flow, show).await?;
    service.store().close().await;
    let report = connection.report;
    let outcome = report.outcome;
    if json {
        println!(
            "{}",
            serde_json::json!({ "report": report.translate(|words| english(&words)) })
        );
    } else {
        for warning in &report.warnings {
            println!("{:<13} {}", "warning", english(&warning.detail));
            print_remedy(&warning.remedy);
        }
        println!(
            "{} after {} ms",
            format!("{:?}", report.outcome).to_lowercase(),
            report.duration_ms
        );
    }
    if outcome == Outcome::Passed {
        Ok(())
    } else {
        Err(CommandError::NotPassed)
    }
}

fn print_step(step: &Step) {
    println!(
        "{:<13} {}. {}",
        step.status.as_str(),
        english(&step.id.title()),
        english(&step.detail)
    );
    if let Some(remedy) = &step.remedy {
        print_remedy(remedy);
    }
}

fn print_remedy(remedy: &Remedy) {
    println!("{:<13} {}", "", english(&remedy.text));
    if let Some(statement) = &remedy.statement {
        let json = serde_json::to_string_pretty(statement).unwrap_or_default();
        println!("{json}");
    }
}
