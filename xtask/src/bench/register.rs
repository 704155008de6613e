//! The state from fact files, and look-ups of who belonged to whom as it was known.

use super::generated::{Chance, Record, commissioner, import, practice};
use super::{RUNS, median, timed};
use anyhow::{Context, Result, ensure};
use register::{Act, Address, BodyKind, BodyRef, Fact, Life, Released, Series, State, Status, Tie};
use std::hint::black_box;
use std::time::Duration;
use terms::shared::Slice;
use terms::{Date, OdsCode, Period, Sequence};

const PRACTICES: usize = 16_000;
const LOOK_UPS: usize = 4_000_000;
const CORRECTIONS: u64 = 10;

pub(super) fn run() -> Result<()> {
    let (mut record, mut state) = (Record::default(), State::new());
    let mut n_facts = 0;
    for act in imports()? {
        if let Act::TakeImport { facts, .. } = &act {
            n_facts += facts.len();
        }
        record.act(&mut state, &act)?;
    }
    let lines: usize = record.files.values().map(|file| file.split(|byte| *byte == b'\n').count() - 1).sum();
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let (took, replayed) = timed(|| record.replay());
        ensure!(replayed?.n_facts() == state.n_facts(), "replay gives the same register");
        times.push(took);
    }
    println!("state from fact files, hash checks apart, each run: {times:.3?}");
    let time = median(times).as_secs_f64();
    println!(
        "median {time:.3} s for {lines} lines of {} fact files that state {n_facts} facts: {:.2} million lines/s, \
         {:.2} million facts/s",
        record.files.len(),
        lines as f64 / time / 1e6,
        n_facts as f64 / time / 1e6
    );
    look_up(&state, "as imported")?;
    let (took, corrected) = timed(|| correct(&mut record, &mut state));
    corrected?;
    println!("{} corrections taken one by one in {took:.2?}", CORRECTIONS * PRACTICES as u64);
    look_up(&state, "after ten corrections of every record")?;
    let (took, form) = timed(|| state.keep());
    let form = Slice::new(form);
    let (again, resumed) = timed(|| State::resume(&form));
    let resumed = resumed.context("the kept form reads")?;
    println!("kept in {took:.3?} ({:.1} MB), taken up in {again:.3?}", form.bytes().len() as f64 / 1e6);
    look_up(&resumed, "the same, kept and taken up again")
}

/// One release of memberships and six of a directory, of which each changes one row in twenty.
fn imports() -> Result<Vec<Act>> {
    let mut chance = Chance(3);
    let mut ties = Vec::new();
    let mut rows: Vec<(OdsCode, u64, u64)> = Vec::new();
    for number in 0..PRACTICES {
        let child = practice(number)?;
        let (first, second) = (chance.below(200), chance.below(200));
        for (parent, from, to) in [(first, (2013, 4), Some((2016, 10))), (second, (2016, 10), None)] {
            let day = |(year, month): (i16, i8)| Date::new(year, month, 1);
            let period = Period::from_days(Some(day(from)?), to.map(day).transpose()?);
            let parent = BodyRef::Ods(commissioner(parent)?);
            ties.push(Fact::Tied { child, tie: Tie::Commissioner, parent, period });
        }
        rows.push((child, second, 0));
    }
    let mut acts = vec![import(Series::Epcmem, "2019-10", ties)?];
    for released in ["2018-06", "2020-01", "2021-11", "2023-04", "2025-04", "2026-02"] {
        let mut facts = Vec::new();
        for (code, parent, changed) in &mut rows {
            if chance.below(20) == 0 {
                (*parent, *changed) = (chance.below(200), *changed + 1);
            }
            let (code, opened) = (*code, Period::from_days(Some(Date::new(1990, 4, 1)?), None));
            let lines = vec![format!("{changed} HIGH STREET").into(), "AYLESBURY".into()];
            let (tie, parent) = (Tie::Commissioner, BodyRef::Ods(commissioner(*parent)?));
            facts.extend([
                Fact::Lived { code, life: Life::Operational, period: opened },
                Fact::Acted { code, kind: BodyKind::Practice, period: Period::ALWAYS },
                Fact::Named { code, name: format!("THE {code} PRACTICE").into(), period: Period::ALWAYS },
                Fact::Addressed { code, address: Address { lines, postcode: "HP20 1UA".into() } },
                Fact::Stood { code, status: Status::Active },
                Fact::Tied { child: code, tie, parent, period: Period::ALWAYS },
            ]);
        }
        acts.push(import(Series::Epraccur, released, facts)?);
    }
    Ok(acts)
}

/// Moves every practice ten times, each time by an entry of its own.
fn correct(record: &mut Record, state: &mut State) -> Result<()> {
    let mut chance = Chance(4);
    for round in 0..CORRECTIONS {
        for number in 0..PRACTICES {
            let from = Date::new(2014 + round as i16, 1 + chance.below(12) as i8, 1 + chance.below(28) as i8)?;
            let parent = BodyRef::Ods(commissioner(chance.below(200))?);
            let period = Period::from_days(Some(from), None);
            let right = Fact::Tied { child: practice(number)?, tie: Tie::Commissioner, parent, period };
            let act = Act::Correct {
                wrong: None,
                right: Some(right),
                source: "a letter".to_owned(),
                reason: "it moved".to_owned(),
                released: Released("2026-03".parse()?),
            };
            record.act(state, &act)?;
        }
    }
    Ok(())
}

/// Asks for (code, day, known).
fn look_up(state: &State, what: &str) -> Result<()> {
    let mut chance = Chance(5);
    let first = Date::new(2013, 4, 1)?;
    let days: Vec<Date> = (0..4_600)
        .scan(first, |day, _| {
            let now = *day;
            *day = day.tomorrow().ok()?;
            Some(now)
        })
        .collect();
    let codes = (0..PRACTICES).map(practice).collect::<Result<Vec<_>>>()?;
    let last = state.sequence().0;
    let mut question = |code: usize| -> Result<(OdsCode, Date, Sequence)> {
        let day = days.get(chance.below(days.len() as u64) as usize).context("no day")?;
        Ok((*codes.get(code).context("no code")?, *day, Sequence(1 + chance.below(last))))
    };
    // Every practice in turn for some hundred days, as a series is restated; and any practice on any day.
    let in_turn = (0..LOOK_UPS).map(|at| question(at * PRACTICES / LOOK_UPS)).collect::<Result<Vec<_>>>()?;
    let mut other = Chance(6);
    let at_random =
        (0..LOOK_UPS).map(|_| question(other.below(PRACTICES as u64) as usize)).collect::<Result<Vec<_>>>()?;
    for (order, questions) in [("practice by practice", in_turn), ("at random", at_random)] {
        for threads in [1, std::thread::available_parallelism()?.get()] {
            let times = (0..RUNS).map(|_| ask(state, &questions, threads)).collect::<Result<Vec<_>>>()?;
            println!(
                "as-of look-ups {what}, {order}, {threads} threads: {:.2} million/s (each run of {LOOK_UPS}: {times:.3?})",
                LOOK_UPS as f64 / median(times.clone()).as_secs_f64() / 1e6
            );
        }
    }
    Ok(())
}

/// Asks every question, shared between threads.
fn ask(state: &State, questions: &[(OdsCode, Date, Sequence)], threads: usize) -> Result<Duration> {
    let answer = |questions: &[(OdsCode, Date, Sequence)]| {
        let found = questions.iter().filter(|(code, day, known)| {
            black_box(state.view(*known).parent(*code, Tie::Commissioner, *day)).nominal().is_some()
        });
        found.count()
    };
    let (took, found) = timed(|| {
        std::thread::scope(|scope| {
            let working: Vec<_> = questions
                .chunks(questions.len().div_ceil(threads))
                .map(|part| scope.spawn(move || answer(part)))
                .collect();
            working.into_iter().filter_map(|thread| thread.join().ok()).sum::<usize>()
        })
    });
    ensure!(found > 0, "the practices belong to somebody");
    Ok(took)
}
