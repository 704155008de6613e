//! Which journal a command works on, and the register as a question asks for it.

use crate::cli::Global;
use crate::clock;
use crate::exit::{Ended, Failure};
use crate::print;
use app::{AskedKnown, Footprint, House, Lens, Viewer};
use ask::{Clocks, Table};
use journal::{Journal, Known};
use kit::address::Address;
use kit::site::civil_day;
use register::View;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use terms::{AsAt, Date, Sequence};

/// The database when none is named: a file in the folder one works in.
pub(crate) const DEFAULT: &str = "footprint.sqlite";

/// The journal at the address, made if it is not there yet.
pub(crate) async fn journal_or_new(global: &Global) -> Result<Journal, Failure> {
    let journal = Journal::open(&global.database).await.map_err(|error| unopened(&global.database, &error))?;
    if global.accept_clock {
        journal.accept_clock();
    }
    Ok(journal.timed_by(clock::clock()))
}

/// The journal at the address, which must be there: a question must not leave an empty database behind.
pub(crate) async fn journal(global: &Global) -> Result<Journal, Failure> {
    must_be_there(global)?;
    journal_or_new(global).await
}

/// Refuses an address at which there is nothing.
pub(crate) fn must_be_there(global: &Global) -> Result<(), Failure> {
    if let Some(path) = file_of(&global.database)
        && !path.exists()
    {
        return Err(Failure::failed(format!("there is no database at {}", path.display())).advise(
            "Start one with `footprint import FILES`, name another with --database ADDRESS, or look round the \
             built-in example with `footprint demo`.",
        ));
    }
    Ok(())
}

pub(crate) fn unopened(address: &str, error: &journal::JournalError) -> Failure {
    Failure::failed(format!("the database {} cannot be opened: {error}", shown(address)))
        .advise("Check --database (or FOOTPRINT_DATABASE): a path, sqlite:PATH or postgres://USER@HOST/NAME.")
}

/// The file that an address names; nothing for a server.
pub(crate) fn file_of(address: &str) -> Option<PathBuf> {
    if address.contains("://") {
        return None;
    }
    Some(PathBuf::from(address.strip_prefix("sqlite:").unwrap_or(address)))
}

/// The file with the signing key: beside the database, unless one is named.
pub(crate) fn key_file(global: &Global, named: Option<&Path>) -> PathBuf {
    match (named, file_of(&global.database)) {
        (Some(named), _) => named.to_owned(),
        (None, Some(database)) => database.with_extension("key"),
        (None, None) => PathBuf::from("footprint.key"),
    }
}

/// The address, fit to be shown.
pub(crate) fn shown(address: &str) -> String {
    match address.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
        Some((scheme, host)) => format!("{scheme}://…@{host}"),
        None => address.to_owned(),
    }
}

/// The register as a question asks for it: a day, and what was known.
pub(crate) struct Asked {
    /// Footprint itself.
    pub(crate) footprint: Footprint,
    /// The state that answers.
    pub(crate) known: Arc<Known<House>>,
    /// The day asked about and the last entry taken into account.
    pub(crate) clocks: Clocks,
}

impl Asked {
    /// Opens the journal and sets the two clocks.
    pub(crate) async fn open(global: &Global) -> Result<Self, Failure> {
        let footprint = Footprint::over(journal(global).await?).await?;
        Self::of(footprint, global)
    }

    /// Sets the two clocks for a Footprint that is open.
    pub(crate) fn of(footprint: Footprint, global: &Global) -> Result<Self, Failure> {
        let known = footprint.known();
        let house = &known.state;
        let asked = global.known_at.as_deref().map(str::parse::<AskedKnown>).transpose();
        let sequence = asked
            .and_then(|asked| house.resolve(asked.as_ref()))
            .map_err(|error| Failure::usage(format!("--known-at: {error}")))?;
        let known_on = house.recorded_at(sequence).map_or_else(today, civil_day);
        let valid_at = global.valid_at.unwrap_or_else(today);
        let clocks = Clocks { valid_at, known_on, entry: sequence.0, speaks_until: None };
        let asked = Self { footprint, known, clocks };
        let speaks_until = asked.lens().speaks_until();
        Ok(Self { clocks: Clocks { speaks_until, ..asked.clocks.clone() }, ..asked })
    }

    /// The rooms as they were known, for the keeper, who may read all of it.
    pub(crate) fn lens(&self) -> Lens {
        self.footprint.lens(Arc::clone(&self.known), self.as_at(), today(), Viewer::Keeper)
    }

    /// Prints an answer, with the address at which `serve` gives the same.
    pub(crate) fn print(&self, global: &Global, tables: &[Table], address: &Address) -> Result<Ended, Failure> {
        let address =
            address.with("valid_at", self.clocks.valid_at.to_string()).with("known_at", self.clocks.entry.to_string());
        print::answer(tables, global.format, &self.clocks, &address.href())?;
        Ok(Ended::Done)
    }

    /// The register as it was known.
    pub(crate) fn view(&self) -> View<'_> {
        self.known.state.register().view(Sequence(self.clocks.entry))
    }

    /// The pair of clocks.
    pub(crate) fn as_at(&self) -> AsAt {
        AsAt { valid: self.clocks.valid_at, known: Sequence(self.clocks.entry) }
    }
}

/// Today in England.
pub(crate) fn today() -> Date {
    civil_day(clock::now())
}
