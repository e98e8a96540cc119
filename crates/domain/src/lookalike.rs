//! Characters that look like ASCII ones, or like nothing at all, and are different ones to AWS.

use crate::message::{Message, fields};
use crate::paste::is_invisible;
use crate::refusal::Refusal;

/// Each character with the ASCII one it is taken for. What can be computed is not in here.
const PAIRS: &str = "\
    АAВBЕEЗ3КKМMНHОOРPСCТTУYХXЅSІIЈJаaбbвbеeкkнhоoпnрpсcтtуyхxѕsіiјjһhԁdԛqԝwӏl\
    ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaιiκkνvοoρpυu\
    ‐-‑-‒-–-—-―-−-˗-﹣-․.。.∕/⁄/∶:꞉:“\"”\"„\"«\"»\"‘'’'‚'´'ıiɡg";

/// # Errors
/// When the text holds such a character: which, what it looks like, and what was probably meant, if
/// `likely` takes that.
pub(crate) fn refuse(text: &str, likely: fn(&str) -> bool) -> Result<(), Refusal> {
    let Some((c, like)) = text.chars().find_map(|c| Some((c, like(c)?))) else {
        return Ok(());
    };
    let code = format!("U+{:04X}", u32::from(c));
    let meant = Some(plain(text)).filter(|plain| likely(plain));
    let way_out = meant.map_or_else(fields::look_alike_by_hand, fields::look_alike_meant);
    let words = if like == ' ' {
        fields::look_alike_unseen(kind(c), code, way_out)
    } else {
        fields::look_alike(c.to_string(), code, kind(c), like.to_string(), way_out)
    };
    Err(Refusal::new("look_alike", words))
}

/// What kind of such a character the text holds, for values that must not be repeated.
pub(crate) fn kind_in(text: &str) -> Option<Message> {
    text.chars().find(|c| like(*c).is_some()).map(kind)
}

/// The ASCII character it is taken for; a blank for what cannot be seen.
fn like(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    if is_invisible(c) || c.is_whitespace() {
        return Some(' ');
    }
    // The full-width forms are ASCII's, in ASCII's order.
    if let '\u{ff01}'..='\u{ff5e}' = c {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    let mut characters = PAIRS.chars();
    while let (Some(found), Some(like)) = (characters.next(), characters.next()) {
        if found == c {
            return Some(like);
        }
    }
    None
}

fn kind(c: char) -> Message {
    match c {
        _ if is_invisible(c) => fields::character_invisible(),
        _ if c.is_whitespace() => fields::character_blank(),
        '\u{370}'..='\u{3ff}' => fields::character_greek(),
        '\u{400}'..='\u{52f}' => fields::character_cyrillic(),
        '\u{ff01}'..='\u{ff5e}' => fields::character_full_width(),
        _ => match like(c) {
            Some('-') => fields::character_dash(),
            Some('"' | '\'') => fields::character_quote(),
            _ => fields::character_special(),
        },
    }
}

/// The text with what it looks like in place of each; blanks and quotes are left out, for no value has any.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| like(c).unwrap_or(c))
        .filter(|c| !matches!(c, ' ' | '"' | '\''))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_with_what_it_looks_like_and_what_was_meant() {
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
                "There is an invisible character in it (U+200B). You probably mean “my-data”.",
            ),
            (
                "my\u{a0}-data",
                "There is a blank of a special kind in it (U+00A0). You probably mean “my-data”.",
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
    fn the_table_pairs_others_with_ascii() {
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
