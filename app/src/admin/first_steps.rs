//! The checklist of an environment that has no connection yet, from the first flow to trying it as a tenant.

use super::copyable::CopyableBlock;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct FirstStepsModel {
    /// The first flow, if there is one.
    pub flow: Option<String>,
    pub has_api_key: bool,
    pub has_tenant: bool,
    /// The address of this server.
    pub public_url: String,
    /// The address of the sandbox's console, if the sandbox stands in for AWS.
    pub sandbox_console: Option<String>,
}

/// The tenant in the examples.
const TENANT: &str = "my-first-tenant";

#[component]
pub fn FirstSteps(model: FirstStepsModel, environment: String) -> impl IntoView {
    let FirstStepsModel {
        flow,
        has_api_key,
        has_tenant,
        public_url,
        sandbox_console,
    } = model;
    let has_flow = flow.is_some();
    let flow = flow.unwrap_or("my-flow".to_owned());
    let new_link_url = format!(
        "/admin/{environment}/links?tenant={TENANT}&flow={}",
        flow.replace('+', "%2B")
    );
    // IDs have no character that a shell or JSON would interpret.
    let command = format!(
        "curl {public_url}/v1/connect-sessions \\\n  -H \"authorization: Bearer $S3_CONNECT_API_KEY\" \\\n  \
         -H \"content-type: application/json\" \\\n  -d '{{\"tenant\": \"{TENANT}\", \"flow\": \"{flow}\"}}'"
    );
    view! {
        <section class="part first-steps" aria-labelledby="first-steps">
            <h2 id="first-steps">"First steps"</h2>
            <ol>
                <Step is_done=has_flow title="Create a flow">
                    <p>"Create one below, and choose what tenants fill in."</p>
                </Step>
                <Step is_done=has_api_key title="Create an API key">
                    <p>"Your server uses it to call the API. "<a href=format!("/admin/{environment}/keys")>"API keys"</a></p>
                </Step>
                <Step is_done=has_tenant title="Ask for a connect link from your server">
                    <p>"Your server does this whenever a tenant wants to connect. The answer holds the link."</p>
                    <CopyableBlock id="first-curl" label="Command" text=command />
                </Step>
                <Step is_done=has_tenant title="Or create a link by hand">
                    <p>"To try it without a server: "<a href=new_link_url>"New connect link"</a></p>
                </Step>
                <Step is_done=false title="Open the link, and connect a bucket as your tenant would">
                    {match sandbox_console {
                        Some(console) => {
                            view! { <p>"The sandbox stands in for AWS. Its "<a href=console>"console"</a>" has a bucket and keys to try. The list disappears once a tenant is connected."</p> }
                                .into_any()
                        }
                        None => view! { <p>"Use a bucket of your own. The list disappears once a tenant is connected."</p> }.into_any(),
                    }}
                </Step>
            </ol>
        </section>
    }
}

#[component]
fn Step(is_done: bool, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <li class:done=is_done>
            <h3>{title} {is_done.then(|| view! { " " <span class="pill good">"Done"</span> })}</h3>
            {children()}
        </li>
    }
}
