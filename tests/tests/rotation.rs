//! The life of an external ID: a new one takes over when the role knows it, and the old one is good until then.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html::text_of;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;

/// A tenant whose role is as the page prints it.
struct Tenant<'a> {
    app: &'a App,
    name: &'static str,
    token: String,
}

impl<'a> Tenant<'a> {
    async fn connected(app: &'a App, name: &'static str) -> Self {
        let tenant = Self {
            app,
            name,
            token: app.create_session(name).await,
        };
        let trust = tenant.printed_trust().await;
        let arn = app.sandbox().create_role(name, &trust, POLICY);
        let fields = [
            ("access", "role"),
            ("bucket", "my-company-data"),
            ("path_prefix", "incoming/"),
            ("aws_role_arn", &arn.expect("a role")),
        ];
        app.press(&tenant.token, "save", &fields)
            .await
            .page(200, "Connected. Everything works.");
        tenant
    }

    /// The trust policy on the form, as it is now.
    async fn printed_trust(&self) -> String {
        let page = self.app.press(&self.token, "change", &[]).await;
        text_of(&page.text, "trust-policy").expect("a trust policy")
    }

    fn put_trust(&self, trust: &str) {
        let put = self.app.sandbox().put_trust_policy(self.name, trust);
        put.expect("the trust policy is taken");
    }

    async fn ids(&self) -> (String, Option<String>) {
        let path = format!("/tenants/{}/external-id", self.name);
        ids(&self.app.api_get(&path).await.expect(200))
    }

    async fn post(&self, what: &str) -> Answer {
        let path = format!("/tenants/{}/external-id/{what}", self.name);
        self.app.api(Method::POST, &path, None).await
    }

    async fn import(&self, id: &str) -> Answer {
        let path = format!("/tenants/{}/external-id", self.name);
        let body = json!({ "external_id": id });
        self.app.api(Method::PUT, &path, Some(&body)).await
    }

    /// Outcome and warnings of a check, and the external ID that the connection goes by then.
    async fn check(&self) -> (String, Vec<String>, String) {
        let checked = self.app.check_connection(self.name).await.expect(200);
        let report = checked.json()["report"].clone();
        let warnings = report["warnings"].as_array().into_iter().flatten();
        let causes = warnings.map(|warning| text(&warning["cause"])).collect();
        let connection = self.app.connection(self.name).await.expect(200).json();
        let id = text(&connection["aws_external_id"]);
        (text(&report["outcome"]), causes, id)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn ids(answer: &Answer) -> (String, Option<String>) {
    let body = answer.json();
    (
        text(&body["external_id"]),
        body["previous"].as_str().map(str::to_owned),
    )
}

#[tokio::test]
async fn the_new_one_takes_over_when_the_role_knows_it() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let tenant = Tenant::connected(&app, "acme").await;
        let (old, none) = tenant.ids().await;
        assert_eq!(none, None);
        let rotated = ids(&tenant.post("rotate").await.expect(200));
        let new = rotated.0.clone();
        assert!(
            new != old && rotated.1.as_ref() == Some(&old),
            "{rotated:?}"
        );
        assert_eq!(tenant.ids().await, rotated, "it is kept");
        tenant
            .post("rotate")
            .await
            .problem(409, "rotation_under_way");

        // The role knows the old one only: connected as ever, and told what to do.
        let (outcome, warnings, id) = tenant.check().await;
        assert_eq!((outcome.as_str(), id), ("passed", old.clone()));
        assert_eq!(warnings, ["old_external_id"]);
        let page = app.open(&tenant.token).await.page(200, "Connected");
        let fix = text_of(&page.text, "fix-old_external_id").expect("a statement");
        let trust = tenant.printed_trust().await;
        for printed in [&fix, &trust] {
            let (first, second) = (printed.find(&new), printed.find(&old));
            assert!(first.is_some() && first < second, "{printed}");
        }

        // As printed, with both: the new one is tried first, and takes over.
        let whole = json!({ "Version": "2012-10-17", "Statement": [serde_json::from_str::<Value>(&fix).expect("JSON")] });
        assert_eq!(serde_json::from_str::<Value>(&trust).expect("JSON"), whole);
        tenant.put_trust(&trust);
        let (outcome, warnings, id) = tenant.check().await;
        assert_eq!((outcome.as_str(), id), ("passed", new.clone()));
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(
            tenant.ids().await,
            (new.clone(), None),
            "the switch is made"
        );
        let trust = tenant.printed_trust().await;
        assert!(trust.contains(&new) && !trust.contains(&old), "{trust}");
        tenant
            .post("rotate/cancel")
            .await
            .problem(409, "no_rotation");

        // Nobody else ever gets the old one.
        let other = Tenant::connected(&app, "other").await;
        for taken in [&old, &new] {
            let refused = other.import(taken).await.problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        }
        // The tenant's own may come back.
        assert_eq!(ids(&tenant.import(&old).await.expect(200)).0, old);
    }
}

#[tokio::test]
async fn a_rotation_can_be_called_off_until_a_role_relies_on_it() {
    let app = App::start().await;
    let tenant = Tenant::connected(&app, "acme").await;
    let before = tenant.ids().await;
    tenant
        .post("rotate/cancel")
        .await
        .problem(409, "no_rotation");
    let abandoned = ids(&tenant.post("rotate").await.expect(200)).0;
    // The tenant is told without a check, with the statement that lists both, for as long as it is so.
    let told = app.open(&tenant.token).await.page(200, "Worth knowing");
    assert!(told.words().contains("asks for your old external ID"));
    assert!(told.text.contains(&abandoned) && told.text.contains(&before.0));
    assert_eq!(tenant.check().await.1, ["old_external_id"]);
    let back = ids(&tenant.post("rotate/cancel").await.expect(200));
    assert_eq!((&back, &tenant.ids().await), (&before, &before));
    let page = app.open(&tenant.token).await.page(200, "Connected");
    assert!(
        !page.words().contains("old external ID"),
        "{}",
        page.words()
    );
    assert!(!page.text.contains(&abandoned));
    assert_eq!(tenant.check().await.1, Vec::<String>::new());
    let third = ids(&tenant.post("rotate").await.expect(200)).0;
    assert!(third != abandoned, "never handed out twice");

    // Another flow's role knows it already, so there is no way back, and the first role goes on.
    let connector = app.connector().await.json();
    let settings = json!({ "direction": connector["direction"], "connect_ui_params": connector["connect_ui_params"] });
    app.api(Method::PUT, "/flows/second/connector", Some(&settings))
        .await
        .expect(200);
    let trust = tenant.printed_trust().await;
    let arn = app.sandbox().create_role("second", &trust, POLICY);
    let body = json!({ "access": "role", "bucket": "my-company-data", "path_prefix": "incoming/",
        "aws_role_arn": arn.expect("a role") });
    let saved = app
        .api(
            Method::PUT,
            "/flows/second/tenants/acme/connection",
            Some(&body),
        )
        .await
        .expect(201);
    assert_eq!(saved.json()["report"]["external_id"], third);
    tenant
        .post("rotate/cancel")
        .await
        .problem(409, "rotation_taken_up");
    assert_eq!(tenant.ids().await, (third.clone(), Some(before.0.clone())));
    let (outcome, _, id) = tenant.check().await;
    assert_eq!((outcome.as_str(), id), ("passed", before.0));
    tenant.put_trust(&trust);
    assert_eq!(tenant.check().await.2, third);
    assert_eq!(tenant.ids().await, (third, None));
}

#[tokio::test]
async fn vendors_who_migrate_bring_theirs_along() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let new = Tenant {
            app: &app,
            name: "new",
            token: app.create_session("new").await,
        };
        // Nothing relies on the minted one, so there is nothing to keep.
        assert_eq!(
            ids(&new.import("hotglue-4711").await.expect(200)),
            ("hotglue-4711".to_owned(), None)
        );
        let page = app.open(&new.token).await.page(200, "hotglue-4711");
        assert_eq!(
            text_of(&page.text, "external-id").as_deref(),
            Some("hotglue-4711")
        );
        for bad in ["", "x", "a b", "ü1", "<script>"] {
            let refused = new.import(bad).await.problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["field"], "external_id", "{bad}");
        }
        let connected = Tenant::connected(&app, "connected").await;
        let refused = connected.import("hotglue-4711").await;
        refused.problem(422, "invalid_fields");
        let (old, _) = connected.ids().await;
        assert_eq!(
            ids(&connected.import("hotglue-4712").await.expect(200)),
            ("hotglue-4712".to_owned(), Some(old.clone())),
            "a role relies on the old one"
        );
        assert_eq!(connected.check().await.2, old);
        connected
            .import("hotglue-4713")
            .await
            .problem(409, "rotation_under_way");
        // Of two who import the same at once, one gets it.
        let tenants: Vec<_> = (0..6).map(|n| format!("racer-{n}")).collect();
        let body = json!({ "external_id": "raced" });
        let asked = tenants.iter().map(|tenant| {
            let (app, body) = (&app, &body);
            async move {
                let path = format!("/tenants/{tenant}/external-id");
                app.api(Method::PUT, &path, Some(body)).await.status
            }
        });
        let mut statuses = futures::future::join_all(asked).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422, 422, 422, 422, 422]);
    }
}

/// The key of one environment opens no tenant of another: all of them reach AWS as the same principal.
#[tokio::test]
async fn no_environment_takes_anothers() {
    let app = App::start().await;
    let prod = domain::EnvironmentId::parse("prod").expect("id");
    app.service
        .create_environment(&prod)
        .await
        .expect("an environment");
    let (key, _) = app
        .service
        .make_api_key(&prod, "backend")
        .await
        .expect("a key");
    let in_prod = app.with_api_key(key.expose_secret());
    let tenant = Tenant::connected(&app, "acme").await;
    let (old, _) = tenant.ids().await;
    let new = ids(&tenant.post("rotate").await.expect(200)).0;
    let path = "/tenants/acme/external-id";
    let own = in_prod.external_id("acme").await;
    for taken in [&old, &new] {
        let body = json!({ "external_id": taken });
        let refused = in_prod.api(Method::PUT, path, Some(&body)).await;
        let refused = refused.problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        let words = text(&refused["errors"][0]["detail"]);
        assert!(words.contains("of this environment or another"), "{words}");
    }
    assert_eq!(in_prod.external_id("acme").await, own);
}

#[tokio::test]
async fn a_browser_says_nothing_about_it() {
    let app = App::start().await;
    let tenant = Tenant::connected(&app, "acme").await;
    let before = tenant.ids().await;
    for action in ["rotate", "save", "change", "external-id"] {
        let fields = [
            ("aws_external_id", "mine"),
            ("external_id", "mine"),
            ("access", "role"),
        ];
        app.press(&tenant.token, action, &fields).await;
    }
    assert_eq!(tenant.ids().await, before);
    let other = app.with_api_key("another-environments-key-0123456789");
    let path = "/tenants/acme/external-id/rotate";
    other
        .api(Method::POST, path, None)
        .await
        .problem(401, "unauthorized");
    assert_eq!(tenant.ids().await, before);
    // It is told in the log who did it.
    tenant.post("rotate").await.expect(200);
    let scope = service::TenantScope::new(
        domain::EnvironmentId::parse("dev").expect("id"),
        domain::TenantId::parse("acme").expect("id"),
    );
    let (events, _) = app
        .service
        .events(
            &scope.environment,
            service::EventsAsked {
                tenant: Some(&scope.tenant),
                ..service::EventsAsked::default()
            },
        )
        .await
        .expect("events");
    assert_eq!(events[0].action, "external_id.rotated");
    assert_eq!(events[0].actor.kind(), "api_key");
    assert!(events.iter().any(|event| {
        event.action == "check.passed"
            && event
                .flow
                .as_ref()
                .is_some_and(|flow| flow.as_str() == FLOW)
    }));
}

#[tokio::test]
async fn the_admins_page_makes_a_new_one_and_calls_it_off() {
    let app = App::start().await;
    let tenant = Tenant::connected(&app, "acme").await;
    let (old, _) = tenant.ids().await;
    let admin = Admin::sign_in(&app).await;
    let home = "/admin/dev/tenants/acme";
    admin.get(home).await.page(200, "Make a new one");
    let rotate = format!("{home}/external-id/rotate");
    let cancel = format!("{home}/external-id/cancel");
    admin
        .post(&cancel, &[])
        .await
        .page(409, "There is no new external ID to call off.");
    let to = admin.post(&rotate, &[]).await.expect(303);
    let page = admin
        .get(to.header("location"))
        .await
        .page(200, "Relied on by");
    let (new, previous) = tenant.ids().await;
    assert_eq!(previous.as_ref(), Some(&old));
    assert!(page.text.contains(&new) && page.text.contains(&old));
    admin
        .post(&rotate, &[])
        .await
        .page(409, "A new external ID was made already");
    admin.post(&cancel, &[]).await.expect(303);
    assert_eq!(tenant.ids().await, (old, None));

    admin.post(&rotate, &[]).await.expect(303);
    tenant.put_trust(&tenant.printed_trust().await);
    tenant.check().await;
    assert_eq!(tenant.ids().await.1, None);
    admin
        .post("/admin/dev/tenants/nobody/external-id/rotate", &[])
        .await
        .expect(404);
    let stranger = Admin::with_cookie(&app, "");
    stranger
        .post(&rotate, &[])
        .await
        .page(401, "You were signed out");
    assert_eq!(tenant.ids().await.1, None);
}
