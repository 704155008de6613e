//! One plan in place of three: signed body by body, by the executive, changed and signed again.

use crate::world::{House, SEVEN, bodies, line, officer, p};
use plan::{Act, Response, SignedBy, Signing, Stage, Stance};

fn object(body: &str) -> Act {
    Act::Object { plan: p("bob-2017"), body: p(body), reason: "The beds are not there".to_owned() }
}

#[test]
fn a_body_signs_by_its_own_power_and_the_executive_binds_those_that_signed() {
    let mut house = House::submitted();
    assert_eq!(house.plan().stage(), Stage::Submitted);
    house.signs(SEVEN);
    assert_eq!(house.plan().stage(), Stage::Ready);
    assert!(house.bound().is_empty());
    house.executive_signs("adopt", "").unwrap();
    assert_eq!((house.plan().stage(), house.bound()), (Stage::Signed, bodies(SEVEN)));
    let SignedBy::Representative { person, chain } = &house.plan().signatures[&p("10Q")].signed else { panic!() };
    assert_eq!((person.as_str(), chain.powers[0].as_str()), ("person-a2", "10q-planning"));
    assert_eq!(house.mandate.now().exercises(&p("10q-planning")).len(), 3, "two decisions and one signature");
}

#[test]
fn nobody_signs_for_a_body_that_is_not_theirs_or_without_power() {
    let mut house = House::submitted();
    let act = house.sign("10Q");
    let says = house.refused("person-a1", &act);
    assert_eq!(says, "person-a1 does not represent 10Q in executive on 1 December 2016");
    let (power, on, reason) = (p("10q-planning"), house.today, "Under review".to_owned());
    house.keeps(&mandate::Act::RevokePower { power, on, reason });
    assert!(house.refused("person-a2", &act).ends_with("its governing body may decide instead"));
    // Whoever lacks the power cannot object either.
    assert!(house.refused("person-a2", &object("10Q")).contains("10q-planning"));
}

#[test]
fn a_governing_body_signs_by_a_decision_that_names_the_version() {
    let mut house = House::submitted();
    let version = house.plan().version().unwrap().clone();
    let sign = |proposal: &str| Act::Sign {
        plan: p("bob-2017"),
        body: p("10Q"),
        version: version.number,
        by: Signing::Decision(p(proposal)),
    };
    house.decides("vague", "function:planning.bob-2017", "To adopt the plan", "");
    assert!(house.refused("person-c2", &sign("vague")).contains("does not name this version"));
    let text = format!("To adopt version {}", version.hash);
    house.decides("other", "function:money.transfer", &text, "10Y 10H 10Q 10N 10W 10M 11D");
    assert!(house.refused("person-c2", &sign("other")).starts_with("other does not bind 10Q today"));
    house.decides("named", "function:planning", &text, "");
    house.ask("person-c2", sign("named"));
    assert_eq!(house.plan().sign_off.those(Stance::Signed), bodies("10Q"));
}

#[test]
fn an_objection_is_no_veto_and_silence_no_consent() {
    let mut house = House::submitted();
    house.signs("10Y 10H 10Q 10N 10W 10M");
    let says = house.clone().executive_signs("too-early", "").unwrap_err();
    assert_eq!(says, "11D neither signed nor objected, and silence is not consent");
    house.ask(officer("11D"), object("11D"));
    assert_eq!(house.plan().stage(), Stage::Ready);
    let board = house.plan().board(house.mandate.now(), house.today);
    assert_eq!(board.len(), 7);
    let Response::Objection(objection) = board[6].response else { panic!("{board:?}") };
    assert_eq!((board[6].body, objection.reason.as_str()), (p("11D"), "The beds are not there"));
    assert!(
        board[..6]
            .iter()
            .all(|row| matches!(row.response, Response::Signature(_)) && !row.is_in_conflict && !row.is_bound)
    );
    // Its objection here is one in the executive too: it is bound by neither.
    house.executive_signs("adopt", "11D").unwrap();
    assert_eq!(
        (house.plan().stage(), house.plan().in_negotiation(house.mandate.now(), house.today)),
        (Stage::Partial, bodies("11D"))
    );
    assert_eq!(house.bound(), bodies("10Y 10H 10Q 10N 10W 10M"));
    let says = house.refused(officer("10Q"), &object("10Q"));
    assert_eq!(says, "10Q is bound by this plan: propose a change of its lines, which makes a new version");
    house.signs("11D");
    assert_eq!(house.plan().stage(), Stage::Ready, "the executive signs again");
    house.executive_signs("adopt-again", "").unwrap();
    assert_eq!(house.plan().stage(), Stage::Signed);
}

#[test]
fn the_executive_binds_only_those_it_decided_for() {
    let mut house = House::submitted();
    house.signs(SEVEN);
    let says = house.executive_signs("adopt", "10W").unwrap_err();
    assert!(says.starts_with("adopt does not bind 10W today"), "{says}");
}

#[test]
fn a_change_of_lines_drops_the_signatures_of_its_bodies_and_no_others() {
    let mut house = House::submitted();
    house.signs(SEVEN);
    house.executive_signs("adopt", "").unwrap();
    let changed = line("O1", "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0", "45000000001");
    house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line: changed });
    let plan = house.plan();
    assert_eq!((plan.stage(), plan.sign_off.version()), (Stage::Submitted, 2));
    assert_eq!(plan.sign_off.those(Stance::Silent), bodies("10Q"));
    assert!(plan.executive.is_none() && house.bound().is_empty());
    let found = plan.differences(1, 2).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].sources, [p("P-OXON")].into());
    house.signs("10Q");
    house.executive_signs("adopt-again", "").unwrap();
    assert_eq!(house.plan().stage(), Stage::Signed);
    // What was known then is known still.
    let then = house.state.known(house.log[house.log.len() - 4].0);
    assert_eq!(then.plan(&p("bob-2017")).unwrap().stage(), Stage::Signed);
}

#[test]
fn a_body_whose_line_is_in_conflict_does_not_sign_and_others_do() {
    let mut house = House::with_three_plans();
    house.clerk(Act::Submit { plan: p("bob-2017") });
    let act = house.sign("10Q");
    assert!(house.refused("person-a2", &act).starts_with("plans still differ in lines of 10Q"));
    house.signs("10Y 10H");
    // A decision that does not bind one of the bodies settles nothing of it.
    let key: plan::Key = p("ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0");
    let resolve =
        |decision: &str, choice| Act::Resolve { plan: p("bob-2017"), key: key.clone(), choice, decision: p(decision) };
    house.decides("partly", "function:planning.bob-2017", "Calls", "11D");
    let oxon = plan::Choice::Plan(p("P-OXON"));
    let says = house.refused("person-k1", &resolve("partly", oxon.clone()));
    assert!(says.starts_with("partly does not bind 11D today"), "{says}");
    house.decides("wholly", "function:planning.bob-2017", "Calls", "");
    let says = house.refused("person-k1", &resolve("wholly", plan::Choice::Plan(p("P-BUCKS"))));
    assert!(says.starts_with("`P-BUCKS` is not among the plans that differ"), "{says}");
    house.decides("money", "function:planning.bob-2018", "Calls", "");
    let says = house.refused("person-k1", &resolve("money", oxon.clone()));
    assert!(says.starts_with("money is not about function:planning.bob-2017"), "{says}");
    house.clerk(resolve("wholly", oxon));
    assert_eq!(house.plan().sign_off.version(), 1, "what is settled makes no new version");
    assert_eq!(house.plan().sign_off.those(Stance::Signed), bodies("10Y 10H"));
    // Settled otherwise later, it is a change: of the bodies of that line.
    house.signs("10Q");
    house.clerk(resolve(
        "wholly",
        plan::Choice::Value(plan::Value::Figure { unit: plan::Unit::Count, amount: 407_000 }),
    ));
    assert_eq!(house.plan().sign_off.version(), 2);
    assert_eq!(house.plan().sign_off.those(Stance::Signed), bodies("10Y 10H"));
}

#[test]
fn what_a_body_signed_is_the_names_and_the_grounds_of_its_lines_too() {
    let spend = "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0";
    let calls = "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0";
    let quotient = plan::Quotient { numerator: p("O1"), denominator: p("O3") };
    let standing_on = plan::Line { quotient: Some(quotient), ..line("O1", spend, "45000000000") };
    let changes: [(Vec<plan::Line>, &str); 3] = [
        (vec![line("OTHER", spend, "45000000000"), line("O3", calls, "410000")], "renamed"),
        (vec![standing_on, line("O3", calls, "410000")], "a share of something"),
        (vec![line("O1", spend, "45000000000"), line("OTHER", calls, "410000")], "one that others have is renamed"),
    ];
    for (lines, told) in changes {
        let mut house = House::submitted();
        house.signs(SEVEN);
        house.executive_signs("adopt", "").unwrap();
        let before = house.plan().version().unwrap().hash;
        house.brings("P-OXON", "10Q", lines);
        let plan = house.plan();
        assert_ne!(plan.version().unwrap().hash, before, "{told}");
        assert_eq!(plan.sign_off.those(Stance::Silent), bodies("10Q"), "{told}");
        assert_eq!((house.bound(), plan.differences(1, 2).unwrap().len()), (bodies(""), 1), "{told}");
        for (body, signature) in &plan.signatures {
            assert_eq!(signature.lines, plan.hash_of_lines(*body), "{told}: what others call theirs is not {body}’s");
        }
    }
}

#[test]
fn a_deputy_speaks_for_a_body_only_while_nobody_else_does() {
    let mut house = House::submitted();
    let (post, person) = (p("oxon-accountable-officer"), p("person-a1"));
    let (capacity, period) = (mandate::Capacity::Deputy, terms::Period::from_days(Some(house.today), None));
    let holding = mandate::Holding { post, person, capacity, period };
    house.keeps(&mandate::Act::Appoint { holding });
    let told = "person-a1 is a deputy for 10Q, and person-a2 is in post";
    let act = house.sign("10Q");
    assert!(house.refused("person-a1", &act).starts_with(told));
    assert!(house.refused("person-a1", &object("10Q")).starts_with(told));
    let (post, person, on) = (p("oxon-accountable-officer"), p("person-a2"), house.today);
    house.keeps(&mandate::Act::EndAppointment { post, person, on });
    house.ask("person-a1", act);
}

#[test]
fn an_executive_whose_signature_fell_decides_anew() {
    let mut house = House::submitted();
    house.signs(SEVEN);
    house.executive_signs("adopt", "").unwrap();
    let spend = "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0";
    for value in ["1", "45000000000"] {
        let line = line("O1", spend, value);
        house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line });
    }
    house.signs("10Q");
    // The lines are those it decided on, and so is their hash; what it decided then was used up.
    let (number, proposal) = (house.plan().sign_off.version(), p("adopt"));
    let act = Act::SignByExecutive { plan: p("bob-2017"), version: number, proposal };
    assert!(house.refused("person-k1", &act).starts_with("the executive signed by adopt before"));
    house.executive_signs("adopt-again", "").unwrap();
}

#[test]
fn a_body_that_is_closed_decides_nothing_and_its_successor_is_named() {
    let mut house = House::submitted();
    house.signs("10Q 10N 10W 10M 11D 10H");
    let hash = house.plan().version().unwrap().hash;
    let mut signed = house.clone();
    signed.signs("10Y");
    signed.decides("adopt", "function:planning.bob-2017", &format!("Version {hash}"), "");
    for house in [&mut house, &mut signed] {
        house.merges("10Y 10H", "14Y", "2018-04-01");
        house.today = p("2018-04-02");
    }
    let told = |body: &str| format!("{body} is closed on 2 April 2018: name 14Y, which took its place");
    let act = house.sign("10Y");
    assert_eq!(house.try_ask("person-a1", &act).unwrap_err(), told("10Y"));
    assert_eq!(house.try_ask("person-a1", &object("10Y")).unwrap_err(), told("10Y"));
    assert_eq!(house.refused("person-k1", &crate::world::open("bob-2018")), told("10H"));
    let terms = crate::agreements::contract("acute");
    assert_eq!(house.refused("person-a2", &crate::agreements::record(terms)), told("10Y"));
    // Two that closed do not keep the other five from what they decided together, and are bound to none of it.
    let adopts = Act::SignByExecutive { plan: p("bob-2017"), version: 1, proposal: p("adopt") };
    signed.try_ask("person-k1", &adopts).unwrap();
    assert_eq!(signed.plan().bound(signed.mandate.now(), signed.today), bodies("10Q 10N 10W 10M 11D"));
}

#[test]
fn a_body_that_has_closed_is_bound_to_nothing() {
    let mut house = House::submitted();
    house.signs(SEVEN);
    house.executive_signs("adopt", "").unwrap();
    let signed_on = house.today;
    house.merges("10Y 10H", "14Y", "2018-04-01");
    let bound = |house: &House, day: terms::Date| house.plan().bound(house.mandate.now(), day);
    assert_eq!(bound(&house, signed_on), bodies(SEVEN));
    assert_eq!(bound(&house, p("2018-03-31")), bodies(SEVEN));
    assert_eq!(bound(&house, p("2018-04-01")), bodies("10Q 10N 10W 10M 11D"));
    assert!(bound(&house, signed_on.yesterday().unwrap()).is_empty(), "before the executive signed");
    let board = house.plan().board(house.mandate.now(), p("2018-04-01"));
    assert_eq!(board.iter().filter(|row| row.is_bound).count(), 5);
}
