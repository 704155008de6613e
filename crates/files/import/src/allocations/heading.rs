//! Headings of the tables of allocations: the year, what a column holds, and in which unit.

use terms::{FigureUnit, FinancialYear};

/// What a column of figures holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// The baseline after all that was added to it and taken from it.
    Adjusted,
    /// What the need formula gives.
    Target,
    /// How far the adjusted baseline is from the target.
    Distance,
    /// The growth of the baseline.
    Growth,
    /// The step towards the target.
    Convergence,
    /// The recurrent allocation.
    Recurrent,
    /// How far the recurrent allocation is from the target.
    ClosingDistance,
    /// The allocation with some or all of what is given beside it; of several the last holds all.
    Total,
    /// An amount for a year and nothing else.
    Amount,
    /// A line that is named.
    Line,
}

impl Role {
    /// Whether it is an amount of a year that adds up over bodies.
    pub(super) const fn adds_up(self) -> bool {
        match self {
            Self::Adjusted | Self::Recurrent | Self::Total | Self::Amount => true,
            Self::Target | Self::Distance | Self::Growth | Self::Convergence | Self::ClosingDistance | Self::Line => {
                false
            }
        }
    }
}

/// With what a heading begins, after its year and without its unit, and what the column then holds; `None` for what is worked out
/// from others. The first that fits counts.
///
/// Source: NHS England, ICB allocations 2023/24 to 2025/26; spec 4.3.
const ROLES: [(&str, Option<Role>); 11] = [
    ("recurrent allocation growth", None),
    ("total allocation growth", None),
    ("combined allocation growth", None),
    ("adjusted recurrent baseline", Some(Role::Adjusted)),
    ("fair shares target", Some(Role::Target)),
    ("distance from target", Some(Role::Distance)),
    ("recurrent allocation", Some(Role::Recurrent)),
    ("post-convergence distance from target", Some(Role::ClosingDistance)),
    ("total allocation", Some(Role::Total)),
    ("combined allocation", Some(Role::Total)),
    ("convergence", Some(Role::Convergence)),
];

/// How units are written in headings, the longest first; each may stand in brackets.
const UNITS: [(&str, FigureUnit); 10] = [
    ("£ thousand", FigureUnit::Thousands),
    ("£ million", FigureUnit::Millions),
    ("£million", FigureUnit::Millions),
    ("gbp k", FigureUnit::Thousands),
    ("£'000", FigureUnit::Thousands),
    ("£’000", FigureUnit::Thousands),
    ("£000", FigureUnit::Thousands),
    ("£k", FigureUnit::Thousands),
    ("£m", FigureUnit::Millions),
    ("£", FigureUnit::Pounds),
];

/// A heading that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// The year it begins with.
    pub(super) year: FinancialYear,
    /// What the column holds.
    pub(super) role: Role,
    /// What it is called, on one line, without year and unit.
    pub(super) name: String,
    /// The unit it names, where it names one.
    pub(super) unit: Option<FigureUnit>,
}

impl Heading {
    /// Reads a heading; `None` for one that names no year, or a column worked out from others, or an amount a head.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let text = one_line(cell);
        let (year, rest) = text.split_once(' ')?;
        let year = year.parse().ok()?;
        let lower = rest.to_lowercase();
        if lower.contains("/head") || lower.contains("per head") {
            return None;
        }
        let (name, unit) = split_unit(rest);
        let is_percent = name.contains('%');
        let name = one_line(&name.replace("(%)", " ").replace('%', " "));
        let words = name.to_lowercase();
        let role = match ROLES.iter().find(|(begins, _)| words.starts_with(begins)) {
            Some((_, role)) => (*role)?,
            None if words == "base growth" && is_percent => Role::Growth,
            None if words.ends_with("growth") || is_percent => return None,
            None if words.is_empty() => Role::Amount,
            None => Role::Line,
        };
        Some(Self { year, role, name, unit })
    }
}

/// A text with line breaks and repeated blanks as one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A heading without its unit, and the unit.
fn split_unit(text: &str) -> (String, Option<FigureUnit>) {
    let lower = text.to_lowercase();
    for (written, unit) in UNITS {
        // Lower case never changes the length of the letters that headings have, and a heading that it does is left as it is.
        let Some(at) = lower.find(written).filter(|_| lower.len() == text.len()) else { continue };
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + written.len()..).unwrap_or_default());
        // A pound sign with more behind it than a bracket is a unit that is not known here: it is never taken for pounds.
        if unit == FigureUnit::Pounds && !after.trim().is_empty() && !after.starts_with(')') {
            return (text.to_owned(), None);
        }
        let before = before.trim_end().trim_end_matches('(');
        let after = after.trim_start().trim_start_matches(')');
        return (format!("{before} {after}"), Some(unit));
    }
    (text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cell: &str) -> String {
        Heading::read(cell).map_or_else(
            || "none".to_owned(),
            |held| {
                let unit = held.unit.map_or("-", FigureUnit::slug);
                format!("{} {:?} {} {unit}", held.year, held.role, held.name)
            },
        )
    }

    #[test]
    fn headings_are_read_across_their_drift() {
        for (cell, expected) in [
            ("2022/23 Adjusted recurrent baseline \n(£k)", "2022/23 Adjusted Adjusted recurrent baseline GBP_K"),
            ("2022/23 Adjusted recurrent baseline £/head", "none"),
            ("2023/24 Adjusted recurrent baseline £ per head", "none"),
            ("2023/24 Fair shares target (inc. COVID)", "2023/24 Target Fair shares target (inc. COVID) -"),
            ("2022/23 Distance from target \n(%)", "2022/23 Distance Distance from target -"),
            ("2023/24 Base growth (%)", "2023/24 Growth Base growth -"),
            ("2023/24 Base growth £k", "none"),
            ("2023/24 Convergence (%)", "2023/24 Convergence Convergence -"),
            ("2023/24 Recurrent allocation \n(£k)", "2023/24 Recurrent Recurrent allocation GBP_K"),
            ("2023/24 Recurrent allocation growth \n(%)", "none"),
            ("2023/24 Total allocation \n(£k)", "2023/24 Total Total allocation GBP_K"),
            ("2023/24 COVID \n(£k)", "2023/24 Line COVID GBP_K"),
            ("2022/23 Transfer in - maternity\n(£k)", "2022/23 Line Transfer in - maternity GBP_K"),
            ("2023/24 £k", "2023/24 Amount  GBP_K"),
            ("2025-26 Recurrent allocation (GBP k)", "2025/26 Recurrent Recurrent allocation GBP_K"),
            ("2025/26 Recurrent allocation (£'000)", "2025/26 Recurrent Recurrent allocation GBP_K"),
            ("2025/26 Recurrent allocation (£’000)", "2025/26 Recurrent Recurrent allocation GBP_K"),
            ("2025/26 Recurrent allocation (£ thousand)", "2025/26 Recurrent Recurrent allocation GBP_K"),
            ("2025/26 Recurrent allocation (£million)", "2025/26 Recurrent Recurrent allocation GBP_M"),
            ("2025/26 Recurrent allocation (£)", "2025/26 Recurrent Recurrent allocation GBP"),
            ("2025/26 Recurrent allocation (£bn)", "2025/26 Recurrent Recurrent allocation (£bn) -"),
            ("Region", "none"),
            (" ", "none"),
        ] {
            assert_eq!(told(cell), expected, "{cell}");
        }
    }
}
