//! Why a command fails, and the exit code that follows from it.

use crate::application::StartError;
use crate::settings::SettingsError;
use std::process::ExitCode;

/// Why a command ended without doing what it was run for.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Service(#[from] service::Error),
    #[error("{}", i18n::english(&.0.detail))]
    Usage(#[from] domain::Refusal),
    #[error(transparent)]
    Randomness(#[from] service::RandomnessError),
    #[error(transparent)]
    Sandbox(#[from] sandbox::SandboxError),
    /// The command line, or a file that it names, asks for something impossible.
    #[error("{0}")]
    InvalidInput(String),
    #[error("{0}")]
    Stopped(String),
    /// The command has printed the failed check already, so nothing is printed for this error.
    #[error("the check did not pass")]
    NotPassed,
}

impl CommandError {
    /// Returns 2 if the command was used wrongly, and 1 if it failed.
    pub fn exit_code(&self) -> ExitCode {
        let is_usage = matches!(
            self,
            Self::Settings(_) | Self::Usage(_) | Self::InvalidInput(_)
        );
        ExitCode::from(if is_usage { 2 } else { 1 })
    }
}
