//! The setup guide: everything that a tenant does in AWS, as steps in the console, as a CloudFormation template, as
//! Terraform, or as a script for the AWS CLI. The tenant can copy or download each of them.

mod bold_text;
pub mod copy_block;
mod guide_steps;
pub mod guide_text;
mod setup_forms;
pub mod setup_tab;
mod tab_row;

pub use bold_text::{BoldText, strip_bold};
pub use setup_forms::SetupForms;
pub use setup_tab::{SetupTab, SetupTabs};

use super::page_model::{FormState, Widget};
use crate::action::Action;
use domain::AccessMode;
use domain::connect_ui::field_names;
use leptos::prelude::*;
use tab_row::TabRow;

/// Renders the setup guide of one access mode.
///
/// While the tenant types, the server renders the content of the element with the id `setup-…` again.
#[component]
pub fn SetupGuideSection(widget: Widget, form: FormState, mode: AccessMode) -> impl IntoView {
    let locale = widget.locale;
    let tabs = form.setup_tabs;
    // Whoever has an ARN or a key has done the setup. Whoever opens a forwarded link is there to do it.
    let result = match mode {
        AccessMode::Keys => field_names::ACCESS_KEY_ID,
        AccessMode::Role => field_names::ROLE_ARN,
    };
    let is_to_do = widget.forwarded.is_some() || form.text(result).is_empty();
    // The guide is about AWS. At another store, the hint below the endpoint says what to do.
    let is_aws = form.text(field_names::ENDPOINT).trim().is_empty();
    let open = tabs.is_open || (is_to_do && is_aws);
    let order = SetupTab::fastest_first(widget.requirements.template_url.is_some());
    view! {
        <details class="setup" open=open>
            <summary>{guide_text::summary(locale, mode)}</summary>
            <TabRow locale mode order selected=tabs.selected(mode).unwrap_or(order[0]) />
            // Without the script, the texts follow what is typed only when this button is pressed.
            <p class="without-script fill-in">
                <BoldText text=locale.setup_fill_in() />
                <button class="secondary" name="action" value=Action::UpdateSetupGuide.as_str()>{locale.setup_fill_in_button()}</button>
            </p>
            <div class="forms" id=format!("setup-{}", mode.as_str())>
                <SetupForms locale requirements=widget.requirements.clone() target=form.setup_target() mode />
            </div>
        </details>
    }
}
