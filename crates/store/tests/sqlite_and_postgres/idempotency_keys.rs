//! A request with an idempotency key is carried out once, and its answer is stored for nobody else.

use crate::database::Database;
use crate::fixtures::{environment, event, secret};
use secrecy::ExposeSecret;
use serde_json::Map;
use std::sync::Arc;
use store::{
    Actor, EarlierRequest, IdempotentRequest, KeyRing, NewServerEvent, ServerAction, Store,
    StoreError,
};
use tokio::task::JoinSet;

on_both_databases!(
    a_key_is_reserved_until_it_is_released_or_expires,
    an_answer_is_repeated_until_it_expires,
    only_one_server_reserves_a_key,
    a_reservation_that_was_taken_over_stores_and_releases_nothing,
    another_request_or_environment_gets_no_answer,
    refuses_an_answer_that_was_moved_or_changed,
    a_new_master_key_decrypts_answers_after_reseal,
    counts_and_purges_by_expiry,
    a_deleted_environment_has_no_answers,
);

fn request(environment_id: &str, key: &str, body: &str) -> IdempotentRequest {
    IdempotentRequest::new(
        environment(environment_id),
        None,
        &secret(key),
        &[body.as_bytes()],
    )
}

async fn open(database: &Database) -> Store {
    let store = database.store().await;
    for id in ["dev", "prod"] {
        store.ensure_environment(&environment(id), 1).await.unwrap();
    }
    store
}

/// Returns what the store knows about an earlier request: `none`, `other`, `in progress`, or its answer.
async fn earlier(store: &Store, request: &IdempotentRequest, now: i64) -> String {
    match store.find_earlier_request(request, now).await.unwrap() {
        None => "none".to_owned(),
        Some(EarlierRequest::Other) => "other".to_owned(),
        Some(EarlierRequest::InProgress) => "in progress".to_owned(),
        Some(EarlierRequest::Answered(answer)) => answer.expose_secret().to_owned(),
    }
}

/// Carries out a request whose answer expires at 100.
async fn answer(store: &Store, request: &IdempotentRequest, text: &str) {
    let reserved = store.reserve_idempotency_key(request, 1, 50).await;
    let reservation = reserved.unwrap().expect("the key is unused");
    let stored = store.store_answer(&reservation, &secret(text), 100).await;
    assert!(stored.unwrap());
}

async fn a_key_is_reserved_until_it_is_released_or_expires(database: Arc<Database>) {
    let store = open(&database).await;
    let request = request("dev", "key", "a");
    let reserve = async |now| {
        let reserved = store.reserve_idempotency_key(&request, now, now + 10).await;
        reserved.unwrap()
    };
    assert_eq!(earlier(&store, &request, 1).await, "none");
    let first = reserve(1).await.expect("it is unused");
    assert_eq!(earlier(&store, &request, 10).await, "in progress");
    assert!(reserve(10).await.is_none());
    store.release_idempotency_key(&first).await.unwrap();
    assert_eq!(earlier(&store, &request, 10).await, "none");
    assert!(reserve(10).await.is_some(), "it was released");
    assert!(reserve(19).await.is_none());
    assert!(reserve(20).await.is_some(), "it has expired");
}

async fn an_answer_is_repeated_until_it_expires(database: Arc<Database>) {
    let store = open(&database).await;
    let request = request("dev", "key", "a");
    answer(&store, &request, "the answer").await;
    assert_eq!(earlier(&store, &request, 99).await, "the answer");
    let again = store.reserve_idempotency_key(&request, 99, 150).await;
    assert!(again.unwrap().is_none());
    assert_eq!(earlier(&store, &request, 100).await, "none");
    let again = store.reserve_idempotency_key(&request, 100, 150).await;
    assert!(again.unwrap().is_some());
    assert_eq!(earlier(&store, &request, 100).await, "in progress");
}

async fn only_one_server_reserves_a_key(database: Arc<Database>) {
    let stores = [open(&database).await, open(&database).await];
    for round in 0..16 {
        let request = request("dev", &format!("key-{round}"), "a");
        let mut tasks = JoinSet::new();
        for store in stores.iter().chain(&stores) {
            let (store, request) = (store.clone(), request.clone());
            tasks.spawn(async move {
                let reserved = store.reserve_idempotency_key(&request, 1, 50).await;
                reserved.unwrap().is_some()
            });
        }
        let successes = tasks.join_all().await;
        let count = successes.iter().filter(|success| **success).count();
        assert_eq!(count, 1, "{successes:?}");
    }
}

async fn a_reservation_that_was_taken_over_stores_and_releases_nothing(database: Arc<Database>) {
    let store = open(&database).await;
    let request = request("dev", "key", "a");
    let reserve = async |now| {
        let reserved = store.reserve_idempotency_key(&request, now, now + 10).await;
        reserved.unwrap().expect("it has expired")
    };
    let (slow, next) = (reserve(1).await, reserve(11).await);
    let stored = store.store_answer(&slow, &secret("slow"), 100).await;
    assert!(!stored.unwrap());
    store.release_idempotency_key(&slow).await.unwrap();
    assert_eq!(earlier(&store, &request, 12).await, "in progress");
    let stored = store.store_answer(&next, &secret("next"), 100).await;
    assert!(stored.unwrap());
    store.release_idempotency_key(&next).await.unwrap();
    assert_eq!(
        earlier(&store, &request, 12).await,
        "next",
        "a request that has an answer keeps its key"
    );
}

async fn another_request_or_environment_gets_no_answer(database: Arc<Database>) {
    let store = open(&database).await;
    answer(&store, &request("dev", "key", "a"), "the answer").await;
    let other_body = request("dev", "key", "b");
    assert_eq!(earlier(&store, &other_body, 2).await, "other");
    let reserved = store.reserve_idempotency_key(&other_body, 2, 50).await;
    assert!(reserved.unwrap().is_none());
    for unused in [request("prod", "key", "a"), request("dev", "KEY", "a")] {
        assert_eq!(earlier(&store, &unused, 2).await, "none");
        answer(&store, &unused, "its own").await;
    }
    let first = request("dev", "key", "a");
    assert_eq!(earlier(&store, &first, 2).await, "the answer");
    let stored = String::from_utf8_lossy(&database.bytes().await).into_owned();
    assert!(!stored.contains("the answer"), "answers are encrypted");
}

async fn refuses_an_answer_that_was_moved_or_changed(database: Arc<Database>) {
    let store = open(&database).await;
    let (dev, prod) = (request("dev", "key", "a"), request("prod", "key", "a"));
    answer(&store, &dev, "of dev").await;
    answer(&store, &prod, "of prod").await;
    let moved = "UPDATE idempotency_keys SET sealed_answer = \
        (SELECT sealed_answer FROM idempotency_keys WHERE environment = 'dev') WHERE environment = 'prod'";
    assert_eq!(database.tamper(moved).await, 1);
    let error = store.find_earlier_request(&prod, 2).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Tampered {
                table: "idempotency_keys",
                column: "sealed_answer"
            }
        ),
        "{error}"
    );
    // Somebody who can write to the database wants to read the answer through a request of their own.
    let mine = request("dev", "key", "mine");
    answer(&store, &request("prod", "other", "mine"), "mine").await;
    let fingerprint = "UPDATE idempotency_keys SET fingerprint = \
        (SELECT fingerprint FROM idempotency_keys WHERE environment = 'prod' ORDER BY hash = \
        (SELECT hash FROM idempotency_keys WHERE environment = 'dev') LIMIT 1) WHERE environment = 'dev'";
    assert_eq!(database.tamper(fingerprint).await, 1);
    let error = store.find_earlier_request(&mine, 2).await.unwrap_err();
    assert!(matches!(error, StoreError::Tampered { .. }), "{error}");
    database
        .tamper("UPDATE idempotency_keys SET sealed_answer = 'junk' WHERE environment = 'dev'")
        .await;
    let error = store.find_earlier_request(&mine, 2).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
}

async fn a_new_master_key_decrypts_answers_after_reseal(database: Arc<Database>) {
    let (ring, old) = KeyRing::generate().unwrap();
    let (_, new) = KeyRing::generate().unwrap();
    let (old, new) = (old.expose_secret(), new.expose_secret());
    let store = database.open(ring).await;
    let dev = environment("dev");
    store.ensure_environment(&dev, 1).await.unwrap();
    let requests = ["a", "b", "c"].map(|key| request("dev", key, "body"));
    answer(&store, &requests[0], "a").await;
    answer(&store, &requests[1], "b").await;
    let running = store.reserve_idempotency_key(&requests[2], 1, 50).await;
    assert!(running.unwrap().is_some());
    let both = database
        .open(KeyRing::parse(&format!("{new},{old}")).unwrap())
        .await;
    let only_new = database.open(KeyRing::parse(new).unwrap()).await;
    let refused = only_new.find_earlier_request(&requests[0], 2).await;
    assert!(matches!(refused, Err(StoreError::OtherMasterKey { .. })));
    assert!(matches!(
        only_new.reseal_answers().await,
        Err(StoreError::OtherMasterKey { .. })
    ));
    assert_eq!(both.reseal_answers().await.unwrap(), 2);
    assert_eq!(both.reseal_answers().await.unwrap(), 0);
    for (request, expected) in requests.iter().zip(["a", "b", "in progress"]) {
        assert_eq!(earlier(&only_new, request, 2).await, expected);
    }
}

async fn counts_and_purges_by_expiry(database: Arc<Database>) {
    let store = open(&database).await;
    for (number, expires_at) in [10, 20, 30].into_iter().enumerate() {
        let request = request("dev", &number.to_string(), "a");
        let reserved = store.reserve_idempotency_key(&request, 1, expires_at).await;
        assert!(reserved.unwrap().is_some());
    }
    let count = async |id| {
        store
            .count_idempotency_keys(&environment(id))
            .await
            .unwrap()
    };
    assert_eq!((count("dev").await, count("prod").await), (3, 0));
    assert_eq!(store.purge_idempotency_keys(20).await.unwrap(), 1);
    assert_eq!(count("dev").await, 2);
    assert_eq!(store.purge_idempotency_keys(31).await.unwrap(), 2);
}

async fn a_deleted_environment_has_no_answers(database: Arc<Database>) {
    let store = open(&database).await;
    let (prod, dev) = (request("prod", "key", "a"), request("dev", "key", "a"));
    answer(&store, &prod, "of prod").await;
    answer(&store, &dev, "of dev").await;
    let deletion = NewServerEvent {
        actor: Actor::Server,
        action: ServerAction::EnvironmentDeleted,
        detail: Map::new(),
    };
    let event = event(&environment("prod"));
    let deleted = store.delete_environment(&event, &deletion, 5);
    deleted.await.unwrap();
    assert_eq!(earlier(&store, &prod, 6).await, "none");
    assert_eq!(earlier(&store, &dev, 6).await, "of dev");
}
