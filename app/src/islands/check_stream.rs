//! Runs a check: posts the form, and puts each line of the response into the page as it arrives.

use super::announcement::announce;
use super::field_hint::show_hint;
use super::messages;
use crate::progress::Progress;
use js_sys::{Array, JSON};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, ReadableStreamDefaultReader,
    ReadableStreamReadResult, RequestInit, Response, TextDecodeOptions, TextDecoder,
    UrlSearchParams,
};

/// The media type of the response. With it in `Accept`, the server sends lines instead of a page.
pub const NDJSON: &str = "application/x-ndjson";

/// Posts the form with the action of a button and shows the response. Does nothing while an earlier action is running.
pub fn run(form: HtmlFormElement, button: Element, action: String) {
    if form.has_attribute("aria-busy") {
        return;
    }
    let _ = form.set_attribute("aria-busy", "true");
    // The style sheet lets the button turn until the first line arrives.
    let _ = button.set_attribute("data-pressed", "");
    spawn_local(async move {
        let focus_target = run_action(&form, &action).await.unwrap_or_else(|_| {
            show_offline();
            "checks".to_owned()
        });
        let _ = form.remove_attribute("aria-busy");
        let _ = button.remove_attribute("data-pressed");
        focus(&focus_target);
    });
}

/// Reports that the server cannot be reached, or that the connection was cut.
fn show_offline() {
    set_html(
        "checks",
        "<p class=\"verdict undetermined\" tabindex=\"-1\" data-focus></p>",
    );
    if let Ok(Some(verdict)) = document().query_selector("#checks > p") {
        verdict.set_text_content(Some(&messages::page_text("offline")));
    }
}

/// Posts the data and returns the response, or `None` if the server answered with a page instead of lines.
pub async fn post(data: &FormData) -> Result<Option<Response>, JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&UrlSearchParams::new_with_str_sequence_sequence(data)?.into());
    let headers = web_sys::Headers::new()?;
    headers.append("accept", NDJSON)?;
    request.set_headers(&headers);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init("/connect", &request))
        .await?
        .dyn_into()?;
    let is_ndjson = response
        .headers()
        .get("content-type")?
        .is_some_and(|kind| kind.starts_with(NDJSON));
    Ok(is_ndjson.then_some(response))
}

/// Posts an action with some fields, but not the whole form, which may hold a secret. Returns the lines of the response.
pub async fn post_lines(action: &str, fields: &[(&str, &str)]) -> Result<String, JsValue> {
    let data = FormData::new()?;
    let token = document()
        .query_selector("[name=token]")?
        .ok_or(JsValue::NULL)?
        .unchecked_into::<HtmlInputElement>();
    data.append_with_str("token", &token.value())?;
    data.append_with_str("action", action)?;
    for (name, text) in fields {
        data.append_with_str(name, text)?;
    }
    let Some(response) = post(&data).await? else {
        // The link may have expired. The next button that the tenant presses shows the page that says so.
        return Ok(String::new());
    };
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}

/// Posts the form, shows the response and returns the id of the element that gets the focus.
async fn run_action(form: &HtmlFormElement, action: &str) -> Result<String, JsValue> {
    let data = FormData::new_with_form(form)?;
    data.append_with_str("action", action)?;
    let Some(body) = post(&data).await?.and_then(|response| response.body()) else {
        // The answer is a page, for example because the link expired. An ordinary form post shows it.
        form.request_submit()?;
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let decoder = TextDecoder::new()?;
    // A chunk may end within a character. In stream mode, the decoder keeps the rest for the next chunk.
    let options = TextDecodeOptions::new();
    options.set_stream(true);
    let mut buffer = String::new();
    let mut focus_target = None;
    loop {
        let read: ReadableStreamReadResult = JsFuture::from(reader.read()).await?.unchecked_into();
        if read.get_done().unwrap_or(true) {
            break;
        }
        let bytes: js_sys::Object = read.get_value().unchecked_into();
        buffer.push_str(&decoder.decode_with_buffer_source_and_options(&bytes, &options)?);
        while let Some(end) = buffer.find('\n') {
            let line: String = buffer.drain(..=end).collect();
            focus_target = apply(&line);
        }
    }
    // Without a last line, the connection was cut.
    focus_target.ok_or(JsValue::NULL)
}

/// Puts one line into the page. If it is the last one, returns the id of the element that gets the focus.
pub fn apply(line: &str) -> Option<String> {
    match parse_line(line)? {
        Progress::Begin { html } => {
            announce(&messages::page_text("checking"));
            // The server accepted every field, also those that an earlier check blamed.
            while let Ok(Some(input)) = document().query_selector("[aria-invalid]") {
                show_hint(&input.get_attribute("name").unwrap_or_default(), "");
                let _ = input.remove_attribute("aria-invalid");
            }
            set_html("summary", "");
            set_html("checks", &html);
            if let Some(checks) = document().get_element_by_id("checks") {
                checks.scroll_into_view_with_bool(false);
            }
            None
        }
        Progress::Replace { id, html } => {
            set_html(&id, &html);
            None
        }
        Progress::FieldErrors { html, errors } => {
            set_html("checks", "");
            set_html("summary", &html);
            show_hints(errors);
            Some("summary".to_owned())
        }
        Progress::End { id, html, errors } => {
            set_html(&id, &html);
            show_hints(errors);
            Some(id)
        }
    }
}

fn show_hints(errors: Vec<(String, String)>) {
    for (field, text) in errors {
        show_hint(&field, &text);
    }
}

/// Parses a line with the browser's JSON parser, so that the wasm needs none.
fn parse_line(line: &str) -> Option<Progress> {
    let parts: Array = JSON::parse(line).ok()?.dyn_into().ok()?;
    let text = |array: &Array, index| array.get(index).as_string();
    let errors = Array::from(&parts.get(3)).into_iter().map(|pair| {
        let pair = Array::from(&pair);
        Some((text(&pair, 0)?, text(&pair, 1)?))
    });
    let errors = errors.collect::<Option<_>>()?;
    Some((text(&parts, 0)?, text(&parts, 1)?, text(&parts, 2)?, errors).into())
}

fn set_html(id: &str, html: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.set_inner_html(html);
    }
}

/// Moves the focus to what just appeared in the element with this id, and announces it. The title of the page follows.
pub fn focus(id: &str) {
    let found = document()
        .query_selector(&format!("#{id} [data-focus]"))
        .ok()
        .flatten();
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
        if let Some(title) = element.get_attribute("data-title") {
            document().set_title(&title);
        }
        let text = element.text_content().unwrap_or_default();
        announce(&text);
    }
}
