//! A path prefix that resolves to another folder each month or day: an incremental fetch still skips what it has
//! fetched.

#![expect(clippy::expect_used, reason = "tests")]

use super::name_set;
use domain::{EnvironmentId, FlowId, TenantId};
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use service::{Clock, TenantScope, TransferDirection};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use time::OffsetDateTime;
use time::macros::datetime;
use tokio_util::sync::CancellationToken;
use transfer::{Event, EventSink, FetchOptions, FileFilter, Folder, Job, Limiter, Outcome, fetch};

const BUCKET: &str = "my-company-empty";
const OCTOBER: OffsetDateTime = datetime!(2026-10-31 23:59:59 UTC);
const NOVEMBER: OffsetDateTime = datetime!(2026-11-01 00:00:00 UTC);
const DECEMBER: OffsetDateTime = datetime!(2026-12-24 12:00:00 UTC);

/// A server in the test's process, whose clock the test sets.
struct ClockFixture {
    app: App,
    /// The current time in Unix seconds.
    now: Arc<AtomicI64>,
    scope: TenantScope,
    flow: FlowId,
}

impl ClockFixture {
    async fn start(postgres: bool) -> Self {
        let now = Arc::new(AtomicI64::new(OCTOBER.unix_timestamp()));
        let clock_now = Arc::clone(&now);
        let clock = Clock::new(move || {
            let seconds = clock_now.load(Ordering::Relaxed);
            OffsetDateTime::from_unix_timestamp(seconds).expect("a valid time")
        });
        let mut builder = App::builder().with_clock(clock);
        if postgres {
            builder = builder.on_postgres();
        }
        let environment = EnvironmentId::parse("dev").expect("an environment");
        Self {
            app: builder.start().await,
            now,
            scope: TenantScope::new(environment, TenantId::parse("acme").expect("a tenant")),
            flow: FlowId::parse(FLOW).expect("a flow"),
        }
    }

    async fn connect(&self, prefix: &str) {
        let fields = Fields {
            bucket: BUCKET.to_owned(),
            path_prefix: prefix.to_owned(),
            ..self.app.sample_fields("full-access")
        };
        let answer = self.app.put_connection("acme", &fields.json()).await;
        assert!([200, 201].contains(&answer.status), "{}", answer.text);
    }

    async fn put_objects(&self, keys: &[&str]) {
        for key in keys {
            let writing = self.app.sandbox().put_object(BUCKET, key, key.as_bytes());
            writing.await.expect("the object is written");
        }
    }

    /// Fetches as the program does, at this time. Returns the keys of the objects that were copied.
    async fn fetch(&self, time: OffsetDateTime, incremental: bool) -> BTreeSet<String> {
        self.now.store(time.unix_timestamp(), Ordering::Relaxed);
        let service = &self.app.service;
        let job_values = service.begin_job(&self.scope, &self.flow, "s3").await;
        let job_values = job_values.expect("a job");
        let transfer = service
            .open_transfer(
                &self.scope,
                &self.flow,
                TransferDirection::Fetch,
                &job_values,
            )
            .await
            .expect("a transfer");
        let job = Job {
            objects: transfer.objects,
            prefix: transfer.prefix,
            limiter: Limiter::new(8, 1024 * 1024),
            filter: FileFilter::default(),
            cancellation: CancellationToken::new(),
        };
        let options = FetchOptions {
            ledger: Some(transfer.ledger),
            incremental,
            marker: Some(transfer.marker),
        };
        let copied = Arc::new(Mutex::new(BTreeSet::new()));
        let sink_copied = Arc::clone(&copied);
        let events: EventSink = Arc::new(move |event| {
            if let Event::FileFinished(result) = event {
                if result.outcome == Outcome::Copied {
                    let mut copied = sink_copied.lock().expect("lock");
                    copied.insert(result.key.clone());
                } else {
                    assert_eq!(result.outcome, Outcome::Unchanged, "{result:?}");
                }
            }
        });
        let out = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::open(out.path()).expect("the folder can be opened");
        fetch(&job, Some(&folder), &options, &events)
            .await
            .expect("the fetch succeeds");
        copied.lock().expect("lock").clone()
    }

    async fn fetch_new(&self, time: OffsetDateTime) -> BTreeSet<String> {
        self.fetch(time, true).await
    }
}

#[tokio::test]
async fn fetches_the_new_objects_of_each_month_on_sqlite() {
    fetches_the_new_objects_of_each_month(false).await;
}

#[tokio::test]
async fn fetches_the_new_objects_of_each_month_on_postgres() {
    fetches_the_new_objects_of_each_month(true).await;
}

async fn fetches_the_new_objects_of_each_month(postgres: bool) {
    let fixture = ClockFixture::start(postgres).await;
    fixture.connect("data/{date}/").await;
    fixture
        .put_objects(&["data/202610/a", "data/202610/b", "data/202611/a"])
        .await;
    let october = name_set(&["data/202610/a", "data/202610/b"]);
    assert_eq!(fixture.fetch_new(OCTOBER).await, october);
    assert_eq!(fixture.fetch_new(OCTOBER).await, name_set(&[]));

    // A second later, the prefix resolves to another folder. A file of the same name there is another file.
    assert_eq!(
        fixture.fetch_new(NOVEMBER).await,
        name_set(&["data/202611/a"])
    );
    assert_eq!(fixture.fetch_new(NOVEMBER).await, name_set(&[]));

    // Fetching a month without files makes the ledger forget nothing.
    assert_eq!(fixture.fetch_new(DECEMBER).await, name_set(&[]));
    assert_eq!(fixture.fetch(DECEMBER, false).await, name_set(&[]));
    fixture
        .put_objects(&["data/202612/a", "data/202610/late"])
        .await;
    assert_eq!(
        fixture.fetch_new(DECEMBER).await,
        name_set(&["data/202612/a"])
    );

    // Nor does a full fetch of one month make it forget the others.
    assert_eq!(
        fixture.fetch(DECEMBER, false).await,
        name_set(&["data/202612/a"])
    );
    assert_eq!(
        fixture.fetch_new(OCTOBER).await,
        name_set(&["data/202610/late"])
    );
    assert_eq!(fixture.fetch_new(NOVEMBER).await, name_set(&[]));

    // From the folder above all months, only files are new that no month has brought.
    fixture.put_objects(&["data/readme"]).await;
    fixture.connect("data/").await;
    assert_eq!(
        fixture.fetch_new(DECEMBER).await,
        name_set(&["data/readme"])
    );
}

#[tokio::test]
async fn fetches_the_new_objects_of_each_day() {
    let fixture = ClockFixture::start(false).await;
    fixture.connect("{tenant}/{full_date}").await;
    fixture
        .put_objects(&["acme/20261031/a", "acme/20261101/a", "acme/20261101/b"])
        .await;
    assert_eq!(
        fixture.fetch_new(OCTOBER).await,
        name_set(&["acme/20261031/a"])
    );
    let november = name_set(&["acme/20261101/a", "acme/20261101/b"]);
    assert_eq!(fixture.fetch_new(NOVEMBER).await, november);
    assert_eq!(fixture.fetch_new(OCTOBER).await, name_set(&[]));
    assert_eq!(fixture.fetch_new(NOVEMBER).await, name_set(&[]));
}
