//! What is written once is read for ever: one event of each kind, as it is stored.

use super::world::{House, amend, body_month, bp, month, p, year};
use mandate::{Actor, Context};
use money::totals::{
    Act, ActKind, Allowance, ContractReport, DatedThresholds, Event, InterventionProposal, NewPost, NewRisk, NewShare,
    NewSupport, NewSustainabilityFund, Objective, ProposalAnswer, Reporter, Thing,
};
use money::{
    ChangeDates, Contract, CostedPost, HeadBasis, InventoryEntry, MemberSide, Met, Percent, PostChange, PostClass,
    PostLife, Revocation, RevocationExtent, RiskItem, ShareSide, SupportDecision, WorkCategory, regimes_at_first,
    thresholds_at_first,
};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Heads, Pence, Quarter};

fn rules() -> Vec<Act> {
    // Of the year's regime, but with a part on access, so that there is something to record.
    let mut regime = regimes_at_first()[3].clone();
    regime.fund = regimes_at_first()[2].fund.clone();
    vec![
        Act::EnactRegime(regime),
        Act::SetThresholds(DatedThresholds {
            from: p("2019-04-01"),
            thresholds: thresholds_at_first().clone(),
            source: "Agreed by the seven".to_owned(),
        }),
        Act::PublishDeflators { series: p("gdp-1"), indices: [(year(), p("100.5"))].into() },
        amend("a-1", 3, &[("09C", -3), ("09E", 3)], &["09C", "09E"]),
        Act::SetObjective { system: p("QKS"), year: year(), objective: Objective::default() },
        Act::ReportContract {
            report: ContractReport {
                contract: Contract { commissioner: p("09C"), provider: p("RVV") },
                side: MemberSide::Commissioner,
                year: year(),
                month: month(1),
            },
            amount: Pence(5),
        },
        Act::ListRisks {
            body: p("09C"),
            year: year(),
            risks: vec![NewRisk {
                name: "Savings come late".to_owned(),
                item: RiskItem { amount: Pence(-500), likelihood: Percent::new(60).unwrap() },
            }],
        },
        Act::AnswerProposal {
            proposal: InterventionProposal { body: p("RVV"), system: p("QKS"), year: year(), month: month(1) },
            answer: ProposalAnswer::Decline,
            reason: "Because".to_owned(),
        },
        Act::ReportMonths {
            by: Reporter::Body(p("09C")),
            months: vec![body_month("09C", 3, -100), body_month("09C", 2, -100)],
        },
        Act::SetAllowance {
            body: p("09C"),
            year: year(),
            allowance: Allowance {
                pounds_a_head: p("22.07"),
                heads: Heads(3),
                basis: HeadBasis::Registered,
                vintage: "lists of January 2019".to_owned(),
            },
        },
    ]
}

fn shares_and_funds() -> Vec<Act> {
    let why = || "Because".to_owned();
    vec![
        Act::AgreeShare(NewShare {
            id: p("s-1"),
            giver: p("09E"),
            receiver: p("09C"),
            amount: Pence(300),
            year: year(),
            effective_on: p("2019-04-01"),
            conditions: vec![("Words of a condition".to_owned(), p("2019-09-30"))],
        }),
        Act::SignShare { id: p("s-1"), side: ShareSide::Giver, on: p("2019-04-01") },
        Act::SignShare { id: p("s-1"), side: ShareSide::Receiver, on: p("2019-04-01") },
        Act::MeetCondition { id: p("s-1"), number: 1, on: p("2019-09-01") },
        Act::RevokeShare {
            id: p("s-1"),
            revocation: Revocation { on: p("2020-01-15"), extent: RevocationExtent::Part(Pence(1)) },
            reason: why(),
        },
        Act::OfferSupport(NewSupport {
            id: p("d-1"),
            system: p("QKS"),
            year: year(),
            amount: Pence(100),
            tolerance: Pence(0),
            source: "Letter".to_owned(),
        }),
        Act::DecideSupport { id: p("d-1"), quarter: Quarter::First, decision: SupportDecision::Pay, reason: why() },
        Act::OfferFund(NewSustainabilityFund {
            id: p("f-1"),
            body: p("RVV"),
            system: p("QKS"),
            year: year(),
            amount: Pence(10),
        }),
        Act::RecordAccess { id: p("f-1"), element: p("ae"), quarter: Quarter::First, met: Met::Yes },
        Act::Leave { body: p("RWF"), system: p("QKS"), last: p("2020-03-31") },
    ]
}

fn costs() -> Vec<Act> {
    let life =
        PostLife::Existing { annual_cost: Pence(5), from: p("2013-04-01"), last: None, change: PostChange::Keep };
    let post = CostedPost { body: p("09C"), class: PostClass::Running, life };
    let entry = InventoryEntry {
        body: p("09C"),
        category: WorkCategory::Return,
        item: "Monthly return".to_owned(),
        annual_cost: Pence(5),
        times: 12,
        minutes_each: 5,
        contract_ends: None,
    };
    let planned = ChangeDates { planned: p("2020-04-01"), actual: None };
    vec![
        Act::EnterPost(NewPost { id: p("p-1"), title: "Head of contracts".to_owned(), post }),
        Act::EnterPosts {
            body: p("09C"),
            posts: vec![NewPost { id: p("p-2"), title: "Head of finance".to_owned(), post }],
        },
        Act::PlanChange { id: p("p-1"), change: PostChange::Regrade(planned, Pence(4)) },
        Act::CompleteChange { id: p("p-1"), on: p("2020-04-01") },
        Act::EnterItem { id: p("i-1"), entry },
        Act::WithdrawItem { id: p("i-1") },
    ]
}

fn all() -> (House, BTreeSet<ActKind>) {
    let mut house = House::new();
    house.reports(1, "RVV", -2_300, -3_600);
    let acts: Vec<Act> = rules().into_iter().chain(shares_and_funds()).chain(costs()).collect();
    let context = Context { actor: Actor::Keeper, today: house.today };
    for act in &acts {
        act.kind().allows(&house.world(), &context, &act.subject()).unwrap();
        house.does(act);
    }
    let in_the_house = [ActKind::Join, ActKind::Notify, ActKind::SetPlan, ActKind::ReportMonth];
    (house, acts.iter().map(Act::kind).chain(in_the_house).collect())
}

#[test]
fn events_keep_their_shape() {
    let (house, kinds_done) = all();
    assert!(kinds_done.iter().eq(ActKind::ALL), "every kind of act is done once");
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(serde_json::from_value::<Event>(json.clone()).unwrap(), *event);
        let kind = json["event"].as_str().unwrap().to_owned();
        kinds.entry(kind).or_insert_with(|| serde_json::to_string(&json).unwrap());
    }
    // A month is reported by itself or with others, and so is a post entered.
    assert_eq!(kinds.len(), ActKind::ALL.len() - 2);
    let written: Vec<String> = kinds.into_values().collect();
    insta::assert_snapshot!(written.join("\n"));
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn no_event_carries_words_that_may_have_to_be_forgotten() {
    let (house, _) = all();
    let written = house.log.iter().map(|(_, outcome)| serde_json::to_string(&outcome.events).unwrap());
    let written: String = written.collect();
    for words in ["Because", "Words of a condition", "Ashford supports", "Savings come late"] {
        assert!(!written.contains(words), "{words}");
    }
}

#[test]
fn who_may_ask_follows_from_whose_it_is() {
    let (house, _) = all();
    let asked: Vec<String> = rules()
        .iter()
        .chain(&shares_and_funds())
        .chain(&costs())
        .map(|act| {
            let duty =
                act.duty(&house.world(), house.today).map_or_else(|| "the keeper".to_owned(), |duty| duty.to_string());
            format!("{}: {duty}", act.kind())
        })
        .collect();
    insta::assert_snapshot!(asked.join("\n"));
    assert_eq!(bp(50).to_string(), "0.5%");
}

#[test]
fn an_event_is_about_something_and_of_what_the_act_was_done_to() {
    let (house, _) = all();
    let mut kinds = BTreeSet::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let things: Vec<String> = event.about().iter().map(|thing| format!("{thing:?}")).collect();
        assert!(!things.is_empty(), "{event:?}");
        let json = serde_json::to_value(event).unwrap();
        kinds.insert(format!("{}: {}", json["event"].as_str().unwrap(), things.join(", ")));
    }
    insta::assert_snapshot!(kinds.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn nothing_is_offered_of_what_is_not_there() {
    let house = House::empty();
    let context = Context { actor: Actor::Keeper, today: house.today };
    let told = |kind: ActKind, of: &Thing| kind.allows(&house.world(), &context, of).unwrap_err().to_string();
    assert_eq!(
        told(ActKind::Amend, &Thing::System(p("QKS"))),
        "there is no pair of members with control totals in `QKS`"
    );
    assert_eq!(told(ActKind::ReportMonth, &Thing::Body(p("09C"))), "there is no plan of `09C`");
    assert_eq!(told(ActKind::WithdrawItem, &Thing::Item(p("i-9"))), "there is no row `i-9`");
    assert_eq!(told(ActKind::SetPlan, &Thing::National), "there is no body `the country`");
    let duty = |kind: ActKind, of: &Thing| kind.duty(&house.world(), of, house.today);
    assert_eq!(duty(ActKind::SignShare, &Thing::ShareSide(p("s-9"), ShareSide::Giver)), None);
    assert_eq!(duty(ActKind::SetPlan, &Thing::System(p("QKS"))), None);
}
