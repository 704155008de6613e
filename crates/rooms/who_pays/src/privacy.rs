//! What must not be in a case: texts that read like something of a patient.

/// What a text seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// A postcode.
    Postcode,
    /// An NHS number: ten digits whose last is right by the number's own check.
    NhsNumber,
}

impl Personal {
    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Postcode => "a postcode",
            Self::NhsNumber => "an NHS number",
        }
    }
}

/// What a text seems to hold that could find a patient; the text itself is never repeated.
///
/// It finds the usual forms and no more: a name or an address passes, so whoever writes is asked to leave them out.
pub fn looks_personal(text: &str) -> Option<Personal> {
    if !postcodes(text).is_empty() {
        return Some(Personal::Postcode);
    }
    has_nhs_number(text).then_some(Personal::NhsNumber)
}

/// The text with every postcode in it blanked.
pub fn without_postcodes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in postcodes(text) {
        kept.push_str(text.get(from..start).unwrap_or_default());
        kept.push_str("(postcode left out)");
        from = end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

/// Where postcodes stand: a whole one in one word (`OX39DU`) or in two (`OX3 9DU`).
fn postcodes(text: &str) -> Vec<(usize, usize)> {
    let words = words(text);
    let mut found = Vec::new();
    let mut skip = false;
    for (place, (start, word)) in words.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let halves = word.len().checked_sub(3).and_then(|at| word.split_at_checked(at));
        if halves.is_some_and(|(outward, inward)| is_outward(outward) && is_inward(inward)) {
            found.push((*start, start + word.len()));
            continue;
        }
        let Some((next, inward)) = words.get(place + 1) else { continue };
        let between = text.get(start + word.len()..*next).unwrap_or_default();
        let is_near = !between.is_empty() && between.chars().all(|c| c == ' ' || c == '\u{a0}' || c == '-');
        // “Q1 2nd” is no place.
        let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|ending| inward.ends_with(ending));
        let is_ordinal = is_ordinal && word.bytes().any(|c| c.is_ascii_uppercase());
        if is_near && !is_ordinal && is_outward(word) && is_inward(inward) {
            found.push((*start, next + inward.len()));
            skip = true;
        }
    }
    found
}

/// Runs of letters and digits, with where each begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.extend(text.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// `A9`, `A99`, `A9A`, `AA9`, `AA99` or `AA9A`.
fn is_outward(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    ["A9", "A99", "A9A", "AA9", "AA99", "AA9A"].contains(&&*shape)
}

/// `9AA`.
fn is_inward(word: &str) -> bool {
    let mut letters = word.bytes();
    word.len() == 3 && letters.next().is_some_and(|c| c.is_ascii_digit()) && letters.all(|c| c.is_ascii_alphabetic())
}

/// Ten digits, with or without spaces or hyphens between, that pass the check of an NHS number.
///
/// Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2 over nine digits, 11 less the remainder by 11.
fn has_nhs_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|start| {
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        if before.is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        let mut digits: Vec<u32> = Vec::with_capacity(10);
        let mut end = start;
        for byte in bytes.iter().skip(start) {
            match byte {
                b'0'..=b'9' if digits.len() < 10 => digits.push(u32::from(byte - b'0')),
                b' ' | b'-' if !digits.is_empty() && digits.len() < 10 => {}
                _ => break,
            }
            end += 1;
        }
        let ends = bytes.get(end).is_none_or(|next| !next.is_ascii_alphanumeric());
        ends && is_nhs_number(&digits)
    })
}

fn is_nhs_number(digits: &[u32]) -> bool {
    let [first @ .., check] = digits else { return false };
    if first.len() != 9 {
        return false;
    }
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        right => *check == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_and_nhs_numbers_are_found_and_codes_are_not() {
        for (text, found) in [
            ("lives at OX3 9DU now", Some(Personal::Postcode)),
            ("lives at ox39du", Some(Personal::Postcode)),
            ("(SW1A 1AA)", Some(Personal::Postcode)),
            ("M1-1AE", Some(Personal::Postcode)),
            // The worked example of the NHS Data Dictionary.
            ("number 943 476 5919", Some(Personal::NhsNumber)),
            ("number 9434765919.", Some(Personal::NhsNumber)),
            ("number 9434765918", None),
            ("practice K84001, service NCBPS29S, site RTH08", None),
            ("11 records of 2024-04-01, £1,250.50", None),
            ("run 3f2a9c, row 12", None),
            ("in Q1 2nd half", None),
            ("", None),
        ] {
            assert_eq!(looks_personal(text), found, "{text}");
        }
        assert_eq!(without_postcodes("from OX3 9DU to sw1a1aa."), "from (postcode left out) to (postcode left out).");
        assert_eq!(without_postcodes("£5 né 1AA"), "£5 né 1AA");
    }
}
