//! What stands around every page of somebody who is signed in: where they are, where else they can go, and the
//! way out.

use super::form_token::Token;
use leptos::prelude::*;

/// The pages of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Flows,
    Tenants,
    Keys,
    Looks,
    Settings,
    Log,
}

impl Tab {
    const ALL: [Self; 6] = [
        Self::Flows,
        Self::Tenants,
        Self::Keys,
        Self::Looks,
        Self::Settings,
        Self::Log,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Flows => "Flows",
            Self::Looks => "Looks",
            Self::Tenants => "Tenants",
            Self::Keys => "API keys",
            Self::Log => "Log",
            Self::Settings => "Settings",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Flows => "flows",
            Self::Looks => "looks",
            Self::Tenants => "tenants",
            Self::Keys => "keys",
            Self::Log => "log",
            Self::Settings => "settings",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Frame {
    /// Who is signed in.
    pub who: String,
    /// Absent where one is still to be chosen.
    pub environment: Option<String>,
    pub here: Option<Tab>,
}

impl Frame {
    pub fn environment_id(&self) -> String {
        self.environment.clone().unwrap_or_default()
    }
}

#[component]
pub fn Framed(frame: Frame, children: Children) -> impl IntoView {
    let Frame {
        who,
        environment,
        here,
    } = frame;
    view! {
        <header class="bar">
            <a class="brand" href="/admin">"s3-connect"</a>
            {environment
                .map(|environment| {
                    view! {
                        <a class="environment" href="/admin/environments" title="Another environment"><code>{environment.clone()}</code></a>
                        <nav aria-label="Environment">
                            {Tab::ALL
                                .into_iter()
                                .map(|tab| {
                                    let href = format!("/admin/{environment}/{}", tab.path());
                                    let current = (here == Some(tab)).then_some("page");
                                    view! { <a href=href aria-current=current>{tab.title()}</a> }
                                })
                                .collect_view()}
                        </nav>
                    }
                })}
            <form method="post" action="/admin/sign-out" class="actions">
                <Token />
                {(!who.is_empty()).then(|| view! { <span class="quiet" dir="auto">{who}</span> })}
                <button class="secondary small">"Sign out"</button>
            </form>
        </header>
        <main class="widget admin">{children()}</main>
    }
}
