//! What a person would copy out of a page.

/// The text inside the element with this id, as a copy button or a selection takes it: tags and comments left
/// out, entities resolved.
pub fn text_of(html: &str, id: &str) -> Option<String> {
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

/// The value of the input of this name.
pub fn value_of(html: &str, name: &str) -> Option<String> {
    let at = html.find(&format!(" name=\"{name}\""))?;
    let opened = html[..at].rfind('<')?;
    let tag = &html[opened..opened + html[opened..].find('>')?];
    let start = tag.find(" value=\"")? + " value=\"".len();
    let end = start + tag[start..].find('"')?;
    Some(unescape(&tag[start..end]))
}

/// The names of the inputs, as they stand on the page.
pub fn inputs(html: &str) -> Vec<String> {
    let names = html.split("<input").skip(1).filter_map(|tag| {
        let tag = &tag[..tag.find('>')?];
        let start = tag.find(" name=\"")? + " name=\"".len();
        Some(tag[start..start + tag[start..].find('"')?].to_owned())
    });
    names.collect()
}

/// What a browser sends of the form with this id when nobody touched it and none of its buttons is pressed.
pub fn untouched(html: &str, form: &str) -> Option<Vec<(String, String)>> {
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
                _ => tag
                    .value("value")
                    .map(|value| value.replace(['\r', '\n'], "")),
            },
            "textarea" => {
                let text;
                (text, rest) = rest.split_once("</textarea>")?;
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
                chosen.or(options.first())?.value("value")
            }
            _ => None,
        };
        // A NUL is none in HTML, and a line break two characters in a form.
        let value = value.map(|value| value.replace("\r\n", "\n").replace('\r', "\n"));
        let value = value.map(|value| value.replace('\n', "\r\n").replace('\0', "\u{fffd}"));
        fields.extend(name().zip(value));
    }
    Some(fields)
}

/// The start of an element, up to its `>`.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

/// A tag after its `<`, and what comes after it.
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
    /// An attribute without a value has an empty one.
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

/// Everything a person can read on the page.
pub fn words(html: &str) -> String {
    let body = html.find("<body").map_or(html, |at| &html[at..]);
    let mut rest = body;
    let mut kept = String::new();
    while let Some(at) = rest.find("<script") {
        kept.push_str(&rest[..at]);
        rest = rest[at..]
            .find("</script>")
            .map_or("", |end| &rest[at + end..]);
    }
    kept.push_str(rest);
    unescape(&without_tags(&kept))
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

/// Entities resolved.
pub fn unescape(text: &str) -> String {
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
    fn what_is_copied() {
        let html = "<p><code id=\"a\"><x-island data=\"1\"><!---->{&quot;a&quot;: &lt;1&gt; &amp;amp;}</x-island></code> </p>";
        assert_eq!(text_of(html, "a").as_deref(), Some("{\"a\": <1> &amp;}"));
        assert_eq!(text_of(html, "b"), None);
        let html = "<input type=\"hidden\" name=\"token\" value=\"x&amp;y\"/><input name=\"b\">";
        assert_eq!(value_of(html, "token").as_deref(), Some("x&y"));
        assert_eq!(inputs(html), ["token", "b"]);
        let html = "<form id=\"f\"><!-- --><input name=\"a\" value=\"&lt;>\n\" disabled><input type=\"checkbox\" name=\"b\" value=\"1\">\
            <input type=\"radio\" name=\"c\" value=\"2\" checked><textarea name=\"d\">\n\n<&amp;</textarea>\
            <select name=\"e\"><option value=\"\">-</option><option value=\"x\" selected>X</option></select><button name=\"g\">G</button></form><input name=\"h\">";
        let fields = untouched(html, "f").expect("a form");
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            fields,
            [("a", "<>"), ("c", "2"), ("d", "\r\n<&"), ("e", "x")]
        );
        assert_eq!(
            words("<head>no</head><body>yes<script>no</script> <b>too</b></body>"),
            "yes too"
        );
    }
}
