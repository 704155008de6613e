//! Whether a row of a table can be used: by the engine itself where it reads the table, by rules of our own for the two beside.

use assign::{AssignError, Day, ReferenceBuilder, VintageOf};
use std::collections::HashMap;

/// What is wrong with a row: the column, what is there, and why it cannot be used.
pub(super) type Fault = (&'static str, String, String);

/// Rows tried one after another.
pub(super) struct Checked {
    table: VintageOf,
    builder: ReferenceBuilder,
    /// The code each authority was given, by its GSS code and the day from which it has it.
    given: HashMap<(String, String), String>,
}

impl Checked {
    pub(super) fn of(table: VintageOf) -> Self {
        Self { table, builder: ReferenceBuilder::new(), given: HashMap::new() }
    }

    /// What is wrong with a row, if anything is.
    ///
    /// # Errors
    /// When the table as a whole cannot be used.
    pub(super) fn row<'r>(&mut self, cell: &dyn Fn(&'static str) -> &'r str) -> Result<Option<Fault>, AssignError> {
        let wrong = |column: &'static str, wanted: &str| {
            let found = cell(column).trim().to_owned();
            let reason = format!("found `{found}`, wanted {wanted}");
            Ok(Some((column, found, reason)))
        };
        match self.table {
            VintageOf::Table(table) => match self.builder.add(table, cell) {
                Ok(()) => Ok(None),
                Err(AssignError::Cell { column, found, wanted, .. }) => {
                    let reason = format!("found `{found}`, wanted {wanted}");
                    Ok(Some((column, found, reason)))
                }
                Err(error) => Err(error),
            },
            VintageOf::NationalReasons => {
                let key = cell("cam_code").trim();
                if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                    return wrong("cam_code", "a key such as 14Y_C_5_1");
                }
                if cell("reason").trim().is_empty() {
                    return wrong("reason", "the sentence of the reason");
                }
                Ok(None)
            }
            VintageOf::LocalAuthorities => {
                if !is_gss(cell("gss_code").trim()) {
                    return wrong("gss_code", "a GSS code such as E09000002");
                }
                if !(1..=16).contains(&cell("ods_code").trim().len()) {
                    return wrong("ods_code", "a code of letters and digits");
                }
                let from = cell("valid_from").trim();
                if !from.is_empty() && Day::parse(from).is_none() {
                    return wrong("valid_from", "a date such as 2025-04-01, or nothing");
                }
                let ods = cell("ods_code").trim();
                let key = (cell("gss_code").trim().to_owned(), from.to_owned());
                match self.given.get(&key) {
                    // Which of the two is right cannot be told from the file.
                    Some(given) if given != ods => {
                        wrong("ods_code", &format!("{given}, which a row above gives for the same authority and day"))
                    }
                    _ => {
                        self.given.insert(key, ods.to_owned());
                        Ok(None)
                    }
                }
            }
        }
    }
}

fn is_gss(text: &str) -> bool {
    let (letter, digits) = text.split_at_checked(1).unwrap_or_default();
    letter.bytes().all(|byte| byte.is_ascii_uppercase())
        && digits.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
