//! A change in IAM that is still on its way: the page says that AWS is asked again, and sees it arrive.

use app::progress::Progress;
use e2e::app::App;
use e2e::html::words;
use e2e::user::{all_but_list, list};
use std::time::Duration;

#[tokio::test]
async fn a_right_that_arrives_late_is_waited_for() {
    let app = App::setup()
        .waiting_for_iam(Duration::from_secs(20))
        .start()
        .await;
    let fields = app.user("late", &[all_but_list()]);
    let token = app.create_session("acme").await;
    let form = fields.form();
    let arrive = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        app.allow("late", &[all_but_list(), list()]);
    };
    let (answer, ()) = tokio::join!(app.press_in_pieces(&token, "save", &form), arrive);
    let mut rows = Vec::new();
    let mut announced = 0;
    let mut running = Vec::new();
    for piece in answer.pieces() {
        match piece {
            Progress::Put { id, html } if id == "step-list" => rows.push(html),
            Progress::Put { id, .. } if id == "live" => announced += 1,
            Progress::Put { id, html } if id == "running" => running.push(html),
            Progress::End { html, .. } => assert!(
                words(&html).contains("Connected. Everything works."),
                "{html}"
            ),
            _ => {}
        }
    }
    let [waiting, ended] = &rows[..] else {
        panic!("the row waits once and ends once: {rows:?}")
    };
    for part in [
        "Waiting for AWS",
        "we keep asking for about 20 seconds",
        "may not list the files",
        "s3:ListBucket",
    ] {
        assert!(words(waiting).contains(part), "{part}: {waiting}");
    }
    assert!(waiting.contains("<details open"), "{waiting}");
    assert!(words(ended).contains("Passed"), "{ended}");
    assert_eq!(announced, 1);
    assert_eq!(running.len(), 2, "and back: {running:?}");
}

#[tokio::test]
async fn a_right_that_does_not_arrive_is_missing_in_the_end() {
    let app = App::setup()
        .waiting_for_iam(Duration::from_secs(2))
        .start()
        .await;
    let fields = app.user("never", &[all_but_list()]);
    let token = app.create_session("acme").await;
    let page = app.press(&token, "save", &fields.form()).await;
    page.page(422, "may not list the files");
    app.no_connection("acme").await;
}
