//! One suite, run on a real SQLite file and on a real PostgreSQL; each test has a fresh database.
//!
//! PostgreSQL is reached through `TEST_POSTGRES_URL`. Without it its tests fail: they are never skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::doc_markdown)]

/// Makes two tests of each function, `sqlite::…` and `postgres::…`.
macro_rules! both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::database::on(crate::database::Database::sqlite(), super::$test).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::database::on(crate::database::Database::postgres().await, super::$test).await;
            })+
        }
    };
}

mod admin_key;
mod api_keys;
mod attempts;
mod concurrency;
mod connections;
mod connectors;
mod corruption;
mod database;
mod events;
mod external_ids;
mod neighbours;
mod opening;
mod samples;
mod secrecy_at_rest;
mod sessions;
mod settings;
mod sqlite_file;
mod tenant_list;
mod tenants;
mod together;

use store::{KeyRing, Store};
