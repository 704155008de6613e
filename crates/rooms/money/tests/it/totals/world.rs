//! A system of two commissioners and two trusts, and a journal of this room, as the product keeps it.

use mandate::{Actor, Context, Erasable, Outcome};
use money::totals::{Act, BodyMonth, Event, MonthReport, NewNotice, Plan, State, World, apply, decide};
use money::{Amendment, BasisPoints, MemberSide, Membership};
use register::{Fact, FileHash, Life, Released};
use std::str::FromStr;
use std::sync::Arc;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Period, Sequence};

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn month(number: u8) -> FinancialMonth {
    FinancialMonth::new(number).unwrap()
}

pub(crate) fn bp(number: u16) -> BasisPoints {
    BasisPoints::new(number).unwrap()
}

/// The year in which the stories play.
pub(crate) fn year() -> FinancialYear {
    p("2019/20")
}

/// Who is in the system, and on which side.
pub(crate) const MEMBERS: [(&str, MemberSide); 4] = [
    ("09C", MemberSide::Commissioner),
    ("09E", MemberSide::Commissioner),
    ("RVV", MemberSide::Provider),
    ("RWF", MemberSide::Provider),
];

#[derive(Clone)]
pub(crate) struct House {
    register: Arc<register::State>,
    mandate: Arc<mandate::State>,
    pub(crate) state: State,
    pub(crate) today: Date,
    pub(crate) log: Vec<(Sequence, Outcome<Event>)>,
}

/// A body that opened on 1 June 2019 and closed at the end of March 2020, with nobody on record in its place.
pub(crate) const CLOSED: &str = "RZZ";

fn registered() -> register::State {
    let lived = |code: &&str| Fact::Lived {
        code: p(code),
        life: Life::Legal,
        period: Period::from_days(Some(p("2013-04-01")), None),
    };
    let mut facts: Vec<Fact> = ["QKS", "QXX", "09C", "09E", "RVV", "RWF", "RTH"].iter().map(lived).collect();
    let period = Period::from_days(Some(p("2019-06-01")), Some(p("2020-04-01")));
    facts.push(Fact::Lived { code: p(CLOSED), life: Life::Legal, period });
    let mut state = register::State::new();
    let act = register::Act::TakeImport {
        series: p("eccg"),
        released: Released(p("2019-04-01")),
        source_name: "eccg".to_owned(),
        source_hash: FileHash::of(b"eccg"),
        rows: facts.len() as u64,
        facts,
    };
    let outcome = register::decide(&state, &act).unwrap();
    let file = outcome.fact_file;
    register::apply(&mut state, Sequence(1), &outcome.events, |_| file.clone()).unwrap();
    state
}

impl House {
    /// Nobody belongs to anything yet.
    pub(crate) fn empty() -> Self {
        let (register, mandate) = (Arc::new(registered()), Arc::new(mandate::State::default()));
        Self { register, mandate, state: State::new(), today: p("2020-05-01"), log: Vec::new() }
    }

    /// The four are members of QKS, with control totals for the year and a plan of a twelfth each month.
    pub(crate) fn new() -> Self {
        let mut house = Self::empty();
        for (body, side) in MEMBERS {
            house.does(&Act::Join(member(body, "QKS", side, 10_000)));
        }
        house.does(&Act::Notify(notice(
            "n-1",
            1,
            &[("09C", -1_200), ("09E", -2_400), ("RVV", -3_600), ("RWF", 1_200)],
        )));
        for (body, total) in [("09C", -1_200), ("09E", -2_400), ("RVV", -3_600), ("RWF", 1_200)] {
            house.does(&plan(body, total / 12));
        }
        house
    }

    /// One body takes the place of another.
    pub(crate) fn succeeds(&mut self, old: &str, new: &str, on: &str) {
        let state = Arc::make_mut(&mut self.mandate);
        let carry = mandate::CarryOver::whole(vec![p(old)], p(new), p(on), p("order-1"));
        let events = [mandate::Event::CarriedOver { carry }];
        mandate::apply(state, Sequence(state.sequence().0 + 1), &events, &|_| None).unwrap();
        mandate::live(state, &self.register.now());
    }

    pub(crate) fn world(&self) -> World<'_> {
        World { register: self.register.now(), mandate: self.mandate.now(), totals: &self.state }
    }

    /// Asks, and says why not.
    pub(crate) fn ask(&mut self, act: &Act) -> Result<(), String> {
        let context = Context { actor: Actor::Keeper, today: self.today };
        let outcome = decide(&self.world(), &context, act).map_err(|refusal| refusal.to_string())?;
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        apply(&mut self.state, sequence, jiff::Timestamp::UNIX_EPOCH, &outcome.events, &payload).unwrap();
        self.log.push((sequence, outcome));
        Ok(())
    }

    pub(crate) fn does(&mut self, act: &Act) {
        self.ask(act).unwrap();
    }

    /// Every member reports a month as planned, but for one.
    pub(crate) fn reports(&mut self, number: u8, but: &str, position: i64, forecast: i64) {
        for (body, total) in [("09C", -1_200), ("09E", -2_400), ("RVV", -3_600), ("RWF", 1_200)] {
            let (position, forecast) = if body == but { (position, forecast) } else { (total / 12, total) };
            self.does(&report(body, number, position, forecast));
        }
    }

    /// The state as a server that starts now makes it.
    pub(crate) fn replayed(&self) -> State {
        let mut state = State::new();
        for (sequence, outcome) in &self.log {
            let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
            apply(&mut state, *sequence, jiff::Timestamp::UNIX_EPOCH, &outcome.events, &payload).unwrap();
        }
        state
    }
}

pub(crate) fn member(body: &str, system: &str, side: MemberSide, share: u16) -> Membership {
    let period = Period::from_days(Some(p("2019-04-01")), None);
    Membership { body: p(body), system: p(system), side, period, share: bp(share) }
}

pub(crate) fn notice(id: &str, first: u8, totals: &[(&str, i64)]) -> NewNotice {
    NewNotice {
        id: p(id),
        system: p("QKS"),
        year: year(),
        month: month(first),
        issued_on: p("2019-03-20"),
        totals: totals.iter().map(|(body, total)| (p(body), Pence(*total))).collect(),
        source: "Letter of 20 March 2019".to_owned(),
    }
}

pub(crate) fn plan(body: &str, monthly: i64) -> Act {
    Act::SetPlan { body: p(body), year: year(), plan: Plan { months: [Pence(monthly); 12], resource: Pence(100_000) } }
}

pub(crate) fn report(body: &str, number: u8, position: i64, forecast: i64) -> Act {
    let report = MonthReport { forecast: Pence(forecast), ..body_month(body, number, position).report };
    Act::ReportMonth { body: p(body), year: year(), month: month(number), report }
}

/// A month among several, with a forecast of nought.
pub(crate) fn body_month(body: &str, number: u8, position: i64) -> BodyMonth {
    let report = MonthReport {
        position: Pence(position),
        one_off: Pence(0),
        forecast: Pence(0),
        turnover: None,
        running_cost: None,
    };
    BodyMonth { body: p(body), year: year(), month: month(number), report }
}

pub(crate) fn amend(id: &str, in_month: u8, deltas: &[(&str, i64)], signatures: &[&str]) -> Act {
    Act::Amend {
        id: p(id),
        system: p("QKS"),
        amendment: Amendment {
            year: year(),
            month: month(in_month),
            deltas: deltas.iter().map(|(body, delta)| (p::<OdsCode>(body), Pence(*delta))).collect(),
            signatures: signatures.iter().map(|body| p(body)).collect(),
        },
        reason: "Ashford supports Canterbury".to_owned(),
    }
}
