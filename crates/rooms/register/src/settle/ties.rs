//! To whom a body belonged.
//!
//! Sources with dates of their own (`epcmem` for practices, `ePCN` for networks) are painted first and stand up to the
//! day of their release. From there the snapshots are walked in the order of their release: what two neighbouring
//! snapshots agree on held between them; where they differ, the change is put on the day the sources give or imply, and
//! otherwise left between the two days. The keeper's entries come last. Who belonged to a body that passed whole to one other
//! goes with it, but a practice. Whatever the source, nobody belongs on a day when either of the two did not live.

use super::life::{is_network, life_of};
use crate::fact::{BodyRef, Fact};
use crate::kind::Tie;
use crate::precedence;
use crate::source::Series;
use crate::state::{BodyNo, ClaimNo, ImportNo, State};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use terms::{Date, FuzzyDate, OdsCode, Period, Sequence, Timeline};

const CHAIN_MAX: usize = 8;

/// Something noticed while a membership was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TieFinding {
    /// The stated beginning lies before the parent opened.
    EarlyJoin { claim: ClaimNo, import: ImportNo, opened: FuzzyDate },
    /// A source with dates of its own says otherwise on the stated first day.
    Overruled { claim: ClaimNo, import: ImportNo, on: Date, by: Series, instead: Option<BodyNo> },
    /// Two snapshots of one day differ; the first counts.
    Contradiction { kept: ClaimNo, kept_import: ImportNo, dropped: ClaimNo, import: ImportNo },
    /// Two dated memberships share days.
    Overlap { one: ClaimNo, other: ClaimNo, import: ImportNo },
    /// The parent had closed before the membership can have begun.
    AfterClosure { claim: ClaimNo, import: ImportNo, closed: FuzzyDate },
    /// The parent closed and nothing says where the body went.
    Stranded { parent: BodyNo, closed: FuzzyDate },
}

/// One release saying one thing.
#[derive(Clone, Copy, Debug)]
struct Said {
    parent: BodyNo,
    parent_code: OdsCode,
    period: Period,
    series: Series,
    /// The first day the release can mean.
    on: Date,
    /// The day by which the release certainly shows it.
    by: Date,
    recorded: Sequence,
    claim: ClaimNo,
    import: ImportNo,
}

/// Works out one kind of membership of one body, as known after an entry; tells `found` what it noticed.
pub(crate) fn settle_tie(
    state: &State,
    child: BodyNo,
    tie: Tie,
    known: Sequence,
    mut found: Option<&mut Vec<TieFinding>>,
) -> Timeline<BodyNo> {
    let said = gather(state, child, tie, known);
    let (mut entered, said): (Vec<Said>, Vec<Said>) = said.into_iter().partition(|said| said.series == Series::Entered);
    let (dated, mut observed): (Vec<Said>, Vec<Said>) =
        said.into_iter().partition(|said| precedence::is_dated(said.series, tie));

    let (mut timeline, horizon) = paint_dated(dated, found.as_deref_mut());
    observed.sort_by_key(|said| {
        (said.on, precedence::snapshot_tie(said.series), Reverse(said.period.from()), said.parent_code, said.series)
    });
    if let Some(found) = found.as_deref_mut() {
        note_joins(state, known, &timeline, horizon, &observed, found);
    }
    walk(state, known, &mut timeline, horizon.map(|(day, _)| day), &observed, found.as_deref_mut());

    entered.sort_by_key(|said| (said.recorded, said.period.from(), said.parent_code));
    for said in entered {
        timeline.paint(said.period, said.parent);
    }
    carry(state, known, child, tie, &mut timeline);
    let open_ended = timeline.changes().last().and_then(|last| last.value);
    let child_life = life_of(state, child, known);
    if let (Some(found), Some(parent)) = (found, open_ended)
        && let Some(closed) = life_of(state, parent, known).and_then(|life| life.to())
        && child_life.and_then(|life| life.to()).is_none_or(|end| end.latest() > closed.latest())
    {
        found.push(TieFinding::Stranded { parent, closed });
    }
    // A closed body is a member of nothing and nobody is a member of it, whatever says so.
    timeline.limit(|parent| life_of(state, parent, known).unwrap_or(Period::ALWAYS));
    timeline.limit(|_| child_life.unwrap_or(Period::ALWAYS));
    timeline
}

/// Whoever belonged to a body to its end and of whom no later membership is known goes with it to the one body that took
/// its whole place that day. A practice chooses its commissioner and its network and so is left where it was.
fn carry(state: &State, known: Sequence, child: BodyNo, tie: Tie, timeline: &mut Timeline<BodyNo>) {
    let goes_with_it = match tie {
        Tie::System | Tie::Region | Tie::Host | Tie::Provider => true,
        Tie::Commissioner => is_network(state, child, known),
        Tie::Network | Tie::Place => false,
    };
    let mut passed = Vec::new();
    while let Some(parent) = timeline.changes().last().and_then(|last| last.value).filter(|_| goes_with_it)
        && passed.len() < CHAIN_MAX
        && let Some(closed) = life_of(state, parent, known).and_then(|life| life.to())
    {
        passed.push(parent);
        let steps = state.body(parent).and_then(|body| body.successors.known(known)).map_or(&[][..], Vec::as_slice);
        let mut that_day = steps.iter().filter(|step| step.on.latest() == closed.latest());
        let (Some(step), None) = (that_day.next(), that_day.next()) else { return };
        let Ok(period) = Period::new(Some(step.on), None) else { return };
        if passed.contains(&step.to) {
            return;
        }
        timeline.paint(period, step.to);
    }
}

fn gather(state: &State, child: BodyNo, tie: Tie, known: Sequence) -> Vec<Said> {
    let Some(body) = state.body(child) else { return Vec::new() };
    let mut all = Vec::new();
    for number in &body.claims {
        let Some(claim) = state.claim(*number) else { continue };
        let Fact::Tied { child: code, tie: held, parent, period } = &*claim.fact else { continue };
        if *code != body.code || *held != tie {
            continue;
        }
        let parent = match parent {
            BodyRef::Ods(code) => state.find(*code),
            BodyRef::Gss(gss) => state.by_gss(*gss, known),
        };
        let Some((parent, parent_code)) = parent.and_then(|number| Some((number, state.body(number)?.code))) else {
            continue;
        };
        all.extend(state.saying(claim, known).map(|import| Said {
            parent,
            parent_code,
            period: *period,
            series: claim.series,
            on: import.released.observed_on(),
            by: import.released.observed_by(),
            recorded: import.recorded,
            claim: *number,
            import: import.number,
        }));
    }
    all
}

/// Paints what the dated sources say. Of each series the release that came last counts whole.
fn paint_dated(
    dated: Vec<Said>,
    mut found: Option<&mut Vec<TieFinding>>,
) -> (Timeline<BodyNo>, Option<(Date, Series)>) {
    let mut by_series: BTreeMap<Series, Vec<Said>> = BTreeMap::new();
    for said in dated {
        by_series.entry(said.series).or_default().push(said);
    }
    let mut timeline = Timeline::default();
    let mut horizon: Option<(Date, Series)> = None;
    for (series, mut said) in by_series {
        let last = said.iter().map(|said| said.on).max();
        said.retain(|said| Some(said.on) == last);
        said.sort_by_key(|said| (said.period.from(), said.period.to(), said.parent_code));
        said.dedup_by_key(|said| said.claim);
        for pair in said.windows(2) {
            if let ([one, other], Some(found)) = (pair, found.as_deref_mut())
                && one.period.overlaps(&other.period) == terms::Certainty::Yes
            {
                found.push(TieFinding::Overlap { one: one.claim, other: other.claim, import: other.import });
            }
        }
        for said in &said {
            timeline.paint(said.period, said.parent);
        }
        if let Some(last) = last {
            horizon = horizon.max(Some((last, series)));
        }
    }
    (timeline, horizon)
}

/// Tells of each snapshot row whose stated first day cannot be right.
fn note_joins(
    state: &State,
    known: Sequence,
    dated: &Timeline<BodyNo>,
    horizon: Option<(Date, Series)>,
    observed: &[Said],
    found: &mut Vec<TieFinding>,
) {
    for said in observed {
        let Some(joined) = said.period.from() else { continue };
        let opened = life_of(state, said.parent, known).and_then(|life| life.from());
        if let Some(opened) = opened
            && joined.latest() < opened.earliest()
        {
            found.push(TieFinding::EarlyJoin { claim: said.claim, import: said.import, opened });
        }
        if let Some((day, by)) = horizon
            && joined.latest() <= day
        {
            let instead = dated.at(joined.latest()).nominal();
            if instead != Some(said.parent) {
                let (claim, import, on) = (said.claim, said.import, joined.latest());
                found.push(TieFinding::Overruled { claim, import, on, by, instead });
            }
        }
    }
}

/// Carries the timeline on from the dated sources' horizon, snapshot by snapshot.
fn walk(
    state: &State,
    known: Sequence,
    timeline: &mut Timeline<BodyNo>,
    horizon: Option<Date>,
    observed: &[Said],
    mut found: Option<&mut Vec<TieFinding>>,
) {
    let mut current = horizon.and_then(|day| timeline.at(day).nominal());
    let mut seen = horizon;
    let mut last: Option<Said> = None;
    for said in observed.iter().filter(|said| horizon.is_none_or(|day| said.on > day)) {
        if let Some(kept) = last
            && kept.on == said.on
        {
            // One day, one answer: the better source came first.
            if kept.parent != said.parent
                && let Some(found) = found.as_deref_mut()
            {
                let (kept, kept_import) = (kept.claim, kept.import);
                found.push(TieFinding::Contradiction { kept, kept_import, dropped: said.claim, import: said.import });
            }
            continue;
        }
        last = Some(*said);
        let closed = life_of(state, said.parent, known).and_then(|life| life.to());
        if let (Some(closed), Some(day)) = (closed, seen)
            && current != Some(said.parent)
            && closed.latest() <= day
        {
            if let Some(found) = found.as_deref_mut() {
                found.push(TieFinding::AfterClosure { claim: said.claim, import: said.import, closed });
            }
            seen = Some(said.on);
            continue;
        }
        let left = said.period.to();
        if let (Some(left), Some(day)) = (left, seen)
            && left.latest() <= day.tomorrow().unwrap_or(day)
        {
            // It had left before it was seen elsewhere or nowhere: on this day it belongs to nobody.
            if current.is_some()
                && let Ok(after) = Period::new(Some(some_day(day, said.by)), None)
            {
                timeline.clear(after);
            }
            (current, seen) = (None, Some(said.on));
            continue;
        }
        if current != Some(said.parent) {
            for (parent, from) in changes(state, known, current, said, seen) {
                if let Ok(period) = Period::new(Some(from), None) {
                    timeline.paint(period, parent);
                }
            }
        }
        current = Some(said.parent);
        if let Some(left) = left
            && let Ok(after) = Period::new(Some(left), None)
        {
            timeline.clear(after);
            current = None;
        }
        seen = Some(said.on);
    }
}

/// When and through whom a body came to the parent a snapshot shows: one or more memberships, in order.
fn changes(
    state: &State,
    known: Sequence,
    current: Option<BodyNo>,
    said: &Said,
    seen: Option<Date>,
) -> Vec<(BodyNo, FuzzyDate)> {
    let opened = life_of(state, said.parent, known).and_then(|life| life.from());
    let joined = match (said.period.from(), opened) {
        (Some(joined), Some(opened)) if joined.latest() < opened.earliest() => Some(opened),
        (joined, _) => joined,
    };
    let Some(seen) = seen else {
        // The first that is known of this body.
        return vec![(said.parent, joined.unwrap_or_else(|| first_seen(opened, said.by)))];
    };
    if said.period.from().is_some_and(|joined| joined.earliest() > seen) {
        return joined.map(|joined| (said.parent, joined)).into_iter().collect();
    }
    if let Some(chain) = current.and_then(|current| chain(state, known, current, said.parent, (seen, said.by))) {
        return chain;
    }
    if let Some(opened) = opened
        && opened.earliest() > seen
        && opened.latest() <= said.by
        && said.period.from().is_some_and(|joined| joined.latest() <= opened.latest())
    {
        return vec![(said.parent, opened)];
    }
    // Some day after the last snapshot that showed something else, and not after the old parent had closed.
    let closed = current.and_then(|current| life_of(state, current, known)).and_then(|life| life.to());
    let latest = match closed {
        Some(closed) if closed.latest() > seen && closed.latest() < said.by => closed.latest(),
        _ => said.by,
    };
    vec![(said.parent, some_day(seen, latest))]
}

/// Some day after one and not after another.
fn some_day(after: Date, by: Date) -> FuzzyDate {
    let earliest = after.tomorrow().unwrap_or(after).min(by);
    FuzzyDate::between(earliest, by).unwrap_or(FuzzyDate::day(by))
}

/// A membership first seen on a day and without a stated beginning began between the parent's opening and that day.
fn first_seen(opened: Option<FuzzyDate>, on: Date) -> FuzzyDate {
    opened.and_then(|opened| FuzzyDate::between(opened.earliest(), on).ok()).unwrap_or(FuzzyDate::day(on))
}

/// The successions that lead from one parent to another after `seen` and by `on`, shortest first found.
fn chain(
    state: &State,
    known: Sequence,
    from: BodyNo,
    to: BodyNo,
    (seen, on): (Date, Date),
) -> Option<Vec<(BodyNo, FuzzyDate)>> {
    let mut paths: Vec<Vec<(BodyNo, FuzzyDate)>> = vec![Vec::new()];
    for _ in 0..CHAIN_MAX {
        let mut longer = Vec::new();
        for path in &paths {
            let (body, after) = path.last().map_or((from, FuzzyDate::day(seen)), |(body, on)| (*body, *on));
            for step in state.body(body)?.successors.known(known).into_iter().flatten() {
                let later =
                    step.on.earliest() > seen && step.on.earliest() >= after.earliest() && step.on.latest() <= on;
                if later && path.iter().all(|(passed, _)| *passed != step.to) {
                    let mut path = path.clone();
                    path.push((step.to, step.on));
                    if step.to == to {
                        return Some(path);
                    }
                    longer.push(path);
                }
            }
        }
        if longer.is_empty() {
            return None;
        }
        paths = longer;
    }
    None
}
