//! One suite that runs on a real SQLite file and on a real PostgreSQL. Each test gets a fresh database.
//!
//! Set `TEST_POSTGRES_URL` to the address of a PostgreSQL server. Without it, the PostgreSQL tests fail; they are never
//! skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::doc_markdown)]

/// Turns each function into two tests, `sqlite::…` and `postgres::…`.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::database::run_on(crate::database::Database::sqlite(), super::$test).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::database::run_on(crate::database::Database::postgres().await, super::$test).await;
            })+
        }
    };
}

mod admin_key;
mod api_keys;
mod attempts;
mod audit_log;
mod concurrency;
mod connect_sessions;
mod connections;
mod connectors;
mod corruption;
mod database;
mod deletions;
mod encryption_at_rest;
mod environment_settings;
mod external_ids;
mod fixtures;
mod idempotency_keys;
mod lists;
mod open_database;
mod other_tenants;
mod sqlite_file;
mod tenant_deletion;
mod tenant_list;
mod tenants;
mod transactions;
