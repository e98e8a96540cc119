//! Runs other programs.

use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Returns a command for the Cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end.
///
/// # Errors
/// - Returns [`Error::Start`] if the program cannot be started.
/// - Returns [`Error::Failed`] if it ends with another status than 0.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|source| Error::Start {
        program: program_name(command),
        source,
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed {
            program: program_name(command),
            status,
        })
    }
}

/// Runs a program to its end and returns what it prints.
///
/// # Errors
/// As [`run`].
pub fn output(command: &mut Command) -> Result<String> {
    // Errors go straight to the terminal, where people expect them.
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Error::Start {
            program: program_name(command),
            source,
        })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::Failed {
            program: program_name(command),
            status: output.status,
        })
    }
}

/// Returns the program and its subcommand, such as `cargo build`.
fn program_name(command: &Command) -> String {
    let program = command.get_program();
    let subcommand = command
        .get_args()
        .next()
        .filter(|arg| !arg.as_encoded_bytes().starts_with(b"-"));
    let words = std::iter::once(program)
        .chain(subcommand)
        .map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}
