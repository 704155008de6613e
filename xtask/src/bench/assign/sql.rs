//! The method as SQL, written apart from the engine so that each checks the other.

use super::world::World;
use super::year::{DAYS, Format, TEXTS};
use crate::bench::peer::Peer;
use anyhow::{Context, Result, ensure};
use assign::{Compiled, Day, Method, ReasonId, Reference, Terminal};
use std::fmt::Write as _;
use std::fs;
use std::num::NonZero;
use std::path::Path;

/// The questions of the graph, each a bit of a path in numbers.
const NODES: [&str; 28] = [
    "CDS", "A&E-1", "A", "B", "B-1", "B-2", "B-3", "B-4", "WB-1", "WB-2", "WB-3", "WB-10", "C", "C-0", "C-0a", "C-1",
    "C-2", "C-3", "C-5", "C-6", "D", "E", "F", "H", "I", "I-1", "J", "?",
];

/// How the SQL writes ends, methods and paths.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// As files do: `RESPONSIBLE_SUB_ICB`, `CDS>A>B`.
    Texts,
    /// As small numbers; a path has a bit for each question.
    Numbers,
}

/// A path as a number with a bit for each question.
pub(super) fn path_bits(text: &str) -> i64 {
    let bit = |label: &str| NODES.iter().position(|node| *node == label).map_or(0, |place| 1_i64 << place);
    text.split('>').map(bit).sum()
}

/// A peer with its tables ready.
pub(super) fn prepared(compiled: &Compiled, world: &World, folder: &Path, threads: NonZero<usize>) -> Result<Peer> {
    write_resolved(compiled.reference(), world, &folder.join("resolved.csv"))?;
    write_reasons(&folder.join("reasons.csv"))?;
    let mut peer = Peer::start()?;
    peer.run(&format!("SET threads = {threads}"))?;
    // The order of rows need not be kept, which is the quicker way for it; ours keeps it.
    peer.run("SET preserve_insertion_order = false")?;
    // It does not know how many lines a text has, takes them for few, and then holds them all to look the directory up in
    // them. Told not to change sides, it holds the tables and lets the lines pass, as it does with Parquet by itself.
    peer.run("SET disabled_optimizers = 'build_side_probe_side'")?;
    peer.run(&format!("SET temp_directory = '{}'", folder.join("spilled").display()))?;
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

/// The method: from which records, with which columns passed on, to which columns.
fn method(records: &str, key: &str, wanted: &str, reasons: &str, words: Words) -> String {
    let mut text = include_str!("peer.sql").to_owned();
    for (bit, node) in NODES.iter().enumerate() {
        let written = match words {
            Words::Texts if bit == 0 => "'CDS'".to_owned(),
            Words::Texts => format!("'>{node}'"),
            Words::Numbers => (1_u64 << bit).to_string(),
        };
        text = text.replace(&format!("[{node}]"), &written);
    }
    text = match words {
        Words::Texts => text.replace("[]", "''").replace(" + ", " || "),
        Words::Numbers => {
            let number = |text: String, name: &str, number: u8| text.replace(&format!("'{name}'"), &number.to_string());
            let ends = Terminal::ALL.iter().fold(text, |text, end| number(text, end.name(), end.number()));
            let all = Method::ALL.iter().fold(ends, |text, method| number(text, method.name(), method.number()));
            all.replace("[]", "0")
        }
    };
    text.replace("{records}", records).replace("{key}", key).replace("{wanted}", wanted).replace("{reasons}", reasons)
}

/// The records of a table of the year as the method's SQL reads them; `passed` are further columns.
fn normalised(table: &str, passed: &str) -> String {
    format!(
        "SELECT {passed},
           cds_type IN ('011', '020', '120', '130', '140', '150', '160', '180', '190', '200') AS in_scope,
           cds_type = '011' AS emergency, cds_type NOT IN ('011', '020', '030') AS admitted,
           TRY_CAST(CASE WHEN cds_type = '011' THEN arrival_date WHEN cds_type = '020' THEN appointment_date
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

/// Puts the year into the peer's memory with its codes as numbers, and gives the query.
pub(super) fn load_numbers(peer: &mut Peer, file: &Path) -> Result<String> {
    peer.run(&format!("CREATE VIEW year AS SELECT * FROM read_parquet('{}')", file.display()))?;
    peer.run(&format!("CREATE TABLE texts AS {}", normalised("year", "record_id AS number")))?;
    for (code, tables) in [
        ("practice", &["practice"][..]),
        ("place", &["directory", "detained", "pseudo"]),
        ("provider", &["provider", "contract"]),
        ("service", &["service", "cross_border", "delegated"]),
    ] {
        let known: Vec<String> =
            tables.iter().chain(&["texts"]).map(|table| format!("SELECT {code} AS text FROM {table}")).collect();
        peer.run(&format!(
            "CREATE TABLE {code}_number AS SELECT text, CAST(row_number() OVER (ORDER BY text) AS INTEGER) AS number
             FROM ({}) WHERE text IS NOT NULL",
            known.join(" UNION ")
        ))?;
        for table in tables.iter().chain(&["texts"]) {
            peer.run(&format!(
                "CREATE TABLE numbered AS SELECT t.* REPLACE (n.number AS {code}) FROM {table} AS t
                 LEFT JOIN {code}_number AS n ON n.text = t.{code}"
            ))?;
            peer.run(&format!("DROP TABLE {table}"))?;
            peer.run(&format!("ALTER TABLE numbered RENAME TO {table}"))?;
        }
        peer.run(&format!("DROP TABLE {code}_number"))?;
    }
    peer.run("DROP VIEW year")?;
    let query =
        method("SELECT * FROM texts", "number", "number, commissioner, terminal, method, path", "", Words::Numbers);
    Ok(format!("CREATE OR REPLACE TEMP TABLE answer AS {query}"))
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

/// A CSV file as a table of texts: its columns are named, so that nothing has to be guessed, and blanks stay blank.
fn text_table(path: &Path, columns: impl Iterator<Item = &'static str>) -> String {
    let columns: Vec<String> = columns.map(|column| format!("'{column}': 'VARCHAR'")).collect();
    format!(
        "read_csv('{}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '~', columns = {{{}}})",
        path.display(),
        columns.join(", ")
    )
}

fn columns_in() -> impl Iterator<Item = &'static str> {
    ["record_id"].into_iter().chain(DAYS).chain(TEXTS).chain(["cost_pence", "age"])
}

/// From a file to a file, with reasons.
pub(super) fn file_query(format: Format, from: &Path, to: &Path) -> String {
    let (into, held, back) = passing();
    let (table, options) = match format {
        Format::Parquet => (format!("read_parquet('{}')", from.display()), "FORMAT parquet, COMPRESSION snappy"),
        Format::Csv => (text_table(from, columns_in()), "FORMAT csv, HEADER true"),
    };
    let wanted = format!(
        "{}, coalesce(commissioner, '') AS commissioner, terminal, method, path, reason, '' AS flags,
           CASE WHEN terminal IN ('OUT_OF_SCOPE', 'INVALID_INPUT', 'NO_EDITION') THEN '' ELSE 'CAM-2025-26' END AS edition",
        back.join(", ")
    );
    let records = normalised(&table, &into.join(", "));
    let query = method(&records, &held.join(", "), &wanted, "LEFT JOIN reason USING (terminal, method)", Words::Texts);
    format!("COPY ({query}) TO '{}' ({options})", to.display())
}

/// Holds every row of the peer's file to ours: the answers, and by a sum of 64 bits the columns that passed through.
pub(super) fn check(format: Format, ours: &Path, theirs: &Path, folder: &Path, records: u64) -> Result<()> {
    let added = ["commissioner", "terminal", "method", "path", "reason", "edition"];
    let read = |path: &Path| {
        let table = match format {
            Format::Parquet => format!("read_parquet('{}')", path.display()),
            Format::Csv => text_table(path, columns_in().chain(activity::ADDED)),
        };
        let passed: Vec<&str> = columns_in().collect();
        format!("(SELECT record_id, {}, hash({}) AS passed FROM {table})", added.join(", "), passed.join(", "))
    };
    let compared = added.iter().chain(&["passed"]);
    let differ: Vec<String> = compared.map(|column| format!("o.{column} IS DISTINCT FROM t.{column}")).collect();
    let differ = differ.join(" OR ");
    let out = folder.join("differences.csv");
    // A peer of its own, so that the memory this takes is not counted as the method's.
    Peer::start()?.run(&format!(
        "COPY (SELECT count(*) AS matched, count(*) FILTER ({differ}) AS differ,
           any_value(CASE WHEN {differ}
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
