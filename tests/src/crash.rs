//! Kills the server in the middle of its work, again and again, and looks at what it left behind: everything that was
//! acknowledged is there, and what was in flight is there as a whole or not at all.

mod rows;
mod story;
mod tally;
mod tenant;
mod vendor;
mod verify;
mod world;
mod writer;

pub use tally::{Problem, Tally};

use crate::admin::Admin;
use crate::app::{Fields, sample, start_sandbox};
use crate::binary::Running;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rows::Rows;
use sandbox::Sandbox;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use story::{Story, Subject};
use world::{Server, World};
use writer::Writer;

/// Tenants that are worked on at once, beside three writers of settings.
const TENANTS: usize = 8;
/// After so much has happened to a tenant, another takes its place.
const LONG_STORY: usize = 40;
/// The kill comes after so many answers and milliseconds: counted in answers, as much happens on a slow machine as on
/// a fast one.
const ANSWERS: Range<usize> = 0..40;
const AFTER_MS: Range<u64> = 0..100;
/// Answers that take longer than this are not waited for.
const LONGEST_WORK: Duration = Duration::from_secs(10);
/// After so many kills a new database takes the place of the old one, and its first start is killed as well.
const KILLS_OF_A_DATABASE: usize = 50;

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub kills: usize,
    pub seed: u64,
    pub postgres: bool,
}

/// Kills so many times. `progress` hears of each kill.
pub async fn run(options: Options, mut progress: impl FnMut(&Tally)) -> Tally {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let mut crash = Crash {
        options,
        fields: Fields::of(sample(&sandbox, "full-access")),
        sandbox,
        rng: StdRng::seed_from_u64(options.seed),
        tally: Tally::default(),
        tenants: 0,
    };
    while crash.tally.kills < options.kills {
        crash.one_database(&mut progress).await;
    }
    crash.tally
}

struct Crash {
    options: Options,
    sandbox: Sandbox,
    fields: Fields,
    rng: StdRng,
    tally: Tally,
    /// That were ever made, for their names.
    tenants: usize,
}

impl Crash {
    /// Works on one database until it has had its kills, or until something is wrong with it.
    async fn one_database(&mut self, progress: &mut impl FnMut(&Tally)) {
        let world = World::new(self.options.postgres).await;
        let until = self
            .options
            .kills
            .min(self.tally.kills + KILLS_OF_A_DATABASE);
        let subjects = [Subject::Connector, Subject::ApiKeys, Subject::Settings];
        let mut writers: Vec<Writer> = subjects
            .map(|subject| Writer::new(subject, self.rng.random()))
            .into();
        let mut finished: Vec<Story> = Vec::new();
        self.kill_a_start(&world).await;
        let mut running = self.start(&world).await;
        loop {
            while writers.len() < 3 + TENANTS {
                writers.push(self.new_tenant());
            }
            let gone = self.work_and_kill(&world, running, &mut writers).await;
            if self.tally.kills < until && self.rng.random_ratio(1, 10) {
                self.kill_a_start(&world).await;
            }
            running = self.start(&world).await;
            world.wait_until_gone(&gone).await;
            let is_clean = self
                .verify(&world, &running, &mut writers, &mut finished)
                .await;
            progress(&self.tally);
            if !is_clean || self.tally.kills >= until {
                return running.kill().await;
            }
        }
    }

    fn new_tenant(&mut self) -> Writer {
        self.tenants += 1;
        let name = format!("tenant-{}", self.tenants);
        Writer::new(Subject::Tenant(name), self.rng.random())
    }

    async fn start(&mut self, world: &World) -> Running {
        let (running, took) = world.start(&self.sandbox).await;
        self.tally.starts.push(took);
        running
    }

    async fn kill_a_start(&mut self, world: &World) {
        let (_, usual) = self.tally.start_times();
        let most = usual.max(Duration::from_millis(50)).as_millis();
        let after = self.rng.random_range(0..u64::try_from(most).unwrap_or(50));
        world
            .start_and_kill(&self.sandbox, Duration::from_millis(after))
            .await;
        self.tally.kills += 1;
        *self.tally.in_flight.entry("start-up").or_default() += 1;
    }

    /// Everybody works until a random moment; returns the database connections that the killed server had.
    async fn work_and_kill(
        &mut self,
        world: &World,
        running: Running,
        writers: &mut [Writer],
    ) -> BTreeSet<i32> {
        let stopping = AtomicBool::new(false);
        let client = running.client.clone();
        let server = Server {
            admin: Admin::sign_in(&client).await,
            client: client.clone(),
            sandbox: &self.sandbox,
            sample: &self.fields,
            stopping: &stopping,
            answers: AtomicUsize::new(0),
        };
        let answers = self.rng.random_range(ANSWERS);
        let after = Duration::from_millis(self.rng.random_range(AFTER_MS));
        let kill = async {
            let begun = Instant::now();
            while server.answers.load(Ordering::SeqCst) < answers && begun.elapsed() < LONGEST_WORK
            {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(after).await;
            let gone = world.backends().await;
            stopping.store(true, Ordering::SeqCst);
            let said = running.translate();
            running.kill().await;
            (gone, said)
        };
        let work = join_all(writers.iter_mut().map(|writer| writer.run(&server)));
        let ((gone, said), _) = tokio::join!(kill, work);
        self.tally.kills += 1;
        let errors = said
            .lines()
            .filter(|line| line.contains("ERROR") || line.contains("panicked"));
        self.tally
            .problems
            .extend(errors.map(|line| Problem::Unexpected(line.to_owned())));
        for operation in writers
            .iter()
            .filter_map(|writer| writer.story.in_flight.as_ref())
        {
            *self.tally.in_flight.entry(operation.name).or_default() += 1;
        }
        self.count(writers);
        gone
    }

    /// Moves what the writers counted into the tally.
    fn count(&mut self, writers: &mut [Writer]) {
        for writer in writers {
            for (name, count) in std::mem::take(&mut writer.counted) {
                *self.tally.acknowledged.entry(name).or_default() += count;
            }
            let unexpected = writer.unexpected.drain(..).map(Problem::Unexpected);
            self.tally.problems.extend(unexpected);
        }
    }

    /// Whether everything is as it should be.
    async fn verify(
        &mut self,
        world: &World,
        running: &Running,
        writers: &mut Vec<Writer>,
        finished: &mut Vec<Story>,
    ) -> bool {
        let before = self.tally.problems.len();
        let rows = Rows::read(&world.database).await;
        self.tally
            .problems
            .extend(verify::integrity(&rows, &world.database));
        let mut cut_off = None;
        for (index, writer) in writers.iter_mut().enumerate() {
            if writer.story.in_flight.is_some() {
                // What it was about to do decides whether they are still good.
                (writer.token, writer.forwarded) = (None, None);
                if matches!(writer.story.subject, Subject::Tenant(_)) {
                    cut_off = Some(index);
                }
            }
            let (landed, problems) = verify::verify(&mut writer.story, &rows);
            self.tally.landed += usize::from(landed);
            self.tally.problems.extend(problems);
        }
        for story in finished.iter_mut() {
            self.tally.problems.extend(verify::verify(story, &rows).1);
        }
        let store = world.store().await;
        let unreadable = verify::secrets(&store, &rows, &self.fields.secret).await;
        store.close().await;
        self.tally.problems.extend(unreadable);
        self.save_next(running, &mut writers[cut_off.unwrap_or(3)])
            .await;
        let (old, young) = std::mem::take(writers).into_iter().partition(|writer| {
            matches!(writer.story.subject, Subject::Tenant(_))
                && writer.story.acknowledged.len() > LONG_STORY
        });
        *writers = young;
        let old: Vec<Writer> = old;
        finished.extend(old.into_iter().map(|writer| writer.story));
        self.tally.problems.len() == before
    }

    /// The next save works, of a tenant whose request was cut off if there is one.
    async fn save_next(&mut self, running: &Running, writer: &mut Writer) {
        let Subject::Tenant(name) = writer.story.subject.clone() else {
            return;
        };
        let client = running.client.clone();
        let server = Server {
            admin: Admin::with_cookie(&client, ""),
            client: client.clone(),
            sandbox: &self.sandbox,
            sample: &self.fields,
            stopping: &AtomicBool::new(false),
            answers: AtomicUsize::new(0),
        };
        if !matches!(writer.save_keys(&name, &server).await, Ok(true)) {
            let what = format!("the next save of {name} after a kill did not work");
            self.tally.problems.push(Problem::Unexpected(what));
        }
        self.count(std::slice::from_mut(writer));
    }
}

/// Calls `print` with a line of progress every few seconds.
pub fn every_few_seconds(mut print: impl FnMut(String)) -> impl FnMut(&Tally) {
    let mut last = Instant::now();
    move |tally| {
        if last.elapsed() > Duration::from_secs(5) {
            last = Instant::now();
            print(tally.progress());
        }
    }
}
