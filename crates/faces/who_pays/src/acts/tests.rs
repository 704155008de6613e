//! Each form over a small world: what it asks for, and to whom it is offered.

use app::{Footprint, Lens, Viewer, Who};
use ask::{ActForm, Field, Of, Sent, SentFile};
use journal::{Clock, Journal};
use kit::acts::read;
use mandate::{Capacity, DatedBody, Holding, Post, PostKind};
use terms::{AsAt, Date, Period};
use who_pays::{Act, ActKind};

use super::ACTS;

const TODAY: Date = Date::constant(2019, 10, 1);

fn form(name: &str) -> &'static ActForm {
    ACTS.iter().find(|form| form.name == name).unwrap()
}

fn sent(pairs: &[(&str, &str)]) -> Sent {
    Sent::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

const OVERRIDE: &[(&str, &str)] = &[
    ("kind", "section-117"),
    ("key", "Key-Of-A-Patient-77"),
    ("commissioner", "10Q"),
    ("first", "2019-09-01"),
    ("last", "2020-08-31"),
    ("owner", "14Y/post/bucks-finance"),
    ("reason", "Detained from there"),
];

const CLAIM: &[(&str, &str)] = &[
    ("claimant", "14Y"),
    ("respondent", "10Q"),
    ("words", "One stay of somebody of theirs"),
    ("first", "2019-08-01"),
    ("last", "2019-08-02"),
    ("records", "1"),
    ("amount", "950.50"),
    ("run", "august-2019"),
    ("row", "12"),
    ("walk", "CDS>A"),
];

async fn world() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    let footprint = Footprint::over(journal.timed_by(clock)).await.unwrap();
    app::demo::load_register(&footprint).await.unwrap();
    let period = || Period::from_days(Some(Date::constant(2018, 4, 1)), None);
    for (id, kind, body) in [
        ("bucks-finance", PostKind::ChiefFinanceOfficer, "14Y"),
        ("oxon-finance", PostKind::ChiefFinanceOfficer, "10Q"),
        ("berks-finance", PostKind::ChiefFinanceOfficer, "15A"),
        ("auditor", PostKind::Auditor, "15A"),
        ("secretary", PostKind::GoverningBodySecretary, "14Y"),
    ] {
        let person: mandate::PersonId = format!("person-{id}").parse().unwrap();
        let bodies = vec![DatedBody { body: body.parse().unwrap(), period: period() }];
        let post = Post { id: id.parse().unwrap(), title: kind.words(), kind, bodies, period: period() };
        let holding = Holding {
            post: id.parse().unwrap(),
            person: person.clone(),
            capacity: Capacity::Substantive,
            period: period(),
        };
        for act in [
            mandate::Act::EnterPerson { person, name: format!("Made up {id}"), contact: None },
            mandate::Act::CreatePost { post },
            mandate::Act::Appoint { holding },
        ] {
            footprint.act(&Who::keeper("keeper"), act).await.unwrap();
        }
    }
    footprint
}

fn as_(footprint: &Footprint, viewer: Viewer) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: TODAY, known: known.state.sequence() };
    Lens::new(known, at, TODAY, viewer)
}

fn person(footprint: &Footprint, id: &str) -> Lens {
    as_(footprint, Viewer::Person(format!("person-{id}").parse().unwrap()))
}

/// What a form makes of what was sent, recorded as done today.
async fn done(footprint: &Footprint, by: &str, name: &str, of: &[(String, String)], what: &Sent) -> String {
    let (form, lens) = (form(name), person(footprint, by));
    assert!((form.offered)(&lens, &Of::new(of)), "{name} is not offered to {by}");
    let acts = read(form, footprint, &lens, &Of::new(of), &mut what.clone()).unwrap();
    let to = (form.to)(&Of::new(of), &acts);
    for act in acts {
        let who = app::demo::acting(format!("person-{by}").parse().unwrap(), TODAY);
        footprint.act(&who, act).await.unwrap();
    }
    to.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn every_act_of_the_room_has_a_form_by_its_own_name() {
    for kind in ActKind::ALL {
        let (own, of_case) = (kind.slug().to_owned(), format!("challenge-{}", kind.slug()));
        assert_eq!(ACTS.iter().filter(|form| form.name == own || form.name == of_case).count(), 1, "{own}");
    }
}

#[tokio::test]
async fn a_form_refuses_without_each_field_that_must_be_there() {
    let footprint = world().await;
    let lens = person(&footprint, "bucks-finance");
    for (name, whole) in [("add-override", OVERRIDE), ("challenge-open", CLAIM)] {
        assert!(read(form(name), &footprint, &lens, &Of::new(&[]), &mut sent(whole)).is_ok(), "{name}");
        for (left_out, _) in whole {
            let rest: Vec<(&str, &str)> = whole.iter().copied().filter(|(field, _)| field != left_out).collect();
            let errors = read(form(name), &footprint, &lens, &Of::new(&[]), &mut sent(&rest)).unwrap_err();
            let named = errors.iter().any(|error| error.field.trim_end_matches("-day") == *left_out);
            assert!(named, "{name} without {left_out}: {errors:?}");
            assert!(errors.iter().all(|error| !error.message.contains("Key-Of")), "{errors:?}");
        }
    }
    let of = [("override".to_owned(), "one".to_owned()), ("challenge".to_owned(), "one".to_owned())];
    for form in ACTS.iter().filter(|form| form.name != "add-override" && form.name != "challenge-open") {
        let answer = read(form, &footprint, &lens, &Of::new(&of), &mut Sent::default());
        let asks: Vec<&str> = form
            .fields
            .iter()
            .filter(|field| field.asks() && !["party", "soon"].contains(&field.name))
            .map(|field| field.name)
            .collect();
        let Err(errors) = answer else {
            assert!(asks.is_empty(), "{} takes nothing", form.name);
            continue;
        };
        let wrong: Vec<&str> = errors.iter().map(|error| error.field.trim_end_matches("-day")).collect();
        assert!(asks.iter().all(|field| wrong.contains(field)), "{}: {asks:?} {wrong:?}", form.name);
    }
}

#[test]
fn a_key_is_typed_and_never_shown() {
    let key = form("add-override").fields.iter().find(|field| field.name == "key").unwrap();
    assert!(matches!(key.takes, ask::Takes::Secret));
    assert!(ACTS.iter().flat_map(|form| form.fields).filter(|field: &&Field| field.name == "key").count() == 1);
}

#[tokio::test]
async fn an_override_is_for_its_own_body_to_change() {
    let footprint = world().await;
    let id = done(&footprint, "bucks-finance", "add-override", &[], &sent(OVERRIDE)).await;
    let of = [("override".to_owned(), id.clone())];
    for name in ["extend-override", "end-override", "erase-key"] {
        let (form, of) = (form(name), Of::new(&of));
        assert!((form.scene)(&person(&footprint, "bucks-finance"), &of).is_some(), "{name}");
        assert!((form.offered)(&person(&footprint, "bucks-finance"), &of), "{name}");
        assert!((form.scene)(&person(&footprint, "oxon-finance"), &of).is_none(), "{name}");
        assert!((form.scene)(&as_(&footprint, Viewer::Public), &of).is_none(), "{name}");
        // An auditor reads it and changes nothing.
        assert!((form.scene)(&person(&footprint, "auditor"), &of).is_some(), "{name}");
        assert!(!(form.offered)(&person(&footprint, "auditor"), &of), "{name}");
    }
    done(&footprint, "bucks-finance", "erase-key", &of, &sent(&[("sure", "yes")])).await;
    let lens = person(&footprint, "bucks-finance");
    for name in ["extend-override", "erase-key"] {
        assert!(!(form(name).offered)(&lens, &Of::new(&of)), "{name} of an erased key");
    }
    assert!(!(form("add-override").offered)(&person(&footprint, "secretary"), &Of::new(&[])));
    assert!((form("set-clocks").offered)(&person(&footprint, "secretary"), &Of::new(&[])));
    assert!(!(form("set-clocks").offered)(&lens, &Of::new(&[])));
}

#[tokio::test]
async fn what_a_case_allows_is_what_is_offered() {
    let footprint = world().await;
    let case = done(&footprint, "bucks-finance", "challenge-open", &[], &sent(CLAIM)).await;
    let of = [("challenge".to_owned(), case.clone())];
    let names = |by: &str| {
        let lens = person(&footprint, by);
        let offered = ACTS.iter().filter(|form| !form.subject.is_empty() && form.path.contains("{challenge}"));
        let offered = offered.filter(|form| (form.offered)(&lens, &Of::new(&of)));
        offered.map(|form| form.name.trim_start_matches("challenge-")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("bucks-finance"), "agree-by-letter answer-by-letter withdraw file");
    assert_eq!(names("oxon-finance"), "agree answer file");
    assert_eq!((names("berks-finance"), names("auditor")), (String::new(), String::new()));
    let letter = Sent {
        file: Some(SentFile { name: "l.pdf".into(), media_type: "application/pdf".into(), bytes: b"x".to_vec() }),
        ..sent(&[("records", "0"), ("amount", "0"), ("reason", "Not ours"), ("title", "Letter")])
    };
    done(&footprint, "bucks-finance", "challenge-answer-by-letter", &of, &letter).await;
    assert_eq!(names("bucks-finance"), "accept-offer press withdraw escalate file");
    assert_eq!(names("oxon-finance"), "escalate file");
    // A person has one side; whoever has both says which.
    let lens = as_(&footprint, Viewer::Keeper);
    let party = form("challenge-escalate").fields.iter().find(|field| field.name == "party").unwrap();
    assert!(party.is_shown(&lens, &Of::new(&of)));
    assert!(!party.is_shown(&person(&footprint, "oxon-finance"), &Of::new(&of)));
    let theirs = sent(&[("party", "respondent"), ("reason", "x")]);
    let acts = read(form("challenge-escalate"), &footprint, &lens, &Of::new(&of), &mut theirs.clone()).unwrap();
    let [app::Act::WhoPays(Act::Escalate { party, .. })] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(*party, who_pays::Party::Respondent);
}
