//! Values for fields, ids and headers. Most are valid or nearly valid.

use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use serde_json::{Value, json};

/// A secret access key that requests contain. No answer is allowed to repeat it.
pub const SENT_SECRET: &str = "Zq9/Fuzzed+Secret4711/ThatNobodyRepeats0";
/// The value of a field of type password that requests contain. No answer is allowed to repeat it.
pub const SENT_PIN: &str = "PinThatNobodyRepeats-9384";

pub const ENVIRONMENTS: [&str; 2] = ["dev", "other"];
pub const FLOWS: [&str; 2] = ["demo", "second"];
/// Flows that the fuzzer creates. They are few, so lists stay short.
const NEW_FLOWS: [&str; 4] = ["second", "new1", "new2", "Fq183dc"];
pub const TENANTS: [&str; 2] = ["acme", "beta"];
/// Tenants that the fuzzer may disconnect and change in any way.
const NEW_TENANTS: [&str; 4] = ["gone", "new1", "new2", "acme_corp"];

/// Texts that HTML, SQL, headers, templates or paths could misinterpret.
const HOSTILE: [&str; 24] = [
    "",
    " ",
    "..",
    "../..",
    "/",
    "//evil.example",
    "\0",
    "a\r\nx-injected: 1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' OR '1'='1",
    "%",
    "_",
    "%00",
    "{tenant}",
    "${jndi:ldap://x}",
    "{{resolve:ssm:x}}",
    "\u{202e}txt",
    "\u{feff}",
    "😀😀😀",
    "ünïcødé/日本",
    "null",
    "-1",
    "9223372036854775808",
];

pub fn choose<'a>(random: &mut StdRng, all: &[&'a str]) -> &'a str {
    all.choose(random).copied().unwrap_or_default()
}

pub fn hostile_text(random: &mut StdRng) -> String {
    match random.random_range(0..12) {
        0 => "x".repeat(random.random_range(1..6_000)),
        1 => (0..random.random_range(1..40))
            .map(|_| random.random::<char>())
            .collect(),
        2 => "[".repeat(random.random_range(1..400)),
        _ => choose(random, &HOSTILE).to_owned(),
    }
}

/// Returns one of the good values four times out of five, and otherwise a hostile text.
fn mostly_good(random: &mut StdRng, good: &[&str]) -> String {
    if random.random_ratio(4, 5) {
        choose(random, good).to_owned()
    } else {
        hostile_text(random)
    }
}

/// Returns an id for a path. `modifies` tells whether the request changes what the id names.
pub fn id(random: &mut StdRng, name: &str, modifies: bool) -> String {
    let is_unknown = random.random_ratio(1, 20);
    let good: &[&str] = match name {
        _ if random.random_ratio(1, 12) => return hostile_text(random),
        "environment" | "flow" if is_unknown => &["lost"],
        "environment" => &["dev", "dev", "dev", "other"],
        "flow" if modifies => &NEW_FLOWS,
        "flow" => &["demo", "demo", "second", "new1"],
        "tenant" if is_unknown => &["never_seen"],
        "tenant" if modifies => &NEW_TENANTS,
        "tenant" => &["acme", "acme", "beta", "gone", "new1"],
        "version" => &["1", "2", "3", "99", "0"],
        "key" => &["key1", "0190a0b0c0d0e0f00000000000000000"],
        "fingerprint" => &["0123456789abcdef"],
        "file" => &[
            "en.json",
            "de.json",
            "xx.json",
            "s3-connect.css",
            "s3-connect.js",
            "0b5cd6.css",
            "..%2f..%2fmaster.key",
        ],
        _ => &["x"],
    };
    choose(random, good).to_owned()
}

/// Returns a value for a field of a form or of a query.
#[expect(clippy::too_many_lines, reason = "one line for each field")]
pub fn field(random: &mut StdRng, name: &str) -> String {
    let good: &[&str] = match name {
        "action" => &[
            "save",
            "save",
            "again",
            "check",
            "change",
            "open",
            "setup",
            "forward",
            "watch",
            "disconnect",
            "disconnect-now",
            "download:keys:terraform",
            "download:role:aws-cli",
            "download:keys:iam-policy",
            "review",
            "follow",
            "edit",
            "add",
            "add:region",
            "up:note",
            "down:bucket",
            "remove:note",
        ],
        "access" => &["keys", "role", "both", "read", "write", ""],
        "format" => &["iceberg", ""],
        "bucket" => &[
            "my-data",
            "my-data",
            "s3://my-data/in",
            "arn:aws:s3:::my-data",
            "My_Data",
            "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/x",
            "abc--use1-az4--x-s3",
            "https://my-data.s3.eu-west-1.amazonaws.com/in",
            SENT_SECRET,
        ],
        "path_prefix" => &[
            "incoming/",
            "in/{tenant}/{full_date}",
            "",
            "/in",
            "in/{tennant}",
            "a/../b",
        ],
        "aws_access_key_id" => &[
            "AKIAIOSFODNN7EXAMPLE",
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAIOSFODNN7EXAMPLE",
            "short",
            SENT_SECRET,
        ],
        "aws_secret_access_key" => &[
            SENT_SECRET,
            SENT_SECRET,
            SENT_SECRET,
            "AKIAIOSFODNN7EXAMPLE",
            "",
        ],
        "aws_external_id" | "external_id" => &[
            "s3c-abababababababababababababababab",
            "vendor-id-1",
            "x",
            "",
        ],
        "aws_role_arn" => &[
            "arn:aws:iam::111122223333:role/reader",
            "arn:aws:iam::111122223333:user/x",
            "reader",
        ],
        "region" => &["eu-west-1", "Ireland", "cn-north-1", "auto", ""],
        "endpoint" => &[
            "https://store.example.com",
            "https://127.0.0.1",
            "https://my-space.fra1.digitaloceanspaces.com",
            "http://x",
            "",
        ],
        "kms_key_arn" => &[
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
            "arn:aws:kms:eu-west-1:111122223333:alias/x",
            "",
        ],
        "bucket_owner" => &["111122223333", "1"],
        "pin" => &[SENT_PIN],
        "note" => &["a note"],
        "days" => &["1", "2", "3"],
        "tenant" => return id(random, "tenant", true),
        "root_tenant" => &["acme", "root", ""],
        "flow" => &["demo", "second", "new1", "lost", ""],
        "environment" => &["dev", "other", "dev"],
        "origin" | "origins" => &[
            "https://app.example.com",
            "https://a.example, https://b.example",
            "*",
            "javascript:alert(1)",
            "",
        ],
        "return_url" => &[
            "https://app.example.com/done?x=1#y",
            "http://localhost:3000/",
            "javascript:alert(1)",
            "",
        ],
        "ttl_seconds" => &["60", "900", "3600", "604800", "59", "604801", "x"],
        "locale" => &["de", "ja-JP", "xx", "en\r\nx: y"],
        "direction" => &["source", "destination", "both", "sideways"],
        "version" | "saved" => &["1", "2", "3", "0", "-1"],
        "shown.keys"
        | "shown.role"
        | "shown.required:bucket"
        | "shown.temporary_credentials:aws_access_key_id"
        | "temporary_credentials:aws_access_key_id"
        | "keys"
        | "role"
        | "remove_logo" => &["on", "true", ""],
        "own" => &["note", "days", "pin", "bucket", "region", "a b", "token"],
        "setup.keys" | "setup.role" => &["terraform", "aws-cli", "x"],
        "own-type" | "type:note" | "shown.type:note" => &["text", "select", "password", "x"],
        "json" | "connect_ui_params" => return params(random).to_string(),
        "name" => &["a key", "Anna", ""],
        "accent" | "accent_dark" => &["#0b5cd6", "#fff", "#7fb0ff", "red;}", ""],
        "radius" => &["0", "8", "24", "25", ""],
        "fonts" => &["Inter, Helvetica Neue", "url(x)", "a;b", ""],
        "scheme" => &["system", "light", "dark", "dim"],
        "kind" => &["check", "connection", "link", "x"],
        "before" => &["0190a0b0c0d0e0f0000000000000", "x", ""],
        "limit" => &["1", "50", "200", "201", "x"],
        "at" => &["2026-11-22T14:05:00Z", "yesterday"],
        "by" => &["bucket", "account", "x"],
        "q" => &["a", "acme", "my-data", "111122223333", "%", "_"],
        "state" => &[
            "passed",
            "failed",
            "undetermined",
            "attempted",
            "not_connected",
            "access_not_offered",
            "works",
            "to-move",
            "x",
        ],
        "prefix" => &["a", "acme", "x"],
        "account" => &["111122223333", "x"],
        "cursor" => &[
            "acme",
            "acme~demo",
            "demo",
            "0190a0b0c0d0e0f0000000000000",
            "x~",
        ],
        "order" => &["name", "x"],
        "done" => &["revoked", "ended", "rotated", "saved", "deleted", "x"],
        "template_url" => &[
            "https://acme.s3.amazonaws.com/t.json",
            "http://x",
            "javascript:alert(1)",
            "",
        ],
        "next" => &["/admin/dev/flows", "//evil.example", "/admin/\r\nx: y"],
        _ => &["x", ""],
    };
    mostly_good(random, good)
}

/// Returns a value for a member of a JSON body.
pub fn json_field(random: &mut StdRng, name: &str) -> Value {
    match random.random_range(0..16) {
        0 => unexpected_json(random),
        _ if name == "connect_ui_params" => params(random),
        _ if name == "values" => {
            json!({ field(random, "own"): hostile_text(random), "tenant": hostile_text(random), "job_id": "j1" })
        }
        _ if name == "ttl_seconds" || name == "version" => {
            let text = field(random, name);
            text.parse::<i64>().map_or(Value::from(text), Value::from)
        }
        _ if name == "days" => json!([field(random, name), field(random, name)]),
        _ => Value::from(field(random, name)),
    }
}

/// Returns a JSON value of a random type.
pub fn unexpected_json(random: &mut StdRng) -> Value {
    match random.random_range(0..8) {
        0 => Value::Null,
        1 => json!(random.random::<bool>()),
        2 => json!(random.random::<i64>()),
        3 => json!(random.random::<f64>() * 1e300),
        4 => json!([hostile_text(random), 1, null]),
        5 => json!({ hostile_text(random): hostile_text(random) }),
        6 => (0..random.random_range(1..60)).fold(Value::Null, |inner, _| json!([inner])),
        _ => Value::from(hostile_text(random)),
    }
}

/// Returns connector parameters that are valid or nearly valid.
pub fn params(random: &mut StdRng) -> Value {
    let mut params = json!({
        "bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {},
        "aws_external_id": {}, "aws_role_arn": {}
    });
    for _ in 0..random.random_range(0..4) {
        let name = match random.random_range(0..4) {
            0 => hostile_text(random),
            _ => choose(
                random,
                &[
                    "note",
                    "pin",
                    "days",
                    "region",
                    "endpoint",
                    "kms_key_arn",
                    "token",
                    "bucket",
                ],
            )
            .to_owned(),
        };
        let kind = choose(
            random,
            &[
                "text",
                "password",
                "number",
                "boolean",
                "multiline",
                "select",
                "multiselect",
                "x",
            ],
        );
        let field = match random.random_range(0..5) {
            0 => json!({}),
            1 => unexpected_json(random),
            2 => {
                json!({ "label": hostile_text(random), "description": hostile_text(random), "default": unexpected_json(random) })
            }
            3 => {
                json!({ "type": kind, "options": [{ "name": hostile_text(random), "value": "1" }, { "name": "b", "value": "2" }] })
            }
            _ => json!({ "type": kind, "label": "A label", "required": false }),
        };
        params[name.as_str()] = field;
    }
    if random.random_ratio(1, 4) {
        params["aws_access_key_id"] = json!({ "temporary_credentials": true });
    }
    if random.random_ratio(1, 8) {
        let removed = choose(
            random,
            &[
                "bucket",
                "aws_role_arn",
                "aws_external_id",
                "aws_access_key_id",
            ],
        );
        params.as_object_mut().map(|all| all.shift_remove(removed));
    }
    params
}

/// Returns a header that any client could send.
pub fn header(random: &mut StdRng) -> (String, Vec<u8>) {
    let all: &[(&str, &[&str])] = &[
        (
            "accept",
            &[
                "*/*",
                "text/html",
                "application/json",
                "application/x-ndjson",
                "application/x-ndjson",
                "x",
            ],
        ),
        ("accept-language", &["de", "ja;q=0.2, fr", "*;q=x", "xx"]),
        // The checks cannot search compressed answers.
        ("accept-encoding", &["identity", "x"]),
        ("if-match", &["\"1\"", "*", "W/\"2\"", "x"]),
        ("sec-fetch-site", &["same-origin", "cross-site", "none"]),
        (
            "x-forwarded-for",
            &["203.0.113.9", "1.1.1.1, 2001:db8::7", "nobody"],
        ),
        ("x-request-id", &["mine"]),
        (
            "idempotency-key",
            &["a", "\"a\"", "b", "c", "\"", "two words"],
        ),
        ("range", &["bytes=0-0", "bytes=5-1", "x"]),
        ("if-none-match", &["*", "\"x\""]),
        ("if-modified-since", &["Sun, 29 Nov 2026 21:00:00 GMT", "x"]),
        ("transfer-encoding", &["chunked"]),
        ("expect", &["100-continue"]),
        ("x-anything", &["y"]),
        ("host", &["evil.example", "x:y"]),
        ("origin", &["https://evil.example", "null"]),
        (
            "cookie",
            &[
                "a=b",
                "s3_connect_admin=",
                "s3_connect_admin=x; s3_connect_admin=y",
                "=;=;;",
            ],
        ),
    ];
    let (name, values) = all.choose(random).copied().unwrap_or(("x", &["y"]));
    let value = match random.random_range(0..12) {
        0 => vec![b'x'; random.random_range(1..4_000)],
        1 => (0..random.random_range(1..40))
            .map(|_| random.random_range(0x80..=0xff))
            .collect(),
        _ => choose(random, values).as_bytes().to_vec(),
    };
    (name.to_owned(), value)
}
