//! 96 million practice-months onto another day's structure, beside `DuckDB`'s interval join from the same file.

use super::generated::{memberships, month, practice};
use super::parquet_file::{Positions, days, decode, load, regroup, write};
use super::peer::Peer;
use super::{RUNS, median, memory_bandwidth, timed};
use anyhow::{Context, Result, ensure};
use register::restate::{Mapping, Mode, Regrouped, Restatement};
use register::{State, Tie, Weights};
use std::fmt::Write as _;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use terms::{Date, OdsCode};

/// Practice, month, measure and value as they lie in memory.
const BYTES_A_ROW: usize = 4 + 4 + 4 + 8;

pub(super) fn run(n_practices: usize, n_months: usize, n_measures: usize) -> Result<()> {
    let threads = std::thread::available_parallelism()?.get();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("series.parquet");
    let n_rows = n_practices * n_months * n_measures;
    println!("{n_practices} practices x {n_months} months x {n_measures} measures = {n_rows} rows; {threads} threads");
    let (_, state) = memberships(n_practices, n_months)?;
    let (took, written) = timed(|| write(&file, n_practices, n_months, n_measures));
    written?;
    println!("file written in {took:.1?}: {} MB", fs::metadata(&file)?.len() / 1_000_000);

    let practices = (0..n_practices).map(practice).collect::<Result<Vec<_>>>()?;
    let months = (0..n_months).map(month).collect::<Result<Vec<_>>>()?;
    let positions = Positions::new(n_practices, n_months)?;
    let to = Date::new(2019, 10, 1)?;
    let mut peer = Peer::start()?;
    println!("peer: DuckDB {} on {threads} threads", peer.version);
    peer.run(&format!("SET threads = {threads}"))?;
    write_intervals(&state, &practices, to, &folder.path().join("intervals.csv"))?;
    peer.run(&format!(
        "CREATE TABLE member AS SELECT * FROM read_csv('{}', header = true)",
        folder.path().join("intervals.csv").display()
    ))?;

    let bandwidth = memory_bandwidth(threads);
    println!("memory: {:.1} GB/s read by all threads", bandwidth / 1e9);
    for (mode, group) in [(Mode::AsIs, "as_is"), (Mode::AsWas, "as_was")] {
        let restatement = Restatement { to, mode, by: Weights::ListSize };
        let (built, mapping) = timed(|| Mapping::build(state.now(), restatement, &practices, &months));
        println!("\n{mode}: table of {n_practices} x {n_months} places built beforehand in {built:.2?}");
        ensure!(mapping.unplaced().is_empty() && mapping.shared().is_empty(), "the made-up practices all have a place");
        let query = format!(
            "CREATE OR REPLACE TEMP TABLE answer AS
             SELECT member.{group} AS grp, series.month, series.measure, sum(series.value) AS total
             FROM read_parquet('{}') AS series JOIN member
             ON series.practice = member.practice AND series.month >= member.start AND series.month < member.finish
             GROUP BY ALL",
            file.display()
        );
        peer.run(&query)?;
        let ours = regroup(&file, &positions, &mapping, n_measures, threads)?;
        let one_thread = regroup(&file, &positions, &mapping, n_measures, 1)?;
        ensure!(ours == one_thread, "the number of threads must not show");
        let answer = folder.path().join("answer.csv");
        peer.run(&format!(
            "COPY (SELECT * FROM answer ORDER BY ALL) TO '{}' (FORMAT csv, HEADER false)",
            answer.display()
        ))?;
        check(&ours, &months, &answer)?;
        println!("answers equal: {} sums", ours.sums.iter().filter(|sum| **sum != 0).count());

        let (mut our_times, mut peer_times) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let (took, outcome) = timed(|| regroup(&file, &positions, &mapping, n_measures, threads));
            ensure!(outcome? == ours, "the same file gives the same sums");
            our_times.push(took);
            peer_times.push(peer.run(&query)?);
        }
        println!("ours, each run: {our_times:.3?}\npeer, each run: {peer_times:.3?}");
        let (our_time, peer_time) = (median(our_times).as_secs_f64(), median(peer_times).as_secs_f64());
        let reached = (n_rows * BYTES_A_ROW) as f64 / our_time / bandwidth;
        println!(
            "median: ours {our_time:.3} s, DuckDB {peer_time:.3} s: {:.2} times as fast; {:.0} million rows/s; \
             {:.0}% of memory bandwidth by decoded columns",
            peer_time / our_time,
            n_rows as f64 / our_time / 1e6,
            reached * 100.0
        );
        kernel(&file, &positions, &mapping, n_measures, threads, bandwidth, &ours)?;
    }
    Ok(())
}

/// Where the time goes: reading and decoding alone, and regrouping alone with the columns in memory.
fn kernel(
    file: &Path,
    positions: &Positions,
    mapping: &Mapping,
    n_measures: usize,
    threads: usize,
    bandwidth: f64,
    expected: &Regrouped,
) -> Result<()> {
    let mut decoding = Vec::new();
    for _ in 0..RUNS {
        let (took, rows) = timed(|| decode(file, positions, threads));
        rows?;
        decoding.push(took);
    }
    let columns = load(file, positions)?;
    let threads = NonZero::new(threads).context("no threads")?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let (took, outcome) = timed(|| Regrouped::of_long(mapping, n_measures, columns.long(), threads));
        ensure!(outcome? == *expected, "the same rows give the same sums");
        times.push(took);
    }
    let time = median(times).as_secs_f64();
    let reached = (columns.value.len() * BYTES_A_ROW) as f64 / time / bandwidth;
    println!(
        "of which reading and decoding {:.3} s; regrouping columns that lie in memory {time:.3} s: {:.0} million rows/s, \
         {:.0}% of memory bandwidth",
        median(decoding).as_secs_f64(),
        columns.value.len() as f64 / time / 1e6,
        reached * 100.0
    );
    Ok(())
}

/// The memberships as intervals, each with the group its rows belong to on their own day and on the day restated to.
fn write_intervals(state: &State, practices: &[OdsCode], to: Date, path: &Path) -> Result<()> {
    let view = state.now();
    let mut text = String::from("practice,start,finish,as_was,as_is\n");
    for practice in practices {
        for membership in view.memberships(*practice) {
            if membership.tie != Tie::Commissioner {
                continue;
            }
            let start = membership.period.from().context("a membership without a beginning")?.latest();
            let finish = membership.period.to().map_or(Date::new(9999, 1, 1)?, terms::FuzzyDate::latest);
            let heirs = view.heirs(*practice, start, to, Weights::ListSize)?;
            let [(as_is, _)] = heirs.shares.as_slice() else { anyhow::bail!("{practice} is shared out") };
            writeln!(text, "{practice},{start},{finish},{},{as_is}", membership.parent)?;
        }
    }
    Ok(fs::write(path, text)?)
}

/// Compares every sum.
fn check(ours: &Regrouped, months: &[Date], answer: &Path) -> Result<()> {
    let mut theirs = vec![0i64; ours.sums.len()];
    for line in fs::read_to_string(answer)?.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let [group, month, measure, total] = cells.as_slice() else { anyhow::bail!("DuckDB wrote `{line}`") };
        let group = ours.groups.binary_search(&group.parse()?).ok().context("DuckDB has a group of its own")?;
        let month = months.binary_search(&month.parse()?).ok().context("DuckDB has a month of its own")?;
        let at = (month * ours.groups.len() + group) * ours.n_measures + measure.parse::<usize>()?;
        *theirs.get_mut(at).context("DuckDB has a measure of its own")? = total.parse()?;
    }
    ensure!(theirs == ours.sums, "DuckDB's sums differ from ours");
    // Days are checked too: a month that Parquet counts otherwise would have been dropped by the join.
    ensure!(days(Date::new(1970, 1, 2)?)? == 1, "days are counted from 1970");
    Ok(())
}
