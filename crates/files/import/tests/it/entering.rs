//! A file of facts entered as one act.

use import::{ENTRY_TEMPLATE, SourceFile, read_entries};

fn read(text: &str) -> Result<Vec<String>, Vec<String>> {
    let file = SourceFile { name: "april.csv".into(), bytes: text.as_bytes().to_vec() };
    let entries = read_entries(&file, "2026-05-01".parse().unwrap());
    entries
        .map(|entries| {
            let line = |entry: &register::Entry| {
                format!("{}|{}|{}", entry.fact.to_string().replace('\t', "|"), entry.source, entry.released)
            };
            entries.iter().map(line).collect()
        })
        .map_err(|bad| bad.iter().map(ToString::to_string).collect())
}

#[test]
fn the_template_is_read_with_a_row_of_each_kind() {
    let expected = [
        "lived|S0E4D|legal|2026-04-01||an order|2026-03",
        "acted|S0E4D|care-board|2026-04-01||an order|2026-03",
        "named|S0E4D|NHS Thames Valley Integrated Care Board|2026-04-01||an order|2026-03",
        "identified|S0E4D|E54000070|names and codes of the Office for National Statistics|2026-04",
        "lived|QU9|legal|2022-07-01|2026-04-01|an order|2026-03",
        "succeeded|QU9|S0E4D|2026-04-01|||an order|2026-03",
        "passed|QU9|S0E4D|2026-04-01|1692579|residents, mid-2017|an order|2026-03",
        "tied|14Y|system|S0E4D|2026-04-01||an order|2026-03",
        "arranged|L-TVCLUSTER|cluster|Thames Valley cluster|2025|2026-04-01|QU9|QNQ|a board paper|2025-06",
    ];
    assert_eq!(read(ENTRY_TEMPLATE).unwrap(), expected);
}

#[test]
fn columns_may_come_in_any_order_and_a_source_without_a_date_is_of_today() {
    let read = read("source,from,code,fact\na letter,2026-04,X1,life\n").unwrap();
    assert_eq!(read, ["lived|X1|legal|2026-04||a letter|2026-05-01"]);
}

#[test]
fn every_bad_row_is_named_with_its_line_and_column_and_nothing_is_taken() {
    let text = "fact,code,of,kind,from,to,heads,basis,source\n\
                life,X1,,,2026-04-01,,,,a letter\n\
                life,X 2,,,2026-04-01,,,,a letter\n\
                life,X2,,,2026-04-31,,,,a letter\n\
                life,X2,,,2026-04-01,2025,,,a letter\n\
                death,X2,,,2026-04-01,,,,a letter\n\
                member,X2,X1,frend,2026-04-01,,,,a letter\n\
                succession,X1,X1,,2026-04-01,,,,a letter\n\
                succession,X1,X2,,2026-04-01,,12,,a letter\n\
                succession,X1,X2,,2026-04-01,,0,residents,a letter\n\
                life,X3,,,2026-04-01,,9,,a letter\n\
                life,X3,,,2026-04-01,,,,\n\
                life,X1,,,2026-04-01,,,,another letter\n\
                ons-code,X1,E54,,,,,,a letter\n";
    let bad = read(text).unwrap_err();
    let at: Vec<&str> = bad.iter().map(|bad| bad.split(": ").next().unwrap()).collect();
    let expected = [
        (3, "code"),
        (4, "from"),
        (5, "to"),
        (6, "fact"),
        (7, "kind"),
        (8, "fact"),
        (9, "basis"),
        (10, "fact"),
        (11, "heads"),
        (12, "source"),
        (13, "fact"),
        (14, "of"),
    ];
    assert_eq!(at, expected.map(|(line, column)| format!("april.csv line {line}, column {column}")));
    assert!(bad[5].ends_with("X1 cannot be its own successor"), "{}", bad[5]);
    assert!(bad[10].ends_with("line 2 says the same"), "{}", bad[10]);
}

#[test]
fn a_file_that_is_none_of_these_is_told_so() {
    let told = |text: &str| read(text).unwrap_err().join("; ");
    assert_eq!(told(""), "april.csv line 1, column fact: the file is empty: its first row must name the columns");
    assert_eq!(told("fact,code,source\n"), "april.csv line 1, column fact: there is no row below the header");
    let open = told("fact,code,source\nlife,X1,\"a letter\nlife,X2,a letter\n");
    assert!(open.contains("nothing can be read") && open.contains("line 2"), "{open}");
    assert!(told("code,source,weight\nX1,a,1\n").contains("the file has no column `fact`"));
    assert!(told("fact,code,source,weight\nlife,X1,a,1\n").contains("`weight` is not a column of such a file"));
}
