//! Amounts as bars to either side of nought, one under the other, each with its name before it and its amount behind it.

use kit::charts::{Anchor, Chart, LINE, Shape, WIDTH, wrapped};

/// A bar.
pub(super) struct Bar {
    /// What it is of.
    pub(super) label: String,
    /// How long it is, in any unit.
    pub(super) value: i64,
    /// The amount as it is read.
    pub(super) words: String,
    /// Whether it stands back behind the others.
    pub(super) is_pale: bool,
}

/// The room for names, and for amounts. Units: SVG user units.
const NAMES: f64 = 380.0;
const AMOUNTS: f64 = 150.0;
const ROW: f64 = 30.0;
const BAR: f64 = 18.0;
const TOP: f64 = 8.0;

/// The bars drawn, from the top.
pub(super) fn bars(id: &str, title: &str, description: &str, bars: &[Bar]) -> Chart {
    let (least, most) = bars.iter().fold((0, 0), |(least, most), bar| (bar.value.min(least), bar.value.max(most)));
    let (left, right) = (NAMES + 10.0, WIDTH - AMOUNTS);
    let length = (most as f64 - least as f64).max(1.0);
    let place = |value: i64| left + (value as f64 - least as f64) / length * (right - left);
    let (nought, bottom) = (place(0), TOP + bars.len() as f64 * ROW);
    let mut shapes =
        vec![Shape::Line { x1: nought, y1: TOP - 4.0, x2: nought, y2: bottom + 4.0, class: "fp-chart__axis" }];
    for (bar, row) in bars.iter().zip(0_u32..) {
        let top = TOP + f64::from(row) * ROW;
        let words_y = top + f64::midpoint(ROW, LINE) - 5.0;
        let (end, class) =
            (place(bar.value), if bar.is_pale { "fp-chart__bar fp-chart__bar--ended" } else { "fp-chart__bar" });
        let label = wrapped(&bar.label, NAMES, 1).join(" ");
        shapes.push(Shape::text(0.0, words_y, Anchor::Start, "fp-chart__label", label));
        shapes.push(Shape::Rect {
            x: nought.min(end),
            y: top + (ROW - BAR) / 2.0,
            // Even nought is seen.
            width: (end - nought).abs().max(2.0),
            height: BAR,
            class: class.to_owned(),
            title: format!("{}: {}", bar.label, bar.words),
        });
        shapes.push(Shape::text(WIDTH, words_y, Anchor::End, "fp-chart__label", bar.words.clone()));
    }
    Chart::drawn(id, title, description, bottom + 8.0, shapes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::charts::checks::is_legible;

    fn bar(label: &str, value: i64) -> Bar {
        Bar { label: label.to_owned(), value, words: format!("£{value}"), is_pale: value > 0 }
    }

    #[test]
    fn bars_stand_to_either_side_of_nought_and_stay_legible() {
        let long = "A predecessor with a name that is longer than there is room for before its bar";
        for all in [
            vec![bar("Before", -2_348), bar("After", -3_099), bar(long, 1_037)],
            vec![bar("Nothing", 0)],
            vec![bar("Worst", i64::MIN), bar("Best", i64::MAX)],
            Vec::new(),
        ] {
            is_legible(&bars("heads", "Pounds a head", "Before and after.", &all));
        }
        let drawn = bars("heads", "Pounds a head", "Before and after.", &[bar("Before", -10), bar("After", 10)]);
        let svg = drawn.svg();
        assert_eq!(svg.as_str().matches("<rect").count(), 2);
    }
}
