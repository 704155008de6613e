//! What a person writes, as the declarations want it: a name or a postcode where a code is wanted.

use app::{Footprint, FoundBody, Lens};

use crate::fault::FieldError;
use crate::field::{Field, Takes};
use crate::param::{Param, Wanted};

/// Puts codes where somebody wrote a body's name or postcode.
///
/// # Errors
/// What fits several bodies, or none, with what to do.
pub fn name_bodies(
    footprint: &Footprint,
    lens: &Lens,
    params: &[Param],
    values: &mut [(String, String)],
) -> Result<(), Vec<FieldError>> {
    let wanted = |name: &str| params.iter().any(|param| param.name == name && matches!(param.wanted, Wanted::Code));
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
    let wanted = |name: &str| fields.iter().any(|field| field.name == name && matches!(field.takes, Takes::Body));
    replace(footprint, lens, wanted, values)
}

fn replace(
    footprint: &Footprint,
    lens: &Lens,
    wanted: impl Fn(&str) -> bool,
    values: &mut [(String, String)],
) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    for (name, value) in values.iter_mut().filter(|(name, value)| wanted(name) && !value.trim().is_empty()) {
        match footprint.body_called(lens, value) {
            FoundBody::One(code) => *value = code.to_string(),
            FoundBody::Several(all) => {
                let all: Vec<String> = all.into_iter().map(|(code, called)| format!("{called} ({code})")).collect();
                let message =
                    format!("“{}” fits several. Did you mean {}? Write the code", value.trim(), all.join(", "));
                errors.push(FieldError { field: name.clone(), message });
            }
            // A code that reads and is not known is told by the question itself, which knows what else to say.
            FoundBody::Nothing if value.parse::<terms::OdsCode>().is_ok() => {}
            FoundBody::Nothing => {
                let message = format!("Nothing on the register is called “{}”. Write a code such as 14Y", value.trim());
                errors.push(FieldError { field: name.clone(), message });
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
