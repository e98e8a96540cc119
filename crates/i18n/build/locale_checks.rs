//! The checks that every language has to pass.

use crate::ftl_parser::{FtlMessage, LocaleFiles, PAGE_FILES};
use std::collections::BTreeSet;

/// Checks that each language has the same messages as English, in the same files and with the same arguments.
pub fn compare_with_english(locales: &[LocaleFiles], problems: &mut Vec<String>) {
    let [english, others @ ..] = locales else {
        return;
    };
    for other in others {
        let tag = other.tag;
        for (id, message) in &english.messages {
            let Some(same) = other.messages.get(id) else {
                problems.push(format!("{tag}/{}.ftl: {id} is missing", message.file));
                continue;
            };
            if same.file != message.file {
                problems.push(format!(
                    "{tag}: {id} belongs in {}.ftl, but is in {}.ftl",
                    message.file, same.file
                ));
            }
            if same.arg_names() != message.arg_names() {
                problems.push(format!(
                    "{tag}/{}.ftl: {id} has the arguments {}, but in English {}",
                    same.file,
                    format_names(&same.arg_names()),
                    format_names(&message.arg_names())
                ));
            }
        }
        for (id, message) in &other.messages {
            if !english.messages.contains_key(id) {
                problems.push(format!(
                    "{tag}/{}.ftl: {id} is not in English",
                    message.file
                ));
            }
        }
    }
}

/// Checks that all messages except those of pages are messages of `domain`, with the same arguments.
pub fn compare_with_domain(english: &LocaleFiles, problems: &mut Vec<String>) {
    let is_of_domain = |message: &FtlMessage| !PAGE_FILES.contains(&message.file);
    let mut known = BTreeSet::new();
    for (id, args) in domain::message::all() {
        known.insert(id);
        let args: BTreeSet<&str> = args.iter().copied().collect();
        match english.messages.get(id).filter(|m| is_of_domain(m)) {
            None => problems.push(format!("en: {id} is missing, but domain::message has it")),
            Some(message) if message.arg_names() != args => problems.push(format!(
                "en/{}.ftl: {id} has the arguments {}, but domain passes {}",
                message.file,
                format_names(&message.arg_names()),
                format_names(&args)
            )),
            Some(_) => {}
        }
    }
    for (id, message) in &english.messages {
        if is_of_domain(message) && !known.contains(id.as_str()) {
            problems.push(format!(
                "en/{}.ftl: {id} is not in domain::message",
                message.file
            ));
        }
    }
}

/// Checks that the browser can fill in the messages about fields, and that every form that a message asks for exists.
pub fn check_forms(locale: &LocaleFiles, problems: &mut Vec<String>) {
    let tag = locale.tag;
    for (id, message) in &locale.messages {
        let file = message.file;
        // The browser fills in these messages without Fluent, so they have to be plain templates.
        if file == "fields" && (message.template.is_none() || !message.attributes.is_empty()) {
            problems.push(format!(
                "{tag}/{file}.ftl: {id} must be one line with nothing but text and arguments"
            ));
        }
        for variable in &message.variables {
            let Some((name, form)) = variable.split_once('-') else {
                continue;
            };
            if file == "fields" {
                problems.push(format!(
                    "{tag}/{file}.ftl: {id} asks for a form, {variable}"
                ));
            }
            // `$who-start` is the form `start` of whichever message is passed as `$who`. Their ids begin with `who_`.
            let prefix = format!("{name}_");
            let mut forms = locale.messages.range(prefix.clone()..);
            let mut has_messages = false;
            for (form_id, message) in forms.by_ref().take_while(|(id, _)| id.starts_with(&prefix)) {
                has_messages = true;
                if !message.attributes.contains(form) {
                    problems.push(format!(
                        "{tag}/{}.ftl: {form_id} has no form .{form}, which {id} asks for",
                        message.file
                    ));
                }
            }
            if !has_messages {
                problems.push(format!(
                    "{tag}/{file}.ftl: {id} asks for {variable}, but no id begins with {prefix}"
                ));
            }
        }
    }
}

fn format_names(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("${name}")).collect();
    names.join(", ")
}
