//! The answer for one record as it is shown and kept: with the postcode blanked to its area.

use assign::{Edition, Evidence, Walk};
use serde::{Deserialize, Serialize};

use activity::TableVintage;

use super::Loaded;

/// The answer for one record with everything that led to it. No postcode of the patient's is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The id of the edition that answered; blank outside every edition.
    pub(crate) edition: String,
    /// Whether the edition was applied to every date on purpose.
    pub(crate) is_forced: bool,
    /// The assignment date; blank where there is none.
    pub(crate) date: String,
    /// The field that gave it.
    pub(crate) date_field: String,
    /// Whether there is a commissioner.
    pub(crate) status: String,
    /// The commissioner's code, or blank.
    pub(crate) commissioner: String,
    pub(crate) terminal: String,
    pub(crate) method: String,
    /// Commissioned service category, two digits or blank.
    pub(crate) category: String,
    pub(crate) path: String,
    pub(crate) reason: String,
    pub(crate) flags: Vec<String>,
    /// The label of the national data service, where the questions overlap.
    pub(crate) national_label: Option<String>,
    /// Its reason key, where the list of keys is there.
    pub(crate) national_key: Option<String>,
    /// The fields given: name and text.
    pub(crate) given: Vec<(String, String)>,
    pub(crate) asked: Vec<Question>,
    /// The rows behind the code.
    pub(crate) evidence: Vec<Row>,
    pub(crate) vintages: Vec<TableVintage>,
    /// One hash of the tables.
    pub(crate) fingerprint: String,
    /// The last entry of the journal taken into account.
    pub(crate) known_at: u64,
}

/// A question of the walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the answer for programs")]
pub(crate) struct Question {
    pub(crate) node: String,
    pub(crate) key: String,
    pub(crate) question: String,
    pub(crate) answer: bool,
    /// Name, text as given, text as read.
    pub(crate) fields: Vec<(String, String, String)>,
    pub(crate) evidence: Vec<Row>,
    pub(crate) next: String,
}

/// A reference row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) found: bool,
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl Answer {
    /// The answer of a walk, without the postcode.
    pub(crate) fn of(
        walk: &Walk,
        given: Vec<(String, String)>,
        postcode: &str,
        is_forced: bool,
        loaded: &Loaded,
        known_at: u64,
    ) -> Self {
        let blank = Blanked::of(postcode);
        let held = &walk.assignment;
        let last = walk.asked.last().map(|asked| asked.answer);
        let national_label = last.and_then(|last| assign::NationalReasons::label(&held.path, last, held.method));
        let key = last.and_then(|last| loaded.national.key(&held.path, last, held.method, &held.commissioner));
        Self {
            edition: held.edition.as_ref().map_or_else(String::new, |edition| edition.id.clone()),
            is_forced,
            date: held.assignment_date.map_or_else(String::new, |day| day.to_string()),
            date_field: held.date_field.map_or("", assign::Field::name).to_owned(),
            status: held.status.name().to_owned(),
            commissioner: held.commissioner.clone(),
            terminal: held.terminal.name().to_owned(),
            method: held.method.name().to_owned(),
            category: held.category.to_string(),
            path: held.path.clone(),
            reason: held.reason.clone(),
            flags: held.flags.iter().map(|flag| flag.name().to_owned()).collect(),
            national_label: national_label.map(str::to_owned),
            national_key: key.map(str::to_owned),
            given: given.into_iter().map(|(name, text)| (name, blank.text(&text))).collect(),
            asked: walk
                .asked
                .iter()
                .map(|asked| Question {
                    node: asked.node.clone(),
                    key: asked.key.clone(),
                    question: asked.question.clone(),
                    answer: asked.answer,
                    fields: asked
                        .fields
                        .iter()
                        .map(|read| {
                            let read_as = read.read_as.as_deref().unwrap_or_default();
                            (read.field.name().to_owned(), blank.text(&read.given), blank.text(read_as))
                        })
                        .collect(),
                    evidence: asked.evidence.iter().map(|row| blank.row(row)).collect(),
                    next: asked.next.clone(),
                })
                .collect(),
            evidence: held.evidence.iter().map(|row| blank.row(row)).collect(),
            vintages: loaded.vintages.clone(),
            fingerprint: loaded.fingerprint.clone(),
            known_at,
        }
    }

    /// The edition that answered, if this program still has it.
    pub(crate) fn edition(&self) -> Option<&'static Edition> {
        Edition::built_in().ok()?.iter().find(|edition| edition.id == self.edition)
    }

    /// The questions as a drawing marks them: their place in the edition, and the answer.
    pub(crate) fn taken(&self, edition: &Edition) -> Vec<(u8, bool)> {
        let place = |key: &str| edition.nodes().iter().position(|node| node.key == key);
        self.asked.iter().filter_map(|asked| Some((u8::try_from(place(&asked.key)?).ok()?, asked.answer))).collect()
    }
}

/// A postcode that is not to be repeated, and what stands for it.
struct Blanked {
    letters: String,
    area: String,
}

impl Blanked {
    fn of(postcode: &str) -> Self {
        let letters = plain(postcode);
        let area: String = letters.chars().take_while(char::is_ascii_alphabetic).collect();
        Self { letters, area }
    }

    /// The text with the postcode, however it is spaced, as its area alone. A pseudo-postcode says no more of a person than
    /// that they have no address, and stays.
    fn text(&self, text: &str) -> String {
        if self.letters.len() < 5 || self.letters.starts_with("ZZ99") {
            return text.to_owned();
        }
        // Spaces may stand anywhere: the words are compared letter by letter.
        let places: Vec<(usize, char)> = text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()).collect();
        let letters: String = places.iter().map(|(_, letter)| letter.to_ascii_uppercase()).collect();
        let Some(start) = letters.find(&self.letters) else { return text.to_owned() };
        let first = letters.get(..start).map_or(0, |before| before.chars().count());
        let last = first + self.letters.chars().count() - 1;
        let (Some((from, _)), Some((to, end))) = (places.get(first), places.get(last)) else {
            return String::new();
        };
        let before = text.get(..*from).unwrap_or_default();
        let after = text.get(to + end.len_utf8()..).unwrap_or_default();
        format!("{before}{}…{}", self.area, self.text(after))
    }

    fn row(&self, row: &Evidence) -> Row {
        let day = |day: Option<assign::Day>| day.map_or_else(String::new, |day| day.to_string());
        Row {
            table: row.table.to_owned(),
            key: self.text(&row.key),
            found: row.found,
            columns: row.columns.iter().map(|(name, text)| ((*name).to_owned(), self.text(text))).collect(),
            from: day(row.valid_from),
            to: day(row.valid_to),
        }
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_blanked_however_it_is_spaced_and_wherever_it_stands() {
        let blank = Blanked::of(" hp19 8ff ");
        for (text, expected) in [
            ("HP19 8FF", "HP…"),
            ("hp198ff", "HP…"),
            ("lives at HP19  8FF, or hp19-8ff", "lives at HP…, or HP…"),
            ("HP19 8FG", "HP19 8FG"),
            ("", ""),
        ] {
            assert_eq!(blank.text(text), expected, "{text}");
        }
        assert_eq!(Blanked::of("").text("HP19 8FF"), "HP19 8FF");
        assert_eq!(Blanked::of("ZZ99 3VZ").text("ZZ99 3VZ"), "ZZ99 3VZ");
    }
}
