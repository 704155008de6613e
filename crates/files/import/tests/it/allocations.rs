//! Workbooks of allocations: NHS England's own, and the same words laid out otherwise.

use crate::support::{published_path, take};
use import::{AllocationReading, SourceFile, WorkbookFinding, is_allocations, read_allocations};
use money::{AllocationFinding, PublishedAllocation, SumOf, Working};
use register::State;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use terms::FigureUnit;

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
        Working::Waterfall(printed) => printed.baseline.len(),
        Working::Target { .. } | Working::Amount => 0,
    };
    assert_eq!(reading.rows.iter().map(lines).max(), Some(14), "the baseline of 2023/24 is built up line by line");
    // Every figure keeps its own text, unit and cell, those of a baseline on its own sheet.
    let humber =
        reading.rows.iter().find(|row| row.body.to_string() == "QOQ" && row.fund.to_string() == "CORE").unwrap();
    let Working::Waterfall(printed) = &humber.working else { panic!("a waterfall") };
    let opening = &printed.baseline[0].figure;
    assert_eq!(
        (opening.cell.to_string().as_str(), opening.text.as_str(), opening.unit),
        ("`ICB Core Baseline 2023-24`, row 5, column E", "2768809.6284978883", FigureUnit::Thousands)
    );
    assert_eq!(humber.recurrent.cell.to_string(), "`ICB Core Allocations 2023-24`, row 5, column K");
    assert_eq!(
        (printed.growth.cell.column_letters().as_str(), printed.growth.text.as_str()),
        ("I", "0.05176067961391384")
    );
    assert_eq!(reading.vintage(), "nhs_allocations_2023-25-v1.2");
    let england = reading.sums.iter().filter(|sum| sum.of == SumOf::England).count();
    // Eight sums in each of eighteen columns, and England alone in the three of running costs.
    assert_eq!((england, reading.sums.len()), (21, 8 * 18 + 3));
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
    let expected = [
        "the sheet `Notes` is no table of allocations: nothing is taken of it",
        "`ICB Core Allocation 2025-26`, row 6, column C: “NHS Buckinghamshire CCG” (14Y) is no integrated care board on the \
         first day of 2025/26 by the register, and nothing is taken of it: import the file that describes it, if it is one",
        "`ICB Core Allocation 2025-26` has 2 integrated care boards, and there are 42 in 2025/26",
    ];
    assert_eq!(told(&reading), expected);
    // England is the sum of all three rows; a region's sum within half a unit for each row is no finding.
    let findings = |reading: AllocationReading| -> Vec<String> {
        reading.table("v1".parse().unwrap()).findings().iter().map(ToString::to_string).collect()
    };
    let off = findings(read_allocations(&later_layout("#1008"), &state.now()).unwrap());
    assert_eq!(
        off,
        [
            "`ICB Core Allocation 2025-26`, row 9, column I: 2025/26 Recurrent allocation of East is printed as £1,008,000.00, \
          its 2 rows add to £1,006,000.00"
        ]
    );
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
    let sums = |reading: &AllocationReading| reading.sums.iter().filter(|sum| !sum.agrees()).count();
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
    let findings = read("#33535").table("v1".parse().unwrap()).findings();
    assert_eq!(
        findings[0].to_string(),
        "`ICB running cost allowance`, row 5, column E: 2023/24 of England is printed as £33,535,000.00, its 2 rows add to \
         £33,533,800.00"
    );
}

/// A row whose code cannot be read is nobody's: not a board's, not a region's, and never England's.
#[test]
fn a_row_that_cannot_be_read_is_told_and_is_not_england() {
    let headings = vec!["R23", "Region", "ICB23", "System Name", "2023/24 £k"];
    let board = vec!["Y63", "North East", "QOQ", "NHS Humber ICB", "#10"];
    let garbled = vec!["Y61", "East", "Q O Q!", "NHS Made Up ICB", "#7"];
    let twice = vec!["Y63", "North East", "QOQ", "NHS Humber ICB", "#10"];
    let sums = vec!["", "Sort", "R23", "Region", "2023/24 £k"];
    let stray = vec!["", "8", "Y99", "Nowhere", "#5"];
    let england = vec!["", "", "Total", "ENGLAND", "#20"];
    let rows = vec![headings, board, garbled, twice, sums, stray, england];
    let state = register(&["QOQ", "9ZA"]);
    let reading = read_allocations(&workbook(&[("ICB running cost allowance", rows)]), &state.now()).unwrap();
    let bad: Vec<String> =
        reading.bad_rows.iter().map(|bad| format!("{} {} {}", bad.line, bad.column, bad.value)).collect();
    assert_eq!(bad, ["3 ICB23 Q O Q!", "6 ICB23 Y99", "4 code QOQ"]);
    let printed: Vec<String> = reading.sums.iter().map(|sum| format!("{} {}", sum.of, sum.figure.cell.row)).collect();
    assert_eq!(printed, ["England 7"]);
    let missing = reading.findings.iter().find_map(|finding| match finding {
        WorkbookFinding::BoardCount { missing, .. } => Some(missing.clone()),
        _ => None,
    });
    assert_eq!(missing.unwrap(), ["9ZA".parse().unwrap()], "the boards that are not named are told");
    assert_eq!(reading.table("v1".parse().unwrap()).n_unread, 3);
}

#[test]
fn a_second_column_for_a_year_is_told_and_not_taken() {
    let headings = vec!["R23", "Region", "ICB23", "System Name", "2023/24 £k", "2023/24 £k"];
    let board = vec!["Y63", "North East", "QOQ", "NHS Humber ICB", "#10", "#11"];
    let state = register(&["QOQ"]);
    let reading =
        read_allocations(&workbook(&[("ICB running cost allowance", vec![headings, board])]), &state.now()).unwrap();
    assert_eq!(reading.rows.len(), 1);
    let twice = |finding: &String| finding.contains("row 1, column F: 2023/24 stands a second time");
    assert!(told(&reading).iter().any(twice), "{:?}", told(&reading));
}

/// Reading takes time in proportion to the cells: neither many sums nor many columns are gone through for each row.
#[test]
fn a_workbook_of_many_rows_and_sums_is_read_in_one_pass() {
    let mut rows = vec![vec!["R23", "Region", "ICB23", "System Name", "2023/24 £k"]];
    rows.extend(std::iter::repeat_n(vec!["Y63", "North East", "14Y", "Somebody", "#1"], 20_000));
    rows.push(vec!["", "Sort", "R23", "Region", "2023/24 £k"]);
    rows.extend(std::iter::repeat_n(vec!["", "1", "Y63", "North East", "#20000"], 20_000));
    rows.insert(1, vec!["Y63", "North East", "QOQ", "NHS Humber ICB", "#0"]);
    let state = register(&["QOQ"]);
    let reading = read_allocations(&workbook(&[("ICB running cost allowance", rows)]), &state.now()).unwrap();
    assert_eq!(reading.sums.len(), 20_000);
    assert!(reading.sums.iter().all(|sum| sum.agrees() && sum.n_rows == 20_001));
}

/// NHS England's list for clinical commissioning groups of 2013/14.
#[test]
fn the_list_of_2013_is_read_with_its_areas() {
    let text = "area_code,code,name,raw_population,weighted_population,allocation_2013_14_gbp000,target_allocation_gbp000,\
                distance_gbp000,distance_pct,allocation_per_head_gbp,target_per_head_gbp,row_type\n\
                Q44,01C,NHS Eastern Cheshire CCG,202256,208986,219307,237285,-17978,-7.58,1084,1173,ccg\n\
                Q44,01R,NHS South Cheshire CCG,174605,181827,193566,206448,-12882,-6.24,1109,1182,ccg\n\
                Q44,!!,NHS Nowhere CCG,1,1,1,1,0,0,1,1,ccg\n\
                Q44,Q44,Cheshire,376861,390813,412873,443733,-30860,-6.95,1095,1177,area_total\n";
    let file = SourceFile { name: "ccg_2013-14_allocation_annexA.csv".to_owned(), bytes: text.into() };
    assert!(is_allocations(&file));
    let reading = read_allocations(&file, &State::new().now()).unwrap();
    assert_eq!(counts(&reading.rows), ["CORE 2013/14 2"]);
    let first = &reading.rows[0];
    assert_eq!(
        (first.recurrent.amount.0, first.recurrent.cell.to_string().as_str()),
        (21_930_700_000, "row 2, column F")
    );
    assert_eq!((reading.bad_rows.len(), reading.bad_rows[0].line), (1, 4));
    assert_eq!(reading.sums.len(), 1);
    assert!(reading.sums[0].agrees(), "{:?}", reading.sums[0]);
    assert_eq!(reading.table("v1".parse().unwrap()).findings(), Vec::<AllocationFinding>::new());
}
