//! Workbooks, whole and hostile.

use reader::{Limits, ReadError, Workbook};
use std::io::{Cursor, Write as _};

/// A workbook of one sheet with these rows of XML.
fn book(rows: &str, strings: &str) -> Vec<u8> {
    shared_book(rows, strings, 1)
}

/// A workbook of so many sheets, all on one part with these rows of XML.
fn shared_book(rows: &str, strings: &str, n_sheets: usize) -> Vec<u8> {
    let name = |number: usize| if number == 1 { "S".to_owned() } else { format!("S{number}") };
    let sheet = |number| format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"r1\"/>", name(number));
    let sheets = (1..=n_sheets).map(sheet).collect::<String>();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{sheets}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" \
                 Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>")),
    ];
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn first(bytes: &[u8], limits: &Limits) -> Result<Vec<(u32, Vec<String>)>, ReadError> {
    let mut book = Workbook::open("x.xlsx", bytes, limits)?;
    let name = book.sheet_names()[0].clone();
    let sheet = book.sheet(&name)?;
    Ok(sheet.rows.iter().map(|row| (row.line, row.cells.iter().map(str::to_owned).collect())).collect())
}

#[test]
fn two_corners_ask_for_no_rectangle() {
    let corner = book(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
        "",
    );
    for limits in [Limits::HELD, Limits::UPLOADED_WORKBOOK] {
        let said = first(&corner, &limits).unwrap_err().to_string();
        let sheet = "x.xlsx has a sheet `S` of 1,048,576 rows × 16,384 columns = 17,179,869,184 cells (to XFD1048576)";
        assert!(said.starts_with(sheet), "{said}");
    }
    // Far apart, but no more than may be.
    let apart = book("<row r=\"3\"><c r=\"C3\"><v>1</v></c></row><row r=\"90\"><c r=\"E90\"><v>2</v></c></row>", "");
    let rows = first(&apart, &Limits::UPLOADED_WORKBOOK).unwrap();
    let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(rows, [(3, cells(&["", "", "1"])), (90, cells(&["", "", "", "", "2"]))]);
}

#[test]
fn too_many_cells_are_refused_before_they_are_read() {
    // Twelve million cells, in all but number; a sheet of empty ones is refused too.
    let limits = Limits { objects: 30_000, ..Limits::UPLOADED_WORKBOOK };
    for cell in ["<c><v>1</v></c>", "<c/>"] {
        let row = format!("<row>{}</row>", cell.repeat(100));
        let said = first(&book(&row.repeat(400), ""), &limits).unwrap_err().to_string();
        assert!(
            said.starts_with("x.xlsx has ") && said.contains(" elements or more; at most 30,000 are read"),
            "{said}"
        );
    }
}

#[test]
fn a_shared_text_in_every_cell_counts_each_time() {
    let text = "x".repeat(10_000);
    let rows = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(200)).repeat(50);
    let bytes = book(&rows, &format!("<si><t>{text}</t></si>"));
    let limits = Limits { unpacked: 10 << 20, ..Limits::UPLOADED_WORKBOOK };
    let said = first(&bytes, &limits).unwrap_err().to_string();
    assert!(said.starts_with("x.xlsx has text in sheet `S` up to cell "), "{said}");
}

#[test]
fn what_a_part_unpacks_to_is_counted_and_not_believed() {
    let bytes = book("", &"<si><t>a</t></si>".repeat(100_000));
    let limits = Limits { unpacked: 1 << 20, ..Limits::UPLOADED_WORKBOOK };
    let said = first(&bytes, &limits).unwrap_err().to_string();
    assert!(said.starts_with("x.xlsx unpacks to more than may be read; at most 1 MiB"), "{said}");
}

/// Reads every sheet.
fn every(bytes: &[u8], limits: &Limits) -> Result<usize, ReadError> {
    let mut book = Workbook::open("x.xlsx", bytes, limits)?;
    let names = book.sheet_names();
    names.iter().try_fold(0, |n_rows, name| Ok(n_rows + book.sheet(name)?.rows.len()))
}

#[test]
fn a_part_that_many_sheets_stand_on_counts_each_time() {
    let few = shared_book("<row><c><v>1</v></c></row>", "", 30);
    assert_eq!(every(&few, &Limits::UPLOADED_WORKBOOK).unwrap(), 30);
    // A hundred times a part of three megabytes with no cell in it.
    let empty = shared_book(&" ".repeat(3 << 20), "", 100);
    let said = every(&empty, &Limits::UPLOADED_WORKBOOK).unwrap_err().to_string();
    assert!(said.starts_with("x.xlsx has 100 sheets, which may come to a length of "), "{said}");
    // A text that stands once in the file and in every cell of every sheet.
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(100));
    let told = shared_book(&row, &format!("<si><t>{}</t></si>", "x".repeat(60_000)), 20);
    let said = every(&told, &Limits::UPLOADED_WORKBOOK).unwrap_err().to_string();
    assert!(said.starts_with("x.xlsx has text in sheet `S12` up to cell "), "{said}");
    // Cells of nothing but a digit.
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(100));
    let limits = Limits { cells: 1_000, ..Limits::UPLOADED_WORKBOOK };
    let said = every(&shared_book(&row, "", 60), &limits).unwrap_err().to_string();
    assert!(said.starts_with("x.xlsx has 4,001 cells or more in its sheets; at most 4,000 are read"), "{said}");
}

#[test]
fn nonsense_is_an_error() {
    for rows in
        ["<row r=\"1\"><c r=\"ZZZZZZZZZZZ1\"><v>1</v></c></row>", "<row r=\"99999999999999\"><c><v>1</v></c></row>"]
    {
        assert!(first(&book(rows, ""), &Limits::UPLOADED_WORKBOOK).is_err(), "{rows}");
    }
    let broken = book("<row><c>", "");
    assert!(matches!(first(&broken, &Limits::HELD), Err(ReadError::Damaged { .. })));
}
