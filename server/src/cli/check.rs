//! `s3-connect check`: checks a saved connection again.

use super::command_error::CommandError;
use super::open_service::open_service;
use crate::first_start;
use crate::settings::Settings;
use domain::{EnvironmentId, FlowId, Outcome, Remedy, Step, StepEvent, TenantId};
use i18n::english;
use service::TenantScope;

#[derive(clap::Args)]
pub struct CheckArgs {
    /// The flow of the connection
    #[arg(long)]
    flow: String,
    /// The tenant of the connection
    #[arg(long)]
    tenant: String,
    /// The environment of both
    #[arg(long, default_value = first_start::DEFAULT_ENVIRONMENT)]
    environment: String,
}

/// Checks the connection and prints each step as it ends, or the whole report as JSON.
pub async fn run(settings: &Settings, args: CheckArgs, json: bool) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let flow = FlowId::parse(&args.flow)?;
    let scope = TenantScope::new(environment, TenantId::parse(&args.tenant)?);
    let service = open_service(settings).await?;
    if let Err(error) = service.fetch_principal().await {
        // The check runs all the same. Without our identity, remedies cannot name it in a trust policy.
        tracing::debug!(%error, "our AWS identity is not known");
    }
    let print_event = |event: StepEvent<'_>| match event {
        _ if json => {}
        StepEvent::Waiting(step) => println!(
            "{:<13} {}. {} IAM changes can take a few seconds to apply; retrying…",
            "waiting",
            english(&step.id.title()),
            english(&step.detail)
        ),
        StepEvent::Ended(step) => print_step(step),
    };
    let connection = service.check_again(&scope, &flow, print_event).await?;
    service.store().close().await;
    let report = connection.report;
    let outcome = report.outcome;
    if json {
        println!(
            "{}",
            serde_json::json!({ "report": report.map_messages(|message| english(&message)) })
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
        english(&step.title()),
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
