//! Runs the commands of a documentation page as its reader does.

use crate::binary::{self, CommandOutput};
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::process::Command;

/// A block of code on a page.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    pub language: String,
    pub code: String,
}

/// Returns the blocks of code of a page, without their indentation.
pub fn code_blocks(page: &str) -> Vec<CodeBlock> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let indentation = line.len() - line.trim_start().len();
        let mut code = String::new();
        for line in lines.by_ref().take_while(|line| line.trim() != "```") {
            let _ = writeln!(code, "{}", line.get(indentation..).unwrap_or_default());
        }
        blocks.push(CodeBlock {
            language: language.to_owned(),
            code,
        });
    }
    blocks
}

/// A shell in a folder of its own. It begins with nothing but the system's programs.
pub struct DocShell {
    folder: TempDir,
    /// The folders of programs that come before the system's.
    programs: Vec<PathBuf>,
}

impl DocShell {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = vec![folder.path().join("bin")];
        Self { folder, programs }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts the programs of a folder before the system's.
    pub fn add_programs(&mut self, folder: impl Into<PathBuf>) {
        self.programs.push(folder.into());
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is created");
        std::fs::write(path, text).expect("the file is written");
    }

    /// Writes a script for `sh`. The shell finds those in `bin` by their names.
    pub fn write_script(&self, name: &str, text: &str) {
        self.write(name, &format!("#!/bin/sh\n{text}\n"));
        let mode = PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(self.path(name), mode).expect("it can be run");
    }

    /// Runs commands, each of which has to succeed. Later commands have the variables and functions of earlier ones, as in
    /// the reader's one shell. Returns what they printed.
    ///
    /// # Panics
    /// Panics if a command fails.
    pub async fn run(&self, commands: &str) -> String {
        let output = self.try_run(commands).await;
        assert_eq!(output.code, Some(0), "{commands}\n{output:?}");
        output.stdout
    }

    /// Runs commands until one fails.
    pub async fn try_run(&self, commands: &str) -> CommandOutput {
        // `PATH` is not among the variables of earlier commands, because programs may have been added since.
        let script = format!(
            "set -eo pipefail\n[ ! -e .shell ] || . ./.shell\n{commands}\n\
             {{ declare -f; export -p | grep -v '^declare -x PATH='; }} > .shell"
        );
        let system = ["/usr/bin", "/bin"].map(PathBuf::from);
        let path = std::env::join_paths(self.programs.iter().chain(&system)).expect("a PATH");
        let mut shell = Command::new("bash");
        shell
            .args(["-c", &script])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        binary::run(&mut shell).await
    }
}

impl Default for DocShell {
    fn default() -> Self {
        Self::new()
    }
}
