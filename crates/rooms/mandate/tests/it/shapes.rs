//! Each shape from its legal date and not a day before; a power for no committee that cannot hold one.

use crate::world::{Room, give, instrument, p, span};
use mandate::{
    Act, Committee, DatedBody, Delegated, Event, HolderId, InstrumentKind, Limits, MandateError, Power,
    PowerHoldingCommittee, SchemeRow, Shape, apply,
};
use terms::{Period, Sequence};

fn committee(shape: Shape, when: &str, members: &[&str]) -> Committee {
    Committee {
        id: p("tried"),
        name: "Tried".to_owned(),
        shape,
        members: members.iter().map(|body| DatedBody { body: p(body), period: Period::ALWAYS }).collect(),
        remit: Vec::new(),
        seats: Vec::new(),
        period: span(when),
        instrument: p("executive-terms"),
    }
}

fn check(shape: Shape, when: &str, expected: &str) {
    let mut room = Room::footprint();
    let members: &[&str] = if when.starts_with("2022") { &["QU9", "QNQ"] } else { &["10Q", "10H"] };
    let found = match room.try_ask(&Act::FormCommittee { committee: committee(shape, when, members) }) {
        Ok(_) => "formed".to_owned(),
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(found, expected, "{shape} {when}");
}

#[test]
fn each_shape_is_lawful_from_its_date_and_not_a_day_before() {
    let joint =
        "tried cannot be a joint committee from 30 September 2014: that is lawful 1 October 2014 to 30 June 2022";
    check(Shape::JointCommittee, "2014-09-30..", joint);
    check(Shape::JointCommittee, "2014-10-01..", "formed");
    check(Shape::JointCommittee, "2014-10-01..2022-07-01", "formed");
    check(
        Shape::JointCommittee,
        "2014-10-01..2022-07-02",
        "tried cannot be a joint committee 1 October 2014 to 1 July 2022: that is lawful 1 October 2014 to 30 June 2022",
    );
    check(
        Shape::JointExercise,
        "2022-06-30..",
        "tried cannot be a joint exercise (sections 65z5 and 65z6) from 30 June 2022: that is lawful from 1 July 2022",
    );
    check(Shape::JointExercise, "2022-07-01..", "formed");
    check(Shape::CommitteesInCommon, "2013-04-01..", "formed");
    check(Shape::IndividualDelegation, "2013-04-01..", "formed");
    check(Shape::PooledFund, "2013-04-01..", "formed");
}

#[test]
fn a_committee_that_decides_in_common_or_by_delegation_to_persons_can_hold_nothing() {
    for shape in [Shape::CommitteesInCommon, Shape::IndividualDelegation] {
        let why = PowerHoldingCommittee::of(&committee(shape, "2016-09-01..", &["10Q"])).unwrap_err();
        let words = shape.words().to_lowercase();
        assert_eq!(
            why.to_string(),
            format!("tried decides by {words}: such a committee can hold no power; each body keeps its own (S0.5)")
        );
    }
    // A scheme that names one as holder is refused whole.
    let mut room = Room::footprint();
    let holder = HolderId::Committee(p("executive"));
    let row = SchemeRow {
        delegated: vec![Delegated { holder, limits: Limits::NONE }],
        ..give("service:acute", "ao-oxon", Limits::NONE, "1")
    };
    let scheme = instrument(InstrumentKind::Scheme, "10q-scheme-2", "10Q", "10q-constitution", "2017-01-01..");
    let refusal = room.refused(&Act::AdoptScheme { scheme: scheme.clone(), rows: vec![row.clone()] });
    assert!(refusal.starts_with("executive decides by individual delegation"), "{refusal}");

    // Nor does a record that says so, whatever wrote it, come to be.
    let next = Sequence(room.state.sequence().0 + 1);
    let adopted = Event::SchemeAdopted { scheme, rows: vec![row] };
    let granted = Event::PowerGranted {
        power: Power {
            id: p("forged"),
            body: p("10Q"),
            matters: vec![p("service:acute")],
            holder: HolderId::Committee(p("executive")),
            limits: Limits::NONE,
            conditions: Vec::new(),
            populations: Vec::new(),
            instrument: p("10q-scheme"),
            clause: None,
            period: Period::ALWAYS,
            revoked: None,
        },
    };
    for event in [adopted, granted] {
        let before = room.state.sequence();
        let error = apply(&mut room.state, next, &[event], &|_| None).unwrap_err();
        assert!(matches!(error, MandateError::Powerless { .. }), "{error}");
        assert_eq!(room.state.sequence(), before);
        assert_eq!(room.now().power(&p("forged")), None);
    }
    // And the identity of a committee is never used again for one of another shape.
    let again = Event::CommitteeFormed { committee: Committee { id: p("executive"), ..joint() } };
    assert!(apply(&mut room.state, next, &[again], &|_| None).is_err());
}

fn joint() -> Committee {
    committee(Shape::JointCommittee, "2016-09-01..", &["10Q"])
}

/// What was read of the law and where, so that a change of either is deliberate: nothing is shown as read that was not.
#[test]
fn every_rule_of_law_says_how_it_is_known() {
    let shapes: Vec<String> =
        mandate::LEGALITIES.iter().map(|row| format!("{} {}", row.shape.letter(), row.standing)).collect();
    assert_eq!(shapes, ["A knowledge", "B account", "C account", "D account", "E account", "F knowledge"]);
    for row in mandate::STATUTORY {
        let is_board = row.body == register::BodyKind::CareBoard;
        let expected = if is_board { mandate::Standing::Statute } else { mandate::Standing::FromKnowledge };
        assert_eq!(row.standing, expected, "{row:?}");
    }
}
