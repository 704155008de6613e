//! Periods in rows along a line of days: who was what, when.

use jiff::civil::Date;

use super::scale::Days;
use super::{Anchor, Chart, LINE, Shape, WIDTH, fitted, width_of};
use ask::day;

/// What a timeline shows.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The start of the ids on the page.
    pub id: String,
    /// What it is of.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The rows, from the top.
    pub rows: Vec<TimelineRow>,
    /// The first day shown.
    pub from: Date,
    /// The last day shown.
    pub to: Date,
    /// The day the page is as at.
    pub as_at: Option<Date>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct TimelineRow {
    /// What it is of, to its left.
    pub label: String,
    /// Its periods.
    pub periods: Vec<Period>,
}

/// One period.
#[derive(Clone, Debug)]
pub struct Period {
    /// What held.
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// The day it no longer held; nothing if it still does.
    pub until: Option<Date>,
}

const LABELS: f64 = 230.0;
const ROW: f64 = 34.0;
const BAR: f64 = 24.0;
const TOP: f64 = 12.0;

impl Timeline {
    /// The timeline drawn.
    pub fn draw(&self) -> Chart {
        let left = LABELS + 10.0;
        let days = Days::new(self.from, self.to, left, WIDTH - left - 24.0);
        let bottom = TOP + self.rows.len() as f64 * ROW;
        let mut shapes = Vec::new();
        for (x, year) in days.years(self.to, 52.0) {
            shapes.push(Shape::Line { x1: x, y1: TOP, x2: x, y2: bottom + 4.0, class: "fp-chart__grid" });
            shapes.push(Shape::text(x, bottom + LINE + 2.0, Anchor::Middle, "fp-chart__tick", year));
        }
        for (row, index) in self.rows.iter().zip(0_u32..) {
            let top = TOP + f64::from(index) * ROW;
            let middle = top + ROW / 2.0 + 5.0;
            shapes.push(Shape::text(0.0, middle, Anchor::Start, "fp-chart__label", fitted(&row.label, LABELS)));
            shapes.push(Shape::Line { x1: 0.0, y1: top + ROW, x2: WIDTH, y2: top + ROW, class: "fp-chart__rule" });
            self.draw_row(row, top, &days, &mut shapes);
        }
        if let Some(day) = self.as_at.filter(|day| *day >= self.from && *day <= self.to) {
            let x = days.place(day);
            shapes.push(Shape::Line { x1: x, y1: TOP - 8.0, x2: x, y2: bottom + 4.0, class: "fp-chart__now" });
        }
        Chart::drawn(&self.id, &self.title, &self.description, bottom + LINE + 10.0, shapes)
    }

    fn draw_row(&self, row: &TimelineRow, top: f64, days: &Days, shapes: &mut Vec<Shape>) {
        let (y, words_y) = (top + (ROW - BAR) / 2.0, top + ROW / 2.0 + 5.0);
        let mut periods: Vec<&Period> = row
            .periods
            .iter()
            .filter(|period| period.from <= self.to && period.until.is_none_or(|until| until > self.from))
            .collect();
        periods.sort_by_key(|period| period.from);
        for (period, index) in periods.iter().zip(0_usize..) {
            let (start, end) = (days.place(period.from), days.place(period.until.unwrap_or(self.to)));
            // Even a day is wide enough to be seen.
            let width = (end - start).max(3.0);
            let class = if period.until.is_some() { "fp-chart__bar fp-chart__bar--ended" } else { "fp-chart__bar" };
            shapes.push(Shape::Rect {
                x: start,
                y,
                width,
                height: BAR,
                class: class.to_owned(),
                title: period.in_words(),
            });
            let next = periods.get(index + 1).map_or(WIDTH, |next| days.place(next.from));
            let needed = width_of(&period.label);
            if needed + 12.0 <= width.min(next - start) {
                let class = if period.until.is_some() { "fp-chart__on-pale" } else { "fp-chart__on-bar" };
                shapes.push(Shape::text(start + 6.0, words_y, Anchor::Start, class, period.label.clone()));
            } else if start + width + 6.0 + needed < next {
                shapes.push(Shape::text(
                    start + width + 6.0,
                    words_y,
                    Anchor::Start,
                    "fp-chart__beside",
                    period.label.clone(),
                ));
            }
        }
    }
}

impl Period {
    /// `NHS Oxfordshire CCG: 1 April 2013 to 30 June 2022`: an end is exclusive inside and inclusive on screen.
    fn in_words(&self) -> String {
        let until = self.until.and_then(|until| until.yesterday().ok()).map_or("now".to_owned(), day);
        format!("{}: {} to {until}", self.label, day(self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::is_legible;
    use super::*;

    fn period(label: &str, from: Date, until: Option<Date>) -> Period {
        Period { label: label.to_owned(), from, until }
    }

    fn timeline() -> Timeline {
        let (start, merged) = (Date::constant(2013, 4, 1), Date::constant(2018, 4, 1));
        Timeline {
            id: "bodies".to_owned(),
            title: "Commissioners of Buckinghamshire".to_owned(),
            description: "Two commissioners became one on 1 April 2018.".to_owned(),
            rows: vec![
                TimelineRow {
                    label: "NHS Aylesbury Vale CCG (10Y)".to_owned(),
                    periods: vec![period("Open", start, Some(merged))],
                },
                TimelineRow {
                    label: "NHS Chiltern CCG (10H)".to_owned(),
                    periods: vec![period("Open", start, Some(merged))],
                },
                TimelineRow {
                    label: "NHS Buckinghamshire CCG, later NHS Buckinghamshire sub-ICB (14Y)".to_owned(),
                    periods: vec![
                        period("CCG <14Y>", merged, Some(Date::constant(2022, 7, 1))),
                        period("Sub-ICB location", Date::constant(2022, 7, 1), None),
                    ],
                },
            ],
            from: start,
            to: Date::constant(2026, 11, 22),
            as_at: Some(Date::constant(2018, 4, 1)),
        }
    }

    #[test]
    fn two_commissioners_become_one() {
        let chart = timeline().draw();
        is_legible(&chart);
        insta::assert_snapshot!(chart.svg());
    }

    #[test]
    fn twenty_lanes_of_many_short_periods_stay_legible() {
        let rows = (0..20_i16).map(|row| TimelineRow {
            label: format!("A body with a long name that does not fit, number {row}"),
            periods: (0..12)
                .map(|n| {
                    period(
                        "A role with a name",
                        Date::constant(2013 + n, 4, 1),
                        Date::new(2013 + n, 4 + (row % 8) as i8, 20).ok(),
                    )
                })
                .collect(),
        });
        is_legible(&Timeline { rows: rows.collect(), ..timeline() }.draw());
        is_legible(&Timeline { rows: Vec::new(), to: timeline().from, ..timeline() }.draw());
    }
}
