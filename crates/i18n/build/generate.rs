//! Writes what is made from the files: functions for the pages, and the words that the browser fills in itself.

use crate::read::Locale;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// A function for each message of these files. What names nothing is the same text every time, so it is there at once,
/// without Fluent: most of a page is made of such messages.
pub fn pages(locales: &[Locale], files: &[&str]) -> String {
    let mut code = String::from("impl Locale {\n");
    let messages = locales[0].messages.iter();
    for (id, message) in messages.filter(|(_, message)| files.contains(&message.file)) {
        let names = message.names();
        let mut parameters = String::new();
        let mut args = String::new();
        for name in &names {
            let _ = write!(parameters, ", {name}: impl Into<Arg>");
            let _ = write!(args, "(\"{name}\".into(), {name}.into()), ");
        }
        let words = message.template.as_deref().unwrap_or("In several forms.");
        let _ = writeln!(code, "    /// `{}`", words.replace('`', ""));
        let body = match plain_texts(locales, id) {
            Some(texts) if names.is_empty() => format!("{texts:?}[self as usize].to_owned()"),
            _ => format!("self.words(\"{id}\", &[{args}])"),
        };
        let _ = writeln!(
            code,
            "    pub fn {id}(self{parameters}) -> String {{\n        {body}\n    }}\n"
        );
    }
    code.push_str("}\n");
    code
}

/// The message's text in each language, in the languages' order, if all of them are one line.
fn plain_texts<'a>(locales: &'a [Locale], id: &str) -> Option<Vec<&'a str>> {
    let text = |locale: &'a Locale| locale.messages.get(id)?.template.as_deref();
    locales.iter().map(text).collect()
}

/// A JSON object for each language, and a mark that changes whenever one of them does.
pub fn browser(locales: &[Locale]) -> String {
    let mut hasher = DefaultHasher::new();
    let mut code = String::from("pub(crate) const FIELDS: &[(&str, &str)] = &[\n");
    for locale in locales {
        let fields = locale.messages.iter();
        let fields: BTreeMap<&str, &str> = fields
            .filter(|(_, message)| message.file == "fields")
            .filter_map(|(id, message)| Some((id.as_str(), message.template.as_deref()?)))
            .collect();
        let json = serde_json::json!(fields).to_string();
        json.hash(&mut hasher);
        let _ = writeln!(code, "    ({:?}, {json:?}),", locale.code);
    }
    code.push_str("];\n");
    let _ = writeln!(
        code,
        "pub(crate) const MARK: &str = \"{:016x}\";",
        hasher.finish()
    );
    code
}
