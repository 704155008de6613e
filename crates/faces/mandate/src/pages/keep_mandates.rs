//! Forms of those who keep mandates and committees.

use std::collections::BTreeSet;

use mandate::{
    Act, Committee, CommitteeId, DatedBody, DatedLine, Duties, Duty, InstrumentKind, Level, Line, LineCode, Mandate,
    MandateId, Population, Seat, SeatRole, Shape, Transfer,
};
use terms::OdsCode;

use super::form::{Desk, Form, Read, identity, keeps_any_mandates, opaque, unseen};
use super::keep_people::{one, slugs};
use super::keep_powers::instruments;
use crate::answers;
use kit::old_field::{Field, Reader, Sent, Takes, end_field, period_fields};
use kit::refused::Problem;
use kit::show::Ask;

/// Every service line of today, by name.
fn lines(ask: &Ask) -> Vec<(String, String)> {
    let room = ask.house().mandate().now();
    let mut all: Vec<(String, String)> =
        room.lines(ask.today()).map(|line| (line.code.to_string(), format!("{} ({})", line.name, line.code))).collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all.insert(0, (String::new(), "Choose a service".to_owned()));
    all
}

/// A form of one body.
macro_rules! of_body {
    ($($(#[doc = $doc:literal])* $name:ident, $title:literal, $send:literal, |$ask:ident| $fields:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name(OdsCode);

        impl Desk for $name {
            fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
                ask.body(subject.first().map(String::as_str).unwrap_or_default()).map(Self)
            }

            fn may(&self, _: &Ask, duties: &Duties) -> bool {
                duties.has(&Duty::KeepMandates(self.0))
            }

            fn form(&self, $ask: &Ask) -> Form {
                let mut fields = $fields;
                fields.extend(period_fields());
                Form {
                    title: $title,
                    caption: answers::Basis::of($ask).body(self.0),
                    lead: Vec::new(),
                    fields,
                    send: $send,
                    back: format!("{}/scheme", naming::href(self.0)),
                }
            }

            fn read(&self, ask: &Ask, sent: &Sent) -> Read {
                self.act(ask, sent)
            }
        }
    )*};
}

of_body! {
    /// Form a committee.
    FormCommittee, "Form a committee", "Form the committee", |ask| vec![
        Field::new("name", "Name of the committee", Takes::Line),
        Field::new("shape", "How does it decide?", Takes::One(slugs(Shape::ALL, |one| one.slug().to_owned(), |one| {
            let holds = if one.can_hold_power() { "can hold power" } else { "holds no power" };
            format!("{} ({holds})", one.words())
        }))),
        Field::new("members", "Which other bodies are members?", Takes::Code)
            .hint("Codes with commas between them. This body is the first member."),
        Field::new("instrument", "What established it?", Takes::One(instruments(ask, |_| true))),
    ];
    /// Give a mandate to a body, alone or with others.
    GiveMandate, "Give a mandate", "Give the mandate", |ask| vec![
        Field::new("line", "Which service?", Takes::One(lines(ask))),
        Field::new("level", "At which level?", Takes::One(
            slugs(Level::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned())
        )),
        Field::new("with", "Jointly with which other commissioners?", Takes::Code)
            .hint("Codes with commas between them, or nothing."),
        Field::new("registered", "For the people registered with which bodies?", Takes::Code)
            .hint("Codes with commas between them."),
        Field::new("unregistered", "For the unregistered residents of which bodies?", Takes::Code),
        Field::new("reason", "Why does it stand no lower?", Takes::Lines)
            .hint("Needed above place level: what is gained by deciding it there."),
        Field::new("instrument", "On what authority?", Takes::One(instruments(ask, |_| true))),
    ];
    /// Pass a function to another body for a period, by direction.
    PassFunction, "Pass a function by direction", "Pass the function", |ask| vec![
        Field::new("line", "Which service?", Takes::One(lines(ask))),
        Field::new("receiver", "To which body?", Takes::Code),
        Field::new("registered", "For the people registered with which bodies?", Takes::Code)
            .hint("Codes with commas between them."),
        Field::new("instrument", "By which direction?", Takes::One(
            instruments(ask, |held| held.kind == InstrumentKind::Direction)
        )),
    ];
}

impl FormCommittee {
    fn act(&self, ask: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let name = form.line("name", "Enter the name of the committee");
        let shape = form.word("shape", "Choose how it decides");
        let mut members = vec![self.0];
        members.extend(form.codes("members", "").into_iter().filter(|body| *body != self.0));
        let instrument = form.word("instrument", "Choose what established it");
        let period = form.period("Enter the first day of the committee");
        let room = ask.house().mandate().now();
        let id: Option<CommitteeId> = identity(&name, |id| room.committee(id).is_some());
        let committee = (|| {
            Some(Committee {
                id: id?,
                name,
                shape: shape?,
                members: members.into_iter().map(|body| DatedBody { body, period }).collect(),
                remit: Vec::new(),
                seats: Vec::new(),
                period,
                instrument: instrument?,
            })
        })();
        form.done(committee.map(|committee| {
            let to = answers::committee_href(&committee.id);
            (Act::FormCommittee { committee }, to)
        }))
    }
}

impl GiveMandate {
    fn act(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let line: Option<LineCode> = form.word("line", "Choose a service");
        let level: Option<Level> = form.word("level", "Choose a level");
        let mut commissioners = vec![self.0];
        commissioners.extend(form.codes("with", "").into_iter().filter(|body| *body != self.0));
        let mut populations: Vec<Population> =
            form.codes("registered", "").into_iter().map(Population::registered).collect();
        populations.extend(form.codes("unregistered", "").into_iter().map(Population::unregistered));
        if populations.is_empty() {
            form.wrong("registered", "Enter at least one body whose people it is for");
        }
        let reason = sent.text("reason").map(str::to_owned);
        if level.is_some_and(|level| level > Level::Place) && reason.is_none() {
            form.wrong("reason", "Say why it stands no lower: above place level a reason is needed");
        }
        let instrument = form.word("instrument", "Choose on what authority");
        let period = form.period("Enter the first day of the mandate");
        let id: Option<MandateId> = opaque("mandate");
        let mandate = (|| {
            Some(Mandate {
                id: id?,
                line: line?,
                populations,
                level: level?,
                commissioners,
                instrument: instrument?,
                period,
            })
        })();
        form.done(mandate.map(|mandate| {
            let to = format!("/mandates/{}", mandate.id);
            (Act::GiveMandate { mandate, reason }, to)
        }))
    }
}

impl PassFunction {
    fn act(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let line = form.word("line", "Choose a service");
        let receiver = form.word("receiver", "Enter the code of the body that takes it on");
        let populations: Vec<Population> = form
            .codes("registered", "Enter at least one body whose people it is for")
            .into_iter()
            .map(Population::registered)
            .collect();
        let instrument = form.word("instrument", "Choose a direction");
        let period = form.period("Enter the first day of the transfer");
        let id: Option<MandateId> = opaque("transfer");
        let transfer = (|| {
            Some(Transfer {
                id: id?,
                line: line?,
                populations,
                from: self.0,
                to: receiver?,
                instrument: instrument?,
                period,
            })
        })();
        form.done(transfer.map(|transfer| {
            let to = format!("/mandates/{}", transfer.id);
            (Act::TransferFunction { transfer }, to)
        }))
    }
}

/// End a mandate, or a transfer early.
pub(super) struct EndMandate(MandateId, OdsCode, bool);

impl Desk for EndMandate {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        let id: MandateId = one(subject, 0)?;
        let room = ask.house().mandate().now();
        if let Some(held) = room.mandate(&id) {
            let keeper = *held.commissioners.first().ok_or_else(unseen)?;
            return Ok(Self(id, keeper, false));
        }
        let keeper = room.transfer(&id).ok_or_else(unseen)?.from;
        Ok(Self(id, keeper, true))
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepMandates(self.1))
    }

    fn form(&self, ask: &Ask) -> Form {
        Form {
            title: if self.2 { "End a transfer" } else { "End a mandate" },
            caption: answers::Basis::of(ask).body(self.1),
            lead: vec![self.0.to_string()],
            fields: vec![end_field()],
            send: "End it",
            back: format!("/mandates/{}", self.0),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let on = form.day("on", "Enter the first day without it");
        let id = self.0.clone();
        let act = |on| if self.2 { Act::EndTransfer { transfer: id, on } } else { Act::EndMandate { mandate: id, on } };
        form.done(on.map(|on| (act(on), format!("/mandates/{}", self.0))))
    }
}

/// Something done to a committee.
pub(super) struct OfCommittee(CommitteeId, String, Option<OdsCode>);

impl OfCommittee {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        let id: CommitteeId = one(subject, 0)?;
        let room = ask.house().mandate().now();
        let held = room.committee(&id).ok_or_else(unseen)?;
        Ok(Self(id, held.name.clone(), room.kept_by(&held.members, ask.today())))
    }

    fn keeps(&self, duties: &Duties) -> bool {
        self.2.is_some_and(|body| duties.has(&Duty::KeepMandates(body)))
    }

    fn to(&self) -> String {
        answers::committee_href(&self.0)
    }

    /// The posts of its members, by title.
    fn posts(&self, ask: &Ask) -> Vec<(String, String)> {
        let room = ask.house().mandate().now();
        let members: BTreeSet<OdsCode> = room
            .committee(&self.0)
            .map(|held| held.members.iter().filter(|dated| lasts(&dated.period, ask)).map(|dated| dated.body).collect())
            .unwrap_or_default();
        let theirs = |dated: &DatedBody| members.contains(&dated.body) && lasts(&dated.period, ask);
        let posts = room.posts().filter(|post| lasts(&post.period, ask) && post.bodies.iter().any(theirs));
        let mut all: Vec<(String, String)> = posts.map(|post| (post.id.to_string(), post.title.clone())).collect();
        all.insert(0, (String::new(), "Choose a post".to_owned()));
        all
    }

    /// Its members, by code.
    fn members(&self, ask: &Ask) -> Vec<(String, String)> {
        let (room, basis) = (ask.house().mandate().now(), answers::Basis::of(ask));
        let members = room.committee(&self.0).map(|held| held.members.as_slice()).unwrap_or_default();
        let members = members.iter().filter(|dated| lasts(&dated.period, ask));
        members.map(|dated| (dated.body.to_string(), basis.body(dated.body))).collect()
    }
}

/// Whether something still lasts today, or is to begin: what is over is not offered.
pub(super) fn lasts(period: &terms::Period, ask: &Ask) -> bool {
    period.to().is_none_or(|to| to.latest() > ask.today())
}

/// Writes the parts that the acts upon a committee share.
macro_rules! of_committee {
    ($($(#[doc = $doc:literal])* $name:ident, $title:literal, $send:literal, $may:expr, |$this:ident, $ask:ident| $fields:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name(OfCommittee);

        impl Desk for $name {
            fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
                OfCommittee::open(ask, subject).map(Self)
            }

            fn may(&self, _: &Ask, duties: &Duties) -> bool {
                let may: fn(&OfCommittee, &Duties) -> bool = $may;
                may(&self.0, duties)
            }

            fn form(&self, $ask: &Ask) -> Form {
                let $this = &self.0;
                let (caption, back) = ($this.1.clone(), $this.to());
                Form { title: $title, caption, lead: Vec::new(), fields: $fields, send: $send, back }
            }

            fn read(&self, _: &Ask, sent: &Sent) -> Read {
                let mut form = Reader::new(sent);
                let read = self.act(&mut form);
                form.done(read.map(|act| (act, self.0.to())))
            }
        }
    )*};
}

of_committee! {
    /// Have a body join.
    Join, "Have a body join", "Join", |_, duties| keeps_any_mandates(duties), |_this, _ask| {
        let [from, to] = period_fields();
        vec![Field::new("body", "Which body?", Takes::Code).hint("One whose mandates you keep."), from, to]
    };
    /// Have a body leave.
    Leave, "Have a body leave", "Leave", |_, duties| keeps_any_mandates(duties), |this, ask| {
        vec![Field::new("body", "Which body?", Takes::One(this.members(ask))), end_field()]
    };
    /// Seat a post.
    TakeSeat, "Seat a post", "Seat the post", OfCommittee::keeps, |this, ask| {
        let roles = slugs(SeatRole::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned());
        let [from, to] = period_fields();
        vec![
            Field::new("post", "Which post?", Takes::One(this.posts(ask))),
            Field::new("role", "In which role?", Takes::One(roles)),
            Field::new("represents", "Which bodies does it speak for?", Takes::Any(this.members(ask)))
                .hint("None for a member who takes part without binding a body."),
            from,
            to,
        ]
    };
    /// End a post’s seats.
    LeaveSeat, "End a post’s seats", "End the seats", OfCommittee::keeps, |this, ask| {
        vec![Field::new("post", "Which post?", Takes::One(this.posts(ask))), end_field()]
    };
    /// Let the remit grow.
    GrowRemit, "Let the remit grow", "Add the service", OfCommittee::keeps, |_this, ask| {
        let [from, to] = period_fields();
        vec![
            Field::new("line", "By which service?", Takes::One(lines(ask))).hint("With the services under it."),
            Field::new("instrument", "By which decision?", Takes::One(instruments(ask, |_| true))),
            from,
            to,
        ]
    };
    /// Take a service out of the remit.
    ShrinkRemit, "Take a service out of the remit", "Take it out", OfCommittee::keeps, |_this, ask| {
        vec![Field::new("line", "Which service?", Takes::One(lines(ask))), end_field()]
    };
    /// End a committee.
    EndCommittee, "End the committee", "End the committee", OfCommittee::keeps, |_this, _ask| vec![end_field()];
}

impl Join {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let body = form.word("body", "Enter the code of a body");
        let period = form.period("Enter the first day of its membership");
        Some(Act::JoinCommittee { committee: self.0.0.clone(), member: DatedBody { body: body?, period } })
    }
}

impl Leave {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let body = form.word("body", "Choose a body");
        let on = form.day("on", "Enter the first day it is no longer a member");
        Some(Act::LeaveCommittee { committee: self.0.0.clone(), body: body?, on: on? })
    }
}

impl TakeSeat {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let post = form.word("post", "Choose a post");
        let role = form.word("role", "Choose a role");
        let represents = form.sent.all("represents").iter().filter_map(|code| code.parse().ok()).collect();
        let period = form.period("Enter the first day of the seat");
        let seat = Seat { post: post?, role: role?, represents, period };
        Some(Act::TakeSeat { committee: self.0.0.clone(), seat })
    }
}

impl LeaveSeat {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let post = form.word("post", "Choose a post");
        let on = form.day("on", "Enter the first day it no longer sits");
        Some(Act::LeaveSeat { committee: self.0.0.clone(), post: post?, on: on? })
    }
}

impl GrowRemit {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let line = form.word("line", "Choose a service");
        let instrument = form.word("instrument", "Choose the decision");
        let period = form.period("Enter the first day it is in the remit");
        let line = DatedLine { line: line?, period, instrument: instrument? };
        Some(Act::GrowRemit { committee: self.0.0.clone(), line })
    }
}

impl ShrinkRemit {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let line = form.word("line", "Choose a service");
        let on = form.day("on", "Enter the first day it is out of the remit");
        Some(Act::ShrinkRemit { committee: self.0.0.clone(), line: line?, on: on? })
    }
}

impl EndCommittee {
    fn act(&self, form: &mut Reader<'_>) -> Option<Act> {
        let on = form.day("on", "Enter the first day without the committee");
        Some(Act::EndCommittee { committee: self.0.0.clone(), on: on? })
    }
}

/// Enter a service line, or the next version of one.
pub(super) struct EnterLine;

impl Desk for EnterLine {
    fn open(_: &Ask, _: &[String]) -> Result<Self, Problem> {
        Ok(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepRegister)
    }

    fn form(&self, ask: &Ask) -> Form {
        let mut above = lines(ask);
        if let Some(first) = above.first_mut() {
            "None: it is at the top".clone_into(&mut first.1);
        }
        let mut fields = vec![
            Field::new("code", "Code", Takes::Code).hint("Such as mental-health.inpatient."),
            Field::new("name", "Name", Takes::Line),
            Field::new("parent", "Under which service?", Takes::One(above)),
        ];
        fields.extend(period_fields());
        Form {
            title: "Enter a service line",
            caption: String::new(),
            lead: Vec::new(),
            fields,
            send: "Enter the line",
            back: "/services".to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let code: Option<LineCode> =
            form.word("code", "Write a code of a-z, 0-9, - and ., such as mental-health.inpatient");
        let name = form.line("name", "Enter the name of the service");
        let parent = sent.text("parent").and_then(|text| text.parse().ok());
        let period = form.period("Enter the first day of the line");
        form.done(code.map(|code| {
            let to = format!("/services/{code}");
            (Act::EnterLine { line: Line { code, name, parent, period } }, to)
        }))
    }
}

/// Name a universe of services, or its next version.
pub(super) struct NameUniverse;

impl Desk for NameUniverse {
    fn open(_: &Ask, _: &[String]) -> Result<Self, Problem> {
        Ok(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepRegister)
    }

    fn form(&self, ask: &Ask) -> Form {
        let lines = lines(ask).into_iter().skip(1).collect();
        Form {
            title: "Name a universe of services",
            caption: String::new(),
            lead: vec![
                "The list over which coverage is proved. Naming the same one again makes its next version.".to_owned(),
            ],
            fields: vec![
                Field::new("id", "Identity", Takes::Code).hint("Such as core-2016."),
                Field::new("name", "Name", Takes::Line),
                Field::new("lines", "Which services?", Takes::Any(lines)),
            ],
            send: "Name the universe",
            back: "/coverage".to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let id: Option<mandate::UniverseId> = form.word("id", "Write an identity of a-z, 0-9 and -, such as core-2016");
        let name = form.line("name", "Enter the name");
        let lines: Vec<LineCode> = sent.all("lines").iter().filter_map(|code| code.parse().ok()).collect();
        if lines.is_empty() {
            form.wrong("lines", "Choose at least one service");
        }
        form.done(id.map(|id| {
            let to = format!("/coverage?universe={id}");
            (Act::NameUniverse { universe: mandate::Universe { id, name, lines } }, to)
        }))
    }
}
