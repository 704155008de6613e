//! `import`: published files into the register, tables of allocations into the ledger, and reference tables into the store beside.

use crate::allocations::{self, NotTaken};
use crate::cli::{Global, ImportArgs};
use crate::clock;
use crate::database;
use crate::exit::{Ended, Failure};
use crate::intake::{Begun, Intake, IntakeError, Rows, Taken, begin, intake};
use crate::print;
use app::{AppError, Footprint};
use ask::{Cell, Column, Kind, Table};
use import::{BadRow, ImportError, SourceFile};
use indicatif::{ProgressBar, ProgressStyle};
use register::Released;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::Instant;
use store::{Store, StoreError};
use terms::FuzzyDate;

/// How many bad rows are shown; a file can be had with all of them.
const BAD_ROWS_SHOWN: usize = 20;
/// How many findings are shown.
const FINDINGS_SHOWN: usize = 40;

/// Takes every file at the paths, one act each, and says what became of each.
pub(crate) async fn import(global: &Global, args: ImportArgs) -> Result<Ended, Failure> {
    let started = Instant::now();
    if let Some(path) = &args.bad_rows {
        activity::can_be_written(path)?;
    }
    let asked_for: Vec<String> = args
        .paths
        .iter()
        .filter(|path| path.is_file())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let files = import::gather(&args.paths)?;
    if files.is_empty() {
        return Err(Failure::failed("there are no files at the paths given"));
    }
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let (alone, mut account) = (files.len() == 1, Account::default());
    let bar = progress(files.len());
    let mut files = files.into_iter().map(|file| Coming::new(file, &args, alone));
    let mut next = files.next();
    // A board is known by the register: tables of allocations wait until everything else that comes is taken.
    let mut waiting = Vec::new();
    while let Some(coming) = next {
        // While this one is recorded the next is read.
        next = files.next();
        if coming.kind == FileKind::Allocations {
            waiting.push(coming.file);
            continue;
        }
        bar.set_message(coming.file.name.clone());
        let named = asked_for.contains(&coming.file.name);
        account.take(&footprint, global, &args, coming, named, &bar).await?;
        bar.inc(1);
        let rows = account.rows as f64 / started.elapsed().as_secs_f64().max(0.001);
        bar.set_prefix(format!("{rows:.0} rows/s"));
    }
    for file in waiting {
        bar.set_message(file.name.clone());
        account.take_allocations(&footprint, global, &args, &file).await?;
        bar.inc(1);
    }
    footprint.keep_if_costly().await;
    bar.finish_and_clear();
    account.tell(global, &args, started)
}

fn progress(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {prefix}  {msg}");
    let bar = ProgressBar::new(files as u64);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// Where a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    /// Into the register.
    Register,
    /// Into the ledger.
    Allocations,
    /// Into the store, as a reference table.
    Vintage,
}

impl FileKind {
    fn of(file: &SourceFile) -> Self {
        if import::recognise_vintage(file).is_some() {
            Self::Vintage
        } else if import::is_allocations(file) {
            Self::Allocations
        } else {
            Self::Register
        }
    }
}

/// A file whose turn comes.
struct Coming {
    file: Arc<SourceFile>,
    kind: FileKind,
    released: Option<Released>,
    /// The reading of it, where it goes into the register.
    begun: Option<Begun>,
}

impl Coming {
    fn new(file: SourceFile, args: &ImportArgs, alone: bool) -> Self {
        let released = given(args, Some(&file.name)).or_else(|| given(args, None).filter(|_| alone));
        let kind = FileKind::of(&file);
        let file = Arc::new(file);
        let begun = (kind == FileKind::Register).then(|| begin(&file, released));
        Self { file, kind, released, begun }
    }
}

/// When a file was released by what was said of it, or of all.
fn given(args: &ImportArgs, wanted: Option<&str>) -> Option<Released> {
    args.released.iter().rev().find(|given| given.file.as_deref() == wanted).map(|given| Released(given.date))
}

/// What became of the files, as it grows.
#[derive(Default)]
struct Account {
    lines: Vec<Vec<Cell>>,
    bad_rows: Vec<BadRow>,
    /// Files that were not taken, or not whole.
    wanting: usize,
    taken: usize,
    passed_over: Vec<String>,
    not_taken: Vec<String>,
    undated: Vec<String>,
    findings: Vec<String>,
    rows: usize,
}

impl Account {
    /// Takes one file. What is wrong with it is noted; only a failing journal stops the whole.
    async fn take(
        &mut self,
        footprint: &Footprint,
        global: &Global,
        args: &ImportArgs,
        coming: Coming,
        named: bool,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let rows = if args.strict { Rows::AllOrNone } else { Rows::TakeGood };
        let Coming { file, kind: _, mut released, mut begun } = coming;
        let (name, is_vintage) = (file.name.clone(), begun.is_none());
        loop {
            let taken = match begun.take() {
                Some(begun) => intake(footprint, &global.actor(), begun, rows).await.map(Some),
                None => self.take_vintage(global, &file, released, rows).await?,
            };
            match taken {
                Ok(None) => {}
                Ok(Some(intake)) => self.taken(intake),
                Err(IntakeError::Import(ImportError::ReleaseUnknown { .. })) => {
                    released = given(args, None);
                    if released.is_none() && can_ask() {
                        released = bar.suspend(|| ask_for_release(&name))?;
                    }
                    if released.is_some() {
                        begun = (!is_vintage).then(|| begin(&file, released));
                        continue;
                    }
                    self.refused(&name, "nothing says when it was released".to_owned());
                    self.undated.push(name);
                }
                Err(IntakeError::Import(error)) if error.is_unrecognised() && !named => {
                    self.wanting += 1;
                    self.passed_over.push(name);
                }
                Err(IntakeError::Import(error)) => self.refused(&name, error.to_string()),
                Err(IntakeError::BadRows { n_bad, rows, bad_rows, .. }) => {
                    self.bad_rows.extend(bad_rows);
                    self.refused(&name, format!("{n_bad} of {rows} rows cannot be read; nothing taken (--strict)"));
                }
                Err(IntakeError::NothingGood { n_bad, rows, bad_rows, .. }) => {
                    self.bad_rows.extend(bad_rows);
                    self.refused(&name, format!("{n_bad} of {rows} rows cannot be read and no other says anything"));
                }
                Err(IntakeError::App(error)) => return Err(error.into()),
            }
            return Ok(());
        }
    }

    /// Keeps a reference table in the store: nothing of it goes into the journal. `None` when there is nothing more to tell.
    async fn take_vintage(
        &mut self,
        global: &Global,
        file: &SourceFile,
        released: Option<Released>,
        rows: Rows,
    ) -> Result<Result<Option<Intake>, IntakeError>, Failure> {
        let reading = match import::read_vintage(file, released) {
            Ok(Some(reading)) => reading,
            Ok(None) => return Ok(Ok(None)),
            Err(error) => return Ok(Err(error.into())),
        };
        let (n_bad, n_rows) = (reading.bad_rows.len(), reading.rows);
        if let Some(first) = reading.bad_rows.first().cloned()
            && reading.n_kept == 0
        {
            let bad_rows = reading.bad_rows;
            return Ok(Err(IntakeError::NothingGood { name: file.name.clone(), n_bad, rows: n_rows, first, bad_rows }));
        }
        if rows == Rows::AllOrNone
            && let Some(first) = reading.bad_rows.first().cloned()
        {
            let bad_rows = reading.bad_rows;
            return Ok(Err(IntakeError::BadRows { name: file.name.clone(), n_bad, rows: n_rows, first, bad_rows }));
        }
        let store = Store::open(&global.database).await?;
        let became = match who_pays_face::vintages::keep(&store, &reading, &global.actor(), clock::now()).await {
            Ok(vintage) if n_bad > 0 => format!("kept as {} but for the bad rows", vintage.id),
            Ok(vintage) => format!("kept as {}", vintage.id),
            Err(StoreError::VintageTaken { id, .. }) => format!("already there as {id}"),
            Err(error) => return Err(error.into()),
        };
        self.bad_rows.extend(reading.bad_rows);
        self.taken += 1;
        self.rows += n_rows;
        self.wanting += usize::from(n_bad > 0);
        self.lines.push(vec![
            file.name.clone().into(),
            format!("Reference table {}: {}", reading.table, reading.layout).into(),
            reading.released.0.screen().into(),
            (n_rows as i64).into(),
            (n_bad as i64).into(),
            Cell::Empty,
            Cell::Empty,
            became.into(),
        ]);
        Ok(Ok(None))
    }

    /// Takes a table of allocations into the ledger.
    async fn take_allocations(
        &mut self,
        footprint: &Footprint,
        global: &Global,
        args: &ImportArgs,
        file: &Arc<SourceFile>,
    ) -> Result<(), Failure> {
        let rows = if args.strict { Rows::AllOrNone } else { Rows::TakeGood };
        let name = file.name.as_str();
        let intake = match allocations::intake(footprint, &global.actor(), file, rows).await {
            Ok(intake) => intake,
            Err(NotTaken::NoBody(findings)) => {
                self.findings.extend(findings.iter().map(|finding| format!("{name}: {finding}")));
                let why = "the register holds none of the bodies it gives anything: import the files that describe them first";
                self.refused(name, why.to_owned());
                return Ok(());
            }
            Err(NotTaken::Intake(IntakeError::App(AppError::Refused(why)))) => {
                self.refused(name, why.to_string());
                return Ok(());
            }
            Err(NotTaken::Intake(IntakeError::App(error))) => return Err(error.into()),
            Err(NotTaken::Intake(
                IntakeError::NothingGood { n_bad, rows, bad_rows, .. }
                | IntakeError::BadRows { n_bad, rows, bad_rows, .. },
            )) => {
                self.bad_rows.extend(bad_rows);
                self.refused(name, format!("{n_bad} of {rows} rows cannot be read; nothing taken"));
                return Ok(());
            }
            Err(NotTaken::Intake(IntakeError::Import(error))) => {
                self.refused(name, error.to_string());
                return Ok(());
            }
        };
        let n_bad = intake.bad_rows.len();
        self.findings.extend(intake.findings.iter().map(|finding| format!("{name}: {finding}")));
        self.bad_rows.extend(intake.bad_rows);
        self.taken += 1;
        self.rows += intake.rows;
        self.wanting += usize::from(n_bad > 0);
        let became = match (&intake.recorded, n_bad) {
            (None, _) => format!("already there as {}", intake.vintage),
            (Some(_), 0) => format!("recorded as {}", intake.vintage),
            (Some(_), _) => format!("recorded as {} but for the bad rows", intake.vintage),
        };
        self.lines.push(vec![
            name.into(),
            "Published allocations".into(),
            Cell::Empty,
            (intake.rows as i64).into(),
            (n_bad as i64).into(),
            (intake.n_allocations as i64).into(),
            intake.recorded.map_or(Cell::Empty, |recorded| (recorded.sequence.0 as i64).into()),
            became.into(),
        ]);
        Ok(())
    }

    fn taken(&mut self, intake: Intake) {
        let Intake { name, taken, bad_rows } = intake;
        let n_bad = bad_rows.len();
        self.bad_rows.extend(bad_rows);
        self.taken += 1;
        self.wanting += usize::from(n_bad > 0);
        let line = match taken {
            Taken::Recorded { series, released, rows, facts, recorded } => {
                self.rows += rows;
                let became = if n_bad > 0 { "taken but for the bad rows" } else { "taken" };
                vec![
                    name.into(),
                    series.title().into(),
                    released.0.screen().into(),
                    (rows as i64).into(),
                    (n_bad as i64).into(),
                    (facts as i64).into(),
                    (recorded.sequence.0 as i64).into(),
                    became.into(),
                ]
            }
            Taken::Already { entry } => {
                let mut line = vec![Cell::from(name)];
                line.extend(std::iter::repeat_n(Cell::Empty, 5));
                line.extend([(entry.0 as i64).into(), "already there".into()]);
                line
            }
        };
        self.lines.push(line);
    }

    fn refused(&mut self, name: &str, why: String) {
        self.wanting += 1;
        let mut line = vec![Cell::from(name)];
        line.extend(std::iter::repeat_n(Cell::Empty, 6));
        line.push("not taken".into());
        self.lines.push(line);
        self.not_taken.push(if why.starts_with(name) { why } else { format!("{name}: {why}") });
    }

    fn tell(self, global: &Global, args: &ImportArgs, started: Instant) -> Result<Ended, Failure> {
        let seconds = started.elapsed().as_secs_f64();
        let mut notes = Vec::new();
        if self.rows > 0 {
            notes.push(format!("{} rows in {seconds:.1} s.", self.rows));
        }
        if let Some(file) = self.undated.first() {
            notes
                .push(format!("Say when a file was released with --released {file}=2024-12-01 (or 2024-12, or 2024)."));
        }
        let columns = vec![
            Column::new("file", "File", Kind::Text),
            Column::new("series", "What it is", Kind::Text),
            Column::new("released", "Released", Kind::Text),
            Column::new("rows", "Rows", Kind::Number),
            Column::new("bad_rows", "Bad rows", Kind::Number),
            Column::new("facts", "Facts", Kind::Number),
            Column::new("entry", "Entry", Kind::Number),
            Column::new("became", "What became of it", Kind::Text),
        ];
        let table = Table { columns, rows: self.lines, notes, ..Table::default() };
        print::report(&table, global.format)?;
        if !self.passed_over.is_empty() {
            note!("\nPassed over, as none of the formats read:");
            self.passed_over.iter().for_each(|name| note!("  {name}"));
        }
        if !self.not_taken.is_empty() {
            note!("\nNot taken:");
            self.not_taken.iter().for_each(|why| note!("  {why}"));
        }
        if let Some(file) = self.undated.first() {
            note!("  Say when a file was released with --released {file}=2024-12-01 (or 2024-12, or 2024).");
        }
        if !self.findings.is_empty() {
            note!("\nFindings ({}):", self.findings.len());
            self.findings.iter().take(FINDINGS_SHOWN).for_each(|finding| note!("  {finding}"));
            if let Some(more @ 1..) = self.findings.len().checked_sub(FINDINGS_SHOWN) {
                note!("  and {more} more");
            }
        }
        tell_bad_rows(&self.bad_rows, args)?;
        if self.taken == 0 {
            return Err(Failure::failed("no file was taken"));
        }
        Ok(if self.wanting > 0 { Ended::InPart } else { Ended::Done })
    }
}

fn tell_bad_rows(bad_rows: &[BadRow], args: &ImportArgs) -> Result<(), Failure> {
    if let Some(path) = &args.bad_rows {
        std::fs::write(path, table_of(bad_rows).to_csv())
            .map_err(|error| Failure::failed(format!("{} cannot be written: {error}", path.display())))?;
    }
    if bad_rows.is_empty() {
        return Ok(());
    }
    note!("\nRows that cannot be read ({}):", bad_rows.len());
    for bad in bad_rows.iter().take(BAD_ROWS_SHOWN) {
        note!("  {bad}");
    }
    if let (Some(more @ 1..), None) = (bad_rows.len().checked_sub(BAD_ROWS_SHOWN), &args.bad_rows) {
        note!("  and {more} more: write them all to a file with --bad-rows FILE");
    }
    Ok(())
}

fn table_of(bad_rows: &[BadRow]) -> Table {
    let columns = vec![
        Column::new("file", "File", Kind::Text),
        Column::new("line", "Line", Kind::Number),
        Column::new("column", "Column", Kind::Text),
        Column::new("value", "What is there", Kind::Text),
        Column::new("reason", "What is wrong", Kind::Text),
    ];
    let row = |bad: &BadRow| -> Vec<Cell> {
        vec![
            bad.file.clone().into(),
            i64::from(bad.line).into(),
            bad.column.clone().into(),
            bad.value.clone().into(),
            bad.reason.clone().into(),
        ]
    };
    Table { columns, rows: bad_rows.iter().map(row).collect(), ..Table::default() }
}

fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks when a file was released, until the answer is a date; nothing entered means the file is skipped.
fn ask_for_release(name: &str) -> Result<Option<Released>, Failure> {
    loop {
        print::beside(format_args!("When was {name} released? (2024-12-01, 2024-12 or 2024; Enter to skip the file) "));
        std::io::stderr().flush()?;
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(None);
        }
        match line.parse::<FuzzyDate>() {
            Ok(date) => return Ok(Some(Released(date))),
            Err(error) => note!("{error}"),
        }
    }
}
