//! Three plans of the demonstration become one: the seven groups of 2016 plan 2017/18 together, differ in one line, settle it, object
//! once, change a line and sign. The bodies, their codes and their committee are real; the people, the days and every figure
//! are made up, and the title says so.

use crate::act::Who;
use crate::demo::SOURCE;
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use executive::{Act as Meet, Divisibility, ItemKind, NewAccess, NewProposal, Route, Stance};
use mandate::{Act as Mandate, Actor, Delegation, Holder, Limits};
use plan::check::CheckReference;
use plan::{
    Act as Planning, AgreementTerms, CheckKind, Choice, Clauses, Line, MergerDuty, NewPlan, PlanId, Quotient, Signing,
    Value,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, OdsCode, Period};

const SEVEN: &str = "10Y 10H 10Q 10N 10W 10M 11D";
const PLAN: &str = "bob-2017";
const CLERK: &str = "person-k1";
const CHAIR: &str = "person-c2";

/// Who sits with the executive when it decides on the plan.
const THERE: [&str; 8] =
    ["person-a1", "person-a2", "person-a3", "person-c1", "person-c2", "person-c3", "person-f1", "person-s1"];

/// The calls to 111, in which the plans differ.
const CALLS: &str = "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0";
/// A deficit that is planned past its control total.
const CONTROL_TOTAL: &str = "FINANCE|COMMISSIONER|CONTROL TOTAL|10W|||BERKSW|2017/18|0";
const COMMUNITY: &str = "FINANCE|COMMISSIONER|SPEND|11D||COMMUNITY|BERKSW|2017/18|0";

/// The plans of the three groups of bodies: the plan, whose it is, and who brings it.
const PLANS: [(&str, &str, &str); 3] =
    [("P-BUCKS", "10Y 10H", "person-a1"), ("P-OXON", "10Q", "person-a2"), ("P-BERKSW", "10N 10W 10M 11D", "person-a3")];

/// Their lines: the plan, the line, what it is about, and what it says. Units: those usual for the kind, so that money is in
/// pence.
const LINES: &[(&str, &str, &str, &str)] = &[
    ("P-BUCKS", "MH-1", "FINANCE|SYSTEM|MENTAL HEALTH SPEND|ALL|||BOB|2017/18|0", "90000000000"),
    ("P-BUCKS", "B1", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10Y|||BUCKS|2017/18|0", "10600000000"),
    ("P-BUCKS", "B2", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10H|||BUCKS|2017/18|0", "18100000000"),
    ("P-BUCKS", "B3", "FINANCE|COMMISSIONER|SPEND|10Y|RXQ|ACUTE|BUCKS|2017/18|0", "12100000000"),
    ("P-BUCKS", "B4", "FINANCE|COMMISSIONER|SPEND|10H|RXQ|ACUTE|BUCKS|2017/18|0", "19400000000"),
    ("P-BUCKS", "B5", "ACTIVITY|COMMISSIONER|GP REFERRALS|10H|RXQ||BUCKS|2017/18|4", "5200"),
    (
        "P-BUCKS",
        "B6",
        "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0",
        "Made up: one commissioning function for mental health over seven groups.",
    ),
    ("P-OXON", "MH-1", "FINANCE|SYSTEM|MENTAL HEALTH SPEND|ALL|||BOB|2017/18|0", "90000000000"),
    ("P-OXON", "O1", "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0", "41500000000"),
    ("P-OXON", "O2", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10Q|||OXON|2017/18|0", "35500000000"),
    ("P-OXON", "O3", CALLS, "410000"),
    ("P-OXON", "O4", "ACTIVITY|COMMISSIONER|DEMENTIA DIAGNOSED|10Q|||OXON|2017/18|12", "4400"),
    ("P-OXON", "O5", "ACTIVITY|COMMISSIONER|DEMENTIA EXPECTED|10Q|||OXON|2017/18|12", "6597"),
    ("P-OXON", "O6", "TRAJECTORY|COMMISSIONER|DEMENTIA DIAGNOSIS|10Q|||OXON|2017/18|12", "6670"),
    ("P-OXON", "O7", "FINANCE|COMMISSIONER|PLANNED POSITION|10Q|||OXON|2017/18|0", "2450000000"),
    ("P-OXON", "O8", "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0", "2000000000"),
    ("P-OXON", "O9", "WORKFORCE|SYSTEM|COMMUNITY NURSES|ALL|||OXON|2017/18|0", "12050"),
    ("P-BERKSW", "MH-1", "FINANCE|SYSTEM|MENTAL HEALTH SPEND|ALL|||BOB|2017/18|0", "90000000000"),
    ("P-BERKSW", "W1", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10N|||BERKSW|2017/18|0", "6000000000"),
    ("P-BERKSW", "W2", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10W|||BERKSW|2017/18|0", "7000000000"),
    ("P-BERKSW", "W3", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|10M|||BERKSW|2017/18|0", "6300000000"),
    ("P-BERKSW", "W4", "FINANCE|COMMISSIONER|MENTAL HEALTH SPEND|11D|||BERKSW|2017/18|0", "6500000000"),
    ("P-BERKSW", "W5", "FINANCE|COMMISSIONER|SPEND|10M|RHW|ACUTE|BERKSW|2017/18|0", "8200000000"),
    ("P-BERKSW", "W6", COMMUNITY, "2100000000"),
    ("P-BERKSW", "W7", CALLS, "405000"),
    ("P-BERKSW", "W8", "FINANCE|COMMISSIONER|PLANNED POSITION|10W|||BERKSW|2017/18|0", "-120000000"),
    ("P-BERKSW", "W9", CONTROL_TOTAL, "-100000000"),
];

/// A day of December 2016, and of the year after.
const fn december(day: i8) -> Date {
    Date::constant(2016, 12, day)
}

/// Records it all, by the people of the seven groups.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn plan(footprint: &Footprint) -> Result<(), AppError> {
    let scribe = Scribe { footprint };
    for body in codes(SEVEN)? {
        scribe.keeps(december(1), Mandate::GrantPower { delegation: power(body)? }).await?;
    }
    scribe.bring().await?;
    scribe.settle().await?;
    scribe.sign().await?;
    scribe.agree().await
}

/// Reads an identity or a code.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn codes(text: &str) -> Result<BTreeSet<OdsCode>, AppError> {
    text.split(' ').map(p).collect()
}

/// Who speaks for a body.
fn officer(body: OdsCode) -> &'static str {
    match body.as_str() {
        "10Y" | "10H" => "person-a1",
        "10Q" => "person-a2",
        _ => "person-a3",
    }
}

/// The power to adopt a plan for a body, of the officer who speaks for it.
fn power(body: OdsCode) -> Result<Delegation, AppError> {
    let group = match officer(body) {
        "person-a1" => "bucks",
        "person-a2" => "oxon",
        _ => "berks",
    };
    let low = body.as_str().to_lowercase();
    Ok(Delegation {
        id: p(&format!("{low}-planning"))?,
        body,
        matters: vec![p("function:planning")?],
        holder: Holder::Post(p(&format!("{group}-accountable-officer"))?),
        limits: Limits::NONE,
        conditions: Vec::new(),
        populations: Vec::new(),
        instrument: p(&format!("{low}-scheme"))?,
        clause: Some("6.1 (made up)".to_owned()),
        period: Period::from_days(Some(december(1)), None),
    })
}

fn line(name: &str, key: &str, value: &str) -> Result<Line, AppError> {
    let key: plan::Key = p(key)?;
    let value = Value::read(key.kind(), key.kind().usual_unit(), value)
        .map_err(|error| AppError::Failed(format!("the demonstration's line {name}: {error}")))?;
    // The one percentage of the plans is worked out from the two lines before it.
    let quotient = Quotient { numerator: p("O4")?, denominator: p("O5")? };
    let quotient = (name == "O6").then_some(quotient);
    Ok(Line { name: p(name)?, key, value, mandate: None, cell: None, quotient })
}

/// Whoever enters what was done, on the day it was done.
struct Scribe<'a> {
    footprint: &'a Footprint,
}

impl Scribe<'_> {
    async fn enter(&self, on: Date, actor: Actor, act: impl Into<Act>) -> Result<(), AppError> {
        let who = Who::Entered { keeper: SOURCE.to_owned(), actor, on };
        self.footprint.act(&who, act.into()).await.map(drop)
    }

    async fn keeps(&self, on: Date, act: impl Into<Act>) -> Result<(), AppError> {
        self.enter(on, Actor::Keeper, act).await
    }

    async fn by(&self, on: Date, person: &str, act: impl Into<Act>) -> Result<(), AppError> {
        self.enter(on, Actor::Person(p(person)?), act).await
    }

    /// The plan is opened, and the three plans are brought.
    async fn bring(&self) -> Result<(), AppError> {
        let new = NewPlan {
            id: p(PLAN)?,
            title: "One operating plan for 2017/18 in place of three (figures made up)".to_owned(),
            system: p("QU9")?,
            year: p("2017/18")?,
            forum: p("executive")?,
            bodies: codes(SEVEN)?,
        };
        self.by(december(1), CLERK, Planning::Open(new)).await?;
        for (source, whose, by) in PLANS {
            let of_plan = LINES.iter().filter(|(held, ..)| *held == source);
            let lines: Result<Vec<Line>, AppError> =
                of_plan.map(|(_, name, key, value)| line(name, key, value)).collect();
            let (plan, source, bodies) = (p(PLAN)?, p(source)?, codes(whose)?);
            self.by(december(1), by, Planning::BringLines { plan, source, bodies, lines: lines? }).await?;
        }
        Ok(())
    }

    /// The executive settles the line in which they differ, and accepts a deficit; then the plan is put to the bodies.
    async fn settle(&self) -> Result<(), AppError> {
        let (decision, on) = ("plan-2017-differences", december(5));
        let text =
            "Made up: calls to 111 as Oxfordshire plans them; Wokingham’s deficit past its control total is accepted.";
        self.decide(on, decision, "Where the plans for 2017/18 differ", text).await?;
        let (key, choice) = (p(CALLS)?, Choice::Plan(p("P-OXON")?));
        self.by(on, CLERK, Planning::Resolve { plan: p(PLAN)?, key, choice, decision: p(decision)? }).await?;
        self.by(on, CLERK, Planning::Submit { plan: p(PLAN)? }).await?;
        let check = CheckReference { kind: CheckKind::ControlTotal, subject: CONTROL_TOTAL.to_owned() };
        let reason = "Made up: support from the other groups is expected within the year.".to_owned();
        self.by(on, CLERK, Planning::Waive { plan: p(PLAN)?, check, decision: p(decision)?, reason }).await
    }

    /// Six sign and one objects; its line is changed, it signs the second version, and the executive signs for all.
    async fn sign(&self) -> Result<(), AppError> {
        let objecting: OdsCode = p("11D")?;
        for body in codes(SEVEN)? {
            let (plan, on) = (p(PLAN)?, december(15));
            if body == objecting {
                let reason = "Made up: the community beds are not there.".to_owned();
                self.by(on, officer(body), Planning::Object { plan, body, reason }).await?;
            } else {
                let by = Signing::Representative;
                self.by(on, officer(body), Planning::Sign { plan, body, version: 1, by }).await?;
            }
        }
        let changed = line("W6", COMMUNITY, "2260000000")?;
        let (plan, source): (PlanId, _) = (p(PLAN)?, p("P-BERKSW")?);
        self.by(december(19), officer(objecting), Planning::EnterLine { plan: plan.clone(), source, line: changed })
            .await?;
        let by = Signing::Representative;
        let sign = Planning::Sign { plan: plan.clone(), body: objecting, version: 2, by };
        self.by(december(20), officer(objecting), sign).await?;
        let known = self.footprint.known();
        let version = known.state.plan().now().plan(&plan).and_then(|held| held.version()).map(|held| held.hash);
        let Some(hash) = version else {
            return Err(AppError::Failed("the demonstration's plan has no version".to_owned()));
        };
        let (decision, on) = ("plan-2017-adopted", december(22));
        let text = format!("Made up: to adopt the operating plan for 2017/18, version 2, {hash}.");
        self.decide(on, decision, "One operating plan for 2017/18", &text).await?;
        self.by(on, CLERK, Planning::SignByExecutive { plan, version: 2, proposal: p(decision)? }).await
    }

    /// All seven agree to a proposal about the plan at a meeting of their executive.
    async fn decide(&self, on: Date, proposal: &str, title: &str, text: &str) -> Result<(), AppError> {
        let (meeting, item) = (p(&format!("meeting-{proposal}"))?, p(&format!("item-{proposal}"))?);
        let call = Meet::Call {
            meeting,
            forum: p("committee:executive")?,
            on,
            hours: None,
            title: "Commissioning executive (made up)".to_owned(),
            place: "Didcot".to_owned(),
        };
        let meeting = || p(&format!("meeting-{proposal}"));
        self.by(on, CLERK, call).await?;
        let add = Meet::AddItem {
            meeting: meeting()?,
            item,
            kind: ItemKind::Decision,
            title: title.to_owned(),
            access: NewAccess::Public,
        };
        let item = || p(&format!("item-{proposal}"));
        self.by(on, CLERK, add).await?;
        for person in THERE {
            self.by(on, CLERK, Meet::Arrive { meeting: meeting()?, person: p(person)? }).await?;
        }
        self.by(on, CHAIR, Meet::OpenMeeting { meeting: meeting()? }).await?;
        self.by(on, CHAIR, Meet::OpenItem { item: item()? }).await?;
        let new = NewProposal {
            proposal: p(proposal)?,
            forum: p("committee:executive")?,
            route: Route::Item { item: item()? },
            title: title.to_owned(),
            text: text.to_owned(),
            matters: vec![p(&format!("function:planning.{PLAN}"))?],
            bodies: codes(SEVEN)?,
            amounts: BTreeMap::new(),
            divisibility: Divisibility::Divisible,
            conditions: Vec::new(),
            earlier: None,
        };
        self.by(on, CLERK, Meet::Propose(new)).await?;
        self.by(on, CHAIR, Meet::OpenPositions { proposal: p(proposal)?, closes: december(31) }).await?;
        let known = self.footprint.known();
        let room = known.state.executive().now();
        let wording = room.proposal(&p(proposal)?).and_then(|held| held.wording()).map(|held| held.hash);
        let Some(wording) = wording else { return Err(AppError::Failed(format!("{proposal} has no wording"))) };
        for body in codes(SEVEN)? {
            let (stance, reason) = (Stance::Agree, String::new());
            let take = Meet::TakePosition { proposal: p(proposal)?, body, text: wording, stance, reason };
            self.by(on, officer(body), take).await?;
        }
        self.by(on, CHAIR, Meet::Settle { proposal: p(proposal)? }).await?;
        self.by(on, CHAIR, Meet::CloseMeeting { meeting: meeting()? }).await
    }

    /// What the seven share with each other, and what became of it when two of them merged.
    async fn agree(&self) -> Result<(), AppError> {
        let terms = AgreementTerms {
            id: p("bob-data-sharing")?,
            parties: codes(SEVEN)?,
            coordinator: p("10Q")?,
            values: BTreeMap::new(),
            first: Date::constant(2017, 4, 1),
            last: Date::constant(2019, 3, 31),
            merger: MergerDuty::Notify,
            clauses: Clauses::DataSharing,
        };
        let title = "Sharing figures of activity between the seven (made up)".to_owned();
        self.by(december(22), "person-a2", Planning::RecordAgreement { terms, title }).await?;
        let agreement = || p("bob-data-sharing");
        let (stage, day) = (plan::ContractStage::Signed, Date::constant(2017, 3, 20));
        self.keeps(day, Planning::ReachStage { agreement: agreement()?, stage, day }).await?;
        let met = Planning::MeetMergerDuty {
            agreement: agreement()?,
            predecessor: p("10Y")?,
            successor: p("14Y")?,
            evidence: "Made up: letter to all parties, 3 April 2018.".to_owned(),
        };
        self.keeps(Date::constant(2018, 4, 3), met).await
    }
}
