//! A nation's year of activity through the method, beside the same method written as SQL for `DuckDB`.

mod memory;
mod world;
mod year;

use super::peer::Peer;
use super::program::{high_water_mark, release_program};
use super::{median, memory_bandwidth, timed};
use activity::reference::ReferenceFolder;
use activity::{Deciding, EditionLabel, Input, Mapping, MissingOvcc, Output, Run};
use anyhow::{Context, Result, ensure};
use assign::{Compiled, Day, Edition, Method, ReasonId, Reference, Terminal};
use std::fmt::Write as _;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use world::World;
use year::{DAYS, TEXTS, Year};

/// The questions of the graph, each a bit of a path in numbers.
pub(super) const NODES: [&str; 28] = [
    "CDS", "A&E-1", "A", "B", "B-1", "B-2", "B-3", "B-4", "WB-1", "WB-2", "WB-3", "WB-10", "C", "C-0", "C-0a", "C-1",
    "C-2", "C-3", "C-5", "C-6", "D", "E", "F", "H", "I", "I-1", "J", "?",
];

/// How the SQL writes a path.
#[derive(Clone, Copy)]
enum Paths {
    /// As files do: `CDS>A>B`.
    Words,
    /// As one number with a bit for each question.
    Numbers,
}

pub(super) fn run(records: u64, late: u64, rounds: usize, alone: bool) -> Result<()> {
    let threads = std::thread::available_parallelism()?;
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let (took, world) = timed(|| world::write(&at("tables")));
    let world = world?;
    println!("reference written in {took:.1?}; {records} records, {threads} threads");
    let (took, reference) = timed(|| ReferenceFolder::at(at("tables")).load());
    let reference = reference?;
    let (compiling, compiled) = timed(|| Edition::built_in().and_then(|editions| Compiled::new(&reference, editions)));
    let compiled = compiled?;
    println!("reference read in {took:.2?}, compiled in {compiling:.2?}");
    let bandwidth = memory_bandwidth(threads.get());
    println!("memory: {:.1} GB/s read by all threads", bandwidth / 1e9);

    let mut peer = if alone { None } else { Some(prepared(&reference, &world, folder.path(), threads)?) };
    if let Some(peer) = &peer {
        println!("peer: DuckDB {} on {threads} threads", peer.version);
    }
    memory::run(&world, &compiled, peer.as_mut(), folder.path(), records, rounds, bandwidth)?;
    for format in ["parquet", "csv"] {
        let [from, to, theirs] = ["year", "ours", "theirs"].map(|name| at(&format!("{name}.{format}")));
        let year = Year::new(&world, 11);
        if format == "parquet" {
            year.parquet(&from, records)?;
        } else {
            year.csv(&from, records)?;
        }
        let ours = |to: &Path| assign_file(&compiled, &from, to, threads);
        let (took, summary) = timed(|| ours(&to));
        summary?;
        println!(
            "\n{format} to {format}: first run {took:.2?}; {} MB in, {} MB out",
            megabytes(&from)?,
            megabytes(&to)?
        );
        // A fresh peer, so that its peak memory is of this work alone.
        let mut own = if alone { None } else { Some(prepared(&reference, &world, folder.path(), threads)?) };
        if let Some(peer) = &mut own {
            let query = file_query(format, &from, &theirs);
            peer.run(&query)?;
            check(peer, format, &to, &theirs, folder.path(), records)?;
            println!("answers equal: {records} records, commissioner, terminal, method and path of each");
        }
        let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let (took, summary) = timed(|| ours(&to));
            summary?;
            our_times.push(took);
            if let Some(peer) = &mut own {
                their_times.push(peer.run(&file_query(format, &from, &theirs))?);
            }
        }
        println!("ours, each run: {our_times:.3?}\npeer, each run: {their_times:.3?}");
        let our_time = median(our_times).as_secs_f64();
        let bytes = fs::metadata(&from)?.len() + fs::metadata(&to)?.len();
        println!(
            "median: ours {our_time:.3} s, {:.0} ns a record, {:.2} million records/s; {:.2} GB/s of file read and written",
            our_time * 1e9 / records as f64,
            records as f64 / our_time / 1e6,
            bytes as f64 / our_time / 1e9
        );
        if !their_times.is_empty() {
            let their_time = median(their_times).as_secs_f64();
            println!("DuckDB {their_time:.3} s: ours is {:.2} times as fast", their_time / our_time);
        }
        println!(
            "disk: the same bytes copied and flushed in {:.3} s",
            copied(&from, &to, folder.path())?.as_secs_f64()
        );
        let (time, peak) = as_program(&from, &at("tables"), &to)?;
        print!("as a program, with start-up and reference: {:.2} s, peak {} MiB", time.as_secs_f64(), peak / 1024);
        match &own {
            Some(peer) => println!("; DuckDB's peak {} MiB", peer.peak_kib() / 1024),
            None => println!(),
        }
        for path in [&from, &to, &theirs] {
            let _ = fs::remove_file(path);
        }
    }
    let from = at("late.parquet");
    Year::new(&world, 5).parquet(&from, late)?;
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(as_program(&from, &at("tables"), &at("late-out.parquet"))?.0);
    }
    println!(
        "\none late file of {late} records, start-up and reference load included: {:.2} s",
        median(times).as_secs_f64()
    );
    Ok(())
}

fn megabytes(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)?.len() / 1_000_000)
}

/// Our own run over files, the reference being ready as the peer's tables are.
fn assign_file(compiled: &Compiled, from: &Path, to: &Path, threads: NonZero<usize>) -> Result<()> {
    let deciding = Deciding {
        compiled,
        interpreter: None,
        label: EditionLabel::Plain,
        missing_ovcc: MissingOvcc::AsWritten,
        before: None,
        variance: false,
    };
    let mapping = Mapping::default();
    let made = Run { deciding, mapping: &mapping, bad_rows: activity::BadRows::Fail, prefix: String::new(), threads };
    activity::run(&[Input::File(from.to_owned())], &Output::File(to.to_owned()), &made, &mut |_| ())?;
    Ok(())
}

/// The program itself, as a user starts it: how long, and the most memory it held in KiB.
fn as_program(from: &Path, reference: &Path, to: &Path) -> Result<(Duration, u64)> {
    let program = release_program()?;
    let begun = Instant::now();
    let mut process = Command::new(program)
        .arg("assign")
        .arg(from)
        .arg("--reference")
        .arg(reference)
        .arg("--to")
        .arg(to)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", process.id()));
    let mut peak = 0;
    loop {
        if let Some(ended) = process.try_wait()? {
            ensure!(ended.success(), "the program ended with {ended}");
            return Ok((begun.elapsed(), peak));
        }
        peak = peak.max(high_water_mark(&status));
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// How long the disk takes for the same bytes: the input read and the result written and flushed.
fn copied(from: &Path, to: &Path, folder: &Path) -> Result<Duration> {
    let (copy, begun) = (folder.join("copy"), Instant::now());
    std::io::copy(&mut fs::File::open(from)?, &mut std::io::sink())?;
    fs::copy(to, &copy)?;
    fs::File::open(&copy)?.sync_all()?;
    let took = begun.elapsed();
    fs::remove_file(copy)?;
    Ok(took)
}

/// A peer with its tables ready.
fn prepared(reference: &Reference, world: &World, folder: &Path, threads: NonZero<usize>) -> Result<Peer> {
    write_resolved(reference, world, &folder.join("resolved.csv"))?;
    write_reasons(&folder.join("reasons.csv"))?;
    let mut peer = Peer::start()?;
    peer.run(&format!("SET threads = {threads}"))?;
    peer.run("SET preserve_insertion_order = false")?;
    let text = include_str!("prepare.sql")
        .replace("{reference}", &folder.join("tables").display().to_string())
        .replace("{folder}", &folder.display().to_string());
    for statement in text.split(';').filter(|statement| !statement.trim().is_empty()) {
        peer.run(statement)?;
    }
    Ok(peer)
}

/// Which sub-ICB location each code means on which days: the peer is spared following successions.
fn write_resolved(reference: &Reference, world: &World, path: &Path) -> Result<()> {
    let tables = path.parent().context("no folder")?.join("tables/commissioners.csv");
    let mut text = String::from("code,first_day,last_day,sub_icb\n");
    let (first, last) = (Day::parse("2025-04-01").context("a day")?, Day::parse("2026-03-31").context("a day")?);
    for line in fs::read_to_string(tables)?.lines().skip(1) {
        let Some(code) = line.split(',').next().filter(|_| line.contains(",SUB_ICB,")) else { continue };
        let mut since = first;
        let mut held = reference.sub_icb_on(code, first);
        let mut day = first;
        while day <= last {
            day = day.next();
            let now = reference.sub_icb_on(code, day);
            if now != held || day > last {
                if held.is_some() {
                    writeln!(text, "{code},{since},{},{}", day.previous(), reference.code_text(held))?;
                }
                (since, held) = (day, now);
            }
        }
    }
    ensure!(!world.practices.is_empty(), "the world has practices");
    Ok(fs::write(path, text)?)
}

fn write_reasons(path: &Path) -> Result<()> {
    let mut text = String::from("terminal,method,reason\n");
    for terminal in Terminal::ALL {
        for method in Method::ALL {
            writeln!(text, "{terminal},{method},\"{}\"", ReasonId::of(*terminal, *method).sentence())?;
        }
    }
    Ok(fs::write(path, text)?)
}

/// The method as SQL: from which records, with which columns passed on, to which columns.
fn method(records: &str, key: &str, wanted: &str, reasons: &str, paths: Paths) -> String {
    let mut text = include_str!("peer.sql").to_owned();
    for (bit, node) in NODES.iter().enumerate() {
        let written = match paths {
            Paths::Words if bit == 0 => "'CDS'".to_owned(),
            Paths::Words => format!("'>{node}'"),
            Paths::Numbers => (1_u64 << bit).to_string(),
        };
        text = text.replace(&format!("[{node}]"), &written);
    }
    text = match paths {
        Paths::Words => text.replace("[]", "''").replace(" + ", " || "),
        Paths::Numbers => text.replace("[]", "0"),
    };
    text.replace("{records}", records).replace("{key}", key).replace("{wanted}", wanted).replace("{reasons}", reasons)
}

/// The records of a table of the year as the method's SQL reads them; `passed` are further columns.
fn normalised(table: &str, passed: &str) -> String {
    format!(
        "SELECT {passed},
           cds_type IN ('011', '020', '120', '130', '140', '150', '160', '180', '190', '200') AS in_scope,
           cds_type = '011' AS emergency, cds_type NOT IN ('011', '020', '030') AS admitted,
           CAST(CASE WHEN cds_type = '011' THEN arrival_date WHEN cds_type = '020' THEN appointment_date
             WHEN cds_type IN ('180', '190', '200') THEN spell_start_date ELSE discharge_date END AS DATE) AS day,
           nullif(gp_practice, '') AS practice, nullif(replace(postcode, ' ', ''), '') AS place,
           CASE WHEN length(provider) > 3 THEN left(provider, 3) ELSE provider END AS provider,
           gp_practice IN ('', 'V81997', 'V81998', 'V81999') AS unstated,
           postcode IN ('', 'ZZ99 3VZ', 'ZZ99 3WZ', 'ZZ99 3CZ', 'ZZ99 3GZ', 'ZZ99 1WZ', 'ZZ99 2WZ') AS substituted,
           postcode = 'ZZ99 3GZ' AS wales_unsaid,
           nullif(service_code, '') AS service, CAST(nullif(tfc, '') AS INTEGER) AS tfc,
           CAST(nullif(admin_category, '') AS INTEGER) AS admin, nullif(ovcc, '') AS ovcc,
           CAST(nullif(source_of_admission, '') AS INTEGER) AS source,
           regexp_matches(diagnoses, '(^|;)(N46|N97|Z31)') OR regexp_matches(procedures, '(^|;)Q131') AS infertile
         FROM {table}"
    )
}

/// Columns that pass through a file, under names that the method's SQL does not use, and back again.
fn passing() -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut columns = vec!["record_id"];
    columns.extend(DAYS);
    columns.extend(TEXTS);
    columns.extend(["cost_pence", "age"]);
    let own = |place: usize| format!("passed_{place}");
    let into = columns.iter().enumerate().map(|(place, column)| format!("{column} AS {}", own(place))).collect();
    let held = (0..columns.len()).map(own).collect();
    let back = columns.iter().enumerate().map(|(place, column)| format!("{} AS {column}", own(place))).collect();
    (into, held, back)
}

/// From a file to a file, with reasons.
fn file_query(format: &str, from: &Path, to: &Path) -> String {
    let (into, held, back) = passing();
    let (table, options) = if format == "parquet" {
        (format!("read_parquet('{}')", from.display()), "FORMAT parquet, COMPRESSION snappy")
    } else {
        (
            format!("read_csv('{}', header = true, all_varchar = true, nullstr = '~')", from.display()),
            "FORMAT csv, HEADER true",
        )
    };
    let table = if format == "parquet" {
        table
    } else {
        let days: Vec<String> = DAYS.iter().map(|day| format!("CAST(nullif({day}, '') AS DATE) AS {day}")).collect();
        format!("(SELECT * REPLACE ({}) FROM {table})", days.join(", "))
    };
    let wanted = format!(
        "{}, coalesce(commissioner, '') AS commissioner, terminal, method, path, reason, '' AS flags, 'CAM-2025-26' AS edition",
        back.join(", ")
    );
    let records = normalised(&table, &into.join(", "));
    let query = method(&records, &held.join(", "), &wanted, "LEFT JOIN reason USING (terminal, method)", Paths::Words);
    format!("COPY ({query}) TO '{}' ({options})", to.display())
}

/// Holds every row of the peer's file to ours.
fn check(peer: &mut Peer, format: &str, ours: &Path, theirs: &Path, folder: &Path, records: u64) -> Result<()> {
    let read = |path: &Path| {
        if format == "parquet" {
            format!("read_parquet('{}')", path.display())
        } else {
            format!("read_csv('{}', header = true, all_varchar = true, nullstr = '~')", path.display())
        }
    };
    let out = folder.join("differences.csv");
    peer.run(&format!(
        "COPY (SELECT count(*) AS matched,
           count(*) FILTER (o.commissioner IS DISTINCT FROM t.commissioner OR o.terminal <> t.terminal
             OR o.method <> t.method OR o.path <> t.path) AS differ,
           any_value(CASE WHEN o.commissioner IS DISTINCT FROM t.commissioner OR o.terminal <> t.terminal
             OR o.method <> t.method OR o.path <> t.path
             THEN concat_ws(' ', o.record_id, o.commissioner, o.terminal, o.method, o.path, '|', t.commissioner, t.terminal, t.method, t.path) END) AS one
         FROM {} AS o JOIN {} AS t USING (record_id)) TO '{}' (FORMAT csv, HEADER false)",
        read(ours),
        read(theirs),
        out.display()
    ))?;
    let found = fs::read_to_string(out)?;
    ensure!(
        found.starts_with(&format!("{records},0,")),
        "the peer's answers differ from ours: matched, differ, one: {found}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: u64 = 40_000;

    /// The peer's SQL is written apart from the engine, so that each checks the other.
    #[test]
    fn the_sql_gives_the_same_answers() {
        if std::env::var_os("DUCKDB_PYTHON").is_none() {
            eprintln!("skipped: DUCKDB_PYTHON is not set, so the SQL was not held to the engine");
            return;
        }
        let (folder, threads) = (tempfile::tempdir().unwrap(), NonZero::new(2).unwrap());
        let world = world::write(&folder.path().join("tables")).unwrap();
        let reference = ReferenceFolder::at(folder.path().join("tables")).load().unwrap();
        let compiled = Compiled::new(&reference, Edition::built_in().unwrap()).unwrap();
        let mut peer = prepared(&reference, &world, folder.path(), threads).unwrap();
        memory::run(&world, &compiled, Some(&mut peer), folder.path(), RECORDS, 1, 1e9).unwrap();
        let mut peer = prepared(&reference, &world, folder.path(), threads).unwrap();
        for format in ["parquet", "csv"] {
            let [from, ours, theirs] =
                ["year", "ours", "theirs"].map(|name| folder.path().join(format!("{name}.{format}")));
            let year = Year::new(&world, 11);
            if format == "parquet" {
                year.parquet(&from, RECORDS).unwrap();
            } else {
                year.csv(&from, RECORDS).unwrap();
            }
            assign_file(&compiled, &from, &ours, threads).unwrap();
            peer.run(&file_query(format, &from, &theirs)).unwrap();
            check(&mut peer, format, &ours, &theirs, folder.path(), RECORDS).unwrap();
        }
    }
}
