//! What to do in AWS, step by step in the console, with the policies to paste.

use super::Widget;
use crate::islands::IamPolicy;
use domain::policy::{BUCKET_PLACEHOLDER, Statement, trust_policy};
use leptos::prelude::*;
use words::Language;

#[component]
pub fn KeySetup(widget: Widget, named: bool) -> impl IntoView {
    view! {
        <details class="setup" open=widget.handed_on.is_some()>
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
        <details class="setup" open=widget.handed_on.is_some()>
            <summary>"How to make the role in AWS"</summary>
            <ol>
                <li>"In the AWS console, open " <b>"IAM › Policies › Create policy › JSON"</b> " and paste this policy." <Iam widget=widget.clone() id="iam-role" named /></li>
                <li>
                    "Open " <b>"IAM › Roles › Create role › Custom trust policy"</b> " and paste this. It lets us in, with your external ID only."
                    {match trust {
                        Some(text) => view! {
                            <div class="policy">
                                <PolicyHead say=widget.language title="Trust policy" copy="trust-policy" />
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
            <PolicyHead say=widget.language title="IAM policy" copy=id />
            <pre tabindex="0" role="region" aria-label="IAM policy"><code id=id><IamPolicy direction=widget.direction partition=widget.partition() /></code></pre>
        </div>
    }
}

/// A statement to add to a policy, as it is.
#[component]
pub fn StatementToCopy(
    say: Language,
    statement: Statement,
    id: String,
    #[prop(into)] about: String,
) -> impl IntoView {
    let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
    view! {
        <div class="policy">
            <PolicyHead say title=say.statement() copy=id.clone() />
            <pre tabindex="0" role="region" aria-label=say.statement_for(about)><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// What a block of JSON is, and the button that copies it.
#[component]
fn PolicyHead(
    say: Language,
    #[prop(into)] title: String,
    #[prop(into)] copy: String,
) -> impl IntoView {
    view! {
        <p class="policy-head">
            <span>{title.clone()}</span>
            <CopyButton say what=title of=copy />
        </p>
    }
}

/// Copies the element with the id `of`.
#[component]
pub fn CopyButton(
    say: Language,
    #[prop(into)] what: String,
    #[prop(into)] of: String,
) -> impl IntoView {
    let said = say.copied(what.as_str());
    let label = say.copy_what(what);
    view! { <button type="button" class="copy" data-copy=of data-said=said aria-label=label>{say.copy()}</button> }
}
