//! From what the answers about running costs, risks and mergers are worked out, and the words and cells they share.

use app::{Lens, Reader};
use ask::{Cell, Column, Fault, Kind};
use mandate::{Actor, Mandates};
use money::totals::{Stamp, Totals};
use register::View;
use std::collections::BTreeSet;
use terms::{Date, FinancialYear, OdsCode, Pence};

/// The register, the mandates and the room as known at the second clock, the day asked about, and who reads.
pub struct Costs<'a> {
    /// Who exists.
    pub register: View<'a>,
    /// Who took whose place.
    pub mandates: Mandates<'a>,
    /// What is recorded.
    pub room: Totals<'a>,
    /// Who reads, by what is known now.
    pub reader: Reader<'a>,
    /// The day asked about.
    pub on: Date,
    /// The last day that is known: what was to come after it has not come.
    pub until: Date,
}

impl<'a> Costs<'a> {
    /// The basis of a question asked through a lens.
    pub fn of(lens: &'a Lens) -> Self {
        Self {
            register: lens.register(),
            mandates: lens.mandates(),
            room: lens.control_totals(),
            reader: lens.reader(),
            on: lens.on(),
            until: lens.on().min(lens.today()),
        }
    }

    /// A body's name with its code.
    pub fn body(&self, body: OdsCode) -> String {
        naming::with_code(&self.register, body, self.on)
    }

    /// A body's name, leading to a view of it.
    pub fn body_cell(&self, body: OdsCode, view: &str) -> Cell {
        Cell::link(self.body(body), format!("{}/{view}", naming::href(body)))
    }

    /// Where the figures come from.
    pub fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.room.sequence())
    }

    /// The bodies whose figures count to one: itself, those whose place it took, and for a system its members in some years, with
    /// those whose place they took.
    pub fn bodies_of(&self, code: OdsCode, years: &[FinancialYear]) -> BTreeSet<OdsCode> {
        let mut all = BTreeSet::from([code]);
        for day in years.iter().flat_map(|year| [year.first_day(), year.last_day()]) {
            all.extend(self.room.members(code, day).into_keys());
            let tied = self.register.members(code, day).into_iter();
            all.extend(tied.filter(|member| member.tie == register::Tie::System).map(|member| member.code));
        }
        // Whoever went whole into one of them: a part of a body that was divided is measured elsewhere.
        let before = |body: &OdsCode| {
            let links = self.register.predecessors(*body, None).into_iter();
            let is_whole = |old: OdsCode| self.register.successions_of(old).iter().all(|link| link.to == *body);
            links.map(|link| link.from).filter(|old| is_whole(*old)).collect::<Vec<_>>()
        };
        let earlier: Vec<OdsCode> = all.iter().flat_map(before).collect();
        all.extend(earlier);
        all
    }

    /// Of some bodies those of which whoever asks may know what is closed to others.
    pub fn open_of(&self, bodies: BTreeSet<OdsCode>) -> BTreeSet<OdsCode> {
        bodies.into_iter().filter(|body| self.reader.sees_in_system(*body)).collect()
    }

    /// That whoever asks may know what is closed to others of a body: what is not open is answered as if it were not there.
    ///
    /// # Errors
    /// That there is nothing that they may read.
    pub fn open(&self, body: OdsCode, what: &str) -> Result<(), Fault> {
        if self.reader.sees_in_system(body) { Ok(()) } else { Err(self.nothing(body, what)) }
    }

    /// That there is nothing of a body that whoever asks may read.
    pub fn nothing(&self, body: OdsCode, what: &str) -> Fault {
        Fault::Unknown(format!(
            "There are no {what} of {} on record as known then that you may read. Those who decide for the body, or for a body of \
             its system, may read them: sign in if you are one of them.",
            self.body(body)
        ))
    }

    /// Who recorded something, and when.
    pub fn stamp(&self, stamp: &Stamp) -> String {
        let by = match &stamp.by {
            Actor::Keeper => "the keeper of this installation".to_owned(),
            Actor::Person(person) => {
                let held = self.mandates.person(person);
                held.map_or_else(|| person.to_string(), |held| held.screen().to_owned())
            }
        };
        format!("{by}, {}, entry {}", ask::day(stamp.on), stamp.entry)
    }
}

/// A share in basis points as a cell of per cent, with two decimals.
pub(crate) fn per_cent(basis_points: i64) -> Cell {
    Cell::Decimal { value: basis_points as f64 / 100.0, places: 2 }
}

/// A share in basis points in words: `14.23%`.
pub(crate) fn per_cent_words(basis_points: i64) -> String {
    let (sign, size) = (if basis_points < 0 { "-" } else { "" }, basis_points.unsigned_abs());
    format!("{sign}{}.{:02}%", size / 100, size % 100)
}

/// An amount that is read to the penny on a page too: pence a head, and sums that must be seen to add up.
pub(crate) fn exact(amount: Pence) -> Cell {
    Cell::Brief { brief: amount.to_the_penny(), full: amount.decimal() }
}

/// A column of such amounts.
pub(crate) fn exact_column(key: &'static str, label: impl Into<String>) -> Column {
    Column::new(key, label, Kind::Number).counted_in("pounds sterling")
}

/// `yes` or `no`.
pub(crate) fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_said_with_two_decimals_on_either_side_of_nought() {
        assert_eq!(per_cent_words(1_423), "14.23%");
        assert_eq!(per_cent_words(-390), "-3.90%");
        assert_eq!(per_cent_words(5), "0.05%");
        assert_eq!(per_cent(1_896).plain(), "18.96");
        assert_eq!(exact(Pence(-2_348)).shown(), "-£23.48");
        assert_eq!(exact(Pence(-2_348)).plain(), "-23.48");
    }
}
