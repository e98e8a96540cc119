//! IAM changes take some seconds to apply: the check retries a refusal meanwhile, and the page says so.

use app::progress::Progress;
use e2e::app::App;
use e2e::html::visible_text;
use e2e::sandbox_user::{allow_list, allow_objects};
use std::time::Duration;

#[tokio::test]
async fn retries_until_a_permission_applies() {
    let app = App::builder()
        .with_iam_wait(Duration::from_secs(20))
        .start()
        .await;
    let fields = app.create_user("late", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let form = fields.form();
    let apply_permission = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        app.set_user_policy("late", &[allow_objects(), allow_list()]);
    };
    let (answer, ()) = tokio::join!(app.press_streaming(&token, "save", &form), apply_permission);
    let mut rows = Vec::new();
    let mut announcements = 0;
    let mut running = Vec::new();
    for line in answer.progress() {
        match line {
            Progress::Replace { id, html } if id == "step-list" => rows.push(html),
            Progress::Replace { id, .. } if id == "live" => announcements += 1,
            Progress::Replace { id, html } if id == "running" => running.push(html),
            Progress::End { html, .. } => assert!(
                visible_text(&html).contains("Connected. Everything works."),
                "{html}"
            ),
            _ => {}
        }
    }
    let [waiting, ended] = &rows[..] else {
        panic!("the row is not sent once waiting and once ended: {rows:?}")
    };
    for part in [
        "Waiting for AWS",
        "we keep retrying for about 20 seconds",
        "is not allowed to list the files",
        "s3:ListBucket",
    ] {
        assert!(visible_text(waiting).contains(part), "{part}: {waiting}");
    }
    assert!(waiting.contains("<details open"), "{waiting}");
    assert!(visible_text(ended).contains("Passed"), "{ended}");
    assert_eq!(announcements, 1);
    assert_eq!(
        running.len(),
        2,
        "not once waiting and once running again: {running:?}"
    );
}

#[tokio::test]
async fn fails_if_a_permission_does_not_apply_in_time() {
    let app = App::builder()
        .with_iam_wait(Duration::from_secs(2))
        .start()
        .await;
    let fields = app.create_user("never", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let page = app.press(&token, "save", &fields.form()).await;
    page.expect_page(422, "is not allowed to list the files");
    app.assert_not_connected("acme").await;
}
