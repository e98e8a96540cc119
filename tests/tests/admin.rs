//! The admin's pages: only who has the key comes in, and what is switched there is what tenants see next.

use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::{ADMIN_KEY, API_KEY};
use reqwest::Method;
use std::time::{Duration, Instant};

/// The page of the flow that a first start makes.
const FLOW: &str = "/admin/dev/flows/demo";

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
    admin.get(FLOW).await.page(200, "Flow demo");
    for cookie in [
        "s3_connect_admin=",
        "s3_connect_admin=x",
        "other=1",
        ADMIN_KEY,
    ] {
        let stranger = Admin::with_cookie(&app, cookie);
        stranger
            .get(FLOW)
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
            admin.saves(FLOW, fields).await;
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
    admin
        .saves(FLOW, &[("role", "on"), ("direction", "read")])
        .await;
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
        let stranger = Admin::with_cookie(&app, cookie);
        stranger
            .post(FLOW, &change)
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
        let answer = admin.save(FLOW, fields).await;
        assert_eq!(answer.status, status, "{fields:?}: {}", answer.words());
        assert!(
            answer.text.contains("role=\"alert\"") && !answer.words().contains("Saved as"),
            "{fields:?}"
        );
        assert_eq!(app.connector().await.json(), before, "{fields:?}");
    }
    admin
        .post(
            "/admin/dev/flows/lost",
            &[("keys", "on"), ("direction", "read"), ("version", "1")],
        )
        .await
        .problem(404, "unknown_flow");
    admin
        .post("/admin/dev/flows/a%2Fb", &[])
        .await
        .problem(400, "bad_id");

    let out = admin.post("/admin/sign-out", &[]).await.expect(303);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{}",
        out.header("set-cookie")
    );
    admin
        .get(FLOW)
        .await
        .page(200, "Sign in with the admin key");
    admin
        .post(FLOW, &change)
        .await
        .page(401, "You were signed out");
    assert_eq!(app.connector().await.json(), before);
}

#[tokio::test]
async fn signing_in_leads_to_where_one_wanted_to_go_and_is_limited() {
    let app = App::start().await;
    let asked = app.get(FLOW).await.page(200, "Sign in with the admin key");
    assert!(asked.text.contains(&format!("value=\"{FLOW}\"")));
    let fields = [("key", ADMIN_KEY), ("next", FLOW)];
    let answer = app
        .send(app.form("/admin/sign-in", &fields))
        .await
        .expect(303);
    assert_eq!(answer.header("location"), FLOW);

    let mut waits = Vec::new();
    for _ in 0..30 {
        waits.push(app.send(app.form("/admin/sign-in", &[("key", ADMIN_KEY)])));
    }
    let answers = futures::future::join_all(waits).await;
    let refused: Vec<_> = answers.iter().filter(|a| a.status == 429).collect();
    assert!((1..=15).contains(&refused.len()), "{}", refused.len());
    let seconds: u64 = refused[0].header("retry-after").parse().expect("seconds");
    assert!((1..=4).contains(&seconds), "{seconds}");
    assert!(
        refused[0].words().contains("too many attempts"),
        "{}",
        refused[0].words()
    );
    assert_eq!(refused[0].header("set-cookie"), "");
}

#[tokio::test]
async fn what_another_site_began_is_not_done() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = app.connector().await.json();
    let version = admin.value(FLOW, "version").await;
    let fields = [
        ("controls", "on"),
        ("role", "on"),
        ("direction", "read"),
        ("version", &version),
        ("action", "save"),
    ];
    for (site, status) in [
        ("cross-site", 401),
        ("same-site", 401),
        ("same-origin", 303),
    ] {
        let form = app.form(FLOW, &fields).header("cookie", &admin.cookie);
        let answer = app.send(form.header("sec-fetch-site", site)).await;
        assert_eq!(answer.status, status, "{site}");
        assert_eq!(
            app.connector().await.json() == before,
            status == 401,
            "{site}"
        );
    }
}

#[tokio::test]
async fn environments_and_flows_are_made_once() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        assert_eq!(
            admin.get("/admin").await.expect(303).header("location"),
            "/admin/dev/flows"
        );
        let create = [("environment", "prod.hg.acme.com")];
        let made = admin.post("/admin/environments", &create).await.expect(303);
        assert_eq!(made.header("location"), "/admin/prod.hg.acme.com/flows");
        assert_eq!(
            admin.get("/admin").await.expect(303).header("location"),
            "/admin/environments"
        );
        admin
            .post("/admin/environments", &create)
            .await
            .page(422, "There is an environment “prod.hg.acme.com” already.");
        admin
            .post("/admin/environments", &[("environment", "a b")])
            .await
            .page(422, "contains");
        admin
            .get("/admin/nowhere/flows")
            .await
            .problem(404, "unknown_environment");

        let flows = "/admin/prod.hg.acme.com/flows";
        let page = admin.get(flows).await.page(200, "New flow");
        assert!(!page.words().contains("demo"), "{}", page.words());
        let made = admin.post(flows, &[("flow", "Fq183dc")]).await.expect(303);
        assert_eq!(made.header("location"), format!("{flows}/Fq183dc"));
        admin
            .get(made.header("location"))
            .await
            .page(200, "Flow Fq183dc");
        admin
            .post(flows, &[("flow", "Fq183dc")])
            .await
            .page(422, "There is a flow “Fq183dc” already.");
        admin
            .post(flows, &[("flow", "")])
            .await
            .page(422, "missing");
        admin
            .get("/admin/dev/flows/Fq183dc")
            .await
            .problem(404, "unknown_flow");
    }
}

#[tokio::test]
async fn a_browser_gets_a_page_also_where_there_is_none() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let browse = async |method: Method, path: &str, body: Vec<u8>| {
        let request = app
            .request(method, path)
            .header("cookie", &admin.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .body(body);
        app.send(request).await
    };
    let (get, post) = (Method::GET, Method::POST);
    let flows = "/admin/dev/flows";
    for (method, path, body, status, words) in [
        (
            &get,
            "/admin/dev/flows/gone",
            0,
            404,
            "There is no such page",
        ),
        (&get, "/admin/prod/flows", 0, 404, "There is no such page"),
        (
            &get,
            "/admin/dev/tenants/gone",
            0,
            404,
            "There is no such page",
        ),
        (
            &get,
            "/admin/dev/flows/b%C3%A4d",
            0,
            400,
            "That did not work",
        ),
        (
            &get,
            "/admin/dev/no/such/page",
            0,
            404,
            "There is no such page",
        ),
        (&Method::DELETE, flows, 0, 405, "That did not work"),
        (
            &post,
            flows,
            200_000,
            413,
            "larger than what this address takes",
        ),
    ] {
        let answer = browse(method.clone(), path, vec![b'a'; body]).await;
        let page = answer.page(status, words);
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(
            page.header("content-security-policy")
                .contains("script-src 'none'")
        );
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
    }
    // A program gets a problem, as everywhere.
    let answer = admin.get("/admin/dev/flows/gone").await;
    answer.problem(404, "unknown_flow");
}
