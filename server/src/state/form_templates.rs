//! Templates of the empty form that a connect link shows first.
//!
//! This form is the same for every tenant of a flow, except for a few values such as the token and the external ID.
//! Rendering it takes most of the time of a request, so it is rendered once with markers in place of these values, and
//! the markers are filled in for each request.

use app::look::Look;
use app::shell::{Document, render_html};
use app::widget::{View, Widget, WidgetPage};
use domain::setup_guide::ResourceName;
use domain::{
    ConnectUiParams, Direction, EnvironmentId, ExternalId, FlowId, PrincipalArn, SetupRequirements,
    TenantId, Variable, Variables,
};
use i18n::Locale;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many templates are cached. One takes about 50 KB.
const CAPACITY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(127);

/// The templates that were rendered, most recently used first. Clones share them.
#[derive(Clone)]
pub struct FormTemplates(Arc<Mutex<LruCache<FormKey, Arc<FormTemplate>>>>);

impl Default for FormTemplates {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(CAPACITY))))
    }
}

impl FormTemplates {
    /// Returns the template for this key, and renders it if it is not cached. Returns `None` if it cannot be rendered.
    pub fn get_or_render(
        &self,
        key: FormKey,
        options: impl FnOnce() -> LeptosOptions,
        document: &Document,
        widget: &Widget,
    ) -> Option<Arc<FormTemplate>> {
        // The lock is not held while a form is rendered. At worst, two requests render the same one.
        let cached = self.lock().get(&key).cloned();
        if cached.is_some() {
            return cached;
        }
        let template = Arc::new(FormTemplate::render(options(), document, widget)?);
        self.lock().put(key, Arc::clone(&template));
        Some(template)
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<FormKey, Arc<FormTemplate>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that a form shows, apart from the values that are filled in.
///
/// The key holds the settings themselves instead of their version, so a template can never be older than its settings.
#[derive(PartialEq, Eq, Hash)]
pub struct FormKey {
    pub locale: Locale,
    pub look: Look,
    pub direction: Direction,
    pub params: ConnectUiParams,
    pub principal: Option<PrincipalArn>,
    pub template_url: Option<String>,
    /// The page names the origin that can show it in a frame.
    pub frame_ancestors: Option<String>,
}

/// HTML cut at its markers.
pub struct FormTemplate {
    /// Each piece of HTML, and the value that follows it.
    parts: Vec<(String, Slot)>,
    /// The HTML after the last value.
    end: String,
    /// The length of the marked HTML in bytes, which is about that of a filled-in page.
    length: usize,
}

/// A value that is filled in for each request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Token,
    ExternalId,
    ResourceName,
    Nonce,
    /// The tenant's own value of a path variable, which the form shows as an example.
    Variable(Variable),
}

impl Slot {
    const SINGLE: [Self; 4] = [
        Self::Token,
        Self::ExternalId,
        Self::ResourceName,
        Self::Nonce,
    ];

    /// Lists all slots. A slot's position in this list is its number in the markers.
    fn all() -> impl Iterator<Item = Self> {
        let variables = Variable::ALL.into_iter().map(Self::Variable);
        Self::SINGLE.into_iter().chain(variables)
    }
}

/// Texts that mark where values are filled in. They are random, so no other text on a page can be mistaken for one.
struct Markers {
    prefix: String,
}

impl Markers {
    fn new() -> Self {
        // Letters and digits only, so the marker is valid as an external ID and a flow ID, and neither HTML nor JSON
        // escapes it.
        Self {
            prefix: format!("m{:032x}m", rand::random::<u128>()),
        }
    }

    fn marker(&self, slot: Slot) -> String {
        let number = Slot::all().position(|s| s == slot).unwrap_or_default();
        format!("{}{number:02}", self.prefix)
    }

    /// Returns the same widget with markers in place of its values.
    fn mark(&self, widget: &Widget) -> Option<Widget> {
        let external_id = ExternalId::parse(&self.marker(Slot::ExternalId)).ok()?;
        // A resource name is shortened and ends in a hash, so it cannot hold a marker. The name made here belongs to no
        // tenant, and becomes a marker once the HTML is rendered.
        let resource_name = ResourceName::new(
            &EnvironmentId::parse("marks").ok()?,
            &FlowId::parse(&self.prefix).ok()?,
            &TenantId::parse("tenant").ok()?,
        );
        let variables = widget.examples.keys();
        let examples: Variables = variables
            .map(|variable| (*variable, self.marker(Slot::Variable(*variable))))
            .collect();
        Some(Widget {
            token: self.marker(Slot::Token),
            requirements: SetupRequirements {
                name: resource_name,
                external_ids: vec![external_id.clone()],
                ..widget.requirements.clone()
            },
            external_id,
            examples,
            ..widget.clone()
        })
    }

    /// Cuts HTML at the markers.
    fn cut(&self, html: &str) -> FormTemplate {
        let mut pieces = html.split(&self.prefix);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        let mut parts = Vec::new();
        for piece in pieces {
            let (number, rest) = piece.split_at(piece.len().min(2));
            let slot = number.parse().ok().and_then(|n| Slot::all().nth(n));
            if let Some(slot) = slot {
                parts.push((std::mem::replace(&mut text, rest.to_owned()), slot));
            }
        }
        FormTemplate {
            parts,
            end: text,
            length: html.len(),
        }
    }
}

impl FormTemplate {
    /// Renders a widget with markers, and cuts the HTML at them. Returns `None` if a marker is not a valid value.
    fn render(options: LeptosOptions, document: &Document, widget: &Widget) -> Option<Self> {
        let markers = Markers::new();
        let widget = markers.mark(widget)?;
        let resource_name = widget.requirements.name.as_str().to_owned();
        let view = View::Form(Box::default());
        let (html, nonce) = render_html(
            options,
            document.clone(),
            move || view! { <WidgetPage widget view /> },
        );
        let html = html
            .replace(&resource_name, &markers.marker(Slot::ResourceName))
            .replace(&nonce, &markers.marker(Slot::Nonce));
        Some(markers.cut(&html))
    }

    /// Returns the page with the values of this widget.
    pub fn fill(&self, widget: &Widget, nonce: &str) -> String {
        let value_of = |slot| match slot {
            Slot::Token => &widget.token,
            Slot::ExternalId => widget.external_id.as_str(),
            Slot::ResourceName => widget.requirements.name.as_str(),
            Slot::Nonce => nonce,
            Slot::Variable(variable) => widget.examples.get(&variable).map_or("", String::as_str),
        };
        let mut html = String::with_capacity(self.length);
        for (text, slot) in &self.parts {
            html.push_str(text);
            html.push_str(value_of(*slot));
        }
        html + &self.end
    }
}

#[cfg(test)]
#[path = "form_templates_tests.rs"]
mod tests;
