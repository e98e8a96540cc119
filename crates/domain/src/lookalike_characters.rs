//! Finds characters that look like ASCII ones, or like nothing at all, but are different characters to AWS.

use crate::message::{Message, fields};
use crate::pasted_text::is_invisible;
use crate::refusal::Refusal;

/// Pairs of a character and the ASCII character it is mistaken for. Full-width forms are missing, because
/// [`ascii_twin`] computes theirs.
const PAIRS: &str = "\
    АAВBЕEЗ3КKМMНHОOРPСCТTУYХXЅSІIЈJаaбbвbеeкkнhоoпnрpсcтtуyхxѕsіiјjһhԁdԛqԝwӏl\
    ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaιiκkνvοoρpυu\
    ‐-‑-‒-–-—-―-−-˗-﹣-․.。.∕/⁄/∶:꞉:“\"”\"„\"«\"»\"‘'’'‚'´'ıiɡg";

/// Refuses a text with such a character. The message names the character and the ASCII one it looks like. It suggests
/// the text in ASCII if `is_valid` accepts that.
///
/// # Errors
/// Returns a refusal if the text contains a lookalike or an invisible character.
pub(crate) fn refuse(text: &str, is_valid: fn(&str) -> bool) -> Result<(), Refusal> {
    let Some((c, twin)) = text.chars().find_map(|c| Some((c, ascii_twin(c)?))) else {
        return Ok(());
    };
    let code = format!("U+{:04X}", u32::from(c));
    let suggestion = Some(to_ascii(text)).filter(|ascii| is_valid(ascii));
    let way_out = suggestion.map_or_else(fields::look_alike_by_hand, fields::look_alike_meant);
    // A character that cannot be seen has no shape to compare with, only a kind and a code.
    let detail = if twin == ' ' {
        fields::look_alike_unseen(character_kind(c), code, way_out)
    } else {
        fields::look_alike(
            c.to_string(),
            code,
            character_kind(c),
            twin.to_string(),
            way_out,
        )
    };
    Err(Refusal::new("look_alike", detail))
}

/// Returns the kind of the first such character, for values that a message must not repeat.
pub(crate) fn kind_in(text: &str) -> Option<Message> {
    text.chars()
        .find(|c| ascii_twin(*c).is_some())
        .map(character_kind)
}

/// Returns the ASCII character that a character is mistaken for, or a blank if it is invisible.
fn ascii_twin(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    if is_invisible(c) || c.is_whitespace() {
        return Some(' ');
    }
    // Unicode has the full-width forms in the order of ASCII.
    if let '\u{ff01}'..='\u{ff5e}' = c {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    let mut characters = PAIRS.chars();
    while let (Some(found), Some(twin)) = (characters.next(), characters.next()) {
        if found == c {
            return Some(twin);
        }
    }
    None
}

fn character_kind(c: char) -> Message {
    match c {
        _ if is_invisible(c) => fields::character_invisible(),
        _ if c.is_whitespace() => fields::character_blank(),
        '\u{370}'..='\u{3ff}' => fields::character_greek(),
        '\u{400}'..='\u{52f}' => fields::character_cyrillic(),
        '\u{ff01}'..='\u{ff5e}' => fields::character_full_width(),
        _ => match ascii_twin(c) {
            Some('-') => fields::character_dash(),
            Some('"' | '\'') => fields::character_quote(),
            _ => fields::character_special(),
        },
    }
}

/// Replaces each lookalike by its ASCII twin. Drops blanks and quotes, because no value contains any.
fn to_ascii(text: &str) -> String {
    text.chars()
        .map(|c| ascii_twin(c).unwrap_or(c))
        .filter(|c| !matches!(c, ' ' | '"' | '\''))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_character_and_suggests_the_ascii_text() {
        for (text, words) in [
            (
                "mу-data",
                "“у” (U+0443) is a Cyrillic letter and only looks like “y”. You probably mean “my-data”.",
            ),
            (
                "my–data",
                "“–” (U+2013) is a typographic dash and only looks like “-”. You probably mean “my-data”.",
            ),
            (
                "my−data",
                "“−” (U+2212) is a typographic dash and only looks like “-”. You probably mean “my-data”.",
            ),
            (
                "my\u{200b}-data",
                "This value contains an invisible character (U+200B). You probably mean “my-data”.",
            ),
            (
                "my\u{a0}-data",
                "This value contains a special space (U+00A0). You probably mean “my-data”.",
            ),
            (
                "ｍｙ-data",
                "“ｍ” (U+FF4D) is a full-width character and only looks like “m”. You probably mean “my-data”.",
            ),
            (
                "mу’-data",
                "“у” (U+0443) is a Cyrillic letter and only looks like “y”. You probably mean “my-data”.",
            ),
            (
                "ο_ther",
                "“ο” (U+03BF) is a Greek letter and only looks like “o”. Type the value by hand, or copy it again.",
            ),
        ] {
            let refusal = refuse(text, |plain| plain == "my-data").expect_err(text);
            assert_eq!(
                (refusal.code, refusal.detail.english()),
                ("look_alike", words.to_owned()),
                "{text}"
            );
        }
        for text in ["my-data", "müller", "日本", "👍"] {
            assert_eq!(refuse(text, |_| true), Ok(()), "{text}");
        }
    }

    #[test]
    fn the_table_pairs_non_ascii_characters_with_ascii_ones() {
        let all: Vec<char> = PAIRS.chars().collect();
        assert_eq!(all.len() % 2, 0);
        for pair in all.chunks(2) {
            assert!(
                !pair[0].is_ascii() && pair[1].is_ascii_graphic(),
                "{pair:?}"
            );
        }
    }
}
