//! In and out of a programme: once at a time, never before it began, and out of it by successive months.

use crate::world::{House, authority, clause, direction, issue, letter, p, signed};
use intervention::{
    Act, BodyClass, Delivery, Effect, Ending, Figures, Finding, FindingKey, Grade, Ground, HistoricCase, HistoricDate,
    HistoricEnd, Mark, NewInstrument, Programme, Publication, Regime, Rule, Step, edition_on,
};

const MEASURES: Programme = Programme::SpecialMeasures;

fn enter(on: &str, proposal: Option<&str>) -> Act {
    let (body, reason) = (p("08A"), "Finance".to_owned());
    let proposal = proposal.map(p);
    Act::EnterMeasures { signature: authority(on), body, programme: MEASURES, reason, proposal }
}

fn end(on: &str, ground: Ground) -> Act {
    Act::EndMeasures { signature: authority(on), body: p("08A"), programme: MEASURES, letter: Some(letter()), ground }
}

fn approve(by: &str, on: &str) -> Act {
    Act::ApprovePlan { signature: signed(by, on), body: p("08A"), programme: MEASURES }
}

fn deliver(on: &str, delivery: Delivery) -> Act {
    Act::Deliver { signature: signed("08A", on), body: p("08A"), programme: MEASURES, delivery }
}

fn regardless() -> Ground {
    Ground::Regardless { reason: "It may".to_owned() }
}

/// Measures since July 2017, with a plan that both approved and months as they turned out.
fn delivered(months: &[(&str, Delivery)]) -> House {
    let mut house = House::new();
    house.does(&enter("2017-07-01", None));
    house.does(&approve("08A", "2017-08-01"));
    house.does(&approve("X24", "2017-08-01"));
    for (on, delivery) in months {
        house.does(&deliver(on, *delivery));
    }
    house
}

#[test]
fn months_on_plan_are_successive_calendar_months() {
    use Delivery::{OffPlan, OnPlan};
    let out = |months: &[(&str, Delivery)]| delivered(months).ask(&end("2018-06-01", Ground::Met)).is_ok();
    assert!(out(&[("2017-10-05", OnPlan), ("2017-11-06", OnPlan)]));
    assert!(out(&[("2017-12-29", OnPlan), ("2018-01-02", OnPlan)]), "over the turn of the year");
    assert!(!out(&[("2017-10-05", OnPlan), ("2017-10-06", OnPlan)]), "one month told twice");
    assert!(!out(&[("2017-10-05", OnPlan), ("2017-12-05", OnPlan)]), "nothing was said of November");
    assert!(!out(&[("2017-10-05", OnPlan), ("2017-11-05", OnPlan), ("2017-11-20", OffPlan)]), "the last word stands");
    assert!(out(&[("2017-10-05", OffPlan), ("2017-10-09", OnPlan), ("2017-11-05", OnPlan)]), "the last word stands");
    assert!(!out(&[("2017-11-05", OnPlan), ("2017-10-05", OffPlan)]), "in whatever order they are told");
}

#[test]
fn what_came_after_the_end_does_not_count_for_it() {
    let mut house = delivered(&[("2017-10-05", Delivery::OnPlan), ("2017-11-06", Delivery::OnPlan)]);
    house.refuses(&end("2017-10-31", Ground::Met), "delivery-too-short");
    house.refuses(&end("2017-07-31", Ground::Met), "plan-not-approved");
}

#[test]
fn a_body_is_in_a_programme_once_at_a_time() {
    let mut house = House::new();
    house.does(&enter("2017-07-01", None));
    house.does(&end("2018-07-01", regardless()));
    // On record late: a day of the stay that is over, and one before it that would go on into it.
    for day in ["2017-12-01", "2018-06-30", "2017-01-01"] {
        house.refuses(&enter(day, None), "already-in-measures");
    }
    house.does(&enter("2018-07-01", None));
}

#[test]
fn an_open_case_of_history_is_a_stay_that_goes_on() {
    let case = |end| HistoricCase {
        id: p("sm16"),
        body: p("08A"),
        class: BodyClass::CommissioningGroup,
        regime: Regime::SpecialMeasures,
        basis: String::new(),
        start: HistoricDate::On(p("2016-07-21")),
        end,
        figures: String::new(),
        source: "A page".to_owned(),
        asked: Vec::new(),
    };
    let taken = |end| {
        let mut house = House::new();
        house.does(&Act::EnterHistory { signature: authority("2017-01-01"), case: Box::new(case(end)) });
        house
    };
    taken(HistoricEnd::Open).refuses(&enter("2018-01-01", None), "already-in-measures");
    let ended = |last: &str| HistoricEnd::Ended { last: HistoricDate::On(p(last)), how: Ending::Lifted };
    let mut house = taken(ended("2017-06-30"));
    house.refuses(&enter("2017-06-30", None), "already-in-measures");
    house.does(&enter("2017-07-01", None));
    let backwards = Act::EnterHistory { signature: authority("2017-01-01"), case: Box::new(case(ended("2016-07-20"))) };
    House::new().refuses(&backwards, "case-backwards");
    assert!(case(ended("2016-07-21")).period().is_some(), "one day is a period");
}

#[test]
fn nothing_happens_to_a_stay_before_it_began() {
    let mut house = House::new();
    house.does(&enter("2017-07-01", None));
    let before = "2017-06-30";
    house.refuses(&end(before, regardless()), "not-in-measures");
    house.refuses(&approve("08A", before), "not-in-measures");
    house.refuses(&approve("X24", before), "not-in-measures");
    house.refuses(&deliver(before, Delivery::OnPlan), "not-in-measures");
    house.does(&deliver("2017-07-01", Delivery::OnPlan));
}

#[test]
fn an_intervention_cites_only_a_confirmed_proposal_on_its_own_body() {
    let mut house = House::new();
    for (id, body) in [("p1", "08A"), ("p2", "08L")] {
        let key = FindingKey { body: p(body), rule: Rule::ControlTotal, period: "2017-18".to_owned() };
        let (figures, edition) = (Figures::unknown(p(body)), edition_on(p("2017-07-01")).from);
        let finding = Finding { key, figures, edition, step: Step::Measures, source: "Month 9".to_owned() };
        house.does(&Act::Propose { signature: authority("2017-07-01"), proposal: p(id), finding: Box::new(finding) });
    }
    let directs = |proposal: &str| {
        let clauses = vec![clause(1, Effect::Require, "function:planning")];
        issue(NewInstrument { proposal: Some(p(proposal)), ..direction("d1", "08A", "2017-07-10", clauses) })
    };
    let confirm =
        |id: &str, on: &str| Act::Confirm { signature: authority(on), proposal: p(id), reason: "Yes".to_owned() };
    house.does(&confirm("p2", "2017-07-05"));
    for id in ["p1", "p2"] {
        house.refuses(&enter("2017-07-10", Some(id)), "proposal-not-confirmed");
        house.refuses(&directs(id), "proposal-not-confirmed");
    }
    house.refuses(&enter("2017-07-10", Some("p9")), "unknown-proposal");
    house.does(&confirm("p1", "2017-07-06"));
    house.refuses(&enter("2017-07-05", Some("p1")), "proposal-not-confirmed");
    house.does(&enter("2017-07-10", Some("p1")));
    house.does(&directs("p1"));
}

#[test]
fn nothing_is_published_ahead_of_its_day_or_twice() {
    let mut house = House::new();
    let publish = |mark, on: &str| {
        let source = "A page".to_owned();
        let publication = Publication { body: p("08A"), year_from: p("2016-04-01"), mark, on: p(on), source };
        Act::Publish { signature: authority("2017-07-21"), publication }
    };
    let inadequate = Mark::Rating(Grade::Inadequate);
    house.refuses(&publish(inadequate, "2017-07-22"), "not-yet");
    house.does(&publish(inadequate, "2017-07-21"));
    house.refuses(&publish(inadequate, "2017-07-21"), "already-published");
    house.refuses(&publish(Mark::Rating(Grade::Good), "2017-07-21"), "already-published");
    house.does(&publish(Mark::Segment(4.try_into().unwrap()), "2017-07-21"));
    house.does(&publish(Mark::Rating(Grade::Good), "2017-07-20"));
}
