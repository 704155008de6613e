//! Cells that a spreadsheet would run.
//!
//! A spreadsheet that opens a text file takes a cell for a formula by its first character, whoever wrote the file. Every file of
//! text that leaves this program asks here.

use std::borrow::Cow;

/// Whether a cell that begins with this byte may be a formula: `=`, `+`, `-`, `@`, a tab or a carriage return.
///
/// Source: OWASP, CSV Injection.
#[inline]
pub const fn begins_formula(first: u8) -> bool {
    matches!(first, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
}

/// Whether a spreadsheet would run the cell. A number, such as `-12.50` or `+1,000`, is none to be run.
pub fn is_formula(cell: &[u8]) -> bool {
    cell.first().is_some_and(|first| begins_formula(*first)) && !is_number(cell)
}

/// The cell with an apostrophe before it where a spreadsheet would run it: it is then shown as it stands.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.as_bytes()) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What becomes of cells that a spreadsheet would run, where a file of text leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formulas {
    /// They get an apostrophe before them.
    #[default]
    Guarded,
    /// They are written as they stand, for a program that reads the file.
    AsTheyStand,
}

impl Formulas {
    /// The cell as it is to be written.
    pub fn cell(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::Guarded => harmless(cell),
            Self::AsTheyStand => Cow::Borrowed(cell),
        }
    }
}

/// The cell as it was before [`harmless`].
pub fn as_it_stood(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.as_bytes())).unwrap_or(cell)
}

/// A sign, digits with commas between them, a decimal part, an exponent: each at most once, and at least one digit.
fn is_number(cell: &[u8]) -> bool {
    let unsigned = match cell {
        [b'+' | b'-', rest @ ..] => rest,
        _ => cell,
    };
    let (number, exponent) = match unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (unsigned.get(..at).unwrap_or_default(), unsigned.get(at + 1..)),
        None => (unsigned, None),
    };
    let mut parts = number.splitn(2, |byte| *byte == b'.');
    let (whole, part) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let grouped = whole.iter().all(|byte| byte.is_ascii_digit() || *byte == b',') && whole.first() != Some(&b',');
    let power = exponent.is_none_or(|power| {
        let power = power.strip_prefix(b"-").or(power.strip_prefix(b"+")).unwrap_or(power);
        !power.is_empty() && digits(power)
    });
    grouped && digits(part) && power && number.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe_and_numbers_do_not() {
        for cell in [
            "=1+1",
            "+44 1865",
            "-",
            "--1",
            "-1+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "-,1",
            "-1.2.3",
            "-e5",
            "+",
        ] {
            assert_eq!(harmless(cell), format!("'{cell}"));
            assert_eq!(as_it_stood(&harmless(cell)), cell);
        }
        for cell in ["", "-5", "+3", "-1,234.50", "-.5", "-1e5", "-1.5E-3", "x=1", "'=1", " =1", "2025-06-15", "£-1"] {
            assert_eq!(harmless(cell), cell);
        }
        assert_eq!(as_it_stood("'x"), "'x");
        assert_eq!(as_it_stood("'-5"), "'-5");
    }
}
