//! September 2016: the bodies, their people, their schemes and the committee they form.

use super::{Step, Teller, bodies, p, pounds};
use crate::act::Act;
use crate::kind::Voice;
use crate::terms_of_reference::{ClassQuorum, Forum, Method, Quorum, Seat as Place, TermsOfReference};
use mandate::{
    Act as Mandates, Capacity, Committee, DatedBody, DatedLine, Delegated, HolderId, Holding, Instrument,
    InstrumentKind, Level, Limits, Line, Mandate, Population, Portfolio, Post, PostKind, SchemeRow, Seat, SeatRole,
};
use terms::{FuzzyDate, Pence, Period};

/// The seven, in the order of the map.
pub(super) const SEVEN: &str = "10Y 10H 10Q 10N 10W 10M 11D";

/// A group of bodies with one management: its short name, its name and its bodies.
pub(super) const GROUPS: [(&str, &str, &str); 3] = [
    ("bucks", "Buckinghamshire", "10Y 10H"),
    ("oxon", "Oxfordshire", "10Q"),
    ("berks", "Berkshire West", "10N 10W 10M 11D"),
];

/// Who holds what at the beginning; the names are made up.
const PEOPLE: [(&str, &str, &str, &str); 16] = [
    ("person-a1", "Ada Ashdown (made up)", "bucks", "accountable-officer"),
    ("person-a2", "Bram Brill (made up)", "oxon", "accountable-officer"),
    ("person-a3", "Cora Caversham (made up)", "berks", "accountable-officer"),
    ("person-c1", "Dan Denham (made up)", "bucks", "clinical-chair"),
    ("person-c2", "Eva Eynsham (made up)", "oxon", "clinical-chair"),
    ("person-c3", "Finn Finchampstead (made up)", "berks", "clinical-chair"),
    ("person-f1", "Gus Gerrards (made up)", "bucks", "director-finance"),
    ("person-f2", "Hana Headington (made up)", "oxon", "director-finance"),
    ("person-f3", "Ivo Inkpen (made up)", "berks", "director-finance"),
    ("person-s1", "Joy Jordans (made up)", "bucks", "director-strategy"),
    ("person-s2", "Kit Kidlington (made up)", "oxon", "director-strategy"),
    ("person-s3", "Lea Lambourn (made up)", "berks", "director-strategy"),
    ("person-p1", "Max Missenden (made up)", "bucks", "director-performance"),
    ("person-p2", "Nia Nuneham (made up)", "oxon", "director-performance"),
    ("person-p3", "Oz Oare (made up)", "berks", "director-performance"),
    ("person-k1", "Pia Pyrton (made up)", "oxon", "governing-body-secretary"),
];

/// From a day on, or between two with the second exclusive: `2016-09-01..`.
pub(super) fn span(text: &str) -> Period {
    let (from, to) = text.split_once("..").unwrap_or((text, ""));
    let edge = |text: &str| (!text.is_empty()).then(|| p::<FuzzyDate>(text));
    Period::new(edge(from), edge(to)).unwrap_or(Period::ALWAYS)
}

pub(super) fn dated(codes: &str, when: &str) -> Vec<DatedBody> {
    bodies(codes).map(|body| DatedBody { body, period: span(when) }).collect()
}

fn instrument(kind: InstrumentKind, id: &str, title: &str, body: &str, rests_on: &str, when: &str) -> Instrument {
    let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Instrument {
        id: p(id),
        kind,
        title: title.to_owned(),
        body: optional(body).map(|body| p(&body)),
        rests_on: optional(rests_on).map(|id| p(&id)),
        period: span(when),
        reference: None,
    }
}

/// The steps up to the first meeting. Everything the seven bodies had before they met, and the terms on which they do.
pub fn footprint() -> Vec<Step> {
    let mut steps = Vec::new();
    let mut tell = Teller::new(&mut steps);
    lay(&mut tell);
    people(&mut tell);
    schemes(&mut tell);
    committee(&mut tell);
    tell.asks(
        "person-k1",
        Act::SetTerms(terms_from("2016-09-01", 5)),
        "Fifteen seats: three accountable officers, three chairs, and the directors of finance, strategy and performance \
         of each group. Eight persons, five bodies and two clinicians make a quorum.",
    );
    steps
}

fn lay(tell: &mut Teller<'_>) {
    let act =
        instrument(InstrumentKind::Statute, "nhs-act-2006", "National Health Service Act 2006", "", "", "2007-03-01..");
    tell.keeps(Mandates::MakeInstrument { instrument: act }, "Every power begins in statute.");
    let line = |code: &str, name: &str, parent: &str| Mandates::EnterLine {
        line: Line {
            code: p(code),
            name: name.to_owned(),
            parent: (!parent.is_empty()).then(|| p(parent)),
            period: Period::ALWAYS,
        },
    };
    tell.keeps(line("services", "All services", ""), "Services form a tree.");
    for (code, name) in [
        ("ambulance", "Ambulance"),
        ("nhs-111", "NHS 111"),
        ("specialised", "Specialised services"),
        ("prescribing", "Prescribing"),
        ("mental-health", "Mental health"),
        ("acute", "Acute care"),
        ("community", "Community services"),
    ] {
        tell.keeps(line(code, name, "services"), "A service line.");
    }
    for body in bodies(SEVEN) {
        let low = body.as_str().to_lowercase();
        let to = if body == p("10Q") { "" } else { "2018-04-01" };
        let (id, title) = (format!("{low}-constitution"), format!("Constitution of {body}"));
        let when = format!("2013-04-01..{to}");
        let constitution = instrument(InstrumentKind::Constitution, &id, &title, body.as_str(), "nhs-act-2006", &when);
        tell.keeps(Mandates::MakeInstrument { instrument: constitution }, "Each body has its own constitution.");
        tell.keeps(
            mandate(&format!("{low}-services"), "services", body.as_str(), body.as_str(), Level::Place, "2013-04-01.."),
            "Each body commissions for its own people.",
        );
    }
    tell.keeps(
        mandate("specialised-services", "specialised", SEVEN, "Y59", Level::Nation, "2013-04-01.."),
        "Specialised services are NHS England's to commission, whoever discusses them.",
    );
}

pub(super) fn mandate(id: &str, line: &str, people: &str, by: &str, level: Level, when: &str) -> Mandates {
    Mandates::GiveMandate {
        mandate: Mandate {
            id: p(id),
            line: p(line),
            populations: bodies(people).map(Population::registered).collect(),
            level,
            commissioners: bodies(by).collect(),
            instrument: p("nhs-act-2006"),
            period: span(when),
        },
        reason: Some("few patients and costly expertise".to_owned()),
    }
}

fn people(tell: &mut Teller<'_>) {
    for (id, name, group, kind) in PEOPLE {
        let (post, kind) = (format!("{group}-{kind}"), p::<PostKind>(kind));
        let theirs = GROUPS.iter().find(|(short, _, _)| *short == group);
        let (title, codes) =
            theirs.map_or((String::new(), ""), |(_, name, codes)| (format!("{}, {name}", kind.words()), *codes));
        tell.keeps(Mandates::EnterPerson { person: p(id), name: name.to_owned(), contact: None }, "A person, made up.");
        let post_of =
            Post { id: p(&post), title, kind, bodies: dated(codes, "2013-04-01.."), period: span("2013-04-01..") };
        tell.keeps(Mandates::CreatePost { post: post_of }, "One post may serve several bodies.");
        appoint(tell, &post, id, "2016-07-01..", "Appointed.");
    }
}

pub(super) fn appoint(tell: &mut Teller<'_>, post: &str, person: &str, when: &str, says: &'static str) {
    let holding = Holding { post: p(post), person: p(person), capacity: Capacity::Substantive, period: span(when) };
    tell.keeps(Mandates::Appoint { holding }, says);
}

fn schemes(tell: &mut Teller<'_>) {
    for (group, _, codes) in GROUPS {
        for body in bodies(codes) {
            let low = body.as_str().to_lowercase();
            let limit = if body == p("10H") { pounds(1_000_000) } else { pounds(5_000_000) };
            let scheme = instrument(
                InstrumentKind::Scheme,
                &format!("{low}-scheme"),
                &format!("Scheme of reservation and delegation of {body}"),
                body.as_str(),
                &format!("{low}-constitution"),
                "2016-04-01..",
            );
            let rows = vec![row("services", &format!("{group}-accountable-officer"), limit)];
            tell.keeps(
                Mandates::AdoptScheme { scheme, rows },
                "Each body delegates to its own accountable officer, up to its own limit: Chiltern's is £1 million.",
            );
        }
    }
}

pub(super) fn row(line: &str, post: &str, limit: Pence) -> SchemeRow {
    let limits = Limits { per_decision: Some(limit), ..Limits::NONE };
    SchemeRow {
        area: "Commissioning and contracting".to_owned(),
        title: "Changes to contracts for services".to_owned(),
        matter: p(&format!("service:{line}")),
        clause: Some("5.2".to_owned()),
        reserved_to: None,
        delegated: vec![Delegated { holder: HolderId::Post(p(post)), limits }],
        conditions: Vec::new(),
        populations: Vec::new(),
    }
}

fn committee(tell: &mut Teller<'_>) {
    let terms = instrument(
        InstrumentKind::Resolution,
        "executive-terms",
        "Resolution to form the commissioning executive",
        "10Q",
        "10q-constitution",
        "2016-09-01..",
    );
    tell.keeps(Mandates::MakeInstrument { instrument: terms }, "The seven resolve to decide together.");
    let line = |line: &str| DatedLine { line: p(line), period: span("2016-09-01.."), instrument: p("executive-terms") };
    let mut seats = Vec::new();
    for (_, _, group, kind) in PEOPLE {
        let codes = GROUPS.iter().find(|(short, _, _)| *short == group).map_or("", |(_, _, codes)| *codes);
        let role = match kind {
            "accountable-officer" => SeatRole::Representative,
            "governing-body-secretary" => SeatRole::Clerk,
            "clinical-chair" if group == "oxon" => SeatRole::Chair,
            _ => SeatRole::Member,
        };
        let represents = if role == SeatRole::Representative { bodies(codes).collect() } else { [].into() };
        seats.push(Seat { post: p(&format!("{group}-{kind}")), role, represents, period: span("2016-09-01..") });
    }
    let remit = ["ambulance", "nhs-111", "specialised", "prescribing", "mental-health", "acute"];
    tell.keeps(
        Mandates::FormCommittee {
            committee: Committee {
                id: p("executive"),
                name: "Commissioning executive".to_owned(),
                shape: mandate::Shape::IndividualDelegation,
                members: dated(SEVEN, "2016-09-01.."),
                remit: remit.into_iter().map(line).collect(),
                seats,
                period: span("2016-09-01.."),
                instrument: p("executive-terms"),
            },
        },
        "The executive may discuss six services. It holds no power: each body's representative uses that body's own.",
    );
}

/// The terms of reference: the same fifteen seats, whatever the bodies have become.
pub(super) fn terms_from(from: &str, quorum_bodies: u32) -> TermsOfReference {
    let mut seats = Vec::new();
    let kinds = [
        (PostKind::AccountableOfficer, Voice::Represents, "accountable officer"),
        (PostKind::ClinicalChair, Voice::Speaks, "clinical"),
        (PostKind::Director(Portfolio::Finance), Voice::Speaks, "director"),
        (PostKind::Director(Portfolio::Strategy), Voice::Speaks, "director"),
        (PostKind::Director(Portfolio::Performance), Voice::Speaks, "director"),
    ];
    for (kind, voice, class) in kinds {
        for (_, name, codes) in GROUPS {
            seats.push(Place {
                name: format!("{}, {name}", kind.words()),
                kind,
                bodies: bodies(codes).collect(),
                voice,
                class: class.to_owned(),
                required: true,
            });
        }
    }
    TermsOfReference {
        forum: Forum::Committee(p("executive")),
        from: p(from),
        source: "Terms of reference of the commissioning executive".to_owned(),
        seats,
        quorum: Quorum {
            persons: 8,
            bodies: quorum_bodies,
            classes: vec![ClassQuorum { class: "clinical".to_owned(), at_least: 2 }],
        },
        method: Method::Consensus { rounds: 2, days: 30 },
        deputies: true,
        referral_days: 42,
    }
}
