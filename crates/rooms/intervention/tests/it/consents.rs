//! Who may ask for, give, rely on and meet what a consent says.

use crate::world::{CONSENT, House, authority, clause, direction, issue, letter, moved, p, signed};
use intervention::{
    Act, Calendar, Condition, ConditionId, ConditionTime, Consent, Effect, Ground, Miss, Scope, Signature, Use, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// A group bound on appointments and on acute care, which another performs for it.
fn bound() -> House {
    let mut house = House::new();
    let enabling = vec![clause(1, Effect::Enable, "service:acute")];
    house.does(&issue(direction("e1", "08Q", "2018-01-01", enabling)));
    let clauses = vec![
        clause(1, CONSENT, "function:appointments"),
        clause(2, CONSENT, "service:acute"),
        clause(3, moved("08Q"), "service:acute"),
    ];
    house.does(&issue(direction("d1", "08A", "2018-01-01", clauses)));
    house
}

fn condition(owner: Option<&str>) -> Condition {
    let owner = owner.map(p);
    Condition { time: ConditionTime::Before, words: "To report".to_owned(), owner, due: None, met_on: None }
}

fn consent(id: &str, clauses: &[&str], reach: &str) -> Consent {
    Consent {
        id: p(id),
        by: p("X24"),
        scope: Scope {
            clauses: clauses.iter().map(|id| p(id)).collect(),
            reach: p(reach),
            tier: None,
            post: None,
            plan: None,
        },
        amount_max: None,
        from: p("2018-02-01"),
        to: None,
        uses: Use::Single,
        withdrawn_on: None,
        conditions: BTreeMap::new(),
    }
}

fn give(consent: Consent) -> Act {
    Act::Consent { signature: authority("2018-02-01"), consent: Box::new(consent) }
}

fn rely(id: &str, body: &str) -> Act {
    let act = "decision-1".to_owned();
    Act::RelyOn { signature: signed(body, "2018-02-02"), consents: BTreeSet::from([p(id)]), act }
}

fn meet(signature: Signature) -> Act {
    Act::MeetCondition { signature, condition: ConditionId { consent: p("k1"), number: 1.try_into().unwrap() } }
}

#[test]
fn nobody_uses_up_the_consent_of_another() {
    let mut house = bound();
    house.does(&give(consent("k1", &["d1.1"], "function:appointments")));
    house.does(&give(consent("k2", &["d1.2"], "service:acute")));
    for (id, body) in [("k1", "08L"), ("k1", "X24"), ("k1", "08Q"), ("k2", "08L")] {
        house.refuses(&rely(id, body), "not-the-body");
    }
    house.does(&rely("k1", "08A"));
    // What it performs for the body it performs under the body's clauses on services.
    house.does(&rely("k2", "08Q"));
}

#[test]
fn a_condition_is_met_by_the_bound_its_owner_or_the_authority() {
    let mut house = bound();
    let conditions = BTreeMap::from([(1.try_into().unwrap(), condition(Some("08L")))]);
    house.does(&give(Consent { conditions, ..consent("k1", &["d1.1"], "function:appointments") }));
    for body in ["08K", "08Q"] {
        house.refuses(&meet(signed(body, "2018-02-02")), "not-the-body");
    }
    for body in ["08A", "08L", "X24"] {
        house.clone().does(&meet(signed(body, "2018-02-02")));
    }
}

#[test]
fn no_clause_at_all_asks_for_nobodys_authority() {
    let mut house = bound();
    let (clauses, reach) = (BTreeSet::new(), p("function:appointments"));
    let anybody = signed("08K", "2018-02-01");
    let none = consent("k1", &[], "function:appointments");
    house.refuses(&Act::Consent { signature: anybody, consent: Box::new(none) }, "no-clause");
    let words = "To appoint".to_owned();
    let ask = Act::AskConsent { signature: anybody, clauses, reach, words };
    house.refuses(&ask, "no-clause");
    let (clauses, reach, reason) = (BTreeSet::new(), p("function:appointments"), "No".to_owned());
    house.refuses(&Act::RefuseConsent { signature: anybody, clauses, reach, reason }, "no-clause");
}

#[test]
fn a_consent_begins_when_it_is_given_with_nothing_met() {
    let mut house = bound();
    let early = Consent { from: p("2018-01-31"), ..consent("k1", &["d1.1"], "function:appointments") };
    house.refuses(&give(early), "consent-before-given");
    let met = Condition { met_on: Some(p("2018-01-01")), ..condition(None) };
    let conditions = BTreeMap::from([(1.try_into().unwrap(), met)]);
    house.does(&give(Consent { conditions, ..consent("k1", &["d1.1"], "function:appointments") }));
    let verdict =
        |house: &House| house.directions().judge(&crate::world::attempt("08A", "function:appointments", "2018-02-03"));
    assert!(matches!(verdict(&house), Verdict::NeedsConsent { miss: Miss::Condition, .. }));
    house.does(&meet(authority("2018-02-02")));
    assert!(verdict(&house).passes());
}

#[test]
fn a_request_for_two_clauses_is_answered_when_both_are() {
    let mut house = bound();
    let second = vec![clause(1, CONSENT, "function:appointments")];
    house.does(&issue(direction("d2", "08A", "2018-01-01", second)));
    let (clauses, reach) = (BTreeSet::from([p("d1.1"), p("d2.1")]), p("function:appointments"));
    let (signature, words) = (signed("08A", "2018-01-15"), "To appoint".to_owned());
    house.does(&Act::AskConsent { signature, clauses, reach, words });
    let n_waiting = |house: &House| house.state.now().unanswered(p("2018-03-01"), &Calendar::england()).unwrap().len();
    house.does(&give(consent("k1", &["d1.1"], "function:appointments")));
    assert_eq!(n_waiting(&house), 1, "the other clause still stands in the way");
    let (clauses, reach) = (BTreeSet::from([p("d2.1")]), p("function:appointments"));
    let (signature, reason) = (authority("2018-02-05"), "Not now".to_owned());
    house.does(&Act::RefuseConsent { signature, clauses, reach, reason });
    assert_eq!(n_waiting(&house), 0);
}

#[test]
fn a_clause_that_has_ended_binds_nobody_to_rely() {
    let mut house = bound();
    house.does(&give(consent("k1", &["d1.1"], "function:appointments")));
    let ground = Ground::Regardless { reason: "It may".to_owned() };
    let signature = authority("2018-02-02");
    house.does(&Act::LiftClause { signature, clause: p("d1.1"), letter: Some(letter()), ground });
    house.refuses(&rely("k1", "08K"), "not-the-body");
}
