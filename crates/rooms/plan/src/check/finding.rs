//! The checks of a whole plan: which lines each compares, and what each comes to.

use crate::check::{Figures, Outcome, Tolerances};
use crate::key::{ALL_COMMISSIONERS, Key, PlanMonth};
use crate::kind::{CheckKind, LineKind, Side};
use crate::merge::{MergedLine, MergedPlan};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use terms::FinancialYear;

/// A check of one thing, by which it is waived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CheckReference {
    /// Which check.
    pub kind: CheckKind,
    /// Of what: the key of the line it begins from, or a contract's identity.
    pub subject: String,
}

impl fmt::Display for CheckReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.kind, self.subject)
    }
}

/// What one check of a plan came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check, of what.
    pub reference: CheckReference,
    /// The lines compared, in the order of their keys. Empty for a contract.
    pub keys: BTreeSet<Key>,
    /// What it came to.
    pub outcome: Outcome,
}

/// Every check that a plan's lines give the figures for, in the order of the checks and then of their lines.
///
/// A check without any of its figures says nothing; one with some of them says that it could not be tested. Lines in which plans
/// still differ count as missing.
///
/// Source: spec 06, section 12.3.
pub fn findings<D>(merged: &MergedPlan<D>, year: FinancialYear, tolerances: &Tolerances) -> Vec<Finding> {
    let mut book = Book { merged, year, tolerances, found: Vec::new() };
    book.contracts();
    book.prices();
    book.growth();
    book.capacity();
    book.parts();
    book.months();
    book.control_totals();
    book.occupancy();
    book.mental_health();
    book.running_costs();
    book.found.sort_by(|one, other| one.reference.cmp(&other.reference));
    book.found
}

/// A plan being checked.
struct Book<'a, D> {
    merged: &'a MergedPlan<D>,
    year: FinancialYear,
    tolerances: &'a Tolerances,
    found: Vec<Finding>,
}

impl<'a, D> Book<'a, D> {
    /// The lines of the plan's year of one kind.
    fn lines(&self, kind: LineKind) -> impl Iterator<Item = &'a MergedLine<D>> + use<'a, D> {
        let year = self.year;
        self.merged.lines.iter().filter(move |line| line.key.kind() == kind && line.key.year() == year)
    }

    /// The keys of the plan's year of one kind and measure.
    fn of_measure(&self, kind: LineKind, measure: &'a str) -> impl Iterator<Item = &'a Key> + use<'a, D> {
        self.lines(kind).map(|line| &line.key).filter(move |key| key.measure() == measure)
    }

    fn note(&mut self, subject: &Key, keys: impl IntoIterator<Item = Key>, figures: Option<&Figures>, kind: CheckKind) {
        let outcome = figures.map_or(Outcome::NOT_TESTED, Figures::outcome);
        let reference = CheckReference { kind, subject: subject.to_string() };
        let keys = keys.into_iter().chain([subject.clone()]).filter(|key| self.merged.line(key).is_some()).collect();
        self.found.push(Finding { reference, keys, outcome });
    }

    /// C1. A line that only one side has fails where the other side has brought lines at all.
    fn contracts(&mut self) {
        let is_contract = |key: &&Key| !key.commissioner().is_empty() && !key.provider().is_empty();
        let keys: Vec<&Key> = self.lines(LineKind::Finance).map(|line| &line.key).filter(is_contract).collect();
        let buying: BTreeSet<&str> = theirs(&keys, Side::Commissioner, Key::commissioner);
        let supplying: BTreeSet<&str> = theirs(&keys, Side::Provider, Key::provider);
        let pairs: BTreeSet<Key> =
            keys.iter().filter(|key| key.side() != Side::System).map(|key| key.on_side(Side::Commissioner)).collect();
        for bought in pairs {
            let supplied = bought.on_side(Side::Provider);
            let (here, there) = (self.merged.line(&bought), self.merged.line(&supplied));
            let unsettled = [here, there].into_iter().flatten().any(|line| line.origin.value().is_none());
            let both_plan = buying.contains(bought.commissioner()) && supplying.contains(bought.provider());
            let figures = (both_plan && !unsettled).then(|| Figures::Contract {
                commissioner: self.merged.amount(&bought),
                provider: self.merged.amount(&supplied),
                flat: self.tolerances.contract_flat.0,
                share_bp: self.tolerances.contract_bp,
            });
            self.note(&bought, [supplied], figures.as_ref(), CheckKind::Contract);
        }
    }

    /// C2. Every activity that has a price, beside the spending on the same contract.
    fn prices(&mut self) {
        let measures = &self.tolerances.measures;
        let is_price = |line: &MergedLine<D>| line.key.measure().starts_with(&measures.price_of);
        if !self.lines(LineKind::Finance).any(is_price) {
            return;
        }
        let mut priced: BTreeMap<Key, Vec<(Key, Key)>> = BTreeMap::new();
        for line in self.lines(LineKind::Activity) {
            let name = format!("{} {}", measures.price_of, line.key.measure());
            let price = line.key.changed(|parts| (parts.kind, parts.measure) = (LineKind::Finance, &name));
            if self.merged.line(&price).is_some() {
                let spend =
                    line.key.changed(|parts| (parts.kind, parts.measure) = (LineKind::Finance, &measures.spend));
                priced.entry(spend).or_default().push((line.key.clone(), price));
            }
        }
        for (spend, of) in priced {
            let amounts =
                of.iter().map(|(activity, price)| Some((self.merged.amount(activity)?, self.merged.amount(price)?)));
            let figures = amounts
                .collect::<Option<Vec<_>>>()
                .zip(self.merged.amount(&spend))
                .map(|(priced, finance)| Figures::Price { priced, finance, share_bp: self.tolerances.price_bp });
            let keys = of.into_iter().flat_map(|(activity, price)| [activity, price]);
            self.note(&spend, keys, figures.as_ref(), CheckKind::Price);
        }
    }

    /// C3. Every activity of which the plan gives a year before.
    fn growth(&mut self) {
        if !self.merged.lines.iter().any(|line| line.key.year() < self.year) {
            return;
        }
        for line in self.lines(LineKind::Activity) {
            let years: Vec<Key> = years_before(&line.key, 4).into_iter().rev().collect();
            let known: Vec<i64> = years.iter().filter_map(|key| self.merged.amount(key)).collect();
            if known.is_empty() {
                continue;
            }
            let figures = line.origin.value().and_then(Value::amount).map(|planned| Figures::Growth {
                years: if known.len() == years.len() { known } else { Vec::new() },
                planned,
                within_bp: self.tolerances.growth_bp,
            });
            self.note(&line.key, years, figures.as_ref(), CheckKind::Growth);
        }
    }

    /// C4. Every measure with a capacity or a demand.
    fn capacity(&mut self) {
        let measures = &self.tolerances.measures;
        let mut of: BTreeSet<Key> = BTreeSet::new();
        for line in self.lines(LineKind::Activity) {
            for before in [&measures.capacity_for, &measures.demand_for] {
                let rest = line.key.measure().strip_prefix(before.as_str()).and_then(|rest| rest.strip_prefix(' '));
                of.extend(rest.map(|rest| line.key.changed(|parts| parts.measure = rest)));
            }
        }
        for subject in of {
            let named = |before: &str| {
                let name = format!("{before} {}", subject.measure());
                subject.changed(|parts| parts.measure = &name)
            };
            let (capacity, demand) = (named(&measures.capacity_for), named(&measures.demand_for));
            let backlog = named(&measures.backlog_of);
            let cleared = if self.merged.line(&backlog).is_some() { self.merged.amount(&backlog) } else { Some(0) };
            let both = self.merged.amount(&capacity).zip(self.merged.amount(&demand)).zip(cleared);
            let figures = both.map(|((capacity, demand), backlog)| Figures::Capacity {
                capacity,
                demand,
                loss_bp: self.tolerances.loss_bp,
                backlog,
            });
            self.note(&capacity, [demand, backlog], figures.as_ref(), CheckKind::Capacity);
        }
    }

    /// C5. Every line of the system for all commissioners, beside those of the commissioners about the same: of a place where
    /// commissioners plan those of that place, else all.
    fn parts(&mut self) {
        let blank = |key: &Key| {
            key.changed(|parts| (parts.side, parts.commissioner, parts.place) = (Side::System, ALL_COMMISSIONERS, ""))
        };
        let adds_up = |line: &&MergedLine<D>| line.origin.value().is_none_or(|value| value.unit().adds_up());
        let commissioned = self.merged.lines.iter().filter(|line| line.key.side() == Side::Commissioner);
        let places: BTreeSet<&str> = commissioned.map(|line| line.key.place()).collect();
        for kind in [LineKind::Activity, LineKind::Finance, LineKind::Workforce] {
            let mut parts: BTreeMap<Key, Vec<&'a MergedLine<D>>> = BTreeMap::new();
            let mut wholes: Vec<&'a MergedLine<D>> = Vec::new();
            for line in self.lines(kind).filter(adds_up) {
                match line.key.side() {
                    Side::Commissioner => parts.entry(blank(&line.key)).or_default().push(line),
                    Side::System if line.key.commissioner() == ALL_COMMISSIONERS => wholes.push(line),
                    Side::System | Side::Provider => {}
                }
            }
            // Plans of one side have no parts to be added up.
            let wholes = if parts.is_empty() { Vec::new() } else { wholes };
            for whole in wholes {
                let place = whole.key.place();
                let is_there = |line: &&&MergedLine<D>| !places.contains(place) || line.key.place() == place;
                let all = parts.get(&blank(&whole.key)).into_iter().flatten();
                let of: Vec<&MergedLine<D>> = all.filter(is_there).copied().collect();
                if of.is_empty() {
                    continue;
                }
                let amount = |line: &MergedLine<D>| line.origin.value().and_then(Value::amount);
                let amounts: Option<Vec<i64>> = of.iter().map(|line| amount(line)).collect();
                let figures = amounts.zip(amount(whole)).map(|(parts, whole)| Figures::Parts { parts, whole });
                self.note(&whole.key, of.iter().map(|line| line.key.clone()), figures.as_ref(), CheckKind::Parts);
            }
        }
    }

    /// C6. Every line of a whole year of which there is a month.
    fn months(&mut self) {
        for kind in [LineKind::Activity, LineKind::Finance] {
            for line in self.lines(kind).filter(|line| line.key.month().is_year()) {
                let months: Vec<Key> =
                    (1..=12).filter_map(PlanMonth::new).map(|month| line.key.in_month(month)).collect();
                let known: Vec<i64> = months.iter().filter_map(|key| self.merged.amount(key)).collect();
                if known.is_empty() {
                    continue;
                }
                let year = line.origin.value().and_then(Value::amount);
                let figures = year.map(|year| Figures::Months { months: known, year });
                self.note(&line.key, months, figures.as_ref(), CheckKind::Months);
            }
        }
    }

    /// C7. Every control total: a body's own beside its position, the system's beside all positions.
    fn control_totals(&mut self) {
        let measures = &self.tolerances.measures;
        let mut alone: BTreeMap<PlanMonth, Vec<Key>> = BTreeMap::new();
        for key in self.of_measure(LineKind::Finance, &measures.position).filter(|key| key.side() != Side::System) {
            alone.entry(key.month()).or_default().push(key.clone());
        }
        for total in self.of_measure(LineKind::Finance, &measures.control_total) {
            let of_system = total.side() == Side::System && total.commissioner() == ALL_COMMISSIONERS;
            let positions: Vec<Key> = if of_system {
                alone.get(&total.month()).cloned().unwrap_or_default()
            } else {
                vec![total.changed(|parts| parts.measure = &measures.position)]
            };
            let amounts: Option<Vec<i64>> = positions.iter().map(|key| self.merged.amount(key)).collect();
            let known = amounts.filter(|amounts| !amounts.is_empty()).zip(self.merged.amount(total));
            let figures = known.map(|(positions, total)| Figures::ControlTotal { positions, total });
            self.note(total, positions, figures.as_ref(), CheckKind::ControlTotal);
        }
    }

    /// C8. Every line of bed days occupied.
    fn occupancy(&mut self) {
        let measures = &self.tolerances.measures;
        for occupied in self.of_measure(LineKind::Activity, &measures.bed_days_occupied) {
            let available = occupied.changed(|parts| parts.measure = &measures.bed_days_available);
            let both = self.merged.amount(occupied).zip(self.merged.amount(&available));
            let ceiling_bp = self.tolerances.occupancy_bp;
            let figures = both.map(|(occupied, available)| Figures::Occupancy { occupied, available, ceiling_bp });
            self.note(occupied, [available], figures.as_ref(), CheckKind::Occupancy);
        }
    }

    /// C9. All that a body spends on mental health, with whichever providers and in whichever places, beside its allocation.
    fn mental_health(&mut self) {
        let measures = &self.tolerances.measures;
        let (spending, allocations) = (self.by_body(&measures.mental_health), self.by_body(&measures.allocation));
        let before = |key: &Key| years_before(key, 1).into_iter().next();
        let year = self.year;
        for (subject, spend) in spending.iter().filter(|(subject, _)| subject.year() == year) {
            let then = before(subject).and_then(|key| spending.get(&key));
            let allocation = subject.changed(|parts| parts.measure = &measures.allocation);
            let allocated_then = before(&allocation).and_then(|key| allocations.get(&key));
            let allocated = allocations.get(&allocation);
            let both = |then: Option<&Vec<&MergedLine<D>>>, now: Option<&Vec<&MergedLine<D>>>| {
                Some((total(then?)?, total(now?)?))
            };
            let figures = both(then, Some(spend)).zip(both(allocated_then, allocated));
            let figures = figures.map(|(spend, allocation)| Figures::MentalHealth { spend, allocation });
            let compared = [Some(spend), then, allocated, allocated_then].into_iter().flatten().flatten();
            let keys: Vec<Key> = compared.map(|line| line.key.clone()).collect();
            self.note(subject, keys, figures.as_ref(), CheckKind::MentalHealth);
        }
    }

    /// The lines of money of one measure in any year, by body, year and month.
    fn by_body(&self, measure: &str) -> BTreeMap<Key, Vec<&'a MergedLine<D>>> {
        let mut found: BTreeMap<Key, Vec<&'a MergedLine<D>>> = BTreeMap::new();
        let is_of = |line: &&MergedLine<D>| line.key.kind() == LineKind::Finance && line.key.measure() == measure;
        for line in self.merged.lines.iter().filter(is_of) {
            let is_provider = line.key.side() == Side::Provider;
            let body = line.key.changed(|parts| {
                // What is another's part of it does not make it another body's.
                *(if is_provider { &mut parts.commissioner } else { &mut parts.provider }) = "";
                (parts.pod, parts.place) = ("", "");
            });
            found.entry(body).or_default().push(line);
        }
        found
    }

    /// Every line of running costs.
    fn running_costs(&mut self) {
        let measures = &self.tolerances.measures;
        for planned in self.of_measure(LineKind::Finance, &measures.running_cost) {
            let allowance = planned.changed(|parts| parts.measure = &measures.running_cost_allowance);
            let both = self.merged.amount(planned).zip(self.merged.amount(&allowance));
            let figures = both.map(|(planned, allowance)| Figures::RunningCost { planned, allowance });
            self.note(planned, [allowance], figures.as_ref(), CheckKind::RunningCost);
        }
    }
}

/// What some lines come to together; `None` where one is not settled, or past 64 bits.
fn total<D>(lines: &[&MergedLine<D>]) -> Option<i64> {
    lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.origin.value()?.amount()?))
}

/// Whose lines are among those of one side.
fn theirs<'k>(keys: &[&'k Key], side: Side, whose: fn(&Key) -> &str) -> BTreeSet<&'k str> {
    keys.iter().filter(|key| key.side() == side).map(|key| whose(key)).collect()
}

/// The same in the years before, the last of them first.
fn years_before(key: &Key, n_years: usize) -> Vec<Key> {
    let before = |year: &FinancialYear| year.first_day().yesterday().ok().map(FinancialYear::of);
    std::iter::successors(before(&key.year()), before)
        .take(n_years)
        .map(|year| key.changed(|parts| parts.year = year))
        .collect()
}
