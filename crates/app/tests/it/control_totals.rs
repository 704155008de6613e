//! Every kind of act of control totals by the path of every act: recorded, replayed, and opened to those concerned alone.

use app::{Act, Footprint, Shown, Viewer, Who};
use mandate::Actor;
use money::totals::{
    Act as Totals, ActKind, Allowance, BodyMonth, ContractReport, DatedThresholds, InterventionProposal, MonthReport,
    NewNotice, NewPost, NewSupport, NewSustainabilityFund, Objective, Plan, ProposalAnswer, Reporter,
};
use money::{
    Amendment, BasisPoints, ChangeDates, Contract, CostedPost, HeadBasis, MemberSide, Membership, Met, PostChange,
    PostClass, PostLife, Revocation, RevocationExtent, SupportDecision, regimes_at_first, thresholds_at_first,
};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::str::FromStr;
use terms::{Date, FinancialMonth, FinancialYear, Heads, Pence, Period, Quarter, Sequence};

const TODAY: Date = app::demo::TODAY;

fn id<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn year() -> FinancialYear {
    id("2019/20")
}

fn month(number: u8) -> FinancialMonth {
    FinancialMonth::new(number).unwrap()
}

fn why() -> String {
    "Made up".to_owned()
}

fn reported(number: u8, position: i64) -> BodyMonth {
    let report = MonthReport {
        position: Pence(position),
        one_off: Pence(0),
        forecast: Pence(-90_000),
        turnover: None,
        running_cost: None,
    };
    BodyMonth { body: id("09C"), year: year(), month: month(number), report }
}

/// What is set nationally, and who belongs to the system.
fn rules() -> Vec<Totals> {
    // Of the year's regime, but with a part on access, so that there is something to record.
    let mut regime = regimes_at_first()[3].clone();
    regime.fund = regimes_at_first()[2].fund.clone();
    let member = |body: &str| Membership {
        body: id(body),
        system: id("QKS"),
        side: MemberSide::Commissioner,
        period: Period::from_days(Some(year().first_day()), None),
        share: BasisPoints::WHOLE,
    };
    let notice = NewNotice {
        id: id("kept-notice"),
        system: id("QKS"),
        year: year(),
        month: month(1),
        issued_on: id("2019-03-20"),
        totals: [(id("09C"), Pence(-10_000)), (id("09J"), Pence(0))].into(),
        source: why(),
    };
    let amendment = Amendment {
        year: year(),
        month: month(3),
        deltas: vec![(id("09C"), Pence(-3)), (id("09J"), Pence(3))],
        signatures: [id("09C"), id("09J")].into(),
    };
    vec![
        Totals::EnactRegime(regime),
        Totals::SetThresholds(DatedThresholds {
            from: id("2019-04-01"),
            thresholds: thresholds_at_first().clone(),
            source: why(),
        }),
        Totals::PublishDeflators { series: id("gdp-1"), indices: [(year(), id("100.5"))].into() },
        Totals::Join(member("09C")),
        Totals::Join(member("09J")),
        Totals::Notify(notice),
        Totals::Amend { id: id("kept-move"), system: id("QKS"), amendment, reason: why() },
        Totals::SetObjective { system: id("QKS"), year: year(), objective: Objective::default() },
    ]
}

/// A body's year, and what is paid by quarter.
fn figures() -> Vec<Totals> {
    let plan = Plan { months: [Pence(-834); 12], resource: Pence(100_000) };
    let BodyMonth { body, year: of, month: first, report } = reported(1, -9_000);
    let side = MemberSide::Commissioner;
    let contract = Contract { commissioner: id("09C"), provider: id("09J") };
    let allowance =
        Allowance { pounds_a_head: id("22.07"), heads: Heads(3), basis: HeadBasis::Registered, vintage: why() };
    let support = NewSupport {
        id: id("kept-support"),
        system: id("QKS"),
        year: year(),
        amount: Pence(100),
        tolerance: Pence(0),
        source: why(),
    };
    let fund = NewSustainabilityFund {
        id: id("kept-fund"),
        body: id("09C"),
        system: id("QKS"),
        year: year(),
        amount: Pence(9),
    };
    let proposal = InterventionProposal { body, system: id("QKS"), year: of, month: first };
    vec![
        Totals::SetPlan { body, year: of, plan },
        Totals::ReportMonth { body, year: of, month: first, report },
        Totals::ReportMonths { by: Reporter::Body(body), months: vec![reported(3, -800), reported(2, -900)] },
        Totals::AnswerProposal { proposal, answer: ProposalAnswer::Decline, reason: why() },
        Totals::ReportContract { report: ContractReport { contract, side, year: of, month: first }, amount: Pence(5) },
        Totals::SetAllowance { body, year: of, allowance },
        Totals::OfferSupport(support),
        Totals::DecideSupport {
            id: id("kept-support"),
            quarter: Quarter::First,
            decision: SupportDecision::Pay,
            reason: why(),
        },
        Totals::OfferFund(fund),
        Totals::RecordAccess { id: id("kept-fund"), element: id("ae"), quarter: Quarter::First, met: Met::Yes },
        Totals::Leave { body: id("09J"), system: id("QKS"), last: id("2020-03-31") },
    ]
}

/// What the demonstration has none of among running costs, risk shares and inventories.
fn costs() -> Vec<Totals> {
    let planned = ChangeDates { planned: id("2026-04-01"), actual: None };
    let life = PostLife::Existing {
        annual_cost: Pence(5_000_000),
        from: id("2026-04-01"),
        last: None,
        change: PostChange::Keep,
    };
    let post = CostedPost { body: id("S0E4D"), class: PostClass::Running, life };
    let new = NewPost { id: id("kept-post"), title: "A post of the record (made up)".to_owned(), post };
    let change = PostChange::Regrade(planned, Pence(4_000_000));
    let revocation = Revocation { on: id("2021-03-15"), extent: RevocationExtent::Part(Pence(40_000_000)) };
    vec![
        Totals::EnterPost(new),
        Totals::PlanChange { id: id("kept-post"), change },
        Totals::CompleteChange { id: id("kept-post"), on: TODAY },
        Totals::RevokeShare { id: id("share-made-up"), revocation, reason: why() },
        Totals::WithdrawItem { id: id("made-up-7") },
    ]
}

/// Records acts, as the keeper enters them.
async fn enter(footprint: &Footprint, acts: impl IntoIterator<Item = Totals>) {
    for act in acts {
        let words = format!("{act:?}");
        let who = Who::Entered { keeper: "A Keeper".to_owned(), actor: Actor::Keeper, on: TODAY };
        if let Err(error) = footprint.act(&who, Act::ControlTotals(act)).await {
            panic!("{words}: {error}");
        }
    }
}

#[tokio::test]
async fn every_act_of_control_totals_is_recorded_and_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("journal.db").display().to_string();
    let footprint = Footprint::open(&address).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    enter(&footprint, rules().into_iter().chain(figures()).chain(costs())).await;
    let mut done = BTreeSet::new();
    for entry in footprint.journal().read(0, 10_000).await.unwrap() {
        if entry.act["room"] == "control-totals" {
            done.insert(entry.act["act"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(done, ActKind::ALL.iter().map(|kind| kind.slug().to_owned()).collect());
    let known = footprint.known();
    drop(footprint);
    let again = Footprint::open(&address).await.unwrap();
    assert_eq!(again.known().state.control_totals(), known.state.control_totals());
}

#[tokio::test]
async fn what_is_national_is_open_and_what_a_body_reports_is_for_its_system() {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let before = footprint.known().sequence;
    enter(&footprint, rules().into_iter().chain(figures())).await;
    let (known, today) = (footprint.known(), TODAY);
    let reader = |viewer| known.state.reader(viewer, today);
    let person = |person: &str| Viewer::Person(id(person));
    let open = [
        "regime-enacted",
        "thresholds-set",
        "deflators-published",
        "system-joined",
        "system-left",
        "totals-notified",
        "objective-set",
    ];
    let mut n_closed = 0;
    for entry in footprint.journal().read(before, 10_000).await.unwrap() {
        let kind = entry.events[0]["event"].as_str().unwrap().to_owned();
        let is_open = open.contains(&kind.as_str());
        n_closed += usize::from(!is_open);
        for (viewer, sees) in [
            (Viewer::Keeper, true),
            (person("person-kent-finance"), true),
            (person("person-thames-finance"), is_open),
            (Viewer::Public, is_open),
        ] {
            let shown = footprint.shown(&reader(viewer.clone()), Sequence(entry.sequence)).await.unwrap().unwrap();
            assert_eq!(matches!(shown, Shown::Whole { .. }), sees, "{kind} to {viewer:?}");
        }
    }
    assert!(n_closed > 10, "{n_closed}");
}
