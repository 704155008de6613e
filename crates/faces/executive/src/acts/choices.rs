//! What several forms offer to choose from, and the fields that they share.

use std::collections::BTreeSet;

use app::{Lens, Viewer};
use ask::{Choice, Field, Of, Reader, day};
use executive::{Forum, Item, Meeting, NewAccess, Part, Proposal, Stage, Standing, TextHash};
use mandate::Duty;
use terms::{Date, OdsCode};

use super::subject::at;
use crate::answers::{Basis, item};

/// Values and words as choices.
pub(super) fn fixed(options: &[(&str, &str)]) -> Vec<Choice> {
    options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

/// Every one of some fixed words, as choices.
macro_rules! every {
    ($kind:ty) => {
        |_, _| <$kind>::ALL.iter().map(|word| (word.slug().to_owned(), word.words().to_owned())).collect()
    };
}
pub(super) use every;

/// The value of the first choice, for a form that begins with it.
pub(super) fn first_of(choices: &[Choice]) -> String {
    choices.first().map(|(value, _)| value.clone()).unwrap_or_default()
}

/// Who may read a thing.
pub(super) const ACCESS: Field =
    Field::one("access", "Who may read it", |_, _| fixed(&[("public", "Public"), ("confidential", "Confidential")]))
        .first(|_, _| "public".to_owned());
/// Why not everybody.
pub(super) const ACCESS_REASON: Field = Field::line("access-reason", "Why it is confidential")
    .hint("The lawful reason, which everybody is shown. Leave empty if it is public.");

/// Public, or confidential with its reason.
pub(super) fn access(form: &mut Reader<'_>) -> NewAccess {
    match form.text("access") {
        None | Some("public") => {}
        Some("confidential") => {
            return NewAccess::Confidential { reason: form.line("access-reason", "Enter why it is confidential") };
        }
        Some(_) => form.wrong("access", "Choose who may read it: public or confidential"),
    }
    NewAccess::Public
}

/// Everybody who sits on the forum of a form today or holds a post of one of its bodies, by name.
pub(super) fn people_today(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| subject.forum().map(|forum| people(basis, &forum, basis.today)).unwrap_or_default())
}

/// The same on a day.
pub(super) fn people(basis: &Basis<'_>, forum: &Forum, on: Date) -> Vec<Choice> {
    let mut ids = BTreeSet::new();
    let bodies = match forum {
        Forum::Committee(id) => {
            let Some(committee) = basis.mandates.committee(id) else { return Vec::new() };
            for seat in committee.seats_on(on) {
                ids.extend(basis.mandates.holders_of(&seat.post, on).iter().map(|held| held.person.clone()));
            }
            committee.members_on(on)
        }
        Forum::GoverningBody(body) => BTreeSet::from([*body]),
    };
    for body in bodies {
        for post in basis.mandates.posts_of_body(body, on) {
            ids.extend(basis.mandates.holders_of(&post.id, on).iter().map(|held| held.person.clone()));
        }
    }
    let mut named: Vec<Choice> = ids.iter().map(|id| (id.to_string(), basis.person(id))).collect();
    named.sort_by(|one, two| one.1.cmp(&two.1));
    named
}

/// Service lines, as matters.
pub(super) fn lines(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, _| {
        let lines = basis.mandates.lines(basis.today);
        lines.map(|line| (format!("service:{}", line.code), line.name.clone())).collect()
    })
}

/// The members of the forum of a form.
pub(super) fn members(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let members: BTreeSet<OdsCode> = match subject.forum() {
            Some(Forum::Committee(id)) => {
                basis.mandates.committee(&id).map(|committee| committee.members_on(basis.today)).unwrap_or_default()
            }
            Some(Forum::GoverningBody(body)) => BTreeSet::from([body]),
            None => BTreeSet::new(),
        };
        members.into_iter().map(|body| body_choice(basis, body)).collect()
    })
}

/// A body by its name.
pub(super) fn body_choice(basis: &Basis<'_>, body: OdsCode) -> Choice {
    (body.to_string(), basis.body(body, basis.today))
}

/// Items to come of the forum of a form, at which a proposal may be put.
pub(super) fn items_to_come(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(forum) = subject.forum() else { return Vec::new() };
        let meetings = basis.executive.meetings().filter(|meeting| meeting.forum == forum);
        let meetings = meetings.filter(|meeting| matches!(meeting.stage, Stage::Planned | Stage::Open));
        let named = meetings.flat_map(|meeting| {
            let items = meeting.items.iter().filter_map(|id| basis.executive.item(id));
            items.map(move |item| {
                (item.id.to_string(), format!("{}, {}: {}", day(meeting.held_on), meeting.title, item.title))
            })
        });
        named.collect()
    })
}

/// The parts for which the reader may speak now: those of bodies they represent, or of the predecessors of those. The keeper
/// enters what anybody said, so that every part is theirs.
pub(super) fn mine<'a>(lens: &Lens, basis: &Basis<'_>, proposal: &'a Proposal) -> Vec<&'a Part> {
    let open = |part: &&Part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_));
    let open = proposal.parts.values().filter(open);
    let me = match lens.viewer() {
        Viewer::Keeper => return open.collect(),
        Viewer::Public => return Vec::new(),
        Viewer::Person(me) => me,
    };
    let theirs = match &proposal.forum {
        Forum::Committee(id) => basis.mandates.represents(me, id, basis.today),
        Forum::GoverningBody(body) => BTreeSet::from([*body]),
    };
    let speaks = |part: &&Part| {
        theirs.contains(&part.body) || theirs.contains(&basis.mandates.acting_body(part.body, basis.today))
    };
    open.filter(speaks).collect()
}

/// The parts whose governing body the reader belongs to and which it may still answer.
pub(super) fn answerable<'a>(basis: &Basis<'_>, proposal: &'a Proposal) -> Vec<&'a Part> {
    let open = |part: &&Part| matches!(part.standing, Standing::Referred(_) | Standing::Outside { .. });
    let decides = |part: &&Part| basis.has_any(&[Duty::DecideFor(basis.mandates.acting_body(part.body, basis.today))]);
    proposal.parts.values().filter(open).filter(decides).collect()
}

/// The proposals on which one can vote at an item, each with the wording that is put there: those tabled at it that are
/// decided by votes, and at a governing body's own meeting those of others that wait for its answer.
pub(super) fn votable<'a>(basis: &Basis<'a>, meeting: &Meeting, held: &Item) -> Vec<(&'a Proposal, TextHash)> {
    let here = item::proposals(basis, held).into_iter().filter(|proposal| {
        let terms = basis.executive.terms_on(&proposal.forum, basis.today);
        let by_votes = terms.is_some_and(|terms| matches!(terms.terms.method, executive::Method::Votes { .. }));
        by_votes && proposal.parts.values().any(|part| matches!(part.standing, Standing::Awaiting))
    });
    let here = here.filter_map(|proposal| Some((proposal, proposal.wording()?.hash)));
    here.chain(referred_to(basis, meeting)).collect()
}

/// The proposals of other forums that wait for the answer of the governing body that meets.
fn referred_to<'a>(basis: &Basis<'a>, meeting: &Meeting) -> Vec<(&'a Proposal, TextHash)> {
    let Forum::GoverningBody(body) = meeting.forum else { return Vec::new() };
    let its_own = |part: &&Part| part.body == body || basis.mandates.acting_body(part.body, basis.today) == body;
    let waits = |part: &&Part| matches!(part.standing, Standing::Referred(_) | Standing::Outside { .. });
    let others = basis.executive.proposals().filter(|proposal| proposal.forum != meeting.forum);
    let seen = others.filter(|proposal| basis.may_see(proposal));
    seen.filter_map(|proposal| Some((proposal, proposal.parts.values().filter(waits).find(its_own)?.put))).collect()
}
