//! Whether an act of a kind would be accepted now, and if not why not.

use crate::about::Thing;
use crate::act::{Act, NewPlan, Signing};
use crate::act_kind::ActKind;
use crate::agreement::{Agreement, AgreementTerms, Clauses};
use crate::check::Tolerances;
use crate::decide::{World, decide, unknown};
use crate::id::AgreementId;
use crate::key::{ALL_COMMISSIONERS, Key, KeyParts, PlanMonth};
use crate::kind::{ContractStage, LineKind, MergerDuty, Side};
use crate::line::Line;
use crate::merge::Choice;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::state::Plans;
use crate::value::Value;
use executive::ProposalId;
use mandate::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use terms::{Date, FinancialYear, OdsCode, Pence};

/// A word where any would do.
const WORD: &str = "trial";

/// Acts to be tried, made one by one.
type Acts<'a> = Box<dyn Iterator<Item = Act> + 'a>;

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, from this actor, whatever duty they hold.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. So what is offered is what would be accepted, and there is no second list of rules.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { room: world.plan.now(), world, today: context.today };
        let mut refusal = None;
        for act in trial.acts(self, of) {
            match decide(world, context, &act) {
                Ok(outcome) if outcome.events.is_empty() => {}
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| unknown(self.needed(), of)))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::Open => "member of the committee",
            Self::BringLines | Self::Object => "body of a plan",
            Self::EnterLine => "plan that was brought",
            Self::RemoveLine => "line of a plan that was brought",
            Self::Resolve => "decision about the line",
            Self::Waive => "decision about the check",
            Self::Submit => "plan",
            Self::Sign => "body or decision about the plan",
            Self::SignByExecutive => "decision about the plan",
            Self::SetTolerances => "tolerance of",
            Self::RecordAgreement => "other body than",
            Self::VaryAgreement | Self::ReachStage => "agreement",
            Self::MeetMergerDuty => "party that merged, or agreement",
        }
    }
}

/// What is tried, and from where.
struct Trial<'a> {
    room: Plans<'a>,
    world: &'a World<'a>,
    today: Date,
}

/// Of lines of plans.
impl<'a> Trial<'a> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(&'a self, kind: ActKind, of: &'a Thing) -> Acts<'a> {
        match kind {
            ActKind::Open => self.open(of),
            ActKind::BringLines => one(self.bring(of)),
            ActKind::EnterLine => one(self.enter(of)),
            ActKind::RemoveLine => one(remove(of)),
            ActKind::Resolve => self.resolve(of),
            ActKind::Waive => self.waive(of),
            ActKind::Submit => one(of.plan().map(|plan| Act::Submit { plan: plan.clone() })),
            ActKind::Sign => self.sign(of),
            ActKind::Object => one(object(of)),
            ActKind::SignByExecutive => self.sign_by_executive(of),
            ActKind::SetTolerances => one(self.set_tolerances(of)),
            ActKind::RecordAgreement => self.record(of),
            ActKind::VaryAgreement => self.vary(of),
            ActKind::ReachStage => self.reach(of),
            ActKind::MeetMergerDuty => self.meet(of),
        }
    }

    /// For each member of the committee alone: what stands in the way of each stands in the way of several.
    fn open(&'a self, of: &'a Thing) -> Acts<'a> {
        let Thing::Forum(forum) = of else { return none() };
        let id = unused(|id| self.room.plan(id).is_some() || Plan::matter_of(id).is_none());
        let Some((id, committee)) = id.zip(self.world.mandate.committee(forum)) else { return none() };
        let open = move |body: OdsCode| {
            Act::Open(NewPlan {
                id: id.clone(),
                title: WORD.to_owned(),
                system: body,
                year: FinancialYear::of(self.today),
                forum: forum.clone(),
                bodies: BTreeSet::from([body]),
            })
        };
        Box::new(committee.members.iter().map(move |member| open(member.body)))
    }

    /// A line of the whole system, which is nobody else's, in a plan of the body alone.
    fn bring(&self, of: &Thing) -> Option<Act> {
        let Thing::Member(plan, body) = of else { return None };
        let source = unused(|name| self.room.plans().any(|held| held.sources.contains_key(name)))?;
        let lines =
            vec![line(self.room.plan(plan).map_or_else(|| FinancialYear::of(self.today), |held| held.year), &[])?];
        Some(Act::BringLines { plan: plan.clone(), source, bodies: BTreeSet::from([*body]), lines })
    }

    fn enter(&self, of: &Thing) -> Option<Act> {
        let Thing::Source(plan, source) = of else { return None };
        let held = self.room.plan(plan)?.sources.get(source)?;
        let line = line(FinancialYear::of(self.today), &held.lines)?;
        Some(Act::EnterLine { plan: plan.clone(), source: source.clone(), line })
    }

    fn proposals(&self) -> impl Iterator<Item = ProposalId> + use<'a> {
        self.world.executive.proposals().map(|proposal| proposal.id.clone())
    }

    /// By every decision; two values, for one may be what was settled already.
    fn resolve(&'a self, of: &'a Thing) -> Acts<'a> {
        let Thing::Line(plan, key) = of else { return none() };
        let values = [0, 1].map(|amount| match key.kind() {
            LineKind::Narrative => Value::narrative(&format!("{WORD} {amount}")),
            kind => Value::Figure { unit: kind.usual_unit(), amount },
        });
        let resolve = move |(decision, value): (ProposalId, Value)| Act::Resolve {
            plan: plan.clone(),
            key: key.clone(),
            choice: Choice::Value(value),
            decision,
        };
        let each = self.proposals().flat_map(move |decision| values.clone().map(|value| (decision.clone(), value)));
        Box::new(each.map(resolve))
    }

    fn waive(&'a self, of: &'a Thing) -> Acts<'a> {
        let Thing::Check(plan, check) = of else { return none() };
        let waive = move |decision| {
            let (plan, check, reason) = (plan.clone(), check.clone(), WORD.to_owned());
            Act::Waive { plan, check, decision, reason }
        };
        Box::new(self.proposals().map(waive))
    }
}

/// Of signing.
impl<'a> Trial<'a> {
    fn sign(&'a self, of: &'a Thing) -> Acts<'a> {
        let version = |plan| self.room.plan(plan).map(|held| held.sign_off.version());
        match of {
            Thing::Member(plan, body) => one(version(plan).map(|version| Act::Sign {
                plan: plan.clone(),
                body: *body,
                version,
                by: Signing::Representative,
            })),
            Thing::GoverningBody(plan, body) => {
                let Some(version) = version(plan) else { return none() };
                let sign = move |decision| Act::Sign {
                    plan: plan.clone(),
                    body: *body,
                    version,
                    by: Signing::Decision(decision),
                };
                Box::new(self.proposals().map(sign))
            }
            _ => none(),
        }
    }

    fn sign_by_executive(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some((plan, held)) = of.plan().and_then(|plan| Some((plan, self.room.plan(plan)?))) else { return none() };
        let version = held.sign_off.version();
        let sign = move |proposal| Act::SignByExecutive { plan: plan.clone(), version, proposal };
        Box::new(self.proposals().map(sign))
    }

    fn set_tolerances(&self, of: &Thing) -> Option<Act> {
        (*of == Thing::Tolerances)
            .then(|| Act::SetTolerances(Tolerances { from: self.today, ..Tolerances::at_first() }))
    }
}

/// Of agreements.
impl<'a> Trial<'a> {
    /// Bodies that something can be with: first those that have a post here, then all of the register.
    fn bodies(&'a self) -> impl Iterator<Item = OdsCode> + 'a {
        let near = self.world.mandate.bodies().into_iter();
        // Asked for only where none of the others would do.
        let all = std::iter::once_with(|| self.world.register.codes()).flatten();
        near.chain(all).filter(|body| self.world.register.knows(*body))
    }

    /// With each other body; with one alone, where the body itself stands in the way.
    fn record(&'a self, of: &'a Thing) -> Acts<'a> {
        let Thing::Body(body) = of else { return none() };
        let Some(id) = unused::<AgreementId>(|id| self.room.agreement(id).is_some()) else { return none() };
        let record = move |other: OdsCode| Act::RecordAgreement {
            terms: AgreementTerms {
                id: id.clone(),
                parties: BTreeSet::from([*body, other]),
                coordinator: *body,
                values: BTreeMap::new(),
                first: self.today,
                last: self.today,
                merger: MergerDuty::Nothing,
                clauses: Clauses::DataSharing,
            },
            title: WORD.to_owned(),
        };
        let can_be = self.world.register.knows(*body) && self.world.is_open(*body, self.today);
        let n_tried = if can_be { usize::MAX } else { 1 };
        Box::new(self.bodies().filter(move |other| other != body).take(n_tried).map(record))
    }

    fn held(&self, of: &'a Thing) -> Option<(&'a AgreementId, &'a Agreement)> {
        let Thing::Agreement(id) = of else { return None };
        Some((id, self.room.agreement(id)?))
    }

    /// Two values, for one may be what it is worth already.
    fn vary(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some((id, held)) = self.held(of) else { return none() };
        let vary = move |pence: i64| Act::VaryAgreement {
            agreement: id.clone(),
            values: BTreeMap::from([(FinancialYear::of(held.terms.first), Pence(pence))]),
            last: held.terms.last,
            reason: WORD.to_owned(),
        };
        Box::new([1, 2].into_iter().map(vary))
    }

    fn reach(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some((id, _)) = self.held(of) else { return none() };
        let reach =
            move |stage: &ContractStage| Act::ReachStage { agreement: id.clone(), stage: *stage, day: self.today };
        Box::new(ContractStage::ALL.iter().map(reach))
    }

    /// For each party that something is asked of, by each body that could take its place; where nothing is asked of any, once.
    fn meet(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some((id, held)) = self.held(of) else { return none() };
        let is_asked =
            move |party: &OdsCode| held.terms.merger != MergerDuty::Nothing && !held.mergers.contains_key(party);
        let asked = held.terms.parties.iter().copied().find(is_asked);
        let predecessor = asked.or_else(|| held.terms.parties.first().copied());
        let Some(predecessor) = predecessor else { return none() };
        let meet = move |successor| Act::MeetMergerDuty {
            agreement: id.clone(),
            predecessor,
            successor,
            evidence: WORD.to_owned(),
        };
        let n_tried = if asked.is_some() { usize::MAX } else { 1 };
        Box::new(self.bodies().take(n_tried).map(meet))
    }
}

impl Thing {
    fn plan(&self) -> Option<&crate::id::PlanId> {
        if let Self::Plan(id) = self { Some(id) } else { None }
    }
}

fn remove(of: &Thing) -> Option<Act> {
    let Thing::SourceLine(plan, line) = of else { return None };
    Some(Act::RemoveLine { plan: plan.clone(), source: line.source.clone(), line: line.line.clone() })
}

fn object(of: &Thing) -> Option<Act> {
    let Thing::Member(plan, body) = of else { return None };
    Some(Act::Object { plan: plan.clone(), body: *body, reason: WORD.to_owned() })
}

/// A line of the whole system about which no line of some says anything, under a name that none of them has.
fn line(year: FinancialYear, others: &[Line]) -> Option<Line> {
    let name = unused(|name| others.iter().any(|other| other.name == *name))?;
    let of = |number: usize| {
        let measure = format!("{WORD} {number}");
        Key::new(&KeyParts {
            kind: LineKind::Activity,
            side: Side::System,
            measure: &measure,
            commissioner: ALL_COMMISSIONERS,
            provider: "",
            pod: "",
            place: "",
            year,
            month: PlanMonth::YEAR,
        })
        .ok()
    };
    let key = (0..).map_while(of).find(|key| others.iter().all(|other| other.key != *key))?;
    let value = Value::Figure { unit: LineKind::Activity.usual_unit(), amount: 0 };
    Some(Line { name, key, value, mandate: None, cell: None, quotient: None })
}

fn none<'a>() -> Acts<'a> {
    Box::new(std::iter::empty())
}

fn one<'a>(act: Option<Act>) -> Acts<'a> {
    Box::new(act.into_iter())
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
