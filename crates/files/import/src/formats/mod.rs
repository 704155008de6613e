//! One module for each published format.

pub(crate) mod boundaries;
pub(crate) mod eauth;
mod eccg;
mod epcmem;
pub(crate) mod epcn;
mod epraccur;
mod etr;
pub(crate) mod joint_teams;
pub(crate) mod list_sizes;
pub(crate) mod ons;
pub(crate) mod ord;
pub(crate) mod population;
pub(crate) mod practice_map;
pub(crate) mod succ;
pub(crate) mod system_workbook;

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::Taking;
use crate::text::Text;
use register::Series;

/// Takes every row of a file of a known series.
pub(crate) fn take(series: Series, file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    match series {
        Series::SystemWorkbook => return system_workbook::take(file, taking),
        Series::Epcn if reader::is_zip(&file.bytes) => return epcn::take_workbook(file, taking),
        Series::Ord => return ord::take(file, taking),
        Series::Boundaries => return boundaries::take(file, taking),
        _ => {}
    }
    let (text, faults) = Text::checked(file)?;
    taking.expect(&text, faults, has_header(series));
    match series {
        Series::Eccg => eccg::take(&text, taking),
        Series::Epraccur => epraccur::take(&text, taking),
        Series::Succ => succ::take(&text, taking)?,
        Series::Epcmem => epcmem::take(&text, taking),
        Series::Etr => etr::take(&text, taking),
        Series::Eauth => eauth::take(&text, taking),
        Series::OnsBoards => ons::boards(&text, taking)?,
        Series::OnsCommissioners | Series::OnsSystems | Series::OnsSmallAreas | Series::OnsAuthorities => {
            ons::take(series, &text, taking)?;
        }
        Series::SmallAreaPopulation => population::small_areas(&text, taking)?,
        Series::CommissionerPopulation => population::commissioners(&text, taking)?,
        Series::ListSizes => list_sizes::take(&text, taking)?,
        Series::PracticeMap => practice_map::take(&text, taking)?,
        Series::JointTeams => joint_teams::take(&text, taking)?,
        Series::Epcn => epcn::take_text(&text, taking)?,
        // Read above, or entered by hand and never read from a file; recognising never says so.
        Series::SystemWorkbook | Series::Ord | Series::Boundaries | Series::Entered => {}
    }
    Ok(())
}

/// Whether the first row of a text of this series says how many columns there are.
const fn has_header(series: Series) -> bool {
    !matches!(
        series,
        Series::Eccg | Series::Epraccur | Series::Succ | Series::Epcmem | Series::Etr | Series::Eauth | Series::Epcn
    )
}
