//! Where a fact comes from.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use terms::{Date, FuzzyDate};
use thiserror::Error;

/// A published series of files, or the register's own keeper.
///
/// The order of the variants is nothing; which series wins a contradiction is written in `docs/precedence.md` and in
/// [`crate::precedence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Series {
    /// `eccg`: commissioners (clinical commissioning groups, sub-ICB locations, hubs).
    Eccg,
    /// `epraccur`: GP practices and prescribing cost centres.
    Epraccur,
    /// `succ`, `succarc`: successions of all kinds of organisation.
    Succ,
    /// `epcmem`: practices' dated memberships of commissioners.
    Epcmem,
    /// `etr`: NHS trusts.
    Etr,
    /// `ePCN`: primary care networks and their practices.
    Epcn,
    /// A response of the Organisation Data Service's ORD interface: one organisation.
    Ord,
    /// ONS names and codes of commissioners.
    OnsCommissioners,
    /// ONS names and codes of integrated care boards.
    OnsBoards,
    /// ONS commissioner → system lookup.
    OnsSystems,
    /// ONS small area → commissioner → local authority lookup.
    OnsSmallAreas,
    /// ONS commissioner → local authority lookup.
    OnsAuthorities,
    /// ONS small-area population.
    SmallAreaPopulation,
    /// ONS population of commissioners by age.
    CommissionerPopulation,
    /// `gp-reg-pat-prac-all`: list sizes of practices.
    ListSizes,
    /// `gp-reg-pat-prac-map`: practice → network → commissioner → system → region.
    PracticeMap,
    /// The workbook of sustainability and transformation partnerships and their partners.
    SystemWorkbook,
    /// `eauth`: regions and other high-level health authorities.
    Eauth,
    /// Groups of commissioners that share a management team.
    JointTeams,
    /// GeoJSON boundaries of commissioners.
    Boundaries,
    /// Entered by the register's keeper, with a source of its own: a missing fact or a correction.
    Entered,
}

const SERIES: [(Series, &str, &str); 21] = [
    (Series::Eccg, "eccg", "ODS eccg (commissioners)"),
    (Series::Epraccur, "epraccur", "ODS epraccur (GP practices)"),
    (Series::Succ, "succ", "ODS succ (successions)"),
    (Series::Epcmem, "epcmem", "ODS epcmem (practice memberships)"),
    (Series::Etr, "etr", "ODS etr (NHS trusts)"),
    (Series::Epcn, "epcn", "ODS ePCN (primary care networks)"),
    (Series::Ord, "ord", "ODS ORD interface"),
    (Series::OnsCommissioners, "ons-commissioners", "ONS names and codes of commissioners"),
    (Series::OnsBoards, "ons-boards", "ONS names and codes of integrated care boards"),
    (Series::OnsSystems, "ons-systems", "ONS commissioner to system lookup"),
    (Series::OnsSmallAreas, "ons-small-areas", "ONS small area to commissioner to local authority lookup"),
    (Series::OnsAuthorities, "ons-authorities", "ONS commissioner to local authority lookup"),
    (Series::SmallAreaPopulation, "small-area-population", "ONS small-area population"),
    (Series::CommissionerPopulation, "commissioner-population", "ONS population of commissioners"),
    (Series::ListSizes, "list-sizes", "Patients registered at a GP practice"),
    (Series::PracticeMap, "practice-map", "Patients registered at a GP practice: mapping"),
    (Series::SystemWorkbook, "system-workbook", "STP partner relationships workbook"),
    (Series::Eauth, "eauth", "ODS eauth (high-level health authorities)"),
    (Series::JointTeams, "joint-teams", "Joint management teams of commissioners"),
    (Series::Boundaries, "boundaries", "Boundaries of commissioners"),
    (Series::Entered, "entered", "Entered by the register's keeper"),
];

impl Series {
    /// Every series, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        SERIES.iter().map(|(series, _, _)| *series)
    }

    /// The name used in files, on the command line and in addresses.
    pub fn slug(self) -> &'static str {
        SERIES.iter().find(|(series, _, _)| *series == self).map_or("", |(_, slug, _)| slug)
    }

    /// The name people know it by.
    pub fn title(self) -> &'static str {
        SERIES.iter().find(|(series, _, _)| *series == self).map_or("", |(_, _, title)| title)
    }

    /// Whether a row says what was so *on the day of release* and not during dates of its own. What changed between two
    /// such rows changed on some day between their releases.
    pub fn is_snapshot(self) -> bool {
        !matches!(self, Self::Epcmem | Self::Epcn | Self::Succ | Self::Ord | Self::Entered | Self::JointTeams)
    }
}

/// No such series.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a series of published files that Footprint knows")]
pub struct UnknownSeries {
    /// The text as given.
    pub found: String,
}

impl FromStr for Series {
    type Err = UnknownSeries;

    fn from_str(text: &str) -> Result<Self, UnknownSeries> {
        SERIES
            .iter()
            .find(|(_, slug, _)| *slug == text)
            .map(|(series, _, _)| *series)
            .ok_or_else(|| UnknownSeries { found: text.to_owned() })
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

/// When a file was released, as precisely as its name or its keeper says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Released(pub FuzzyDate);

impl Released {
    /// The day from which the file's rows count as observed: the first day its release can mean.
    pub fn observed_on(self) -> Date {
        self.0.earliest()
    }

    /// The day by which what the file shows had certainly come about. Monthly files are made at the beginning of their
    /// month and count from its first day; a release known to the year alone can be of any day of it.
    pub fn observed_by(self) -> Date {
        let (earliest, latest) = (self.0.earliest(), self.0.latest());
        if (earliest.year(), earliest.month()) == (latest.year(), latest.month()) { earliest } else { latest }
    }
}

impl fmt::Display for Released {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_has_one_slug_and_reads_back() {
        for series in Series::all() {
            assert_eq!(series.slug().parse::<Series>(), Ok(series));
        }
    }
}
