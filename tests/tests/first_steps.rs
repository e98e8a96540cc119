//! The checklist of an environment that has no connection yet.

use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::{API_KEY, FLOW};
use e2e::html::element_text;

const FLOWS: &str = "/admin/dev/flows";

#[tokio::test]
async fn leads_from_the_first_flow_to_the_first_connection() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let prod = [("environment", "prod")];
    admin.post("/admin/environments", &prod).await.expect(303);
    let done = |text: &str| text.matches("Done").count();
    let empty = admin.get("/admin/prod/flows").await;
    let empty = empty.expect_page(200, "First steps").visible_text();
    assert_eq!(done(&empty), 0, "{empty}");
    // The first start created a flow and a key.
    let page = admin.get(FLOWS).await.expect_page(200, "First steps");
    assert_eq!(done(&page.visible_text()), 2, "{}", page.visible_text());
    let href = format!("/admin/dev/links?tenant=my-first-tenant&amp;flow={FLOW}");
    assert!(page.text.contains(&href), "{}", page.text);

    // The command works as it is printed, with the key in the variable.
    let command = element_text(&page.text, "first-curl").expect("the command");
    assert!(!command.contains(API_KEY), "{command}");
    let output = tokio::process::Command::new("sh")
        .args(["-c", &format!("{command} --silent --fail")])
        .env("S3_CONNECT_API_KEY", API_KEY)
        .output()
        .await
        .expect("curl runs");
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let answer: serde_json::Value = serde_json::from_str(&answer).expect(&answer);
    let token = answer["token"].as_str().expect("a token").to_owned();
    let page = admin.get(FLOWS).await.expect(200);
    assert_eq!(done(&page.visible_text()), 4, "{}", page.visible_text());

    // The list ends with the first connection.
    let sample = app.sample_fields("full-access");
    app.press(&token, "save", &sample.form()).await.expect(200);
    let page = admin.get(FLOWS).await.expect_page(200, FLOW);
    assert!(!page.visible_text().contains("First steps"));
}
