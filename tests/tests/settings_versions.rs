//! The earlier versions of a flow's settings: listing, viewing and restoring them.

use e2e::admin::Admin;
use e2e::app::App;
use serde_json::{Value, json};

const FLOW: &str = "/admin/dev/flows/demo";

async fn stored_settings(app: &App) -> Value {
    app.connector().await.expect(200).json()
}

#[tokio::test]
async fn restores_any_version_and_can_undo_that() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let history = format!("{FLOW}/history");
        let first = stored_settings(&app).await;
        admin
            .save_current_version(FLOW, &[("role", "on"), ("direction", "read")])
            .await;
        let page = admin
            .get(&history)
            .await
            .expect_page(200, "Version 2 by Anna");
        assert!(
            page.visible_text()
                .contains("Tenants will be asked for a role. Access keys are no longer offered."),
            "{}",
            page.visible_text()
        );
        let one = format!("{history}/1");
        admin
            .get(&one)
            .await
            .expect_page(200, "Tenants can choose between a role and access keys.");
        for stale in ["1", "x", "7"] {
            admin
                .post(&one, &[("version", stale)])
                .await
                .expect_page(412, "Nothing was restored");
        }
        let back = admin.post(&one, &[("version", "2")]).await.expect(303);
        admin
            .get(back.header("location"))
            .await
            .expect_page(200, "Saved as version 3.");
        let now = stored_settings(&app).await;
        assert_eq!(
            (&now["connect_ui_params"], &now["version"]),
            (&first["connect_ui_params"], &json!(3))
        );
        admin
            .get(&history)
            .await
            .expect_page(200, "Same as version 1.");
        admin
            .get("/admin/dev/log")
            .await
            .expect_page(200, "Flow settings restored from version 1");
        admin
            .post(&format!("{history}/2"), &[("version", "3")])
            .await
            .expect(303);
        assert_eq!(stored_settings(&app).await["direction"], "read");
        for (path, code) in [
            ("/9", "no_version"),
            ("/0", "no_version"),
            ("/-1", "no_version"),
        ] {
            admin
                .get(&format!("{history}{path}"))
                .await
                .expect_problem(404, code);
            admin
                .post(&format!("{history}{path}"), &[("version", "4")])
                .await
                .expect_problem(404, code);
        }
        admin
            .get(&format!("{history}/x"))
            .await
            .expect_problem(400, "bad_id");
    }
}

#[tokio::test]
async fn shows_but_does_not_restore_versions_that_break_current_rules() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let token = app.create_session("acme").await;
        admin
            .save_current_version(FLOW, &[("role", "on"), ("direction", "read")])
            .await;
        let old = r#"{"bucket": {"label": "Old \u202e bucket"}, "aws_external_id": {}, "aws_role_arn": {}}"#;
        let one = format!("UPDATE connector_versions SET params = '{old}' WHERE version = 1");
        app.database.run(&one).await;
        let history = format!("{FLOW}/history");
        admin
            .get(&history)
            .await
            .expect_page(200, "is now called “Bucket”.");
        let version = format!("{history}/1");
        let page = admin
            .get(&version)
            .await
            .expect_page(200, "You can’t restore this version");
        let words = page.visible_text();
        assert!(words.contains("connect_ui_params.bucket.label"), "{words}");
        admin
            .get(&format!("{FLOW}/preview?version=1"))
            .await
            .expect_page(422, "breaks a rule that was added later");
        let before = stored_settings(&app).await;
        admin
            .post(&version, &[("version", "2")])
            .await
            .expect_page(422, "You can’t restore this version");
        assert_eq!(stored_settings(&app).await, before);
        // A version that cannot be parsed cannot be compared either.
        let unreadable = "UPDATE connector_versions SET params = '{}' WHERE version = 1";
        app.database.run(unreadable).await;
        let page = admin
            .get(&history)
            .await
            .expect_page(200, "cannot be compared");
        assert!(
            !page
                .visible_text()
                .contains("No changes that tenants would notice")
        );
        // Settings in use stay in use, even if they could not be saved today.
        app.database
            .run(&format!("UPDATE connectors SET params = '{old}'"))
            .await;
        app.open(&token)
            .await
            .expect_page(200, "Connect your S3 bucket");
        admin
            .get(FLOW)
            .await
            .expect_page(200, "turns the direction of the text around it");
    }
}

#[tokio::test]
async fn pages_a_long_history() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let newest = service::VERSIONS_PER_PAGE + 2;
        for version in 2..=newest {
            let direction = if version % 2 == 0 { "read" } else { "write" };
            app.set_direction(direction).await;
        }
        let history = format!("{FLOW}/history");
        let page = admin
            .get(&history)
            .await
            .expect_page(200, "Current version.");
        let words = page.visible_text();
        assert!(words.contains("Version 3 by") && !words.contains("Version 2 by"));
        assert!(
            !words.contains("No changes that tenants") && !words.contains("First page"),
            "{words}"
        );
        let older = format!("{history}?before=3");
        assert!(page.text.contains(&older), "{words}");
        let words = admin
            .get(&older)
            .await
            .expect_page(200, "The first version.")
            .visible_text();
        for part in [
            "Version 2 by",
            "Version 1 by",
            "Files are only read",
            "First page",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(
            !words.contains("Next page") && !words.contains("Current version"),
            "{words}"
        );
        for (before, found) in [
            ("1", "no older versions"),
            ("-7", "no older versions"),
            ("x", "Current version"),
        ] {
            admin
                .get(&format!("{history}?before={before}"))
                .await
                .expect_page(200, found);
        }
    }
}
