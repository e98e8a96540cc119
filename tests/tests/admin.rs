//! The admin's pages: only who has the key comes in, and what is switched there is what tenants see next.

use e2e::admin::{Admin, FORM_TOKEN};
use e2e::app::App;
use e2e::client::{ADMIN_KEY, API_KEY};
use e2e::html::value_of;
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
    // One comes back to the page of what was pressed.
    let rotate = "/admin/dev/tenants/acme/external-id/rotate";
    for (path, next) in [(FLOW, FLOW), (rotate, "/admin/dev/tenants/acme")] {
        let page = admin.post(path, &change).await;
        let page = page.page(401, "You were signed out");
        assert_eq!(value_of(&page.text, "next").as_deref(), Some(next));
    }
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
        (FORM_TOKEN, &admin.form_token),
    ];
    let own = app.url.clone();
    let other_port = "http://127.0.0.1:1".to_owned();
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "https://evil.example", 403),
        ("origin", &other_port, 403),
        ("origin", "null", 403),
        ("origin", "", 403),
        ("origin", &own, 303),
    ] {
        let form = app.form(FLOW, &fields).header("cookie", &admin.cookie);
        let answer = app.send(form.header(name, value)).await;
        assert_eq!(answer.status, status, "{name}: {value}");
        assert_eq!(
            app.connector().await.json() == before,
            status == 403,
            "{name}: {value}"
        );
        if status == 403 {
            answer.problem(403, "other_origin");
        }
    }
    // Nobody is signed in, or out, by another site either.
    for path in ["/admin/sign-in", "/admin/sign-out"] {
        let form = app.form(path, &[("key", ADMIN_KEY), (FORM_TOKEN, &admin.form_token)]);
        let form = form.header("cookie", &admin.cookie);
        let answer = app
            .send(form.header("origin", "https://evil.example"))
            .await;
        answer.problem(403, "other_origin");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn each_form_of_an_admin_carries_the_sessions_token() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let other = Admin::sign_in(&app).await;
    assert!(admin.form_token.len() > 30 && admin.form_token != other.form_token);
    app.put_connection("acme", &app.sample("full-access").json())
        .await
        .expect(201);
    app.create_session("acme").await;
    let key = admin
        .post("/admin/dev/keys", &[("name", "second")])
        .await
        .expect(200);
    let revoke = key.text.split("href=\"").find_map(|rest| {
        let (address, _) = rest.split_once('"')?;
        address.ends_with("/revoke").then(|| address.to_owned())
    });
    let revoke = revoke.expect("a key that can be revoked");
    let before = app.connector().await.json();
    for page in [
        "/admin/environments",
        "/admin/dev/flows",
        FLOW,
        "/admin/dev/looks",
        "/admin/dev/keys",
        &revoke,
        "/admin/dev/links",
        "/admin/dev/settings",
        "/admin/dev/tenants/acme",
        "/admin/dev/tenants/acme/flows/demo",
        "/admin/dev/tenants/acme/flows/demo/disconnect",
    ] {
        let html = admin.get(page).await.expect(200).text;
        let forms: Vec<&str> = html.split("<form method=\"post\"").skip(1).collect();
        // The one to sign out is on every page.
        assert!(forms.len() > 1, "{page}");
        for form in forms {
            let (form, _) = form.split_once("</form>").expect("the end of a form");
            assert_eq!(
                value_of(form, FORM_TOKEN).as_ref(),
                Some(&admin.form_token),
                "{page}: {form}"
            );
            let (_, rest) = form.split_once("action=\"").expect("an action");
            let (action, _) = rest.split_once('"').expect("an action");
            // Without it, or with that of another session, nothing is done.
            for fields in [
                vec![],
                vec![(FORM_TOKEN, "")],
                vec![(FORM_TOKEN, other.form_token.as_str())],
            ] {
                let answer = admin.post_without_token(action, &fields).await;
                answer.problem(403, "stale_form");
            }
        }
    }
    assert_eq!(app.connector().await.json(), before);
    app.connection("acme").await.expect(200);
    // A browser is told on a page, and how to lose nothing.
    let form = app
        .form(FLOW, &[("action", "save")])
        .header("cookie", &admin.cookie);
    let page = app.send(form.header("accept", "text/html")).await;
    page.page(403, "Copy what you typed");
    // Whoever is not signed in is told that.
    let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
    let page = stranger.post_without_token(FLOW, &[]).await;
    page.page(401, "You were signed out");
}

#[tokio::test]
async fn attempts_count_for_whoever_is_behind_a_trusted_proxy() {
    let app = App::start().await;
    let attempt = async |client: &str| {
        let form = app.form("/admin/sign-in", &[("key", ADMIN_KEY)]);
        app.send(form.header("x-forwarded-for", client))
            .await
            .status
    };
    // The tests come from this machine, as a proxy on it does.
    for _ in 0..20 {
        attempt("6.6.6.6, 2001:db8::1").await;
    }
    assert_eq!(attempt("7.7.7.7, 2001:db8::2").await, 429);
    assert_eq!(attempt("203.0.113.9").await, 303);
}

#[tokio::test]
async fn the_admin_key_is_no_name() {
    let app = App::start().await;
    let fields = [("key", ADMIN_KEY), ("name", ADMIN_KEY)];
    let signed_in = app
        .send(app.form("/admin/sign-in", &fields))
        .await
        .expect(303);
    let cookie = signed_in
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let page = Admin::with_cookie(&app, &cookie)
        .get("/admin/dev/flows")
        .await
        .expect(200);
    assert!(!page.text.contains(ADMIN_KEY), "{}", page.words());
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
