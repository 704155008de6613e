//! Which duty an act needs of whoever asks it.

use crate::about::Thing;
use crate::act::Act;
use crate::act_kind::ActKind;
use crate::decide::World;
use crate::ids::{ItemId, ProposalId};
use crate::terms_of_reference::Forum;
use mandate::Duty;
use terms::Date;

impl Act {
    /// What an actor must hold to ask this: [`ActKind::duty`] at its subject.
    pub fn duty(&self, world: &World<'_>, on: Date) -> Option<Duty> {
        self.kind().duty(world, &self.subject(), on)
    }
}

impl ActKind {
    /// What an actor must hold to ask an act of this kind of a thing; `None` when it is not on record or no such act is done to
    /// it, so that only the keeper gets as far as being told so.
    ///
    /// Taking a position needs the voice of a member here; that the member represents the body, in their own or a
    /// predecessor's part, is decided with the act.
    pub fn duty(self, world: &World<'_>, of: &Thing, on: Date) -> Option<Duty> {
        let forum = forum_of(world, of)?;
        // What a governing body left to do when it ended, its last minutes among it, is its successor's to do.
        let acting = || match &forum {
            Forum::GoverningBody(body) => Forum::GoverningBody(world.mandate.acting_body(*body, on)),
            Forum::Committee(_) => forum.clone(),
        };
        Some(match self {
            Self::SetTerms
            | Self::Plan
            | Self::Call
            | Self::SetHours
            | Self::Cancel
            | Self::AddItem
            | Self::Schedule
            | Self::FilePaper
            | Self::PublishAgenda
            | Self::Apologise
            | Self::Arrive
            | Self::Leave
            | Self::WriteMinutes
            | Self::GiveNotice
            | Self::Propose
            | Self::Divide
            | Self::PutTo
            | Self::MeetCondition
            | Self::ReportUrgent
            | Self::LetTimePass
            | Self::RaiseAction
            | Self::CloseAction => convene(&acting()),
            Self::OpenMeeting
            | Self::CloseMeeting
            | Self::OpenItem
            | Self::CloseItem
            | Self::ApproveMinutes
            | Self::OpenPositions
            | Self::Amend
            | Self::NameMediator
            | Self::Settle => chair(&acting()),
            Self::Declare | Self::Speak | Self::CastVote | Self::TakePosition => speak(&acting()),
            Self::AskQuestion | Self::AnswerQuestion | Self::KeepCommitment => match forum {
                Forum::Committee(committee) => Duty::AnswerQuestions(committee),
                Forum::GoverningBody(body) => Duty::KeepMandates(body),
            },
            // A governing body answers for its own part, whichever forum it is of.
            Self::AnswerReferral => match of {
                Thing::Part(_, body) => Duty::DecideFor(world.mandate.acting_body(*body, on)),
                _ => return None,
            },
        })
    }
}

/// Whose a thing is; `None` when it is not on record.
fn forum_of(world: &World<'_>, of: &Thing) -> Option<Forum> {
    let known = world.executive.now();
    let item = |id: &ItemId| Some(known.meeting(&known.item(id)?.meeting)?.forum.clone());
    let proposal = |id: &ProposalId| Some(known.proposal(id)?.forum.clone());
    match of {
        Thing::Forum(forum) => Some(forum.clone()),
        Thing::Meeting(id) => Some(known.meeting(id)?.forum.clone()),
        Thing::Item(id) => item(id),
        Thing::Paper(id) => item(&known.paper(id)?.item),
        Thing::Plan(id) => Some(known.plan(id)?.forum.clone()),
        Thing::Notice(id) => Some(known.notice(id)?.forum.clone()),
        Thing::Proposal(id) | Thing::Part(id, _) | Thing::Question(_, id) => proposal(id),
        Thing::Action(id) => item(&known.action(id)?.item),
    }
}

pub(crate) fn convene(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(committee) => Duty::Convene(committee.clone()),
        Forum::GoverningBody(body) => Duty::KeepScheme(*body),
    }
}

fn chair(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(committee) => Duty::Chair(committee.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}

fn speak(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(committee) => Duty::Speak(committee.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}
