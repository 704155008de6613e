//! The rows behind a figure of a run, read from the kept result.

use std::path::Path;
use terms::Pence;

use activity::{Item, Mapping, Sum, read_result};
use assign::Field;

use super::account::plus;
use super::runs::ON;
use kit::address::Address;

/// Which rows are asked for: what each of these columns holds, where it is said. Blank asks for a blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drill {
    /// The key in the address, and the text wanted.
    pub(crate) wanted: Vec<(&'static str, String)>,
}

impl Drill {
    /// The keys an address may say, in the order in which one drills down.
    pub(crate) const KEYS: [&'static str; 9] =
        ["provider", "point", "terminal", "method", "submitted", "before", "derived", "moves", "flag"];

    /// What an address asks for.
    pub(crate) fn of(address: &Address) -> Self {
        let said = Self::KEYS.into_iter().filter_map(|key| Some((key, address.value(key)?.to_owned())));
        Self { wanted: said.collect() }
    }

    /// What is wanted of a column, if anything.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.wanted.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str())
    }
}

/// Some rows of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// How many there are like these, and what they cost.
    pub(crate) found: Sum,
    /// Those of the page.
    pub(crate) rows: Vec<FoundRow>,
}

/// A row of a result, without where the patient lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FoundRow {
    pub(crate) number: u64,
    pub(crate) record_id: String,
    pub(crate) date: String,
    pub(crate) provider: String,
    pub(crate) point: String,
    pub(crate) service: String,
    pub(crate) submitted: String,
    pub(crate) derived: String,
    /// Who pays as things are, in a what-if.
    pub(crate) before: String,
    pub(crate) terminal: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) flags: String,
    pub(crate) cost: String,
    pub(crate) edition: String,
}

/// Reads the rows asked for, from one place among them on.
///
/// # Errors
/// What is wrong with the file, as a sentence.
pub(crate) fn rows_behind(
    path: &Path,
    mapping: &Mapping,
    drill: &Drill,
    from: u64,
    limit: u64,
) -> Result<Rows, String> {
    let mut found = Rows::default();
    let dates = [Field::ArrivalDate, Field::AppointmentDate, Field::DischargeDate, Field::SpellStartDate];
    let read = read_result(path, mapping, "", &mut |row| {
        let text = |key: &str| match key {
            "provider" => row.item(Item::Field(Field::Provider)),
            "point" => row.item(Item::PointOfDelivery),
            "submitted" => row.item(Item::Submitted),
            "derived" => row.added("commissioner"),
            key => row.added(key),
        };
        let is_wanted = drill.wanted.iter().all(|(key, wanted)| match *key {
            "flag" => row.added("flags").split(';').any(|flag| flag == wanted),
            "before" => row.before() == Some(wanted),
            "moves" => row.before().is_some_and(|before| (before != row.added("commissioner")) == (wanted == "yes")),
            key => text(key) == wanted,
        });
        if !is_wanted {
            return ON;
        }
        let place = found.found.records;
        found.found = plus(found.found, Sum { records: 1, pence: row.pence() });
        if (from..from.saturating_add(limit)).contains(&place) {
            let own = |text: &str| text.to_owned();
            let pounds = row.item(Item::CostPounds);
            found.rows.push(FoundRow {
                number: row.number,
                record_id: own(row.item(Item::Field(Field::RecordId))),
                date: own(dates
                    .into_iter()
                    .map(|date| row.item(Item::Field(date)))
                    .find(|text| !text.is_empty())
                    .unwrap_or_default()),
                provider: own(text("provider")),
                point: own(text("point")),
                service: own(row.item(Item::Field(Field::ServiceCode))),
                submitted: own(text("submitted")),
                derived: own(text("derived")),
                before: own(row.before().unwrap_or_default()),
                terminal: own(text("terminal")),
                method: own(text("method")),
                path: own(text("path")),
                flags: own(text("flags")),
                cost: match row.item(Item::CostPence).parse::<i64>() {
                    Ok(pence) => Pence(pence).decimal(),
                    Err(_) => own(pounds),
                },
                edition: own(text("edition")),
            });
        }
        ON
    });
    read.map_err(|error| error.to_string())?;
    Ok(found)
}
