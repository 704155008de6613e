//! From days and figures to places on the canvas.

use jiff::civil::Date;

/// Days along a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    from: Date,
    length: f64,
    left: f64,
    width: f64,
}

impl Days {
    pub(super) fn new(from: Date, to: Date, left: f64, width: f64) -> Self {
        Self { from, length: f64::from(days_between(from, to).max(1)), left, width }
    }

    /// Where a day is; a day outside is at the nearer end.
    pub(super) fn place(&self, day: Date) -> f64 {
        let share = f64::from(days_between(self.from, day)) / self.length;
        self.left + share.clamp(0.0, 1.0) * self.width
    }

    /// The first days of years to mark, with their names, at least `apart` from one another.
    pub(super) fn years(&self, to: Date, apart: f64) -> Vec<(f64, String)> {
        let n_years = (i32::from(to.year()) - i32::from(self.from.year())).max(1);
        let room = (self.width / apart).max(1.0);
        let step = [1, 2, 5, 10, 20, 50, 100]
            .into_iter()
            .find(|step| f64::from(n_years) / f64::from(*step) <= room)
            .unwrap_or(200);
        (i32::from(self.from.year())..=i32::from(to.year()))
            .filter(|year| year % step == 0)
            .filter_map(|year| Date::new(i16::try_from(year).ok()?, 1, 1).ok())
            .filter(|day| *day >= self.from && *day <= to)
            .map(|day| (self.place(day), day.year().to_string()))
            .collect()
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Figures up a line, from nought.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    bottom: f64,
    height: f64,
    top_value: f64,
    pub(super) step: f64,
}

impl Figures {
    /// A line for figures up to `most`, marked at round ones.
    pub(super) fn new(most: f64, bottom: f64, height: f64) -> Self {
        let most = if most > 0.0 && most.is_finite() { most } else { 1.0 };
        let rough = most / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .map(|times| times * power)
            .find(|step| *step >= rough)
            .unwrap_or(power * 10.0);
        Self { bottom, height, top_value: (most / step).ceil() * step, step }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        self.bottom - (value / self.top_value).clamp(0.0, 1.0) * self.height
    }

    /// The figures to mark, from nought.
    pub(super) fn marks(&self) -> Vec<f64> {
        let n = (self.top_value / self.step).round() as u32;
        (0..=n).map(|index| f64::from(index) * self.step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_marked_as_closely_as_they_fit() {
        let (from, to) = (Date::constant(2013, 4, 1), Date::constant(2026, 4, 1));
        let names = |apart| {
            let years = Days::new(from, to, 0.0, 650.0).years(to, apart);
            years.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(50.0), "2014 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026");
        assert_eq!(names(60.0), "2014 2016 2018 2020 2022 2024 2026");
    }

    #[test]
    fn figures_are_marked_at_round_ones() {
        let check = |most, marks: &[f64]| assert_eq!(Figures::new(most, 100.0, 100.0).marks(), marks);
        check(9.0, &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        check(724_000.0, &[0.0, 200_000.0, 400_000.0, 600_000.0, 800_000.0]);
        check(0.0, &[0.0, 0.2, 0.4, 0.600_000_000_000_000_1, 0.8, 1.0]);
        let line = Figures::new(10.0, 300.0, 200.0);
        assert!((line.place(5.0) - 200.0).abs() < 1e-9);
    }
}
