//! What then is true. An event once written is read for ever; titles, reasons and the words of narratives are outside it, as
//! payloads.

use crate::agreement::AgreementTerms;
use crate::check::{CheckReference, Tolerances};
use crate::id::{AgreementId, PlanId};
use crate::key::Key;
use crate::kind::ContractStage;
use crate::line::Line;
use crate::merge::Choice;
use crate::name::{LineName, SourceName};
use executive::{Chain, ProposalId, TextHash};
use mandate::{Actor, CommitteeId, Erasable, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, FinancialYear, OdsCode, Pence};

/// By whose word a body signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum SignedBy {
    /// Its representative, by a power of their own post.
    Representative {
        /// Who.
        person: PersonId,
        /// The chain of authority, unbroken that day.
        chain: Chain,
    },
    /// Its own decision on a proposal, whose chains stand with the decision.
    Decision {
        /// Which.
        proposal: ProposalId,
    },
}

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// A plan was opened. With the tolerances that held then, so that what the product has at first can change.
    PlanOpened {
        plan: PlanId,
        title: Erasable,
        system: OdsCode,
        year: FinancialYear,
        forum: CommitteeId,
        bodies: BTreeSet<OdsCode>,
        tolerances: Tolerances,
        by: Actor,
        on: Date,
    },
    /// Bodies brought the whole of their own plan. The words of its narratives are one payload, a list in the order of the lines.
    LinesBrought {
        plan: PlanId,
        source: SourceName,
        bodies: BTreeSet<OdsCode>,
        lines: Vec<Line>,
        narratives: Option<Erasable>,
        by: Actor,
        on: Date,
    },
    /// A line was entered, or put in the place of the one of its name.
    LineEntered { plan: PlanId, source: SourceName, line: Line, narratives: Option<Erasable>, by: Actor, on: Date },
    /// A line was taken out.
    LineRemoved { plan: PlanId, source: SourceName, line: LineName, by: Actor, on: Date },
    /// A line in which plans differ was settled.
    ConflictResolved {
        plan: PlanId,
        key: Key,
        choice: Choice,
        narratives: Option<Erasable>,
        decision: ProposalId,
        by: Actor,
        on: Date,
    },
    /// A failed check was accepted, by as much as it fails and of the lines that it compares.
    CheckWaived {
        plan: PlanId,
        check: CheckReference,
        margin: String,
        lines: TextHash,
        decision: ProposalId,
        reason: Erasable,
        by: Actor,
        on: Date,
    },
    /// A plan was put to the bodies.
    PlanSubmitted { plan: PlanId, by: Actor, on: Date },
    /// A body signed a version, and so its own lines in it.
    BodySigned { plan: PlanId, body: OdsCode, version: u32, lines: TextHash, signed: SignedBy, by: Actor, on: Date },
    /// A body objected.
    BodyObjected { plan: PlanId, body: OdsCode, person: PersonId, reason: Erasable, by: Actor, on: Date },
    /// The executive signed a version, which binds the bodies that signed.
    ExecutiveSigned {
        plan: PlanId,
        version: u32,
        hash: TextHash,
        proposal: ProposalId,
        bound: BTreeSet<OdsCode>,
        by: Actor,
        on: Date,
    },
    /// It was set how much plans may miss a check by.
    TolerancesSet { tolerances: Tolerances, by: Actor, on: Date },
    /// An agreement was recorded.
    AgreementRecorded { terms: AgreementTerms, title: Erasable, by: Actor, on: Date },
    /// An agreement was varied.
    AgreementVaried {
        agreement: AgreementId,
        values: BTreeMap<FinancialYear, Pence>,
        last: Date,
        reason: Erasable,
        by: Actor,
        on: Date,
    },
    /// An agreement reached a stage.
    StageReached { agreement: AgreementId, stage: ContractStage, day: Date, by: Actor, on: Date },
    /// What an agreement asks when a party merges was done.
    MergerDutyMet {
        agreement: AgreementId,
        predecessor: OdsCode,
        successor: OdsCode,
        evidence: Erasable,
        by: Actor,
        on: Date,
    },
}
