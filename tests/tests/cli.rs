//! The command line: its output, where it goes, and the exit codes.

use e2e::app::{Fields, find_sample, start_sandbox};
use e2e::binary::{self, CommandOutput, ServerProcess, command, key_pair, run, set_aws_env};
use e2e::client::Client;
use reqwest::Method;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

#[tokio::test]
async fn lists_every_command_in_help_and_exits_with_2_on_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = run(&mut command(folder.path(), &["--help"])).await;
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for word in [
        "serve",
        "migrate",
        "sandbox",
        "session",
        "check",
        "credentials",
        "keys",
        "template",
        "--database-url",
        "DATABASE_URL",
    ] {
        assert!(help.stdout.contains(word), "{word}: {}", help.stdout);
    }
    assert!(
        !help.stdout.contains("test-admin-key") && !help.stdout.contains("test-api-key"),
        "{}",
        help.stdout
    );
    for args in [
        &["session", "--help"][..],
        &["check", "--help"],
        &["serve", "--help"],
        &["migrate", "--help"],
        &["sandbox", "--help"],
        &["keys", "rotate", "--help"],
        &["--version"],
    ] {
        let output = run(&mut command(folder.path(), args)).await;
        assert_eq!(output.code, Some(0), "{args:?}: {output:?}");
    }
    for args in [
        &["--no-such-flag"][..],
        &["nonsense"],
        &["session"],
        &["session", "--flow", "demo"],
        &["session", "--flow", "a b", "--tenant", "acme"],
        &["check", "--flow", "demo", "--tenant", "a/b"],
        &[
            "credentials",
            "--flow",
            "demo",
            "--tenant",
            "acme",
            "--access",
            "all",
        ],
        &["--site-addr", "nowhere", "serve"],
        &["--sandbox", "nowhere", "migrate"],
        &["--public-url", "nowhere", "migrate"],
        &["--settings", "missing.toml", "migrate"],
    ] {
        let output = run(&mut command(folder.path(), args)).await;
        assert_eq!(output.code, Some(2), "{args:?}: {output:?}");
        assert!(
            output.stdout.is_empty() && is_for_people(&output.stderr),
            "{args:?}: {output:?}"
        );
    }
    assert!(
        !folder.path().join("s3-connect.db").exists(),
        "a wrong command created the database"
    );
}

/// Returns whether a message is written for people: it has no panic and no debug output.
fn is_for_people(text: &str) -> bool {
    !text.is_empty()
        && !["panicked", "RUST_BACKTRACE", "Error(", "Some(", " { "]
            .iter()
            .any(|sign| text.contains(sign))
}

#[tokio::test]
async fn prints_the_template_to_host() {
    let folder = tempfile::tempdir().expect("a folder");
    let printed = run(&mut command(folder.path(), &["template"])).await;
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let template: serde_json::Value = serde_json::from_str(&printed.stdout).expect("JSON");
    assert_eq!(
        template,
        domain::setup_guide::cloudformation_with_parameters()
    );
}

#[tokio::test]
async fn exits_with_1_if_a_command_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "no database").expect("written");
    let busy = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let busy = busy.local_addr().expect("its address").to_string();
    for (args, url, words) in [
        (&["migrate"][..], "mysql://localhost/x", "DATABASE_URL"),
        (&["migrate"], "sqlite://file", "cannot be"),
        (
            &["migrate"],
            "postgres://nobody:hunter2-password@127.0.0.1:1/x",
            "cannot be",
        ),
        (
            &["session", "--flow", "lost", "--tenant", "acme"],
            "",
            "no flow",
        ),
        (
            &[
                "session",
                "--flow",
                "demo",
                "--tenant",
                "acme",
                "--ttl-seconds",
                "1",
            ],
            "",
            "ttl_seconds",
        ),
        (
            &[
                "session",
                "--flow",
                "demo",
                "--tenant",
                "acme",
                "--return-url",
                "http://app.acme.com",
            ],
            "",
            "return_url",
        ),
        (&["check", "--flow", "demo", "--tenant", "acme"], "", ""),
        (&["--site-addr", &busy, "serve"], "", "cannot listen on"),
    ] {
        let mut command = command(folder.path(), args);
        if !url.is_empty() {
            command.env("DATABASE_URL", url);
        }
        let output = run(set_aws_env(&mut command, "http://127.0.0.1:1", ("a", "b"))).await;
        assert_eq!(output.code, Some(1), "{args:?}: {output:?}");
        assert!(
            output.stderr.contains(words) && is_for_people(&output.stderr),
            "{args:?}: {output:?}"
        );
        assert!(!output.stderr.contains("hunter2"), "{output:?}");
    }
    let mut short = command(folder.path(), &["serve"]);
    let output = run(short.env("S3_CONNECT_API_KEY", "short")).await;
    assert!(
        output.code == Some(1) && output.stderr.contains("S3_CONNECT_API_KEY is too short"),
        "{output:?}"
    );
}

#[tokio::test]
async fn migrates_a_new_database_and_changes_nothing_the_second_time() {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let output = run(&mut command(folder.path(), &["migrate"])).await;
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (Some(0), "The database is up to date.\n"),
            "{output:?}"
        );
    }
    for file in ["s3-connect.db", "master.key"] {
        let mode = std::fs::metadata(folder.path().join(file))
            .expect(file)
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn prints_a_working_connect_link_and_the_result_of_a_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = key_pair(sandbox.vendor());
    let cli = async |args: &[&str]| -> CommandOutput {
        run(set_aws_env(
            &mut command(folder.path(), args),
            &sandbox.url(),
            vendor,
        ))
        .await
    };
    let check = &["check", "--flow", "demo", "--tenant", "acme"];

    let mut serve = binary::command(folder.path(), &["serve"]);
    let server = ServerProcess::start(set_aws_env(&mut serve, &sandbox.url(), vendor)).await;
    let client = &server.client;
    let public = [
        "session",
        "--flow",
        "demo",
        "--tenant",
        "acme",
        "--public-url",
        &client.url,
        "--return-url",
        "https://app.acme.com/settings",
    ];
    let printed = cli(&public).await;
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let link = printed
        .stdout
        .trim()
        .strip_prefix(&client.url)
        .expect("one line, the link");
    client
        .get(link)
        .await
        .expect_page(200, "Connect your S3 bucket");
    let json = cli(&[&public[..], &["--json"]].concat()).await;
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    client
        .open(json["token"].as_str().expect("a token"))
        .await
        .expect_page(200, "Connect your S3 bucket");

    let output = cli(check).await;
    assert!(
        output.code == Some(1) && output.stderr.contains("no connection"),
        "{output:?}"
    );
    client
        .put_connection(
            "acme",
            &Fields::from_sample(find_sample(&sandbox, "full-access")).json(),
        )
        .await
        .expect(201);
    let output = cli(check).await;
    assert!(
        output.code == Some(0) && output.stdout.contains("passed after"),
        "{output:?}"
    );
    // This user has full access, so each check warns about it.
    let broad = "warning       The user “full-access” can see every bucket of the account";
    assert!(output.stdout.contains(broad), "{output:?}");
    assert!(!output.stdout.contains("Another connection"), "{output:?}");
    let same = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    client.put_connection("globex", &same).await.expect(201);
    let output = cli(check).await;
    let overlap = "warning       Another connection uses my-company-data/incoming/ as well.";
    assert!(
        output.code == Some(0) && output.stdout.contains(overlap),
        "{output:?}"
    );
    sandbox.delete_user("full-access").expect("deleted");
    let output = cli(check).await;
    assert!(
        output.code == Some(1) && output.stdout.contains("failed"),
        "{output:?}"
    );
    let json = cli(&[&check[..], &["--json"]].concat()).await;
    let report: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(
        (json.code, &report["report"]["outcome"]),
        (Some(1), &serde_json::json!("failed"))
    );
    server.kill().await;
}

#[tokio::test]
async fn replaces_the_master_key_while_a_server_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = key_pair(sandbox.vendor());
    // In base64, 32 bytes of 1 and 32 bytes of 2.
    let old = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let new = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    let both = format!("{new},{old}");
    let command_with = |args: &[&str], keys: &str| {
        let mut command = command(folder.path(), args);
        command.env("S3_CONNECT_MASTER_KEY", keys);
        set_aws_env(&mut command, &sandbox.url(), vendor);
        command
    };
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    let before = ServerProcess::start(&mut command_with(&["serve"], old)).await;
    before
        .client
        .put_connection("acme", &fields)
        .await
        .expect(201);
    let link = async |client: &Client| {
        let body = serde_json::json!({ "tenant": "acme", "flow": "demo" });
        let request = client.api_request(Method::POST, "/connect-sessions");
        let request = request.header("idempotency-key", "the-key").json(&body);
        client.send(request).await.expect(201).text
    };
    let first_link = link(&before.client).await;
    before.kill().await;
    let server = ServerProcess::start(&mut command_with(&["serve"], &both)).await;
    server
        .client
        .put_connection("globex", &fields)
        .await
        .expect(201);
    let check = |tenant| ["check", "--flow", "demo", "--tenant", tenant];
    let early = run(&mut command_with(&check("acme"), new)).await;
    assert_eq!(
        early.code,
        Some(1),
        "the old key is still needed: {early:?}"
    );

    let rotate = ["keys", "rotate", "--json"];
    for expected in [1, 0] {
        let output = run(&mut command_with(&rotate, &both)).await;
        let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        assert_eq!(json["reencrypted"], expected, "{output:?}");
        assert_eq!(json["answers"], expected, "{output:?}");
    }
    assert_eq!(link(&server.client).await, first_link);
    for tenant in ["acme", "globex"] {
        let path = format!("/flows/demo/tenants/{tenant}/connection/check");
        let checked = server.client.api(Method::POST, &path, None).await;
        checked.expect(200);
        let output = run(&mut command_with(&check(tenant), new)).await;
        assert_eq!(output.code, Some(0), "{tenant}: {output:?}");
    }
    let output = run(&mut command_with(&["keys", "rotate"], old)).await;
    assert!(
        output.code == Some(1) && is_for_people(&output.stderr),
        "{output:?}"
    );
    server.kill().await;
}

#[tokio::test]
async fn a_command_that_calls_no_aws_is_quiet_and_needs_no_region() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = ["session", "--flow", "demo", "--tenant", "acme"];
    // The first of them creates the database, the master key and the demo flow.
    let first = run(&mut command(folder.path(), &session)).await;
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(!first.stderr.contains("{\"timestamp\""), "{first:?}");
    for args in [&session[..], &["migrate"], &["template"]] {
        // Here the SDK would look for a region and for credentials at the address of EC2's metadata.
        let mut command = command(folder.path(), args);
        command.env("AWS_EC2_METADATA_DISABLED", "false");
        command.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9");
        let output = run(&mut command).await;
        assert_eq!(output.code, Some(0), "{args:?}: {output:?}");
        let lines = output.stderr.lines();
        let others: Vec<_> = lines
            .filter(|line| !line.starts_with("Valid until"))
            .collect();
        assert_eq!(others, [""; 0], "{args:?}");
    }
}

#[tokio::test]
async fn prints_generated_keys_at_the_first_start_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let admin_key = |output: &str| {
        let line = output
            .lines()
            .find(|line| line.trim().starts_with("Admin key"))
            .unwrap_or_default()
            .to_owned();
        line.split_whitespace()
            .nth(2)
            .unwrap_or_default()
            .to_owned()
    };
    let mut first = command_without_keys(folder.path());
    let server = ServerProcess::start(&mut first).await;
    let link = wait_for(&server, "/connect?token=").await;
    server
        .client
        .get(&link[link.find("/connect").expect("a path")..])
        .await
        .expect_page(200, "Connect your S3 bucket");
    let key = admin_key(&server.output());
    server
        .client
        .send(server.client.form("/admin/sign-in", &[("key", &key)]))
        .await
        .expect(303);
    server.kill().await;
    let server = ServerProcess::start(&mut command_without_keys(folder.path())).await;
    wait_for(&server, "/connect?token=").await;
    assert!(!server.output().contains(&key), "the key is printed again");
    server
        .client
        .send(server.client.form("/admin/sign-in", &[("key", &key)]))
        .await
        .expect(303);
    server.kill().await;
}

/// Builds a command that starts the server without keys in its environment.
fn command_without_keys(folder: &Path) -> tokio::process::Command {
    let mut command = command(folder, &["serve"]);
    command
        .env_remove("S3_CONNECT_ADMIN_KEY")
        .env_remove("S3_CONNECT_API_KEY")
        .env("S3_CONNECT_SANDBOX", "127.0.0.1:0");
    command
}

async fn wait_for(server: &ServerProcess, words: &str) -> String {
    for _ in 0..100 {
        if let Some(line) = server.output().lines().find(|line| line.contains(words)) {
            return line.trim().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{words} was not printed: {}", server.output());
}
