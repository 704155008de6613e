//! Every route on a real socket, asked what no page of ours asks: never a fault of ours, never a hang.

use std::net::SocketAddr;
use std::time::Duration;

use kit::serve::{Limits, serve_within};
use kit::sign_in::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;

use crate::door::{with_passwords, world};
use crate::routes::routes;

const HANGS: Duration = Duration::from_mins(1);

/// What comes back for some bytes: the last status, and the body.
async fn ask(address: SocketAddr, host: u8, request: Vec<u8>) -> (u16, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 1, host], 0))).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let mut answer = Vec::new();
    let both = async {
        // Whoever is answered before all is sent may find the door shut.
        let write = async {
            let _ = writer.write_all(&request).await;
        };
        tokio::join!(write, async {
            let _ = reader.read_to_end(&mut answer).await;
        });
    };
    tokio::time::timeout(HANGS, both).await.expect("it hangs");
    let mut text = String::from_utf8_lossy(&answer).into_owned();
    if let Some(rest) = text.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n") {
        text = rest.to_owned();
    }
    let status = text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default();
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
    (status, body)
}

/// The odd requests of a path, each with what it is.
fn odd(path: &str) -> Vec<(&'static str, Vec<u8>)> {
    let end = "Host: localhost\r\nConnection: close\r\n\r\n";
    let stem = path.rsplit_once('/').map_or("", |(stem, _)| stem);
    let plain = |method: &str, path: &str| format!("{method} {path} HTTP/1.1\r\n{end}").into_bytes();
    let long = "x".repeat(70_000);
    let form = "Content-Type: application/x-www-form-urlencoded\r\nCookie: footprint_form=aaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    let chunks = format!("{}0\r\n\r\n", format!("10000\r\n{}\r\n", "y".repeat(65_536)).repeat(24));
    vec![
        ("HEAD", plain("HEAD", path)),
        ("OPTIONS", plain("OPTIONS", path)),
        ("PUT", plain("PUT", path)),
        ("TRACE", plain("TRACE", path)),
        ("a method of nobody's", plain("BREW", path)),
        ("an overlong address", plain("GET", &format!("{path}?q={long}"))),
        ("an overlong header", format!("GET {path} HTTP/1.1\r\nX-Long: {long}\r\n{end}").into_bytes()),
        ("a header of other letters", [format!("GET {path} HTTP/1.1\r\nCookie: ").as_bytes(), b"\xff\xfe=\xc3\r\n", end.as_bytes()].concat()),
        ("bad percent-encoding", plain("GET", &format!("{stem}/%zz"))),
        ("bytes that are no text", plain("GET", &format!("{stem}/%ff%fe?%ff=%zz&valid_at=%c3"))),
        ("a nought", plain("GET", &format!("{stem}/a%00b?q=%00"))),
        ("a body on GET", format!("GET {path} HTTP/1.1\r\nContent-Length: 5\r\n{end}hello").into_bytes()),
        ("chunks over the limit", format!("POST {path} HTTP/1.1\r\n{form}Transfer-Encoding: chunked\r\n{end}{chunks}").into_bytes()),
        ("Expect", format!("POST {path} HTTP/1.1\r\n{form}Content-Length: 9\r\nExpect: 100-continue\r\n{end}form_toke").into_bytes()),
        ("two lengths", format!("POST {path} HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n{end}ab").into_bytes()),
        ("a part without an end", format!("POST {path} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nCookie: footprint_form=a\r\nContent-Length: 3\r\n{end}--b").into_bytes()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_however_odd_breaks_or_hangs_any_route() {
    let world = world(Settings { is_demo: true, ..with_passwords() }).await;
    let mut paths: Vec<String> = routes(&world.service).into_iter().map(|(path, _)| path).collect();
    assert!(paths.len() > 120, "{}", paths.len());
    for path in &mut paths {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "none" } else { part });
        *path = parts.collect::<Vec<_>>().join("/");
    }
    paths.extend(["/nowhere", "//", "/api/v1/nowhere", "/fhir/nowhere", "/assets/"].map(str::to_owned));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(serve_within(Limits::default(), world.service.clone(), listener, std::future::pending()));
    let (mut asked, mut bad, mut tasks) = (0, Vec::new(), JoinSet::new());
    for (number, path) in paths.into_iter().enumerate() {
        if tasks.len() == 8 {
            bad.extend(tasks.join_next().await.unwrap().unwrap());
        }
        asked += odd(&path).len();
        tasks.spawn(async move {
            let host = (number % 250 + 1) as u8;
            let mut bad: Vec<String> = Vec::new();
            for (what, request) in odd(&path) {
                let (status, body) = ask(address, host, request).await;
                // A method that HTTP does not know may be refused by closing; a server says so with a status of its own.
                let right = match what {
                    "HEAD" => (200..500).contains(&status) && body.is_empty(),
                    "an overlong address" => matches!(status, 413 | 414 | 431),
                    "an overlong header" => status == 431,
                    "chunks over the limit" | "a part without an end" => status < 500,
                    "two lengths" => status == 400,
                    _ => (200..500).contains(&status),
                };
                if !right {
                    bad.push(format!("{what} {path}: {status}"));
                }
            }
            bad
        });
    }
    while let Some(found) = tasks.join_next().await {
        bad.extend(found.unwrap());
    }
    server.abort();
    assert!(asked > 2000, "{asked}");
    assert!(bad.is_empty(), "{} of {asked}: {:#?}", bad.len(), bad.iter().take(40).collect::<Vec<_>>());
}
