//! Makes requests: a route, somebody's credential, ids, headers and a body, each mostly right.

use super::routes::{Body, ROUTES, Route, weight};
use super::sent::{Caller, Sent};
use super::values;
use super::world::World;
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

/// Returns a request, and the link whose token it carries where that counts.
pub fn make(random: &mut StdRng, world: &World) -> (Sent, Option<usize>) {
    let route = &ROUTES[WEIGHTS.sample(random)];
    let method = if random.random_ratio(1, 25) {
        values::one_of(random, &METHODS)
    } else {
        values::one_of(random, route.methods)
    };
    let mut sent = Sent {
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
    let link = random.random_range(0..world.links.len());
    let token = authorize(random, world, route, &mut sent, link);
    query(random, route, &mut sent, token.as_deref());
    if method != "GET" || random.random_ratio(1, 30) {
        body(random, world, route, &mut sent, token.as_deref());
    }
    for _ in 0..random.random_range(0..3) {
        let header = values::header(random);
        sent.headers.push(header);
    }
    if random.random_ratio(1, 30)
        && let Some(again) = sent.headers.choose(random).cloned()
    {
        sent.headers.push(again);
    }
    let counts = matches!(sent.caller, Caller::Link(_)).then_some(link);
    (sent, counts)
}

fn path(random: &mut StdRng, route: &Route, method: &str) -> String {
    let keeps =
        route.path == "/connect" || (route.path.ends_with("/connection") && method != "DELETE");
    let mends = method != "GET" && !keeps;
    let mut path = String::new();
    for segment in route.path.split('/').skip(1) {
        path.push('/');
        match segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => {
                let id = values::id(random, name, mends);
                encode(random, &id, &mut path);
            }
            None => path.push_str(segment),
        }
    }
    path
}

/// Percent-encodes, now and then not all of it, or bytes that are no text.
fn encode(random: &mut StdRng, text: &str, into: &mut String) {
    if random.random_ratio(1, 60) {
        into.push_str(values::one_of(
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

/// Gives the request a credential. Returns the token of a link that is to be put where the route reads it.
fn authorize(
    random: &mut StdRng,
    world: &World,
    route: &Route,
    sent: &mut Sent,
    link: usize,
) -> Option<String> {
    let right = random.random_ratio(9, 10);
    if route.path == "/connect" {
        let known = &world.links[link];
        if right {
            if known.is_good {
                sent.caller = Caller::Link(known.owner);
            }
            return Some(known.token.clone());
        }
        let key = world.keys[0].clone();
        return Some(if random.random() {
            key
        } else {
            values::hostile(random)
        });
    }
    if route.path.starts_with("/v1") {
        let number = usize::from(random.random_ratio(1, 4));
        let bearer = if right {
            sent.caller = Caller::Key(number);
            format!("Bearer {}", world.keys[number])
        } else {
            let wrong = [
                world.links[link].token.as_str(),
                "x",
                "",
                ADMIN_KEY,
                "\u{fc}",
            ];
            format!("Bearer {}", values::one_of(random, &wrong))
        };
        if right || random.random() {
            sent.headers
                .push(("authorization".to_owned(), bearer.into_bytes()));
        }
    } else if route.path.starts_with("/admin") {
        // Who signs out is signed out; this admin has more to do.
        if right && route.path != "/admin/sign-out" {
            sent.caller = Caller::Admin;
            sent.headers
                .push(("cookie".to_owned(), world.cookie.clone().into_bytes()));
        }
    }
    None
}

fn query(random: &mut StdRng, route: &Route, sent: &mut Sent, token: Option<&str>) {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in route.query {
        match token.filter(|_| *name == "token") {
            Some(token) => drop(pairs.append_pair(name, token)),
            None if random.random() => drop(pairs.append_pair(name, &values::field(random, name))),
            None => {}
        }
    }
    if random.random_ratio(1, 20) {
        pairs.append_pair(&values::hostile(random), &values::hostile(random));
    }
    let query = pairs.finish();
    if !query.is_empty() {
        sent.target.push('?');
        sent.target.push_str(&query);
    }
}

fn body(random: &mut StdRng, world: &World, route: &Route, sent: &mut Sent, token: Option<&str>) {
    let by_admin = sent.caller == Caller::Admin && sent.method == "POST";
    let form_token = (by_admin && random.random_ratio(19, 20)).then_some(world.form_token.as_str());
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
        3 => values::hostile(random).replace(['\r', '\n', '\0'], ""),
        _ => kind,
    };
    sent.headers
        .push(("content-type".to_owned(), kind.into_bytes()));
    sent.body = bytes;
    let holds_token = token
        .filter(|token| !token.is_empty())
        .is_some_and(|token| {
            sent.body
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        });
    if random.random_ratio(1, 6) {
        for _ in 0..random.random_range(1..6) {
            change(&mut sent.body, &[], random);
        }
    }
    if random.random_ratio(1, 300) {
        sent.body.resize(random.random_range(0..200_000), b'x');
    }
    // A POST to the widget has its token in the body; where that is gone, nobody asks.
    if holds_token && sent.method != "GET" {
        let there = token.is_some_and(|token| {
            sent.body
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        });
        if !there {
            sent.caller = Caller::Nobody;
        }
    }
}

/// Names that belong together are mostly all there: a save without a bucket ends early.
fn chosen<'a>(random: &mut StdRng, fields: &'a [&'a str]) -> Vec<&'a str> {
    let most = random.random_range(1..10);
    fields
        .iter()
        .copied()
        .filter(|_| random.random_ratio(most, 10))
        .collect()
}

fn json(random: &mut StdRng, fields: &[&str]) -> Vec<u8> {
    if random.random_ratio(1, 40) {
        return values::odd(random).to_string().into_bytes();
    }
    let mut object = Map::new();
    for name in chosen(random, fields) {
        object.insert(name.to_owned(), values::json_field(random, name));
    }
    if random.random_ratio(1, 20) {
        object.insert(values::hostile(random), values::odd(random));
    }
    let mut text = Value::Object(object).to_string();
    if random.random_ratio(1, 40) {
        // The same member twice.
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
    for name in chosen(random, fields) {
        match name {
            "token" => {}
            "key" if route.path == "/admin/sign-in" => {
                let right = random.random_ratio(1, 4);
                pairs.append_pair(name, if right { ADMIN_KEY } else { "wrong" });
            }
            _ => drop(pairs.append_pair(name, &values::field(random, name))),
        }
        if random.random_ratio(1, 30) {
            pairs.append_pair(name, &values::hostile(random));
        }
    }
    if let Some(token) = token {
        pairs.append_pair("token", token);
    }
    if let Some(token) = form_token {
        pairs.append_pair(FORM_TOKEN, token);
    }
    if random.random_ratio(1, 20) {
        pairs.append_pair(&values::hostile(random), &values::hostile(random));
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
    for name in chosen(random, fields) {
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
