//! Which source counts when two disagree: the written table, as code. `docs/precedence.md` explains each line.

use crate::kind::Tie;
use crate::source::Series;

/// The standing of a series for an aspect: the smaller number counts. Among equals, the later release counts.
pub(crate) type Standing = u8;

/// What an entry of the register's keeper outranks: everything.
const KEEPER: Standing = 0;

/// Memberships by dates of their own, which count up to the day of their release against every snapshot.
///
/// A practice's commissioner up to the release of `epcmem` is what `epcmem` says: it is the only file that keeps every
/// past membership. A practice's network is what `ePCN` says, for the same reason.
pub(crate) fn is_dated(series: Series, tie: Tie) -> bool {
    match series {
        Series::Epcmem => tie == Tie::Commissioner,
        Series::Epcn => tie == Tie::Network,
        Series::Ord => true,
        _ => false,
    }
}

/// Among snapshots taken on the same day, which is believed about a membership.
pub(crate) fn snapshot_tie(series: Series) -> Standing {
    match series {
        Series::Entered => KEEPER,
        Series::Eccg | Series::Epraccur | Series::Etr | Series::Eauth => 1,
        Series::Epcn => 2,
        Series::PracticeMap => 3,
        Series::OnsSystems => 4,
        Series::SystemWorkbook => 5,
        Series::ListSizes => 6,
        _ => 9,
    }
}

/// Who is believed about when a body lived.
pub(crate) fn life(series: Series) -> Standing {
    match series {
        Series::Entered => KEEPER,
        Series::Ord => 1,
        _ => 2,
    }
}

/// Who is believed about what a body was called on a day, among names observed on the same day.
pub(crate) fn name(series: Series) -> Standing {
    match series {
        Series::Entered => KEEPER,
        Series::Ord => 1,
        Series::Eccg | Series::Epraccur | Series::Etr | Series::Eauth | Series::Epcn => 2,
        Series::OnsCommissioners | Series::OnsBoards => 3,
        _ => 4,
    }
}
