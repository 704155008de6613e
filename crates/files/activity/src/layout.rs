//! Which column of a file holds which item of a record.

use crate::dates::DateOrder;
use crate::error::ActivityError;
use assign::Field;
use std::io::Read;

/// Something a run reads from a record: a field of the method, or what the account of the run needs beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A field that the method reads.
    Field(Field),
    /// The commissioner the provider submitted.
    Submitted,
    /// What the record costs, in whole pence.
    CostPence,
    /// What the record costs, in pounds with at most two decimals.
    CostPounds,
    /// Point of delivery.
    PointOfDelivery,
    /// A pseudonymous key under which a local override may be kept.
    LocalKey,
}

/// Items beside the fields of the method, with the names of their columns.
const BESIDE: [(Item, &str); 5] = [
    (Item::Submitted, "submitted_commissioner"),
    (Item::CostPence, "cost_pence"),
    (Item::CostPounds, "cost_pounds"),
    (Item::PointOfDelivery, "point_of_delivery"),
    (Item::LocalKey, "local_key"),
];

/// How many items there are.
pub(crate) const N_ITEMS: usize = Field::ALL.len() + BESIDE.len();

impl Item {
    /// Every item, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Field).chain(BESIDE.into_iter().map(|(item, _)| item))
    }

    /// The name of its column in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            beside => BESIDE.iter().find(|(item, _)| *item == beside).map_or("", |(_, name)| name),
        }
    }

    /// The item of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|item| item.name() == name)
    }

    /// Its place among all items.
    pub const fn number(self) -> usize {
        match self {
            Self::Field(field) => field as usize,
            Self::Submitted => Field::ALL.len(),
            Self::CostPence => Field::ALL.len() + 1,
            Self::CostPounds => Field::ALL.len() + 2,
            Self::PointOfDelivery => Field::ALL.len() + 3,
            Self::LocalKey => Field::ALL.len() + 4,
        }
    }

    /// Whether a column of this heading holds the item when no mapping says otherwise.
    fn is_headed(self, heading: &str) -> bool {
        let heading = heading.trim();
        let dictionary = match self {
            Self::Field(field) => field.dictionary_name(),
            _ => None,
        };
        heading.eq_ignore_ascii_case(self.name()) || dictionary.is_some_and(|name| heading.eq_ignore_ascii_case(name))
    }
}

/// Items that every file must hold, as columns or as constants of the mapping.
const NEEDED: [Field; 3] = [Field::CdsType, Field::GpPractice, Field::Provider];

/// The dates, of which a file must hold one.
pub(crate) const DATES: [Field; 4] =
    [Field::ArrivalDate, Field::AppointmentDate, Field::SpellStartDate, Field::DischargeDate];

/// What a mapping file says of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Column(String),
    Constant(String),
}

/// Names of columns that are not those of the specification.
///
/// Written as CSV with the headings `item,column,constant`: a row names the column that holds an item, or the value that
/// every record has. Several rows of one item are joined with `;`, as for twenty columns of diagnoses; of several dates the first
/// that is not blank counts. The row `date_order,,day-first`, or `month-first`, says how dates such as `03/04/2025` are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    name: String,
    said: Vec<(Item, Said, u64)>,
    date_order: Option<DateOrder>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`ActivityError::Mapping`] names the first line that cannot be used.
    pub fn read(name: &str, text: impl Read) -> Result<Self, ActivityError> {
        let wrong = |line, problem, found: &str| ActivityError::Mapping {
            file: name.to_owned(),
            line,
            problem,
            found: found.to_owned(),
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text);
        let headings = reader.headers().map_err(|error| wrong(1, "not comma-separated text", &error.to_string()))?;
        let headings: Vec<String> =
            headings.iter().map(|heading| heading.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        let [item, column, constant] =
            ["item", "column", "constant"].map(|name| headings.iter().position(|heading| heading == name));
        let Some(item) = item else { return Err(wrong(1, "no heading `item`", &headings.join(","))) };
        if column.is_none() && constant.is_none() {
            return Err(wrong(1, "no heading `column` or `constant`", &headings.join(",")));
        }
        let (mut said, mut date_order) = (Vec::new(), None);
        for row in reader.records() {
            let row = row.map_err(|error| {
                wrong(error.position().map_or(0, csv::Position::line), "not comma-separated text", &error.to_string())
            })?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
            let word = cell(Some(item));
            if word == "date_order" {
                let order = DateOrder::named(cell(constant));
                date_order = Some(order.ok_or_else(|| {
                    wrong(line, "the order of dates is the constant `day-first` or `month-first`", cell(constant))
                })?);
                continue;
            }
            let Some(known) = Item::named(word) else { return Err(wrong(line, "no such item", word)) };
            said.push(match (cell(column), cell(constant)) {
                ("", value) => (known, Said::Constant(value.to_owned()), line),
                (heading, "") => (known, Said::Column(heading.to_owned()), line),
                (heading, _) => return Err(wrong(line, "both a column and a constant", heading)),
            });
        }
        Ok(Self { name: name.to_owned(), said, date_order })
    }

    /// What comes first in dates such as `03/04/2025`, where it is said.
    pub const fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// The same mapping, where a run has shown what comes first.
    #[must_use]
    pub fn with_date_order(self, order: Option<DateOrder>) -> Self {
        Self { date_order: order.or(self.date_order), ..self }
    }
}

/// Where an item comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: blank in every record.
    Blank,
    /// One column, by its place.
    Column(usize),
    /// The same value in every record.
    Constant(String),
    /// Several columns, joined with `;`.
    Joined(Vec<usize>),
    /// Several columns, of which the first that is not blank counts.
    First(Vec<usize>),
}

/// Where every item of a file's records comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    sources: Vec<Source>,
    n_columns: usize,
    unused: Vec<String>,
}

impl Layout {
    /// The layout of a file with these headings.
    ///
    /// # Errors
    /// Names everything that is missing or cannot be told apart, before any record is read.
    pub fn of(file: &str, headings: &[String], mapping: &Mapping) -> Result<Self, ActivityError> {
        let mut sources = vec![Source::Blank; N_ITEMS];
        let mut missing = Vec::new();
        for item in Item::all() {
            let said: Vec<_> = mapping.said.iter().filter(|(said, ..)| *said == item).collect();
            let found = match said.as_slice() {
                [] => by_heading(file, headings, item)?,
                [(_, Said::Constant(value), _)] => Source::Constant(value.clone()),
                several => {
                    let mut places = Vec::new();
                    for (_, said, line) in several {
                        match said {
                            Said::Column(heading) => match place_of(headings, heading) {
                                Some(place) => places.push(place),
                                None => missing.push(format!("{heading} ({}, line {line})", mapping.name)),
                            },
                            Said::Constant(value) => {
                                return Err(ActivityError::Mapping {
                                    file: mapping.name.clone(),
                                    line: *line,
                                    problem: "a constant beside another row of its item",
                                    found: value.clone(),
                                });
                            }
                        }
                    }
                    match places.as_slice() {
                        [only] => Source::Column(*only),
                        // Two dates joined would be no date.
                        _ if DATES.into_iter().any(|date| item == Item::Field(date)) => Source::First(places),
                        _ => Source::Joined(places),
                    }
                }
            };
            if let Some(slot) = sources.get_mut(item.number()) {
                *slot = found;
            }
        }
        let blank = |field: Field| sources.get(field as usize).is_none_or(|source| *source == Source::Blank);
        missing.extend(NEEDED.into_iter().filter(|field| blank(*field)).map(|field| field.name().to_owned()));
        for several in [&Field::RESIDENCE[..], &DATES] {
            if several.iter().copied().all(blank) {
                missing.push(several.iter().map(|field| field.name()).collect::<Vec<_>>().join(" or "));
            }
        }
        if !missing.is_empty() {
            return Err(ActivityError::ColumnsAbsent { file: file.to_owned(), missing, has: headings.to_vec() });
        }
        let mut layout = Self { sources, n_columns: headings.len(), unused: Vec::new() };
        let used = layout.columns_used();
        layout.unused = headings
            .iter()
            .enumerate()
            .filter(|(place, _)| !used.contains(place))
            .map(|(_, heading)| heading.clone())
            .collect();
        Ok(layout)
    }

    /// Where an item comes from.
    pub fn source(&self, item: Item) -> &Source {
        self.sources.get(item.number()).unwrap_or(&Source::Blank)
    }

    /// How many columns the file has.
    pub const fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The places of the columns that are read, in order, each once.
    pub fn columns_used(&self) -> Vec<usize> {
        let mut used: Vec<usize> = self
            .sources
            .iter()
            .flat_map(|source| match source {
                Source::Column(place) => vec![*place],
                Source::Joined(places) | Source::First(places) => places.clone(),
                Source::Blank | Source::Constant(_) => Vec::new(),
            })
            .collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Columns that pass through without being read.
    pub fn unused(&self) -> &[String] {
        &self.unused
    }

    /// Fields of the method that the file does not hold, so that they are blank in every record.
    pub fn blank_fields(&self) -> Vec<&'static str> {
        // One way to say where the patient lives is enough.
        let blank =
            |field: &Field| *self.source(Item::Field(*field)) == Source::Blank && !Field::RESIDENCE.contains(field);
        Field::ALL.into_iter().filter(blank).map(Field::name).collect()
    }

    /// Whether the postcode alone says where patients live.
    pub(crate) fn has_postcodes_only(&self) -> bool {
        [Field::Lsoa, Field::ResidenceResponsibility]
            .into_iter()
            .all(|field| *self.source(Item::Field(field)) == Source::Blank)
    }

    /// Whether the file says what its records cost.
    pub fn has_cost(&self) -> bool {
        [Item::CostPence, Item::CostPounds].into_iter().any(|item| *self.source(item) != Source::Blank)
    }

    /// Whether the file says which commissioner was submitted.
    pub fn has_submitted(&self) -> bool {
        *self.source(Item::Submitted) != Source::Blank
    }
}

fn by_heading(file: &str, headings: &[String], item: Item) -> Result<Source, ActivityError> {
    let mut found = headings.iter().enumerate().filter(|(_, heading)| item.is_headed(heading));
    match (found.next(), found.next()) {
        (None, _) => Ok(Source::Blank),
        (Some((place, _)), None) => Ok(Source::Column(place)),
        (Some((_, first)), Some((_, second))) => Err(ActivityError::ColumnTwice {
            file: file.to_owned(),
            item: item.name(),
            first: first.clone(),
            second: second.clone(),
        }),
    }
}

/// The place of a heading: exactly, else without regard to case and surrounding space.
fn place_of(headings: &[String], heading: &str) -> Option<usize> {
    let like = |known: &String| known.trim().eq_ignore_ascii_case(heading);
    headings.iter().position(|known| known == heading).or_else(|| headings.iter().position(like))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn items_are_in_the_order_of_their_numbers() {
        for (number, item) in Item::all().enumerate() {
            assert_eq!((item.number(), Item::named(item.name())), (number, Some(item)));
        }
    }

    #[test]
    fn data_dictionary_names_are_known_without_a_mapping() {
        let has = headings(
            "CDS TYPE CODE,Appointment Date,General Medical Practice Code (Patient Registration),POSTCODE OF USUAL ADDRESS,provider,note",
        );
        let layout = Layout::of("a.csv", &has, &Mapping::default()).unwrap();
        assert_eq!(*layout.source(Item::Field(Field::GpPractice)), Source::Column(2));
        assert_eq!(layout.unused(), ["note"]);
        assert!(layout.blank_fields().contains(&"ovcc"));
    }

    #[test]
    fn everything_missing_is_named_at_once() {
        let error = Layout::of("a.csv", &headings("cds_type,postcode"), &Mapping::default()).unwrap_err().to_string();
        assert_eq!(
            error,
            "a.csv lacks `gp_practice`, `provider`, `arrival_date or appointment_date or spell_start_date or discharge_date`; \
             it has `cds_type`, `postcode`"
        );
    }

    #[test]
    fn a_mapping_names_columns_and_constants_and_joins_several() {
        let text = "item,column,constant\ncds_type,,130\ngp_practice,GPPRAC,\npostcode,LSOA11,\nprovider,PROCODE3,\n\
                    discharge_date,DISDATE,\ndiagnoses,D1,\ndiagnoses,D2,\n";
        let mapping = Mapping::read("m.csv", text.as_bytes()).unwrap();
        let layout = Layout::of("a.csv", &headings("GPPRAC,LSOA11,PROCODE3,DISDATE,D1,D2"), &mapping).unwrap();
        assert_eq!(*layout.source(Item::Field(Field::CdsType)), Source::Constant("130".into()));
        assert_eq!(*layout.source(Item::Field(Field::Diagnoses)), Source::Joined(vec![4, 5]));
        let error = Layout::of("a.csv", &headings("GPPRAC,LSOA11,PROCODE3,DISDATE,D1"), &mapping).unwrap_err();
        assert!(error.to_string().contains("`D2 (m.csv, line 8)`"), "{error}");
    }

    #[test]
    fn a_mapping_that_cannot_be_used_is_refused_by_line() {
        let error = |text: &str| Mapping::read("m.csv", text.as_bytes()).unwrap_err().to_string();
        assert_eq!(error("item,column\npraxis,A\n"), "m.csv line 2: no such item: `praxis`");
        assert_eq!(error("a,b\n"), "m.csv line 1: no heading `item`: `a,b`");
        assert_eq!(error("item,column,constant\ncds_type,A,130\n"), "m.csv line 2: both a column and a constant: `A`");
    }

    #[test]
    fn two_columns_for_one_item_are_not_guessed_between() {
        let has = headings("cds_type,CDS TYPE CODE,postcode,gp_practice,provider,arrival_date");
        let error = Layout::of("a.csv", &has, &Mapping::default()).unwrap_err().to_string();
        assert!(error.contains("two columns for cds_type"), "{error}");
    }
}
