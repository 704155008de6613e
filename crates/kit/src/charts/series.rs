//! Figures over time, as lines or bars, with the reorganisations they cross.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::scale::{Days, Figures};
use super::{Anchor, Chart, LINE, Shape, WIDTH, fitted, n, width_of};
use ask::day;
use ask::thousands;

/// What a series shows.
#[derive(Clone, Debug)]
pub struct Series {
    /// The start of the ids on the page.
    pub id: String,
    /// What it is of.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The unit of the figures, e.g. `registered patients`.
    pub unit: String,
    /// The lines, six at most: more cannot be told apart, and the rest are in the table.
    pub lines: Vec<SeriesLine>,
    /// The reorganisations crossed.
    pub marks: Vec<Mark>,
    /// How it is drawn.
    pub style: SeriesStyle,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesStyle {
    /// Lines from point to point.
    Lines,
    /// Bars from nought.
    Bars,
}

/// One line.
#[derive(Clone, Debug)]
pub struct SeriesLine {
    /// What it is of.
    pub name: String,
    /// Its points, in order of day.
    pub points: Vec<Point>,
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub on: Date,
    /// The figure.
    pub value: f64,
}

/// A reorganisation: figures before and after it are of different bodies.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its day.
    pub on: Date,
    /// What happened.
    pub label: String,
}

const MOST_LINES: usize = 6;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 210.0;
const TOP: f64 = 64.0;
const HEIGHT: f64 = 300.0;

impl Series {
    /// The series drawn.
    pub fn draw(&self) -> Chart {
        let lines = self.lines.get(..MOST_LINES).unwrap_or(&self.lines);
        let points = || lines.iter().flat_map(|line| &line.points);
        let (from, to) = (points().map(|point| point.on).min(), points().map(|point| point.on).max());
        let (Some(from), Some(to)) = (from, to) else {
            let words = Shape::text(0.0, 20.0, Anchor::Start, "fp-chart__label", "There are no figures to draw.");
            return Chart::drawn(&self.id, &self.title, &self.description, 30.0, vec![words]);
        };
        let bottom = TOP + HEIGHT;
        let right = WIDTH - RIGHT;
        let most = points().map(|point| point.value).fold(0.0, f64::max);
        let figures = Figures::new(most, bottom, HEIGHT);
        // Bars are as wide as their day allows, and the first and last stand wholly inside.
        let margin = if self.style == SeriesStyle::Bars { 24.0 } else { 0.0 };
        let days = Days::new(from, to, LEFT + margin, right - LEFT - 2.0 * margin);
        let mut shapes = vec![Shape::text(0.0, 16.0, Anchor::Start, "fp-chart__heading", fitted(&self.unit, WIDTH))];
        for mark in figures.marks() {
            let y = figures.place(mark);
            shapes.push(Shape::Line { x1: LEFT, y1: y, x2: right, y2: y, class: "fp-chart__grid" });
            let places = if figures.step < 1.0 { (-figures.step.log10().floor()).min(4.0) as usize } else { 0 };
            shapes.push(Shape::text(
                LEFT - 8.0,
                y + 5.0,
                Anchor::End,
                "fp-chart__tick",
                thousands(&format!("{mark:.places$}")),
            ));
        }
        for (x, year) in days.years(to, 52.0) {
            shapes.push(Shape::Line { x1: x, y1: bottom, x2: x, y2: bottom + 5.0, class: "fp-chart__axis" });
            shapes.push(Shape::text(x, bottom + LINE + 4.0, Anchor::Middle, "fp-chart__tick", year));
        }
        shapes.push(Shape::Line { x1: LEFT, y1: bottom, x2: right, y2: bottom, class: "fp-chart__axis" });
        let key_bottom = self.draw_marks(&days, (from, to), bottom, &mut shapes);
        match self.style {
            SeriesStyle::Lines => draw_lines(lines, &days, &figures, &mut shapes),
            SeriesStyle::Bars => draw_bars(lines, &days, &figures, bottom, &mut shapes),
        }
        draw_names(lines, &figures, &mut shapes);
        Chart::drawn(&self.id, &self.title, &self.description, key_bottom + 8.0, shapes)
    }

    /// A letter over a broken line for each reorganisation, and what happened under the chart.
    fn draw_marks(&self, days: &Days, (from, to): (Date, Date), bottom: f64, shapes: &mut Vec<Shape>) -> f64 {
        let mut y = bottom + LINE + 12.0;
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|mark| mark.on >= from && mark.on <= to).collect();
        marks.sort_by_key(|mark| mark.on);
        // Letters too near one another stand on two rows.
        let mut last = [f64::NEG_INFINITY; 2];
        for (mark, letter) in marks.iter().zip('A'..='Z') {
            let x = days.place(mark.on);
            shapes.push(Shape::Line { x1: x, y1: TOP - 8.0, x2: x, y2: bottom, class: "fp-chart__mark" });
            let free = last.iter_mut().zip([TOP - 14.0, TOP - 32.0]).find(|(last, _)| x - **last >= LETTER_ROOM);
            if let Some((last, row)) = free {
                *last = x;
                shapes.push(Shape::text(x, row, Anchor::Middle, "fp-chart__mark-letter", letter.to_string()));
            }
            y += LINE + 2.0;
            let words = format!("{letter}: {}, {}", day(mark.on), mark.label);
            shapes.push(Shape::text(0.0, y, Anchor::Start, "fp-chart__label", fitted(&words, WIDTH)));
        }
        y
    }
}

const LETTER_ROOM: f64 = 14.0;

fn draw_lines(lines: &[SeriesLine], days: &Days, figures: &Figures, shapes: &mut Vec<Shape>) {
    for (line, number) in lines.iter().zip(1_u32..) {
        let mut d = String::new();
        for (point, index) in line.points.iter().zip(0_usize..) {
            d.push(if index == 0 { 'M' } else { 'L' });
            let _ = write!(d, "{} {}", n(&days.place(point.on)), n(&figures.place(point.value)));
        }
        shapes.push(Shape::Path {
            d,
            class: format!("fp-chart__line fp-chart__line--{number}"),
            title: line.name.clone(),
        });
    }
}

fn draw_bars(lines: &[SeriesLine], days: &Days, figures: &Figures, bottom: f64, shapes: &mut Vec<Shape>) {
    let mut places: Vec<f64> = lines.iter().flat_map(|line| &line.points).map(|point| days.place(point.on)).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let nearest = places.iter().zip(places.iter().skip(1)).map(|(a, b)| b - a).fold(48.0, f64::min);
    let width = (nearest * 0.8 / lines.len().max(1) as f64).max(1.0);
    for (line, number) in lines.iter().zip(1_u32..) {
        for point in &line.points {
            let x = days.place(point.on) - width * lines.len() as f64 / 2.0 + width * f64::from(number - 1);
            let y = figures.place(point.value);
            let title = format!("{}, {}: {}", line.name, day(point.on), thousands(&format!("{}", point.value)));
            let class = format!("fp-chart__column fp-chart__column--{number}");
            shapes.push(Shape::Rect { x, y, width, height: bottom - y, class, title });
        }
    }
}

/// The name of each line at its end, moved down where two would meet.
fn draw_names(lines: &[SeriesLine], figures: &Figures, shapes: &mut Vec<Shape>) {
    let mut names: Vec<(f64, u32, &str)> = lines
        .iter()
        .zip(1_u32..)
        .filter_map(|(line, number)| {
            line.points.last().map(|point| (figures.place(point.value), number, line.name.as_str()))
        })
        .collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    // From the top down each name makes room below it; if they run out of room, the whole column moves up.
    let mut y = f64::NEG_INFINITY;
    for name in &mut names {
        name.0 = name.0.max(y);
        y = name.0 + LINE + 2.0;
    }
    let over = names.last().map_or(0.0, |last| (last.0 - (TOP + HEIGHT)).max(0.0));
    let x = WIDTH - RIGHT + 10.0;
    for (y, number, name) in names {
        let y = y - over;
        let class = format!("fp-chart__key fp-chart__key--{number}");
        shapes.push(Shape::Rect { x, y: y - 6.0, width: 12.0, height: 12.0, class, title: String::new() });
        let room = RIGHT - 30.0;
        debug_assert!(width_of(&fitted(name, room)) <= room + 1.0, "a name fits its room");
        shapes.push(Shape::text(x + 18.0, y + 5.0, Anchor::Start, "fp-chart__label", fitted(name, room)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::is_legible;
    use super::*;

    fn line(name: &str, first: f64) -> SeriesLine {
        let point = |n: i16| Point { on: Date::constant(2013 + n, 4, 1), value: first + f64::from(n) * 4_000.0 };
        SeriesLine { name: name.to_owned(), points: (0..13).map(point).collect() }
    }

    fn series() -> Series {
        Series {
            id: "patients".to_owned(),
            title: "Registered patients".to_owned(),
            description: "Both rise slowly from 2013 to 2025.".to_owned(),
            unit: "Registered patients".to_owned(),
            lines: vec![line("NHS Oxfordshire", 700_000.0), line("NHS Buckinghamshire", 520_000.0)],
            marks: vec![
                Mark { on: Date::constant(2018, 4, 1), label: "10Y and 10H merged into 14Y".to_owned() },
                Mark { on: Date::constant(2022, 7, 1), label: "commissioners became sub-ICB locations".to_owned() },
            ],
            style: SeriesStyle::Lines,
        }
    }

    #[test]
    fn lines_with_the_reorganisations_they_cross() {
        let chart = series().draw();
        is_legible(&chart);
        insta::assert_snapshot!(chart.svg());
    }

    #[test]
    fn bars() {
        let chart = Series { style: SeriesStyle::Bars, ..series() }.draw();
        is_legible(&chart);
        insta::assert_snapshot!(chart.svg());
    }

    #[test]
    fn crowded_lines_and_marks_stay_legible() {
        let lines = (0..9).map(|n| line(&format!("A commissioner with a long name {n}"), 500_000.0 + f64::from(n)));
        let marks = (0..12_i8).map(|n| Mark { on: Date::constant(2018, 1 + n % 12, 1), label: "merged".repeat(40) });
        is_legible(&Series { lines: lines.collect(), marks: marks.collect(), ..series() }.draw());
        is_legible(&Series { lines: Vec::new(), ..series() }.draw());
        let one =
            SeriesLine { name: "One".to_owned(), points: vec![Point { on: Date::constant(2020, 1, 1), value: 0.0 }] };
        is_legible(&Series { lines: vec![one], ..series() }.draw());
    }
}
