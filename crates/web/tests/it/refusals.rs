//! When the answer is no, it says what to do.

use axum::http::StatusCode;

use crate::world::{get, service};

#[tokio::test]
async fn what_is_wrong_is_named_and_how_to_put_it_right() {
    let service = service().await;
    for (path, status, words) in [
        ("/organisations/ZZ9", 404, "Nothing on the register has the code ZZ9"),
        ("/organisations/ZZ9/members", 404, "Search for the organisation by name"),
        ("/organisations/%3Cb%3E", 404, "Search for the organisation by name"),
        ("/organisations/14Y?valid_at=soon", 400, "“soon” is not a day: write it as 2018-04-01"),
        ("/organisations/14Y?known_at=99", 400, "There is no entry 99; the last is 5"),
        ("/organisations/14Y/members?format=exe", 400, "ask for csv, xlsx or json"),
        ("/organisations/14Y/successors?to=soon", 400, "href=\"#to\""),
        ("/organisations/14Y/successors?by=guess", 400, "list-size or small-area"),
        ("/diff?place=&from=&to=2019", 400, "href=\"#place\">Enter a place"),
        ("/diff?place=nowhere&from=2013-04-01&to=2019-10-01", 400, "Nothing on the register matches “nowhere”"),
        ("/findings/nonsense", 404, "is not a kind of finding"),
        ("/entries/99", 404, "Entries are numbered from 1 to 5"),
        ("/entries/1/proof", 404, "not under a signed checkpoint yet"),
        ("/changes?from=0&to=99", 400, "the last is 5"),
        ("/changes?from=x&to=2018-04-01", 400, "href=\"#from\""),
        ("/changes.atom", 400, "Name the bodies to follow"),
        ("/changes.atom?code=ZZ9", 404, "Nothing on the register has the code ZZ9"),
        ("/restate/nobody", 404, "upload it again"),
    ] {
        let answer = get(&service, path).await;
        let page = answer.text();
        assert_eq!(answer.status.as_u16(), status, "{path}: {page}");
        assert!(page.contains(words) && page.contains("</html>"), "{path}: {page}");
        if answer.status == StatusCode::BAD_REQUEST {
            assert!(page.contains("nhsuk-error-summary") && page.contains("<title>Error: "), "{path}: {page}");
        }
    }
}

#[tokio::test]
async fn a_closed_body_says_first_what_it_became() {
    let page = get(&service().await, "/organisations/10Y").await.text();
    let inset = page.split("nhsuk-inset-text").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(inset.contains("Closed 31 March 2018.") && inset.contains(">14Y NHS Buckinghamshire CCG"), "{inset}");
}
