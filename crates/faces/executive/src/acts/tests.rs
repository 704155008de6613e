//! Tests of the declarations, in the world of the demonstration.

use app::{Act, Footprint, Lens, Viewer, demo};
use ask::{ActForm, Of, Reader, Sent, Takes};
use executive::{Act as Meet, ActKind, Divisibility, NewAccess, Route, Stance, TextHash};
use journal::Journal;
use std::collections::BTreeSet;
use terms::AsAt;

use super::ACTS;

async fn lens(viewer: Viewer) -> Lens {
    let footprint = Footprint::over(Journal::open("sqlite::memory:").await.unwrap()).await.unwrap();
    demo::load(&footprint).await.unwrap();
    let known = footprint.known();
    let at = AsAt { valid: demo::TODAY, known: known.state.sequence() };
    Lens::new(known, at, demo::TODAY, viewer)
}

fn form(kind: ActKind) -> &'static ActForm {
    let named = ACTS.iter().find(|form| form.path == format!("/do/{kind}"));
    named.unwrap_or_else(|| panic!("no form of {kind}"))
}

/// What a form is about, in the world.
fn subject(form: &ActForm) -> Vec<(String, String)> {
    let all = [
        ("forum", "committee:executive"),
        ("meeting", "october"),
        ("item", "ambulance-item"),
        ("proposal", "ambulance"),
        ("action", "action-none"),
        ("question", "question-none"),
    ];
    let named = all.iter().filter(|(name, _)| form.subject.iter().any(|key| key.name == *name));
    named.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn sent(pairs: &[(&str, &str)]) -> Sent {
    Sent::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// The acts that a form reads, or the fields that are wrong.
fn read(lens: &Lens, form: &ActForm, keys: &[(String, String)], sent: &Sent) -> Result<Vec<Meet>, Vec<String>> {
    let mut reader = Reader::new(sent);
    let acts = (form.read)(lens, &Of::new(keys), &mut reader);
    let acts = reader.done(acts).map_err(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())?;
    let own = |act: Act| match act {
        Act::Executive(act) => act,
        other => panic!("an act of another room: {other:?}"),
    };
    Ok(acts.into_iter().map(own).collect())
}

#[test]
fn every_kind_of_act_has_one_form_and_the_form_the_name_of_its_kind() {
    let paths: BTreeSet<String> = ACTS.iter().map(|form| form.path.to_owned()).collect();
    let kinds: BTreeSet<String> = ActKind::ALL.iter().map(|kind| format!("/do/{kind}")).collect();
    assert_eq!(paths, kinds);
    assert_eq!(ACTS.len(), ActKind::ALL.len());
    for form in ACTS {
        // One kind has its name from where it is done: the register of interests has a form of its own.
        let is_its_own = form.path.ends_with(&format!("/{}", form.name)) || form.name == "declare-at-meeting";
        assert!(is_its_own, "{} stands at {}", form.name, form.path);
        assert!(!form.title.is_empty() && !form.about.is_empty() && !form.done.is_empty(), "{}", form.name);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_empty_says_every_field_that_must_be_there() {
    let lens = lens(Viewer::Keeper).await;
    let mut found = Vec::new();
    for form in ACTS {
        let wrong = match read(&lens, form, &subject(form), &Sent::default()) {
            Ok(acts) => {
                let kinds: BTreeSet<String> = acts.iter().map(|act| format!("/do/{}", act.kind())).collect();
                assert_eq!(kinds, [form.path.to_owned()].into(), "{}", form.name);
                "nothing is asked".to_owned()
            }
            Err(fields) => fields.join(" "),
        };
        found.push(format!("{}: {wrong}", form.name));
    }
    // `golden/required.txt` is this table. Set `UPDATE_GOLDEN=1` to write it anew, and look at what changed.
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/required.txt");
    let found = found.join("\n") + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap_or_default());
}

#[tokio::test]
async fn each_field_of_a_form_stands_under_a_name_of_its_own() {
    let lens = lens(Viewer::Keeper).await;
    for form in ACTS {
        let keys = subject(form);
        let of = Of::new(&keys);
        let mut names = Vec::new();
        for field in form.fields.iter().filter(|field| field.asks()) {
            if let Takes::Each(each, within) = field.takes {
                for (which, _) in each(&lens, &of) {
                    names.extend(
                        within.iter().filter(|field| field.asks()).map(|field| format!("{}-{which}", field.name)),
                    );
                }
            } else {
                names.push(field.name.to_owned());
            }
        }
        let n = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), n, "{}: {names:?}", form.name);
    }
}

#[tokio::test]
async fn a_proposal_is_read_whole() {
    let lens = lens(Viewer::Keeper).await;
    let propose = form(ActKind::Propose);
    let keys = [("forum".to_owned(), "committee:executive".to_owned())];
    let fields = [
        ("title", "Ambulances"),
        ("text", "Each adds."),
        ("matter", "service:ambulance"),
        ("function", "contracts.award"),
        ("body", "10Q"),
        ("body", "14Y"),
        ("amount-10Q", "£1,500.50"),
        ("divide", "indivisible"),
        ("reason", "One contract"),
        ("condition-2", "The trust signs"),
        ("owner-2", "person-a2"),
        ("expires-2", "2026-06-30"),
        ("route", "chair"),
    ];
    let acts = read(&lens, propose, &keys, &sent(&fields)).unwrap();
    let [Meet::Propose(new)] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(
        (new.title.as_str(), &new.route, new.matters.len(), new.bodies.len()),
        ("Ambulances", &Route::ChairsAction, 2, 2)
    );
    assert_eq!(new.amounts.values().map(|amount| amount.0).collect::<Vec<_>>(), [150_050]);
    assert_eq!(new.divisibility, Divisibility::Indivisible { reason: "One contract".to_owned() });
    assert_eq!(new.conditions.iter().map(|held| held.wording.as_str()).collect::<Vec<_>>(), ["The trust signs"]);
    // What is begun must be whole, and what is none is said.
    for (field, value, wrong) in [
        ("owner-2", "", vec!["owner-2"]),
        ("amount-10Q", "much", vec!["amount-10Q"]),
        ("body", "1!", vec!["body"]),
        ("route", "by post", vec!["route"]),
        ("reason", "", vec!["reason"]),
    ] {
        let mut fields = fields.to_vec();
        fields.retain(|(name, _)| *name != field || field == "body");
        fields.push((field, value));
        assert_eq!(read(&lens, propose, &keys, &sent(&fields)).unwrap_err(), wrong, "{field}");
    }
}

#[tokio::test]
async fn positions_are_one_act_for_each_body_and_say_which_wording_they_are_on() {
    let (keeper, person) = (lens(Viewer::Keeper).await, lens(Viewer::Person("person-a2".parse().unwrap())).await);
    let take = form(ActKind::TakePosition);
    let keys = subject(take);
    let fields = [("stance-10Q", "agree"), ("stance-10H", "object"), ("reason-10H", "Too dear")];
    let acts = read(&keeper, take, &keys, &sent(&fields)).unwrap();
    let said: Vec<(String, Stance)> = acts
        .iter()
        .map(|act| match act {
            Meet::TakePosition { body, stance, .. } => (body.to_string(), *stance),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(said, [("10H".to_owned(), Stance::Object), ("10Q".to_owned(), Stance::Agree)]);
    // A person says which wording they read.
    assert_eq!(read(&person, take, &keys, &sent(&fields)).unwrap_err(), ["text-10H", "text-10Q"]);
    let without_reason = [("stance-10H", "object"), ("text-10H", &TextHash::of(b"x").to_string())];
    assert_eq!(read(&person, take, &keys, &sent(&without_reason)).unwrap_err(), ["reason-10H"]);
}

#[tokio::test]
async fn a_paper_that_is_typed_is_kept_as_the_file_that_it_is() {
    let lens = lens(Viewer::Keeper).await;
    let file = form(ActKind::FilePaper);
    let sent =
        sent(&[("title", "The contract"), ("text", "## Why"), ("access", "confidential"), ("access-reason", "Prices")]);
    let keys = subject(file);
    let mut reader = Reader::new(&sent);
    let acts = (file.read)(&lens, &Of::new(&keys), &mut reader).unwrap();
    let kept = reader.take_kept().unwrap();
    assert_eq!((kept.bytes.as_slice(), kept.media_type.as_str()), (b"## Why".as_slice(), super::MARKDOWN));
    let Act::Executive(Meet::FilePaper { paper, hash, access, .. }) = &acts[0] else { panic!("{acts:?}") };
    assert_eq!(*hash, TextHash::of(b"## Why"));
    assert_eq!(*access, NewAccess::Confidential { reason: "Prices".to_owned() });
    assert_eq!(file.keeps.unwrap()(&acts[0]), Some(format!("paper-{paper}")));
}

#[tokio::test]
async fn whoever_declares_declares_for_themselves() {
    let (keeper, person) = (lens(Viewer::Keeper).await, lens(Viewer::Person("person-a2".parse().unwrap())).await);
    let declare = form(ActKind::Declare);
    let keys = [("item".to_owned(), "ambulance-item".to_owned())];
    let fields = [("category", "financial"), ("nature", "Shares"), ("recusal", "leaves")];
    let declares = |lens: &Lens, more: &[(&str, &str)]| {
        read(lens, declare, &keys, &sent(&[&fields[..], more].concat())).map(|acts| match acts.as_slice() {
            [Meet::Declare { person, .. }] => person.to_string(),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(declares(&person, &[]), Ok("person-a2".to_owned()));
    assert_eq!(declares(&person, &[("person", "person-a1")]), Err(vec!["person".to_owned()]));
    assert_eq!(declares(&keeper, &[]), Err(vec!["person".to_owned()]));
    assert_eq!(declares(&keeper, &[("person", "person-a1")]), Ok("person-a1".to_owned()));
}
