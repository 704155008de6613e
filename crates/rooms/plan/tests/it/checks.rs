//! The checks of a whole plan: found in its lines, waived by decisions, and never in the executive's way twice.

use crate::agreements::record;
use crate::world::{House, SEVEN, bodies, line, p};
use plan::check::{CheckReference, Figures, Finding, Tolerances};
use plan::{Act, AgreementTerms, CheckKind, Clauses, MergerDuty};
use std::collections::BTreeMap;

fn found(house: &House) -> Vec<String> {
    let told = |finding: Finding| {
        let outcome = finding.outcome;
        format!("{} {} {}", finding.reference.kind, outcome.verdict.slug(), outcome.margin).trim().to_owned()
    };
    house.state.now().checks(house.plan(), house.today).into_iter().map(told).collect()
}

/// The checks of a plan of Oxfordshire alone, of lines that leave out the side, the bodies, the place and the year.
fn of(lines: &[(&str, &str)]) -> Vec<String> {
    let mut house = House::new();
    house.clerk(crate::world::open("bob-2017"));
    let lines = lines.iter().enumerate().map(|(number, (key, value))| line(&format!("L{number}"), key, value));
    house.brings("P-OXON", "10Q", lines.collect());
    found(&house)
}

/// The key of a line of Oxfordshire with its trust, for the year before last or this.
fn key(kind: &str, side: &str, measure: &str, year: &str, month: u8) -> String {
    format!("{kind}|{side}|{measure}|10Q|RTH|ACUTE|OXON|{year}|{month}")
}

/// A line of the commissioner's for the plan's year.
fn now(kind: &str, measure: &str) -> String {
    key(kind, "COMMISSIONER", measure, "2017/18", 0)
}

#[track_caller]
fn check(lines: &[(String, &str)], expected: &str) {
    let lines: Vec<(&str, &str)> = lines.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let found = of(&lines);
    assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
}

#[test]
fn money_and_prices_are_found_in_the_lines() {
    let supplied = key("FINANCE", "PROVIDER", "SPEND", "2017/18", 0);
    let pair = [(now("FINANCE", "SPEND"), "45000000000"), (supplied, "45226130654")];
    check(&pair, "contract FAIL -226130654/226130653");
    check(&pair[..1], "contract NOT_TESTED");
    let priced = [(now("ACTIVITY", "SPELLS"), "1000"), (now("FINANCE", "PRICE OF SPELLS"), "150000")];
    let spend = (now("FINANCE", "SPEND"), "160000000");
    check(&[&priced[..], &[spend]].concat(), "price FAIL -10000000/1600000");
    let whole = "FINANCE|SYSTEM|SPEND|ALL|RTH|ACUTE|BOB|2017/18|0".to_owned();
    check(&[(whole.clone(), "5"), (now("FINANCE", "SPEND"), "6")], "parts FAIL 1");
    // A place's whole is that of its own parts, the system's of every place's.
    let there = |text: &str| text.replace("OXON", "BUCKS").replace("BOB", "BUCKS");
    let parts = [(now("FINANCE", "SPEND"), "6"), (there(&now("FINANCE", "SPEND")), "3")];
    let wholes = [(whole.clone(), "10"), (there(&whole), "4")];
    check(&[&parts[..], &wholes].concat(), "parts FAIL -1");
    let found = of(&[parts[0].clone(), parts[1].clone(), (whole.clone(), "9"), (there(&whole), "3")]
        .each_ref()
        .map(|(key, value)| (key.as_str(), *value)));
    assert_eq!(found.iter().filter(|told| *told == "parts PASS 0").count(), 2, "{found:?}");
    check(
        &[(now("FINANCE", "PLANNED POSITION"), "-51"), (now("FINANCE", "CONTROL TOTAL"), "-50")],
        "control-total FAIL -1",
    );
    check(
        &[(now("FINANCE", "RUNNING COST"), "101"), (now("FINANCE", "RUNNING COST ALLOWANCE"), "100")],
        "running-cost FAIL -1",
    );
    let before = key("FINANCE", "COMMISSIONER", "MENTAL HEALTH SPEND", "2016/17", 0);
    let allocation = |year: &str| format!("FINANCE|COMMISSIONER|ALLOCATION|10Q|||OXON|{year}|0");
    let spend = [(before, "1000"), (now("FINANCE", "MENTAL HEALTH SPEND"), "1052")];
    let growth = [(allocation("2016/17"), "100000"), (allocation("2017/18"), "105300")];
    check(&[&spend[..], &growth].concat(), "mental-health FAIL 520/530");
    // What one provider loses another may gain: the standard is the body's.
    let with = |provider: &str, year: &str| {
        key("FINANCE", "COMMISSIONER", "MENTAL HEALTH SPEND", year, 0)
            .replace("RTH", provider)
            .replace("OXON", provider)
    };
    let moved = [(with("RHW", "2016/17"), "1000"), (with("RHW", "2017/18"), "2000"), (with("RXQ", "2016/17"), "500")];
    let all = [&spend[..], &growth, &moved].concat();
    check(&all, "mental-health PASS 2208/530");
    check(&[&all[..], &[(with("RXQ", "2017/18"), "0")]].concat(), "mental-health PASS 2208/530");
}

#[test]
fn activity_is_found_in_the_lines() {
    let spells = |year: &str, month: u8| key("ACTIVITY", "COMMISSIONER", "SPELLS", year, month);
    let growth = [
        (spells("2013/14", 0), "100000"),
        (spells("2014/15", 0), "102000"),
        (spells("2015/16", 0), "104040"),
        (spells("2016/17", 0), "106121"),
        (spells("2017/18", 0), "112000"),
    ];
    check(&growth, "growth WARN 554/200");
    check(&growth[1..], "growth NOT_TESTED");
    let scans = [
        (now("ACTIVITY", "CAPACITY FOR SCANS"), "10699"),
        (now("ACTIVITY", "DEMAND FOR SCANS"), "10500"),
        (now("ACTIVITY", "BACKLOG OF SCANS"), "200"),
    ];
    check(&scans, "capacity FAIL -1");
    let months: Vec<(String, &str)> =
        (0..=12).map(|month| (spells("2017/18", month), if month == 0 { "12" } else { "1" })).collect();
    check(&months, "months PASS 0");
    check(&months[..12], "months NOT_TESTED");
    check(
        &[(now("ACTIVITY", "BED DAYS OCCUPIED"), "921"), (now("ACTIVITY", "BED DAYS AVAILABLE"), "1000")],
        "occupancy WARN 9210",
    );
}

#[test]
fn figures_past_any_plan_are_not_tested_and_stop_nothing() {
    let (least, most) = (i64::MIN, i64::MAX);
    for finance in [0, 1, -1] {
        // Together the least that 128 bits hold: it has no size.
        let priced = vec![(least, most), (least, most), (least, 2)];
        let outcome = Figures::Price { priced, finance, share_bp: 100 }.outcome();
        assert_eq!(outcome.verdict.slug(), if finance == -1 { "FAIL" } else { "NOT_TESTED" });
    }
}

/// Submitted and signed by all, with a position a penny short of the control total.
fn failing() -> House {
    let mut house = House::submitted();
    let key = |measure: &str| format!("FINANCE|COMMISSIONER|{measure}|10Q|||OXON|2017/18|0");
    for (name, measure, value) in [("O7", "PLANNED POSITION", "-51"), ("O8", "CONTROL TOTAL", "-50")] {
        let line = line(name, &key(measure), value);
        house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line });
    }
    house.signs(SEVEN);
    house
}

fn total() -> CheckReference {
    let subject = "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0".to_owned();
    CheckReference { kind: CheckKind::ControlTotal, subject }
}

fn waive(check: CheckReference, decision: &str) -> Act {
    Act::Waive { plan: p("bob-2017"), check, decision: p(decision), reason: "Support is expected".to_owned() }
}

#[test]
fn a_failed_check_keeps_the_executive_from_signing_until_it_is_waived() {
    let mut house = failing();
    assert!(house.executive_signs("too-early", "").unwrap_err().starts_with("1 checks fail"));
    house.decides("others", "function:planning.bob-2017", "Accept", "10Q");
    assert!(house.refused("person-k1", &waive(total(), "others")).starts_with("others does not bind 10Q"));
    house.decides("money", "function:planning.bob-2018", "Accept", "");
    assert!(house.refused("person-k1", &waive(total(), "money")).starts_with("money is not about"));
    house.decides("accept", "function:planning.bob-2017", "Accept", "11D");
    house.clerk(waive(total(), "accept"));
    assert!(house.refused("person-k1", &waive(total(), "accept")).contains("does not fail, or is waived already"));
    house.executive_signs("adopt", "").unwrap();
    assert_eq!(house.bound(), bodies(SEVEN));
    // By more than was accepted it fails again, and the executive's signature falls with the lines.
    let worse = line("O7", "FINANCE|COMMISSIONER|PLANNED POSITION|10Q|||OXON|2017/18|0", "-52");
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: worse });
    assert_eq!(house.plan().sign_off.n_failed(), 1);
}

#[test]
fn a_waiver_is_of_the_lines_that_were_compared() {
    let mut house = failing();
    house.decides("accept", "function:planning.bob-2017", "Accept", "");
    house.clerk(waive(total(), "accept"));
    assert_eq!(house.plan().sign_off.n_failed(), 0);
    // Both lines are others, and fail by as much.
    let key = |measure: &str| format!("FINANCE|COMMISSIONER|{measure}|10Q|||OXON|2017/18|0");
    for (name, measure, value) in [("O7", "PLANNED POSITION", "-900"), ("O8", "CONTROL TOTAL", "-899")] {
        let line = line(name, &key(measure), value);
        house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line });
    }
    assert_eq!(house.plan().sign_off.n_failed(), 1);
}

#[test]
fn a_contract_past_its_deadline_fails_and_time_alone_takes_no_signature() {
    let mut house = House::submitted();
    let terms = AgreementTerms {
        id: p("acute"),
        parties: bodies("10Q RTH"),
        coordinator: p("10Q"),
        values: BTreeMap::new(),
        first: p("2017-04-01"),
        last: p("2018-03-31"),
        merger: MergerDuty::Nothing,
        clauses: Clauses::Contract { provider: p("RTH"), activity: BTreeMap::new(), deadline: Some(p("2016-12-23")) },
    };
    house.ask("person-a2", record(terms));
    house.signs(SEVEN);
    let mut late = house.clone();
    house.executive_signs("adopt", "").unwrap();
    house.today = p("2016-12-24");
    assert_eq!(house.bound(), bodies(SEVEN), "nothing happens by itself when a deadline passes");
    late.today = p("2016-12-24");
    assert!(late.executive_signs("adopt", "").unwrap_err().starts_with("1 checks fail"));
    let check = CheckReference { kind: CheckKind::ContractDeadline, subject: "acute".to_owned() };
    late.decides("accept", "function:planning.bob-2017", "Accept", "");
    late.clerk(waive(check, "accept"));
    let (number, proposal) = (late.plan().sign_off.version(), p("adopt"));
    late.clerk(Act::SignByExecutive { plan: p("bob-2017"), version: number, proposal });
    assert_eq!(late.bound(), bodies(SEVEN));
}

#[test]
fn tolerances_are_a_table_by_date() {
    let mut house = failing();
    let wide = |from: &str| {
        let mut edition =
            Tolerances { from: p(from), source: "Planning guidance".to_owned(), ..Tolerances::at_first() };
        edition.measures.control_total = "CONTROL TOTAL NOT YET SET".to_owned();
        Act::SetTolerances(edition)
    };
    house.clerk(wide("2018-04-01"));
    assert_eq!(house.plan().sign_off.n_failed(), 1, "a later year's edition says nothing of this");
    house.clerk(wide("2017-04-01"));
    assert_eq!(house.plan().sign_off.n_failed(), 0);
    let mut wrong = Tolerances::at_first();
    wrong.measures.spend = "Spend".to_owned();
    assert!(house.refused("person-k1", &Act::SetTolerances(wrong)).starts_with("no line can have the measure `Spend`"));
}
