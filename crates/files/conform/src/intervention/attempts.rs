//! Acts put to the directions of a world of tables.

use super::spelling::Spelling;
use super::{each, maybe_on, maybe_parsed, on, parsed, pence};
use crate::{Answers, ConformError, Question, Questions, World};
use intervention::{
    Acting, Attempt, ClauseId, Condition, ConditionTime, Consent, ConsentId, Constraint, Directions, Duty, Effect,
    EffectKind, InstrumentKind, Notice, People, Posts, Scope, Tier, Use, Verdict,
};
use mandate::{InstrumentId, Population};
use register::FileHash;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

const CODE: &str = "a body's code";
const IDENTITY: &str = "an identity";
const MATTER: &str = "a matter";
const TIER: &str = "a tier from 0 to 3";

/// The verdict, its clauses and reason, the consents relied on and the duties left.
pub(super) fn attempts(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut spelling = Spelling::default();
    let directions = directions(world, &mut spelling)?;
    let columns = ["expected_verdict", "expected_clauses", "expected_reason", "expected_consents", "expected_duties"];
    each(questions, columns, |question| {
        let used = used(question)?;
        let attempt = attempt(question)?;
        let verdict = if used.is_empty() {
            directions.judge(&attempt)
        } else {
            directions.clone().with_used(used).judge(&attempt)
        };
        Ok(told(&verdict, &spelling))
    })
}

fn used(question: &Question<'_>) -> Result<BTreeSet<ConsentId>, ConformError> {
    let ids = |text: &str| text.split(';').map(|id| id.to_lowercase().parse().ok()).collect::<Option<_>>();
    Ok(question.maybe("used_consents", "consents, separated by semicolons", ids)?.unwrap_or_default())
}

fn people(question: &Question<'_>) -> Result<People, ConformError> {
    let population: Option<OdsCode> = maybe_parsed(question, "population", "a population's code")?;
    Ok(population.map_or(People::Everybody, |body| People::Of(Population::registered(body))))
}

fn hash(question: &Question<'_>) -> Result<Option<FileHash>, ConformError> {
    question.maybe("plan_hash", "a text's hash", |text| Some(FileHash::of(text.as_bytes())))
}

fn attempt(question: &Question<'_>) -> Result<Attempt, ConformError> {
    let giver: Option<OdsCode> = maybe_parsed(question, "acting_for", CODE)?;
    Ok(Attempt {
        body: parsed(question, "body", CODE)?,
        acting: giver.map_or(Acting::ForItself, Acting::For),
        reach: parsed(question, "matter", MATTER)?,
        people: people(question)?,
        tier: maybe_parsed(question, "tier", TIER)?,
        post: maybe_parsed(question, "post", IDENTITY)?,
        plan: hash(question)?,
        amount: pence(question, "amount_p")?,
        on: on(question, "effective_on")?,
    })
}

fn told(verdict: &Verdict, spelling: &Spelling) -> [String; 5] {
    let list = |words: Vec<String>| words.join(";");
    let reason = match verdict {
        Verdict::Moved { to, .. } => to.to_string(),
        Verdict::OverLimit { limit, .. } => limit.0.to_string(),
        Verdict::NeedsConsent { miss, .. } => miss.to_string(),
        Verdict::NoFunction
        | Verdict::Forbidden { .. }
        | Verdict::NeedsConsultation { .. }
        | Verdict::NeedsNotice { .. }
        | Verdict::Allowed(_) => String::new(),
    };
    let passage = match verdict {
        Verdict::Allowed(passage) => passage.clone(),
        Verdict::Moved { .. }
        | Verdict::NoFunction
        | Verdict::Forbidden { .. }
        | Verdict::OverLimit { .. }
        | Verdict::NeedsConsent { .. }
        | Verdict::NeedsConsultation { .. }
        | Verdict::NeedsNotice { .. } => intervention::Passage::default(),
    };
    let duty = |duty: &Duty| match duty {
        Duty::Condition(condition) => format!("{}#{}", spelling.of(&condition.consent), condition.number),
        Duty::Notify { clause, by } => format!("{}:notify-by:{by}", spelling.of(clause)),
    };
    let mut duties: Vec<String> = passage.duties.iter().map(duty).collect();
    duties.sort_unstable();
    [
        verdict.slug().to_owned(),
        list(verdict.clauses().map(|clause| spelling.of(clause)).collect()),
        reason,
        list(passage.consents.iter().map(|consent| spelling.of(consent)).collect()),
        list(duties),
    ]
}

/// An instrument of the world, as far as its clauses need it.
struct Instrument {
    kind: InstrumentKind,
    body: OdsCode,
    from: Date,
    to: Option<Date>,
}

fn directions(world: &World, spelling: &mut Spelling) -> Result<Directions, ConformError> {
    let mut instruments = BTreeMap::new();
    for row in world.table("instruments.csv")?.rows() {
        let id: InstrumentId = row.read("instrument", IDENTITY, |text| spelling.read(text))?;
        let instrument = Instrument {
            kind: parsed(&row, "kind", "a kind of instrument")?,
            body: parsed(&row, "body", CODE)?,
            from: on(&row, "from")?,
            to: maybe_on(&row, "to")?,
        };
        instruments.insert(id, instrument);
    }
    let mut constraints = Vec::new();
    for row in world.table("clauses.csv")?.rows() {
        constraints.extend(constraint(&row, &instruments, spelling)?);
    }
    let conditions = conditions(world)?;
    let mut consents = Vec::new();
    for row in world.table("consents.csv")?.rows() {
        consents.push(consent(&row, &conditions, spelling)?);
    }
    let table = world.table("records.csv")?;
    let notices = table.rows().map(|row| notice(&row)).collect::<Result<Vec<_>, _>>()?;
    Ok(Directions::new(constraints, consents, BTreeSet::new(), notices))
}

/// The constraint that a clause of the world lays, if it binds. An undertaking only promises.
fn constraint(
    row: &Question<'_>,
    instruments: &BTreeMap<InstrumentId, Instrument>,
    spelling: &mut Spelling,
) -> Result<Option<Constraint>, ConformError> {
    let clause: ClauseId = row.read("clause", "a clause", |text| spelling.read(text))?;
    let instrument = instruments
        .get(&clause.instrument)
        .ok_or_else(|| row.wrong("clause", &clause.to_string(), "a clause of an instrument on record"))?;
    let Effect::Bind(binding) = effect(row)? else { return Ok(None) };
    if instrument.kind == InstrumentKind::Undertaking {
        return Ok(None);
    }
    let from = instrument.from.max(on(row, "from")?);
    let ends = [maybe_on(row, "to")?, maybe_on(row, "lifted_on")?, instrument.to];
    Ok(Some(Constraint {
        clause,
        body: instrument.body,
        binding,
        reach: parsed(row, "matter", MATTER)?,
        people: people(row)?,
        since: from,
        from,
        to: ends.into_iter().flatten().min(),
    }))
}

fn effect(row: &Question<'_>) -> Result<Effect, ConformError> {
    let amount = || pence(row, "amount_p")?.ok_or_else(|| row.wrong("amount_p", "", "the amount of a cap"));
    let tier: Option<Tier> = maybe_parsed(row, "tier_max", TIER)?;
    let posts = tier.map_or(Posts::Any, Posts::Down);
    let days = maybe_parsed::<u16>(row, "days", "a number of days")?.unwrap_or_default();
    let kind: EffectKind = parsed(row, "effect", "an effect of a clause")?;
    super::effect_of(kind, posts, days, amount, || parsed(row, "to_body", CODE))
}

type Conditions = BTreeMap<ConsentId, BTreeMap<std::num::NonZeroU16, Condition>>;

fn conditions(world: &World) -> Result<Conditions, ConformError> {
    let mut held = Conditions::new();
    for row in world.table("consent_conditions.csv")?.rows() {
        let consent: ConsentId = row.read("consent", IDENTITY, |text| text.to_lowercase().parse().ok())?;
        let time: ConditionTime = parsed(&row, "when", "pre or post")?;
        let met_on = maybe_on(&row, "met_on")?;
        let condition = Condition { time, words: String::new(), owner: None, due: None, met_on };
        held.entry(consent).or_default().insert(parsed(&row, "n", "a number from 1")?, condition);
    }
    Ok(held)
}

fn consent(row: &Question<'_>, conditions: &Conditions, spelling: &mut Spelling) -> Result<Consent, ConformError> {
    let id: ConsentId = row.read("consent", IDENTITY, |text| spelling.read(text))?;
    let clauses = |text: &str| text.split(';').map(|id| id.to_lowercase().parse().ok()).collect::<Option<_>>();
    let amount_max: Option<Pence> = pence(row, "amount_max_p")?;
    Ok(Consent {
        by: parsed(row, "by", CODE)?,
        scope: Scope {
            clauses: row.read("clauses", "clauses, separated by semicolons", clauses)?,
            reach: parsed(row, "matter", MATTER)?,
            tier: maybe_parsed(row, "tier", TIER)?,
            post: maybe_parsed(row, "post", IDENTITY)?,
            plan: hash(row)?,
        },
        amount_max,
        from: on(row, "from")?,
        to: maybe_on(row, "to")?,
        uses: row.read("single", "yes or no", |text| match text {
            "yes" => Some(Use::Single),
            "no" => Some(Use::Standing),
            _ => None,
        })?,
        withdrawn_on: maybe_on(row, "withdrawn_on")?,
        conditions: conditions.get(&id).cloned().unwrap_or_default(),
        id,
    })
}

fn notice(row: &Question<'_>) -> Result<Notice, ConformError> {
    Ok(Notice {
        kind: parsed(row, "kind", "consulted or notified")?,
        body: parsed(row, "body", CODE)?,
        reach: parsed(row, "matter", MATTER)?,
        on: on(row, "on")?,
    })
}
