//! Bad input of section 15: read to the end, each bad row with sheet, row, column, text and reason.

use super::*;
use rust_xlsxwriter::Workbook as Book;

const HEAD: &str = "id,kind,debit,credit,amount,linked,code,valid_on,decision";

fn id(number: u32) -> String {
    format!("{number:032x}")
}

fn told(file: &TransfersFile) -> Vec<String> {
    file.bad_rows.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_is_read_to_its_end_and_each_bad_row_is_told_with_its_place_and_text() {
    let text = format!(
        "{HEAD}\n{},single,A,B,\"1,250.50\",,ALLOT,2019-04-01,N\n\n{},single,A,B,12 pounds,N,ALLOT,2019-04-01,N\n{},single,A,B,5,maybe,ALLOT,2019-04-01,N\n",
        id(1),
        id(2),
        id(3)
    );
    let file = TransfersFile::read(text.as_bytes());
    assert_eq!(file.submissions.len(), 1);
    assert_eq!(file.submissions[0].amount, AmountCell::Value(Pence(125_050)));
    assert_eq!(file.submissions[0].link, Link::Last);
    let bad: Vec<(u64, &str, &str)> =
        file.bad_rows.iter().map(|bad| (bad.row, bad.column.as_str(), bad.text.as_str())).collect();
    assert_eq!(bad, [(4, "amount", "12 pounds"), (5, "linked", "maybe")]);
    assert!(told(&file)[1].starts_with("Row 5, column linked: Write Y for a transfer"), "{:?}", told(&file));
    let table = bad_rows_table("transfers.csv", &file.bad_rows);
    assert_eq!(
        table.rows[0][..5].iter().map(Cell::plain).collect::<Vec<_>>(),
        ["transfers.csv", "", "4", "amount", "12 pounds"]
    );
}

#[test]
fn a_chain_with_a_row_that_cannot_be_read_falls_whole() {
    let row = |number, amount: &str, linked: &str| {
        format!("{},single,A,B,{amount},{linked},ALLOT,2019-04-01,N\n", id(number))
    };
    let text = [
        format!("{HEAD}\n"),
        row(1, "1", "Y"),
        row(2, "x", "Y"),
        row(3, "1", "N"),
        row(4, "1", "N"),
        row(5, "1", "?"),
        row(6, "1", "N"),
        row(7, "1", "N"),
    ]
    .concat();
    let file = TransfersFile::read(text.as_bytes());
    let taken: Vec<String> = file.submissions.iter().map(|held| held.id.value().unwrap().to_string()).collect();
    assert_eq!(taken, [id(4), id(7)], "where it is not known whether a row is linked, it holds on to the next");
    let rows: Vec<u64> = file.bad_rows.iter().map(|bad| bad.row).collect();
    assert_eq!(rows, [2, 3, 4, 6, 7]);
    assert!(told(&file)[0].contains("another row of its chain") || told(&file)[0].contains("Another row of its chain"));
}

#[test]
fn a_workbook_with_two_sheets_of_transfers_is_refused() {
    let mut book = Book::new();
    for name in ["April", "May"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let rows = [
            ["ID", "Kind", "Debit", "Credit", "Amount pence", "Code", "Valid on"],
            ["00000000000000000000000000000001", "single", "A", "B", "125", "ALLOT", "2019-04-01"],
        ];
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let file = TransfersFile::read(&book.save_to_buffer().unwrap());
    assert!(file.submissions.is_empty());
    let told = told(&file);
    assert!(
        told[0].contains("“April” and “May” are both sheets of transfers: send each as a file of its own"),
        "{told:?}"
    );
}

#[test]
fn a_workbook_is_told_by_sheet_and_row() {
    let mut book = Book::new();
    book.add_worksheet().set_name("Notes").unwrap();
    let sheet = book.add_worksheet().set_name("Transfers").unwrap();
    let rows = [
        vec!["ID", "Kind", "Debit", "Credit", "Amount pence", "Code", "Valid on"],
        vec!["00000000000000000000000000000001", "single", "A", "B", "125", "ALLOT", "2019-04-01"],
        vec![],
        vec!["00000000000000000000000000000002", "single", "A", "B", "1.5", "ALLOT", "2019-04-01"],
    ];
    for (row, cells) in (2..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let file = TransfersFile::read(&book.save_to_buffer().unwrap());
    assert_eq!((told(&file), file.submissions.len()), (Vec::new(), 2));
    // What no transfer can be is for the ledger to judge: the row is known by its place.
    assert_eq!(file.submissions[1].amount, AmountCell::NotPositive("1.5".to_owned()));
    assert_eq!((file.rows[1].sheet.as_str(), file.rows[1].row), ("Transfers", 6));
    assert_eq!(file.rows[1].bad("amount_pence", "no").to_string(), "Sheet Transfers, row 6, column amount_pence: No");
}

#[test]
fn a_file_that_is_none_is_told_once() {
    let whole = |bytes: &[u8]| {
        let file = TransfersFile::read(bytes);
        assert!(file.submissions.is_empty());
        assert_eq!(file.bad_rows.len(), 1);
        assert_eq!(file.bad_rows[0].row, 0);
        file.bad_rows[0].reason.clone()
    };
    assert!(whole(b"").starts_with("The file"), "{}", whole(b""));
    assert!(whole(b"id,kind\n").contains("no column debit"), "{}", whole(b"id,kind\n"));
    let both = format!("{HEAD},amount_pence\n");
    assert!(whole(both.as_bytes()).contains("one column of amounts"));
    let twice = format!("{HEAD},id\n");
    assert!(
        whole(twice.as_bytes()).contains("the column id stands in the file twice")
            || whole(twice.as_bytes()).contains("The column id")
    );
    let stranger = format!("{HEAD},colour\n");
    assert!(whole(stranger.as_bytes()).contains("“colour”"));
    assert!(whole(b"PK\x03\x04 not a workbook").len() > 10);
}

#[test]
fn the_template_is_read_as_it_is_given_out() {
    let file = TransfersFile::read(&template().to_csv());
    assert_eq!((told(&file), file.submissions.len()), (Vec::new(), 1));
    assert_eq!(file.submissions[0].amount, AmountCell::Value(Pence(125_000_000)));
    assert_eq!(file.submissions[0].code.value().map(|code| code.slug()), Some("ALLOT"));
}
