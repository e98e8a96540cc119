//! A text to copy, to download, or both.

use super::words;
use domain::AccessMode;
use domain::policy::Statement;
use domain::setup::Form;
use i18n::Locale;
use leptos::prelude::*;

/// One form of the set-up, as a file.
#[component]
pub fn FormBlock(locale: Locale, form: Form, mode: AccessMode, text: String) -> impl IntoView {
    let title = words::form(locale, form);
    let id = match form {
        Form::IamPolicy => format!("iam-{}", mode.as_str()),
        Form::TrustPolicy => form.id().to_owned(),
        form => format!("{}-{}", form.id(), mode.as_str()),
    };
    let action = format!("download:{}:{}", mode.as_str(), form.id());
    view! {
        <div class="policy">
            <p class="policy-head">
                <span>{title.clone()}</span>
                <span class="policy-actions">
                    <CopyButton locale what=title.clone() of=id.clone() />
                    <button class="secondary download" name="action" value=action aria-label=locale.download_what(title.as_str())>
                        {locale.download()}
                    </button>
                </span>
            </p>
            <pre tabindex="0" role="region" aria-label=title><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// A statement to add to a policy, as it is.
#[component]
pub fn StatementToCopy(
    locale: Locale,
    statement: Statement,
    id: String,
    #[prop(into)] about: String,
) -> impl IntoView {
    let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
    view! {
        <div class="policy">
            <p class="policy-head">
                <span>{locale.statement()}</span>
                <CopyButton locale what=locale.statement() of=id.clone() />
            </p>
            <pre tabindex="0" role="region" aria-label=locale.statement_for(about)><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// Copies the element with the id `of`.
#[component]
pub fn CopyButton(
    locale: Locale,
    #[prop(into)] what: String,
    #[prop(into)] of: String,
) -> impl IntoView {
    let said = locale.copied(what.as_str());
    let label = locale.copy_what(what);
    view! { <button type="button" class="copy" data-copy=of data-said=said aria-label=label>{locale.copy()}</button> }
}
