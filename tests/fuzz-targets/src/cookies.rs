//! Who a cookie signs in, whose address counts, and where a sign-in leads.

use crate::text;
use axum::http::{HeaderMap, header};
use server::fuzzing::{Cookies, client, headers, page_after_sign_in};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

static SIGNED_IN: LazyLock<Cookies> = LazyLock::new(Cookies::new);
/// Stands in an input for the token of the admin who is signed in.
const TOKEN: &str = "TOKEN";
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
const NEARBY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Takes headers, a line each.
pub fn cookies(data: &[u8]) {
    let lines = text(data).replace(TOKEN, &SIGNED_IN.token);
    let headers = headers(lines.as_bytes());
    if let Some(name) = SIGNED_IN.admin(&headers) {
        assert_eq!(name, Cookies::ADMIN);
        assert!(
            brings_token(&headers),
            "signed in without the token: {headers:?}"
        );
    }
    assert_eq!(
        client(ELSEWHERE, &headers),
        ELSEWHERE,
        "a stranger is believed"
    );
    let nearby = client(NEARBY, &headers);
    assert!(nearby == NEARBY || headers.contains_key("x-forwarded-for"));
    for value in headers.values() {
        page(&String::from_utf8_lossy(value.as_bytes()));
    }
}

/// Whether one of the cookies is the session's, whole.
fn brings_token(headers: &HeaderMap) -> bool {
    let cookie = format!("{}={}", Cookies::NAME, SIGNED_IN.token);
    let values = headers.get_all(header::COOKIE).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(';')).any(|one| {
        let (name, value) = one.split_once('=').unwrap_or((one, ""));
        format!("{}={}", name.trim(), value.trim()) == cookie
    })
}

/// Asserts that a sign-in leads to a page of the admin's, on this server.
fn page(next: &str) {
    let page = page_after_sign_in(next);
    let base = url::Url::parse("https://connect.example.com").expect("a URL");
    let url = base.join(&page).expect("an address");
    assert_eq!(url.origin(), base.origin(), "{next} leads away");
    assert!(
        url.path() == "/admin" || url.path().starts_with("/admin/"),
        "{next} leads to {url}"
    );
}
