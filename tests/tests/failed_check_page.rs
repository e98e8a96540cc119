//! What the page of a failed check shows: what failed, which field is to blame, and policies that fix all of it at once.

use app::progress::Progress;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::html::{element_text, unescape, visible_text};
use e2e::sandbox_user::allow_objects;
use serde_json::{Value, json};

/// Returns the start tag with this part.
fn tag(html: &str, part: &str) -> String {
    let at = html.find(part).unwrap_or_else(|| panic!("no {part}"));
    let start = html[..at].rfind('<').unwrap_or_default();
    html[start..]
        .split('>')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Returns the HTML of the result of a streamed check, and the fields that it blames.
fn streamed_result(answer: &Answer) -> (String, Vec<(String, String)>) {
    match answer.progress().pop() {
        Some(Progress::End { html, errors, .. }) => (html, errors),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn names_what_failed_and_counts_it() {
    let app = App::start().await;
    let fields = app.create_user("lister", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .expect_page(422, "1 of 6 checks failed. Nothing was saved.");
    let text = page.visible_text();
    assert!(text.contains("Can’t list files"), "{text}");
    // A title that says the opposite of its status.
    assert!(!text.contains("We can list files"), "{text}");
    let (html, errors) =
        streamed_result(&app.press_streaming(&token, "save", &fields.form()).await);
    assert!(visible_text(&html).contains("1 of 6 checks failed."));
    assert_eq!(html.matches("class=\"primary\"").count(), 1, "{html}");
    assert_eq!(errors, [], "no field is wrong");
}

#[tokio::test]
async fn marks_and_links_the_field_that_is_wrong() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let good = app.sample_fields("full-access");
    let mut wrong_bucket = good.clone();
    "nobody-has-this-bucket".clone_into(&mut wrong_bucket.bucket);
    let mut wrong_secret = good.clone();
    wrong_secret.secret = "x".repeat(40);
    for (fields, name) in [
        (wrong_bucket, "bucket"),
        (wrong_secret, "aws_secret_access_key"),
    ] {
        let page = app.press(&token, "save", &fields.form()).await.expect(422);
        let input = tag(&page.text, &format!("id=\"f-{name}\""));
        assert!(input.contains("aria-invalid=\"true\""), "{input}");
        let hint = page.element_text(&format!("f-{name}.h"));
        assert!(!hint.is_empty());
        assert!(page.text.contains(&format!("<a href=\"#f-{name}\">")));
        let streamed = app.press_streaming(&token, "save", &fields.form()).await;
        let (html, errors) = streamed_result(&streamed);
        assert!(html.contains(&format!("<a href=\"#f-{name}\">")), "{html}");
        assert_eq!(errors, [(name.to_owned(), hint)]);
    }
}

#[tokio::test]
async fn one_policy_fixes_everything_that_is_missing() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let nothing = json!({ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" });
    for (name, statements, is_open) in [
        ("nothing-allowed", vec![nothing], true),
        ("objects-only", vec![allow_objects()], false),
    ] {
        let fields = app.create_user(name, &statements);
        let page = app.press(&token, "save", &fields.form()).await.expect(422);
        let details = tag(&page.text, "class=\"whole-policy\"");
        assert_eq!(details.contains("open"), is_open, "{name}: {details}");
        let policy = page.element_text("fix-all");
        let streamed = app.press_streaming(&token, "save", &fields.form()).await;
        let (html, _) = streamed_result(&streamed);
        assert_eq!(element_text(&html, "fix-all").as_ref(), Some(&policy));
        app.sandbox()
            .put_user_policy(name, &policy)
            .expect("the sandbox accepts it");
        app.press(&token, "again", &fields.form())
            .await
            .expect_page(200, "Connected. Everything works.");
        app.press(&token, "disconnect-now", &[]).await.expect(200);
    }
}

#[tokio::test]
async fn one_trust_policy_replaces_a_loose_one() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let place = [("bucket", "my-company-data"), ("access", "role")];
    let guide = app.press(&token, "setup", &place).await.expect(200);
    let policy = guide.element_text("iam-role");
    let mut trust: Value =
        serde_json::from_str(&guide.element_text("trust-policy")).expect("a policy");
    trust["Statement"][0]
        .as_object_mut()
        .expect("a statement")
        .remove("Condition");
    let arn = app
        .sandbox()
        .create_role("loose", &trust.to_string(), &policy)
        .expect("a role");
    let form = [place[0], place[1], ("aws_role_arn", arn.as_str())];
    let page = app
        .press(&token, "save", &form)
        .await
        .expect_page(422, "The role doesn’t require your external ID");
    let whole = page.element_text("fix-external_id_enforced-whole");
    assert_eq!(whole, guide.element_text("trust-policy"));
    app.sandbox()
        .put_trust_policy("loose", &whole)
        .expect("the sandbox accepts it");
    app.press(&token, "save", &form)
        .await
        .expect_page(200, "Connected. Everything works.");
}

/// The sandbox's console takes what the widget prints: a whole policy, or one statement.
#[tokio::test]
async fn the_sandboxs_console_takes_a_single_statement() {
    let app = App::start().await;
    let fields = app.create_user("statements", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let page = app.press(&token, "save", &fields.form()).await.expect(422);
    let statement = page.element_text("fix-list");
    let origin = app.sandbox().url();
    let put = format!("{origin}/_console/put-user");
    let form = [("name", "statements"), ("policy", statement.as_str())];
    let saved = reqwest::Client::new()
        .post(&put)
        .header("origin", origin)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(
            url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(form)
                .finish(),
        )
        .send()
        .await
        .expect("an answer");
    let status = saved.status();
    let text = unescape(&saved.text().await.unwrap_or_default());
    assert!(status.is_success() || status.is_redirection(), "{text}");
    app.press(&token, "again", &fields.form())
        .await
        .expect_page(200, "Connected. Everything works.");
}
