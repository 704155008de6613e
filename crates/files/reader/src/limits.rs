//! How much a file may ask for.

/// How much a file may ask for. What is beyond is refused by name, with what was found and what to do.
///
/// Units: bytes, unless a field says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The file itself.
    pub bytes: u64,
    /// Everything it unpacks to.
    pub unpacked: u64,
    /// One record of delimited text.
    pub record: usize,
    /// One cell.
    pub cell: usize,
    /// Rows of a table. Units: rows.
    pub rows: u64,
    /// Columns of a table. Units: columns.
    pub columns: usize,
    /// Rows times columns of a sheet or table: both those that hold something and the rectangle they span. Units: cells.
    pub cells: u64,
    /// Members of a zip file. Units: members.
    pub members: usize,
    /// Parts that a file describes itself by: elements of XML, pages and columns of Parquet, objects of PDF. Units: parts.
    pub objects: u64,
    /// How deep a description may go. Units: levels.
    pub nesting: usize,
    /// What may be decoded at once.
    pub batch: u64,
}

impl Limits {
    /// For files that whoever runs the program chose: the largest national files pass with room to spare (the postcode
    /// directory has 2.7 million rows and 1.3 GB; a year of a nation's activity has hundreds of millions of records).
    pub const COMMAND_LINE: Self = Self {
        bytes: 1 << 40,
        unpacked: 1 << 40,
        record: 8 << 20,
        cell: 1 << 20,
        rows: 4_000_000_000,
        columns: 16_384,
        cells: 200_000_000_000,
        members: 10_000,
        objects: 4_000_000,
        nesting: 64,
        batch: 32 << 20,
    };

    /// For a file that is held in memory whole while it is read, on the command line.
    pub const HELD: Self =
        Self { bytes: 2 << 30, unpacked: 2 << 30, cells: 10_000_000, objects: 60_000_000, ..Self::COMMAND_LINE };

    /// For files that anybody may send to a page.
    pub const UPLOAD: Self = Self {
        bytes: 64 << 20,
        unpacked: 512 << 20,
        record: 1 << 20,
        cell: 64 << 10,
        rows: 20_000_000,
        columns: 2_000,
        cells: 100_000_000,
        members: 1_000,
        objects: 500_000,
        nesting: 32,
        batch: 16 << 20,
    };

    /// For a workbook that anybody may send to a page: one that a person made.
    pub const UPLOADED_WORKBOOK: Self = Self {
        bytes: 4 << 20,
        unpacked: 64 << 20,
        rows: 100_000,
        columns: 1_000,
        cells: 500_000,
        objects: 4_000_000,
        ..Self::UPLOAD
    };
}

/// Bytes as people say them.
pub(crate) fn said(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.into_iter().find(|(shift, _)| bytes >> shift > 0);
    match unit {
        Some((shift, unit)) if bytes.is_multiple_of(1 << shift) => format!("{} {unit}", bytes >> shift),
        Some((shift, unit)) => format!("{:.1} {unit}", bytes as f64 / (1_u64 << shift) as f64),
        None => format!("{bytes} bytes"),
    }
}

/// A number with commas between thousands.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let sizes = [(17, "17 bytes"), (1 << 20, "1 MiB"), (3 << 29, "1.5 GiB"), (1500, "1.5 KiB")];
        assert!(sizes.into_iter().all(|(bytes, words)| said(bytes) == words));
        let numbers = [(7, "7"), (1_000, "1,000"), (17_179_869_184, "17,179,869,184"), (123_456, "123,456")];
        assert!(numbers.into_iter().all(|(count, words)| number(count) == words));
    }
}
