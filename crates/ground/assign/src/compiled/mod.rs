//! The fast lane: editions and reference compiled together, records as small numbers, no allocation for a record.

mod batch;
mod facts;
mod lane;
mod segments;
mod table;

pub use batch::{Batch, Column, Small};

use crate::code::CodeId;
use crate::day::{Day, NO_DAY, Span};
use crate::edition::{Calendar, Category, Edition};
use crate::error::AssignError;
use crate::interpret::{status, traits_of};
use crate::key::{CodeKey, Index, Key, PlaceKey, code_key, first_three, mix_code, place_key};
use crate::outcome::{FlagSet, Method, ReasonId, Status, Terminal};
use crate::overrides::Overrides;
use crate::record::{Field, Record, Traits};
use crate::reference::Reference;
use lane::{Far, Lane};

/// One record as numbers. What a number stands for, [`Compiled`] says: a reader asks once for each distinct text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    /// From [`Compiled::practice`].
    pub practice: u32,
    /// From [`Compiled::postcode`].
    pub postcode: u32,
    /// From [`Compiled::provider`].
    pub provider: u32,
    /// From [`Compiled::service`].
    pub service: u32,
    /// The small fields together.
    pub traits: Traits,
    /// The assignment date, or [`NO_DAY`].
    pub day: i32,
    /// From [`Overrides::number`]; zero for none.
    pub override_number: u32,
}

/// A path, known by a small number; [`Compiled::paths`] lists them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathId(pub(crate) u16);

impl PathId {
    /// The path of a record that asked no question: `CDS`.
    pub const CDS: Self = Self(0);

    /// The number, for columns of paths; a table of texts has the length of [`Compiled::paths`].
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// What a path is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The edition's id; blank for a record outside every edition.
    pub edition: String,
    /// As files write it: `CDS>A>B>…`.
    pub text: String,
    /// The questions asked, by their place in the edition's nodes, with their answers.
    pub nodes: Vec<(u8, bool)>,
    /// The commissioned service category of records that took it.
    pub category: Category,
}

/// The answer for one record, in sixteen bytes or fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What a reader should know.
    pub flags: FlagSet,
    /// The commissioner, or [`CodeId::NONE`].
    pub commissioner: CodeId,
    /// The way through the graph.
    pub path: PathId,
    /// What kind of commissioner.
    pub terminal: Terminal,
    /// How the code was found.
    pub method: Method,
}

impl Outcome {
    pub(crate) const NOTHING: Self = Self::outside(Terminal::OutOfScope);

    const fn outside(terminal: Terminal) -> Self {
        Self { flags: FlagSet::EMPTY, commissioner: CodeId::NONE, path: PathId::CDS, terminal, method: Method::Na }
    }

    /// Why, as a number with a sentence; it costs nothing.
    pub const fn reason(&self) -> ReasonId {
        ReasonId::of(self.terminal, self.method)
    }

    /// Whether there is a commissioner.
    pub fn status(&self) -> Status {
        status(self.terminal, self.commissioner)
    }
}

/// Editions and reference, compiled together.
#[derive(Clone, Debug)]
pub struct Compiled {
    reference: Reference,
    overrides: Overrides,
    lanes: Vec<Lane>,
    /// For each type of data set, which date decides: a number into [`Compiled::DATES`], and 4 for out of scope.
    dates: Vec<u8>,
    providers: Index,
    provider_keys: Vec<CodeKey>,
    paths: Vec<Path>,
}

/// How many postcodes are looked up together.
const TOGETHER: usize = 32;

/// No edition reads the type.
const OUT_OF_SCOPE: u8 = 4;

impl Compiled {
    /// The four fields of which one dates a record, in the order in which batches give them.
    pub const DATES: [Field; 4] =
        [Field::ArrivalDate, Field::AppointmentDate, Field::SpellStartDate, Field::DischargeDate];

    /// Compiles the editions that a reference serves, each for its days.
    ///
    /// # Errors
    /// As [`Assigner::new`](crate::Assigner::new), and when an edition asks too many different questions for a table.
    pub fn new(reference: &Reference, editions: &[Edition]) -> Result<Self, AssignError> {
        let calendar = Calendar::of(reference, editions)?;
        let lanes = calendar.serving.iter().map(|serving| (serving.edition, serving.span)).collect::<Vec<_>>();
        Self::of(reference, &calendar, &lanes, false)
    }

    /// Compiles one edition for every day, as a what-if.
    ///
    /// # Errors
    /// As [`Assigner::forced`](crate::Assigner::forced), and as [`Compiled::new`].
    pub fn forced(reference: &Reference, edition: &Edition) -> Result<Self, AssignError> {
        let calendar = Calendar::forced(reference, edition)?;
        Self::of(reference, &calendar, &[(edition, Span::ALWAYS)], true)
    }

    fn of(
        reference: &Reference,
        calendar: &Calendar<'_>,
        served: &[(&Edition, Span)],
        forced: bool,
    ) -> Result<Self, AssignError> {
        let mut provider_keys: Vec<CodeKey> =
            reference.providers.keys().chain(reference.provider_hubs.keys()).collect();
        provider_keys.sort_unstable();
        provider_keys.dedup();
        let path = |edition: String, text, nodes, category| Path { edition, text, nodes, category };
        let mut paths = vec![path(String::new(), "CDS".to_owned(), Vec::new(), Category::default())];
        let mut lanes = Vec::new();
        for (edition, span) in served {
            // The first path of each edition is that of its records which an override takes out of the graph.
            paths.push(path(edition.id.clone(), "CDS".to_owned(), Vec::new(), Category::default()));
            let lane = Lane::of(reference, edition, *span, forced, &provider_keys, paths.len() as u16)?;
            for way in lane.table.ways() {
                let text = edition.path_text(way.nodes.iter().map(|(node, _)| *node));
                paths.push(path(edition.id.clone(), text, way.nodes.clone(), way.category));
            }
            lanes.push(lane);
        }
        let dates = (0..1024).map(|cds| {
            let field = calendar.date_field(cds);
            Self::DATES.iter().position(|date| Some(*date) == field).map_or(OUT_OF_SCOPE, |place| place as u8)
        });
        Ok(Self {
            reference: reference.clone(),
            overrides: Overrides::default(),
            lanes,
            dates: dates.collect(),
            providers: crate::code::index_codes(&provider_keys),
            provider_keys,
            paths,
        })
    }

    /// The same with local overrides, which come before the graph.
    #[must_use]
    pub fn with_overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = overrides;
        self
    }

    /// The reference it was compiled with.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The overrides it applies.
    pub fn overrides(&self) -> &Overrides {
        &self.overrides
    }

    /// Every path there is, by [`PathId::number`].
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// What was compiled for each edition: how many ways and facts, by kind.
    pub fn n_facts(&self) -> Vec<(&str, [(&'static str, usize); 7])> {
        self.lanes.iter().map(|lane| (lane.edition.id.as_str(), lane.n_facts())).collect()
    }

    /// The number of a practice code.
    pub fn practice(&self, text: &str) -> u32 {
        match code_key(text) {
            Key::Blank => 0,
            Key::Strange => 1,
            Key::Of(key) if crate::reference::DEFAULT_PRACTICES.contains(&key) => 0,
            Key::Of(key) => self.reference.practices.id(key).map_or(1, |id| id + 2),
        }
    }

    /// The number of a postcode.
    pub fn postcode(&self, text: &str) -> u32 {
        self.place_numbered(place_key(text))
    }

    /// The numbers of several postcodes, in order. Looking many up together is faster than one by one: each lies far away in
    /// memory, and the waits overlap.
    pub fn postcodes<'t>(&self, texts: impl Iterator<Item = &'t str>, numbers: &mut Vec<u32>) {
        let mut texts = texts.fuse();
        loop {
            let mut keys = [Key::Blank; TOGETHER];
            let n = keys.iter_mut().zip(&mut texts).map(|(key, text)| *key = place_key(text)).count();
            if n == 0 {
                return;
            }
            let ids = self.reference.directory.ids(keys.map(Key::of));
            numbers.extend(keys.iter().zip(ids).take(n).map(|(key, id)| match key {
                Key::Blank => 0,
                Key::Strange => 1,
                Key::Of(_) => id.map_or(1, |id| id + 2),
            }));
        }
    }

    /// The number of where a record's patient lives: as [`Compiled::postcode`], by [`Record::residence`].
    pub fn residence(&self, record: &Record<'_>) -> u32 {
        self.place_numbered(record.residence_key())
    }

    fn place_numbered(&self, place: Key<PlaceKey>) -> u32 {
        match place {
            Key::Blank => 0,
            Key::Strange => 1,
            Key::Of(key) => self.reference.directory.id(key).map_or(1, |id| id + 2),
        }
    }

    /// The number of a provider code: as written, or by its first three characters.
    pub fn provider(&self, text: &str) -> u32 {
        let find =
            |key: CodeKey| self.providers.find(mix_code(key), |n| self.provider_keys.get(n as usize) == Some(&key));
        let Key::Of(key) = code_key(text) else { return 0 };
        find(key).or_else(|| find(first_three(key)?)).map_or(0, |n| n + 1)
    }

    /// The number of a service code.
    pub fn service(&self, text: &str) -> u32 {
        match code_key(text) {
            Key::Blank => 0,
            Key::Strange => 1,
            Key::Of(key) => self.reference.services.id(key).map_or(1, |id| id + 2),
        }
    }

    /// The traits of the diagnoses and procedures of a record: whether they make it infertility care.
    pub fn clinical(&self, diagnoses: &str, procedures: &str) -> Traits {
        if self.reference.is_infertility(diagnoses, procedures) { Traits::INFERTILITY } else { Traits::default() }
    }

    /// The day of a text, as batches hold it.
    pub fn day(text: &str) -> i32 {
        Day::parse(text).map_or(NO_DAY, Day::number)
    }

    /// Which of [`Compiled::DATES`] decides for a record; `None` when no edition reads its type.
    pub fn date_of(&self, traits: Traits) -> Option<Field> {
        Self::DATES.get(usize::from(self.date_number(traits))).copied()
    }

    #[inline]
    fn date_number(&self, traits: Traits) -> u8 {
        self.dates.get(usize::from(traits.cds_number())).copied().unwrap_or(OUT_OF_SCOPE)
    }

    /// A record of text as numbers.
    pub fn code(&self, record: &Record<'_>) -> Coded {
        let traits = traits_of(&self.reference, record);
        Coded {
            practice: self.practice(record.get(Field::GpPractice)),
            postcode: self.residence(record),
            provider: self.provider(record.get(Field::Provider)),
            service: self.service(record.get(Field::ServiceCode)),
            traits,
            day: self.date_of(traits).map_or(NO_DAY, |field| Self::day(record.get(field))),
            override_number: record.override_key.map_or(0, |key| self.overrides.number(&key)),
        }
    }

    /// The answer for one record.
    #[inline]
    pub fn assign(&self, record: &Coded) -> Outcome {
        match self.lane(record) {
            Ok(lane) => self.assign_in(lane, record, Far { held: lane.held(record), practice: lane.practice(record) }),
            Err(terminal) => Outcome::outside(terminal),
        }
    }

    /// The edition of a record, or the terminal of one outside every edition.
    #[inline]
    fn lane(&self, record: &Coded) -> Result<&Lane, Terminal> {
        if self.date_number(record.traits) == OUT_OF_SCOPE {
            return Err(Terminal::OutOfScope);
        }
        if record.day == NO_DAY {
            return Err(Terminal::InvalidInput);
        }
        let lane = self.lanes.iter().find(|lane| lane.window.holds(Day(record.day))).ok_or(Terminal::NoEdition)?;
        if lane.reads(record.traits) { Ok(lane) } else { Err(Terminal::OutOfScope) }
    }

    #[inline]
    fn assign_in(&self, lane: &Lane, record: &Coded, far: Far) -> Outcome {
        if record.override_number != 0
            && let Some(found) = self.overrides.numbered_on(record.override_number, Day(record.day))
        {
            return Outcome {
                flags: lane.flags_on(record.day),
                commissioner: found.commissioner,
                path: PathId(lane.first_path - 1),
                terminal: Terminal::LocalOverride,
                method: Method::Override,
            };
        }
        lane.assign(&self.reference, record, far)
    }
}
