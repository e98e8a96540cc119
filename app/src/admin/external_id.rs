//! A tenant's external ID, and its replacement by a new one.

use crate::when::day_and_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ExternalId {
    pub id: String,
    pub since: i64,
    /// Still good, while the new one is being taken up.
    pub before: Option<String>,
}

#[component]
pub fn ExternalIdPart(id: ExternalId, home: String) -> impl IntoView {
    let action = format!("{home}/external-id");
    view! {
        <section class="part" aria-labelledby="external-id">
            <h2 id="external-id">"External ID"</h2>
            <div class="field">
                <p class="description" id="external-id-d">
                    "What the trust policy of this tenant’s roles asks for, on every flow, since "
                    {day_and_time(id.since)} "."
                </p>
                <div class="copyable">
                    <input class="code" readonly="" value=id.id aria-labelledby="external-id" aria-describedby="external-id-d" />
                </div>
            </div>
            {match id.before {
                Some(before) => view! { <Rotating before action /> }.into_any(),
                None => view! { <Rotate action /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Rotate(action: String) -> impl IntoView {
    view! {
        <details>
            <summary>"Replace it by a new one"</summary>
            <form method="post" action=action>
                <p class="description" id="rotate-d">
                    "The present one stays good until each role of the tenant was checked with the new one; nothing stops working. The widget shows the tenant a trust policy with both."
                </p>
                <p class="actions"><button class="secondary" name="action" value="rotate" aria-describedby="rotate-d">"Make a new external ID"</button></p>
            </form>
        </details>
    }
}

#[component]
fn Rotating(before: String, action: String) -> impl IntoView {
    view! {
        <form method="post" action=action class="notice">
            <p>
                "It is new, and not all roles of the tenant ask for it yet. Until they do, the one before is good too: "
                <code>{before}</code>
            </p>
            <p>"The tenant adds the new one to the trust policy, as the widget shows it; the switch is made by the next check that passes."</p>
            <p class="actions"><button class="secondary" name="action" value="call-off">"Call it off"</button></p>
        </form>
    }
}
