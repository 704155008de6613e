//! Whether an act of a kind would be accepted now, and if not why not.

use super::about::Thing;
use super::act::{Act, BodyMonth, NewNotice, NewPost, NewShare, NewSupport, NewSustainabilityFund, Reporter};
use super::act_kind::ActKind;
use super::decide::{World, decide, unknown};
use super::record::{
    Allowance, ContractReport, DatedThresholds, InterventionProposal, MonthReport, Objective, Plan, ProposalAnswer,
};
use super::refusal::Refusal;
use super::view::Totals;
use crate::{
    Amendment, BasisPoints, Contract, CostedPost, ExactNumber, HeadBasis, InventoryEntry, MemberSide, Membership, Met,
    PostChange, PostClass, PostLife, Revocation, RevocationExtent, SupportDecision, WorkCategory, regimes_at_first,
    thresholds_at_first,
};
use mandate::Context;
use std::str::FromStr;
use terms::{Date, FinancialMonth, FinancialYear, FuzzyDate, Heads, OdsCode, Pence, Period, Quarter};

/// A word where any would do.
const WORD: &str = "trial";

/// How many acts are tried before it is taken that none would be accepted: a form must not keep a page waiting over every body of a
/// nation.
const TRIALS_MOST: usize = 2_000;

/// A month in which nothing came in or went out.
const EMPTY: MonthReport = MonthReport {
    position: Pence::NOUGHT,
    one_off: Pence::NOUGHT,
    forecast: Pence::NOUGHT,
    turnover: None,
    running_cost: None,
};

/// The first year of which anything is recorded: clinical commissioning groups began with it.
const FIRST_DAY: Date = Date::constant(2013, 4, 1);

/// Acts to be tried, worked out as they are.
type Acts<'a> = Box<dyn Iterator<Item = Act> + 'a>;

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, whatever duty the actor holds.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. So what is offered is what would be accepted, and there is no second list of rules.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { room: world.totals.now(), world, today: context.today };
        let mut refusal = None;
        for act in trial.acts(self, of).take(TRIALS_MOST) {
            match decide(world, context, &act) {
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| unknown(self.needed(), of)))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::EnactRegime | Self::SetThresholds | Self::PublishDeflators => "table for",
            Self::Join => "body that can join",
            Self::Leave => "member of",
            Self::Notify => "member to notify in",
            Self::Amend => "pair of members with control totals in",
            Self::SetObjective | Self::OfferSupport => "system",
            Self::OfferFund => "member to offer a fund in",
            Self::SetPlan
            | Self::ListRisks
            | Self::SetAllowance
            | Self::EnterPost
            | Self::EnterPosts
            | Self::EnterItem => "body",
            Self::ReportMonth | Self::ReportMonths => "plan of",
            Self::AnswerProposal => "proposal for",
            Self::ReportContract => "contract of",
            Self::AgreeShare => "other body than",
            Self::SignShare | Self::RevokeShare => "risk share",
            Self::MeetCondition => "condition of",
            Self::DecideSupport => "deficit support",
            Self::RecordAccess => "element of access of the fund",
            Self::PlanChange | Self::CompleteChange => "costed post",
            Self::WithdrawItem => "row",
        }
    }
}

/// What is tried, and from where.
#[derive(Clone, Copy)]
struct Trial<'a> {
    room: Totals<'a>,
    world: &'a World<'a>,
    today: Date,
}

impl<'a> Trial<'a> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(self, kind: ActKind, of: &'a Thing) -> Acts<'a> {
        match of {
            Thing::National => self.nationally(kind),
            Thing::System(system) => self.in_system(kind, *system),
            Thing::Body(body) => self.of_body(kind, *body),
            Thing::ContractSide(contract, side) => self.of_contract(kind, *contract, *side),
            Thing::ShareSide(id, side) => match kind {
                ActKind::SignShare => one(Act::SignShare { id: id.clone(), side: *side, on: self.today }),
                _ => none(),
            },
            Thing::Share(id) => match kind {
                ActKind::RevokeShare => self.revoke(id),
                ActKind::MeetCondition => {
                    let n_conditions = self.room.share(id).map_or(0, |held| held.conditions.len());
                    let numbers = (1..=u16::MAX).take(n_conditions);
                    Box::new(numbers.map(move |number| Act::MeetCondition { id: id.clone(), number, on: self.today }))
                }
                _ => none(),
            },
            Thing::Support(id) => match kind {
                ActKind::DecideSupport => Box::new(Quarter::ALL.iter().map(move |quarter| {
                    let (quarter, decision) = (*quarter, SupportDecision::Withhold);
                    Act::DecideSupport { id: id.clone(), quarter, decision, reason: WORD.to_owned() }
                })),
                _ => none(),
            },
            Thing::Fund(id) => match (kind, self.room.fund(id)) {
                (ActKind::RecordAccess, Some(held)) => Box::new(held.scheme.access.iter().map(move |(element, _)| {
                    let (element, quarter) = (element.clone(), Quarter::First);
                    Act::RecordAccess { id: id.clone(), element, quarter, met: Met::Yes }
                })),
                _ => none(),
            },
            Thing::Post(id) => match kind {
                ActKind::PlanChange => one(Act::PlanChange { id: id.clone(), change: PostChange::Keep }),
                ActKind::CompleteChange => one(Act::CompleteChange { id: id.clone(), on: self.today }),
                _ => none(),
            },
            Thing::Item(id) => match kind {
                ActKind::WithdrawItem => one(Act::WithdrawItem { id: id.clone() }),
                _ => none(),
            },
            Thing::Proposal(proposal) => match kind {
                ActKind::AnswerProposal => one(answer(*proposal)),
                _ => none(),
            },
            // Nothing is done to both sides at once.
            Thing::Contract(_) => none(),
        }
    }

    fn nationally(self, kind: ActKind) -> Acts<'a> {
        match kind {
            // One that is recorded can be corrected; else one that came with this edition is recorded.
            ActKind::EnactRegime => {
                let mut known = self.room.regimes().chain(regimes_at_first());
                known.next().map_or_else(none, |regime| one(Act::EnactRegime(regime.clone())))
            }
            ActKind::SetThresholds => one(Act::SetThresholds(DatedThresholds {
                from: self.today,
                thresholds: thresholds_at_first().clone(),
                source: WORD.to_owned(),
            })),
            ActKind::PublishDeflators => maybe(WORD.parse().ok().zip(number("100")).map(|(series, index)| {
                Act::PublishDeflators { series, indices: [(FinancialYear::of(self.today), index)].into() }
            })),
            _ => none(),
        }
    }

    fn in_system(self, kind: ActKind, system: OdsCode) -> Acts<'a> {
        match kind {
            ActKind::Join => self.join(system),
            ActKind::Leave => Box::new(self.room.memberships_in(system).map(move |held| {
                let last = first_of(held).unwrap_or(self.today);
                Act::Leave { body: held.body, system, last }
            })),
            ActKind::Notify => self.notify(system),
            ActKind::Amend => self.amend(system),
            ActKind::SetObjective => Box::new(self.years().map(move |year| Act::SetObjective {
                system,
                year,
                objective: Objective::default(),
            })),
            ActKind::ReportMonths => {
                let mut bodies: Vec<OdsCode> = self.room.memberships_in(system).map(|held| held.body).collect();
                bodies.dedup();
                let by = Reporter::System(system);
                Box::new(bodies.into_iter().flat_map(move |body| self.report_months(by, body)))
            }
            ActKind::OfferSupport => self.offer_support(system),
            ActKind::OfferFund => self.offer_fund(system),
            _ => none(),
        }
    }

    fn of_body(self, kind: ActKind, body: OdsCode) -> Acts<'a> {
        let years = self.years();
        match kind {
            ActKind::SetPlan => Box::new(years.map(move |year| {
                let plan = Plan { months: [Pence::NOUGHT; 12], resource: Pence::NOUGHT };
                Act::SetPlan { body, year, plan }
            })),
            ActKind::ReportMonth => {
                let months = self.months_planned(body);
                Box::new(months.map(move |(year, month)| Act::ReportMonth { body, year, month, report: EMPTY }))
            }
            ActKind::ReportMonths => self.report_months(Reporter::Body(body), body),
            ActKind::ListRisks => Box::new(years.map(move |year| Act::ListRisks { body, year, risks: Vec::new() })),
            ActKind::SetAllowance => Box::new(years.filter_map(move |year| {
                let allowance = Allowance {
                    pounds_a_head: number("1")?,
                    heads: Heads(1),
                    basis: HeadBasis::Registered,
                    vintage: WORD.to_owned(),
                };
                Some(Act::SetAllowance { body, year, allowance })
            })),
            ActKind::AgreeShare => self.agree_share(body),
            ActKind::EnterPost => Box::new(self.new_posts(body).map(Act::EnterPost)),
            ActKind::EnterPosts => {
                Box::new(self.new_posts(body).map(move |new| Act::EnterPosts { body, posts: vec![new] }))
            }
            ActKind::EnterItem => maybe(unused(|id| self.room.item(id).is_some()).map(|id| Act::EnterItem {
                id,
                entry: InventoryEntry {
                    body,
                    category: WorkCategory::Payroll,
                    item: WORD.to_owned(),
                    annual_cost: Pence::NOUGHT,
                    times: 0,
                    minutes_each: 0,
                    contract_ends: None,
                },
            })),
            _ => none(),
        }
    }

    /// Every month of every year that a body has a plan for.
    fn months_planned(self, body: OdsCode) -> impl Iterator<Item = (FinancialYear, FinancialMonth)> + use<'a> {
        let planned = self.years().filter(move |year| self.room.plan(body, *year).is_some());
        planned.flat_map(|year| FinancialMonth::all().map(move |month| (year, month)))
    }

    fn report_months(self, by: Reporter, body: OdsCode) -> Acts<'a> {
        Box::new(self.months_planned(body).map(move |(year, month)| Act::ReportMonths {
            by,
            months: vec![BodyMonth { body, year, month, report: EMPTY }],
        }))
    }

    /// Bodies that hold posts first, for they are near; then those of the register. A system that is no more has none.
    fn join(self, system: OdsCode) -> Acts<'a> {
        let near = self.world.mandate.bodies().into_iter();
        let all = near.chain(std::iter::once_with(move || self.world.register.codes()).flatten());
        let period = Period::from_days(Some(self.today), None);
        Box::new(all.filter(move |body| *body != system).map(move |body| {
            Act::Join(Membership { body, system, side: MemberSide::Provider, period, share: BasisPoints::LEAST })
        }))
    }

    /// One member, in the month in which it joined or the first whole one after, and in this one.
    fn notify(self, system: OdsCode) -> Acts<'a> {
        let Some(id) = unused(|id| self.room.notice(id).is_some()) else { return none() };
        Box::new(self.room.memberships_in(system).flat_map(move |held| {
            let id = id.clone();
            let joined = first_of(held).unwrap_or(FIRST_DAY);
            let days =
                [joined, FinancialMonth::of(joined).last_day(FinancialYear::of(joined)).tomorrow().unwrap_or(joined)];
            days.into_iter().chain([self.today]).map(move |day| {
                Act::Notify(NewNotice {
                    id: id.clone(),
                    system,
                    year: FinancialYear::of(day),
                    month: FinancialMonth::of(day),
                    issued_on: self.today,
                    totals: [(held.body, Pence::NOUGHT)].into(),
                    source: WORD.to_owned(),
                })
            })
        }))
    }

    /// A penny between one member with a control total and the next, in every month of every year that has a notice.
    fn amend(self, system: OdsCode) -> Acts<'a> {
        let Some(id) = unused(|id| self.room.amendment(id).is_some()) else { return none() };
        let years = self
            .years()
            .filter(move |year| self.room.notices().any(|held| (held.system, held.year) == (system, *year)));
        let months = years.flat_map(|year| FinancialMonth::all().map(move |month| (year, month)));
        Box::new(months.flat_map(move |(year, month)| {
            let members = self.room.members(system, month.first_day(year));
            let totals = self.room.control_totals(system, year, month).unwrap_or_default();
            let bodies: Vec<OdsCode> = totals.0.into_keys().filter(|body| members.contains_key(body)).collect();
            let id = id.clone();
            let pairs = bodies.windows(2).filter_map(|pair| <[OdsCode; 2]>::try_from(pair).ok()).collect::<Vec<_>>();
            pairs.into_iter().map(move |[one, other]| Act::Amend {
                id: id.clone(),
                system,
                amendment: Amendment {
                    year,
                    month,
                    deltas: vec![(one, Pence(-1)), (other, Pence(1))],
                    signatures: [one, other].into(),
                },
                reason: WORD.to_owned(),
            })
        }))
    }

    fn offer_support(self, system: OdsCode) -> Acts<'a> {
        let Some(id) = unused(|id| self.room.support(id).is_some()) else { return none() };
        Box::new(self.years().map(move |year| {
            Act::OfferSupport(NewSupport {
                id: id.clone(),
                system,
                year,
                amount: Pence(1),
                tolerance: Pence::NOUGHT,
                source: WORD.to_owned(),
            })
        }))
    }

    fn offer_fund(self, system: OdsCode) -> Acts<'a> {
        let Some(id) = unused(|id| self.room.fund(id).is_some()) else { return none() };
        Box::new(self.years().flat_map(move |year| {
            let id = id.clone();
            self.room.members(system, year.first_day()).into_keys().map(move |body| {
                Act::OfferFund(NewSustainabilityFund { id: id.clone(), body, system, year, amount: Pence(1) })
            })
        }))
    }

    /// For every year the last month, and the one before this.
    fn of_contract(self, kind: ActKind, contract: Contract, side: MemberSide) -> Acts<'a> {
        if kind != ActKind::ReportContract {
            return none();
        }
        let before = FinancialMonth::of(self.today).first_day(FinancialYear::of(self.today)).yesterday();
        let before = before.ok().map(|day| (FinancialYear::of(day), FinancialMonth::of(day)));
        let ends = self.years().map(|year| (year, FinancialMonth::of(year.last_day())));
        Box::new(before.into_iter().chain(ends).map(move |(year, month)| Act::ReportContract {
            report: ContractReport { contract, side, year, month },
            amount: Pence::NOUGHT,
        }))
    }

    fn agree_share(self, giver: OdsCode) -> Acts<'a> {
        let Some(id) = unused(|id| self.room.share(id).is_some()) else { return none() };
        let near = self.world.mandate.bodies().into_iter();
        let all = near.chain(std::iter::once_with(move || self.world.register.codes()).flatten());
        Box::new(all.filter(move |body| *body != giver).map(move |receiver| {
            Act::AgreeShare(NewShare {
                id: id.clone(),
                giver,
                receiver,
                amount: Pence(1),
                year: FinancialYear::of(self.today),
                effective_on: self.today,
                conditions: Vec::new(),
            })
        }))
    }

    /// All of it, from today or the day it is in force, whichever comes last.
    fn revoke(self, id: &'a super::id::RiskShareId) -> Acts<'a> {
        let Some(held) = self.room.share(id) else { return none() };
        let on = held.share.in_force_on().map_or(self.today, |first| first.max(self.today));
        let revocation = Revocation { on, extent: RevocationExtent::Whole };
        one(Act::RevokeShare { id: id.clone(), revocation, reason: WORD.to_owned() })
    }

    fn new_posts(self, body: OdsCode) -> impl Iterator<Item = NewPost> + use<'a> {
        let id = unused(|id| self.room.post(id).is_some());
        let days = id.into_iter().flat_map(move |id| [self.today, FIRST_DAY].map(|from| (id.clone(), from)));
        days.map(move |(id, from)| {
            let life = PostLife::Existing { annual_cost: Pence(1), from, last: None, change: PostChange::Keep };
            NewPost { id, title: WORD.to_owned(), post: CostedPost { body, class: PostClass::Running, life } }
        })
    }

    /// The next year, this one, and those before, down to the first.
    fn years(self) -> impl Iterator<Item = FinancialYear> + use<> {
        let next = FinancialYear::of(self.today).next();
        let first = FinancialYear::of(FIRST_DAY).min(next);
        let mut years: Vec<FinancialYear> =
            std::iter::successors(Some(first), |year| Some(year.next())).take_while(|year| *year <= next).collect();
        years.reverse();
        years.into_iter()
    }
}

fn answer(proposal: InterventionProposal) -> Act {
    Act::AnswerProposal { proposal, answer: ProposalAnswer::Decline, reason: WORD.to_owned() }
}

/// The first day on which a body surely belongs, where it is known.
fn first_of(membership: &Membership) -> Option<Date> {
    membership.period.from().map(FuzzyDate::latest)
}

fn number(text: &str) -> Option<ExactNumber> {
    text.parse().ok()
}

fn none<'a>() -> Acts<'a> {
    Box::new(std::iter::empty())
}

fn one<'a>(act: Act) -> Acts<'a> {
    Box::new(std::iter::once(act))
}

fn maybe<'a>(act: Option<Act>) -> Acts<'a> {
    Box::new(act.into_iter())
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
