//! Measures the coverage proof (`cargo xtask bench coverage`): 1,000 services × 200 populations × 10 years, with a mandate per population and year on the
//! root, and one line in five with mandates of its own that change hands in the middle.

use mandate::{Event, Level, Line, Mandate, Population, State, apply, coverage};
use std::error::Error;
use std::time::{Duration, Instant};
use terms::{Date, OdsCode, Period, Sequence};

const LINES: usize = 1_000;
const POPULATIONS: usize = 200;
const YEARS: i16 = 10;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let people: Vec<Population> = (0..POPULATIONS)
        .map(|n| Ok(Population::registered(format!("C{n:03}").parse()?)))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let (from, to) = (Date::new(2013, 4, 1)?, Date::new(2013 + YEARS, 4, 1)?);
    let mut events = vec![line("root", None)?];
    let mut codes = Vec::new();
    for n in 0..LINES {
        // A tree three deep: ten groups under the root, the rest under those.
        let parent = if n < 10 { "root".to_owned() } else { format!("line-{}", n % 10) };
        codes.push(format!("line-{n}").parse()?);
        events.push(line(&format!("line-{n}"), Some(&parent))?);
    }
    for (n, population) in people.iter().enumerate() {
        for year in 0..YEARS {
            let (from, to) = (Date::new(2013 + year, 4, 1)?, Date::new(2014 + year, 4, 1)?);
            events.push(given(&format!("root-{n}-{year}"), "root", vec![*population], (from, to))?);
        }
    }
    let middle = Date::new(2018, 7, 15)?;
    for n in (0..LINES).step_by(5) {
        events.push(given(&format!("first-{n}"), &format!("line-{n}"), people.clone(), (from, middle))?);
        events.push(given(&format!("second-{n}"), &format!("line-{n}"), people.clone(), (middle, to))?);
    }
    let mut state = State::default();
    for (number, chunk) in (1..).zip(events.chunks(1_000)) {
        apply(&mut state, Sequence(number), chunk, &|_| None)?;
    }
    let mut taken_in = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let mut state = state.clone();
        let began = Instant::now();
        for number in 0..1_000_u64 {
            let event = line(&format!("late-{number}"), Some("root"))?;
            let next = Sequence(state.sequence().0 + 1);
            apply(&mut state, next, &[event], &|_| None)?;
        }
        taken_in.push(began.elapsed());
    }
    println!("1,000 entries of one event each taken in: {}", told(taken_in));
    let mut proved = Vec::with_capacity(RUNS);
    let mut flaws = 0;
    for _ in 0..RUNS {
        let began = Instant::now();
        let checked = coverage::check(state.now(), &codes, &people, (from, to));
        proved.push(began.elapsed());
        flaws = checked.flaws.len();
    }
    println!(
        "{LINES} services × {POPULATIONS} populations × {YEARS} years, {} mandates: {flaws} flaws in {}",
        state.now().mandates().count(),
        told(proved)
    );
    Ok(())
}

/// The median and the slowest of the runs.
fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default().as_millis();
    format!("{} ms (median of {RUNS}; slowest {} ms)", at(RUNS / 2), at(RUNS - 1))
}

fn line(code: &str, parent: Option<&str>) -> Result<Event, Box<dyn Error>> {
    let parent = parent.map(str::parse).transpose()?;
    Ok(Event::LineEntered { line: Line { code: code.parse()?, name: code.to_owned(), parent, period: Period::ALWAYS } })
}

fn given(
    id: &str,
    line: &str,
    populations: Vec<Population>,
    (from, to): (Date, Date),
) -> Result<Event, Box<dyn Error>> {
    let commissioners: Vec<OdsCode> = populations.iter().map(|held| held.body).take(1).collect();
    let mandate = Mandate {
        id: id.parse()?,
        line: line.parse()?,
        populations,
        level: Level::Place,
        commissioners,
        instrument: "act-2006".parse()?,
        period: Period::from_days(Some(from), Some(to)),
    };
    Ok(Event::MandateGiven { mandate, reason: None })
}
