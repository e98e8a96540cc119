//! What to do in AWS follows what is typed: the server writes it, a moment after the last key.

use super::{FOLLOWED, Place, Typed, stream};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, FormData, HtmlInputElement};

const PAUSE: Duration = Duration::from_millis(200);
/// Before the next try, where the server was out of reach.
const AGAIN: Duration = Duration::from_secs(3);

/// Asks whenever something else is typed than is on the page.
pub fn follow(typed: Typed) {
    Effect::new(move |before: Option<Place>| {
        let place = [typed.bucket.get(), typed.prefix.get(), typed.key.get()];
        if before.is_some_and(|before| before != place) {
            later(typed, place.clone(), PAUSE);
        }
        place
    });
}

/// Until the answer is there, the page says that its texts are those of before.
fn later(typed: Typed, place: Place, pause: Duration) {
    let Some(form) = document().get_element_by_id("connect") else {
        return;
    };
    let _ = form.set_attribute("data-stale", "");
    let current = move |place: &Place| {
        [typed.bucket, typed.prefix, typed.key]
            .iter()
            .zip(place)
            .all(|(signal, text)| signal.with_untracked(|now| now == text))
    };
    set_timeout(
        move || {
            if !current(&place) {
                return;
            }
            spawn_local(async move {
                let answer = ask(&form, &place).await;
                if !current(&place) {
                    return;
                }
                match answer {
                    Ok(lines) => {
                        lines.lines().for_each(|line| drop(stream::apply(line)));
                        let _ = form.remove_attribute("data-stale");
                    }
                    Err(_) => later(typed, place, AGAIN),
                }
            });
        },
        pause,
    );
}

/// Only what it takes is sent, and nothing that is secret.
async fn ask(form: &Element, place: &Place) -> Result<String, JsValue> {
    let data = FormData::new()?;
    let token = form
        .query_selector("[name=token]")?
        .ok_or(JsValue::NULL)?
        .unchecked_into::<HtmlInputElement>();
    data.append_with_str("token", &token.value())?;
    data.append_with_str("action", "setup")?;
    for (name, text) in FOLLOWED.iter().zip(place) {
        data.append_with_str(name, text)?;
    }
    let Some(response) = stream::ask(&data).await? else {
        // The link expired, say. Whatever is pressed next shows it.
        return Ok(String::new());
    };
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}
