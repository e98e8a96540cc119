//! The settings as toggles and controls.

use super::Problem;
use crate::textarea;
use domain::connect_ui::{Choice, FieldKind, always_needed, mode_of, names, standard_label};
use domain::{Direction, FieldError};
use leptos::prelude::*;

/// A field as its controls show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub kind: FieldKind,
    pub label: String,
    pub description: String,
    pub required: bool,
    pub start: String,
    pub end: String,
    /// One value, or as many as are chosen.
    pub default: Vec<String>,
    /// One a line.
    pub options: String,
    /// The options as they are, to choose a default from.
    pub choices: Vec<Choice>,
}

impl Row {
    /// The name of one of its controls in the form.
    pub fn control(&self, part: &str) -> String {
        format!("{part}.{}", self.name)
    }

    fn known(&self) -> bool {
        names::KNOWN.contains(&self.name.as_str())
    }
}

#[component]
pub fn Access(keys: bool, role: bool, to_move: Option<ToMove>) -> AnyView {
    view! {
        <fieldset class="choice">
            <legend>"How tenants may give access"</legend>
            <Toggle id="access-by-keys" name="keys" title="Access keys" words="aws_access_key_id and aws_secret_access_key" on=keys />
            <Toggle id="access-by-role" name="role" title="Role with external ID" words="aws_external_id and aws_role_arn" on=role />
        </fieldset>
        {to_move.map(|to_move| view! { <p class="notice" id="to-move">{to_move.words()}</p> })}
    }
    .into_any()
}

/// Tenants who are connected in a way that is not offered. They stay so.
#[derive(Clone, Debug)]
pub struct ToMove {
    pub tenants: String,
    pub one: bool,
}

impl ToMove {
    pub fn words(&self) -> String {
        let (are, they) = if self.one {
            ("tenant is", "It stays connected and is")
        } else {
            ("tenants are", "They stay connected and are")
        };
        format!(
            "{} {are} connected in a way that is not offered here. {they} asked to change when they next open the widget.",
            self.tenants
        )
    }
}

#[component]
fn Toggle(
    id: &'static str,
    name: &'static str,
    title: &'static str,
    words: &'static str,
    on: bool,
) -> AnyView {
    view! {
        <label class="option" for=id>
            <input type="checkbox" id=id name=name value="true" checked=on />
            <span><strong>{title}</strong><span class="description">{words}</span></span>
        </label>
    }
    .into_any()
}

#[component]
pub fn Way(direction: Option<Direction>) -> AnyView {
    view! {
        <fieldset class="choice">
            <legend>"Direction"</legend>
            {Direction::ALL
                .into_iter()
                .map(|one| {
                    let (title, words) = match one {
                        Direction::Read => ("Read", "List and Get: files are fetched."),
                        Direction::Write => ("Write", "Put only: files are exported."),
                        Direction::Both => ("Both", "List, Get and Put."),
                    };
                    let id = format!("direction-{}", one.as_str());
                    view! {
                        <label class="option" for=id>
                            <input type="radio" id=id.clone() name="direction" value=one.as_str() checked=Some(one) == direction />
                            <span><strong>{title}</strong><span class="description">{words}</span></span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
pub fn Fields(
    rows: Vec<Row>,
    more: Vec<&'static str>,
    own: String,
    problems: Vec<Problem>,
) -> AnyView {
    let last = rows.len().saturating_sub(1);
    let own_error = problems.iter().find(|p| p.field == "own");
    let own_error = own_error.map(|p| p.detail.clone()).unwrap_or_default();
    view! {
        <section class="part" id="fields-part">
            <h2 id="fields-title" tabindex="-1">"Fields"</h2>
            <ol class="fields" id="fields">
                {rows
                    .into_iter()
                    .enumerate()
                    .map(|(at, row)| view! { <FieldItem row first=at == 0 last=at == last problems=problems.clone() /> })
                    .collect_view()}
            </ol>
            <div class="add">
                {(!more.is_empty())
                    .then(|| {
                        view! {
                            <div class="known" role="group" aria-label="Show a known field as well">
                                {more
                                    .into_iter()
                                    .map(|name| {
                                        let label = standard_label(name).unwrap_or(name);
                                        view! { <button class="secondary small" name="action" value=format!("add:{name}")>"+ " {label}</button> }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })}
                <div class="own">
                    <div class="field">
                        <label for="own">"A field of your own"</label>
                        <p class="description" id="own-d">"Its name in the API: letters, digits, _ or -."</p>
                        <input id="own" name="own" class="code" value=own maxlength="64" spellcheck="false" autocapitalize="none" aria-describedby="own-d own-h" />
                        <p class="error" id="own-h">{own_error}</p>
                    </div>
                    <div class="field">
                        <label for="own-type">"Type"</label>
                        <Kinds id="own-type".to_owned() name="own-type".to_owned() chosen=FieldKind::Text />
                    </div>
                    <button class="secondary" name="action" value="add">"Add"</button>
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Kinds(id: String, name: String, chosen: FieldKind) -> AnyView {
    view! {
        <select id=id name=name>
            {FieldKind::ALL
                .into_iter()
                .map(|kind| view! { <option value=kind.as_str() selected=kind == chosen>{kind.as_str()}</option> })
                .collect_view()}
        </select>
    }
    .into_any()
}

#[component]
fn FieldItem(row: Row, first: bool, last: bool, problems: Vec<Problem>) -> AnyView {
    let id = format!("e-{}", row.name);
    let path = format!("connect_ui_params.{}", row.name);
    let below = format!("{path}.");
    // What the JSON cannot be read for is shown there alone.
    let errors: Vec<FieldError> = problems
        .into_iter()
        .filter(|p| p.field == path || p.field.starts_with(&below))
        .map(|p| {
            FieldError::new(
                p.field.strip_prefix(&below).unwrap_or_default(),
                "",
                p.detail,
            )
        })
        .collect();
    let wrong = !errors.is_empty();
    let (name, label) = (row.name.clone(), row.label.clone());
    let kind = row.kind.as_str();
    let words = if row.required { "required" } else { "optional" };
    let act = |what: &str| format!("{what}:{}", row.name);
    let said = |words: &str| format!("{words}: {}", row.label);
    let removable = name != names::BUCKET && mode_of(&name).is_none();
    view! {
        <li id=id.clone() class:invalid=wrong>
            <div class="row-head">
                <p class="what">
                    <strong dir="auto">{label.clone()}</strong>
                    <span class="quiet"><code>{name.clone()}</code>" · "{kind}" · "{words}</span>
                </p>
                <p class="moves">
                    <button class="secondary small" id=format!("{id}-up") name="action" value=act("up") disabled=first data-said="Moved up." aria-label=said("Move up")>"↑"</button>
                    <button class="secondary small" id=format!("{id}-down") name="action" value=act("down") disabled=last data-said="Moved down." aria-label=said("Move down")>"↓"</button>
                    {removable
                        .then(|| {
                            view! { <button class="secondary small" id=format!("{id}-remove") name="action" value=act("remove") data-said="Removed." aria-label=said("Remove")>"✕"</button> }
                        })}
                </p>
            </div>
            {errors.iter().find(|e| e.field.is_empty()).map(|e| view! { <p class="error">{words::english(&e.detail)}</p> })}
            <details id=format!("{id}-more") open=wrong>
                <summary>"Edit"<span class="visually-hidden" dir="auto">" " {label}</span></summary>
                <Controls row id=id.clone() errors />
            </details>
        </li>
    }
    .into_any()
}

#[component]
fn Controls(row: Row, id: String, errors: Vec<FieldError>) -> AnyView {
    let needed = always_needed(&row.name);
    let password = row.kind == FieldKind::Password;
    let shown = row.name == names::EXTERNAL_ID;
    let line = |part: &'static str, title: &'static str, value: &str, most: &'static str| {
        let errors = errors.clone();
        view! { <Line id=format!("{id}-{part}") name=row.control(part) title value=value.to_owned() most error=of(&errors, part) /> }
    };
    view! {
        <div class="more">
            <input type="hidden" name="field" value=row.name.clone() />
            {line("label", "Label", &row.label, "200")}
            {line("description", "Description", &row.description, "2000")}
            {(!needed)
                .then(|| {
                    let id = format!("{id}-required");
                    view! {
                        <label class="tick" for=id.clone()>
                            <input type="checkbox" id=id.clone() name=row.control("required") value="true" checked=row.required />
                            "Has to be filled in"
                        </label>
                    }
                })}
            {(!row.known())
                .then(|| {
                    let id = format!("{id}-type");
                    view! {
                        <div class="field">
                            <label for=id.clone()>"Type"</label>
                            <Kinds id=id.clone() name=row.control("type") chosen=row.kind />
                            <p class="error">{of(&errors, "type")}</p>
                        </div>
                    }
                })}
            {row.kind
                .is_choice()
                .then(|| {
                    let id = format!("{id}-options");
                    view! {
                        <div class="field">
                            <label for=id.clone()>"Options"</label>
                            <p class="description" id=format!("{id}-d")>"One a line: what tenants read, and after = the value, where it is another."</p>
                            <textarea id=id.clone() name=row.control("options") rows="4" spellcheck="false" dir="auto" aria-describedby=format!("{id}-d")>
                                {textarea::text(&row.options)}
                            </textarea>
                            <p class="error">{of(&errors, "options")}</p>
                        </div>
                    }
                })}
            {(!row.kind.is_choice() && row.kind != FieldKind::Boolean && row.kind != FieldKind::Multiline && !shown)
                .then(|| {
                    view! {
                        <div class="two">
                            {line("start", "Before the field", &row.start, "40")}
                            {line("end", "After the field", &row.end, "40")}
                        </div>
                    }
                })}
            {(!password && !shown).then(|| view! { <Default row=row.clone() id=format!("{id}-default") error=of(&errors, "default") /> })}
        </div>
    }
    .into_any()
}

fn of(errors: &[FieldError], part: &str) -> String {
    let part = match part {
        "start" => "adornment.start",
        "end" => "adornment.end",
        other => other,
    };
    let here = |field: &str| field == part || field.starts_with(&format!("{part}."));
    let found = errors.iter().find(|e| here(&e.field));
    found.map(|e| words::english(&e.detail)).unwrap_or_default()
}

#[component]
fn Line(
    id: String,
    name: String,
    title: &'static str,
    value: String,
    most: &'static str,
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <input id=id.clone() name=name value=value maxlength=most dir="auto" aria-describedby=format!("{id}-h") aria-invalid=invalid />
            <p class="error" id=format!("{id}-h")>{error}</p>
        </div>
    }
    .into_any()
}

/// What a tenant finds filled in.
#[component]
fn Default(row: Row, id: String, error: String) -> AnyView {
    const TITLE: &str = "Filled in to begin with";
    let name = row.control("default");
    let first = row.default.first().cloned().unwrap_or_default();
    let is = |value: &str| row.default.iter().any(|chosen| chosen == value);
    // A default that is no option any more is shown as long as it is there.
    let mut choices = row.choices.clone();
    for value in &row.default {
        if choices.iter().all(|choice| choice.value != *value) {
            let (name, value) = (value.clone(), value.clone());
            choices.push(Choice { name, value });
        }
    }
    match row.kind {
        FieldKind::Boolean => view! {
            <label class="tick" for=id>
                <input type="checkbox" id=id.clone() name=name value="true" checked=is("true") />
                "Ticked to begin with"
            </label>
        }
        .into_any(),
        FieldKind::Select => view! {
            <div class="field">
                <label for=id.clone()>{TITLE}</label>
                <select id=id.clone() name=name>
                    <option value="">"Nothing"</option>
                    {choices.iter().map(|c| view! { <option value=c.value.clone() selected=is(&c.value)>{c.name.clone()}</option> }).collect_view()}
                </select>
                <p class="error">{error}</p>
            </div>
        }
        .into_any(),
        FieldKind::Multiselect => view! {
            <fieldset class="ticks" id=id.clone()>
                <legend>{TITLE}</legend>
                {choices
                    .iter()
                    .enumerate()
                    .map(|(at, c)| {
                        let id = format!("{id}-{at}");
                        view! {
                            <label class="tick" for=id.clone()>
                                <input type="checkbox" id=id.clone() name=name.clone() value=c.value.clone() checked=is(&c.value) />
                                <span dir="auto">{c.name.clone()}</span>
                            </label>
                        }
                    })
                    .collect_view()}
                <p class="error">{error}</p>
            </fieldset>
        }
        .into_any(),
        FieldKind::Multiline => view! {
            <div class="field">
                <label for=id.clone()>{TITLE}</label>
                <textarea id=id.clone() name=name rows="3" dir="auto">{textarea::text(&first)}</textarea>
                <p class="error">{error}</p>
            </div>
        }
        .into_any(),
        FieldKind::Text | FieldKind::Number | FieldKind::Password => view! {
            <div class="field">
                <label for=id.clone()>{TITLE}</label>
                <input id=id.clone() name=name value=first dir="auto" spellcheck="false" autocapitalize="none" />
                <p class="error">{error}</p>
            </div>
        }
        .into_any(),
    }
}
