//! Translation with Fluent.

use crate::Locale;
use crate::locale::TextDirection;
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

// One method of `Locale` for each message of a page.
include!(concat!(env!("OUT_DIR"), "/page_messages.rs"));

impl Locale {
    /// Translates a message.
    pub fn translate(self, message: &Message) -> String {
        match message {
            Message::Plain(text) => text.clone(),
            Message::Translatable { id, args } => self.format(id, args),
        }
    }

    fn format(self, id: &str, args: &[(Cow<'static, str>, Arg)]) -> String {
        let bundle = self.bundle();
        let args = self.fluent_args(args);
        // The database may hold a report of an older version with a message that does not exist anymore. Showing its id is
        // better than showing nothing.
        let message = bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        text.into_owned()
    }

    /// Converts arguments for Fluent. An argument that is a message comes with its forms: `$who` and `$who-start`, for
    /// example.
    fn fluent_args<'a>(self, args: &'a [(Cow<'static, str>, Arg)]) -> FluentArgs<'a> {
        let mut fluent_args = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => fluent_args.set(name.as_ref(), text.as_str()),
                Arg::Number(number) => fluent_args.set(name.as_ref(), FluentValue::from(*number)),
                Arg::Message(message) => {
                    fluent_args.set(name.as_ref(), self.translate(message));
                    for (form, text) in self.message_forms(message) {
                        fluent_args.set(format!("{name}-{form}"), text);
                    }
                }
            }
        }
        fluent_args
    }

    /// Returns the other forms of a message, such as the one that starts a sentence. They are its Fluent attributes.
    fn message_forms(self, message: &Message) -> Vec<(String, String)> {
        let Message::Translatable { id, args } = message else {
            return Vec::new();
        };
        let bundle = self.bundle();
        let Some(message) = bundle.get_message(id) else {
            return Vec::new();
        };
        let args = self.fluent_args(args);
        let form = |attribute: fluent_bundle::FluentAttribute<'_>| {
            let text = bundle.format_pattern(attribute.value(), Some(&args), &mut Vec::new());
            (attribute.id().to_owned(), text.into_owned())
        };
        message.attributes().map(form).collect()
    }

    /// Returns the locale's bundle. It is parsed once, on first use.
    fn bundle(self) -> &'static Bundle {
        static BUNDLES: [OnceLock<Bundle>; Locale::ALL.len()] =
            [const { OnceLock::new() }; Locale::ALL.len()];
        BUNDLES[self as usize].get_or_init(|| parse_bundle(self))
    }
}

fn parse_bundle(locale: Locale) -> Bundle {
    let files = match locale {
        Locale::English => files!("en"),
        Locale::German => files!("de"),
        Locale::French => files!("fr"),
        Locale::Spanish => files!("es"),
        Locale::Japanese => files!("ja"),
    };
    let language = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Fluent can put invisible marks around arguments, to keep their direction apart from the sentence's. In a
    // left-to-right sentence they have no use and would end up in what people copy.
    bundle.set_use_isolating(locale.direction() == TextDirection::RightToLeft);
    for file in files {
        // The build has parsed the same files, so they have no errors.
        let resource =
            FluentResource::try_new(file.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}
