//! Blocks of text that tenants copy or download.

use super::guide_text;
use crate::action::Action;
use domain::AccessMode;
use domain::policy::Statement;
use domain::setup_guide::SetupFile;
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
#[component]
pub fn StatementToCopy(
    locale: Locale,
    statement: Statement,
    id: String,
    #[prop(into)] purpose: String,
) -> impl IntoView {
    let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
    view! {
        <div class="policy">
            <p class="policy-head">
                <span>{locale.statement()}</span>
                <CopyButton locale label=locale.statement() source_id=id.clone() />
            </p>
            <pre tabindex="0" role="region" aria-label=locale.statement_for(purpose)><code id=id dir="ltr">{text}</code></pre>
        </div>
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
