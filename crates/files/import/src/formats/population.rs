//! Resident population, by small area and by commissioner.

use super::ons::{once, vintage};
use crate::error::ImportError;
use crate::reading::Taking;
use crate::table::{Header, Rows};
use crate::text::Text;
use register::{Fact, Series};
use std::collections::HashSet;

/// The headings of the small-area file.
pub(crate) const SMALL_AREA_HEADINGS: [&str; 2] = ["areacodes", "allages"];
/// The headings of the file by commissioner.
pub(crate) const COMMISSIONER_HEADINGS: [&str; 3] = ["ccgcode", "ccgname", "allages"];

/// The small-area file. Totals of local authorities stand among the rows; they have codes of their own, so each is taken
/// for the area it names and none is counted twice.
pub(crate) fn small_areas(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    let [area, heads] = SMALL_AREA_HEADINGS;
    let area = header.need(&[area], taking.file, Series::SmallAreaPopulation)?;
    let heads = header.need(&[heads], taking.file, Series::SmallAreaPopulation)?;
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            facts.push(Fact::Populated { area: row.gss(&area)?, heads: row.heads(&heads)? });
            Ok(())
        });
    }
    Ok(())
}

/// The file by commissioner, of which the column of all ages is taken.
pub(crate) fn commissioners(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    taking.released = vintage(&header);
    let need = |heading| header.need(heading, taking.file, Series::CommissionerPopulation);
    let (area, name, heads) = (need(&["ccgcode"])?, need(&["ccgname"])?, need(&["allages"])?);
    let above: Vec<_> = [("stpcode", "stpname"), ("nhsercode", "nhsername")]
        .into_iter()
        .filter_map(|(code, name)| header.find(&[code]).zip(header.find(&[name])))
        .collect();
    let mut told = HashSet::new();
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            let (area, heads) = (row.gss(&area)?, row.heads(&heads)?);
            let levels = above.iter().map(|(code, _)| row.gss(code)).collect::<Result<Vec<_>, _>>()?;
            facts.push(Fact::Populated { area, heads });
            facts.push(Fact::Titled { area, name: row.text(&name).into() });
            for (area, (_, name)) in levels.into_iter().zip(&above) {
                once(&mut told, area, || facts.push(Fact::Titled { area, name: row.text(name).into() }));
            }
            Ok(())
        });
    }
    Ok(())
}
