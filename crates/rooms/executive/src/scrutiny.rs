//! Scrutiny: questions put about proposals, and put again about every later proposal on the same matter.

use crate::ids::ProposalId;
use crate::proposal::{Answered, Proposal, Question};
use crate::state::Executive;

/// A question as it stands to one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionPut<'a> {
    /// The question.
    pub question: &'a Question,
    /// The earlier proposal from which it is carried; `None` when it was asked about this one.
    pub carried_from: Option<&'a ProposalId>,
    /// The answer given for this proposal. One given for an earlier proposal does not answer it here.
    pub answer: Option<&'a Answered>,
    /// The answers given for other proposals remain to be read: how many there are.
    pub n_answers_elsewhere: usize,
}

impl<'a> Executive<'a> {
    /// The questions put about a proposal: its own first, then those carried from earlier proposals on any of its matters,
    /// each in the order asked.
    pub fn questions_for(&self, proposal: &ProposalId) -> Vec<QuestionPut<'a>> {
        let Some(proposal) = self.proposal(proposal) else { return Vec::new() };
        let mut put: Vec<QuestionPut<'a>> = self
            .questions()
            .filter_map(|question| {
                let carried_from = if question.proposal == proposal.id {
                    None
                } else {
                    let earlier = self.proposal(&question.proposal)?;
                    is_later(proposal, earlier).then_some(&question.proposal).map(Some)?
                };
                let answer = question.answers.get(&proposal.id);
                let n_answers_elsewhere = question.answers.keys().filter(|of| **of != proposal.id).count();
                Some(QuestionPut { question, carried_from, answer, n_answers_elsewhere })
            })
            .collect();
        put.sort_by(|one, two| {
            let key =
                |held: &QuestionPut<'a>| (held.carried_from.is_some(), held.question.stamp, held.question.id.clone());
            key(one).cmp(&key(two))
        });
        put
    }
}

/// Whether a proposal was tabled after another and shares a matter with it.
fn is_later(proposal: &Proposal, earlier: &Proposal) -> bool {
    proposal.stamp > earlier.stamp && proposal.matters.iter().any(|matter| earlier.matters.contains(matter))
}
