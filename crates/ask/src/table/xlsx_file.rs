//! A table as a spreadsheet.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{About, Cell, Kind, Table};
use crate::day;

/// Columns are as wide as their longest cell, within reason. Units: characters.
const WIDTHS: (usize, usize) = (10, 60);

impl Table {
    /// The table as an XLSX workbook: the figures on the first sheet with the heading row frozen, and on a second sheet,
    /// `About`, what they are, the two clocks and the source.
    ///
    /// The same table and clocks give the same bytes.
    ///
    /// # Errors
    /// When the table is larger than a sheet (1,048,575 rows) or a cell is longer than 32,767 characters.
    pub fn to_xlsx(&self, about: &About) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let known = about.clocks.known_on;
        // The day of the last entry, not of the download, so that the file is the same each time.
        let made = ExcelDateTime::from_ymd(
            known.year().unsigned_abs(),
            known.month().unsigned_abs(),
            known.day().unsigned_abs(),
        )?;
        book.set_properties(&DocProperties::new().set_title(&self.caption).set_creation_datetime(&made));
        self.write_figures(book.add_worksheet())?;
        self.write_about(about, book.add_worksheet())?;
        book.save_to_buffer()
    }

    fn write_figures(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        sheet.set_name(sheet_name(&self.caption))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, index) in self.columns.iter().zip(0_u16..) {
            sheet.write_string_with_format(0, index, &column.label, &bold)?;
            let longest =
                self.rows.iter().filter_map(|row| row.get(usize::from(index))).map(|cell| cell.plain().chars().count());
            let width = longest.chain([column.label.chars().count()]).max().unwrap_or_default();
            sheet.set_column_width(index, width.clamp(WIDTHS.0, WIDTHS.1) as f64 + 1.0)?;
        }
        let text = Format::new().set_num_format("@");
        let money = Format::new().set_num_format("£#,##0.00;-£#,##0.00");
        let (whole, date) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("d mmmm yyyy"));
        for (row, line) in self.rows.iter().zip(1_u32..) {
            for ((cell, column), index) in row.iter().zip(&self.columns).zip(0_u16..) {
                match cell {
                    Cell::Empty => {}
                    // A whole number that a spreadsheet would round is written as words.
                    Cell::Number(number) if number.unsigned_abs() > 1 << 53 => {
                        sheet.write_string(line, index, number.to_string())?;
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(line, index, *number as f64, &whole)?;
                    }
                    // Pounds with two decimals are written as the same digits as long as all their pence are counted exactly.
                    Cell::Money(amount) if amount.0.unsigned_abs() > 1 << 53 => {
                        sheet.write_string(line, index, amount.decimal())?;
                    }
                    Cell::Money(amount) => {
                        sheet.write_number_with_format(line, index, amount.0 as f64 / 100.0, &money)?;
                    }
                    Cell::Decimal { value, places } => {
                        let part = "0".repeat(usize::from(*places));
                        let format = Format::new().set_num_format(if part.is_empty() {
                            "#,##0".to_owned()
                        } else {
                            format!("#,##0.{part}")
                        });
                        sheet.write_number_with_format(line, index, *value, &format)?;
                    }
                    Cell::Date(day) => {
                        sheet.write_string_or_date(line, index, *day, &date)?;
                    }
                    Cell::Fuzzy(date) => {
                        sheet.write_string(line, index, date.screen())?;
                    }
                    Cell::Text(words) | Cell::Link { text: words, .. } | Cell::Tagged { text: words, .. }
                        if column.kind == Kind::Code =>
                    {
                        sheet.write_string_with_format(line, index, words, &text)?;
                    }
                    Cell::Text(words)
                    | Cell::Brief { full: words, .. }
                    | Cell::Link { text: words, .. }
                    | Cell::Tagged { text: words, .. } => {
                        sheet.write_string(line, index, words)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn write_about(&self, about: &About, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        sheet.set_name("About")?;
        sheet.set_column_width(0, 24.0)?;
        sheet.set_column_width(1, 90.0)?;
        let clocks = &about.clocks;
        let mut lines = vec![
            ("Table".to_owned(), self.caption.clone()),
            ("Organisations as at".to_owned(), day(clocks.valid_at)),
            ("As known on".to_owned(), format!("{} (entry {})", day(clocks.known_on), clocks.entry)),
            ("Source".to_owned(), self.source.clone()),
            ("Address".to_owned(), about.address.clone()),
        ];
        lines.extend(self.notes.iter().map(|note| ("Note".to_owned(), note.clone())));
        lines.extend(self.columns.iter().map(|column| (format!("Column {}", column.key), column.label.clone())));
        for ((name, value), line) in lines.iter().zip(0_u32..) {
            sheet.write_string_with_format(line, 0, name, &bold)?;
            sheet.write_string(line, 1, value)?;
        }
        Ok(())
    }
}

/// A spreadsheet counts days from 1900; an earlier one is written as words.
trait WriteDay {
    fn write_string_or_date(
        &mut self,
        row: u32,
        column: u16,
        day: jiff::civil::Date,
        format: &Format,
    ) -> Result<(), XlsxError>;
}

impl WriteDay for Worksheet {
    fn write_string_or_date(
        &mut self,
        row: u32,
        column: u16,
        day: jiff::civil::Date,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let (year, month, of_month) = (day.year(), day.month().unsigned_abs(), day.day().unsigned_abs());
        if year < 1900 {
            self.write_string(row, column, day.to_string())?;
            return Ok(());
        }
        let date = ExcelDateTime::from_ymd(year.unsigned_abs(), month, of_month)?;
        self.write_datetime_with_format(row, column, &date, format)?;
        Ok(())
    }
}

/// A sheet's name may have 31 characters, and not these.
fn sheet_name(caption: &str) -> String {
    let name: String = caption.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect();
    let name = name.trim();
    if name.is_empty() || name.eq_ignore_ascii_case("about") || name.eq_ignore_ascii_case("history") {
        "Figures".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use terms::Pence;

    use super::super::examples::{about, table};
    use super::{Cell, Kind, Table};
    use crate::table::Column;

    #[test]
    fn a_workbook_is_read_back_with_its_types_and_its_clocks() {
        let file = table().to_xlsx(&about()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
        assert_eq!(book.sheet_names(), ["Members of NHS Oxfordshire CCG", "About"]);
        let figures = book.worksheet_range("Members of NHS Oxfordshire CCG").unwrap();
        assert_eq!(figures.get((0, 3)), Some(&Data::String("Registered patients".to_owned())));
        assert_eq!(figures.get((1, 3)), Some(&Data::Float(12_345.0)));
        assert!(matches!(figures.get((1, 2)), Some(Data::DateTime(day)) if (day.as_f64() - 41_365.0).abs() < 1e-9));
        assert_eq!(figures.get((2, 0)), Some(&Data::String("010".to_owned())));
        assert_eq!(figures.get((2, 1)), Some(&Data::String("=HYPERLINK(\"x\")".to_owned())));
        let about = book.worksheet_range("About").unwrap();
        assert_eq!(about.get((1, 1)), Some(&Data::String("1 April 2018".to_owned())));
        assert_eq!(about.get((2, 1)), Some(&Data::String("22 November 2026 (entry 41)".to_owned())));
    }

    #[test]
    fn money_is_a_number_that_a_workbook_adds_up() {
        let rows = [1, -123_456_789, 1 << 53, (1 << 53) + 1].map(|pence| vec![Cell::Money(Pence(pence))]).to_vec();
        let table = Table { columns: vec![Column::new("pounds", "Cost", Kind::Money)], rows, ..table() };
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(table.to_xlsx(&about()).unwrap())).unwrap();
        let figures = book.worksheet_range("Members of NHS Oxfordshire CCG").unwrap();
        let cells: Vec<_> = (1..=4).map(|row| figures.get((row, 0)).unwrap().to_string()).collect();
        assert_eq!(cells, ["0.01", "-1234567.89", "90071992547409.92", "90071992547409.93"]);
        assert!(matches!(figures.get((2, 0)), Some(Data::Float(_))));
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(table().to_xlsx(&about()).unwrap(), table().to_xlsx(&about()).unwrap());
    }
}
