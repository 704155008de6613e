//! Workbooks of allocations: NHS England's own, and the same words laid out otherwise.

use crate::support::{published_path, take};
use import::{AllocationReading, SourceFile, WorkbookFinding, read_allocations};
use money::{AllocationFinding, PublishedAllocation, Working};
use register::State;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;

/// A register that knows the boards of a published list.
fn register(codes: &[&str]) -> State {
    let rows: String = codes
        .iter()
        .zip(1..)
        .map(|(code, number)| format!("E54{number:06},{code},NHS {code} Integrated Care Board,{number}\n"))
        .collect();
    let text = format!("ICB24CD,ICB24CDH,ICB24NM,ObjectId\n{rows}");
    let mut state = State::new();
    take(&mut state, &SourceFile { name: "icb_names_codes_2024-12.csv".to_owned(), bytes: text.into_bytes() });
    state
}

/// A workbook of named sheets; a cell that begins with `#` is written as a number.
fn workbook(sheets: &[(&str, Vec<Vec<&str>>)]) -> SourceFile {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.strip_prefix('#') {
                    Some(number) => sheet.write(row, column, number.parse::<f64>().unwrap()).unwrap(),
                    None if cell.is_empty() => sheet,
                    None => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
    }
    SourceFile { name: "allocations.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() }
}

fn told(reading: &AllocationReading) -> Vec<String> {
    reading.findings.iter().map(ToString::to_string).collect()
}

/// How many rows there are of each fund and year.
fn counts(rows: &[PublishedAllocation]) -> Vec<String> {
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows {
        *counted.entry((row.fund.to_string(), row.year.to_string())).or_default() += 1;
    }
    counted.into_iter().map(|((fund, year), count)| format!("{fund} {year} {count}")).collect()
}

#[test]
fn the_workbook_of_2023_to_2025_reproduces_every_published_allocation() {
    let (Some(path), Some(boards)) =
        (published_path("finance/nhs_allocations_2023-25.xlsx"), published_path("ods/icb_names_codes_2024-12.csv"))
    else {
        return;
    };
    let mut state = State::new();
    let name = "icb_names_codes_2024-12.csv".to_owned();
    take(&mut state, &SourceFile { name, bytes: std::fs::read(boards).unwrap() });
    let bytes = std::fs::read(path).unwrap();
    let file = SourceFile { name: "nhs_allocations_2023-25.xlsx".to_owned(), bytes };
    let reading = read_allocations(&file, &state.now()).unwrap();
    assert!(reading.bad_rows.is_empty(), "{}", reading.bad_rows[0]);
    assert_eq!(
        counts(&reading.rows),
        [
            "CORE 2023/24 42",
            "CORE 2024/25 42",
            "OTHER_PRIMARY 2023/24 42",
            "OTHER_PRIMARY 2024/25 42",
            "PRIMARY_MEDICAL 2023/24 42",
            "PRIMARY_MEDICAL 2024/25 42",
            "RUNNING_COST 2023/24 42",
            "RUNNING_COST 2024/25 42",
            "RUNNING_COST 2025/26 42",
        ]
    );
    assert_eq!(reading.version.as_deref(), Some("v1.2"));
    assert_eq!(told(&reading), Vec::<String>::new(), "every sum of a region and of England agrees");
    let worked = reading.rows.iter().filter(|row| matches!(row.working, Working::Waterfall { .. })).count();
    assert_eq!(worked, 168);
    let lines = |row: &PublishedAllocation| match &row.working {
        Working::Waterfall { waterfall, .. } => waterfall.baseline.len(),
        Working::Amount => 0,
    };
    assert_eq!(reading.rows.iter().map(lines).max(), Some(14), "the baseline of 2023/24 is built up line by line");
    let findings = reading.table("icb-allocations-2023-25-v1.2".parse().unwrap()).findings();
    assert_eq!(findings, Vec::<AllocationFinding>::new(), "every allocation, total and distance is as worked out");
}

/// The layout of 2025/26, as it was described: headings on row 2, other words for the body, a singular sheet.
///
/// Figures: Humber and North Yorkshire, and Norfolk and Waveney of 2023/24, under the headings of 2025/26.
fn later_layout(sum_of_east: &str) -> SourceFile {
    let headings = [
        "R23",
        "Region",
        "ICB23",
        "Integrated Care Board (ICB)",
        "2024/25 Adjusted recurrent baseline \n(£k)",
        "2024/25 Fair shares target (£k)",
        "2025/26 Base growth (%)",
        "2025/26 Convergence (%)",
        "2025/26 Recurrent allocation (£k)",
        "2025/26 Service development funding",
        "2025/26 Total allocation (£k)",
    ];
    let first = [
        "Y63",
        "North East",
        "QOQ",
        "NHS Humber ICB",
        "#2839062.4010363906",
        "#2784985.9815958035",
        "#0.05176067961391384",
        "#-0.0071",
        "#2964813",
        "#100",
        "#2964913",
    ];
    let second = ["Y61", "East", "9ZA", "NHS Made Up ICB", "#1000", "#1000", "#0.0005", "#0", "#1001", "#1", "#1002"];
    let stranger = ["Y61", "East", "14Y", "NHS Buckinghamshire CCG", "#5", "#5", "#0", "#0", "#5", "#0", "#5"];
    let sums = ["Sort", "", "ICB23", "Region"].iter().copied().chain(headings[4..].iter().copied()).collect();
    let region = vec!["", "", "Y61", "East", "#1006", "", "", "", sum_of_east, "", ""];
    let england = vec!["", "", "Total", "England", " 2,840,067 ", "-", "3.4%", "-", " 2,965,819 ", "", ""];
    let core = vec![
        vec!["Allocations"],
        headings.to_vec(),
        vec![],
        first.to_vec(),
        second.to_vec(),
        stranger.to_vec(),
        vec![],
        sums,
        region,
        england,
    ];
    workbook(&[("ICB Core Allocation 2025-26", core), ("Notes", vec![vec!["Read me"]])])
}

#[test]
fn another_layout_needs_no_code_of_its_own_and_what_does_not_agree_is_told() {
    let state = register(&["QOQ", "9ZA"]);
    let reading = read_allocations(&later_layout("#1006"), &state.now()).unwrap();
    let (notes, count, sum) = (
        "the sheet `Notes` is no table of allocations: nothing is taken of it",
        "`ICB Core Allocation 2025-26` has 2 integrated care boards, and there are 42 in its year",
        "`ICB Core Allocation 2025-26`, row 10: 2025/26 Recurrent allocation",
    );
    assert_eq!(told(&reading)[..1], [notes]);
    assert!(told(&reading).contains(&count.to_owned()), "{:?}", told(&reading));
    // England is the sum of all three rows; a region's sum within half a unit for each row is no finding.
    assert!(!told(&reading).iter().any(|told| told.starts_with(sum)), "{:?}", told(&reading));
    let off = told(&read_allocations(&later_layout("#1008"), &state.now()).unwrap());
    let region = "`ICB Core Allocation 2025-26`, row 9: 2025/26 Recurrent allocation is printed as £1,008,000.00, its 2 rows \
                  add to £1,006,000.00";
    assert!(off.contains(&region.to_owned()), "{off:?}");
    assert_eq!(counts(&reading.rows), ["CORE 2025/26 2"]);
    assert_eq!(reading.table("v1".parse().unwrap()).findings(), Vec::<AllocationFinding>::new());
}

#[test]
fn a_sum_that_is_off_by_more_than_half_a_unit_a_row_is_told() {
    let sheet = |total: &'static str| {
        let headings = vec!["R23", "Region", "ICB23", "System Name", "2023/24 £k", "2024/25 £k"];
        let first = vec!["Y63", "North East", "QOQ", "NHS Humber ICB", "#33523.4", "#27476"];
        let second = vec!["Y61", "East", "9ZA", "NHS Made Up ICB", "#10.4", "n/a"];
        vec![vec!["v1.4 of March"], headings, first, second, vec!["", "", "", "", total, ""]]
    };
    let state = register(&["QOQ", "9ZA"]);
    let read =
        |total| read_allocations(&workbook(&[("ICB running cost allowance", sheet(total))]), &state.now()).unwrap();
    let sums = |reading: &AllocationReading| {
        reading.findings.iter().filter(|found| matches!(found, WorkbookFinding::ControlSum { .. })).count()
    };
    let reading = read("#33533");
    assert_eq!((sums(&reading), reading.version.as_deref()), (0, Some("v1.4")));
    let bad: Vec<String> = reading.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "allocations.xlsx, sheet ICB running cost allowance line 4, column 2024/25: “n/a” is not a figure of money in the \
          unit of its column"
        ]
    );
    assert_eq!(sums(&read("#33535")), 1);
    let printed = &read("#33535").findings;
    assert!(printed.iter().any(|found| found.to_string()
        == "`ICB running cost allowance`, row 5: 2023/24 is printed as £33,535,000.00, its 2 rows add to £33,533,800.00"), "{printed:?}");
}
