//! Parses the Fluent files of one language.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

pub const FILES: [&str; 5] = ["widget", "fields", "form", "steps", "causes"];

/// The files with messages that only pages use. Each of these messages becomes a method of `Locale`.
pub const PAGE_FILES: [&str; 1] = ["widget"];

/// The messages of one language.
pub struct LocaleFiles {
    pub tag: &'static str,
    pub messages: BTreeMap<String, FtlMessage>,
}

pub struct FtlMessage {
    pub file: &'static str,
    /// The variables as the file has them, with the form that they ask for: `who-start`, for example.
    pub variables: BTreeSet<String>,
    pub attributes: BTreeSet<String>,
    /// The text with `{name}` for each argument. `None` if the message uses more of Fluent's syntax than that.
    pub template: Option<String>,
}

impl FtlMessage {
    /// Returns the names of the arguments, without the forms.
    pub fn arg_names(&self) -> BTreeSet<&str> {
        let end = |variable: &'_ String| variable.find('-').unwrap_or(variable.len());
        self.variables.iter().map(|v| &v[..end(v)]).collect()
    }
}

/// Parses the files of one language, and adds what is wrong with them to `problems`.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub fn parse_locale(
    folder: &Path,
    tag: &'static str,
    problems: &mut Vec<String>,
) -> Result<LocaleFiles, Box<dyn Error>> {
    let mut messages = BTreeMap::new();
    for file in FILES {
        let path = folder.join(tag).join(format!("{file}.ftl"));
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let resource =
            fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(partial, errors)| {
                for error in errors {
                    let line = text[..error.pos.start].lines().count();
                    problems.push(format!("{tag}/{file}.ftl, line {line}: {error}"));
                }
                partial
            });
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut parsed = FtlMessage {
                file,
                variables: BTreeSet::new(),
                attributes: BTreeSet::new(),
                template: None,
            };
            let id = message.id.name.to_owned();
            match &message.value {
                Some(value) => {
                    collect_variables(value, &mut parsed.variables);
                    parsed.template = template(value);
                }
                None => problems.push(format!("{tag}/{file}.ftl: {id} has no text")),
            }
            for attribute in &message.attributes {
                collect_variables(&attribute.value, &mut parsed.variables);
                parsed.attributes.insert(attribute.id.name.to_owned());
            }
            if messages.insert(id.clone(), parsed).is_some() {
                problems.push(format!("{tag}/{file}.ftl: {id} is defined twice"));
            }
        }
    }
    Ok(LocaleFiles { tag, messages })
}

fn collect_variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from_expression(expression, found);
        }
    }
}

fn collect_from_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => collect_from_inline(inline, found),
        Expression::Select { selector, variants } => {
            collect_from_inline(selector, found);
            for variant in variants {
                collect_variables(&variant.value, found);
            }
        }
    }
}

fn collect_from_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => collect_from_expression(expression, found),
        _ => {}
    }
}

/// Returns the template of a message that is one line of text and arguments. `None` for any other message.
fn template(pattern: &Pattern<&str>) -> Option<String> {
    let mut template = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } if !value.contains('\n') => {
                template.push_str(value);
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                template.push('{');
                template.push_str(id.name);
                template.push('}');
            }
            _ => return None,
        }
    }
    Some(template)
}
