//! The options of a select as lines of text, one for each option.

use domain::connect_ui::FieldOption;

/// Stands between the name and the value of an option.
const SEPARATOR: &str = " = ";

pub fn format(options: &[FieldOption]) -> String {
    let lines: Vec<_> = options.iter().map(format_option).collect();
    lines.join("\n")
}

/// Parses the lines of the control for options. `current` holds the options that the settings have.
pub fn parse(text: &str, current: &[FieldOption]) -> Vec<FieldOption> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let options = lines.map(|line| {
        // Names and values may contain the separator, so a line cannot always be parsed back. An unchanged line stands
        // for the option that it was made from.
        let unchanged = current
            .iter()
            .find(|option| format_option(option).trim() == line);
        unchanged.cloned().unwrap_or_else(|| parse_option(line))
    });
    options.collect()
}

/// Returns the line for an option: `name = value`, or the name alone if both are the same.
fn format_option(option: &FieldOption) -> String {
    if option.name == option.value && !option.name.contains('=') {
        option.name.clone()
    } else {
        format!("{}{SEPARATOR}{}", option.name, option.value)
    }
}

fn parse_option(line: &str) -> FieldOption {
    let parts = line.rsplit_once(SEPARATOR).or_else(|| line.split_once('='));
    let (name, value) = parts.unwrap_or((line, line));
    FieldOption {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    }
}
