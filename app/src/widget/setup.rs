//! What to do in AWS, step by step in the console, with the policies to paste.

use super::Widget;
use crate::islands::IamPolicy;
use domain::policy::{BUCKET_PLACEHOLDER, trust_policy};
use leptos::prelude::*;

#[component]
pub fn KeySetup(widget: Widget, named: bool) -> impl IntoView {
    view! {
        <details class="setup">
            <summary>"How to make a key in AWS"</summary>
            <ol>
                <li>"In the AWS console, open " <b>"IAM › Policies › Create policy › JSON"</b> " and paste this policy." <Iam widget=widget.clone() id="iam-keys" named /></li>
                <li>"Open " <b>"IAM › Users › Create user"</b> ". Leave console access off, choose " <b>"Attach policies directly"</b> " and tick the policy you just made."</li>
                <li>"Open the user, then " <b>"Security credentials › Create access key › Third-party service"</b> "."</li>
                <li>"Paste both parts of the key below."</li>
            </ol>
        </details>
    }
}

#[component]
pub fn RoleSetup(widget: Widget, named: bool) -> impl IntoView {
    let trust = widget.principal.as_ref().map(|principal| {
        trust_policy(principal, std::slice::from_ref(&widget.external_id)).to_pretty_json()
    });
    view! {
        <details class="setup">
            <summary>"How to make the role in AWS"</summary>
            <ol>
                <li>"In the AWS console, open " <b>"IAM › Policies › Create policy › JSON"</b> " and paste this policy." <Iam widget=widget.clone() id="iam-role" named /></li>
                <li>
                    "Open " <b>"IAM › Roles › Create role › Custom trust policy"</b> " and paste this. It lets us in, with your external ID only."
                    {match trust {
                        Some(text) => view! {
                            <div class="policy">
                                <PolicyHead title="Trust policy" copy="trust-policy" />
                                <pre tabindex="0" role="region" aria-label="Trust policy"><code id="trust-policy">{text}</code></pre>
                            </div>
                        }
                        .into_any(),
                        None => view! {
                            <p class="error">"We cannot be named in the policy at the moment. Please try again later."</p>
                        }
                        .into_any(),
                    }}
                </li>
                <li>"Press " <b>"Next"</b> ", tick the policy of step 1, give the role a name and create it."</li>
                <li>"Copy the role’s ARN from its page and paste it below."</li>
            </ol>
        </details>
    }
}

#[component]
fn Iam(widget: Widget, id: &'static str, named: bool) -> impl IntoView {
    view! {
        {(!named)
            .then(|| {
                view! {
                    <span class="without-script">
                        " Put the name of your bucket in place of " <code>{BUCKET_PLACEHOLDER}</code> "."
                    </span>
                }
            })}
        <div class="policy">
            <PolicyHead title="IAM policy" copy=id />
            <pre tabindex="0" role="region" aria-label="IAM policy"><code id=id><IamPolicy direction=widget.direction partition=widget.partition() /></code></pre>
        </div>
    }
}

/// What a block of JSON is, and the button that copies it.
#[component]
pub fn PolicyHead(#[prop(into)] title: String, #[prop(into)] copy: String) -> impl IntoView {
    let said = format!("{title} copied.");
    let label = format!("Copy: {title}");
    view! {
        <p class="policy-head">
            <span>{title}</span>
            <button type="button" class="copy" data-copy=copy data-said=said aria-label=label>"Copy"</button>
        </p>
    }
}
