//! Proves that both databases read lists of tenants along an index that has the right order, without a full scan and
//! without a sort. Only the search for tenants without a connection has no such index: it looks up every tenant, and
//! `./dev bench` measures that.

use super::*;
use database::{Database, run_on};
use sqlx::{Executor as _, Row as _};
use std::sync::Arc;

#[expect(dead_code, reason = "the integration tests use more of it")]
#[path = "../tests/sqlite_and_postgres/database.rs"]
mod database;

const SEED: &str = include_str!("../../../tests/bench/tenants.sql");
const TENANT_COUNT: &str = "3000";

async fn open_seeded(database: &Database) -> Store {
    let store = database.store().await;
    let seed = SEED
        .replace("COUNT", TENANT_COUNT)
        .replace("NOW_MS", "1700000000000")
        .replace("NOW_ID", "018bcfe56800")
        // SQLite only knows ANALYZE.
        .replace("VACUUM ANALYZE", "ANALYZE");
    let statements = seed
        .split(';')
        .filter(|statement| !statement.trim().is_empty());
    for statement in statements {
        let statement = AssertSqlSafe(statement.to_owned());
        store.pools.write.execute(statement).await.expect("seeded");
    }
    store
}

/// Returns the query plan as the database prints it.
async fn explain(store: &Store, database: &Database, statement: &TenantStatement) -> String {
    let (explain, column) = match database {
        Database::Sqlite { .. } => ("EXPLAIN QUERY PLAN", 3),
        Database::Postgres { .. } => ("EXPLAIN", 0),
    };
    let sql = AssertSqlSafe(format!("{explain} {}", statement.sql));
    let mut query = sqlx::query(sql).bind("dev");
    for text in &statement.texts {
        query = query.bind(text.as_str());
    }
    let rows = store.read_all(query.bind(statement.limit)).await;
    let rows = rows.expect("a plan");
    let lines = rows.iter().map(|row| row.get::<String, _>(column));
    lines.collect::<Vec<_>>().join("\n")
}

async fn lists_use_an_index_without_scan_or_sort(database: Arc<Database>) {
    let store = open_seeded(&database).await;
    let flow = FlowId::parse("demo").expect("flow");
    let bucket = BucketAddress::parse("bucket-7").expect("bucket");
    let account = AccountId::parse("100000000007").expect("account");
    let after = TenantId::parse("tenant-1001500").expect("tenant");
    let any = ConnectionCriteria::default();
    let on_flow = ConnectionCriteria {
        flow: Some(&flow),
        ..any
    };
    let failed = Some(Outcome::Failed);
    for connections in [
        ConnectionFilter::Any,
        ConnectionFilter::Matching(on_flow),
        ConnectionFilter::Matching(ConnectionCriteria {
            outcome: failed,
            ..any
        }),
        ConnectionFilter::Matching(ConnectionCriteria {
            outcome: failed,
            ..on_flow
        }),
        ConnectionFilter::Matching(ConnectionCriteria {
            mode: Some(AccessMode::Keys),
            ..on_flow
        }),
        ConnectionFilter::Matching(ConnectionCriteria {
            bucket: Some(&bucket),
            ..any
        }),
        ConnectionFilter::Matching(ConnectionCriteria {
            account: Some(&account),
            ..any
        }),
        ConnectionFilter::Tried(None),
        ConnectionFilter::Tried(Some(&flow)),
    ] {
        for (prefix, after) in [("", None), ("tenant-1", None), ("", Some(&after))] {
            let query = TenantQuery {
                prefix,
                after,
                connections,
                limit: 51,
            };
            let plan = explain(&store, &database, &query.to_statement()).await;
            for bad in [
                "Seq Scan",
                "Sort",
                "SCAN tenants",
                "SCAN connections",
                "SCAN attempts",
                "TEMP B-TREE",
            ] {
                assert!(
                    !plan.contains(bad),
                    "{bad} for {connections:?} {prefix:?} {after:?}:\n{plan}"
                );
            }
            assert!(plan.to_uppercase().contains("INDEX"), "{plan}");
        }
    }
}

#[tokio::test]
async fn lists_use_an_index_on_sqlite() {
    run_on(Database::sqlite(), lists_use_an_index_without_scan_or_sort).await;
}

#[tokio::test]
async fn lists_use_an_index_on_postgres() {
    run_on(
        Database::postgres().await,
        lists_use_an_index_without_scan_or_sort,
    )
    .await;
}
