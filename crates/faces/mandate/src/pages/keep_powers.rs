//! Forms of those who keep a body’s constitution, scheme and powers.

use mandate::{
    Act, Delegation, Duties, Duty, Holder, Instrument, InstrumentId, InstrumentKind, Limits, PowerHoldingCommittee,
    PowerId,
};
use terms::{OdsCode, Sequence};

use super::form::{Desk, Form, Read, identity, opaque, unseen};
use super::keep_mandates::lasts;
use super::keep_people::{one, slugs};
use crate::answers;
use kit::old_field::{Field, Reader, Sent, Takes, end_field, period_fields};
use kit::refused::Problem;
use kit::show::Ask;

/// The instruments something may rest on or be done by, by title.
pub(super) fn instruments(ask: &Ask, wanted: impl Fn(&Instrument) -> bool) -> Vec<(String, String)> {
    let room = ask.house().mandate().now();
    let held = room.instruments().filter(|held| wanted(held));
    let mut all: Vec<(String, String)> =
        held.map(|held| (held.id.to_string(), format!("{} ({})", held.title, held.period.screen()))).collect();
    all.insert(0, (String::new(), "Choose an instrument".to_owned()));
    all
}

/// Record a constitution, agreement, direction or resolution of a body.
pub(super) struct MakeInstrument(OdsCode);

const MADE: &[InstrumentKind] = &[
    InstrumentKind::Constitution,
    InstrumentKind::DelegationAgreement,
    InstrumentKind::Direction,
    InstrumentKind::Resolution,
];

impl Desk for MakeInstrument {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        ask.body(subject.first().map(String::as_str).unwrap_or_default()).map(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepScheme(self.0))
    }

    fn form(&self, ask: &Ask) -> Form {
        let body = self.0;
        let below = instruments(ask, |held| held.body.is_none_or(|whose| whose == body));
        let kinds = slugs(MADE, |one| one.slug().to_owned(), |one| one.words().to_owned());
        let mut fields = vec![
            Field::new("kind", "What is it?", Takes::One(kinds)),
            Field::new("title", "Title", Takes::Line),
            Field::new("rests_on", "What does it rest on?", Takes::One(below)),
            Field::new("reference", "Where is it published, or which minute approved it?", Takes::Line),
        ];
        fields.extend(period_fields());
        Form {
            title: "Record an instrument",
            caption: answers::Basis::of(ask).body(body),
            lead: Vec::new(),
            fields,
            send: "Record the instrument",
            back: format!("{}/scheme", naming::href(body)),
        }
    }

    fn read(&self, ask: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let kind: Option<InstrumentKind> = form.word("kind", "Choose what it is");
        let title = form.line("title", "Enter the title");
        let rests_on: Option<InstrumentId> = form.word("rests_on", "Choose what it rests on");
        let period = form.period("Enter its first day");
        let room = ask.house().mandate().now();
        let id: Option<InstrumentId> = identity(&format!("{} {title}", self.0), |id| room.instrument(id).is_some());
        let instrument = id.zip(kind.filter(|kind| MADE.contains(kind))).map(|(id, kind)| Instrument {
            id,
            kind,
            title,
            body: Some(self.0),
            rests_on,
            period,
            reference: sent.text("reference").map(str::to_owned),
        });
        let to = format!("{}/scheme", naming::href(self.0));
        form.done(instrument.map(|instrument| (Act::MakeInstrument { instrument }, to)))
    }
}

/// Delegate a power of a body.
pub(super) struct Delegate(OdsCode);

impl Desk for Delegate {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        ask.body(subject.first().map(String::as_str).unwrap_or_default()).map(Self)
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepScheme(self.0))
    }

    fn form(&self, ask: &Ask) -> Form {
        let (body, room) = (self.0, ask.house().mandate().now());
        let gives = |held: &Instrument| {
            held.body.is_none_or(|whose| whose == body)
                && matches!(
                    held.kind,
                    InstrumentKind::Scheme | InstrumentKind::DelegationAgreement | InstrumentKind::Direction
                )
        };
        // Committees that can hold no power are not offered.
        let committees = room.committees().filter(|held| {
            held.members.iter().any(|dated| dated.body == body && lasts(&dated.period, ask))
                && lasts(&held.period, ask)
                && PowerHoldingCommittee::of(held).is_ok()
        });
        let posts = room.posts().filter(|post| {
            lasts(&post.period, ask) && post.bodies.iter().any(|dated| dated.body == body && lasts(&dated.period, ask))
        });
        let mut holders: Vec<(String, String)> =
            posts.map(|post| (format!("post {}", post.id), post.title.clone())).collect();
        holders.extend(committees.map(|held| (format!("committee {}", held.id), held.name.clone())));
        let mut fields = vec![
            Field::new("matter", "Over what?", Takes::Code).hint("service:CODE or function:CODE."),
            Field::new("holder", "To whom?", Takes::One(holders)),
            Field::new("per_decision", "Up to how much for one decision?", Takes::Money),
            Field::new("per_year", "Up to how much in one financial year?", Takes::Money),
            Field::new("lifetime", "Up to how much in all?", Takes::Money),
            Field::new("instrument", "By which scheme, agreement or direction?", Takes::One(instruments(ask, gives))),
            Field::new("clause", "By which clause?", Takes::Line),
        ];
        fields.extend(period_fields());
        Form {
            title: "Delegate a power",
            caption: answers::Basis::of(ask).body(body),
            lead: vec!["A committee that decides in common or by individual delegation can be given no power, and is not in the list.".to_owned()],
            fields,
            send: "Delegate the power",
            back: format!("{}/scheme", naming::href(body)),
        }
    }

    fn read(&self, ask: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let matter = form.word("matter", "Write service:CODE or function:CODE, such as service:ambulance");
        let limits = Limits {
            per_decision: form.money("per_decision"),
            per_year: form.money("per_year"),
            lifetime: form.money("lifetime"),
        };
        let instrument = form.word("instrument", "Choose a scheme, agreement or direction");
        let period = form.period("Enter the first day of the power");
        let room = ask.house().mandate().now();
        let holder = sent.text("holder").and_then(|text| text.split_once(' ')).and_then(|(kind, id)| match kind {
            "post" => id.parse().ok().map(Holder::Post),
            "committee" => {
                let committee = id.parse().ok().and_then(|id| room.committee(&id))?;
                PowerHoldingCommittee::of(committee).ok().map(Holder::Committee)
            }
            _ => None,
        });
        if holder.is_none() {
            form.wrong("holder", "Choose a post, or a committee that can hold powers");
        }
        let id: Option<PowerId> = opaque(&format!("{}-power", self.0.as_str().to_lowercase()));
        let delegation = (|| {
            Some(Delegation {
                id: id?,
                body: self.0,
                matters: vec![matter?],
                holder: holder?,
                limits,
                conditions: Vec::new(),
                populations: Vec::new(),
                instrument: instrument?,
                clause: sent.text("clause").map(str::to_owned),
                period,
            })
        })();
        form.done(delegation.map(|delegation| {
            let to = answers::power_href(&delegation.id);
            (Act::GrantPower { delegation }, to)
        }))
    }
}

/// Take a power back.
pub(super) struct Revoke(PowerId, OdsCode);

impl Desk for Revoke {
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem> {
        let id: PowerId = one(subject, 0)?;
        let room = ask.house().mandate().now();
        let body = room.power(&id).ok_or_else(unseen)?.body;
        Ok(Self(id, body))
    }

    fn may(&self, _: &Ask, duties: &Duties) -> bool {
        duties.has(&Duty::KeepScheme(self.1))
    }

    fn form(&self, ask: &Ask) -> Form {
        Form {
            title: "Revoke a power",
            caption: answers::Basis::of(ask).body(self.1),
            lead: vec![format!("Power {}. What was decided by it stands.", self.0)],
            fields: vec![end_field(), Field::new("reason", "Why?", Takes::Lines)],
            send: "Revoke the power",
            back: answers::power_href(&self.0),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let on = form.day("on", "Enter the first day without the power");
        let reason = form.line("reason", "Say why it is revoked");
        let (power, to) = (self.0.clone(), answers::power_href(&self.0));
        form.done(on.map(|on| (Act::RevokePower { power, on, reason }, to)))
    }
}

/// Withdraw a fact recorded in error.
pub(super) struct Withdraw(Sequence, u16);

impl Withdraw {
    fn act(&self, reason: String) -> Act {
        Act::Withdraw { entry: self.0, ordinal: self.1, reason }
    }
}

impl Desk for Withdraw {
    fn open(_: &Ask, subject: &[String]) -> Result<Self, Problem> {
        Ok(Self(Sequence(one(subject, 0)?), one(subject, 1)?))
    }

    fn may(&self, ask: &Ask, duties: &Duties) -> bool {
        // What recording the fact needed is needed to withdraw it.
        let room = ask.house().mandate().now();
        room.duty_of(&self.act(String::new()), ask.today()).is_some_and(|duty| duties.has(&duty))
    }

    fn form(&self, _: &Ask) -> Form {
        Form {
            title: "Withdraw a fact recorded in error",
            caption: format!("Fact {} of entry {}", self.1, self.0),
            lead: vec!["It no longer counts from now on. What was known before still shows it.".to_owned()],
            fields: vec![Field::new("reason", "Why is it wrong?", Takes::Lines)],
            send: "Withdraw the fact",
            back: format!("/entries/{}", self.0),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent) -> Read {
        let mut form = Reader::new(sent);
        let reason = form.line("reason", "Say why it is wrong");
        form.done(Some((self.act(reason), format!("/powers/changes?since={}", self.0.0.saturating_sub(1)))))
    }
}
