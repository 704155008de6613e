//! What holds for everybody: regimes, thresholds, prices, and who belongs to which system.

use super::{Draft, given, in_order};
use crate::totals::event::Event;
use crate::totals::id::DeflatorSeries;
use crate::totals::record::DatedThresholds;
use crate::totals::refusal::Refusal;
use crate::{BasisPoints, ExactNumber, Membership, Regime};
use std::collections::BTreeMap;
use terms::{Certainty, Date, FinancialYear, FuzzyDate, OdsCode};

pub(super) fn enact(draft: &mut Draft<'_>, regime: &Regime) -> Result<(), Refusal> {
    given("the source of the regime", &regime.source)?;
    let overlaps = |held: &&Regime| held.code != regime.code && held.period.overlaps(&regime.period) != Certainty::No;
    if let Some(held) = draft.room.regimes().find(overlaps) {
        return Err(Refusal::RegimeOverlaps { with: held.code.clone() });
    }
    draft.push(|by, on| Event::RegimeEnacted { regime: regime.clone(), by, on });
    Ok(())
}

pub(super) fn set_thresholds(draft: &mut Draft<'_>, set: &DatedThresholds) -> Result<(), Refusal> {
    given("the source of the thresholds", &set.source)?;
    draft.push(|by, on| Event::ThresholdsSet { set: set.clone(), by, on });
    Ok(())
}

pub(super) fn publish_deflators(
    draft: &mut Draft<'_>,
    series: &DeflatorSeries,
    indices: &BTreeMap<FinancialYear, ExactNumber>,
) -> Result<(), Refusal> {
    if indices.is_empty() || indices.values().any(|index| index.is_nought()) {
        return Err(Refusal::Missing { what: "an index above nought for each year of the series" });
    }
    draft.push(|by, on| Event::DeflatorsPublished { series: series.clone(), indices: indices.clone(), by, on });
    Ok(())
}

pub(super) fn join(draft: &mut Draft<'_>, membership: &Membership) -> Result<(), Refusal> {
    let Membership { body, system, share, .. } = *membership;
    let first = membership.period.from().map_or(Date::MIN, FuzzyDate::latest);
    draft.living(body, first)?;
    draft.living(system, first)?;
    if body == system {
        return Err(Refusal::OwnMember { body });
    }
    if share == BasisPoints::NOTHING {
        return Err(Refusal::Missing { what: "the share of the body’s figures that counts to the system" });
    }
    let meets = |held: &&Membership| held.period.overlaps(&membership.period) != Certainty::No;
    let meeting: Vec<&Membership> = draft.room.memberships(body).filter(meets).collect();
    if meeting.iter().any(|held| held.system == system) {
        return Err(Refusal::AlreadyMember { body, system });
    }
    if is_past_whole(membership, &meeting) {
        return Err(Refusal::SharePastWhole { body, share });
    }
    draft.push(|by, on| Event::SystemJoined { membership: *membership, by, on });
    Ok(())
}

/// Whether on some day more than the whole of the body would count. The most counts on a day on which one of them begins.
fn is_past_whole(new: &Membership, held: &[&Membership]) -> bool {
    let first = |membership: &Membership| membership.period.from().map_or(Date::MIN, FuzzyDate::latest);
    let begins: Vec<Date> = held.iter().map(|other| first(other)).chain([first(new)]).collect();
    let counted_on = |day: Date| -> u64 {
        let others = held.iter().copied().chain([new]).filter(|other| other.holds_on(day));
        others.map(|other| other.share.weight()).sum()
    };
    begins.into_iter().any(|day| counted_on(day) > BasisPoints::WHOLE.weight())
}

pub(super) fn leave(draft: &mut Draft<'_>, body: OdsCode, system: OdsCode, last: Date) -> Result<(), Refusal> {
    let mut memberships = draft.room.memberships(body);
    let Some(held) = memberships.find(|held| held.system == system && held.holds_on(last)) else {
        return Err(Refusal::NotInSystem { body, system, on: last });
    };
    in_order(held.period.from().map_or(Date::MIN, FuzzyDate::earliest), last)?;
    draft.push(|by, on| Event::SystemLeft { body, system, last, by, on });
    Ok(())
}
