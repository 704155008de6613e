//! Local overrides: which there are, how many stand in each way, and the forms to add, extend, end and forget one.

use activity::hash_of_key;
use axum::extract::Path;
use axum::response::Response;
use mandate::{PersonId, PostId};
use terms::OdsCode;
use who_pays::{Act, NewOverride, OverrideId, OverrideKind, OverrideStanding, Owner, OwnerHolder, RULES};

use super::form::{Desk, Doing, Form, Mine, SentFile, unseen};
use super::leaf::paragraph;
use super::read::Reading;
use crate::answers::{counts, overrides};
use ask::day;
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::identity::opaque;
use kit::markup::Markup;
use kit::old_field::{Field, Reader, Sent, Takes};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;

pub(super) const LIST: &str = "/who-pays/overrides";

fn above() -> Crumb {
    Crumb::new("Overrides", LIST)
}

pub(super) async fn list(at: Reading) -> Result<Response, Problem> {
    let payers = at.payers();
    let only = kit::site::filled(&at.address, "state").and_then(|state| state.parse::<OverrideStanding>().ok());
    let table = overrides(&payers, only);
    let mut page = at.room("Overrides", []);
    page.lead = vec![
        "Some patients have a payer that no record shows: a looked-after child placed elsewhere, aftercare under section \
         117, a referral assessment. An override sets the payer for one pseudonymous local key, for a while, on \
         somebody’s word, and stops by itself."
            .to_owned(),
    ];
    if !at.mine.bodies().is_empty() {
        page.deeds.push(("Add an override".to_owned(), format!("{LIST}/new")));
    }
    let all = if only.is_some() {
        Markup::trusted(format!("<p><a href=\"{}\">Show all overrides</a></p>", Markup::escaped(&at.keep(LIST))))
    } else {
        Markup::default()
    };
    page.before = Markup::joined([at.inner(counts(&payers)), all]);
    page.after = Markup::of(&at.table(table.clone()));
    at.with_file(&table, page)
}

pub(super) async fn one(at: Reading, Path(id): Path<String>) -> Result<Response, Problem> {
    let payers = at.payers();
    let held = id.parse().ok().and_then(|id| payers.room.local(&id)).filter(|held| payers.reader.sees_override(held));
    let held = held.ok_or_else(unseen)?;
    let stands = payers.room.standing(held, at.today());
    let mut page = at.room(&format!("Override {}", held.id), [above()]);
    page.caption = held.kind.words().to_owned();
    page.tags.push(Tag::new(stands.words(), TagColour::Blue));
    let entry = |stamp: &who_pays::Stamp| {
        Markup::trusted(format!(
            "{}, {} (<a href=\"/entries/{}\">entry {}</a>)",
            Markup::escaped(&payers.actor(&stamp.by)),
            Markup::escaped(&day(stamp.on)),
            stamp.entry,
            stamp.entry
        ))
    };
    let mut rows = vec![
        SummaryRow::new("Who pays", payers.payer(held)),
        SummaryRow::new("First day of activity", day(held.first)),
        SummaryRow::new("Last day of activity", day(held.last())),
        SummaryRow::new("Who answers for it", payers.owner(held)),
        SummaryRow::new("Reason", held.reason.as_str()),
        SummaryRow::new("Added by", entry(&held.added)),
    ];
    for extended in &held.extended {
        rows.push(SummaryRow::new(format!("Extended to {}", day(extended.last)), extended.reason.as_str()));
        rows.push(SummaryRow::new("Extended by", entry(&extended.stamp)));
    }
    if let Some(ended) = &held.ended {
        rows.push(SummaryRow::new(format!("Ended early, last day {}", day(ended.last)), ended.reason.as_str()));
        rows.push(SummaryRow::new("Ended by", entry(&ended.stamp)));
    }
    if let Some(erased) = &held.erased {
        rows.push(SummaryRow::new("Key erased by", entry(erased)));
    }
    page.before = Markup::of(&SummaryList::new(rows));
    let rule = RULES.iter().find(|rule| rule.id == held.kind.slug());
    if let Some(rule) = rule {
        let body = paragraph(&format!("{} {}. {}.", rule.words, rule.source, rule.standing.words()));
        page.part("rule", "The rule behind it", body);
    }
    if at.mine.settles(&at, held.owner.body) {
        let to = |what: &str| format!("{LIST}/{}/{what}", held.id);
        if !matches!(stands, OverrideStanding::Expired | OverrideStanding::Ended | OverrideStanding::Erased) {
            page.deeds.push(("Give it a later last day".to_owned(), to("extend")));
        }
        if held.ended.is_none() {
            page.deeds.push(("End it early".to_owned(), to("end")));
        }
        if stands != OverrideStanding::Erased {
            page.deeds.push(("Erase the key".to_owned(), to("erase")));
        }
    }
    Ok(at.page(page))
}

/// Add an override.
pub(super) struct Add;

/// Those who can answer for an override: posts of the bodies, and whoever asks.
fn owners(ask: &Ask, mine: &Mine) -> Vec<(String, String)> {
    let room = ask.house().mandate().now();
    let mut all = vec![(String::new(), "Choose who answers for it".to_owned())];
    for body in mine.bodies() {
        let name = naming::with_code(&ask.register(), *body, ask.on());
        let posts = room.posts_of_body(*body, ask.today());
        all.extend(posts.map(|post| (format!("{body}/post/{}", post.id), format!("{}, {name}", post.title))));
        all.push((format!("{body}/person/{}", mine.person), format!("You, for {name}")));
    }
    all
}

fn owner_of(text: &str) -> Option<Owner> {
    let mut parts = text.splitn(3, '/');
    let body: OdsCode = parts.next()?.parse().ok()?;
    let holder = match (parts.next()?, parts.next()?) {
        ("post", id) => OwnerHolder::Post(id.parse::<PostId>().ok()?),
        ("person", id) => OwnerHolder::Person(id.parse::<PersonId>().ok()?),
        _ => return None,
    };
    Some(Owner { body, holder })
}

impl Desk for Add {
    fn open(_: &Ask, _: &[String], mine: &Mine) -> Result<Self, Problem> {
        if mine.bodies().is_empty() { Err(unseen()) } else { Ok(Self) }
    }

    fn form(&self, ask: &Ask, mine: &Mine) -> Form {
        let kinds = OverrideKind::ALL.iter().map(|kind| (kind.slug().to_owned(), kind.words().to_owned())).collect();
        Form {
            title: "Add an override",
            caption: String::new(),
            lead: vec![
                "Write nothing that could find the patient: no name, address, postcode or NHS number.".to_owned(),
                "The key is hashed as it arrives and kept beside the record, where it can be erased. It is never shown \
                 again, so check it before you send it."
                    .to_owned(),
            ],
            fields: vec![
                Field::new("kind", "Why is the payer set by hand?", Takes::One(kinds)),
                Field::new("key", "Pseudonymous local key", Takes::Code)
                    .hint("As it stands in the column local_key of your files. Capitals and small letters differ."),
                Field::new("commissioner", "Who pays?", Takes::Code).hint("The body’s code, such as QU9."),
                Field::new("first", "First day of activity", Takes::Day),
                Field::new("last", "Last day of activity", Takes::Day)
                    .hint("Every override ends. You can give it a later last day before it does."),
                Field::new("owner", "Who answers for it?", Takes::One(owners(ask, mine))),
                Field::new("reason", "Reason", Takes::Lines)
                    .hint("What shows that this body pays, without anything that could find the patient."),
            ],
            file: None,
            send: "Add the override",
            filled: Sent::default(),
            back: LIST.to_owned(),
        }
    }

    fn read(&self, _: &Ask, sent: &Sent, _: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let kind = form.word::<OverrideKind>("kind", "Choose why the payer is set by hand");
        let key = form.line("key", "Enter the local key");
        let commissioner = form.word::<OdsCode>("commissioner", "Enter the code of the body that pays");
        let first = form.day("first", "Enter the first day");
        let last = form.day("last", "Enter the last day: every override has one");
        let owner = owner_of(sent.text("owner").unwrap_or_default());
        if owner.is_none() {
            form.wrong("owner", "Choose who answers for it");
        }
        let reason = form.line("reason", "Enter the reason");
        let id: Option<OverrideId> = opaque("override");
        let read = (|| {
            Some(NewOverride {
                id: id?,
                kind: kind?,
                commissioner: commissioner?,
                owner: owner?,
                key: hash_of_key(&key),
                first: first?,
                last: last?,
                reason,
            })
        })();
        form.done(read.map(|new| {
            let to = format!("{LIST}/{}", new.id);
            Doing { act: Act::AddOverride(new), to, keep_for: None }
        }))
    }
}

/// An override that somebody may change.
struct Held {
    id: OverrideId,
    caption: String,
}

impl Held {
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem> {
        let id: OverrideId = subject.first().and_then(|id| id.parse().ok()).ok_or_else(unseen)?;
        let held = ask.house().who_pays().now().local(&id).ok_or_else(unseen)?;
        if !mine.settles(ask, held.owner.body) {
            return Err(unseen());
        }
        let caption = format!("{}: {} to {}", held.kind.words(), day(held.first), day(held.last()));
        Ok(Self { id, caption })
    }

    fn to(&self) -> String {
        format!("{LIST}/{}", self.id)
    }

    fn form(&self, title: &'static str, send: &'static str, lead: &str, fields: Vec<Field>) -> Form {
        Form {
            title,
            caption: self.caption.clone(),
            lead: vec![lead.to_owned()],
            fields,
            file: None,
            send,
            filled: Sent::default(),
            back: self.to(),
        }
    }

    fn done(&self, act: Act) -> Doing {
        Doing { act, to: self.to(), keep_for: None }
    }
}

fn reason_field() -> Field {
    Field::new("reason", "Reason", Takes::Lines).hint("Without anything that could find the patient.")
}

/// Give an override a later last day.
pub(super) struct Extend(Held);

impl Desk for Extend {
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem> {
        Held::open(ask, subject, mine).map(Self)
    }

    fn form(&self, _: &Ask, _: &Mine) -> Form {
        let fields = vec![Field::new("last", "Last day of activity from now on", Takes::Day), reason_field()];
        self.0.form("Give it a later last day", "Extend the override", "Look again at whether it still holds.", fields)
    }

    fn read(&self, _: &Ask, sent: &Sent, _: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let last = form.day("last", "Enter the last day");
        let reason = form.line("reason", "Enter the reason");
        let id = self.0.id.clone();
        form.done(last.map(|last| self.0.done(Act::ExtendOverride { id, last, reason })))
    }
}

/// End an override early.
pub(super) struct End(Held);

impl Desk for End {
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem> {
        Held::open(ask, subject, mine).map(Self)
    }

    fn form(&self, _: &Ask, _: &Mine) -> Form {
        let fields = vec![
            Field::new("last", "Last day on which it applies", Takes::Day)
                .hint("For an override that never should have applied, the day before its first."),
            reason_field(),
        ];
        self.0.form("End it early", "End the override", "Records of later days go by the method again.", fields)
    }

    fn read(&self, _: &Ask, sent: &Sent, _: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        let last = form.day("last", "Enter the last day on which it applies");
        let reason = form.line("reason", "Enter the reason");
        let id = self.0.id.clone();
        form.done(last.map(|last| self.0.done(Act::EndOverride { id, last, reason })))
    }
}

/// Erase an override's key.
pub(super) struct Erase(Held);

impl Desk for Erase {
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem> {
        Held::open(ask, subject, mine).map(Self)
    }

    fn form(&self, _: &Ask, _: &Mine) -> Form {
        let lead = "The key is erased for good, and the override then applies to no record, not even in a run made again. \
                    That it was made, by whom and for which days stays on record.";
        let sure = vec![("yes".to_owned(), "Yes, erase the key for good".to_owned())];
        let fields = vec![Field::new("sure", "Are you sure?", Takes::Any(sure))];
        self.0.form("Erase the key", "Erase the key", lead, fields)
    }

    fn read(&self, _: &Ask, sent: &Sent, _: Option<&SentFile>) -> Result<Doing, Vec<FieldError>> {
        let mut form = Reader::new(sent);
        if sent.text("sure") != Some("yes") {
            form.wrong("sure", "Confirm that the key is to be erased for good");
        }
        form.done(Some(self.0.done(Act::EraseKey { id: self.0.id.clone() })))
    }
}
