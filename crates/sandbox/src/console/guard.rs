//! Keeps other sites out: every page open in a browser on this machine can reach a local port.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Console;

pub async fn only_from_here(
    State(console): State<Console>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(&request, console.addr.ip()) {
        Some(words) => (StatusCode::FORBIDDEN, words).into_response(),
        None => next.run(request).await,
    }
}

fn refusal(request: &Request, bound: IpAddr) -> Option<&'static str> {
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    // A name of someone's own making that resolves to this machine would make the browser take us for that site.
    if !text("host").is_some_and(|host| is_here(host, bound)) {
        return Some("The sandbox console is reached by the address of this machine only.");
    }
    if request.method() != Method::GET
        && request.method() != Method::HEAD
        && !is_own_form(request.headers(), bound)
    {
        return Some("The sandbox console takes no forms from other sites.");
    }
    None
}

/// `Sec-Fetch-Site` is the browser's own word; `Origin` serves where it is missing; a tool sends neither.
fn is_own_form(headers: &HeaderMap, bound: IpAddr) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "same-site" | "none");
    }
    text("origin").is_none_or(|origin| {
        let authority = origin
            .parse::<Uri>()
            .ok()
            .and_then(|uri| uri.authority().map(ToString::to_string));
        authority.is_some_and(|host| is_here(&host, bound))
    })
}

/// Whether `host`, with or without a port, is the loopback or the address bound to.
fn is_here(host: &str, bound: IpAddr) -> bool {
    let Ok(authority) = host.parse::<axum::http::uri::Authority>() else {
        return false;
    };
    let name = authority.host();
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let Ok(ip) = name
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>()
    else {
        return false;
    };
    // Bound to every address, each of them is ours, and a bare address cannot be another site's name.
    ip.is_loopback() || ip == bound || bound.is_unspecified()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        let loopback: IpAddr = [127, 0, 0, 1].into();
        let lan: IpAddr = [192, 168, 1, 5].into();
        let every: IpAddr = [0, 0, 0, 0].into();
        for (host, bound, expected) in [
            ("127.0.0.1:9400", loopback, true),
            ("localhost:9400", loopback, true),
            ("LOCALHOST", loopback, true),
            ("[::1]:9400", loopback, true),
            ("192.168.1.5:9400", lan, true),
            ("192.168.1.5:9400", loopback, false),
            ("192.168.1.5:9400", every, true),
            ("evil.example", loopback, false),
            ("evil.example", every, false),
            ("localhost.evil.example:9400", loopback, false),
            ("127.0.0.1.evil.example", loopback, false),
            ("", loopback, false),
        ] {
            assert_eq!(is_here(host, bound), expected, "{host} bound to {bound}");
        }
    }

    #[test]
    fn forms() {
        let bound: IpAddr = [127, 0, 0, 1].into();
        for (headers, expected) in [
            (vec![], true),
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site")], true),
            (vec![("sec-fetch-site", "none")], true),
            (vec![("sec-fetch-site", "cross-site")], false),
            (
                vec![
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://127.0.0.1:9400"),
                ],
                false,
            ),
            (vec![("origin", "http://127.0.0.1:9400")], true),
            (vec![("origin", "http://localhost:3000")], true),
            (vec![("origin", "https://evil.example")], false),
            (vec![("origin", "null")], false),
        ] {
            let map = headers
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect::<HeaderMap>();
            assert_eq!(is_own_form(&map, bound), expected, "{headers:?}");
        }
    }
}
