//! Files kept for an act: gone when it is refused, kept when it is recorded, and settled by the record after a stop between.

use app::{Footprint, Who};
use executive::{Act as Meet, NewAccess, PaperId, TextHash};
use jiff::{SignedDuration, Timestamp};
use mandate::Actor;
use store::{Blob, Store};
use web::papers::settle_offers;

use crate::executive::{acting_as, before_in, does};
use crate::routes::{DAYS, record};

const MARKDOWN: &str = "text/markdown; charset=utf-8";
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

fn blob(text: &str) -> Blob {
    Blob { media_type: MARKDOWN.to_owned(), bytes: text.as_bytes().to_vec() }
}

async fn file(footprint: &Footprint, paper: &str, text: &str) {
    let who = Who::Entered { keeper: "A Keeper".to_owned(), actor: Actor::Keeper, on: DAYS[0] };
    let act = Meet::FilePaper {
        item: "draft-public".parse().unwrap(),
        paper: paper.parse::<PaperId>().unwrap(),
        title: "A paper".to_owned(),
        hash: TextHash::of(text.as_bytes()),
        media_type: MARKDOWN.to_owned(),
        access: NewAccess::Public,
    };
    footprint.act(&who, act).await.unwrap();
}

#[tokio::test]
async fn what_a_stop_left_between_is_settled_by_the_record() {
    let (footprint, store) = (record().await, Store::open("sqlite::memory:").await.unwrap());
    let began: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
    // Stopped after the act and before the file was taken; before the act; and under a name the record does not know.
    let recorded = store.offer_blob(&blob("## Recorded"), "paper-one", began).await.unwrap();
    file(&footprint, "one", "## Recorded").await;
    let refused = store.offer_blob(&blob("## Never"), "paper-two", began).await.unwrap();
    let evidence = store.offer_blob(&blob("a letter"), "challenge-none", began).await.unwrap();
    // They may be of requests that are being answered just now.
    let soon = began + SignedDuration::from_mins(9);
    assert_eq!(settle_offers(&store, &footprint, soon).await.unwrap(), (0, 0));
    let later = began + SignedDuration::from_mins(11);
    assert_eq!(settle_offers(&store, &footprint, later).await.unwrap(), (1, 2));
    assert_eq!(store.offers().await.unwrap(), []);
    store.sweep(began + YEAR, YEAR).await.unwrap();
    assert_eq!(store.blob(&recorded.hash).await.unwrap(), Some(blob("## Recorded")));
    for gone in [refused, evidence] {
        assert_eq!(store.blob(&gone.hash).await.unwrap(), None, "{gone:?}");
    }
}

#[tokio::test]
async fn a_refused_paper_leaves_nothing_and_takes_nothing_from_the_one_that_was_filed() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let service = before_in(store.clone()).await;
    let mut clerk = acting_as(&service, "person-k1").await;
    let called =
        [("title", "First meeting"), ("on[day]", "6"), ("on[month]", "10"), ("on[year]", "2016"), ("place", "Hall")];
    let meeting = does(&mut clerk, "/do/call?forum=committee%3Aexecutive", &called).await;
    let meeting = meeting.rsplit('/').next().unwrap().to_owned();
    let added = [("title", "Ambulance"), ("kind", "decision"), ("access", "public")];
    let item = does(&mut clerk, &format!("/do/add-item?meeting={meeting}"), &added).await;
    let form = format!("/do/file-paper?item={}", item.rsplit('/').next().unwrap());
    let paper = |paper: &'static str, text: &'static str| {
        [("paper", paper), ("title", "The contract"), ("access", "public"), ("text", text)]
    };
    does(&mut clerk, &form, &paper("new", "## Why")).await;
    let hash = store::BlobHash::of(b"## Why");
    assert!(store.blob(&hash).await.unwrap().is_some());
    assert_eq!(store.offers().await.unwrap(), []);
    // A paper that is not there takes no version, and the same bytes are refused as another version of one.
    let page = clerk.get(&form).await.text;
    let held = page.split("value=\"paper-").nth(1).map(|rest| format!("paper-{}", rest.split('"').next().unwrap()));
    let held: &'static str =
        held.unwrap_or_else(|| panic!("the paper is not offered for a new version: {page}")).leak();
    let again = clerk.fill(&form, &form, &paper(held, "## Why")).await;
    assert_eq!(again.status.as_u16(), 422, "{}", again.text);
    assert_eq!(store.offers().await.unwrap(), []);
    store.sweep("2099-01-01T00:00:00Z".parse().unwrap(), YEAR).await.unwrap();
    assert!(store.blob(&hash).await.unwrap().is_some(), "the one that was filed is kept");
}
