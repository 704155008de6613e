//! What a room must say of itself to stand in the house, and what each of them says.

use crate::disclosure;
use crate::reader::Reader;
use crate::rooms::{House, Refusal, RoomEvent};
use jiff::Timestamp;
use journal::{ApplyError, Attached, Erased, FactFile, FactFileRef, Hash, Payload, PayloadHash, Texts};
use mandate::{Context, Duty, Erasable, Outcome};
use register::FileHash;
use serde_json::{Value, json};
use std::sync::Arc;
use terms::Sequence;

/// What an act needs of whoever asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A post that gives them this duty.
    Duty(Duty),
    /// Nothing more than being themselves: it is about them alone.
    Oneself,
    /// The command line of the installation: no post gives it to anybody.
    Keeper,
}

impl From<Option<Duty>> for Needs {
    fn from(duty: Option<Duty>) -> Self {
        duty.map_or(Self::Keeper, Self::Duty)
    }
}

/// What the rooms made of an act, before it is written down.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) events: Vec<RoomEvent>,
    pub(crate) payloads: Vec<Payload>,
    pub(crate) files: Vec<FactFileRef>,
    /// Texts of earlier entries that are erased with this one.
    pub(crate) erases: Vec<Erased>,
    /// Whether its entry must hold a salted hash, so that nobody can guess at it by the entry's own hash.
    pub(crate) is_guarded: bool,
}

impl Made {
    /// What a room made whose events may be guessed at, and so are kept beside a text nobody can guess.
    fn of<E: Into<RoomEvent>>(outcome: Outcome<E>) -> Result<Self, Refusal> {
        Ok(Self {
            events: outcome.events.into_iter().map(Into::into).collect(),
            payloads: salted(outcome.payloads)?,
            files: Vec::new(),
            erases: outcome.erases.into_iter().map(of_entry).collect(),
            is_guarded: true,
        })
    }
}

/// An entry as it is taken, with what stands beside it.
pub(crate) struct Entered<'a> {
    pub(crate) sequence: Sequence,
    pub(crate) recorded_at: Timestamp,
    /// The names of its texts, in order.
    pub(crate) payloads: &'a [PayloadHash],
    pub(crate) beside: Beside<'a>,
}

/// What stands beside an entry.
pub(crate) enum Beside<'a> {
    /// All that it names.
    Attached(&'a Attached),
    /// Its texts alone, when what its files hold is known already.
    Texts(&'a Texts),
}

impl Entered<'_> {
    fn text(&self, text: Erasable) -> Option<Vec<u8>> {
        let hash = self.payloads.get(usize::from(text.0))?;
        match self.beside {
            Beside::Attached(attached) => attached.payload(hash).map(<[u8]>::to_vec),
            Beside::Texts(texts) => texts.get(hash).map(<[u8]>::to_vec),
        }
    }

    fn file(&self, hash: FileHash) -> Option<Vec<u8>> {
        match self.beside {
            Beside::Attached(attached) => attached.file(&journal::FileHash(Hash(hash.0))).map(|bytes| bytes.to_vec()),
            Beside::Texts(_) => None,
        }
    }
}

/// What a room must say of itself to stand in the house. A room is told by its state.
pub(crate) trait Room {
    /// The word for it in the record.
    const SLUG: &str;

    /// Whether its state is kept as it is between runs of the program: then no text that can be erased may be in it. The
    /// others are told their events again, with such texts as there still are.
    const IS_KEPT: bool = false;

    /// What may be asked of it.
    type Act;
    /// What then is true.
    type Event;

    /// What an act needs of whoever asks it.
    fn needs(house: &House, context: &Context, act: &Self::Act) -> Needs;

    /// What then is true, or why not.
    fn decide(house: &House, context: &Context, act: &Self::Act) -> Result<Made, Refusal>;

    /// Takes the room's events of an entry, which may be none. On an error the state is given up.
    fn apply(house: &mut House, entered: &Entered<'_>, events: &[Self::Event]) -> Result<(), ApplyError>;

    /// An act as the entry keeps it: what was asked, without what a fact file, an event or a text beside it already holds.
    fn describe(act: &Self::Act) -> Value;

    /// Whether a reader may read an event, who may not read everything.
    fn opens(reader: &Reader<'_>, event: &Self::Event) -> bool;

    /// Which of its entry's texts is a reason that anybody may read who may read the event.
    fn public_reason(event: &Self::Event) -> Option<Erasable>;
}

impl Room for register::State {
    const SLUG: &str = "register";
    const IS_KEPT: bool = true;

    type Act = register::Act;
    type Event = register::Event;

    fn needs(house: &House, context: &Context, act: &register::Act) -> Needs {
        KindOfAct::needs(act.kind(), house, context, &act.subject())
    }

    fn decide(house: &House, _: &Context, act: &register::Act) -> Result<Made, Refusal> {
        let outcome = register::decide(&house.register, act)?;
        let file = |bytes| FactFileRef::Offered(FactFile::new(Arc::new(bytes)));
        Ok(Made {
            events: outcome.events.into_iter().map(Into::into).collect(),
            payloads: salted(act.reason().map(|reason| reason.as_bytes().to_vec()))?,
            files: outcome.fact_file.map(file).into_iter().collect(),
            ..Made::default()
        })
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[register::Event]) -> Result<(), ApplyError> {
        Ok(register::apply(&mut house.register, entered.sequence, events, |hash| entered.file(hash))?)
    }

    fn describe(act: &register::Act) -> Value {
        use register::Act;
        let (room, kind) = (Self::SLUG, act.kind().slug());
        match act {
            Act::TakeImport { series, released, source_name, source_hash, rows, facts: _ } => json!({
                "room": room, "act": kind, "series": series, "released": released,
                "source_name": source_name, "source_hash": source_hash, "rows": rows,
            }),
            Act::RetractImport { source_hash, reason: _ } => {
                json!({ "room": room, "act": kind, "source_hash": source_hash })
            }
            Act::Correct { wrong, right, source, released, reason: _ } => json!({
                "room": room, "act": kind, "source": source, "released": released,
                "wrong": wrong.as_ref().map(|(series, fact)| json!({ "series": series, "fact": fact.to_string() })),
                "right": right.as_ref().map(ToString::to_string),
            }),
            // What is entered and who says so is in the events.
            Act::Enter { entries, reason: _ } => json!({ "room": room, "act": kind, "facts": entries.len() }),
        }
    }

    fn opens(_: &Reader<'_>, event: &register::Event) -> bool {
        disclosure::opens_register(event)
    }

    fn public_reason(event: &register::Event) -> Option<Erasable> {
        disclosure::reason_of_register(event)
    }
}

impl Room for mandate::State {
    const SLUG: &str = "mandate";

    type Act = mandate::Act;
    type Event = mandate::Event;

    fn needs(house: &House, context: &Context, act: &mandate::Act) -> Needs {
        let of = act.subject(house.mandate.now(), context.today);
        of.map_or(Needs::Keeper, |of| KindOfAct::needs(act.kind(), house, context, &of))
    }

    fn decide(house: &House, context: &Context, act: &mandate::Act) -> Result<Made, Refusal> {
        Made::of(mandate::decide(&house.mandate_world(), context, act)?)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[mandate::Event]) -> Result<(), ApplyError> {
        let sequence = entered.sequence;
        mandate::follow(&mut house.mandate, sequence, events, &|text| entered.text(text))?;
        // What bodies hold ends with them, as the register knows after the same entry.
        mandate::live(&mut house.mandate, &house.register.view(sequence));
        Ok(())
    }

    fn describe(act: &mandate::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &mandate::Event) -> bool {
        reader.opens_mandate(event)
    }

    fn public_reason(event: &mandate::Event) -> Option<Erasable> {
        disclosure::reason_of_mandate(event)
    }
}

impl Room for executive::State {
    const SLUG: &str = "executive";

    type Act = executive::Act;
    type Event = executive::Event;

    fn needs(house: &House, context: &Context, act: &executive::Act) -> Needs {
        KindOfAct::needs(act.kind(), house, context, &act.subject())
    }

    fn decide(house: &House, context: &Context, act: &executive::Act) -> Result<Made, Refusal> {
        let executive::Outcome { events, exercises, payloads } =
            executive::decide(&house.meeting_world(), context, act)?;
        let mut made = Made::of(Outcome::new(events, payloads))?;
        // The uses of power belong in the entry of the decision: they take effect together or not at all.
        made.events.extend(exercises.into_iter().map(RoomEvent::from));
        Ok(made)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[executive::Event]) -> Result<(), ApplyError> {
        let (sequence, at) = (entered.sequence, entered.recorded_at);
        Ok(executive::follow(&mut house.executive, sequence, at, events, &|text| entered.text(text))?)
    }

    fn describe(act: &executive::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &executive::Event) -> bool {
        reader.opens_executive(event)
    }

    fn public_reason(event: &executive::Event) -> Option<Erasable> {
        disclosure::reason_of_executive(event)
    }
}

impl Room for who_pays::State {
    const SLUG: &str = "who-pays";

    type Act = who_pays::Act;
    type Event = who_pays::Event;

    fn needs(house: &House, context: &Context, act: &who_pays::Act) -> Needs {
        KindOfAct::needs(act.kind(), house, context, &act.subject())
    }

    fn decide(house: &House, context: &Context, act: &who_pays::Act) -> Result<Made, Refusal> {
        Made::of(who_pays::decide(&house.payers_world(), context, act)?)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[who_pays::Event]) -> Result<(), ApplyError> {
        let (sequence, at) = (entered.sequence, entered.recorded_at);
        Ok(who_pays::follow(&mut house.who_pays, sequence, at, events, &|text| entered.text(text))?)
    }

    fn describe(act: &who_pays::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &who_pays::Event) -> bool {
        reader.opens_who_pays(event)
    }

    fn public_reason(_: &who_pays::Event) -> Option<Erasable> {
        None
    }
}

impl Room for plan::State {
    const SLUG: &str = "plan";

    type Act = plan::Act;
    type Event = plan::Event;

    fn needs(house: &House, context: &Context, act: &plan::Act) -> Needs {
        act.duty(&house.planning_world(), context.today).into()
    }

    fn decide(house: &House, context: &Context, act: &plan::Act) -> Result<Made, Refusal> {
        let plan::Outcome { events, exercises, payloads } = plan::decide(&house.planning_world(), context, act)?;
        let mut made = Made::of(Outcome::new(events, payloads))?;
        // A body signs by a power of its representative's post: the use belongs in the entry of the signature.
        made.events.extend(exercises.into_iter().map(RoomEvent::from));
        Ok(made)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[plan::Event]) -> Result<(), ApplyError> {
        let (sequence, at) = (entered.sequence, entered.recorded_at);
        Ok(plan::follow(&mut house.plan, sequence, at, events, &|text| entered.text(text))?)
    }

    fn describe(act: &plan::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &plan::Event) -> bool {
        reader.opens_planning(event)
    }

    fn public_reason(_: &plan::Event) -> Option<Erasable> {
        None
    }
}

impl Room for money::State {
    const SLUG: &str = "money";

    type Act = money::Act;
    type Event = money::Event;

    fn needs(house: &House, context: &Context, act: &money::Act) -> Needs {
        act.duty(&house.ledger_world(), context.today).into()
    }

    fn decide(house: &House, context: &Context, act: &money::Act) -> Result<Made, Refusal> {
        Made::of(money::decide(&house.ledger_world(), context, act)?)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[money::Event]) -> Result<(), ApplyError> {
        let (sequence, at) = (entered.sequence, entered.recorded_at);
        Ok(money::follow(&mut house.money, sequence, at, events, &|text| entered.text(text))?)
    }

    fn describe(act: &money::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &money::Event) -> bool {
        reader.opens_money(event)
    }

    fn public_reason(_: &money::Event) -> Option<Erasable> {
        None
    }
}

impl Room for money::totals::State {
    const SLUG: &str = "control-totals";

    type Act = money::totals::Act;
    type Event = money::totals::Event;

    fn needs(house: &House, context: &Context, act: &money::totals::Act) -> Needs {
        act.duty(&house.totals_world(), context.today).into()
    }

    fn decide(house: &House, context: &Context, act: &money::totals::Act) -> Result<Made, Refusal> {
        Made::of(money::totals::decide(&house.totals_world(), context, act)?)
    }

    fn apply(house: &mut House, entered: &Entered<'_>, events: &[money::totals::Event]) -> Result<(), ApplyError> {
        let (sequence, at) = (entered.sequence, entered.recorded_at);
        Ok(money::totals::follow(&mut house.control_totals, sequence, at, events, &|text| entered.text(text))?)
    }

    fn describe(act: &money::totals::Act) -> Value {
        json!({ "room": Self::SLUG, "act": act.kind().slug() })
    }

    fn opens(reader: &Reader<'_>, event: &money::totals::Event) -> bool {
        reader.opens_control_totals(event)
    }

    fn public_reason(_: &money::totals::Event) -> Option<Erasable> {
        None
    }
}

/// A kind of act of one of the rooms: what it needs, and whether it would be accepted.
pub trait KindOfAct: Copy {
    /// A thing of its room.
    type Thing;

    /// What an act of this kind needs of whoever asks it, of a thing.
    fn needs(self, house: &House, context: &Context, of: &Self::Thing) -> Needs;

    /// Whether an act of this kind of a thing would be accepted now, whatever duty the actor holds.
    ///
    /// # Errors
    /// Why not.
    fn allows(self, house: &House, context: &Context, of: &Self::Thing) -> Result<(), Refusal>;
}

impl KindOfAct for register::ActKind {
    type Thing = register::Thing;

    fn needs(self, _: &House, _: &Context, _: &register::Thing) -> Needs {
        Needs::Duty(Duty::KeepRegister)
    }

    fn allows(self, house: &House, _: &Context, of: &register::Thing) -> Result<(), Refusal> {
        Ok(self.allows(&house.register, *of)?)
    }
}

impl KindOfAct for mandate::ActKind {
    type Thing = mandate::Thing;

    fn needs(self, house: &House, context: &Context, of: &mandate::Thing) -> Needs {
        if self.is_own(of, &context.actor) {
            return Needs::Oneself;
        }
        self.duty(house.mandate.now(), of, context.today).into()
    }

    fn allows(self, house: &House, context: &Context, of: &mandate::Thing) -> Result<(), Refusal> {
        Ok(self.allows(&house.mandate_world(), context, of)?)
    }
}

impl KindOfAct for executive::ActKind {
    type Thing = executive::Thing;

    fn needs(self, house: &House, context: &Context, of: &executive::Thing) -> Needs {
        self.duty(&house.meeting_world(), of, context.today).into()
    }

    fn allows(self, house: &House, context: &Context, of: &executive::Thing) -> Result<(), Refusal> {
        Ok(self.allows(&house.meeting_world(), context, of)?)
    }
}

impl KindOfAct for who_pays::ActKind {
    type Thing = who_pays::Thing;

    fn needs(self, house: &House, context: &Context, of: &who_pays::Thing) -> Needs {
        self.duty(&house.payers_world(), of, context.today).into()
    }

    fn allows(self, house: &House, context: &Context, of: &who_pays::Thing) -> Result<(), Refusal> {
        Ok(self.allows(&house.payers_world(), context, of)?)
    }
}

impl KindOfAct for money::totals::ActKind {
    type Thing = money::totals::Thing;

    fn needs(self, house: &House, context: &Context, of: &money::totals::Thing) -> Needs {
        self.duty(&house.totals_world(), of, context.today).into()
    }

    fn allows(self, house: &House, context: &Context, of: &money::totals::Thing) -> Result<(), Refusal> {
        Ok(self.allows(&house.totals_world(), context, of)?)
    }
}

/// A text as the journal finds it: by its entry and its place there.
fn of_entry((sequence, text): (Sequence, Erasable)) -> Erased {
    Erased::Of { entry: sequence.0, place: usize::from(text.0) }
}

/// Texts under fresh salts, in order: an event names its text by its place, so none may be left out.
pub(crate) fn salted(texts: impl IntoIterator<Item = Vec<u8>>) -> Result<Vec<Payload>, Refusal> {
    texts.into_iter().map(|text| Payload::new(text).map_err(|_| Refusal::NoRandomness)).collect()
}
