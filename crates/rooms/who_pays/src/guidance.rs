//! What the rules say of overrides and disputes, and how sure we are of each: rules are dated by the edition in force on
//! the day the care began, never by today.

use terms::Date;

/// How a rule comes to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is statute, or regulations under it.
    Statute,
    /// It was read in published guidance.
    Read,
    /// It is common knowledge of the field and was not checked against the text: check it before you rely on it.
    Unchecked,
}

impl Standing {
    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Statute => "Statute",
            Self::Read => "Published guidance",
            Self::Unchecked => "Not checked against the text: check before you rely on it",
        }
    }
}

/// An edition of NHS England's guidance on who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuidanceEdition {
    /// Its name.
    pub name: &'static str,
    /// The first day it is in force.
    pub from: Date,
    /// How sure its first day is.
    pub standing: Standing,
}

/// The editions since clinical commissioning groups, oldest first.
///
/// Source: the list of changes in Who Pays? of March 2024; the first days of 2013 and 2022 are known to the month and are
/// taken as its first day.
pub const EDITIONS: &[GuidanceEdition] = &[
    GuidanceEdition {
        name: "Who Pays? (August 2013)",
        from: Date::constant(2013, 8, 1),
        standing: Standing::Unchecked,
    },
    GuidanceEdition {
        name: "Who Pays? (August 2020, PAR0087)",
        from: Date::constant(2020, 9, 1),
        standing: Standing::Read,
    },
    GuidanceEdition { name: "Who Pays? (June 2022)", from: Date::constant(2022, 7, 1), standing: Standing::Unchecked },
    GuidanceEdition {
        name: "Who Pays? version 3 (March 2024)",
        from: Date::constant(2024, 4, 1),
        standing: Standing::Read,
    },
];

/// The edition in force on a day; none before the first.
pub fn edition_on(day: Date) -> Option<&'static GuidanceEdition> {
    EDITIONS.iter().rev().find(|edition| edition.from <= day)
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in addresses and tests.
    pub id: &'static str,
    /// What it says.
    pub words: &'static str,
    /// Where it is written.
    pub source: &'static str,
    /// How sure we are.
    pub standing: Standing,
}

/// The rules this room goes by.
pub const RULES: &[Rule] = &[
    Rule {
        id: "care-first",
        words: "Care is not delayed by a dispute: the first body pays without prejudice, and the sum is settled afterwards.",
        source: "Who Pays?, dispute resolution",
        standing: Standing::Unchecked,
    },
    Rule {
        id: "nhs-england",
        words: "What two commissioners cannot settle goes to NHS England, on its own form.",
        source: "Who Pays?, dispute resolution",
        standing: Standing::Unchecked,
    },
    Rule {
        id: "by-date",
        words: "The edition of the guidance is that of the day of the activity, or of the detention.",
        source: "Who Pays? version 3 (March 2024)",
        standing: Standing::Read,
    },
    Rule {
        id: "looked-after-child",
        words: "The originating commissioner stays responsible for a looked-after child placed in another area, for as long \
                as the child lives there and is nobody else’s by registration.",
        source: "NHS (Responsibilities and Standing Rules) Regulations 2012, schedule 1, paragraph 4",
        standing: Standing::Statute,
    },
    Rule {
        id: "section-117",
        words: "The commissioner before the detention that led to section 117 aftercare stays responsible through detention, \
                aftercare and later detentions, even after a move. The council’s part goes by its own rule and may fall \
                to another place.",
        source: "Who Pays? version 3 (March 2024), section 18; [2023] UKSC 31 for councils",
        standing: Standing::Read,
    },
    Rule {
        id: "referral-assessment",
        words: "Somebody who lives in England and is registered with a Welsh practice in a border area is the responsibility \
                of the commissioner of where they live, by way of a referral assessment service.",
        source: "England and Wales cross-border protocol",
        standing: Standing::Read,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_that_of_the_day() {
        let on = |day: &str| edition_on(day.parse().unwrap()).map(|edition| edition.name);
        for (day, name) in [
            ("2013-07-31", None),
            ("2020-08-31", Some("Who Pays? (August 2013)")),
            ("2020-09-01", Some("Who Pays? (August 2020, PAR0087)")),
            ("2024-03-31", Some("Who Pays? (June 2022)")),
            ("2024-04-01", Some("Who Pays? version 3 (March 2024)")),
        ] {
            assert_eq!(on(day), name, "{day}");
        }
        assert!(EDITIONS.is_sorted_by_key(|edition| edition.from));
    }

    #[test]
    fn what_was_not_checked_says_so() {
        let unchecked: Vec<&str> =
            RULES.iter().filter(|rule| rule.standing == Standing::Unchecked).map(|rule| rule.id).collect();
        assert_eq!(unchecked, ["care-first", "nhs-england"]);
        assert!(RULES.iter().all(|rule| !rule.source.is_empty() && rule.words.ends_with('.')));
    }
}
