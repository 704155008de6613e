//! The server: connections taken, answered and ended.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Service;

use super::connections::{Connections, GRACE, InHand, NoPlace, Place};
use super::patience::{BrokeOff, Steady, coming, guarded};

/// The longest head of a request: the address and every header line. Units: bytes.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// How long is waited when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(200);

/// What clients may take of the server, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most connections open at once.
    pub connections: usize,
    /// The most of one address; behind a proxy all have the proxy's.
    pub connections_of_address: usize,
    /// How long the head of a request may take, from the connection or the answer before.
    pub head: Duration,
    /// How long in all the rest of a request may be waited for; 16 KiB give back a second.
    pub body: Duration,
    /// How long in all a client may be waited for to take its answer; 16 KiB give back a second.
    pub answer: Duration,
    /// How long requests begun may take to end when the server is told to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            connections_of_address: 64,
            head: Duration::from_secs(15),
            body: Duration::from_secs(20),
            answer: Duration::from_secs(30),
            drain: Duration::from_secs(10),
        }
    }
}

impl Limits {
    /// The same, where one address, the proxy's, stands for everybody.
    #[must_use]
    pub fn behind_proxy(self) -> Self {
        Self { connections_of_address: self.connections, ..self }
    }
}

/// Answers requests until `shutdown` is done, then finishes those begun.
pub async fn serve(router: Router, listener: TcpListener, shutdown: impl Future<Output = ()>) {
    serve_within(Limits::default(), router, listener, shutdown).await;
}

/// The same, with limits of one's own.
///
/// A connection on which no request is being answered ends at once when told to stop; the others have [`Limits::drain`], and are
/// then cut off.
pub async fn serve_within(limits: Limits, router: Router, listener: TcpListener, shutdown: impl Future<Output = ()>) {
    let connections = Connections::new(limits.connections, limits.connections_of_address, GRACE);
    let (stop, stopping) = watch::channel(());
    let mut tasks = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = next(&listener, &connections) => accepted,
        };
        while tasks.try_join_next().is_some() {}
        if let Some((stream, peer, place)) = accepted {
            tasks.spawn(answer(limits, router.clone(), stream, peer, place, stopping.clone()));
        }
    }
    drop((listener, stop));
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, all).await.is_err() {
        tracing::warn!(requests = tasks.len(), "stopping: requests that did not end in time are cut off");
        tasks.shutdown().await;
    }
}

type Accepted = (TcpStream, SocketAddr, Place);

/// The next connection with its place; nothing where it got none. What has been accepted and waits for a place holds the next
/// ones up, which wait in the system's queue.
async fn next(listener: &TcpListener, connections: &Arc<Connections>) -> Option<Accepted> {
    let (stream, peer) = match listener.accept().await {
        Ok(accepted) => accepted,
        Err(error) if is_of_client(&error) => return None,
        Err(error) => {
            // Out of file descriptors or memory: those in use will come back.
            tracing::warn!(%error, "no connection can be taken just now");
            tokio::time::sleep(BREATH).await;
            return None;
        }
    };
    loop {
        match connections.enter(peer.ip()) {
            Ok(place) => return Some((stream, peer, place)),
            Err(NoPlace::OneAddress) => {
                tracing::debug!(%peer, "one address has all the connections it may have");
                return None;
            }
            Err(NoPlace::Full) => connections.change().await,
        }
    }
}

fn is_of_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn answer(
    limits: Limits,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    mut stopping: watch::Receiver<()>,
) {
    let _ = stream.set_nodelay(true);
    let held = Arc::clone(&place.connection);
    let steady = Steady::new(stream, limits.answer, Arc::clone(&held.blocked));
    let service = service_fn(move |request| respond(router.clone(), request, peer, limits, InHand::on(&held)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_header_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(steady), service);
    let mut connection = pin!(connection);
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, %error, "a connection broke off");
                }
                return;
            }
            () = place.connection.end.notified() => return,
            _ = stopping.changed(), if !is_stopping => {
                if place.connection.is_idle() {
                    return;
                }
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

async fn respond(
    mut router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    limits: Limits,
    in_hand: InHand,
) -> Result<Response<Body>, Infallible> {
    let broke_off = BrokeOff::default();
    let mut request = request.map(|body| coming(body, limits.body, broke_off.clone()));
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(broke_off);
    let response = router.call(request).await?;
    Ok(response.map(|body| guarded(body, in_hand)))
}
