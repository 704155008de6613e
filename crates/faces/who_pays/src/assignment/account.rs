//! What was asked of a run and what it came to, as the store keeps them.

use activity::{DateOrder, InputRead, OutputFormat, RunSummary, Sum, TableVintage};
use assign::{Method, ReasonId, Terminal};
use serde::{Deserialize, Serialize};

/// What was asked of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The input's name, length and hash.
    pub(crate) input: InputRead,
    /// One edition for every date, by its id.
    pub(crate) edition: Option<String>,
    /// Another edition, as a what-if.
    pub(crate) other_edition: Option<String>,
    /// A change nobody has decided, as a what-if.
    pub(crate) draft: Option<Drafted>,
    /// Which column holds what.
    pub(crate) mapping: Option<Mapped>,
    /// Whether a blank charging category counts as a resident.
    pub(crate) blank_is_resident: bool,
    /// Whether rows that cannot be read are left out.
    pub(crate) leaves_out: bool,
    /// One hash of the reference tables.
    pub(crate) fingerprint: String,
    /// The last entry of the journal when it was asked.
    pub(crate) known_at: u64,
    /// How files are read and written by the program that made the run. A run kept before this was said has 0.
    #[serde(default)]
    pub(crate) reading: u32,
}

/// How files are read and written now: 1 reads dates in more forms than `2025-06-15`, refuses an open quote, and puts an
/// apostrophe before cells that a spreadsheet would run.
pub(crate) const READING: u32 = 1;

/// Records that came to no question of the method, for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unanswered {
    /// Why, as a sentence.
    pub(crate) why: String,
    pub(crate) records: u64,
    /// The line or row of the first.
    pub(crate) place: u64,
    /// Its dates as written.
    pub(crate) dates: String,
    /// Whether they are more than half of the run.
    pub(crate) are_most: bool,
}

/// A mapping file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mapped {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) text: String,
}

/// A draft: its file, and the day on which it would take effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Drafted {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) text: String,
    pub(crate) from: String,
}

impl Asked {
    /// Whether what comes out is not what holds.
    pub(crate) fn is_what_if(&self) -> bool {
        self.edition.is_some() || self.other_edition.is_some() || self.draft.is_some()
    }

    /// Whether records are assigned twice and compared.
    pub(crate) fn compares(&self) -> bool {
        self.other_edition.is_some() || self.draft.is_some()
    }
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Account {
    /// It could not be made; why, as a sentence.
    Failed(String),
    /// It was made.
    Made(Box<Made>),
}

/// The account of a run that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    /// The editions that answered.
    pub(crate) editions: Vec<String>,
    pub(crate) vintages: Vec<TableVintage>,
    /// `csv`, `parquet` or `arrows`: how the result is written.
    pub(crate) extension: String,
    pub(crate) blank_fields: Vec<String>,
    pub(crate) unused_columns: Vec<String>,
    pub(crate) has_cost: bool,
    pub(crate) has_submitted: bool,
    /// Whether each row of the result says who pays as things are. A run kept before results said so has it not.
    #[serde(default)]
    pub(crate) has_before: bool,
    pub(crate) read: Sum,
    /// Terminal.
    pub(crate) terminals: Vec<(String, Sum)>,
    /// Terminal, method, sentence.
    pub(crate) reasons: Vec<([String; 3], Sum)>,
    pub(crate) commissioners: Vec<(String, Sum)>,
    pub(crate) flags: Vec<(String, u64)>,
    pub(crate) left_out: Vec<(String, u64)>,
    /// Provider, point of delivery, submitted, derived, terminal, method.
    pub(crate) variance: Vec<([String; 6], Sum)>,
    /// Provider, point of delivery, before, after.
    pub(crate) changes: Vec<([String; 4], Sum)>,
    /// The hash and length of the result's bytes.
    pub(crate) result_sha256: String,
    pub(crate) result_bytes: u64,
    pub(crate) left_out_bytes: u64,
    /// How long the run took. Units: milliseconds.
    pub(crate) milliseconds: u64,
    /// How often it was made again, with the same bytes each time.
    pub(crate) times_again: u64,
    /// Records that came to no question of the method, by why.
    #[serde(default)]
    pub(crate) unanswered: Vec<Unanswered>,
    /// Which comes first in dates such as 03/04/2025, where the run has such: the day or the month.
    #[serde(default)]
    pub(crate) date_order: String,
    /// Line ends inside quoted cells.
    #[serde(default)]
    pub(crate) breaks: u64,
}

impl Made {
    /// How many records end at a local authority whose code the tables do not give.
    pub(crate) fn without_authority_code(&self) -> u64 {
        let reason = [Terminal::LocalAuthority.name(), Method::None.name()];
        let found = self.reasons.iter().find(|([terminal, method, _], _)| [terminal, method] == reason);
        found.map_or(0, |(_, sum)| sum.records)
    }

    pub(crate) fn of(summary: RunSummary) -> Self {
        let tally = summary.tally;
        let text = str::to_owned;
        let unanswered = summary.unanswered.iter().map(|one| Unanswered {
            why: one.reason.sentence(),
            records: one.records,
            place: one.example.place,
            dates: one.example.dates.clone(),
            are_most: one.are_most(),
        });
        Self {
            unanswered: unanswered.collect(),
            date_order: text(summary.date_order.map_or("", DateOrder::word)),
            breaks: summary.breaks,
            editions: summary.editions,
            vintages: summary.vintages,
            extension: match summary.output_format {
                OutputFormat::Csv => "csv",
                OutputFormat::Parquet => "parquet",
                OutputFormat::IpcFile => "arrow",
                OutputFormat::IpcStream => "arrows",
            }
            .to_owned(),
            blank_fields: summary.blank_fields.iter().map(|field| text(field)).collect(),
            unused_columns: summary.unused_columns,
            has_cost: summary.has_cost,
            has_submitted: summary.has_submitted,
            has_before: summary.has_before,
            read: tally.read,
            terminals: tally.by_terminal.iter().map(|(terminal, sum)| (text(terminal.name()), *sum)).collect(),
            reasons: tally.by_reason.iter().filter_map(|(reason, sum)| Some((words(*reason)?, *sum))).collect(),
            commissioners: tally.by_commissioner.into_iter().collect(),
            flags: tally.by_flag.iter().map(|(flag, records)| (text(flag), *records)).collect(),
            left_out: tally.left_out.into_iter().collect(),
            variance: tally
                .variance
                .into_iter()
                .map(|(key, sum)| {
                    let (terminal, method) = (text(key.terminal.name()), text(key.method.name()));
                    ([key.provider, key.point_of_delivery, key.submitted, key.derived, terminal, method], sum)
                })
                .collect(),
            changes: tally
                .changes
                .into_iter()
                .map(|(key, sum)| ([key.provider, key.point_of_delivery, key.before, key.after], sum))
                .collect(),
            ..Self::default()
        }
    }

    /// What was written: every record and penny that was read and not left out.
    pub(crate) fn written(&self) -> Sum {
        self.terminals.iter().fold(Sum::default(), |whole, (_, sum)| plus(whole, *sum))
    }
}

fn words(reason: ReasonId) -> Option<[String; 3]> {
    let terminal = Terminal::numbered((reason.number() >> 4) as u8)?;
    let method = Method::numbered((reason.number() & 15) as u8)?;
    Some([terminal.name().to_owned(), method.name().to_owned(), reason.sentence()])
}

/// Two sums together. The run itself balanced, so that no sum here is larger than one that fitted.
pub(crate) fn plus(one: Sum, other: Sum) -> Sum {
    Sum { records: one.records + other.records, pence: one.pence.saturating_add(other.pence) }
}
