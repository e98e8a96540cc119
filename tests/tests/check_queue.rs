//! The limits of one tenant's checks: a few run at once, a few more wait, and the rest is refused with an explanation.

use e2e::app::{App, Fields, aws_via_gate, find_sample, start_sandbox};
use e2e::gate::Gate;
use e2e::html::input_value;
use tokio::task::JoinSet;

/// Four checks of a tenant run at once, and sixteen more may wait.
#[tokio::test]
async fn limits_the_queue_of_one_tenant() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    let aws = aws_via_gate(&gate.url, &sandbox);
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access"));
    let token = app.create_session("acme").await;
    let mut requests = JoinSet::new();
    for _ in 0..24 {
        let (client, body) = ((*app).clone(), fields.json());
        requests.spawn(async move { client.put_connection("acme", &body).await });
    }
    for _ in 0..4 {
        let refused = requests.join_next().await.expect("a task");
        let refused = refused.expect("an answer");
        refused.expect_problem(429, "too_many_checks");
        assert_eq!(refused.header("retry-after"), "5");
    }
    // The queue is full now, so one more request is refused.
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .expect_page(429, "Too many checks at once");
    assert_eq!(
        input_value(&page.text, "bucket").as_ref(),
        Some(&fields.bucket)
    );
    assert_eq!(
        input_value(&page.text, "aws_access_key_id").as_ref(),
        Some(&fields.key_id)
    );
    assert!(!page.text.contains(&fields.secret));
    let streamed = app.press_streaming(&token, "save", &fields.form()).await;
    assert!(
        streamed.visible_text().contains("Try again in a moment."),
        "{}",
        streamed.text
    );
    gate.set_open(true);
    while let Some(answer) = requests.join_next().await {
        let status = answer.expect("an answer").status;
        assert!([200, 201].contains(&status), "{status}");
    }
    app.press(&token, "save", &fields.form())
        .await
        .expect_page(200, "Connected. Everything works.");
}
