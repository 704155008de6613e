//! `assign`, `explain` and `reference`: who pays for records.

use super::vintages;
use crate::cli::{AssignArgs, ExplainArgs, Format, Global, Missing, PrepareArgs, ReferenceArgs, ReferencesAct, WhatIf};
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use activity::reference::{ReferenceFolder, Tables, add_register, load_reference, national_reasons, write_prepared};
use activity::report::{AUTHORITY_WITHOUT_CODE, changes, variance};
use activity::{
    ActivityError, BadRows, Hashes, Input, Job, LocalOverride, Mapping, MissingOvcc, OneRecord, Output, RunSummary,
    Sum, Unanswered, can_be_written, edition_named, read_draft, read_overrides,
};
use ask::{Cell, Column, Kind, Table};
use assign::{Day, Method, NationalReasons, ReasonId, Reference, ReferenceBuilder, Terminal, Walk};
use indicatif::{ProgressBar, ProgressStyle};
use register_face::answers::counted;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use terms::Pence;
use who_pays_face::assignment::local_override;

impl From<ActivityError> for Failure {
    fn from(error: ActivityError) -> Self {
        match error {
            ActivityError::NoSuchEdition { .. } => Self::unknown(error.to_string()),
            ActivityError::MostUnanswered(_) => Self::failed(error.to_string())
                .advise("Nothing was written. Put the file or its mapping right, or have the result all the same with --keep-going."),
            _ => Self::failed(error.to_string()),
        }
    }
}

impl From<assign::AssignError> for Failure {
    fn from(error: assign::AssignError) -> Self {
        Self::failed(error.to_string())
    }
}

/// Assigns files and says what went where.
pub(crate) async fn assign(global: &Global, args: &AssignArgs) -> Result<Ended, Failure> {
    let started = Instant::now();
    outputs_will_do(args)?;
    let mapping = match &args.mapping {
        Some(path) => Mapping::read(&path.display().to_string(), open(path)?)?,
        None => Mapping::default(),
    };
    let job = Job {
        what_if: what_if(args)?,
        mapping,
        bad_rows: if args.keep_going { BadRows::LeaveOut(left_out(&args.to)) } else { BadRows::Fail },
        prefix: args.prefix.clone(),
        variance: args.variance.is_some(),
        formulas: print::formulas(args.plain),
        hashes: if args.without_hashes { Hashes::NotTaken } else { Hashes::Taken },
        ..job(global, &args.reference).await?
    };
    let job = Job { threads: args.threads.unwrap_or(job.threads), ..job };
    let (reference, _) = load(global, &args.reference).await?;
    let inputs: Vec<Input> = args
        .files
        .iter()
        .map(|path| if path == Path::new("-") { Input::Stdin } else { Input::File(path.clone()) })
        .collect();
    let output = if args.to == Path::new("-") { Output::Stdout } else { Output::File(args.to.clone()) };
    let bar = progress();
    let summary = job.run(&reference, &inputs, &output, &mut |told| {
        if let Some(total) = told.bytes_total {
            bar.set_length(total);
        }
        bar.set_position(told.bytes);
        bar.set_message(format!(
            "{} records, {:.0}/s",
            told.records,
            told.records as f64 / started.elapsed().as_secs_f64().max(0.001)
        ));
    })?;
    bar.finish_and_clear();
    if let Some(path) = &args.variance {
        if !summary.has_submitted {
            note!("No column submitted_commissioner: the table of variance compares every record with a blank.");
        }
        variance(&summary.tally).write(path)?;
    }
    if let Some(path) = &args.changes {
        changes(&summary.tally).write(path)?;
    }
    tell(&summary, started)?;
    // A result of which most is of no use is not whole.
    let is_of_use = !summary.unanswered.iter().any(Unanswered::are_most);
    Ok(if summary.tally.left_out.is_empty() && is_of_use { Ended::Done } else { Ended::InPart })
}

/// Names a result can have; none at all means the input's format.
const NAMES: [&str; 9] = ["csv", "txt", "tsv", "parquet", "pq", "arrow", "ipc", "feather", "arrows"];

/// Looks at where results go before anything is read.
fn outputs_will_do(args: &AssignArgs) -> Result<(), Failure> {
    let extension = args.to.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    if let Some(extension) = extension.filter(|extension| !NAMES.contains(&extension.as_str())) {
        return Err(Failure::usage(format!("{} cannot be written: there is no format `.{extension}`", args.to.display()))
            .advise("Name it .csv, .parquet, .arrow (file) or .arrows (stream); tables for people are --variance and --changes."));
    }
    let tables: Vec<&PathBuf> = [&args.variance, &args.changes].into_iter().flatten().collect();
    let is_table = |out: &&&PathBuf| {
        let extension = out.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        !matches!(extension.as_deref(), None | Some("csv" | "xlsx"))
    };
    if let Some(out) = tables.iter().find(is_table) {
        let what = format!("{} cannot be written: a table for people is .csv or .xlsx", out.display());
        return Err(Failure::usage(what));
    }
    let is_input = |out: &&&PathBuf| {
        let out = out.canonicalize().ok();
        out.is_some() && args.files.iter().any(|file| file.canonicalize().ok() == out)
    };
    if let Some(out) = tables.iter().find(is_input) {
        return Err(Failure::usage(format!("{} is an input and is not overwritten", out.display())));
    }
    let outputs: Vec<&PathBuf> = [&args.to].into_iter().chain(tables).collect();
    for (place, out) in outputs.iter().enumerate() {
        if outputs.iter().take(place).any(|before| before == out) {
            let what = format!("{} is named for two results, and one would overwrite the other", out.display());
            return Err(Failure::usage(what));
        }
    }
    // Standard output is no file.
    for out in outputs.into_iter().filter(|out| out.as_path() != Path::new("-")) {
        can_be_written(out)?;
    }
    Ok(())
}

/// Shows the walk of one record.
pub(crate) async fn explain(global: &Global, args: &ExplainArgs) -> Result<Ended, Failure> {
    let mut one = match &args.file {
        None => OneRecord::default(),
        Some(path) => {
            let mut text = Vec::new();
            let name = if path == Path::new("-") {
                std::io::stdin().read_to_end(&mut text)?;
                "standard input".to_owned()
            } else {
                open(path)?.read_to_end(&mut text)?;
                path.display().to_string()
            };
            OneRecord::from_json(&name, &text)?
        }
    };
    for (item, value) in &args.set {
        // Refused here and not where options are read, whose messages repeat what was typed.
        if matches!(item.as_str(), "postcode" | "local_key") {
            return Err(Failure::usage(
                "a postcode or local key is not taken from the command line: give it as JSON on standard input",
            ));
        }
        one.set(item, value)?;
    }
    let (reference, national) = load(global, &args.reference).await?;
    let walk = job(global, &args.reference).await?.explain(&reference, &one)?;
    let national = National::of(&walk, &national);
    match global.format {
        Format::Json => {
            let failed = |error: serde_json::Error| Failure::failed(error.to_string());
            let mut json = serde_json::to_value(&walk).map_err(failed)?;
            if let Some(fields) = json.as_object_mut() {
                fields.insert("national_label".to_owned(), national.label.into());
                fields.insert("national_key".to_owned(), national.key.into());
            }
            print::say(&serde_json::to_string_pretty(&json).map_err(failed)?)?;
        }
        format => {
            print::report(&questions(&walk), format)?;
            if format == Format::Table {
                print::say(&answer(&walk, &national))?;
            }
        }
    }
    Ok(Ended::Done)
}

/// How the national data service names an answer, where its questions and those of the method overlap.
struct National<'n> {
    /// Its sentence.
    label: Option<&'static str>,
    /// Its key, where the table of them has one.
    key: Option<&'n str>,
}

impl<'n> National<'n> {
    fn of(walk: &Walk, reasons: &'n NationalReasons) -> Self {
        let Some(last) = walk.asked.last().map(|asked| asked.answer) else { return Self { label: None, key: None } };
        let held = &walk.assignment;
        Self {
            label: NationalReasons::label(&held.path, last, held.method),
            key: reasons.key(&held.path, last, held.method, &held.commissioner),
        }
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| Failure::failed(format!("{} cannot be read: {error}", path.display())))
}

/// Prepares reference tables.
pub(crate) async fn reference(global: &Global, act: &ReferencesAct) -> Result<Ended, Failure> {
    let PrepareArgs { reference, practices_from_register, to } = match act {
        ReferencesAct::Prepare(args) => args,
        ReferencesAct::List => return vintages::list(global).await,
        ReferencesAct::Show(args) => return vintages::show(global, &args.vintage).await,
        ReferencesAct::Remove(args) => return vintages::remove(global, &args.vintage).await,
    };
    can_be_written(to)?;
    let tables = if *practices_from_register {
        beside_register(global, reference).await?
    } else {
        ReferenceFolder::at(reference).load()?
    };
    write_prepared(&tables, to)?;
    note!("{} prepared as {}.", reference.display(), to.display());
    Ok(Ended::Done)
}

/// The tables, and the reason keys of the national data service beside them.
async fn load(global: &Global, args: &ReferenceArgs) -> Result<(Reference, NationalReasons), Failure> {
    let Some(reference) = &args.reference else {
        let loaded = vintages::load(global).await?;
        return Ok((loaded.reference, loaded.national.0));
    };
    let national = national_reasons(reference)?;
    if !args.practices_from_register {
        return Ok((load_reference(reference)?, national));
    }
    if reference.is_file() {
        return Err(Failure::usage(
            "a prepared reference already holds its practices: give --practices-from-register when it is prepared",
        ));
    }
    Ok((beside_register(global, reference).await?, national))
}

/// The tables of a folder, with practices, commissioners and successions from the register.
async fn beside_register(global: &Global, folder: &Path) -> Result<Reference, Failure> {
    let mut builder = ReferenceBuilder::new();
    ReferenceFolder::at(folder).add_to(&mut builder, Tables::BesideRegister)?;
    add_register(&mut builder, Asked::open(global).await?.view())?;
    Ok(builder.build()?)
}

/// What records and files have in common.
async fn job(global: &Global, args: &ReferenceArgs) -> Result<Job, Failure> {
    Ok(Job {
        edition: args.edition.as_deref().map(edition_named).transpose()?,
        overrides: match &args.overrides {
            Some(path) => read_overrides(&path.display().to_string(), open(path)?)?,
            None if args.overrides_from_journal => overrides_on_record(global).await?,
            None => Vec::new(),
        },
        missing_ovcc: match args.missing_ovcc {
            Missing::AsWritten => MissingOvcc::AsWritten,
            Missing::Resident => MissingOvcc::Resident,
        },
        ..Job::default()
    })
}

/// The overrides of the journal, as known at the second clock.
async fn overrides_on_record(global: &Global) -> Result<Vec<LocalOverride>, Failure> {
    let asked = Asked::open(global).await?;
    let known = asked.as_at().known;
    let on = asked.known.state.who_pays().known(known).override_rows();
    note!(
        "Overrides of the journal as known after entry {known}: {} used, {} that can decide nothing any more.",
        on.rows.len(),
        on.n_left_out
    );
    Ok(on.rows.iter().map(local_override).collect())
}

fn what_if(args: &AssignArgs) -> Result<Option<activity::WhatIf>, Failure> {
    let mut asked = activity::WhatIf::default();
    for what_if in &args.what_if {
        match what_if {
            WhatIf::Edition(id) => asked.edition = Some(edition_named(id)?),
            WhatIf::Draft(path) => {
                let Some(from) = args.what_if_from else {
                    return Err(Failure::usage(
                        "a draft needs the day on which it would take effect: --what-if-from 2025-04-01",
                    ));
                };
                asked.drafts.push(read_draft(&path.display().to_string(), open(path)?, Day::from(from))?);
            }
        }
    }
    Ok((!args.what_if.is_empty()).then_some(asked))
}

/// Where rows that are left out go.
fn left_out(to: &Path) -> PathBuf {
    let name = if to == Path::new("-") { "footprint".into() } else { to.as_os_str().to_owned() };
    let mut name: std::ffi::OsString = name;
    name.push(".left-out.csv");
    name.into()
}

fn progress() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {msg}, {eta} left");
    let bar = ProgressBar::new(0);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// The account, on the error stream so that the records can be piped on.
fn tell(summary: &RunSummary, started: Instant) -> Result<(), Failure> {
    let tally = &summary.tally;
    let written = tally.written()?;
    note!(
        "{} from {} in {:.1} s.",
        counted(written.records, "record", "records"),
        summary.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>().join(", "),
        started.elapsed().as_secs_f64()
    );
    for input in summary.inputs.iter().filter(|input| !input.sha256.is_empty()) {
        note!("  {} bytes, SHA-256 {}", input.bytes, input.sha256);
    }
    if !summary.blank_fields.is_empty() {
        note!("Not in the file, so blank in every record: {}.", summary.blank_fields.join(", "));
    }
    let money =
        |sum: &Sum| if summary.has_cost { format!("  {}", Pence(sum.pence).to_the_penny()) } else { String::new() };
    for (terminal, sum) in &tally.by_terminal {
        note!("  {terminal:<26}{:>14}{}", sum.records, money(sum));
    }
    note!("  {:<26}{:>14}{}", "in = out", written.records, money(&written));
    for one in &summary.unanswered {
        let example = &one.example;
        let dates = if example.dates.is_empty() { String::new() } else { format!(", with {}", example.dates) };
        note!(
            "{} no commissioner: {} The first is line or row {} of {}{dates}.",
            counted(one.records, "record has", "records have"),
            one.reason.sentence(),
            example.place,
            example.file
        );
    }
    if let Some(order) = summary.date_order {
        note!("Dates such as 03/04/2025 were read {}.", order.word());
    }
    if summary.breaks > 0 {
        note!("{} inside quoted cells.", counted(summary.breaks, "line end is", "line ends are"));
    }
    for (why, records) in &tally.left_out {
        note!("Left out: {}, because {why}.", counted(*records, "row", "rows"));
    }
    if let Some(sum) = tally.by_reason.get(&ReasonId::of(Terminal::LocalAuthority, Method::None)) {
        note!(
            "{} at LOCAL_AUTHORITY without a code{}: {AUTHORITY_WITHOUT_CODE}",
            counted(sum.records, "record ends", "records end"),
            money(sum)
        );
    }
    if !tally.by_flag.is_empty() {
        let flags: Vec<String> = tally.by_flag.iter().map(|(flag, records)| format!("{flag} {records}")).collect();
        note!("Flags: {}.", flags.join(", "));
    }
    if !tally.variance.is_empty() {
        let (same, other) = tally.agreement()?;
        note!(
            "Submitted commissioner: the same in {}{}, another in {}{}.",
            same.records,
            money(&same),
            other.records,
            money(&other)
        );
    }
    if !tally.changes.is_empty() {
        moves(summary, &money)?;
    }
    Ok(())
}

/// Who gains and who loses under a what-if.
fn moves(summary: &RunSummary, money: &dyn Fn(&Sum) -> String) -> Result<(), Failure> {
    let mut bodies: BTreeMap<&str, (Sum, Sum)> = BTreeMap::new();
    let mut moved = Sum::default();
    for (key, sum) in summary.tally.changes.iter().filter(|(key, _)| key.before != key.after) {
        moved.add(*sum)?;
        bodies.entry(&key.after).or_default().0.add(*sum)?;
        bodies.entry(&key.before).or_default().1.add(*sum)?;
    }
    note!("Under the what-if {}{} move:", counted(moved.records, "record", "records"), money(&moved));
    for (code, (gains, loses)) in bodies {
        let code = if code.is_empty() { "(none)" } else { code };
        note!("  {code:<8} gains {:>10}{}  loses {:>10}{}", gains.records, money(&gains), loses.records, money(&loses));
    }
    Ok(())
}

/// The questions of a walk, with what decided each.
fn questions(walk: &Walk) -> Table {
    let rows = walk.asked.iter().map(|asked| {
        let fields: Vec<String> = asked
            .fields
            .iter()
            .map(|field| {
                format!("{} = {}", field.field.name(), if field.given.is_empty() { "(blank)" } else { &field.given })
            })
            .collect();
        let evidence: Vec<String> = asked
            .evidence
            .iter()
            .map(|row| {
                let columns: Vec<String> =
                    row.columns.iter().map(|(column, value)| format!("{column} {value}")).collect();
                let found = if row.found { columns.join(", ") } else { "not there".to_owned() };
                format!("{} {}: {found}{}", row.table, row.key, dates(row.valid_from, row.valid_to))
            })
            .collect();
        vec![
            Cell::from(asked.node.as_str()),
            Cell::from(asked.question.as_str()),
            Cell::from(if asked.answer { "yes" } else { "no" }),
            Cell::from(fields.join("; ").as_str()),
            Cell::from(evidence.join("; ").as_str()),
            Cell::from(asked.next.as_str()),
        ]
    });
    let column = |key, label: &str| Column::new(key, label, Kind::Text);
    Table {
        caption: "The questions, in the order in which they were asked".to_owned(),
        columns: vec![
            column("node", "Node"),
            column("question", "Question"),
            column("answer", "Answer"),
            column("fields", "Fields"),
            column("evidence", "Reference rows"),
            column("next", "Next"),
        ],
        rows: rows.collect(),
        source: String::new(),
        notes: Vec::new(),
    }
}

fn dates(from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (from, to) => {
            let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
            format!(" ({} to {})", day(from), day(to))
        }
    }
}

/// The answer in words.
fn answer(walk: &Walk, national: &National<'_>) -> String {
    let held = &walk.assignment;
    let code = if held.commissioner.is_empty() { "no code" } else { &held.commissioner };
    let mut text = format!("{code}: {}\n", held.reason);
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{label}: {value}\n"));
        }
    };
    line("Terminal", held.terminal.name());
    line("Method", held.method.name());
    line("Path", &held.path);
    line("Flags", &held.flags.to_string());
    line("National label", national.label.unwrap_or_default());
    line("National key", national.key.unwrap_or_default());
    if let Some(edition) = &held.edition {
        line("Edition", &format!("{}, {} (chart of {})", edition.id, edition.guidance, edition.chart));
    }
    if let Some(day) = held.assignment_date {
        let field = held.date_field.map_or("", assign::Field::name);
        line("Assignment date", &format!("{day}, from {field}"));
    }
    for row in &held.evidence {
        let columns: Vec<String> = row.columns.iter().map(|(column, value)| format!("{column} {value}")).collect();
        line(
            "Decided by",
            &format!("{} {}: {}{}", row.table, row.key, columns.join(", "), dates(row.valid_from, row.valid_to)),
        );
    }
    text
}
