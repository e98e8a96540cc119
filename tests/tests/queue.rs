//! Checks of one tenant that nobody waits for: a few are made, a few more wait, and the rest is refused in words.

use e2e::app::{App, Fields, aws_through, sample, start_sandbox};
use e2e::gate::Gate;
use e2e::html::value_of;
use tokio::task::JoinSet;

/// Four are checked at once, and sixteen more may wait.
#[tokio::test]
async fn one_tenant_does_not_queue_without_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::to(sandbox.addr()).await;
    let aws = aws_through(&gate.url, &sandbox);
    let app = App::setup().with_mute_aws(aws).start().await;
    let fields = Fields::of(sample(&sandbox, "full-access"));
    let token = app.create_session("acme").await;
    let mut asking = JoinSet::new();
    for _ in 0..24 {
        let (client, body) = ((*app).clone(), fields.json());
        asking.spawn(async move { client.put_connection("acme", &body).await });
    }
    for _ in 0..4 {
        let refused = asking.join_next().await.expect("a task");
        let refused = refused.expect("an answer");
        refused.problem(429, "too_many_checks");
        assert_eq!(refused.header("retry-after"), "5");
    }
    // Now nobody is refused but who comes on top.
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .page(429, "Too many checks at once");
    assert_eq!(
        value_of(&page.text, "bucket").as_ref(),
        Some(&fields.bucket)
    );
    assert_eq!(
        value_of(&page.text, "aws_access_key_id").as_ref(),
        Some(&fields.key_id)
    );
    assert!(!page.text.contains(&fields.secret));
    let pieces = app.press_in_pieces(&token, "save", &fields.form()).await;
    assert!(
        pieces.words().contains("Try again in a moment."),
        "{}",
        pieces.text
    );
    gate.set_open(true);
    while let Some(answer) = asking.join_next().await {
        let status = answer.expect("an answer").status;
        assert!([200, 201].contains(&status), "{status}");
    }
    app.press(&token, "save", &fields.form())
        .await
        .page(200, "Connected. Everything works.");
}
