//! Positions having their effect: for each body, by its own representative's position and power and by nothing else.

use super::proposals::{later, outside_remit};
use super::{Draft, votes};
use crate::act::Route;
use crate::event::{Chain, DecidedBy, Event, OutsideReason, PaperSeen, ReferralReason};
use crate::ids::ProposalId;
use crate::kind::Stance;
use crate::meeting::recused;
use crate::presence::Room;
use crate::proposal::{Part, Position, Proposal, Standing, decision_id};
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, Method};
use mandate::{Actor, Ask, Authority, CommitteeId, Duty, Matter, PersonId, PowerId, Shortfall};
use std::collections::{BTreeMap, BTreeSet};
use terms::{OdsCode, Pence, screen_date};

/// What was said for a body.
enum Spoken<'a> {
    /// A position counts.
    Position(&'a Position),
    /// Somebody was there who could have spoken.
    Silent,
    /// Only somebody with an interest was there.
    Recused,
    /// Nobody was there.
    Absent,
}

/// What becomes of a part.
pub(super) enum Outcome {
    Bound { by: DecidedBy, authorities: Vec<Authority>, reserved: bool },
    Referred(ReferralReason),
    Negotiating { round: u8 },
    Outside(OutsideReason),
    NotTheirs(Vec<OdsCode>),
    Unchanged,
}

/// What each power is already being used for in the same act.
pub(super) type Pending = BTreeMap<PowerId, Pence>;

pub(super) fn settle(draft: &mut Draft<'_>, id: &ProposalId) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    let terms = match (&proposal.route, draft.terms(&proposal.forum)?) {
        // Votes are counted by the rules under which the meeting was opened, as its quorum is.
        (Route::Item { item }, terms) if matches!(terms.terms.method, Method::Votes { .. }) => {
            draft.terms_at(draft.meeting(&draft.item(item)?.meeting)?)?
        }
        (_, terms) => terms,
    };
    let nothing = |why: String| Refusal::NothingToSettle { proposal: id.clone(), why };
    let opening = proposal.open.ok_or_else(|| nothing("positions are not open yet".to_owned()))?;
    let room = draft.circle(proposal, terms)?;
    // A chair's action is one person's, within power; every other decision needs the quorum, there and then.
    if proposal.route != Route::ChairsAction && !room.quorum.is_quorate() {
        return Err(Refusal::NotQuorate { count: room.quorum });
    }
    if proposal.route == Route::WrittenResolution && draft.today <= opening.closes {
        let silent: Vec<&str> = proposal
            .parts
            .values()
            .filter(|part| {
                matches!(part.standing, Standing::Awaiting) && new_positions(proposal, part).next().is_none()
            })
            .map(|part| part.body.as_str())
            .collect();
        if !silent.is_empty() {
            let closes = screen_date(opening.closes);
            return Err(nothing(format!("{} may still answer until {closes}", silent.join(", "))));
        }
    }
    if proposal.route == Route::ChairsAction {
        let spoken = |part: &Part| new_positions(proposal, part).any(|held| counts(draft, proposal, held));
        if !proposal.parts.values().any(spoken) {
            return Err(nothing("the chair has taken no position".to_owned()));
        }
    }
    let results = match terms.terms.method {
        Method::Votes { threshold } => votes::by_vote(draft, proposal, terms, &room, threshold)?,
        Method::Consensus { rounds, .. } => {
            let Forum::Committee(committee) = &proposal.forum else { return Ok(()) };
            if proposal.indivisible.is_some() {
                together(draft, proposal, committee, &room)
            } else {
                one_by_one(draft, proposal, committee, &room, rounds)
            }
        }
    };
    if results.iter().all(|(_, outcome)| matches!(outcome, Outcome::Unchanged)) {
        return Err(nothing("no body has anything new to say or to hear".to_owned()));
    }
    draft.push(Event::Settled {
        proposal: id.clone(),
        on: draft.today,
        terms: terms.version,
        present: room.present(),
        eligible: room.eligible(),
        quorum: room.quorum.clone(),
        papers: papers(draft, proposal),
    });
    let (days, referral_days) = match terms.terms.method {
        Method::Consensus { days, .. } => (days, terms.terms.referral_days),
        Method::Votes { .. } => (0, terms.terms.referral_days),
    };
    for (body, outcome) in results {
        record(draft, proposal, body, outcome, days, referral_days);
    }
    Ok(())
}

fn record(draft: &mut Draft<'_>, proposal: &Proposal, body: OdsCode, outcome: Outcome, days: u16, referral_days: u16) {
    let (on, id) = (draft.today, proposal.id.clone());
    match outcome {
        Outcome::Bound { by, authorities, reserved } => {
            bind(draft, proposal, body, by, &authorities, reserved);
        }
        Outcome::Referred(reason) => {
            let deadline = later(on, referral_days);
            draft.push(Event::BodyReferred { proposal: id, body, reason, deadline, on });
        }
        Outcome::Negotiating { round } => {
            draft.push(Event::NegotiationOpened { proposal: id, body, round, until: later(on, days), on });
        }
        Outcome::Outside(reason) => draft.push(Event::BodyOutside { proposal: id, body, reason, on }),
        Outcome::NotTheirs(responsible) => draft.push(Event::NotTheirs { proposal: id, body, responsible, on }),
        Outcome::Unchanged => {}
    }
}

/// Records that a body is bound, with the chains of its authority and the use of its powers.
pub(super) fn bind(
    draft: &mut Draft<'_>,
    proposal: &Proposal,
    body: OdsCode,
    by: DecidedBy,
    authorities: &[Authority],
    reserved: bool,
) {
    // Every chain is a chain for this body on this day; anything else would be a defect.
    assert!(!authorities.is_empty(), "a body is bound by authority or not at all");
    assert!(authorities.iter().all(|held| held.body() == body && held.on() == draft.today));
    let Some(part) = proposal.parts.get(&body) else { return };
    let chains = authorities
        .iter()
        .map(|held| Chain {
            matter: held.matter().clone(),
            as_body: held.as_body(),
            post: held.post().cloned(),
            powers: held.powers().to_vec(),
            links: held.chain().to_vec(),
        })
        .collect();
    draft.push(Event::BodyBound {
        proposal: proposal.id.clone(),
        body,
        text: part.put,
        by,
        chains,
        amount: amount_of(proposal, part),
        reserved,
        on: draft.today,
    });
    // The money is spent once: a power over several matters of one proposal is used once.
    let mut used: BTreeSet<&[PowerId]> = BTreeSet::new();
    for authority in authorities {
        if used.insert(authority.powers()) {
            draft.outcome.exercises.push(mandate::exercise(authority, &decision_id(&proposal.id, body)));
        }
    }
}

/// What a body commits by the wording before it.
pub(super) fn amount_of(proposal: &Proposal, part: &Part) -> Option<Pence> {
    proposal.find_wording(part.put).and_then(|wording| wording.amounts.get(&part.body)).copied()
}

/// A divisible proposal: each body by itself.
fn one_by_one(
    draft: &Draft<'_>,
    proposal: &Proposal,
    committee: &CommitteeId,
    room: &Room<'_>,
    rounds: u8,
) -> Vec<(OdsCode, Outcome)> {
    let mut pending = Pending::new();
    let mut results = Vec::new();
    for part in proposal.parts.values() {
        let spoken = spoken(draft, proposal, part, room);
        let outcome = match &part.standing {
            Standing::Awaiting => first_hearing(draft, proposal, part, committee, &spoken, &mut pending),
            Standing::Negotiating(held) => match &spoken {
                Spoken::Position(position) if position.stance == Stance::Object => {
                    if part.objected == Some(part.put) {
                        Outcome::Unchanged
                    } else if held.round >= rounds {
                        Outcome::Outside(OutsideReason::NotAgreed { rounds: held.round })
                    } else {
                        Outcome::Negotiating { round: held.round + 1 }
                    }
                }
                Spoken::Position(_) => first_hearing(draft, proposal, part, committee, &spoken, &mut pending),
                _ => Outcome::Unchanged,
            },
            // A late joiner: from this day, and only by agreeing within power.
            Standing::Referred(_) | Standing::Outside { .. } => match &spoken {
                Spoken::Position(position) if position.stance.concurs() => {
                    match first_hearing(draft, proposal, part, committee, &spoken, &mut pending) {
                        bound @ Outcome::Bound { .. } => bound,
                        _ => Outcome::Unchanged,
                    }
                }
                _ => Outcome::Unchanged,
            },
            Standing::Bound(_) | Standing::NotTheirs { .. } => Outcome::Unchanged,
        };
        results.push((part.body, outcome));
    }
    results
}

/// What one body's position comes to, power considered first: whoever lacks it neither concurs nor objects.
fn first_hearing(
    draft: &Draft<'_>,
    proposal: &Proposal,
    part: &Part,
    committee: &CommitteeId,
    spoken: &Spoken<'_>,
    pending: &mut Pending,
) -> Outcome {
    if let Some(responsible) = not_theirs(draft, proposal, part) {
        return Outcome::NotTheirs(responsible);
    }
    let position = match spoken {
        Spoken::Position(position) => position,
        Spoken::Silent => return Outcome::Referred(ReferralReason::Silent),
        Spoken::Recused => return Outcome::Referred(ReferralReason::Recused),
        Spoken::Absent => return Outcome::Referred(ReferralReason::Absent),
    };
    if position.stance == Stance::StandAside {
        return Outcome::Referred(ReferralReason::StoodAside);
    }
    if let Some(matter) = outside_remit(draft, committee, &proposal.matters) {
        return Outcome::Referred(ReferralReason::OutsideRemit { matter: matter.clone() });
    }
    match authorise(draft, proposal, part, &position.person, pending) {
        Err(Shortfall::NotTheCommissioner { responsible, .. }) => Outcome::NotTheirs(responsible),
        Err(shortfall) => Outcome::Referred(ReferralReason::NoPower { shortfall }),
        Ok(_) if position.stance == Stance::Object => Outcome::Negotiating { round: 1 },
        Ok(authorities) => {
            // Power without the seat: whoever left it speaks for nobody here.
            if !represents(draft, proposal, part, &position.person) {
                return Outcome::Referred(ReferralReason::Absent);
            }
            spend(pending, &authorities);
            let reserved = position.stance == Stance::AgreeWithReservation;
            Outcome::Bound { by: DecidedBy::Representative { person: position.person.clone() }, authorities, reserved }
        }
    }
}

/// Whose the matter is when it is not the body's to decide, whoever would decide for it.
fn not_theirs(draft: &Draft<'_>, proposal: &Proposal, part: &Part) -> Option<Vec<OdsCode>> {
    let amount = amount_of(proposal, part);
    proposal.matters.iter().find_map(|matter| {
        match draft.mandates.authorise_governing_body(part.body, matter, amount, draft.today) {
            Err(Shortfall::NotTheCommissioner { responsible, .. }) => Some(responsible),
            _ => None,
        }
    })
}

/// Notes the use of powers, for what is decided after in the same act.
pub(super) fn spend(pending: &mut Pending, authorities: &[Authority]) {
    let mut once: BTreeSet<&PowerId> = BTreeSet::new();
    for authority in authorities {
        for power in authority.powers() {
            if once.insert(power) {
                let sum = pending.entry(power.clone()).or_default();
                *sum = Pence(sum.0.saturating_add(authority.amount().unwrap_or_default().0.saturating_abs()));
            }
        }
    }
}

/// An authority that holds beside everything else decided in the same act. Two parts of one proposal can draw on one power
/// after a merger: together they must stay within it.
pub(super) fn within_act(
    pending: &Pending,
    ask: impl Fn(Pence) -> Result<Authority, Shortfall>,
) -> Result<Authority, Shortfall> {
    let authority = ask(Pence(0))?;
    match authority.powers().iter().filter_map(|power| pending.get(power)).max() {
        Some(pending) => ask(*pending),
        None => Ok(authority),
    }
}

/// A representative's authority over every matter of a proposal, for the whole amount under each.
fn authorise(
    draft: &Draft<'_>,
    proposal: &Proposal,
    part: &Part,
    person: &PersonId,
    pending: &Pending,
) -> Result<Vec<Authority>, Shortfall> {
    let amount = amount_of(proposal, part);
    let one = |matter: &Matter| {
        let ask = Ask { person, body: part.body, matter, amount, on: draft.today, pending: Pence(0) };
        within_act(pending, |pending| draft.mandates.authorise(&Ask { pending, ..ask }))
    };
    proposal.matters.iter().map(one).collect()
}

/// An indivisible proposal: all the named bodies or none.
fn together(
    draft: &Draft<'_>,
    proposal: &Proposal,
    committee: &CommitteeId,
    room: &Room<'_>,
) -> Vec<(OdsCode, Outcome)> {
    let awaiting: Vec<&Part> =
        proposal.parts.values().filter(|part| matches!(part.standing, Standing::Awaiting)).collect();
    if awaiting.len() != proposal.parts.len() {
        return Vec::new();
    }
    let mut pending = Pending::new();
    let heard: Vec<(OdsCode, Outcome)> = awaiting
        .into_iter()
        .map(|part| {
            let spoken = spoken(draft, proposal, part, room);
            (part.body, first_hearing(draft, proposal, part, committee, &spoken, &mut pending))
        })
        .collect();
    all_or_none(heard)
}

/// Unless every part can be bound none is: each goes to its governing body, or all fall when the matter is not one's to decide.
pub(super) fn all_or_none(heard: Vec<(OdsCode, Outcome)>) -> Vec<(OdsCode, Outcome)> {
    let those = |wanted: fn(&Outcome) -> bool| -> BTreeSet<OdsCode> {
        heard.iter().filter(|(_, held)| wanted(held)).map(|(body, _)| *body).collect()
    };
    let unagreed = those(|held| !matches!(held, Outcome::Bound { .. }));
    let because = those(|held| matches!(held, Outcome::NotTheirs(_)));
    if unagreed.is_empty() {
        return heard;
    }
    heard
        .into_iter()
        .map(|(body, outcome)| match outcome {
            Outcome::NotTheirs(_) => (body, outcome),
            _ if !because.is_empty() => (body, Outcome::Outside(OutsideReason::Fell { because: because.clone() })),
            _ => (body, Outcome::Referred(ReferralReason::Indivisible { unagreed: unagreed.clone() })),
        })
        .collect()
}

/// Positions on the wording before a body that have had no effect yet.
pub(super) fn new_positions<'p>(proposal: &'p Proposal, part: &'p Part) -> impl Iterator<Item = &'p Position> {
    let current = move |held: &&Position| held.body == part.body && held.text == part.put;
    proposal.positions.iter().skip(part.heard).filter(current)
}

/// What was said for a body, whatever the order of speaking: of each speaker the last position on the wording before the
/// body; a principal's before any deputy's, a deputy's only while no principal can speak; of several principals who differ,
/// the most reluctant.
fn spoken<'p>(draft: &Draft<'p>, proposal: &'p Proposal, part: &'p Part, room: &Room<'_>) -> Spoken<'p> {
    let recused: BTreeSet<&PersonId> = recused(draft.known.declared_in(proposal));
    let mut last: BTreeMap<&PersonId, &Position> = BTreeMap::new();
    let counts = |held: &&Position| !recused.contains(&held.person) && counts(draft, proposal, held);
    for position in new_positions(proposal, part).filter(counts) {
        last.insert(&position.person, position);
    }
    let most_reluctant = |as_deputy: bool| {
        last.values().filter(|held| held.as_deputy == as_deputy).max_by_key(|held| held.stance).copied()
    };
    if let Some(position) = most_reluctant(false) {
        return Spoken::Position(position);
    }
    let acting = draft.mandates.acting_body(part.body, draft.today);
    let has = |bodies: &BTreeSet<OdsCode>| bodies.contains(&part.body) || bodies.contains(&acting);
    let able: Vec<_> = room.sittings.iter().filter(|held| has(&held.speaks_for)).collect();
    let principal_is_there = able.iter().any(|held| !is_deputy(draft, proposal, part, &held.person));
    if !principal_is_there && let Some(position) = most_reluctant(true) {
        return Spoken::Position(position);
    }
    if !able.is_empty() {
        return Spoken::Silent;
    }
    let interested = room.sittings.iter().any(|held| !held.is_eligible && has(&held.represents));
    let declared = recused.iter().any(|person| represents(draft, proposal, part, person));
    if interested || declared { Spoken::Recused } else { Spoken::Absent }
}

/// Whether a position counts where the proposal is now decided: by chair's action only the chair's own does, whatever
/// others said before it was put so. Otherwise a meeting without a quorum could be had around by its chair.
fn counts(draft: &Draft<'_>, proposal: &Proposal, position: &Position) -> bool {
    let Forum::Committee(committee) = &proposal.forum else { return true };
    let chair = Duty::Chair(committee.clone());
    let actor = Actor::Person(position.person.clone());
    proposal.route != Route::ChairsAction || draft.mandates.permit(&actor, &chair, draft.today).is_ok()
}

fn is_deputy(draft: &Draft<'_>, proposal: &Proposal, part: &Part, person: &PersonId) -> bool {
    let Forum::Committee(committee) = &proposal.forum else { return false };
    let acting = draft.mandates.acting_body(part.body, draft.today);
    [part.body, acting].into_iter().any(|body| draft.mandates.is_deputy(person, body, committee, draft.today))
}

fn represents(draft: &Draft<'_>, proposal: &Proposal, part: &Part, person: &PersonId) -> bool {
    let Forum::Committee(committee) = &proposal.forum else { return false };
    let theirs = draft.mandates.represents(person, committee, draft.today);
    theirs.contains(&part.body) || theirs.contains(&draft.mandates.acting_body(part.body, draft.today))
}

/// The papers of the item as they are now.
fn papers(draft: &Draft<'_>, proposal: &Proposal) -> Vec<PaperSeen> {
    let Route::Item { item } = &proposal.route else { return Vec::new() };
    let Some(item) = draft.known.item(item) else { return Vec::new() };
    let seen = |id: &crate::ids::PaperId| {
        let last = draft.known.paper(id)?.versions.last()?;
        Some(PaperSeen { paper: id.clone(), version: last.version, hash: last.hash })
    };
    item.papers.iter().filter_map(seen).collect()
}
