//! Fluent: the words of each language, and what they become with names in them.

use crate::Locale;
use crate::locale::Direction;
use domain::Message;
use domain::message::Arg;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::sync::OnceLock;

type Bundle = FluentBundle<FluentResource>;

macro_rules! files {
    ($locale:literal) => {
        [
            include_str!(concat!("../locales/", $locale, "/widget.ftl")),
            include_str!(concat!("../locales/", $locale, "/fields.ftl")),
            include_str!(concat!("../locales/", $locale, "/form.ftl")),
            include_str!(concat!("../locales/", $locale, "/steps.ftl")),
            include_str!(concat!("../locales/", $locale, "/causes.ftl")),
        ]
    };
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

impl Locale {
    /// The words of a message.
    pub fn translate(self, message: &Message) -> String {
        match message {
            Message::Plain(text) => text.clone(),
            Message::Of { id, args } => self.words(id, args),
        }
    }

    fn words(self, id: &str, args: &[(Cow<'static, str>, Arg)]) -> String {
        let bundle = self.bundle();
        let args = self.named(args);
        // A report of an older version may hold a message that is gone: its name is better than nothing.
        let message = bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        text.into_owned()
    }

    /// What a message names. Words within words come with their forms: `$who` and `$who-start`.
    fn named<'a>(self, args: &'a [(Cow<'static, str>, Arg)]) -> FluentArgs<'a> {
        let mut named = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => named.set(name.as_ref(), text.as_str()),
                Arg::Number(number) => named.set(name.as_ref(), FluentValue::from(*number)),
                Arg::Message(message) => {
                    named.set(name.as_ref(), self.translate(message));
                    for (form, words) in self.forms(message) {
                        named.set(format!("{name}-{form}"), words);
                    }
                }
            }
        }
        named
    }

    fn forms(self, message: &Message) -> Vec<(String, String)> {
        let Message::Of { id, args } = message else {
            return Vec::new();
        };
        let bundle = self.bundle();
        let Some(message) = bundle.get_message(id) else {
            return Vec::new();
        };
        let args = self.named(args);
        let said = |attribute: fluent_bundle::FluentAttribute<'_>| {
            let text = bundle.format_pattern(attribute.value(), Some(&args), &mut Vec::new());
            (attribute.id().to_owned(), text.into_owned())
        };
        message.attributes().map(said).collect()
    }

    fn bundle(self) -> &'static Bundle {
        static BUNDLES: [OnceLock<Bundle>; Locale::ALL.len()] =
            [const { OnceLock::new() }; Locale::ALL.len()];
        BUNDLES[self as usize].get_or_init(|| read(self))
    }
}

/// The build has parsed the files before, so there is nothing left to go wrong here.
fn read(locale: Locale) -> Bundle {
    let files = match locale {
        Locale::English => files!("en"),
        Locale::German => files!("de"),
        Locale::French => files!("fr"),
        Locale::Spanish => files!("es"),
        Locale::Japanese => files!("ja"),
    };
    let locale = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks around names keep their direction apart from the sentence's; where both run the same way, they
    // would only be in what people copy.
    bundle.set_use_isolating(locale.direction() == Direction::RightToLeft);
    for file in files {
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(some, _)| some);
        bundle.add_resource_overriding(resource);
    }
    bundle
}
