//! Publication headline ratings.

use super::rows::take;
use crate::entering::Cells;
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::Fault;
use intervention::{Mark, Publication};
use terms::Date;

/// The columns of a file of ratings.
const COLUMNS: &[&str] = &["body_code", "body", "year", "headline", "published", "source"];

/// What a file says of ratings.
#[derive(Clone, Debug)]
pub struct RatingsReading {
    /// The ratings, in the order of the file.
    pub published: Vec<Publication>,
    /// The rows that could not be read.
    pub bad_rows: Vec<BadRow>,
}

/// Reads a file of headline ratings. A rating is evidence for a trigger from the day it was published, and never an intervention.
pub fn read_ratings(file: &SourceFile) -> RatingsReading {
    let taken = take(file, COLUMNS, rating);
    let published = taken.rows.into_iter().map(|(_, published)| published).collect();
    RatingsReading { published, bad_rows: taken.bad_rows }
}

fn rating(cells: Cells<'_>) -> Result<Publication, Fault> {
    let year = cells.filled("year", "the year that is judged, such as 2015/16")?;
    let year_from = first_of_year(year);
    let published: terms::FuzzyDate = cells.read("published", "the day it was published")?;
    Ok(Publication {
        body: cells.read("body_code", "the body’s code")?,
        year_from: year_from.ok_or_else(|| cells.fault("year", "is not a financial year, such as 2015/16"))?,
        mark: Mark::Rating(cells.read("headline", "the headline rating")?),
        on: Some(published)
            .filter(|day| day.is_exact())
            .map(terms::FuzzyDate::latest)
            .ok_or_else(|| cells.fault("published", "must be a day: triggers go by it"))?,
        source: cells.filled("source", "where it was published")?.to_owned(),
    })
}

/// The first day of a financial year that is written with both its years: `2015/16`.
fn first_of_year(text: &str) -> Option<Date> {
    let (first, second) = text.split_once('/')?;
    let year: i16 = first.parse().ok()?;
    let is_year = first.len() == 4
        && first.bytes().all(|byte| byte.is_ascii_digit())
        && second == format!("{:02}", (year + 1) % 100);
    Date::new(year, 4, 1).ok().filter(|_| is_year)
}
