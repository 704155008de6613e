//! `gp-reg-pat-prac-all`: how many patients each practice had on its list on the day of the extract.

use super::ons::once;
use super::practice_map::extract_day;
use crate::error::ImportError;
use crate::reading::{Taking, note_row};
use crate::table::{Header, Rows};
use crate::text::Text;
use register::{BodyRef, Fact, FindingKind, Released, Series, Tie};
use std::collections::HashSet;
use terms::Period;

/// The headings by which the file is known.
pub(crate) const HEADINGS: [&str; 4] = ["extractdate", "sex", "age", "numberofpatients"];

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    let need = |headings| header.need(headings, taking.file, Series::ListSizes);
    let (on, code, heads) = (need(&["extractdate"])?, need(&["code", "orgcode"])?, need(&["numberofpatients"])?);
    let (sex, age) = (need(&["sex"])?, need(&["age"])?);
    // The commissioner's columns have been renamed with the commissioners.
    let parent = need(&["ccgcode", "subicblocationcode"])?;
    let parent_gss = need(&["onsccgcode", "onssubicblocationcode"])?;
    let kind_of_row = header.find(&["type", "orgtype"]);
    let mut told = HashSet::new();
    let mut released = None;
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            let whole = row.text(&sex) == "ALL" && row.text(&age) == "ALL";
            if !whole || kind_of_row.as_ref().is_some_and(|kind| row.text(kind) != "GP") {
                // Later editions hold counts by age, and totals of commissioners and regions, in the same columns.
                let detail =
                    format!("not the whole list of a practice: sex {}, age {}", row.text(&sex), row.text(&age));
                note_row(facts, FindingKind::NotARow, row.text(&code), detail, row.line);
                return Ok(());
            }
            let (code, day, heads) = (row.ods(&code)?, extract_day(row, &on)?, row.heads(&heads)?);
            let (commissioner, gss) = (row.ods(&parent)?, row.gss(&parent_gss)?);
            released = Some(Released(day.into()));
            facts.push(Fact::Listed { code, on: day, heads });
            let parent = BodyRef::Ods(commissioner);
            facts.push(Fact::Tied { child: code, tie: Tie::Commissioner, parent, period: Period::ALWAYS });
            once(&mut told, commissioner, || facts.push(Fact::Identified { code: commissioner, gss }));
            Ok(())
        });
    }
    taking.released = released;
    Ok(())
}
