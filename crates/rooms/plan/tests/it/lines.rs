//! Lines brought, found again and refused.

use crate::world::{House, bodies, line, open, p};
use plan::{Act, Cell, LineReference, Quotient, Unit, Value};
use terms::FinancialYear;

const SPEND: &str = "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0";

#[test]
fn a_line_is_found_by_the_names_its_bodies_gave() {
    let house = House::submitted();
    let known = house.state.now();
    let found = known.plan_line(&p("P-OXON:O1")).unwrap();
    assert_eq!((found.body(), found.year(), found.version()), (p("10Q"), p("2017/18"), 1));
    assert_eq!(found.value().unwrap().amount(), Some(45_000_000_000));
    assert!(!found.is_bound(house.mandate.now(), house.today));
    // A line of the whole system is the system's.
    assert_eq!(known.plan_line(&p("P-OXON:O3")).unwrap().body(), p("QU9"));
    assert!(known.plan_line(&p("P-OXON:O9")).is_none());
    let year: FinancialYear = p("2017/18");
    assert_eq!(known.lines_of(p("10Q"), year).count(), 2);
    assert_eq!(known.lines_of(p("10Q"), p("2018/19")).count(), 0);
    // Before it was brought, it was not known.
    let before = house.state.known(house.log[0].0);
    assert!(before.plan_line(&p("P-OXON:O1")).is_none());
}

#[test]
fn what_the_plan_said_on_a_day_is_told_by_that_days_version() {
    let mut house = House::submitted();
    house.today = p("2017-02-01");
    let changed = line("O1", SPEND, "46000000000");
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: changed });
    let reference: LineReference = p("P-OXON:O1");
    let said = |house: &House, day: &str| {
        let line = house.state.now().plan_line_on(&reference, p(day))?;
        line.origin.value()?.amount()
    };
    assert_eq!(said(&house, "2017-02-01"), Some(46_000_000_000));
    assert_eq!(said(&house, "2017-01-31"), Some(45_000_000_000));
    assert_eq!(said(&house, "2016-11-30"), None);
}

#[test]
fn nothing_is_said_of_days_on_which_it_was_not_so() {
    let mut house = House::with_three_plans();
    let calls: LineReference = p("P-OXON:O3");
    let said = |house: &House, reference: &LineReference, day: &str| {
        let line = house.state.now().plan_line_on(reference, p(day))?;
        line.origin.value().and_then(Value::amount)
    };
    // A draft is what it has become by its last day.
    house.today = p("2016-12-05");
    let changed = line("O1", SPEND, "46000000000");
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: changed });
    assert_eq!(said(&house, &p("P-OXON:O1"), "2016-12-04"), None);
    assert_eq!(said(&house, &p("P-OXON:O1"), "2016-12-05"), Some(46_000_000_000));
    house.clerk(Act::Submit { plan: p("bob-2017") });
    // A conflict settled later was open until then.
    house.today = p("2016-12-09");
    house.decides("calls", "function:planning.bob-2017", "Calls", "");
    house.clerk(Act::Resolve {
        plan: p("bob-2017"),
        key: p("ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0"),
        choice: plan::Choice::Plan(p("P-OXON")),
        decision: p("calls"),
    });
    assert_eq!(said(&house, &calls, "2016-12-08"), None);
    assert!(house.state.now().plan_line_on(&calls, p("2016-12-08")).unwrap().origin.is_open());
    assert_eq!(said(&house, &calls, "2016-12-09"), Some(410_000));
    let plan = house.plan();
    assert_eq!((plan.sign_off.version(), plan.versions.len()), (1, 2));
    assert_eq!(plan.find_version(1), plan.version());
}

#[test]
fn a_plan_that_cannot_be_one_is_refused_whole() {
    let mut house = House::new();
    house.clerk(open("bob-2017"));
    let mut says = |whose: &str, lines: Vec<plan::Line>| {
        let act = Act::BringLines { plan: p("bob-2017"), source: p("P-OXON"), bodies: bodies(whose), lines };
        house.refused("person-a2", &act)
    };
    let twice = vec![line("O2", &SPEND.to_lowercase(), "1"), line("O1", SPEND, "2")];
    let told = says("10Q", twice);
    assert_eq!(
        told,
        format!("lines `O1` and `O2` are about the same, {SPEND}: nothing of the plan was taken, leave one out")
    );
    let other = SPEND.replace("10Q", "10Y");
    assert_eq!(
        says("10Q", vec![line("O1", &other, "1")]),
        "line `O1` is 10Y’s, and the plan is not: leave it to 10Y’s own plan"
    );
    assert_eq!(
        says("10Q", vec![line("O1", SPEND, "1"), line("O1", &other, "1")]),
        "two lines are called `O1`: give each its own name"
    );
    let mandate = Some(p("m-none"));
    let named = plan::Line { mandate, ..line("O1", SPEND, "1") };
    assert_eq!(says("10Q", vec![named]), "line `O1` names mandate `m-none`, which is not on record");
    let supplied = "FINANCE|PROVIDER|SPEND|10Y|RTH|ACUTE|OXON|2017/18|0";
    assert!(says("10Q", vec![line("O1", supplied, "1")]).starts_with("line `O1` is 10Y’s, and the plan is not"));
    let signing = "FINANCE|PROVIDER|SPEND|10Q|10Y|ACUTE|OXON|2017/18|0";
    assert!(says("10Q", vec![line("O1", signing, "1")]).starts_with("line `O1` is 10Y’s, and the plan is not"));
    let counted = plan::Line { value: Value::Figure { unit: Unit::Count, amount: 1 }, ..line("O1", SPEND, "1") };
    assert_eq!(says("10Q", vec![counted]), format!("{SPEND} is not planned in such a unit"));
    let words = line("O4", "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0", "one function");
    let Value::Narrative { text, .. } = words.value.clone() else { panic!() };
    let other = Value::Narrative { hash: executive::TextHash::of(b"two functions"), text };
    let other = plan::Line { value: other, ..words.clone() };
    assert_eq!(says("10Q", vec![other]), "the words of line `O4` are not there: write them again");
    let Value::Narrative { hash, .. } = words.value.clone() else { panic!() };
    let erased = plan::Line { value: Value::Narrative { hash, text: terms::Text::Erased }, ..words };
    assert_eq!(says("10Q", vec![erased]), "the words of line `O4` are not there: write them again");
    assert!(says("10Q", Vec::new()).ends_with("must be given"));
    assert_eq!(says("10Q 15A", vec![line("O1", SPEND, "1")]), "15A is not one of the bodies of this plan");
}

#[test]
fn a_name_of_a_plan_stays_its_bodies_own() {
    let mut house = House::with_three_plans();
    let lines = vec![line("O1", SPEND, "1")];
    let act =
        Act::BringLines { plan: p("bob-2017"), source: p("P-BUCKS"), bodies: bodies("10Q"), lines: lines.clone() };
    assert!(house.refused("person-a2", &act).starts_with("`P-BUCKS` is the plan of 10H and 10Y"));
    house.clerk(open("bob-2018"));
    let act = Act::BringLines { plan: p("bob-2018"), source: p("P-OXON"), bodies: bodies("10Q"), lines };
    assert!(house.refused("person-a2", &act).starts_with("there is already a plan of bodies in another plan called"));
}

#[test]
fn a_percentage_of_several_bodies_is_worked_out_from_what_it_is_a_share_of() {
    let mut house = House::with_three_plans();
    let key = |body: &str, kind: &str, measure: &str| format!("{kind}|COMMISSIONER|{measure}|{body}|||X|2017/18|12");
    let mut brings = |source: &str, body: &str, diagnosed: &str, expected: &str, share: &str| {
        let quotient = Some(Quotient { numerator: p("N"), denominator: p("D") });
        let percentage = line("P", &key(body, "TRAJECTORY", "DEMENTIA DIAGNOSIS"), share);
        house.brings(
            source,
            body,
            vec![
                line("N", &key(body, "ACTIVITY", "DIAGNOSED"), diagnosed),
                line("D", &key(body, "ACTIVITY", "EXPECTED"), expected),
                plan::Line { quotient, ..percentage },
            ],
        );
    };
    brings("P-1", "10Q", "9", "10", "9000");
    brings("P-2", "10Y", "500", "1000", "5000");
    let keys: Vec<plan::Key> =
        ["10Q", "10Y"].iter().map(|body| p(&key(body, "TRAJECTORY", "DEMENTIA DIAGNOSIS"))).collect();
    assert_eq!(house.plan().percentage(&keys), Some(5_040));
    assert_eq!(house.plan().percentage(&[p::<plan::Key>(SPEND)]), None);
}

#[test]
fn a_percentage_that_plans_differ_in_is_a_share_only_as_the_chosen_plan_has_it() {
    let mut house = House::with_three_plans();
    let key = |kind: &str, measure: &str| format!("{kind}|SYSTEM|{measure}|ALL|||BOB|2017/18|12");
    let lines = |name: &str, diagnosed: &str, share: &str| {
        let quotient = Some(Quotient { numerator: p("N"), denominator: p("D") });
        vec![
            line("N", &key("ACTIVITY", &format!("DIAGNOSED IN {name}")), diagnosed),
            line("D", &key("ACTIVITY", &format!("EXPECTED IN {name}")), "100"),
            plan::Line { quotient, ..line("P", &key("TRAJECTORY", "DEMENTIA DIAGNOSIS"), share) },
        ]
    };
    house.brings("P-1", "10Q", lines("A", "60", "6000"));
    house.brings("P-2", "10Y", lines("B", "70", "7000"));
    let about: plan::Key = p(&key("TRAJECTORY", "DEMENTIA DIAGNOSIS"));
    let share = |house: &House| house.plan().percentage([&about]);
    assert_eq!(share(&house), None, "nothing is averaged, and no plan comes first");
    house.decides("dementia", "function:planning.bob-2017", "Dementia", "");
    let settle = |choice| Act::Resolve { plan: p("bob-2017"), key: about.clone(), choice, decision: p("dementia") };
    house.clerk(settle(plan::Choice::Plan(p("P-2"))));
    assert_eq!(share(&house), Some(7_000));
    let other = Value::Figure { unit: Unit::BasisPoints, amount: 6_500 };
    house.clerk(settle(plan::Choice::Value(other)));
    assert_eq!(share(&house), None, "the value decided is a share of nothing in the plans");
}

#[test]
fn a_conflict_is_open_again_once_a_plan_says_something_else() {
    let mut house = House::submitted();
    let calls = "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0";
    let about: plan::Key = p(calls);
    let enter =
        |value: &str| Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: line("O3", calls, value) };
    let is_open = |house: &House| house.plan().version().unwrap().merged.line(&about).unwrap().origin.is_open();
    // Another line of the same plan leaves it settled.
    let other = line("O9", "ACTIVITY|SYSTEM|VISITS|ALL|||BOB|2017/18|0", "1");
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: other });
    assert!(!is_open(&house));
    let mut brought = house.clone();
    house.ask("person-a2", enter("999999"));
    assert!(is_open(&house), "the decision was on another figure");
    assert!(house.plan().resolutions.is_empty());
    brought.brings("P-OXON", "10Q", vec![line("O3", calls, "410001")]);
    assert!(is_open(&brought));
    brought.ask("person-a2", enter("410000"));
    assert!(is_open(&brought), "it was settled once, and is not of itself again");
}

#[test]
fn words_are_kept_beside_the_record_and_a_signature_outlives_their_erasure() {
    let house = House::submitted();
    let erased = house.replayed(true);
    let known = erased.now();
    let found = known.plan_line(&p("P-BUCKS:B4")).unwrap();
    assert_eq!((found.value().unwrap().written(), found.value().unwrap().words()), (None, Some(&terms::Text::Erased)));
    let plan = known.plan(&p("bob-2017")).unwrap();
    assert_eq!(plan.version().unwrap().hash, house.plan().version().unwrap().hash);
    let held = house.state.now().plan_line(&p("P-BUCKS:B4")).unwrap();
    assert_eq!(held.value().unwrap().written().as_deref(), Some("one function over seven groups"));
}

#[test]
fn a_line_keeps_the_cell_it_was_read_from() {
    let cell = Cell { file: "plan.xlsx".to_owned(), sheet: "Lines".to_owned(), row: 7, column: "value".to_owned() };
    assert_eq!(cell.to_string(), "plan.xlsx, sheet Lines, row 7, column value");
    let mut house = House::with_three_plans();
    let read = plan::Line { cell: Some(cell.clone()), ..line("O5", &SPEND.replace("ACUTE", "OTHER"), "5") };
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: read });
    assert_eq!(house.state.now().plan_line(&p("P-OXON:O5")).unwrap().line.cell, Some(cell));
    assert_eq!(
        Value::read(plan::LineKind::Finance, Unit::Count, "5").unwrap_err().to_string(),
        "a line of finance is not planned in count"
    );
}

#[test]
fn lines_of_several_bodies_are_brought_by_whoever_keeps_each_of_them() {
    let mut house = House::new();
    house.clerk(open("bob-2017"));
    // Oxfordshire's officer keeps the first of the two in order of code, and not the other.
    let both = "FINANCE|COMMISSIONER|SPEND|10Y|RXQ|ACUTE|BUCKS|2017/18|0";
    let lines = vec![line("O1", both, "1")];
    let act = Act::BringLines { plan: p("bob-2017"), source: p("P-BOTH"), bodies: bodies("10Q 10Y"), lines };
    assert!(house.refused("person-a2", &act).contains("keep the mandates of 10Y"));
    let mut keeper = house.clone();
    let context = mandate::Context { actor: mandate::Actor::Keeper, today: keeper.today };
    let brought = plan::decide(&keeper.world(), &context, &act).unwrap();
    keeper.take(brought);
    let entered = Act::EnterLine { plan: p("bob-2017"), source: p("P-BOTH"), line: line("O1", both, "2") };
    assert!(keeper.refused("person-a2", &entered).contains("keep the mandates of 10Y"));
    let removed = Act::RemoveLine { plan: p("bob-2017"), source: p("P-BOTH"), line: p("O1") };
    assert!(keeper.refused("person-a2", &removed).contains("keep the mandates of 10Y"));
}

#[test]
fn a_text_past_what_is_kept_is_refused_with_how_long_it_may_be() {
    let mut house = House::with_three_plans();
    let long = |length: usize| "x".repeat(length);
    let words = line("O4", "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0", "one");
    let enter = |value: Value| Act::EnterLine {
        plan: p("bob-2017"),
        source: p("P-OXON"),
        line: plan::Line { value, ..words.clone() },
    };
    let told = house.refused("person-a2", &enter(Value::narrative(&long(20_001))));
    assert_eq!(told, "the text of line `O4` has 20001 characters, at most 20000: shorten it");
    house.ask("person-a2", enter(Value::narrative(&long(20_000))));
    let unread = Value::read(plan::LineKind::Narrative, Unit::Text, &long(20_001)).unwrap_err();
    assert_eq!(unread.to_string(), "the text has 20001 characters, at most 20000: shorten it");
    let Act::Open(new) = open("bob-2018") else { panic!() };
    let told = house.refused("person-k1", &Act::Open(plan::NewPlan { title: long(201), ..new }));
    assert!(told.starts_with("the title of the plan has 201 characters"), "{told}");
    let cell = Some(Cell { file: long(201), sheet: String::new(), row: 1, column: "value".to_owned() });
    let named = plan::Line { cell, ..line("O1", SPEND, "1") };
    let told = house.refused("person-a2", &Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: named });
    assert!(told.starts_with("the file that line `O1` was read from has 201 characters"), "{told}");
}

#[test]
fn a_tolerance_that_nothing_could_be_held_to_is_refused() {
    let mut house = House::with_three_plans();
    let mut told = |change: fn(&mut plan::check::Tolerances)| {
        let mut tolerances =
            plan::check::Tolerances { source: "Guidance".to_owned(), ..plan::check::Tolerances::at_first() };
        change(&mut tolerances);
        house.refused("person-k1", &Act::SetTolerances(tolerances))
    };
    let past = told(|tolerances| tolerances.price_bp = 10_001);
    assert_eq!(past, "the share of C2 is out of range: give a share from 0 to 100% and an amount of nought or more");
    assert!(told(|tolerances| tolerances.contract_flat = terms::Pence(-1)).starts_with("the flat amount of C1"));
    assert!(told(|tolerances| tolerances.source = "x".repeat(201)).starts_with("who sets the tolerances has 201"));
}
