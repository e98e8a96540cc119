//! Reads text and form fields from the server's HTML, with a parser that follows the standard as browsers do.

use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::rc::Rc;

/// Returns the text of the element with this id, as a copy button takes it.
pub fn element_text(html: &str, id: &str) -> Option<String> {
    let page = parse(html);
    let element = find(&page, "id", id)?;
    Some(text(&element, &[]))
}

/// Returns the value of the input with this name.
pub fn input_value(html: &str, name: &str) -> Option<String> {
    let page = parse(html);
    let input = find(&page, "name", name)?;
    attribute(&input, "value")
}

/// Returns the names of all inputs, in the order of the page.
pub fn input_names(html: &str) -> Vec<String> {
    let page = parse(html);
    let nodes = descendants(&page.document);
    let inputs = nodes.iter().filter(|node| tag(node) == "input");
    inputs.filter_map(|node| attribute(node, "name")).collect()
}

/// Returns the fields that a browser sends for the form with this id if nothing was changed and no button was pressed.
pub fn default_form_fields(html: &str, form: &str) -> Option<Vec<(String, String)>> {
    let page = parse(html);
    let form = find(&page, "id", form)?;
    let controls = descendants(&form);
    let fields = controls.iter().filter_map(|control| {
        // Browsers send each line break of a form as CR LF.
        let value = default_value(control)?.replace("\r\n", "\n");
        let value = value.replace('\r', "\n").replace('\n', "\r\n");
        Some((attribute(control, "name")?, value))
    });
    Some(fields.collect())
}

/// Returns the value that a browser sends for a control, or `None` if it sends none.
fn default_value(control: &Handle) -> Option<String> {
    let value = attribute(control, "value");
    match tag(control) {
        "input" => match attribute(control, "type").as_deref() {
            Some("checkbox" | "radio") => value.filter(|_| attribute(control, "checked").is_some()),
            Some("hidden") => value,
            // Browsers remove line breaks from the values of text inputs.
            _ => value.map(|value| value.replace(['\r', '\n'], "")),
        },
        "textarea" => Some(text(control, &[])),
        "select" => {
            let options = descendants(control);
            let mut options = options.iter().filter(|node| tag(node) == "option");
            let first = options.clone().next();
            // Without a selected option, browsers send the first one.
            let chosen = options.rfind(|option| attribute(option, "selected").is_some());
            attribute(chosen.or(first)?, "value")
        }
        _ => None,
    }
}

/// Returns everything that a person can read on the page.
pub fn visible_text(html: &str) -> String {
    let page = parse(html);
    text(&page.document, &["head", "script", "style"])
}

/// Parses a page, or a piece of one. Keep the result as long as its nodes: dropping it empties them.
fn parse(html: &str) -> RcDom {
    // Without scripting, the content of `<noscript>` is HTML too.
    let tree_builder = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let options = ParseOpts {
        tree_builder,
        ..ParseOpts::default()
    };
    parse_document(RcDom::default(), options).one(html)
}

/// Returns the node and everything in it, in the order of the page.
fn descendants(node: &Handle) -> Vec<Handle> {
    let children = node.children.borrow();
    let below = children.iter().flat_map(descendants);
    std::iter::once(Rc::clone(node)).chain(below).collect()
}

/// Returns the first element whose attribute has this value.
fn find(page: &RcDom, name: &str, value: &str) -> Option<Handle> {
    let mut nodes = descendants(&page.document).into_iter();
    nodes.find(|node| attribute(node, name).as_deref() == Some(value))
}

/// Returns an element's tag name. It is empty for other nodes.
fn tag(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// Returns the value of an element's attribute. It is empty if the attribute has no value.
fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attributes = attrs.borrow();
    let found = attributes.iter().find(|a| &*a.name.local == name);
    found.map(|attribute| attribute.value.to_string())
}

/// Returns the text in a node, except in elements with one of these tag names.
fn text(node: &Handle, except: &[&str]) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    if except.contains(&tag(node)) {
        return String::new();
    }
    let children = node.children.borrow();
    children.iter().map(|child| text(child, except)).collect()
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
            visible_text(
                "<head><title>no</title></head><body>yes<script>no</script> <b>too</b></body>"
            ),
            "yes too"
        );
    }
}
