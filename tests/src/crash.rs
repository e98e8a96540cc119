//! Kills the server in the middle of its work, again and again, and verifies what it left in the database. Every
//! acknowledged change has to be there. A change that was in flight has to be there completely or not at all.

mod history;
mod rows;
mod server_host;
mod tally;
mod tenant_operations;
mod vendor_operations;
mod verification;
mod work_loop;
mod writer;

pub use tally::{CrashTally, Problem};

use crate::admin::Admin;
use crate::app::{Fields, find_sample, start_sandbox};
use crate::binary::ServerProcess;
use futures::future::join_all;
use history::{History, Subject};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rows::Rows;
use sandbox::Sandbox;
use server_host::{ServerHost, ServerUnderTest};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use writer::Writer;

/// How many tenants are changed at the same time, in addition to three writers of vendor settings.
const TENANTS: usize = 8;
/// How many entries a tenant's history may have before a new tenant replaces it.
const MAX_HISTORY: usize = 40;
/// How many answers the server gives before the kill. Counting answers instead of time makes the test do as much on a
/// slow machine as on a fast one.
const ANSWERS_BEFORE_KILL: Range<usize> = 0..40;
/// How many milliseconds the kill waits after those answers, so it hits requests at different points.
const DELAY_BEFORE_KILL_MS: Range<u64> = 0..100;
/// The longest wait for those answers.
const MAX_WORK_TIME: Duration = Duration::from_secs(10);
/// How many kills one database gets. The first start on each new database is killed too.
const KILLS_PER_DATABASE: usize = 50;

#[derive(Clone, Copy, Debug)]
pub struct CrashOptions {
    pub kills: usize,
    pub seed: u64,
    pub postgres: bool,
}

/// Kills the server as often as the options ask for. Calls `progress` after each round.
pub async fn run(options: CrashOptions, mut progress: impl FnMut(&CrashTally)) -> CrashTally {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let mut crash = CrashTest {
        options,
        fields: Fields::from_sample(find_sample(&sandbox, "full-access")),
        sandbox,
        rng: StdRng::seed_from_u64(options.seed),
        tally: CrashTally::default(),
        tenant_count: 0,
    };
    while crash.tally.kills < options.kills {
        crash.test_one_database(&mut progress).await;
    }
    crash.tally
}

struct CrashTest {
    options: CrashOptions,
    sandbox: Sandbox,
    fields: Fields,
    rng: StdRng,
    tally: CrashTally,
    /// How many tenants were created so far. Their names are numbered.
    tenant_count: usize,
}

impl CrashTest {
    /// Tests one database until it had all its kills, or until a problem is found.
    async fn test_one_database(&mut self, progress: &mut impl FnMut(&CrashTally)) {
        let host = ServerHost::new(self.options.postgres).await;
        let last_kill = self
            .options
            .kills
            .min(self.tally.kills + KILLS_PER_DATABASE);
        let subjects = [Subject::Connector, Subject::ApiKeys, Subject::Settings];
        let mut writers: Vec<Writer> = subjects
            .map(|subject| Writer::new(subject, self.rng.random()))
            .into();
        let mut finished: Vec<History> = Vec::new();
        self.kill_during_start(&host).await;
        let mut running = self.start(&host).await;
        loop {
            while writers.len() < 3 + TENANTS {
                writers.push(self.new_tenant_writer());
            }
            let backends = self.work_and_kill(&host, running, &mut writers).await;
            if self.tally.kills < last_kill && self.rng.random_ratio(1, 10) {
                self.kill_during_start(&host).await;
            }
            running = self.start(&host).await;
            host.wait_until_gone(&backends).await;
            let is_clean = self
                .verify(&host, &running, &mut writers, &mut finished)
                .await;
            progress(&self.tally);
            if !is_clean || self.tally.kills >= last_kill {
                return running.kill().await;
            }
        }
    }

    fn new_tenant_writer(&mut self) -> Writer {
        self.tenant_count += 1;
        let name = format!("tenant-{}", self.tenant_count);
        Writer::new(Subject::Tenant(name), self.rng.random())
    }

    async fn start(&mut self, host: &ServerHost) -> ServerProcess {
        let (running, duration) = host.start(&self.sandbox).await;
        self.tally.starts.push(duration);
        running
    }

    /// Starts the server and kills it at a random moment before it is ready.
    async fn kill_during_start(&mut self, host: &ServerHost) {
        let (_, median) = self.tally.start_times();
        // Before the first full start there is no median yet.
        let max_ms = median.max(Duration::from_millis(50)).as_millis();
        let max_ms = u64::try_from(max_ms).unwrap_or(50);
        let delay = Duration::from_millis(self.rng.random_range(0..max_ms));
        host.start_and_kill(&self.sandbox, delay).await;
        self.tally.kills += 1;
        *self.tally.in_flight.entry("start-up").or_default() += 1;
    }

    /// Lets all writers work and kills the server at a random moment. Returns the PostgreSQL backends that served it.
    async fn work_and_kill(
        &mut self,
        host: &ServerHost,
        running: ServerProcess,
        writers: &mut [Writer],
    ) -> BTreeSet<i32> {
        let stopping = AtomicBool::new(false);
        let client = running.client.clone();
        let server = ServerUnderTest {
            admin: Admin::sign_in(&client).await,
            client: client.clone(),
            sandbox: &self.sandbox,
            sample: &self.fields,
            stopping: &stopping,
            answers: AtomicUsize::new(0),
        };
        let answers = self.rng.random_range(ANSWERS_BEFORE_KILL);
        let delay = Duration::from_millis(self.rng.random_range(DELAY_BEFORE_KILL_MS));
        let kill = async {
            let begun = Instant::now();
            while server.answers.load(Ordering::SeqCst) < answers && begun.elapsed() < MAX_WORK_TIME
            {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(delay).await;
            let backends = host.backends().await;
            stopping.store(true, Ordering::SeqCst);
            let output = running.output();
            running.kill().await;
            (backends, output)
        };
        let work = join_all(writers.iter_mut().map(|writer| writer.run(&server)));
        let ((backends, output), _) = tokio::join!(kill, work);
        self.tally.kills += 1;
        let errors = output
            .lines()
            .filter(|line| line.contains("ERROR") || line.contains("panicked"));
        self.tally
            .problems
            .extend(errors.map(|line| Problem::Unexpected(line.to_owned())));
        for operation in writers
            .iter()
            .filter_map(|writer| writer.history.in_flight.as_ref())
        {
            *self.tally.in_flight.entry(operation.name).or_default() += 1;
        }
        self.collect_counts(writers);
        backends
    }

    /// Moves the writers' counts and unexpected answers into the tally.
    fn collect_counts(&mut self, writers: &mut [Writer]) {
        for writer in writers {
            for (name, count) in std::mem::take(&mut writer.counts) {
                *self.tally.acknowledged.entry(name).or_default() += count;
            }
            let unexpected = writer.unexpected.drain(..).map(Problem::Unexpected);
            self.tally.problems.extend(unexpected);
        }
    }

    /// Verifies the database after a restart. Returns whether no new problem was found.
    async fn verify(
        &mut self,
        host: &ServerHost,
        running: &ServerProcess,
        writers: &mut Vec<Writer>,
        finished: &mut Vec<History>,
    ) -> bool {
        let before = self.tally.problems.len();
        let rows = Rows::read(&host.database).await;
        self.tally
            .problems
            .extend(verification::verify_integrity(&rows, &host.database));
        let mut cut_off = None;
        for (index, writer) in writers.iter_mut().enumerate() {
            if writer.history.in_flight.is_some() {
                // The request in flight may have ended the links, and nobody knows whether it did.
                (writer.token, writer.forwarded_token) = (None, None);
                if matches!(writer.history.subject, Subject::Tenant(_)) {
                    cut_off = Some(index);
                }
            }
            let (is_completed, problems) = verification::verify(&mut writer.history, &rows);
            self.tally.completed += usize::from(is_completed);
            self.tally.problems.extend(problems);
        }
        for history in finished.iter_mut() {
            let (_, problems) = verification::verify(history, &rows);
            self.tally.problems.extend(problems);
        }
        let store = host.store().await;
        let unreadable = verification::verify_secrets(&store, &rows, &self.fields.secret).await;
        store.close().await;
        self.tally.problems.extend(unreadable);
        // The first three writers are those of the vendor's settings.
        self.verify_next_save(running, &mut writers[cut_off.unwrap_or(3)])
            .await;
        let (old, young) = std::mem::take(writers).into_iter().partition(|writer| {
            matches!(writer.history.subject, Subject::Tenant(_))
                && writer.history.acknowledged.len() > MAX_HISTORY
        });
        *writers = young;
        let old: Vec<Writer> = old;
        finished.extend(old.into_iter().map(|writer| writer.history));
        self.tally.problems.len() == before
    }

    /// Verifies that a tenant can save a connection, preferably one whose request was cut off by the kill.
    async fn verify_next_save(&mut self, running: &ServerProcess, writer: &mut Writer) {
        let Subject::Tenant(name) = writer.history.subject.clone() else {
            return;
        };
        let client = running.client.clone();
        let server = ServerUnderTest {
            admin: Admin::with_cookie(&client, ""),
            client: client.clone(),
            sandbox: &self.sandbox,
            sample: &self.fields,
            stopping: &AtomicBool::new(false),
            answers: AtomicUsize::new(0),
        };
        if !matches!(writer.save_keys(&name, &server).await, Ok(true)) {
            let what = format!("the next save of {name} after a kill failed");
            self.tally.problems.push(Problem::Unexpected(what));
        }
        self.collect_counts(std::slice::from_mut(writer));
    }
}

/// Returns a progress callback that calls `print` with a line at most every five seconds.
pub fn throttled_progress(mut print: impl FnMut(String)) -> impl FnMut(&CrashTally) {
    let mut last = Instant::now();
    move |tally| {
        if last.elapsed() > Duration::from_secs(5) {
            last = Instant::now();
            print(tally.progress());
        }
    }
}
