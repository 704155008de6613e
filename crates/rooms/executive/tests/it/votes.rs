//! Forums that hold power and decide by votes: joint committees of both kinds.

use crate::world::{House, ON, p};
use executive::{
    Act, ItemKind, Method, NewAccess, NewProposal, Quorum, Recusal, Route, Seat, Stance, Subject, TermsOfReference,
    TextHash, Threshold, Voice,
};
use mandate::{
    Act as Mandates, Capacity, Committee, DatedBody, DatedLine, Delegated, Delegation, Holder, HolderId, Holding,
    Instrument, InstrumentKind, Level, Limits, Mandate, Population, Post, PostKind, PowerHoldingCommittee, SchemeRow,
    SeatRole, Shape,
};
use terms::{OdsCode, Pence, Period};

const GROUPS: [(&str, &str); 3] = [("bucks", "10Y 10H"), ("oxon", "10Q"), ("berks", "10N 10W 10M 11D")];

fn codes(text: &str) -> impl Iterator<Item = OdsCode> + '_ {
    text.split(' ').map(p)
}

pub(crate) fn from(day: &str) -> Period {
    Period::from_days(Some(p(day)), None)
}

pub(crate) fn dated(text: &str, day: &str) -> Vec<DatedBody> {
    codes(text).map(|body| DatedBody { body, period: from(day) }).collect()
}

/// `simple votes-cast whole` and the like.
fn threshold(text: &str) -> Threshold {
    let words: Vec<&str> = text.split(' ').collect();
    Threshold { share: p(words[0]), of: p(words[1]), grouping: p(words[2]) }
}

pub(crate) fn seat(kind: &str, of: &str, class: &str) -> Seat {
    let (name, bodies) = (format!("{kind} of {of}"), codes(of).collect());
    Seat { name, kind: p(kind), bodies, voice: Voice::Votes, class: class.to_owned(), required: false }
}

pub(crate) fn terms(forum: &str, from: &str, rule: &str, persons: u32, seats: Vec<Seat>) -> TermsOfReference {
    TermsOfReference {
        forum: p(forum),
        from: p(from),
        source: "Terms of reference".to_owned(),
        seats,
        quorum: Quorum { persons, bodies: 0, classes: Vec::new() },
        method: Method::Votes { threshold: threshold(rule) },
        deputies: true,
        referral_days: 42,
    }
}

/// A meeting of any forum at its item; who arrives is `a1 c2`.
pub(crate) fn sits(house: &mut House, forum: &str, item: &str, people: &str) {
    let meeting = format!("{item}-meeting");
    let (title, place, on) = ("Meeting".to_owned(), "Hall".to_owned(), house.today);
    house.ask("keeper", Act::Call { meeting: p(&meeting), forum: p(forum), on, hours: None, title, place });
    let (kind, title, access) = (ItemKind::Decision, "Item".to_owned(), NewAccess::Public);
    house.ask("keeper", Act::AddItem { meeting: p(&meeting), item: p(item), kind, title, access });
    for person in people.split(' ') {
        house.ask("keeper", Act::Arrive { meeting: p(&meeting), person: p(&format!("person-{person}")) });
    }
    house.ask("keeper", Act::OpenMeeting { meeting: p(&meeting) });
    house.ask("keeper", Act::OpenItem { item: p(item) });
}

pub(crate) fn tables(house: &mut House, forum: &str, item: &str, amounts: &str) {
    let new = House::new_proposal("deal", item, "service:ambulance", amounts);
    house.ask("keeper", Act::Propose(NewProposal { forum: p(forum), ..new }));
    let closes = house.today;
    house.ask("keeper", Act::OpenPositions { proposal: p("deal"), closes });
}

pub(crate) fn last(house: &House) -> TextHash {
    house.executive.now().proposal(&p("deal")).unwrap().wording().unwrap().hash
}

pub(crate) fn vote(item: &str, text: TextHash, vote: &str) -> Act {
    Act::CastVote { item: p(item), proposal: p("deal"), text, vote: p(vote) }
}

/// Votes on the last wording: `a1=for c2=abstain`.
pub(crate) fn votes(house: &mut House, item: &str, votes: &str) {
    let text = last(house);
    for (person, said) in votes.split(' ').filter_map(|token| token.split_once('=')) {
        house.ask(&format!("person-{person}"), vote(item, text, said));
    }
}

pub(crate) fn settles(house: &mut House) -> String {
    house.ask("keeper", Act::Settle { proposal: p("deal") });
    house.summary("deal")
}

pub(crate) fn settling_refused(house: &mut House) -> String {
    house.refused("keeper", &Act::Settle { proposal: p("deal") })
}

/// A joint committee of three bodies (C): officers and chairs vote. Oxfordshire delegated without limit, Aylesbury Vale up
/// to £1 million, Berkshire's 11D nothing.
fn joint(rule: &str, amounts: &str) -> House {
    let mut house = House::footprint();
    house.today = p(ON);
    let mut seats = Vec::new();
    let mut taken = Vec::new();
    for (group, of) in GROUPS {
        for (kind, class) in [("accountable-officer", "officer"), ("clinical-chair", "clinical")] {
            seats.push(seat(kind, of, class));
            let (post, represents) = (p(&format!("{group}-{kind}")), [].into());
            taken.push(mandate::Seat { post, role: SeatRole::Member, represents, period: from("2016-10-01") });
        }
    }
    let committee = Committee {
        id: p("joint"),
        name: "Joint committee".to_owned(),
        shape: Shape::JointCommittee,
        members: dated("10Q 10Y 11D", "2016-10-01"),
        remit: vec![DatedLine { line: p("ambulance"), period: from("2016-10-01"), instrument: p("executive-terms") }],
        seats: taken,
        period: from("2016-10-01"),
        instrument: p("executive-terms"),
    };
    let holder = PowerHoldingCommittee::of(&committee).unwrap();
    house.keeps(&Mandates::FormCommittee { committee });
    for (body, limit) in [("10Q", None), ("10Y", Some(Pence(100_000_000)))] {
        let low = body.to_lowercase();
        let agreement = Instrument {
            id: p(&format!("{low}-agreement")),
            kind: InstrumentKind::DelegationAgreement,
            title: "Agreement".to_owned(),
            body: Some(p(body)),
            rests_on: Some(p(&format!("{low}-scheme"))),
            period: from("2016-10-01"),
            reference: None,
        };
        let delegation = Delegation {
            id: p(&format!("{low}-joint")),
            body: p(body),
            matters: vec![p("service:ambulance")],
            holder: Holder::Committee(holder.clone()),
            limits: Limits { per_decision: limit, ..Limits::NONE },
            conditions: Vec::new(),
            populations: Vec::new(),
            instrument: agreement.id.clone(),
            clause: Some("3".to_owned()),
            period: from("2016-10-01"),
        };
        house.keeps(&Mandates::MakeInstrument { instrument: agreement });
        house.keeps(&Mandates::GrantPower { delegation });
    }
    house.ask("keeper", Act::SetTerms(terms("committee:joint", ON, rule, 4, seats)));
    sits(&mut house, "committee:joint", "vote", "a1 a2 a3 c1 c2 c3");
    tables(&mut house, "committee:joint", "vote", amounts);
    house
}

fn check(rule: &str, amounts: &str, said: &str, expected: &str) -> House {
    let mut house = joint(rule, amounts);
    votes(&mut house, "vote", said);
    assert_eq!(settles(&mut house), expected, "{rule}: {said}");
    house
}

const SIMPLE: &str = "simple votes-cast whole";

#[test]
fn a_carried_vote_binds_each_body_by_its_own_delegation_only() {
    let house =
        check(SIMPLE, "10Q 10Y 11D", "a1=for a2=for a3=against", "10Q 10Y bound; 11D referred to its governing body");
    assert_eq!(house.because("deal", "10Q"), "by joint under 10q-joint on 6 October 2016 to version 1");
    assert_eq!(house.because("deal", "10Y"), "by joint under 10y-joint on 6 October 2016 to version 1");
    let said = "nothing gives joint power over service:ambulance for 11D";
    assert!(house.because("deal", "11D").starts_with(said), "{}", house.because("deal", "11D"));
    check(SIMPLE, "10Q 10Y=100000000", "a1=for", "10Q 10Y bound");
    let house = check(SIMPLE, "10Q 10Y=100000001", "a1=for", "10Q bound; 10Y referred to its governing body");
    let said = "£1,000,000.01 is over the limit of £1,000,000.00 per decision (10y-joint, 3)";
    assert_eq!(house.because("deal", "10Y"), said);
    let uses = |power: &str| house.mandate.now().exercises(&p(power)).len();
    assert_eq!((uses("10q-joint"), uses("10y-joint")), (1, 0));
}

#[test]
fn the_threshold_decides_whether_it_carries() {
    let (yes, no) = ("10Q 10Y bound", "nothing is decided: 10Q 10Y outside");
    let rule = |rule: &str, said: &str, expected: &str| {
        check(rule, "10Q 10Y", said, expected);
    };
    rule(SIMPLE, "a1=for a2=against", no);
    rule(SIMPLE, "a1=for a2=for a3=against c1=abstain c2=abstain", yes);
    rule("simple present whole", "a1=for a2=for a3=against c1=abstain c2=abstain", no);
    rule("two-thirds votes-cast whole", "a1=for a2=for a3=against", yes);
    rule("two-thirds votes-cast whole", "a1=for a2=for a3=against c1=against", no);
    rule("all votes-cast whole", "a1=for a2=for c1=against", no);
    rule("simple votes-cast each-class", "a1=for a2=for a3=for c1=for c2=against", no);
    rule("simple votes-cast each-class", "a1=for a2=for a3=against c1=for", yes);
    rule("simple votes-cast each-body", "a1=for a2=for a3=against c3=against", no);
    rule("simple votes-cast each-body", "a1=for a2=for a3=for", yes);
    rule("simple votes-cast each-body", "a1=for a2=for", no);
}

#[test]
fn a_lost_vote_says_so() {
    let house = check(SIMPLE, "10Q 10Y", "a1=abstain", "nothing is decided: 10Q 10Y outside");
    assert_eq!(house.because("deal", "10Q"), "the vote did not carry");
    assert!(house.mandate.now().exercises(&p("10q-joint")).is_empty());
}

#[test]
fn what_cannot_be_divided_binds_all_or_none_by_vote() {
    for (amounts, expected) in [
        ("10Q 10Y", "10Q 10Y bound"),
        ("10Q 10Y 11D", "nothing is decided: 10Q 10Y 11D referred to its governing body"),
    ] {
        let mut house = joint(SIMPLE, "10Q");
        let new = House::new_proposal("whole", "vote", "service:ambulance", amounts);
        let divisibility = executive::Divisibility::Indivisible { reason: "one contract".to_owned() };
        house.ask("keeper", Act::Propose(NewProposal { forum: p("committee:joint"), divisibility, ..new }));
        house.ask("keeper", Act::OpenPositions { proposal: p("whole"), closes: p(ON) });
        let text = house.executive.now().proposal(&p("whole")).unwrap().wording().unwrap().hash;
        house.ask(
            "person-a1",
            Act::CastVote { item: p("vote"), proposal: p("whole"), text, vote: executive::Vote::For },
        );
        house.ask("keeper", Act::Settle { proposal: p("whole") });
        assert_eq!(house.summary("whole"), expected);
    }
}

#[test]
fn the_quorum_is_that_at_the_vote() {
    let mut house = joint(SIMPLE, "10Q 10Y");
    votes(&mut house, "vote", "a1=for a2=for a3=for");
    for person in ["a1", "a2", "a3"] {
        let person = p(&format!("person-{person}"));
        house.ask("keeper", Act::Leave { meeting: p("vote-meeting"), person });
    }
    assert_eq!(settling_refused(&mut house), "not quorate: 3 of 4 persons");
    house.ask("keeper", Act::Arrive { meeting: p("vote-meeting"), person: p("person-a1") });
    assert_eq!(settles(&mut house), "10Q 10Y bound", "of those there, one voted for and none against");
}

#[test]
fn a_member_with_an_interest_has_no_vote_before_or_after() {
    let mut house = joint(SIMPLE, "10Q 10Y");
    votes(&mut house, "vote", "a1=for a2=for a3=against");
    for person in ["person-a1", "person-a2"] {
        let declare = Act::Declare {
            subject: Subject::Item(p("vote")),
            person: p(person),
            category: p("financial"),
            interest: None,
            nature: "Shares.".to_owned(),
            recusal: Recusal::SpeaksOnly,
        };
        house.ask(person, declare);
    }
    let text = last(&house);
    let said = "person-a1 declared an interest and does not decide";
    assert_eq!(house.refused("person-a1", &vote("vote", text, "for")), said);
    assert_eq!(settles(&mut house), "nothing is decided: 10Q 10Y outside");
}

#[test]
fn a_vote_on_an_old_wording_is_void() {
    let mut house = joint(SIMPLE, "10Q 10Y");
    let old = last(&house);
    votes(&mut house, "vote", "a1=for a2=for");
    let amounts = std::collections::BTreeMap::new();
    house.ask("keeper", Act::Amend { proposal: p("deal"), text: "Another text".to_owned(), amounts });
    assert!(settling_refused(&mut house).ends_with("nobody has voted on the wording"));
    votes(&mut house, "vote", "a2=against");
    let refusal = house.refused("person-a2", &vote("vote", old, "for"));
    assert!(refusal.ends_with("read it and answer again"), "{refusal}");
    assert_eq!(settles(&mut house), "nothing is decided: 10Q 10Y outside");
}

#[test]
fn nobody_votes_before_positions_open_or_without_a_seat_or_where_none_vote() {
    let mut house = joint(SIMPLE, "10Q");
    let text = last(&house);
    let new = House::new_proposal("early", "vote", "service:ambulance", "10Q");
    house.ask("keeper", Act::Propose(NewProposal { forum: p("committee:joint"), ..new }));
    let early = Act::CastVote { item: p("vote"), proposal: p("early"), text, vote: executive::Vote::For };
    assert_eq!(house.refused("person-a1", &early), "positions on `early` are not open yet");
    let act = vote("vote", text, "for");
    assert_eq!(house.refused("person-f1", &act), "person-f1 holds no post on 2016-10-06 that lets them speak at joint");
    house.ask("keeper", Act::Leave { meeting: p("vote-meeting"), person: p("person-a1") });
    assert_eq!(house.refused("person-a1", &act), "person-a1 is not present");
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q");
    let act = vote("item", last(&house), "for");
    let said = "positions on `deal` are taken for each body here, and nobody votes";
    assert_eq!(house.refused("person-a2", &act), said);
    let mut house = joint(SIMPLE, "10Q");
    let text = last(&house);
    let act =
        Act::TakePosition { proposal: p("deal"), body: p("10Q"), text, stance: Stance::Agree, reason: String::new() };
    assert_eq!(house.refused("person-a2", &act), "positions on `deal` are not taken here: this committee votes");
}

#[test]
fn a_deputy_votes_only_in_place_of_the_principal_and_a_seat_counts_once() {
    let mut house = joint("simple membership whole", "10Q 10Y");
    let holding = Holding {
        post: p("oxon-accountable-officer"),
        person: p("person-p1"),
        capacity: Capacity::Deputy,
        period: from("2016-09-01"),
    };
    house.keeps(&Mandates::Appoint { holding });
    house.ask("keeper", Act::Arrive { meeting: p("vote-meeting"), person: p("person-p1") });
    let quorum = |house: &House| house.executive.now().quorum(house.mandate.now(), &p("vote")).unwrap().persons;
    assert_eq!(quorum(&house), 6, "six seats, whoever sits beside them");
    let text = last(&house);
    let act = vote("vote", text, "for");
    let said = "person-p1 is a deputy and speaks for 10Q only while the principal is absent";
    assert_eq!(house.refused("person-p1", &act), said);
    house.ask("keeper", Act::Leave { meeting: p("vote-meeting"), person: p("person-a2") });
    assert_eq!(quorum(&house), 6);
    votes(&mut house, "vote", "p1=for a1=for a3=for c1=for");
    let mut returned = house.clone();
    assert_eq!(settles(&mut house), "10Q 10Y bound", "four of six");
    returned.ask("keeper", Act::Arrive { meeting: p("vote-meeting"), person: p("person-a2") });
    assert_eq!(settles(&mut returned), "nothing is decided: 10Q 10Y outside", "three of six: the deputy's is void");
}

#[test]
fn a_class_or_body_whose_seats_are_vacant_does_not_carry() {
    let all = [("bucks", "1"), ("oxon", "2"), ("berks", "3")];
    for (rule, kinds, groups, there) in [
        ("simple votes-cast each-body", "ac", &all[1..2], "a1=for a3=for c1=for c3=for"),
        ("simple votes-cast each-class", "c", &all[..], "a1=for a2=for a3=for"),
    ] {
        let mut house = joint(rule, "10Y");
        // Set during the meeting, it holds from the next one on.
        house.ask("keeper", Act::SetTerms(TermsOfReference { from: p(ON), ..house_terms(&house, 3) }));
        for (group, number) in groups {
            for kind in kinds.chars() {
                let post = if kind == 'a' { "accountable-officer" } else { "clinical-chair" };
                let (post, person) = (p(&format!("{group}-{post}")), p(&format!("person-{kind}{number}")));
                house.keeps(&Mandates::EndAppointment { post, person, on: p("2016-10-03") });
            }
        }
        votes(&mut house, "vote", there);
        if kinds == "c" {
            assert_eq!(settling_refused(&mut house), "not quorate: 3 of 4 persons", "by the terms it was opened under");
            sits_again(&mut house);
            votes(&mut house, "again", there);
        }
        assert_eq!(settles(&mut house), "nothing is decided: 10Y outside", "{rule}");
    }
}

fn house_terms(house: &House, persons: u32) -> TermsOfReference {
    let held = house.executive.now().terms_on(&p("committee:joint"), house.today).unwrap().terms.clone();
    TermsOfReference { quorum: Quorum { persons, bodies: 0, classes: Vec::new() }, ..held }
}

fn sits_again(house: &mut House) {
    sits(house, "committee:joint", "again", "a1 a2 a3");
    house.ask("keeper", Act::PutTo { proposal: p("deal"), route: Route::Item { item: p("again") } });
}

#[test]
fn what_left_the_remit_before_the_vote_had_effect_is_referred() {
    let mut house = joint(SIMPLE, "10Q 10Y");
    votes(&mut house, "vote", "a1=for");
    house.keeps(&Mandates::ShrinkRemit { committee: p("joint"), line: p("ambulance"), on: p(ON) });
    assert_eq!(settles(&mut house), "nothing is decided: 10Q 10Y referred to its governing body");
}

#[test]
fn a_forum_that_votes_decides_at_its_meetings_only() {
    let mut house = joint(SIMPLE, "10Q");
    let said = "positions on `deal` are not taken outside a meeting: this forum votes at its meetings";
    for route in [Route::WrittenResolution, Route::ChairsAction] {
        assert_eq!(house.refused("keeper", &Act::PutTo { proposal: p("deal"), route }), said);
    }
}

#[test]
fn committees_in_common_and_individual_delegation_cannot_be_set_to_votes() {
    let mut house = House::footprint();
    let committee = house.mandate.now().committee(&p("executive")).unwrap().clone();
    let (id, shape) = (p("common"), Shape::CommitteesInCommon);
    house.keeps(&Mandates::FormCommittee { committee: Committee { id, shape, ..committee } });
    for forum in ["committee:executive", "committee:common"] {
        let seats = vec![seat("accountable-officer", "10Q", "officer")];
        let refusal = house.refused("keeper", &Act::SetTerms(terms(forum, ON, SIMPLE, 1, seats.clone())));
        let said =
            format!("these terms cannot be set for {forum}: a vote binds no body where each keeps its own power");
        assert_eq!(refusal, said);
        let method = Method::Consensus { rounds: 1, days: 30 };
        house.ask("keeper", Act::SetTerms(TermsOfReference { method, ..terms(forum, ON, SIMPLE, 1, seats) }));
    }
    let seats = vec![seat("accountable-officer", "10Q", "officer")];
    let method = Method::Consensus { rounds: 1, days: 30 };
    let board = TermsOfReference { method, ..terms("governing-body:10Q", ON, SIMPLE, 1, seats) };
    assert!(house.refused("keeper", &Act::SetTerms(board)).contains("a forum that holds power decides by votes"));
}

/// Two integrated care boards and their joint committee under section 65Z6 (E): both chief executives vote. The boards'
/// schemes give the committee its power, one of them up to £1 million.
fn joint_exercise(amounts: &str) -> House {
    let mut house = House::footprint();
    house.today = p("2022-07-04");
    let day = "2022-07-01";
    let instrument = |id: String, kind, body: &str, rests_on: &str| Instrument {
        id: p(&id),
        kind,
        title: id,
        body: Some(p(body)),
        rests_on: Some(p(rests_on)),
        period: from(day),
        reference: None,
    };
    let boards = [
        ("QU9", "bob-chief-executive", "a1", None),
        ("QNQ", "frimley-chief-executive", "a2", Some(Pence(100_000_000))),
    ];
    let mut taken = Vec::new();
    for (body, post, person, _) in boards {
        let low = body.to_lowercase();
        let constitution =
            instrument(format!("{low}-constitution"), InstrumentKind::Constitution, body, "nhs-act-2006");
        house.keeps(&Mandates::MakeInstrument { instrument: constitution });
        let mandate = Mandate {
            id: p(&format!("{low}-services")),
            line: p("services"),
            populations: vec![Population::registered(p(body))],
            level: Level::Place,
            commissioners: codes(body).collect(),
            instrument: p("nhs-act-2006"),
            period: from(day),
        };
        house.keeps(&Mandates::GiveMandate { mandate, reason: None });
        let (bodies, kind, title) = (dated(body, day), PostKind::ChiefExecutive, "Chief executive".to_owned());
        house.keeps(&Mandates::CreatePost { post: Post { id: p(post), title, kind, bodies, period: from(day) } });
        let (person, capacity) = (p(&format!("person-{person}")), Capacity::Substantive);
        house.keeps(&Mandates::Appoint { holding: Holding { post: p(post), person, capacity, period: from(day) } });
        let represents = [].into();
        taken.push(mandate::Seat { post: p(post), role: SeatRole::Member, represents, period: from(day) });
    }
    let line = DatedLine { line: p("ambulance"), period: from(day), instrument: p("qu9-constitution") };
    let committee = Committee {
        id: p("boards"),
        name: "Joint committee of the boards".to_owned(),
        shape: Shape::JointExercise,
        members: dated("QU9 QNQ", day),
        remit: vec![line],
        seats: taken,
        period: from(day),
        instrument: p("qu9-constitution"),
    };
    house.keeps(&Mandates::FormCommittee { committee });
    for (body, _, _, limit) in boards {
        let low = body.to_lowercase();
        let row = SchemeRow {
            area: "Joint".to_owned(),
            title: "Services decided jointly".to_owned(),
            matter: p("service:services"),
            clause: Some("9".to_owned()),
            reserved_to: None,
            delegated: vec![Delegated {
                holder: HolderId::Committee(p("boards")),
                limits: Limits { per_decision: limit, ..Limits::NONE },
            }],
            conditions: Vec::new(),
            populations: Vec::new(),
        };
        let scheme = instrument(format!("{low}-scheme"), InstrumentKind::Scheme, body, &format!("{low}-constitution"));
        house.keeps(&Mandates::AdoptScheme { scheme, rows: vec![row] });
    }
    let seats = vec![seat("chief-executive", "QU9", "executive"), seat("chief-executive", "QNQ", "executive")];
    house.ask("keeper", Act::SetTerms(terms("committee:boards", day, "all votes-cast each-body", 2, seats)));
    sits(&mut house, "committee:boards", "vote", "a1 a2");
    tables(&mut house, "committee:boards", "vote", amounts);
    house
}

#[test]
fn a_section_65z6_committee_binds_each_board_by_its_own_scheme() {
    let check = |amounts: &str, said: &str, expected: &str| {
        let mut house = joint_exercise(amounts);
        votes(&mut house, "vote", said);
        assert_eq!(settles(&mut house), expected);
        house
    };
    let house = check("QU9 QNQ=100000000", "a1=for a2=for", "QNQ QU9 bound");
    assert_eq!(house.because("deal", "QNQ"), "by boards under qnq-scheme-1 on 4 July 2022 to version 1");
    assert_eq!(house.because("deal", "QU9"), "by boards under qu9-scheme-1 on 4 July 2022 to version 1");
    check("QU9 QNQ=100000001", "a1=for a2=for", "QNQ referred to its governing body; QU9 bound");
    check("QU9 QNQ", "a1=for a2=against", "nothing is decided: QNQ QU9 outside");
    check("QU9 QNQ", "a1=for a2=abstain", "nothing is decided: QNQ QU9 outside");
}
