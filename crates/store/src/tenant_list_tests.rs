//! Proves that both databases read lists of tenants, connections and flows along an index that has the right order, without
//! a full scan and without a sort. Only the search for tenants without a connection has no such index: it looks up every tenant, and
//! `./dev bench` measures that.

use super::*;
use crate::connection_list::ConnectionQuery;
use crate::flow_list;
use database::{Database, run_on};
use sqlx::{Executor as _, Row as _};
use std::sync::Arc;

#[expect(dead_code, reason = "the integration tests use more of it")]
#[path = "../tests/sqlite_and_postgres/database.rs"]
mod database;

const SEED: &str = include_str!("../../../tests/bench/tenants.sql");
const TENANT_COUNT: &str = "3000";
/// Inserts as many flows.
const FLOWS: &str =
    "INSERT INTO connectors (environment, flow, direction, params, version, updated_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    SELECT 'dev', 'flow-' || CAST(1000000 + i AS TEXT), 'both', '{}', 1, 1 FROM n";

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
async fn explain(
    store: &Store,
    database: &Database,
    sql: &str,
    texts: &[String],
    limit: i64,
) -> String {
    let (explain, column) = match database {
        Database::Sqlite { .. } => ("EXPLAIN QUERY PLAN", 3),
        Database::Postgres { .. } => ("EXPLAIN", 0),
    };
    let sql = AssertSqlSafe(format!("{explain} {sql}"));
    let mut query = sqlx::query(sql).bind("dev");
    for text in texts {
        query = query.bind(text.as_str());
    }
    let rows = store.read_all(query.bind(limit)).await;
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
            let TenantStatement { sql, texts, limit } = query.to_statement();
            let plan = explain(&store, &database, &sql, &texts, limit).await;
            assert_uses_index(&plan, &format!("{connections:?} {prefix:?} {after:?}"));
        }
    }
    for query_flow in [None, Some(&flow)] {
        for outcome in [None, failed] {
            for after in [None, Some((&after, &flow))] {
                let query = ConnectionQuery {
                    flow: query_flow,
                    outcome,
                    after,
                    limit: 51,
                };
                let statement = query.to_statement();
                let (sql, texts) = (&statement.sql, &statement.texts);
                let plan = explain(&store, &database, sql, texts, statement.limit).await;
                assert_uses_index(&plan, &format!("{query:?}"));
            }
        }
    }
    for statement in [FLOWS, "ANALYZE"] {
        store.pools.write.execute(statement).await.expect("seeded");
    }
    let after = ["flow-1001500".to_owned()];
    let plan = explain(&store, &database, flow_list::LIST, &after, 51).await;
    assert_uses_index(&plan, "flows");
}

/// Asserts that a plan neither scans a table nor sorts. `what` describes the query.
#[track_caller]
fn assert_uses_index(plan: &str, what: &str) {
    for bad in [
        "Seq Scan",
        "Sort",
        "SCAN tenants",
        "SCAN connections",
        "SCAN connectors",
        "SCAN attempts",
        "TEMP B-TREE",
    ] {
        assert!(!plan.contains(bad), "{bad} for {what}:\n{plan}");
    }
    assert!(plan.to_uppercase().contains("INDEX"), "{what}:\n{plan}");
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
