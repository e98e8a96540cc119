//! What to do in AWS, in the form that whoever does it likes best: the console step by step, CloudFormation,
//! Terraform, or a script for the AWS CLI. Each form can be copied and downloaded.

mod block;
mod console;
mod forms;
mod tabs;
pub mod words;

pub use block::{CopyButton, StatementToCopy};
pub use forms::SetupForms;
pub use tabs::{SetupTabs, Tab};

use super::{Filled, Widget};
use domain::AccessMode;
use i18n::Marked;
use leptos::prelude::*;
use tabs::TabRow;

/// All of it for one way of access. What is inside of the element with an id is put anew as the bucket is typed.
#[component]
pub fn SetupGuide(widget: Widget, filled: Filled, mode: AccessMode) -> impl IntoView {
    let locale = widget.locale;
    let tabs = filled.tabs;
    let open = widget.forwarded_until.is_some() || tabs.open;
    view! {
        <details class="setup" open=open>
            <summary>{words::summary(locale, mode)}</summary>
            <TabRow locale mode chosen=tabs.of(mode) />
            <p class="without-script fill-in">
                <Marked text=locale.setup_fill_in() />
                <button class="secondary" name="action" value="setup">{locale.setup_fill_in_button()}</button>
            </p>
            <div class="forms" id=format!("setup-{}", mode.as_str())>
                <SetupForms locale terms=widget.terms.clone() place=filled.place() mode />
            </div>
        </details>
    }
}
