//! What is done to the instruments and powers of a body.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Scene};
use mandate::{
    Act, ActKind, Delegation, Holder, Instrument, InstrumentId, InstrumentKind, Limits, PowerHoldingCommittee, PowerId,
};
use terms::Sequence;

use super::GROUP;
use super::choices::{self, body, identity, instruments, is_of, lasts, made, may, of_body, one, room, slugs, to_body};
use crate::answers::{Basis, power_href};

const BODY: Key = Key::new("body", "The body", "14Y");

const MADE: &[InstrumentKind] = &[
    InstrumentKind::Constitution,
    InstrumentKind::DelegationAgreement,
    InstrumentKind::Direction,
    InstrumentKind::Resolution,
];

/// Record a constitution, agreement, direction or resolution of a body.
pub(super) static MAKE_INSTRUMENT: ActForm = ActForm {
    name: "make-instrument",
    path: "/organisations/{body}/instruments/new",
    group: GROUP,
    title: "Record a constitution, agreement, direction or resolution",
    about: "What powers, committees and mandates of the body rest on. A scheme is adopted by itself, with its rows.",
    done: "The instrument is recorded",
    subject: &[BODY],
    fields: &[
        Field::one("kind", "What is it?", |_, _| {
            slugs(MADE, |one| one.slug().to_owned(), |one| one.words().to_owned())
        }),
        Field::line("title", "Title"),
        Field::one("rests_on", "What does it rest on?", |lens, of| {
            let whose = body(lens, of);
            instruments(lens, |held| held.body.is_none() || held.body == whose)
        }),
        Field::line("reference", "Where is it published, or which minute approved it?"),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::MakeInstrument, lens, of),
    read: |lens, of, form| {
        let kind: Option<InstrumentKind> = form.word("kind", "Choose what it is");
        if kind.is_some_and(|kind| !MADE.contains(&kind)) {
            form.wrong("kind", "Choose a constitution, agreement, direction or resolution");
        }
        let title = form.line("title", "Enter the title");
        let rests_on: Option<InstrumentId> = form.word("rests_on", "Choose what it rests on");
        let period = form.period("Enter its first day");
        let reference = form.text("reference").map(str::to_owned);
        let body = body(lens, of)?;
        let id = identity(&format!("{body} {title}"), |id| room(lens).instrument(id).is_some())?;
        one(Act::MakeInstrument {
            instrument: Instrument { id, kind: kind?, title, body: Some(body), rests_on, period, reference },
        })
    },
    to: |of, _| to_body(of, "scheme"),
    keeps: None,
};

/// Those that can be ended.
fn ending(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let ending = choices::ending(lens, of);
    instruments(lens, |held| ending.contains(&held.id))
}

/// End an instrument.
pub(super) static END_INSTRUMENT: ActForm = ActForm {
    name: "end-instrument",
    path: "/organisations/{body}/instruments/end",
    group: GROUP,
    title: "End an instrument",
    about: "From that day it is in force no longer, and everything that rests on it lapses by itself.",
    done: "The instrument ends",
    subject: &[BODY],
    fields: &[Field::one("instrument", "Which instrument?", ending), Field::END],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::EndInstrument, lens, of),
    read: |lens, of, form| {
        let instrument: Option<InstrumentId> = form.word("instrument", "Choose an instrument");
        let on = form.day("on", "Enter the first day on which it is no longer in force");
        let whose = body(lens, of);
        let held = instrument.as_ref().and_then(|id| room(lens).instrument(id));
        if held.is_some_and(|held| held.body.is_some() && held.body != whose) {
            form.wrong("instrument", "It is another body’s: choose one of this body");
        }
        one(Act::EndInstrument { instrument: instrument?, on: on? })
    },
    to: |of, _| to_body(of, "scheme"),
    keeps: None,
};

/// Who may be given a power: posts of the body, and those of its committees that can hold one.
fn holders(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let (Some(body), room) = (body(lens, of), room(lens)) else { return Vec::new() };
    let posts = room.posts().filter(|post| lasts(&post.period, lens) && is_of(&post.bodies, body, lens));
    let mut all: Vec<Choice> = posts.map(|post| (format!("post {}", post.id), post.title.clone())).collect();
    let committees = room.committees().filter(|held| {
        is_of(&held.members, body, lens) && lasts(&held.period, lens) && PowerHoldingCommittee::of(held).is_ok()
    });
    all.extend(committees.map(|held| (format!("committee {}", held.id), held.name.clone())));
    all
}

fn holder(lens: &Lens, text: &str) -> Option<Holder> {
    match text.split_once([' ', ':'])? {
        ("post", id) => id.parse().ok().map(Holder::Post),
        ("committee", id) => {
            let committee = id.parse().ok().and_then(|id| room(lens).committee(&id))?;
            PowerHoldingCommittee::of(committee).ok().map(Holder::Committee)
        }
        _ => None,
    }
}

/// Delegate a power of a body.
pub(super) static GRANT_POWER: ActForm = ActForm {
    name: "grant-power",
    path: "/organisations/{body}/powers/new",
    group: GROUP,
    title: "Delegate a power",
    about: "A committee that decides in common or by individual delegation can be given no power, and is not in the list.",
    done: "The power is delegated",
    subject: &[BODY],
    fields: &[
        Field::line("matter", "Over what?").hint("service:CODE or function:CODE."),
        Field::one("holder", "To whom?", holders),
        Field::money("per_decision", "Up to how much for one decision?"),
        Field::money("per_year", "Up to how much in one financial year?"),
        Field::money("lifetime", "Up to how much in all?"),
        Field::one("instrument", "By which scheme, agreement or direction?", |lens, of| {
            let whose = body(lens, of);
            let gives = [InstrumentKind::Scheme, InstrumentKind::DelegationAgreement, InstrumentKind::Direction];
            instruments(lens, |held| (held.body.is_none() || held.body == whose) && gives.contains(&held.kind))
        }),
        Field::line("clause", "By which clause?"),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::GrantPower, lens, of),
    read: |lens, of, form| {
        let matter = form.word("matter", "Write service:CODE or function:CODE, such as service:ambulance");
        let limits = Limits {
            per_decision: form.money("per_decision"),
            per_year: form.money("per_year"),
            lifetime: form.money("lifetime"),
        };
        let instrument = form.word("instrument", "Choose a scheme, agreement or direction");
        let period = form.period("Enter the first day of the power");
        let holder = form.text("holder").and_then(|text| holder(lens, text));
        if holder.is_none() {
            form.wrong("holder", "Choose a post, or a committee that can hold powers");
        }
        let body = body(lens, of)?;
        let id = kit::identity::opaque(&format!("{}-power", body.as_str().to_lowercase()));
        let delegation = Delegation {
            id: id?,
            body,
            matters: vec![matter?],
            holder: holder?,
            limits,
            conditions: Vec::new(),
            populations: Vec::new(),
            instrument: instrument?,
            clause: form.text("clause").map(str::to_owned),
            period,
        };
        one(Act::GrantPower { delegation })
    },
    to: |of, acts| match made(acts) {
        Some(Act::GrantPower { delegation }) => power_href(&delegation.id),
        _ => to_body(of, "scheme"),
    },
    keeps: None,
};

/// Take a power back.
pub(super) static REVOKE_POWER: ActForm = ActForm {
    name: "revoke-power",
    path: "/delegations/{power}/revoke",
    group: GROUP,
    title: "Revoke a power",
    about: "What was decided by it stands.",
    done: "The power is revoked",
    subject: &[Key::new("power", "The power", "chiltern-scheme-2016-12")],
    fields: &[Field::END, Field::lines("reason", "Why?")],
    by_hand: false,
    scene: |lens, of| {
        let held = room(lens).power(&of.id::<PowerId>("power")?)?;
        Some(Scene {
            caption: Basis::of(lens).body(held.body),
            lead: vec![format!("Power {}. What was decided by it stands.", held.id)],
            back: power_href(&held.id),
        })
    },
    offered: |lens, of| may(ActKind::RevokePower, lens, of),
    read: |_, of, form| {
        let on = form.day("on", "Enter the first day without the power");
        let reason = form.line("reason", "Say why it is revoked");
        one(Act::RevokePower { power: of.id("power")?, on: on?, reason })
    },
    to: |of, _| of.id::<PowerId>("power").map_or_else(String::new, |power| power_href(&power)),
    keeps: None,
};

fn fact(of: &Of<'_>, reason: String) -> Option<Act> {
    Some(Act::Withdraw { entry: Sequence(of.id("entry")?), ordinal: of.id("ordinal")?, reason })
}

/// Withdraw a fact recorded in error.
pub(super) static WITHDRAW_FACT: ActForm = ActForm {
    name: "withdraw-fact",
    path: "/entries/{entry}/withdraw/{ordinal}",
    group: GROUP,
    title: "Withdraw a fact recorded in error",
    about: "It no longer counts from now on. What was known before still shows it.",
    done: "The fact is withdrawn",
    subject: &[
        Key::new("entry", "The entry that recorded it", "41"),
        Key::new("ordinal", "Which fact of the entry, from 0", "0"),
    ],
    fields: &[Field::lines("reason", "Why is it wrong?")],
    by_hand: false,
    scene: |lens, of| {
        let (entry, ordinal) = (of.id::<u64>("entry")?, of.id::<u16>("ordinal")?);
        // Only a fact of this room has a duty; what others recorded is not withdrawn by it.
        room(lens).duty_of(&fact(of, String::new())?, lens.today())?;
        Some(Scene {
            caption: format!("Fact {ordinal} of entry {entry}"),
            lead: Vec::new(),
            back: format!("/entries/{entry}"),
        })
    },
    offered: |lens, of| may(ActKind::Withdraw, lens, of),
    read: |_, of, form| {
        let reason = form.line("reason", "Say why it is wrong");
        one(fact(of, reason)?)
    },
    to: |of, _| format!("/powers-changed?since={}", of.id::<u64>("entry").unwrap_or_default().saturating_sub(1)),
    keeps: None,
};
