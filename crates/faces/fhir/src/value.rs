//! The values of search parameters: what separates them, what is escaped, and how they are compared.
//!
//! Source: FHIR R4 (4.0.1), 3.1.1.4 (string, token) and 3.1.1.4.0.1 (escaping).

/// The alternatives of a value: what stands between commas that no backslash goes before. Still escaped.
pub(super) fn alternatives(value: &str) -> Vec<String> {
    apart(value, ',', usize::MAX)
        .into_iter()
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Pieces at most `most`, parted where no backslash goes before.
fn apart(value: &str, separator: char, most: usize) -> Vec<&str> {
    let (mut pieces, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (place, letter) in value.char_indices() {
        if letter == separator && !is_escaped && pieces.len().saturating_add(1) < most {
            pieces.push(value.get(start..place).unwrap_or_default());
            start = place.saturating_add(letter.len_utf8());
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    pieces.push(value.get(start..).unwrap_or_default());
    pieces
}

/// A value as it is meant: `\,`, `\|`, `\$` and `\\` are the second letter alone. Any other backslash is itself.
pub(super) fn unescaped(value: &str) -> String {
    let mut meant = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped =
            (letter == '\\').then(|| letters.next_if(|next| matches!(next, ',' | '|' | '$' | '\\'))).flatten();
        meant.push(escaped.unwrap_or(letter));
    }
    meant
}

/// What a value of type token asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `code`: that code, whatever its system.
    Code(String),
    /// `system|code`: that code of that system.
    InSystem(String, String),
    /// `|code`: that code where it has no system.
    NoSystem(String),
    /// `system|`: any code of that system.
    AnyIn(String),
}

impl Token {
    pub(super) fn read(value: &str) -> Self {
        match apart(value, '|', 2).as_slice() {
            [system, code] => match (unescaped(system), unescaped(code)) {
                (system, code) if system.is_empty() => Self::NoSystem(code),
                (system, code) if code.is_empty() => Self::AnyIn(system),
                (system, code) => Self::InSystem(system, code),
            },
            _ => Self::Code(unescaped(value)),
        }
    }

    /// Whether a code that has a system is asked for.
    pub(super) fn meets(&self, system: &str, code: &str) -> bool {
        match self {
            Self::Code(wanted) => wanted == code,
            Self::InSystem(of, wanted) => of == system && wanted == code,
            Self::NoSystem(_) => false,
            Self::AnyIn(of) => of == system,
        }
    }

    /// The code asked for among those that have no system, such as ids.
    pub(super) fn without_system(&self) -> Option<&str> {
        match self {
            Self::Code(code) | Self::NoSystem(code) => Some(code),
            Self::InSystem(..) | Self::AnyIn(_) => None,
        }
    }
}

/// The system of `true` and `false`.
const SPECIAL_VALUES: &str = "http://terminology.hl7.org/CodeSystem/special-values";

/// A truth value, written as a token.
pub(super) fn truth(value: &str) -> Option<bool> {
    match Token::read(value) {
        Token::Code(code) | Token::NoSystem(code) => code.parse().ok(),
        Token::InSystem(system, code) if system == SPECIAL_VALUES => code.parse().ok(),
        Token::InSystem(..) | Token::AnyIn(_) => None,
    }
}

/// Text as strings are compared: without case and accents, and any white space as one space.
pub(super) fn normal(text: &str) -> String {
    register::fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_after_a_backslash_parts_nothing() {
        for (value, expected) in [
            ("a,b", &["a", "b"][..]),
            (r"a\,b", &["a,b"]),
            (r"a\\,b", &["a\\", "b"]),
            (r"a\\\,b", &[r"a\,b"]),
            (r"a\|b,c\$d", &["a|b", "c$d"]),
            (r"a\b", &[r"a\b"]),
            (r"a\", &["a\\"]),
            (",a, ,b,", &["a", "b"]),
            ("é,ü", &["é", "ü"]),
            ("", &[]),
        ] {
            let found: Vec<String> = alternatives(value).iter().map(|value| unescaped(value)).collect();
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn a_token_says_of_what_system() {
        let both = |system: &str, code: &str| Token::InSystem(system.to_owned(), code.to_owned());
        for (value, expected) in [
            ("RO98", Token::Code("RO98".to_owned())),
            ("|RO98", Token::NoSystem("RO98".to_owned())),
            ("urn:x|", Token::AnyIn("urn:x".to_owned())),
            ("urn:x|RO98", both("urn:x", "RO98")),
            (r"a\|b", Token::Code("a|b".to_owned())),
            (r"urn:a\|b|c", both("urn:a|b", "c")),
            ("urn:x|a|b", both("urn:x", "a|b")),
            ("|", Token::NoSystem(String::new())),
        ] {
            assert_eq!(Token::read(value), expected, "{value}");
        }
        // 3.1.1.4.10: with, without and whatever the system.
        for (value, expected) in
            [("a", true), ("|a", false), ("s|a", true), ("s|", true), ("t|a", false), ("t|", false), ("b", false)]
        {
            assert_eq!(Token::read(value).meets("s", "a"), expected, "{value}");
        }
        for (value, expected) in [
            ("true", Some(true)),
            ("|false", Some(false)),
            ("http://terminology.hl7.org/CodeSystem/special-values|true", Some(true)),
            ("urn:x|true", None),
            ("TRUE", None),
        ] {
            assert_eq!(truth(value), expected, "{value}");
        }
    }

    #[test]
    fn strings_are_compared_without_case_accents_and_double_spaces() {
        assert_eq!(normal("  Ysbyty  GWYNEDD\tMêl "), "ysbyty gwynedd mel");
        assert_eq!(normal("Me\u{302}l"), normal("MÊL"));
    }
}
