//! Vote, where a forum decides by votes.

use app::Lens;
use ask::{ActForm, Choice, Field, Of};
use executive::{Act, ActKind, ProposalId, TextHash, Vote};

use super::choices::{every, first_of, votable};
use super::offers::may;
use super::subject::at;
use super::{ITEM, PLAIN, one};

/// Vote.
pub(super) static CAST_VOTE: ActForm = ActForm {
    name: ActKind::CastVote.slug(),
    path: "/do/cast-vote",
    title: "Vote",
    about: "You vote on the wording that is before the meeting now.",
    done: "The vote is cast",
    subject: &[ITEM],
    fields: &[
        Field::one("proposal", "On which proposal?", proposals).first(|lens, of| first_of(&proposals(lens, of))),
        Field::one("vote", "Your vote", every!(Vote)).hint("The last one you cast counts."),
    ],
    offered: |lens, of| may(ActKind::CastVote, lens, of),
    read: |lens, of, form| {
        let proposal: Option<ProposalId> = form.word("proposal", "Choose the proposal");
        let vote = form.word("vote", "Choose your vote");
        let proposal = proposal?;
        let Some(text) = put(lens, of, &proposal) else {
            form.wrong("proposal", "Choose a proposal on which one can vote at this item now");
            return None;
        };
        one(Act::CastVote { item: of.id("item")?, proposal, text, vote: vote? })
    },
    ..PLAIN
};

fn proposals(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let (Some(meeting), Some(item)) = (subject.meeting, subject.item) else { return Vec::new() };
        let all = votable(basis, meeting, item).into_iter();
        all.map(|(proposal, _)| (proposal.id.to_string(), proposal.title.to_string())).collect()
    })
}

/// The wording of a proposal that is put at the item.
fn put(lens: &Lens, of: &Of<'_>, proposal: &ProposalId) -> Option<TextHash> {
    at(lens, of, |basis, subject| {
        let all = votable(basis, subject.meeting?, subject.item?);
        all.into_iter().find(|(held, _)| held.id == *proposal).map(|(_, text)| text)
    })
}
