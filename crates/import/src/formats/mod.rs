//! One module for each published format.

mod eauth;
mod eccg;
mod epcmem;
mod epraccur;
mod etr;
pub(crate) mod succ;

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
        _ => {}
    }
    Ok(())
}
