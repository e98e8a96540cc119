//! The admin's pages: only who has the key comes in, and what is switched there is what tenants see next.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{ADMIN_KEY, API_KEY};
use reqwest::Method;
use std::time::{Duration, Instant};

struct Admin<'a> {
    app: &'a App,
    cookie: String,
}

impl<'a> Admin<'a> {
    async fn sign_in(app: &'a App) -> Self {
        let answer = app
            .send(app.form("/admin/sign-in", &[("key", ADMIN_KEY)]))
            .await
            .expect(303);
        assert_eq!(answer.header("location"), "/admin");
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        Self { app, cookie }
    }

    async fn page(&self) -> Answer {
        self.app
            .send(
                self.app
                    .request(Method::GET, "/admin")
                    .header("cookie", &self.cookie),
            )
            .await
    }

    async fn save(&self, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![("flow", "demo")];
        form.extend_from_slice(fields);
        self.app
            .send(
                self.app
                    .form("/admin/flow", &form)
                    .header("cookie", &self.cookie),
            )
            .await
    }

    async fn version(&self) -> String {
        e2e::html::value_of(&self.page().await.text, "version").expect("the version is in the form")
    }
}

#[tokio::test]
async fn only_the_admin_key_opens_the_page() {
    let app = App::start().await;
    app.get("/admin")
        .await
        .page(200, "Sign in with the admin key");
    for key in [
        "",
        "wrong",
        API_KEY,
        &ADMIN_KEY[1..],
        &ADMIN_KEY.to_uppercase(),
        "\0",
        &"x".repeat(10_000),
    ] {
        let begun = Instant::now();
        let answer = app
            .send(app.form("/admin/sign-in", &[("key", key)]))
            .await
            .page(401, "This is not the admin key.");
        assert!(
            begun.elapsed() > Duration::from_millis(500),
            "a wrong key costs time"
        );
        assert_eq!(answer.header("set-cookie"), "");
    }
    app.send(app.form("/admin/sign-in", &[]))
        .await
        .page(401, "This is not the admin key.");
    let admin = Admin::sign_in(&app).await;
    admin.page().await.page(200, "Flows");
    for cookie in [
        "s3_connect_admin=",
        "s3_connect_admin=x",
        "other=1",
        ADMIN_KEY,
    ] {
        let stranger = Admin {
            app: &app,
            cookie: cookie.to_owned(),
        };
        stranger
            .page()
            .await
            .page(200, "Sign in with the admin key");
    }
}

#[tokio::test]
async fn the_cookie_is_for_this_page_and_no_script() {
    for (url, secure) in [(None, false), (Some("https://connect.acme.com"), true)] {
        let setup = App::setup();
        let app = match url {
            Some(url) => setup.at_public_url(url).start().await,
            None => setup.start().await,
        };
        let answer = app
            .send(app.form("/admin/sign-in", &[("key", ADMIN_KEY)]))
            .await
            .expect(303);
        let cookie = answer.header("set-cookie").to_owned();
        let flags: Vec<&str> = cookie.split(';').map(str::trim).collect();
        for flag in ["HttpOnly", "SameSite=Strict", "Path=/admin"] {
            assert!(flags.contains(&flag), "{flag}: {cookie}");
        }
        assert_eq!(flags.contains(&"Secure"), secure, "{cookie}");
        assert!(
            !cookie.contains(ADMIN_KEY) && flags[0].len() > 40,
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn what_is_switched_is_what_the_next_tenant_sees() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let token = app.create_session("acme").await;
        for (fields, keys, role, sentence) in [
            (
                &[("keys", "on"), ("direction", "read")][..],
                true,
                false,
                "will read files from ",
            ),
            (
                &[("role", "on"), ("direction", "write")],
                false,
                true,
                "will write files to ",
            ),
            (
                &[("keys", "on"), ("role", "on"), ("direction", "both")],
                true,
                true,
                "will read files from and write files to ",
            ),
        ] {
            let version = admin.version().await;
            let mut form = fields.to_vec();
            form.push(("version", &version));
            admin.save(&form).await.page(200, "Saved.");
            let page = app.open(&token).await.page(200, sentence);
            assert_eq!(
                page.text.contains("name=\"aws_secret_access_key\""),
                keys,
                "{fields:?}"
            );
            assert_eq!(
                page.text.contains("name=\"aws_role_arn\""),
                role,
                "{fields:?}"
            );
            assert_eq!(
                page.text.contains("name=\"access\""),
                keys && role,
                "a choice where there is one: {fields:?}"
            );
            let stored = app.connector().await.json();
            assert_eq!(
                stored["connect_ui_params"]
                    .get("aws_secret_access_key")
                    .is_some(),
                keys,
                "{stored}"
            );
            // What is no longer offered is no longer taken.
            let mode = if keys { "role" } else { "keys" };
            if !(keys && role) {
                app.press(&token, "save", &[("access", mode), ("bucket", "b-b-b")])
                    .await
                    .page(422, "not offered here");
            }
        }
    }
}

#[tokio::test]
async fn saved_connections_stay_as_they_are() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    app.put_connection("acme", &app.sample("full-access").json())
        .await
        .expect(201);
    let version = admin.version().await;
    admin
        .save(&[("role", "on"), ("direction", "read"), ("version", &version)])
        .await
        .page(200, "Saved.");
    assert_eq!(
        app.connection("acme").await.expect(200).json()["access"],
        "keys"
    );
    assert_eq!(
        app.check_connection("acme").await.expect(200).json()["report"]["outcome"],
        "passed"
    );
    let token = app.create_session("acme").await;
    app.open(&token).await.page(200, "Connected");
}

#[tokio::test]
async fn nothing_changes_without_signing_in_or_for_settings_that_cannot_be() {
    let app = App::start().await;
    let before = app.connector().await.json();
    let change = [("keys", "on"), ("direction", "read"), ("version", "1")];
    for cookie in ["", "s3_connect_admin=forged"] {
        let stranger = Admin {
            app: &app,
            cookie: cookie.to_owned(),
        };
        stranger
            .save(&change)
            .await
            .page(401, "You were signed out");
    }
    assert_eq!(app.connector().await.json(), before);

    let admin = Admin::sign_in(&app).await;
    for (fields, status) in [
        (&[("direction", "read"), ("version", "1")][..], 422),
        (&[("keys", "on"), ("version", "1")], 422),
        (
            &[("keys", "on"), ("direction", "sideways"), ("version", "1")],
            422,
        ),
        (
            &[("keys", "on"), ("direction", "read"), ("version", "7")],
            412,
        ),
        (
            &[("keys", "on"), ("direction", "read"), ("version", "x")],
            412,
        ),
        (&[("keys", "on"), ("direction", "read")], 412),
    ] {
        let answer = admin.save(fields).await;
        assert_eq!(answer.status, status, "{fields:?}: {}", answer.words());
        assert!(
            answer.text.contains("role=\"alert\"") && !answer.words().contains("Saved."),
            "{fields:?}"
        );
        assert_eq!(app.connector().await.json(), before, "{fields:?}");
    }
    let form = app.form(
        "/admin/flow",
        &[
            ("flow", "lost"),
            ("keys", "on"),
            ("direction", "read"),
            ("version", "1"),
        ],
    );
    app.send(form.header("cookie", &admin.cookie))
        .await
        .problem(404, "unknown_flow");
    let form = app.form("/admin/flow", &[("flow", "a/b")]);
    app.send(form.header("cookie", &admin.cookie))
        .await
        .problem(400, "bad_id");

    let out = app
        .send(
            app.form("/admin/sign-out", &[])
                .header("cookie", &admin.cookie),
        )
        .await
        .expect(303);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{}",
        out.header("set-cookie")
    );
    admin.page().await.page(200, "Sign in with the admin key");
    admin.save(&change).await.page(401, "You were signed out");
    assert_eq!(app.connector().await.json(), before);
}
