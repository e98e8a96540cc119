//! The four forms with what is filled in. The style sheet shows the one that is chosen.

use super::block::FormBlock;
use super::console::ConsoleSteps;
use super::tabs::Tab;
use super::words::{self, Marked};
use domain::setup::Form;
use domain::{AccessMode, Place, Setup, Terms};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn SetupForms(locale: Locale, terms: Terms, place: Place, mode: AccessMode) -> impl IntoView {
    let setup = Setup {
        terms: &terms,
        place: &place,
        mode,
    };
    let files = [
        (Tab::CloudFormation, Form::CloudFormation),
        (Tab::Terraform, Form::Terraform),
        (Tab::AwsCli, Form::AwsCli),
    ];
    let panels = files
        .into_iter()
        .map(|(tab, form)| {
            let link = setup
                .quick_create_url()
                .filter(|_| tab == Tab::CloudFormation);
            let content = match setup.text(form) {
                Some(text) => view! {
                    {link.map(|link| view! { <QuickCreate locale link /> })}
                    <p><Marked text=words::how(locale, form, mode) /></p>
                    <FormBlock locale form mode text />
                }
                .into_any(),
                None => view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any(),
            };
            view! { <section data-form=tab.id()>{content}</section> }
        })
        .collect_view();
    view! {
        {place.bucket.is_none().then(|| view! { <p class="notice"><Marked text=words::no_bucket(locale) /></p> })}
        <section data-form=Tab::Console.id()>
            <ConsoleSteps locale steps=setup.console_steps() mode />
        </section>
        {panels}
    }
}

#[component]
fn QuickCreate(locale: Locale, link: String) -> impl IntoView {
    view! {
        <p>
            <a class="secondary" href=link target="_blank" rel="noopener noreferrer">{locale.quick_create()}</a>
        </p>
        <p class="quiet"><Marked text=locale.quick_create_next() /></p>
    }
}
