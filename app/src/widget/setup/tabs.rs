//! The choice of a form. Radio buttons and the style sheet do it, so it works without a script, and survives a
//! page that is posted and comes back.

use super::words;
use domain::AccessMode;
use i18n::Locale;
use leptos::prelude::*;

/// A way to set things up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Console,
    CloudFormation,
    Terraform,
    AwsCli,
}

impl Tab {
    pub const ALL: [Self; 4] = [
        Self::Console,
        Self::CloudFormation,
        Self::Terraform,
        Self::AwsCli,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::CloudFormation => "cloudformation",
            Self::Terraform => "terraform",
            Self::AwsCli => "aws-cli",
        }
    }

    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.id() == id)
    }

    /// The name it is posted under. No field of a connector has a dot in its name.
    pub fn field(mode: AccessMode) -> &'static str {
        match mode {
            AccessMode::Keys => "setup.keys",
            AccessMode::Role => "setup.role",
        }
    }
}

/// Which form is looked at, and whether any is.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetupTabs {
    pub open: bool,
    pub keys: Tab,
    pub role: Tab,
}

impl SetupTabs {
    pub fn of(self, mode: AccessMode) -> Tab {
        match mode {
            AccessMode::Keys => self.keys,
            AccessMode::Role => self.role,
        }
    }
}

#[component]
pub fn TabRow(locale: Locale, mode: AccessMode, chosen: Tab) -> impl IntoView {
    view! {
        <fieldset class="tabs">
            <legend class="visually-hidden">{locale.setup_tabs()}</legend>
            {Tab::ALL
                .into_iter()
                .map(|tab| {
                    let id = format!("{}-{}", Tab::field(mode).replace('.', "-"), tab.id());
                    view! {
                        <label for=id.clone()>
                            <input type="radio" id=id.clone() name=Tab::field(mode) value=tab.id() checked=tab == chosen />
                            <span>{words::tab(locale, tab)}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}
