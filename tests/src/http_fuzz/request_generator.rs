//! Generates requests from a route, a credential, ids, headers and a body, each of which is valid most of the time.

use super::fixture::FuzzFixture;
use super::fuzz_request::{Caller, FuzzRequest};
use super::routes::{Body, ROUTES, Route, weight};
use super::values;
use crate::admin::FORM_TOKEN;
use crate::client::ADMIN_KEY;
use fuzz_targets::mutate::change;
use rand::Rng as _;
use rand::distr::Distribution as _;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::sync::LazyLock;

static WEIGHTS: LazyLock<WeightedIndex<u32>> =
    LazyLock::new(|| WeightedIndex::new(ROUTES.iter().map(weight)).expect("weights"));

const METHODS: [&str; 8] = [
    "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW",
];
const BOUNDARY: &str = "----fuzz7d3f";

/// Generates a request. Also returns the number of the link whose token authorizes it, if there is one.
pub fn generate_request(
    random: &mut StdRng,
    fixture: &FuzzFixture,
) -> (FuzzRequest, Option<usize>) {
    let route = &ROUTES[WEIGHTS.sample(random)];
    let method = if random.random_ratio(1, 25) {
        values::choose(random, &METHODS)
    } else {
        values::choose(random, route.methods)
    };
    let mut request = FuzzRequest {
        route: route.path,
        caller: Caller::Nobody,
        method: METHODS
            .into_iter()
            .find(|known| *known == method)
            .unwrap_or("GET"),
        target: path(random, route, method),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let link = random.random_range(0..fixture.links.len());
    let token = authorize(random, fixture, route, &mut request, link);
    query(random, route, &mut request, token.as_deref());
    if method != "GET" || random.random_ratio(1, 30) {
        body(random, fixture, route, &mut request, token.as_deref());
    }
    for _ in 0..random.random_range(0..3) {
        let header = values::header(random);
        request.headers.push(header);
    }
    if random.random_ratio(1, 30)
        && let Some(again) = request.headers.choose(random).cloned()
    {
        request.headers.push(again);
    }
    let link = matches!(request.caller, Caller::Link(_)).then_some(link);
    (request, link)
}

fn path(random: &mut StdRng, route: &Route, method: &str) -> String {
    // The widget, `PUT …/connection` and `POST …/credentials` leave the fixture's own tenants in a state that the fuzzer
    // can go on with. Other changes use separate ids.
    let is_harmless = route.path == "/connect"
        || route.path.ends_with("/credentials")
        || (route.path.ends_with("/connection") && method != "DELETE");
    let modifies = method != "GET" && !is_harmless;
    let mut path = String::new();
    for segment in route.path.split('/').skip(1) {
        path.push('/');
        match segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => {
                let id = values::id(random, name, modifies);
                encode(random, &id, &mut path);
            }
            None => path.push_str(segment),
        }
    }
    path
}

/// Percent-encodes a path segment. Sometimes adds invalid encodings, dots or bytes that are not UTF-8.
fn encode(random: &mut StdRng, text: &str, into: &mut String) {
    if random.random_ratio(1, 60) {
        into.push_str(values::choose(
            random,
            &["%ff%fe", "%", "%zz", "%2e%2e", "a%2fb", ";x", "%00"],
        ));
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            let _ = write!(into, "%{byte:02x}");
        }
    }
}

/// Gives the request a credential. Returns the token of a link for routes that read it from the query or the body.
fn authorize(
    random: &mut StdRng,
    fixture: &FuzzFixture,
    route: &Route,
    request: &mut FuzzRequest,
    link: usize,
) -> Option<String> {
    let is_valid = random.random_ratio(9, 10);
    if route.path == "/connect" {
        let link = &fixture.links[link];
        if is_valid {
            if link.is_good {
                request.caller = Caller::Link(link.owner);
            }
            return Some(link.token.clone());
        }
        let key = fixture.keys[0].clone();
        return Some(if random.random() {
            key
        } else {
            values::hostile_text(random)
        });
    }
    if route.path.starts_with("/v1") {
        let number = usize::from(random.random_ratio(1, 4));
        let bearer = if is_valid {
            request.caller = Caller::Key(number);
            format!("Bearer {}", fixture.keys[number])
        } else {
            let wrong = [
                fixture.links[link].token.as_str(),
                "x",
                "",
                ADMIN_KEY,
                "\u{fc}",
            ];
            format!("Bearer {}", values::choose(random, &wrong))
        };
        if is_valid || random.random() {
            request
                .headers
                .push(("authorization".to_owned(), bearer.into_bytes()));
        }
    } else if route.path.starts_with("/admin") {
        // Signing out would end the admin session that all other requests use.
        if is_valid && route.path != "/admin/sign-out" {
            request.caller = Caller::Admin;
            request
                .headers
                .push(("cookie".to_owned(), fixture.cookie.clone().into_bytes()));
        }
    }
    None
}

fn query(random: &mut StdRng, route: &Route, request: &mut FuzzRequest, token: Option<&str>) {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in route.query {
        match token.filter(|_| *name == "token") {
            Some(token) => drop(pairs.append_pair(name, token)),
            None if random.random() => drop(pairs.append_pair(name, &values::field(random, name))),
            None => {}
        }
    }
    if random.random_ratio(1, 20) {
        pairs.append_pair(&values::hostile_text(random), &values::hostile_text(random));
    }
    let query = pairs.finish();
    if !query.is_empty() {
        request.target.push('?');
        request.target.push_str(&query);
    }
}

fn body(
    random: &mut StdRng,
    fixture: &FuzzFixture,
    route: &Route,
    request: &mut FuzzRequest,
    token: Option<&str>,
) {
    let is_admin_post = request.caller == Caller::Admin && request.method == "POST";
    let form_token =
        (is_admin_post && random.random_ratio(19, 20)).then_some(fixture.form_token.as_str());
    let (kind, bytes) = match route.body {
        Body::Nothing if form_token.is_some() => (
            "application/x-www-form-urlencoded".to_owned(),
            form(random, route, &[], None, form_token),
        ),
        Body::Nothing if random.random_ratio(1, 10) => {
            ("application/json".to_owned(), json(random, &["x"]))
        }
        Body::Nothing => return,
        Body::Json(fields) => ("application/json".to_owned(), json(random, fields)),
        Body::Form(fields) => (
            "application/x-www-form-urlencoded".to_owned(),
            form(random, route, fields, token, form_token),
        ),
        Body::Upload(fields) => (
            format!("multipart/form-data; boundary={BOUNDARY}"),
            upload(random, fields, form_token),
        ),
    };
    let kind = match random.random_range(0..30) {
        0 => "text/plain".to_owned(),
        1 => "application/json; charset=utf-16".to_owned(),
        2 => "multipart/form-data".to_owned(),
        3 => values::hostile_text(random).replace(['\r', '\n', '\0'], ""),
        _ => kind,
    };
    request
        .headers
        .push(("content-type".to_owned(), kind.into_bytes()));
    request.body = bytes;
    let had_token = token
        .filter(|token| !token.is_empty())
        .is_some_and(|token| {
            request
                .body
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        });
    if random.random_ratio(1, 6) {
        for _ in 0..random.random_range(1..6) {
            change(&mut request.body, &[], random);
        }
    }
    if random.random_ratio(1, 300) {
        request.body.resize(random.random_range(0..200_000), b'x');
    }
    // A POST to the widget has its token in the body. If a mutation destroyed the token, the request is anonymous.
    if had_token && request.method != "GET" {
        let is_intact = token.is_some_and(|token| {
            request
                .body
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        });
        if !is_intact {
            request.caller = Caller::Nobody;
        }
    }
}

/// Chooses some of the fields. The share differs between requests, so that some requests have nearly all fields: a save
/// without a bucket fails early and tests little.
fn choose_fields<'a>(random: &mut StdRng, fields: &'a [&'a str]) -> Vec<&'a str> {
    let tenths = random.random_range(1..10);
    fields
        .iter()
        .copied()
        .filter(|_| random.random_ratio(tenths, 10))
        .collect()
}

fn json(random: &mut StdRng, fields: &[&str]) -> Vec<u8> {
    if random.random_ratio(1, 40) {
        return values::unexpected_json(random).to_string().into_bytes();
    }
    let mut object = Map::new();
    for name in choose_fields(random, fields) {
        object.insert(name.to_owned(), values::json_field(random, name));
    }
    if random.random_ratio(1, 20) {
        object.insert(
            values::hostile_text(random),
            values::unexpected_json(random),
        );
    }
    let mut text = Value::Object(object).to_string();
    if random.random_ratio(1, 40) {
        // Repeat a member, which the server has to reject.
        text = text.replacen('{', &format!("{{\"{}\": 1, ", fields[0]), 1);
    }
    text.into_bytes()
}

fn form(
    random: &mut StdRng,
    route: &Route,
    fields: &[&str],
    token: Option<&str>,
    form_token: Option<&str>,
) -> Vec<u8> {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in choose_fields(random, fields) {
        match name {
            "token" => {}
            "key" if route.path == "/admin/sign-in" => {
                let is_right = random.random_ratio(1, 4);
                pairs.append_pair(name, if is_right { ADMIN_KEY } else { "wrong" });
            }
            _ => drop(pairs.append_pair(name, &values::field(random, name))),
        }
        if random.random_ratio(1, 30) {
            pairs.append_pair(name, &values::hostile_text(random));
        }
    }
    if let Some(token) = token {
        pairs.append_pair("token", token);
    }
    if let Some(token) = form_token {
        pairs.append_pair(FORM_TOKEN, token);
    }
    if random.random_ratio(1, 20) {
        pairs.append_pair(&values::hostile_text(random), &values::hostile_text(random));
    }
    pairs.finish().into_bytes()
}

fn upload(random: &mut StdRng, fields: &[&str], form_token: Option<&str>) -> Vec<u8> {
    const PICTURES: [&[u8]; 5] = [
        b"\x89PNG\r\n\x1a\nrest",
        b"\xff\xd8\xff\xe0",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"GIF89a",
        b"",
    ];
    let mut body = Vec::new();
    if let Some(token) = form_token {
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{FORM_TOKEN}\"\r\n\r\n{token}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    for name in choose_fields(random, fields) {
        let file = if name == "logo" {
            "; filename=\"logo.png\"\r\ncontent-type: image/png"
        } else {
            ""
        };
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            )
            .as_bytes(),
        );
        if name == "logo" {
            body.extend_from_slice(PICTURES.choose(random).copied().unwrap_or_default());
        } else {
            body.extend_from_slice(values::field(random, name).as_bytes());
        }
        body.extend_from_slice(b"\r\n");
    }
    if random.random_ratio(19, 20) {
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    }
    body
}
