//! What was refused, as a page and as files, for those who keep or audit the record and for nobody else.

use axum::http::StatusCode;

use crate::routes::{DAYS, record, service};

#[tokio::test]
async fn a_keeper_and_an_auditor_see_who_was_turned_away() {
    let during = service(&record().await, DAYS[1]).await;
    let mut member = during.signed_in("person-w-member").await;
    assert_eq!(member.get("/people/new").await.status, StatusCode::FORBIDDEN);
    for (person, status) in [
        ("person-w-secretary", StatusCode::OK),
        ("person-w-auditor", StatusCode::OK),
        ("person-w-officer", StatusCode::NOT_FOUND),
        ("person-w-member", StatusCode::NOT_FOUND),
    ] {
        let mut browser = during.signed_in(person).await;
        let page = browser.get("/refusals").await;
        assert_eq!(page.status, status, "{person}: {}", page.text);
        if status != StatusCode::OK {
            continue;
        }
        assert!(
            page.text.contains("member of the commissioning executive") && page.text.contains("Not theirs to do"),
            "{}",
            page.text
        );
        let file = browser.get("/refusals?format=csv").await;
        assert!(file.text.contains("/people/new,403,Not theirs to do,not-theirs"), "{}", file.text);
        assert!(!file.text.contains("@example.org"));
        assert_eq!(browser.get("/refusals?format=json").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_notice_reaches_the_members_and_nobody_else() {
    let during = service(&record().await, DAYS[1]).await;
    let mut clerk = during.signed_in("person-w-clerk").await;
    let give = "/do/give-notice?meeting=draft";
    let wrong = clerk.fill(give, give, &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = clerk.fill(give, give, &[("text", "Bring the business case.")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    for (person, is_member) in
        [("person-w-member", true), ("person-w-clerk", true), ("person-w-lay", false), ("person-w-nobody", false)]
    {
        let mut browser = during.signed_in(person).await;
        let page = browser.get("/notices").await;
        assert_eq!(page.text.contains("Bring the business case."), is_member, "{person}: {}", page.text);
        assert_eq!(
            browser.get("/meetings/draft").await.text.contains("Bring the business case."),
            is_member,
            "{person}"
        );
    }
    let mut nobody = during.signed_in("person-w-nobody").await;
    assert_eq!(nobody.get("/notices").await.status, StatusCode::NOT_FOUND);
    let mut member = during.signed_in("person-w-member").await;
    assert!(member.get("/notices?format=csv").await.text.contains("Bring the business case."));
}
