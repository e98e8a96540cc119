//! A path prefix that resolves to another folder each month: an incremental fetch brings what was not fetched yet.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, TenantId};
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use service::{Clock, MovedTo, TenantScope};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use time::OffsetDateTime;
use time::macros::datetime;
use tokio_util::sync::CancellationToken;
use transfer::{Event, Folder, How, Job, Outcome, Pace, Pick, Tell, fetch};

const BUCKET: &str = "my-company-empty";
const OCTOBER: OffsetDateTime = datetime!(2026-10-31 23:59:59 UTC);
const NOVEMBER: OffsetDateTime = datetime!(2026-11-01 00:00:00 UTC);
const DECEMBER: OffsetDateTime = datetime!(2026-12-24 12:00:00 UTC);

struct Months {
    app: App,
    /// In Unix seconds.
    now: Arc<AtomicI64>,
    scope: TenantScope,
    flow: FlowId,
}

impl Months {
    async fn start(postgres: bool) -> Self {
        let now = Arc::new(AtomicI64::new(OCTOBER.unix_timestamp()));
        let moment = Arc::clone(&now);
        let clock = Clock::new(move || {
            let seconds = moment.load(Ordering::Relaxed);
            OffsetDateTime::from_unix_timestamp(seconds).expect("a moment")
        });
        let mut setup = App::setup().with_clock(clock);
        if postgres {
            setup = setup.on_postgres();
        }
        let environment = EnvironmentId::parse("dev").expect("an environment");
        Self {
            app: setup.start().await,
            now,
            scope: TenantScope::new(environment, TenantId::parse("acme").expect("a tenant")),
            flow: FlowId::parse(FLOW).expect("a flow"),
        }
    }

    async fn connect(&self, prefix: &str) {
        let fields = Fields {
            bucket: BUCKET.to_owned(),
            path_prefix: prefix.to_owned(),
            ..self.app.sample("full-access")
        };
        let answer = self.app.put_connection("acme", &fields.json()).await;
        assert!([200, 201].contains(&answer.status), "{}", answer.text);
    }

    async fn put(&self, keys: &[&str]) {
        for key in keys {
            let put = self.app.sandbox().put_object(BUCKET, key, key.as_bytes());
            put.await.expect("written");
        }
    }

    /// Fetches as the program does, at this moment. Returns the keys of the objects that were copied.
    async fn fetch(&self, at: OffsetDateTime, incremental: bool) -> BTreeSet<String> {
        self.now.store(at.unix_timestamp(), Ordering::Relaxed);
        let service = &self.app.service;
        let values = service.begin_job(&self.scope, &self.flow, "s3").await;
        let values = values.expect("a job");
        let opened = service
            .open_transfer(&self.scope, &self.flow, MovedTo::Folder, &values)
            .await
            .expect("a transfer");
        let job = Job {
            objects: opened.objects,
            prefix: opened.prefix,
            pace: Pace::new(8, 1024 * 1024),
            pick: Pick::default(),
            stop: CancellationToken::new(),
        };
        let how = How {
            ledger: Some(opened.ledger),
            incremental,
            marker: Some(opened.marker),
        };
        let copied = Arc::new(Mutex::new(BTreeSet::new()));
        let hearing = Arc::clone(&copied);
        let tell: Tell = Arc::new(move |event| {
            if let Event::Ended(ended) = event {
                if ended.outcome == Outcome::Copied {
                    hearing.lock().expect("lock").insert(ended.key.clone());
                } else {
                    assert_eq!(ended.outcome, Outcome::Unchanged, "{ended:?}");
                }
            }
        });
        let out = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(out.path()).expect("a folder");
        fetch(&job, Some(&folder), &how, &tell)
            .await
            .expect("all of it");
        copied.lock().expect("lock").clone()
    }

    async fn news(&self, at: OffsetDateTime) -> BTreeSet<String> {
        self.fetch(at, true).await
    }
}

fn keys(keys: &[&str]) -> BTreeSet<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

#[tokio::test]
async fn each_month_has_its_own_news_on_sqlite() {
    each_month_has_its_own_news(false).await;
}

#[tokio::test]
async fn each_month_has_its_own_news_on_postgres() {
    each_month_has_its_own_news(true).await;
}

async fn each_month_has_its_own_news(postgres: bool) {
    let months = Months::start(postgres).await;
    months.connect("data/{date}/").await;
    months
        .put(&["data/202610/a", "data/202610/b", "data/202611/a"])
        .await;
    let october = keys(&["data/202610/a", "data/202610/b"]);
    assert_eq!(months.news(OCTOBER).await, october);
    assert_eq!(months.news(OCTOBER).await, keys(&[]));

    // A second later another folder is meant. A file of the same name and bytes is another file.
    assert_eq!(months.news(NOVEMBER).await, keys(&["data/202611/a"]));
    assert_eq!(months.news(NOVEMBER).await, keys(&[]));

    // A month with nothing in it makes nothing forgotten.
    assert_eq!(months.news(DECEMBER).await, keys(&[]));
    assert_eq!(months.fetch(DECEMBER, false).await, keys(&[]));
    months.put(&["data/202612/a", "data/202610/late"]).await;
    assert_eq!(months.news(DECEMBER).await, keys(&["data/202612/a"]));

    // A full fetch of one month says nothing of the others.
    assert_eq!(
        months.fetch(DECEMBER, false).await,
        keys(&["data/202612/a"])
    );
    assert_eq!(months.news(OCTOBER).await, keys(&["data/202610/late"]));
    assert_eq!(months.news(NOVEMBER).await, keys(&[]));

    // The folder above has only what no month has brought so far.
    months.put(&["data/readme"]).await;
    months.connect("data/").await;
    assert_eq!(months.news(DECEMBER).await, keys(&["data/readme"]));
}

#[tokio::test]
async fn each_day_has_its_own_news() {
    let months = Months::start(false).await;
    months.connect("{tenant}/{full_date}").await;
    months
        .put(&["acme/20261031/a", "acme/20261101/a", "acme/20261101/b"])
        .await;
    assert_eq!(months.news(OCTOBER).await, keys(&["acme/20261031/a"]));
    let november = keys(&["acme/20261101/a", "acme/20261101/b"]);
    assert_eq!(months.news(NOVEMBER).await, november);
    assert_eq!(months.news(OCTOBER).await, keys(&[]));
    assert_eq!(months.news(NOVEMBER).await, keys(&[]));
}
