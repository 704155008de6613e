//! The cases that a plausible wrong engine passes over.

use crate::world::{House, ON, SEVEN, officer, p};
use executive::story::Ending;
use executive::{
    Act, Answer, ConditionOutcome, Divisibility, Effect, Minute, NewCondition, Recusal, ReferralReason, Route, Stance,
    Standing, Subject, review,
};
use mandate::{Act as Mandates, Capacity, Delegated, HolderId, Holding, Instrument, InstrumentKind, Limits, SchemeRow};
use terms::{OdsCode, Pence, Period};

const MILLION: i64 = 100_000_000;

/// Positions on one proposal about the ambulance contract, settled once, and where that leaves it.
fn check(amounts: &str, said: &str, expected: &str) -> House {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", amounts);
    house.say("deal", said);
    assert_eq!(house.settle("deal"), expected);
    house
}

fn cited(present: u32) -> Minute {
    Minute::Cited { reference: "minute 7".to_owned(), present, quorum: 6 }
}

fn answers(house: &House, body: &str, answer: Answer, minute: Minute) -> Act {
    let text = house.put("deal", body);
    Act::AnswerReferral { proposal: p("deal"), body: p(body), text, answer, conditions: Vec::new(), minute }
}

fn chair_of(body: &str) -> &'static str {
    match body {
        "10Y" | "10H" => "person-c1",
        "10Q" => "person-c2",
        _ => "person-c3",
    }
}

/// A new scheme of Chiltern: its officer within some limits.
fn limit_chiltern(house: &mut House, limits: Limits, from: &str) {
    let scheme = Instrument {
        id: p("10h-scheme-new"),
        kind: InstrumentKind::Scheme,
        title: "Scheme".to_owned(),
        body: Some(p("10H")),
        rests_on: Some(p("10h-constitution")),
        period: Period::from_days(Some(p(from)), None),
        reference: None,
    };
    let row = SchemeRow {
        area: "Contracting".to_owned(),
        title: "Contracts".to_owned(),
        matter: p("service:services"),
        clause: Some("6".to_owned()),
        reserved_to: None,
        delegated: vec![Delegated { holder: HolderId::Post(p("bucks-accountable-officer")), limits }],
        conditions: Vec::new(),
        populations: Vec::new(),
    };
    house.keeps(&Mandates::AdoptScheme { scheme, rows: vec![row] });
}

#[test]
fn each_position_comes_to_what_the_table_says() {
    check("10Y 10Q", "10Y=agree 10Q=agree", "10Q 10Y bound");
    check("10Y 10Q", "10Y=agree 10Q=agree-with-reservation", "10Q 10Y bound");
    check("10Y 10Q", "10Y=agree 10Q=stand-aside", "10Q referred to its governing body; 10Y bound");
    check("10Y 10Q", "10Y=agree 10Q=object", "10Q in negotiation; 10Y bound");
    check("10Y 10Q", "10Y=agree", "10Q referred to its governing body; 10Y bound");
}

#[test]
fn nobody_agreed_and_nothing_is_decided() {
    check("10Y 10Q", "10Y=object 10Q=object", "nothing is decided: 10Q 10Y in negotiation");
}

#[test]
fn a_proposal_touching_three_of_seven_leaves_the_four_alone() {
    let house = check("10Y 10Q 11D", "10Y=agree 10Q=object 11D=agree", "10Q in negotiation; 10Y 11D bound");
    assert_eq!(house.executive.now().proposal(&p("deal")).unwrap().parts.len(), 3);
}

#[test]
fn exactly_one_million_passes_and_one_penny_more_refers() {
    check("10H=100000000", "10H=agree", "10H bound");
    let house = check("10H=100000001", "10H=agree", "nothing is decided: 10H referred to its governing body");
    let said = "£1,000,000.01 is over the limit of £1,000,000.00 per decision (10h-scheme-1, 5.2)";
    assert_eq!(house.because("deal", "10H"), said);
}

#[test]
fn whoever_lacks_the_power_neither_concurs_nor_objects() {
    check("10H=100000001", "10H=object", "nothing is decided: 10H referred to its governing body");
}

#[test]
fn two_of_six_hundred_thousand_do_not_fit_one_annual_million() {
    let mut house = House::meeting();
    limit_chiltern(&mut house, Limits { per_year: Some(Pence(MILLION)), ..Limits::NONE }, ON);
    for (id, expected) in [("one", "10H bound"), ("two", "nothing is decided: 10H referred to its governing body")] {
        house.proposes(id, "service:ambulance", "10H=60000000");
        house.say(id, "10H=agree");
        assert_eq!(house.settle(id), expected);
    }
}

#[test]
fn power_that_lapses_between_position_and_effect_refers() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    house.keeps(&Mandates::RevokePower { power: p("10q-scheme-1"), on: p(ON), reason: "control".to_owned() });
    assert_eq!(house.settle("deal"), "10Q referred to its governing body; 10Y bound");
    assert_eq!(house.because("deal", "10Q"), "power 10q-scheme-1 was revoked from 2016-10-06");
}

#[test]
fn principal_and_deputy_both_speak_and_the_principal_counts() {
    let mut house = House::meeting();
    let holding = Holding {
        post: p("oxon-accountable-officer"),
        person: p("person-f2"),
        capacity: Capacity::Deputy,
        period: Period::from_days(Some(p("2016-09-01")), None),
    };
    house.keeps(&Mandates::Appoint { holding });
    house.arrives("october", "person-f2");
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    let by_deputy = house.position("deal", "10Q", Stance::Object);
    assert_eq!(
        house.refused("person-f2", &by_deputy),
        "person-f2 is a deputy and speaks for 10Q only while the principal is absent"
    );
    house.leaves("october", "person-a2");
    house.ask("person-f2", by_deputy);
    house.arrives("october", "person-a2");
    house.say("deal", "10Q=agree 10Y=agree");
    assert_eq!(house.settle("deal"), "10Q 10Y bound");
    assert_eq!(house.because("deal", "10Q"), "by person-a2 under 10q-scheme-1 on 6 October 2016 to version 1");
}

#[test]
fn a_deputy_outside_the_appointment_is_refused() {
    let mut house = House::meeting();
    let holding = Holding {
        post: p("oxon-accountable-officer"),
        person: p("person-f2"),
        capacity: Capacity::Deputy,
        period: Period::from_days(Some(p("2016-10-07")), None),
    };
    house.keeps(&Mandates::Appoint { holding });
    house.arrives("october", "person-f2");
    house.leaves("october", "person-a2");
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    let act = house.position("deal", "10Q", Stance::Agree);
    assert_eq!(house.refused("person-f2", &act), "person-f2 does not represent 10Q on 6 October 2016");
}

fn recuse(house: &mut House, person: &str) {
    let declare = Act::Declare {
        subject: Subject::Item(p("item")),
        person: p(person),
        category: p("financial"),
        interest: None,
        nature: "Shares.".to_owned(),
        recusal: Recusal::Leaves,
    };
    house.ask(person, declare);
}

#[test]
fn recusing_a_person_who_represents_four_bodies_leaves_four_parts_to_their_governing_bodies() {
    let mut house = House::meeting();
    let terms = house.terms();
    let quorum = executive::Quorum { persons: 3, bodies: 3, classes: Vec::new() };
    house.clerk(Act::SetTerms(executive::TermsOfReference { from: p(ON), quorum, ..terms }));
    house.meets("again", "item-2", ON, &["person-a1", "person-a2", "person-a3", "person-c1"]);
    house.tables(House::new_proposal("deal", "item-2", "service:ambulance", SEVEN));
    house.say("deal", "10Y=agree 10H=agree 10Q=agree 10N=agree 10W=agree 10M=agree 11D=agree");
    let declare = Act::Declare {
        subject: Subject::Item(p("item-2")),
        person: p("person-a3"),
        category: p("financial"),
        interest: None,
        nature: "Shares.".to_owned(),
        recusal: Recusal::SpeaksOnly,
    };
    house.ask("person-a3", declare);
    let quorum = house.executive.now().quorum(house.mandate.now(), &p("item-2")).unwrap();
    assert_eq!(quorum.to_string(), "quorate: 3 of 3 persons, 3 of 3 bodies");
    assert_eq!(house.settle("deal"), "10H 10Q 10Y bound; 10M 10N 10W 11D referred to its governing body");
    assert_eq!(house.because("deal", "10N"), "its representative declared an interest");
}

#[test]
fn an_objection_from_a_recused_member_is_refused() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    recuse(&mut house, "person-a2");
    let act = house.position("deal", "10Q", Stance::Object);
    assert_eq!(house.refused("person-a2", &act), "person-a2 declared an interest and does not decide");
}

#[test]
fn quorum_lost_and_regained_within_an_item() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    house.leaves("october", "person-a3");
    let settle = Act::Settle { proposal: p("deal") };
    let refusal = house.refused("person-c2", &settle);
    assert!(refusal.starts_with("not quorate: 7 of 8 persons, 3 of 5 bodies"), "{refusal}");
    house.arrives("october", "person-a3");
    assert_eq!(house.settle("deal"), "10Q 10Y bound");
}

#[test]
fn a_late_joiner_is_bound_from_its_own_day() {
    let mut house = check("10Q 10Y", "10Y=agree", "10Q referred to its governing body; 10Y bound");
    house.meets(
        "november",
        "item-2",
        "2016-11-03",
        &["person-a2", "person-a3", "person-a1", "person-c1", "person-c2", "person-c3", "person-f1", "person-f2"],
    );
    house.clerk(Act::PutTo { proposal: p("deal"), route: Route::Item { item: p("item-2") } });
    house.say("deal", "10Q=agree");
    assert_eq!(house.settle("deal"), "10Q 10Y bound");
    assert_eq!((house.bound_on("deal", "10Y"), house.bound_on("deal", "10Q")), (Some(p(ON)), Some(p("2016-11-03"))));
}

#[test]
fn a_governing_body_refuses() {
    let mut house = check("10Q 10Y", "10Y=agree", "10Q referred to its governing body; 10Y bound");
    let act = answers(&house, "10Q", Answer::Refuses, cited(9));
    house.ask("person-c2", act);
    assert_eq!(house.summary("deal"), "10Q outside; 10Y bound");
}

#[test]
fn an_inquorate_governing_body_decides_nothing_and_may_meet_again() {
    let mut house = check("10Q 10Y", "10Y=agree", "10Q referred to its governing body; 10Y bound");
    let act = answers(&house, "10Q", Answer::Agrees, cited(5));
    house.ask("person-c2", act);
    assert_eq!(house.summary("deal"), "10Q referred to its governing body; 10Y bound");
    assert!(house.because("deal", "10Q").ends_with("its governing body met on 6 October 2016 without a quorum"));
    house.today = p("2016-10-20");
    let act = answers(&house, "10Q", Answer::Agrees, cited(6));
    house.ask("person-c2", act);
    assert_eq!(house.bound_on("deal", "10Q"), Some(p("2016-10-20")));
}

#[test]
fn a_governing_body_that_misses_its_deadline_leaves_its_body_outside() {
    let mut house = check("10Q 10Y", "10Y=agree", "10Q referred to its governing body; 10Y bound");
    let pass = Act::LetTimePass { proposal: p("deal") };
    house.today = p("2016-11-17");
    house.clerk(pass.clone());
    assert_eq!(house.summary("deal"), "10Q referred to its governing body; 10Y bound", "the last day is not past");
    house.today = p("2016-11-18");
    let report = house.executive.now().standing(&p("deal"), house.today).unwrap();
    assert!(report.bodies[0].has_lapsed, "shown as lapsed before anybody records it");
    house.clerk(pass.clone());
    assert_eq!(house.summary("deal"), "10Q outside; 10Y bound");
    let before = house.executive.now().proposal(&p("deal")).unwrap().clone();
    house.clerk(pass);
    assert_eq!(*house.executive.now().proposal(&p("deal")).unwrap(), before, "asked again, nothing more");
    let act = answers(&house, "10Q", Answer::Agrees, cited(9));
    house.ask("person-c2", act);
    assert_eq!(house.bound_on("deal", "10Q"), Some(p("2016-11-18")), "later, from its own day");
}

#[test]
fn a_negotiation_whose_clock_runs_out_goes_to_the_governing_body() {
    let mut house = check("10Q 10Y", "10Y=agree 10Q=object", "10Q in negotiation; 10Y bound");
    house.today = p("2016-11-06");
    house.clerk(Act::LetTimePass { proposal: p("deal") });
    assert_eq!(house.summary("deal"), "10Q referred to its governing body; 10Y bound");
    assert_eq!(house.because("deal", "10Q"), "the time ran out");
}

#[test]
fn a_merger_of_two_members_in_mid_negotiation() {
    // The story merges 10Y and 10H while 10H negotiates.
    let house = House::after_the_story(Ending::Agreement);
    assert_eq!(
        (house.bound_on("beds", "10Y"), house.bound_on("beds", "10H")),
        (Some(p("2018-03-15")), Some(p("2018-04-12")))
    );
    assert_eq!(house.mandate.now().acting_body(p("10H"), p("2018-04-12")), p("14Y"));
}

#[test]
fn every_order_of_speaking_gives_the_same_result() {
    let said = ["10Y=agree", "10H=object", "10Q=stand-aside", "11D=agree-with-reservation"];
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    for token in said {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                (0..=order.len()).map(move |place| {
                    let mut next = order.clone();
                    next.insert(place, token);
                    next
                })
            })
            .collect();
    }
    assert_eq!(orders.len(), 24);
    let mut base = House::meeting();
    base.proposes("deal", "service:ambulance", "10Y 10H 10Q 11D");
    for order in orders {
        let mut house = base.clone();
        house.say("deal", &order.join(" "));
        assert_eq!(
            house.settle("deal"),
            "10H in negotiation; 10Q referred to its governing body; 10Y 11D bound",
            "{order:?}"
        );
    }
}

#[test]
fn a_service_outside_the_remit_that_day_is_refused() {
    let mut house = House::meeting();
    house.clerk(Act::Propose(House::new_proposal("deal", "item", "service:community", "10Q 10Y")));
    let open = Act::OpenPositions { proposal: p("deal"), closes: p(ON) };
    assert_eq!(
        house.refused("person-c2", &open),
        "service:community is outside the remit of executive on 6 October 2016"
    );
}

#[test]
fn what_leaves_the_remit_before_effect_refers() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    house.keeps(&Mandates::ShrinkRemit { committee: p("executive"), line: p("ambulance"), on: p(ON) });
    assert_eq!(house.settle("deal"), "nothing is decided: 10Q 10Y referred to its governing body");
}

#[test]
fn an_authority_corrected_afterwards_is_flagged_and_the_record_stands() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    house.settle("deal");
    let decisions = |house: &House| -> Vec<(String, usize)> {
        let known = house.executive.now();
        let proposal = known.proposal(&p("deal")).unwrap();
        proposal.decisions().map(|held| (held.body.to_string(), review(held, house.mandate.now()).len())).collect()
    };
    assert_eq!(decisions(&house), [("10Q".to_owned(), 0), ("10Y".to_owned(), 0)]);
    // It comes out that Oxfordshire's officer had left a week before.
    let end =
        Mandates::EndAppointment { post: p("oxon-accountable-officer"), person: p("person-a2"), on: p("2016-09-29") };
    house.keeps(&end);
    let found = decisions(&house);
    assert_eq!((found[0].1 > 0, found[1].1), (true, 0));
    assert_eq!(house.summary("deal"), "10Q 10Y bound", "the record stands");
}

#[test]
fn an_amendment_voids_a_position_until_it_is_given_again() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    let old = house.position("deal", "10Q", Stance::Agree);
    let amounts = std::collections::BTreeMap::new();
    house.chair(Act::Amend { proposal: p("deal"), text: "Another text".to_owned(), amounts });
    let refusal = house.refused("person-a2", &old);
    assert!(refusal.contains("read it and answer again"), "{refusal}");
    house.say("deal", "10Y=agree");
    assert_eq!(house.settle("deal"), "10Q referred to its governing body; 10Y bound");
}

fn indivisible(said: &str, expected: &str) -> House {
    let mut house = House::meeting();
    let reason = "one contract".to_owned();
    let new = House::new_proposal("deal", "item", "service:ambulance", "10Q 10Y 11D");
    house.tables(executive::NewProposal { divisibility: Divisibility::Indivisible { reason }, ..new });
    house.say("deal", said);
    assert_eq!(house.settle("deal"), expected);
    house
}

#[test]
fn indivisible_is_all_or_none() {
    indivisible("10Q=agree 10Y=agree 11D=agree", "10Q 10Y 11D bound");
    let mut house =
        indivisible("10Q=agree 10Y=agree 11D=object", "nothing is decided: 10Q 10Y 11D referred to its governing body");
    for (body, expected) in [
        ("10Q", "nothing is decided: 10Q 10Y 11D referred to its governing body"),
        ("10Y", "nothing is decided: 10Q 10Y 11D referred to its governing body"),
        ("11D", "10Q 10Y 11D bound"),
    ] {
        house.today = house.today.tomorrow().unwrap();
        let act = answers(&house, body, Answer::Agrees, cited(9));
        house.ask(chair_of(body), act);
        assert_eq!(house.summary("deal"), expected);
    }
    assert_eq!(house.bound_on("deal", "10Q"), Some(p("2016-10-09")), "all on the day of the last");
}

#[test]
fn what_fell_may_be_proposed_again_divisible_by_those_who_agreed() {
    let mut house =
        indivisible("10Q=agree 10Y=agree 11D=object", "nothing is decided: 10Q 10Y 11D referred to its governing body");
    let act = answers(&house, "11D", Answer::Refuses, cited(9));
    house.ask("person-c3", act);
    assert_eq!(house.summary("deal"), "nothing is decided: 10Q 10Y 11D outside");
    let again = |bodies: &str, divisibility| executive::NewProposal {
        earlier: Some(p("deal")),
        divisibility,
        ..House::new_proposal("again", "item", "service:ambulance", bodies)
    };
    let with = Act::Propose(again("10Q 10Y 11D", Divisibility::Divisible));
    assert_eq!(house.refused("person-k1", &with), "`deal` cannot be proposed again so: 11D did not agree to it");
    house.tables(again("10Q 10Y", Divisibility::Divisible));
    house.say("again", "10Q=agree 10Y=agree");
    assert_eq!(house.settle("again"), "10Q 10Y bound");
}

#[test]
fn whether_it_can_be_divided_is_fixed_before_positions_open() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    let divisibility = Divisibility::Indivisible { reason: "we object".to_owned() };
    let act = Act::Divide { proposal: p("deal"), divisibility };
    assert_eq!(
        house.refused("person-k1", &act),
        "positions on `deal` are open: whether it can be divided was fixed before"
    );
}

#[test]
fn a_representative_speaks_for_their_own_bodies_only() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    let act = house.position("deal", "10Q", Stance::Object);
    assert_eq!(house.refused("person-a1", &act), "person-a1 does not represent 10Q on 6 October 2016");
    assert_eq!(house.refused("person-c1", &act), "person-c1 does not represent 10Q on 6 October 2016");
    let silent = Act::TakePosition {
        proposal: p("deal"),
        body: p("10Q"),
        text: house.put("deal", "10Q"),
        stance: Stance::Object,
        reason: " ".to_owned(),
    };
    assert_eq!(house.refused(officer("10Q"), &silent), "a reason to object must be given");
}

#[test]
fn a_vacant_seat_makes_the_meeting_invalid() {
    let mut house = House::footprint();
    house.today = p(ON);
    let end =
        Mandates::EndAppointment { post: p("berks-director-finance"), person: p("person-f3"), on: p("2016-10-01") };
    house.keeps(&end);
    house.clerk(Act::Call {
        meeting: p("m"),
        forum: p("committee:executive"),
        on: p(ON),
        hours: None,
        title: "T".to_owned(),
        place: "P".to_owned(),
    });
    let refusal = house.refused("person-c2", &Act::OpenMeeting { meeting: p("m") });
    let said = "the meeting `m` is not properly constituted: nobody holds Director of finance, Berkshire West";
    assert_eq!(refusal, said);
}

#[test]
fn conditions_hold_back_a_decision_and_let_it_lapse() {
    // The shape of the conditional approval of the Kent and Medway merger in October 2019: four conditions.
    let mut house = House::meeting();
    let condition = |id: &str, wording: &str| NewCondition {
        condition: p(id),
        wording: wording.to_owned(),
        owner: p("person-a2"),
        expires: p("2016-12-01"),
    };
    let conditions = vec![
        condition("constitution", "NHS England approves the new constitution."),
        condition("roles", "Every statutory role is filled, five independent members among them."),
        condition("recovery", "This year's recovery plan is delivered and an improvement plan agreed."),
        condition("directions", "It is reviewed whether legal directions can be lifted."),
    ];
    let new = House::new_proposal("deal", "item", "service:ambulance", "10Q");
    house.tables(executive::NewProposal { conditions, ..new });
    house.say("deal", "10Q=agree");
    house.settle("deal");
    let effect = |house: &House, on: &str| {
        let known = house.executive.now();
        let proposal = known.proposal(&p("deal")).unwrap();
        proposal.effect(proposal.decisions().next().unwrap(), p(on))
    };
    for id in ["constitution", "roles", "recovery"] {
        assert!(matches!(effect(&house, ON), Effect::Conditional(_)));
        house.clerk(Act::MeetCondition { proposal: p("deal"), condition: p(id), evidence: "letter".to_owned() });
    }
    assert_eq!(effect(&house, "2016-12-01"), Effect::Conditional(vec![p("directions")]));
    let mut lapsed = house.clone();
    lapsed.today = p("2016-12-02");
    lapsed.clerk(Act::LetTimePass { proposal: p("deal") });
    assert_eq!(effect(&lapsed, "2016-12-02"), Effect::Lapsed(p("directions")));
    assert_eq!(house.summary("deal"), "10Q bound");
    assert_eq!(lapsed.summary("deal"), "nothing is decided: 10Q no longer bound");
    // The time counts by itself, whether or not anybody has recorded it.
    house.today = p("2016-12-02");
    assert_eq!(house.summary("deal"), "nothing is decided: 10Q no longer bound");
    house.today = p(ON);
    house.clerk(Act::MeetCondition { proposal: p("deal"), condition: p("directions"), evidence: "letter".to_owned() });
    assert_eq!(effect(&house, ON), Effect::InForce);
    let known = house.executive.now();
    let met = |held: &executive::Condition| matches!(held.outcome, ConditionOutcome::Met { .. });
    assert!(known.proposal(&p("deal")).unwrap().conditions.iter().all(met));
}

#[test]
fn a_written_resolution_waits_for_answers_and_is_reported_to_the_next_meeting() {
    let mut house = House::meeting();
    let terms = house.terms();
    let quorum = executive::Quorum { persons: 2, bodies: 2, classes: Vec::new() };
    house.clerk(Act::SetTerms(executive::TermsOfReference { from: p(ON), quorum, ..terms }));
    let new = House::new_proposal("deal", "item", "service:ambulance", "10Q 10Y");
    house.tables(executive::NewProposal { route: Route::WrittenResolution, ..new });
    house.say("deal", "10Q=agree");
    let settle = Act::Settle { proposal: p("deal") };
    assert!(house.refused("person-c2", &settle).starts_with("not quorate: 1 of 2 persons"));
    house.say("deal", "10Y=agree");
    assert_eq!(house.settle("deal"), "10Q 10Y bound");
    house.clerk(Act::ReportUrgent { proposal: p("deal"), item: p("item") });
    assert!(house.executive.now().proposal(&p("deal")).unwrap().reported.is_some());
}

#[test]
fn questions_are_asked_again_of_later_proposals_on_the_matter() {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    // The questions put by Coventry's scrutiny committee in 2019, in short.
    let questions = [
        "deficits",
        "savings",
        "optimum-size",
        "networking",
        "one-against",
        "university",
        "regional",
        "twenty-percent",
    ];
    for question in questions {
        let (asker, text) = ("Scrutiny".to_owned(), format!("What of {question}?"));
        house.clerk(Act::AskQuestion { question: p(question), proposal: p("deal"), asker, text });
    }
    let answer = |question: &str, proposal: &str| Act::AnswerQuestion {
        question: p(question),
        proposal: p(proposal),
        text: "So it is.".to_owned(),
        commitments: Vec::new(),
    };
    house.clerk(answer("one-against", "deal"));
    house.proposes("later", "service:ambulance", "10Q");
    house.proposes("other", "service:acute", "10Q");
    let put = |house: &House, id: &str| -> Vec<(bool, bool)> {
        let put = house.executive.now().questions_for(&p(id));
        put.iter().map(|held| (held.carried_from.is_some(), held.answer.is_some())).collect()
    };
    assert_eq!(put(&house, "deal").iter().filter(|(carried, answered)| !carried && *answered).count(), 1);
    assert_eq!(put(&house, "later"), [(true, false); 8], "asked again, and to be answered again");
    assert!(put(&house, "other").is_empty());
    house.clerk(answer("one-against", "later"));
    assert_eq!(put(&house, "later").iter().filter(|(_, answered)| *answered).count(), 1);
}

#[test]
fn a_stand_aside_in_negotiation_goes_to_the_governing_body() {
    let mut house = check("10Q 10Y", "10Y=agree 10Q=object", "10Q in negotiation; 10Y bound");
    house.say("deal", "10Q=stand-aside");
    assert_eq!(house.settle("deal"), "10Q referred to its governing body; 10Y bound");
    let known = house.executive.now();
    let part = &known.proposal(&p("deal")).unwrap().parts[&p::<OdsCode>("10Q")];
    let Standing::Referred(held) = &part.standing else { panic!("referred") };
    assert_eq!(held.reason, ReferralReason::StoodAside);
}
