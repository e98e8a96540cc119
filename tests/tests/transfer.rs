//! `fetch` and `export` with a config file: what arrives, and how it is chosen.

#![expect(clippy::expect_used, reason = "tests")]

mod archives;
mod encrypted;
mod faults;
mod full_disk;
mod killed;
mod manifest;
mod months;
mod refusals;
mod replaced;
mod saved;
mod sizes;
mod stores;

use e2e::transfers::{BUCKET, Transfers, Tree, below, bytes, files, same, strange_files, write};
use serde_json::{Value, json};

const EXPORT: &str = "export --config config.json --from from";
const FETCH: &str = "fetch --config config.json --out out";

/// The lines of JSON that a program wrote.
fn lines(text: &str) -> Vec<Value> {
    let parsed = text.lines().map(serde_json::from_str);
    parsed.collect::<Result<_, _>>().expect("JSON on each line")
}

/// Files by what became of them.
fn outcomes(text: &str) -> Vec<(String, String)> {
    let text_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut outcomes: Vec<_> = lines(text)
        .iter()
        .filter(|line| line["outcome"].is_string())
        .map(|line| (text_of(&line["file"]), text_of(&line["outcome"])))
        .collect();
    outcomes.sort();
    outcomes
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter();
    files
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().into()))
        .collect()
}

#[tokio::test]
async fn files_arrive_byte_by_byte_both_ways() {
    let world = Transfers::start().await;
    let expected = strange_files();
    write(&world.path("from"), &expected);
    world.good(EXPORT).await;
    same(&world.objects().await, &below("data/", &expected));
    for more in ["", "--concurrency 1 --memory 1MiB"] {
        drop(std::fs::remove_dir_all(world.path("out")));
        world.good(&format!("{FETCH} {more}")).await;
        same(&files(&world.path("out")), &expected);
    }
    // Once more over what is there.
    world.good(FETCH).await;
    same(&files(&world.path("out")), &expected);
}

#[tokio::test]
async fn every_object_of_a_long_list_arrives() {
    let world = Transfers::start().await;
    let mut expected = Tree::new();
    // Folders of different lengths, some named like the start of others, and keys beside them.
    for (folder, count) in [
        ("0", 1_010),
        ("a", 3),
        ("a-b", 40),
        ("b/c", 60),
        ("b/d", 1_030),
        ("é", 7),
    ] {
        for n in 0..count {
            expected.insert(format!("{folder}/{n:04}"), bytes(n % 5, 1));
        }
    }
    for name in ["a-", "a.txt", "b-", "zz"] {
        expected.insert(name.to_owned(), bytes(3, 2));
    }
    for (name, bytes) in &expected {
        world.put(&format!("data/{name}"), bytes).await;
    }
    // A folder's own object is where one stretch of the list may end.
    for marker in ["a-b/", "b/", "b/d/", "é/"] {
        world.put(&format!("data/{marker}"), b"").await;
    }
    let ended = world.good(&format!("{FETCH} --json")).await;
    let told = outcomes(&ended.stdout);
    assert_eq!(told.len(), expected.len() + 4, "each is told once");
    same(&files(&world.path("out")), &expected);
}

#[tokio::test]
async fn little_memory_is_enough_for_many_large_files() {
    let world = Transfers::start().await;
    let large = bytes(8 * 1024 * 1024 + 1, 1);
    let expected: Tree = (0..12).map(|n| (format!("{n}"), large.clone())).collect();
    write(&world.path("from"), &expected);
    world.good(&format!("{EXPORT} --memory 2MiB")).await;
    world.good(&format!("{FETCH} --memory 2MiB")).await;
    same(&files(&world.path("out")), &expected);
}

#[tokio::test]
async fn keys_that_are_no_file_names_are_escaped() {
    let world = Transfers::start().await;
    let long = "x".repeat(900);
    let keys = [
        "a",
        "a/b",
        "a//b",
        "/a",
        "..",
        "../../outside",
        "./a",
        "nul\0",
        "long/x",
        &long,
        "A",
        "é",
        "e\u{301}",
        "percent%(2E)",
        ".s3-connect-partial/0",
        "folder/",
        "folder/file",
        "full folder/",
    ];
    for key in keys {
        let text = if key == "folder/" { "" } else { key };
        world.put(&format!("data/{key}"), text.as_bytes()).await;
    }
    world.put("data-not-below/a", b"not asked for").await;
    let ended = world.good(&format!("{FETCH} --manifest manifest")).await;
    assert!(ended.stdout.starts_with("18 fetched"), "{ended:?}");
    let found = files(&world.path("out"));
    assert_eq!(found.len(), keys.len() - 1, "{:?}", found.keys());
    let manifest = std::fs::read_to_string(world.path("manifest")).expect("a manifest");
    for line in lines(&manifest) {
        let (key, file) = (line["key"].as_str(), line["file"].as_str());
        let (key, file) = (key.expect("a key"), file.expect("a file"));
        let key = key.strip_prefix("data/").expect("below the prefix");
        if key == "folder/" {
            assert!(world.path("out").join(file).is_dir(), "{file}");
        } else {
            let text = found
                .get(file)
                .unwrap_or_else(|| panic!("{file:?} is not there"));
            assert_eq!(**text, *key.as_bytes(), "{file}");
        }
    }
    assert!(!world.path("outside").exists() && !world.folder.path().join("../outside").exists());
}

#[tokio::test]
async fn a_prefix_is_a_folder_with_or_without_its_slash() {
    let world = Transfers::start().await;
    for key in ["data/a", "data-too/b", "data"] {
        world.put(key, key.as_bytes()).await;
    }
    for prefix in ["data", "data/"] {
        world.config(&json!({ "path_prefix": prefix }));
        world.good(FETCH).await;
        same(&files(&world.path("out")), &tree(&[("a", "data/a")]));
    }
    world.config(&json!({ "path_prefix": "", "bucket": format!("s3://{BUCKET}/data-too") }));
    world.good("fetch --config config.json --out other").await;
    same(&files(&world.path("other")), &tree(&[("b", "data-too/b")]));
    world.config(&json!({ "path_prefix": "" }));
    world.good("fetch --config config.json --out all").await;
    let found = files(&world.path("all"));
    // Whichever of `data` and `data/a` comes first has the name.
    assert!(
        found.len() == 3 && found.contains_key("data-too/b"),
        "{:?}",
        found.keys()
    );
}

#[tokio::test]
async fn patterns_choose_and_a_dry_run_only_says() {
    let world = Transfers::start().await;
    let all = tree(&[
        ("a.csv", "a"),
        ("b.txt", "b"),
        ("in/c.csv", "c"),
        ("in/d.csv.gz", "d"),
    ]);
    write(&world.path("from"), &all);
    let ended = world
        .good(&format!("{EXPORT} --dry-run --json --manifest manifest"))
        .await;
    assert!(world.objects().await.is_empty(), "nothing was written");
    let announced: Vec<_> = all
        .keys()
        .map(|name| (name.clone(), "would_copy".to_owned()))
        .collect();
    assert_eq!(outcomes(&ended.stdout), announced);
    let manifest = std::fs::read_to_string(world.path("manifest")).expect("a manifest");
    assert_eq!(outcomes(&manifest), announced);

    let ended = world
        .good(&format!("{EXPORT} --include **.csv --exclude in/* --json"))
        .await;
    let outcome = |name: &str, outcome: &str| (name.to_owned(), outcome.to_owned());
    let chosen = [
        outcome("a.csv", "copied"),
        outcome("b.txt", "excluded"),
        outcome("in/c.csv", "excluded"),
        outcome("in/d.csv.gz", "excluded"),
    ];
    assert_eq!(outcomes(&ended.stdout), chosen);
    assert_eq!(world.objects().await.len(), 1);

    world.good(EXPORT).await;
    let ended = world
        .good(&format!("{FETCH} --dry-run --include *.csv"))
        .await;
    let said = ended.stdout.lines().collect::<Vec<_>>();
    assert!(
        said[0] == "a.csv" && said[1].starts_with("1 to copy, 3 excluded"),
        "{ended:?}"
    );
    assert!(!world.path("out").exists(), "nothing was written");
    world
        .good(&format!(
            "{FETCH} --include **/*.csv --include *.txt --exclude a*"
        ))
        .await;
    let expected = tree(&[("b.txt", "b"), ("in/c.csv", "c")]);
    same(&files(&world.path("out")), &expected);

    let ended = world.good(&format!("{FETCH} --json")).await;
    let events = lines(&ended.stdout);
    let (first, last) = (&events[0], &events[events.len() - 1]);
    assert_eq!(first["event"], "begun", "{ended:?}");
    assert_eq!(
        (&last["event"], &last["files"]["copied"]),
        (&json!("ended"), &json!(4))
    );
    assert_eq!(first["job"], last["job"]);
    assert!(ended.stderr.is_empty(), "{ended:?}");

    // Who reads the events may stop to.
    drop(std::fs::remove_dir_all(world.path("out")));
    let mut command = world.command(&format!("{FETCH} --json"), &[]);
    let mut child = command.spawn().expect("it starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().await.expect("it ends").code(), Some(0));
    same(&files(&world.path("out")), &all);
}
