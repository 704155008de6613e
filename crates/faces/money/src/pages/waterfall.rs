//! A waterfall as a chart: sums from the left, and between them a bar for what each line adds or takes.

use kit::charts::{Anchor, Chart, LINE, Shape, WIDTH, wrapped};
use terms::Pence;

use crate::answers::Step;

/// Where the bars begin, and how much room there is for them and for the amounts behind. Units: those of the drawing.
const LEFT: f64 = 340.0;
const BARS: f64 = 440.0;
/// The height of a step, with the room under it.
const STEP: f64 = 40.0;
const BAR: f64 = 22.0;
const TOP: f64 = 52.0;

/// The chart of some steps. Where every sum is far from nought the axis begins near the least of them, and the chart says so:
/// otherwise no line could be seen beside the sums.
pub(super) fn draw(id: &str, title: &str, steps: &[Step]) -> Chart {
    let (begins, spans) = spans(steps);
    let most = spans.iter().map(|(from, to)| (*from).max(*to)).max().unwrap_or_default();
    // Drawn lengths need not be exact: the table beside has every penny.
    let room = (most.max(0) as f64 - begins as f64).max(1.0);
    let place = |amount: i64| LEFT + (amount as f64 - begins as f64) / room * BARS;
    let axis = if begins <= 0 {
        "Pounds, from nought".to_owned()
    } else {
        format!("Pounds; the bars begin at {}, not at nought", Pence(begins).pounds())
    };
    let mut shapes = vec![
        Shape::text(0.0, 16.0, Anchor::Start, "fp-chart__heading", "Step"),
        Shape::text(LEFT, 16.0, Anchor::Start, "fp-chart__heading", axis),
    ];
    let bottom = TOP + STEP * steps.len() as f64;
    let nought = place(begins.max(0));
    shapes.push(Shape::Line { x1: nought, y1: TOP - 12.0, x2: nought, y2: bottom - 8.0, class: "fp-chart__axis" });
    let mut top = TOP;
    for (step, (from, to)) in steps.iter().zip(&spans) {
        let (left, right) = (place(*from).min(place(*to)), place(*from).max(place(*to)));
        // What a sum comes to is blue, what is added green, what is taken brown; the sign before the amount says the same.
        let class = match (step.is_sum, step.amount.0 < 0) {
            (true, _) => "fp-chart__column fp-chart__column--1",
            (false, false) => "fp-chart__column fp-chart__column--2",
            (false, true) => "fp-chart__column fp-chart__column--4",
        };
        let words = amount_words(step);
        let width = (right - left).max(1.5);
        shapes.push(Shape::Rect {
            x: left,
            y: top - BAR / 2.0,
            width,
            height: BAR,
            class: class.to_owned(),
            title: format!("{}: {words}", step.name),
        });
        let lines = wrapped(&step.name, LEFT - 16.0, 2);
        let first = top + if lines.len() > 1 { -2.0 } else { 5.0 };
        for (line, number) in lines.into_iter().zip(0_u8..) {
            let y = first + f64::from(number) * (LINE - 3.0);
            shapes.push(Shape::text(0.0, y, Anchor::Start, "fp-chart__label", line));
        }
        shapes.push(Shape::text(WIDTH, top + 5.0, Anchor::End, "fp-chart__label", words));
        top += STEP;
    }
    let description = description(steps);
    Chart::drawn(id, title, &description, bottom, shapes)
}

/// Where the axis begins, and from where to where each bar goes: a sum from the beginning of the axis or from nought, a line from the
/// sum so far.
fn spans(steps: &[Step]) -> (i64, Vec<(i64, i64)>) {
    let mut so_far = 0_i64;
    let mut spans: Vec<(i64, i64)> = Vec::with_capacity(steps.len());
    for step in steps {
        let before = so_far;
        so_far = if step.is_sum { step.amount.0 } else { so_far.saturating_add(step.amount.0) };
        // The first line is the opening baseline: it stands by itself.
        let is_opening = spans.is_empty();
        spans.push(if step.is_sum || is_opening { (so_far, so_far) } else { (before, so_far) });
    }
    let ends = || spans.iter().flat_map(|(from, to)| [*from, *to]);
    let begins = beginning(ends().min().unwrap_or_default(), ends().max().unwrap_or_default());
    for (index, step) in steps.iter().enumerate() {
        if let Some(span) = spans.get_mut(index).filter(|_| step.is_sum || index == 0) {
            span.0 = begins.max(0);
        }
    }
    (begins, spans)
}

/// Where the axis begins: at nought, unless everything is further from it by far than it is apart; then a little below the least.
fn beginning(least: i64, most: i64) -> i64 {
    let apart = most.saturating_sub(least);
    if least <= 0 {
        least
    } else if apart == 0 || apart >= least / 4 {
        0
    } else {
        least.saturating_sub(apart / 4).max(0) / 100 * 100
    }
}

fn amount_words(step: &Step) -> String {
    let pounds = step.amount.pounds();
    if step.is_sum || step.amount.0 < 0 { pounds } else { format!("+{pounds}") }
}

fn description(steps: &[Step]) -> String {
    let sums = steps.iter().filter(|step| step.is_sum);
    let said: Vec<String> = sums.map(|step| format!("{} {}", step.name.to_lowercase(), step.amount.pounds())).collect();
    let n = steps.iter().filter(|step| !step.is_sum).count() as u64;
    format!("From {} to {}.", naming::counted(n, "line", "lines"), said.join(", then "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::charts::checks::is_legible;

    fn add(name: &str, pounds: i64) -> Step {
        Step { name: name.to_owned(), amount: Pence(pounds * 100), is_sum: false }
    }

    fn sum(name: &str, pounds: i64) -> Step {
        Step { is_sum: true, ..add(name, pounds) }
    }

    #[test]
    fn a_waterfall_far_from_nought_says_where_its_bars_begin() {
        let steps = [
            add("2022/23 Recurrent baseline", 2_768_809_628),
            add("2022/23 Transfer of GP access to primary medical care and whatever else there is", -1_725_000),
            sum("Adjusted baseline", 2_767_084_628),
            add("Base growth 5.18%", 143_000_000),
            add("Convergence −0.71%, and rounding", -20_000_000),
            sum("Recurrent allocation", 2_890_084_628),
        ];
        let chart = draw("waterfall-1", "How it comes about", &steps);
        is_legible(&chart);
        assert!(chart.svg().as_str().contains("not at nought"), "{}", chart.svg().as_str());
        insta::assert_snapshot!(chart.svg());
    }

    #[test]
    fn small_and_negative_waterfalls_begin_at_nought() {
        for steps in [vec![add("Opening", 5), sum("Adjusted", 5)], vec![add("Opening", -5), add("More", 9)], Vec::new()]
        {
            let chart = draw("waterfall-1", "How it comes about", &steps);
            is_legible(&chart);
            let svg = chart.svg();
            assert!(!svg.as_str().contains("not at nought"), "{}", svg.as_str());
        }
        let wide = [add("Opening", i64::MAX / 100), sum("Adjusted", i64::MIN / 100)];
        is_legible(&draw("waterfall-1", "How it comes about", &wide));
    }
}
