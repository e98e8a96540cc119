//! Request headers that decide who is signed in, which client address counts, and which page follows a sign-in.

use crate::input_bytes::text;
use axum::http::{HeaderMap, header};
use server::fuzzing::{Cookies, page_after_sign_in, parse_headers, sign_in_address};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

static SIGNED_IN: LazyLock<Cookies> = LazyLock::new(Cookies::new);
/// The placeholder in an input for the session token of the signed-in admin.
const TOKEN: &str = "TOKEN";
/// The address of a peer that is no trusted proxy.
const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
/// The address of a trusted proxy.
const TRUSTED_PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Checks how headers are read. The input has one header on each line.
pub fn cookies(data: &[u8]) {
    let lines = text(data).replace(TOKEN, &SIGNED_IN.token);
    let headers = parse_headers(lines.as_bytes());
    if let Some(name) = SIGNED_IN.admin(&headers) {
        assert_eq!(name, Cookies::ADMIN);
        assert!(
            has_session_cookie(&headers),
            "signed in without the session token: {headers:?}"
        );
    }
    assert_eq!(
        sign_in_address(STRANGER, &headers),
        STRANGER,
        "a stranger can choose its address"
    );
    let client = sign_in_address(TRUSTED_PROXY, &headers);
    assert!(client == TRUSTED_PROXY || headers.contains_key("x-forwarded-for"));
    for value in headers.values() {
        check_page_after_sign_in(&String::from_utf8_lossy(value.as_bytes()));
    }
}

/// Returns whether one of the cookies is the whole session cookie.
fn has_session_cookie(headers: &HeaderMap) -> bool {
    let cookie = format!("{}={}", Cookies::NAME, SIGNED_IN.token);
    let values = headers.get_all(header::COOKIE).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(';')).any(|one| {
        let (name, value) = one.split_once('=').unwrap_or((one, ""));
        format!("{}={}", name.trim(), value.trim()) == cookie
    })
}

/// Asserts that a sign-in redirects to an admin page of this server.
fn check_page_after_sign_in(next: &str) {
    let page = page_after_sign_in(next);
    let base = url::Url::parse("https://connect.example.com").expect("a URL");
    let url = base.join(&page).expect("an address");
    assert_eq!(url.origin(), base.origin(), "{next} leads away");
    assert!(
        url.path() == "/admin" || url.path().starts_with("/admin/"),
        "{next} leads to {url}"
    );
}
