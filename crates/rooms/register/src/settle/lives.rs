//! When a body lived.

use crate::fact::Fact;
use crate::kind::Life;
use crate::precedence;
use crate::state::{Body, Lives, State};
use std::cmp::Reverse;
use terms::{Period, Sequence};

/// The two lives of a body: each by the best source, and among equals by the one released last.
pub(crate) fn settle_lives(state: &State, body: &Body, known: Sequence) -> Lives {
    Lives {
        legal: settle_life(state, body, Life::Legal, known),
        operational: settle_life(state, body, Life::Operational, known),
    }
}

fn settle_life(state: &State, body: &Body, wanted: Life, known: Sequence) -> Option<Period> {
    let said = body.claims.iter().filter_map(|number| state.claim(*number)).filter_map(|claim| {
        let Fact::Lived { life, period, .. } = &*claim.fact else { return None };
        if *life != wanted {
            return None;
        }
        let last = state.saying(claim, known).map(|import| (import.released, import.recorded)).max()?;
        let standing = precedence::life(claim.series);
        // Two periods in one release (a code used twice): the earlier beginning, whichever way they were read.
        Some(((standing, Reverse(last.0), period.from(), period.to()), *period))
    });
    said.min_by_key(|(key, _)| *key).map(|(_, period)| period)
}
