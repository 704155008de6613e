//! What a person writes, as the declarations want it: a name or a postcode where a code is wanted.

use std::cell::Cell;

use app::{Footprint, FoundBody, Lens};
use terms::OdsCode;

use crate::fault::FieldError;
use crate::field::{Field, Takes};
use crate::param::{Param, TEXT_MAX, Wanted};

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

/// The most names that are looked for in what is sent at once: a search goes through every name on the register. Codes cost
/// next to nothing and are not counted.
const NAMES_MAX: usize = 50;

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
    let search = Search { footprint, lens, left: Cell::new(NAMES_MAX) };
    for (name, value) in values.iter_mut().filter(|(_, value)| !value.trim().is_empty()) {
        let found = match wanted(name) {
            None => continue,
            Some(Many::No) => search.code_of(value),
            Some(Many::Yes) => {
                let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
                let codes: Result<Vec<String>, String> = parts.map(|part| search.codes_of(part)).collect();
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

/// The looking for bodies in what was sent, until it is enough.
struct Search<'a> {
    footprint: &'a Footprint,
    lens: &'a Lens,
    /// How many more names are looked for.
    left: Cell<usize>,
}

impl Search<'_> {
    /// A part of a list: codes may also stand with nothing but spaces between them.
    fn codes_of(&self, part: &str) -> Result<String, String> {
        let view = self.lens.register();
        let is_known = |word: &str| word.parse::<OdsCode>().is_ok_and(|code| view.knows(code));
        if part.split_whitespace().all(is_known) {
            return Ok(part.split_whitespace().collect::<Vec<_>>().join(","));
        }
        self.code_of(part)
    }

    fn code_of(&self, text: &str) -> Result<String, String> {
        let text = text.trim();
        if text.chars().count() > TEXT_MAX {
            return Err(format!(
                "It is longer than a name can be, which is {TEXT_MAX} characters. Write a code such as 14Y"
            ));
        }
        if text.parse::<OdsCode>().is_ok_and(|code| self.lens.register().knows(code)) {
            return Ok(text.to_owned());
        }
        let Some(left) = self.left.get().checked_sub(1) else {
            return Err(format!("At most {NAMES_MAX} names are looked for at once. Write codes such as 14Y"));
        };
        self.left.set(left);
        match self.footprint.body_called(self.lens, text) {
            FoundBody::One(code) => Ok(code.to_string()),
            FoundBody::Several(all) => {
                let all: Vec<String> = all.into_iter().map(|(code, called)| format!("{called} ({code})")).collect();
                Err(format!("“{text}” fits several. Did you mean {}? Write the code", all.join(", ")))
            }
            // A code that reads and is not known is told by the question itself, which knows what else to say.
            FoundBody::Nothing if text.parse::<OdsCode>().is_ok() => Ok(text.to_owned()),
            FoundBody::Nothing => Err(format!("Nothing on the register is called “{text}”. Write a code such as 14Y")),
        }
    }
}
