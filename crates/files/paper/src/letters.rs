//! Which characters may be printed: those that our fonts have, and no control characters.
//!
//! A character without a glyph prints as a box and is read aloud as nothing, which PDF/UA forbids; it is refused when the
//! text comes in, with its line, rather than when a pack is due.

use crate::error::{Flaw, PaperError};
use crate::press::fonts;

/// Refuses a one-line field that could not be printed.
pub(crate) fn check_field(what: &str, text: &str) -> Result<(), PaperError> {
    check(text).map_err(|(line, flaw)| PaperError::Text { what: what.to_owned(), line, flaw })
}

/// The first character that may not be printed, with its line.
pub(crate) fn check(text: &str) -> Result<(), (usize, Flaw)> {
    for (index, line) in text.split('\n').enumerate() {
        for letter in line.chars() {
            let flaw = match letter {
                '\t' | '\r' => continue,
                _ if letter.is_control() => Flaw::Control { code: u32::from(letter) },
                _ if letter.is_ascii() || fonts().print(letter) => continue,
                _ => Flaw::Unprintable { found: letter },
            };
            return Err((index + 1, flaw));
        }
    }
    Ok(())
}

/// A word longer than this is given places to break, so that an address does not run off the page.
const UNBROKEN_MAX: usize = 40;

/// A line of program text that fits the page.
const UNBROKEN_CODE_MAX: usize = 72;

/// A text with places to break (U+200B) in its long words: after punctuation, or where nothing else helps. The template
/// breaks there and prints nothing, so that what is copied from the page is whole.
pub(crate) fn breakable(text: &str) -> String {
    broken(text, UNBROKEN_MAX, "/?&=._-,;:")
}

/// Program text with places to break where a line would run off the page, and nowhere else.
pub(crate) fn breakable_code(text: &str) -> String {
    broken(text, UNBROKEN_CODE_MAX, "")
}

fn broken(text: &str, most: usize, good: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.chars().count() <= most {
            out.push_str(word);
            continue;
        }
        let mut run = 0;
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            out.push(letter);
            run += 1;
            let more = letters.peek().is_some_and(|next| !good.contains(*next) && !next.is_whitespace());
            if more && (good.contains(letter) || run >= most) {
                out.push('\u{200b}');
                run = 0;
            }
        }
    }
    out
}
