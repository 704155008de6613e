//! Upload, preview, take away, forget.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::world::{Answer, get, send, service};

const FILE: &str = "org_code,month,age,patients\n10Y,2017-06-01,0-17,100\n10H,2017-06-01,0-17,\"1,000\"\n10Q,2017-06-01,18+,7\nZZ9,2017-06-01,=1+1,5\n";

/// The browser's cookie and the token of its form.
async fn token(service: &Router) -> (String, String) {
    let page = get(service, "/restate").await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let text = page.text();
    let token = text.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (cookie, token)
}

async fn upload(service: &Router, (cookie, token): &(String, String), name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--xx\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--xx--\r\n");
    let request = Request::post("/restate")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
    send(service, request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_file_is_restated_with_every_total_kept() {
    let service = service().await;
    let browser = token(&service).await;
    let held = upload(&service, &browser, "figures.csv", FILE.as_bytes()).await;
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text());
    let at = held.headers[header::LOCATION].to_str().unwrap().to_owned();

    let columns = get(&service, &at).await.text();
    assert!(columns.contains("<option value=\"org_code\" selected>"), "{columns}");
    assert!(columns.contains("value=\"patients\" checked"), "{columns}");

    let asked =
        format!("{at}?code=org_code&day_column=month&value=patients&key=age&to=2019-10-01&mode=as-is&by=list-size");
    let page = get(&service, &asked).await;
    let text = page.main();
    assert_eq!(page.status, StatusCode::OK, "{text}");
    for words in ["1,112", "1,107", "Reorganisations on the way", "No imported file names this code"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let file = |which: &str| format!("{asked}&file={which}");
    let rows = get(&service, &file("rows")).await.text();
    assert_eq!(
        rows,
        "code,month,age,patients,how,counted_by,uncertain,rows,not_numbers\n10Q,2017-06-01,18+,7,direct,,no,1,0\n14Y,2017-06-01,0-17,1100,followed,,no,2,0\n"
    );
    let unplaced = get(&service, &file("unplaced")).await.text();
    assert!(unplaced.contains("ZZ9,2017-06-01,'=1+1,5,1,5,"), "{unplaced}");
    assert_eq!(get(&service, &file("nonsense")).await.status, StatusCode::NOT_FOUND);

    let forget = Request::post(format!("{at}/forget"))
        .header(header::COOKIE, &browser.0)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("form_token={}", browser.1)))
        .unwrap();
    assert_eq!(send(&service, forget).await.status, StatusCode::SEE_OTHER);
    assert_eq!(get(&service, &at).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_restated_says_why() {
    let service = service().await;
    let browser = token(&service).await;
    for (name, bytes, words) in [("", &b""[..], "Choose a file"), ("a.csv", b"", "Choose a file that is not empty")] {
        let answer = upload(&service, &browser, name, bytes).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    let at = upload(&service, &browser, "figures.csv", FILE.as_bytes()).await.headers[header::LOCATION].clone();
    let at = at.to_str().unwrap();
    for (query, words) in [
        ("code=org_code&value=patients", "Say on which day the figures were so"),
        ("code=org_code&day_column=month", "Choose at least one column of figures"),
        ("code=org_code&day=soon&value=patients", "“soon” is not a day"),
        ("code=nothing&day_column=month&value=patients", "nothing"),
    ] {
        let answer = get(&service, &format!("{at}?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(answer.text().contains(words), "{query}: {}", answer.main());
    }
}

#[tokio::test]
async fn an_upload_from_elsewhere_is_turned_away() {
    let service = service().await;
    let (cookie, _) = token(&service).await;
    let forged = (cookie, "AAAA".to_owned());
    assert_eq!(upload(&service, &forged, "a.csv", FILE.as_bytes()).await.status, StatusCode::FORBIDDEN);
}
