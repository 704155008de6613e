//! Questions about interventions, as known after an entry.

use crate::act::LiveItem;
use crate::attempt::Notice;
use crate::calendar::{Calendar, NoHolidays};
use crate::clause::{Binding, Constraint, Effect};
use crate::consent::{Consent, Use};
use crate::convention::convention_on;
use crate::event::DisposedItem;
use crate::history::HistoricCase;
use crate::id::{ClauseId, ConditionId, ConsentId, HistoryId, ProposalId, Stay};
use crate::instrument::{ClauseRecord, Instrument};
use crate::judgement::Directions;
use crate::kind::{Programme, Regime};
use crate::progress::{Colour, Light, Work, worst};
use crate::proposal::Proposal;
use crate::publication::Publication;
use crate::reach::Reach;
use crate::signature::Record;
use crate::state::{Noted, State};
use crate::stay::Episode;
use jiff::ToSpan as _;
use mandate::InstrumentId;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode, Sequence, Text};

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct Interventions<'a> {
    pub(crate) state: &'a State,
    pub(crate) known: Sequence,
}

/// A consent, with the acts that relied on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownConsent {
    /// The consent.
    pub consent: Consent,
    /// Who recorded it, in whose name.
    pub given: Record,
    /// Why it was withdrawn, where it was.
    pub withdrawal: Option<Text>,
    /// Each act that relied on it, as whoever recorded it knows the act.
    pub uses: Vec<(String, Record)>,
}

/// A consent that a body asked for, or that the authority refused. Silence is no consent. Rule R47.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRequest {
    /// The clauses.
    pub clauses: BTreeSet<ClauseId>,
    /// About what.
    pub reach: Reach,
    /// What was asked, or why it was refused.
    pub words: Text,
    /// Which of the two.
    pub answer: RequestAnswer,
    /// By whom.
    pub record: Record,
}

terms::words! {
    /// Whether a consent was asked for or refused.
    RequestAnswer, "a step of a request for consent", {
        /// Asked for.
        Asked = "asked", "Asked";
        /// Refused.
        Refused = "refused", "Refused";
    }
}

/// What became of a predecessor's items on merge day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The body that ended.
    pub predecessor: OdsCode,
    /// The body that took its place.
    pub successor: OdsCode,
    /// The first day of the successor.
    pub on: Date,
    /// Each item with what was said of it and what became of it.
    pub items: Vec<DisposedItem>,
    /// By whom.
    pub record: Record,
}

/// A case with what is asked of it on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLight {
    /// The worst of its open clauses.
    pub colour: Colour,
    /// Each clause with a due day that is not lifted.
    pub clauses: BTreeMap<ClauseId, Light>,
}

impl<'a> Interventions<'a> {
    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// A proposal.
    pub fn proposal(&self, id: &ProposalId) -> Option<&'a Proposal> {
        self.state.proposals.get(id, self.known)
    }

    /// Every proposal, in order of identity.
    pub fn proposals(&self) -> impl Iterator<Item = &'a Proposal> + use<'a> {
        self.state.proposals.iter(self.known).map(|(_, held)| held)
    }

    /// An instrument.
    pub fn instrument(&self, id: &InstrumentId) -> Option<&'a Instrument> {
        self.state.instruments.get(id, self.known)
    }

    /// Every instrument, in order of identity: those that ended among them, for ever. Rule R51.
    pub fn instruments(&self) -> impl Iterator<Item = &'a Instrument> + use<'a> {
        self.state.instruments.iter(self.known).map(|(_, held)| held)
    }

    /// A clause.
    pub fn clause(&self, id: &ClauseId) -> Option<&'a ClauseRecord> {
        self.state.clauses.get(id, self.known)
    }

    /// The clauses of an instrument, in its order.
    pub fn clauses_of(&self, instrument: &'a Instrument) -> impl Iterator<Item = &'a ClauseRecord> + use<'a> {
        let (state, known) = (self.state, self.known);
        instrument.clauses.iter().filter_map(move |id| state.clauses.get(id, known))
    }

    /// Every constraint that was ever laid, in order of clause and first day.
    pub fn constraints(&self) -> impl Iterator<Item = &'a Constraint> + use<'a> {
        self.state.constraints.iter(self.known).map(|(_, held)| held)
    }

    /// The constraints that bind on a day: exactly the live binding clauses of that day. Invariant L10.
    pub fn constraints_on(&self, on: Date) -> impl Iterator<Item = &'a Constraint> + use<'a> {
        self.constraints().filter(move |held| held.is_live(on))
    }

    /// A consent.
    pub fn consent(&self, id: &ConsentId) -> Option<&'a KnownConsent> {
        self.state.consents.get(id, self.known)
    }

    /// Every consent, in order of identity.
    pub fn consents(&self) -> impl Iterator<Item = &'a KnownConsent> + use<'a> {
        self.state.consents.iter(self.known).map(|(_, held)| held)
    }

    /// The consents asked for and refused, in the order recorded.
    pub fn requests(&self) -> impl Iterator<Item = &'a ConsentRequest> + use<'a> {
        self.noted(&self.state.requests)
    }

    /// The requests for a consent that the authority has neither met nor refused, and for longer than its own time on a day: amber
    /// against the authority. Silence is no consent. Rule R47.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days are not known.
    pub fn unanswered(&self, today: Date, calendar: &Calendar) -> Result<Vec<&'a ConsentRequest>, NoHolidays> {
        let mut late = Vec::new();
        for asked in self.requests().filter(|held| held.answer == RequestAnswer::Asked && !self.is_answered(held)) {
            let on = asked.record.signature.on;
            if calendar.between(on, today)? > usize::from(convention_on(on).authority_working_days) {
                late.push(asked);
            }
        }
        Ok(late)
    }

    /// Whether the authority gave or refused, since, for each of the clauses a consent that names it for a matter that holds the one
    /// asked.
    fn is_answered(&self, asked: &ConsentRequest) -> bool {
        let answers = |clause: &ClauseId, clauses: &BTreeSet<ClauseId>, reach: &Reach, record: &Record| {
            clauses.contains(clause) && reach.contains(&asked.reach) && asked.record.signature.on <= record.signature.on
        };
        asked.clauses.iter().all(|clause| {
            let given = |held: &KnownConsent| {
                answers(clause, &held.consent.scope.clauses, &held.consent.scope.reach, &held.given)
            };
            let mut refusals = self.requests().filter(|held| held.answer == RequestAnswer::Refused);
            self.consents().any(given) || refusals.any(|held| answers(clause, &held.clauses, &held.reach, &held.record))
        })
    }

    /// What was told to the authority, in the order recorded.
    pub fn notices(&self) -> impl Iterator<Item = &'a Notice> + use<'a> {
        self.noted(&self.state.notices)
    }

    /// What was published, in the order recorded.
    pub fn publications(&self) -> impl Iterator<Item = &'a Publication> + use<'a> {
        self.noted(&self.state.publications)
    }

    /// What became of predecessors, in the order recorded.
    pub fn successions(&self) -> impl Iterator<Item = &'a Succession> + use<'a> {
        self.noted(&self.state.successions)
    }

    fn noted<T>(&self, held: &'a Noted<T>) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let known = self.known;
        held.iter().filter(move |(entry, _)| *entry <= known).map(|(_, held)| held)
    }

    /// A case of history.
    pub fn historic_case(&self, id: &HistoryId) -> Option<&'a HistoricCase> {
        self.state.history.get(id, self.known)
    }

    /// Every case of history, in order of identity.
    pub fn historic_cases(&self) -> impl Iterator<Item = &'a HistoricCase> + use<'a> {
        self.state.history.iter(self.known).map(|(_, held)| held)
    }

    /// A body's stays in a programme, in order.
    pub fn episodes(&self, stay: &Stay) -> &'a [Episode] {
        self.state.stays.get(stay, self.known).map_or(&[], Vec::as_slice)
    }

    /// The stay that goes on, if one does.
    pub fn open_episode(&self, stay: &Stay) -> Option<&'a Episode> {
        self.episodes(stay).iter().find(|held| held.is_open())
    }

    /// All that directions know, for [`Directions::judge`]: made once for many questions.
    pub fn directions(&self) -> Directions {
        let is_used = |held: &&KnownConsent| held.consent.uses == Use::Single && !held.uses.is_empty();
        let used = self.consents().filter(is_used).map(|held| held.consent.id.clone()).collect();
        Directions::new(
            self.constraints().cloned(),
            self.consents().map(|held| held.consent.clone()),
            used,
            self.notices().cloned(),
        )
    }

    /// Whether a body is directed to perform a matter for others on a day.
    pub fn is_enabled(&self, body: OdsCode, reach: &Reach, on: Date) -> bool {
        let ours = self.instruments().filter(|held| held.is_in_force(on) && held.body_on(on) == body);
        let mut clauses = ours.flat_map(|held| self.clauses_of(held));
        clauses.any(|held| {
            held.clause.effect == Effect::Enable
                && held.clause.from <= on
                && held.clause.to.is_none_or(|to| on < to)
                && held.end.as_ref().is_none_or(|end| on < end.on)
                && held.clause.reach.contains(reach)
        })
    }

    /// How surely a body was under a regime on a day: by the record, by the stays of its predecessors that followed, and by
    /// history, the surest of them. Rules R3 and R4.
    pub fn was_under(&self, body: OdsCode, regime: Regime, on: Date) -> Certainty {
        let is_directed = self
            .instruments()
            .any(|held| Regime::from(held.kind) == regime && held.is_in_force(on) && held.body_on(on) == body);
        let is_staying = Programme::ALL.iter().any(|programme| {
            Regime::from(*programme) == regime && self.is_in(&Stay { body, programme: *programme }, on)
        });
        if is_directed || is_staying {
            return Certainty::Yes;
        }
        crate::history::was_under(self.historic_cases(), body, regime, on)
    }

    /// Whether a body was in a programme on a day: itself, or as the successor of one that was. A body that ended is in
    /// none from the day its stay followed.
    pub fn is_in(&self, stay: &Stay, on: Date) -> bool {
        let is_own = |held: &Episode| held.covers(on) && held.body_on(stay.body, on) == stay.body;
        let itself = self.episodes(stay).iter().any(is_own);
        itself || !self.parts_in(stay, on).is_empty()
    }

    /// The predecessors for whose people a successor is in a programme on a day. Rule R50.
    pub fn parts_in(&self, stay: &Stay, on: Date) -> BTreeSet<OdsCode> {
        let ours = self.state.stays.iter(self.known).filter(|(held, _)| held.programme == stay.programme);
        let follows =
            |of: OdsCode, held: &Episode| of != stay.body && held.covers(on) && held.body_on(of, on) == stay.body;
        ours.filter(|(of, held)| held.iter().any(|held| follows(of.body, held))).map(|(of, _)| of.body).collect()
    }

    /// The live items of a body that need a disposition before its last day is over. Rule R50.
    pub fn live_items(&self, body: OdsCode, on: Date) -> BTreeSet<LiveItem> {
        let is_in = |of: OdsCode, held: &Episode| held.is_open() && held.body_on(of, on) == body;
        let stays = self.state.stays.iter(self.known);
        let stays = stays.filter(move |(stay, held)| held.iter().any(|held| is_in(stay.body, held)));
        let instruments =
            self.instruments().filter(|held| held.body_on(on) == body && held.last_end().is_none_or(|end| on < end));
        let performed = self
            .constraints()
            .filter(|held| held.binding == Binding::Move { to: body } && held.to.is_none_or(|to| on < to));
        let stays = stays.map(|(stay, _)| LiveItem::Stay(*stay));
        let instruments = instruments.map(|held| LiveItem::Instrument(held.id.clone()));
        let performed = performed.map(|held| LiveItem::Performed(held.clause.clone()));
        stays.chain(instruments).chain(performed).collect()
    }

    /// The colour of an instrument on a day: the worst of its open clauses, with each of them. Standing clauses have none.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days are not known.
    pub fn light(&self, instrument: &'a Instrument, today: Date, calendar: &Calendar) -> Result<CaseLight, NoHolidays> {
        let mut clauses = BTreeMap::new();
        for held in self.clauses_of(instrument).filter(|held| !held.has_ended(today)) {
            let is_begun = held.evidence_by(today).next().is_some();
            let work = if is_begun { Work::InProgress } else { Work::NotStarted };
            if let Some(progress) = held.progress(work, today) {
                clauses.insert(held.clause.id.clone(), progress.light(today, calendar)?);
            }
        }
        let colour = worst(clauses.values().map(|light| light.colour));
        Ok(CaseLight { colour, clauses })
    }

    /// By how many working days the most overdue clause of a body is late on a day: a figure for trigger T8.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days are not known.
    pub fn overdue_working_days(&self, body: OdsCode, today: Date, calendar: &Calendar) -> Result<usize, NoHolidays> {
        let ours = self.instruments().filter(|held| held.is_in_force(today) && held.body_on(today) == body);
        let clauses = ours.flat_map(|held| self.clauses_of(held)).filter(|held| !held.has_ended(today));
        let mut most = 0;
        for progress in clauses.filter_map(|held| held.progress(Work::InProgress, today)) {
            most = most.max(progress.overdue_working_days(today, calendar)?);
        }
        Ok(most)
    }

    /// The conditions of consents relied on that were due before a day and are not met: the accountable officer and the
    /// authority's lead are told, and they are evidence for trigger T8. Section 8.
    pub fn overdue_conditions(&self, today: Date) -> BTreeSet<ConditionId> {
        let used = self.consents().filter(|held| !held.uses.is_empty());
        let late = used.flat_map(|held| {
            let is_late = |id: &ConditionId| {
                let condition = held.consent.conditions.get(&id.number);
                condition.and_then(|condition| condition.due).is_some_and(|due| due < today)
            };
            held.consent.left(today).filter(is_late).collect::<Vec<_>>()
        });
        late.collect()
    }

    /// The instruments in force that were not reviewed for too long on a day, nor begun since. Section 11.
    pub fn unreviewed(&self, today: Date) -> impl Iterator<Item = &'a Instrument> + use<'a> {
        let months = i64::from(convention_on(today).review_months);
        let since = today.saturating_sub(months.months());
        self.instruments().filter(move |held| {
            let last = held.reviews.last().map_or(held.from, |review| review.on);
            held.is_in_force(today) && last < since
        })
    }
}
