//! Instruments and their clauses, as known: nothing of them is ever forgotten. Rules R28 to R31 and R51.

use crate::clause::{Clause, Constraint, Effect};
use crate::id::{ClauseId, ProposalId};
use crate::kind::{BodyClass, Ending, InstrumentKind};
use crate::progress::{Progress, Work};
use crate::reach::{People, Reach};
use crate::signature::Record;
use mandate::{InstrumentId, Population};
use register::FileHash;
use terms::{Date, OdsCode, Text, words};

/// A direction, undertaking or licence requirement on one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its identity.
    pub id: InstrumentId,
    /// What it is.
    pub kind: InstrumentKind,
    /// The body.
    pub body: OdsCode,
    /// What the body was when it was issued.
    pub class: BodyClass,
    /// What it is called.
    pub title: String,
    /// SHA-256 of its text, where that is kept.
    pub document: Option<FileHash>,
    /// The legal basis.
    pub basis: String,
    /// Why it was issued.
    pub grounds: Text,
    /// The proposal that it follows, where there was one.
    pub proposal: Option<ProposalId>,
    /// By which authority, and who recorded it.
    pub issued: Record,
    /// The first day.
    pub from: Date,
    /// The first day on which it is over, by its own words.
    pub to: Option<Date>,
    /// Its clauses, in order.
    pub clauses: Vec<ClauseId>,
    /// How it ended, if it did.
    pub end: Option<End>,
    /// The successors that it follows, each from a day.
    pub followed: Vec<(OdsCode, Date)>,
    /// What the reviews of it found, in order.
    pub reviews: Vec<Review>,
}

/// How an instrument or a clause ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The first day without it.
    pub on: Date,
    /// How.
    pub how: Ending,
    /// The instrument that took its place, where one did.
    pub replaced_by: Option<InstrumentId>,
    /// The letter, where there is one.
    pub letter: Option<FileHash>,
    /// Why, where it was lifted with requirements unmet: published.
    pub regardless: Option<Text>,
}

/// A review of an instrument. Section 11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub on: Date,
    /// What was found, recommended and decided.
    pub finding: Text,
    /// The letter, where one followed.
    pub letter: Option<FileHash>,
}

words! {
    /// How an instrument stands in the record; that it has not begun, or has expired, follows from the day.
    InstrumentStage, "a stage of an instrument", {
        /// In force from its first day.
        Live = "live", "Live";
        /// Lifted.
        Lifted = "lifted", "Lifted";
        /// Another took its place.
        Replaced = "replaced", "Replaced";
        /// It ended with its body.
        Lapsed = "lapsed", "Lapsed";
    }
}

impl Instrument {
    /// How it stands in the record.
    pub fn stage(&self) -> InstrumentStage {
        match self.end.as_ref().map(|end| end.how) {
            None => InstrumentStage::Live,
            Some(Ending::Lifted | Ending::LiftedRegardless) => InstrumentStage::Lifted,
            Some(Ending::Replaced) => InstrumentStage::Replaced,
            Some(Ending::Lapsed) => InstrumentStage::Lapsed,
        }
    }

    /// Whether it is in force on a day, against its body or a successor. Rule R36.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.from <= on && self.last_end().is_none_or(|end| on < end)
    }

    /// The first day on which it is over, whatever ended it.
    pub fn last_end(&self) -> Option<Date> {
        self.to.into_iter().chain(self.end.as_ref().map(|end| end.on)).min()
    }

    /// The body that it binds on a day: after a merger it followed, the successor.
    pub fn body_on(&self, on: Date) -> OdsCode {
        self.followed.iter().rev().find(|(_, from)| *from <= on).map_or(self.body, |(body, _)| *body)
    }

    /// The people for whom a clause of it binds on a day: after a merger that it followed, one on services binds for the
    /// predecessor's people only, unless it named fewer. Rule R50.
    pub(crate) fn people_on(&self, reach: &Reach, named: People, on: Date) -> People {
        if reach.is_service() && named == People::Everybody && self.body_on(on) != self.body {
            People::Of(Population::registered(self.body))
        } else {
            named
        }
    }
}

/// A clause, as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseRecord {
    /// The clause, as it now reads.
    pub clause: Clause,
    /// What it read before, the first first, each with the day from which it read otherwise and the letter. Rule R23.
    pub variations: Vec<Variation>,
    /// What happened to its evidence, in order.
    pub evidence: Vec<EvidenceMove>,
    /// How it ended, if it did.
    pub end: Option<End>,
}

/// An earlier reading of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variation {
    /// The clause as it read.
    pub before: Clause,
    /// The first day on which it reads otherwise.
    pub on: Date,
    /// The letter.
    pub letter: FileHash,
}

/// A step of a clause's evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceMove {
    /// What was done.
    pub step: EvidenceStep,
    /// By whom, and when.
    pub record: Record,
}

/// What was done with evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceStep {
    /// The body submitted it.
    Submitted {
        /// What it is.
        title: Text,
        /// SHA-256 of it, where it is a document.
        hash: Option<FileHash>,
    },
    /// The authority accepted it.
    Accepted,
    /// The authority returned it.
    Returned {
        /// Why.
        reason: Text,
        /// The day by which it is to come again; by the convention of the day where none is given.
        resubmit_by: Option<Date>,
    },
}

words! {
    /// How a clause stands in the record.
    ClauseStage, "a stage of a clause", {
        /// It stands until it is lifted: it wants no evidence.
        Standing = "standing", "Standing";
        /// It wants evidence.
        Open = "open", "Open";
        /// Evidence is with the authority.
        Submitted = "submitted", "Submitted";
        /// Evidence was returned.
        Returned = "returned", "Returned";
        /// Evidence was accepted.
        Met = "met", "Met";
        /// Lifted.
        Lifted = "lifted", "Lifted";
    }
}

impl ClauseRecord {
    /// How it stands in the record.
    pub fn stage(&self) -> ClauseStage {
        if self.end.is_some() { ClauseStage::Lifted } else { self.stage_of_evidence() }
    }

    /// How it stands in the record on a day: an end counts from its day on.
    pub fn stage_on(&self, on: Date) -> ClauseStage {
        if self.has_ended(on) { ClauseStage::Lifted } else { self.stage_of_evidence() }
    }

    /// Whether it has ended by a day.
    pub fn has_ended(&self, by: Date) -> bool {
        self.end.as_ref().is_some_and(|end| end.on <= by)
    }

    fn stage_of_evidence(&self) -> ClauseStage {
        match self.evidence.last().map(|held| &held.step) {
            Some(EvidenceStep::Submitted { .. }) => ClauseStage::Submitted,
            Some(EvidenceStep::Accepted) => ClauseStage::Met,
            Some(EvidenceStep::Returned { .. }) => ClauseStage::Returned,
            None if self.clause.effect == Effect::Require => ClauseStage::Open,
            None => ClauseStage::Standing,
        }
    }

    /// Whether it requires something that is not met, on a day on which it has not ended.
    pub fn is_unmet(&self, on: Date) -> bool {
        matches!(self.stage_on(on), ClauseStage::Open | ClauseStage::Submitted | ClauseStage::Returned)
    }

    /// How it reads on a day.
    pub fn reading_on(&self, on: Date) -> &Clause {
        // What the last variation in effect by then made of it: what the next one found.
        let varied = self.variations.iter().rposition(|held| held.on <= on).map_or(0, |index| index + 1);
        self.variations.get(varied).map_or(&self.clause, |held| &held.before)
    }

    /// What had happened to its evidence by a day, the last first.
    pub(crate) fn evidence_by(&self, on: Date) -> impl Iterator<Item = &EvidenceMove> {
        self.evidence.iter().rev().filter(move |held| held.record.signature.on <= on)
    }

    /// What had happened to it by a day, for its colour on that day; none where no day was set by which it was due.
    pub fn progress(&self, work: Work, on: Date) -> Option<Progress> {
        let clause = self.reading_on(on);
        let due = clause.due?;
        let last = |wanted: fn(&EvidenceStep) -> bool| {
            self.evidence_by(on).find(|held| wanted(&held.step)).map(|held| held.record.signature.on)
        };
        let resubmit_by = self.evidence_by(on).find_map(|held| match held.step {
            EvidenceStep::Returned { resubmit_by, .. } => Some(resubmit_by),
            EvidenceStep::Submitted { .. } | EvidenceStep::Accepted => None,
        });
        Some(Progress {
            start: clause.from,
            due,
            work,
            submitted_on: last(|step| matches!(step, EvidenceStep::Submitted { .. })),
            returned_on: last(|step| matches!(step, EvidenceStep::Returned { .. })),
            resubmit_by: resubmit_by.flatten(),
            accepted_on: last(|step| matches!(step, EvidenceStep::Accepted)),
        })
    }
}

/// The constraint that a clause lays on a body, if it binds and its instrument does: an undertaking never refuses. Rule R40.
pub(crate) fn constraint(kind: InstrumentKind, body: OdsCode, to: Option<Date>, clause: &Clause) -> Option<Constraint> {
    let binding = *clause.effect.binding()?;
    (kind != InstrumentKind::Undertaking).then(|| Constraint {
        clause: clause.id.clone(),
        body,
        binding,
        reach: clause.reach.clone(),
        people: clause.people,
        since: clause.from,
        from: clause.from,
        to: to.into_iter().chain(clause.to).min(),
    })
}
