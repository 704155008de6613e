//! Declare an interest in what is decided.

use app::{Lens, Viewer};
use ask::{ActForm, Choice, Field, Of, me};
use executive::{Act, ActKind, Recusal, Subject as About};
use mandate::{InterestCategory, PersonId};

use super::choices::{every, people_today};
use super::offers::may;
use super::subject::at;
use super::{ITEM, PLAIN, PROPOSAL, one};

/// Declare an interest in an item, or in a proposal that is decided outside a meeting.
pub(super) static DECLARE: ActForm = ActForm {
    // Named apart from an entry in the register of interests.
    name: "declare-at-meeting",
    path: "/do/declare",
    title: "Declare an interest",
    about: "You declare for yourself. What you declare here is shown with the item.",
    done: "The interest is declared",
    subject: &[ITEM.optional(), PROPOSAL.optional()],
    fields: &[
        // The keeper enters what somebody declared.
        Field::one("person", "Who declares it?", people_today).when(|lens, _| *lens.viewer() == Viewer::Keeper),
        Field::one("category", "Which kind of interest?", every!(InterestCategory)),
        Field::one("interest", "Is it one in the register of interests?", |lens, of| {
            let none = (String::new(), "None of them".to_owned());
            [none].into_iter().chain(registered(lens, of)).collect()
        })
        .when(|lens, of| !registered(lens, of).is_empty()),
        Field::lines("nature", "What is the interest?"),
        Field::one("recusal", "What follows?", every!(Recusal)),
    ],
    offered: |lens, of| may(ActKind::Declare, lens, of),
    read: |lens, of, form| {
        let person = match me(lens) {
            Some(me) => {
                if form.text("person").is_some_and(|named| named != me.as_str()) {
                    form.wrong("person", "You declare for yourself alone");
                }
                Some(me.clone())
            }
            None => form.word::<PersonId>("person", "Say who declares the interest"),
        };
        let category = form.word("category", "Choose which kind of interest");
        let nature = form.line("nature", "Enter what the interest is");
        let recusal = form.word("recusal", "Choose what follows");
        let interest = form.maybe("interest", "Choose one in the register of interests, or none");
        let about = of.id("item").map(About::Item).or_else(|| of.id("proposal").map(About::Proposal));
        let (subject, person, category, recusal) = (about?, person?, category?, recusal?);
        one(Act::Declare { subject, person, category, interest, nature, recusal })
    },
    ..PLAIN
};

/// The interests that whoever looks has in the register of interests today.
fn registered(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(me) = me(lens) else { return Vec::new() };
    at(lens, of, |basis, _| {
        let held = basis.mandates.interests_of(me, basis.today).into_iter();
        held.map(|declared| (declared.interest.id.to_string(), declared.wording.unwrap_or("(erased)").to_owned()))
            .collect()
    })
}
