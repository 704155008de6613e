//! What is written once is read for ever: the first event of each kind, as it is stored.

use crate::world::{House, SEVEN, line, p};
use plan::check::{CheckReference, Tolerances};
use plan::{Act, AgreementTerms, Choice, Clauses, ContractStage, Event, MergerDuty, Value};
use std::collections::BTreeMap;
use terms::{Pence, ReplayError};

fn all() -> House {
    let mut house = House::submitted();
    let plan = || p("bob-2017");
    house.clerk(Act::SetTolerances(Tolerances { source: "Guidance".to_owned(), ..Tolerances::at_first() }));
    let words = line("O4", "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0", "another function");
    house.ask("person-a2", Act::EnterLine { plan: plan(), source: p("P-OXON"), line: words.clone() });
    house.decides("words", "function:planning.bob-2017", "Both", "");
    let choice = Choice::Value(Value::narrative("one function and another"));
    house.clerk(Act::Resolve { plan: plan(), key: words.key, choice, decision: p("words") });
    let position = line("O7", "FINANCE|COMMISSIONER|PLANNED POSITION|10Q|||OXON|2017/18|0", "-51");
    let total = line("O8", "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0", "-50");
    let spare = line("O9", "FINANCE|COMMISSIONER|SPARE|10Q|||OXON|2017/18|0", "1");
    let subject = total.key.to_string();
    for line in [position, total, spare] {
        house.ask("person-a2", Act::EnterLine { plan: plan(), source: p("P-OXON"), line });
    }
    house.ask("person-a2", Act::RemoveLine { plan: plan(), source: p("P-OXON"), line: p("O9") });
    let (check, reason) = (CheckReference { kind: plan::CheckKind::ControlTotal, subject }, "Support comes".to_owned());
    house.clerk(Act::Waive { plan: plan(), check, decision: p("words"), reason });
    house.ask("person-a3", Act::Object { plan: plan(), body: p("11D"), reason: "The beds are not there".to_owned() });
    house.signs(SEVEN);
    house.executive_signs("adopt", "").unwrap();
    let terms = AgreementTerms {
        id: p("acute"),
        parties: crate::world::bodies("10Q RTH"),
        coordinator: p("10Q"),
        values: BTreeMap::from([(p("2017/18"), Pence(1))]),
        first: p("2017-04-01"),
        last: p("2018-03-31"),
        merger: MergerDuty::Novate,
        clauses: Clauses::Contract { provider: p("RTH"), activity: BTreeMap::new(), deadline: None },
    };
    house.ask("person-a2", Act::RecordAgreement { terms, title: "Acute contract".to_owned() });
    let (values, last, reason) = (BTreeMap::new(), p("2018-03-30"), "Shorter".to_owned());
    house.ask("person-a2", Act::VaryAgreement { agreement: p("acute"), values, last, reason });
    house.ask(
        "person-a2",
        Act::ReachStage { agreement: p("acute"), stage: ContractStage::Signed, day: p("2016-12-01") },
    );
    let (predecessor, successor, evidence) = (p("10Q"), p("14Y"), "Deed of novation".to_owned());
    house.ask("person-a2", Act::MeetMergerDuty { agreement: p("acute"), predecessor, successor, evidence });
    house
}

#[test]
fn events_keep_their_shape() {
    let house = all();
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(serde_json::from_value::<Event>(json.clone()).unwrap(), *event);
        let kind = json["event"].as_str().unwrap().to_owned();
        kinds.entry(kind).or_insert_with(|| serde_json::to_string(&json).unwrap());
    }
    assert_eq!(kinds.len(), 15, "one of each kind");
    let written: Vec<String> = kinds.into_values().collect();
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn no_event_carries_a_title_a_reason_or_the_words_of_a_narrative() {
    for (_, outcome) in &all().log {
        let json = serde_json::to_string(&outcome.events).unwrap();
        for words in
            ["Operating plan", "function over", "another", "Support", "beds are", "Acute contract", "Shorter", "Deed"]
        {
            assert!(!json.contains(words), "{words}: {json}");
        }
    }
}

#[test]
fn the_record_read_again_gives_the_same_state() {
    let house = all();
    assert_eq!(house.replayed(false), house.state);
}

/// The outcome of each entry, with what `change` makes of its first event of a kind.
fn replayed(house: &House, kind: &str, change: impl Fn(Event) -> Option<Event>) -> Result<plan::State, ReplayError> {
    let mut state = plan::State::new();
    for (sequence, outcome) in &house.log {
        let is_of_kind = |event: &Event| serde_json::to_value(event).unwrap()["event"] == kind;
        let changed = |event: &Event| if is_of_kind(event) { change(event.clone()) } else { Some(event.clone()) };
        let events: Vec<Event> = outcome.events.iter().filter_map(changed).collect();
        let payload = |at: mandate::Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        plan::apply(&mut state, *sequence, p("2016-12-01T09:00:00Z"), &events, &payload)?;
    }
    Ok(state)
}

#[test]
fn what_the_executive_signed_is_followed_and_held_beside_what_was_recorded() {
    let house = all();
    // A check that passed when it signed, and fails as it is tested now: the signature is not judged again.
    let unwaived = replayed(&house, "check-waived", |_| None).unwrap();
    let known = unwaived.now();
    let plan = known.plan(&p("bob-2017")).unwrap();
    let bound = plan.bound(house.mandate.now(), house.today);
    assert_eq!((plan.sign_off.n_failed(), bound), (1, crate::world::bodies(SEVEN)));
    let other = |changed: fn(&mut Event)| {
        let change = |mut event: Event| {
            changed(&mut event);
            Some(event)
        };
        replayed(&house, "executive-signed", change).unwrap_err()
    };
    let fewer = other(|event| {
        if let Event::ExecutiveSigned { bound, .. } = event {
            bound.pop_first();
        }
    });
    assert!(matches!(fewer, ReplayError::Unsound { .. }), "{fewer}");
    let others = other(|event| {
        if let Event::ExecutiveSigned { hash, .. } = event {
            *hash = executive::TextHash::of(b"other lines");
        }
    });
    assert!(matches!(others, ReplayError::Unsound { .. }), "{others}");
}

#[test]
fn a_plan_is_held_to_the_tolerances_that_were_recorded_with_it() {
    let mut house = House::submitted();
    for (name, measure, value) in [("O7", "PLANNED POSITION", "-51"), ("O8", "CONTROL TOTAL", "-50")] {
        let line = line(name, &format!("FINANCE|COMMISSIONER|{measure}|10Q|||OXON|2017/18|0"), value);
        house.ask("person-a2", Act::EnterLine { plan: p("bob-2017"), source: p("P-OXON"), line });
    }
    assert_eq!(house.plan().sign_off.n_failed(), 1);
    // As if the product had had others at first when the plan was opened.
    let otherwise = |mut event: Event| {
        if let Event::PlanOpened { tolerances, .. } = &mut event {
            tolerances.measures.control_total = "TOTAL".to_owned();
        }
        Some(event)
    };
    let then = replayed(&house, "plan-opened", otherwise).unwrap();
    assert_eq!(then.now().plan(&p("bob-2017")).unwrap().sign_off.n_failed(), 0);
}
