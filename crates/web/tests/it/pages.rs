//! What each page and file says.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use kit::security::Csrf;
use kit::site::{Config, Operator, Today};
use web::pages::router;

use crate::world::{self, PAGES, get, redacted, send, service};

#[tokio::test]
async fn who_runs_the_service_is_said_as_they_say_it_and_what_is_kept_as_it_is() {
    let config = Config { today: Today::Fixed("2019-10-01".parse().unwrap()), ..Config::default() };
    let operator = Operator {
        name: Some("NHS <Example> ICB".to_owned()),
        contact: Some("help@example.nhs.uk".parse().unwrap()),
        privacy: Some("https://example.nhs.uk/privacy".parse().unwrap()),
    };
    let footprint = world::footprint().await;
    let named = router(footprint.clone(), Config { operator, ..config.clone() }, Csrf::with_key([1; 32]));
    let about = get(&named, "/about").await.text();
    for words in ["run by NHS &#60;Example&#62; ICB", "mailto:help@example.nhs.uk", "This is not an NHS service"] {
        assert!(about.contains(words), "{words}: {about}");
    }
    let privacy = get(&named, "/privacy").await.text();
    assert!(privacy.contains("https://example.nhs.uk/privacy") && privacy.contains("Nobody can sign in"), "{privacy}");
    let nameless = router(footprint, config, Csrf::with_key([1; 32]));
    let about = get(&nameless, "/about").await.text();
    assert!(about.contains("has not said who they are") && !about.contains("mailto:"), "{about}");
    // The foot of every page leads there.
    let start = get(&nameless, "/").await.text();
    for href in ["/about", "/about#contact", "/privacy", "/accessibility"] {
        assert!(start.contains(&format!("href=\"{href}\"")), "{href}");
    }
    assert!(start.contains("This is not an NHS service"), "{start}");
}

#[tokio::test]
async fn every_page_answers_at_both_clocks_and_is_whole() {
    let service = service().await;
    for path in PAGES {
        for clocks in ["", "known_at=5", "valid_at=2018-04-01&known_at=4"] {
            let join = if path.contains('?') { '&' } else { '?' };
            let path = if clocks.is_empty() { (*path).to_owned() } else { format!("{path}{join}{clocks}") };
            if path.matches("valid_at").count() > 1 {
                continue;
            }
            let answer = get(&service, &path).await;
            let text = answer.text();
            assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
            assert!(text.contains("<main") && text.ends_with("</html>"), "{path}");
            assert_eq!(text.matches("<h1").count(), 1, "{path}");
            assert!(!text.contains("<script>alert"), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_say_what_they_said() {
    let service = service().await;
    for (name, path) in [
        ("start", "/"),
        ("search", "/search?q=surgery"),
        ("list", "/search?list=10Y%0A14Y+ZZ9"),
        ("organisation", "/organisations/14Y?valid_at=2018-04-01"),
        ("closed", "/organisations/10Y"),
        ("members", "/organisations/14Y/members"),
        ("successors", "/organisations/10Y/successors?to=2019-10-01"),
        ("predecessors", "/organisations/15A/predecessors"),
        ("diff", "/diff?place=QU9&from=2013-04-01&to=2019-10-01"),
        ("findings", "/findings"),
        ("entry", "/entries/5"),
        ("changes", "/changes?from=2&to=3"),
    ] {
        let mut settings = insta::Settings::clone_current();
        settings.add_filter("[0-9a-f]{64}", "[hash]");
        settings.add_filter("at [0-9]{2}:[0-9]{2}:[0-9]{2} UTC", "at [time]");
        settings.add_filter("[0-9]{2}:[0-9]{2} UTC", "[time]");
        let main = get(&service, path).await.main();
        settings.bind(|| insta::assert_snapshot!(format!("page_{name}"), main));
    }
}

#[tokio::test]
async fn the_place_went_from_seven_to_three() {
    let page = get(&service().await, "/diff?place=QU9&from=2013-04-01&to=2019-10-01").await.text();
    assert!(page.contains("<span class=\"fp-change__number\">7</span> commissioners on 1 April 2013"), "{page}");
    assert!(page.contains("<span class=\"fp-change__number\">3</span> commissioners on 1 October 2019"), "{page}");
}

#[tokio::test]
async fn a_file_carries_its_clocks_and_is_the_same_each_time() {
    let service = service().await;
    let path = "/organisations/14Y/members?valid_at=2018-04-01&known_at=4&format=";
    for (format, kind) in [("csv", "text/csv"), ("json", "application/json"), ("xlsx", "application/vnd.openxml")] {
        let answer = get(&service, &format!("{path}{format}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(kind));
        assert_eq!(answer.headers["footprint-valid-at"], "2018-04-01");
        assert_eq!(answer.headers["footprint-known-at"], "4");
        let name = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.contains(&format!("members-of-14y-on-1-april-2018-2018-04-01-entry-4.{format}")), "{name}");
        assert_eq!(get(&service, &format!("{path}{format}")).await.body, answer.body);
    }
    insta::assert_snapshot!("members_csv", get(&service, &format!("{path}csv")).await.text());
    insta::assert_snapshot!("members_json", redacted(&get(&service, &format!("{path}json")).await.text()));
}

#[tokio::test]
async fn a_file_never_runs_in_a_spreadsheet_and_a_name_never_in_a_page() {
    let service = service().await;
    let file = get(&service, "/organisations/10Q/members?format=csv").await.text();
    assert!(file.contains("\"'=HYPERLINK(\"\"x\"\")<script>alert('&')</script>\""), "{file}");
    let page = get(&service, "/organisations/Y99904").await.text();
    assert!(page.contains("&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;"), "{page}");
}

#[tokio::test]
async fn what_the_reader_holds_is_not_sent_again() {
    let service = service().await;
    let path = "/organisations/14Y?valid_at=2018-04-01&known_at=5";
    let tag = get(&service, path).await.headers[header::ETAG].clone();
    let again = |path: &str| Request::get(path).header(header::IF_NONE_MATCH, tag.clone()).body(Body::empty()).unwrap();
    assert_eq!(send(&service, again(path)).await.status, StatusCode::NOT_MODIFIED);
    for other in
        ["/organisations/14Y?valid_at=2018-04-02&known_at=5", "/organisations/14Y?valid_at=2018-04-01&known_at=4"]
    {
        assert_eq!(send(&service, again(other)).await.status, StatusCode::OK, "{other}");
    }
}

#[tokio::test]
async fn a_whole_code_leads_to_its_page_with_the_clocks_asked_for() {
    let answer = get(&service().await, "/search?q=e38000223&valid_at=2018-04-01").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers[header::LOCATION], "/organisations/14Y?valid_at=2018-04-01");
}

#[tokio::test]
async fn links_keep_the_clocks_a_reader_chose() {
    let page = get(&service().await, "/organisations/14Y/members?valid_at=2018-04-01").await.text();
    assert!(page.contains("href=\"/organisations/Y99901?valid_at=2018-04-01\""), "{page}");
}

#[tokio::test]
async fn an_uncertain_answer_says_so_in_words() {
    let page = get(&service().await, "/organisations/Y99903/parents?valid_at=2017-05-01").await.text();
    assert!(page.contains("uncertain: the date of the change is not known to the day"), "{page}");
}
