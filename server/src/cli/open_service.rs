//! The service as the commands beside a server use it.

use crate::application::{StartError, open_store};
use crate::aws_backend;
use crate::settings::Settings;
use aws::Aws;
use service::{Actor, Clock, Service, Store};

/// Opens the database for a command that doesn't call AWS, so it doesn't look for credentials or a region.
///
/// # Errors
/// Returns a [`StartError`] if the database cannot be opened.
pub async fn open_service_without_aws(settings: &Settings) -> Result<Service, StartError> {
    let store = open_store(settings).await?;
    let aws = aws_backend::connect_without_credentials(settings).await;
    Ok(command_line_service(settings, store, aws))
}

/// Opens the database and connects to AWS. A server may be running meanwhile.
///
/// # Errors
/// - [`StartError::Sandbox`] if the settings name a sandbox that no server has created yet.
/// - Every other [`StartError`] if the database cannot be opened.
pub async fn open_service(settings: &Settings) -> Result<Service, StartError> {
    let store = open_store(settings).await?;
    let aws = aws_backend::connect_beside_server(settings).await?;
    Ok(command_line_service(settings, store, aws))
}

fn command_line_service(settings: &Settings, store: Store, aws: Aws) -> Service {
    Service::new(store, aws, Clock::system(), settings.principal.clone())
        .with_actor(Actor::CommandLine)
}
