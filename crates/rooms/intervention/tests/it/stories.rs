//! Cases of history through the whole room: Vale of York, and Greenwich, Lewisham and Southwark.

use crate::world::{
    CONSENT, House, attempt, authority, bind, clause, direction, issue, letter, lift, moved, p, signed,
};
use intervention::{
    Act, Acting, Attempt, Binding, Calendar, Change, ClauseStage, Clock, ClockUnit, Colour, Condition, ConditionTime,
    Consent, Effect, Figures, Finding, FindingKey, Ground, InstrumentKind, InstrumentStage, Mark, NewClause,
    NewInstrument, NoticeKind, People, Programme, Publication, Regime, Roll, Rule, Scope, Step, Tier, Use, Verdict,
    edition_on,
};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date};

fn vale_of_york() -> House {
    let mut house = House::new();
    let clauses = vec![
        clause(1, Effect::Require, "function:appointments.accountable-officer"),
        clause(2, CONSENT, "function:appointments"),
    ];
    house.does(&issue(direction("voy16", "03Q", "2016-09-01", clauses)));
    house
}

fn consent(id: &str, from: &str, to: &str) -> Consent {
    let condition = Condition {
        time: ConditionTime::After,
        words: "Report after six months".to_owned(),
        owner: Some(p("03Q")),
        due: Some(p("2017-05-01")),
        met_on: None,
    };
    Consent {
        id: p(id),
        by: p("X24"),
        scope: Scope {
            clauses: BTreeSet::from([p("voy16.2")]),
            reach: p("function:appointments"),
            tier: Some(Tier::Executive),
            post: Some(p("voy-cfo")),
            plan: None,
        },
        amount_max: None,
        from: p(from),
        to: Some(p(to)),
        uses: Use::Single,
        withdrawn_on: None,
        conditions: BTreeMap::from([(1.try_into().unwrap(), condition)]),
    }
}

fn finance_director(on: &str) -> Attempt {
    let (tier, post) = (Some(Tier::Executive), Some(p("voy-cfo")));
    Attempt { tier, post, ..attempt("03Q", "function:appointments.cfo", on) }
}

#[test]
fn vale_of_york_is_refused_consented_used_up_and_expired() {
    let mut house = vale_of_york();
    let verdict = |house: &House, on: &str| house.directions().judge(&finance_director(on)).to_string();
    let none = "the authority must consent first: no consent speaks of it (voy16.2)";
    assert_eq!(verdict(&house, "2016-09-20"), none);
    assert_eq!(verdict(&house, "2016-08-31"), "directions let it pass");
    let give = |consent| Act::Consent { signature: authority("2016-10-01"), consent: Box::new(consent) };
    house.does(&give(consent("k01", "2016-10-01", "2017-04-01")));
    let Verdict::Allowed(passage) = house.directions().judge(&finance_director("2016-10-10")) else {
        panic!("consented");
    };
    assert_eq!(passage.consents, BTreeSet::from([p("k01")]));
    assert_eq!(passage.duties.first().unwrap().to_string(), "meet condition k01#1");
    let rely =
        Act::RelyOn { signature: signed("03Q", "2016-10-10"), consents: passage.consents, act: "d-1".to_owned() };
    house.does(&rely);
    house.refuses(&rely, "consent-used-up");
    assert!(verdict(&house, "2016-10-20").contains("it was used"));
    assert!(verdict(&house, "2017-04-01").contains("it has expired"));
    assert_eq!(house.state.now().overdue_conditions(p("2017-05-02")).len(), 1);
    house.does(&Act::MeetCondition { signature: signed("03Q", "2017-05-01"), condition: passage_condition() });
    assert!(house.state.now().overdue_conditions(p("2017-05-02")).is_empty());
}

fn passage_condition() -> intervention::ConditionId {
    intervention::ConditionId { consent: p("k01"), number: 1.try_into().unwrap() }
}

#[test]
fn a_consent_is_the_authoritys_and_cures_only_what_it_can() {
    let mut house = vale_of_york();
    let give = |by, consent| Act::Consent { signature: by, consent: Box::new(consent) };
    let good = || consent("k01", "2016-10-01", "2017-04-01");
    house.refuses(&give(signed("03Q", "2016-10-01"), good()), "not-the-authority");
    house.refuses(&give(authority("2016-10-01"), consent("k01", "2017-04-01", "2016-10-01")), "ends-before-it-begins");
    let scope = |clause: &str| Scope { clauses: BTreeSet::from([p(clause)]), ..good().scope };
    house.refuses(&give(authority("2016-10-01"), Consent { scope: scope("voy16.9"), ..good() }), "unknown-clause");
    let unneeded = Consent { scope: scope("voy16.1"), ..good() };
    house.refuses(&give(authority("2016-10-01"), unneeded), "clause-needs-no-consent");
    house.does(&Act::AskConsent {
        signature: signed("03Q", "2016-09-25"),
        clauses: BTreeSet::from([p("voy16.2")]),
        reach: p("function:appointments.cfo"),
        words: "To appoint a finance director".to_owned(),
    });
    // Silence is no consent, and after ten working days it is shown against the authority.
    let unanswered =
        |house: &House, day: &str| house.state.now().unanswered(p(day), &Calendar::england()).unwrap().len();
    assert_eq!((unanswered(&house, "2016-10-07"), unanswered(&house, "2016-10-10")), (0, 1));
    assert!(!house.directions().judge(&finance_director("2016-10-10")).passes());
    house.does(&give(authority("2016-10-01"), good()));
    house.refuses(&give(authority("2016-10-01"), good()), "consent-exists");
    assert_eq!(unanswered(&house, "2016-10-10"), 0);
    let withdraw = |reason: &str| Act::WithdrawConsent {
        signature: authority("2016-10-05"),
        consent: p("k01"),
        reason: reason.to_owned(),
    };
    house.refuses(&withdraw(""), "no-reason");
    house.does(&withdraw("The candidate withdrew"));
    house.refuses(&withdraw("Again"), "already-withdrawn");
    let late = house.directions().judge(&finance_director("2016-10-05"));
    assert!(late.to_string().contains("it was withdrawn"), "{late}");
    assert!(house.directions().judge(&finance_director("2016-10-04")).passes());
    assert_eq!(house.state.now().requests().count(), 1);
}

#[test]
fn one_refusal_leaves_one_part_out_and_the_others_bound() {
    let house = vale_of_york();
    let part = |body: &str, reach: &str| attempt(body, reach, "2016-09-20");
    let matters =
        [part("03Q", "function:appointments"), part("03Q", "service:acute"), part("03E", "function:appointments")];
    let parts = house.directions().judge_parts(&matters);
    let n_refused: Vec<(&str, usize)> = parts.iter().map(|(body, refused)| (body.as_str(), refused.len())).collect();
    assert_eq!(n_refused, [("03E", 0), ("03Q", 1)]);
}

#[test]
fn greenwich_lewisham_and_southwark_have_one_performer_on_every_day() {
    let mut house = House::new();
    let giver = |id: &str, body: &str| {
        let new = direction(id, body, "2017-09-15", vec![clause(1, moved("08Q"), "service:acute")]);
        issue(NewInstrument { to: Some(p("2019-01-01")), ..new })
    };
    house.refuses(&giver("gre17", "08A"), "receiver-not-directed");
    let enabling = vec![clause(1, Effect::Enable, "service:acute")];
    house.does(&issue(direction("swk17", "08Q", "2017-09-15", enabling)));
    house.does(&giver("gre17", "08A"));
    house.does(&giver("lew17", "08L"));
    let directions = house.directions();
    let days = std::iter::successors(Some(Date::constant(2017, 9, 1)), |day| day.tomorrow().ok());
    for day in days.take_while(|day| *day < Date::constant(2019, 2, 1)) {
        let is_moved = Date::constant(2017, 9, 15) <= day && day < Date::constant(2019, 1, 1);
        for (body, reach) in [("08A", "service:acute"), ("08L", "service:acute.elective"), ("08Q", "service:acute")] {
            let performer = directions.performer(p(body), &p(reach), &People::Everybody, day);
            assert_eq!(performer.as_str(), if is_moved { "08Q" } else { body }, "{body} {day}");
        }
        assert_eq!(directions.performer(p("08A"), &p("service:community"), &People::Everybody, day).as_str(), "08A");
    }
    let acting = |on: &str| Attempt { acting: Acting::For(p("08A")), ..attempt("08Q", "service:acute", on) };
    assert!(directions.judge(&acting("2018-12-31")).passes());
    assert_eq!(directions.judge(&acting("2019-01-01")), Verdict::NoFunction);
    let council = direction("d9", "08A", "2018-01-01", vec![clause(1, moved("E10"), "service:community")]);
    house.refuses(&issue(council), "cannot-direct");
}

#[test]
fn what_was_moved_once_is_not_moved_on_but_a_part_of_it_may_be() {
    let mut house = House::new();
    for body in ["08Q", "08K"] {
        let enabling = vec![clause(1, Effect::Enable, "service:acute")];
        house.does(&issue(direction(&format!("{}-e", body.to_lowercase()), body, "2017-09-01", enabling)));
    }
    house.does(&issue(direction("d1", "08A", "2017-09-15", vec![clause(1, moved("08Q"), "service:acute")])));
    house.refuses(
        &issue(direction("d2", "08A", "2017-10-01", vec![clause(1, moved("08K"), "service:acute")])),
        "function-moved-twice",
    );
    house.does(&issue(direction("d3", "08A", "2017-10-01", vec![clause(1, moved("08K"), "service:acute.elective")])));
    let directions = house.directions();
    let performer = |reach: &str| directions.performer(p("08A"), &p(reach), &People::Everybody, p("2017-11-01"));
    assert_eq!(performer("service:acute.elective.hips").as_str(), "08K");
    assert_eq!(performer("service:acute.emergency").as_str(), "08Q");
    // Refused, the body is sent to whoever performs it, and for a wider matter to whoever performs the whole.
    for (reach, clauses, to) in [
        ("service:acute.elective.hips", vec!["d1.1", "d3.1"], "08K"),
        ("service:acute.emergency", vec!["d1.1"], "08Q"),
        ("service:acute", vec!["d1.1", "d3.1"], "08Q"),
        ("service:*", vec!["d1.1", "d3.1"], "08K"),
    ] {
        let clauses = clauses.into_iter().map(p).collect();
        let verdict = directions.judge(&attempt("08A", reach, "2017-11-01"));
        assert_eq!(verdict, Verdict::Moved { clauses, to: p(to) }, "{reach}");
    }
    let whole = Attempt { acting: Acting::For(p("08A")), ..attempt("08Q", "service:acute", "2017-11-01") };
    assert_eq!(directions.judge(&whole), Verdict::NoFunction, "a part of it is another's");
    house.does(&lift("d3", "2017-12-01"));
    let directions = house.directions();
    assert!(directions.judge(&Attempt { on: p("2017-12-01"), ..whole }).passes());
}

#[test]
fn every_fault_of_an_instrument_is_told_and_the_first_decides() {
    let mut house = House::new();
    let nameless = NewClause { requirements: Vec::new(), ..clause(1, Effect::Require, "function:planning") };
    let clauses = vec![
        clause(2, moved("08A"), "service:acute"),
        nameless,
        clause(2, bind(Binding::CapForbid { amount: terms::Pence(-1) }), "service:acute"),
    ];
    let act = issue(direction("d1", "08A", "2017-09-15", clauses));
    house.refuses(&act, "same-body");
    let told = house.ask(&act).unwrap_err().to_string();
    assert!(told.contains("clause 1: say what the clause is") && told.contains("the number is taken"), "{told}");
    let promise = direction("u1", "QU9", "2024-01-01", vec![clause(1, CONSENT, "function:appointments")]);
    let promise = NewInstrument { kind: InstrumentKind::Undertaking, ..promise };
    house.refuses(&issue(promise), "undertaking-binds");
}

#[test]
fn evidence_is_due_by_its_clock_and_a_variation_keeps_the_old_day() {
    let mut house = House::new();
    let clock = Clock { count: p("7"), unit: ClockUnit::Week, roll: Roll::AsIs };
    let plan = NewClause { clock: Some(clock), ..clause(1, Effect::Require, "function:planning.recovery-plan") };
    house.does(&issue(direction("nd17", "04J", "2017-08-18", vec![plan])));
    let calendar = Calendar::england();
    let light = |house: &House, on: &str| {
        let room = house.state.now();
        room.light(room.instrument(&p("nd17")).unwrap(), p(on), &calendar).unwrap().colour
    };
    assert_eq!(light(&house, "2017-10-06"), Colour::Amber);
    assert_eq!(light(&house, "2017-10-07"), Colour::Red);
    assert_eq!(house.state.now().overdue_working_days(p("04J"), p("2017-10-20"), &calendar).unwrap(), 10);
    let vary = |letter| {
        let signature = authority("2017-10-01");
        Act::Vary { signature, clause: p("nd17.1"), change: Change::Due(p("2017-11-17")), letter }
    };
    house.refuses(&vary(None), "no-letter");
    house.does(&vary(Some(letter())));
    assert_eq!(light(&house, "2017-10-07"), Colour::Green);
    let held = house.state.now().clause(&p("nd17.1")).unwrap();
    assert_eq!(held.variations[0].before.due, Some(p("2017-10-06")));
    house.does(&Act::Submit {
        signature: signed("04J", "2017-10-10"),
        clause: p("nd17.1"),
        title: "Recovery plan".to_owned(),
        hash: Some(letter()),
    });
    house.does(&Act::Accept { signature: authority("2017-10-20"), clause: p("nd17.1") });
    assert_eq!(light(&house, "2017-10-21"), Colour::Complete);
    let met = Act::Lift {
        signature: authority("2017-11-01"),
        instrument: p("nd17"),
        letter: Some(letter()),
        ground: Ground::Met,
    };
    house.does(&met);
    let room = house.state.now();
    assert_eq!(room.instrument(&p("nd17")).unwrap().stage(), InstrumentStage::Lifted);
    assert_eq!(room.clause(&p("nd17.1")).unwrap().stage(), ClauseStage::Lifted);
    assert_eq!(room.was_under(p("04J"), Regime::Direction, p("2017-10-31")), Certainty::Yes);
    assert_eq!(room.was_under(p("04J"), Regime::Direction, p("2017-11-01")), Certainty::No);
}

#[test]
fn five_timelines_and_none_implies_another() {
    let mut house = House::new();
    house.does(&Act::EnterMeasures {
        signature: authority("2018-08-07"),
        body: p("10E"),
        programme: Programme::SpecialMeasures,
        reason: "Shared economy".to_owned(),
        proposal: None,
    });
    let publication = Publication {
        body: p("10E"),
        year_from: p("2017-04-01"),
        mark: Mark::Rating(intervention::Grade::RequiresImprovement),
        on: p("2018-07-12"),
        source: "NHS England, July 2018".to_owned(),
    };
    house.does(&Act::Publish { signature: authority("2018-07-12"), publication });
    let room = house.state.now();
    let timelines = room.timelines(p("10E"));
    assert_eq!((timelines.ratings.len(), timelines.measures.len()), (1, 1));
    assert!(timelines.segments.is_empty() && timelines.instruments.is_empty() && timelines.support.is_empty());
    // Special measures give no power over appointments.
    assert!(house.directions().judge(&attempt("10E", "function:appointments.cfo", "2018-10-15")).passes());
    // A direction recorded late binds from its day, and what was done in between is listed.
    let clauses = vec![clause(1, CONSENT, "function:appointments")];
    house.does(&issue(direction("ek19", "10E", "2018-10-01", clauses)));
    let done =
        [attempt("10E", "function:appointments.cfo", "2018-10-15"), attempt("10E", "service:acute", "2018-10-15")];
    assert_eq!(house.directions().caught(&done).len(), 1);
}

#[test]
fn a_trigger_alone_changes_no_status() {
    let mut house = House::new();
    let key = FindingKey { body: p("10E"), rule: Rule::SharedEconomy, period: "2017-18".to_owned() };
    let edition = edition_on(p("2018-07-12")).from;
    let (figures, source) = (Figures::unknown(p("10E")), "Month 12 returns".to_owned());
    let finding = Finding { key, figures, edition, step: Step::Measures, source };
    let propose = |id: &str| Act::Propose {
        signature: authority("2018-07-12"),
        proposal: p(id),
        finding: Box::new(finding.clone()),
    };
    house.does(&propose("p1"));
    house.refuses(&propose("p2"), "already-proposed");
    let confirm = Act::Confirm { signature: authority("2018-08-07"), proposal: p("p1"), reason: "Agreed".to_owned() };
    house.does(&confirm);
    assert_eq!(house.state.now().was_under(p("10E"), Regime::SpecialMeasures, p("2018-08-07")), Certainty::No);
    house.does(&Act::Notify {
        signature: signed("10E", "2018-08-08"),
        kind: NoticeKind::Notified,
        reach: p("function:money"),
    });
    assert_eq!(house.state.now().notices().count(), 1);
}

#[test]
fn figures_of_a_day_are_judged_by_its_edition() {
    let figures = Figures {
        allocation: Some(terms::Pence(40_000_000_000)),
        control_total: Some(terms::Pence(-500_000_000)),
        forecast: Some(terms::Pence(-500_000_000)),
        ..Figures::unknown(p("QU9"))
    };
    let hit = |day: &str| intervention::assess(edition_on(p(day)), &figures).hit;
    assert!(hit("2026-03-31").is_empty(), "on its control total");
    assert_eq!(hit("2026-04-01"), [Rule::ControlTotal], "each body must break even");
}
