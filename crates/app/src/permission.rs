//! Who may ask for what. There is no list of permissions: each follows from the posts a person holds on the day.

use crate::act::Act;
use crate::house::House;
use crate::refusal::Refusal;
use mandate::{Actor, Context, Duty, Grant};
use serde_json::{Value, json};

/// Checks that whoever asks may, on the day, and says by what.
///
/// # Errors
/// [`Refusal::Denied`] when no post they hold that day gives them the duty the act needs, and [`Refusal::KeeperOnly`] for
/// what no post gives.
pub fn permit(house: &House, context: &Context, act: &Act) -> Result<Grant, Refusal> {
    let Actor::Person(person) = &context.actor else { return Ok(Grant::Keeper) };
    let room = house.mandate().now();
    let duty = match act {
        Act::Register(_) => Some(Duty::KeepRegister),
        // Everybody declares their own interests.
        Act::Mandate(mandate::Act::DeclareInterest { interest, .. }) if interest.person == *person => {
            return Ok(Grant::Own { person: person.clone() });
        }
        Act::Mandate(act) => room.duty_of(act, context.today),
        Act::Executive(act) => act.duty(&house.meeting_world(), context.today),
        Act::WhoPays(act) => act.duty(&house.payers_world(), context.today),
        // It takes words out of any room, whoever wrote them.
        Act::Erase(_) => None,
    };
    let duty = duty.ok_or_else(|| Refusal::KeeperOnly { person: person.clone() })?;
    Ok(room.permit(&context.actor, &duty, context.today)?)
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
