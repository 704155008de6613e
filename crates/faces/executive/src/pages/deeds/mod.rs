//! Forms: what a person whose duty it is may do to meetings, proposals and what follows. One shape for all: a form, an act, a
//! page that shows what came of it; what is refused comes back in the form.
//!
//! Whether somebody may is asked of posts and mandates on the day, never of a list; whoever may not gets a 404. The act is
//! judged again where it is decided.

mod meeting;
mod offered;
mod proposal;
mod record;
mod sheet;
mod subject;
mod submit;
mod terms;

use ::terms::words;
use executive::{Act, Forum};
use mandate::{Duty, PersonId};

use crate::answers::Desk;
use kit::refused::FieldError;
use sheet::{Sheet, Taken};
use subject::Subject;

pub(super) use meeting::{DOCX, MARKDOWN, PDF};
pub(super) use offered::{of_action, of_forums, of_item, of_meeting, of_minutes, of_proposal, of_question};
pub(super) use sheet::Values;
pub(super) use submit::{FORM_BYTES_MAX, show, submit};

words! {
    /// Something one may do.
    Deed, "something to do here", {
        /// Call a meeting.
        Call = "call", "Call a meeting";
        /// Say when a meeting begins and ends.
        SetHours = "set-hours", "Say when it begins and ends";
        /// Call a meeting off.
        Cancel = "cancel", "Call the meeting off";
        /// Put an item on an agenda.
        AddItem = "add-item", "Add an item";
        /// File a paper.
        FilePaper = "file-paper", "File a paper";
        /// Publish an agenda.
        PublishAgenda = "publish-agenda", "Publish the agenda";
        /// Record apologies.
        Apologise = "apologise", "Record apologies";
        /// Record an arrival.
        Arrive = "arrive", "Record an arrival";
        /// Record a departure.
        Leave = "leave", "Record a departure";
        /// Declare an interest.
        Declare = "declare", "Declare an interest";
        /// Open a meeting.
        OpenMeeting = "open-meeting", "Open the meeting";
        /// Close a meeting.
        CloseMeeting = "close-meeting", "Close the meeting";
        /// Take an item.
        OpenItem = "open-item", "Take this item";
        /// Leave an item.
        CloseItem = "close-item", "Close this item";
        /// Speak for the record.
        Speak = "speak", "Say something for the record";
        /// Vote.
        CastVote = "cast-vote", "Vote";
        /// Table a proposal.
        Propose = "propose", "Table a proposal";
        /// Fix whether it can be divided.
        Divide = "divide", "Fix whether it can be divided";
        /// Open positions.
        OpenPositions = "open-positions", "Open positions";
        /// Take positions.
        TakePosition = "take-position", "State your position for each body you represent";
        /// Put an amended wording.
        Amend = "amend", "Put an amended wording";
        /// Name a mediator.
        NameMediator = "name-mediator", "Name a mediator";
        /// Carry it elsewhere.
        PutTo = "put-to", "Carry it to another item or into writing";
        /// Let positions take effect.
        Settle = "settle", "Let the positions take effect";
        /// A governing body's answer.
        AnswerReferral = "answer-referral", "Record your board’s or governing body’s answer";
        /// A condition met.
        MeetCondition = "meet-condition", "Record that a condition is met";
        /// Report an urgent decision.
        ReportUrgent = "report-urgent", "Report the urgent decision to a meeting";
        /// Record lapsed clocks.
        LetTimePass = "let-time-pass", "Record what the clocks have run out on";
        /// Write minutes.
        WriteMinutes = "write-minutes", "Write or edit the minutes";
        /// Approve minutes.
        ApproveMinutes = "approve-minutes", "Approve the minutes";
        /// Give notice.
        GiveNotice = "give-notice", "Give members notice";
        /// Raise an action.
        RaiseAction = "raise-action", "Record an action";
        /// Close an action.
        CloseAction = "close-action", "Close the action";
        /// Ask a question of scrutiny.
        AskQuestion = "ask-question", "Record a question of scrutiny";
        /// Answer one.
        AnswerQuestion = "answer-question", "Answer the question";
        /// Record a promise kept.
        KeepCommitment = "keep-commitment", "Record that a promise was kept";
        /// Enter in the forward plan.
        Plan = "plan", "Enter a decision in the forward plan";
        /// Schedule an entry.
        Schedule = "schedule", "Schedule a decision to an item";
        /// Set terms of reference.
        SetTerms = "set-terms", "Set new terms of reference";
    }
}

/// What somebody is about to do: what, to what, who, and how they see it.
pub(super) struct Doing<'d, 'a> {
    desk: &'d Desk<'a>,
    subject: &'d Subject<'a>,
    me: &'d PersonId,
}

fn convene(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Convene(id.clone()),
        Forum::GoverningBody(body) => Duty::KeepScheme(*body),
    }
}

fn chair(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Chair(id.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}

fn speak(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::Speak(id.clone()),
        Forum::GoverningBody(body) => Duty::DecideFor(*body),
    }
}

fn questions(forum: &Forum) -> Duty {
    match forum {
        Forum::Committee(id) => Duty::AnswerQuestions(id.clone()),
        Forum::GoverningBody(body) => Duty::KeepMandates(*body),
    }
}

impl Deed {
    /// The duty it needs, by any of which a form is offered; the room itself says which ([`Act::duty`]) when the act comes in.
    fn duties(self, desk: &Desk<'_>, subject: &Subject<'_>) -> Vec<Duty> {
        if self == Self::AnswerReferral {
            let Some(proposal) = subject.proposal else { return Vec::new() };
            let acting = proposal.parts.keys().map(|body| desk.mandates.acting_body(*body, desk.today));
            return acting.map(Duty::DecideFor).collect();
        }
        let Some(forum) = subject.forum() else { return Vec::new() };
        vec![match self {
            Self::OpenMeeting
            | Self::CloseMeeting
            | Self::OpenItem
            | Self::CloseItem
            | Self::OpenPositions
            | Self::Amend
            | Self::NameMediator
            | Self::Settle
            | Self::ApproveMinutes => chair(&forum),
            Self::Declare | Self::Speak | Self::CastVote | Self::TakePosition => speak(&forum),
            Self::AskQuestion | Self::AnswerQuestion | Self::KeepCommitment => questions(&forum),
            _ => convene(&forum),
        }]
    }

    /// Whether the reader may do it today.
    fn is_allowed(self, desk: &Desk<'_>, subject: &Subject<'_>) -> bool {
        desk.has_any(&self.duties(desk, subject))
    }

    /// Draws the form's fields.
    fn draw(self, doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
        match self.group() {
            Group::Meeting => meeting::draw(self, doing, sheet),
            Group::Proposal => proposal::draw(self, doing, sheet),
            Group::Record => record::draw(self, doing, sheet),
            Group::Terms => terms::draw(doing, sheet),
        }
    }

    /// Reads the form into acts, to be done in order.
    fn read(self, doing: &Doing<'_, '_>, values: &Values) -> Result<Vec<Act>, Vec<FieldError>> {
        let taken = Taken::new(values);
        match self.group() {
            Group::Meeting => meeting::read(self, doing, taken),
            Group::Proposal => proposal::read(self, doing, taken),
            Group::Record => record::read(self, doing, taken),
            Group::Terms => terms::read(doing, taken),
        }
    }

    fn group(self) -> Group {
        match self {
            Self::Call
            | Self::SetHours
            | Self::Cancel
            | Self::AddItem
            | Self::FilePaper
            | Self::PublishAgenda
            | Self::Apologise
            | Self::Arrive
            | Self::Leave
            | Self::Declare
            | Self::OpenMeeting
            | Self::CloseMeeting
            | Self::OpenItem
            | Self::CloseItem
            | Self::Speak
            | Self::CastVote => Group::Meeting,
            Self::Propose
            | Self::Divide
            | Self::OpenPositions
            | Self::TakePosition
            | Self::Amend
            | Self::NameMediator
            | Self::PutTo
            | Self::Settle
            | Self::AnswerReferral
            | Self::MeetCondition
            | Self::ReportUrgent
            | Self::LetTimePass => Group::Proposal,
            Self::WriteMinutes
            | Self::ApproveMinutes
            | Self::GiveNotice
            | Self::RaiseAction
            | Self::CloseAction
            | Self::AskQuestion
            | Self::AnswerQuestion
            | Self::KeepCommitment
            | Self::Plan
            | Self::Schedule => Group::Record,
            Self::SetTerms => Group::Terms,
        }
    }
}

enum Group {
    Meeting,
    Proposal,
    Record,
    Terms,
}

/// An identity that says nothing: what it names may be confidential or erased one day.
fn fresh<T: std::str::FromStr>(what: &str) -> Option<T> {
    let mut bytes = [0; 6];
    getrandom::fill(&mut bytes).ok()?;
    format!("{what}-{}", kit::page::hex(&bytes)).parse().ok()
}

/// Everybody who sits on a forum or holds a post of one of its bodies on a day, by name.
fn people(desk: &Desk<'_>, forum: &Forum, on: ::terms::Date) -> Vec<(String, String)> {
    let mut ids = std::collections::BTreeSet::new();
    let bodies = match forum {
        Forum::Committee(id) => {
            let Some(committee) = desk.mandates.committee(id) else { return Vec::new() };
            for seat in committee.seats_on(on) {
                ids.extend(desk.mandates.holders_of(&seat.post, on).iter().map(|held| held.person.clone()));
            }
            committee.members_on(on)
        }
        Forum::GoverningBody(body) => std::collections::BTreeSet::from([*body]),
    };
    for body in bodies {
        for post in desk.mandates.posts_of_body(body, on) {
            ids.extend(desk.mandates.holders_of(&post.id, on).iter().map(|held| held.person.clone()));
        }
    }
    let mut named: Vec<(String, String)> = ids.iter().map(|id| (id.to_string(), desk.person(id))).collect();
    named.sort_by(|one, two| one.1.cmp(&two.1));
    named
}
