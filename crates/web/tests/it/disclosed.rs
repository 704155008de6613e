//! What a visitor is shown of a record in which everything that can be confidential is: of every kind of event there is.
//!
//! The record is that of the demonstration, entry by entry, with every item, paper and plan made confidential, every text
//! replaced by a mark that is nowhere else, and every identity of a thing that can be closed by one too. What of these a
//! visitor finds on any route is exactly what is meant to be public.

use std::collections::{BTreeMap, BTreeSet};

use app::Footprint;
use journal::{Draft, FactFileRef, Journal, Payload};
use serde_json::{Value, json};

use crate::routes::{DAYS, Service, before_the_ends, record, routes, service};

/// Under these names an event holds the identity of a thing that can be closed.
const CLOSABLE: &[&str] = &["proposal", "item", "paper", "plan", "action", "question", "notice", "earlier", "decision"];

/// What every closed amount is: £8,675,309.
const MONEY: u64 = 867_530_900;

/// A record made anew, and what is in it.
struct Made {
    footprint: Footprint,
    /// The kinds of events in it, each with its room.
    kinds: BTreeSet<(String, String)>,
    /// The last entry after which those of the roles hold their posts for ever.
    ends_after: u64,
}

fn mark(entry: u64, place: usize) -> String {
    format!("Zq{entry}x{place}qZ")
}

/// Closes what an event opens, and gives what can be closed an identity that is nowhere else.
fn close(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // Standards of access on which a fund hangs are a list, and close nothing.
            if members.get("access").is_some_and(Value::is_string) {
                members.insert("access".to_owned(), json!("confidential"));
            }
            for (key, member) in members.iter_mut() {
                match member {
                    // What is decided of a quarter's support is a word and no identity.
                    Value::String(text) if key == "decision" && ["pay", "withhold"].contains(&text.as_str()) => {}
                    Value::String(text) if CLOSABLE.contains(&key.as_str()) => *text = format!("zqclosed-{text}"),
                    Value::Number(_) if key == "amount" || key == "pence" => *member = json!(MONEY),
                    Value::Object(of_bodies) if key == "amounts" => {
                        of_bodies.values_mut().for_each(|amount| *amount = json!(MONEY));
                    }
                    other => close(other),
                }
            }
            // What is decided between meetings is decided at a confidential item here, so that it can be closed.
            if members.get("at").is_some_and(|at| at == "written-resolution" || at == "chairs-action") {
                members.insert("at".to_owned(), json!("item"));
                members.insert("item".to_owned(), json!("zqclosed-ambulance-item"));
            }
        }
        Value::Array(members) => members.iter_mut().for_each(close),
        _ => {}
    }
}

/// Events of the kinds that the demonstration has none of, one to a line. An entry that one names is the first of that kind.
const MORE: &str = include_str!("disclosed.jsonl");

/// An entry as it is to be recorded: its events, with what stands beside them.
struct Drafted {
    draft: Draft,
    at: jiff::Timestamp,
}

/// The entries of the open record, and after them those of [`MORE`].
async fn drafts() -> (Vec<Drafted>, u64) {
    let open = record().await;
    let mut drafts = Vec::new();
    for entry in open.journal().read(0, 100_000).await.unwrap() {
        let attached = open.journal().attached(&entry).await.unwrap();
        let texts = entry.payloads.iter().map(|hash| Payload::new(attached.payload(hash).unwrap().to_vec()).unwrap());
        let files = entry.files.iter().map(|hash| journal::FactFile::new(attached.file(hash).unwrap().clone()));
        let draft = Draft {
            payloads: texts.collect(),
            files: files.map(FactFileRef::Offered).collect(),
            actor: entry.actor,
            act: entry.act,
            authority: entry.authority,
            events: entry.events,
            erases: Vec::new(),
        };
        drafts.push(Drafted { draft, at: entry.recorded_at });
    }
    let ends_after = before_the_ends(&open);
    let at = drafts.last().unwrap().at;
    for line in MORE.lines() {
        let mut event: Value = serde_json::from_str(line).unwrap();
        if let Some(kind) = event["entry"].as_str().map(|kind| kind.trim_matches(['{', '}']).to_owned()) {
            let (entry, ordinal) = first_of(&drafts, &kind);
            event["entry"] = json!(entry);
            event["ordinal"] = json!(ordinal);
        }
        let payloads = (0..2).map(|_| Payload::new(Vec::new()).unwrap()).collect();
        let said = json!({ "act": "more" });
        let events = json!([event]);
        let (actor, act, authority) = ("A Keeper".to_owned(), said.clone(), said);
        let draft = Draft { actor, act, authority, events, payloads, files: vec![], erases: vec![] };
        drafts.push(Drafted { draft, at });
    }
    (drafts, ends_after)
}

/// The first event of a kind of people and powers: its entry, and its place among those of its room there.
fn first_of(drafts: &[Drafted], kind: &str) -> (usize, usize) {
    let place = |drafted: &Drafted| {
        let events = drafted.draft.events.as_array().unwrap().clone();
        events.iter().filter(|event| event["room"] == "mandate").position(|event| event["event"] == kind)
    };
    (1..).zip(drafts).find_map(|(entry, drafted)| Some((entry, place(drafted)?))).unwrap()
}

async fn made() -> Made {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let mut kinds = BTreeSet::new();
    let (drafts, ends_after) = drafts().await;
    for (after, Drafted { mut draft, at }) in (0..).zip(drafts) {
        for event in draft.events.as_array_mut().unwrap() {
            // The plan of the demonstration is signed, and so everybody's; the other is told by its texts.
            let is_published = ["fund-added", "allocations-imported"].iter().any(|kind| event["event"] == *kind);
            let is_public = event["room"] == "register"
                || event["room"] == "plan"
                || event["room"] == "mandate" && event["event"] != "power-exercised"
                || event["room"] == "money" && is_published;
            if !is_public {
                close(event);
            }
            // What is confidential is so for a reason.
            if event.get("access").is_some() && event["reason"].is_null() {
                event["reason"] = json!(draft.payloads.len());
                draft.payloads.push(Payload::new(Vec::new()).unwrap());
            }
            let text = |key: &str| event[key].as_str().unwrap().to_owned();
            kinds.insert((text("room"), text("event")));
        }
        let is_override = draft.events[0]["event"] == "override-added";
        let marked = |(place, payload): (usize, &Payload)| match place {
            // A key is no text.
            0 if is_override => payload.clone(),
            _ => Payload::new(mark(after + 1, place).into_bytes()).unwrap(),
        };
        draft.payloads = draft.payloads.iter().enumerate().map(marked).collect();
        journal.append_at(after, draft, at).await.unwrap();
    }
    let footprint = Footprint::over(journal).await.unwrap();
    Made { footprint, kinds, ends_after }
}

/// Every kind of event a room has, as the room itself tells: there is no other list.
fn kinds_of<T: serde::de::DeserializeOwned>(room: &str) -> BTreeSet<(String, String)> {
    let Err(error) = serde_json::from_value::<T>(json!({ "event": "?" })) else { panic!("{room} has an event `?`") };
    let said = error.to_string();
    let (_, list) = said.split_once("expected one of ").unwrap_or_else(|| panic!("{said}"));
    list.split('`').skip(1).step_by(2).map(|kind| (room.to_owned(), kind.to_owned())).collect()
}

fn all_kinds() -> BTreeSet<(String, String)> {
    let mut all = kinds_of::<register::Event>("register");
    all.extend(kinds_of::<mandate::Event>("mandate"));
    all.extend(kinds_of::<executive::Event>("executive"));
    all.extend(kinds_of::<who_pays::Event>("who-pays"));
    all.extend(kinds_of::<plan::Event>("plan"));
    all.extend(kinds_of::<money::totals::Event>("control-totals"));
    all
}

/// Everything an event names by these keys, at any depth.
fn named(value: &Value, keys: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if keys.contains(&key.as_str()) => {
                        found.insert(text.clone());
                    }
                    other => named(other, keys, found),
                }
            }
        }
        Value::Array(members) => members.iter().for_each(|member| named(member, keys, found)),
        _ => {}
    }
}

/// The places of an event's texts that anybody may read, however confidential the thing is.
fn public_texts(event: &Value, approved: &BTreeSet<String>) -> Vec<u64> {
    let place = |key: &str| event[key].as_u64();
    let kind = (event["room"].as_str().unwrap(), event["event"].as_str().unwrap());
    let keys: &[&str] = match kind {
        ("register", "import-retracted" | "fact-denied" | "fact-entered") => return vec![0],
        ("mandate", "person-entered") => &["name"],
        ("mandate", "interest-declared") => &["wording"],
        ("executive", "meeting-called") => &["title", "place"],
        ("plan", "plan-opened") if event["plan"] == "bob-2017" => &["title"],
        ("mandate", "mandate-given" | "power-revoked" | "withdrawn")
        | ("executive", "meeting-cancelled" | "item-added") => &["reason"],
        ("executive", "minutes-written") if approved.contains(event["hash"].as_str().unwrap()) => &["text"],
        _ => &[],
    };
    keys.iter().filter_map(|key| place(key)).collect()
}

/// Every address there is to ask, with every identity of the record in each place for one.
fn addresses(made: &Made, events: &[Value], routes: &[(String, Vec<String>)]) -> Vec<String> {
    let all = |keys: &[&str]| {
        let mut found = BTreeSet::new();
        for event in events {
            named(event, keys, &mut found);
        }
        found.into_iter().collect::<Vec<String>>()
    };
    let last = made.footprint.known().sequence;
    let entries: Vec<String> = (1..=last).map(|entry| entry.to_string()).collect();
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let own = |kind: &str, at: &str| -> Vec<String> {
        let of = events.iter().filter(|event| event["event"] == kind);
        of.filter_map(|event| event.pointer(at)?.as_str().map(str::to_owned)).collect()
    };
    let bodies = words(&["10Q", "10H", "14Y", "09C"]);
    let values = |before: &str, name: &str| -> Vec<String> {
        match (before, name) {
            ("entries", _) => entries.clone(),
            (_, "{ordinal}") => words(&["0", "1"]),
            ("meetings", _) => all(&["meeting"]),
            // Work of an inventory is named in words, and an item of a meeting by an identity.
            ("items", _) => all(&["item"]).into_iter().filter(|item| !item.contains(' ')).collect(),
            ("costed-posts", _) => own("post-entered", "/post/id"),
            ("risk-shares", _) => own("share-agreed", "/share/id"),
            ("inventory-items", _) => own("item-entered", "/id"),
            ("papers", _) => all(&["paper"]),
            (_, "{version}") => words(&["1", "2"]),
            ("proposals" | "decisions", _) => all(&["proposal"]),
            ("actions", _) => all(&["action"]),
            ("questions", _) => all(&["question"]),
            ("people", _) => all(&["person"]),
            ("posts", _) => own("post-created", "/post/id"),
            ("delegations", _) => {
                made.footprint.known().state.mandate().now().powers().map(|power| power.id.to_string()).collect()
            }
            ("committees", _) => own("committee-formed", "/committee/id"),
            ("services", _) => own("line-entered", "/line/code"),
            ("mandates", _) => own("mandate-given", "/mandate/id"),
            ("transfers", _) => {
                let room =
                    made.footprint.known().state.money().now().transfers().map(|held| held.id.to_string()).collect();
                [own("mandate-given", "/mandate/id"), room].concat()
            }
            ("overrides", _) => own("override-added", "/id"),
            ("challenges", _) => all(&["case"]),
            ("plans", _) => all(&["plan"]),
            ("agreements", _) => own("agreement-recorded", "/terms/id"),
            ("evidence", _) => all(&["evidence"]),
            ("control-totals", _) => words(&["QKS"]),
            ("sustainability-funds", _) => own("fund-offered", "/fund/id"),
            ("deficit-support", _) => own("support-offered", "/support/id"),
            (_, "{step}") => words(&["answer", "press", "withdraw", "evidence"]),
            (_, "{body}") | ("organisations", _) => bodies.clone(),
            _ => words(&["none"]),
        }
    };
    let mut found: Vec<String> = Vec::new();
    for (path, methods) in routes.iter().filter(|(path, _)| !path.starts_with("/fhir") && !path.contains("sign-")) {
        if !methods.iter().any(|method| method == "GET") {
            continue;
        }
        let mut made = vec![String::new()];
        let mut before = "";
        for part in path.split('/').skip(1) {
            let of_it = if part.starts_with('{') { values(before, part) } else { vec![part.to_owned()] };
            made = made.iter().flat_map(|head| of_it.iter().map(move |value| format!("{head}/{value}"))).collect();
            before = part;
        }
        found.extend(made);
    }
    found.extend(words(&[
        "/search?q=Zq",
        "/search?q=zqclosed-ambulance",
        "/decisions?q=Zq",
        "/powers-changed?since=0",
        "/changes?from=0&to=9",
        "/expiring?days=36500",
        "/plans/bob-2017/line?line=P-BUCKS:B6",
        "/merger-duties?bodies=10Y,10H&valid_at=2018-04-01",
        "/powers-changed?since=2013-01-01",
        "/api/v1/expiring?days=36500",
    ]));
    for list in [
        "/meetings",
        "/decisions",
        "/actions",
        "/questions",
        "/forward-plan",
        "/notices",
        "/people",
        "/committees",
        "/powers-changed?since=0",
        "/expiring",
        "/refusals",
        "/imports",
        "/who-pays/overrides",
        "/who-pays/challenges",
        "/services",
        "/coverage",
        "/plans",
        "/agreements",
        "/contracts",
        "/plans/bob-2017/lines",
        "/plans/bob-2017/export",
        "/plans/bob-2017/checks",
        "/plans/bob-2018/export",
        "/control-totals",
        "/control-totals/QKS?year=2018%2F19",
        "/control-totals/QKS/contracts?year=2018%2F19",
        "/control-totals/QKS/duties?year=2018%2F19",
        "/control-totals/QKS/forecast?year=2018%2F19",
        "/intervention-proposals",
        "/sustainability-funds",
        "/deficit-support",
        "/control-total-notices",
    ] {
        let mark = if list.contains('?') { '&' } else { '?' };
        found.extend(["csv", "json", "xlsx"].map(|format| format!("{list}{mark}format={format}")));
    }
    found.extend(all(&["meeting"]).iter().flat_map(|meeting| {
        [format!("/meetings/{meeting}/pack?version=confidential"), format!("/meetings/{meeting}?format=csv")]
    }));
    found
}

/// What somebody finds of the record: the marks of texts, and whatever else only what is closed says.
async fn found_by(
    service: &Service,
    person: &str,
    addresses: &[String],
    suffix: &str,
) -> (BTreeSet<String>, Vec<String>) {
    let (mut marks, mut told) = (BTreeSet::new(), Vec::new());
    let session = service.session(person).await;
    for address in addresses {
        let join = if suffix.is_empty() {
            ""
        } else if address.contains('?') {
            "&"
        } else {
            "?"
        };
        let address = format!("{address}{join}{suffix}");
        let (headers, bytes) = service.read(session.as_deref(), &address).await;
        let text =
            if address.contains("format=xlsx") { cells(&bytes) } else { String::from_utf8_lossy(&bytes).into_owned() };
        let whole = format!("{headers}\n{text}");
        for part in whole.split("Zq").skip(1) {
            // The tokens of forms are of the same letters by chance; a mark has two numbers.
            let is_mark = |number: &str| {
                let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                number.split_once('x').is_some_and(|(entry, place)| is_number(entry) && is_number(place))
            };
            if let Some((number, _)) = part.split_once("qZ").filter(|(number, _)| is_mark(number)) {
                marks.insert(format!("Zq{number}qZ"));
            }
        }
        // A page repeats the address that was asked for, and says no more by that.
        let named = address.split(['/', '?', '=', '&']).filter(|part| part.starts_with("zqclosed-"));
        let without_address = named.fold(whole, |whole, part| whole.replace(part, ""));
        for needle in ["zqclosed-", "8,675,309", "8675309"] {
            if without_address.contains(needle) {
                told.push(format!("{address} says {needle}"));
            }
        }
        if address.starts_with("/delegations/") && text.contains("Used in all") {
            let after = text.split("Used in all").nth(1).unwrap_or_default();
            if !after.chars().take(200).collect::<String>().contains("£0") {
                told.push(format!("{address} says how much of it was used"));
            }
        }
    }
    (marks, told)
}

/// The cells of a workbook as text; nothing of what is none.
fn cells(bytes: &[u8]) -> String {
    use calamine::{Reader, Xlsx};
    let Ok(mut book) = Xlsx::new(std::io::Cursor::new(bytes.to_vec())) else { return String::new() };
    let sheets = book.worksheets();
    let rows = sheets.iter().flat_map(|(_, sheet)| sheet.rows().map(<[_]>::to_vec).collect::<Vec<_>>());
    rows.flatten().map(|cell| format!("{cell}\n")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_closed_is_closed_to_a_visitor_on_every_route() {
    let made = made().await;
    let missing: Vec<_> = all_kinds().difference(&made.kinds).cloned().collect();
    assert!(missing.is_empty(), "no event of these kinds is tried here: add one to `MORE`: {missing:?}");

    let entries = made.footprint.journal().read(0, 100_000).await.unwrap();
    let events: Vec<Value> = entries.iter().flat_map(|entry| entry.events.as_array().unwrap().clone()).collect();
    let mut approved = BTreeSet::new();
    for event in events.iter().filter(|event| event["event"] == "minutes-approved") {
        approved.insert(event["hash"].as_str().unwrap().to_owned());
    }
    let mut public = BTreeMap::new();
    for entry in &entries {
        for event in entry.events.as_array().unwrap() {
            for place in public_texts(event, &approved) {
                public.insert(mark(entry.sequence, place as usize), event["event"].as_str().unwrap().to_owned());
            }
        }
    }
    let before = service(&made.footprint, DAYS[2]).await;
    let addresses = addresses(&made, &events, &routes(before.router()));
    assert!(addresses.len() > 1500, "{}", addresses.len());

    let (marks, told) = found_by(&before, "", &addresses, "").await;
    let leaked: Vec<_> = marks.iter().filter(|mark| !public.contains_key(*mark)).collect();
    assert!(leaked.is_empty() && told.is_empty(), "a visitor reads {leaked:?}; {told:#?}");
    let kinds: BTreeSet<&str> = marks.iter().map(|mark| public[mark].as_str()).collect();
    for kind in ["person-entered", "meeting-called", "item-added", "minutes-written", "power-revoked"] {
        assert!(kinds.contains(kind), "no text of {kind} is read by anybody: the test reads the wrong pages");
    }

    // Whoever held a post, asking with both clocks set to when they did, is a visitor too.
    let past = format!("known_at={}&valid_at={}", made.ends_after, DAYS[1]);
    for person in ["person-w-clerk", "person-w-officer", "person-w-auditor"] {
        let (marks, told) = found_by(&before, person, &addresses, &past).await;
        let leaked: Vec<_> = marks.iter().filter(|mark| !public.contains_key(*mark)).collect();
        assert!(leaked.is_empty() && told.is_empty(), "{person} reads {leaked:?}; {told:#?}");
    }

    // While they hold it they read a great deal: the addresses are the right ones.
    let during = service(&made.footprint, DAYS[1]).await;
    let (marks, told) = found_by(&during, "person-w-auditor", &addresses, "").await;
    let n_closed = marks.iter().filter(|mark| !public.contains_key(*mark)).count();
    assert!(n_closed > 40 && told.len() > 100, "an auditor reads {n_closed} closed texts; {}", told.len());
}

/// The record of the demonstration with one more event, as if somebody had asked for it.
async fn with(event: Value) -> (Footprint, u64) {
    let open = record().await;
    let before = open.known().sequence;
    let said = json!({ "act": "more" });
    let payloads = vec![Payload::new(b"blind".to_vec()).unwrap()];
    let draft = Draft {
        actor: "A Keeper".to_owned(),
        act: said.clone(),
        authority: said,
        events: json!([event]),
        payloads,
        files: vec![],
        erases: vec![],
    };
    let journal = open.journal().clone();
    journal.append(before, draft).await.unwrap();
    (Footprint::over(journal).await.unwrap(), before)
}

#[tokio::test]
async fn what_is_confidential_now_is_closed_as_it_was_known_before_it_was() {
    let tabled = json!({
        "room": "executive", "event": "put-to", "proposal": "ambulance", "route": { "at": "item", "item": "draft-private" },
    });
    let (open, (footprint, before)) = (record().await, with(tabled).await);
    let decided = {
        let known = open.known();
        let proposal = known.state.executive().now().proposal(&"ambulance".parse().unwrap()).unwrap();
        proposal.decisions().next().unwrap().stamp.entry
    };
    let (public, closed) = (service(&open, DAYS[1]).await, service(&footprint, DAYS[1]).await);
    for address in [
        format!("/proposals/ambulance?known_at={before}"),
        format!("/decisions/ambulance/10Q?known_at={before}"),
        format!("/entries/{decided}/stored"),
        format!("/api/v1/proposals/ambulance?known_at={before}"),
    ] {
        assert_eq!(public.answer("", "GET", &address).await, "200", "{address}");
        assert_eq!(closed.answer("", "GET", &address).await, "404", "{address}");
        // Whoever may read it now reads it as it was known then.
        let inside = if address.starts_with("/api") { "404" } else { "200" };
        assert_eq!(closed.answer("person-w-member", "GET", &address).await, inside, "{address}");
    }
    // The item it was first put at is still public, and says nothing of it.
    let address = format!("/meetings/october/items/ambulance-item?known_at={before}");
    for (service, is_named) in [(&public, true), (&closed, false)] {
        let page = String::from_utf8(service.read(None, &address).await.1).unwrap();
        assert_eq!(page.contains("/proposals/ambulance"), is_named, "{page}");
    }
    // A tag of before the proposal was closed is not good any more.
    let tag = |headers: &str| headers.split("\"etag\": ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    let decisions = format!("/api/v1/decisions?known_at={before}&valid_at=2017-06-01");
    let (held, now) = (public.read(None, &decisions).await, closed.read(None, &decisions).await);
    assert!(held.1 != now.1 && tag(&held.0) != tag(&now.0), "{} {}", held.0, now.0);
}

#[tokio::test]
async fn what_was_not_published_at_the_time_shown_is_not_shown_of_that_time() {
    let published = json!({ "room": "executive", "event": "agenda-published", "meeting": "draft", "on": "2017-06-01" });
    let (footprint, before) = with(published).await;
    let service = service(&footprint, DAYS[1]).await;
    let item = "/meetings/draft/items/draft-public";
    for (address, visitor) in [
        (item.to_owned(), "200"),
        (format!("{item}?known_at={before}"), "404"),
        ("/meetings/draft/items/draft-private".to_owned(), "404"),
    ] {
        assert_eq!(service.answer("", "GET", &address).await, visitor, "{address}");
        assert_eq!(service.answer("person-w-member", "GET", &address).await, "200", "{address}");
    }
}

/// Every file of source below a folder.
fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let held = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    held.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

#[test]
fn pages_ask_nobody_but_the_reader_who_may_read() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let all = ["kit/src", "naming/src", "faces", "web/src"].map(|folder| sources(&crates.join(folder)));
    let files = all.concat();
    assert!(files.len() > 100, "{}", files.len());
    // The page of a person tells what their posts let them do on the day asked about; that gives nobody anything.
    let shows = crates.join("faces/mandate/src/pages/person.rs");
    for path in files.iter().filter(|path| **path != shows) {
        let text = std::fs::read_to_string(path).unwrap();
        for way in [
            ".permit(",
            "mandates.duties(",
            "now().duties(",
            "now().settles_for(",
            "mandates.settles_for(",
            ".attached(",
            "journal().read(",
        ] {
            assert!(!text.contains(way), "{} asks by `{way}`: ask `Lens::reader` instead", path.display());
        }
    }
}
