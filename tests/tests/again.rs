//! “Check again” asks what did not pass, and only of the very same draft a short while ago; whoever is asked
//! still has to be who they say.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, StepId, TenantId};
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::user::{all_but_list, list, put};
use reqwest::Method;
use serde_json::{Value, json};
use service::{Clock, Error, TenantScope, Test};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

fn scope(tenant: &str) -> TenantScope {
    TenantScope::new(
        EnvironmentId::parse("dev").expect("an environment"),
        TenantId::parse(tenant).expect("a tenant"),
    )
}

/// AWS's request ids, by the step: the same one means that nobody was asked anew.
type Asked = Vec<(StepId, Option<String>)>;

/// Tests as the page does; the report, whether it was saved or not.
async fn test(app: &App, tenant: &str, fields: &Fields, again: bool) -> (bool, Asked) {
    let raw = fields.raw();
    let test = Test {
        again,
        ..Test::default()
    };
    let flow = FlowId::parse(FLOW).expect("a flow");
    let result = app
        .service
        .test_and_save(&scope(tenant), &flow, &raw, test, |_| {})
        .await;
    let (saved, report) = match result {
        Ok(checked) => (true, checked.connection.report),
        Err(Error::NotPassed(report)) => (false, *report),
        Err(error) => panic!("{error}"),
    };
    let ids = report.steps.into_iter().map(|step| {
        let answer = step.aws.and_then(|answer| answer.request_id);
        (step.id, answer)
    });
    (saved, ids.collect())
}

fn of(asked: &Asked, id: StepId) -> Option<&str> {
    let found = asked.iter().find(|(step, _)| *step == id);
    let (_, request_id) = found.unwrap_or_else(|| panic!("no {id:?} in {asked:?}"));
    request_id.as_deref()
}

#[tokio::test]
async fn only_what_did_not_pass_is_asked_again() {
    let app = App::start().await;
    let fields = app.user("mended", &[all_but_list()]);
    let (saved, first) = test(&app, "acme", &fields, false).await;
    assert!(!saved && of(&first, StepId::Put).is_some(), "{first:?}");
    app.allow("mended", &[all_but_list(), list()]);
    let (saved, second) = test(&app, "acme", &fields, true).await;
    assert!(saved, "{second:?}");
    // Whose key it is, is asked each time.
    assert_ne!(
        of(&first, StepId::Credentials),
        of(&second, StepId::Credentials)
    );
    for id in [StepId::Bucket, StepId::Put] {
        assert_eq!(of(&first, id), of(&second, id), "{id:?} is taken over");
    }
    assert_ne!(of(&first, StepId::List), of(&second, StepId::List));
    // A connection that is there is tested anew from the first step on.
    let (saved, third) = test(&app, "acme", &fields, true).await;
    assert!(saved);
    assert_ne!(of(&second, StepId::Put), of(&third, StepId::Put));
}

#[tokio::test]
async fn test_and_save_and_other_fields_ask_everything() {
    let app = App::start().await;
    let fields = app.user("partly", &[all_but_list()]);
    let (_, first) = test(&app, "acme", &fields, false).await;
    let (_, second) = test(&app, "acme", &fields, false).await;
    assert_ne!(of(&first, StepId::Put), of(&second, StepId::Put));
    let other = Fields {
        path_prefix: "outgoing/".to_owned(),
        ..fields.clone()
    };
    let (_, third) = test(&app, "acme", &other, true).await;
    assert_ne!(of(&second, StepId::Put), of(&third, StepId::Put));
    // What another tenant tried says nothing here.
    let (_, stranger) = test(&app, "mallory", &other, true).await;
    assert_ne!(of(&third, StepId::Put), of(&stranger, StepId::Put));
}

#[tokio::test]
async fn answers_grow_old_however_often_they_are_taken_over() {
    let minutes = Arc::new(AtomicI64::new(0));
    let of_clock = Arc::clone(&minutes);
    let start = OffsetDateTime::now_utc();
    let clock = Clock::new(move || start + Duration::minutes(of_clock.load(Ordering::Relaxed)));
    let app = App::setup().with_clock(clock).start().await;
    let fields = app.user("patient", &[all_but_list()]);
    let (_, first) = test(&app, "acme", &fields, false).await;
    for at in [4, 9] {
        minutes.store(at, Ordering::Relaxed);
        let (_, again) = test(&app, "acme", &fields, true).await;
        assert_eq!(of(&first, StepId::Put), of(&again, StepId::Put), "{at}");
    }
    minutes.store(11, Ordering::Relaxed);
    let (_, late) = test(&app, "acme", &fields, true).await;
    assert_ne!(of(&first, StepId::Put), of(&late, StepId::Put));
}

async fn a_wrong_secret_is_not_saved(app: &App, fields: Fields) {
    let wrong = Fields {
        secret: "wrongwrongwrongwrongwrongwrongwrongWRONG".to_owned(),
        ..fields
    };
    let (saved, _) = test(app, "acme", &wrong, true).await;
    assert!(!saved);
    app.no_connection("acme").await;
}

/// Passed with the right secret, and then tried again with another.
#[tokio::test]
async fn a_wrong_secret_does_not_ride_on_an_earlier_right_one() {
    let app = App::start().await;
    let fields = app.user("ridden", &[all_but_list()]);
    test(&app, "acme", &fields, false).await;
    app.allow("ridden", &[all_but_list(), list()]);
    a_wrong_secret_is_not_saved(&app, fields).await;
}

/// Only reading is left to prove, which takes finding something first.
#[tokio::test]
async fn a_wrong_secret_does_not_ride_where_reading_is_left_to_prove() {
    let app = App::start().await;
    let fields = app.user("unread", &[list(), put()]);
    let (saved, _) = test(&app, "acme", &fields, false).await;
    assert!(!saved);
    a_wrong_secret_is_not_saved(&app, fields).await;
}

/// A connector may make passwords of fields that AWS is asked about; then two drafts that look the same may not be.
#[tokio::test]
async fn what_is_not_seen_is_not_compared() {
    let app = App::start().await;
    let mut connector = app.connector().await.json();
    connector["connect_ui_params"]["bucket"]["type"] = "password".into();
    let body = json!({"direction": connector["direction"], "connect_ui_params": connector["connect_ui_params"]});
    app.api(
        Method::PUT,
        &format!("/flows/{FLOW}/connector"),
        Some(&body),
    )
    .await
    .expect(200);
    let fields = app.user("hidden", &[all_but_list()]);
    let (_, first) = test(&app, "acme", &fields, false).await;
    let (_, second) = test(&app, "acme", &fields, true).await;
    assert_ne!(of(&first, StepId::Put), of(&second, StepId::Put));
}

/// Its trust policy was opened to everybody between the two.
#[tokio::test]
async fn a_role_is_asked_each_time_whether_it_refuses_strangers() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app.press(&token, "save", &place).await.expect(422);
    let (trust, policy) = (page.element("trust-policy"), page.element("iam-role"));
    let nothing = e2e::user::policy(&[all_but_list()]);
    let sandbox = app.sandbox();
    let arn = sandbox
        .create_role("opened", &trust, &nothing)
        .expect("a role");
    let mut form = place.to_vec();
    form.push(("aws_role_arn", &arn));
    app.press(&token, "save", &form)
        .await
        .page(422, "may not list");
    let mut open: Value = serde_json::from_str(&trust).expect("JSON");
    open["Statement"][0]
        .as_object_mut()
        .expect("a statement")
        .remove("Condition");
    sandbox
        .put_trust_policy("opened", &open.to_string())
        .expect("opened");
    sandbox.put_role_policy("opened", &policy).expect("mended");
    app.press(&token, "again", &form)
        .await
        .page(422, "can be assumed without your external ID");
    app.no_connection("acme").await;
    sandbox
        .put_trust_policy("opened", &trust)
        .expect("closed again");
    app.press(&token, "again", &form)
        .await
        .page(200, "Connected. Everything works.");
}

#[tokio::test]
async fn the_button_and_its_words() {
    let app = App::start().await;
    let fields = app.user("worded", &[all_but_list()]);
    let token = app.create_session("acme").await;
    let page = app.press(&token, "save", &fields.form()).await.expect(422);
    assert!(page.text.contains("value=\"again\""), "{}", page.text);
    assert!(page.words().contains("type the secret access key"));
    // In pieces the secret is still on the page.
    let pieces = app.press_in_pieces(&token, "again", &fields.form()).await;
    assert!(pieces.words().contains("Check again"), "{}", pieces.text);
    assert!(!pieces.words().contains("type the secret access key"));
    let mut without = fields.form();
    without.retain(|(name, _)| *name != "aws_secret_access_key");
    app.press(&token, "again", &without)
        .await
        .page(422, "One thing needs a change");
    app.allow("worded", &[all_but_list(), list()]);
    app.press(&token, "again", &fields.form())
        .await
        .page(200, "Connected. Everything works.");
}
