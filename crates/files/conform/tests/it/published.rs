//! Published figures of money, held against each other.

use std::path::{Path, PathBuf};

use conform::{Question, Questions};
use money::{Discrepancy, StatedFigure, reconcile};
use terms::Pence;

/// A published figure in millions of pounds, rounded to its last decimal.
fn millions(row: &Question<'_>, subject: &str) -> StatedFigure {
    let text = row.text("value_gbp_m").unwrap();
    let decimals = text.split_once('.').map_or(0, |(_, part)| u32::try_from(part.len()).unwrap());
    StatedFigure {
        subject: subject.to_owned(),
        amount: Pence(Pence::from_decimal(text).unwrap().0 * 1_000_000),
        rounded_to: Pence(100_000_000 / 10_i64.pow(decimals)),
        source: row.text("source_url").unwrap().to_owned(),
    }
}

/// The published figures of a file, of one measure and a year, by body.
fn published(file: &Path, measure: &str, year: &str) -> Vec<(String, StatedFigure)> {
    let table = Questions::open(file).unwrap();
    let is_asked = |row: &Question<'_>| row.text("measure").unwrap() == measure && row.text("year").unwrap() == year;
    let figure = |row: Question<'_>| (row.text("body").unwrap().to_owned(), millions(&row, measure));
    table.rows().filter(is_asked).map(figure).collect()
}

#[test]
fn published_parts_and_wholes_that_differ_are_told_and_by_how_much() {
    let Some(data) = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from).filter(|folder| folder.is_dir()) else {
        eprintln!("SKIPPED: no FOOTPRINT_DATA, so no published figures of money were held against each other");
        return;
    };
    let systems = data.join("finance/real_system_finance_facts.csv");
    let withheld = published(&systems, "deficit support withheld to year end", "2025/26");
    let (england, thirteen): (Vec<_>, Vec<_>) = withheld.into_iter().partition(|(body, _)| body == "England");
    let thirteen: Vec<StatedFigure> = thirteen.into_iter().map(|(_, figure)| figure).collect();
    assert_eq!(thirteen.len(), 13);
    let difference = Pence(10_000_000);
    assert_eq!(reconcile(&thirteen, &england[0].1), Ok(Some(Discrepancy::WithinRounding { difference })));

    let groups = data.join("finance/real_ccg_finance_facts.csv");
    let four: Vec<StatedFigure> =
        published(&groups, "outturn deficit", "2018/19").into_iter().map(|(_, figure)| figure).collect();
    let stated = published(&groups, "combined outturn deficit as reported", "2018/19");
    assert_eq!(four.len(), 4);
    let difference = Pence(-100_000_000);
    assert_eq!(reconcile(&four, &stated[0].1), Ok(Some(Discrepancy::BeyondRounding { difference })));
}
