//! Generates the clients of docs/clients.md with the commands of that page, and calls a real server with the programs of that page.
//!
//! `./dev test` has installed the packages that the page names. `npm` and `pip` are scripts here, which fail if the page names
//! another version.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::client::API_KEY;
use e2e::doc_shell::{DocShell, code_blocks};
use std::path::PathBuf;

const PAGE: &str = include_str!("../../docs/clients.md");
const NPM_PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/clients/package.json");
const PYTHON_PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/clients.txt");

/// Misuses that only a client with types notices.
const MISUSES: &str = "
import createClient from 'openapi-fetch';
import type { paths } from './s3-connect.d.ts';
const s3Connect = createClient<paths>({});
// @ts-expect-error A session needs a flow.
await s3Connect.POST('/v1/connect-sessions', { body: { tenant: 'acme' } });
// @ts-expect-error There is no such path.
await s3Connect.GET('/v1/buckets');
const { error } = await s3Connect.POST('/v1/connect-sessions', { body: { tenant: 'acme', flow: 'demo' } });
// @ts-expect-error There is no such code.
console.log(error?.code === 'no_such_code');
";

/// Returns the folder that `./dev test` has set in a variable.
fn installed(variable: &str) -> PathBuf {
    let folder = std::env::var_os(variable);
    let folder = folder.unwrap_or_else(|| panic!("{variable} is not set; ./dev test sets it"));
    PathBuf::from(folder)
}

/// Returns the blocks of the page in a language, one after the other.
fn page_code(language: &str, part: &str) -> String {
    let (_, part) = PAGE.split_once(part).expect("this part of the page");
    let part = part.split("\n## ").next().unwrap_or_default();
    let blocks = code_blocks(part)
        .into_iter()
        .filter(|block| block.language == language);
    blocks.map(|block| block.code).collect()
}

/// Returns the folder of a program on the `PATH` of this test.
fn folder_of(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find(|folder| folder.join(program).is_file())
        .unwrap_or_else(|| panic!("{program} is missing; ./dev test installs it"))
}

async fn shell_for(app: &App) -> DocShell {
    let shell = DocShell::new();
    let settings = format!(
        "export S3_CONNECT_URL={} S3_CONNECT_API_KEY={API_KEY}",
        app.url
    );
    shell.run(&settings).await;
    shell
}

/// Runs a program of the page before and after a tenant has connected, and with a wrong key.
async fn expect_calls(app: &App, shell: &DocShell, program: &str) {
    let before = shell.run(program).await;
    let lines: Vec<&str> = before.lines().collect();
    let link = format!("{}/connect?token=", app.url);
    assert!(
        matches!(lines.as_slice(), [url, "No bucket is connected yet."] if url.starts_with(&link)),
        "{before}"
    );
    let keys = app.sample_fields("full-access");
    app.put_connection("acme", &keys.json()).await.expect(201);
    let after = shell.run(program).await;
    assert!(after.ends_with(&format!("\n{}\n", keys.bucket)), "{after}");

    let refused = shell
        .try_run(&format!("S3_CONNECT_API_KEY=wrong {program}"))
        .await;
    assert_ne!(refused.code, Some(0));
    assert!(refused.stderr.contains("unauthorized: "), "{refused:?}");
}

#[tokio::test]
async fn the_typescript_client_has_types_and_calls_the_server() {
    let app = App::start().await;
    let mut shell = shell_for(&app).await;
    shell.add_programs(folder_of("node"));
    let modules = installed("TEST_CLIENT_MODULES");
    let npm = format!(
        "shift
        for package; do
          grep -q \"\\\"${{package%@*}}\\\": \\\"${{package##*@}}\\\"\" {NPM_PACKAGES} || {{ echo \"$package is not installed\" >&2; exit 1; }}
        done
        ln -s {} node_modules",
        modules.display()
    );
    shell.write_script("bin/npm", &npm);
    let npx = "program=$1\nshift\nexec node_modules/.bin/$program \"$@\"";
    shell.write_script("bin/npx", npx);

    shell.run(&page_code("sh", "## TypeScript")).await;
    shell.write("app.mts", &page_code("ts", "## TypeScript"));
    shell.write("misuses.mts", MISUSES);
    let compile = "npx tsc --noEmit --strict --target es2022 --module nodenext --types node app.mts misuses.mts";
    let compiled = shell.try_run(compile).await;
    assert_eq!(compiled.stdout, "", "{compiled:?}");
    expect_calls(&app, &shell, "node app.mts").await;
}

#[tokio::test]
async fn the_python_client_can_be_imported_and_calls_the_server() {
    let app = App::start().await;
    let mut shell = shell_for(&app).await;
    shell.add_programs(installed("TEST_CLIENT_PROGRAMS"));
    let pip = format!(
        "shift
        for package; do
          grep -q \"^$package \" {PYTHON_PACKAGES} || {{ echo \"$package is not installed\" >&2; exit 1; }}
        done"
    );
    shell.write_script("bin/pip", &pip);

    shell.run(&page_code("sh", "## Python")).await;
    shell.write("app.py", &page_code("python", "## Python"));
    // Every module is imported, not only those of the example.
    let import_all = "python -c 'import pkgutil, s3_connect
for module in pkgutil.walk_packages(s3_connect.__path__, \"s3_connect.\"): __import__(module.name)'";
    shell.run(import_all).await;
    let modules = std::fs::read_dir(shell.path("s3_connect/api")).expect("the API");
    assert!(modules.count() > 1);
    expect_calls(&app, &shell, "python app.py").await;
}
