//! A forum that holds power itself: one vote by its own rules, and then each body by what it delegated.

use super::Draft;
use super::meetings::voters;
use super::settle::{Outcome, all_or_none, amount_of};
use crate::act::Route;
use crate::event::{DecidedBy, MinuteRef, OutsideReason, ReferralReason};
use crate::meeting::Item;
use crate::presence::Room;
use crate::proposal::{Part, Proposal, Standing};
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, TermsVersion};
use crate::threshold::{Ballot, Threshold, carries};
use mandate::{Authority, Matter, Shortfall};
use terms::OdsCode;

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
    let item = draft.item(id)?;
    let ballots = ballots(draft, item, proposal, terms, room);
    if ballots.iter().all(|ballot| ballot.vote.is_none()) {
        return Err(nothing("nobody has voted on the wording"));
    }
    let carried = carries(threshold, &ballots);
    let by = match &proposal.forum {
        Forum::Committee(committee) => DecidedBy::Committee { committee: committee.clone() },
        Forum::GoverningBody(_) => DecidedBy::GoverningBody { minute: MinuteRef::Item { item: id.clone() } },
    };
    let results = proposal
        .parts
        .values()
        .filter(|part| matches!(part.standing, Standing::Awaiting))
        .map(|part| (part.body, voted(draft, proposal, part, &by, carried)))
        .collect();
    Ok(if carried && proposal.indivisible.is_some() { all_or_none(results) } else { results })
}

fn voted(draft: &Draft<'_>, proposal: &Proposal, part: &Part, by: &DecidedBy, carried: bool) -> Outcome {
    if !carried {
        return Outcome::Outside(OutsideReason::NotCarried);
    }
    let amount = amount_of(proposal, part);
    let authority = |matter: &Matter| match &proposal.forum {
        Forum::Committee(id) => draft.mandates.authorise_committee(id, part.body, matter, amount, draft.today),
        Forum::GoverningBody(_) => draft.mandates.authorise_governing_body(part.body, matter, amount, draft.today),
    };
    let found: Result<Vec<Authority>, Shortfall> = proposal.matters.iter().map(authority).collect();
    match found {
        Err(Shortfall::NotTheCommissioner { responsible, .. }) => Outcome::NotTheirs(responsible),
        Err(shortfall) => Outcome::Referred(ReferralReason::NoPower { shortfall }),
        Ok(authorities) => Outcome::Bound { by: by.clone(), authorities, reserved: false },
    }
}

/// Every member with a vote, and what they did with it at an item on the last wording of a proposal.
pub(super) fn ballots(
    draft: &Draft<'_>,
    item: &Item,
    proposal: &Proposal,
    terms: &TermsVersion,
    room: &Room<'_>,
) -> Vec<Ballot> {
    let last = proposal.wording().map(|wording| wording.hash);
    voters(draft, &terms.terms)
        .into_iter()
        .map(|(person, class, body)| {
            let is_eligible = room.find(&person).is_some_and(|held| held.is_eligible);
            let cast = item.votes.get(&(proposal.id.clone(), person));
            let vote = cast.filter(|(text, _)| Some(*text) == last).map(|(_, vote)| *vote);
            Ballot { class, body, is_eligible, vote }
        })
        .collect()
}
