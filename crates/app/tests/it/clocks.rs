//! The two clocks, through the journal.

use app::{AppError, Footprint, Who};
use register::{Act, Fact, FileHash, Refusal, Released, Series, Tie};
use terms::{Held, OdsCode, Period, Sequence};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn import(facts: Vec<Fact>, name: &str, series: Series, released: &str) -> Act {
    Act::TakeImport {
        series,
        released: Released(released.parse().unwrap()),
        source_name: name.to_owned(),
        source_hash: FileHash::of(name.as_bytes()),
        rows: facts.len() as u64,
        facts,
    }
}

fn member(child: &str, parent: &str, from: &str) -> Fact {
    Fact::Tied {
        child: code(child),
        tie: Tie::Commissioner,
        parent: register::BodyRef::Ods(code(parent)),
        period: Period::new(Some(from.parse().unwrap()), None).unwrap(),
    }
}

#[tokio::test]
async fn a_correction_leaves_what_was_known_before_it_as_it_was() {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    let file = import(vec![member("K81001", "10M", "2013-04-01")], "epcmem", Series::Epcmem, "2019-10");
    footprint.act(&Who::keeper("A Keeper"), file.clone()).await.unwrap();
    let correction = Act::Correct {
        wrong: Some((Series::Epcmem, member("K81001", "10M", "2013-04-01"))),
        right: Some(member("K81001", "10N", "2013-04-01")),
        source: "letter of 3 May 2019".into(),
        reason: "the practice was listed under its neighbour".into(),
        released: Released("2019-05-03".parse().unwrap()),
    };
    let recorded = footprint.act(&Who::keeper("A Keeper"), correction).await.unwrap();
    assert_eq!(recorded.sequence, Sequence(2));

    let known = footprint.known();
    let day = "2014-01-01".parse().unwrap();
    let parent =
        |known_at: u64| known.state.register().view(Sequence(known_at)).parent(code("K81001"), Tie::Commissioner, day);
    assert_eq!(parent(0), Held::Surely(None));
    assert_eq!(parent(1), Held::Surely(Some(code("10M"))));
    assert_eq!(parent(2), Held::Surely(Some(code("10N"))));

    // The same file again records nothing and says where it is.
    let again = footprint.act(&Who::keeper("A Keeper"), file).await.unwrap_err();
    assert!(
        matches!(again, AppError::Refused(app::Refusal::Register(Refusal::AlreadyTaken { entry: Sequence(1), .. }))),
        "{again}"
    );

    // The reason is kept beside the entry, and a later state is the same after replay.
    let known = footprint.known();
    let public = known.state.reader(app::Viewer::Public, terms::Date::constant(2026, 4, 2));
    let shown = footprint.shown(&public, Sequence(2)).await.unwrap().unwrap();
    let app::Shown::Whole { entry, reason } = shown else { panic!("a correction is closed to the public") };
    assert_eq!(reason.as_deref(), Some("the practice was listed under its neighbour"));
    assert!(!String::from_utf8_lossy(&entry.stored).contains("neighbour"));
    let replayed = Footprint::over(footprint.journal().clone()).await.unwrap();
    let parent = replayed.known().state.register().now().parent(code("K81001"), Tie::Commissioner, day);
    assert_eq!(parent, Held::Surely(Some(code("10N"))));
}

#[tokio::test]
async fn a_retracted_import_no_longer_counts_and_can_be_taken_again() {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    let first = import(vec![member("K81001", "10M", "2013-04-01")], "one", Series::Epcmem, "2019-09");
    let second = import(
        vec![member("K81001", "10M", "2013-04-01"), member("K81002", "10M", "2013-04-01")],
        "two",
        Series::Epcmem,
        "2019-10",
    );
    for act in [&first, &second] {
        footprint.act(&Who::keeper("A Keeper"), act.clone()).await.unwrap();
    }
    let retract = Act::RetractImport { source_hash: FileHash::of(b"one"), reason: "published in error".into() };
    footprint.act(&Who::keeper("A Keeper"), retract.clone()).await.unwrap();
    let held = |known: u64, child: &str| {
        let state = footprint.known();
        state.state.register().view(Sequence(known)).parent(
            code(child),
            Tie::Commissioner,
            "2015-01-01".parse().unwrap(),
        )
    };
    // What the second file repeats stands on its own, though it was stored as a difference from the first.
    assert_eq!(held(3, "K81001"), Held::Surely(Some(code("10M"))));
    let retract = Act::RetractImport { source_hash: FileHash::of(b"two"), reason: "published in error".into() };
    footprint.act(&Who::keeper("A Keeper"), retract.clone()).await.unwrap();
    assert_eq!(held(4, "K81001"), Held::Surely(None));
    assert_eq!((held(2, "K81002"), held(4, "K81002")), (Held::Surely(Some(code("10M"))), Held::Surely(None)));
    let refused = footprint.act(&Who::keeper("A Keeper"), retract).await.unwrap_err();
    assert!(matches!(refused, AppError::Refused(app::Refusal::Register(Refusal::NoSuchImport { .. }))), "{refused}");
    footprint.act(&Who::keeper("A Keeper"), second).await.unwrap();
    assert_eq!(held(5, "K81002"), Held::Surely(Some(code("10M"))));
}
