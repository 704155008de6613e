//! Every answer of the service in every encoding a browser may ask for, through the whole frame: unpacked, the bytes are those
//! that come without one.

use std::io::Read as _;

use super::*;
use crate::routes;

/// What a browser may say it takes. Only gzip is given; whoever does not take it gets the bytes as they are.
const ENCODINGS: [&str; 8] =
    ["gzip", "gzip, deflate, br, zstd", "br", "deflate", "gzip;q=0", "identity", "*", "gzip;q=0.5, *;q=0"];

async fn asked(service: &Router, path: &str, encoding: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(encoding) = encoding {
        request = request.header(header::ACCEPT_ENCODING, encoding);
    }
    send(service, request.body(Body::empty()).unwrap()).await
}

/// The bytes as they were before they were packed.
fn unpacked(answer: &Answer, asked: &str) -> Vec<u8> {
    let Some(encoding) = answer.headers.get(header::CONTENT_ENCODING) else { return answer.body.clone() };
    assert_eq!(encoding, "gzip", "{asked}");
    assert!(asked.contains("gzip") || asked.contains('*'), "gzip came to {asked}");
    assert_ne!(asked, "gzip;q=0");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Asks for an address in every encoding; how often it came packed, where it is there at all.
async fn same_in_every_encoding(service: &Router, path: &str) -> Option<usize> {
    let plain = asked(service, path, None).await;
    assert!(plain.headers.get(header::CONTENT_ENCODING).is_none(), "{path}");
    if plain.status != StatusCode::OK {
        return None;
    }
    let again = asked(service, path, None).await;
    let mut packed = 0;
    for encoding in ENCODINGS {
        let answer = asked(service, path, Some(encoding)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {encoding}");
        packed += usize::from(answer.headers.contains_key(header::CONTENT_ENCODING));
        let bytes = unpacked(&answer, encoding);
        if again.body == plain.body {
            assert!(bytes == plain.body, "{path} {encoding}: {} bytes for {}", bytes.len(), plain.body.len());
        } else {
            // The token of a form is another each time, and as long.
            assert_eq!(bytes.len(), plain.body.len(), "{path} {encoding}");
        }
    }
    Some(packed)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_of_a_run_comes_whole_in_every_encoding() {
    let world = world().await;
    // With its answers longer than a part of the store, so that the body has several.
    let mut text = records();
    let row = text.lines().last().unwrap().to_owned();
    while text.len() < store::PART_BYTES_MAX / 2 {
        text.push_str(&row);
        text.push('\n');
    }
    text.push_str("bad\n");
    let fields = [("bad_rows", "leave-out")];
    let at = made(&world, &fields, &[("file", "sus.csv", text.as_bytes())]).await;
    for (path, is_packed) in [
        ("/result", true),
        ("/left-out", true),
        ("/rows?format=csv", true),
        ("/rows?format=json", true),
        ("/tables/terminals?format=csv", true),
        ("/tables/variance?format=json", true),
    ] {
        let packed = same_in_every_encoding(&world.service, &format!("{at}{path}")).await;
        assert_eq!(packed.unwrap_or_else(|| panic!("{path} is not there")) > 0, is_packed, "{path}");
    }
    let result = asked(&world.service, &format!("{at}/result"), Some("gzip")).await;
    assert_eq!(result.headers[header::CONTENT_ENCODING], "gzip");
    assert!(unpacked(&result, "gzip").len() > store::PART_BYTES_MAX, "it has several parts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_the_same_in_every_encoding() {
    let footprint = routes::record().await;
    let config = Config { today: Today::Fixed(routes::DAYS[1]), ..Config::default() };
    let service = router(footprint, config, Csrf::with_key([1; 32]));
    let (mut n_files, mut n_packed) = (0, 0);
    for (template, methods) in routes::routes(&service) {
        // What counts requests is another at each.
        if template == "/metrics" || !methods.iter().any(|method| method == "GET") {
            continue;
        }
        let path = routes::address(&template);
        let joint = if path.contains('?') { '&' } else { '?' };
        for format in ["", "csv", "xlsx", "json"] {
            let asked = if format.is_empty() { path.clone() } else { format!("{path}{joint}format={format}") };
            if let Some(packed) = same_in_every_encoding(&service, &asked).await {
                n_files += 1;
                n_packed += usize::from(packed > 0);
            }
        }
    }
    assert!(n_files > 150 && n_packed > 100, "{n_files} answers, {n_packed} of them packed");
}
