//! What a person or a program sees of a transfer: a bar on a terminal, a line now and then elsewhere, or JSON.

use super::super::CommandError;
use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressStyle};
use serde_json::json;
use service::MovedTo;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use transfer::{Ended, Event, Outcome, Stop, Tell};

/// Between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);
/// So many problems are shown; the manifest has all of them.
const SHOWN: u64 = 20;

pub struct Progress {
    direction: MovedTo,
    json: bool,
    bar: Option<ProgressBar>,
    state: Mutex<State>,
}

struct State {
    begun: Instant,
    said: Instant,
    manifest: Option<BufWriter<File>>,
    manifest_failed: bool,
    /// To be moved, as far as is known.
    files: u64,
    bytes: u64,
    moved: u64,
    all_found: bool,
    tally: Tally,
}

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
    pub fn start(
        direction: MovedTo,
        json: bool,
        manifest: Option<&Path>,
    ) -> Result<Arc<Self>, CommandError> {
        let manifest = manifest.map(File::create).transpose();
        let manifest = manifest.map_err(|error| {
            CommandError::Wrong(format!("the manifest cannot be written: {error}"))
        })?;
        Ok(Self::new(direction, json, manifest))
    }

    pub fn without_manifest(direction: MovedTo, json: bool) -> Arc<Self> {
        Self::new(direction, json, None)
    }

    fn new(direction: MovedTo, json: bool, manifest: Option<File>) -> Arc<Self> {
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
            state: Mutex::new(State {
                begun: now,
                said: now,
                manifest: manifest.map(BufWriter::new),
                manifest_failed: false,
                files: 0,
                bytes: 0,
                moved: 0,
                all_found: false,
                tally: Tally::default(),
            }),
        })
    }

    pub fn begun(&self, job: &str, bucket: &str, prefix: &str) {
        if self.json {
            print(&json!({ "event": "begun", "job": job, "bucket": bucket, "prefix": prefix }));
        } else {
            let way = match self.direction {
                MovedTo::Folder => "from",
                MovedTo::Bucket => "to",
            };
            self.line(&format!("Job {job}: {way} s3://{bucket}/{prefix}"));
        }
    }

    /// What a transfer tells its events.
    pub fn tell(self: &Arc<Self>) -> Tell {
        let progress = Arc::clone(self);
        Arc::new(move |event| progress.hear(event))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, event: Event<'_>) {
        let mut state = self.state();
        match event {
            Event::Found { files, bytes } => {
                state.files += files;
                state.bytes = state.bytes.saturating_add(bytes);
            }
            Event::AllFound => state.all_found = true,
            Event::Moved(bytes) => state.moved = state.moved.saturating_add(bytes),
            Event::Ended(ended) => self.ended(&mut state, ended),
        }
        if let Some(bar) = &self.bar {
            bar.set_length(state.bytes);
            bar.set_position(state.moved);
            bar.set_message(format!(
                "{}/{}{} files",
                HumanCount(state.tally.copied),
                HumanCount(state.files),
                if state.all_found { "" } else { "+" }
            ));
        } else if state.said.elapsed() >= LINE_EVERY {
            state.said = Instant::now();
            self.translate(&state);
        }
    }

    fn ended(&self, state: &mut State, ended: &Ended) {
        let tally = &mut state.tally;
        let (count, problem) = match &ended.outcome {
            Outcome::Copied => {
                tally.bytes = tally.bytes.saturating_add(ended.size);
                (&mut tally.copied, None)
            }
            Outcome::WouldCopy => (&mut tally.would_copy, None),
            Outcome::Unchanged => (&mut tally.unchanged, None),
            Outcome::Excluded => (&mut tally.excluded, None),
            Outcome::Archived => (
                &mut tally.archived,
                Some("it is in an archive; it is fetched once it is restored"),
            ),
            Outcome::Vanished => (&mut tally.vanished, Some("it was deleted in the meantime")),
            Outcome::Refused(why) => (&mut tally.refused, Some(why.as_str())),
            Outcome::Failed(why) => (&mut tally.failed, Some(why.as_str())),
        };
        *count += 1;
        let problems = tally.archived + tally.vanished + tally.refused + tally.failed;
        if self.json {
            let mut line = json!(ended);
            line["event"] = "file".into();
            print(&line);
        } else if let Some(why) = problem {
            let name = if ended.file.is_empty() {
                &ended.key
            } else {
                &ended.file
            };
            if problems <= SHOWN {
                self.line(&format!("{}: {why}", name.escape_debug()));
            }
            if problems == SHOWN {
                self.line("More are not shown; --manifest FILE has all of them.");
            }
        } else if ended.outcome == Outcome::WouldCopy {
            print(&ended.file.escape_debug());
        }
        self.write_manifest(state, |manifest| writeln!(manifest, "{}", json!(ended)));
    }

    /// The files are moved all the same if it cannot be written; the command fails at its end.
    fn write_manifest(
        &self,
        state: &mut State,
        write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
    ) {
        if let Some(mut manifest) = state.manifest.take() {
            match write(&mut manifest) {
                Ok(()) => state.manifest = Some(manifest),
                Err(error) => {
                    self.line(&format!("the manifest cannot be written: {error}"));
                    state.manifest_failed = true;
                    // To drop it would try to write what is left.
                    drop(manifest.into_parts());
                }
            }
        }
    }

    fn translate(&self, state: &State) {
        if self.json {
            print(&json!({
                "event": "progress", "files": state.tally.copied, "files_found": state.files,
                "bytes": state.moved, "bytes_found": state.bytes, "all_found": state.all_found,
            }));
            return;
        }
        let milliseconds = state.begun.elapsed().as_millis().max(1);
        let rate = u128::from(state.moved) * 1_000 / milliseconds;
        let rate = u64::try_from(rate).unwrap_or(u64::MAX);
        let left = state.bytes.saturating_sub(state.moved) / rate.max(1);
        let left = if state.all_found {
            format!(", {} left", HumanDuration(Duration::from_secs(left)))
        } else {
            String::new()
        };
        self.line(&format!(
            "{} of {}{} files, {} of {}, {}/s{left}",
            HumanCount(state.tally.copied),
            HumanCount(state.files),
            if state.all_found { "" } else { "+" },
            HumanBytes(state.moved),
            HumanBytes(state.bytes),
            HumanBytes(rate),
        ));
    }

    fn line(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| explain(line)),
            None => explain(line),
        }
    }

    pub fn end(&self, job: &str, result: &Result<(), Stop>) -> Result<(), CommandError> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let mut state = self.state();
        self.write_manifest(&mut state, BufWriter::flush);
        let tally = state.tally;
        let seconds = state.begun.elapsed().as_secs_f64();
        if self.json {
            let stopped = result.as_ref().err().map(ToString::to_string);
            print(&json!({
                "event": "ended", "job": job, "stopped": stopped, "seconds": seconds, "files": tally,
            }));
        } else {
            print(&summary(self.direction, &tally, seconds));
        }
        if let Err(stop) = result {
            return Err(CommandError::Stopped(stop.to_string()));
        }
        if tally.refused + tally.failed > 0 || state.manifest_failed {
            return Err(CommandError::NotPassed);
        }
        Ok(())
    }
}

fn summary(direction: MovedTo, tally: &Tally, seconds: f64) -> String {
    let done = match direction {
        MovedTo::Folder => "fetched",
        MovedTo::Bucket => "exported",
    };
    let counts = [
        (tally.copied, done),
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
        .map(|(count, what)| format!("{} {what}", HumanCount(count)))
        .collect();
    if parts.is_empty() {
        parts.push(format!("0 {done}"));
    }
    format!(
        "{}; {} in {seconds:.1} s",
        parts.join(", "),
        HumanBytes(tally.bytes)
    )
}

/// Nobody may be reading any more, as behind `| head`. The files are moved all the same.
pub fn print(line: &dyn Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn explain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
