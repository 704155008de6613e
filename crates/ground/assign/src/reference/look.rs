//! The look-ups of the method: each takes the day.
//!
//! Source: Commissioner Assignment Method 2025/26, guidance sections 10 to 13, and the classification of practices that
//! holds in the old and the new layout of the practice file.

use super::{
    Area, CommissionerKind, Country, Dated, Directory, Placing, Practice, PracticeStatus, PseudoGroup, Reference,
    Resolved,
};
use crate::code::CodeId;
use crate::day::Day;
use crate::key::{CodeKey, Key, PlaceKey, first_three, literal};

/// What a practice code leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PracticeLook<'r> {
    /// Blank, or one of the default codes: no practice is stated.
    Unstated,
    /// In no practice file.
    NotFound,
    /// Known, and not open on the day.
    NotUsable,
    /// Open, or proposed.
    Usable(&'r Practice),
}

/// The kind of a usable practice: the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PracticeKind {
    /// Armed forces.
    Dms,
    /// Welsh.
    Welsh,
    /// Of the Channel Islands or the Isle of Man.
    Crown,
    /// Prison, high-secure, or without an English area.
    Other,
    /// English.
    English,
}

/// The site of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProviderLook {
    /// No provider of this code had opened by the day.
    NotFound,
    /// Its main site, and whether it had closed.
    Site {
        /// Where, when the row gives a postcode.
        postcode: Option<PlaceKey>,
        /// Whether the row ended before the day.
        closed: bool,
    },
}

/// The codes that say "no practice": none, not applicable, not known.
pub(crate) const DEFAULT_PRACTICES: [CodeKey; 3] = [literal("V81997"), literal("V81998"), literal("V81999")];
/// Armed forces commissioning at NHS England, the parent of every armed-forces practice.
const ARMED_FORCES: CodeKey = literal("13Q");
/// The grouping of Welsh practices until 2025.
const WELSH_GROUPING: CodeKey = literal("W00");
/// Health geographies of the Isle of Man, Jersey, Guernsey and Alderney.
const ISLANDS: [CodeKey; 4] = [literal("YAC"), literal("YAD"), literal("YAE"), literal("YAF")];
/// The health geography that says "no English area".
const NO_ENGLISH_AREA: CodeKey = literal("Q99");

impl Reference {
    pub(crate) fn practice(&self, code: Key<CodeKey>, day: Day) -> PracticeLook<'_> {
        let key = match code {
            Key::Blank => return PracticeLook::Unstated,
            Key::Strange => return PracticeLook::NotFound,
            Key::Of(key) if DEFAULT_PRACTICES.contains(&key) => return PracticeLook::Unstated,
            Key::Of(key) => key,
        };
        self.practices.id(key).map_or(PracticeLook::NotFound, |id| self.practice_numbered(id, day))
    }

    pub(crate) fn practice_numbered(&self, id: u32, day: Day) -> PracticeLook<'_> {
        match self.practices.valid(id, day) {
            Some(row) if row.value.status != PracticeStatus::Closed => PracticeLook::Usable(&row.value),
            _ => PracticeLook::NotUsable,
        }
    }

    pub(crate) fn kind(&self, practice: &Practice) -> PracticeKind {
        let commissioner = self.book.key(practice.commissioner);
        let area = self.book.key(practice.health_geography);
        if commissioner == ARMED_FORCES {
            PracticeKind::Dms
        } else if self.book.key(practice.grouping) == WELSH_GROUPING || self.is_welsh_board(practice.commissioner) {
            PracticeKind::Welsh
        } else if ISLANDS.contains(&area) || practice.postcode.is_some_and(is_island) {
            PracticeKind::Crown
        } else if area == NO_ENGLISH_AREA || self.is_hub(practice.commissioner) {
            PracticeKind::Other
        } else {
            PracticeKind::English
        }
    }

    /// Whether the code is one of the Welsh boards of the border list.
    pub(crate) fn is_welsh_board(&self, code: CodeId) -> bool {
        code.is_some() && self.border.boards.holds(code)
    }

    /// Whether the code is registered as a health and justice or a national hub.
    fn is_hub(&self, code: CodeId) -> bool {
        let kinds = [CommissionerKind::HjHub, CommissionerKind::NationalHub];
        code.is_some()
            && self
                .commissioners
                .id(self.book.key(code))
                .is_some_and(|id| self.commissioners.rows(id).iter().any(|row| kinds.contains(&row.value.kind)))
    }

    /// Where an armed-forces practice stands, if that is England.
    pub(crate) fn is_english_dms(&self, practice: &Practice, day: Day) -> bool {
        self.kind(practice) == PracticeKind::Dms
            && self.area_at(practice.postcode, day).is_some_and(|area| area.country == Country::England)
    }

    pub(crate) fn placing_at(&self, postcode: Option<PlaceKey>, day: Day) -> Option<Placing> {
        self.directory.on(self.directory.id(postcode?)?, day)
    }

    pub(crate) fn area_at(&self, postcode: Option<PlaceKey>, day: Day) -> Option<&Area> {
        self.directory.area(self.placing_at(postcode, day)?.area)
    }

    /// The number of a provider's rows in a table: by its code as written, or by its first three characters.
    pub(crate) fn provider_in<R>(table: &Dated<R>, code: CodeKey) -> Option<u32> {
        table.id(code).or_else(|| table.id(first_three(code)?))
    }

    pub(crate) fn provider(&self, code: Key<CodeKey>, day: Day) -> ProviderLook {
        let id = code.of().and_then(|code| Self::provider_in(&self.providers, code));
        match id.and_then(|id| self.providers.begun(id, day)) {
            None => ProviderLook::NotFound,
            Some(row) => ProviderLook::Site { postcode: row.value.postcode, closed: row.span.until <= day },
        }
    }

    /// The hub that contracts with a provider on the day, as the table writes it.
    pub(crate) fn contract(&self, code: Key<CodeKey>, day: Day) -> Option<CodeId> {
        let id = Self::provider_in(&self.provider_hubs, code.of()?)?;
        self.provider_hubs.valid(id, day).map(|row| row.value)
    }

    pub(crate) fn sub_icb(&self, code: CodeId, day: Day) -> Resolved {
        self.resolve(code, CommissionerKind::SubIcb, day)
    }

    pub(crate) fn hub(&self, code: CodeId, day: Day) -> Resolved {
        self.resolve(code, CommissionerKind::SpecHub, day)
    }

    /// The specialised hub of a region on the day; a code that is no region has none.
    pub(crate) fn region_hub(&self, region: CodeId, day: Day) -> Option<CodeId> {
        let id = self.region_hubs.id(self.book.key(region)).filter(|_| region.is_some())?;
        self.region_hubs.valid(id, day).map(|row| row.value.specialised)
    }

    /// Whether a code is an English region on the day.
    pub(crate) fn is_region(&self, region: CodeId, day: Day) -> bool {
        self.region_hub(region, day).is_some()
    }

    /// Whether a place lies in the border area. An issue of the directory without boards is read through the register.
    pub(crate) fn is_border(&self, area: &Area, day: Day) -> bool {
        let icb = if area.icb.is_some() { area.icb } else { self.icb_of(area.pco, day) };
        self.is_border_icb(icb, day) || (area.ons_la.is_some() && self.border.authorities.holds(area.ons_la))
    }

    fn icb_of(&self, pco: CodeId, day: Day) -> CodeId {
        let resolved = self.sub_icb(pco, day).code;
        let id = self.commissioners.id(self.book.key(resolved)).filter(|_| resolved.is_some());
        id.and_then(|id| self.commissioners.valid(id, day)).map_or(CodeId::NONE, |row| row.value.icb)
    }

    /// Whether the delegation table says yes for a location and a service on the day.
    pub(crate) fn delegated(&self, sub_icb: CodeId, service: CodeId, day: Day) -> bool {
        if !sub_icb.is_some() {
            return false;
        }
        let row = |service| {
            self.delegation.id(delegation_key(sub_icb, service)).and_then(|id| self.delegation.valid(id, day))
        };
        let one = service.is_some().then(|| row(service)).flatten();
        one.or_else(|| row(self.book.find_key(EVERY_SERVICE))).is_some_and(|row| row.value)
    }

    /// Whether the place is in one of the lists of pseudo-postcodes under this group.
    pub(crate) fn pseudo_is(&self, place: PlaceKey, group: PseudoGroup) -> bool {
        self.pseudo.get(&place).is_some_and(|groups| groups.iter().any(|(held, _)| *held == group))
    }

    /// Whether a text of diagnoses or procedures, `;` between them, holds an infertility code.
    pub(crate) fn is_infertility(&self, diagnoses: &str, procedures: &str) -> bool {
        let holds = |text: &str, list: &[(super::CodeMatch, CodeKey)]| {
            text.split(';').any(|code| list.iter().any(|(matched, wanted)| clinical(code, *matched) == Some(*wanted)))
        };
        holds(diagnoses, &self.infertility.diagnoses) || holds(procedures, &self.infertility.procedures)
    }
}

/// The service code that stands for every service in the delegation table.
pub(crate) const EVERY_SERVICE: CodeKey = literal("*");

/// The key of a location and a service in the delegation table.
pub(crate) fn delegation_key(sub_icb: CodeId, service: CodeId) -> CodeKey {
    u128::from(sub_icb.0) << 16 | u128::from(service.0)
}

/// The first three or four letters and digits of a clinical code.
pub(crate) fn clinical(text: &str, matched: super::CodeMatch) -> Option<CodeKey> {
    let length = match matched {
        super::CodeMatch::Prefix3 => 3,
        super::CodeMatch::Exact4 => 4,
    };
    let mut kept = text.bytes().filter(u8::is_ascii_alphanumeric).take(length);
    let key =
        kept.try_fold((0_u128, 0), |(key, n), byte| Some((key << 8 | u128::from(byte.to_ascii_uppercase()), n + 1)))?;
    (key.1 == length).then_some(key.0)
}

/// Whether a practice's postcode is of Jersey, Guernsey or the Isle of Man: `^(JE|GY|IM)[0-9]`.
fn is_island(postcode: PlaceKey) -> bool {
    let text = crate::key::place_text(postcode);
    let mut bytes = text.bytes();
    let area = (bytes.next(), bytes.next());
    matches!(area, (Some(b'J'), Some(b'E')) | (Some(b'G'), Some(b'Y')) | (Some(b'I'), Some(b'M')))
        && bytes.next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Whether a practice is proposed: it counts, and is flagged.
pub(crate) fn is_proposed(practice: &Practice) -> bool {
    practice.status == PracticeStatus::Proposed
}

/// Whether a postcode is of a forces post office that is taken as abroad at node B: `^BF[12][0-9][A-Z][A-Z]$`.
pub(crate) fn is_forces_abroad(postcode: PlaceKey) -> bool {
    is_forces(postcode, b"12")
}

/// Whether a postcode is of any forces post office, as public health reads it: `^BF[0-9][0-9][A-Z][A-Z]$`.
pub(crate) fn is_forces_any(postcode: PlaceKey) -> bool {
    is_forces(postcode, b"0123456789")
}

fn is_forces(postcode: PlaceKey, digits: &[u8]) -> bool {
    let text = crate::key::place_text(postcode);
    match text.as_bytes() {
        [b'B', b'F', first, second, a, b] => {
            digits.contains(first) && second.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase()
        }
        _ => false,
    }
}

impl Directory {
    /// Every day on which a place changes area.
    pub(crate) fn changes(&self, postcode: Option<PlaceKey>) -> impl Iterator<Item = Day> {
        postcode
            .and_then(|key| self.id(key))
            .into_iter()
            .flat_map(|place| self.placings(place))
            .map(|row| row.span.from)
    }
}
