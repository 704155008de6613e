//! A journal written by an earlier version replays to the same bytes and the same answers.
//!
//! `kept.jsonl` holds the record of [`every_act`](crate::every_act) as version 0.1.0 wrote it in November 2026: every kind of act and of event that
//! it had, each entry with the texts and the files beside it. `kept.txt` holds what that version answered. Neither is ever
//! written again: an entry or an answer that comes out otherwise is a defect of the present version. What a later version can
//! record besides is kept in files of its own.

use crate::every_act::every_act;
use app::{Act, Footprint, House};
use journal::{Draft, Entry, Erased, FactFile, FactFileRef, Journal, Payload};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use terms::{Date, Sequence};

const KEPT: &str = include_str!("kept.jsonl");
const ANSWERS: &str = include_str!("kept.txt");

/// The days asked about: before the mergers of 2018, after the reorganisation of 2026, and after every end on record.
const DAYS: [Date; 3] = [Date::constant(2017, 6, 1), Date::constant(2026, 4, 2), Date::constant(2027, 6, 1)];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// A text as it stood beside its entry before anything was erased.
fn payload(text: &Value) -> Payload {
    let salt = bytes(text["salt"].as_str().unwrap()).try_into().unwrap();
    let bytes = text["bytes"].as_str().map_or_else(|| text["text"].as_str().unwrap().as_bytes().to_vec(), bytes);
    Payload::with_salt(salt, bytes)
}

fn draft(line: &Value, entry: &Entry) -> Draft {
    let file = |text: &Value| FactFile::new(Arc::new(text.as_str().unwrap().as_bytes().to_vec()));
    let files = line["files"].as_array().unwrap().iter().map(|text| FactFileRef::Offered(file(text)));
    Draft {
        actor: entry.actor.clone(),
        act: entry.act.clone(),
        authority: entry.authority.clone(),
        events: entry.events.clone(),
        payloads: line["texts"].as_array().unwrap().iter().map(payload).collect(),
        files: files.collect(),
        erases: entry.erases.iter().copied().map(Erased::Payload).collect(),
    }
}

/// The kept journal, written again entry by entry.
async fn journal() -> Journal {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    append(&journal, 0, usize::MAX).await;
    journal
}

/// Writes the entries of the kept journal after one, up to another.
pub(crate) async fn append(journal: &Journal, after: usize, up_to: usize) {
    for (after, line) in (0..).zip(KEPT.lines()).take(up_to).skip(after) {
        let line: Value = serde_json::from_str(line).unwrap();
        let stored = journal::canonical(&line["entry"]).unwrap();
        let entry = Entry::read(after + 1, stored).unwrap();
        let written = journal.append_at(after, draft(&line, &entry), entry.recorded_at).await.unwrap();
        assert_eq!(written.leaf_hash.to_string(), line["leaf"].as_str().unwrap(), "entry {}", after + 1);
    }
}

/// How many entries it has.
pub(crate) fn n_entries() -> usize {
    KEPT.lines().count()
}

#[tokio::test]
async fn a_journal_kept_from_before_gives_the_answers_it_gave() {
    let footprint = Footprint::over(journal().await).await.unwrap();
    let known = footprint.known();
    let last = known.state.sequence();
    let mut said = String::new();
    for known_at in [Sequence(250), last] {
        answers(&mut said, &known.state, known_at);
    }
    let differs = ANSWERS.lines().zip(said.lines()).find(|(then, now)| then != now);
    assert_eq!(differs, None, "what was answered then, and now");
    assert_eq!(ANSWERS.lines().count(), said.lines().count());
}

#[tokio::test]
async fn the_same_acts_are_recorded_as_they_were() {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    every_act(&footprint).await;
    let now = footprint.journal().read(0, 10_000).await.unwrap();
    for (entry, line) in now.iter().zip(KEPT.lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let kept = &line["entry"];
        for (part, now) in [("act", &entry.act), ("authority", &entry.authority), ("events", &entry.events)] {
            assert_eq!(*now, kept[part], "{part} of entry {}", entry.sequence);
        }
        assert_eq!(entry.actor, kept["actor"], "entry {}", entry.sequence);
        let n_beside = [entry.payloads.len(), entry.files.len(), entry.erases.len()];
        let parts = ["payloads", "files", "erases"].map(|part| kept[part].as_array().unwrap().len());
        assert_eq!(n_beside, parts, "entry {}", entry.sequence);
    }
    assert_eq!(now.len(), KEPT.lines().count());
}

#[test]
fn an_act_is_named_in_the_record_by_its_kind_and_every_kind_is_there() {
    let lines = KEPT.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let named: BTreeSet<(String, String)> = lines
        .map(|line| ["room", "act"].map(|key| line["entry"]["act"][key].as_str().unwrap().to_owned()).into())
        .collect();
    // Rooms that came later have records of their own.
    let rooms: BTreeSet<&str> = named.iter().map(|(room, _)| room.as_str()).collect();
    let kinds = Act::kinds().into_iter().filter(|(room, _)| rooms.contains(room));
    let kinds = kinds.map(|(room, kind)| (room.to_owned(), kind.to_owned()));
    // Acts of the record itself are of no room.
    let of_record = ["erase-texts", "enter-earlier-erasures"].map(|kind| ("record".to_owned(), kind.to_owned()));
    assert_eq!(named.clone(), kinds.chain(of_record).collect());
}

#[test]
fn an_event_is_about_things_that_it_names() {
    let mut n = 0;
    for line in KEPT.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        for event in line["entry"]["events"].as_array().unwrap() {
            let room = event["room"].as_str().unwrap();
            let text = event.to_string();
            let about: Vec<String> = match room {
                "register" => {
                    let things = read::<register::Event>(event).about();
                    things.into_iter().map(|thing| format!("{thing:?}")).collect()
                }
                "mandate" => words(&read::<mandate::Event>(event).about()),
                "executive" => words(&read::<executive::Event>(event).about()),
                _ => words(&read::<who_pays::Event>(event).about()),
            };
            assert!(!about.is_empty(), "{text}");
            // Days of clocks are one thing, without an identity; a fact is named by its numbers, a file by its hash.
            let is_named = |thing: &String| thing.split(['/', ' ', ':']).all(|part| text.contains(part));
            let by_another_name =
                room == "register" || ["clocks-set", "withdrawn"].iter().any(|kind| event["event"] == *kind);
            // A scheme's powers are numbered after it.
            let is_numbered = |thing: &String| thing.starts_with(event["scheme"]["id"].as_str().unwrap_or("\n"));
            let unnamed = about.iter().find(|thing| !is_named(thing) && !is_numbered(thing));
            assert!(by_another_name || unnamed.is_none(), "{unnamed:?} is not in {text}");
            n += 1;
        }
    }
    assert!(n > 500, "{n}");
}

fn read<E: serde::de::DeserializeOwned>(event: &Value) -> E {
    serde_json::from_value(event.clone()).unwrap()
}

fn words<T: ToString>(things: &[T]) -> Vec<String> {
    things.iter().map(ToString::to_string).collect()
}

/// What is asked of each room, as known after an entry.
pub(crate) fn answers(out: &mut String, house: &House, known: Sequence) {
    writeln!(out, "# As known after entry {known}").unwrap();
    register(out, house.register().view(known));
    mandate(out, house.mandate().known(known));
    executive(out, house.executive().known(known));
    who_pays(out, house.who_pays().known(known));
}

fn register(out: &mut String, view: register::View<'_>) {
    for code in view.codes() {
        let names = DAYS.map(|day| view.name_on(code, day).map(|name| name.text.to_string()));
        let heirs: Vec<String> =
            view.successions_of(code).iter().map(|link| format!("{} {}", link.to, link.on)).collect();
        writeln!(out, "body {code} {names:?} {heirs:?}").unwrap();
    }
    for import in view.imports() {
        writeln!(out, "import {} {} {:?}", import.source_name, import.recorded, import.retracted).unwrap();
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn mandate(out: &mut String, room: mandate::Mandates<'_>) {
    for person in room.people() {
        let may: Vec<usize> = DAYS.iter().map(|day| room.may_decide(person.id, *day).len()).collect();
        writeln!(out, "person {} {} {may:?}", person.id, person.screen()).unwrap();
        for day in DAYS {
            let (duties, interests) = (room.duties(person.id, day), room.interests_of(person.id, day));
            // What a post gives besides in a later version is no answer of this one.
            let had = duties.0.iter().filter(|duty| !matches!(duty, mandate::Duty::KeepMoney(_)));
            let duties: Vec<String> = had.map(ToString::to_string).collect();
            let interests: Vec<_> = interests.iter().map(|held| (json(&held.interest), held.wording)).collect();
            writeln!(out, "  {day} {duties:?} {interests:?}").unwrap();
        }
    }
    for post in room.posts() {
        writeln!(out, "post {} {}", json(post), json(&room.holdings(&post.id))).unwrap();
    }
    room.instruments().for_each(|held| writeln!(out, "instrument {}", json(held)).unwrap());
    for power in room.powers() {
        let uses: Vec<String> = room.exercises(&power.id).iter().map(|used| used.exercise.decision.clone()).collect();
        writeln!(out, "power {} {uses:?}", json(power)).unwrap();
    }
    room.committees().for_each(|held| writeln!(out, "committee {}", json(held)).unwrap());
    DAYS.iter().flat_map(|day| room.lines(*day)).for_each(|held| writeln!(out, "line {}", json(held)).unwrap());
    room.universes().for_each(|held| writeln!(out, "universe {}", json(held)).unwrap());
    for held in room.mandates() {
        writeln!(out, "mandate {} {:?}", json(held), room.mandate_reason(&held.id)).unwrap();
    }
    room.transfers().for_each(|held| writeln!(out, "transfer {}", json(held)).unwrap());
    room.carries().for_each(|held| writeln!(out, "carry {}", json(held)).unwrap());
    let changed = room.recorded_between(Sequence(0), room.known());
    for fact in changed.iter().filter(|changed| changed.withdrawn.is_some()) {
        writeln!(out, "withdrawn {} {} {:?}", fact.entry, fact.ordinal, fact.withdrawn).unwrap();
    }
}

fn executive(out: &mut String, room: executive::Executive<'_>) {
    for forum in room.forums() {
        let terms: Vec<String> = room.terms_versions(forum).map(|held| json(&held.terms)).collect();
        writeln!(out, "terms {forum} {terms:?}").unwrap();
    }
    for held in room.meetings() {
        let (stage, present, minutes) = (held.stage, held.present(), held.minutes.len());
        let hours = held.hours.map(|hours| json(&hours));
        let title = held.title.to_string();
        writeln!(out, "meeting {} {title} {stage} {hours:?} {present:?} {minutes}", held.id).unwrap();
        writeln!(out, "  {:?} {:?} {:?}", held.items, held.apologies, held.approved.is_some()).unwrap();
    }
    for held in room.items() {
        let remarks: Vec<String> = held.remarks.iter().map(|remark| remark.text.to_string()).collect();
        let (n, votes) = (held.declarations.len(), held.votes.values().collect::<Vec<_>>());
        writeln!(out, "item {} {} {} {remarks:?} {n} {votes:?}", held.id, held.title, held.stage).unwrap();
    }
    for held in room.papers() {
        let versions: Vec<String> = held.versions.iter().map(|version| version.title.to_string()).collect();
        writeln!(out, "paper {} {} {versions:?}", held.id, held.item).unwrap();
    }
    room.plans().for_each(|held| writeln!(out, "plan {} {} {:?}", held.id, held.title, held.item).unwrap());
    room.notices().for_each(|held| writeln!(out, "notice {} {} {}", held.id, held.text, held.on).unwrap());
    room.proposals().for_each(|held| proposal(out, room, held));
    for held in room.actions() {
        let closed = held.closed.as_ref().map(|(on, evidence)| (*on, evidence.to_string()));
        writeln!(out, "action {} {} {closed:?}", held.id, held.wording).unwrap();
    }
    for held in room.questions() {
        let promised = held.answers.values().flat_map(|answer| &answer.commitments);
        let kept: Vec<bool> = promised.map(|promise| promise.kept.is_some()).collect();
        writeln!(out, "question {} {} {} {kept:?}", held.id, held.text, held.answers.len()).unwrap();
    }
}

/// A sum as the answers were first written, to the penny, however a page writes one.
fn exactly(sum: who_pays::Sum) -> String {
    let records = if sum.records == 1 { "record" } else { "records" };
    format!("{} {records}, £{}", sum.records, sum.pence.decimal())
}

fn proposal(out: &mut String, room: executive::Executive<'_>, held: &executive::Proposal) {
    writeln!(out, "proposal {} {} {} {:?}", held.id, held.title, json(&held.route), held.reported).unwrap();
    for wording in &held.wordings {
        writeln!(out, "  wording {} {} {:?} {}", wording.version, wording.hash, wording.amounts, wording.text).unwrap();
    }
    for position in &held.positions {
        let reason = position.reason.as_ref().map(ToString::to_string);
        writeln!(out, "  position {} {} {} {reason:?}", position.body, position.person, position.stance).unwrap();
    }
    for day in DAYS {
        let standing = room.standing(&held.id, day);
        let bodies =
            standing.map(|standing| standing.bodies.iter().map(|body| (body.body, body.standing)).collect::<Vec<_>>());
        writeln!(out, "  {day} {bodies:?}").unwrap();
    }
    for decision in held.decisions() {
        let powers: Vec<_> = decision.chains.iter().flat_map(|chain| &chain.powers).collect();
        writeln!(out, "  decision {} {} {powers:?} {:?}", decision.id(), json(&decision.by), decision.amount).unwrap();
    }
    for condition in &held.conditions {
        let words = (condition.wording.to_string(), format!("{:?}", condition.outcome).len());
        writeln!(out, "  condition {} {:?} {words:?}", condition.id, condition.body).unwrap();
    }
}

fn who_pays(out: &mut String, room: who_pays::WhoPays<'_>) {
    for held in room.locals() {
        let standings = DAYS.map(|day| room.standing(held, day).slug());
        let key = matches!(held.key, who_pays::Key::Held(_));
        writeln!(out, "override {} {} {key} {} {standings:?}", held.id, held.reason, held.last()).unwrap();
    }
    for held in room.cases() {
        let account = held.account();
        let closed = held.closed.map(|(how, sum)| (how.slug(), exactly(sum)));
        let sums = [account.conceded, account.given_up, account.disputed].map(exactly);
        writeln!(out, "case {} {} {sums:?} {closed:?}", held.id, held.stage.slug()).unwrap();
        for made in &held.moves {
            let words = made.words.as_ref().map(ToString::to_string);
            writeln!(out, "  {} {} {words:?} {:?}", made.party.slug(), made.stamp.on, made.due).unwrap();
        }
        for filed in &held.evidence {
            writeln!(out, "  evidence {} {}", filed.id, filed.title).unwrap();
        }
    }
    for (clocks, stamp) in room.clocks() {
        writeln!(out, "clocks {} {} {}", clocks.answer_days, clocks.reply_days, stamp.on).unwrap();
    }
}
