//! A path prefix with variables, such as `exports/{tenant}/{full_date}`.

use crate::message::{Message, fields, form};
use crate::misplaced_secret;
use crate::nearest::nearest;
use crate::paste;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// S3 takes keys of at most 1,024 bytes.
const MAX_KEY_BYTES: usize = 1024;

/// What a template may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    Tenant,
    RootTenantId,
    Tap,
    Date,
    FullDate,
    FlowId,
    JobId,
    EnvId,
}

impl Variable {
    pub const ALL: [Self; 8] = [
        Self::Tenant,
        Self::RootTenantId,
        Self::Tap,
        Self::Date,
        Self::FullDate,
        Self::FlowId,
        Self::JobId,
        Self::EnvId,
    ];
    const NAMES: [&str; 8] = [
        "tenant",
        "root_tenant_id",
        "tap",
        "date",
        "full_date",
        "flow_id",
        "job_id",
        "env_id",
    ];

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub fn meaning(self) -> Message {
        match self {
            Self::Tenant => form::variable_tenant(),
            Self::RootTenantId => form::variable_root_tenant_id(),
            Self::Tap => form::variable_tap(),
            Self::Date => form::variable_date(),
            Self::FullDate => form::variable_full_date(),
            Self::FlowId => form::variable_flow_id(),
            Self::JobId => form::variable_job_id(),
            Self::EnvId => form::variable_env_id(),
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// The value of each variable at one moment.
pub type Variables = BTreeMap<Variable, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(Variable),
}

/// A checked template. It is empty, or it ends in `/`: a prefix is a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PathTemplate {
    parts: Vec<Part>,
}

impl PathTemplate {
    /// # Errors
    /// The first thing wrong with the template, with its position (counted in characters from 1).
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        if text.starts_with('/') {
            let without = text.trim_start_matches('/');
            return Err(Refusal::new(
                "leading_slash",
                fields::path_leading_slash(shorten(without)),
            ));
        }
        if let Some(at) = text.chars().position(char::is_control) {
            return Err(Refusal::new(
                "control_character",
                fields::path_control(at + 1),
            ));
        }
        let mut parts = split(text)?;
        match parts.last_mut() {
            None => {}
            Some(Part::Literal(last)) if last.ends_with('/') => {}
            Some(Part::Literal(last)) => last.push('/'),
            Some(Part::Variable(_)) => parts.push(Part::Literal("/".to_owned())),
        }
        let template = Self { parts };
        let outline = template.outline();
        check_key(&outline)?;
        Ok(template)
    }

    /// Parses a template that somebody typed. A stored one is parsed by [`Self::parse`], so that a rule that came
    /// later makes no row unreadable.
    ///
    /// # Errors
    /// Returns what [`Self::parse`] returns, and a refusal if the text holds a secret access key: a prefix is shown,
    /// logged, and part of each key in S3. That is checked first, because other words may repeat part of the text.
    pub fn parse_typed(text: &str) -> Result<Self, Refusal> {
        misplaced_secret::refuse_in_path(text)?;
        Self::parse(text)
    }

    /// The variables in use, each once, in the order of their first use.
    pub fn variables(&self) -> Vec<Variable> {
        let mut found = Vec::new();
        for part in &self.parts {
            if let Part::Variable(variable) = part
                && !found.contains(variable)
            {
                found.push(*variable);
            }
        }
        found
    }

    /// Returns the segments between slashes as text, each with its variables.
    pub(crate) fn segments(&self) -> Vec<(String, Vec<Variable>)> {
        let mut segments = vec![(String::new(), Vec::new())];
        for part in &self.parts {
            let text = Self {
                parts: vec![part.clone()],
            }
            .as_text();
            for (at, piece) in text.split('/').enumerate() {
                if at > 0 {
                    segments.push((String::new(), Vec::new()));
                }
                if let Some((segment, variables)) = segments.last_mut() {
                    segment.push_str(piece);
                    if let Part::Variable(variable) = part {
                        variables.push(*variable);
                    }
                }
            }
        }
        segments
    }

    /// The template up to its first variable: what a policy can be narrowed to, and where the probe
    /// looks and writes.
    pub fn static_prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Literal(text)) => text,
            _ => "",
        }
    }

    /// The prefix with every variable filled in.
    ///
    /// # Errors
    /// When a variable has no value, a value holds `/` or would make a `.` or `..` segment, or the
    /// result is longer than a key may be.
    pub fn resolve(&self, values: &Variables) -> Result<String, Refusal> {
        // A template of 1,024 bytes may name a variable a hundred times. Its values are looked at before they are
        // copied that often.
        let length = self.resolved_length(values);
        if length > MAX_KEY_BYTES {
            return Err(too_long(length));
        }
        let mut resolved = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => resolved.push_str(text),
                Part::Variable(variable) => {
                    let name = variable.name();
                    let value = values.get(variable).ok_or_else(|| {
                        Refusal::new(
                            "no_value",
                            format!("There is no value for {{{name}}} here."),
                        )
                    })?;
                    if value.is_empty() {
                        return Err(Refusal::new(
                            "empty_value",
                            format!("The value of {{{name}}} is empty."),
                        ));
                    }
                    if value.contains('/') {
                        return Err(Refusal::new(
                            "slash_in_value",
                            format!(
                                "The value of {{{name}}} contains a slash, which would change the folder."
                            ),
                        ));
                    }
                    if value.chars().any(char::is_control) {
                        return Err(Refusal::new(
                            "control_character",
                            format!("The value of {{{name}}} contains a control character."),
                        ));
                    }
                    resolved.push_str(value);
                }
            }
        }
        check_key(&resolved)?;
        Ok(resolved)
    }

    fn resolved_length(&self, values: &Variables) -> usize {
        let lengths = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.len(),
            Part::Variable(variable) => values.get(variable).map_or(0, String::len),
        });
        lengths.sum()
    }

    /// The template as text, literal braces doubled again.
    pub fn as_text(&self) -> String {
        self.render(|variable| format!("{{{}}}", variable.name()), true)
    }

    /// The template with each variable replaced by one harmless letter, for checks of its shape.
    fn outline(&self) -> String {
        self.render(|_| "v".to_owned(), false)
    }

    fn render(&self, variable: impl Fn(Variable) -> String, escape: bool) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) if escape => text.replace('{', "{{").replace('}', "}}"),
                Part::Literal(text) => text.clone(),
                Part::Variable(v) => variable(*v),
            })
            .collect()
    }
}

fn split(text: &str) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        let doubled = characters.peek().is_some_and(|(_, next)| *next == c);
        match c {
            '{' | '}' if doubled => {
                characters.next();
                literal.push(c);
            }
            '}' => {
                return Err(Refusal::new(
                    "stray_brace",
                    fields::path_stray_brace("}", at + 1, "}}"),
                ));
            }
            '{' => {
                let mut name = String::new();
                loop {
                    match characters.next() {
                        Some((_, '}')) => break,
                        Some((_, inner)) if inner != '{' && inner != '/' => name.push(inner),
                        _ => return Err(unclosed(at, &name)),
                    }
                }
                let variable = Variable::parse(name.trim()).ok_or_else(|| unknown(at, &name))?;
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(Part::Variable(variable));
            }
            c => literal.push(c),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Ok(parts)
}

fn unclosed(at: usize, name: &str) -> Refusal {
    let words = match nearest(name, &Variable::NAMES) {
        Some(meant) => fields::path_unclosed_meant("{", at + 1, in_braces(meant)),
        None => fields::path_unclosed("{", at + 1),
    };
    Refusal::new("unclosed_variable", words)
}

fn unknown(at: usize, name: &str) -> Refusal {
    let shown = in_braces(&shorten(name));
    let words = match nearest(name.trim(), &Variable::NAMES) {
        Some(meant) => fields::path_unknown_meant(shown, at + 1, in_braces(meant)),
        None => fields::path_unknown(shown, at + 1, Variable::NAMES.join(", ")),
    };
    Refusal::new("unknown_variable", words)
}

fn in_braces(name: &str) -> String {
    format!("{{{name}}}")
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

fn too_long(length: usize) -> Refusal {
    let words = fields::path_too_long(length, MAX_KEY_BYTES);
    Refusal::new("too_long", words)
}

/// Refuses what S3 or the tools around it would not carry through unchanged.
fn check_key(key: &str) -> Result<(), Refusal> {
    if key.len() > MAX_KEY_BYTES {
        return Err(too_long(key.len()));
    }
    if key.contains("//") {
        return Err(Refusal::new("double_slash", fields::path_two_slashes()));
    }
    let dots = |segment: &str| segment == "." || segment == "..";
    if let Some(segment) = key.split('/').find(|segment| dots(segment)) {
        return Err(Refusal::new("dot_segment", fields::path_dots(segment)));
    }
    if key.starts_with('/') {
        return Err(Refusal::new("leading_slash", fields::path_slash_first()));
    }
    Ok(())
}

impl TryFrom<String> for PathTemplate {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<PathTemplate> for String {
    fn from(template: PathTemplate) -> Self {
        template.as_text()
    }
}

#[cfg(test)]
#[path = "path_template_tests.rs"]
mod tests;
