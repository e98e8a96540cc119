//! The widget in a frame of the vendor's page: what it reports to that page, and what it asks before it is closed.

use i18n::Locale;
use leptos::prelude::*;

/// Reports the height of the page and its events to the page around it, and answers when that page wants to close the
/// frame. It runs on every page that has the attribute `data-embedder`.
pub const REPORT_TO_EMBEDDER: &str = include_str!("frame.js");

/// Asks whether to close the frame and lose what was typed. The script opens it.
#[component]
pub fn LeaveQuestion(locale: Locale) -> impl IntoView {
    view! {
        <dialog id="leave" aria-labelledby="leave-question" data-close=locale.leave_yes()>
            <h2 id="leave-question">{locale.leave_question()}</h2>
            <p>{locale.leave_words()}</p>
            <form method="dialog" class="actions">
                <button class="primary" value="stay">{locale.leave_no()}</button>
                <button class="danger" value="leave">{locale.leave_yes()}</button>
            </form>
        </dialog>
    }
}
