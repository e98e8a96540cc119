//! Characters that look like ASCII ones, or like nothing at all, and are different ones to AWS.

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
    let code = u32::from(c);
    let what = kind(c);
    let found = if like == ' ' {
        format!("There is {what} in it (U+{code:04X}).")
    } else {
        format!("“{c}” (U+{code:04X}) is {what} and only looks like “{like}”.")
    };
    let meant = Some(plain(text)).filter(|plain| likely(plain));
    let way_out = meant.map_or_else(
        || "Type the value by hand, or copy it again.".to_owned(),
        |meant| format!("You probably mean “{meant}”."),
    );
    Err(Refusal::new("look_alike", format!("{found} {way_out}")))
}

/// What kind of such a character the text holds, for values that must not be repeated.
pub(crate) fn kind_in(text: &str) -> Option<&'static str> {
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

fn kind(c: char) -> &'static str {
    match c {
        _ if is_invisible(c) => "an invisible character",
        _ if c.is_whitespace() => "a blank of a special kind",
        '\u{370}'..='\u{3ff}' => "a Greek letter",
        '\u{400}'..='\u{52f}' => "a Cyrillic letter",
        '\u{ff01}'..='\u{ff5e}' => "a full-width character",
        _ => match like(c) {
            Some('-') => "a typographic dash",
            Some('"' | '\'') => "a typographic quote",
            _ => "a special character",
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
                (refusal.code, refusal.detail.as_str()),
                ("look_alike", words),
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
