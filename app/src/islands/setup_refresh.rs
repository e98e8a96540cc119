//! Refreshes the setup guide while the tenant types. The server renders it, a moment after the last keystroke.

use super::check_stream;
use super::followed_fields::{FOLLOWED_FIELDS, FieldSignals, FieldTexts};
use crate::action::Action;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How long to wait after a keystroke.
const TYPING_PAUSE: Duration = Duration::from_millis(200);
/// How long to wait before the next try if the server cannot be reached.
const RETRY_DELAY: Duration = Duration::from_secs(3);

/// Requests the guide again whenever a followed field changes.
pub fn follow(fields: FieldSignals) {
    Effect::new(move |before: Option<FieldTexts>| {
        let texts = [fields.bucket.get(), fields.prefix.get(), fields.key.get()];
        // The first run has no earlier texts: the page is already rendered for these.
        if before.is_some_and(|before| before != texts) {
            schedule_refresh(fields, texts.clone(), TYPING_PAUSE);
        }
        texts
    });
}

/// Refreshes the guide after a delay, unless the fields change again before then.
///
/// Until the response arrives, the page marks its texts as stale.
fn schedule_refresh(fields: FieldSignals, texts: FieldTexts, delay: Duration) {
    let Some(form) = document().get_element_by_id("connect") else {
        return;
    };
    let _ = form.set_attribute("data-stale", "");
    let is_current = move |texts: &FieldTexts| {
        [fields.bucket, fields.prefix, fields.key]
            .iter()
            .zip(texts)
            .all(|(signal, text)| signal.with_untracked(|now| now == text))
    };
    set_timeout(
        move || {
            if !is_current(&texts) {
                return;
            }
            spawn_local(async move {
                let response = request_guide(&texts).await;
                // A response to an older text would overwrite that of a newer one.
                if !is_current(&texts) {
                    return;
                }
                match response {
                    Ok(lines) => {
                        lines
                            .lines()
                            .for_each(|line| drop(check_stream::apply(line)));
                        let _ = form.remove_attribute("data-stale");
                    }
                    Err(_) => schedule_refresh(fields, texts, RETRY_DELAY),
                }
            });
        },
        delay,
    );
}

/// Requests the guide for these texts.
async fn request_guide(texts: &FieldTexts) -> Result<String, JsValue> {
    let [bucket, prefix, key] = FOLLOWED_FIELDS;
    let [bucket_text, prefix_text, key_text] = texts;
    let fields: [(&str, &str); 3] = [
        (bucket, bucket_text),
        (prefix, prefix_text),
        (key, key_text),
    ];
    check_stream::post_lines(Action::UpdateSetupGuide.as_str(), &fields).await
}
