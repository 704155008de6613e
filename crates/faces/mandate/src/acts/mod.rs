//! What those who keep people, powers and mandates may do.

mod adopt;
mod appoint;
mod choices;
mod committees;
mod mandates;
mod people;
mod posts;
mod powers;
mod services;

use ask::ActForm;

pub(crate) use adopt::ADOPT_SCHEME;

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    &people::ENTER_PERSON,
    &people::FORGET_PERSON,
    &posts::CREATE_POST,
    &posts::SHARE_POST,
    &posts::END_POST,
    &appoint::APPOINT,
    &posts::END_APPOINTMENT,
    &people::DECLARE_INTEREST,
    &people::END_INTEREST,
    &powers::MAKE_INSTRUMENT,
    &powers::END_INSTRUMENT,
    &ADOPT_SCHEME,
    &powers::GRANT_POWER,
    &powers::REVOKE_POWER,
    &committees::FORM_COMMITTEE,
    &committees::JOIN_COMMITTEE,
    &committees::LEAVE_COMMITTEE,
    &committees::TAKE_SEAT,
    &committees::LEAVE_SEAT,
    &committees::GROW_REMIT,
    &committees::SHRINK_REMIT,
    &committees::END_COMMITTEE,
    &services::ENTER_LINE,
    &services::END_LINE,
    &services::NAME_UNIVERSE,
    &mandates::GIVE_MANDATE,
    &mandates::END_MANDATE,
    &mandates::TRANSFER_FUNCTION,
    &mandates::END_TRANSFER,
    &mandates::CARRY_OVER,
    &mandates::DIVIDE_BODY,
    &powers::WITHDRAW_FACT,
];

/// The heading of them all.
const GROUP: &str = "Who decides";

#[cfg(test)]
mod tests {
    use super::*;
    use mandate::ActKind;

    /// What another room has an act of the same name for.
    const NARROWED: &[(ActKind, &str)] = &[(ActKind::Divide, "divide-body"), (ActKind::Withdraw, "withdraw-fact")];

    #[test]
    fn every_act_of_the_room_has_one_form() {
        let names: Vec<&str> = ACTS.iter().map(|form| form.name).collect();
        let wanted = ActKind::ALL.iter().map(|kind| {
            let narrowed = NARROWED.iter().find(|(held, _)| held == kind);
            narrowed.map_or_else(|| kind.slug(), |(_, name)| name)
        });
        assert_eq!(names, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn an_address_has_what_the_act_is_done_to() {
        for form in ACTS {
            for part in form.path.split('/').filter_map(|part| part.strip_prefix('{')) {
                let name = part.trim_end_matches('}');
                assert!(form.subject.iter().any(|key| key.name == name), "{}: {name}", form.name);
            }
            for field in form.fields {
                assert!(form.subject.iter().all(|key| key.name != field.name), "{}: {}", form.name, field.name);
            }
        }
    }
}
