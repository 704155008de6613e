//! Stories of one body, act by act: each act is put to the room, and the state told after it.

use super::spelling::{Spelling, authority};
use super::{A_DAY, day, on};
use crate::{Answers, ConformError, Question, Questions, World};
use intervention::{
    Act, Binding, BodyClass, Calendar, Effect, EffectKind, Figures, Finding, FindingKey, Ground, Instrument,
    InstrumentKind, LiveItem, Merger, NewClause, NewInstrument, People, Posts, Programme, Refusal, Remainder,
    Requirement, Signature, State, Stay, Step, apply, decide,
};
use mandate::{Actor, Context, Erasable};
use register::FileHash;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence, Sequence};

/// The result of each act, or why it was refused, and how everything stands after it.
pub(super) fn machines(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut stories: BTreeMap<String, Story> = BTreeMap::new();
    let mut answers = Answers::new(["expected_result", "expected_state"]);
    for question in questions.rows() {
        let (case, step) = (question.text("case")?, question.text("step")?);
        if !stories.contains_key(case) {
            stories.insert(case.to_owned(), Story::new(&question)?);
        }
        if let Some(story) = stories.get_mut(case) {
            let result = story.step(&question)?;
            answers.push(&format!("{case}/{step}"), [result, story.told()]);
        }
    }
    Ok(answers)
}

/// One body, with all that was recorded of it.
struct Story {
    bodies: Bodies,
    calendar: Calendar,
    state: State,
    spelling: Spelling,
}

/// The body of a story, and everybody else by the beginning of their codes.
struct Bodies {
    body: OdsCode,
    authority: OdsCode,
    class: BodyClass,
    opened: Date,
    ended: Option<Date>,
}

impl intervention::Bodies for Bodies {
    fn class_on(&self, body: OdsCode, on: Date) -> Option<BodyClass> {
        if body == self.body {
            let is_open = self.opened <= on && self.ended.is_none_or(|ended| on < ended);
            return is_open.then_some(self.class);
        }
        Some(if body == self.authority {
            BodyClass::Authority
        } else if body.as_str().starts_with("LA") {
            BodyClass::LocalAuthority
        } else if body.as_str().starts_with("PR") {
            BodyClass::Provider
        } else {
            BodyClass::CommissioningGroup
        })
    }

    fn is_authority(&self, body: OdsCode, _: BodyClass, _: Date) -> bool {
        body == self.authority
    }
}

/// The first day of the body of a story, unless the story says otherwise.
const OPENED: Date = Date::constant(2013, 4, 1);

impl Story {
    fn new(question: &Question<'_>) -> Result<Self, ConformError> {
        let bodies = Bodies {
            // How the questions call the body where they name it as a receiver.
            body: "SELF".parse().map_err(|_| question.wrong("case", "SELF", "a body's code"))?,
            authority: authority(question)?,
            class: BodyClass::CommissioningGroup,
            opened: OPENED,
            ended: None,
        };
        Ok(Self { bodies, calendar: Calendar::england(), state: State::new(), spelling: Spelling::default() })
    }

    /// Does what a row asks: `ok`, or the word for why not.
    fn step(&mut self, question: &Question<'_>) -> Result<String, ConformError> {
        let args = Args { question, held: arguments(question)? };
        if question.text("act")? == "body" {
            self.bodies.class = args.read("kind", "a kind of body", |text| text.parse().ok())?;
            self.bodies.opened = args.read("opened", A_DAY, day)?;
            return Ok("ok".to_owned());
        }
        let on = on(question, "on")?;
        self.enable(&args, on)?;
        let Some(act) = self.act(&args, on)? else { return Ok("unknown-act".to_owned()) };
        Ok(match self.ask(&act, on) {
            Ok(()) => {
                if let Act::Merge { merger, .. } = act {
                    self.bodies.ended = Some(merger.on);
                }
                "ok".to_owned()
            }
            Err(refusal) => refusal.slug().to_owned(),
        })
    }

    fn ask(&mut self, act: &Act, on: Date) -> Result<(), Refusal> {
        let world = intervention::World { bodies: &self.bodies, calendar: &self.calendar, intervention: &self.state };
        let context = Context { actor: Actor::Keeper, today: on };
        let outcome = decide(&world, &context, act)?;
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        // What was decided on this state can be taken into it.
        let _ = apply(&mut self.state, sequence, &outcome.events, &payload);
        Ok(())
    }

    /// Issues the direction by which a receiver may perform what is moved to it, where the row names one.
    fn enable(&mut self, args: &Args<'_, '_>, on: Date) -> Result<(), ConformError> {
        let enabling = args.text("enabling");
        if enabling.is_empty() {
            return Ok(());
        }
        for clause in clauses(args)? {
            let receiver = clause.effect.binding().and_then(Binding::receiver);
            let Some(body) = receiver.filter(|body| *body != self.bodies.body) else { continue };
            let clause =
                NewClause { requirements: vec![Requirement::FunctionPerformed], effect: Effect::Enable, ..clause };
            let id = args.read("enabling", "an instrument", |text| text.to_lowercase().parse().ok())?;
            let instrument = instrument(args, (id, body), on, vec![clause])?;
            let signature = Signature { body: self.bodies.authority, on };
            // One that stands already, or that cannot be, says nothing: the row's own act is what is judged.
            let _ = self.ask(&Act::Issue { signature, instrument: Box::new(instrument) }, on);
        }
        Ok(())
    }

    /// The act of a row; none for one that there is not.
    fn act(&mut self, args: &Args<'_, '_>, on: Date) -> Result<Option<Act>, ConformError> {
        let body = self.bodies.body;
        let programme = Programme::SpecialMeasures;
        let signer = match args.question.text("actor")? {
            "NHSE" | "SYS" => self.bodies.authority,
            _ => body,
        };
        let signature = Signature { body: signer, on };
        let reason = args.text("reason").to_owned();
        let (letter, ground) = (args.letter(), args.ground());
        Ok(Some(match args.question.text("act")? {
            "propose" => {
                Act::Propose { signature, proposal: self.id(args, "id")?, finding: Box::new(finding(args, on)?) }
            }
            "confirm" => Act::Confirm { signature, proposal: self.id(args, "id")?, reason },
            "decline" => Act::Decline { signature, proposal: self.id(args, "id")?, reason },
            "enter-measures" => Act::EnterMeasures { signature, body, programme, reason, proposal: None },
            "approve-plan" => Act::ApprovePlan { signature, body, programme },
            "deliver" => {
                let delivery = args.read("result", "on-plan or off-plan", |text| text.parse().ok())?;
                Act::Deliver { signature, body, programme, delivery }
            }
            "end-measures" => Act::EndMeasures { signature, body, programme, letter, ground },
            "issue" => Act::Issue { signature, instrument: Box::new(self.issued(args, "id", on)?) },
            "replace" => {
                let instrument = Box::new(self.issued(args, "by", on)?);
                Act::Replace { signature, replaced: self.id(args, "id")?, instrument }
            }
            "submit" => Act::Submit { signature, clause: self.id(args, "clause")?, title: String::new(), hash: None },
            "accept" => Act::Accept { signature, clause: self.id(args, "clause")? },
            "return" => Act::Return { signature, clause: self.id(args, "clause")?, reason, resubmit_by: None },
            "lift-clause" => Act::LiftClause { signature, clause: self.id(args, "clause")?, letter, ground },
            "lift" => Act::Lift { signature, instrument: self.id(args, "id")?, letter, ground },
            "merge" => self.merge(args, signature)?,
            _ => return Ok(None),
        }))
    }

    fn merge(&mut self, args: &Args<'_, '_>, signature: Signature) -> Result<Act, ConformError> {
        let successor = args.read("into", "a body's code", |text| text.parse().ok())?;
        let mut dispositions = BTreeMap::new();
        for item in args.text("dispositions").split('+').filter(|item| !item.is_empty()) {
            let item = match item {
                "measures" => LiveItem::Stay(Stay { body: self.bodies.body, programme: Programme::SpecialMeasures }),
                id => LiveItem::Instrument(args.word(self.spelling.read(id), id, "an instrument")?),
            };
            // The rows name what is settled and not how: what follows stays as it was.
            dispositions.insert(item, intervention::Disposition::Follow);
        }
        let remainder = if args.text("default") == "follow" { Remainder::Follows } else { Remainder::Refused };
        let merger = Merger { predecessor: self.bodies.body, successor, on: signature.on };
        Ok(Act::Merge { signature, merger, partners: BTreeSet::new(), dispositions, remainder })
    }

    fn id<T: std::str::FromStr>(&mut self, args: &Args<'_, '_>, name: &str) -> Result<T, ConformError> {
        let text = args.text(name);
        args.word(self.spelling.read(text), text, "an identity")
    }

    fn issued(&mut self, args: &Args<'_, '_>, id: &str, on: Date) -> Result<NewInstrument, ConformError> {
        let id = self.id(args, id)?;
        let clauses = clauses(args)?;
        instrument(args, (id, self.bodies.body), on, clauses)
    }

    /// How everything stands: `measures=in;D1=live;D1.1=open;p1=confirmed`.
    fn told(&self) -> String {
        let room = self.state.now();
        let stay = Stay { body: self.bodies.body, programme: Programme::SpecialMeasures };
        let measures = if room.open_episode(&stay).is_some() { "in" } else { "out" };
        let ours: Vec<&Instrument> = room.instruments().filter(|held| held.body == self.bodies.body).collect();
        let mut told = vec![format!("measures={measures}")];
        told.extend(ours.iter().map(|held| format!("{}={}", self.spelling.of(&held.id), held.stage())));
        for held in ours.iter().flat_map(|held| room.clauses_of(held)) {
            let id = &held.clause.id;
            told.push(format!("{}.{}={}", self.spelling.of(&id.instrument), id.number, held.stage()));
        }
        told.extend(room.proposals().map(|held| format!("{}={}", self.spelling.of(&held.id), held.stage())));
        told.join(";")
    }
}

fn instrument(
    args: &Args<'_, '_>,
    (id, body): (mandate::InstrumentId, OdsCode),
    on: Date,
    clauses: Vec<NewClause>,
) -> Result<NewInstrument, ConformError> {
    let from = if args.text("from").is_empty() { on } else { args.read("from", A_DAY, day)? };
    let kind = match args.text("regime") {
        "" => InstrumentKind::Direction,
        text => args.word(text.parse().ok(), text, "a kind of instrument")?,
    };
    let grounds = args.text("grounds").to_owned();
    Ok(NewInstrument {
        id,
        kind,
        body,
        title: String::new(),
        document: None,
        grounds,
        proposal: None,
        from,
        to: None,
        clauses,
    })
}

/// The clauses of a row: `1:require:planning+2:move:acute:08Q`.
fn clauses(args: &Args<'_, '_>) -> Result<Vec<NewClause>, ConformError> {
    let texts = args.text("clauses").split('+').filter(|text| !text.is_empty());
    texts.map(|text| args.word(clause(text), text, "a clause, such as 1:require:planning")).collect()
}

fn clause(text: &str) -> Option<NewClause> {
    let mut parts = text.splitn(4, ':');
    let (number, kind) = (parts.next()?.parse().ok()?, parts.next()?.parse::<EffectKind>().ok()?);
    let matter = parts.next()?;
    // A row names the matter without its sort: what is moved is a service, what a body does is a function.
    let sort = if kind == EffectKind::Move { "service" } else { "function" };
    let reach = format!("{sort}:{matter}").parse().ok()?;
    Some(NewClause {
        number,
        words: text.to_owned(),
        requirements: Requirement::ALL
            .iter()
            .find(|held| held.effects().contains(&kind))
            .into_iter()
            .copied()
            .collect(),
        effect: effect(kind, parts.next())?,
        reach,
        people: People::Everybody,
        from: None,
        to: None,
        clock: None,
    })
}

/// The effect of a clause of which no tier, amount or days are told.
fn effect(kind: EffectKind, to: Option<&str>) -> Option<Effect> {
    let receiver = || to.and_then(|to| to.parse().ok()).ok_or(());
    super::effect_of(kind, Posts::Any, 0, || Ok(Pence(0)), receiver).ok()
}

/// What a proposal of a row found: its key is all that is told.
fn finding(args: &Args<'_, '_>, on: Date) -> Result<Finding, ConformError> {
    let key = args.read("key", "a body, a rule and a period, such as 10E/T7/2017-18", |text| {
        let (body, rest) = text.split_once('/')?;
        let (rule, period) = rest.split_once('/')?;
        Some(FindingKey { body: body.parse().ok()?, rule: rule.parse().ok()?, period: period.to_owned() })
    })?;
    let edition = intervention::edition_on(on).from;
    let (figures, step) = (Figures::unknown(key.body), Step::Measures);
    Ok(Finding { figures, edition, step, source: String::new(), key })
}

/// The arguments of a row, by name.
struct Args<'a, 'q> {
    question: &'a Question<'q>,
    held: BTreeMap<&'q str, &'q str>,
}

fn arguments<'q>(question: &Question<'q>) -> Result<BTreeMap<&'q str, &'q str>, ConformError> {
    let parts = question.text("args")?.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').ok_or_else(|| question.wrong("args", part, "a name, = and a value")))
        .collect()
}

impl Args<'_, '_> {
    /// The text of an argument; empty where it is not there.
    fn text(&self, name: &str) -> &str {
        self.held.get(name).copied().unwrap_or_default()
    }

    fn read<T>(
        &self,
        name: &str,
        wanted: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConformError> {
        let text = self.text(name);
        self.word(read(text), text, wanted)
    }

    fn word<T>(&self, found: Option<T>, text: &str, wanted: &'static str) -> Result<T, ConformError> {
        found.ok_or_else(|| self.question.wrong("args", text, wanted))
    }

    fn letter(&self) -> Option<FileHash> {
        let text = self.text("letter");
        (!text.is_empty()).then(|| FileHash::of(text.as_bytes()))
    }

    fn ground(&self) -> Ground {
        match self.text("regardless") {
            "" => Ground::Met,
            reason => Ground::Regardless { reason: reason.to_owned() },
        }
    }
}
