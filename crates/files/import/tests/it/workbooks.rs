//! Excel workbooks: ePCN and the workbook of partnerships.

use crate::support::{check_facts, lines, notes};
use import::{Reading, SourceFile, read};
use register::Series;
use rust_xlsxwriter::Workbook;

/// A workbook of named sheets; a cell that begins with `#` is written as a number.
fn workbook(name: &str, sheets: &[(&str, &[&[&str]])]) -> Reading {
    let mut workbook = Workbook::new();
    for (sheet, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*sheet).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.strip_prefix('#') {
                    Some(number) => sheet.write(row, column, number.parse::<f64>().unwrap()).unwrap(),
                    None if cell.is_empty() => sheet,
                    None => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
    }
    let source = SourceFile { name: name.to_owned(), bytes: workbook.save_to_buffer().unwrap() };
    read(&source, None).unwrap()
}

#[test]
fn epcn_of_2020_has_numbers_for_dates() {
    let read = workbook(
        "ePCN_2020-04.xlsx",
        &[
            (
                "PCN Details",
                &[
                    &[
                        "PCN Code",
                        "PCN Name",
                        "Current Clinical Commissioning Group Code",
                        "Clinical Commissioning Group Name",
                        "Open Date (YYYYMMDD)",
                        "Close Date",
                        "Address Line 1",
                        "Address Line 2",
                        "Postcode",
                    ],
                    &["U35980", "CENTRAL PCN", "99A", "NHS X CCG", "#20191001", "", "1 HIGH STREET", "#12", "L69 3GD"],
                    &["U35981", "WRONG PCN", "99A", "NHS X CCG", "#2019100", "", "", "", ""],
                ],
            ),
            (
                "PCN Core Partner Details",
                &[
                    &[
                        "Partner Organisation Code",
                        "Partner Name",
                        "PCN Code",
                        "PCN Name",
                        "Practice to PCN Relationship Start Date",
                        "Practice to PCN Relationship End Date",
                    ],
                    &["A83005", "ONE", "U35980", "CENTRAL PCN", "#20191001", "#20200331"],
                ],
            ),
        ],
    );
    assert_eq!((read.series, read.rows), (Series::Epcn, 3));
    check_facts(
        &read,
        &[
            "acted|U35980|network",
            "lived|U35980|operational|2019-10-01",
            "named|U35980|CENTRAL PCN",
            "addressed|U35980|L69 3GD|1 HIGH STREET|12",
            "tied|U35980|commissioner|99A",
            "tied|A83005|network|U35980|2019-10-01|2020-04-01",
        ],
    );
    assert_eq!(
        read.bad_rows[0].to_string(),
        "ePCN_2020-04.xlsx line 3, column PCN Details: Open Date (YYYYMMDD): \
         `2019100` is not a date: eight digits are needed, such as 20180401"
    );
}

#[test]
fn epcn_of_2022_has_new_headings_with_line_breaks() {
    let read = workbook(
        "ePCN_2022-12.xlsx",
        &[
            (
                "PCNDetails",
                &[
                    &["PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Open Date", "Close Date", "Postcode"],
                    &["U00070", "WEST PCN", "36L", "20191001", "", "SW17 0RT"],
                    &["U00070", "WEST PCN", "36L", "20191001", "", "SW17 0RT"],
                ],
            ),
            (
                "PCN Core Partner Details",
                &[
                    &[
                        "Partner\nOrganisation\nCode",
                        "PCN Code",
                        "Practice to PCN\nRelationship\nStart Date",
                        "Practice to PCN\nRelationship\nEnd Date",
                    ],
                    &["A81001", "U00070", "20191001", "20180331"],
                ],
            ),
        ],
    );
    assert!(lines(&read).contains(&"tied|U00070|commissioner|36L".to_owned()));
    assert!(lines(&read).contains(&"tied|A81001|network|U00070|2019-10-01".to_owned()));
    assert_eq!(
        notes(&read),
        [
            "column-drift PCNDetails: headings that the first release did not have: Current Sub ICB Loc Code; Open Date",
            "code-reused U00070: `WEST PCN` again; the first row of U00070 counts, on line 2",
            "contradiction A81001: ends on 2018-03-31 before it begins on 2019-10-01; the end is left out",
        ]
    );
}

#[test]
fn the_workbook_of_partnerships_has_blocks_closed_codes_and_a_log() {
    let headings: &[&str] = &[
        "NHS England Region",
        "ODS STP Code",
        "ONS STP Code",
        "STP Name",
        "CCG",
        "ODS CCG Code",
        "LA",
        "ODS LA Code",
        "Trusts",
        "ODS Trust Code",
        "Other H&SC Orgs",
        "ODS Code",
    ];
    let south: &str = "South East (Y59)";
    let read = workbook(
        "stps_2019-04.xlsx",
        &[
            (
                "Current STPs",
                &[
                    &["SUSTAINABILITY & TRANSFORMATION PARTNERSHIPS - PARTNER MAPPING"],
                    &[],
                    headings,
                    &[
                        south,
                        "QU9",
                        "E54000044",
                        "BOB STP\n",
                        "Oxfordshire CCG",
                        "10Q",
                        "Oxfordshire County Council",
                        "#606",
                        "Oxford Health",
                        "RNU",
                        "A hospice",
                        "NDJ (CQC: 1-27)",
                    ],
                    &[
                        south,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "* on behalf of others",
                        "",
                        "Oxford UH",
                        "RTH",
                        "Healthwatch",
                        "CQC: 1-6",
                    ],
                ],
            ),
            ("Closed STP codes", &[headings, &["North (Y54)", "QVP", "E54000046", "NTW STP", "Sunderland CCG", "00P"]]),
            (
                "Change Log",
                &[
                    &["STP Partner Relationships - Change Log"],
                    &["Date", "STP Code", "STP Name", "Type of Change", "Details"],
                    &["2018-06-07", "QVP", "NTW", "STP code closed (merger)", "Merger. Code closed, merged into QHM"],
                    &["2018-06-15", "QOP", "GM", "Partner amendment", "removed"],
                ],
            ),
        ],
    );
    assert_eq!((read.series, read.rows), (Series::SystemWorkbook, 4));
    check_facts(
        &read,
        &[
            "acted|QU9|transformation-partnership",
            "identified|QU9|E54000044",
            "named|QU9|BOB STP",
            "tied|QU9|region|Y59",
            "tied|10Q|system|QU9",
            "partnered|QU9|606|Oxfordshire County Council",
            "acted|606|local-authority",
            "named|606|Oxfordshire County Council",
            "partnered|QU9|RNU|Oxford Health",
            "partnered|QU9|NDJ|A hospice",
            "noted|unmatched|row 5|names no partnership and is read as one of QU9, the one above|5",
            "noted|unmatched|* on behalf of others|a partner of QU9 for which the workbook gives no ODS code|5",
            "partnered|QU9|RTH|Oxford UH",
            "noted|unmatched|Healthwatch|a partner of QU9 for which the workbook gives no ODS code|5",
            "acted|QVP|transformation-partnership",
            "identified|QVP|E54000046",
            "named|QVP|NTW STP",
            "tied|QVP|region|Y54",
            "succeeded|QVP|QHM|2018-06-07|merge",
        ],
    );
}
