//! Rotation of external IDs: the new ID replaces the previous one once the role accepts it. Until then, the previous one
//! stays valid.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html::element_text;
use futures::future::join_all;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;

/// A tenant who is connected with a role that has the printed trust policy.
struct Tenant<'a> {
    app: &'a App,
    name: &'static str,
    token: String,
}

impl<'a> Tenant<'a> {
    async fn connect(app: &'a App, name: &'static str) -> Self {
        let tenant = Self {
            app,
            name,
            token: app.create_session(name).await,
        };
        let trust = tenant.printed_trust_policy().await;
        let arn = app.sandbox().create_role(name, &trust, POLICY);
        let fields = [
            ("access", "role"),
            ("bucket", "my-company-data"),
            ("path_prefix", "incoming/"),
            ("aws_role_arn", &arn.expect("a role")),
        ];
        app.press(&tenant.token, "save", &fields)
            .await
            .expect_page(200, "Connected. Everything works.");
        tenant
    }

    /// Returns the trust policy that the widget prints now.
    async fn printed_trust_policy(&self) -> String {
        let page = self.app.press(&self.token, "change", &[]).await;
        element_text(&page.text, "trust-policy").expect("a trust policy")
    }

    fn set_trust_policy(&self, trust: &str) {
        let put = self.app.sandbox().put_trust_policy(self.name, trust);
        put.expect("the trust policy is accepted");
    }

    /// Returns the tenant's external ID, and the previous one during a rotation.
    async fn external_ids(&self) -> (String, Option<String>) {
        let path = format!("/tenants/{}/external-id", self.name);
        external_ids(&self.app.api_get(&path).await.expect(200))
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

    /// Checks the connection. Returns the outcome, the causes of the warnings, and the external ID that the connection
    /// uses after the check.
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

fn external_ids(answer: &Answer) -> (String, Option<String>) {
    let body = answer.json();
    (
        text(&body["external_id"]),
        body["previous"].as_str().map(str::to_owned),
    )
}

#[tokio::test]
async fn switches_to_the_new_id_once_the_role_accepts_it() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let tenant = Tenant::connect(&app, "acme").await;
        let (old, previous) = tenant.external_ids().await;
        assert_eq!(previous, None);
        let rotated = external_ids(&tenant.post("rotate").await.expect(200));
        let new = rotated.0.clone();
        assert!(
            new != old && rotated.1.as_ref() == Some(&old),
            "{rotated:?}"
        );
        assert_eq!(
            tenant.external_ids().await,
            rotated,
            "the rotation is not stored"
        );
        tenant
            .post("rotate")
            .await
            .expect_problem(409, "rotation_under_way");

        // The role accepts only the old ID. The check passes with it, and warns with the new trust policy.
        let (outcome, warnings, id) = tenant.check().await;
        assert_eq!((outcome.as_str(), id), ("passed", old.clone()));
        assert_eq!(warnings, ["old_external_id"]);
        let page = app.open(&tenant.token).await.expect_page(200, "Connected");
        let fix = element_text(&page.text, "fix-old_external_id").expect("a statement");
        let trust = tenant.printed_trust_policy().await;
        for printed in [&fix, &trust] {
            let (first, second) = (printed.find(&new), printed.find(&old));
            assert!(first.is_some() && first < second, "{printed}");
        }

        // The role gets the printed trust policy, which accepts both IDs. The check tries the new one first, and the
        // connection switches to it.
        let expected = json!({ "Version": "2012-10-17", "Statement": [serde_json::from_str::<Value>(&fix).expect("JSON")] });
        assert_eq!(
            serde_json::from_str::<Value>(&trust).expect("JSON"),
            expected
        );
        tenant.set_trust_policy(&trust);
        let (outcome, warnings, id) = tenant.check().await;
        assert_eq!((outcome.as_str(), id), ("passed", new.clone()));
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(
            tenant.external_ids().await,
            (new.clone(), None),
            "the rotation is not finished"
        );
        let trust = tenant.printed_trust_policy().await;
        assert!(trust.contains(&new) && !trust.contains(&old), "{trust}");
        tenant
            .post("rotate/cancel")
            .await
            .expect_problem(409, "no_rotation");

        // No other tenant can ever get the old ID.
        let other = Tenant::connect(&app, "other").await;
        for taken in [&old, &new] {
            let refused = other
                .import(taken)
                .await
                .expect_problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        }
        // The tenant itself can return to it.
        assert_eq!(external_ids(&tenant.import(&old).await.expect(200)).0, old);
    }
}

#[tokio::test]
async fn cancels_a_rotation_until_a_role_relies_on_the_new_id() {
    let app = App::start().await;
    let tenant = Tenant::connect(&app, "acme").await;
    let before = tenant.external_ids().await;
    tenant
        .post("rotate/cancel")
        .await
        .expect_problem(409, "no_rotation");
    let abandoned = external_ids(&tenant.post("rotate").await.expect(200)).0;
    // During the rotation, the widget shows a warning with the statement that lists both IDs, even before a check.
    let page = app
        .open(&tenant.token)
        .await
        .expect_page(200, "Worth knowing");
    assert!(
        page.visible_text()
            .contains("requires your previous external ID")
    );
    assert!(page.text.contains(&abandoned) && page.text.contains(&before.0));
    assert_eq!(tenant.check().await.1, ["old_external_id"]);
    let restored = external_ids(&tenant.post("rotate/cancel").await.expect(200));
    assert_eq!(
        (&restored, &tenant.external_ids().await),
        (&before, &before)
    );
    let page = app.open(&tenant.token).await.expect_page(200, "Connected");
    assert!(
        !page.visible_text().contains("previous external ID"),
        "{}",
        page.visible_text()
    );
    assert!(!page.text.contains(&abandoned));
    assert_eq!(tenant.check().await.1, Vec::<String>::new());
    let third = external_ids(&tenant.post("rotate").await.expect(200)).0;
    assert!(third != abandoned, "the abandoned ID was used again");

    // The role of another flow already relies on the new ID, so the rotation cannot be canceled. The first role still
    // works with the old ID.
    let connector = app.connector().await.json();
    let settings = json!({ "direction": connector["direction"], "connect_ui_params": connector["connect_ui_params"] });
    app.api(Method::PUT, "/flows/second/connector", Some(&settings))
        .await
        .expect(200);
    let trust = tenant.printed_trust_policy().await;
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
        .expect_problem(409, "rotation_taken_up");
    assert_eq!(
        tenant.external_ids().await,
        (third.clone(), Some(before.0.clone()))
    );
    let (outcome, _, id) = tenant.check().await;
    assert_eq!((outcome.as_str(), id), ("passed", before.0));
    tenant.set_trust_policy(&trust);
    assert_eq!(tenant.check().await.2, third);
    assert_eq!(tenant.external_ids().await, (third, None));
}

#[tokio::test]
async fn imports_external_ids_of_vendors_who_migrate() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let new = Tenant {
            app: &app,
            name: "new",
            token: app.create_session("new").await,
        };
        // No role relies on the generated ID, so it does not become the previous ID.
        assert_eq!(
            external_ids(&new.import("hotglue-4711").await.expect(200)),
            ("hotglue-4711".to_owned(), None)
        );
        let page = app.open(&new.token).await.expect_page(200, "hotglue-4711");
        assert_eq!(
            element_text(&page.text, "external-id").as_deref(),
            Some("hotglue-4711")
        );
        for bad in ["", "x", "a b", "ü1", "<script>"] {
            let refused = new.import(bad).await.expect_problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["field"], "external_id", "{bad}");
        }
        let connected = Tenant::connect(&app, "connected").await;
        let refused = connected.import("hotglue-4711").await;
        refused.expect_problem(422, "invalid_fields");
        let (old, _) = connected.external_ids().await;
        assert_eq!(
            external_ids(&connected.import("hotglue-4712").await.expect(200)),
            ("hotglue-4712".to_owned(), Some(old.clone())),
            "the old ID is not kept, but a role relies on it"
        );
        assert_eq!(connected.check().await.2, old);
        connected
            .import("hotglue-4713")
            .await
            .expect_problem(409, "rotation_under_way");
        // If several tenants import the same ID at the same time, only one gets it.
        let tenants: Vec<_> = (0..6).map(|n| format!("racer-{n}")).collect();
        let body = json!({ "external_id": "raced" });
        let imports = tenants.iter().map(|tenant| {
            let (app, body) = (&app, &body);
            async move {
                let path = format!("/tenants/{tenant}/external-id");
                app.api(Method::PUT, &path, Some(body)).await.status
            }
        });
        let mut statuses = futures::future::join_all(imports).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422, 422, 422, 422, 422]);
    }
}

/// All environments call AWS as the same principal. So an external ID of one environment must not be usable in another.
#[tokio::test]
async fn refuses_external_ids_of_other_environments() {
    let app = App::start().await;
    let prod = domain::EnvironmentId::parse("prod").expect("id");
    app.service
        .create_environment(&prod)
        .await
        .expect("an environment");
    let (key, _) = app
        .service
        .create_api_key(&prod, "backend")
        .await
        .expect("a key");
    let in_prod = app.with_api_key(key.expose_secret());
    let tenant = Tenant::connect(&app, "acme").await;
    let (old, _) = tenant.external_ids().await;
    let new = external_ids(&tenant.post("rotate").await.expect(200)).0;
    let path = "/tenants/acme/external-id";
    let own = in_prod.external_id("acme").await;
    for taken in [&old, &new] {
        let body = json!({ "external_id": taken });
        let refused = in_prod.api(Method::PUT, path, Some(&body)).await;
        let refused = refused.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        let words = text(&refused["errors"][0]["detail"]);
        assert!(words.contains("of this environment or another"), "{words}");
    }
    assert_eq!(in_prod.external_id("acme").await, own);
}

#[tokio::test]
async fn an_import_that_is_sent_twice_at_once_succeeds_twice_and_happens_once() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        app.external_id("acme").await;
        let body = json!({ "external_id": "acme-from-the-old-system" });
        let imports =
            (0..8).map(|_| app.api(Method::PUT, "/tenants/acme/external-id", Some(&body)));
        for answer in join_all(imports).await {
            let answer = answer.expect(200);
            assert_eq!(answer.json()["external_id"], body["external_id"]);
        }
        let events = app.api_get("/events?kind=external_id").await.expect(200);
        let events = events.json()["events"].clone();
        assert_eq!(events.as_array().map(Vec::len), Some(1), "{events}");
    }
}

#[tokio::test]
async fn ignores_external_ids_from_browsers_and_other_keys() {
    let app = App::start().await;
    let tenant = Tenant::connect(&app, "acme").await;
    let before = tenant.external_ids().await;
    for action in ["rotate", "save", "change", "external-id"] {
        let fields = [
            ("aws_external_id", "mine"),
            ("external_id", "mine"),
            ("access", "role"),
        ];
        app.press(&tenant.token, action, &fields).await;
    }
    assert_eq!(tenant.external_ids().await, before);
    let other = app.with_api_key("another-environments-key-0123456789");
    let path = "/tenants/acme/external-id/rotate";
    other
        .api(Method::POST, path, None)
        .await
        .expect_problem(401, "unauthorized");
    assert_eq!(tenant.external_ids().await, before);
    // The audit log names who rotated the ID.
    tenant.post("rotate").await.expect(200);
    let scope = service::TenantScope::new(
        domain::EnvironmentId::parse("dev").expect("id"),
        domain::TenantId::parse("acme").expect("id"),
    );
    let events = app
        .service
        .events(
            &scope.environment,
            service::AuditEventQuery {
                tenant: Some(&scope.tenant),
                ..service::AuditEventQuery::default()
            },
        )
        .await
        .expect("events")
        .items;
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
async fn a_rotation_of_an_id_that_no_role_uses_is_complete_at_once() {
    let app = App::start().await;
    let tenant = Tenant {
        app: &app,
        name: "acme",
        token: app.create_session("acme").await,
    };
    let keys = app.sample_fields("full-access").json();
    app.put_connection("acme", &keys).await.expect(201);
    let (before, _) = tenant.external_ids().await;
    let (after, previous) = external_ids(&tenant.post("rotate").await.expect(200));
    assert!(after != before && previous.is_none(), "{previous:?}");
    tenant
        .post("rotate/cancel")
        .await
        .expect_problem(409, "no_rotation");
    let trust = tenant.printed_trust_policy().await;
    assert!(
        trust.contains(&after) && !trust.contains(&before),
        "{trust}"
    );
    // The next rotation can begin.
    assert!(external_ids(&tenant.post("rotate").await.expect(200)).0 != after);
}

#[tokio::test]
async fn rotates_and_cancels_on_the_admin_page() {
    let app = App::start().await;
    let tenant = Tenant::connect(&app, "acme").await;
    let (old, _) = tenant.external_ids().await;
    let admin = Admin::sign_in(&app).await;
    let home = "/admin/dev/tenants/acme";
    admin.get(home).await.expect_page(200, "Rotate external ID");
    let rotate = format!("{home}/external-id/rotate");
    let cancel = format!("{home}/external-id/cancel");
    admin
        .post(&cancel, &[])
        .await
        .expect_page(409, "No rotation of the external ID is in progress.");
    let to = admin.post(&rotate, &[]).await.expect(303);
    let page = admin
        .get(to.header("location"))
        .await
        .expect_page(200, "Used by");
    let (new, previous) = tenant.external_ids().await;
    assert_eq!(previous.as_ref(), Some(&old));
    assert!(page.text.contains(&new) && page.text.contains(&old));
    admin
        .post(&rotate, &[])
        .await
        .expect_page(409, "A rotation of the external ID is already in progress");
    admin.post(&cancel, &[]).await.expect(303);
    assert_eq!(tenant.external_ids().await, (old, None));

    admin.post(&rotate, &[]).await.expect(303);
    tenant.set_trust_policy(&tenant.printed_trust_policy().await);
    tenant.check().await;
    assert_eq!(tenant.external_ids().await.1, None);
    admin
        .post("/admin/dev/tenants/nobody/external-id/rotate", &[])
        .await
        .expect(404);
    let stranger = Admin::with_cookie(&app, "");
    stranger
        .post(&rotate, &[])
        .await
        .expect_page(401, "You were signed out");
    assert_eq!(tenant.external_ids().await.1, None);
}
