//! Files as people really have them: saved again by another program, cut off, in another encoding, or made to do harm.

use crate::support::{check_facts, file, lines, notes, reading, take};
use arrow::array::{ArrayRef, StringArray};
use arrow::record_batch::RecordBatch;
use import::restating::{SeriesColumns, SeriesDay, restate_table};
use import::tabular::TabularFile;
use import::{ImportError, Reading, SourceFile, read};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use register::restate::{Mode, Restatement};
use register::{Series, State, Weights};
use std::io::{Cursor, Write as _};
use std::sync::Arc;
use terms::Certainty;

const PRACTICES: [&str; 3] = [
    "K82001,FIRST SURGERY,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,19740401,,A,B,10Q,20130401,,,,,,0,,10Q,,4",
    "K82002,SECOND SURGERY,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,19740401,,A,B,10Q,20130401,,,,,,0,,10Q,,4",
    "K82003,THIRD SURGERY,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,19740401,,A,B,14Y,20180401,,,,,,0,,14Y,,4",
];
const COMMISSIONERS: [&str; 3] = [
    "10Q,NHS OXFORDSHIRE CCG,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,20130401,,,,,,,,,,,0",
    "14Y,NHS BUCKINGHAMSHIRE CCG,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,20180401,,,,,,,,,,,0",
    "10H,NHS CHILTERN CCG,Y59,QU9,1 HIGH STREET,,,ANYTOWN,,AA1 1AA,20130401,20180331,,,,,,,,,,0",
];
const HEADINGS: &str = "Organisation Code,Name,National Grouping,High Level Health Geography,Address Line 1,Address Line 2,\
                        Address Line 3,Address Line 4,Address Line 5,Postcode,Open Date,Close Date";

/// The rows as ODS publishes them: 27 cells in quotes.
fn published(rows: &[&str]) -> String {
    let row = |row: &&str| {
        let mut cells: Vec<String> = row.split(',').map(|cell| format!("\"{cell}\"")).collect();
        cells.resize(27, "\"\"".to_owned());
        cells.join(",") + "\r\n"
    };
    rows.iter().map(row).collect()
}

/// What a reading says, without notes on the form of the file.
fn said(reading: &Reading) -> Vec<String> {
    let noted = |line: &String| line.starts_with("note");
    lines(reading).into_iter().filter(|line| !noted(line)).collect()
}

#[test]
fn a_file_says_the_same_however_it_was_saved() {
    for (name, series, rows) in
        [("epraccur_2020-06.csv", Series::Epraccur, PRACTICES), ("eccg_2020-06.csv", Series::Eccg, COMMISSIONERS)]
    {
        let right = reading(name, &published(&rows));
        assert_eq!((right.series, right.rows, right.bad_rows.len()), (series, 3, 0));
        let short = rows.join("\r\n");
        let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("\u{feff}{}", short.replace(',', "\t")).encode_utf16().flat_map(bytes).collect()
        };
        for (how, bytes) in [
            ("saved by Excel", short.clone().into_bytes()),
            ("with headings", format!("{HEADINGS}\r\n{}", published(&rows)).into_bytes()),
            ("tabs", short.replace(',', "\t").into_bytes()),
            ("semicolons", short.replace(',', ";").into_bytes()),
            ("UTF-16, little", wide(u16::to_le_bytes)),
            ("UTF-16, big", wide(u16::to_be_bytes)),
            ("carriage returns", published(&rows).replace("\r\n", "\r").into_bytes()),
            ("a mark", format!("\u{feff}{}", published(&rows)).into_bytes()),
        ] {
            let found = read(&SourceFile { name: name.to_owned(), bytes }, None).unwrap();
            assert_eq!((found.series, found.rows, found.bad_rows.len()), (series, 3, 0), "{name} {how}");
            assert_eq!(said(&found), said(&right), "{name} {how}");
        }
    }
}

#[test]
fn a_quote_left_open_names_its_line_and_one_that_swallows_rows_is_a_bad_row() {
    let cut = published(&PRACTICES).replace("\"SECOND SURGERY\"", "\"SECOND SURGERY");
    // The quote before the next cell closes it, and the cells of the row are one too few: the row cannot be read.
    let shifted = reading("epraccur_2020-06.csv", &cut);
    assert_eq!((shifted.rows, shifted.bad_rows.len()), (3, 1), "{:?}", shifted.bad_rows);
    let open = PRACTICES.join("\r\n").replace("SECOND SURGERY", "\"SECOND SURGERY");
    let refused = read(&file("epraccur_2020-06.csv", &open), None).unwrap_err().to_string();
    assert!(refused.contains("epraccur_2020-06.csv ends inside quotes: the quote opened on line 2"), "{refused}");
    let swallows = open.replace("THIRD SURGERY", "THIRD \"SURGERY\"");
    let swallowed = reading("epraccur_2020-06.csv", &swallows);
    let bad: Vec<String> = swallowed.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "epraccur_2020-06.csv line 2, column 2: a quote opened on line 2 takes in the lines up to 3, which look like rows of \
          their own; close the quote or take it out"
        ]
    );
}

#[test]
fn a_cell_under_no_heading_is_told_and_no_name_is_cut_short() {
    let text = "ICB25CD,ICB25CDH,ICB25NM,ObjectId\r\nE54000036,QJ2,NHS Derby and Derbyshire Integrated Care Board,1\r\n\
                E54000015,QK1,NHS Leicester, Leicestershire and Rutland Integrated Care Board,2\r\n";
    let boards = reading("Integrated_Care_Boards_(April_2025)_Names_and_Codes_in_EN.csv", text);
    assert_eq!((boards.rows, boards.released.to_string().as_str()), (2, "2025-04"));
    let bad: Vec<String> = boards.bad_rows.iter().map(|bad| format!("{}: {}", bad.line, bad.reason)).collect();
    assert_eq!(bad, ["3: the row has 5 cells under 4 headings; a cell with a comma in it must be in quotes"]);
    assert!(!lines(&boards).iter().any(|line| line.contains("NHS Leicester")));
}

#[test]
fn one_bad_byte_spoils_no_other_name_and_what_is_no_character_is_told() {
    let mut bytes = published(&PRACTICES).replace("FIRST SURGERY", "YNYS MÔN").into_bytes();
    let at = bytes.windows(6).position(|six| six == b"SECOND").unwrap();
    bytes[at + 5] = 0x92;
    let found = read(&SourceFile { name: "epraccur_2020-06.csv".to_owned(), bytes: bytes.clone() }, None).unwrap();
    assert!(lines(&found).iter().any(|line| line.contains("YNYS MÔN")) && found.bad_rows.is_empty());
    assert!(lines(&found).iter().any(|line| line.contains("SECON’ SURGERY")));
    bytes[at + 5] = 0x81;
    let found = read(&SourceFile { name: "epraccur_2020-06.csv".to_owned(), bytes }, None).unwrap();
    assert_eq!(
        found.bad_rows[0].to_string(),
        "epraccur_2020-06.csv line 2, column 2: character 6 of the cell is no character in UTF-8 or Windows-1252"
    );
}

#[test]
fn headings_without_a_row_are_no_success() {
    let empty = "EXTRACT_DATE,CODE,SEX,AGE,NUMBER_OF_PATIENTS,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE\r\n";
    let refused = read(&file("gp-reg-pat-prac-all_2026-08.csv", empty), None).unwrap_err();
    assert!(matches!(refused, ImportError::NoRows { .. }), "{refused}");
}

#[test]
fn the_pcn_files_of_2025_are_epcn_with_and_without_headings() {
    let network = "\"U12345\",\"FIRST NETWORK PCN\",\"10Q\",\"NHS OXFORDSHIRE\",\"20190701\",\"\",\"1 HIGH STREET\",\"\",\"\",\
                   \"ANYTOWN\",\"\",\"AA1 1AA\"\r\n";
    let networks = "PCN Code,PCN Name,Current Sub ICB Loc Code,Sub ICB Location,Open Date,Close Date,Address Line 1,\
                    Address Line 2,Address Line 3,Address Line 4,Address Line 5,Postcode\r\n";
    let partner = |code: &str, left: &str| {
        format!(
            "\"{code}\",\"SURGERY\",\"10Q\",\"NHS OXFORDSHIRE\",\"U12345\",\"FIRST NETWORK PCN\",\"10Q\",\"NHS OXFORDSHIRE\",\
             \"20190701\",\"{left}\",\"Yes\"\r\n"
        )
    };
    let partners = "Partner Organisation Code,Partner Name,Practice Parent Sub ICB Location Code,Practice Parent Sub ICB \
                    Location Name,PCN Code,PCN Name,PCN Parent Sub ICB Location Code,PCN Parent Sub ICB Location Name,\
                    Practice to PCN Relationship Start Date,Practice to PCN Relationship End Date,Practice Sub ICB Location \
                    and PCN Sub ICB Location Match\r\n";
    let both = partner("K82001", "") + &partner("K82002", "20220331");
    for (name, head, rows, facts) in [
        (
            "epcn_2025-09.csv",
            networks,
            network.to_owned(),
            &[
                "acted|U12345|network",
                "lived|U12345|operational|2019-07-01",
                "named|U12345|FIRST NETWORK PCN",
                "addressed|U12345|AA1 1AA|1 HIGH STREET|ANYTOWN",
                "tied|U12345|commissioner|10Q",
            ][..],
        ),
        (
            "epcncorepartnerdetails_2025-09.csv",
            partners,
            both,
            &["tied|K82001|network|U12345|2019-07-01", "tied|K82002|network|U12345|2019-07-01|2022-04-01"][..],
        ),
    ] {
        for text in [rows.clone(), format!("{head}{rows}")] {
            let found = reading(name, &text);
            assert_eq!((found.series, found.bad_rows.len()), (Series::Epcn, 0), "{name}");
            let said = said(&found);
            assert_eq!(said.len(), facts.len(), "{said:?}");
            assert_eq!(said, facts, "{name}: {:?}", notes(&found));
        }
    }
}

#[test]
fn extract_dates_of_list_sizes_are_read_day_first_or_year_first() {
    let head = "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,\
                NUMBER_OF_PATIENTS\r\n";
    let of = |day: &str| format!("{head}GP_PRAC_PAT_LIST,{day},GP,10Q,E38000136,K82001,AA1 1AA,ALL,ALL,9000\r\n");
    for day in ["2026-08-01", "01/08/2026", "01AUG2026", "01Aug2026", "1 August 2026"] {
        let found = reading("list-sizes.csv", &of(day));
        assert_eq!((found.released.to_string().as_str(), found.bad_rows.len()), ("2026-08-01", 0), "{day}");
        check_facts(
            &found,
            &["listed|K82001|2026-08-01|9000", "tied|K82001|commissioner|10Q", "identified|10Q|E38000136"],
        );
    }
    // A month is no day, and 13 is no month.
    for day in ["2026-08", "August 2026", "08/13/2026"] {
        let found = read(&file("list-sizes_2026-08.csv", &of(day)), None).unwrap();
        assert_eq!(found.bad_rows.len(), 1, "{day}");
    }
}

#[test]
fn a_month_written_as_a_word_dates_what_the_file_says() {
    let head = |year: &str| {
        format!(
            "\u{feff}SICBL{year}CD,SICBL{year}CDH,SICBL{year}NM,ICB{year}CD,ICB{year}CDH,ICB{year}NM,NHSER{year}CD,\
             NHSER{year}CDH,NHSER{year}NM,ObjectId\r\n"
        )
    };
    let of = |year: &str, board: &str| {
        let row = format!("E38000185,07H,HWE ICB - 07H,{board},Some Integrated Care Board,E40000007,Y61,East,1\r\n");
        let name = format!("Sub_ICB_Locations_to_Integrated_Care_Boards_(April_20{year})_Lookup_in_EN.csv");
        file(&name, &(head(year) + &row))
    };
    let mut state = State::new();
    for file in [of("25", "E54000025,QM7"), of("26", "E54000099,Q9X")] {
        take(&mut state, &file);
    }
    let now = state.now();
    let in_board = |day: &str| {
        let members = now.members("Q9X".parse().unwrap(), day.parse().unwrap());
        members.iter().find(|member| member.code.as_str() == "07H").map(|member| member.certainty)
    };
    // What the list of April 2026 shows was so by its release, and not for sure before.
    assert!(["2025-06-01", "2026-01-15", "2026-03-31"].into_iter().all(|day| in_board(day) != Some(Certainty::Yes)));
    assert!(in_board("2026-04-01").is_some() && in_board("2026-05-01") == Some(Certainty::Yes));
}

fn series() -> SeriesColumns {
    let day = SeriesDay::Fixed("2018-04-01".parse().unwrap());
    SeriesColumns { code: "code".to_owned(), day, keys: Vec::new(), values: vec!["n".to_owned()] }
}

fn restate(table: &TabularFile) -> Result<import::restating::RestatedFile, ImportError> {
    let how = Restatement { to: "2020-01-01".parse().unwrap(), mode: Mode::AsIs, by: Weights::ListSize };
    restate_table(table, &series(), State::new().now(), how, |_| {})
}

#[test]
fn a_series_is_read_to_its_end_or_not_at_all() {
    let table = |text: &str| TabularFile::from_bytes("s.csv", text.as_bytes().to_vec());
    let open = restate(&table("code,n\n10Q,1\n14Y,\"2\n15A,3\n").unwrap()).map(|_| ()).unwrap_err().to_string();
    assert!(open.starts_with("s.csv ends inside quotes: the quote opened on line 3"), "{open}");
    let empty = restate(&table("code,n\n").unwrap()).map(|_| ()).unwrap_err();
    assert!(matches!(empty, ImportError::NoRows { .. }), "{empty}");
    let swallowed = restate(&table("code,n\n10Q,\"1\n14Y,2\n15A,3\"\n10H,4\n").unwrap()).unwrap();
    assert_eq!((swallowed.restated.n_rows, swallowed.bad_rows.len(), swallowed.bad_rows[0].line), (1, 1, 2));
    let returns = restate(&table("code,n\r10Q,1\r14Y,2\r").unwrap()).unwrap();
    assert_eq!(returns.restated.n_rows, 2);
}

#[test]
fn a_small_file_cannot_ask_for_much() {
    // One line without an end, packed a thousandfold.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("s.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"code,n\n").unwrap();
    zip.write_all(&vec![b'1'; 20 << 20]).unwrap();
    let table = TabularFile::from_bytes("s.zip", zip.finish().unwrap().into_inner()).unwrap();
    let long = restate(&table).map(|_| ()).unwrap_err().to_string();
    assert!(long.starts_with("s.zip has a record on line 2 of 1"), "{long}");
    // One value of a mebibyte, said to stand in every row.
    let codes: ArrayRef = Arc::new(StringArray::from_iter_values(std::iter::repeat_n("A".repeat(1 << 20), 50)));
    let batch = RecordBatch::try_from_iter([("code", codes.clone()), ("n", codes)]).unwrap();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_page_size_limit(8 << 20)
        .set_statistics_enabled(EnabledStatistics::None);
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    let bytes = writer.into_inner().unwrap();
    let long = TabularFile::from_bytes("s.parquet", bytes).map(|_| ()).unwrap_err().to_string();
    assert!(long.starts_with("s.parquet has a value in column `code` of 1 MiB; at most 64 KiB is read"), "{long}");
    // Two corners of a sheet.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Current STPs").unwrap();
    sheet.write_string(0, 0, "ODS STP Code").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let refused = read(&SourceFile { name: "stps_2019-04.xlsx".to_owned(), bytes }, None).unwrap_err().to_string();
    assert!(refused.contains("1,048,576 rows × 16,384 columns = 17,179,869,184 cells (to XFD1048576)"), "{refused}");
}
