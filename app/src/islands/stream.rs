//! A check as it runs: posts the form, and puts each piece of the answer into the page as it arrives.

use super::clipboard::say;
use super::live::hint;
use super::words;
use crate::progress::Progress;
use js_sys::{Array, JSON};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FormData, HtmlElement, HtmlFormElement, ReadableStreamDefaultReader, ReadableStreamReadResult,
    RequestInit, Response, TextDecodeOptions, TextDecoder, UrlSearchParams,
};

/// Tells the server that pieces are wanted, not a page.
pub const PIECES: &str = "application/x-ndjson";

pub fn run(form: HtmlFormElement, action: String) {
    if form.has_attribute("aria-busy") {
        return;
    }
    let _ = form.set_attribute("aria-busy", "true");
    spawn_local(async move {
        let place = post(&form, &action).await.unwrap_or_else(|_| {
            offline();
            "checks".to_owned()
        });
        let _ = form.remove_attribute("aria-busy");
        focus(&place);
    });
}

fn offline() {
    show(
        "checks",
        "<p class=\"verdict undetermined\" tabindex=\"-1\" data-focus></p>",
    );
    if let Ok(Some(place)) = document().query_selector("#checks > p") {
        place.set_text_content(Some(&words::of_page("offline")));
    }
}

/// The answer, if it is in pieces.
pub async fn ask(data: &FormData) -> Result<Option<Response>, JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&UrlSearchParams::new_with_str_sequence_sequence(data)?.into());
    let headers = web_sys::Headers::new()?;
    headers.append("accept", PIECES)?;
    request.set_headers(&headers);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init("/connect", &request))
        .await?
        .dyn_into()?;
    let pieces = response
        .headers()
        .get("content-type")?
        .is_some_and(|kind| kind.starts_with(PIECES));
    Ok(pieces.then_some(response))
}

/// The id of where the last piece went.
async fn post(form: &HtmlFormElement, action: &str) -> Result<String, JsValue> {
    let data = FormData::new_with_form(form)?;
    data.append_with_str("action", action)?;
    let Some(body) = ask(&data).await?.and_then(|response| response.body()) else {
        // The link expired, say: the answer is a page of its own, which an ordinary post shows.
        form.request_submit()?;
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let decoder = TextDecoder::new()?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    let mut pending = String::new();
    let mut ended = None;
    loop {
        let read: ReadableStreamReadResult = JsFuture::from(reader.read()).await?.unchecked_into();
        if read.get_done().unwrap_or(true) {
            break;
        }
        let bytes: js_sys::Object = read.get_value().unchecked_into();
        pending.push_str(&decoder.decode_with_buffer_source_and_options(&bytes, &more)?);
        while let Some(end) = pending.find('\n') {
            let line: String = pending.drain(..=end).collect();
            ended = apply(&line);
        }
    }
    ended.ok_or(JsValue::NULL)
}

/// Puts one piece into the page; says where, if it was the last.
pub fn apply(line: &str) -> Option<String> {
    match read(line)? {
        Progress::Begin { html } => {
            say(&words::of_page("checking"));
            show("summary", "");
            show("checks", &html);
            if let Some(checks) = document().get_element_by_id("checks") {
                checks.scroll_into_view_with_bool(false);
            }
            None
        }
        Progress::Put { id, html } => {
            show(&id, &html);
            None
        }
        Progress::Fields { html, errors } => {
            show("checks", "");
            show("summary", &html);
            for (field, words) in errors {
                hint(&field, &words);
            }
            Some("summary".to_owned())
        }
        Progress::End { id, html } => {
            show(&id, &html);
            Some(id)
        }
    }
}

/// Reads a line with the browser's JSON parser, so that the wasm has none.
fn read(line: &str) -> Option<Progress> {
    let parts: Array = JSON::parse(line).ok()?.dyn_into().ok()?;
    let text = |of: &Array, at| of.get(at).as_string();
    let errors = Array::from(&parts.get(3)).into_iter().map(|pair| {
        let pair = Array::from(&pair);
        Some((text(&pair, 0)?, text(&pair, 1)?))
    });
    let errors = errors.collect::<Option<_>>()?;
    Some((text(&parts, 0)?, text(&parts, 1)?, text(&parts, 2)?, errors).into())
}

fn show(id: &str, html: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.set_inner_html(html);
    }
}

/// Moves to what just appeared there, and announces it.
fn focus(place: &str) {
    let found = document()
        .query_selector(&format!("#{place} [data-focus]"))
        .ok()
        .flatten();
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
        let words = element.text_content().unwrap_or_default();
        say(&words);
    }
}
