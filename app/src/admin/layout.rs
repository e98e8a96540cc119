//! The layout of every page behind the sign-in: the top bar with the environment and its pages, and the content.

use super::form_token::Token;
use leptos::prelude::*;

/// The pages of an environment that the top bar links to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Flows,
    Tenants,
    ApiKeys,
    Looks,
    Settings,
    Log,
}

impl Tab {
    const ALL: [Self; 6] = [
        Self::Flows,
        Self::Tenants,
        Self::ApiKeys,
        Self::Looks,
        Self::Settings,
        Self::Log,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Flows => "Flows",
            Self::Looks => "Appearance",
            Self::Tenants => "Tenants",
            Self::ApiKeys => "API keys",
            Self::Log => "Log",
            Self::Settings => "Settings",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Flows => "flows",
            Self::Looks => "looks",
            Self::Tenants => "tenants",
            Self::ApiKeys => "keys",
            Self::Log => "log",
            Self::Settings => "settings",
        }
    }
}

/// What the top bar shows.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The name that the admin gave when signing in. It may be empty.
    pub admin_name: String,
    /// `None` while the admin chooses an environment.
    pub environment: Option<String>,
    pub tab: Option<Tab>,
}

impl Layout {
    /// Returns the environment's ID. Empty while the admin chooses one.
    pub fn environment_id(&self) -> String {
        self.environment.clone().unwrap_or_default()
    }
}

/// Renders a page with the top bar. A `wide` page uses the whole width of a large screen, for its lists.
#[component]
pub fn AdminPage(
    layout: Layout,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let Layout {
        admin_name,
        environment,
        tab: current_tab,
    } = layout;
    view! {
        <header class="bar">
            <a class="brand" href="/admin">"s3-connect"</a>
            {environment
                .map(|environment| {
                    view! {
                        <a class="environment" href="/admin/environments" title="Switch environment"><code>{environment.clone()}</code></a>
                        <nav aria-label="Environment">
                            {Tab::ALL
                                .into_iter()
                                .map(|tab| {
                                    let href = format!("/admin/{environment}/{}", tab.path());
                                    let current = (current_tab == Some(tab)).then_some("page");
                                    view! { <a href=href aria-current=current>{tab.title()}</a> }
                                })
                                .collect_view()}
                        </nav>
                    }
                })}
            <form method="post" action="/admin/sign-out" class="actions">
                <Token />
                {(!admin_name.is_empty()).then(|| view! { <span class="quiet" dir="auto">{admin_name}</span> })}
                <button class="secondary small">"Sign out"</button>
            </form>
        </header>
        <main class="widget admin" class:wide=wide>{children()}</main>
    }
}
