//! The four forms with what is filled in. The style sheet shows the one that is chosen.

use super::block::FormBlock;
use super::console::ConsoleSteps;
use super::tabs::Tab;
use super::words::{self, Marked};
use domain::setup::Form;
use domain::{AccessMode, Place, Setup, Terms};
use leptos::prelude::*;

#[component]
pub fn SetupForms(terms: Terms, place: Place, mode: AccessMode) -> impl IntoView {
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
                    {link.map(|link| view! { <QuickCreate link /> })}
                    <p><Marked text=words::how(form, mode) /></p>
                    <FormBlock form mode text />
                }
                .into_any(),
                None => view! { <p class="error">{words::NO_PRINCIPAL}</p> }.into_any(),
            };
            view! { <section data-form=tab.id()>{content}</section> }
        })
        .collect_view();
    view! {
        {place.bucket.is_none().then(|| view! { <p class="notice"><Marked text=words::NO_BUCKET /></p> })}
        <section data-form=Tab::Console.id()>
            <ConsoleSteps steps=setup.console_steps() mode />
        </section>
        {panels}
    }
}

#[component]
fn QuickCreate(link: String) -> impl IntoView {
    view! {
        <p>
            <a class="secondary" href=link target="_blank" rel="noopener noreferrer">{words::QUICK_CREATE}</a>
        </p>
        <p class="quiet"><Marked text=words::QUICK_CREATE_NEXT /></p>
    }
}
