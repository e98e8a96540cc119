//! What may be wrong with the words of a language.

use crate::locales::PAGES;
use crate::read::{Locale, Message};
use std::collections::BTreeSet;

/// Each language has the messages that English has, in the same file, and each names the same.
pub fn against_each_other(locales: &[Locale], problems: &mut Vec<String>) {
    let [english, others @ ..] = locales else {
        return;
    };
    for other in others {
        let code = other.code;
        for (id, message) in &english.messages {
            let Some(same) = other.messages.get(id) else {
                problems.push(format!("{code}/{}.ftl: {id} is missing", message.file));
                continue;
            };
            if same.file != message.file {
                problems.push(format!(
                    "{code}: {id} belongs into {}.ftl, and is in {}.ftl",
                    message.file, same.file
                ));
            }
            if same.names() != message.names() {
                problems.push(format!(
                    "{code}/{}.ftl: {id} names {}, and in English {}",
                    same.file,
                    listed(&same.names()),
                    listed(&message.names())
                ));
            }
        }
        for (id, message) in &other.messages {
            if !english.messages.contains_key(id) {
                problems.push(format!(
                    "{code}/{}.ftl: {id} is not in English",
                    message.file
                ));
            }
        }
    }
}

/// The messages that are no page's are those of `domain`, and name what `domain` gives them.
pub fn against_domain(english: &Locale, problems: &mut Vec<String>) {
    let of_domain = |message: &Message| !PAGES.contains(&message.file);
    let mut known = BTreeSet::new();
    for (id, args) in domain::message::all() {
        known.insert(id);
        let args: BTreeSet<&str> = args.iter().copied().collect();
        match english.messages.get(id).filter(|m| of_domain(m)) {
            None => problems.push(format!("en: {id} is missing, which is in domain::message")),
            Some(message) if message.names() != args => problems.push(format!(
                "en/{}.ftl: {id} names {}, and domain gives {}",
                message.file,
                listed(&message.names()),
                listed(&args)
            )),
            Some(_) => {}
        }
    }
    for (id, message) in &english.messages {
        if of_domain(message) && !known.contains(id.as_str()) {
            problems.push(format!(
                "en/{}.ftl: {id} is not in domain::message",
                message.file
            ));
        }
    }
}

pub fn alone(locale: &Locale, problems: &mut Vec<String>) {
    let code = locale.code;
    for (id, message) in &locale.messages {
        let file = message.file;
        // The browser fills them in without Fluent.
        if file == "fields" && (message.template.is_none() || !message.attributes.is_empty()) {
            problems.push(format!(
                "{code}/{file}.ftl: {id} must be one line that holds nothing but names"
            ));
        }
        for variable in &message.variables {
            let Some((name, form)) = variable.split_once('-') else {
                continue;
            };
            if file == "fields" {
                problems.push(format!(
                    "{code}/{file}.ftl: {id} asks for a form, {variable}"
                ));
            }
            // `$who-start` is the form `start` of the messages that begin with `who_`.
            let start = format!("{name}_");
            let mut forms = locale.messages.range(start.clone()..);
            let mut any = false;
            for (of, message) in forms.by_ref().take_while(|(of, _)| of.starts_with(&start)) {
                any = true;
                if !message.attributes.contains(form) {
                    problems.push(format!(
                        "{code}/{}.ftl: {of} has no form .{form}, which {id} asks for",
                        message.file
                    ));
                }
            }
            if !any {
                problems.push(format!(
                    "{code}/{file}.ftl: {id} asks for {variable}, and nothing begins with {start}"
                ));
            }
        }
    }
}

fn listed(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("${name}")).collect();
    names.join(", ")
}
