//! A register and a series made up by a fixed rule: the same on every run and every machine.

use anyhow::{Context, Result};
use register::{Act, BodyKind, BodyRef, Event, Fact, FileHash, Released, Series, State, Tie, apply, decide};
use std::collections::HashMap;
use terms::{Date, FuzzyDate, OdsCode, Period, Sequence};

/// Numbers without end that only look like chance (splitmix64).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// One recorded entry.
pub(super) struct Entry {
    pub(super) sequence: Sequence,
    pub(super) events: Vec<Event>,
}

/// A journal in memory: entries and the fact files they name.
#[derive(Default)]
pub(super) struct Record {
    pub(super) entries: Vec<Entry>,
    pub(super) files: HashMap<FileHash, Vec<u8>>,
}

impl Record {
    /// Decides and applies an act, and keeps what it wrote.
    pub(super) fn act(&mut self, state: &mut State, act: &Act) -> Result<()> {
        let outcome = decide(state, act)?;
        if let Some(bytes) = outcome.fact_file {
            self.files.insert(FileHash::of(&bytes), bytes);
        }
        let sequence = Sequence(state.sequence().0 + 1);
        apply(state, sequence, &outcome.events, |hash| self.files.get(&hash).cloned())?;
        self.entries.push(Entry { sequence, events: outcome.events });
        Ok(())
    }

    /// Makes the state again from what was kept.
    pub(super) fn replay(&self) -> Result<State> {
        let mut state = State::new();
        for entry in &self.entries {
            apply(&mut state, entry.sequence, &entry.events, |hash| self.files.get(&hash).cloned())?;
        }
        Ok(state)
    }
}

pub(super) fn import(series: Series, released: &str, facts: Vec<Fact>) -> Result<Act> {
    let name = format!("{series}_{released}.csv");
    Ok(Act::TakeImport {
        series,
        released: Released(released.parse()?),
        source_hash: FileHash::of(name.as_bytes()),
        source_name: name,
        rows: facts.len() as u64,
        facts,
    })
}

pub(super) fn practice(number: usize) -> Result<OdsCode> {
    Ok(format!("K{number:05}").parse()?)
}

pub(super) fn commissioner(number: u64) -> Result<OdsCode> {
    Ok(format!("{:02}{}", number % 100, char::from(b'A' + (number / 100 % 26) as u8)).parse()?)
}

/// The first day of so many months from April 2013.
pub(super) fn month(number: usize) -> Result<Date> {
    let months = 3 + number;
    let (year, month) = (2013 + months / 12, months % 12 + 1);
    Date::new(year as i16, month as i8, 1).context("no such month")
}

/// Commissioners of each era, and the practices' memberships: 200 commissioners in April 2013; every two years pairs
/// merge, down to 100; one practice in ten moves to another commissioner in some month.
pub(super) fn memberships(practices: usize, months: usize) -> Result<(Record, State)> {
    let (mut record, mut state) = (Record::default(), State::new());
    let mut chance = Chance(1);
    let merges: Vec<(usize, u64)> = (1..=4).map(|era| (era * 24, 25)).collect();
    let mut ties = Vec::new();
    let mut steps = Vec::new();
    // The new body of each era takes the two it came from out of use.
    let mut heir: HashMap<u64, (u64, usize)> = HashMap::new();
    let mut fresh = 200;
    let mut open: Vec<u64> = (0..200).collect();
    for (at, pairs) in merges {
        for _ in 0..pairs {
            let one = open.swap_remove(chance.below(open.len() as u64) as usize);
            let two = open.swap_remove(chance.below(open.len() as u64) as usize);
            for old in [one, two] {
                heir.insert(old, (fresh, at));
                let (from, to, on) = (commissioner(old)?, commissioner(fresh)?, FuzzyDate::day(month(at)?));
                steps.push(Fact::Succeeded { from, to, on, cause: None, instrument: "".into() });
            }
            open.push(fresh);
            fresh += 1;
        }
    }
    let current = |mut body: u64, at: usize| {
        while let Some((next, on)) = heir.get(&body).filter(|(_, on)| *on <= at) {
            (body, _) = (*next, *on);
        }
        body
    };
    let mut kinds = Vec::new();
    for number in 0..practices {
        let child = practice(number)?;
        kinds.push(Fact::Acted { code: child, kind: BodyKind::Practice, period: Period::ALWAYS });
        let first = chance.below(200);
        let moves = (chance.below(10) == 0).then(|| (1 + chance.below(months as u64 - 1) as usize, chance.below(200)));
        let at = |month: usize| match moves {
            Some((moved, other)) if month >= moved => current(other, month),
            _ => current(first, month),
        };
        let mut from = 0;
        for end in 1..=months {
            if end < months && at(end) == at(from) {
                continue;
            }
            let last = if end < months { Some(month(end)?) } else { None };
            let period = Period::from_days(Some(month(from)?), last);
            let parent = BodyRef::Ods(commissioner(at(from))?);
            ties.push(Fact::Tied { child, tie: Tie::Commissioner, parent, period });
            from = end;
        }
    }
    record.act(&mut state, &import(Series::Succ, "2026-01", steps)?)?;
    record.act(&mut state, &import(Series::Epraccur, "2026-01", kinds)?)?;
    record.act(&mut state, &import(Series::Epcmem, "2026-01", ties)?)?;
    Ok((record, state))
}
