//! What a user decides beside the record: overrides, drafts for a what-if, and one record to explain.

use crate::dates::{DateOrder, DateReader};
use crate::decider::hash_of_key;
use crate::error::ActivityError;
use crate::layout::{DATES, Item};
use assign::{Day, Draft, DraftBody, Field, KeyHash, Override, OverrideKind, Record};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::io::Read;

/// The rows of a small CSV file with these headings, each with its line.
fn rows(name: &str, text: impl Read, headings: &[&'static str]) -> Result<Vec<(u64, StringRecord)>, ActivityError> {
    let wrong = |line: u64, column: &str, problem: String| ActivityError::ReferenceCell {
        file: name.to_owned(),
        line,
        column: column.to_owned(),
        problem,
    };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).comment(Some(b'#')).from_reader(text);
    let has = reader.headers().map_err(|error| wrong(1, "", error.to_string()))?.clone();
    let place = |heading: &str| has.iter().position(|known| known.trim_start_matches('\u{feff}') == heading);
    let mut places = Vec::new();
    for heading in headings {
        let found = place(heading);
        places.push(found.ok_or_else(|| {
            wrong(1, heading, format!("missing; the file has {}", has.iter().collect::<Vec<_>>().join(", ")))
        })?);
    }
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| wrong(error.position().map_or(0, csv::Position::line), "", error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        all.push((line, places.iter().map(|place| row.get(*place).unwrap_or_default()).collect()));
    }
    Ok(all)
}

/// A local override with its own text, as a file or the record of acts gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalOverride {
    /// What a message calls it: the line of its file, or its identity on record.
    pub name: String,
    /// The hash of the pseudonymous local key.
    pub key: KeyHash,
    /// Who pays.
    pub commissioner: String,
    /// Why.
    pub kind: OverrideKind,
    /// The first day of activity it applies to.
    pub first: Day,
    /// The last day of activity it applies to.
    pub last: Day,
    /// The post that owns it.
    pub owner: String,
    /// The reason in words.
    pub reason: String,
}

impl LocalOverride {
    /// As the method takes it.
    pub(crate) fn as_row(&self) -> Override<'_> {
        let Self { name: _, key, commissioner, kind, first, last, owner, reason } = self;
        Override { key: *key, commissioner, kind: *kind, first: *first, last: *last, owner, reason }
    }
}

/// Reads local overrides: `local_key,commissioner,kind,first,last,owner,reason`. The key is hashed as it is read and not
/// kept. Kinds are `looked_after_child`, `section_117` and `referral_assessment`.
///
/// # Errors
/// Names the line and column of what cannot be used.
pub fn read_overrides(name: &str, text: impl Read) -> Result<Vec<LocalOverride>, ActivityError> {
    const HEADINGS: [&str; 7] = ["local_key", "commissioner", "kind", "first", "last", "owner", "reason"];
    let rows = rows(name, text, &HEADINGS)?;
    let mut overrides = Vec::new();
    for (line, row) in &rows {
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let wrong = |place: usize, wanted: &str| ActivityError::ReferenceCell {
            file: name.to_owned(),
            line: *line,
            column: HEADINGS.get(place).copied().unwrap_or_default().to_owned(),
            problem: format!("found `{}`, wanted {wanted}", cell(place)),
        };
        let day = |place: usize| Day::parse(cell(place)).ok_or_else(|| wrong(place, "a date such as 2025-04-01"));
        if cell(0).is_empty() {
            return Err(wrong(0, "a key"));
        }
        let kind = match cell(2) {
            "looked_after_child" => OverrideKind::LookedAfterChild,
            "section_117" => OverrideKind::Section117,
            "referral_assessment" => OverrideKind::ReferralAssessment,
            _ => return Err(wrong(2, "looked_after_child, section_117 or referral_assessment")),
        };
        overrides.push(LocalOverride {
            name: format!("{name} line {line}"),
            key: hash_of_key(cell(0)),
            commissioner: cell(1).to_owned(),
            kind,
            first: day(3)?,
            last: day(4)?,
            owner: cell(5).to_owned(),
            reason: cell(6).to_owned(),
        });
    }
    Ok(overrides)
}

/// Reads a draft for a what-if: `change,code,to,value`, one change a row.
///
/// * `body,CODE,ICB,REGION` founds a sub-ICB location;
/// * `succession,OLD,NEW,` lets one take another's place;
/// * `practice,CODE,COMMISSIONER,` moves a practice;
/// * `place,POSTCODE,BODY,` moves a postcode;
/// * `delegation,BODY,SERVICE or *,Y or N` gives or takes a delegation.
///
/// # Errors
/// Names the line of what cannot be used.
pub fn read_draft(name: &str, text: impl Read, on: Day) -> Result<Draft, ActivityError> {
    let mut draft = Draft::from(on);
    for (line, row) in rows(name, text, &["change", "code", "to", "value"])? {
        let cell = |place: usize| row.get(place).unwrap_or_default().to_owned();
        let (code, to, value) = (cell(1), cell(2), cell(3));
        let wrong = |column: &str, found: &str, wanted: &str| ActivityError::ReferenceCell {
            file: name.to_owned(),
            line,
            column: column.to_owned(),
            problem: format!("found `{found}`, wanted {wanted}"),
        };
        match cell(0).as_str() {
            "body" => draft.bodies.push(DraftBody { code, icb: to, region: value }),
            "succession" => draft.successions.push((code, to)),
            "practice" => draft.practices.push((code, to)),
            "place" => draft.places.push((code, to)),
            "delegation" => match value.as_str() {
                "Y" | "y" => draft.delegation.push((code, to, true)),
                "N" | "n" => draft.delegation.push((code, to, false)),
                _ => return Err(wrong("value", &value, "Y or N")),
            },
            other => return Err(wrong("change", other, "body, succession, practice, place or delegation")),
        }
    }
    Ok(draft)
}

/// One record, held by its items' names, as a form or a JSON object gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneRecord {
    values: BTreeMap<&'static str, String>,
}

impl OneRecord {
    /// Reads a JSON object of item names and texts. Unknown names are refused, so that a slip cannot pass for a blank.
    ///
    /// # Errors
    /// [`ActivityError::Record`] says what is wrong; it never repeats a value.
    pub fn from_json(name: &str, text: &[u8]) -> Result<Self, ActivityError> {
        let wrong = |found: String| ActivityError::Record { file: name.to_owned(), found };
        let object: BTreeMap<String, Option<String>> = serde_json::from_slice(text).map_err(|error| {
            wrong(format!("is no JSON object of texts (line {}, column {})", error.line(), error.column()))
        })?;
        let mut record = Self::default();
        for (item, value) in object {
            record.set(&item, &value.unwrap_or_default())?;
        }
        Ok(record)
    }

    /// Sets an item.
    ///
    /// # Errors
    /// [`ActivityError::Record`] when there is no such item.
    pub fn set(&mut self, item: &str, value: &str) -> Result<(), ActivityError> {
        let Some(known) = Item::named(item) else {
            let found = format!(
                "has no item `{item}`; items are {}",
                Item::all().map(Item::name).collect::<Vec<_>>().join(", ")
            );
            return Err(ActivityError::Record { file: "the record".to_owned(), found });
        };
        self.values.insert(known.name(), value.to_owned());
        Ok(())
    }

    /// The text of an item; blank where nothing was said.
    pub fn get(&self, item: Item) -> &str {
        self.values.get(item.name()).map_or("", String::as_str)
    }

    /// The record with its dates as the method reads them. Alone, it is the whole that shows what comes first in a date.
    ///
    /// # Errors
    /// [`ActivityError::Dates`] when a date can mean two days.
    pub(crate) fn with_dates(&self, order: Option<DateOrder>) -> Result<Self, ActivityError> {
        let mut one = self.clone();
        let reader = DateReader::of(order);
        let dates = DATES.map(|field| (field.name(), self.get(Item::Field(field))));
        for (_, text) in dates {
            reader.day(text);
            reader.place("the record", 1);
        }
        let shown = reader.shown.borrow().order()?;
        let reader = DateReader::of(order.or(shown));
        for (name, text) in dates {
            one.values.extend(reader.rewritten(text).map(|text| (name, text)));
        }
        Ok(one)
    }

    /// The record as the method reads it.
    pub fn record(&self) -> Record<'_> {
        let text = |name: &'static str| self.values.get(name).map_or("", String::as_str);
        let mut record = Record::read(|field: Field| text(field.name()));
        let key = text(Item::LocalKey.name());
        if !key.is_empty() {
            record.override_key = Some(hash_of_key(key));
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_name_is_refused_and_values_are_never_repeated() {
        let error = OneRecord::from_json("in", br#"{"postcod": "AA1 1AA"}"#).unwrap_err().to_string();
        assert!(error.contains("no item `postcod`") && !error.contains("AA1"), "{error}");
        let error = OneRecord::from_json("in", br#"{"postcode": 7}"#).unwrap_err().to_string();
        assert!(error.contains("no JSON object of texts"), "{error}");
        let record = OneRecord::from_json("in", br#"{"postcode": "AA1 1AA", "tfc": null}"#).unwrap();
        assert_eq!((record.record().get(Field::Postcode), record.record().get(Field::Tfc)), ("AA1 1AA", ""));
    }

    #[test]
    fn a_draft_is_read_by_kind_of_change() {
        let text = "change,code,to,value\nbody,9ZZ,QU9,Y59\nsuccession,11A,9ZZ,\ndelegation,9ZZ,*,N\n";
        let draft = read_draft("d.csv", text.as_bytes(), Day(0)).unwrap();
        assert_eq!((draft.bodies.len(), draft.successions.len(), draft.delegation.len()), (1, 1, 1));
        let error =
            read_draft("d.csv", "change,code,to,value\nmerge,a,b,c\n".as_bytes(), Day(0)).unwrap_err().to_string();
        assert!(error.starts_with("d.csv line 2, column change: found `merge`"), "{error}");
    }
}
