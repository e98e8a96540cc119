//! What stands around every page of somebody who is signed in: where they are, where else they can go, and the
//! way out.

use leptos::prelude::*;

/// The pages of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Flows,
}

impl Tab {
    const ALL: [Self; 1] = [Self::Flows];

    fn title(self) -> &'static str {
        match self {
            Self::Flows => "Flows",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Flows => "flows",
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

#[component]
pub fn Framed(frame: Frame, children: Children) -> impl IntoView {
    let Frame {
        who,
        environment,
        here,
    } = frame;
    view! {
        <header class="bar">
            <a class="brand" href="/admin/environments">"s3-connect"</a>
            {environment
                .map(|environment| {
                    view! {
                        <code class="environment">{environment.clone()}</code>
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
                {(!who.is_empty()).then(|| view! { <span class="quiet" dir="auto">{who}</span> })}
                <button class="secondary small">"Sign out"</button>
            </form>
        </header>
        <main class="widget admin">{children()}</main>
    }
}
