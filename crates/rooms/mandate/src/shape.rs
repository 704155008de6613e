//! The six lawful shapes of deciding together, and from when to when each is one.

use jiff::civil::date;
use terms::{Certainty, Date, Period, words};

words! {
    /// How bodies decide together.
    Shape, "a shape of deciding together", {
        /// A: each body's own committee, in the same room; one resolution per body.
        CommitteesInCommon = "committees-in-common", "Committees in common";
        /// B: each body's representative uses the power that body gave to them; the forum has none.
        IndividualDelegation = "individual-delegation", "Individual delegation";
        /// C: a joint committee of clinical commissioning groups.
        JointCommittee = "joint-committee", "Joint committee";
        /// D: a joint committee with NHS England.
        JointCommitteeWithNhsEngland = "joint-committee-with-nhs-england", "Joint committee with NHS England";
        /// E: joint exercise by relevant bodies and local authorities, with a joint committee.
        JointExercise = "joint-exercise", "Joint exercise (sections 65Z5 and 65Z6)";
        /// F: a fund pooled with a local authority.
        PooledFund = "pooled-fund", "Pooled fund (section 75)";
    }
}

words! {
    /// How surely a rule of law and its dates are known here.
    Standing, "a way of knowing", {
        /// Read in the statute or order itself.
        Statute = "statute", "read in the statute";
        /// Read in what others say of the law, named in the source; the statute itself was not read.
        Account = "account", "read in an account of the law, not in the statute itself";
        /// From general knowledge of the field and read nowhere: labelled so wherever it is shown.
        FromKnowledge = "knowledge", "from general knowledge of the field, and not read in any source";
    }
}

/// From when to when a shape is lawful, for what reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legality {
    /// The shape.
    pub shape: Shape,
    /// The first day; `None` for always.
    pub from: Option<Date>,
    /// The first day it no longer is; `None` while it lasts.
    pub to: Option<Date>,
    /// The statute, order or guidance.
    pub source: &'static str,
    /// How surely it is known; where the rule and its dates are known differently, the less sure of the two.
    pub standing: Standing,
}

impl Legality {
    /// The days as a period.
    pub fn period(&self) -> Period {
        Period::from_days(self.from, self.to)
    }
}

/// The whole table.
pub const LEGALITIES: &[Legality] = &[
    Legality {
        shape: Shape::CommitteesInCommon,
        from: None,
        to: None,
        source: "each body's own constitution; no body gives anything away",
        standing: Standing::FromKnowledge,
    },
    Legality {
        shape: Shape::IndividualDelegation,
        from: None,
        to: None,
        source: "a group may delegate to its members, governing body, employees and own committees and to no joint \
                 committee: Hempsons, CCG constitutions – lessons learned; NHS Act 2006, schedule 1A",
        standing: Standing::Account,
    },
    Legality {
        shape: Shape::JointCommittee,
        from: Some(date(2014, 10, 1)),
        to: Some(date(2022, 7, 1)),
        source: "Legislative Reform (Clinical Commissioning Groups) Order 2014, inserting section 14Z3(2A) of the NHS Act \
                 2006, as reported by Procurement Portal in September 2014; groups ended on 30 June 2022",
        standing: Standing::Account,
    },
    Legality {
        shape: Shape::JointCommitteeWithNhsEngland,
        from: Some(date(2014, 10, 1)),
        to: Some(date(2022, 7, 1)),
        source: "NHS Act 2006, section 13Z (read) and section 14Z9 as amended by the Legislative Reform (Clinical \
                 Commissioning Groups) Order 2014, as reported by Procurement Portal in September 2014; groups ended on \
                 30 June 2022",
        standing: Standing::Account,
    },
    Legality {
        shape: Shape::JointExercise,
        from: Some(date(2022, 7, 1)),
        to: None,
        source: "NHS Act 2006, sections 65Z5 and 65Z6, inserted by the Health and Care Act 2022: NHS England, \
                 Arrangements for delegation and joint exercise of statutory functions",
        standing: Standing::Account,
    },
    Legality {
        shape: Shape::PooledFund,
        from: Some(date(2007, 3, 1)),
        to: None,
        source: "NHS Act 2006, section 75; NHS Bodies and Local Authorities Partnership Arrangements Regulations 2000; the \
                 first day taken as the Act's commencement",
        standing: Standing::FromKnowledge,
    },
];

impl Shape {
    /// Whether a committee of this shape can hold powers of its members; A and B never can.
    pub const fn can_hold_power(self) -> bool {
        !matches!(self, Self::CommitteesInCommon | Self::IndividualDelegation)
    }

    /// The letter by which the field tells them apart.
    pub const fn letter(self) -> char {
        match self {
            Self::CommitteesInCommon => 'A',
            Self::IndividualDelegation => 'B',
            Self::JointCommittee => 'C',
            Self::JointCommitteeWithNhsEngland => 'D',
            Self::JointExercise => 'E',
            Self::PooledFund => 'F',
        }
    }

    /// The rows of the table for this shape.
    pub fn legality(self) -> impl Iterator<Item = &'static Legality> {
        LEGALITIES.iter().filter(move |row| row.shape == self)
    }

    /// Whether the shape is lawful on a day.
    pub fn is_lawful(self, on: Date) -> bool {
        self.legality().any(|row| row.period().contains(on) == Certainty::Yes)
    }

    /// The days of a period on which the shape is lawful, taking the row that shares a day with it.
    pub fn lawful_part(self, period: &Period) -> Option<Period> {
        self.legality().find_map(|row| row.period().intersection(period))
    }
}
