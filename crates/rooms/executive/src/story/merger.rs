//! March and April 2018: two bodies become one in the middle of a negotiation, and four become another.

use super::footprint::{dated, span, terms_from};
use super::meetings::{BUCKS, CHAIR, CLERK, hash};
use super::{Step, Teller, bodies, p};
use crate::act::{Act, Divisibility};
use crate::kind::Stance;
use mandate::{Act as Mandates, CarryOver, DatedBody, Instrument, InstrumentKind, Seat, SeatRole};
use std::collections::BTreeMap;

const MERGERS: [(&str, &str, &str, &str); 2] =
    [("bucks", "10Y 10H", "14Y", "buckinghamshire-order"), ("berks", "10N 10W 10M 11D", "15A", "berkshire-west-order")];

const THERE: [&str; 14] = [
    "person-a1",
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

pub(super) fn tell(steps: &mut Vec<Step>) {
    let mut tell = Teller::new(steps);
    march(&mut tell);
    mergers(&mut tell);
    april(&mut tell);
}

const BEDS: [&str; 2] =
    ["Both bodies buy acute beds from one trust.", "Both bodies buy acute beds from one trust, reviewed every year."];

fn march(tell: &mut Teller<'_>) {
    tell.meets("march", "2018-03-15", &[("beds-item", "Acute beds")], &THERE);
    let about = ("acute", "Acute beds for Buckinghamshire", BEDS[0]);
    tell.proposes("beds", "beds-item", about, ("10Y 10H", BTreeMap::new()), Divisibility::Divisible);
    let text = hash(BEDS[0], &BTreeMap::new());
    tell.says(BUCKS, "beds", "10Y", text, Stance::Agree, "");
    tell.says(BUCKS, "beds", "10H", text, Stance::Object, "Chiltern wants a review.");
    tell.settles(
        "beds",
        "A proposal may concern two of seven. One person agrees for one body and objects for the other.",
        "10H in negotiation; 10Y bound",
    );
    tell.closes("march");
}

fn mergers(tell: &mut Teller<'_>) {
    tell.on("2018-04-01");
    for (group, old, new, order) in MERGERS {
        let instrument = Instrument {
            id: p(order),
            kind: InstrumentKind::Resolution,
            title: format!("Order establishing {new}"),
            body: Some(p(new)),
            rests_on: Some(p("nhs-act-2006")),
            period: span("2018-04-01.."),
            reference: None,
        };
        tell.keeps(Mandates::MakeInstrument { instrument }, "NHS England establishes the new body.");
        let carry = CarryOver::whole(bodies(old).collect(), p(new), p("2018-04-01"), p(order));
        tell.keeps(
            Mandates::CarryOver { carry },
            "What the old bodies had decided, delegated and begun carries over to the new one.",
        );
        for member in dated(new, "2018-04-01..") {
            tell.keeps(Mandates::JoinCommittee { committee: p("executive"), member }, "The new body joins.");
        }
        let posts =
            ["accountable-officer", "clinical-chair", "director-finance", "director-strategy", "director-performance"];
        for kind in posts {
            let body = DatedBody { body: p(new), period: span("2018-04-01..") };
            let post = p(&format!("{group}-{kind}"));
            tell.keeps(Mandates::SharePost { post, body }, "Its posts are those of the bodies before it.");
        }
        let post = format!("{group}-accountable-officer");
        tell.keeps(
            Mandates::LeaveSeat { committee: p("executive"), post: p(&post), on: p("2018-04-01") },
            "The old seat ends.",
        );
        let represents = bodies(new).collect();
        let seat = Seat { post: p(&post), role: SeatRole::Representative, represents, period: span("2018-04-01..") };
        tell.keeps(Mandates::TakeSeat { committee: p("executive"), seat }, "The officer speaks for the new body.");
        for body in bodies(old) {
            let leave = Mandates::LeaveCommittee { committee: p("executive"), body, on: p("2018-04-01") };
            tell.keeps(leave, "The old body is a member no more.");
        }
    }
    tell.asks(
        CLERK,
        Act::SetTerms(terms_from("2018-04-01", 2)),
        "The same fifteen seats, now of three bodies; two of them make a quorum.",
    );
}

fn april(tell: &mut Teller<'_>) {
    tell.meets("april", "2018-04-12", &[("beds-item-2", "Acute beds, again")], &THERE);
    tell.amends("beds", "beds-item-2", BEDS[1], BTreeMap::new());
    let text = hash(BEDS[1], &BTreeMap::new());
    tell.says(BUCKS, "beds", "10H", text, Stance::Agree, "");
    tell.settles(
        "beds",
        "The negotiation Chiltern began ends for its successor: bound by Chiltern's own power, carried over.",
        "10H 10Y bound",
    );
    tell.asks(CHAIR, Act::CloseMeeting { meeting: p("april") }, "So it goes on.");
}
