//! What a person writes, as the declarations want it: a name or a postcode where a code is wanted.

use app::{Footprint, FoundBody, Lens};
use terms::OdsCode;

use crate::fault::FieldError;
use crate::field::{Field, Takes};
use crate::param::{Param, Wanted};

/// Puts codes where somebody wrote a body's name or postcode, alone or in a list with commas.
///
/// # Errors
/// What fits several bodies, or none, with what to do.
pub fn name_bodies(
    footprint: &Footprint,
    lens: &Lens,
    params: &[Param],
    values: &mut [(String, String)],
) -> Result<(), Vec<FieldError>> {
    let wanted = |name: &str| match params.iter().find(|param| param.name == name)?.wanted {
        Wanted::Code => Some(Many::No),
        Wanted::Codes => Some(Many::Yes),
        _ => None,
    };
    replace(footprint, lens, wanted, values)
}

/// The same in the fields of an act.
///
/// # Errors
/// As [`name_bodies`].
pub fn name_bodies_in(
    footprint: &Footprint,
    lens: &Lens,
    fields: &[Field],
    values: &mut [(String, String)],
) -> Result<(), Vec<FieldError>> {
    let wanted = |name: &str| match fields.iter().find(|field| field.name == name)?.takes {
        Takes::Body => Some(Many::No),
        Takes::Codes => Some(Many::Yes),
        _ => None,
    };
    replace(footprint, lens, wanted, values)
}

/// Whether a value may name several bodies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Many {
    Yes,
    No,
}

fn replace(
    footprint: &Footprint,
    lens: &Lens,
    wanted: impl Fn(&str) -> Option<Many>,
    values: &mut [(String, String)],
) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    for (name, value) in values.iter_mut().filter(|(_, value)| !value.trim().is_empty()) {
        let found = match wanted(name) {
            None => continue,
            Some(Many::No) => code_of(footprint, lens, value),
            Some(Many::Yes) => {
                let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
                let codes: Result<Vec<String>, String> = parts.map(|part| codes_of(footprint, lens, part)).collect();
                codes.map(|codes| codes.join(","))
            }
        };
        match found {
            Ok(code) => *value = code,
            Err(message) => errors.push(FieldError { field: name.clone(), message }),
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// A part of a list: codes may also stand with nothing but spaces between them.
fn codes_of(footprint: &Footprint, lens: &Lens, part: &str) -> Result<String, String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    if words.iter().all(|word| word.parse::<OdsCode>().is_ok_and(|code| lens.register().knows(code))) {
        return Ok(words.join(","));
    }
    code_of(footprint, lens, part)
}

fn code_of(footprint: &Footprint, lens: &Lens, text: &str) -> Result<String, String> {
    match footprint.body_called(lens, text) {
        FoundBody::One(code) => Ok(code.to_string()),
        FoundBody::Several(all) => {
            let all: Vec<String> = all.into_iter().map(|(code, called)| format!("{called} ({code})")).collect();
            Err(format!("“{}” fits several. Did you mean {}? Write the code", text.trim(), all.join(", ")))
        }
        // A code that reads and is not known is told by the question itself, which knows what else to say.
        FoundBody::Nothing if text.parse::<OdsCode>().is_ok() => Ok(text.to_owned()),
        FoundBody::Nothing => {
            Err(format!("Nothing on the register is called “{}”. Write a code such as 14Y", text.trim()))
        }
    }
}
