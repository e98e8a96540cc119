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
use leptos::prelude::*;
use tabs::TabRow;
use words::Marked;

/// All of it for one way of access. What is inside of the element with an id is put anew as the bucket is typed.
#[component]
pub fn SetupGuide(widget: Widget, filled: Filled, mode: AccessMode) -> impl IntoView {
    let tabs = filled.tabs;
    let open = widget.handed_on.is_some() || tabs.open;
    view! {
        <details class="setup" open=open>
            <summary>{words::summary(mode)}</summary>
            <TabRow mode chosen=tabs.of(mode) />
            <p class="without-script fill-in">
                <Marked text=words::FILL_IN />
                <button class="secondary" name="action" value="setup">{words::FILL_IN_BUTTON}</button>
            </p>
            <div class="forms" id=format!("setup-{}", mode.as_str())>
                <SetupForms terms=widget.terms.clone() place=filled.place() mode />
            </div>
        </details>
    }
}
