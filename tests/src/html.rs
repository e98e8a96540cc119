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
        assert_eq!(
            words("<head>no</head><body>yes<script>no</script> <b>too</b></body>"),
            "yes too"
        );
    }
}
