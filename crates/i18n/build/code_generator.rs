//! Generates Rust code from the messages: a method for each message of a page, and the templates for the browser.

use crate::ftl_parser::LocaleFiles;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Generates a method of `Locale` for each message in `files`.
///
/// A message without arguments is always the same text, so its method returns that text without calling Fluent. Most of a
/// page consists of such messages.
pub fn page_messages(locales: &[LocaleFiles], files: &[&str]) -> String {
    let mut code = String::from("impl Locale {\n");
    let messages = locales[0].messages.iter();
    for (id, message) in messages.filter(|(_, message)| files.contains(&message.file)) {
        let names = message.arg_names();
        let mut parameters = String::new();
        let mut args = String::new();
        for name in &names {
            let _ = write!(parameters, ", {name}: impl Into<Arg>");
            let _ = write!(args, "(\"{name}\".into(), {name}.into()), ");
        }
        let doc = message
            .template
            .as_deref()
            .unwrap_or("Depends on a number.");
        let _ = writeln!(code, "    /// `{}`", doc.replace('`', ""));
        let body = match plain_texts(locales, id) {
            // The locales have the order of the enum's variants.
            Some(texts) if names.is_empty() => format!("{texts:?}[self as usize].to_owned()"),
            _ => format!("self.format(\"{id}\", &[{args}])"),
        };
        let _ = writeln!(
            code,
            "    pub fn {id}(self{parameters}) -> String {{\n        {body}\n    }}\n"
        );
    }
    code.push_str("}\n");
    code
}

/// Returns the message's text in each language, if all of them are plain.
fn plain_texts<'a>(locales: &'a [LocaleFiles], id: &str) -> Option<Vec<&'a str>> {
    let text = |locale: &'a LocaleFiles| locale.messages.get(id)?.template.as_deref();
    locales.iter().map(text).collect()
}

/// Generates a JSON object of templates for each language, and a mark that changes whenever one of them does.
pub fn browser_messages(locales: &[LocaleFiles]) -> String {
    let mut hasher = DefaultHasher::new();
    let mut code = String::from("pub(crate) const TEMPLATES: &[(&str, &str)] = &[\n");
    for locale in locales {
        let messages = locale.messages.iter();
        let templates: BTreeMap<&str, &str> = messages
            .filter(|(_, message)| message.file == "fields")
            .filter_map(|(id, message)| Some((id.as_str(), message.template.as_deref()?)))
            .collect();
        let json = serde_json::json!(templates).to_string();
        json.hash(&mut hasher);
        let _ = writeln!(code, "    ({:?}, {json:?}),", locale.tag);
    }
    code.push_str("];\n");
    let _ = writeln!(
        code,
        "pub(crate) const MARK: &str = \"{:016x}\";",
        hasher.finish()
    );
    code
}
