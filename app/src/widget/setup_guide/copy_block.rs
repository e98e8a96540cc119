//! Blocks of text that tenants copy or download.

use super::guide_text;
use crate::action::Action;
use domain::policy::Statement;
use domain::setup_guide::SetupFile;
use domain::{AccessMode, PolicyDocument};
use i18n::Locale;
use leptos::prelude::*;

/// Renders a file of the setup guide, with buttons to copy and to download it.
#[component]
pub fn FileBlock(locale: Locale, file: SetupFile, mode: AccessMode, text: String) -> impl IntoView {
    let title = guide_text::file_title(locale, file);
    let id = match file {
        SetupFile::IamPolicy => format!("iam-{}", mode.as_str()),
        SetupFile::TrustPolicy => file.id().to_owned(),
        file => format!("{}-{}", file.id(), mode.as_str()),
    };
    let action = Action::download(mode, file);
    view! {
        <div class="policy">
            <p class="policy-head">
                <span>{title.clone()}</span>
                <span class="policy-actions">
                    <CopyButton locale label=title.clone() source_id=id.clone() />
                    <button class="secondary download" name="action" value=action aria-label=locale.download_what(title.as_str())>
                        {locale.download()}
                    </button>
                </span>
            </p>
            <pre tabindex="0" role="region" aria-label=title><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// Renders a policy statement that tenants add to a policy without changes. `purpose` says which problem it fixes.
///
/// A role's trust policy has no other statement of ours, so the whole document follows for tenants who would rather replace
/// everything.
#[component]
pub fn StatementToCopy(
    locale: Locale,
    statement: Statement,
    id: String,
    #[prop(into)] purpose: String,
) -> impl IntoView {
    let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
    let whole_id = format!("{id}-whole");
    let region = locale.statement_for(purpose);
    view! {
        <TextToCopy locale label=locale.statement() region id text />
        {statement
            .as_trust_policy()
            .map(|policy| {
                view! {
                    <WholePolicy summary=locale.whole_trust_policy() open=false>
                        <p>{locale.replace_trust_policy()}</p>
                        <TextToCopy locale label=locale.trust_policy() region=locale.whole_trust_policy() id=whole_id text=policy.to_pretty_json() />
                    </WholePolicy>
                }
            })}
    }
}

/// Renders the whole policy of the user or role, which has every permission that a check found missing. It is open if one
/// statement is not enough.
#[component]
pub fn CompletePolicy(locale: Locale, policy: PolicyDocument, open: bool) -> impl IntoView {
    view! {
        <WholePolicy summary=locale.whole_policy() open>
            <p>{locale.replace_policy()}</p>
            <TextToCopy locale label=locale.iam_policy() region=locale.whole_policy() id="fix-all".to_owned() text=policy.to_pretty_json() />
        </WholePolicy>
    }
}

#[component]
fn WholePolicy(summary: String, open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="whole-policy" open=open>
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}

/// Renders a text in its own box with a button that copies it. `region` names the box for screen readers.
#[component]
pub fn TextToCopy(
    locale: Locale,
    label: String,
    region: String,
    id: String,
    text: String,
) -> impl IntoView {
    view! {
        <div class="policy">
            <p class="policy-head">
                <span>{label.clone()}</span>
                <CopyButton locale label source_id=id.clone() />
            </p>
            <pre tabindex="0" role="region" aria-label=region><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// Renders a name that the tenant types somewhere else, with a button that copies it.
#[component]
pub fn NameToCopy(locale: Locale, id: String, name: String) -> impl IntoView {
    view! {
        <p class="copyable">
            <code id=id.clone() dir="ltr">{name.clone()}</code>
            <CopyButton locale label=name source_id=id />
        </p>
    }
}

/// Renders a button that copies the text of the element with the id `source_id`. `label` names that text.
#[component]
pub fn CopyButton(
    locale: Locale,
    #[prop(into)] label: String,
    #[prop(into)] source_id: String,
) -> impl IntoView {
    let announcement = locale.copied(label.as_str());
    let aria_label = locale.copy_what(label);
    view! { <button type="button" class="copy" data-copy=source_id data-announcement=announcement aria-label=aria_label>{locale.copy()}</button> }
}
