//! The bytes of every event: once written they are read for ever.

use crate::world::{Room, give, instrument, p, pounds, reserve, seat, span};
use mandate::{
    Act, Capacity, CarryOver, Committee, Condition, DatedBody, DatedLine, Delegated, Delegation, Event, Holder,
    HolderId, Holding, InstrumentKind, Interest, InterestCategory, Level, Limits, Line, Mandate, Population, Portfolio,
    Post, PostKind, PowerHoldingCommittee, SeatRole, Shape, Transfer, Universe,
};
use std::collections::BTreeSet;

/// A room in which every kind of act was done once at least.
fn everything() -> Room {
    let mut room = Room::footprint();
    room.ask(Act::EnterPerson { person: p("person-8"), name: "N".to_owned(), contact: Some("n@example".to_owned()) });
    let bodies = vec![DatedBody { body: p("10Q"), period: span("2016..") }];
    let kind = PostKind::Director(Portfolio::Finance);
    let post = Post { id: p("finance"), title: "Finance".to_owned(), kind, bodies, period: span("2016-04..2019") };
    room.ask(Act::CreatePost { post });
    room.ask(Act::SharePost { post: p("finance"), body: DatedBody { body: p("10H"), period: span("2017-01-01..") } });
    let (post, person) = (p("finance"), p("person-8"));
    let capacity = Capacity::Acting;
    room.ask(Act::Appoint { holding: Holding { post, person, capacity, period: span("2016-06-01..") } });
    room.ask(Act::EndAppointment { post: p("finance"), person: p("person-8"), on: p("2017-06-01") });
    room.ask(Act::EndPost { post: p("finance"), on: p("2018-01-01") });
    let interest = Interest {
        id: p("interest-1"),
        person: p("person-8"),
        category: InterestCategory::NonFinancialProfessional,
        matters: vec![p("service:acute"), p("function:contracts.award")],
        period: span("2016-06-01.."),
    };
    room.ask(Act::DeclareInterest { interest, wording: "Adviser".to_owned() });
    room.ask(Act::EndInterest { interest: p("interest-1"), on: p("2017-01-01") });
    let joint = Committee {
        id: p("joint"),
        name: "Joint committee".to_owned(),
        shape: Shape::JointCommittee,
        members: vec![DatedBody { body: p("10Q"), period: span("2016-10-01..") }],
        remit: vec![DatedLine { line: p("acute"), period: span("2016-10-01.."), instrument: p("executive-terms") }],
        seats: vec![seat("ao-oxon", SeatRole::Representative, &["10Q"], "2016-10-01..")],
        period: span("2016-10-01.."),
        instrument: p("executive-terms"),
    };
    room.ask(Act::FormCommittee { committee: joint });
    let member = DatedBody { body: p("10H"), period: span("2016-11-01..") };
    room.ask(Act::JoinCommittee { committee: p("joint"), member });
    room.ask(Act::LeaveCommittee { committee: p("joint"), body: p("10H"), on: p("2017-11-01") });
    room.ask(Act::TakeSeat { committee: p("joint"), seat: seat("ao-bucks", SeatRole::Chair, &[], "2016-11-01..") });
    room.ask(Act::LeaveSeat { committee: p("joint"), post: p("ao-bucks"), on: p("2017-11-01") });
    let line = DatedLine { line: p("community"), period: span("2017-01-01.."), instrument: p("executive-terms") };
    room.ask(Act::GrowRemit { committee: p("joint"), line });
    room.ask(Act::ShrinkRemit { committee: p("joint"), line: p("community"), on: p("2017-09-01") });
    room.instrument(InstrumentKind::DelegationAgreement, "agreement", "10Q", "10q-scheme", "2016-10-01..");
    let holder = PowerHoldingCommittee::of(room.now().committee(&p("joint")).unwrap()).unwrap();
    let delegation = Delegation {
        id: p("10q-joint"),
        body: p("10Q"),
        matters: vec![p("service:acute")],
        holder: Holder::Committee(holder),
        limits: Limits { per_decision: None, per_year: Some(pounds(9)), lifetime: None },
        conditions: vec![Condition::Stated("in writing".to_owned())],
        populations: vec![Population::unregistered(p("10Q"))],
        instrument: p("agreement"),
        clause: Some("3".to_owned()),
        period: span("2016-10-01..2017-10-01"),
    };
    room.ask(Act::GrantPower { delegation });
    room.ask(Act::RevokePower { power: p("10q-joint"), on: p("2017-01-01"), reason: "control".to_owned() });
    room.ask(Act::EndCommittee { committee: p("joint"), on: p("2018-01-01") });
    let scheme = instrument(InstrumentKind::Scheme, "10q-scheme-2", "10Q", "10q-constitution", "2017-04-01..");
    let mut row = give("service:acute", "ao-oxon", Limits::NONE, "1");
    row.conditions = vec![Condition::SubstantiveHolder, Condition::ReportedTo("finance".to_owned())];
    row.delegated.push(Delegated { holder: HolderId::Committee(p("joint")), limits: Limits::NONE });
    room.ask(Act::AdoptScheme { scheme, rows: vec![row, reserve("function:name", HolderId::GoverningBody, "2")] });
    room.ask(Act::EndInstrument { instrument: p("agreement"), on: p("2018-01-01") });
    let (code, name) = (p("dental"), "Dental".to_owned());
    room.ask(Act::EnterLine { line: Line { code, name, parent: Some(p("services")), period: span("2016-01-01..") } });
    room.ask(Act::EndLine { line: p("dental"), on: p("2023-04-01") });
    let universe = Universe { id: p("all"), name: "All".to_owned(), lines: vec![p("acute")] };
    room.ask(Act::NameUniverse { universe });
    let mandate = Mandate {
        id: p("acute"),
        line: p("acute"),
        populations: vec![Population::registered(p("10Q")), Population::unregistered(p("10Q"))],
        level: Level::System,
        commissioners: vec![p("10Q"), p("10H")],
        instrument: p("act-2006"),
        period: span("2017-01-01.."),
    };
    room.ask(Act::GiveMandate { mandate, reason: Some("scarce expertise".to_owned()) });
    room.ask(Act::EndMandate { mandate: p("acute"), on: p("2018-01-01") });
    room.instrument(InstrumentKind::Direction, "direction", "10Q", "act-2006", "2017-01-01..");
    let transfer = Transfer {
        id: p("passed"),
        line: p("acute"),
        populations: vec![Population::registered(p("10Q"))],
        from: p("10Q"),
        to: p("10H"),
        instrument: p("direction"),
        period: span("2017-01-01..2018-01-01"),
    };
    room.ask(Act::TransferFunction { transfer });
    room.ask(Act::EndTransfer { transfer: p("passed"), on: p("2017-09-01") });
    let used = room.authorise("person-1", "10Y", "service:ambulance", Some(pounds(2)), "2016-10-01").unwrap();
    let entry = room.exercise(&used, "decision-1");
    room.ask(Act::Withdraw { entry, ordinal: 0, reason: "twice".to_owned() });
    room.ask(Act::CarryOver {
        carry: CarryOver {
            predecessors: vec![p("10Y"), p("10H")],
            successor: p("14Y"),
            on: p("2018-04-01"),
            instrument: p("executive-terms"),
            takes: None,
        },
    });
    room.ask(Act::ForgetPerson { person: p("person-8") });
    room
}

#[test]
fn every_event_is_written_as_it_always_was_and_read_back() {
    let room = everything();
    let mut written = String::new();
    let mut kinds = BTreeSet::new();
    // The last of each kind: those of this file, not the footprint's.
    let events: Vec<&Event> = room.log.iter().flat_map(|(_, outcome)| &outcome.events).collect();
    for event in events.iter().rev() {
        let text = serde_json::to_string(event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).as_ref().ok(), Some(*event), "{text}");
        let kind = serde_json::to_value(event).unwrap()["event"].as_str().unwrap().to_owned();
        if kinds.insert(kind) {
            written.push_str(&text);
            written.push('\n');
        }
    }
    let mut lines: Vec<&str> = written.lines().collect();
    lines.sort_unstable();
    assert_eq!(kinds.len(), 32, "every kind of event: add a new one to this file");
    insta::assert_snapshot!("events", lines.join("\n"));
}

#[test]
fn the_written_events_of_the_first_version_replay() {
    let room = everything();
    let mut replayed = mandate::State::default();
    for (sequence, outcome) in &room.log {
        let text = serde_json::to_string(&outcome.events).unwrap();
        let events: Vec<Event> = serde_json::from_str(&text).unwrap();
        let payload = |at: mandate::Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        mandate::apply(&mut replayed, *sequence, &events, &payload).unwrap();
        mandate::live(&mut replayed, &room.register.now());
    }
    assert_eq!(replayed.sequence(), room.state.sequence());
    let ids = |state: &mandate::State| {
        let (view, mut ids) = (state.now(), Vec::new());
        ids.extend(view.posts().map(|post| format!("{post:?}")));
        ids.extend(view.powers().map(|power| format!("{power:?}")));
        ids.extend(view.committees().map(|committee| format!("{committee:?}")));
        ids.extend(view.mandates().map(|mandate| format!("{mandate:?}")));
        ids.extend(view.people().map(|person| format!("{person:?}")));
        ids
    };
    assert_eq!(ids(&replayed), ids(&room.state));
    assert_eq!(replayed.now().person(&p("person-8")).unwrap().name, None);
}
