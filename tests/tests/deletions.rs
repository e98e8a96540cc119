//! Flows and environments are deleted on the admin pages once they are empty, and never before.

use e2e::admin::Admin;
use e2e::app::{App, Fields, aws_via_gate, find_sample, start_sandbox};
use e2e::client::FLOW;
use e2e::gate::Gate;
use secrecy::ExposeSecret as _;
use server::settings::Secrets;
use service::Actor;

const FLOWS: &str = "/admin/dev/flows";

#[tokio::test]
async fn deletes_a_flow_that_nobody_is_connected_to() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let delete = format!("{FLOWS}/{FLOW}/delete");
        app.put_connection("acme", &app.sample_fields("full-access").json())
            .await
            .expect(201);
        // While a tenant is connected, neither step works.
        admin.get(&delete).await.expect_problem(409, "not_empty");
        admin
            .post(&delete, &[])
            .await
            .expect_problem(409, "not_empty");
        app.connection("acme").await.expect(200);

        app.delete_connection("acme").await.expect(204);
        let token = app.create_session("acme").await;
        let failing = app.sample_fields("write-only");
        app.press(&token, "save", &failing.form()).await.expect(422);
        // The page asks first, and looking at it changes nothing.
        let page = admin.get(FLOWS).await.expect_page(200, FLOW);
        assert!(page.text.contains(&format!("href=\"{delete}\"")));
        admin.get(&delete).await.expect_page(200, "Yes, delete it");
        app.open(&token).await.expect(200);

        let deleted = admin.post(&delete, &[]).await.expect(303);
        admin
            .get(deleted.header("location"))
            .await
            .expect_page(200, "The flow is deleted.");
        app.connector().await.expect_problem(404, "unknown_flow");
        app.open(&token)
            .await
            .expect_page(410, "This link has expired");
        admin
            .post(&delete, &[])
            .await
            .expect_problem(404, "unknown_flow");
        admin
            .get("/admin/dev/tenants/acme")
            .await
            .expect_page(200, "Not connected");
        admin
            .get("/admin/dev/log")
            .await
            .expect_page(200, "Flow deleted");
        // A new flow of the same name begins with version 1.
        admin.post(FLOWS, &[("flow", FLOW)]).await.expect(303);
        assert_eq!(app.connector().await.expect(200).json()["version"], 1);
    }
}

#[tokio::test]
async fn a_restart_does_not_bring_a_deleted_flow_back() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let secrets = Secrets {
        master_key: None,
        admin_key: None,
        api_key: None,
    };
    for expected in [1, 0] {
        let prepared = server::first_start::prepare(&app.service, &secrets).await;
        prepared.expect("prepared");
        let environment = domain::EnvironmentId::parse("dev").expect("id");
        let flows = app.service.connectors(&environment).await.expect("flows");
        assert_eq!(flows.len(), expected);
        let delete = format!("{FLOWS}/{FLOW}/delete");
        admin.post(&delete, &[]).await;
    }
}

/// A check takes some seconds, and the flow can be deleted before it ends.
#[tokio::test]
async fn saves_nothing_if_the_flow_is_deleted_during_the_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    let aws = aws_via_gate(&gate.url, &sandbox);
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let admin = Admin::sign_in(&app).await;
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    let deleting = async {
        gate.wait_for_request().await;
        admin
            .post(&format!("{FLOWS}/{FLOW}/delete"), &[])
            .await
            .expect(303);
        gate.set_open(true);
    };
    let (saved, ()) = tokio::join!(app.put_connection("acme", &fields), deleting);
    saved.expect_problem(404, "unknown_flow");
    let tenant = admin.get("/admin/dev/tenants/acme").await;
    tenant.expect_page(200, "Not connected");
}

#[tokio::test]
async fn deletes_an_environment_without_flows_and_keeps_its_record() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let (list, delete) = ("/admin/environments", "/admin/prod/delete");
        let prod = [("environment", "prod")];
        admin.post(list, &prod).await.expect(303);
        let id = domain::EnvironmentId::parse("prod").expect("id");
        let by = app.service.with_actor(Actor::Admin("Anna".to_owned()));
        let (key, _) = by.create_api_key(&id, "ci").await.expect("a key");
        let in_prod = app.with_api_key(key.expose_secret());
        admin
            .post("/admin/prod/flows", &[("flow", FLOW)])
            .await
            .expect(303);
        let external_id = in_prod.external_id("acme").await;

        // An environment with a flow stays, and so does the one that the server creates when it starts.
        for path in [delete, "/admin/dev/delete"] {
            admin.get(path).await.expect_problem(409, "not_empty");
            admin.post(path, &[]).await.expect_problem(409, "not_empty");
        }
        let page = admin.get(list).await.expect(200);
        assert!(!page.text.contains(delete), "{}", page.text);
        admin
            .post(&format!("/admin/prod/flows/{FLOW}/delete"), &[])
            .await
            .expect(303);
        let page = admin.get(list).await.expect(200);
        assert!(page.text.contains(&format!("href=\"{delete}\"")));
        admin.get(delete).await.expect_page(200, "Yes, delete it");

        let deleted = admin.post(delete, &[]).await.expect(303);
        let page = admin.get(deleted.header("location")).await;
        let page = page.expect_page(200, "The environment is deleted.");
        assert!(!page.text.contains("/admin/prod/"), "{}", page.text);
        admin
            .get("/admin/prod/flows")
            .await
            .expect_problem(404, "unknown_environment");
        in_prod
            .api_get("/tenants/acme/external-id")
            .await
            .expect_problem(401, "unauthorized");
        admin
            .get("/admin/log")
            .await
            .expect_page(200, "Environment prod deleted");

        // A new environment of the same ID has the old log and tenants, and the key stays revoked.
        admin.post(list, &prod).await.expect(303);
        let log = admin.get("/admin/prod/log").await;
        let log = log.expect_page(200, "Environment deleted");
        assert_eq!(log.visible_text().matches("Environment created").count(), 2);
        let tenant = admin.get("/admin/prod/tenants/acme").await.expect(200);
        assert!(tenant.text.contains(&external_id));
        in_prod
            .api_get("/tenants/acme/external-id")
            .await
            .expect_problem(401, "unauthorized");
    }
}
