//! October 2016 to February 2017: what the executive decided, and what it could not.

use super::footprint::{SEVEN, appoint, mandate};
use super::{Ending, Step, Teller, bodies, p, pounds};
use crate::act::{Act, Divisibility, Minute, NewAccess, NewProposal, Route, Subject};
use crate::kind::{ActionKind, Answer, ItemKind, Recusal, Stance};
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use mandate::{Act as Mandates, InterestCategory, Level};
use std::collections::BTreeMap;
use terms::{OdsCode, Pence};

/// Clerk and chair of the executive.
pub(super) const CLERK: &str = "person-k1";
pub(super) const CHAIR: &str = "person-c2";
/// The three accountable officers.
pub(super) const BUCKS: &str = "person-a1";
pub(super) const OXON: &str = "person-a2";
pub(super) const BERKS: &str = "person-a3";

pub(super) fn forum() -> Forum {
    Forum::Committee(p("executive"))
}

const EVERYBODY: [&str; 15] = [
    "person-a1",
    "person-a2",
    "person-a3",
    "person-c1",
    "person-c2",
    "person-c3",
    "person-f1",
    "person-f2",
    "person-f3",
    "person-s1",
    "person-s2",
    "person-s3",
    "person-p1",
    "person-p2",
    "person-p3",
];

/// The same amount for each of some bodies.
fn each(codes: &str, amount: i64) -> BTreeMap<OdsCode, Pence> {
    bodies(codes).map(|body| (body, pounds(amount))).collect()
}

pub(super) fn hash(text: &str, amounts: &BTreeMap<OdsCode, Pence>) -> TextHash {
    TextHash::of_wording(text, amounts)
}

impl Teller<'_> {
    /// A meeting called, attended by some and opened.
    pub(super) fn meets(&mut self, meeting: &str, day: &str, items: &[(&str, &str)], people: &[&str]) {
        let id = || p(meeting);
        self.on(day);
        let call = Act::Call {
            meeting: id(),
            forum: forum(),
            on: self.on,
            hours: None,
            title: "Commissioning executive".to_owned(),
            place: "Council chamber (made up)".to_owned(),
        };
        self.asks(CLERK, call, "The clerk calls the meeting.");
        for (item, title) in items {
            let add = Act::AddItem {
                meeting: id(),
                item: p(item),
                kind: ItemKind::Decision,
                title: (*title).to_owned(),
                access: NewAccess::Public,
            };
            self.asks(CLERK, add, "An item for decision.");
        }
        self.asks(CLERK, Act::PublishAgenda { meeting: id() }, "What is added after this is a supplement.");
        for person in people {
            self.asks(CLERK, Act::Arrive { meeting: id(), person: p(person) }, "A member arrives.");
        }
        self.asks(CHAIR, Act::OpenMeeting { meeting: id() }, "No required seat is vacant, so the meeting is valid.");
    }

    pub(super) fn proposes(
        &mut self,
        proposal: &str,
        item: &str,
        (matter, title, text): (&str, &str, &str),
        (codes, amounts): (&str, BTreeMap<OdsCode, Pence>),
        divisibility: Divisibility,
    ) {
        let new = NewProposal {
            proposal: p(proposal),
            forum: forum(),
            route: Route::Item { item: p(item) },
            title: title.to_owned(),
            text: text.to_owned(),
            matters: vec![p(&format!("service:{matter}"))],
            bodies: bodies(codes).collect(),
            amounts,
            divisibility,
            conditions: Vec::new(),
            earlier: None,
        };
        self.asks(CLERK, Act::Propose(new), "One text for every body it concerns.");
        self.asks(CHAIR, Act::OpenItem { item: p(item) }, "The item is taken.");
        let closes = self.on;
        self.asks(CHAIR, Act::OpenPositions { proposal: p(proposal), closes }, "The matter is in the remit that day.");
    }

    pub(super) fn says(
        &mut self,
        person: &str,
        proposal: &str,
        codes: &str,
        text: TextHash,
        stance: Stance,
        why: &str,
    ) {
        for body in bodies(codes) {
            let position = Act::TakePosition { proposal: p(proposal), body, text, stance, reason: why.to_owned() };
            let says = match stance {
                Stance::Object => "An objection keeps its own body out, and nobody else.",
                _ => "One position for each body, though one person speaks for several.",
            };
            self.asks(person, position, says);
        }
    }

    pub(super) fn settles(&mut self, proposal: &str, says: &'static str, summary: &'static str) {
        self.asks(CHAIR, Act::Settle { proposal: p(proposal) }, says).stands(proposal, summary);
    }

    pub(super) fn amends(&mut self, proposal: &str, item: &str, text: &str, amounts: BTreeMap<OdsCode, Pence>) {
        self.asks(
            CLERK,
            Act::PutTo { proposal: p(proposal), route: Route::Item { item: p(item) } },
            "The proposal is carried to this meeting.",
        );
        self.asks(CHAIR, Act::OpenItem { item: p(item) }, "The item is taken.");
        self.asks(
            CHAIR,
            Act::Amend { proposal: p(proposal), text: text.to_owned(), amounts },
            "The amended wording is put to the body in negotiation; what the others decided stands.",
        );
    }

    pub(super) fn closes(&mut self, meeting: &str) {
        self.asks(CHAIR, Act::CloseMeeting { meeting: p(meeting) }, "The meeting closes.");
    }
}

const AMBULANCE: &str = "Each body adds £2 million a year to its share of the ambulance contract.";
const LINES: [&str; 3] = [
    "One NHS 111 provider answers all calls from 1 April 2017.",
    "One NHS 111 provider answers all calls from 1 April 2017, and local clinical advice stays where it is.",
    "One NHS 111 provider answers all calls from 1 October 2017, and local clinical advice stays where it is.",
];
const MINUTES: &str =
    "# Commissioning executive, 6 October 2016\n\nApproved: the ambulance contract; NHS 111 for six bodies.";

pub(super) fn tell(steps: &mut Vec<Step>, ending: Ending) {
    let mut tell = Teller::new(steps);
    october(&mut tell);
    november(&mut tell);
    december(&mut tell, ending);
    february(&mut tell);
}

fn october(tell: &mut Teller<'_>) {
    let items = [("ambulance-item", "Ambulance contract"), ("lines-item", "NHS 111")];
    tell.meets("october", "2016-10-06", &items, &EVERYBODY);
    let amounts = each(SEVEN, 2_000_000);
    let text = hash(AMBULANCE, &amounts);
    let about = ("ambulance", "Ambulance contract change", AMBULANCE);
    tell.proposes("ambulance", "ambulance-item", about, (SEVEN, amounts), Divisibility::Divisible);
    tell.says(BUCKS, "ambulance", "10Y 10H", text, Stance::Agree, "");
    tell.says(OXON, "ambulance", "10Q", text, Stance::Agree, "");
    tell.says(BERKS, "ambulance", "10N 10W 10M 11D", text, Stance::Agree, "");
    tell.settles(
        "ambulance",
        "All agree. Six are bound, each by its own authority; Chiltern's officer has only £1 million, so its part goes to \
         its governing body.",
        "10H referred to its governing body; 10M 10N 10Q 10W 10Y 11D bound",
    );
    let first = hash(LINES[0], &BTreeMap::new());
    let about = ("nhs-111", "One NHS 111 provider", LINES[0]);
    tell.proposes("lines", "lines-item", about, (SEVEN, BTreeMap::new()), Divisibility::Divisible);
    tell.asks(
        CLERK,
        Act::AskQuestion {
            question: p("one-against"),
            proposal: p("lines"),
            asker: "A scrutiny committee (made up)".to_owned(),
            text: "What happens if one body is against?".to_owned(),
        },
        "Scrutiny asks, and its question is asked again of every later proposal on the matter.",
    );
    tell.says(BUCKS, "lines", "10Y 10H", first, Stance::Agree, "");
    tell.says(OXON, "lines", "10Q", first, Stance::Object, "Local clinical advice would be lost.");
    tell.says(BERKS, "lines", "10N 10W 10M", first, Stance::Agree, "");
    tell.says(BERKS, "lines", "11D", first, Stance::AgreeWithReservation, "Wokingham wants the costs shown by body.");
    tell.settles(
        "lines",
        "Nobody has a veto: six are bound and Oxfordshire negotiates.",
        "10H 10M 10N 10W 10Y 11D bound; 10Q in negotiation",
    );
    tell.asks(
        CLERK,
        Act::AnswerQuestion {
            question: p("one-against"),
            proposal: p("lines"),
            text: "The others' decisions stand; it negotiates, and stays outside if it never agrees.".to_owned(),
            commitments: Vec::new(),
        },
        "The answer is published beside the proposal.",
    );
    tell.asks(
        CLERK,
        Act::RaiseAction {
            action: p("advice-map"),
            kind: ActionKind::Resolution,
            item: p("lines-item"),
            wording: "Send members a map of local clinical advice.".to_owned(),
            owner: p("person-s2"),
            due: p("2016-11-03"),
        },
        "What is resolved is followed to its end.",
    );
    tell.closes("october");
    tell.asks(
        CLERK,
        Act::WriteMinutes { meeting: p("october"), text: MINUTES.to_owned() },
        "Minutes are drafted from the record, edited, and approved at the next meeting.",
    );
    let amounts = each(SEVEN, 2_000_000);
    tell.on("2016-10-20")
        .asks(
            "person-c1",
            Act::AnswerReferral {
                proposal: p("ambulance"),
                body: p("10H"),
                text: hash(AMBULANCE, &amounts),
                answer: Answer::Agrees,
                conditions: Vec::new(),
                minute: Minute::Cited {
                    reference: "Governing body, minute 7 (made up)".to_owned(),
                    present: 9,
                    quorum: 6,
                },
            },
            "Chiltern's governing body agrees a fortnight later: from that day, and never from the day of the others.",
        )
        .stands("ambulance", "10H 10M 10N 10Q 10W 10Y 11D bound");
}

fn november(tell: &mut Teller<'_>) {
    tell.meets("november", "2016-11-03", &[("lines-item-2", "NHS 111, again")], &EVERYBODY);
    tell.asks(
        CHAIR,
        Act::ApproveMinutes { meeting: p("october"), text: TextHash::of(MINUTES.as_bytes()), at: p("november") },
        "The minutes of October are approved.",
    );
    tell.asks(
        CLERK,
        Act::CloseAction { action: p("advice-map"), evidence: "Map sent to members on 1 November 2016.".to_owned() },
        "Closed with what shows it.",
    );
    tell.amends("lines", "lines-item-2", LINES[1], BTreeMap::new());
    tell.asks(
        "person-f2",
        Act::Declare {
            subject: Subject::Item(p("lines-item-2")),
            person: p("person-f2"),
            category: InterestCategory::Indirect,
            interest: None,
            nature: "A close relative works for the provider (made up).".to_owned(),
            recusal: Recusal::Leaves,
        },
        "A director declares an interest and no longer counts for this item.",
    );
    let second = hash(LINES[1], &BTreeMap::new());
    tell.says(OXON, "lines", "10Q", second, Stance::Object, "April is too soon.");
    tell.asks(
        CLERK,
        Act::Leave { meeting: p("november"), person: p(BERKS) },
        "The officer of four bodies leaves, and only three are represented.",
    );
    tell.asks(CHAIR, Act::Settle { proposal: p("lines") }, "Nothing takes effect while the meeting is inquorate.")
        .refused("not quorate: 13 of 8 persons, 3 of 5 bodies");
    tell.asks(CLERK, Act::Arrive { meeting: p("november"), person: p(BERKS) }, "The quorum is regained.");
    tell.settles(
        "lines",
        "Oxfordshire still objects: the second round begins. The others are bound as before.",
        "10H 10M 10N 10W 10Y 11D bound; 10Q in negotiation",
    );
    tell.closes("november");
}

fn december(tell: &mut Teller<'_>, ending: Ending) {
    let items = [("lines-item-3", "NHS 111, the last round"), ("specialised-item", "Specialised services")];
    tell.meets("december", "2016-12-01", &items, &EVERYBODY);
    tell.amends("lines", "lines-item-3", LINES[2], BTreeMap::new());
    let third = hash(LINES[2], &BTreeMap::new());
    match ending {
        Ending::Agreement => {
            tell.says(OXON, "lines", "10Q", third, Stance::Agree, "");
            tell.settles(
                "lines",
                "Oxfordshire agrees to the third wording, and is bound from this day.",
                "10H 10M 10N 10Q 10W 10Y 11D bound",
            );
        }
        Ending::OneNeverAgrees => {
            tell.says(OXON, "lines", "10Q", third, Stance::Object, "The advice line must stay local for good.");
            tell.settles(
                "lines",
                "Oxfordshire never agrees: it stays outside, and the six go ahead.",
                "10H 10M 10N 10W 10Y 11D bound; 10Q outside",
            );
        }
    }
    let text = "All seven ask for one specialised cardiac pathway.";
    let about = ("specialised", "Specialised cardiac pathway", text);
    tell.proposes("specialised", "specialised-item", about, (SEVEN, BTreeMap::new()), Divisibility::Divisible);
    let text = hash(text, &BTreeMap::new());
    tell.says(BUCKS, "specialised", "10Y 10H", text, Stance::Agree, "");
    tell.says(OXON, "specialised", "10Q", text, Stance::Agree, "");
    tell.says(BERKS, "specialised", "10N 10W 10M 11D", text, Stance::Agree, "");
    tell.settles(
        "specialised",
        "All seven agree and nobody is bound: it is in the remit, and it is NHS England's to commission.",
        "nothing is decided: 10H 10M 10N 10Q 10W 10Y 11D not its to decide",
    );
    tell.closes("december");
}

fn february(tell: &mut Teller<'_>) {
    tell.on("2017-01-01").keeps(
        Mandates::EndAppointment { post: p("oxon-accountable-officer"), person: p(OXON), on: p("2017-01-01") },
        "Oxfordshire's accountable officer leaves.",
    );
    let says =
        "From 2017 one accountable officer serves Oxfordshire and Buckinghamshire, each by that body's own power.";
    appoint(tell, "oxon-accountable-officer", BUCKS, "2017-01-01..", says);
    let there: Vec<&str> = EVERYBODY.into_iter().filter(|person| *person != OXON).collect();
    tell.meets("february", "2017-02-02", &[("mind-item", "Mental health")], &there);
    let text = "The seven commission mental health as one function from 1 April 2017.";
    let reason = "one function cannot begin for some of the seven only".to_owned();
    tell.proposes(
        "mind",
        "mind-item",
        ("mental-health", "One mental health function", text),
        (SEVEN, BTreeMap::new()),
        Divisibility::Indivisible { reason },
    );
    let text = hash(text, &BTreeMap::new());
    tell.says(BUCKS, "mind", "10Y 10H 10Q", text, Stance::Agree, "");
    tell.says(BERKS, "mind", "10N 10W 10M 11D", text, Stance::Agree, "");
    tell.settles("mind", "All of them or none: all of them.", "10H 10M 10N 10Q 10W 10Y 11D bound");
    tell.closes("february");
    tell.keeps(
        mandate("mental-health-together", "mental-health", SEVEN, SEVEN, Level::System, "2017-04-01.."),
        "Exercised jointly, mental health is one responsibility over seven bodies.",
    );
}
