//! Runs every command of docs/integrate.md, in the order of the page, and does in between what the page asks its reader to do in
//! the browser.
//!
//! What differs from the reader's machine: the ports, `./dev` (it would build the server, which the tests have built already),
//! and the address `https://connect.example.com`, which stands for the server of the test.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{Fields, find_sample, start_sandbox};
use e2e::binary::{self, ServerProcess, command, key_pair, set_aws_env};
use e2e::client::{API_KEY, Client};
use e2e::doc_shell::{CodeBlock, DocShell, code_blocks};
use e2e::linters::tool;
use sandbox::Sandbox;
use serde_json::Value;
use std::collections::VecDeque;

const GUIDE: &str = include_str!("../../docs/integrate.md");
const FLOW: &str = "imports";
const TENANT: &str = "acme";
const BUCKET: &str = "my-company-data";

/// Somebody who has nothing but the page, in a folder that looks like a clone of the repository.
struct Reader {
    shell: DocShell,
    sandbox: Sandbox,
    server: ServerProcess,
    /// The blocks of commands that were not run yet.
    blocks: VecDeque<CodeBlock>,
}

impl Reader {
    async fn start() -> Self {
        let mut shell = DocShell::new();
        let sandbox = start_sandbox(shell.folder()).await;
        let keys = key_pair(sandbox.vendor());
        let mut serve = command(shell.folder(), &["serve"]);
        let server = ServerProcess::start(set_aws_env(&mut serve, &sandbox.url(), keys)).await;
        shell.write("data/demo-api-key", API_KEY);
        shell.write("docs/causes.md", "A file to export.");
        // What `./dev s3-connect` sets, here for the ports of this test.
        let program = format!(
            "exec env AWS_ENDPOINT_URL={} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} \
             DATABASE_URL=sqlite://{}/s3-connect.db {} \"$@\"",
            sandbox.url(),
            keys.0,
            keys.1,
            shell.folder().display(),
            binary::path().display(),
        );
        shell.write_script("bin/s3-connect", &program);
        let dev = "case $1 in\n  run) ;;\n  s3-connect) exec \"$@\" ;;\n  *) exit 2 ;;\nesac";
        shell.write_script("dev", dev);
        shell.add_programs(tool("aws").parent().expect("its folder"));
        let addresses = [
            ("http://127.0.0.1:3000", server.client.url.clone()),
            ("https://connect.example.com", server.client.url.clone()),
            ("http://127.0.0.1:9400", sandbox.url()),
        ];
        let guide = addresses
            .iter()
            .fold(GUIDE.to_owned(), |guide, (from, to)| {
                assert!(guide.contains(from), "{from} is not on the page");
                guide.replace(from, to)
            });
        let (blocks, others): (VecDeque<_>, VecDeque<_>) = code_blocks(&guide)
            .into_iter()
            .partition(|block| block.language == "sh");
        // A block in another language could hide a command.
        assert!(
            others.iter().all(|block| block.language == "html"),
            "{others:?}"
        );
        Self {
            shell,
            sandbox,
            server,
            blocks,
        }
    }

    fn client(&self) -> &Client {
        &self.server.client
    }

    /// Runs the next block of the page, which has to contain `text`. Returns what it printed.
    async fn run(&mut self, text: &str) -> String {
        let block = self.blocks.pop_front().expect("another block").code;
        assert!(
            block.contains(text),
            "{text} is not in the next block: {block}"
        );
        self.shell.run(&block).await
    }

    /// Runs the next block of the page, which prints JSON.
    async fn run_json(&mut self, text: &str) -> Value {
        let output = self.run(text).await;
        serde_json::from_str(&output).unwrap_or_else(|error| panic!("{error}: {output}"))
    }

    /// Fills in the widget that a session's link opens, and chooses **Test and save**.
    async fn connect(&self, session: &Value, fields: &[(&str, &str)]) {
        let url = session["url"].as_str().expect("a link");
        let path = url.strip_prefix(&self.client().url).expect("our link");
        self.client().get(path).await.expect(200);
        let token = session["token"].as_str().expect("a token");
        let page = self.client().press(token, "save", fields).await;
        page.expect_page(200, "Connected");
    }
}

#[tokio::test]
async fn every_command_of_the_guide_works() {
    let mut reader = Reader::start().await;
    reader.run("./dev run").await;
    let demo = reader.run_json("api()").await;
    assert_eq!(demo["direction"], "both");
    let connector = reader.run_json("-X PUT").await;
    assert_eq!(connector["version"], 1, "{connector}");

    let session = reader.run_json("/connect-sessions").await;
    let sample = Fields::from_sample(find_sample(&reader.sandbox, "full-access"));
    assert_eq!(
        (&*sample.bucket, &*sample.path_prefix),
        (BUCKET, "incoming/")
    );
    reader.connect(&session, &sample.form()).await;
    let framed = reader.run_json("https://app.example.com").await;
    assert!(framed["url"].is_string(), "{framed}");

    let connection = reader.run_json("/connection").await;
    assert_eq!(connection["bucket"], BUCKET, "{connection}");
    assert_eq!(connection["access"], "keys", "{connection}");
    let refused = reader.run("nobody").await;
    assert!(
        refused.contains("\"no_connection\"") && refused.ends_with("curl exited with 22\n"),
        "{refused}"
    );
    let list = reader.run_json("/connections?flow=imports").await;
    let connected = &list["connections"][0];
    assert_eq!(connected["tenant"], TENANT, "{list}");
    assert_eq!(connected["state"], "passed", "{list}");
    let log = reader.run_json("/events").await;
    let actions: Vec<_> = log["events"].as_array().expect("events").iter().collect();
    assert!(
        actions.iter().any(|event| event["tenant"] == TENANT),
        "{log}"
    );

    let output = reader.run("export").await;
    let fetched = std::fs::read_dir(reader.shell.path("fetched")).expect("the fetched folder");
    assert!(fetched.count() > 0, "{output}");
    reader.run("base_input_dir").await;

    // The role is created in the sandbox console, from what the widget shows.
    let setup = format!(
        "/flows/{FLOW}/tenants/{TENANT}/setup?access=role&bucket={BUCKET}&path_prefix=incoming"
    );
    let setup = reader.client().api_get(&setup).await.expect(200).json();
    let (trust, policy) = (&setup["trust_policy"], &setup["iam_policy"]);
    let role = reader
        .sandbox
        .create_role(TENANT, &trust.to_string(), &policy.to_string())
        .expect("a role");
    let fields = [
        ("access", "role"),
        ("bucket", BUCKET),
        ("path_prefix", "incoming"),
        ("aws_role_arn", role.as_str()),
    ];
    reader.connect(&session, &fields).await;
    let credentials = reader.run_json("/credentials").await;
    assert_eq!(credentials["bucket"], BUCKET, "{credentials}");
    let listed = reader.run("aws s3 ls").await;
    assert!(listed.contains("seen.txt"), "{listed}");

    let check = reader.run_json("/check").await;
    assert_eq!(check["report"]["outcome"], "passed", "{check}");
    let key = reader.run("openssl").await;
    assert_eq!(key.trim().len(), 44, "32 bytes in base64");
    assert_eq!(reader.run("/readyz").await, "ok\nready\n");
    reader.run("template").await;
    let template =
        std::fs::read(reader.shell.path("s3-connect-template.json")).expect("the template");
    let template: Value = serde_json::from_slice(&template).expect("JSON");
    assert!(template["Parameters"].is_object());
    assert!(reader.blocks.is_empty(), "{:?}", reader.blocks);
}
