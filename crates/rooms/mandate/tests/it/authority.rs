//! The chain of authority: what gives it, what falls short, and what the shortfall says.

use crate::world::{GROUPS, Room, give, instrument, p, pounds, reserve, seat, span};
use mandate::{
    Act, Ask, Capacity, CarryOver, Committee, CommitteeAsk, Condition, DatedBody, Delegation, Holder, HolderId,
    InstrumentKind, Level, Limits, LinkKind, Matter, Population, PostKind, PowerHoldingCommittee, SeatRole, Shape,
    Transfer,
};
use terms::{Certainty, Pence, Period};

const ON: &str = "2016-10-01";

#[test]
fn the_chain_runs_from_statute_to_person() {
    let room = Room::footprint();
    let authority = room.authorise("person-1", "10H", "service:ambulance", Some(pounds(500_000)), ON).unwrap();
    let chain: Vec<String> = authority.chain().iter().map(|link| format!("{} {}", link.kind, link.id)).collect();
    assert_eq!(
        chain,
        [
            "statute act-2006",
            "constitution 10h-constitution",
            "scheme 10h-scheme",
            "delegation 10h-scheme-3",
            "post ao-bucks",
            "person person-1"
        ]
    );
    assert_eq!(authority.chain()[3].clause.as_deref(), Some("5.2"));
    assert_eq!((authority.as_body(), authority.power()), (p("10H"), Some(&p("10h-scheme-3"))));
    // No link holds the name.
    assert!(!format!("{:?}", authority.chain()).contains("A. Name"));
}

#[test]
fn exactly_the_limit_passes_and_a_penny_more_falls_short() {
    let room = Room::footprint();
    let million = pounds(1_000_000);
    assert!(room.authorise("person-1", "10H", "service:ambulance", Some(million), ON).is_ok());
    assert_eq!(
        room.short("person-1", "10H", "service:ambulance", Some(Pence(million.0 + 1)), ON),
        "£1,000,000.01 is over the limit of £1,000,000.00 per decision (10h-scheme-3, 5.2)"
    );
    // Ceasing to spend is as large a decision as spending.
    assert!(room.authorise("person-1", "10H", "service:ambulance", Some(Pence(-million.0 - 1)), ON).is_err());
    // The same person, for the other body they represent, has that body's own limit.
    assert!(room.authorise("person-1", "10Y", "service:ambulance", Some(Pence(million.0 + 1)), ON).is_ok());
}

#[test]
fn two_uses_of_six_hundred_thousand_do_not_fit_one_million_a_year() {
    let mut room = Room::footprint();
    let limits = Limits { per_year: Some(pounds(1_000_000)), ..Limits::NONE };
    room.scheme("10h-scheme-2", "10H", "2016-09-01..", vec![give("service:acute", "ao-bucks", limits, "6")]);
    let six = Some(pounds(600_000));
    let ask = |room: &Room, on: &str| room.authorise("person-1", "10H", "service:acute", six, on);
    let first = ask(&room, ON).unwrap();
    room.exercise(&first, "decision-1");
    let short = "£600,000 is over the limit of £1,000,000 per year (10h-scheme-2-1, 6): £600,000 is used \
                 already";
    assert_eq!(ask(&room, "2017-03-31").unwrap_err().to_string(), short);
    // A new financial year, a new million.
    assert!(ask(&room, "2017-04-01").is_ok());
    // What is being decided in the same act counts as used.
    let (person, matter) = (p("person-1"), p::<Matter>("service:acute"));
    let pending = Ask {
        person: &person,
        body: p("10H"),
        matter: &matter,
        amount: six,
        on: p("2017-04-01"),
        pending: pounds(600_000),
    };
    assert!(room.now().authorise(&pending).is_err());
    // Before the use was recorded, it had not been.
    let before = terms::Sequence(room.state.sequence().0 - 1);
    let then = Ask { pending: Pence(0), on: p(ON), ..pending };
    assert!(room.state.known(before).authorise(&then).is_ok());
    assert!(room.now().authorise(&then).is_err());
}

#[test]
fn a_lifetime_limit_never_renews() {
    let mut room = Room::footprint();
    let limits = Limits { lifetime: Some(pounds(1_000_000)), ..Limits::NONE };
    room.scheme("10h-scheme-2", "10H", "2016-09-01..", vec![give("service:acute", "ao-bucks", limits, "6")]);
    let whole = room.authorise("person-1", "10H", "service:acute", Some(pounds(1_000_000)), ON).unwrap();
    let entry = room.exercise(&whole, "decision-1");
    let penny = |room: &Room| room.authorise("person-1", "10H", "service:acute", Some(Pence(1)), "2017-10-01");
    assert!(penny(&room).unwrap_err().to_string().contains("£1,000,000 in all"));
    // A use recorded in error gives the room back, and what was known before still shows it.
    room.ask(Act::Withdraw { entry, ordinal: 0, reason: "recorded twice".to_owned() });
    assert!(penny(&room).is_ok());
    assert_eq!(room.state.known(entry).exercises(&p("10h-scheme-2-1")).len(), 1);
    assert_eq!(room.now().exercises(&p("10h-scheme-2-1")).len(), 0);
}

#[test]
fn reserved_matters_name_who_alone_may_decide() {
    let room = Room::footprint();
    assert_eq!(
        room.short("person-1", "10H", "function:constitution", None, ON),
        "function:constitution is reserved to the membership of 10H (10h-scheme, 1.1)"
    );
    let governing = |matter: &str| room.now().authorise_governing_body(p("10H"), &p(matter), None, p(ON));
    assert_eq!(
        governing("function:constitution.merger").unwrap_err().to_string(),
        "function:constitution is reserved to the membership of 10H (10h-scheme, 1.1)"
    );
    let appoint = governing("function:appoint-accountable-officer").unwrap();
    assert_eq!(appoint.chain().last().map(|link| link.kind), Some(LinkKind::GoverningBody));
    assert!(room.short("person-1", "10H", "function:appoint-accountable-officer", None, ON).contains("reserved"));
    // What is not reserved, the governing body may decide itself.
    assert!(governing("service:ambulance").is_ok());
}

#[test]
fn a_delegation_of_a_narrower_matter_is_an_exception_to_what_is_reserved() {
    let mut room = Room::footprint();
    let rows = vec![
        reserve("function:contracts", HolderId::GoverningBody, "1"),
        give("function:contracts.extend", "ao-bucks", Limits::NONE, "2"),
    ];
    room.scheme("10h-scheme-2", "10H", "2016-09-01..", rows);
    assert!(room.authorise("person-1", "10H", "function:contracts.extend", None, ON).is_ok());
    assert!(room.short("person-1", "10H", "function:contracts.award", None, ON).contains("reserved"));
    assert!(room.short("person-1", "10H", "function:contracts", None, ON).contains("reserved"));
}

#[test]
fn specialised_care_is_in_the_remit_and_is_not_theirs_to_commission() {
    let room = Room::footprint();
    assert!(room.now().in_remit(&p("executive"), &p("service:specialised"), p(ON)));
    for group in GROUPS {
        let person = match group {
            "10Y" | "10H" => "person-1",
            "10Q" => "person-2",
            _ => "person-3",
        };
        assert_eq!(
            room.short(person, group, "service:specialised", Some(Pence(1)), ON),
            format!("{group} is not the commissioner of specialised on 2016-10-01: it is commissioned by Y59")
        );
        assert!(room.now().authorise_governing_body(p(group), &p("service:specialised"), None, p(ON)).is_err());
    }
    // Out of remit and within power: the two are different things.
    assert!(!room.now().in_remit(&p("executive"), &p("service:community"), p(ON)));
    assert!(room.authorise("person-1", "10H", "service:community", Some(Pence(1)), ON).is_ok());
    // A line under one in the remit is in it.
    assert!(room.now().in_remit(&p("executive"), &p("service:mental-health.crisis"), p(ON)));
}

#[test]
fn a_service_with_no_mandate_is_nobodys() {
    let mut room = Room::footprint();
    room.line("veterinary", "");
    assert_eq!(
        room.short("person-1", "10H", "service:veterinary", None, ON),
        "10H is not the commissioner of veterinary on 2016-10-01: no mandate on record says whose it is"
    );
}

#[test]
fn a_power_falls_with_its_post() {
    let mut room = Room::footprint();
    let ask = |room: &Room, on: &str| room.authorise("person-1", "10H", "service:acute", None, on);
    assert!(ask(&room, "2016-12-31").is_ok());
    room.ask(Act::EndAppointment { post: p("ao-bucks"), person: p("person-1"), on: p("2017-01-01") });
    assert!(ask(&room, "2016-12-31").is_ok());
    assert_eq!(
        ask(&room, "2017-01-01").unwrap_err().to_string(),
        "person-1 no longer holds post ao-bucks on 2017-01-01: the power falls with the post"
    );
    assert_eq!(room.now().vacancies(p("10H"), p("2017-01-01")).len(), 1);
    // Whoever comes next has it, without any act of delegation.
    room.person("person-4", "B. Name");
    room.appoint("ao-bucks", "person-4", Capacity::Interim, "2017-01-15..");
    assert!(room.authorise("person-4", "10H", "service:acute", None, "2017-01-15").is_ok());
    assert!(room.authorise("person-4", "10H", "service:acute", None, "2017-01-14").is_err());
    assert!(room.short("person-4", "10Q", "service:acute", None, "2017-01-15").contains("holds no post of 10Q"));
}

#[test]
fn an_interim_may_not_use_what_is_for_the_substantive_holder() {
    let mut room = Room::footprint();
    let mut row = give("service:acute", "ao-bucks", Limits::NONE, "7");
    row.conditions = vec![Condition::SubstantiveHolder, Condition::ReportedTo("the finance committee".to_owned())];
    room.scheme("10h-scheme-2", "10H", "2016-09-01..", vec![row]);
    assert!(room.authorise("person-1", "10H", "service:acute", None, ON).is_ok());
    room.person("person-4", "B. Name");
    room.appoint("ao-bucks", "person-4", Capacity::Acting, "2016-09-15..");
    assert_eq!(
        room.short("person-4", "10H", "service:acute", None, ON),
        "power 10h-scheme-2-1 is substantive holder only: person-4 holds the post as acting"
    );
}

#[test]
fn a_new_version_of_a_scheme_ends_the_one_before_from_its_date() {
    let mut room = Room::footprint();
    let more = Limits { per_decision: Some(pounds(3_000_000)), ..Limits::NONE };
    room.scheme("10h-scheme-2", "10H", "2017-01-01..", vec![give("service:services", "ao-bucks", more, "5.2")]);
    let two = Some(pounds(2_000_000));
    assert!(room.authorise("person-1", "10H", "service:acute", two, "2016-12-31").is_err());
    let after = room.authorise("person-1", "10H", "service:acute", two, "2017-01-01").unwrap();
    assert_eq!(after.powers(), [p("10h-scheme-2-1")]);
    // What the old reserved, the new does not.
    assert!(room.now().reserving(p("10H"), &p("function:constitution"), p("2017-01-01")).is_none());
    assert!(room.now().reserving(p("10H"), &p("function:constitution"), p("2016-12-31")).is_some());
}

#[test]
fn what_a_link_rests_on_takes_the_power_with_it() {
    let mut room = Room::footprint();
    room.ask(Act::EndInstrument { instrument: p("10h-constitution"), on: p("2017-01-01") });
    assert_eq!(
        room.short("person-1", "10H", "service:acute", None, "2017-01-01"),
        "power 10h-scheme-3 is not in force on 2017-01-01: constitution `10h-constitution` is in force 1 April 2013 to \
         31 December 2016"
    );
    assert!(room.authorise("person-1", "10H", "service:acute", None, "2016-12-31").is_ok());
    let revoke = Act::RevokePower { power: p("10q-scheme-3"), on: p("2017-02-01"), reason: "control".to_owned() };
    room.ask(revoke.clone());
    assert!(room.authorise("person-2", "10Q", "service:acute", None, "2017-01-31").is_ok());
    assert_eq!(
        room.short("person-2", "10Q", "service:acute", None, "2017-02-01"),
        "power 10q-scheme-3 was revoked from 2017-02-01"
    );
    assert!(room.refused(&revoke).contains("it cannot end on 2017-02-01"));
}

fn agreement(room: &mut Room, id: &str, body: &str, when: &str) {
    let scheme = format!("{}-scheme", body.to_lowercase());
    room.instrument(InstrumentKind::DelegationAgreement, id, body, &scheme, when);
}

fn delegation(room: &Room, id: &str, body: &str, committee: &str, agreement: &str) -> Delegation {
    let held = PowerHoldingCommittee::of(room.now().committee(&p(committee)).unwrap()).unwrap();
    Delegation {
        id: p(id),
        body: p(body),
        matters: vec![p("service:acute")],
        holder: Holder::Committee(held),
        limits: Limits::NONE,
        conditions: Vec::new(),
        populations: Vec::new(),
        instrument: p(agreement),
        clause: Some("3".to_owned()),
        period: span("2016-10-01.."),
    }
}

#[test]
fn a_joint_committee_decides_only_for_those_who_delegated() {
    let mut room = Room::footprint();
    let committee = Committee {
        id: p("joint"),
        name: "Joint committee".to_owned(),
        shape: Shape::JointCommittee,
        members: ["10H", "10Q"].iter().map(|b| DatedBody { body: p(b), period: span("2016-10-01..") }).collect(),
        remit: Vec::new(),
        seats: vec![seat("ao-oxon", SeatRole::Chair, &[], "2016-10-01..")],
        period: span("2016-10-01.."),
        instrument: p("executive-terms"),
    };
    room.ask(Act::FormCommittee { committee });
    agreement(&mut room, "10q-agreement", "10Q", "2016-10-01..");
    let delegation = delegation(&room, "10q-joint", "10Q", "joint", "10q-agreement");
    room.ask(Act::GrantPower { delegation });
    let ask = |body: &str, on: &str| {
        let (committee, matter) = (p("joint"), p("service:acute"));
        let (committee, matter, amount) = (&committee, &matter, Some(pounds(9_000_000)));
        let ask = CommitteeAsk { committee, body: p(body), matter, amount, on: p(on), pending: Pence(0) };
        room.now().authorise_committee(&ask)
    };
    let authority = ask("10Q", ON).unwrap();
    let kinds: Vec<LinkKind> = authority.chain().iter().map(|link| link.kind).collect();
    let expected = [
        LinkKind::Statute,
        LinkKind::Constitution,
        LinkKind::Scheme,
        LinkKind::Delegation,
        LinkKind::Delegation,
        LinkKind::Committee,
    ];
    assert_eq!(kinds, expected);
    assert_eq!((authority.person(), authority.committee()), (None, Some(&p("joint"))));
    assert!(ask("10Q", "2016-09-30").unwrap_err().to_string().contains("it does not sit that day"));
    assert!(ask("10H", ON).unwrap_err().to_string().contains("nothing gives joint power over service:acute"));
    assert!(ask("10Y", ON).unwrap_err().to_string().contains("the body is not a member that day"));
    // A person has no part in the committee's power.
    assert!(room.short("person-2", "10Q", "service:acute", Some(pounds(9_000_000)), ON).contains("over the limit"));
    let (committee, matter) = (p("executive"), p("service:acute"));
    let (committee, matter) = (&committee, &matter);
    let ask = CommitteeAsk { committee, body: p("10Q"), matter, amount: None, on: p(ON), pending: Pence(0) };
    let executive = room.now().authorise_committee(&ask);
    assert!(executive.unwrap_err().to_string().contains("a committee of its shape holds no power"));
}

#[test]
fn a_function_transferred_for_a_period_reverts() {
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    room.line("acute", "");
    for (body, person) in [("08Q", "person-1"), ("08A", "person-2"), ("08L", "person-3")] {
        let low = body.to_lowercase();
        room.instrument(InstrumentKind::Constitution, &format!("{low}-constitution"), body, "act-2006", "2013-04-01..");
        room.mandate(&format!("{low}-acute"), "acute", &[body], Level::Place, &[body], "2013-04-01..");
        room.person(person, "N.");
        room.post(&format!("ao-{low}"), PostKind::AccountableOfficer, &[body], "2013-04-01..");
        room.appoint(&format!("ao-{low}"), person, Capacity::Substantive, "2013-04-01..");
        let rows = vec![give("service:acute", &format!("ao-{low}"), Limits::NONE, "1")];
        room.scheme(&format!("{low}-scheme"), body, "2013-04-01..", rows);
    }
    room.instrument(InstrumentKind::Direction, "direction-2017", "08Q", "act-2006", "2017-04-01..");
    for (id, from) in [("greenwich", "08A"), ("lewisham", "08L")] {
        room.ask(Act::TransferFunction {
            transfer: Transfer {
                id: p(id),
                line: p("acute"),
                populations: vec![Population::registered(p(from))],
                from: p(from),
                to: p("08Q"),
                instrument: p("direction-2017"),
                period: span("2017-04-01..2018-04-01"),
            },
        });
    }
    let ask = |room: &Room, person: &str, body: &str, on: &str| room.authorise(person, body, "service:acute", None, on);
    assert!(ask(&room, "person-2", "08A", "2017-03-31").is_ok());
    assert!(ask(&room, "person-2", "08A", "2017-04-01").unwrap_err().to_string().contains("commissioned by 08Q"));
    assert!(ask(&room, "person-3", "08L", "2018-03-31").is_err());
    assert!(ask(&room, "person-1", "08Q", "2018-03-31").is_ok());
    assert!(ask(&room, "person-2", "08A", "2018-04-01").is_ok(), "it reverts by itself");
    room.ask(Act::EndTransfer { transfer: p("greenwich"), on: p("2017-10-01") });
    assert!(ask(&room, "person-2", "08A", "2017-10-01").is_ok());
    assert!(ask(&room, "person-3", "08L", "2017-10-01").is_err());
}

fn merged(own_scheme: bool) -> Room {
    let mut room = Room::footprint();
    room.instrument(InstrumentKind::Statute, "order-2018", "", "", "2018-04-01..");
    let carry = CarryOver {
        predecessors: vec![p("10Y"), p("10H")],
        successor: p("14Y"),
        on: p("2018-04-01"),
        instrument: p("order-2018"),
        takes: None,
    };
    room.ask(Act::CarryOver { carry: carry.clone() });
    assert!(room.refused(&Act::CarryOver { carry }).contains("10Y carried over to 14Y already"));
    if own_scheme {
        room.ask(Act::MakeInstrument {
            instrument: instrument(InstrumentKind::Constitution, "14y-constitution", "14Y", "act-2006", "2018-04-01.."),
        });
        room.ask(Act::SharePost {
            post: p("ao-bucks"),
            body: DatedBody { body: p("14Y"), period: span("2018-04-01..") },
        });
        let limits = Limits { per_decision: Some(pounds(7_000_000)), ..Limits::NONE };
        room.scheme("14y-scheme", "14Y", "2018-06-01..", vec![give("service:services", "ao-bucks", limits, "5")]);
    }
    room
}

#[test]
fn after_a_merger_what_was_delegated_carries_over() {
    let room = merged(false);
    let now = room.now();
    assert_eq!(now.acting_body(p("10H"), p("2018-03-31")), p("10H"));
    assert_eq!(now.acting_body(p("10H"), p("2018-04-01")), p("14Y"));
    let part = room.authorise("person-1", "10H", "service:acute", Some(pounds(1_000_000)), "2018-05-01").unwrap();
    assert_eq!((part.body(), part.as_body()), (p("10H"), p("14Y")));
    assert!(part.chain().iter().any(|link| link.kind == LinkKind::Succession));
    let on = p("2018-05-01");
    assert!(part.chain().iter().all(|link| link.period.contains(on) == Certainty::Yes), "every link covers the day");
    // The part of Aylesbury Vale has its own limit; the whole has the smallest.
    assert!(room.authorise("person-1", "10Y", "service:acute", Some(pounds(2_000_000)), "2018-05-01").is_ok());
    let whole = room.authorise("person-1", "14Y", "service:acute", Some(pounds(1_000_000)), "2018-05-01").unwrap();
    assert_eq!(whole.powers(), [p("10h-scheme-3"), p("10y-scheme-3")]);
    assert_eq!(whole.limits().per_decision, Some(pounds(1_000_000)));
    let short = room.short("person-1", "14Y", "service:acute", Some(pounds(2_000_000)), "2018-05-01");
    assert!(short.contains("14Y has no scheme of its own yet, and 10H gave no power for it"), "{short}");
    let governing = now.authorise_governing_body(p("10H"), &p("service:acute"), None, p("2018-05-01")).unwrap();
    assert_eq!(governing.as_body(), p("14Y"));
    assert!(governing.chain().iter().any(|link| link.kind == LinkKind::Succession));
}

#[test]
fn the_successors_own_scheme_ends_what_was_carried_over() {
    let room = merged(true);
    let six = Some(pounds(6_000_000));
    assert!(room.authorise("person-1", "14Y", "service:acute", six, "2018-05-31").is_err());
    let own = room.authorise("person-1", "14Y", "service:acute", six, "2018-06-01").unwrap();
    assert_eq!(own.powers(), [p("14y-scheme-1")]);
    // A predecessor's part is decided by the successor's power from then on.
    let part = room.authorise("person-1", "10H", "service:acute", six, "2018-06-01").unwrap();
    assert_eq!((part.body(), part.powers()), (p("10H"), &[p("14y-scheme-1")][..]));
}

#[test]
fn of_several_powers_the_narrowest_then_the_smallest_sufficient_is_used() {
    let mut room = Room::footprint();
    let limit = |n| Limits { per_decision: Some(pounds(n)), ..Limits::NONE };
    room.post("cfo-bucks", PostKind::ChiefFinanceOfficer, &["10H"], "2013-04-01..");
    room.appoint("cfo-bucks", "person-1", Capacity::Acting, "2016-07-01..");
    let rows = vec![
        give("service:services", "ao-bucks", limit(9), "1"),
        give("service:services", "cfo-bucks", limit(5), "2"),
        give("service:acute", "ao-bucks", limit(3), "3"),
    ];
    room.scheme("10h-scheme-2", "10H", "2016-09-01..", rows);
    let used = |n| room.authorise("person-1", "10H", "service:acute", Some(pounds(n)), ON).unwrap().powers().to_vec();
    assert_eq!(used(3), [p("10h-scheme-2-3")]);
    assert_eq!(used(4), [p("10h-scheme-2-2")]);
    assert_eq!(used(6), [p("10h-scheme-2-1")]);
    assert!(room.short("person-1", "10H", "service:acute", Some(pounds(10)), ON).contains("£9 per decision"));
}

#[test]
fn a_power_for_some_people_serves_only_while_the_body_commissions_for_them() {
    let mut room = Room::footprint();
    agreement(&mut room, "10h-agreement", "10H", "2016-10-01..");
    let grant = |id: &str, people: Population| Act::GrantPower {
        delegation: Delegation {
            id: p(id),
            body: p("10H"),
            matters: vec![p("function:planning"), p("service:acute")],
            holder: Holder::Post(p("ao-bucks")),
            limits: Limits::NONE,
            conditions: Vec::new(),
            populations: vec![people],
            instrument: p("10h-agreement"),
            clause: None,
            period: Period::ALWAYS,
        },
    };
    room.ask(grant("elsewhere", Population::registered(p("10Q"))));
    let nine = Some(pounds(9_000_000));
    assert!(room.authorise("person-1", "10H", "service:acute", nine, ON).is_err());
    room.ask(grant("here", Population::registered(p("10H"))));
    assert_eq!(room.authorise("person-1", "10H", "service:acute", nine, ON).unwrap().power(), Some(&p("here")));
}

#[test]
fn an_authority_is_only_made_by_asking_and_its_use_names_it() {
    let room = Room::footprint();
    let authority = room.authorise("person-3", "10M", "service:acute", Some(Pence(5)), ON).unwrap();
    let events = [mandate::exercise(&authority, "decision-9")];
    let mandate::Event::PowerExercised { exercise } = &events[0] else { panic!() };
    assert_eq!(exercise.powers, [p("10m-scheme-3")]);
    assert_eq!((exercise.body, exercise.decision.as_str()), (p("10M"), "decision-9"));
}

#[test]
fn a_correction_leaves_the_record_and_flags_what_rested_on_it() {
    let mut room = Room::footprint();
    let used = room.authorise("person-2", "10Q", "service:acute", Some(pounds(7)), ON).unwrap();
    let entry = room.exercise(&used, "decision-1");
    let other = room.authorise("person-3", "10M", "service:acute", Some(pounds(7)), ON).unwrap();
    room.exercise(&other, "decision-2");
    assert_eq!(room.now().doubtful(), []);
    // It turns out that the officer had gone before.
    room.ask(Act::EndAppointment { post: p("ao-oxon"), person: p("person-2"), on: p("2016-09-15") });
    let doubtful = room.now().doubtful();
    assert_eq!(doubtful.len(), 1);
    assert_eq!((doubtful[0].used.entry, doubtful[0].used.exercise.decision.as_str()), (entry, "decision-1"));
    assert!(doubtful[0].why.to_string().contains("the power falls with the post"));
    assert_eq!(room.now().exercises(&p("10q-scheme-3")).len(), 1, "the record stands");
    assert_eq!(room.state.known(entry).doubtful(), [], "and nobody could have known then");
}
