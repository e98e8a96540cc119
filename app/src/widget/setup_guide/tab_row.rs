//! The row of tabs that selects a form of the setup guide.

use super::guide_text;
use super::setup_tab::SetupTab;
use domain::AccessMode;
use i18n::Locale;
use leptos::prelude::*;

/// Renders the tabs as radio buttons. The style sheet shows the selected form, so the tabs work without a script, and the
/// selection survives when the page is posted and comes back.
#[component]
pub fn TabRow(
    locale: Locale,
    mode: AccessMode,
    order: [SetupTab; 4],
    selected: SetupTab,
) -> impl IntoView {
    view! {
        <fieldset class="tabs">
            <legend class="visually-hidden">{locale.setup_tabs()}</legend>
            {order
                .into_iter()
                .map(|tab| {
                    let id = format!("{}-{}", SetupTab::field_name(mode).replace('.', "-"), tab.id());
                    view! {
                        <label for=id.clone()>
                            <input type="radio" id=id.clone() name=SetupTab::field_name(mode) value=tab.id() checked=tab == selected />
                            <span>{guide_text::tab_title(locale, tab)}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}
