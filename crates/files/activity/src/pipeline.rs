//! One thread reads, several work, one writes; what comes out is in the order in which it went in.

use crate::error::ActivityError;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Pieces of work that may wait before and behind each worker: enough that nobody waits for long, and what bounds memory.
const WAITING: usize = 2;

/// Works on every piece that `next` gives and hands the outcomes to `take` in the same order.
///
/// Each worker has its own state. The first error in the order of the pieces is the one returned, whatever the threads did.
///
/// # Errors
/// The first that `next`, `work` or `take` gives.
pub(crate) fn run<P: Send, S, O: Send>(
    workers: NonZero<usize>,
    mut next: impl FnMut() -> Result<Option<P>, ActivityError> + Send,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, P) -> Result<O, ActivityError> + Sync,
    mut take: impl FnMut(O) -> Result<(), ActivityError>,
) -> Result<(), ActivityError> {
    std::thread::scope(|scope| {
        let mut ways_in: Vec<SyncSender<Result<P, ActivityError>>> = Vec::new();
        let mut ways_out: Vec<Receiver<Result<O, ActivityError>>> = Vec::new();
        for _ in 0..workers.get() {
            let (way_in, pieces) = sync_channel::<Result<P, ActivityError>>(WAITING);
            let (outcomes, way_out) = sync_channel(WAITING);
            let (begin, work) = (&begin, &work);
            scope.spawn(move || {
                let mut state = begin();
                for piece in pieces {
                    // Nobody listens any more once the run has failed.
                    if outcomes.send(piece.and_then(|piece| work(&mut state, piece))).is_err() {
                        break;
                    }
                }
            });
            ways_in.push(way_in);
            ways_out.push(way_out);
        }
        scope.spawn(move || {
            for way_in in ways_in.iter().cycle() {
                let piece = match next() {
                    Ok(Some(piece)) => Ok(piece),
                    Ok(None) => break,
                    Err(error) => Err(error),
                };
                let failed = piece.is_err();
                if way_in.send(piece).is_err() || failed {
                    break;
                }
            }
        });
        for way_out in ways_out.iter().cycle() {
            match way_out.recv() {
                Ok(outcome) => take(outcome?)?,
                Err(_) => break,
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workers(n: usize) -> NonZero<usize> {
        NonZero::new(n).unwrap()
    }

    #[test]
    fn outcomes_keep_the_order_of_the_pieces() {
        for n in 1..5 {
            let mut pieces = 0..1_000_u64;
            let mut out = Vec::new();
            run(
                workers(n),
                || Ok(pieces.next()),
                || (),
                |(), piece| Ok(piece * 2),
                |outcome| {
                    out.push(outcome);
                    Ok(())
                },
            )
            .unwrap();
            assert!(out.iter().copied().eq((0..1_000).map(|piece| piece * 2)));
        }
    }

    #[test]
    fn the_first_failure_in_order_ends_the_run() {
        for n in 1..4 {
            let mut pieces = 0..u64::MAX;
            let fails = |(): &mut (), piece| {
                if piece >= 7 { Err(ActivityError::Unbalanced(format!("piece {piece}"))) } else { Ok(piece) }
            };
            let error = run(workers(n), || Ok(pieces.next()), || (), fails, |_| Ok(())).unwrap_err();
            assert_eq!(error.to_string(), "the run does not balance: piece 7");
        }
    }
}
