//! What became of a body.

use crate::fact::Fact;
use crate::state::{Body, ClaimNo, Lives, State, Step};
use std::collections::BTreeMap;
use terms::{FuzzyDate, OdsCode, Sequence};

/// The bodies that took this one's place. A succession of a body by itself is left out; of one succession on two dates,
/// the date that matches the old body's end counts, else the earlier. Both are findings.
pub(crate) fn settle_steps(state: &State, body: &Body, lives: &Lives, known: Sequence) -> Vec<Step> {
    let ended = lives.counting().and_then(|period| period.to());
    let mut by_successor: BTreeMap<OdsCode, Vec<(FuzzyDate, ClaimNo)>> = BTreeMap::new();
    for number in &body.claims {
        let Some(claim) = state.claim(*number) else { continue };
        let Fact::Succeeded { from, to, on, .. } = &*claim.fact else { continue };
        if *from == body.code && to != from && state.saying(claim, known).next().is_some() {
            by_successor.entry(*to).or_default().push((*on, *number));
        }
    }
    let mut steps: Vec<Step> = by_successor
        .into_iter()
        .filter_map(|(code, mut dates)| {
            // A partial transfer and a later whole one are two steps only when a source tells them apart.
            dates.sort_by_key(|(on, number)| (Some(*on) != ended, *on, state.claim(*number).map(|claim| claim.series)));
            let (on, claim) = dates.first().copied()?;
            Some(Step { to: state.find(code)?, on, claim })
        })
        .collect();
    steps.sort_by_key(|step| (step.on, state.body(step.to).map(|body| body.code)));
    steps
}
