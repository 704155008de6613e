//! Laws of restating, on worlds made up for each case.

use super::{Long, Mapping, Mode, Regrouped, Restated, RestatedRow, Restatement, Restating, Row, Sums, Why, Wide};
use crate::fact::{BodyRef, Fact};
use crate::fact_file::FileHash;
use crate::heirs::{Unplaced, Weights};
use crate::kind::{BodyKind, Life, Tie};
use crate::source::{Released, Series};
use crate::state::State;
use crate::{Act, apply, decide};
use proptest::prelude::*;
use std::num::NonZero;
use terms::{Date, FuzzyDate, Heads, OdsCode, Period, Sequence};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn take(state: &mut State, series: Series, released: &str, facts: Vec<Fact>) {
    let act = Act::TakeImport {
        series,
        released: Released(released.parse().unwrap()),
        source_name: format!("{series}_{released}.csv"),
        source_hash: FileHash::of(format!("{series}{released}").as_bytes()),
        rows: facts.len() as u64,
        facts,
    };
    let outcome = decide(state, &act).unwrap();
    let next = Sequence(state.sequence().0 + 1);
    apply(state, next, &outcome.events, |_| outcome.fact_file.clone()).unwrap();
}

fn lived(code: &str, from: &str, to: Option<&str>) -> [Fact; 2] {
    let code = code.parse().unwrap();
    let period = Period::from_days(Some(day(from)), to.map(day));
    [
        Fact::Lived { code, life: Life::Legal, period },
        Fact::Acted { code, kind: BodyKind::CommissioningGroup, period: Period::ALWAYS },
    ]
}

fn succeeded(from: &str, to: &str, on: &str) -> Fact {
    let on: FuzzyDate = on.parse().unwrap();
    Fact::Succeeded { from: code(from), to: code(to), on, cause: None, instrument: "".into() }
}

fn tied(child: OdsCode, parent: OdsCode, from: &str, to: Option<&str>) -> Fact {
    let period = Period::from_days(Some(day(from)), to.map(day));
    Fact::Tied { child, tie: Tie::Commissioner, parent: BodyRef::Ods(parent), period }
}

fn practice(number: usize) -> OdsCode {
    code(&format!("K{number:05}"))
}

/// Where a practice went in 2018 and how many patients it has.
type Went = (u8, u64);

/// Four commissioners to 2018. `01A` and `01B` merge into `02A`; `01C` is split between `02A` and `02C`; `01D` goes on.
/// Practices of `01C` go either way; a practice may close in 2018 with its commissioner.
fn world(practices: &[Went]) -> State {
    let mut state = State::new();
    let commissioners = ["01A", "01B", "01C"].map(|old| lived(old, "2013-04-01", Some("2018-04-01")));
    let others = [lived("01D", "2013-04-01", None), lived("02A", "2018-04-01", None), lived("02C", "2018-04-01", None)];
    take(&mut state, Series::Eccg, "2019-01", commissioners.into_iter().chain(others).flatten().collect());
    let steps = [("01A", "02A"), ("01B", "02A"), ("01C", "02A"), ("01C", "02C")];
    let steps = steps.map(|(from, to)| succeeded(from, to, "2018-04-01")).to_vec();
    take(&mut state, Series::Succ, "2019-01", steps);
    let (mut kinds, mut ties, mut lists) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (went, heads)) in practices.iter().enumerate() {
        let practice = practice(number);
        kinds.push(Fact::Acted { code: practice, kind: BodyKind::Practice, period: Period::ALWAYS });
        lists.push(Fact::Listed { code: practice, on: day("2017-01-01"), heads: Heads(*heads) });
        let (old, new) = match went % 6 {
            0 => ("01A", Some("02A")),
            1 => ("01B", Some("02A")),
            2 => ("01C", Some("02A")),
            3 => ("01C", Some("02C")),
            4 => ("01C", None),
            _ => ("01D", Some("01D")),
        };
        if old == "01D" {
            ties.push(tied(practice, code("01D"), "2013-04-01", None));
        } else {
            ties.push(tied(practice, code(old), "2013-04-01", Some("2018-04-01")));
            ties.extend(new.map(|new| tied(practice, code(new), "2018-04-01", None)));
        }
    }
    take(&mut state, Series::Epraccur, "2019-01", kinds);
    take(&mut state, Series::ListSizes, "2017-01", lists);
    take(&mut state, Series::Epcmem, "2019-10", ties);
    state
}

fn onto(to: &str) -> Restatement {
    Restatement { to: day(to), mode: Mode::AsIs, by: Weights::ListSize }
}

/// A row as the tests write it: code, day, key, value.
type Line = (String, String, String, String);

fn restate(state: &State, how: Restatement, lines: &[Line]) -> Restated {
    let mut restating = Restating::new(state.now(), how, ["n".to_owned()]);
    for (number, (code, on, key, value)) in lines.iter().enumerate() {
        let row = Row { code, on: on.parse().ok(), line: number as u64 + 2 };
        restating.row(row, [key.as_str()], [value.as_str()]).unwrap();
    }
    restating.finish().unwrap()
}

fn line(code: &str, on: &str, key: &str, value: &str) -> Line {
    (code.into(), on.into(), key.into(), value.into())
}

fn shown(row: &RestatedRow<'_>) -> String {
    let value = row.values[0].map_or_else(|| "blank".to_owned(), |value| value.to_string());
    let counted = row.counted.iter().fold(String::new(), |text, counting| format!("{text} by {counting}"));
    let unsure = if row.uncertain { " uncertain" } else { "" };
    format!("{} {} {value} {}{counted}{unsure}", row.code, row.keys.join(" "), row.how)
}

#[test]
fn practices_pass_with_their_own_membership_and_commissioners_are_shared_out() {
    let state = world(&[(0, 10), (1, 20), (2, 100), (3, 200), (5, 7)]);
    let lines = [
        line("K00000", "2017-01-01", "x", "1.5"),
        line("K00003", "2017-01-01", "x", "2"),
        line("01C", "2017-01-01", "x", "10"),
        line("01C", "2017-01-01", "y", "*"),
        line("01D", "2017-01-01", "y", ""),
        line("01B", "2017-01-01", "y", "4"),
    ];
    let restated = restate(&state, onto("2019-01-01"), &lines);
    let rows: Vec<String> = restated.rows().map(|row| shown(&row)).collect();
    assert_eq!(
        rows,
        [
            "01D y blank direct",
            "02A x 4.8 apportioned by registered patients on 2017-01-01",
            "02A y 4.0 apportioned by registered patients on 2017-01-01",
            "02C x 8.7 apportioned by registered patients on 2017-01-01",
            "02C y blank apportioned by registered patients on 2017-01-01",
        ]
    );
    let total = &restated.totals[0];
    assert_eq!((total.read.to_string().as_str(), total.n_numbers, total.n_blank), ("17.5", 4, 1));
    assert_eq!((total.not_numbers[0].text.as_str(), total.not_numbers[0].first_line), ("*", 5));
    let crossed: Vec<String> =
        restated.crossed.iter().map(|link| format!("{} {} {}", link.on, link.from, link.to)).collect();
    assert_eq!(crossed, ["2018-04-01 01A 02A", "2018-04-01 01B 02A", "2018-04-01 01C 02A", "2018-04-01 01C 02C"]);
}

#[test]
fn as_was_leaves_commissioners_and_groups_practices_by_their_own_day() {
    let state = world(&[(0, 10)]);
    let lines = [
        line("K00000", "2017-01-01", "x", "1"),
        line("K00000", "2019-01-01", "x", "2"),
        line("01B", "2019-01-01", "x", "4"),
    ];
    let restated = restate(&state, Restatement { mode: Mode::AsWas, ..onto("2013-04-01") }, &lines);
    let rows: Vec<String> = restated.rows().map(|row| shown(&row)).collect();
    assert_eq!(rows, ["01A x 1 direct", "01B x 4 direct", "02A x 2 direct"]);
}

#[test]
fn what_has_no_place_is_listed_with_its_reason_and_total() {
    let state = world(&[(0, 10)]);
    let lines = [
        line("V81999", "2017-01-01", "x", "1"),
        line("&", "2017-01-01", "x", "2"),
        line("V81999", "2017-01-01", "x", "4"),
        line("01A", "soon", "x", "8"),
    ];
    let restated = restate(&state, onto("2019-01-01"), &lines);
    assert_eq!(restated.rows().len(), 0);
    let lost: Vec<_> = restated
        .unplaced()
        .map(|row| (row.code.to_owned(), row.values[0].map(|value| value.units), row.n_rows, row.why.clone()))
        .collect();
    assert_eq!(lost[0].0, "&");
    assert_eq!(lost[1], ("01A".to_owned(), Some(8), 1, Why::NoDay));
    assert_eq!(lost[2], ("V81999".to_owned(), Some(5), 2, Why::Register(Unplaced::Unknown)));
    assert_eq!(restated.unplaced_codes()["V81999"].0, 2);
    assert_eq!(restated.totals[0].unplaced.units, 15);
}

#[test]
fn a_membership_inside_an_uncertain_change_is_marked() {
    let mut state = world(&[(0, 10)]);
    let practice = practice(0);
    let act = Act::Correct {
        wrong: None,
        right: Some(Fact::Tied {
            child: practice,
            tie: Tie::Commissioner,
            parent: BodyRef::Ods(code("01D")),
            period: Period::new(Some("2020".parse().unwrap()), None).unwrap(),
        }),
        source: "A letter".into(),
        reason: "It moved some time in 2020".into(),
        released: Released("2021".parse().unwrap()),
    };
    let outcome = decide(&state, &act).unwrap();
    let next = Sequence(state.sequence().0 + 1);
    apply(&mut state, next, &outcome.events, |_| None).unwrap();
    let lines = [line("K00000", "2019-01-01", "x", "1")];
    let on = |to| restate(&state, onto(to), &lines).rows().map(|row| shown(&row)).collect::<Vec<_>>();
    assert_eq!(on("2020-06-01"), ["02A x 1 direct uncertain"]);
    assert_eq!(on("2021-01-01"), ["01D x 1 direct"]);
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let codes = prop_oneof![
        (0usize..12).prop_map(|number| practice(number).to_string()),
        prop::sample::select(vec!["01A", "01B", "01C", "01D", "02A", "02C", "ZZZ", "&", ""]).prop_map(str::to_owned),
    ];
    let days = prop::sample::select(vec!["2016-05-01", "2017-01-01", "2018-03-31", "2018-04-01", "2019-06-01", "?"]);
    let values = prop_oneof![
        8 => (-10_000i64..1_000_000, 0u32..4).prop_map(|(units, places)| {
            super::Decimal { units: i128::from(units), places }.to_string()
        }),
        1 => Just("*".to_owned()),
        1 => Just(String::new()),
    ];
    let line = (codes, days.prop_map(str::to_owned), prop::sample::select(vec!["x", "y"]), values)
        .prop_map(|(code, on, key, value)| (code, on, key.to_owned(), value));
    prop::collection::vec(line, 0..60)
}

fn practices() -> impl Strategy<Value = Vec<Went>> {
    prop::collection::vec((0u8..6, 0u64..20_000), 12..13)
}

/// The sum of every number that the lines hold, in thousandths.
fn thousandths(lines: &[Line]) -> i128 {
    let number = |line: &Line| super::Decimal::read(&line.3).ok();
    lines.iter().filter_map(number).map(|read| read.units * 10i128.pow(3 - read.places)).sum()
}

fn at_three_places(decimal: super::Decimal) -> i128 {
    decimal.units * 10i128.pow(3 - decimal.places)
}

proptest! {
    #[test]
    fn nothing_is_lost(practices in practices(), lines in lines(), to in prop::sample::select(vec!["2014-01-01", "2018-04-01", "2024-01-01"])) {
        let state = world(&practices);
        for how in [onto(to), Restatement { mode: Mode::AsWas, ..onto(to) }] {
            let restated = restate(&state, how, &lines);
            let total = &restated.totals[0];
            prop_assert_eq!(at_three_places(total.read), thousandths(&lines));
            let rows: i128 = restated.rows().filter_map(|row| row.values[0]).map(at_three_places).sum();
            let lost: i128 = restated.unplaced().filter_map(|row| row.values[0]).map(at_three_places).sum();
            prop_assert_eq!(rows, at_three_places(total.placed));
            prop_assert_eq!(rows + lost, thousandths(&lines));
            let cells = total.n_numbers + total.n_blank + total.not_numbers.iter().map(|text| text.n_rows).sum::<u64>();
            prop_assert_eq!(cells, lines.len() as u64);
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(practices in practices(), lines in lines(), seed in any::<u64>()) {
        let state = world(&practices);
        let mut shuffled = lines.clone();
        // Any permutation will do; this one depends on the seed.
        shuffled.sort_by_key(|line| FileHash::of(format!("{seed}{line:?}").as_bytes()));
        let answer = |lines: &[Line]| {
            let restated = restate(&state, onto("2024-01-01"), lines);
            let rows: Vec<String> = restated.rows().map(|row| shown(&row)).collect();
            let lost: Vec<String> = restated.unplaced()
                .map(|row| format!("{} {:?} {:?} {:?} {} {}", row.code, row.on, row.keys, row.values, row.why, row.n_rows))
                .collect();
            (rows, lost, restated.totals[0].read, restated.crossed)
        };
        prop_assert_eq!(answer(&lines), answer(&shuffled));
    }

    #[test]
    fn there_and_back_again_conserves(practices in practices(), lines in lines()) {
        let state = world(&practices);
        let forward = restate(&state, onto("2024-01-01"), &lines);
        let there: Vec<Line> = forward.rows()
            .map(|row| (row.code.to_string(), "2024-01-01".to_owned(), row.keys.join(""),
                        row.values[0].map_or_else(String::new, |value| value.to_string())))
            .collect();
        let back = restate(&state, onto("2014-01-01"), &there);
        prop_assert_eq!(at_three_places(back.totals[0].read), at_three_places(forward.totals[0].placed));
        let total = &back.totals[0];
        prop_assert_eq!(at_three_places(total.placed) + at_three_places(total.unplaced), at_three_places(total.read));
    }

    /// The fast path against the careful one, on any number of threads and in both layouts.
    #[test]
    fn regrouping_agrees_with_restating(
        went in practices(),
        values in prop::collection::vec(-50i64..5_000, 12 * 4 * 2),
        mode in prop::sample::select(vec![Mode::AsIs, Mode::AsWas]),
        to in prop::sample::select(vec!["2014-01-01", "2018-04-01", "2024-01-01"]),
    ) {
        let state = world(&went);
        let months = ["2016-05-01", "2018-03-01", "2018-04-01", "2019-06-01"].map(day);
        let mut codes: Vec<OdsCode> = (0..11).map(practice).collect();
        codes.push(code("V81999"));
        let how = Restatement { mode, ..onto(to) };
        let mapping = Mapping::build(state.now(), how, &codes, &months);
        let mut rows: [Vec<u32>; 3] = Default::default();
        let mut careful = Restating::new(state.now(), how, ["n".to_owned()]);
        for (at, value) in values.iter().enumerate() {
            let (practice, month, measure) = (at / 8, at / 2 % 4, at % 2);
            rows[0].push(practice as u32);
            rows[1].push(month as u32);
            rows[2].push(measure as u32);
            let row = Row { code: codes[practice].as_str(), on: Some(months[month]), line: 0 };
            let (month, measure, value) = (month.to_string(), measure.to_string(), value.to_string());
            careful.row(row, [month.as_str(), measure.as_str()], [value.as_str()]).unwrap();
        }
        let long = Long { practice: &rows[0], month: &rows[1], measure: &rows[2], value: &values };
        let one = Regrouped::of_long(&mapping, 2, long, NonZero::new(1).unwrap()).unwrap();
        for threads in 2..5 {
            prop_assert_eq!(&Regrouped::of_long(&mapping, 2, long, NonZero::new(threads).unwrap()).unwrap(), &one);
        }
        let pick = |measure: usize| values.iter().copied().skip(measure).step_by(2).collect::<Vec<i64>>();
        let (first, second) = (pick(0), pick(1));
        let every = |column: &[u32]| column.iter().copied().step_by(2).collect::<Vec<u32>>();
        let wide = Wide { practice: &every(&rows[0]), month: &every(&rows[1]), measures: &[&first, &second] };
        let mut sums = Sums::new(&mapping, 2);
        sums.add_wide(&mapping, wide).unwrap();
        prop_assert_eq!(&sums.finish(&mapping).unwrap(), &one);

        let careful = careful.finish().unwrap();
        let mut expected = vec![0i64; one.sums.len()];
        for row in careful.rows() {
            let group = one.groups.binary_search(&row.code).unwrap();
            let (month, measure): (usize, usize) = (row.keys[0].parse().unwrap(), row.keys[1].parse().unwrap());
            expected[(month * one.groups.len() + group) * 2 + measure] = row.values[0].unwrap().units as i64;
        }
        prop_assert_eq!(&one.sums, &expected);
        prop_assert_eq!(i128::from(one.unplaced.iter().sum::<i64>()), careful.totals[0].unplaced.units);
    }
}
