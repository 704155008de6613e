//! The shape of events: they read back, and carry no reason and no title of evidence.

use crate::world::{CONSENT, House, authority, clause, direction, issue, letter, lift, moved, p, signed};
use intervention::{
    Act, Change, Condition, ConditionTime, Consent, Effect, Event, EvidenceStep, Figures, Finding, FindingKey, Ground,
    HistoricCase, HistoricDate, HistoricEnd, Mark, Merger, NewInstrument, NewReview, NoticeKind, Programme,
    Publication, Regime, Remainder, Rule, Scope, Signature, Step, Use, edition_on,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an event is called in the record: an event that is added does not compile until it stands here too.
macro_rules! names {
    ($($variant:ident = $name:literal,)*) => {
        const NAMES: &[&str] = &[$($name,)*];
        fn name(event: &Event) -> &'static str {
            match event { $(Event::$variant { .. } => $name,)* }
        }
    };
}

names! {
    InterventionProposed = "intervention-proposed",
    ProposalConfirmed = "proposal-confirmed",
    ProposalDeclined = "proposal-declined",
    MeasuresEntered = "measures-entered",
    PlanApproved = "plan-approved",
    MonthDelivered = "month-delivered",
    MeasuresEnded = "measures-ended",
    DirectionIssued = "direction-issued",
    ConstraintLaid = "constraint-laid",
    FunctionTransferred = "function-transferred",
    TransferEnded = "transfer-ended",
    ClauseVaried = "clause-varied",
    EvidenceSubmitted = "evidence-submitted",
    EvidenceAccepted = "evidence-accepted",
    EvidenceReturned = "evidence-returned",
    ClauseLifted = "clause-lifted",
    DirectionLifted = "direction-lifted",
    DirectionReplaced = "direction-replaced",
    DirectionReviewed = "direction-reviewed",
    ConsentAsked = "consent-asked",
    ConsentGiven = "consent-given",
    ConsentRefused = "consent-refused",
    ConsentWithdrawn = "consent-withdrawn",
    ConsentUsed = "consent-used",
    ConditionMet = "condition-met",
    AuthorityNotified = "authority-notified",
    AssessmentPublished = "assessment-published",
    BodySucceeded = "body-succeeded",
    HistoryEntered = "history-entered",
}

fn proposals(house: &mut House) {
    for (id, rule) in [("p1", Rule::ControlTotal), ("p2", Rule::Overdue)] {
        let key = FindingKey { body: p("08A"), rule, period: "2017-18".to_owned() };
        let (figures, edition) = (Figures::unknown(p("08A")), edition_on(p("2018-01-01")).from);
        let finding = Finding { key, figures, edition, step: Step::Measures, source: "Month 9".to_owned() };
        let (signature, finding) = (authority("2018-01-01"), Box::new(finding));
        house.does(&Act::Propose { signature, proposal: p(id), finding });
    }
    let (signature, reason) = (authority("2018-01-01"), "A reason in private words".to_owned());
    house.does(&Act::Confirm { signature, proposal: p("p1"), reason: reason.clone() });
    house.does(&Act::Decline { signature, proposal: p("p2"), reason });
}

fn measures(house: &mut House) {
    let (body, programme) = (p("08A"), Programme::SpecialMeasures);
    let (signature, reason) = (authority("2018-01-01"), "A reason in private words".to_owned());
    house.does(&Act::EnterMeasures { signature, body, programme, reason, proposal: Some(p("p1")) });
    house.does(&Act::ApprovePlan { signature, body, programme });
    let delivery = intervention::Delivery::OnPlan;
    house.does(&Act::Deliver { signature: signed("08A", "2018-02-01"), body, programme, delivery });
    let ground = Ground::Regardless { reason: "It may".to_owned() };
    house.does(&Act::EndMeasures {
        signature: authority("2018-03-01"),
        body,
        programme,
        letter: Some(letter()),
        ground,
    });
}

fn consents(house: &mut House) {
    let condition =
        Condition { time: ConditionTime::After, words: "To report".to_owned(), owner: None, due: None, met_on: None };
    let (clauses, reach) = (BTreeSet::from([p("d1.2")]), p("function:appointments"));
    let signature = signed("08A", "2018-02-01");
    let words = "To appoint a named person".to_owned();
    house.does(&Act::AskConsent { signature, clauses, reach, words });
    let (clauses, reach) = (BTreeSet::from([p("d1.2")]), p("function:appointments"));
    let scope = Scope { clauses, reach, tier: None, post: None, plan: None };
    let consent = Consent {
        id: p("k1"),
        by: p("X24"),
        scope,
        amount_max: None,
        from: p("2018-02-01"),
        to: None,
        uses: Use::Single,
        withdrawn_on: None,
        conditions: BTreeMap::from([(1.try_into().unwrap(), condition.clone()), (7.try_into().unwrap(), condition)]),
    };
    house.does(&Act::Consent { signature: authority("2018-02-01"), consent: Box::new(consent) });
    house.does(&Act::RelyOn { signature, consents: BTreeSet::from([p("k1")]), act: "decision-1".to_owned() });
    let condition = intervention::ConditionId { consent: p("k1"), number: 7.try_into().unwrap() };
    house.does(&Act::MeetCondition { signature, condition });
    let (signature, reason) = (authority("2018-02-02"), "A reason in private words".to_owned());
    house.does(&Act::WithdrawConsent { signature, consent: p("k1"), reason: reason.clone() });
    let (clauses, reach) = (BTreeSet::from([p("d1.2")]), p("function:appointments"));
    house.does(&Act::RefuseConsent { signature, clauses, reach, reason });
    let signature = signed("08A", "2018-02-01");
    house.does(&Act::Notify { signature, kind: NoticeKind::Consulted, reach: p("function:appointments") });
}

fn evidence(house: &mut House) {
    let submit = |on: &str| Act::Submit {
        signature: signed("08A", on),
        clause: p("d1.3"),
        title: "A plan by a named person".to_owned(),
        hash: Some(letter()),
    };
    house.does(&submit("2018-02-01"));
    house.does(&Act::Return {
        signature: authority("2018-02-02"),
        clause: p("d1.3"),
        reason: "It is not balanced".to_owned(),
        resubmit_by: Some(p("2018-03-01")),
    });
    house.does(&submit("2018-02-03"));
    house.does(&Act::Accept { signature: authority("2018-02-04"), clause: p("d1.3") });
}

fn beside(house: &mut House) {
    let publication = Publication {
        body: p("08A"),
        year_from: p("2016-04-01"),
        mark: Mark::Rating(intervention::Grade::Inadequate),
        on: p("2017-07-21"),
        source: "A page".to_owned(),
    };
    house.does(&Act::Publish { signature: authority("2018-01-01"), publication });
    let case = HistoricCase {
        id: p("h1"),
        body: p("08A"),
        class: intervention::BodyClass::CommissioningGroup,
        regime: Regime::Direction,
        basis: String::new(),
        start: HistoricDate::By(p("2015-08-01")),
        end: HistoricEnd::Open,
        figures: String::new(),
        source: "A page".to_owned(),
        asked: Vec::new(),
    };
    house.does(&Act::EnterHistory { signature: authority("2018-01-01"), case: Box::new(case) });
}

/// Every event there is, at least once.
fn all() -> House {
    let mut house = House::new();
    proposals(&mut house);
    house.does(&issue(direction("e1", "08Q", "2018-01-01", vec![clause(1, Effect::Enable, "service:acute")])));
    let clauses = vec![
        clause(1, moved("08Q"), "service:acute"),
        clause(2, CONSENT, "function:appointments"),
        clause(3, Effect::Require, "function:planning"),
    ];
    let cited = Some(p("p1"));
    house.does(&issue(NewInstrument { proposal: cited, ..direction("d1", "08A", "2018-01-01", clauses) }));
    measures(&mut house);
    consents(&mut house);
    evidence(&mut house);
    beside(&mut house);
    let (signature, letter) = (authority("2018-03-01"), Some(letter()));
    let change = Change::Effect(Effect::Bind(intervention::Binding::Forbid));
    house.does(&Act::Vary { signature, clause: p("d1.2"), change, letter });
    let review = NewReview { instrument: p("d1"), finding: "Some progress".to_owned(), letter: None };
    house.does(&Act::Review { signature: authority("2018-06-01"), review });
    house.does(&Act::LiftClause { signature: authority("2018-06-01"), clause: p("d1.3"), letter, ground: Ground::Met });
    let instead = direction("d2", "08A", "2018-07-01", vec![clause(1, CONSENT, "function:appointments")]);
    let signature = Signature { on: p("2018-07-01"), ..signature };
    house.does(&Act::Replace { signature, replaced: p("d1"), instrument: Box::new(instead) });
    house.does(&lift("e1", "2018-07-01"));
    let merger = Merger { predecessor: p("08A"), successor: p("72Q"), on: p("2020-04-01") };
    let (partners, dispositions) = (BTreeSet::new(), BTreeMap::new());
    let (signature, remainder) = (authority("2020-04-01"), Remainder::Follows);
    house.does(&Act::Merge { signature, merger, partners, dispositions, remainder });
    house
}

#[test]
fn every_event_reads_back_as_it_was_written() {
    let house = all();
    let mut seen = BTreeSet::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_string(event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), *event, "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["event"], name(event));
        seen.insert(name(event));
    }
    assert_eq!(seen, NAMES.iter().copied().collect::<BTreeSet<_>>());
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn no_event_carries_a_reason_or_a_title_of_evidence() {
    for (_, outcome) in &all().log {
        let json = serde_json::to_string(&outcome.events).unwrap();
        for words in
            ["private words", "named person", "not balanced", "Some progress", "It may", "failing to discharge"]
        {
            assert!(!json.contains(words), "{words}: {json}");
        }
    }
}

#[test]
fn what_took_a_place_and_why_something_ended_is_kept() {
    let house = all();
    let room = house.state.now();
    let ended = room.instrument(&p("d1")).unwrap().end.clone().unwrap();
    assert_eq!(ended.replaced_by, Some(p("d2")));
    let withdrawn = room.consent(&p("k1")).unwrap().withdrawal.clone();
    assert_eq!(withdrawn, Some(terms::Text::from_payload(Some(b"A reason in private words".to_vec()))));
    let stay = intervention::Stay { body: p("08A"), programme: Programme::SpecialMeasures };
    assert_eq!(room.episodes(&stay)[0].proposal, Some(p("p1")));
    assert_eq!(room.instrument(&p("d1")).unwrap().proposal, Some(p("p1")));
    assert!(matches!(room.clause(&p("d1.3")).unwrap().evidence[0].step, EvidenceStep::Submitted { .. }));
}
