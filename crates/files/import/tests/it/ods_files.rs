//! The headerless files of the Organisation Data Service.

use crate::support::{check_facts, file, notes, reading};
use import::{ImportError, read, recognise};
use register::Series;

/// A directory row: cells by place, the rest empty.
fn directory_row(width: usize, cells: &[(usize, &str)]) -> String {
    let cell = |place| cells.iter().find(|(at, _)| *at == place).map_or("", |(_, text)| *text);
    (0..width).map(|place| format!("\"{}\"", cell(place))).collect::<Vec<_>>().join(",") + "\n"
}

#[test]
fn eccg_tells_groups_locations_hubs_and_reporting_entities_apart() {
    let text = [
        &[(0, "10Y"), (1, "NHS AYLESBURY VALE CCG"), (2, "Y59"), (3, "QU9"), (10, "20130401"), (11, "20180331")][..],
        &[(0, "14Y"), (1, "NHS BOB ICB - 14Y"), (4, "SAUNDERTON"), (9, "HP14 4BF"), (10, "20180401"), (13, "RO319")],
        &[(0, "X9X9X"), (1, "NEW ICB - X9X9X"), (10, "20230401"), (13, "RO319|RO326")],
        &[(0, "13Q"), (1, "NATIONAL COMMISSIONING HUB 1"), (10, "20130401"), (13, "RO218")],
        &[(0, "C7X7P"), (1, "BRACKNELL FOREST - SUB-ICB REPORTING ENTITY"), (10, "20240724"), (13, "RO327")],
        &[(0, "10Y"), (1, "NHS AYLESBURY VALE CCG"), (10, "20130401"), (11, "20180331")],
    ]
    .map(|cells| directory_row(27, cells))
    .concat();
    let read = reading("eccg_2024-12.csv", &text);
    assert_eq!((read.series, read.rows, read.released.to_string().as_str()), (Series::Eccg, 6, "2024-12"));
    check_facts(
        &read,
        &[
            "lived|10Y|legal|2013-04-01|2018-04-01",
            "named|10Y|NHS AYLESBURY VALE CCG",
            "tied|10Y|region|Y59",
            "tied|10Y|system|QU9",
            "acted|10Y|commissioning-group|2013-04-01|2018-04-01",
            "lived|14Y|legal|2018-04-01",
            "named|14Y|NHS BOB ICB - 14Y",
            "addressed|14Y|HP14 4BF|SAUNDERTON",
            "acted|14Y|commissioning-group|2018-04-01|2022-07-01",
            "acted|14Y|sub-icb-location|2022-07-01",
            "lived|X9X9X|legal|2023-04-01",
            "named|X9X9X|NEW ICB - X9X9X",
            "acted|X9X9X|sub-icb-location|2023-04-01",
            "lived|13Q|legal|2013-04-01",
            "named|13Q|NATIONAL COMMISSIONING HUB 1",
            "acted|13Q|commissioning-hub",
            "lived|C7X7P|legal|2024-07-24",
            "named|C7X7P|BRACKNELL FOREST - SUB-ICB REPORTING ENTITY",
            "acted|C7X7P|reporting-entity",
            "noted|code-reused|10Y|`NHS AYLESBURY VALE CCG` again; the first row of 10Y counts, on line 1|6",
        ],
    );
}

/// An `epraccur` row.
fn practice(cells: &[(usize, &str)]) -> String {
    directory_row(27, cells)
}

#[test]
fn epraccur_gives_a_practice_its_life_status_and_commissioner() {
    let text = [
        practice(&[
            (0, "K82001"),
            (1, "THE ILLUSTRATED PRACTICE"),
            (4, "1 HIGH STREET"),
            (7, "AYLESBURY"),
            (9, "HP20 1UA"),
            (10, "19740401"),
            (11, "20190930"),
            (12, "C"),
            (14, "14Y"),
            (15, "20180401"),
            (16, "20190930"),
            (23, "14Y"),
            (25, "4"),
        ]),
        practice(&[(0, "Y01234"), (1, "A CLINIC"), (12, "A"), (14, "14Y"), (15, "20180401"), (23, "RTH"), (25, "10")]),
        practice(&[(0, "ALD200"), (1, "AN ISLAND PRACTICE"), (12, "A"), (13, "Z"), (23, "YAF"), (25, "0")]),
    ]
    .concat();
    check_facts(
        &reading("epraccur_2019-10.csv", &text),
        &[
            "lived|K82001|operational|1974-04-01|2019-10-01",
            "named|K82001|THE ILLUSTRATED PRACTICE",
            "addressed|K82001|HP20 1UA|1 HIGH STREET|AYLESBURY",
            "stood|K82001|closed",
            "acted|K82001|practice",
            "tied|K82001|commissioner|14Y|2018-04-01|2019-10-01",
            "named|Y01234|A CLINIC",
            "stood|Y01234|active",
            "acted|Y01234|cost-centre",
            "tied|Y01234|commissioner|14Y|2018-04-01",
            "tied|Y01234|provider|RTH",
            "named|ALD200|AN ISLAND PRACTICE",
            "stood|ALD200|active",
            "acted|ALD200|cost-centre",
        ],
    );
}

#[test]
fn epraccur_words_of_2026_are_read_as_the_old_ones_and_noted_once_a_column() {
    let text = [
        practice(&[(0, "K82001"), (1, "ONE"), (12, "ACTIVE"), (14, "14Y"), (25, "RO76|RO268")]),
        practice(&[(0, "K82002"), (1, "TWO"), (12, "INACTIVE"), (14, "14Y"), (25, "RO247")]),
        practice(&[(0, "K82003"), (1, "THREE"), (12, "INACTIVE"), (14, "14Y"), (25, "")]),
    ]
    .concat();
    let read = reading("epraccur_2026-02.csv", &text);
    assert!(crate::support::lines(&read).contains(&"acted|K82001|practice".to_owned()));
    assert!(crate::support::lines(&read).contains(&"stood|K82002|closed".to_owned()));
    assert_eq!(
        notes(&read),
        [
            "vocabulary-drift Status Code: ACTIVE for A in 1 rows, INACTIVE for C in 2 rows",
            "vocabulary-drift Prescribing Setting: roles such as RO76 for settings such as 4 in 2 rows",
        ]
    );
}

#[test]
fn epraccur_bad_rows_say_where_and_why_and_leave_nothing_behind() {
    let text = [
        practice(&[(0, "K82001"), (1, "ONE"), (10, "2018023"), (12, "A"), (14, "14Y")]),
        practice(&[(0, "K8&001"), (1, "TWO"), (12, "A"), (14, "14Y")]),
        practice(&[(0, "K82003"), (1, "THREE"), (12, "X"), (14, "14Y")]),
        practice(&[(0, "K82004"), (1, "FOUR"), (12, "A"), (14, "14Y"), (15, "20180401"), (16, "20170331")]),
        practice(&[(0, "K82005"), (1, "FIVE"), (12, "A")]),
        practice(&[(0, "K82006"), (1, "SIX"), (12, "A")]),
    ]
    .concat();
    let read = reading("epraccur_2018-06.csv", &text);
    let bad: Vec<String> = read.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "epraccur_2018-06.csv line 1, column Open Date: `2018023` is not a date: eight digits are needed, such as 20180401",
            "epraccur_2018-06.csv line 2, column Organisation Code: `K8&001` holds `&`; an ODS code holds letters and digits only",
            "epraccur_2018-06.csv line 3, column Status Code: `X` is not a status: A, C, D or P, or a whole word",
        ]
    );
    assert_eq!(read.rows, 6);
    assert!(!crate::support::lines(&read).iter().any(|line| line.contains("K82001") || line.contains("K82003")));
    assert_eq!(
        notes(&read),
        ["contradiction K82004: ends on 2017-03-31 before it begins on 2018-04-01; the end is left out"]
    );
    assert!(crate::support::lines(&read).contains(&"tied|K82004|commissioner|14Y|2018-04-01".to_owned()));
}

#[test]
fn an_extract_without_the_commissioner_column_falls_back_and_says_so() {
    let text = "A00001,One,,,,,,,,,20170101,,A,,,,,,,,,,,C01,,4,\nA00002,Two,,,,,,,,,20170101,,A,,,,,,,,,,,C02,,4,\n";
    let read = reading("orphans_2019-04-01.csv", text);
    assert!(crate::support::lines(&read).contains(&"tied|A00002|commissioner|C02".to_owned()));
    assert_eq!(
        notes(&read),
        [
            "column-drift Commissioner: 2 rows leave Commissioner empty and name a body in Provider/Purchaser; that is read as the commissioner"
        ]
    );
}

#[test]
fn succ_is_read_in_both_its_forms() {
    let short =
        reading("succ_2022-09.csv", "old_code,new_code,date\n10H,14Y,2018-04-01\n5AA,5AA,2002-04-01\n5AB,5AC,\n");
    check_facts(&short, &["succeeded|10H|14Y|2018-04-01", "succeeded|5AA|5AA|2002-04-01"]);
    assert_eq!(
        short.bad_rows[0].to_string(),
        "succ_2022-09.csv line 4, column date: the date of a succession is missing"
    );
    let national = reading(
        "succ_2023-02.csv",
        "\"10H\",\"14Y\",\"R\",\"20180401\",\"\"\r\n\"10Y\",\"14Y\",\"R\",\"20180401\",\"F\"\r\n",
    );
    assert_eq!(national.series, Series::Succ);
    check_facts(&national, &["succeeded|10H|14Y|2018-04-01", "succeeded|10Y|14Y|2018-04-01"]);
}

#[test]
fn epcmem_dates_are_the_first_and_last_days() {
    let text = "\"K82001\",\"10Y\",\"W\",\"20130401\",\"20180331\",\"0\"\n\"K82001\",\"14Y\",\"W\",\"20180401\",\"\",\"1\"\n\
                \"K82002\",\"RTH\",\"T\",\"20180401\",\"\",\"0\"\n";
    let read = reading("epcmem_2019-10.csv", text);
    check_facts(
        &read,
        &[
            "tied|K82001|commissioner|10Y|2013-04-01|2018-04-01",
            "tied|K82001|commissioner|14Y|2018-04-01",
            "noted|left-out|K82002|membership of RTH, whose type `T` is no primary care organisation|3",
        ],
    );
}

#[test]
fn etr_of_24_columns_is_read_and_its_local_offices_are_left_out_aloud() {
    let row = |code, region, system| {
        directory_row(24, &[(0, code), (1, "A NHS TRUST"), (2, region), (3, system), (10, "20110401"), (23, "J")])
    };
    let read =
        reading("etr_2015-10.csv", &(row("R1C", "Y57", "Q70") + &row("RTH", "Y59", "QU9") + &row("RT4", "W00", "Q99")));
    assert_eq!(read.series, Series::Etr);
    let ties: Vec<String> = crate::support::lines(&read).into_iter().filter(|line| line.starts_with("tied")).collect();
    assert_eq!(ties, ["tied|R1C|region|Y57", "tied|RTH|region|Y59", "tied|RTH|system|QU9"]);
    assert_eq!(
        notes(&read),
        [
            "column-drift columns: 27 columns are specified; the file has 3 rows of 24",
            "left-out Q70: Q70 in column High Level Health Geography of 1 rows is a local office, which is neither a region nor a system",
            "left-out Q99: Q99 in column High Level Health Geography of 1 rows stands for `none`",
            "left-out W00: W00 in column National Grouping of 1 rows is neither a region nor a system of England",
        ]
    );
}

#[test]
fn of_a_code_used_twice_the_open_row_counts_whichever_comes_first() {
    let closed = [(0, "K82041"), (1, "OLD"), (10, "19740401"), (11, "20180331"), (12, "C"), (14, "10H"), (25, "4")];
    let open = [(0, "K82041"), (1, "NEW"), (10, "19740401"), (12, "A"), (14, "14Y"), (25, "4")];
    let other = [(0, "K82042"), (1, "OTHER"), (10, "19740401"), (12, "A"), (14, "14Y"), (25, "4")];
    let facts = |rows: &[&[(usize, &str)]]| {
        let text: String = rows.iter().map(|cells| directory_row(27, cells)).collect();
        let read = reading("epraccur_2020-06.csv", &text);
        assert_eq!(read.rows, rows.len());
        let (noted, mut facts): (Vec<String>, Vec<String>) =
            crate::support::lines(&read).into_iter().partition(|line| line.starts_with("noted"));
        facts.sort();
        (noted, facts)
    };
    let (_, expected) = facts(&[&open, &other]);
    let (noted, first) = facts(&[&closed, &other, &open]);
    assert_eq!(first, expected);
    assert_eq!(
        noted,
        [
            "noted|code-reused|K82041|`NEW` again; this row of K82041 is open and counts, the closed one on line 1 does not|3"
        ]
    );
    let (noted, last) = facts(&[&open, &closed, &other]);
    assert_eq!(last, expected);
    assert_eq!(noted, ["noted|code-reused|K82041|`OLD` again; the open row of K82041 counts, on line 1|2"]);
    // A third row must still find the facts of the second where they now lie.
    let (noted, twice) = facts(&[&closed, &other, &open, &closed]);
    assert_eq!((noted.len(), twice), (2, expected));
}

#[test]
fn a_board_is_a_system_and_a_region_a_region_whatever_their_codes() {
    let rows: String = [("RTH", "Y59", "S0E4D"), ("RD8", "R9X2Z", "T6Y0W"), ("RHW", "Y59", "Q72")]
        .iter()
        .map(|(code, region, system)| {
            directory_row(27, &[(0, code), (1, "A NHS TRUST"), (2, region), (3, system), (10, "20110401")])
        })
        .collect();
    let read = reading("etr_2026-04.csv", &rows);
    let ties: Vec<String> = crate::support::lines(&read).into_iter().filter(|line| line.starts_with("tied")).collect();
    let expected = [
        "tied|RTH|region|Y59",
        "tied|RTH|system|S0E4D",
        "tied|RD8|region|R9X2Z",
        "tied|RD8|system|T6Y0W",
        "tied|RHW|region|Y59",
    ];
    assert_eq!(ties, expected);

    let rows: String = [
        ("S0E4D", "NHS THAMES VALLEY INTEGRATED CARE BOARD", ""),
        ("QU9", "BUCKINGHAMSHIRE, OXFORDSHIRE AND BERKSHIRE WEST STP", ""),
        ("Z1X2Y", "A BODY OF THE NEW KIND", "RO318"),
        ("X24", "NHS ENGLAND", ""),
        ("Q1A", "WESTPORT OFFICE", ""),
    ]
    .iter()
    .map(|(code, name, role)| directory_row(27, &[(0, code), (1, name), (10, "20260401"), (13, role)]))
    .collect();
    let read = reading("eauth_2026-04.csv", &rows);
    let kinds: Vec<String> =
        crate::support::lines(&read).into_iter().filter(|line| line.starts_with("acted")).collect();
    let expected = [
        "acted|S0E4D|care-board",
        "acted|QU9|transformation-partnership",
        "acted|Z1X2Y|care-board",
        "acted|X24|other",
        "acted|Q1A|other",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn eauth_tells_regions_from_local_offices_and_other_regions() {
    let text = [
        directory_row(27, &[(0, "A"), (1, "NORTH EAST GOVERNMENT OFFICE REGION"), (10, "19940401")]),
        directory_row(
            27,
            &[(0, "Q82"), (1, "NHS ENGLAND SOUTH (SOUTH CENTRAL)"), (2, "Y57"), (10, "20150401"), (11, "20180331")],
        ),
        directory_row(27, &[(0, "Y59"), (1, "SOUTH EAST COMMISSIONING REGION"), (10, "20180401")]),
    ]
    .concat();
    let read = reading("eauth_2018-06.csv", &text);
    assert_eq!(read.series, Series::Eauth);
    let kinds: Vec<String> =
        crate::support::lines(&read).into_iter().filter(|line| line.starts_with("acted")).collect();
    assert_eq!(kinds, ["acted|A|other", "acted|Q82|local-office", "acted|Y59|region"]);
    assert!(crate::support::lines(&read).contains(&"tied|Q82|region|Y57".to_owned()));
}

#[test]
fn latin_1_is_read_where_the_bytes_are_not_utf_8() {
    let mut bytes = directory_row(27, &[(0, "7A1"), (1, "YNYS M?N CCG"), (10, "20130401")]).into_bytes();
    let place = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[place] = 0xd4;
    let source = import::SourceFile { name: "eccg_2013-04.csv".to_owned(), bytes };
    let facts = read(&source, None).unwrap();
    assert!(crate::support::lines(&facts).contains(&"named|7A1|YNYS MÔN CCG".to_owned()));
}

#[test]
fn a_release_that_nothing_states_is_asked_for() {
    let text = "\"K82001\",\"10Y\",\"W\",\"20130401\",\"\",\"0\"\n";
    let unknown = read(&file("epcmem.csv", text), None).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "nothing says when epcmem.csv was released: neither its name nor its content; give the date with --released"
    );
    let given = register::Released("2019-10".parse().unwrap());
    assert_eq!(read(&file("epcmem_2012-01.csv", text), Some(given)).unwrap().released, given);
}

#[test]
fn what_is_no_known_format_says_what_was_looked_for() {
    let error = recognise(&file("votes.csv", "ballot,for,against\nCheshire,86,14\n")).unwrap_err();
    assert!(error.is_unrecognised());
    assert!(error.to_string().starts_with("votes.csv is none of the formats Footprint reads: it has rows of 3 cells"));
    assert!(matches!(recognise(&file("empty.csv", "")), Err(ImportError::Unrecognised { .. })));
}
