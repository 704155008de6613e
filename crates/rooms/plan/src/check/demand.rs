//! How much demand a plan must have room for.

/// The demand of a week that so many of a hundred weeks do not pass: of the weeks in order of size, the first that has at least
/// that share of them at or below it.
///
/// Shape: one figure for each week, in any order; `None` without weeks. Units: additions to a list in a week; percentage of
/// weeks, 1 to 100.
///
/// Source: the 65th to 85th percentile of weekly additions, spec 06, section 12.3, whose way of interpolating is not given: the
/// nearest rank is a week that was.
pub fn demand_at(weeks: &[u64], percentile: u8) -> Option<u64> {
    let mut ordered = weeks.to_vec();
    ordered.sort_unstable();
    let rank = (ordered.len() * usize::from(percentile.clamp(1, 100))).div_ceil(100);
    ordered.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_a_week_that_was() {
        let weeks: Vec<u64> = (1..=20).rev().collect();
        assert_eq!(demand_at(&weeks, 85), Some(17));
        assert_eq!(demand_at(&weeks, 65), Some(13));
        assert_eq!(demand_at(&weeks, 100), Some(20));
        assert_eq!(demand_at(&[], 85), None);
    }
}
