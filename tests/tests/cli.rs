//! The command line: what it prints, where, and how it ends.

use e2e::app::{Fields, sample, start_sandbox};
use e2e::binary::{self, Ended, Running, at_aws, command, run};
use secrecy::ExposeSecret;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

#[tokio::test]
async fn help_names_every_command_and_a_slip_ends_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = run(&mut command(folder.path(), &["--help"])).await;
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for word in [
        "serve",
        "migrate",
        "sandbox",
        "session",
        "check",
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
        &["--version"],
    ] {
        let shown = run(&mut command(folder.path(), args)).await;
        assert_eq!(shown.code, Some(0), "{args:?}: {shown:?}");
    }
    for args in [
        &["--no-such-flag"][..],
        &["nonsense"],
        &["session"],
        &["session", "--flow", "demo"],
        &["session", "--flow", "a b", "--tenant", "acme"],
        &["check", "--flow", "demo", "--tenant", "a/b"],
        &["--site-addr", "nowhere", "serve"],
        &["--sandbox", "nowhere", "migrate"],
        &["--public-url", "nowhere", "migrate"],
        &["--settings", "missing.toml", "migrate"],
    ] {
        let ended = run(&mut command(folder.path(), args)).await;
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:?}");
        assert!(
            ended.stdout.is_empty() && plain(&ended.stderr),
            "{args:?}: {ended:?}"
        );
    }
    assert!(
        !folder.path().join("s3-connect.db").exists(),
        "nothing was made on the way"
    );
}

/// Words for a person: no panic, no debug output.
fn plain(text: &str) -> bool {
    !text.is_empty()
        && !["panicked", "RUST_BACKTRACE", "Error(", "Some(", " { "]
            .iter()
            .any(|sign| text.contains(sign))
}

#[tokio::test]
async fn the_template_to_host_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let printed = run(&mut command(folder.path(), &["template"])).await;
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let template: serde_json::Value = serde_json::from_str(&printed.stdout).expect("JSON");
    assert_eq!(template, domain::setup::cloudformation_with_parameters());
}

#[tokio::test]
async fn what_cannot_be_done_ends_with_1() {
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
        (&["check", "--flow", "demo", "--tenant", "acme"], "", ""),
        (
            &["--site-addr", &busy, "serve"],
            "",
            "cannot be listened on",
        ),
    ] {
        let mut command = command(folder.path(), args);
        if !url.is_empty() {
            command.env("DATABASE_URL", url);
        }
        let ended = run(at_aws(&mut command, "http://127.0.0.1:1", ("a", "b"))).await;
        assert_eq!(ended.code, Some(1), "{args:?}: {ended:?}");
        assert!(
            ended.stderr.contains(words) && plain(&ended.stderr),
            "{args:?}: {ended:?}"
        );
        assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    }
    let mut short = command(folder.path(), &["serve"]);
    let ended = run(short.env("S3_CONNECT_API_KEY", "short")).await;
    assert!(
        ended.code == Some(1) && ended.stderr.contains("S3_CONNECT_API_KEY is too short"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn migrate_makes_the_database_and_a_second_time_does_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let ended = run(&mut command(folder.path(), &["migrate"])).await;
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(0), "The database is up to date.\n"),
            "{ended:?}"
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
async fn a_session_is_a_link_that_opens_and_a_check_says_how_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = sandbox.vendor().clone();
    let vendor = (
        vendor.access_key_id.as_str(),
        vendor.secret_access_key.expose_secret(),
    );
    let cli = async |args: &[&str]| -> Ended {
        run(at_aws(
            &mut command(folder.path(), args),
            &sandbox.url(),
            vendor,
        ))
        .await
    };
    let check = &["check", "--flow", "demo", "--tenant", "acme"];

    let mut serve = binary::command(folder.path(), &["serve"]);
    let server = Running::start(at_aws(&mut serve, &sandbox.url(), vendor)).await;
    let client = &server.client;
    let public = [
        "session",
        "--flow",
        "demo",
        "--tenant",
        "acme",
        "--public-url",
        &client.url,
    ];
    let printed = cli(&public).await;
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let link = printed
        .stdout
        .trim()
        .strip_prefix(&client.url)
        .expect("one line, the link");
    client.get(link).await.page(200, "Connect your S3 bucket");
    let json = cli(&[&public[..], &["--json"]].concat()).await;
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    client
        .open(json["token"].as_str().expect("a token"))
        .await
        .page(200, "Connect your S3 bucket");

    let ended = cli(check).await;
    assert!(
        ended.code == Some(1) && ended.stderr.contains("no connection"),
        "{ended:?}"
    );
    client
        .put_connection("acme", &Fields::of(sample(&sandbox, "full-access")).json())
        .await
        .expect(201);
    let ended = cli(check).await;
    assert!(
        ended.code == Some(0) && ended.stdout.contains("passed after"),
        "{ended:?}"
    );
    // This user may do everything, which stays worth knowing for as long as it is so.
    let broad = "warning       The user “full-access” can see every bucket of the account";
    assert!(ended.stdout.contains(broad), "{ended:?}");
    assert!(!ended.stdout.contains("Another connection"), "{ended:?}");
    let same = Fields::of(sample(&sandbox, "full-access")).json();
    client.put_connection("globex", &same).await.expect(201);
    let ended = cli(check).await;
    let said = "warning       Another connection uses my-company-data/incoming/ as well.";
    assert!(
        ended.code == Some(0) && ended.stdout.contains(said),
        "{ended:?}"
    );
    sandbox.delete_user("full-access").expect("deleted");
    let ended = cli(check).await;
    assert!(
        ended.code == Some(1) && ended.stdout.contains("failed"),
        "{ended:?}"
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
async fn a_first_start_prints_its_keys_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let key_of = |said: &str| {
        let line = said
            .lines()
            .find(|line| line.trim().starts_with("Admin key"))
            .unwrap_or_default()
            .to_owned();
        line.split_whitespace()
            .nth(2)
            .unwrap_or_default()
            .to_owned()
    };
    let mut first = fresh(folder.path());
    let server = Running::start(&mut first).await;
    let link = wait_for(&server, "/connect?token=").await;
    server
        .client
        .get(&link[link.find("/connect").expect("a path")..])
        .await
        .page(200, "Connect your S3 bucket");
    let key = key_of(&server.translate());
    server
        .client
        .send(server.client.form("/admin/sign-in", &[("key", &key)]))
        .await
        .expect(303);
    server.kill().await;
    let server = Running::start(&mut fresh(folder.path())).await;
    wait_for(&server, "/connect?token=").await;
    assert!(!server.translate().contains(&key), "shown once");
    server
        .client
        .send(server.client.form("/admin/sign-in", &[("key", &key)]))
        .await
        .expect(303);
    server.kill().await;
}

/// Nothing given but a folder and a sandbox.
fn fresh(folder: &Path) -> tokio::process::Command {
    let mut command = command(folder, &["serve"]);
    command
        .env_remove("S3_CONNECT_ADMIN_KEY")
        .env_remove("S3_CONNECT_API_KEY")
        .env("S3_CONNECT_SANDBOX", "127.0.0.1:0");
    command
}

async fn wait_for(server: &Running, words: &str) -> String {
    for _ in 0..100 {
        if let Some(line) = server.translate().lines().find(|line| line.contains(words)) {
            return line.trim().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{words} was not said: {}", server.translate());
}
