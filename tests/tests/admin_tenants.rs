//! Tenants in the admin pages: searching, viewing, checking, creating and ending links, and disconnecting, always within
//! one environment.

use domain::EnvironmentId;
use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html;
use reqwest::Method;
use serde_json::json;
use service::{Actor, TenantStatus};

const TENANTS: &str = "/admin/dev/tenants";

/// Returns the ids of the tenants on a page of the list, in the order of the page.
fn listed_tenants(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/admin/dev/tenants/").skip(1);
    let ids = links.filter_map(|link| link.split_once('"'));
    ids.filter(|(id, _)| !id.contains('/'))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// Returns the address of the link with this text.
fn href(page: &str, text: &str) -> Option<String> {
    let end = page.find(&format!(">{text}</a>"))?;
    let tag = &page[page[..end].rfind("<a ")?..end];
    let href = tag.split_once("href=\"")?.1.split_once('"')?.0;
    Some(html::unescape(href))
}

#[tokio::test]
async fn pages_and_searches_tenants() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        admin
            .get(TENANTS)
            .await
            .expect_page(200, "There are no tenants yet.");
        let mut all = Vec::new();
        for n in 0..120 {
            let tenant = format!("tenant-{n:03}");
            app.external_id(&tenant).await;
            all.push(tenant);
        }
        for (start, expected) in [
            (
                TENANTS.to_owned(),
                all.iter().rev().cloned().collect::<Vec<_>>(),
            ),
            (format!("{TENANTS}?order=name"), all.clone()),
            (format!("{TENANTS}?q=tenant-1"), all[100..].to_vec()),
            (format!("{TENANTS}?state=not-connected"), all.clone()),
            (
                format!("{TENANTS}?flow={FLOW}&state=not-connected"),
                all.clone(),
            ),
        ] {
            let mut next = Some(start.clone());
            let (mut found, mut pages) = (Vec::new(), 0);
            while let Some(path) = next {
                let page = admin.get(&path).await.expect_page(200, "Tenants");
                found.extend(listed_tenants(&page.text));
                next = href(&page.text, "Next page");
                pages += 1;
                assert_eq!(
                    href(&page.text, "First page").is_some(),
                    pages > 1,
                    "{path}"
                );
            }
            assert_eq!(found, expected, "{start}");
            assert_eq!(pages, expected.len().div_ceil(50), "{start}");
        }
        for query in [
            "?q=Tenant",
            "?q=%00",
            "?q=%C3%A9",
            "?q=~",
            "?by=bucket&q=nobodys-bucket",
            "?flow=lost",
            "?state=works",
        ] {
            let page = admin.get(&format!("{TENANTS}{query}")).await;
            page.expect_page(200, "No tenants match.");
        }
        for (wrong, words) in [
            ("?by=bucket&q=No%20Bucket", "bucket"),
            ("?by=account&q=12", "12 digits"),
            ("?flow=%00", "flow id"),
        ] {
            let page = admin.get(&format!("{TENANTS}{wrong}")).await;
            let page = page.expect_page(422, words);
            assert!(page.text.contains("role=\"alert\""), "{wrong}");
        }
        // An invalid cursor is ignored, and the list starts at its beginning.
        for cursor in [
            "?after=x",
            "?after=%00",
            "?order=name&after=%C3%A9",
            "?after=99999999999999999999.a",
        ] {
            let page = admin.get(&format!("{TENANTS}{cursor}")).await;
            assert_eq!(
                listed_tenants(&page.expect_page(200, "Tenants").text).len(),
                50,
                "{cursor}"
            );
        }
    }
}

#[tokio::test]
async fn filters_tenants_by_status() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let sample = app.sample_fields("full-access");
        app.put_connection("acme", &sample.json()).await.expect(201);
        app.put_connection("broken", &sample.json())
            .await
            .expect(201);
        app.external_id("newcomer").await;
        // The key is deleted in AWS, and only one of the two connections is checked again.
        app.sandbox().delete_user("full-access").expect("deleted");
        let report = app.check_connection("broken").await.expect(200).json();
        assert_eq!(report["report"]["outcome"], "failed");
        let by_state = |state: &str| format!("{TENANTS}?state={state}");
        for (state, expected) in [
            (TenantStatus::Works, &["acme"][..]),
            (TenantStatus::Fails, &["broken"]),
            (TenantStatus::Unclear, &[]),
            (TenantStatus::Tried, &[]),
            (TenantStatus::NotConnected, &["newcomer"]),
            (TenantStatus::AccessNotOffered, &[]),
        ] {
            let page = admin.get(&by_state(state.as_str())).await.expect(200);
            assert_eq!(listed_tenants(&page.text), expected, "{state:?}");
        }
        let page = admin
            .get(TENANTS)
            .await
            .expect_page(200, "Last check failed");
        assert!(
            page.visible_text().contains("unknown_access_key"),
            "{}",
            page.visible_text()
        );
        let account = app.connection("acme").await.json()["account"].clone();
        let account = account.as_str().expect("an account");
        for (by, text, expected) in [
            ("bucket", sample.bucket.as_str(), 2),
            ("bucket", &sample.bucket[1..], 0),
            ("account", account, 2),
            ("account", "999999999999", 0),
            ("tenant", "ac", 1),
        ] {
            let page = admin
                .get(&format!("{TENANTS}?by={by}&q={text}"))
                .await
                .expect(200);
            assert_eq!(
                listed_tenants(&page.text).len(),
                expected,
                "{by} {text}: {}",
                page.visible_text()
            );
        }

        // The flow now offers roles only. Tenants who are connected with keys stay connected, but should move.
        let mut connector = app.connector().await.json();
        let params = connector["connect_ui_params"]
            .as_object_mut()
            .expect("params");
        params.remove("aws_access_key_id");
        params.remove("aws_secret_access_key");
        app.api(
            Method::PUT,
            &format!("/flows/{FLOW}/connector"),
            Some(&connector),
        )
        .await
        .expect(200);
        let page = admin
            .get(&by_state("to-move"))
            .await
            .expect_page(200, "Access no longer offered");
        assert_eq!(listed_tenants(&page.text), ["acme", "broken"]);
        let page = admin
            .get(&format!("{TENANTS}?state=to-move&flow={FLOW}&q=a"))
            .await;
        assert_eq!(listed_tenants(&page.expect(200).text), ["acme"]);
        let environment = EnvironmentId::parse("dev").expect("dev");
        let connectors = app
            .service
            .connectors(&environment)
            .await
            .expect("connectors");
        let (flow, modes) = (&connectors[0].flow, connectors[0].params.modes());
        let count = app
            .service
            .count_access_not_offered(&environment, flow, modes)
            .await;
        assert_eq!(count.expect("a count").to_string(), "2");
        let page = admin.get(&format!("{TENANTS}/acme/flows/{FLOW}")).await;
        page.expect_page(200, "no longer offers access keys");
    }
}

#[tokio::test]
async fn shows_tenants_who_tried_and_failed_with_their_report() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        app.external_id("newcomer").await;
        let token = app.create_session("acme").await;
        let failing = app.sample_fields("write-only");
        app.press(&token, "save", &failing.form()).await.expect(422);
        let by_state = async |state: TenantStatus| {
            let path = format!("{TENANTS}?state={}", state.as_str());
            listed_tenants(&admin.get(&path).await.expect(200).text)
        };
        assert_eq!(by_state(TenantStatus::Tried).await, ["acme"]);
        assert_eq!(by_state(TenantStatus::NotConnected).await, ["newcomer"]);
        for query in ["&flow=lost", "&by=bucket&q=my-company-data", "&q=b"] {
            let page = admin.get(&format!("{TENANTS}?state=tried{query}")).await;
            page.expect_page(200, "No tenants match.");
        }
        let tried = "Tried, failed: Can’t list files";
        for path in [TENANTS.to_owned(), format!("{TENANTS}/acme")] {
            let page = admin.get(&path).await.expect_page(200, tried);
            let text = page.visible_text();
            assert!(text.contains("list_denied"), "{text}");
        }
        let tenant = admin.get(&format!("{TENANTS}/acme")).await.expect(200);
        assert!(!tenant.visible_text().contains("Not connected"));

        // The report is the tenant's own, with the statement to add, and without a secret.
        let attempt = format!("{TENANTS}/acme/flows/{FLOW}/attempt");
        assert!(tenant.text.contains(&format!("href=\"{attempt}\"")));
        let page = admin.get(&attempt).await.expect_page(200, "Tried, failed.");
        for words in [
            failing.bucket.as_str(),
            "s3:ListBucket",
            "Nothing was saved.",
        ] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert!(!page.text.contains(&failing.secret));
        let other = "/admin/dev/tenants/newcomer/flows/demo/attempt";
        admin.get(other).await.expect_problem(404, "no_attempt");
        let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
        let page = stranger.get(&attempt).await;
        page.expect_page(200, "Sign in with the admin key");

        // A success replaces the attempt. A change that fails shows beside the connection.
        let working = app.sample_fields("full-access");
        app.press(&token, "save", &working.form()).await.expect(200);
        admin.get(&attempt).await.expect_problem(404, "no_attempt");
        assert!(by_state(TenantStatus::Tried).await.is_empty());
        app.press(&token, "save", &failing.form()).await.expect(422);
        assert_eq!(by_state(TenantStatus::Tried).await, ["acme"]);
        assert_eq!(by_state(TenantStatus::Works).await, ["acme"]);
        let page = admin.get(TENANTS).await;
        page.expect_page(200, "Tried to change it, failed: Can’t list files");
        let page = admin.get(&attempt).await;
        page.expect_page(200, "The saved connection was not changed.");
    }
}

#[tokio::test]
async fn asks_before_it_ends_links_or_makes_a_new_external_id() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let token = app.create_session("acme").await;
    let before = app.external_id("acme").await;
    let at = format!("{TENANTS}/acme");
    let page = admin.get(&at).await.expect(200);
    for (step, words) in [
        ("links/end", "Yes, end them all"),
        ("external-id/rotate", "Yes, make a new one"),
    ] {
        let step = format!("{at}/{step}");
        // The tenant's page only leads to the question. It has no form that does it.
        assert!(page.text.contains(&format!("href=\"{step}\"")), "{step}");
        assert!(!page.text.contains(&format!("action=\"{step}\"")));
        let question = admin.get(&step).await.expect_page(200, words);
        assert!(question.text.contains(&format!("action=\"{step}\"")));
        assert!(question.text.contains(&format!("href=\"{at}\"")));
    }
    app.open(&token).await.expect(200);
    assert_eq!(app.external_id("acme").await, before);

    // No role uses the ID, so the new one is in place at once.
    let rotate = format!("{at}/external-id/rotate");
    let done = admin.post(&rotate, &[]).await.expect(303);
    let page = admin.get(done.header("location")).await;
    let page = page.expect_page(200, "No role used the old one");
    let after = app.external_id("acme").await;
    assert!(after != before && page.text.contains(&after));
    assert!(!page.text.contains(&before), "{}", page.visible_text());
    let log = page.visible_text();
    assert!(log.contains("New external ID created"), "{log}");
    assert!(
        log.contains("No role needs the previous external ID"),
        "{log}"
    );
}

#[tokio::test]
async fn shows_new_secrets_above_everything_else_with_copy_buttons() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let key = [("name", "ci")];
    let link = [("tenant", "acme"), ("flow", FLOW), ("ttl_seconds", "3600")];
    for (path, fields, id) in [
        ("/admin/dev/keys", &key[..], "new-key"),
        ("/admin/dev/links", &link, "link"),
    ] {
        let page = admin.post(path, fields).await.expect(200);
        let (_, main) = page.text.split_once("<main").expect("the content");
        let secret = main.find(&format!("id=\"{id}\"")).expect(id);
        let list = main.find("class=\"part\"").unwrap_or(main.len());
        let head = main.find("class=\"head\"").unwrap_or(main.len());
        assert!(secret < list && secret < head, "{path}");
        assert!(main.contains(&format!("data-copy=\"{id}\"")), "{path}");
        // The script that copies is the only one that the page's policy allows.
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'nonce-"), "{policy}");
    }
}

#[tokio::test]
async fn manages_a_tenant_from_the_link_to_the_disconnect() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let links = "/admin/dev/links";
    admin.get(links).await.expect_page(200, "New connect link");
    let form = |tenant| {
        vec![
            ("tenant", tenant),
            ("flow", FLOW),
            ("ttl_seconds", "3600"),
            ("origin", ""),
            ("root_tenant", "acme"),
            ("locale", "de"),
        ]
    };
    for (tenant, words) in [("", "missing"), ("a b", "contains"), ("../x", "contains")] {
        let page = admin
            .post(links, &form(tenant))
            .await
            .expect_page(422, words);
        assert!(page.text.contains("role=\"alert\""), "{tenant}");
    }
    for (field, value, words) in [
        ("flow", "lost", "There is no flow"),
        ("ttl_seconds", "1", "A link can be valid for"),
        ("origin", "app.acme.com", "An origin is"),
        ("locale", "d e", "must be one of"),
        ("root_tenant", "/", "contains"),
    ] {
        let mut form = form("acme_2");
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = admin.post(links, &form).await;
        assert!(
            answer.status == 422 || answer.status == 404,
            "{field}: {}",
            answer.status
        );
        assert!(answer.text.contains(words), "{field}: {}", answer.text);
    }
    let at = format!("{TENANTS}/acme_2");
    admin.get(&at).await.expect_problem(404, "unknown_tenant");

    let created = admin
        .post(links, &form("acme_2"))
        .await
        .expect_page(200, "Connect link for acme_2");
    let token = created
        .text
        .split("/connect?token=")
        .nth(1)
        .expect("a link");
    let token = token.split('"').next().expect("its end");
    app.open(token).await.expect_page(200, "Bucket");
    let page = admin.get(&at).await.expect_page(200, "Belongs to acme");
    for words in [
        "Not connected",
        "Active links",
        "Connect link created",
        "Anna (admin)",
    ] {
        assert!(
            page.visible_text().contains(words),
            "{words}: {}",
            page.visible_text()
        );
    }
    assert!(page.text.contains(&app.external_id("acme_2").await));

    let sample = app.sample_fields("full-access");
    app.press(token, "save", &sample.form())
        .await
        .expect_page(200, "Verbunden");
    let page = admin.get(&at).await.expect_page(200, "Connected");
    assert!(
        page.visible_text().contains(&sample.bucket),
        "{}",
        page.visible_text()
    );
    let connection = format!("{at}/flows/{FLOW}");
    let page = admin
        .get(&connection)
        .await
        .expect_page(200, &sample.bucket);
    assert!(
        !page.text.contains(&sample.secret),
        "the page contains the secret"
    );
    let checked = admin
        .post(&format!("{connection}/check"), &[])
        .await
        .expect(303);
    admin
        .get(checked.header("location"))
        .await
        .expect_page(200, "Checked. Everything works.");
    end_links_and_disconnect(&app, &admin, &at, token).await;
}

/// Ends the tenant's links, and then disconnects the tenant.
async fn end_links_and_disconnect(app: &App, admin: &Admin<'_>, at: &str, token: &str) {
    let connection = format!("{at}/flows/{FLOW}");
    let ended = admin
        .post(&format!("{at}/links/end"), &[])
        .await
        .expect(303);
    admin
        .get(ended.header("location"))
        .await
        .expect_page(200, "The links are ended.");
    app.open(token).await.expect_page(410, "abgelaufen");
    app.connection("acme_2").await.expect(200);

    let confirmation = format!("{connection}/disconnect");
    admin
        .get(&confirmation)
        .await
        .expect_page(200, "Yes, disconnect");
    app.connection("acme_2").await.expect(200);
    let disconnected = admin.post(&confirmation, &[]).await.expect(303);
    admin
        .get(disconnected.header("location"))
        .await
        .expect_page(200, "Disconnected.");
    app.assert_not_connected("acme_2").await;
    for path in [&connection, &confirmation] {
        admin.get(path).await.expect_problem(404, "no_connection");
    }
    admin
        .post(&confirmation, &[])
        .await
        .expect_problem(404, "no_connection");
    admin
        .post(&format!("{connection}/check"), &[])
        .await
        .expect_problem(404, "no_connection");
}

#[tokio::test]
async fn never_shows_or_changes_tenants_of_another_environment() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let prod = [("environment", "prod")];
    admin.post("/admin/environments", &prod).await.expect(303);
    admin
        .post("/admin/prod/flows", &[("flow", FLOW)])
        .await
        .expect(303);
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    let token = app.create_session("acme").await;
    let theirs = "/admin/prod/tenants/acme";
    for path in [
        theirs.to_owned(),
        format!("{theirs}/flows/{FLOW}"),
        format!("{theirs}/flows/{FLOW}/disconnect"),
    ] {
        admin.get(&path).await.expect_problem(404, "unknown_tenant");
    }
    for path in [
        format!("{theirs}/links/end"),
        format!("{theirs}/external-id/rotate"),
        format!("{theirs}/external-id/cancel"),
        format!("{theirs}/flows/{FLOW}/check"),
        format!("{theirs}/flows/{FLOW}/disconnect"),
    ] {
        admin
            .post(&path, &[])
            .await
            .expect_problem(404, "unknown_tenant");
    }
    for path in ["/admin/prod/tenants", "/admin/prod/log", "/admin/prod/keys"] {
        let page = admin.get(path).await.expect(200);
        let words = page.visible_text();
        assert!(
            !words.contains("acme") && !words.contains("S3_CONNECT_API_KEY"),
            "{path}: {words}"
        );
    }
    // The same holds if the other environment has a tenant with the same name.
    let environment = EnvironmentId::parse("prod").expect("prod");
    let by = app.service.with_actor(Actor::Admin("Anna".to_owned()));
    let (key, _) = by.create_api_key(&environment, "ci").await.expect("a key");
    let key = secrecy::ExposeSecret::expose_secret(&key).to_owned();
    let other = app.with_api_key(&key);
    other.external_id("acme").await;
    admin.get(theirs).await.expect_page(200, "Not connected");
    admin
        .post(&format!("{theirs}/links/end"), &[])
        .await
        .expect(303);
    let disconnect = format!("{theirs}/flows/{FLOW}/disconnect");
    admin
        .post(&disconnect, &[])
        .await
        .expect_problem(404, "no_connection");
    app.connection("acme").await.expect(200);
    app.open(&token).await.expect_page(200, "Connected");
    let events = other.api_get("/events").await.expect(200).json();
    let all = events["events"].as_array().expect("events");
    assert!(
        all.iter()
            .all(|event| event["action"] != "connection.saved"),
        "{events}"
    );
    assert_eq!(
        all.len(),
        3,
        "the environment, the flow and the key: {events}"
    );
}

#[tokio::test]
async fn requires_an_admin() {
    let app = App::start().await;
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
    let at = format!("{TENANTS}/acme");
    for path in [
        TENANTS,
        &at,
        "/admin/dev/links",
        "/admin/dev/keys",
        "/admin/dev/log",
        "/admin/dev/settings",
    ] {
        let page = stranger
            .get(path)
            .await
            .expect_page(200, "Sign in with the admin key");
        assert!(!page.visible_text().contains("acme"), "{path}");
    }
    for path in [
        "/admin/dev/links".to_owned(),
        "/admin/dev/keys".to_owned(),
        "/admin/dev/settings/origins".to_owned(),
        format!("{at}/links/end"),
        format!("{at}/flows/{FLOW}/check"),
        format!("{at}/flows/{FLOW}/disconnect"),
    ] {
        stranger
            .post(&path, &[])
            .await
            .expect_page(401, "You were signed out");
    }
    app.connection("acme").await.expect(200);
}

#[tokio::test]
async fn only_allowed_origins_can_frame_the_widget() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let create_link = async |origin: Option<&str>| {
        let body = json!({ "tenant": "acme", "flow": FLOW, "origin": origin });
        app.post_session(&body).await
    };
    let frame_ancestors = async |answer: e2e::answer::Answer| {
        let token = answer.expect(201).json()["token"]
            .as_str()
            .expect("a token")
            .to_owned();
        let page = app.open(&token).await.expect(200);
        let policy = page.header("content-security-policy");
        let (_, ancestors) = policy.split_once("frame-ancestors ").expect("a policy");
        ancestors.trim().to_owned()
    };
    let (one, two) = ("https://app.acme.com", "https://other.example");
    assert_eq!(
        frame_ancestors(create_link(Some(two)).await).await,
        format!("'self' {two}")
    );
    assert_eq!(frame_ancestors(create_link(None).await).await, "'self'");

    let save = async |origins: &str| {
        admin
            .post("/admin/dev/settings/origins", &[("origins", origins)])
            .await
    };
    let refused = save("https://app.acme.com\nhttps://*.acme.com").await;
    let refused = refused.expect_page(422, "https://*.acme.com");
    assert!(
        refused.text.contains("https://app.acme.com\nhttps://*"),
        "the page does not show what was typed"
    );
    assert_eq!(
        frame_ancestors(create_link(Some(two)).await).await,
        format!("'self' {two}"),
        "invalid origins were saved"
    );

    let before = create_link(Some(two)).await;
    let saved = save("https://App.Acme.com/\n").await.expect(303);
    admin
        .get(saved.header("location"))
        .await
        .expect_page(200, "Saved.");
    assert_eq!(
        frame_ancestors(create_link(Some(one)).await).await,
        format!("'self' {one}")
    );
    assert_eq!(
        frame_ancestors(create_link(None).await).await,
        format!("'self' {one}"),
        "a single allowed origin is the default"
    );
    let answer = create_link(Some(two)).await;
    answer.expect_problem(422, "invalid_fields");
    assert_eq!(answer.field_errors(), ["origin: origin_not_allowed"]);
    assert_eq!(
        frame_ancestors(before).await,
        format!("'self' {two}"),
        "an existing link lost its origin"
    );

    // If the form shows an old value, saving it is refused, and the page shows the current value.
    let late = [("origins", two), ("seen", "")];
    let late = admin.post("/admin/dev/settings/origins", &late).await;
    let late = late.expect_page(422, "Someone else changed the origins in the meantime");
    assert!(late.visible_text().contains(&format!("Now saved: {one}.")));
    assert!(
        late.text
            .contains(&format!("name=\"seen\" value=\"{one}\""))
    );
    assert_eq!(
        frame_ancestors(create_link(None).await).await,
        format!("'self' {one}")
    );

    save(&format!("{one}\n{two}")).await.expect(303);
    assert_eq!(
        frame_ancestors(create_link(Some(two)).await).await,
        format!("'self' {two}")
    );
    assert_eq!(
        frame_ancestors(create_link(None).await).await,
        "'self'",
        "one of several allowed origins is the default"
    );
    save("").await.expect(303);
    assert_eq!(
        frame_ancestors(create_link(Some("https://any.example")).await).await,
        "'self' https://any.example"
    );
}
