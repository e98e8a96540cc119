//! The title of the widget's page, which follows its state.

use super::connect_form;
use super::connected::connected_heading;
use super::forwarded_link::done_heading;
use super::page_model::{FormState, View, Widget};
use super::verdict::headline;

/// Returns the title of a view. Once the page is open, the script takes the titles of later views from their headings.
pub fn page_title(widget: &Widget, view: &View) -> String {
    let locale = widget.locale;
    match view {
        View::Form(form) => form_title(widget, form),
        View::Connected(connection) => connected_heading(locale, connection),
        View::ConfirmDisconnect(_) => locale.disconnect_question(),
        View::Disconnected => locale.disconnected(),
        View::ForwardedDone(connection) => done_heading(locale, connection),
    }
}

/// Returns what is wrong with the form, or else its heading.
fn form_title(widget: &Widget, form: &FormState) -> String {
    let locale = widget.locale;
    if !form.errors.is_empty() {
        return locale.things_to_change(form.errors.len());
    }
    if let Some(failed_action) = &form.failed_action {
        return failed_action.title.clone();
    }
    match &form.report {
        Some(report) => headline(locale, report),
        None => connect_form::heading(widget, form),
    }
}
