//! REST: golden answers, the two clocks, tags, refusals.

use axum::http::StatusCode;
use serde_json::Value;

use crate::world::{ask, get, golden, service};

#[tokio::test]
async fn every_route_answers_as_the_golden_file_says() {
    let service = service().await;
    for (name, path) in [
        ("search", "/api/v1/organisations?q=ccg&kind=commissioning-group&open=yes"),
        ("search_pages", "/api/v1/organisations?limit=2"),
        ("organisation", "/api/v1/organisations/14y"),
        ("organisation_as_was", "/api/v1/organisations/10Y?valid_at=2018-03-31&known_at=1"),
        ("members", "/api/v1/organisations/14Y/members?tie=commissioner"),
        ("memberships", "/api/v1/organisations/10Q/memberships"),
        ("successors", "/api/v1/organisations/10Y/successors"),
        ("predecessors", "/api/v1/organisations/14Y/predecessors?to=2013-04-01"),
        ("names", "/api/v1/organisations/10Q/names"),
        ("attestations", "/api/v1/organisations/K82001/attestations"),
        ("arrangements", "/api/v1/organisations/10Y/arrangements"),
        ("coverage", "/api/v1/organisations/14Y/coverage"),
        ("diff", "/api/v1/diff?place=10Y,10H&from=2018-03-31&to=2018-04-01"),
        ("successions", "/api/v1/successions?from=2018-04-01&cause=merge"),
        ("heirs_forwards", "/api/v1/heirs?code=10Y&from=2017-04-01&to=2019-04-01"),
        ("heirs_backwards", "/api/v1/heirs?code=14Y&from=2019-04-01&to=2017-04-01"),
        ("findings", "/api/v1/findings?kind=column-drift"),
        ("imports", "/api/v1/imports?series=epcmem"),
        ("entry", "/api/v1/entries/2"),
        ("changes_between_days", "/api/v1/changes?from=2018-03-31&to=2018-04-01"),
        ("changes_between_entries", "/api/v1/changes?from=5&to=6"),
    ] {
        insta::assert_snapshot!(name, golden(get(&service, path).await));
    }
}

#[tokio::test]
async fn every_refusal_says_what_where_and_what_to_do() {
    let service = service().await;
    for (name, path, status) in [
        ("several_faults", "/api/v1/organisations?vaild_at=2018-04-01&limit=0&kind=ccg&q=a&q=b", 400),
        ("missing", "/api/v1/diff?from=2018-03-31", 400),
        ("not_a_day", "/api/v1/organisations?valid_at=2018-02-30", 400),
        ("unknown_code", "/api/v1/organisations/99Z", 404),
        ("not_yet", "/api/v1/organisations/14Y?known_at=99", 404),
        ("nowhere", "/api/v1/organizations", 404),
    ] {
        let (found, headers, body) = ask(&service, path, &[]).await;
        assert_eq!(found.as_u16(), status, "{path}: {body}");
        assert_eq!(headers["content-type"], "application/problem+json", "{path}");
        let body: Value = serde_json::from_str(&body).unwrap();
        insta::assert_snapshot!(format!("refused_{name}"), golden(body));
    }
    let long = format!("/api/v1/organisations?q={}", "a".repeat(5000));
    assert_eq!(ask(&service, &long, &[]).await.0, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn what_is_held_is_not_sent_again_until_either_clock_moves() {
    let service = service().await;
    let path = "/api/v1/organisations/14Y?valid_at=2018-04-01&known_at=4";
    let (_, headers, _) = ask(&service, path, &[]).await;
    let etag = headers["etag"].to_str().unwrap().to_owned();
    let held = [("if-none-match", etag.as_str())];
    let (status, headers, body) = ask(&service, path, &held).await;
    assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(headers["etag"], etag.as_str());
    for other in [
        "/api/v1/organisations/14Y?valid_at=2018-04-02&known_at=4",
        "/api/v1/organisations/14Y?valid_at=2018-04-01&known_at=3",
        "/api/v1/organisations/10Q?valid_at=2018-04-01&known_at=4",
    ] {
        assert_eq!(ask(&service, other, &held).await.0, StatusCode::OK, "{other}");
    }
    // A tag says nothing of an organisation that is not there.
    let missing = ask(&service, "/api/v1/organisations/99Z", &[("if-none-match", "*")]).await;
    assert_eq!(missing.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_joined_are_the_whole_list() {
    let service = service().await;
    let whole = get(&service, "/api/v1/organisations").await;
    let mut joined = Vec::new();
    let mut path = Some("/api/v1/organisations?limit=3".to_owned());
    let mut pages = 0;
    while let Some(here) = path {
        let page = get(&service, &here).await;
        joined.extend(page["items"].as_array().unwrap().clone());
        path = page["links"]["next"].as_str().map(str::to_owned);
        pages += 1;
    }
    assert_eq!(Value::from(joined.clone()), whole["items"]);
    assert!(pages > 2 && whole["n_total"] == joined.len(), "{pages} pages of {}", joined.len());
}

#[tokio::test]
async fn a_self_link_gives_the_same_bytes() {
    let service = service().await;
    let (_, _, first) = ask(&service, "/api/v1/organisations/14Y/members", &[]).await;
    let itself = serde_json::from_str::<Value>(&first).unwrap()["links"]["self"].as_str().unwrap().to_owned();
    assert_eq!(ask(&service, &itself, &[]).await.2, first);
}

#[tokio::test]
async fn a_proof_leads_from_the_stored_text_to_the_root() {
    let service = service().await;
    let answer = get(&service, "/api/v1/entries/3?known_at=6").await;
    let (entry, proof) = (&answer["entry"], &answer["entry"]["proof"]);
    let hash = |value: &Value| value.as_str().unwrap().parse::<journal::Hash>().unwrap();
    let leaf = journal::merkle::leaf_hash(entry["stored"].as_str().unwrap().as_bytes());
    assert_eq!(leaf, hash(&proof["leaf_hash"]));
    let path: Vec<journal::Hash> = proof["path"].as_array().unwrap().iter().map(hash).collect();
    assert!(journal::merkle::inclusion_holds(2, 6, &leaf, &path, &hash(&proof["root_hash"])));
    assert!(!journal::merkle::inclusion_holds(1, 6, &leaf, &path, &hash(&proof["root_hash"])));
}

#[tokio::test]
async fn the_reference_page_lists_every_route() {
    let service = service().await;
    let (status, headers, page) = ask(&service, "/api", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let document = get(&service, "/api/v1/openapi.json").await;
    let paths = document["paths"].as_object().unwrap();
    let acts = web::pages::FACES.iter().flat_map(|face| face.acts).count();
    assert!(paths.len() > acts + 42, "{}", paths.len());
    for (path, item) in paths {
        let method = if item.get("post").is_some() { "POST" } else { "GET" };
        assert!(page.contains(&format!("{method} {path}")), "{path}");
    }
}

#[tokio::test]
async fn every_example_of_the_documentation_is_answered() {
    let service = service().await;
    let document = get(&service, "/api/v1/openapi.json").await;
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        // What takes a body, or an id nobody can guess, has no address to try.
        if path.starts_with("/api/v1/assign/") || item["get"].is_null() {
            continue;
        }
        let about = item["get"]["description"].as_str().unwrap();
        let example = about.split("`GET ").nth(1).unwrap().trim_end_matches('`');
        let (status, _, body) = ask(&service, example, &[]).await;
        // The small world does not hold every body of the examples; the question itself must be lawful.
        assert!(matches!(status.as_u16(), 200 | 404), "{path}: {example}: {body}");
        asked += usize::from(status == StatusCode::OK);
    }
    assert!(asked >= 14, "{asked} of the examples are about bodies of this world");
}
