//! Connector settings and their versions.

use crate::database::Database;
use crate::fixtures::{connector_update, environment, event, flow, params};
use domain::{Direction, FieldKind};
use std::sync::Arc;
use store::{MAX_FLOWS, PutConnectorError, StoreError};

on_both_databases!(
    returns_the_settings_that_were_put,
    replaces_only_the_expected_version,
    one_of_several_concurrent_updates_wins,
    an_environment_has_a_limited_number_of_flows,
    a_flow_has_a_limited_number_of_versions,
);

async fn returns_the_settings_that_were_put(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let refused = store
        .put_connector(
            &connector_update(&flow("demo"), Direction::Read, None),
            &event(&dev),
            3,
        )
        .await;
    assert!(
        matches!(
            refused,
            Err(PutConnectorError::Store(StoreError::UnknownEnvironment(_)))
        ),
        "{refused:?}"
    );
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    assert_eq!(store.connector(&dev, &flow("demo")).await.unwrap(), None);
    let demo = store
        .put_connector(
            &connector_update(&flow("demo"), Direction::Read, None),
            &event(&dev),
            3,
        )
        .await
        .unwrap();
    assert_eq!(
        (demo.version, demo.updated_at, demo.direction),
        (1, 3, Direction::Read)
    );
    assert_eq!(demo.params, params());
    assert_eq!(
        demo.params.field("api_password").map(|field| field.kind),
        Some(FieldKind::Password)
    );
    let other = store
        .put_connector(
            &connector_update(&flow("Another"), Direction::Both, None),
            &event(&dev),
            4,
        )
        .await
        .unwrap();
    assert_eq!(
        store.connector(&dev, &flow("demo")).await.unwrap(),
        Some(demo.clone())
    );
    assert_eq!(store.connectors(&dev).await.unwrap(), [other, demo]);
    assert_eq!(store.connector(&prod, &flow("demo")).await.unwrap(), None);
    assert!(store.connectors(&prod).await.unwrap().is_empty());
}

async fn replaces_only_the_expected_version(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, demo) = (environment("dev"), flow("demo"));
    store.ensure_environment(&dev, 1).await.unwrap();
    let write = async |direction, expected, now| {
        store
            .put_connector(
                &connector_update(&demo, direction, expected),
                &event(&dev),
                now,
            )
            .await
    };
    let conflict = write(Direction::Read, Some(1), 1).await;
    assert!(
        matches!(
            conflict,
            Err(PutConnectorError::VersionConflict { current: None })
        ),
        "{conflict:?}"
    );
    write(Direction::Read, None, 1).await.unwrap();
    assert_eq!(
        write(Direction::Write, Some(1), 2).await.unwrap().version,
        2
    );
    let conflict = write(Direction::Both, Some(1), 3).await;
    assert!(
        matches!(
            conflict,
            Err(PutConnectorError::VersionConflict { current: Some(2) })
        ),
        "{conflict:?}"
    );
    assert_eq!(
        store
            .connector(&dev, &demo)
            .await
            .unwrap()
            .unwrap()
            .direction,
        Direction::Write,
        "a conflict changes nothing"
    );
    let forced = write(Direction::Both, None, 4).await.unwrap();
    assert_eq!(
        (forced.version, forced.updated_at, forced.direction),
        (3, 4, Direction::Both)
    );
}

async fn one_of_several_concurrent_updates_wins(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let (dev, demo) = (environment("dev"), flow("demo"));
    stores[0].ensure_environment(&dev, 1).await.unwrap();
    stores[0]
        .put_connector(
            &connector_update(&demo, Direction::Read, None),
            &event(&dev),
            1,
        )
        .await
        .unwrap();
    let tasks: Vec<_> = (0..10)
        .map(|n| {
            let (store, dev, demo) = (stores[n % 2].clone(), dev.clone(), demo.clone());
            tokio::spawn(async move {
                store
                    .put_connector(
                        &connector_update(&demo, Direction::Write, Some(1)),
                        &event(&dev),
                        2,
                    )
                    .await
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(PutConnectorError::VersionConflict { current: Some(2) }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(won, 1);
}

async fn an_environment_has_a_limited_number_of_flows(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    let put = async |environment, name: &str, version| {
        let flow = flow(name);
        let update = connector_update(&flow, Direction::Read, version);
        let put = store.put_connector(&update, &event(environment), 3).await;
        put.map(|connector| connector.version)
    };
    put(&dev, "flow-0", None).await.unwrap();
    let fill = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MAX_FLOWS} - 1) \
         INSERT INTO connectors (environment, flow, direction, params, version, updated_at) \
         SELECT environment, 'flow-' || CAST(n AS TEXT), direction, params, version, updated_at FROM connectors, numbers"
    );
    database.tamper(&fill).await;
    let refused = put(&dev, "one-too-many", None).await;
    assert!(
        matches!(refused, Err(PutConnectorError::TooManyFlows)),
        "{refused:?}"
    );
    assert_eq!(
        store.connector(&dev, &flow("one-too-many")).await.unwrap(),
        None
    );
    // Those that exist can still be changed, and another environment has its own limit.
    assert_eq!(put(&dev, "flow-0", Some(1)).await.unwrap(), 2);
    assert_eq!(put(&dev, "flow-7", None).await.unwrap(), 2);
    assert_eq!(put(&prod, "flow-0", None).await.unwrap(), 1);
}

async fn a_flow_has_a_limited_number_of_versions(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, demo) = (environment("dev"), flow("demo"));
    store.ensure_environment(&dev, 1).await.unwrap();
    let put = async || {
        let update = connector_update(&demo, Direction::Read, None);
        store
            .put_connector(&update, &event(&dev), 3)
            .await
            .unwrap()
            .version
    };
    assert_eq!((put().await, put().await), (1, 2));
    database
        .tamper("UPDATE connectors SET version = 1000")
        .await;
    assert_eq!(put().await, 1_001);
    for (version, is_kept) in [(1, false), (2, true), (1_001, true)] {
        let found = store.connector_version(&dev, &demo, version).await.unwrap();
        assert_eq!(found.is_some(), is_kept, "{version}");
    }
}
