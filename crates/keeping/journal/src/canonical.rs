//! Canonical JSON (RFC 8785): one value, one sequence of bytes.
//!
//! Entries hold no fractions, so the ECMAScript number formatting of the standard reduces to whole numbers. Those outside
//! the range every JSON reader keeps exactly (±(2^53 − 1)) are written as strings, as RFC 8785 section 3.2.2.3 advises.

use serde_json::{Number, Value};

/// The largest whole number that every JSON reader keeps exactly.
const LARGEST_EXACT: u64 = (1 << 53) - 1;

/// Why a value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number that is not whole; figures in entries are counts, pence or decimal text.
    #[error("found the fraction {0}, entries hold only whole numbers")]
    Fraction(String),
}

/// The canonical bytes of a value.
///
/// # Errors
/// [`CanonicalError::Fraction`] for any number written with a fraction or an exponent.
///
/// Source: RFC 8785, JSON Canonicalization Scheme.
pub fn canonical(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::new();
    write_value(value, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_value(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            // The standard orders by UTF-16 code units, which differs from UTF-8 order beyond the basic plane.
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (n, (name, member)) in sorted.into_iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_string(name, out);
                out.push(b':');
                write_value(member, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_number(number: &Number, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    let magnitude = match (number.as_u64(), number.as_i64()) {
        (Some(whole), _) => whole,
        (None, Some(whole)) => whole.unsigned_abs(),
        (None, None) => return Err(CanonicalError::Fraction(number.to_string())),
    };
    if magnitude > LARGEST_EXACT {
        write_string(&number.to_string(), out);
    } else {
        out.extend_from_slice(number.to_string().as_bytes());
    }
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\r' => out.extend_from_slice(b"\\r"),
            control if control < ' ' => out.extend_from_slice(format!("\\u{:04x}", u32::from(control)).as_bytes()),
            other => out.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}
