//! A path prefix with variables, such as `exports/{tenant}/{full_date}`.

use crate::message::{Message, fields, form};
use crate::misplaced_secret;
use crate::pasted_text;
use crate::refusal::Refusal;
use crate::spelling_suggestion::closest_candidate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest key that S3 accepts.
const MAX_KEY_BYTES: usize = 1024;

/// A variable that a template can name.
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

    /// Returns the name between the braces.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Returns a short explanation for tenants.
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

/// The values of variables at one moment.
pub type Variables = BTreeMap<Variable, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(Variable),
}

/// A valid template. It is empty or ends with `/`, because a prefix is a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PathTemplate {
    parts: Vec<Part>,
}

impl PathTemplate {
    /// Parses a stored template. [`Self::parse_user_input`] parses what somebody typed.
    ///
    /// # Errors
    /// Returns a refusal that names the first mistake, and its position in characters from 1.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
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
        let mut parts = parse_parts(text)?;
        match parts.last_mut() {
            None => {}
            Some(Part::Literal(last)) if last.ends_with('/') => {}
            Some(Part::Literal(last)) => last.push('/'),
            Some(Part::Variable(_)) => parts.push(Part::Literal("/".to_owned())),
        }
        let template = Self { parts };
        check_key(&template.outline())?;
        Ok(template)
    }

    /// Parses a template that somebody typed. Applies rules that are newer than some stored templates, which
    /// [`Self::parse`] must not apply, or those rows could no longer be read.
    ///
    /// # Errors
    /// Returns what [`Self::parse`] returns, and a refusal if the text contains a secret access key. A prefix is shown,
    /// logged, and part of every key in S3. The secret is checked first, because other messages may repeat a part of
    /// the text.
    pub fn parse_user_input(text: &str) -> Result<Self, Refusal> {
        misplaced_secret::refuse_in_path(text)?;
        Self::parse(text)
    }

    /// Returns the variables that the template uses, each once, in the order of their first use.
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

    /// Returns the text of each segment between slashes, with the variables in it.
    pub(crate) fn segments(&self) -> Vec<(String, Vec<Variable>)> {
        let mut segments = vec![(String::new(), Vec::new())];
        for part in &self.parts {
            let text = Self {
                parts: vec![part.clone()],
            }
            .to_text();
            // The first piece continues the last segment, and each slash starts a new one.
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

    /// Returns the template up to its first variable. Policies are limited to this prefix, because they cannot contain
    /// our variables, and the probe lists and writes below it.
    pub fn static_prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Literal(text)) => text,
            _ => "",
        }
    }

    /// Returns the path up to the first variable that has no value. The variables before it are replaced by their values.
    ///
    /// # Errors
    /// Returns the refusals of [`Self::resolve`], except that of a missing value.
    pub fn resolve_start(&self, values: &Variables) -> Result<String, Refusal> {
        let has_value = |part: &&Part| match part {
            Part::Literal(_) => true,
            Part::Variable(variable) => values.contains_key(variable),
        };
        let parts = self.parts.iter().take_while(has_value).cloned().collect();
        Self { parts }.resolve(values)
    }

    /// Replaces every variable by its value.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - a variable has no value, or an empty one,
    /// - a value contains a slash or a control character, or creates a `.` or `..` segment,
    /// - or the result is longer than a key in S3 can be.
    pub fn resolve(&self, values: &Variables) -> Result<String, Refusal> {
        // A template can name a variable a thousand times, so the length is computed before a long value is copied that
        // often.
        let length = self.resolved_length(values);
        if length > MAX_KEY_BYTES {
            return Err(refuse_length(length));
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

    /// Returns the template as text, with literal braces doubled.
    pub fn to_text(&self) -> String {
        self.render(|variable| format!("{{{}}}", variable.name()), true)
    }

    /// Replaces each variable by one harmless letter, to check the shape of the result.
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

fn parse_parts(text: &str) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        let is_doubled = characters.peek().is_some_and(|(_, next)| *next == c);
        match c {
            '{' | '}' if is_doubled => {
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
                // No name contains a slash, so a brace that is never closed is reported where it opens, not at the end.
                loop {
                    match characters.next() {
                        Some((_, '}')) => break,
                        Some((_, inner)) if inner != '{' && inner != '/' => name.push(inner),
                        _ => return Err(refuse_unclosed_variable(at, &name)),
                    }
                }
                let variable = Variable::parse(name.trim())
                    .ok_or_else(|| refuse_unknown_variable(at, &name))?;
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

fn refuse_unclosed_variable(at: usize, name: &str) -> Refusal {
    let detail = match closest_candidate(name, &Variable::NAMES) {
        Some(meant) => fields::path_unclosed_meant("{", at + 1, in_braces(meant)),
        None => fields::path_unclosed("{", at + 1),
    };
    Refusal::new("unclosed_variable", detail)
}

fn refuse_unknown_variable(at: usize, name: &str) -> Refusal {
    let excerpt = in_braces(&shorten(name));
    let detail = match closest_candidate(name.trim(), &Variable::NAMES) {
        Some(meant) => fields::path_unknown_meant(excerpt, at + 1, in_braces(meant)),
        None => fields::path_unknown(excerpt, at + 1, Variable::NAMES.join(", ")),
    };
    Refusal::new("unknown_variable", detail)
}

fn in_braces(name: &str) -> String {
    format!("{{{name}}}")
}

/// Cuts a text, so a refusal does not grow with it.
fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

fn refuse_length(length: usize) -> Refusal {
    let detail = fields::path_too_long(length, MAX_KEY_BYTES);
    Refusal::new("too_long", detail)
}

/// Refuses a key that S3 rejects, or that S3 clients change on the way.
fn check_key(key: &str) -> Result<(), Refusal> {
    if key.len() > MAX_KEY_BYTES {
        return Err(refuse_length(key.len()));
    }
    if key.contains("//") {
        return Err(Refusal::new("double_slash", fields::path_two_slashes()));
    }
    let is_dots = |segment: &str| segment == "." || segment == "..";
    if let Some(segment) = key.split('/').find(|segment| is_dots(segment)) {
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
        template.to_text()
    }
}

#[cfg(test)]
#[path = "path_template_tests.rs"]
mod tests;
