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
use crate::text::decode;
use register::Series;

/// Takes every row of a file of a known series.
pub(crate) fn take(series: Series, file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    match series {
        Series::Eccg => eccg::take(&decode(&file.bytes), taking),
        Series::Epraccur => epraccur::take(&decode(&file.bytes), taking),
        Series::Succ => succ::take(&decode(&file.bytes), taking)?,
        Series::Epcmem => epcmem::take(&decode(&file.bytes), taking),
        Series::Etr => etr::take(&decode(&file.bytes), taking),
        Series::Eauth => eauth::take(&decode(&file.bytes), taking),
        Series::OnsBoards => ons::boards(&decode(&file.bytes), taking)?,
        Series::OnsCommissioners | Series::OnsSystems | Series::OnsSmallAreas | Series::OnsAuthorities => {
            ons::take(series, &decode(&file.bytes), taking)?;
        }
        Series::SmallAreaPopulation => population::small_areas(&decode(&file.bytes), taking)?,
        Series::CommissionerPopulation => population::commissioners(&decode(&file.bytes), taking)?,
        Series::ListSizes => list_sizes::take(&decode(&file.bytes), taking)?,
        Series::PracticeMap => practice_map::take(&decode(&file.bytes), taking)?,
        Series::JointTeams => joint_teams::take(&decode(&file.bytes), taking)?,
        Series::Epcn => epcn::take(file, taking)?,
        Series::SystemWorkbook => system_workbook::take(file, taking)?,
        Series::Ord => ord::take(file, taking)?,
        Series::Boundaries => boundaries::take(file, taking)?,
        // Entered by hand, never read from a file; recognising never says so.
        Series::Entered => {}
    }
    Ok(())
}
