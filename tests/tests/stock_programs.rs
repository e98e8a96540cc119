//! Programs that know nothing of s3-connect work on a tenant's bucket with nothing but the address of the credentials: the
//! AWS CLI, boto3 and the AWS SDK for JavaScript.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::bucket_fixture::BucketFixture;
use e2e::client::{Client, FLOW, connection_path};
use e2e::counting_server::CountingServer;
use e2e::manual_clock::ManualClock;
use e2e::stock_program::{ProgramEnv, StockProgram};
use serde_json::{Value, json};
use std::time::Duration;

/// The role is allowed to do far more than the connection needs.
const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#;

/// Returns the trust policy that the setup guide of a tenant prints.
async fn trust_policy(client: &Client, tenant: &str) -> String {
    let path = format!("/flows/{FLOW}/tenants/{tenant}/setup?access=role");
    let setup = client.api_get(&path).await.expect(200);
    setup.json()["trust_policy"].to_string()
}

fn program_env(server: &CountingServer, app: &App, s3: &str, query: &str) -> ProgramEnv {
    let path = connection_path("acme");
    ProgramEnv {
        s3: s3.to_owned(),
        credentials: format!("{}/v1{path}/credentials/container?{query}", server.url),
        api_key: app.api_key.clone(),
    }
}

async fn issued_events(client: &Client) -> Vec<Value> {
    let log = client.api_get("/events?kind=credentials").await.expect(200);
    log.json()["events"].as_array().expect("events").clone()
}

#[tokio::test]
async fn stock_programs_reach_the_prefix_and_nothing_beside_it() {
    let fixture = BucketFixture::new().await;
    let app = App::builder().with_aws(fixture.aws.clone()).start().await;
    let trust = trust_policy(&app, "acme").await;
    let arn = fixture.account.create_role(&trust, POLICY).await;
    let bucket = &fixture.bucket;
    let fields = json!({ "bucket": bucket, "path_prefix": "in", "aws_role_arn": arn });
    app.put_connection("acme", &fields).await.expect(201);
    let server = CountingServer::start(&app).await;
    let env = program_env(&server, &app, &fixture.ministack.url, "access=both");

    for mut program in [StockProgram::boto3(&env), StockProgram::javascript(&env)] {
        let before = server.count();
        use_bucket(&mut program, bucket).await;
        // The program keeps its credentials for all calls.
        assert_eq!(server.count() - before, 1, "{}", program.name);
    }
    use_bucket(&mut StockProgram::aws_cli(&env), bucket).await;
    // All programs have the same key, and so the same credentials.
    assert_eq!(issued_events(&app).await.len(), 1);
    let keys = fixture.account.list_keys(bucket).await;
    let outside: Vec<_> = keys.iter().filter(|key| !key.starts_with("in/")).collect();
    assert_eq!(outside, ["elsewhere/secret.csv"]);
}

/// Lists, reads and writes under `in/`, and tries the same beside it.
async fn use_bucket(program: &mut StockProgram, bucket: &str) {
    let name = program.name;
    let new = format!("in/new-{}", name.replace(' ', "-"));
    assert_eq!(program.list(bucket, "in/").await.code, "ok", "{name}");
    assert_eq!(program.get(bucket, "in/orders.csv").await.code, "ok");
    assert_eq!(program.put(bucket, &new).await.code, "ok", "{name}");
    assert_eq!(program.get(bucket, &new).await.code, "ok", "{name}");
    for beside in ["elsewhere/secret.csv", "in-other/x", "x"] {
        for outcome in [
            program.list(bucket, beside).await,
            program.get(bucket, beside).await,
            program.put(bucket, beside).await,
        ] {
            assert_eq!(outcome.code, "AccessDenied", "{name}: {beside}");
        }
    }
    let everything = program.list(bucket, "").await;
    assert_eq!(everything.code, "AccessDenied", "{name}");
}

/// Sessions end after four minutes here. Both SDKs ask for new credentials before each call if theirs end that soon, so
/// nobody has to wait. boto3 waits for the answer, and the SDK for JavaScript uses the old ones once more.
#[tokio::test]
async fn a_client_renews_its_credentials_while_it_works() {
    for start in [StockProgram::boto3, StockProgram::javascript] {
        let clock = ManualClock::default();
        let app = App::builder().with_clock(clock.clock()).start().await;
        let sandbox = app.sandbox();
        let trust = trust_policy(&app, "acme").await;
        let arn = sandbox.create_role("acme", &trust, POLICY).expect("made");
        let bucket = "my-company-data";
        let fields = json!({ "bucket": bucket, "path_prefix": "incoming", "aws_role_arn": arn });
        app.put_connection("acme", &fields).await.expect(201);
        sandbox.limit_session_life(Duration::from_mins(4));
        let server = CountingServer::start(&app).await;
        let mut program = start(&program_env(&server, &app, &sandbox.url(), "access=read"));
        let name = program.name;

        let first = program.list(bucket, "incoming/").await;
        assert_eq!(first.code, "ok", "{name}");
        assert!(first.signer.starts_with("ASIA"), "{name}");
        let asked = server.count();
        // Half of their life is over, so the server has new ones.
        clock.set_minutes(3);
        let mut second = first.clone();
        for _ in 0..200 {
            second = program.list(bucket, "incoming/").await;
            assert_eq!(second.code, "ok", "{name}");
            if second.signer != first.signer {
                break;
            }
        }
        assert_ne!(second.signer, first.signer, "{name}");
        assert!(server.count() > asked, "{name}");

        sandbox.expire_session(&first.signer);
        let after = program.get(bucket, "incoming/customers.csv").await;
        assert_eq!(
            (after.code.as_str(), after.signer),
            ("ok", second.signer.clone())
        );
        // Without the renewal, that call would have failed.
        sandbox.expire_session(&second.signer);
        let late = program.list(bucket, "incoming/").await;
        assert_eq!(late.code, "ExpiredToken", "{name}");
    }
}
