//! How long a client may keep the service waiting.
//!
//! Waiting uses patience up, and every byte that comes or goes gives some back, so that a slow line is served to the end and one
//! byte now and then is not.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use crate::refused::Problem;

/// The rate at which patience comes back. Units: bytes a second.
pub(super) const LEAST_BYTES_PER_SECOND: u64 = 16 * 1024;

/// What is left of it.
#[derive(Debug)]
struct Patience {
    most: Duration,
    left: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Patience {
    fn new(most: Duration) -> Self {
        Self { most, left: most, waiting: None }
    }

    /// Something came or went.
    fn moved(&mut self, n_bytes: usize) {
        if let Some((since, _)) = self.waiting.take() {
            self.left = self.left.saturating_sub(since.elapsed());
        }
        let earned = Duration::from_micros((n_bytes as u64).saturating_mul(1_000_000) / LEAST_BYTES_PER_SECOND);
        self.left = self.left.saturating_add(earned).min(self.most);
    }

    /// Nothing does just now: whether that has gone on for too long.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let left = self.left;
        let (_, sleep) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(left))));
        sleep.as_mut().poll(context).is_ready()
    }
}

/// A connection whose client must take what it asked for.
#[derive(Debug)]
pub(super) struct Steady {
    stream: TcpStream,
    patience: Patience,
    /// Whether the client is waited for to take more.
    blocked: Arc<AtomicBool>,
}

impl Steady {
    pub(super) fn new(stream: TcpStream, most: Duration, blocked: Arc<AtomicBool>) -> Self {
        Self { stream, patience: Patience::new(most), blocked }
    }

    fn watched(&mut self, context: &mut Context<'_>, poll: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.blocked.store(poll.is_pending(), Ordering::Relaxed);
        match poll {
            Poll::Ready(Ok(n_bytes)) => {
                self.patience.moved(n_bytes);
                Poll::Ready(Ok(n_bytes))
            }
            Poll::Pending if self.patience.is_over(context) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            other => other,
        }
    }
}

impl AsyncRead for Steady {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Steady {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(context, poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watched(context, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Set when a request's body did not go on coming. [`crate::refused::show_problems`] tells the client by it.
#[derive(Clone, Debug, Default)]
pub(crate) struct BrokeOff(Arc<AtomicBool>);

impl BrokeOff {
    /// The answer to it, once it is so.
    pub(crate) fn answer(&self) -> Option<Response> {
        if !self.0.load(Ordering::Relaxed) {
            return None;
        }
        let problem = Problem {
            status: StatusCode::REQUEST_TIMEOUT,
            title: "What was sent did not arrive".to_owned(),
            detail: "The rest of the request did not come in time. Nothing was recorded. Send it again.".to_owned(),
            errors: Vec::new(),
        };
        let mut response = problem.into_response();
        response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        Some(response)
    }
}

/// A request's body that must go on coming.
struct Coming {
    body: Incoming,
    patience: Patience,
    broke_off: BrokeOff,
}

/// `body`, given up when it keeps the service waiting for too long.
pub(super) fn coming(body: Incoming, most: Duration, broke_off: BrokeOff) -> Body {
    if body.is_end_stream() {
        return Body::empty();
    }
    Body::new(Coming { body, patience: Patience::new(most), broke_off })
}

impl hyper::body::Body for Coming {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                self.patience.moved(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending if self.patience.is_over(context) => {
                self.broke_off.0.store(true, Ordering::Relaxed);
                Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body that ends `guard` with itself.
pub(super) fn guarded(body: Body, guard: impl Send + 'static) -> Body {
    /// The body and what goes with it.
    struct Guarded<G>(Body, Option<G>);

    impl<G: Send + Unpin> hyper::body::Body for Guarded<G> {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            let poll = Pin::new(&mut self.0).poll_frame(context);
            if matches!(poll, Poll::Ready(None | Some(Err(_)))) {
                self.1 = None;
            }
            poll
        }

        fn is_end_stream(&self) -> bool {
            self.0.is_end_stream()
        }

        fn size_hint(&self) -> SizeHint {
            self.0.size_hint()
        }
    }
    Body::new(Guarded(body, Some(Box::new(guard))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_give_patience_back_and_never_more_than_there_was() {
        let mut patience = Patience { left: Duration::ZERO, ..Patience::new(Duration::from_secs(10)) };
        patience.moved(1);
        assert!(patience.left < Duration::from_micros(100), "one byte buys next to nothing");
        patience.moved(5 * LEAST_BYTES_PER_SECOND as usize);
        assert_eq!(patience.left.as_secs(), 5);
        patience.moved(usize::MAX);
        assert_eq!(patience.left, Duration::from_secs(10));
    }

    #[tokio::test]
    async fn waiting_uses_patience_up() {
        let mut patience = Patience::new(Duration::from_millis(20));
        let begun = Instant::now();
        std::future::poll_fn(|context| if patience.is_over(context) { Poll::Ready(()) } else { Poll::Pending }).await;
        assert!(begun.elapsed() >= Duration::from_millis(20));
        patience.moved(1);
        assert!(patience.left < Duration::from_millis(1));
    }
}
