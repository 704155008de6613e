//! Markup brought to one form, so that two that a browser shows alike compare alike.

/// One line for each tag and each run of text.
///
/// Attributes are sorted, entities resolved, and white space collapsed as a browser does: a space at the start of a block
/// or after another space is not shown, and one between two words is shown wherever the tags around it begin.
pub(super) fn normal(markup: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = markup;
    // Whether a space waits to be shown before the next text, and whether text has been shown in this block.
    let (mut space, mut shown) = (false, false);
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = end_of_tag(tag);
            let (name, line) = tag_line(&tag[..end]);
            rest = &tag[end + 1..];
            if !is_inline(&name) {
                (space, shown) = (false, false);
            }
            lines.push(line);
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            for word in split_keeping_spaces(&resolve(&rest[..end])) {
                if word.trim().is_empty() {
                    space = shown;
                } else {
                    if space {
                        lines.push("␠".to_owned());
                    }
                    lines.push(word);
                    (space, shown) = (false, true);
                }
            }
            rest = &rest[end..];
        }
    }
    lines.join("\n")
}

fn is_inline(name: &str) -> bool {
    matches!(
        name.trim_start_matches('/'),
        "a" | "span" | "strong" | "em" | "b" | "i" | "code" | "abbr" | "svg" | "path" | "img" | "br"
    )
}

fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    panic!("a tag does not end: {tag}");
}

fn tag_line(tag: &str) -> (String, String) {
    let tag = tag.trim().trim_end_matches('/');
    let split = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let name = tag[..split].to_lowercase();
    let mut attributes = Vec::new();
    let mut rest = tag[split..].trim();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|letter| ['"', '\''].contains(letter)).expect("a quoted value");
            let close = after[1..].find(quote).expect("a closing quote");
            value = resolve(&after[1..=close]);
            rest = after[close + 2..].trim_start();
        }
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        attributes.push(format!("{key}={value:?}"));
    }
    attributes.sort();
    (name.clone(), format!("<{name} {}>", attributes.join(" ")))
}

fn split_keeping_spaces(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        // A no-break space is shown.
        let blank = letter.is_whitespace() && letter != '\u{a0}';
        let last = words.last_mut().unwrap();
        if !last.is_empty() && last.trim().is_empty() != blank {
            words.push(letter.to_string());
        } else {
            last.push(letter);
        }
    }
    words
}

fn resolve(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&ctdot;", "⋯")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[test]
fn what_a_browser_shows_alike_is_alike() {
    assert_eq!(
        normal("<p class='a  b' id=x1>x</p>".replace("x1", "\"x\"").as_str()),
        normal("<p id=\"x\" class=\"a b\">\n x\n</p>")
    );
    assert_eq!(normal("<p>a <b>c</b></p>"), normal("<p>a<b> c</b></p>"));
    assert_ne!(normal("<p>a<b>c</b></p>"), normal("<p>a <b>c</b></p>"));
    assert_ne!(normal("<p>a</p>"), normal("<p class=\"\">b</p>"));
    assert_ne!(normal("<a><b></b></a>"), normal("<a></a>"));
}
