//! The tree of a plan: of one year, with every figure in it once.

use crate::world::{line, p};
use plan::drill::Drill;
use plan::{Line, MergedPlan, Side, Sources, Unit, merge};
use std::collections::BTreeMap;
use std::sync::Arc;

fn key(year: &str, month: u8) -> String {
    format!("ACTIVITY|COMMISSIONER|SPELLS|10Q|RTH||OXON|{year}|{month}")
}

fn total(lines: Vec<Line>) -> i64 {
    let sources: Sources = BTreeMap::from([(p("P-OXON"), Arc::new(lines))]);
    let merged: MergedPlan = merge(&sources, &BTreeMap::new());
    let drill = Drill::of_plan(&merged, "QU9", p("2017/18"), Side::Commissioner, Unit::Count).unwrap();
    drill.node(&[]).unwrap().total
}

fn of_months(n_months: u8, with_year: bool) -> Vec<Line> {
    let months = (1..=n_months).map(|month| line(&format!("M{month}"), &key("2017/18", month), "10"));
    let year = with_year.then(|| line("Y", &key("2017/18", 0), "150"));
    months.chain(year).collect()
}

#[test]
fn a_tree_is_of_one_year() {
    assert_eq!(total(vec![line("A", &key("2017/18", 0), "5"), line("B", &key("2016/17", 0), "7")]), 5);
}

#[test]
fn months_stand_for_their_year_only_when_all_twelve_are_there() {
    assert_eq!(total(of_months(12, true)), 120);
    assert_eq!(total(of_months(11, true)), 150);
    assert_eq!(total(of_months(3, false)), 30);
    assert_eq!(total(of_months(0, true)), 150);
}
