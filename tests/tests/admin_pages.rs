//! The admin pages: signing in, protection against CSRF, and changes of a flow's access modes.

use e2e::admin::{Admin, FORM_TOKEN};
use e2e::app::App;
use e2e::client::{ADMIN_KEY, API_KEY};
use e2e::html::input_value;
use reqwest::Method;
use std::time::{Duration, Instant};

/// The page of the flow that the server creates at its first start.
const FLOW: &str = "/admin/dev/flows/demo";

#[tokio::test]
async fn requires_the_admin_key() {
    let app = App::start().await;
    app.get("/admin")
        .await
        .expect_page(200, "Sign in with the admin key");
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
            .expect_page(401, "This is not the admin key.");
        assert!(
            begun.elapsed() > Duration::from_millis(500),
            "a wrong key is answered too fast"
        );
        assert_eq!(answer.header("set-cookie"), "");
    }
    app.send(app.form("/admin/sign-in", &[]))
        .await
        .expect_page(401, "This is not the admin key.");
    let admin = Admin::sign_in(&app).await;
    admin.get(FLOW).await.expect_page(200, "Flow demo");
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
            .expect_page(200, "Sign in with the admin key");
    }
}

#[tokio::test]
async fn restricts_the_session_cookie_to_the_admin_pages() {
    for (url, secure) in [(None, false), (Some("https://connect.acme.com"), true)] {
        let builder = App::builder();
        let app = match url {
            Some(url) => builder.with_public_url(url).start().await,
            None => builder.start().await,
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
async fn shows_tenants_the_access_modes_that_the_admin_chose() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
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
            admin.save_current_version(FLOW, fields).await;
            let page = app.open(&token).await.expect_page(200, sentence);
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
                "the page offers a choice only between two modes: {fields:?}"
            );
            let stored = app.connector().await.json();
            assert_eq!(
                stored["connect_ui_params"]
                    .get("aws_secret_access_key")
                    .is_some(),
                keys,
                "{stored}"
            );
            // A mode that is not offered is refused, even if somebody posts it.
            let mode = if keys { "role" } else { "keys" };
            if !(keys && role) {
                app.press(&token, "save", &[("access", mode), ("bucket", "b-b-b")])
                    .await
                    .expect_page(422, "give access this way");
            }
        }
    }
}

#[tokio::test]
async fn keeps_saved_connections_when_their_access_mode_is_removed() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    admin
        .save_current_version(FLOW, &[("role", "on"), ("direction", "read")])
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
    app.open(&token).await.expect_page(200, "Connected");
}

#[tokio::test]
async fn changes_nothing_without_sign_in_or_for_invalid_settings() {
    let app = App::start().await;
    let before = app.connector().await.json();
    let change = [("keys", "on"), ("direction", "read"), ("version", "1")];
    for cookie in ["", "s3_connect_admin=forged"] {
        let stranger = Admin::with_cookie(&app, cookie);
        stranger
            .post(FLOW, &change)
            .await
            .expect_page(401, "You were signed out");
    }
    assert_eq!(app.connector().await.json(), before);

    let admin = Admin::sign_in(&app).await;
    for (fields, status) in [
        (&[("direction", "read")][..], 422),
        (&[("keys", "on")], 422),
        (&[("keys", "on"), ("direction", "sideways")], 422),
        (
            &[("keys", "on"), ("direction", "read"), ("version", "7")],
            412,
        ),
        (
            &[("keys", "on"), ("direction", "read"), ("version", "x")],
            412,
        ),
        (
            &[("keys", "on"), ("direction", "read"), ("version", "")],
            412,
        ),
    ] {
        let answer = admin.save(FLOW, fields).await;
        assert_eq!(
            answer.status,
            status,
            "{fields:?}: {}",
            answer.visible_text()
        );
        assert!(
            answer.text.contains("role=\"alert\"") && !answer.visible_text().contains("Saved as"),
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
        .expect_problem(404, "unknown_flow");
    admin
        .post("/admin/dev/flows/a%2Fb", &[])
        .await
        .expect_problem(400, "bad_id");

    let out = admin.post("/admin/sign-out", &[]).await.expect(303);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{}",
        out.header("set-cookie")
    );
    admin
        .get(FLOW)
        .await
        .expect_page(200, "Sign in with the admin key");
    // After signing in again, the admin returns to the page of the button that was pressed.
    let cancel = "/admin/dev/tenants/acme/external-id/cancel";
    let rotate = "/admin/dev/tenants/acme/external-id/rotate";
    for (path, next) in [
        (FLOW, FLOW),
        (cancel, "/admin/dev/tenants/acme"),
        (rotate, rotate),
    ] {
        let page = admin.post(path, &change).await;
        let page = page.expect_page(401, "You were signed out");
        assert_eq!(input_value(&page.text, "next").as_deref(), Some(next));
    }
    assert_eq!(app.connector().await.json(), before);
}

#[tokio::test]
async fn redirects_to_the_requested_page_and_limits_sign_ins() {
    let app = App::start().await;
    let page = app
        .get(FLOW)
        .await
        .expect_page(200, "Sign in with the admin key");
    assert!(page.text.contains(&format!("value=\"{FLOW}\"")));
    let fields = [("key", ADMIN_KEY), ("next", FLOW)];
    let answer = app
        .send(app.form("/admin/sign-in", &fields))
        .await
        .expect(303);
    assert_eq!(answer.header("location"), FLOW);

    // 20 attempts are allowed immediately, and then one every 3 seconds.
    let mut attempts = Vec::new();
    for _ in 0..30 {
        attempts.push(app.send(app.form("/admin/sign-in", &[("key", ADMIN_KEY)])));
    }
    let answers = futures::future::join_all(attempts).await;
    let refused: Vec<_> = answers.iter().filter(|a| a.status == 429).collect();
    assert!((1..=15).contains(&refused.len()), "{}", refused.len());
    let seconds: u64 = refused[0].header("retry-after").parse().expect("seconds");
    assert!((1..=4).contains(&seconds), "{seconds}");
    assert!(
        refused[0].visible_text().contains("too many attempts"),
        "{}",
        refused[0].visible_text()
    );
    assert_eq!(refused[0].header("set-cookie"), "");
}

#[tokio::test]
async fn refuses_requests_from_other_origins() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = app.connector().await.json();
    let controls = [("role", "on"), ("direction", "read")];
    let fields = admin.settings_form(FLOW, &controls).await;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
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
            answer.expect_problem(403, "other_origin");
        }
    }
    // Another site cannot sign anybody in or out either.
    for path in ["/admin/sign-in", "/admin/sign-out"] {
        let form = app.form(path, &[("key", ADMIN_KEY), (FORM_TOKEN, &admin.form_token)]);
        let form = form.header("cookie", &admin.cookie);
        let answer = app
            .send(form.header("origin", "https://evil.example"))
            .await;
        answer.expect_problem(403, "other_origin");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn requires_the_sessions_token_in_every_form() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let other = Admin::sign_in(&app).await;
    assert!(admin.form_token.len() > 30 && admin.form_token != other.form_token);
    app.put_connection("acme", &app.sample_fields("full-access").json())
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
    for (path, field) in [
        ("/admin/dev/flows", ("flow", "unused")),
        ("/admin/environments", ("environment", "unused")),
    ] {
        admin.post(path, &[field]).await.expect(303);
    }
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
        "/admin/dev/tenants/acme/flows/demo",
        "/admin/dev/tenants/acme/flows/demo/disconnect",
        "/admin/dev/tenants/acme/links/end",
        "/admin/dev/tenants/acme/external-id/rotate",
        "/admin/dev/flows/unused/delete",
        "/admin/unused/delete",
    ] {
        let html = admin.get(page).await.expect(200).text;
        let forms: Vec<&str> = html.split("<form method=\"post\"").skip(1).collect();
        // The form to sign out is on every page, so there has to be another one.
        assert!(forms.len() > 1, "{page}");
        for form in forms {
            let (form, _) = form.split_once("</form>").expect("the end of a form");
            assert_eq!(
                input_value(form, FORM_TOKEN).as_ref(),
                Some(&admin.form_token),
                "{page}: {form}"
            );
            let (_, rest) = form.split_once("action=\"").expect("an action");
            let (action, _) = rest.split_once('"').expect("an action");
            // Without the token, or with the token of another session, the form is refused.
            for fields in [
                vec![],
                vec![(FORM_TOKEN, "")],
                vec![(FORM_TOKEN, other.form_token.as_str())],
            ] {
                let answer = admin.post_without_token(action, &fields).await;
                answer.expect_problem(403, "stale_form");
            }
        }
    }
    assert_eq!(app.connector().await.json(), before);
    app.connection("acme").await.expect(200);
    // A browser gets a page that explains how not to lose what was typed.
    let form = app
        .form(FLOW, &[("action", "save")])
        .header("cookie", &admin.cookie);
    let page = app.send(form.header("accept", "text/html")).await;
    page.expect_page(403, "Copy what you typed");
    // If nobody is signed in, the answer says that instead.
    let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
    let page = stranger.post_without_token(FLOW, &[]).await;
    page.expect_page(401, "You were signed out");
}

#[tokio::test]
async fn counts_attempts_by_the_address_behind_a_trusted_proxy() {
    let app = App::start().await;
    let attempt = async |client: &str| {
        let form = app.form("/admin/sign-in", &[("key", ADMIN_KEY)]);
        app.send(form.header("x-forwarded-for", client))
            .await
            .status
    };
    // The server trusts proxies on its own machine, and the tests connect from there. The last address of the header
    // counts, and of an IPv6 address only the network.
    for _ in 0..20 {
        attempt("6.6.6.6, 2001:db8::1").await;
    }
    assert_eq!(attempt("7.7.7.7, 2001:db8::2").await, 429);
    assert_eq!(attempt("203.0.113.9").await, 303);
}

#[tokio::test]
async fn never_uses_the_admin_key_as_a_name() {
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
    assert!(!page.text.contains(ADMIN_KEY), "{}", page.visible_text());
}

#[tokio::test]
async fn creates_each_environment_and_flow_once() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        assert_eq!(
            admin.get("/admin").await.expect(303).header("location"),
            "/admin/dev/flows"
        );
        let create = [("environment", "prod.hg.acme.com")];
        let created = admin.post("/admin/environments", &create).await.expect(303);
        assert_eq!(created.header("location"), "/admin/prod.hg.acme.com/flows");
        assert_eq!(
            admin.get("/admin").await.expect(303).header("location"),
            "/admin/environments"
        );
        admin
            .post("/admin/environments", &create)
            .await
            .expect_page(422, "An environment “prod.hg.acme.com” already exists.");
        admin
            .post("/admin/environments", &[("environment", "a b")])
            .await
            .expect_page(422, "contains");
        admin
            .get("/admin/nowhere/flows")
            .await
            .expect_problem(404, "unknown_environment");

        let flows = "/admin/prod.hg.acme.com/flows";
        let page = admin.get(flows).await.expect_page(200, "New flow");
        assert!(
            !page.visible_text().contains("demo"),
            "{}",
            page.visible_text()
        );
        let created = admin.post(flows, &[("flow", "Fq183dc")]).await.expect(303);
        assert_eq!(created.header("location"), format!("{flows}/Fq183dc"));
        admin
            .get(created.header("location"))
            .await
            .expect_page(200, "Flow Fq183dc");
        admin
            .post(flows, &[("flow", "Fq183dc")])
            .await
            .expect_page(422, "A flow “Fq183dc” already exists.");
        admin
            .post(flows, &[("flow", "")])
            .await
            .expect_page(422, "missing");
        admin
            .get("/admin/dev/flows/Fq183dc")
            .await
            .expect_problem(404, "unknown_flow");
    }
}

#[tokio::test]
async fn answers_browsers_with_error_pages() {
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
        (&get, "/admin/dev/flows/gone", 0, 404, "Page not found"),
        (&get, "/admin/prod/flows", 0, 404, "Page not found"),
        (&get, "/admin/dev/tenants/gone", 0, 404, "Page not found"),
        (
            &get,
            "/admin/dev/flows/b%C3%A4d",
            0,
            400,
            "That didn’t work",
        ),
        (&get, "/admin/dev/no/such/page", 0, 404, "Page not found"),
        (&Method::DELETE, flows, 0, 405, "That didn’t work"),
        (
            &post,
            flows,
            200_000,
            413,
            "larger than this address accepts",
        ),
    ] {
        let answer = browse(method.clone(), path, vec![b'a'; body]).await;
        let page = answer.expect_page(status, words);
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
    // A program, which does not accept HTML, gets a problem document.
    let answer = admin.get("/admin/dev/flows/gone").await;
    answer.expect_problem(404, "unknown_flow");
}
