//! A year so far and the ways in which it may go on, as a fan that opens at the last figure known.

use std::fmt::Write as _;

use super::{Anchor, Chart, LINE, Shape, WIDTH, fitted, n};
use ask::thousands;

/// What a fan shows. The figures are those after each step, the first of them before any.
#[derive(Clone, Debug)]
pub struct Fan {
    /// The start of the ids on the page.
    pub id: String,
    /// What it is of.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The unit of the figures, e.g. `£ million`.
    pub unit: String,
    /// What each step is called, in a few letters.
    pub steps: Vec<String>,
    /// What was planned, step by step.
    pub planned: Vec<f64>,
    /// What is known, as far as it goes.
    pub known: Vec<f64>,
    /// Where each way leads at the last step, five at most.
    pub ways: Vec<FanEnd>,
    /// What they are held against.
    pub target: FanEnd,
}

/// A figure at the last step, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct FanEnd {
    /// What it is.
    pub name: String,
    /// The figure.
    pub value: f64,
}

const MOST_WAYS: usize = 5;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 44.0;
const HEIGHT: f64 = 320.0;

/// Figures up and down a line, nought among them.
struct Scale {
    least: f64,
    most: f64,
    step: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = values
            .filter(|value| value.is_finite())
            .fold((0.0_f64, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
        let spread = if most > least { most - least } else { 1.0 };
        let rough = spread / 6.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0].into_iter().map(|times| times * power).find(|step| *step >= rough);
        let step = step.unwrap_or(power * 10.0);
        let (least, most) = ((least / step).floor() * step, (most / step).ceil() * step);
        Self { least, most: if most > least { most } else { least + step }, step }
    }

    fn place(&self, value: f64) -> f64 {
        TOP + (self.most - value) / (self.most - self.least) * HEIGHT
    }

    fn marks(&self) -> Vec<f64> {
        let n_marks = ((self.most - self.least) / self.step).round() as u32;
        (0..=n_marks).map(|index| self.least + f64::from(index) * self.step).collect()
    }

    fn words(&self, value: f64) -> String {
        let places = if self.step < 1.0 { (-self.step.log10().floor()).clamp(0.0, 4.0) as usize } else { 0 };
        let rounded = format!("{value:.places$}");
        // A nought that came out of two halves has a sign that says nothing.
        thousands(if rounded.trim_start_matches(['-', '0', '.']).is_empty() { "0" } else { &rounded })
    }
}

impl Fan {
    /// The fan drawn.
    pub fn draw(&self) -> Chart {
        let ways = self.ways.get(..MOST_WAYS).unwrap_or(&self.ways);
        let ends = ways.iter().chain([&self.target]).map(|end| end.value);
        let scale = Scale::of(self.planned.iter().chain(&self.known).copied().chain(ends));
        let right = WIDTH - RIGHT;
        let n_steps = self.steps.len().max(1);
        let across = |index: usize| LEFT + (right - LEFT) * index.min(n_steps) as f64 / n_steps as f64;
        let bottom = TOP + HEIGHT;
        let mut shapes = vec![Shape::text(0.0, 16.0, Anchor::Start, "fp-chart__heading", fitted(&self.unit, WIDTH))];
        for mark in scale.marks() {
            let y = scale.place(mark);
            shapes.push(Shape::Line { x1: LEFT, y1: y, x2: right, y2: y, class: "fp-chart__grid" });
            shapes.push(Shape::text(LEFT - 8.0, y + 5.0, Anchor::End, "fp-chart__tick", scale.words(mark)));
        }
        let nought = scale.place(0.0);
        shapes.push(Shape::Line { x1: LEFT, y1: nought, x2: right, y2: nought, class: "fp-chart__axis" });
        for (name, index) in self.steps.iter().zip(1_usize..) {
            shapes.push(Shape::text(across(index), bottom + LINE + 6.0, Anchor::Middle, "fp-chart__tick", name));
        }
        let y = scale.place(self.target.value);
        shapes.push(Shape::Line { x1: LEFT, y1: y, x2: right, y2: y, class: "fp-chart__mark" });
        let line = |values: &[f64]| {
            let mut d = String::new();
            for (value, index) in values.iter().zip(0_usize..) {
                d.push(if index == 0 { 'M' } else { 'L' });
                let _ = write!(d, "{} {}", n(&across(index)), n(&scale.place(*value)));
            }
            d
        };
        let path = |d: String, class: String, title: &str| Shape::Path { d, class, title: title.to_owned() };
        shapes.push(path(line(&self.planned), "fp-chart__link".to_owned(), "Plan"));
        if let (Some(last), Some(from)) = (self.known.last(), self.known.len().checked_sub(1)) {
            for (way, number) in ways.iter().zip(2_u32..) {
                let (x, y) = (across(from), scale.place(*last));
                let d = format!("M{} {}L{} {}", n(&x), n(&y), n(&right), n(&scale.place(way.value)));
                shapes.push(path(d, format!("fp-chart__line fp-chart__line--{number}"), &way.name));
            }
        }
        shapes.push(path(line(&self.known), "fp-chart__line fp-chart__line--1".to_owned(), "So far"));
        self.name(ways, &scale, &mut shapes);
        Chart::drawn(&self.id, &self.title, &self.description, bottom + 2.0 * LINE + 8.0, shapes)
    }

    /// Each end by its name and figure, moved down where two would meet, and the whole column up where it would run out.
    fn name(&self, ways: &[FanEnd], scale: &Scale, shapes: &mut Vec<Shape>) {
        let ways = ways.iter().zip(2_u32..).map(|(way, number)| (way, Some(number)));
        let mut names: Vec<(f64, &FanEnd, Option<u32>)> =
            ways.chain([(&self.target, None)]).map(|(end, number)| (scale.place(end.value), end, number)).collect();
        names.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut least = f64::NEG_INFINITY;
        for name in &mut names {
            name.0 = name.0.max(least);
            least = name.0 + LINE + 2.0;
        }
        let over = names.last().map_or(0.0, |last| (last.0 - (TOP + HEIGHT)).max(0.0));
        let x = WIDTH - RIGHT + 8.0;
        for (y, end, number) in names {
            let y = (y - over).max(12.0);
            match number {
                Some(number) => shapes.push(Shape::Rect {
                    x,
                    y: y - 5.0,
                    width: 10.0,
                    height: 10.0,
                    class: format!("fp-chart__key--{number}"),
                    title: String::new(),
                }),
                None => shapes.push(Shape::Line { x1: x, y1: y, x2: x + 10.0, y2: y, class: "fp-chart__mark" }),
            }
            let words = format!("{}: {}", end.name, thousands(&format!("{:.1}", end.value)));
            let room = RIGHT - 8.0 - 16.0;
            shapes.push(Shape::text(x + 16.0, y + 5.0, Anchor::Start, "fp-chart__label", fitted(&words, room)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;

    fn fan(ends: &[f64], known: &[f64]) -> Fan {
        let way = |(index, value): (usize, &f64)| FanEnd { name: format!("Way number {index}"), value: *value };
        Fan {
            id: "fan".to_owned(),
            title: "A year".to_owned(),
            description: "A year so far, and how it may end.".to_owned(),
            unit: "£ million".to_owned(),
            steps: ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
                .map(str::to_owned)
                .to_vec(),
            planned: (0..=12).map(|month| f64::from(month) * -6.4).collect(),
            known: known.to_vec(),
            ways: ends.iter().enumerate().map(way).collect(),
            target: FanEnd { name: "Control total".to_owned(), value: -77.3 },
        }
    }

    #[test]
    fn a_fan_is_legible_whatever_the_figures() {
        let known = [0.0, -12.0, -25.0, -39.0, -53.0, -67.5, -82.5, -98.5];
        checks::is_legible(&fan(&[-168.9, -174.3, -113.9, -140.0, -113.0], &known).draw());
        checks::is_legible(&fan(&[-77.3; 5], &known).draw());
        checks::is_legible(&fan(&[0.0; 5], &[0.0]).draw());
        checks::is_legible(&fan(&[], &[]).draw());
        checks::is_legible(&fan(&[9_000_000.0, -9_000_000.0], &known).draw());
    }

    #[test]
    fn marks_are_round_and_have_nought_among_them() {
        let scale = Scale::of([-174.3, 12.0].into_iter());
        assert_eq!(scale.marks(), [-200.0, -150.0, -100.0, -50.0, 0.0, 50.0]);
        assert_eq!(scale.words(-200.0), "-200");
        let small = Scale::of([0.05, -0.01].into_iter());
        assert!(small.marks().iter().any(|mark| small.words(*mark) == "0"), "{:?}", small.marks());
        assert!((scale.place(0.0) - scale.place(50.0)).is_sign_positive());
    }
}
