//! What a published file can be a vintage of: the tables the method reads, and two beside them.

use crate::reference::Table;
use std::fmt;

/// What a published file is a vintage of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VintageOf {
    /// A table of the method.
    Table(Table),
    /// The reason keys of the national data service, for analysts who reconcile.
    NationalReasons,
    /// Codes of local authorities in the Organisation Data Service, by their GSS codes: for postcode directories of ONS,
    /// which give the latter alone.
    LocalAuthorities,
}

impl VintageOf {
    /// Everything there can be a vintage of.
    pub fn all() -> impl Iterator<Item = Self> {
        Table::ALL.into_iter().map(Self::Table).chain([Self::NationalReasons, Self::LocalAuthorities])
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|known| known.name() == name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table(table) => table.name(),
            Self::NationalReasons => "national_reasons",
            Self::LocalAuthorities => "local_authorities",
        }
    }

    /// The columns it must have; others may stand beside them.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Table(table) => table.columns(),
            Self::NationalReasons => &["cam_code", "commissioner", "reason"],
            Self::LocalAuthorities => &["gss_code", "ods_code", "valid_from"],
        }
    }

    /// Whether a code of this column can come out as an answer; see [`Table::can_be_answer`].
    pub fn can_be_answer(self, column: &str) -> bool {
        match self {
            Self::Table(table) => table.can_be_answer(column),
            Self::NationalReasons => column == "commissioner",
            Self::LocalAuthorities => column == "ods_code",
        }
    }
}

impl From<Table> for VintageOf {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl fmt::Display for VintageOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vintage_is_found_by_its_name_and_no_two_share_one() {
        let all: Vec<VintageOf> = VintageOf::all().collect();
        assert_eq!(all.len(), Table::ALL.len() + 2);
        assert!(all.iter().all(|one| VintageOf::named(one.name()) == Some(*one)));
        assert_eq!(VintageOf::named("practice"), None);
    }
}
