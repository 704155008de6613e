//! The server itself, on loopback, against clients that keep silent, stop halfway, take nothing, or stay.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use kit::refused::Ways;
use kit::security::Csrf;
use kit::serve::{Limits, framed, serve_within};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, oneshot};

/// Short enough for a test, long enough for a machine that is busy.
const SHORT: Duration = Duration::from_millis(400);
/// Beyond this something hangs.
const HANGS: Duration = Duration::from_secs(30);

fn patient() -> Limits {
    Limits { head: HANGS * 2, body: HANGS * 2, answer: HANGS * 2, ..Limits::default() }
}

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
}

async fn start(limits: Limits) -> Server {
    let endless = || async {
        let piece = Bytes::from(vec![b'x'; 64 * 1024]);
        Body::from_stream(futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone())))
    };
    let begun = std::sync::Arc::new(Notify::new());
    let slow = move || {
        let begun = begun.clone();
        async move {
            begun.notify_one();
            tokio::time::sleep(SHORT * 2).await;
            "done at last"
        }
    };
    let routes = Router::new()
        .route("/quick", get(|| async { "here" }))
        .route("/slow", get(slow))
        .route("/never", get(std::future::pending::<&'static str>))
        .route("/endless", get(endless))
        .route("/api/v1/take", post(|body: Bytes| async move { format!("took {}", body.len()) }))
        .layer(DefaultBodyLimit::max(4 * 1024 * 1024));
    let router = framed(routes, Csrf::with_key([1; 32]), Ways { parts: &[], footer: &[] });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(serve_within(limits, router, listener, async {
        let _ = stopped.await;
    }));
    Server { address, stop, served }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// From another address of this machine.
    async fn connect_from(&self, host: u8) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, host], 0))).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    async fn stop(self) -> Duration {
        let told = Instant::now();
        self.stop.send(()).unwrap();
        tokio::time::timeout(HANGS, self.served).await.expect("the server did not stop").unwrap();
        told.elapsed()
    }
}

async fn ask(mut stream: TcpStream, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    if stream.write_all(request.as_bytes()).await.is_err() {
        return String::new();
    }
    rest(&mut stream).await
}

/// What comes until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(HANGS, stream.read_to_end(&mut answer));
    let _ = read.await.expect("the server neither answered nor closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_silent_sockets_lock_nobody_out() {
    let server = start(Limits { connections: 200, connections_of_address: 40, ..patient() }).await;
    let mut silent = Vec::new();
    for number in 0..1100 {
        // From twenty-two addresses, so that no limit of one address helps.
        silent.push(server.connect_from(10 + (number % 22) as u8).await);
    }
    let begun = Instant::now();
    for _ in 0..5 {
        let answer = ask(server.connect_from(9).await, "/quick").await;
        assert!(answer.ends_with("here"), "{answer}");
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // Those that keep silent do not put off a stop either.
    assert!(server.stop().await < Duration::from_secs(5));
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_has_its_share_and_no_more() {
    let server = start(Limits { connections: 20, connections_of_address: 4, ..patient() }).await;
    let mut busy = Vec::new();
    for _ in 0..4 {
        let mut stream = server.connect_from(10).await;
        stream.write_all(b"GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        busy.push(stream);
    }
    tokio::time::sleep(SHORT).await;
    assert_eq!(ask(server.connect_from(10).await, "/quick").await, "", "the fifth of one address");
    assert!(ask(server.connect_from(11).await, "/quick").await.ends_with("here"), "another address");
    drop(busy);
    // What was given back can be had again.
    let begun = Instant::now();
    while !ask(server.connect_from(10).await, "/quick").await.ends_with("here") {
        assert!(begun.elapsed() < HANGS);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_head_and_silence_after_an_answer_end() {
    let server = start(Limits { head: SHORT, ..patient() }).await;
    let mut half = server.connect().await;
    half.write_all(b"GET /quick HTTP/1.1\r\nHost: loc").await.unwrap();
    let mut dripped = server.connect().await;
    let drip = async {
        for byte in b"GET /quick HTTP/1.1\r\nX-Slow: ".iter().cycle() {
            if dripped.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(SHORT / 4).await;
        }
    };
    tokio::time::timeout(HANGS, drip).await.expect("one byte at a time went on for ever");
    assert!(!rest(&mut half).await.contains(" 200 "));
    let mut kept = server.connect().await;
    kept.write_all(b"GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    assert!(rest(&mut kept).await.ends_with("here"), "answered, and closed when no more was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_body_is_told_and_ends() {
    let server = start(Limits { body: SHORT, ..patient() }).await;
    for (length, sent) in
        [("Content-Length: 1000", "0123456789"), ("Transfer-Encoding: chunked", "a\r\n0123456789\r\n")]
    {
        let mut half = server.connect().await;
        let head = format!("POST /api/v1/take HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n{sent}");
        half.write_all(head.as_bytes()).await.unwrap();
        let answer = rest(&mut half).await;
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("problem+json"), "{length}: {answer}");
    }
    // A form's page says it to a person.
    let mut form = server.connect().await;
    let head = "POST /quick HTTP/1.1\r\nHost: localhost\r\nCookie: footprint_form=x\r\nContent-Length: 99\r\n\r\nform_";
    form.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut form).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("did not arrive"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_goes_on_coming_is_taken_however_long_it_takes() {
    let server = start(Limits { body: SHORT, ..patient() }).await;
    let mut stream = server.connect().await;
    let (pieces, piece) = (12, vec![b'x'; 64 * 1024]);
    let head = format!(
        "POST /api/v1/take HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        pieces * piece.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..pieces {
        stream.write_all(&piece).await.unwrap();
        tokio::time::sleep(SHORT / 4).await;
    }
    assert!(rest(&mut stream).await.ends_with(&format!("took {}", pieces * piece.len())));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_nothing_is_let_go() {
    let server = start(Limits { answer: SHORT, drain: HANGS * 2, ..patient() }).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT * 4).await;
    // Nothing is left to drain.
    assert!(server.stop().await < Duration::from_secs(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_what_was_begun_and_waits_for_nothing_else() {
    let server = start(patient()).await;
    let silent = server.connect().await;
    let mut kept = server.connect().await;
    kept.write_all(b"GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut slow = server.connect().await;
    slow.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT).await;
    let (took, answer) = tokio::join!(server.stop(), rest(&mut slow));
    assert!(answer.ends_with("done at last"), "{answer}");
    assert!(took < Duration::from_secs(8), "{took:?}");
    drop((silent, kept));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_cuts_off_what_does_not_end() {
    let server = start(Limits { drain: SHORT, ..patient() }).await;
    let mut never = server.connect().await;
    never.write_all(b"GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT).await;
    let took = server.stop().await;
    assert!(took >= SHORT && took < Duration::from_secs(10), "{took:?}");
}
