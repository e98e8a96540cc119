//! Reads the files of one language.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

pub const FILES: [&str; 5] = ["widget", "fields", "form", "steps", "causes"];

pub struct Locale {
    pub code: &'static str,
    pub messages: BTreeMap<String, Message>,
}

pub struct Message {
    pub file: &'static str,
    /// As they are written, so with the form that is asked for: `who-start`.
    pub variables: BTreeSet<String>,
    pub attributes: BTreeSet<String>,
    /// With `{name}` for what it names, where it holds nothing else.
    pub template: Option<String>,
}

impl Message {
    /// What it names, whatever the form.
    pub fn names(&self) -> BTreeSet<&str> {
        let name = |variable: &'_ String| variable.find('-').unwrap_or(variable.len());
        self.variables.iter().map(|v| &v[..name(v)]).collect()
    }
}

pub fn locale(
    folder: &Path,
    code: &'static str,
    problems: &mut Vec<String>,
) -> Result<Locale, Box<dyn Error>> {
    let mut messages = BTreeMap::new();
    for file in FILES {
        let path = folder.join(code).join(format!("{file}.ftl"));
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let resource =
            fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(some, errors)| {
                for error in errors {
                    let line = text[..error.pos.start].lines().count();
                    problems.push(format!("{code}/{file}.ftl, line {line}: {error}"));
                }
                some
            });
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut read = Message {
                file,
                variables: BTreeSet::new(),
                attributes: BTreeSet::new(),
                template: None,
            };
            let id = message.id.name.to_owned();
            match &message.value {
                Some(value) => {
                    variables(value, &mut read.variables);
                    read.template = template(value);
                }
                None => problems.push(format!("{code}/{file}.ftl: {id} has no words")),
            }
            for attribute in &message.attributes {
                variables(&attribute.value, &mut read.variables);
                read.attributes.insert(attribute.id.name.to_owned());
            }
            if messages.insert(id.clone(), read).is_some() {
                problems.push(format!("{code}/{file}.ftl: {id} is there twice"));
            }
        }
    }
    Ok(Locale { code, messages })
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                variables(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

/// One line that holds nothing but text and names.
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
