//! A forum that holds power itself: one vote by its own rules, and then each body by what it delegated.

use super::proposals::outside_remit;
use super::settle::{Outcome, Pending, all_or_none, amount_of, spend, within_act};
use super::{Draft, unknown};
use crate::act::Route;
use crate::event::{DecidedBy, Event, MinuteRef, OutsideReason, ReferralReason};
use crate::ids::{ItemId, ProposalId};
use crate::kind::{ItemKind, Voice, Vote};
use crate::meeting::{Item, Meeting};
use crate::presence::{Room, Sitting, gives, is_own};
use crate::proposal::{Part, Proposal, Standing};
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, Method, Seat, TermsOfReference, TermsVersion};
use crate::text::TextHash;
use crate::threshold::{Ballot, Grouping, Threshold, carries};
use mandate::{Authority, CommitteeAsk, Matter, PersonId, Post, Shortfall};
use std::collections::BTreeSet;
use terms::OdsCode;

/// A member votes, on the wording that is before those for whom the forum decides.
pub(super) fn cast(
    draft: &mut Draft<'_>,
    id: &ItemId,
    proposal_id: &ProposalId,
    text: TextHash,
    vote: Vote,
) -> Result<(), Refusal> {
    let person = draft.person("vote")?;
    let (item, meeting, room) = draft.open_item(id)?;
    if item.kind != ItemKind::Decision {
        return Err(Refusal::Missing { what: "an item at which something is to be decided" });
    }
    let terms = draft.terms_at(meeting)?;
    let shut = |when: &str| Refusal::PositionsShut { proposal: proposal_id.clone(), when: when.to_owned() };
    if !matches!(terms.terms.method, Method::Votes { .. }) {
        return Err(shut("are taken for each body here, and nobody votes"));
    }
    let proposal = draft.proposal(proposal_id)?;
    if proposal.open.is_none() {
        return Err(shut("are not open yet"));
    }
    proposal.find_wording(text).ok_or_else(|| unknown("wording of the proposal", &text.short()))?;
    let room = draft.about(proposal, id, room);
    let put = before(draft, proposal, meeting, id);
    let Some(first) = put.first() else { return Err(unknown("proposal before this meeting", proposal_id)) };
    // A vote on an earlier wording is refused rather than kept: it would take the place of one on this.
    if put.iter().all(|part| part.put != text) {
        return Err(Refusal::TextAmended { body: first.body, given: text, current: first.put });
    }
    let sitting = room.find(person).ok_or_else(|| Refusal::NotPresent { person: person.clone() })?;
    if !sitting.has(Voice::Votes) {
        let (person, forum) = (person.clone(), meeting.forum.clone());
        return Err(Refusal::NoSeat { person, forum, carries: "votes" });
    }
    if !sitting.is_eligible {
        return Err(Refusal::Recused { person: person.clone() });
    }
    if !sitting.takes(Voice::Votes) {
        return Err(only_deputy(sitting, &terms.terms, first.body));
    }
    draft.push(Event::VoteCast { item: id.clone(), proposal: proposal_id.clone(), text, person: person.clone(), vote });
    Ok(())
}

/// The parts a meeting can vote about: those of its own proposal at the item, or its own body's of anybody's proposal.
fn before<'p>(draft: &Draft<'_>, proposal: &'p Proposal, meeting: &Meeting, item: &ItemId) -> Vec<&'p Part> {
    let here = proposal.route == Route::Item { item: item.clone() };
    let its_own = |part: &&Part| match &meeting.forum {
        Forum::Committee(_) => false,
        Forum::GoverningBody(body) => *body == part.body || *body == draft.mandates.acting_body(part.body, draft.today),
    };
    let open = |part: &&Part| !matches!(part.standing, Standing::Bound(_) | Standing::NotTheirs { .. });
    proposal.parts.values().filter(open).filter(|part| here || its_own(part)).collect()
}

/// Why somebody who holds a voting seat only as deputy has no vote now.
fn only_deputy(sitting: &Sitting<'_>, terms: &TermsOfReference, fallback: OdsCode) -> Refusal {
    let seat = sitting.seats.iter().find(|seat| seat.voice == Voice::Votes);
    let body = seat.and_then(|seat| seat.bodies.first()).copied().unwrap_or(fallback);
    if terms.deputies {
        Refusal::PrincipalPresent { person: sitting.person.clone(), body }
    } else {
        Refusal::NoDeputies { body }
    }
}

pub(super) fn by_vote(
    draft: &Draft<'_>,
    proposal: &Proposal,
    terms: &TermsVersion,
    room: &Room<'_>,
    threshold: Threshold,
) -> Result<Vec<(OdsCode, Outcome)>, Refusal> {
    let nothing = |why: &str| Refusal::NothingToSettle { proposal: proposal.id.clone(), why: why.to_owned() };
    let Route::Item { item: id } = &proposal.route else {
        return Err(nothing("votes are taken at a meeting"));
    };
    let Some(last) = proposal.wording() else { return Err(nothing("there is no wording")) };
    let poll = Poll::of(draft, draft.item(id)?, proposal, last.hash, &terms.terms, room);
    if !poll.is_taken() {
        return Err(nothing("nobody has voted on the wording"));
    }
    let carried = poll.carries(threshold);
    let by = match &proposal.forum {
        Forum::Committee(committee) => DecidedBy::Committee { committee: committee.clone() },
        Forum::GoverningBody(_) => DecidedBy::GoverningBody { minute: MinuteRef::Item { item: id.clone() } },
    };
    let mut pending = Pending::new();
    let results: Vec<(OdsCode, Outcome)> = proposal
        .parts
        .values()
        .filter(|part| matches!(part.standing, Standing::Awaiting))
        .map(|part| Ok((part.body, voted(draft, proposal, part, &by, carried, &mut pending)?)))
        .collect::<Result<_, Refusal>>()?;
    Ok(if carried && proposal.indivisible.is_some() { all_or_none(results) } else { results })
}

/// What the vote comes to for one body: carried or not for all, and then by that body's own chain.
fn voted(
    draft: &Draft<'_>,
    proposal: &Proposal,
    part: &Part,
    by: &DecidedBy,
    carried: bool,
    pending: &mut Pending,
) -> Result<Outcome, Refusal> {
    if !carried {
        return Ok(Outcome::Outside(OutsideReason::NotCarried));
    }
    let amount = amount_of(proposal, part);
    let authority = |matter: &Matter| match &proposal.forum {
        Forum::Committee(committee) => within_act(pending, |pending| {
            let (body, on) = (part.body, draft.today);
            draft.mandates.authorise_committee(&CommitteeAsk { committee, body, matter, amount, on, pending })
        }),
        Forum::GoverningBody(_) => draft.mandates.authorise_governing_body(part.body, matter, amount, draft.today),
    };
    let found: Result<Vec<Authority>, Shortfall> = proposal.matters.iter().map(authority).collect();
    let authorities = match (found, &proposal.forum) {
        (Err(Shortfall::NotTheCommissioner { responsible, .. }), _) => return Ok(Outcome::NotTheirs(responsible)),
        // There is nobody to whom a governing body could refer what it has not the power to decide.
        (Err(shortfall), Forum::GoverningBody(_)) => return Err(Refusal::NoAuthority(shortfall)),
        (Err(shortfall), Forum::Committee(_)) => {
            return Ok(Outcome::Referred(ReferralReason::NoPower { shortfall }));
        }
        (Ok(authorities), _) => authorities,
    };
    if let Forum::Committee(committee) = &proposal.forum
        && let Some(matter) = outside_remit(draft, committee, &proposal.matters)
    {
        return Ok(Outcome::Referred(ReferralReason::OutsideRemit { matter: matter.clone() }));
    }
    spend(pending, &authorities);
    Ok(Outcome::Bound { by: by.clone(), authorities, reserved: false })
}

/// A member with a vote, present or not.
struct Voter<'a> {
    person: PersonId,
    seat: &'a Seat,
    posts: Vec<&'a Post>,
}

/// A vote on one wording: what every member with a vote did, and the groups that have a say.
pub(super) struct Poll {
    ballots: Vec<Ballot>,
    classes: BTreeSet<String>,
    bodies: BTreeSet<String>,
}

impl Poll {
    /// Counts the votes at an item on a wording of a proposal.
    pub(super) fn of(
        draft: &Draft<'_>,
        item: &Item,
        proposal: &Proposal,
        wording: TextHash,
        terms: &TermsOfReference,
        room: &Room<'_>,
    ) -> Self {
        let acting = |body: &OdsCode| draft.mandates.acting_body(*body, draft.today).to_string();
        let ballot = |voter: Voter<'_>| {
            let is_eligible = room.find(&voter.person).is_some_and(|held| held.is_eligible);
            let seat: BTreeSet<String> = voter.seat.bodies.iter().map(acting).collect();
            let serves = voter.posts.iter().flat_map(|post| post.bodies_on(draft.today));
            // One seat may be that of several bodies' posts: each holder belongs to the bodies of their own.
            let bodies = serves.map(|body| acting(&body)).filter(|body| seat.contains(body)).collect();
            let cast = item.votes.get(&(proposal.id.clone(), voter.person));
            let vote = cast.filter(|(text, _)| *text == wording).map(|(_, vote)| *vote);
            Ballot { class: voter.seat.class.clone(), bodies, is_eligible, vote }
        };
        let seats = || terms.seats.iter().filter(|seat| seat.voice == Voice::Votes);
        Self {
            ballots: voters(draft, terms, room).into_iter().map(ballot).collect(),
            classes: seats().map(|seat| seat.class.clone()).collect(),
            bodies: seats().flat_map(|seat| seat.bodies.iter().map(acting)).collect(),
        }
    }

    /// Whether anybody has voted on the wording.
    pub(super) fn is_taken(&self) -> bool {
        self.ballots.iter().any(|ballot| ballot.vote.is_some())
    }

    /// Whether the vote carries. Where each class or body must carry it, one whose seats are all vacant does not.
    pub(super) fn carries(&self, threshold: Threshold) -> bool {
        let none_missing = match threshold.grouping {
            Grouping::Whole => true,
            Grouping::EachClass => {
                self.classes.iter().all(|class| self.ballots.iter().any(|ballot| ballot.class == *class))
            }
            Grouping::EachBody => {
                self.bodies.iter().all(|body| self.ballots.iter().any(|ballot| ballot.bodies.contains(body)))
            }
        };
        none_missing && carries(threshold, &self.ballots)
    }
}

/// Everybody with a vote that day, each with one: by a post of their own, present or not; or as deputy, in the place of a
/// principal who cannot vote here.
fn voters<'a>(draft: &Draft<'a>, terms: &'a TermsOfReference, room: &Room<'a>) -> Vec<Voter<'a>> {
    let voting = |seat: &&Seat| seat.voice == Voice::Votes;
    let mut voters: Vec<Voter<'a>> = Vec::new();
    for person in draft.mandates.people() {
        let mut posts = draft.mandates.posts_of(person.id, draft.today);
        posts.retain(|(_, holding)| is_own(holding));
        let posts: Vec<&Post> = posts.into_iter().map(|(post, _)| post).collect();
        let theirs = terms.seats.iter().filter(voting).find(|seat| !giving(draft, &posts, seat).is_empty());
        if let Some(seat) = theirs {
            let posts = giving(draft, &posts, seat);
            voters.push(Voter { person: person.id.clone(), seat, posts });
        }
    }
    for sitting in room.sittings.iter().filter(|held| held.is_eligible) {
        if voters.iter().any(|voter| voter.person == sitting.person) {
            continue;
        }
        let Some(seat) = sitting.takes.iter().copied().find(|seat| seat.voice == Voice::Votes) else { continue };
        let posts: Vec<&Post> =
            draft.mandates.posts_of(&sitting.person, draft.today).into_iter().map(|(post, _)| post).collect();
        let posts = giving(draft, &posts, seat);
        voters.retain(|voter| {
            let can_vote = room.find(&voter.person).is_some_and(|held| held.is_eligible);
            can_vote || voter.posts.iter().all(|post| posts.iter().all(|held| held.id != post.id))
        });
        voters.push(Voter { person: sitting.person.clone(), seat, posts });
    }
    voters
}

/// Those of some posts that give a seat today.
fn giving<'a>(draft: &Draft<'_>, posts: &[&'a Post], seat: &Seat) -> Vec<&'a Post> {
    posts.iter().copied().filter(|post| gives(draft.mandates, post, seat, draft.today)).collect()
}
