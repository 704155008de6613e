//! Letters that run from right to left, kept from turning round what stands beside them.
//!
//! Anybody's name may be in Hebrew or Arabic, and a page must show it as it is without the number or the name after it changing
//! places. So each run of such letters is set apart where it leaves the service: `<bdi>` in a page, U+2068 and U+2069 in plain
//! text. The invisible characters that turn letters round by themselves are left out: no name needs them, and they only deceive.
//!
//! Source: Unicode Standard Annex 9 (2.7, isolates); Unicode Technical Report 36 (3.3, bidirectional spoofing).

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::refused::Problem;

/// Between which a run stands in plain text, where there is no markup.
const PLAIN: (&str, &str) = ("\u{2068}", "\u{2069}");
const MARKUP: (&str, &str) = ("<bdi>", "</bdi>");

/// Characters without a shape that change the order of those after or before them.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters that run from right to left. The blocks are those that the standard keeps for such scripts, used or not.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether there is nothing to do, as with nearly every text.
fn is_plain(text: &str) -> bool {
    text.is_ascii() || !text.chars().any(|letter| turns(letter) || is_right_to_left(letter))
}

/// Plain text with its runs set apart.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().saturating_add(16));
    set_apart(text, PLAIN, &mut out);
    Cow::Owned(out)
}

/// Writes `text`, each run of it between two marks: from a letter that runs from right to left to the last such letter that only
/// spaces and signs part from it.
fn set_apart(text: &str, (open, close): (&str, &str), out: &mut String) {
    // What may belong to the run or not, as the next letter decides.
    let (mut is_open, mut between) = (false, String::new());
    for letter in text.chars().filter(|letter| !turns(*letter)) {
        if is_right_to_left(letter) {
            if !is_open {
                out.push_str(open);
            }
            is_open = true;
            out.push_str(&between);
            between.clear();
            out.push(letter);
        } else if is_open && (letter.is_whitespace() || matches!(letter, '-' | '\'' | '.' | '’')) {
            between.push(letter);
        } else {
            if is_open {
                out.push_str(close);
            }
            is_open = false;
            out.push_str(&between);
            between.clear();
            out.push(letter);
        }
    }
    if is_open {
        out.push_str(close);
    }
    out.push_str(&between);
}

/// A page with its runs set apart: by `<bdi>` between its tags, by plain marks in its title, and as they are in attributes and in what
/// a form's field holds, where a browser sets the field apart and what is in it is sent back.
fn isolated_page(page: &str) -> Option<String> {
    if is_plain(page) {
        return None;
    }
    let mut out = String::with_capacity(page.len().saturating_add(64));
    let (mut rest, mut inside) = (page, "");
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        match inside {
            "title" => set_apart(text, PLAIN, &mut out),
            "textarea" | "option" | "script" | "style" => out.extend(text.chars().filter(|letter| !turns(*letter))),
            _ => set_apart(text, MARKUP, &mut out),
        }
        let (tag, after) = tag.split_at(end_of_tag(tag));
        out.extend(tag.chars().filter(|letter| !turns(*letter)));
        inside = ["title", "textarea", "option", "script", "style"]
            .into_iter()
            .find(|name| {
                let named = tag.get(1..).and_then(|tag| tag.strip_prefix(name));
                named.is_some_and(|more| more.starts_with(['>', ' ', '\n']))
            })
            .unwrap_or_default();
        rest = after;
    }
    Some(out)
}

/// Where a tag ends: after the first `>` outside quotes.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (place, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return place.saturating_add(1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Middleware: every page with its runs set apart. One place, so that no page and no template can forget it.
pub(crate) async fn isolate(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
    if !kind.starts_with(b"text/html") {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else { return Problem::broken().into_response() };
    match std::str::from_utf8(&bytes).ok().and_then(isolated_page) {
        Some(page) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(page))
        }
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_set_apart_with_what_is_between_its_words() {
        for (text, expected) in [
            ("Ann Illustrative", "Ann Illustrative"),
            ("Zoë’s café", "Zoë’s café"),
            ("אבג", "\u{2068}אבג\u{2069}"),
            ("by אבג דהו (3 votes)", "by \u{2068}אבג דהו\u{2069} (3 votes)"),
            ("אבג 12", "\u{2068}אבג\u{2069} 12"),
            ("a אב- b", "a \u{2068}אב\u{2069}- b"),
            ("محمد 1, علي 2", "\u{2068}محمد\u{2069} 1, \u{2068}علي\u{2069} 2"),
            // What only deceives is left out.
            ("pay \u{202e}dnuoper\u{202c} now", "pay dnuoper now"),
            ("\u{2067}x\u{2069}\u{200f}", "x"),
        ] {
            assert_eq!(isolated(text), expected, "{text:?}");
            assert_eq!(isolated(&isolated(text)), expected, "twice: {text:?}");
        }
    }

    #[test]
    fn a_page_keeps_its_markup_and_its_fields() {
        for (page, expected) in [
            ("<p>אבג &amp; co</p>", "<p><bdi>אבג</bdi> &amp; co</p>"),
            ("<title>אבג – Footprint</title><p>x</p>", "<title>\u{2068}אבג\u{2069} – Footprint</title><p>x</p>"),
            ("<textarea id=\"a\">אבג</textarea>דה", "<textarea id=\"a\">אבג</textarea><bdi>דה</bdi>"),
            ("<input value=\"אבג>\"><b>ד</b>", "<input value=\"אבג>\"><b><bdi>ד</bdi></b>"),
            ("<a title=\"\u{202e}x\">\u{202e}y</a>", "<a title=\"x\">y</a>"),
            ("<titles>ד</titles>", "<titles><bdi>ד</bdi></titles>"),
        ] {
            assert_eq!(isolated_page(page).unwrap(), expected, "{page}");
        }
        assert_eq!(isolated_page("<p>Zoë</p>"), None);
    }

    proptest::proptest! {
        /// Nothing but the marks is added and nothing but what turns letters is lost; and nothing that is left can turn what is
        /// outside a run.
        #[test]
        fn nothing_is_lost_or_left_open(text in "[ab1 ,.<>\"אבجد\u{202e}\u{2067}\u{2069}\u{200f}é-]{0,40}") {
            let out = isolated(&text).into_owned();
            let bare: String = out.chars().filter(|letter| !turns(*letter)).collect();
            let kept: String = text.chars().filter(|letter| !turns(*letter)).collect();
            proptest::prop_assert_eq!(bare, kept);
            let mut is_open = false;
            for letter in out.chars() {
                match letter {
                    '\u{2068}' => { proptest::prop_assert!(!is_open); is_open = true; }
                    '\u{2069}' => { proptest::prop_assert!(is_open); is_open = false; }
                    letter => proptest::prop_assert!(!is_right_to_left(letter) || is_open),
                }
            }
            proptest::prop_assert!(!is_open);
        }
    }
}
