//! Who may ask for what. There is no list of permissions: each follows from the posts a person holds on the day.

use crate::room::Needs;
use crate::rooms::{Act, House, Refusal};
use mandate::{Actor, Context, Grant};
use serde_json::{Value, json};

/// Checks that whoever asks may, on the day, and says by what.
///
/// # Errors
/// [`Refusal::Denied`] when no post they hold that day gives them the duty the act needs, and [`Refusal::KeeperOnly`] for
/// what no post gives.
pub fn permit(house: &House, context: &Context, act: &Act) -> Result<Grant, Refusal> {
    grant(house, context, house.needs(context, act))
}

/// Checks that whoever asks has what is needed.
///
/// # Errors
/// As [`permit`].
pub(crate) fn grant(house: &House, context: &Context, needs: Needs) -> Result<Grant, Refusal> {
    let Actor::Person(person) = &context.actor else { return Ok(Grant::Keeper) };
    match needs {
        Needs::Duty(duty) => Ok(house.mandate().now().permit(&context.actor, &duty, context.today)?),
        Needs::Oneself => Ok(Grant::Own { person: person.clone() }),
        Needs::Keeper => Err(Refusal::KeeperOnly { person: person.clone() }),
    }
}

/// A grant as the entry keeps it.
pub(crate) fn recorded(grant: &Grant, context: &Context) -> Value {
    match grant {
        Grant::Keeper => json!({ "kind": "register-keeper" }),
        Grant::Own { person } => json!({ "kind": "own", "person": person }),
        Grant::Post { duty, post, person, chain } => json!({
            "kind": "post", "duty": duty.to_string(), "post": post, "person": person, "chain": chain, "on": context.today,
        }),
    }
}
