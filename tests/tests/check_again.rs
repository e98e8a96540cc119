//! **Check again** repeats only the steps that did not pass, if the draft is the same and the last attempt is recent.
//! Steps that prove an identity are always repeated.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, StepId, TenantId};
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::manual_clock::ManualClock;
use e2e::sandbox_user::{allow_list, allow_objects, allow_put};
use reqwest::Method;
use serde_json::{Value, json};
use service::{Error, TenantScope, TestOptions};

fn scope(tenant: &str) -> TenantScope {
    TenantScope::new(
        EnvironmentId::parse("dev").expect("an environment"),
        TenantId::parse(tenant).expect("a tenant"),
    )
}

/// AWS's request ID of each step. If two reports have the same ID for a step, the step was not repeated.
type RequestIds = Vec<(StepId, Option<String>)>;

/// Tests and saves as the widget does. Returns whether the connection was saved, and the request IDs of the report.
async fn test_and_save(
    app: &App,
    tenant: &str,
    fields: &Fields,
    again: bool,
) -> (bool, RequestIds) {
    let raw = fields.raw_draft();
    let flow = FlowId::parse(FLOW).expect("a flow");
    let scope = scope(tenant);
    let last_attempt = app.service.store().latest_attempt(&scope, &flow).await;
    let test = TestOptions {
        last_attempt: last_attempt.expect("read").filter(|_| again),
        ..TestOptions::default()
    };
    let draft = app.service.load_flow_draft(&scope, &flow, raw).await;
    let draft = draft.expect("valid fields");
    let result = app.service.test_and_save(draft, test, |_| {}).await;
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

fn request_id(ids: &RequestIds, id: StepId) -> Option<&str> {
    let found = ids.iter().find(|(step, _)| *step == id);
    let (_, request_id) = found.unwrap_or_else(|| panic!("no {id:?} in {ids:?}"));
    request_id.as_deref()
}

#[tokio::test]
async fn repeats_only_the_steps_that_did_not_pass() {
    let app = App::start().await;
    let fields = app.create_user("mended", &[allow_objects()]);
    let (saved, first) = test_and_save(&app, "acme", &fields, false).await;
    assert!(
        !saved && request_id(&first, StepId::Put).is_some(),
        "{first:?}"
    );
    app.set_user_policy("mended", &[allow_objects(), allow_list()]);
    let (saved, second) = test_and_save(&app, "acme", &fields, true).await;
    assert!(saved, "{second:?}");
    // The owner of the key is verified each time.
    assert_ne!(
        request_id(&first, StepId::Credentials),
        request_id(&second, StepId::Credentials)
    );
    for id in [StepId::Bucket, StepId::Put] {
        assert_eq!(
            request_id(&first, id),
            request_id(&second, id),
            "{id:?} is reused"
        );
    }
    assert_ne!(
        request_id(&first, StepId::List),
        request_id(&second, StepId::List)
    );
    // Once the connection is saved, there is no attempt to reuse.
    let (saved, third) = test_and_save(&app, "acme", &fields, true).await;
    assert!(saved);
    assert_ne!(
        request_id(&second, StepId::Put),
        request_id(&third, StepId::Put)
    );
}

#[tokio::test]
async fn repeats_all_steps_for_test_and_save_and_for_other_fields() {
    let app = App::start().await;
    let fields = app.create_user("partly", &[allow_objects()]);
    let (_, first) = test_and_save(&app, "acme", &fields, false).await;
    let (_, second) = test_and_save(&app, "acme", &fields, false).await;
    assert_ne!(
        request_id(&first, StepId::Put),
        request_id(&second, StepId::Put)
    );
    let other = Fields {
        path_prefix: "outgoing/".to_owned(),
        ..fields.clone()
    };
    let (_, third) = test_and_save(&app, "acme", &other, true).await;
    assert_ne!(
        request_id(&second, StepId::Put),
        request_id(&third, StepId::Put)
    );
    // The attempt of another tenant is not reused.
    let (_, stranger) = test_and_save(&app, "mallory", &other, true).await;
    assert_ne!(
        request_id(&third, StepId::Put),
        request_id(&stranger, StepId::Put)
    );
}

#[tokio::test]
async fn does_not_reuse_answers_older_than_ten_minutes() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let fields = app.create_user("patient", &[allow_objects()]);
    let (_, first) = test_and_save(&app, "acme", &fields, false).await;
    // Reusing an answer does not extend its life.
    for at in [4, 9] {
        clock.set_minutes(at);
        let (_, again) = test_and_save(&app, "acme", &fields, true).await;
        assert_eq!(
            request_id(&first, StepId::Put),
            request_id(&again, StepId::Put),
            "{at}"
        );
    }
    clock.set_minutes(11);
    let (_, late) = test_and_save(&app, "acme", &fields, true).await;
    assert_ne!(
        request_id(&first, StepId::Put),
        request_id(&late, StepId::Put)
    );
}

/// Asserts that **Check again** with a wrong secret saves nothing.
async fn assert_wrong_secret_is_not_saved(app: &App, fields: Fields) {
    let wrong = Fields {
        secret: "wrongwrongwrongwrongwrongwrongwrongWRONG".to_owned(),
        ..fields
    };
    let (saved, _) = test_and_save(app, "acme", &wrong, true).await;
    assert!(!saved);
    app.assert_not_connected("acme").await;
}

/// The steps pass with the right secret, and then somebody checks again with another secret.
#[tokio::test]
async fn refuses_a_wrong_secret_after_an_attempt_with_the_right_one() {
    let app = App::start().await;
    let fields = app.create_user("ridden", &[allow_objects()]);
    test_and_save(&app, "acme", &fields, false).await;
    app.set_user_policy("ridden", &[allow_objects(), allow_list()]);
    assert_wrong_secret_is_not_saved(&app, fields).await;
}

/// Only reading is left to prove, for which the check has to list the folder again and find a file.
#[tokio::test]
async fn refuses_a_wrong_secret_if_only_reading_is_left_to_prove() {
    let app = App::start().await;
    let fields = app.create_user("unread", &[allow_list(), allow_put()]);
    let (saved, _) = test_and_save(&app, "acme", &fields, false).await;
    assert!(!saved);
    assert_wrong_secret_is_not_saved(&app, fields).await;
}

/// A vendor can give the bucket field the type password. Attempts are stored without passwords, so two drafts that look
/// the same may have different buckets.
#[tokio::test]
async fn does_not_reuse_an_attempt_if_a_relevant_field_is_a_password() {
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
    let fields = app.create_user("hidden", &[allow_objects()]);
    let (_, first) = test_and_save(&app, "acme", &fields, false).await;
    let (_, second) = test_and_save(&app, "acme", &fields, true).await;
    assert_ne!(
        request_id(&first, StepId::Put),
        request_id(&second, StepId::Put)
    );
}

/// Returns the trust policy without its condition, so that everybody can assume the role without the external ID.
fn without_condition(trust_policy: &str) -> String {
    let mut open: Value = serde_json::from_str(trust_policy).expect("JSON");
    let statement = open["Statement"][0].as_object_mut();
    statement.expect("a statement").remove("Condition");
    open.to_string()
}

/// Between the two checks, the role's trust policy is opened to everybody.
#[tokio::test]
async fn verifies_each_time_that_a_role_requires_the_external_id() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app.press(&token, "save", &place).await.expect(422);
    let (trust, policy) = (
        page.element_text("trust-policy"),
        page.element_text("iam-role"),
    );
    let objects_only = e2e::sandbox_user::policy_document(&[allow_objects()]);
    let sandbox = app.sandbox();
    let arn = sandbox
        .create_role("opened", &trust, &objects_only)
        .expect("a role");
    let mut form = place.to_vec();
    form.push(("aws_role_arn", &arn));
    app.press(&token, "save", &form)
        .await
        .expect_page(422, "is not allowed to list");
    sandbox
        .put_trust_policy("opened", &without_condition(&trust))
        .expect("the trust policy is accepted");
    sandbox
        .put_role_policy("opened", &policy)
        .expect("the policy is accepted");
    app.press(&token, "again", &form)
        .await
        .expect_page(422, "can be assumed without your external ID");
    app.assert_not_connected("acme").await;
    sandbox
        .put_trust_policy("opened", &trust)
        .expect("the trust policy is accepted");
    app.press(&token, "again", &form)
        .await
        .expect_page(200, "Connected. Everything works.");
}

/// A saved connection stays saved, whatever a check finds, so nothing may say otherwise.
#[tokio::test]
async fn never_says_that_nothing_was_saved_about_a_saved_connection() {
    let app = App::start().await;
    app.set_direction("both").await;
    let token = app.create_session("acme").await;
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app.press(&token, "save", &place).await.expect(422);
    let trust = page.element_text("trust-policy");
    let arn = app
        .sandbox()
        .create_role("saved", &trust, &page.element_text("iam-role"))
        .expect("a role");
    let mut form = place.to_vec();
    form.push(("aws_role_arn", &arn));
    app.press(&token, "save", &form)
        .await
        .expect_page(200, "Connected. Everything works.");
    app.sandbox()
        .put_trust_policy("saved", &without_condition(&trust))
        .expect("the trust policy is accepted");

    let page = app.press(&token, "check", &[]).await;
    assert!(
        page.text.contains("The connection is still saved"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("othing was saved"), "{}", page.text);
    let checked = app.check_connection("acme").await.expect(200);
    let report = &checked.json()["report"];
    assert_eq!(report["outcome"], "failed", "{report}");
    assert!(!report.to_string().contains("othing was saved"), "{report}");
    // Nothing is written through a role that trusts others.
    let steps = report["steps"].as_array().expect("steps");
    let put = steps.iter().find(|step| step["id"] == "put");
    assert_eq!(put.expect("a step")["status"], "skipped", "{report}");
}

#[tokio::test]
async fn offers_check_again_and_asks_for_the_secret_without_javascript() {
    let app = App::start().await;
    let fields = app.create_user("worded", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let page = app.press(&token, "save", &fields.form()).await.expect(422);
    assert!(page.text.contains("value=\"again\""), "{}", page.text);
    assert!(page.visible_text().contains("type the secret access key"));
    // With JavaScript the form stays on the page, and so does the secret in it.
    let answer = app.press_streaming(&token, "again", &fields.form()).await;
    assert!(
        answer.visible_text().contains("Check again"),
        "{}",
        answer.text
    );
    assert!(!answer.visible_text().contains("type the secret access key"));
    let mut without_secret = fields.form();
    without_secret.retain(|(name, _)| *name != "aws_secret_access_key");
    app.press(&token, "again", &without_secret)
        .await
        .expect_page(422, "One thing needs a change");
    app.set_user_policy("worded", &[allow_objects(), allow_list()]);
    app.press(&token, "again", &fields.form())
        .await
        .expect_page(200, "Connected. Everything works.");
}
