//! Keeps other sites away from the console. Any page that is open in a browser on this machine can reach a local port.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Refuses requests that another site made. `bound` is the address that the sandbox listens on.
pub async fn refuse_other_sites(
    State(bound): State<IpAddr>,
    request: Request,
    next: Next,
) -> Response {
    match refusal_message(&request, bound) {
        Some(message) => (StatusCode::FORBIDDEN, message).into_response(),
        None => next.run(request).await,
    }
}

fn refusal_message(request: &Request, bound: IpAddr) -> Option<&'static str> {
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    // DNS rebinding: an attacker's name that resolves to this machine would make the browser treat the console as part
    // of the attacker's site.
    if !text("host").is_some_and(|host| is_own_host(host, bound)) {
        return Some("Open the sandbox console by the address of this machine.");
    }
    if request.method() != Method::GET
        && request.method() != Method::HEAD
        && !is_own_form(request.headers(), bound)
    {
        return Some("The sandbox console does not accept forms from other sites.");
    }
    None
}

/// Returns whether a form comes from our own page or from a tool that is not a browser.
fn is_own_form(headers: &HeaderMap, bound: IpAddr) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    // Scripts cannot set `Sec-Fetch-Site`. Older browsers send only `Origin`. A tool such as curl sends neither.
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "same-site" | "none");
    }
    text("origin").is_none_or(|origin| {
        let authority = origin
            .parse::<Uri>()
            .ok()
            .and_then(|uri| uri.authority().map(ToString::to_string));
        authority.is_some_and(|host| is_own_host(&host, bound))
    })
}

/// Returns whether `host`, with or without a port, is the loopback address or the address that the sandbox listens on.
fn is_own_host(host: &str, bound: IpAddr) -> bool {
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
    // If the sandbox listens on all addresses, any address can be one of ours. A bare IP address is safe: DNS rebinding
    // needs a name.
    ip.is_loopback() || ip == bound || bound.is_unspecified()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_hosts_of_this_machine() {
        let loopback: IpAddr = [127, 0, 0, 1].into();
        let lan: IpAddr = [192, 168, 1, 5].into();
        let all_addresses: IpAddr = [0, 0, 0, 0].into();
        for (host, bound, expected) in [
            ("127.0.0.1:9400", loopback, true),
            ("localhost:9400", loopback, true),
            ("LOCALHOST", loopback, true),
            ("[::1]:9400", loopback, true),
            ("192.168.1.5:9400", lan, true),
            ("192.168.1.5:9400", loopback, false),
            ("192.168.1.5:9400", all_addresses, true),
            ("evil.example", loopback, false),
            ("evil.example", all_addresses, false),
            ("localhost.evil.example:9400", loopback, false),
            ("127.0.0.1.evil.example", loopback, false),
            ("", loopback, false),
        ] {
            assert_eq!(
                is_own_host(host, bound),
                expected,
                "{host} bound to {bound}"
            );
        }
    }

    #[test]
    fn accepts_forms_only_from_its_own_page_and_from_tools() {
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
