//! The feed of changes to bodies one follows. Source: RFC 4287.

use crate::world::{get, service};

fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[tokio::test]
async fn each_recorded_change_is_one_entry_for_ever() {
    let service = service().await;
    let path = "/changes.atom?code=14Y&code=10Y";
    let feed = get(&service, path).await;
    assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let text = feed.text();
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
    );
    assert_eq!(get(&service, path).await.body, feed.body);
    let ids = between(&text, "<id>", "</id>");
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(ids.len(), distinct.len(), "{text}");
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{ids:?}");
    let titles = between(&text, "<title>", "</title>");
    // The latest first: the federation, the members, the successions, and the file that first named each.
    assert_eq!(
        titles,
        [
            "Changes to 10Y, 14Y",
            "10Y NHS Aylesbury Vale CCG: arrangement",
            "14Y NHS Buckinghamshire CCG: members",
            "10Y NHS Aylesbury Vale CCG: members",
            "14Y NHS Buckinghamshire CCG: succession",
            "10Y NHS Aylesbury Vale CCG: succession",
            "14Y NHS Buckinghamshire CCG: dates, kind, name, membership",
            "10Y NHS Aylesbury Vale CCG: dates, kind, name",
        ]
    );
}

#[tokio::test]
async fn a_feed_known_at_an_earlier_entry_holds_nothing_later() {
    let text = get(&service().await, "/changes.atom?code=14Y&known_at=1").await.text();
    assert_eq!(between(&text, "<entry>", "</entry>").len(), 1, "{text}");
}
