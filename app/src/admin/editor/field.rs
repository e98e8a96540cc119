//! One field as its controls show it.

use super::fields::Kinds;
use super::mistake::Mistake;
use super::row::Row;
use crate::textarea;
use domain::connect_ui::{FieldKind, always_needed, mode_of, names};
use leptos::prelude::*;

#[component]
pub fn FieldItem(row: Row, first: bool, last: bool, mistakes: Vec<Mistake>) -> AnyView {
    let id = format!("e-{}", row.name);
    // What the JSON cannot be read for is shown there alone.
    let about = |mistake: &Mistake| mistake.part_of(&row.name).is_some();
    let mistakes: Vec<Mistake> = mistakes.into_iter().filter(about).collect();
    let wrong = !mistakes.is_empty();
    let whole = mistakes.iter().find(|m| m.part_of(&row.name) == Some(""));
    let whole = whole.map(|m| view! { <p class="error">{m.detail.clone()}</p> });
    let (name, label) = (row.name.clone(), row.label.clone());
    let kind = row.kind.as_str();
    let words = if row.required { "required" } else { "optional" };
    let act = |what: &str| format!("{what}:{}", row.name);
    let said = |words: &str| format!("{words}: {}", row.label);
    let removable = name != names::BUCKET && mode_of(&name).is_none();
    view! {
        <li id=id.clone() class:invalid=wrong tabindex="-1">
            <div class="row-head">
                <p class="what">
                    <strong dir="auto">{label.clone()}</strong>
                    <span class="quiet"><code>{name.clone()}</code>" · "{kind}" · "{words}</span>
                </p>
                <p class="moves">
                    <button class="secondary small" id=format!("{id}.up") name="action" value=act("up") disabled=first data-said="Moved up." aria-label=said("Move up")>"↑"</button>
                    <button class="secondary small" id=format!("{id}.down") name="action" value=act("down") disabled=last data-said="Moved down." aria-label=said("Move down")>"↓"</button>
                    {removable
                        .then(|| {
                            view! { <button class="secondary small" id=format!("{id}.remove") name="action" value=act("remove") data-said="Removed." aria-label=said("Remove")>"✕"</button> }
                        })}
                </p>
            </div>
            {whole}
            <details id=format!("{id}.more") open=wrong>
                <summary>"Edit"<span class="visually-hidden" dir="auto">" " {label}</span></summary>
                <Controls row id=id.clone() mistakes />
            </details>
        </li>
    }
    .into_any()
}

/// Ids have a dot in them, which no field's name has.
#[component]
fn Controls(row: Row, id: String, mistakes: Vec<Mistake>) -> AnyView {
    let needed = always_needed(&row.name);
    let may_begin_filled = row.may_begin_filled();
    let name = row.name.clone();
    let error = move |part: &str| {
        let here = |m: &&Mistake| {
            let found = m.part_of(&name).and_then(|at| at.strip_prefix(part));
            found.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let found = mistakes.iter().find(here);
        found.map(|m| m.detail.clone()).unwrap_or_default()
    };
    let line = |part: &str, title: &'static str, value: &str, most: &'static str, at: &str| {
        view! { <Line id=format!("{id}.{part}") name=row.control(part) title value=value.to_owned() most error=error(at) /> }
    };
    view! {
        <div class="more">
            <input type="hidden" name="field" value=row.name.clone() />
            {line("label", "Label", &row.label, "200", "label")}
            {
                let id = format!("{id}.description");
                view! { <Lines id name=row.control("description") title="Description" value=row.description.clone() rows="2" error=error("description") /> }
            }
            {(!needed)
                .then(|| {
                    let id = format!("{id}.required");
                    view! {
                        <label class="tick" for=id.clone()>
                            <input type="checkbox" id=id.clone() name=row.control("required") value="true" checked=row.required />
                            "Has to be filled in"
                        </label>
                    }
                })}
            {(!row.known())
                .then(|| {
                    let id = format!("{id}.type");
                    view! {
                        <div class="field">
                            <label for=id.clone()>"Type"</label>
                            <Kinds id=id.clone() name=row.control("type") chosen=row.kind />
                            <p class="error">{error("type")}</p>
                        </div>
                    }
                })}
            {row.kind
                .is_choice()
                .then(|| {
                    let (id, name, value) = (format!("{id}.options"), row.control("options"), row.options.clone());
                    view! {
                        <Lines
                            id
                            name
                            title="Options"
                            about="One a line: what tenants read, and after = the value, where it is another."
                            value
                            rows="4"
                            error=error("options")
                        />
                    }
                })}
            {(row.name != names::EXTERNAL_ID)
                .then(|| {
                    view! {
                        <div class="two">
                            {line("start", "Before the field", &row.start, "40", "adornment.start")}
                            {line("end", "After the field", &row.end, "40", "adornment.end")}
                        </div>
                    }
                })}
            {may_begin_filled.then(|| view! { <Default row=row.clone() id=format!("{id}.default") error=error("default") /> })}
        </div>
    }
    .into_any()
}

#[component]
fn Line(
    id: String,
    name: String,
    title: &'static str,
    value: String,
    /// In characters.
    #[prop(optional)]
    most: Option<&'static str>,
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    let hint = format!("{id}.h");
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <input
                id=id.clone()
                name=name
                value=value
                maxlength=most
                dir="auto"
                autocapitalize="none"
                aria-describedby=hint.clone()
                aria-invalid=invalid
            />
            <p class="error" id=hint.clone()>{error}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Lines(
    id: String,
    name: String,
    title: &'static str,
    #[prop(optional)] about: &'static str,
    value: String,
    rows: &'static str,
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    let (about_id, hint) = (format!("{id}.d"), format!("{id}.h"));
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <p class="description" id=about_id.clone()>{about}</p>
            <textarea id=id.clone() name=name rows=rows dir="auto" aria-describedby=format!("{about_id} {hint}") aria-invalid=invalid>
                {textarea::text(&value)}
            </textarea>
            <p class="error" id=hint.clone()>{error}</p>
        </div>
    }
    .into_any()
}

/// What a tenant finds filled in.
#[component]
fn Default(row: Row, id: String, error: String) -> AnyView {
    const TITLE: &str = "Filled in to begin with";
    let name = row.control("default");
    let held = row.held();
    let first = held.first().cloned().unwrap_or_default();
    let is = |value: &String| held.contains(value);
    let choices = row.offered();
    match row.kind {
        FieldKind::Boolean => view! {
            <div class="field">
                <label class="tick" for=id>
                    <input type="checkbox" id=id.clone() name=name value="true" checked=!held.is_empty() />
                    "Ticked to begin with"
                </label>
                <p class="error">{error}</p>
            </div>
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
                        let id = format!("{id}.{at}");
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
        FieldKind::Multiline => view! { <Lines id name title=TITLE value=first rows="3" error /> }.into_any(),
        FieldKind::Text | FieldKind::Number | FieldKind::Password => view! { <Line id name title=TITLE value=first error /> }.into_any(),
    }
}
