//! Reference data: dated tables, built from rows of text, read by code and day.

mod builder;
mod dated;
mod directory;
mod kept;
mod look;
mod places;
mod prepared;
mod rows;
mod succession;

pub(crate) use builder::wales_pseudo;
pub use builder::{ReferenceBuilder, Vintage};
pub(crate) use dated::{Dated, Row};
pub(crate) use directory::{Area, AreaId, Country, Directory, Placing};
pub(crate) use look::{
    DEFAULT_PRACTICES, EVERY_SERVICE, PracticeKind, PracticeLook, ProviderLook, clinical, delegation_key,
    is_forces_abroad, is_forces_any, is_proposed,
};
pub use places::PlaceCodes;
pub(crate) use rows::{CodeMatch, CommissionerKind, CrossBorderPart, DelegationStatus, PracticeStatus, PseudoGroup};
pub use rows::{PostcodeRow, Table};
pub(crate) use succession::{How, Resolved, Succeeds, Successions};

use crate::code::{CodeBook, CodeId, CodeSet};
use crate::day::{Day, Span};
use crate::key::{CodeKey, PlaceKey};
use std::collections::HashMap;
use std::sync::Arc;

/// A practice as it was for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Practice {
    pub(crate) name: Box<str>,
    pub(crate) grouping: CodeId,
    pub(crate) health_geography: CodeId,
    pub(crate) postcode: Option<PlaceKey>,
    pub(crate) status: PracticeStatus,
    pub(crate) commissioner: CodeId,
}

/// A provider's main site for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Provider {
    pub(crate) name: Box<str>,
    pub(crate) postcode: Option<PlaceKey>,
}

/// The hubs of a region for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RegionHub {
    pub(crate) specialised: CodeId,
    pub(crate) health_justice: CodeId,
}

/// A commissioner in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Commissioner {
    pub(crate) kind: CommissionerKind,
    pub(crate) icb: CodeId,
    pub(crate) region: CodeId,
}

/// A commissioned service for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceCode {
    pub(crate) description: Box<str>,
    pub(crate) status: DelegationStatus,
    pub(crate) specialised: bool,
    pub(crate) highly_specialised: bool,
    pub(crate) section_7a: bool,
}

/// A place of detention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JusticeSite {
    pub(crate) name: Box<str>,
    pub(crate) hub: CodeId,
}

/// The codes along the Welsh border.
#[derive(Clone, Debug, Default)]
pub(crate) struct Border {
    pub(crate) icbs: Vec<CodeId>,
    pub(crate) authorities: CodeSet,
    pub(crate) boards: CodeSet,
}

/// Clinical codes that make an episode infertility care.
#[derive(Clone, Debug, Default)]
pub(crate) struct Infertility {
    pub(crate) diagnoses: Vec<(CodeMatch, CodeKey)>,
    pub(crate) procedures: Vec<(CodeMatch, CodeKey)>,
}

/// What each pseudo-postcode stands for; several countries may share one.
pub(crate) type Pseudo = HashMap<PlaceKey, Vec<(PseudoGroup, Box<str>)>>;

/// An edition the reference serves, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serves {
    /// The edition's id.
    pub edition: String,
    /// The days of the activity it is for.
    pub span: Span,
}

/// The reference data of a run: everything the method reads besides the record itself.
///
/// Every row is dated; nothing is asked without a day. Cloning is cheap enough for a what-if: the long tables are shared.
#[derive(Clone, Debug)]
pub struct Reference {
    pub(crate) book: CodeBook,
    pub(crate) practices: Arc<Dated<Practice>>,
    pub(crate) directory: Directory,
    pub(crate) providers: Arc<Dated<Provider>>,
    pub(crate) provider_hubs: Arc<Dated<CodeId>>,
    pub(crate) region_hubs: Arc<Dated<RegionHub>>,
    pub(crate) commissioners: Dated<Commissioner>,
    pub(crate) successions: Successions,
    pub(crate) services: Arc<Dated<ServiceCode>>,
    pub(crate) delegation: Dated<bool>,
    pub(crate) appendix_c: Arc<Dated<CrossBorderPart>>,
    pub(crate) border: Border,
    pub(crate) dental: Arc<HashMap<u16, Box<str>>>,
    pub(crate) infertility: Arc<Infertility>,
    pub(crate) justice: Arc<Dated<JusticeSite>>,
    pub(crate) pseudo: Arc<Pseudo>,
    pub(crate) serves: Vec<Serves>,
    pub(crate) vintages: Arc<HashMap<Table, Vintage>>,
}

impl Reference {
    /// The text of a code.
    pub fn code_text(&self, code: CodeId) -> &str {
        self.book.text(code)
    }

    /// The number of a code, or [`CodeId::NONE`] when no table names it.
    pub fn code(&self, text: &str) -> CodeId {
        self.book.find(text)
    }

    /// How many codes there are, the blank one counted: a table of texts by [`CodeId::number`] has this length.
    pub fn n_codes(&self) -> usize {
        self.book.len()
    }

    /// The editions this reference serves.
    pub fn serves(&self) -> &[Serves] {
        &self.serves
    }

    /// The published file a table came from.
    pub fn vintage(&self, table: Table) -> Option<&Vintage> {
        self.vintages.get(&table)
    }

    /// Which sub-ICB location (or the commissioning group it was) a code means on the day.
    pub fn sub_icb_on(&self, code: &str, day: Day) -> CodeId {
        self.resolve(self.book.find(code), CommissionerKind::SubIcb, day).code
    }

    /// Every code that can come out as somebody's commissioner, by whichever way: for a caller that must know what its
    /// cells may hold.
    pub fn payers(&self) -> impl Iterator<Item = &str> {
        let practices = self.practices.iter().map(|(_, row)| row.value.commissioner);
        let areas = self.directory.areas().iter().flat_map(|area| [area.pco, area.region, area.ods_la]);
        let hubs = self.provider_hubs.iter().map(|(_, row)| row.value);
        let regions = self.region_hubs.iter().flat_map(|(_, row)| [row.value.specialised, row.value.health_justice]);
        let groupings = self.region_hubs.keys().map(|key| self.book.find_key(key));
        let heirs = self.successions.0.iter().flat_map(|edge| [edge.old, edge.new]);
        let register = self.commissioners.keys().map(|key| self.book.find_key(key));
        let sites = self.justice.iter().map(|(_, row)| row.value.hub);
        let codes = practices.chain(areas).chain(hubs).chain(regions).chain(groupings).chain(heirs);
        codes.chain(register).chain(sites).map(|code| self.code_text(code))
    }
}
