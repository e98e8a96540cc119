//! Reads text and form fields from the server's HTML.
//!
//! This is no general HTML parser: it relies on how Leptos renders, for example that attributes have double quotes.

/// Returns the text of the element with this id, as a copy button takes it: without tags and comments, and with entities
/// resolved. The element must not contain another one of the same name.
pub fn element_text(html: &str, id: &str) -> Option<String> {
    let at = html.find(&format!("id=\"{id}\""))?;
    let opened = html[..at].rfind('<')?;
    let name: String = html[opened + 1..]
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let start = at + html[at..].find('>')? + 1;
    let end = start + html[start..].find(&format!("</{name}>"))?;
    Some(unescape(&without_tags(&html[start..end])))
}

/// Returns the value of the input with this name.
pub fn input_value(html: &str, name: &str) -> Option<String> {
    let at = html.find(&format!(" name=\"{name}\""))?;
    let opened = html[..at].rfind('<')?;
    let tag = &html[opened..opened + html[opened..].find('>')?];
    let start = tag.find(" value=\"")? + " value=\"".len();
    let end = start + tag[start..].find('"')?;
    Some(unescape(&tag[start..end]))
}

/// Returns the names of all inputs, in the order of the page.
pub fn input_names(html: &str) -> Vec<String> {
    let names = html.split("<input").skip(1).filter_map(|tag| {
        let tag = &tag[..tag.find('>')?];
        let start = tag.find(" name=\"")? + " name=\"".len();
        Some(tag[start..start + tag[start..].find('"')?].to_owned())
    });
    names.collect()
}

/// Returns the fields that a browser sends for the form with this id if nothing was changed and no button was pressed.
pub fn default_form_fields(html: &str, form: &str) -> Option<Vec<(String, String)>> {
    let at = html.find(&format!(" id=\"{form}\""))?;
    let mut rest = &html[at..at + html[at..].find("</form>")?];
    let mut fields = Vec::new();
    while let Some(at) = rest.find('<') {
        let (tag, after) = tag(&rest[at + 1..])?;
        rest = after;
        let name = || tag.value("name");
        let value = match tag.name {
            "input" => match tag.value("type").as_deref() {
                Some("checkbox" | "radio") if tag.value("checked").is_none() => None,
                Some("checkbox" | "radio" | "hidden") => tag.value("value"),
                // Browsers remove line breaks from the values of text inputs.
                _ => tag
                    .value("value")
                    .map(|value| value.replace(['\r', '\n'], "")),
            },
            "textarea" => {
                let text;
                (text, rest) = rest.split_once("</textarea>")?;
                // HTML parsers drop the first line break of a textarea.
                Some(unescape(text.strip_prefix('\n').unwrap_or(text)))
            }
            "select" => {
                let options;
                (options, rest) = rest.split_once("</select>")?;
                let options = options.split("<option").skip(1);
                let options: Vec<_> = options
                    .filter_map(|option| Some(self::tag(option)?.0))
                    .collect();
                let chosen = options
                    .iter()
                    .rfind(|option| option.value("selected").is_some());
                // Without a selected option, browsers send the first one.
                chosen.or(options.first())?.value("value")
            }
            _ => None,
        };
        // HTML parsers replace a NUL by U+FFFD, and browsers send each line break of a form as CR LF.
        let value = value.map(|value| value.replace("\r\n", "\n").replace('\r', "\n"));
        let value = value.map(|value| value.replace('\n', "\r\n").replace('\0', "\u{fffd}"));
        fields.extend(name().zip(value));
    }
    Some(fields)
}

/// The start tag of an element, up to its `>`.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

/// Parses a tag whose `<` was removed. Returns it with the HTML after it.
fn tag(html: &str) -> Option<(Tag<'_>, &str)> {
    let mut quoted = false;
    let end = html.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })?;
    let name = html[..end].find(|c: char| !c.is_ascii_alphanumeric());
    let (name, attributes) = html[..end].split_at(name.unwrap_or(end));
    Some((Tag { name, attributes }, &html[end + 1..]))
}

impl Tag<'_> {
    /// Returns the value of an attribute. It is empty if the attribute has no value.
    fn value(&self, attribute: &str) -> Option<String> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(after) => after.split_once('"')?,
                None => ("", after),
            };
            if name == attribute {
                return Some(unescape(value));
            }
            rest = after.trim_start();
        }
        None
    }
}

/// Returns everything that a person can read on the page.
pub fn visible_text(html: &str) -> String {
    let body = html.find("<body").map_or(html, |at| &html[at..]);
    let mut rest = body;
    let mut without_scripts = String::new();
    while let Some(at) = rest.find("<script") {
        without_scripts.push_str(&rest[..at]);
        rest = rest[at..]
            .find("</script>")
            .map_or("", |end| &rest[at + end..]);
    }
    without_scripts.push_str(rest);
    unescape(&without_tags(&without_scripts))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let close = if rest[at..].starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        rest = rest[at..]
            .find(close)
            .map_or("", |end| &rest[at + end + close.len()..]);
    }
    text.push_str(rest);
    text
}

/// Resolves the entities that Leptos writes.
pub fn unescape(text: &str) -> String {
    // `&amp;` is last: otherwise `&amp;lt;` would become `<`.
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| {
            text.replace(entity, character)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_text_inputs_and_form_fields() {
        let html = "<p><code id=\"a\"><x-island data=\"1\"><!---->{&quot;a&quot;: &lt;1&gt; &amp;amp;}</x-island></code> </p>";
        assert_eq!(
            element_text(html, "a").as_deref(),
            Some("{\"a\": <1> &amp;}")
        );
        assert_eq!(element_text(html, "b"), None);
        let html = "<input type=\"hidden\" name=\"token\" value=\"x&amp;y\"/><input name=\"b\">";
        assert_eq!(input_value(html, "token").as_deref(), Some("x&y"));
        assert_eq!(input_names(html), ["token", "b"]);
        let html = "<form id=\"f\"><!-- --><input name=\"a\" value=\"&lt;>\n\" disabled><input type=\"checkbox\" name=\"b\" value=\"1\">\
            <input type=\"radio\" name=\"c\" value=\"2\" checked><textarea name=\"d\">\n\n<&amp;</textarea>\
            <select name=\"e\"><option value=\"\">-</option><option value=\"x\" selected>X</option></select><button name=\"g\">G</button></form><input name=\"h\">";
        let fields = default_form_fields(html, "f").expect("a form");
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            fields,
            [("a", "<>"), ("c", "2"), ("d", "\r\n<&"), ("e", "x")]
        );
        assert_eq!(
            visible_text("<head>no</head><body>yes<script>no</script> <b>too</b></body>"),
            "yes too"
        );
    }
}
