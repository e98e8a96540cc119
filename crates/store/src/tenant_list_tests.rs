//! That lists of tenants are read along an index that has them in order, in both databases: nothing is scanned as a
//! whole, and nothing sorted. Who is not connected is in no index: of those each is looked up, and `./dev bench` tells.

use super::*;
use crate::{KeyRing, Store};
use sqlx::{Executor as _, Row as _};
use std::sync::Arc;

#[expect(dead_code, reason = "the suite of both databases uses more of it")]
#[path = "../tests/both/database.rs"]
mod database;

use database::{Database, on};

const SEED: &str = include_str!("../../../tests/bench/tenants.sql");
const MANY: &str = "3000";

async fn seeded(database: &Database) -> Store {
    let store = database.store().await;
    let seed = SEED
        .replace("COUNT", MANY)
        .replace("NOW_MS", "1700000000000")
        .replace("NOW_ID", "018bcfe56800")
        // SQLite knows the second word only.
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

/// How the database goes about it, in its own words.
async fn plan(store: &Store, database: &Database, listing: &Listing) -> String {
    let (explain, column) = match database {
        Database::Sqlite { .. } => ("EXPLAIN QUERY PLAN", 3),
        Database::Postgres { .. } => ("EXPLAIN", 0),
    };
    let sql = AssertSqlSafe(format!("{explain} {}", listing.sql));
    let mut query = sqlx::query(sql).bind("dev");
    for text in &listing.texts {
        query = query.bind(text.as_str());
    }
    let rows = store.read_all(query.bind(listing.limit)).await;
    let rows = rows.expect("a plan");
    let lines = rows.iter().map(|row| row.get::<String, _>(column));
    lines.collect::<Vec<_>>().join("\n")
}

async fn nothing_is_scanned_or_sorted(database: Arc<Database>) {
    let store = seeded(&database).await;
    let flow = FlowId::parse("demo").expect("flow");
    let bucket = BucketName::parse("bucket-7").expect("bucket");
    let account = AccountId::parse("100000000007").expect("account");
    let after = TenantId::parse("tenant-1001500").expect("tenant");
    let any = Having::default();
    let of_flow = Having {
        flow: Some(&flow),
        ..any
    };
    let failed = Some(Outcome::Failed);
    for connected in [
        Connected::OrNot,
        Connected::As(of_flow),
        Connected::As(Having {
            outcome: failed,
            ..any
        }),
        Connected::As(Having {
            outcome: failed,
            ..of_flow
        }),
        Connected::As(Having {
            mode: Some(AccessMode::Keys),
            ..of_flow
        }),
        Connected::As(Having {
            bucket: Some(&bucket),
            ..any
        }),
        Connected::As(Having {
            account: Some(&account),
            ..any
        }),
    ] {
        for (prefix, after) in [("", None), ("tenant-1", None), ("", Some(&after))] {
            let of = TenantsOf {
                prefix,
                after,
                connected,
                limit: 51,
            };
            let plan = plan(&store, &database, &of.listing()).await;
            for bad in [
                "Seq Scan",
                "Sort",
                "SCAN tenants",
                "SCAN connections",
                "TEMP B-TREE",
            ] {
                assert!(
                    !plan.contains(bad),
                    "{bad} for {connected:?} {prefix:?} {after:?}:\n{plan}"
                );
            }
            assert!(plan.to_uppercase().contains("INDEX"), "{plan}");
        }
    }
}

#[tokio::test]
async fn on_sqlite() {
    on(Database::sqlite(), nothing_is_scanned_or_sorted).await;
}

#[tokio::test]
async fn on_postgres() {
    on(Database::postgres().await, nothing_is_scanned_or_sorted).await;
}
