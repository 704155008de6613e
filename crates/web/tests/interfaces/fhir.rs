//! FHIR: golden resources, searches, versions, as-of questions, refusals.

use axum::http::StatusCode;
use serde_json::Value;

use crate::world::{ask, get, golden, service};

#[tokio::test]
async fn every_interaction_answers_as_the_golden_file_says() {
    let service = service().await;
    for (name, path) in [
        ("organization", "/fhir/Organization/14Y"),
        ("organization_as_was", "/fhir/Organization/10Y?_validAt=2018-03-31&_knownAt=1"),
        ("organization_history", "/fhir/Organization/10Q/_history"),
        ("organization_version", "/fhir/Organization/10Q/_history/1"),
        ("organization_search", "/fhir/Organization?name=nhs&active=true&_count=1"),
        ("affiliation", "/fhir/OrganizationAffiliation/K82001.commissioner.14Y.2018-04-01"),
        (
            "affiliation_uncertain",
            "/fhir/OrganizationAffiliation?participating-organization=10Q&role=place&_validAt=2019-04-01",
        ),
        ("location", "/fhir/Location/K82002"),
        ("metadata", "/fhir/metadata"),
    ] {
        insta::assert_snapshot!(format!("fhir_{name}"), golden(get(&service, path).await));
    }
}

/// The ids a search finds.
async fn ids(service: &axum::Router, path: &str) -> Vec<String> {
    let bundle = get(service, path).await;
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    entries.iter().map(|entry| entry["resource"]["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn searches_find_what_they_say() {
    let service = service().await;
    for (query, found) in [
        ("Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|14Y", "14Y"),
        ("Organization?identifier=http://statistics.data.gov.uk/id/statistical-geography|E38000222", "14Y"),
        ("Organization?identifier=14Y,10Q", "10Q 14Y"),
        ("Organization?identifier=https://example.org/other|14Y", ""),
        ("Organization?name=nhs bucks", ""),
        ("Organization?name=NHS buck", "14Y"),
        ("Organization?name:contains=chilt", "10H"),
        ("Organization?name:exact=NHS CHILTERN CCG", "10H"),
        ("Organization?name:exact=nhs chiltern ccg", ""),
        ("Organization?address-postalcode=hp198", "10Y 14Y"),
        ("Organization?type=RO98&active=true", "10Q 14Y"),
        ("Organization?type=commissioning-group&active=true&_validAt=2014-01-01", "10H 10Q 10Y"),
        ("Organization?partof=Organization/14Y", "K82001 K82002"),
        ("Organization?partof=10Y&_validAt=2018-03-31", "K82001"),
        ("Organization?_id=14Y,10Q&active=true", "10Q 14Y"),
        ("Organization?_lastUpdated=lt2000", ""),
        ("OrganizationAffiliation?organization=Organization/10Y", "K82001.commissioner.10Y.2013-04-01"),
        (
            "OrganizationAffiliation?participating-organization=K82001&date=ge2018-04-01&date=le2018-04-01",
            "K82001.commissioner.14Y.2018-04-01",
        ),
        (
            "OrganizationAffiliation?participating-organization=K82001&date=eb2018-04-01",
            "K82001.commissioner.10Y.2013-04-01",
        ),
        ("OrganizationAffiliation?participating-organization=K82001&active=true", "K82001.commissioner.14Y.2018-04-01"),
        ("Location?address-postalcode=HP20", "K82002"),
        ("Location?organization=14Y", "14Y"),
    ] {
        let path = format!("/fhir/{}", query.replace(' ', "%20"));
        assert_eq!(ids(&service, &path).await.join(" "), found, "{query}");
    }
}

/// The rules of R4 (4.0.1), 3.1.1, in its words, and what each finds.
#[tokio::test]
async fn a_search_keeps_the_rules_of_the_standard() {
    let service = service().await;
    let ods = "https://fhir.nhs.uk/Id/ods-organization-code";
    let gss = "http://statistics.data.gov.uk/id/statistical-geography";
    let role = "https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole";
    let all = ids(&service, "/fhir/Organization").await;
    let all = all.join(" ");
    let mut wrong = Vec::new();
    for (rule, query, found) in [
        ("a comma is an or", "Organization?name=nobody,NHS Buck".to_owned(), "14Y"),
        ("an escaped comma is itself", r"Organization?name=nobody\,NHS Buck".to_owned(), ""),
        ("an escaped comma is itself", r"Organization?_id=14Y\,10Q".to_owned(), ""),
        ("a backslash is escaped too", r"Organization?_id=x\\,14Y".to_owned(), "14Y"),
        ("an escaped bar parts nothing", format!(r"Organization?identifier={ods}\|14Y"), ""),
        ("case-insensitive and accent-insensitive", "Organization?name=nhs Bück".to_owned(), "14Y"),
        ("case-insensitive and accent-insensitive", "Organization?name:contains=CHÏLT".to_owned(), "10H"),
        ("exact: including casing and accents", "Organization?name:exact=NHS CHÏLTERN CCG".to_owned(), ""),
        ("insignificant white space is ignored", "Organization?name=NHS  BUCK".to_owned(), "14Y"),
        ("[code]: irrespective of the system", "Organization?identifier=14Y".to_owned(), "14Y"),
        ("[system]|[code]", format!("Organization?identifier={ods}|14Y"), "14Y"),
        ("[system]|[code]", format!("Organization?identifier={gss}|14Y"), ""),
        ("|[code]: has no system", "Organization?identifier=|14Y".to_owned(), ""),
        ("|[code]: has no system", "Organization?type=|RO98".to_owned(), ""),
        ("|[code]: an id has none", "Organization?_id=|14Y".to_owned(), "14Y"),
        ("|[code]: an id has none", format!("Organization?_id={ods}|14Y"), ""),
        ("[system]|: any code", format!("Organization?identifier={gss}|"), "10H 14Y"),
        ("[system]|: any code", format!("Organization?type={role}|&active=true&partof:missing=true"), "QU9"),
        ("[system]|: any code", "Organization?identifier=urn:x|".to_owned(), ""),
        ("a code of another system", "Organization?type=urn:x|RO98".to_owned(), ""),
        ("a boolean has no system", "Organization?active=|true&_id=14Y".to_owned(), "14Y"),
        ("missing=false: has a value", "Organization?partof:missing=false".to_owned(), "10Q 14Y K82001 K82002"),
        ("missing=true: has none", "Organization?_id:missing=true".to_owned(), ""),
        ("missing=false: has a value", "Organization?identifier:missing=false".to_owned(), &all),
        ("missing and another criterion", "Organization?partof:missing=true&_id=K82001,QU9".to_owned(), "QU9"),
        (
            "role: any of its codings",
            "OrganizationAffiliation?role=member&participating-organization=K82001&active=true".to_owned(),
            "K82001.commissioner.14Y.2018-04-01",
        ),
        (
            "ne: the range does not contain the value's",
            "OrganizationAffiliation?participating-organization=K82001&date=ne2013".to_owned(),
            "K82001.commissioner.10Y.2013-04-01 K82001.commissioner.14Y.2018-04-01",
        ),
        ("date:missing", "OrganizationAffiliation?participating-organization=K82001&date:missing=true".to_owned(), ""),
    ] {
        let path = format!("/fhir/{}", query.replace(' ', "%20").replace('|', "%7C").replace('\\', "%5C"));
        let path = path.replace('ü', "%C3%BC").replace('Ï', "%C3%8F");
        let answer = ids(&service, &path).await.join(" ");
        if answer != found {
            wrong.push(format!("{rule}: {query} found {answer:?}, expected {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_count_of_nought_counts() {
    let service = service().await;
    for query in
        ["Organization?", "Organization?active=true&", "OrganizationAffiliation?", "Location?_lastUpdated=ge2000&"]
    {
        let whole = ids(&service, &format!("/fhir/{query}_count=200")).await.len();
        assert!(whole > 0, "{query}");
        for only in ["_count=0", "_summary=count", "_count=0&_summary=false", "_summary=count&_count=7"] {
            let bundle = get(&service, &format!("/fhir/{query}{only}")).await;
            assert_eq!(bundle["total"], whole, "{query}{only}");
            assert!(bundle.get("entry").is_none(), "{query}{only}");
            assert_eq!(bundle["link"].as_array().unwrap().len(), 1, "no page after: {query}{only}");
        }
    }
    let history = get(&service, "/fhir/Organization/10Q/_history?_count=0").await;
    assert!(history["total"].as_u64().unwrap() > 0 && history.get("entry").is_none(), "{history}");
    assert_eq!(history["link"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_day_asked_about_gives_back_the_old_parent() {
    let service = service().await;
    for (day, parent) in [("2018-03-31", "Organization/10Y"), ("2018-04-01", "Organization/14Y")] {
        let practice = get(&service, &format!("/fhir/Organization/K82001?_validAt={day}")).await;
        assert_eq!(practice["partOf"]["reference"], parent, "{day}");
    }
    let before = ask(&service, "/fhir/Organization/K82001?_knownAt=2", &[]).await;
    assert_eq!(before.0, StatusCode::NOT_FOUND, "{}", before.2);
}

#[tokio::test]
async fn pages_joined_are_the_whole_search() {
    let service = service().await;
    for kind in ["Organization", "OrganizationAffiliation", "Location"] {
        let whole = ids(&service, &format!("/fhir/{kind}")).await;
        let mut joined = Vec::new();
        let mut path = Some(format!("/fhir/{kind}?_count=1"));
        while let Some(here) = path {
            let page = get(&service, &here).await;
            let entries = page["entry"].as_array().cloned().unwrap_or_default();
            joined.extend(entries.iter().map(|entry| entry["resource"]["id"].as_str().unwrap().to_owned()));
            let next = page["link"].as_array().unwrap().iter().find(|link| link["relation"] == "next").cloned();
            path = next.map(|next| next["url"].as_str().unwrap().to_owned());
            assert!(joined.len() <= whole.len(), "{kind}: {joined:?}");
        }
        assert!(!whole.is_empty());
        assert_eq!(joined, whole, "{kind}");
    }
}

#[tokio::test]
async fn a_version_is_held_only_for_a_day_that_is_given() {
    let service = service().await;
    let path = "/fhir/Organization/14Y?_validAt=2018-04-01";
    let (_, headers, body) = ask(&service, path, &[]).await;
    let body: Value = serde_json::from_str(&body).unwrap();
    let etag = headers["etag"].to_str().unwrap();
    assert_eq!(etag, format!("W/\"{}\"", body["meta"]["versionId"].as_str().unwrap()));
    assert_eq!(headers["content-type"], "application/fhir+json; charset=utf-8");
    assert!(headers["last-modified"].to_str().unwrap().ends_with(" GMT"));
    assert_eq!(ask(&service, path, &[("if-none-match", etag)]).await.0, StatusCode::NOT_MODIFIED);
    let today = ask(&service, "/fhir/Organization/14Y", &[("if-none-match", etag)]).await;
    assert_eq!(today.0, StatusCode::OK);
}

#[tokio::test]
async fn every_refusal_is_an_operation_outcome() {
    let service = service().await;
    for (path, headers, status, code) in [
        ("/fhir/Organization/99Z", &[][..], 404, "not-found"),
        ("/fhir/Organization/14Y/_history/2000", &[], 404, "not-found"),
        ("/fhir/Organization?color=blue", &[], 400, "invalid"),
        ("/fhir/Organization?active=maybe", &[], 400, "invalid"),
        ("/fhir/Organization?_validAt=2018", &[], 400, "invalid"),
        ("/fhir/Organization?name:missing=perhaps", &[], 400, "invalid"),
        ("/fhir/Organization?active:exact=true", &[], 400, "invalid"),
        ("/fhir/Organization?name:not=x", &[], 400, "invalid"),
        ("/fhir/Organization?type=no-such-type", &[], 400, "invalid"),
        ("/fhir/Organization?_summary=text", &[], 400, "invalid"),
        ("/fhir/Organization?_knownAt=99", &[], 400, "invalid"),
        ("/fhir/Patient", &[], 404, "not-found"),
        ("/fhir/Organization?_format=xml", &[], 406, "not-supported"),
        ("/fhir/metadata", &[("accept", "application/fhir+xml")], 406, "not-supported"),
    ] {
        let (found, answered, body) = ask(&service, path, headers).await;
        assert_eq!(found.as_u16(), status, "{path}: {body}");
        assert_eq!(answered["content-type"], "application/fhir+json; charset=utf-8", "{path}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&body["resourceType"], &body["issue"][0]["code"]), (&"OperationOutcome".into(), &code.into()));
    }
    let lenient = ask(&service, "/fhir/Organization?color=blue&_id=14Y", &[("prefer", "handling=lenient")]).await;
    assert_eq!(lenient.0, StatusCode::OK);
}

#[tokio::test]
async fn no_query_breaks_a_search() {
    let service = service().await;
    let odd = [
        "",
        "|",
        "||",
        ",",
        ":",
        "%00",
        "%FF",
        "..",
        "ge",
        "ge9999-12-31",
        "-1",
        "a%20%20",
        "Organization/",
        "%C3%9F",
        "0000",
        "eq2018-02-30",
        "L-",
        "%5C",
        "%5C,%5C%7C",
        "urn:x%7C",
        "99999999999999999999",
    ];
    let mut asked = 0;
    for kind in ["Organization", "OrganizationAffiliation", "Location"] {
        for param in [
            "_id",
            "_lastUpdated",
            "identifier",
            "name",
            "name:contains",
            "address-postalcode",
            "type",
            "partof",
            "active",
            "organization",
            "participating-organization",
            "date",
            "role",
            "_count",
            "_summary",
            "active:missing",
            "identifier:missing",
            "_page",
            "_validAt",
            "_knownAt",
        ] {
            for value in odd {
                let (status, _, body) = ask(&service, &format!("/fhir/{kind}?{param}={value}"), &[]).await;
                assert!(status.as_u16() < 500, "{kind}?{param}={value}: {body}");
                assert!(serde_json::from_str::<Value>(&body).is_ok(), "{kind}?{param}={value}: {body}");
                asked += 1;
            }
        }
        for id in ["%00", "..%2F", "%FF", "a%20b", "K82001.commissioner", "K82001.commissioner.10Y.", "."] {
            for tail in ["", "/_history", "/_history/x", "/_history/-1"] {
                let (status, ..) = ask(&service, &format!("/fhir/{kind}/{id}{tail}"), &[]).await;
                assert!(status.is_client_error(), "{kind}/{id}{tail}: {status}");
            }
        }
    }
    assert_eq!(asked, 3 * 20 * odd.len());
}

#[tokio::test]
async fn a_writing_method_is_refused_by_both_interfaces() {
    let service = service().await;
    for (path, media_type) in [
        ("/fhir/Organization/14Y", "application/fhir+json; charset=utf-8"),
        ("/fhir/nothing", "application/fhir+json; charset=utf-8"),
        ("/api/v1/organisations/14Y", "application/problem+json"),
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let request =
                axum::http::Request::builder().method(method).uri(path).body(axum::body::Body::empty()).unwrap();
            let response = tower::ServiceExt::oneshot(service.clone(), request).await.unwrap();
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(response.headers()["content-type"], media_type, "{method} {path}");
            assert_eq!(response.headers()["allow"], "GET,HEAD", "{method} {path}");
        }
    }
}
