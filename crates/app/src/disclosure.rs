//! What of an entry leaves the journal, and to whom: the whole entry, or its hash alone.
//!
//! An entry is shown whole to whoever may read every one of its events, and to nobody else: one event that is closed
//! closes the entry, for its stored bytes cannot be shown in part and still hash to the leaf. Each event of each room is
//! named below. There is no rule for "the others", so that a new event is not shown until somebody has said to whom.

use crate::footprint::{AppError, Footprint};
use crate::reader::Reader;
use crate::rooms::RoomEvent;
use executive::{Event as Executive, ItemId, PaperSeen};
use jiff::Timestamp;
use journal::{Entry, Hash};
use mandate::{Erasable, Event as Mandate};
use register::Event as Register;
use terms::Sequence;
use who_pays::Event as WhoPays;

/// An entry as somebody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it, and the reason given for the act where the act is of a kind whose reason is public.
    Whole {
        /// The entry.
        entry: Box<Entry>,
        /// The reason, unless it was erased or none was given.
        reason: Option<String>,
    },
    /// That it is there, and the hash by which it can be proved: it holds something confidential.
    Closed {
        /// Its number.
        sequence: Sequence,
        /// When it was recorded.
        recorded_at: Timestamp,
        /// The hash of its stored bytes, a leaf of the journal's tree.
        leaf_hash: Hash,
    },
}

impl Shown {
    /// Its number.
    pub fn sequence(&self) -> Sequence {
        match self {
            Self::Whole { entry, .. } => Sequence(entry.sequence),
            Self::Closed { sequence, .. } => *sequence,
        }
    }

    /// The hash of its stored bytes.
    pub fn leaf_hash(&self) -> Hash {
        match self {
            Self::Whole { entry, .. } => entry.leaf_hash,
            Self::Closed { leaf_hash, .. } => *leaf_hash,
        }
    }
}

impl Footprint {
    /// One entry of the journal, as far as a reader may see it; nothing when there is none of that number.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn shown(&self, reader: &Reader<'_>, sequence: Sequence) -> Result<Option<Shown>, AppError> {
        let Some(entry) = self.entry(sequence).await? else { return Ok(None) };
        let events: Option<Vec<RoomEvent>> = serde_json::from_value(entry.events.clone()).ok();
        let Some(events) = events.filter(|events| !events.is_empty() && events.iter().all(|event| reader.opens(event)))
        else {
            let (recorded_at, leaf_hash) = (entry.recorded_at, entry.leaf_hash);
            return Ok(Some(Shown::Closed { sequence, recorded_at, leaf_hash }));
        };
        let mut reason = None;
        if let Some(place) = events.iter().find_map(RoomEvent::public_reason) {
            let attached = self.journal().attached(&entry).await?;
            let bytes = entry.payloads.get(usize::from(place.0)).and_then(|hash| attached.payload(hash));
            reason = bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        }
        Ok(Some(Shown::Whole { entry: Box::new(entry), reason }))
    }

    /// What tells this journal from another: the hash of its first entry. Nothing while it is empty.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn identity(&self) -> Result<Option<Hash>, AppError> {
        self.leaf_hash(Sequence(1)).await
    }

    /// The hash of an entry's stored bytes, which says nothing of what is in them.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn leaf_hash(&self, sequence: Sequence) -> Result<Option<Hash>, AppError> {
        Ok(self.entry(sequence).await?.map(|entry| entry.leaf_hash))
    }
}

/// Which of an entry's texts is a reason that anybody may read who may read the event. Every other text (a name, a
/// contact, a key, a wording, what was said) is shown by the page of what it belongs to, or not at all.
pub(crate) fn reason_of_register(event: &Register) -> Option<Erasable> {
    match event {
        // The room writes no text but the reason, and so it comes first.
        Register::ImportRetracted { .. } | Register::FactDenied { .. } | Register::FactEntered { .. } => {
            Some(Erasable(0))
        }
        Register::ImportTaken { .. } => None,
    }
}

pub(crate) fn reason_of_mandate(event: &Mandate) -> Option<Erasable> {
    match event {
        Mandate::MandateGiven { reason, .. } => *reason,
        Mandate::PowerRevoked { reason, .. } | Mandate::Withdrawn { reason, .. } => Some(*reason),
        Mandate::PersonEntered { .. }
        | Mandate::PersonForgotten { .. }
        | Mandate::PostCreated { .. }
        | Mandate::PostShared { .. }
        | Mandate::PostEnded { .. }
        | Mandate::Appointed { .. }
        | Mandate::AppointmentEnded { .. }
        | Mandate::InterestDeclared { .. }
        | Mandate::InterestEnded { .. }
        | Mandate::InstrumentMade { .. }
        | Mandate::InstrumentEnded { .. }
        | Mandate::SchemeAdopted { .. }
        | Mandate::PowerGranted { .. }
        | Mandate::CommitteeFormed { .. }
        | Mandate::CommitteeJoined { .. }
        | Mandate::CommitteeLeft { .. }
        | Mandate::SeatTaken { .. }
        | Mandate::SeatLeft { .. }
        | Mandate::RemitGrown { .. }
        | Mandate::RemitShrunk { .. }
        | Mandate::CommitteeEnded { .. }
        | Mandate::LineEntered { .. }
        | Mandate::LineEnded { .. }
        | Mandate::UniverseNamed { .. }
        | Mandate::MandateEnded { .. }
        | Mandate::FunctionTransferred { .. }
        | Mandate::TransferEnded { .. }
        | Mandate::CarriedOver { .. }
        | Mandate::PowerExercised { .. } => None,
    }
}

pub(crate) fn reason_of_executive(event: &Executive) -> Option<Erasable> {
    match event {
        Executive::MeetingCancelled { reason, .. } => Some(*reason),
        Executive::TermsSet { .. }
        | Executive::Planned { .. }
        | Executive::MeetingCalled { .. }
        | Executive::HoursSet { .. }
        | Executive::ItemAdded { .. }
        | Executive::PlanScheduled { .. }
        | Executive::PaperFiled { .. }
        | Executive::AgendaPublished { .. }
        | Executive::Apologised { .. }
        | Executive::Arrived { .. }
        | Executive::Left { .. }
        | Executive::InterestDeclared { .. }
        | Executive::MeetingOpened { .. }
        | Executive::MeetingClosed { .. }
        | Executive::ItemOpened { .. }
        | Executive::ItemClosed { .. }
        | Executive::Spoke { .. }
        | Executive::VoteCast { .. }
        | Executive::MinutesWritten { .. }
        | Executive::MinutesApproved { .. }
        | Executive::NoticeGiven { .. }
        | Executive::Proposed { .. }
        | Executive::DivisibilityFixed { .. }
        | Executive::PositionsOpened { .. }
        | Executive::PositionTaken { .. }
        | Executive::Amended { .. }
        | Executive::MediatorNamed { .. }
        | Executive::PutTo { .. }
        | Executive::Settled { .. }
        | Executive::BodyBound { .. }
        | Executive::BodyReferred { .. }
        | Executive::NegotiationOpened { .. }
        | Executive::BodyOutside { .. }
        | Executive::NotTheirs { .. }
        | Executive::GoverningBodyAgreed { .. }
        | Executive::GoverningBodyInquorate { .. }
        | Executive::ConditionsSet { .. }
        | Executive::ConditionMet { .. }
        | Executive::ConditionLapsed { .. }
        | Executive::UrgentReported { .. }
        | Executive::ActionRaised { .. }
        | Executive::ActionClosed { .. }
        | Executive::QuestionAsked { .. }
        | Executive::QuestionAnswered { .. }
        | Executive::CommitmentKept { .. } => None,
    }
}

impl Reader<'_> {
    /// Whether the reader may read an event.
    pub(crate) fn opens(&self, event: &RoomEvent) -> bool {
        self.reads_all() || event.is_open_to(self)
    }

    /// Whether the reader may read an event of people, posts, powers and mandates. What holders of public offices may
    /// decide is public; for what they used a power is as public as what they decided.
    pub fn opens_mandate(&self, event: &Mandate) -> bool {
        match event {
            Mandate::PersonEntered { .. }
            | Mandate::PersonForgotten { .. }
            | Mandate::PostCreated { .. }
            | Mandate::PostShared { .. }
            | Mandate::PostEnded { .. }
            | Mandate::Appointed { .. }
            | Mandate::AppointmentEnded { .. }
            | Mandate::InterestDeclared { .. }
            | Mandate::InterestEnded { .. }
            | Mandate::InstrumentMade { .. }
            | Mandate::InstrumentEnded { .. }
            | Mandate::SchemeAdopted { .. }
            | Mandate::PowerGranted { .. }
            | Mandate::PowerRevoked { .. }
            | Mandate::CommitteeFormed { .. }
            | Mandate::CommitteeJoined { .. }
            | Mandate::CommitteeLeft { .. }
            | Mandate::SeatTaken { .. }
            | Mandate::SeatLeft { .. }
            | Mandate::RemitGrown { .. }
            | Mandate::RemitShrunk { .. }
            | Mandate::CommitteeEnded { .. }
            | Mandate::LineEntered { .. }
            | Mandate::LineEnded { .. }
            | Mandate::UniverseNamed { .. }
            | Mandate::MandateGiven { .. }
            | Mandate::MandateEnded { .. }
            | Mandate::FunctionTransferred { .. }
            | Mandate::TransferEnded { .. }
            | Mandate::CarriedOver { .. } => true,
            Mandate::PowerExercised { exercise } => self.opens_exercise(exercise),
            Mandate::Withdrawn { entry, ordinal, .. } => match self.mandate_now().fact(*entry, *ordinal) {
                // No withdrawal can be withdrawn, so this ends here.
                Some(Mandate::Withdrawn { .. }) | None => self.reads_all(),
                Some(withdrawn) => self.opens_mandate(withdrawn),
            },
        }
    }

    /// Whether the reader may read for what a power was used. A decision is named by its
    /// proposal and its body, a signature by its plan, version and body.
    pub fn opens_exercise(&self, exercise: &mandate::Exercise) -> bool {
        let Some((decision, _)) = exercise.decision.rsplit_once('/') else { return self.reads_all() };
        let proposal = || decision.parse().is_ok_and(|proposal| self.opens_proposal(&proposal));
        // A version of a plan is named by the plan and its number.
        let plan = || {
            let plan = decision.rsplit_once('/').and_then(|(plan, _)| plan.parse().ok());
            plan.is_some_and(|plan| self.opens_operating_plan(&plan))
        };
        self.reads_all() || proposal() || plan()
    }

    pub(crate) fn opens_executive(&self, event: &Executive) -> bool {
        match event {
            // That a forum meets, by which rules, and who was there is on the page of the meeting for everybody.
            Executive::TermsSet { .. }
            | Executive::MeetingCalled { .. }
            | Executive::HoursSet { .. }
            | Executive::MeetingCancelled { .. }
            | Executive::AgendaPublished { .. }
            | Executive::Apologised { .. }
            | Executive::Arrived { .. }
            | Executive::Left { .. }
            | Executive::MeetingOpened { .. }
            | Executive::MeetingClosed { .. }
            | Executive::MinutesApproved { .. } => true,
            Executive::PaperFiled { item, paper, hash, .. } => self.opens_filed(item, paper, *hash),
            // No page says how one person voted.
            Executive::VoteCast { item, .. } => self.forum_of(item).is_some_and(|forum| self.is_within(forum)),
            Executive::MinutesWritten { meeting, hash, .. } => {
                let held = self.meetings_now().meeting(meeting);
                held.is_some_and(|held| {
                    self.is_within(&held.forum) || held.approved.as_ref().is_some_and(|approved| approved.hash == *hash)
                })
            }
            Executive::NoticeGiven { forum, .. } => self.is_within(forum),
            Executive::Settled { papers, .. } => {
                self.opens_all(&event.about()) && papers.iter().all(|seen| self.opens_seen(seen))
            }
            // These are as open as what they are about.
            Executive::Planned { .. }
            | Executive::PlanScheduled { .. }
            | Executive::ItemAdded { .. }
            | Executive::ItemOpened { .. }
            | Executive::ItemClosed { .. }
            | Executive::Spoke { .. }
            | Executive::InterestDeclared { .. }
            | Executive::Proposed { .. }
            | Executive::DivisibilityFixed { .. }
            | Executive::PositionsOpened { .. }
            | Executive::PositionTaken { .. }
            | Executive::Amended { .. }
            | Executive::MediatorNamed { .. }
            | Executive::PutTo { .. }
            | Executive::BodyBound { .. }
            | Executive::BodyReferred { .. }
            | Executive::NegotiationOpened { .. }
            | Executive::BodyOutside { .. }
            | Executive::NotTheirs { .. }
            | Executive::GoverningBodyAgreed { .. }
            | Executive::GoverningBodyInquorate { .. }
            | Executive::ConditionsSet { .. }
            | Executive::ConditionMet { .. }
            | Executive::ConditionLapsed { .. }
            | Executive::UrgentReported { .. }
            | Executive::ActionRaised { .. }
            | Executive::ActionClosed { .. }
            | Executive::QuestionAsked { .. }
            | Executive::QuestionAnswered { .. }
            | Executive::CommitmentKept { .. } => self.opens_all(&event.about()),
        }
    }

    /// Whether all that an event is about is open to the reader; one that is about nothing is not.
    fn opens_all(&self, things: &[executive::Thing]) -> bool {
        !things.is_empty() && things.iter().all(|thing| self.opens_thing(thing))
    }

    /// Whether the reader may read of a thing of meetings and proposals.
    fn opens_thing(&self, thing: &executive::Thing) -> bool {
        use executive::Thing;
        let known = self.meetings_now();
        match thing {
            // That a forum meets, and when, everybody may know.
            Thing::Forum(_) | Thing::Meeting(_) => true,
            Thing::Item(item) => self.opens_item(item),
            Thing::Paper(paper) => known.paper(paper).is_some_and(|paper| self.opens_item(&paper.item)),
            Thing::Plan(plan) => self.opens_plan(plan),
            Thing::Notice(notice) => known.notice(notice).is_some_and(|notice| self.is_within(&notice.forum)),
            Thing::Proposal(proposal) | Thing::Part(proposal, _) => self.opens_proposal(proposal),
            Thing::Action(action) => known.action(action).is_some_and(|action| self.opens_item(&action.item)),
            // One first asked of a proposal that is closed is closed too, whatever it is put about since.
            Thing::Question(question, proposal) => {
                let first = known.question(question);
                self.opens_proposal(proposal) && first.is_some_and(|first| self.opens_proposal(&first.proposal))
            }
        }
    }

    /// A paper as filed: the version is told by its bytes.
    fn opens_filed(&self, item: &ItemId, paper: &executive::PaperId, hash: executive::TextHash) -> bool {
        let Some(held) = self.meetings_now().paper(paper) else { return false };
        // The same bytes may have been filed twice, once in public: each filing must be open.
        let mut filed = held.versions.iter().filter(|version| version.hash == hash).peekable();
        filed.peek().is_some() && self.opens_item(item) && filed.all(|version| self.opens_paper(paper, version.version))
    }

    /// A paper as seen by those who decided. Its hash is of its bytes alone, so that it would prove a guess at them.
    fn opens_seen(&self, seen: &PaperSeen) -> bool {
        self.opens_paper(&seen.paper, seen.version)
    }

    pub(crate) fn opens_who_pays(&self, event: &WhoPays) -> bool {
        use who_pays::Thing;
        let things = event.about();
        // One that is about nothing is open to nobody.
        !things.is_empty()
            && things.iter().all(|thing| match thing {
                Thing::Override(id) => self.opens_override(id),
                Thing::Case(id) | Thing::Side(id, _) => self.opens_case(id),
                // How many days each side has is a public setting of the service.
                Thing::Clocks => true,
                // No event is about a body alone.
                Thing::Body(body) => self.sees_body(*body),
            })
    }
}

pub(crate) fn opens_register(event: &Register) -> bool {
    match event {
        Register::ImportTaken { .. }
        | Register::ImportRetracted { .. }
        | Register::FactDenied { .. }
        | Register::FactEntered { .. } => true,
    }
}
