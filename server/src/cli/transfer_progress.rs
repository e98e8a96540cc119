//! Prints the progress of a transfer: as a bar on a terminal, as lines in a log, or as JSON events.

use super::command_error::CommandError;
use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressStyle};
use serde_json::json;
use service::TransferDirection;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use transfer::{Event, EventSink, FileResult, Outcome, TransferError};

/// How often a progress line is printed if there is no terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(5);
/// How many problems are printed. The manifest has all of them.
const MAX_PRINTED_PROBLEMS: u64 = 20;

/// The progress of one transfer, and how it is printed.
pub struct Progress {
    direction: TransferDirection,
    json: bool,
    /// `None` if stderr is not a terminal, and for JSON.
    bar: Option<ProgressBar>,
    state: Mutex<ProgressState>,
}

struct ProgressState {
    started: Instant,
    last_line: Instant,
    manifest: Option<BufWriter<File>>,
    manifest_failed: bool,
    /// Files found so far that will be transferred.
    files_found: u64,
    bytes_found: u64,
    bytes_moved: u64,
    all_found: bool,
    tally: Tally,
}

/// How many files had each outcome. The names are part of the JSON output.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
struct Tally {
    copied: u64,
    would_copy: u64,
    unchanged: u64,
    excluded: u64,
    archived: u64,
    vanished: u64,
    refused: u64,
    failed: u64,
    bytes: u64,
}

impl Progress {
    /// Creates a progress that also writes a manifest, if there is a path for one.
    ///
    /// # Errors
    /// Returns an error if the manifest cannot be created.
    pub fn with_manifest(
        direction: TransferDirection,
        json: bool,
        manifest: Option<&Path>,
    ) -> Result<Arc<Self>, CommandError> {
        let manifest = manifest.map(File::create).transpose();
        let manifest = manifest.map_err(|error| {
            CommandError::InvalidInput(format!("the manifest cannot be written: {error}"))
        })?;
        Ok(Self::new(direction, json, manifest))
    }

    pub fn without_manifest(direction: TransferDirection, json: bool) -> Arc<Self> {
        Self::new(direction, json, None)
    }

    fn new(direction: TransferDirection, json: bool, manifest: Option<File>) -> Arc<Self> {
        let bar = (!json && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            let style = "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {msg} {eta} left";
            bar.set_style(
                ProgressStyle::with_template(style)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        let now = Instant::now();
        Arc::new(Self {
            direction,
            json,
            bar,
            state: Mutex::new(ProgressState {
                started: now,
                last_line: now,
                manifest: manifest.map(BufWriter::new),
                manifest_failed: false,
                files_found: 0,
                bytes_found: 0,
                bytes_moved: 0,
                all_found: false,
                tally: Tally::default(),
            }),
        })
    }

    pub fn print_start(&self, job: &str, bucket: &str, prefix: &str) {
        if self.json {
            print_stdout(
                &json!({ "event": "begun", "job": job, "bucket": bucket, "prefix": prefix }),
            );
        } else {
            let preposition = match self.direction {
                TransferDirection::Fetch => "from",
                TransferDirection::Export => "to",
            };
            self.print_line(&format!("Job {job}: {preposition} s3://{bucket}/{prefix}"));
        }
    }

    /// Returns the receiver for the transfer's events.
    pub fn event_sink(self: &Arc<Self>) -> EventSink {
        let progress = Arc::clone(self);
        Arc::new(move |event| progress.handle_event(event))
    }

    fn state(&self) -> MutexGuard<'_, ProgressState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handle_event(&self, event: Event<'_>) {
        let mut state = self.state();
        match event {
            Event::Found { files, bytes } => {
                state.files_found += files;
                state.bytes_found = state.bytes_found.saturating_add(bytes);
            }
            Event::AllFound => state.all_found = true,
            Event::BytesMoved(bytes) => {
                state.bytes_moved = state.bytes_moved.saturating_add(bytes);
            }
            Event::FileFinished(result) => self.count_and_print(&mut state, result),
        }
        if let Some(bar) = &self.bar {
            bar.set_length(state.bytes_found);
            bar.set_position(state.bytes_moved);
            bar.set_message(format!(
                "{}/{}{} files",
                HumanCount(state.tally.copied),
                HumanCount(state.files_found),
                if state.all_found { "" } else { "+" }
            ));
        } else if state.last_line.elapsed() >= LINE_INTERVAL {
            state.last_line = Instant::now();
            self.print_progress(&state);
        }
    }

    /// Adds a file to the tally. Prints it as JSON, or prints its problem if it has one, and writes it to the manifest.
    fn count_and_print(&self, state: &mut ProgressState, result: &FileResult) {
        let tally = &mut state.tally;
        let (count, problem) = match &result.outcome {
            Outcome::Copied => {
                tally.bytes = tally.bytes.saturating_add(result.size);
                (&mut tally.copied, None)
            }
            Outcome::WouldCopy => (&mut tally.would_copy, None),
            Outcome::Unchanged => (&mut tally.unchanged, None),
            Outcome::Excluded => (&mut tally.excluded, None),
            Outcome::Archived => (
                &mut tally.archived,
                Some("it is in an archive; it can be fetched once it is restored"),
            ),
            Outcome::Vanished => (
                &mut tally.vanished,
                Some("it was deleted during the transfer"),
            ),
            Outcome::Refused(reason) => (&mut tally.refused, Some(reason.as_str())),
            Outcome::Failed(reason) => (&mut tally.failed, Some(reason.as_str())),
        };
        *count += 1;
        let problems = tally.archived + tally.vanished + tally.refused + tally.failed;
        if self.json {
            let mut line = json!(result);
            line["event"] = "file".into();
            print_stdout(&line);
        } else if let Some(problem) = problem {
            let name = if result.file.is_empty() {
                &result.key
            } else {
                &result.file
            };
            if problems <= MAX_PRINTED_PROBLEMS {
                self.print_line(&format!("{}: {problem}", name.escape_debug()));
            }
            if problems == MAX_PRINTED_PROBLEMS {
                self.print_line(
                    "Further problems are not shown. Use --manifest FILE to see all of them.",
                );
            }
        } else if result.outcome == Outcome::WouldCopy {
            print_stdout(&result.file.escape_debug());
        }
        self.write_manifest(state, |manifest| writeln!(manifest, "{}", json!(result)));
    }

    /// Writes to the manifest. If that fails, the transfer goes on without it, and the command fails at its end.
    fn write_manifest(
        &self,
        state: &mut ProgressState,
        write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
    ) {
        if let Some(mut manifest) = state.manifest.take() {
            match write(&mut manifest) {
                Ok(()) => state.manifest = Some(manifest),
                Err(error) => {
                    self.print_line(&format!("the manifest cannot be written: {error}"));
                    state.manifest_failed = true;
                    // Dropping the writer itself would try to write its buffer again.
                    drop(manifest.into_parts());
                }
            }
        }
    }

    fn print_progress(&self, state: &ProgressState) {
        if self.json {
            print_stdout(&json!({
                "event": "progress", "files": state.tally.copied, "files_found": state.files_found,
                "bytes": state.bytes_moved, "bytes_found": state.bytes_found, "all_found": state.all_found,
            }));
            return;
        }
        let milliseconds = state.started.elapsed().as_millis().max(1);
        let rate = u128::from(state.bytes_moved) * 1_000 / milliseconds;
        let rate = u64::try_from(rate).unwrap_or(u64::MAX);
        let seconds_left = state.bytes_found.saturating_sub(state.bytes_moved) / rate.max(1);
        // Before everything is found, nobody knows how much is left.
        let time_left = if state.all_found {
            format!(
                ", {} left",
                HumanDuration(Duration::from_secs(seconds_left))
            )
        } else {
            String::new()
        };
        self.print_line(&format!(
            "{} of {}{} files, {} of {}, {}/s{time_left}",
            HumanCount(state.tally.copied),
            HumanCount(state.files_found),
            if state.all_found { "" } else { "+" },
            HumanBytes(state.bytes_moved),
            HumanBytes(state.bytes_found),
            HumanBytes(rate),
        ));
    }

    /// Prints a line to stderr, above the bar if there is one.
    fn print_line(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| print_stderr(line)),
            None => print_stderr(line),
        }
    }

    /// Completes the manifest and prints the summary.
    ///
    /// # Errors
    /// - [`CommandError::Stopped`] if the transfer ended early.
    /// - [`CommandError::NotPassed`] if a file was refused or failed, or if the manifest could not be written.
    pub fn finish(
        &self,
        job: &str,
        result: &Result<(), TransferError>,
    ) -> Result<(), CommandError> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let mut state = self.state();
        self.write_manifest(&mut state, BufWriter::flush);
        let tally = state.tally;
        let seconds = state.started.elapsed().as_secs_f64();
        if self.json {
            let stopped = result.as_ref().err().map(ToString::to_string);
            print_stdout(&json!({
                "event": "ended", "job": job, "stopped": stopped, "seconds": seconds, "files": tally,
            }));
        } else {
            print_stdout(&summary(self.direction, &tally, seconds));
        }
        if let Err(error) = result {
            return Err(CommandError::Stopped(error.to_string()));
        }
        // Archived and vanished files are no failure: the tenant archived or deleted them.
        if tally.refused + tally.failed > 0 || state.manifest_failed {
            return Err(CommandError::NotPassed);
        }
        Ok(())
    }
}

fn summary(direction: TransferDirection, tally: &Tally, seconds: f64) -> String {
    let copied = match direction {
        TransferDirection::Fetch => "fetched",
        TransferDirection::Export => "exported",
    };
    let counts = [
        (tally.copied, copied),
        (tally.would_copy, "to copy"),
        (tally.unchanged, "unchanged"),
        (tally.excluded, "excluded"),
        (tally.archived, "archived"),
        (tally.vanished, "vanished"),
        (tally.refused, "refused"),
        (tally.failed, "failed"),
    ];
    let mut parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, outcome)| format!("{} {outcome}", HumanCount(count)))
        .collect();
    if parts.is_empty() {
        parts.push(format!("0 {copied}"));
    }
    format!(
        "{}; {} in {seconds:.1} s",
        parts.join(", "),
        HumanBytes(tally.bytes)
    )
}

/// Prints a line to stdout. Ignores errors, unlike `println!`: the reader may be gone, as with `| head`, and the
/// transfer must go on.
pub fn print_stdout(line: &dyn Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn print_stderr(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
