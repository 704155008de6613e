//! What is done to committees.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of};
use mandate::{Act, ActKind, Committee, DatedBody, DatedLine, Seat, SeatRole, Shape};
use terms::OdsCode;

use super::GROUP;
use super::choices::{
    any_instrument, body, committee, identity, lasts, line_field, made, may, of_body, of_committee, one, room, slugs,
    to_body, to_committee,
};
use crate::answers::{Basis, committee_href};

const COMMITTEE: Key = Key::new("committee", "The committee", "executive");

/// Form a committee.
pub(super) static FORM_COMMITTEE: ActForm = ActForm {
    name: "form-committee",
    path: "/organisations/{body}/committees/new",
    group: GROUP,
    title: "Form a committee",
    about: "Bodies that decide together. How it decides says whether it can hold power; its seats and its remit are given afterwards.",
    done: "The committee is formed",
    subject: &[Key::new("body", "The first member", "14Y")],
    fields: &[
        Field::line("name", "Name of the committee"),
        Field::one("shape", "How does it decide?", |_, _| {
            let words = |one: Shape| {
                let holds = if one.can_hold_power() { "can hold power" } else { "holds no power" };
                format!("{} ({holds})", one.words())
            };
            slugs(Shape::ALL, |one| one.slug().to_owned(), words)
        }),
        Field::new("members", "Which other bodies are members?", ask::Takes::Codes)
            .hint("Names or codes with commas between them. This body is the first member."),
        Field::one("instrument", "What established it?", any_instrument),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::FormCommittee, lens, of),
    read: |lens, of, form| {
        let name = form.line("name", "Enter the name of the committee");
        let shape = form.word("shape", "Choose how it decides");
        let first = body(lens, of)?;
        let mut members = vec![first];
        members.extend(form.codes("members", "").into_iter().filter(|body| *body != first));
        let instrument = form.word("instrument", "Choose what established it");
        let period = form.period("Enter the first day of the committee");
        let id = identity(&name, |id| room(lens).committee(id).is_some());
        let committee = Committee {
            id: id?,
            name,
            shape: shape?,
            members: members.into_iter().map(|body| DatedBody { body, period }).collect(),
            remit: Vec::new(),
            seats: Vec::new(),
            period,
            instrument: instrument?,
        };
        one(Act::FormCommittee { committee })
    },
    to: |of, acts| match made(acts) {
        Some(Act::FormCommittee { committee }) => committee_href(&committee.id),
        _ => to_body(of, "scheme"),
    },
    keeps: None,
};

/// Its members of today or later, by code.
fn members(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let (basis, held) = (Basis::of(lens), committee(lens, of));
    let members = held.map(|held| held.members.as_slice()).unwrap_or_default().iter();
    let members = members.filter(|dated| lasts(&dated.period, lens));
    members.map(|dated| (dated.body.to_string(), basis.body(dated.body))).collect()
}

/// The posts of its members, by title.
fn posts(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = committee(lens, of) else { return Vec::new() };
    let theirs = |dated: &DatedBody| {
        let is_member = |member: &DatedBody| member.body == dated.body && lasts(&member.period, lens);
        lasts(&dated.period, lens) && held.members.iter().any(is_member)
    };
    let room = room(lens);
    let posts = room.posts().filter(|post| lasts(&post.period, lens) && post.bodies.iter().any(theirs));
    posts.map(|post| (post.id.to_string(), post.title.clone())).collect()
}

/// The posts that sit on it.
fn seated(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = committee(lens, of) else { return Vec::new() };
    let sits = |post: &str| held.seats.iter().any(|seat| seat.post.as_str() == post && lasts(&seat.period, lens));
    let room = room(lens);
    let posts = room.posts().filter(|post| sits(post.id.as_str()));
    posts.map(|post| (post.id.to_string(), post.title.clone())).collect()
}

/// The lines in its remit.
fn remit(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(held) = committee(lens, of) else { return Vec::new() };
    let mut all: Vec<Choice> = Vec::new();
    for dated in held.remit.iter().filter(|dated| lasts(&dated.period, lens)) {
        let name = room(lens).line(&dated.line, lens.today()).map(|line| line.name.as_str());
        let words = name.map_or_else(|| dated.line.to_string(), |name| format!("{name} ({})", dated.line));
        all.push((dated.line.to_string(), words));
    }
    all
}

/// Have a body join.
pub(super) static JOIN_COMMITTEE: ActForm = ActForm {
    name: "join-committee",
    path: "/committees/{committee}/join",
    group: GROUP,
    title: "Have a body join",
    about: "It is a member from the first day to the last, and may be given seats.",
    done: "The body joins",
    subject: &[COMMITTEE],
    fields: &[
        Field::body("body", "Which body?").hint("One whose mandates you keep: its name or code."),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::JoinCommittee, lens, of),
    read: |_, of, form| {
        let body = form.word("body", "Enter the name or code of a body");
        let period = form.period("Enter the first day of its membership");
        one(Act::JoinCommittee { committee: of.id("committee")?, member: DatedBody { body: body?, period } })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// Have a body leave.
pub(super) static LEAVE_COMMITTEE: ActForm = ActForm {
    name: "leave-committee",
    path: "/committees/{committee}/leave",
    group: GROUP,
    title: "Have a body leave",
    about: "From that day it is no member, and the seats that spoke for it alone end by themselves.",
    done: "The body leaves",
    subject: &[COMMITTEE],
    fields: &[Field::one("body", "Which body?", members), Field::END],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::LeaveCommittee, lens, of),
    read: |_, of, form| {
        let body = form.word("body", "Choose a body");
        let on = form.day("on", "Enter the first day it is no longer a member");
        one(Act::LeaveCommittee { committee: of.id("committee")?, body: body?, on: on? })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// Seat a post.
pub(super) static TAKE_SEAT: ActForm = ActForm {
    name: "take-seat",
    path: "/committees/{committee}/seats/new",
    group: GROUP,
    title: "Seat a post",
    about: "Whoever holds the post sits, in the role that is given.",
    done: "The post is seated",
    subject: &[COMMITTEE],
    fields: &[
        Field::one("post", "Which post?", posts),
        Field::one("role", "In which role?", |_, _| {
            slugs(SeatRole::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned())
        }),
        Field::any("represents", "Which bodies does it speak for?", members)
            .hint("None for a member who takes part without binding a body."),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::TakeSeat, lens, of),
    read: |_, of, form| {
        let post = form.word("post", "Choose a post");
        let role = form.word("role", "Choose a role");
        let mut represents = std::collections::BTreeSet::new();
        for code in form.sent().all("represents") {
            match code.parse::<OdsCode>() {
                Ok(code) => drop(represents.insert(code)),
                Err(_) => form.wrong("represents", format!("“{code}” is not an organisation’s code")),
            }
        }
        let period = form.period("Enter the first day of the seat");
        let seat = Seat { post: post?, role: role?, represents, period };
        one(Act::TakeSeat { committee: of.id("committee")?, seat })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// End a post's seats.
pub(super) static LEAVE_SEAT: ActForm = ActForm {
    name: "leave-seat",
    path: "/committees/{committee}/seats/end",
    group: GROUP,
    title: "End a post’s seats",
    about: "From that day it sits no longer, in whichever role.",
    done: "The seats end",
    subject: &[COMMITTEE],
    fields: &[Field::one("post", "Which post?", seated), Field::END],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::LeaveSeat, lens, of),
    read: |_, of, form| {
        let post = form.word("post", "Choose a post");
        let on = form.day("on", "Enter the first day it no longer sits");
        one(Act::LeaveSeat { committee: of.id("committee")?, post: post?, on: on? })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// Let the remit grow.
pub(super) static GROW_REMIT: ActForm = ActForm {
    name: "grow-remit",
    path: "/committees/{committee}/remit/grow",
    group: GROUP,
    title: "Let the remit grow",
    about: "It may then discuss the service, with those under it. Remit gives no power.",
    done: "The remit grows",
    subject: &[COMMITTEE],
    fields: &[
        line_field("By which service?").hint("With the services under it."),
        Field::one("instrument", "By which decision?", any_instrument),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::GrowRemit, lens, of),
    read: |_, of, form| {
        let line = form.word("line", "Choose a service");
        let instrument = form.word("instrument", "Choose the decision");
        let period = form.period("Enter the first day it is in the remit");
        let line = DatedLine { line: line?, period, instrument: instrument? };
        one(Act::GrowRemit { committee: of.id("committee")?, line })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// Take a service out of the remit.
pub(super) static SHRINK_REMIT: ActForm = ActForm {
    name: "shrink-remit",
    path: "/committees/{committee}/remit/shrink",
    group: GROUP,
    title: "Take a service out of the remit",
    about: "From that day it may discuss the service no longer.",
    done: "The service is out of the remit",
    subject: &[COMMITTEE],
    fields: &[Field::one("line", "Which service?", remit), Field::END],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::ShrinkRemit, lens, of),
    read: |_, of, form| {
        let line = form.word("line", "Choose a service");
        let on = form.day("on", "Enter the first day it is out of the remit");
        one(Act::ShrinkRemit { committee: of.id("committee")?, line: line?, on: on? })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};

/// End a committee.
pub(super) static END_COMMITTEE: ActForm = ActForm {
    name: "end-committee",
    path: "/committees/{committee}/end",
    group: GROUP,
    title: "End the committee",
    about: "From that day it sits no longer, and the powers it holds lapse by themselves.",
    done: "The committee ends",
    subject: &[COMMITTEE],
    fields: &[Field::END],
    by_hand: false,
    scene: of_committee,
    offered: |lens, of| may(ActKind::EndCommittee, lens, of),
    read: |_, of, form| {
        let on = form.day("on", "Enter the first day without the committee");
        one(Act::EndCommittee { committee: of.id("committee")?, on: on? })
    },
    to: |of, _| to_committee(of),
    keeps: None,
};
