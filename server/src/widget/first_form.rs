//! The form as a link shows it at first. It is the same for every tenant of a flow, but for a few names, so it is
//! rendered once with marks in their places, and afterwards the marks are filled in.

use super::{Visit, model};
use app::look::Look;
use app::shell::{Document, html, respond};
use app::widget::{View, Widget, WidgetPage};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::connect_ui::names;
use domain::setup::SetupName;
use domain::{
    ConnectUiParams, Direction, EnvironmentId, ExternalId, FlowId, PrincipalArn, TenantId, Terms,
    Variable, Variables,
};
use i18n::Locale;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use lru::LruCache;
use service::{SessionKind, Standing};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept; one is about 50 KB.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(127);

/// The forms that were rendered. Clones share them.
#[derive(Clone)]
pub struct FirstForms(Arc<Mutex<LruCache<Key, Arc<Template>>>>);

impl Default for FirstForms {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(KEPT))))
    }
}

/// Everything a form shows that is not filled in. What it is made of is compared, rather than a version, so that a
/// form is never older than its settings.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    locale: Locale,
    look: Look,
    direction: Direction,
    params: ConnectUiParams,
    principal: Option<PrincipalArn>,
    template_url: Option<String>,
}

/// HTML cut at its marks: a text, what is filled in after it, and so on, and the text at the end.
struct Template {
    parts: Vec<(String, Name)>,
    end: String,
    /// In bytes, about as long as the page will be.
    length: usize,
}

/// What is filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Token,
    ExternalId,
    Setup,
    Nonce,
    Variable(Variable),
}

/// Returns the page where a link shows the empty form, and `None` where it shows anything else.
pub(super) fn page(visit: &Visit, standing: &Standing) -> Option<Response> {
    let params = &standing.connector.params;
    if visit.session.kind != SessionKind::Tenant
        || standing.connection.is_some()
        || standing.attempt.is_some()
        || standing.terms.external_ids.len() != 1
        || !fits_everywhere(standing.tenant.external_id.as_str())
        || prefix_has_variables(params)
    {
        return None;
    }
    let look = visit.look(standing);
    let key = Key {
        locale: visit.locale,
        look: look.clone(),
        direction: standing.connector.direction,
        params: params.clone(),
        principal: standing.terms.principal.clone(),
        template_url: standing.terms.template_url.clone(),
    };
    let document = visit.document(look.clone(), StatusCode::OK);
    let widget = model::widget(visit, standing, &look);
    let kept = &visit.state.first_forms.0;
    let found = kept
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
        .cloned();
    let template = if let Some(template) = found {
        template
    } else {
        let options = visit.state.site.leptos.clone();
        let template = Arc::new(Template::of(options, &document, &widget)?);
        kept.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .put(key, Arc::clone(&template));
        template
    };
    let nonce = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
    Some(respond(&document, template.fill(&widget, &nonce), &nonce))
}

/// Whether a text is the same in HTML, JSON, Terraform, a shell and an address. All that we mint are; an external ID
/// that was imported may not be. The other names have no characters that HTML or JSON would escape.
fn fits_everywhere(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Then the form shows what the prefix would be, or nothing where it would be too long.
fn prefix_has_variables(params: &ConnectUiParams) -> bool {
    let default = params
        .field(names::PATH_PREFIX)
        .and_then(|field| field.default.as_ref());
    default.is_some_and(|default| default.to_string().contains('{'))
}

/// Texts that stand for names. Nobody can guess them, so nothing else on a page is taken for one.
struct Marks {
    secret: String,
}

impl Marks {
    fn new() -> Self {
        Self {
            secret: format!("m{:032x}m", rand::random::<u128>()),
        }
    }

    const ALL: [Name; 4] = [Name::Token, Name::ExternalId, Name::Setup, Name::Nonce];

    fn names() -> impl Iterator<Item = Name> {
        let variables = Variable::ALL.into_iter().map(Name::Variable);
        Self::ALL.into_iter().chain(variables)
    }

    fn of(&self, name: Name) -> String {
        let number = Self::names().position(|n| n == name).unwrap_or_default();
        format!("{}{number:02}", self.secret)
    }

    /// The same widget with marks for names.
    fn widget(&self, widget: &Widget) -> Option<Widget> {
        let external_id = ExternalId::parse(&self.of(Name::ExternalId)).ok()?;
        let setup = SetupName::new(
            &EnvironmentId::parse("marks").ok()?,
            &FlowId::parse(&self.secret).ok()?,
            &TenantId::parse("tenant").ok()?,
        );
        let variables = widget.examples.keys();
        let examples: Variables = variables
            .map(|variable| (*variable, self.of(Name::Variable(*variable))))
            .collect();
        Some(Widget {
            token: self.of(Name::Token),
            terms: Terms {
                name: setup,
                external_ids: vec![external_id.clone()],
                ..widget.terms.clone()
            },
            external_id,
            examples,
            ..widget.clone()
        })
    }

    fn cut(&self, html: &str) -> Template {
        let mut pieces = html.split(&self.secret);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        let mut parts = Vec::new();
        for piece in pieces {
            let (number, rest) = piece.split_at(piece.len().min(2));
            let name = number.parse().ok().and_then(|n| Self::names().nth(n));
            if let Some(name) = name {
                parts.push((std::mem::replace(&mut text, rest.to_owned()), name));
            }
        }
        Template {
            parts,
            end: text,
            length: html.len(),
        }
    }
}

impl Template {
    fn of(options: LeptosOptions, document: &Document, widget: &Widget) -> Option<Self> {
        let marks = Marks::new();
        let widget = marks.widget(widget)?;
        let setup = widget.terms.name.as_str().to_owned();
        let view = View::Form(Box::default());
        let (html, nonce) = html(
            options,
            document.clone(),
            move || view! { <WidgetPage widget view /> },
        );
        let html = html
            .replace(&setup, &marks.of(Name::Setup))
            .replace(&nonce, &marks.of(Name::Nonce));
        Some(marks.cut(&html))
    }

    fn fill(&self, widget: &Widget, nonce: &str) -> String {
        let text_of = |name| match name {
            Name::Token => &widget.token,
            Name::ExternalId => widget.external_id.as_str(),
            Name::Setup => widget.terms.name.as_str(),
            Name::Nonce => nonce,
            Name::Variable(variable) => widget.examples.get(&variable).map_or("", String::as_str),
        };
        let mut html = String::with_capacity(self.length);
        for (text, name) in &self.parts {
            html.push_str(text);
            html.push_str(text_of(*name));
        }
        html + &self.end
    }
}

#[cfg(test)]
#[path = "first_form_tests.rs"]
mod tests;
