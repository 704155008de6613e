//! Plan lines in a table of our own: read, reported row by row, and written back.

use crate::support::file;
use import::SourceFile;
use import::plan_lines::{COLUMNS, Reading, TEMPLATE, read, read_uploaded, write};
use plan::{Cell, Key, KeyParts, Line, LineKind, PlanMonth, Quotient, Side, SourceName, Value};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

const HEADER: &str = "plan,line,kind,side,measure,commissioner,provider,pod,place,year,month,unit,value";

/// What is wrong with the rows of a file, each as `line column: value: reason`.
fn bad(text: &str) -> Vec<String> {
    let reading = read(&file("plan.csv", text)).unwrap();
    reading
        .bad_rows
        .into_iter()
        .map(|bad| format!("{} {}: {}: {}", bad.line, bad.column, bad.value, bad.reason))
        .collect()
}

/// The lines without the cells that they were read from.
fn lines(reading: &Reading) -> Vec<(SourceName, Line)> {
    let without = |line: &Line| Line { cell: None, ..line.clone() };
    reading
        .plans
        .iter()
        .flat_map(|(source, lines)| lines.iter().map(move |line| (source.clone(), without(line))))
        .collect()
}

fn written(lines: &[(SourceName, Line)]) -> String {
    let mut bytes = Vec::new();
    write(lines.iter().map(|(source, line)| (source, line)), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A workbook with notes before the table.
fn workbook(rows: &[&[&str]]) -> SourceFile {
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet().set_name("Notes").unwrap();
    notes.write(0, 0, "How to fill the table").unwrap();
    let sheet = workbook.add_worksheet().set_name("Lines").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.strip_prefix('#') {
                Some(number) => sheet.write(row, column, number.parse::<f64>().unwrap()).unwrap(),
                None => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
    SourceFile { name: "plan.xlsx".to_owned(), bytes: workbook.save_to_buffer().unwrap() }
}

#[test]
fn the_template_is_a_plan_that_can_be_brought() {
    let reading = read(&file("template.csv", TEMPLATE)).unwrap();
    assert_eq!((reading.rows, reading.bad_rows.len()), (8, 0), "{:?}", reading.bad_rows);
    let source: SourceName = "P-OXON".parse().unwrap();
    let lines = &reading.plans[&source];
    let told = |number: usize| {
        format!("{} {} {}", lines[number].key, lines[number].value.unit(), lines[number].value.written().unwrap())
    };
    assert_eq!(told(1), "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0 pence 45000000000");
    assert_eq!(told(6), "WORKFORCE|SYSTEM|COMMUNITY NURSES|ALL|||OXON|2017/18|0 wte-hundredths 12050");
    assert_eq!(lines[5].quotient.as_ref().unwrap().denominator.as_str(), "O5");
    let cell = Cell { file: "template.csv".to_owned(), sheet: String::new(), row: 3, column: "value".to_owned() };
    assert_eq!(lines[1].cell, Some(cell));
    assert_eq!(TEMPLATE.lines().next().unwrap(), COLUMNS.join(","));
}

#[test]
fn every_bad_row_is_reported_and_the_others_are_taken() {
    let row = "P,L{n},finance,commissioner,Spend,10Q,RTH,,OXON,2017/18,0,pence,5";
    let change = |number: usize, from: &str, to: &str| row.replace("{n}", &number.to_string()).replace(from, to);
    let text = [
        HEADER.to_owned(),
        change(1, "5", "5"),
        change(2, "finance", "money"),
        change(3, "2017/18", "2017/19"),
        change(4, "pence,5", "pence,5.5"),
        change(5, "pence", "count"),
        change(6, "Spend", "  "),
        change(7, ",0,", ",13,"),
        change(8, "L8", "L1"),
        change(9, "L9", "a:b"),
        change(10, "pence,5", "pounds,5.50"),
    ];
    let found = bad(&text.join("\n"));
    let expected = [
        "3 kind: money: `money` is not a kind of line",
        "4 year: 2017/19: `2017/19` is not a financial year, such as 2017/18",
        "5 value: 5.5: `5.5` is not a whole number of pence: write digits alone, such as 410000 or -5",
        "6 unit: count: a line of finance is planned in pence, pounds, GBP_K or GBP_M",
        "7 measure: : no measure is written",
        "8 month: 13: `13` is not a month: 0 for the year, 1 for April to 12 for March",
        "9 line: L1: line `L1` of `P` stands on row 2 already",
        "10 line: a:b: `a:b` is not the name of a line: write 1 to 64 characters without blanks and without `:`, `+` or `|`",
    ];
    assert_eq!(found, expected, "\n{}", found.join("\n"));
    let reading = read(&file("plan.csv", &text.join("\n"))).unwrap();
    let taken: Vec<String> = lines(&reading).iter().map(|(_, line)| line.value.written().unwrap()).collect();
    assert_eq!((reading.rows, taken), (10, vec!["5".to_owned(), "550".to_owned()]));
}

#[test]
fn a_heading_that_is_none_of_ours_is_reported_and_one_that_is_missing_refuses_the_file() {
    let row = "P,L,finance,commissioner,Spend,10Q,RTH,,OXON,2017/18,0,pence,5";
    let found = bad(&format!("{HEADER},vaule\n{row},6\n"));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("1 vaule: vaule: this is no column of a table of plan lines: plan, line, kind"),
        "{found:?}"
    );
    let error = read(&file("plan.csv", &format!("{}\n{row}\n", HEADER.replace("value", "amount")))).unwrap_err();
    assert_eq!(error.to_string(), "plan.csv has no column `value`, which a table of plan lines needs");
    let error = read(&file("plan.csv", &format!("{HEADER}\n"))).unwrap_err();
    assert!(error.to_string().starts_with("plan.csv has no row"), "{error}");
}

#[test]
fn a_quote_that_swallows_rows_is_reported_and_not_taken() {
    let row = "P,L,finance,commissioner,Spend,10Q,RTH,,OXON,2017/18,0,pence,5";
    let text =
        format!("{HEADER}\n{}\n{row}\n{}\n", row.replace("Spend", "\"Spend"), row.replace("pence,5", "pence,\"5\""));
    let reading = read(&file("plan.csv", &text)).unwrap();
    assert_eq!(reading.bad_rows.len() + lines(&reading).len(), reading.rows);
    assert!(reading.bad_rows[0].reason.contains("takes in the lines up to"), "{:?}", reading.bad_rows);
}

#[test]
fn a_workbook_is_read_from_its_table_with_sheet_and_row() {
    let header: Vec<&str> = HEADER.split(',').collect();
    let file = workbook(&[
        &header,
        &[
            "P-OXON",
            "O1",
            "activity",
            "commissioner",
            "Referrals",
            "10Q",
            "RTH",
            "",
            "OXON",
            "2017/18",
            "#4",
            "",
            "#9000",
        ],
        &[
            "P-OXON",
            "O2",
            "finance",
            "commissioner",
            "Spend",
            "10Q",
            "RTH",
            "",
            "OXON",
            "2017/18",
            "#0",
            "pounds",
            "#1234.5",
        ],
        &[
            "P-OXON",
            "O3",
            "activity",
            "commissioner",
            "Referrals",
            "10Q",
            "RTH",
            "",
            "OXON",
            "2017/18",
            "#5",
            "",
            "#0.5",
        ],
    ]);
    let reading = read(&file).unwrap();
    let taken: Vec<String> = lines(&reading).iter().map(|(_, line)| line.value.written().unwrap()).collect();
    assert_eq!(taken, ["9000", "123450"]);
    let source: SourceName = "P-OXON".parse().unwrap();
    let cell = reading.plans[&source][1].cell.as_ref().unwrap();
    assert_eq!(cell.to_string(), "plan.xlsx, sheet Lines, row 3, column value");
    assert_eq!(reading.bad_rows.len(), 1);
    let bad = &reading.bad_rows[0];
    assert_eq!((bad.line, bad.column.as_str(), bad.value.as_str()), (4, "Lines: value", "0.5"));
}

#[test]
fn a_heading_that_stands_twice_refuses_the_file() {
    let error = read(&file(
        "plan.csv",
        &format!("{HEADER},Value\nP,L,finance,commissioner,Spend,10Q,RTH,,OXON,2017/18,0,pence,5,6\n"),
    ));
    assert_eq!(error.unwrap_err().to_string(), "plan.csv has two columns `Value`: it cannot be told which is meant");
    let header: Vec<&str> = HEADER.split(',').chain(["unit"]).collect();
    let row = [
        "P",
        "L",
        "finance",
        "commissioner",
        "Spend",
        "10Q",
        "RTH",
        "",
        "OXON",
        "2017/18",
        "0",
        "pence",
        "5",
        "pounds",
    ];
    let error = read(&workbook(&[&header, &row])).unwrap_err();
    assert_eq!(error.to_string(), "plan.xlsx has two columns `Lines: unit`: it cannot be told which is meant");
}

#[test]
fn every_sheet_with_the_headings_is_read_and_one_that_lacks_a_column_is_reported() {
    let header: Vec<&str> = HEADER.split(',').collect();
    let row = |line| {
        ["P", line, "finance", "commissioner", "Spend", "10Q", "RTH", line, "OXON", "2017/18", "0", "pounds", "5"]
    };
    let mut book = Workbook::new();
    let mut put = |name: &str, header: &[&str], lines: &[&'static str]| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let rows = lines.iter().map(|line| row(line).to_vec());
        for (number, cells) in (0..).zip(std::iter::once(header.to_vec()).chain(rows)) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(number, column, cell).unwrap();
            }
        }
    };
    put("Acute", &header, &["L1", "L2"]);
    put("How to", &["Fill the sheets"], &[]);
    put("Community", &header, &["L3", "L2"]);
    let short: Vec<&str> = header[..12].to_vec();
    put("Mental health", &short, &["L4"]);
    let file = SourceFile { name: "plan.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() };
    let reading = read_uploaded(&file).unwrap();
    let names: Vec<String> = lines(&reading).iter().map(|(_, line)| line.name.to_string()).collect();
    assert_eq!(names, ["L1", "L2", "L3"]);
    assert_eq!(reading.other_sheets, ["How to"]);
    let told: Vec<String> =
        reading.bad_rows.iter().map(|bad| format!("{} {}: {}", bad.line, bad.column, bad.reason)).collect();
    assert_eq!(
        told,
        [
            "3 Community: line: line `L2` of `P` stands on row 3 of sheet Acute already",
            "1 Mental health: nothing of this sheet was read: plan.xlsx has no column `value`, which a table of plan lines needs",
        ]
    );
}

#[test]
fn money_is_read_by_the_one_reader_of_figures() {
    let row = |unit: &str, value: &str| {
        format!("{HEADER}\nP,L,finance,commissioner,Spend,10Q,RTH,,OXON,2017/18,0,{unit},\"{value}\"\n")
    };
    let read_as = |unit: &str, value: &str| {
        let reading = read(&file("plan.csv", &row(unit, value))).unwrap();
        match reading.bad_rows.first() {
            Some(bad) => Err(bad.reason.clone()),
            None => Ok(lines(&reading)[0].1.value.amount().unwrap()),
        }
    };
    for (unit, value, pence) in [
        ("pounds", "£1,234.565", 123_457),
        ("Pounds", "(5k)", -500_000),
        ("GBP", "-", 0),
        ("gbp_k", "2768809.6284978883", 276_880_962_850),
        ("GBP_M", "1.04", 104_000_000),
    ] {
        assert_eq!(read_as(unit, value), Ok(pence), "{unit} {value}");
    }
    assert!(read_as("pounds", "1,23").unwrap_err().contains("is not a figure of money"));
    assert!(read_as("pounds", " ").unwrap_err().starts_with("the cell is empty"));
}

#[test]
fn erased_words_are_told_from_words_that_somebody_wrote() {
    let key: Key = "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0".parse().unwrap();
    let line = |name: &str, value: Value| Line {
        name: name.parse().unwrap(),
        key: key.in_month(PlanMonth::new(name.len() as u8).unwrap()),
        value,
        mandate: None,
        cell: None,
        quotient: None,
    };
    let json = serde_json::to_string(&Value::narrative("one function")).unwrap();
    let erased: Value = serde_json::from_str(&json).unwrap();
    let source: SourceName = "P".parse().unwrap();
    let all = [(source.clone(), line("A", erased)), (source, line("BB", Value::narrative("(erased)")))];
    let reading = read(&file("plan.csv", &written(&all))).unwrap();
    assert_eq!(lines(&reading)[0].1.value, Value::narrative("(erased)"));
    assert_eq!((reading.bad_rows.len(), reading.bad_rows[0].line), (1, 2));
    assert!(reading.bad_rows[0].reason.starts_with("the words of this line were erased"));
}

fn any_line() -> impl Strategy<Value = Line> {
    let word = "[A-Z0-9,\"=@+-]{1,6}( [A-Z;]{1,4})?";
    let kinds = 0..LineKind::ALL.len();
    let figures = (kinds, 0..Side::ALL.len(), 0..13_u8, any::<i64>(), "[a-z =@,\"\n]{0,12}[a-z]");
    let words = (word, word, "[A-Z0-9]{0,4}", any::<bool>(), any::<bool>());
    (figures, words).prop_map(
        |((kind, side, month, amount, narrative), (measure, place, provider, has_mandate, is_share))| {
            let kind = LineKind::ALL[kind];
            let key = Key::new(&KeyParts {
                kind,
                side: Side::ALL[side],
                measure: &measure,
                commissioner: "10Q",
                provider: &provider,
                pod: "",
                place: &place,
                year: "2017/18".parse().unwrap(),
                month: PlanMonth::new(month).unwrap(),
            });
            let unit = kind.units()[usize::from(month) % kind.units().len()];
            let value = match kind {
                LineKind::Narrative => Value::narrative(narrative.trim()),
                _ => Value::Figure { unit, amount },
            };
            Line {
                name: "L".parse().unwrap(),
                key: key.unwrap(),
                value,
                mandate: has_mandate.then(|| "m-acute".parse().unwrap()),
                cell: None,
                quotient: is_share
                    .then(|| Quotient { numerator: "N".parse().unwrap(), denominator: "D".parse().unwrap() }),
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(drawn in prop::collection::vec(any_line(), 1..12)) {
        let name = |number: usize| format!("L{number}").parse().unwrap();
        let named = drawn.into_iter().enumerate().map(|(number, line)| Line { name: name(number), ..line });
        let all: Vec<(SourceName, Line)> = named.map(|line| ("P-OXON".parse().unwrap(), line)).collect();
        let reading = read(&file("plan.csv", &written(&all))).unwrap();
        prop_assert_eq!(&reading.bad_rows, &[]);
        prop_assert_eq!(lines(&reading), all);
    }
}
