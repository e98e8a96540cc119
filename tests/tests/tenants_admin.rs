//! The vendor's view of tenants: found, seen, checked, given links, disconnected, and never those of another
//! environment.

use domain::EnvironmentId;
use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html;
use reqwest::Method;
use serde_json::json;
use service::{Actor, Health};

const TENANTS: &str = "/admin/dev/tenants";

/// The ids of the tenants on a page of the list, as they stand there.
fn listed(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/admin/dev/tenants/").skip(1);
    let ids = links.filter_map(|link| link.split_once('"'));
    ids.filter(|(id, _)| !id.contains('/'))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// Where the link with these words leads.
fn href(page: &str, words: &str) -> Option<String> {
    let end = page.find(&format!(">{words}</a>"))?;
    let tag = &page[page[..end].rfind("<a ")?..end];
    let href = tag.split_once("href=\"")?.1.split_once('"')?.0;
    Some(html::unescape(href))
}

#[tokio::test]
async fn every_tenant_is_found_page_by_page() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        admin
            .get(TENANTS)
            .await
            .page(200, "There is no tenant yet.");
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
                let page = admin.get(&path).await.page(200, "Tenants");
                found.extend(listed(&page.text));
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
        for nobody in [
            "?q=Tenant",
            "?q=%00",
            "?q=%C3%A9",
            "?q=~",
            "?by=bucket&q=nobodys-bucket",
            "?flow=lost",
            "?state=works",
        ] {
            let page = admin.get(&format!("{TENANTS}{nobody}")).await;
            page.page(200, "Nobody like that.");
        }
        for (wrong, words) in [
            ("?by=bucket&q=No%20Bucket", "bucket"),
            ("?by=account&q=12", "12 digits"),
            ("?flow=%00", "flow id"),
        ] {
            let page = admin.get(&format!("{TENANTS}{wrong}")).await;
            let page = page.page(422, words);
            assert!(page.text.contains("role=\"alert\""), "{wrong}");
        }
        // A cursor that somebody made up is none.
        for odd in [
            "?after=x",
            "?after=%00",
            "?order=name&after=%C3%A9",
            "?after=99999999999999999999.a",
        ] {
            let page = admin.get(&format!("{TENANTS}{odd}")).await;
            assert_eq!(listed(&page.page(200, "Tenants").text).len(), 50, "{odd}");
        }
    }
}

#[tokio::test]
async fn the_list_says_how_each_stands() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let sample = app.sample("full-access");
        app.put_connection("acme", &sample.json()).await.expect(201);
        app.put_connection("broken", &sample.json())
            .await
            .expect(201);
        app.external_id("newcomer").await;
        // AWS forgets the key, and one of the two is looked at again.
        app.sandbox().delete_user("full-access").expect("deleted");
        let report = app.check_connection("broken").await.expect(200).json();
        assert_eq!(report["report"]["outcome"], "failed");
        let of = |state: &str| format!("{TENANTS}?state={state}");
        for (state, expected) in [
            (Health::Works, &["acme"][..]),
            (Health::Fails, &["broken"]),
            (Health::Unclear, &[]),
            (Health::NotConnected, &["newcomer"]),
            (Health::ToMove, &[]),
        ] {
            let page = admin.get(&of(state.as_str())).await.expect(200);
            assert_eq!(listed(&page.text), expected, "{state:?}");
        }
        let page = admin.get(TENANTS).await.page(200, "Last check failed");
        assert!(
            page.words().contains("unknown_access_key"),
            "{}",
            page.words()
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
                listed(&page.text).len(),
                expected,
                "{by} {text}: {}",
                page.words()
            );
        }

        // The flow goes role-only: who is connected with keys stays so, and has to move.
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
        let page = admin.get(&of("to-move")).await.page(200, "To be moved");
        assert_eq!(listed(&page.text), ["acme", "broken"]);
        let page = admin
            .get(&format!("{TENANTS}?state=to-move&flow={FLOW}&q=a"))
            .await;
        assert_eq!(listed(&page.expect(200).text), ["acme"]);
        let environment = EnvironmentId::parse("dev").expect("dev");
        let connectors = app
            .service
            .connectors(&environment)
            .await
            .expect("connectors");
        let (flow, modes) = (&connectors[0].flow, connectors[0].params.modes());
        let count = app.service.to_be_moved(&environment, flow, modes).await;
        assert_eq!(count.expect("a count").to_string(), "2");
        let page = admin.get(&format!("{TENANTS}/acme/flows/{FLOW}")).await;
        page.page(200, "no longer offers access keys");
    }
}

#[tokio::test]
async fn one_tenant_from_link_to_disconnection() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let links = "/admin/dev/links";
    admin.get(links).await.page(200, "New connect link");
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
        let page = admin.post(links, &form(tenant)).await.page(422, words);
        assert!(page.text.contains("role=\"alert\""), "{tenant}");
    }
    for (field, value, words) in [
        ("flow", "lost", "There is no flow"),
        ("ttl_seconds", "1", "A link lives from"),
        ("origin", "app.acme.com", "An origin is"),
        ("locale", "d e", "language tag"),
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
    admin.get(&at).await.problem(404, "unknown_tenant");

    let made = admin
        .post(links, &form("acme_2"))
        .await
        .page(200, "A link for acme_2");
    let token = made.text.split("/connect?token=").nth(1).expect("a link");
    let token = token.split('"').next().expect("its end");
    app.open(token).await.page(200, "Bucket");
    let page = admin.get(&at).await.page(200, "Belongs to acme");
    for words in [
        "Not connected",
        "Links that are good",
        "Connect link made",
        "Anna (admin)",
    ] {
        assert!(page.words().contains(words), "{words}: {}", page.words());
    }
    assert!(page.text.contains(&app.external_id("acme_2").await));

    let sample = app.sample("full-access");
    app.press(token, "save", &sample.form())
        .await
        .page(200, "Verbunden");
    let page = admin.get(&at).await.page(200, "Connected");
    assert!(page.words().contains(&sample.bucket), "{}", page.words());
    let connection = format!("{at}/flows/{FLOW}");
    let page = admin.get(&connection).await.page(200, &sample.bucket);
    assert!(
        !page.text.contains(&sample.secret),
        "the secret stays where it is"
    );
    let checked = admin
        .post(&format!("{connection}/check"), &[])
        .await
        .expect(303);
    admin
        .get(checked.header("location"))
        .await
        .page(200, "Checked. Everything works.");
    what_is_there_ends(&app, &admin, &at, token).await;
}

/// First the links, then the connection.
async fn what_is_there_ends(app: &App, admin: &Admin<'_>, at: &str, token: &str) {
    let connection = format!("{at}/flows/{FLOW}");
    let ended = admin
        .post(&format!("{at}/links/end"), &[])
        .await
        .expect(303);
    admin
        .get(ended.header("location"))
        .await
        .page(200, "The links are ended.");
    app.open(token).await.page(410, "abgelaufen");
    app.connection("acme_2").await.expect(200);

    let sure = format!("{connection}/disconnect");
    admin.get(&sure).await.page(200, "Yes, disconnect");
    app.connection("acme_2").await.expect(200);
    let gone = admin.post(&sure, &[]).await.expect(303);
    admin
        .get(gone.header("location"))
        .await
        .page(200, "Disconnected.");
    app.no_connection("acme_2").await;
    for path in [&connection, &sure] {
        admin.get(path).await.problem(404, "no_connection");
    }
    admin.post(&sure, &[]).await.problem(404, "no_connection");
    admin
        .post(&format!("{connection}/check"), &[])
        .await
        .problem(404, "no_connection");
}

#[tokio::test]
async fn another_environment_sees_and_touches_nothing() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let prod = [("environment", "prod")];
    admin.post("/admin/environments", &prod).await.expect(303);
    admin
        .post("/admin/prod/flows", &[("flow", FLOW)])
        .await
        .expect(303);
    app.put_connection("acme", &app.sample("full-access").json())
        .await
        .expect(201);
    let token = app.create_session("acme").await;
    let theirs = "/admin/prod/tenants/acme";
    for path in [
        theirs.to_owned(),
        format!("{theirs}/flows/{FLOW}"),
        format!("{theirs}/flows/{FLOW}/disconnect"),
    ] {
        admin.get(&path).await.problem(404, "unknown_tenant");
    }
    for path in [
        format!("{theirs}/links/end"),
        format!("{theirs}/external-id/rotate"),
        format!("{theirs}/external-id/cancel"),
        format!("{theirs}/flows/{FLOW}/check"),
        format!("{theirs}/flows/{FLOW}/disconnect"),
    ] {
        admin.post(&path, &[]).await.problem(404, "unknown_tenant");
    }
    for path in ["/admin/prod/tenants", "/admin/prod/log", "/admin/prod/keys"] {
        let page = admin.get(path).await.expect(200);
        let words = page.words();
        assert!(
            !words.contains("acme") && !words.contains("S3_CONNECT_API_KEY"),
            "{path}: {words}"
        );
    }
    // Also when the other environment knows a tenant of the same name.
    let environment = EnvironmentId::parse("prod").expect("prod");
    let by = app.service.by(Actor::Admin("Anna".to_owned()));
    let (key, _) = by.make_api_key(&environment, "ci").await.expect("a key");
    let key = secrecy::ExposeSecret::expose_secret(&key).to_owned();
    let other = app.with_api_key(&key);
    other.external_id("acme").await;
    admin.get(theirs).await.page(200, "Not connected");
    admin
        .post(&format!("{theirs}/links/end"), &[])
        .await
        .expect(303);
    let gone = format!("{theirs}/flows/{FLOW}/disconnect");
    admin.post(&gone, &[]).await.problem(404, "no_connection");
    app.connection("acme").await.expect(200);
    app.open(&token).await.page(200, "Connected");
    let events = other.api_get("/events").await.expect(200).json();
    let told = events["events"].as_array().expect("events");
    assert!(
        told.iter()
            .all(|event| event["action"] != "connection.saved"),
        "{events}"
    );
    assert_eq!(
        told.len(),
        3,
        "environment, connector and key made: {events}"
    );
}

#[tokio::test]
async fn only_admins_come_here() {
    let app = App::start().await;
    app.put_connection("acme", &app.sample("full-access").json())
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
            .page(200, "Sign in with the admin key");
        assert!(!page.words().contains("acme"), "{path}");
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
            .page(401, "You were signed out");
    }
    app.connection("acme").await.expect(200);
}

#[tokio::test]
async fn links_are_framed_by_allowed_origins_only() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let ask = async |origin: Option<&str>| {
        let body = json!({ "tenant": "acme", "flow": FLOW, "origin": origin });
        app.open_session(&body).await
    };
    let framed = async |answer: e2e::answer::Answer| {
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
    assert_eq!(framed(ask(Some(two)).await).await, format!("'self' {two}"));
    assert_eq!(framed(ask(None).await).await, "'self'");

    let save = async |typed: &str| {
        admin
            .post("/admin/dev/settings/origins", &[("origins", typed)])
            .await
    };
    let refused = save("https://app.acme.com\nhttps://*.acme.com").await;
    let refused = refused.page(422, "https://*.acme.com");
    assert!(
        refused.text.contains("https://app.acme.com\nhttps://*"),
        "nothing typed is lost"
    );
    assert_eq!(
        framed(ask(Some(two)).await).await,
        format!("'self' {two}"),
        "nothing was saved"
    );

    let before = ask(Some(two)).await;
    let saved = save("https://App.Acme.com/\n").await.expect(303);
    admin
        .get(saved.header("location"))
        .await
        .page(200, "Saved.");
    assert_eq!(framed(ask(Some(one)).await).await, format!("'self' {one}"));
    assert_eq!(
        framed(ask(None).await).await,
        format!("'self' {one}"),
        "the only one need not be named"
    );
    let answer = ask(Some(two)).await;
    answer.problem(422, "invalid_fields");
    assert_eq!(answer.errors(), ["origin: origin_not_allowed"]);
    assert_eq!(
        framed(before).await,
        format!("'self' {two}"),
        "links that are out keep theirs"
    );

    // Who saves what stood there before somebody else saved is told so, and by then knows what is there.
    let late = [("origins", two), ("seen", "")];
    let late = admin.post("/admin/dev/settings/origins", &late).await;
    let late = late.page(422, "Somebody else changed these meanwhile");
    assert!(late.words().contains(&format!("now saved: {one}.")));
    assert!(
        late.text
            .contains(&format!("name=\"seen\" value=\"{one}\""))
    );
    assert_eq!(framed(ask(None).await).await, format!("'self' {one}"));

    save(&format!("{one}\n{two}")).await.expect(303);
    assert_eq!(framed(ask(Some(two)).await).await, format!("'self' {two}"));
    assert_eq!(
        framed(ask(None).await).await,
        "'self'",
        "of several none is chosen for them"
    );
    save("").await.expect(303);
    assert_eq!(
        framed(ask(Some("https://any.example")).await).await,
        "'self' https://any.example"
    );
}
