//! The input: one activity record, as text and as numbers.

use crate::key::{Key, PlaceKey, body_key, code_key, key_length, key_text, place_key};
use serde::Serialize;

/// A column of the input, in the order of the specification of the national data sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Local key of the record; not read by the method.
    RecordId,
    /// Type of commissioning data set.
    CdsType,
    /// Emergency care arrival date.
    ArrivalDate,
    /// Outpatient appointment date.
    AppointmentDate,
    /// Start date of the hospital provider spell.
    SpellStartDate,
    /// Discharge date of the hospital provider spell.
    DischargeDate,
    /// General practice of registration (at admission, for admitted patients).
    GpPractice,
    /// Postcode of usual address (at admission, for admitted patients).
    Postcode,
    /// Provider.
    Provider,
    /// Administrative category.
    AdminCategory,
    /// Overseas visitor charging category.
    Ovcc,
    /// Commissioned service code.
    ServiceCode,
    /// Activity treatment function.
    Tfc,
    /// Source of admission.
    SourceOfAdmission,
    /// Primary and secondary diagnoses, `;` between them.
    Diagnoses,
    /// Primary and secondary procedures, `;` between them.
    Procedures,
    /// Local decision: another reciprocal agreement covers the visitor.
    OsvAgreement,
    /// Local decision: referred through the referral assessment service.
    RasReferral,
    /// Local decision: section 7A public health (`Y`, `N`, blank: by the service code).
    Section7a,
    /// Local decision: other public health activity.
    OtherPublicHealth,
    /// Local decision: agreed armed-forces infertility case.
    AfInfertility,
    /// Options of the run, `key=value;…`.
    Options,
    /// Lower layer super output area of residence, of the 2011 or the 2021 census; read where no postcode is given.
    Lsoa,
    /// Body responsible for the residence, such as a sub-ICB location; read where neither postcode nor small area is given.
    ResidenceResponsibility,
}

impl Field {
    /// Every field, in order.
    pub const ALL: [Self; 24] = [
        Self::RecordId,
        Self::CdsType,
        Self::ArrivalDate,
        Self::AppointmentDate,
        Self::SpellStartDate,
        Self::DischargeDate,
        Self::GpPractice,
        Self::Postcode,
        Self::Provider,
        Self::AdminCategory,
        Self::Ovcc,
        Self::ServiceCode,
        Self::Tfc,
        Self::SourceOfAdmission,
        Self::Diagnoses,
        Self::Procedures,
        Self::OsvAgreement,
        Self::RasReferral,
        Self::Section7a,
        Self::OtherPublicHealth,
        Self::AfInfertility,
        Self::Options,
        Self::Lsoa,
        Self::ResidenceResponsibility,
    ];

    /// The fields that say where the patient lives: the first of them that is given counts.
    pub const RESIDENCE: [Self; 3] = [Self::Postcode, Self::Lsoa, Self::ResidenceResponsibility];

    /// The column's name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecordId => "record_id",
            Self::CdsType => "cds_type",
            Self::ArrivalDate => "arrival_date",
            Self::AppointmentDate => "appointment_date",
            Self::SpellStartDate => "spell_start_date",
            Self::DischargeDate => "discharge_date",
            Self::GpPractice => "gp_practice",
            Self::Postcode => "postcode",
            Self::Provider => "provider",
            Self::AdminCategory => "admin_category",
            Self::Ovcc => "ovcc",
            Self::ServiceCode => "service_code",
            Self::Tfc => "tfc",
            Self::SourceOfAdmission => "source_of_admission",
            Self::Diagnoses => "diagnoses",
            Self::Procedures => "procedures",
            Self::OsvAgreement => "osv_agreement",
            Self::RasReferral => "ras_referral",
            Self::Section7a => "section7a",
            Self::OtherPublicHealth => "other_public_health",
            Self::AfInfertility => "af_infertility",
            Self::Options => "options",
            Self::Lsoa => "lsoa",
            Self::ResidenceResponsibility => "residence_responsibility",
        }
    }

    /// The name of the item in the national data dictionary, for fields that are one.
    pub const fn dictionary_name(self) -> Option<&'static str> {
        Some(match self {
            Self::CdsType => "CDS TYPE CODE",
            Self::ArrivalDate => "EMERGENCY CARE ARRIVAL DATE",
            Self::AppointmentDate => "APPOINTMENT DATE",
            Self::SpellStartDate => "START DATE (HOSPITAL PROVIDER SPELL)",
            Self::DischargeDate => "DISCHARGE DATE (HOSPITAL PROVIDER SPELL)",
            Self::GpPractice => "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)",
            Self::Postcode => "POSTCODE OF USUAL ADDRESS",
            Self::Provider => "ORGANISATION CODE (CODE OF PROVIDER)",
            Self::AdminCategory => "ADMINISTRATIVE CATEGORY CODE",
            Self::Ovcc => "OVERSEAS VISITOR CHARGING CATEGORY",
            Self::ServiceCode => "SERVICE CODE",
            Self::Tfc => "ACTIVITY TREATMENT FUNCTION CODE",
            Self::SourceOfAdmission => "SOURCE OF ADMISSION (HOSPITAL PROVIDER SPELL)",
            Self::ResidenceResponsibility => "ORGANISATION IDENTIFIER (RESIDENCE RESPONSIBILITY)",
            _ => return None,
        })
    }

    /// The field a column of this name holds.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// The hash of a pseudonymous local key, made by the caller: the crate never sees the key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub [u8; 32]);

/// One activity record, every field as text; what is absent is blank.
///
/// For admitted patients the practice and the postcode are those at admission: the row must already carry them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record<'a> {
    values: [&'a str; 24],
    /// The hash under which an [`Override`](crate::Override) may be kept for this patient.
    pub override_key: Option<KeyHash>,
}

impl<'a> Record<'a> {
    /// A record whose fields are what `value` gives for each.
    pub fn read(value: impl FnMut(Field) -> &'a str) -> Self {
        Self { values: Field::ALL.map(value), override_key: None }
    }

    /// The text of a field.
    pub fn get(&self, field: Field) -> &'a str {
        self.values.get(field as usize).copied().unwrap_or_default()
    }

    /// Sets the text of a field.
    pub fn set(&mut self, field: Field, value: &'a str) {
        if let Some(slot) = self.values.get_mut(field as usize) {
            *slot = value;
        }
    }

    /// The field that says where the patient lives: the first that is given of postcode, small area and body responsible for
    /// the residence; the postcode when none is.
    pub fn residence(&self) -> Field {
        let given = |field: &Field| !self.get(*field).trim().is_empty();
        Field::RESIDENCE.into_iter().find(given).unwrap_or(Field::Postcode)
    }

    /// Where the patient lives, as the directory is asked.
    pub(crate) fn residence_key(&self) -> Key<PlaceKey> {
        let field = self.residence();
        match field {
            Field::ResidenceResponsibility => body_key(self.get(field)),
            _ => place_key(self.get(field)),
        }
    }

    /// The same record with one field set.
    #[must_use]
    pub fn with(mut self, field: Field, value: &'a str) -> Self {
        self.set(field, value);
        self
    }
}

/// The small coded fields of a record, packed into one number.
///
/// A columnar reader makes one value for each distinct text of each column, once, and combines the columns of a record
/// with `|`. Each function of this type fills its own bits; a field that was never given answers as blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Traits(pub(crate) u64);

impl std::ops::BitOr for Traits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Traits {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

const CDS: u32 = 0;
const TFC: u32 = 10;
const ADMIN: u32 = 20;
const SOURCE: u32 = 27;
const OVCC: u32 = 34;
const FLAGS: u32 = 37;

const INFERTILITY: u64 = 1 << FLAGS;
const OSV_AGREEMENT: u64 = 1 << (FLAGS + 1);
const RAS_REFERRAL: u64 = 1 << (FLAGS + 2);
const SECTION_7A_YES: u64 = 1 << (FLAGS + 3);
const SECTION_7A_NO: u64 = 1 << (FLAGS + 4);
const OTHER_PUBLIC_HEALTH: u64 = 1 << (FLAGS + 5);
const AF_INFERTILITY: u64 = 1 << (FLAGS + 6);
const MISSING_OVCC_IS_A: u64 = 1 << (FLAGS + 7);

/// What a local decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decided {
    Yes,
    No,
    Unsaid,
}

impl Traits {
    /// The number, for a column of traits.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The traits of a number that [`Traits::bits`] gave.
    pub const fn of_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Type of data set.
    pub fn cds_type(text: &str) -> Self {
        Self(padded(text, 3) << CDS)
    }

    /// Treatment function.
    pub fn tfc(text: &str) -> Self {
        Self(padded(text, 3) << TFC)
    }

    /// Administrative category.
    pub fn admin_category(text: &str) -> Self {
        Self(padded(text, 2) << ADMIN)
    }

    /// Source of admission.
    pub fn source_of_admission(text: &str) -> Self {
        Self(padded(text, 2) << SOURCE)
    }

    /// Charging category: `A` to `F`, or anything else, which says nothing.
    pub fn ovcc(text: &str) -> Self {
        let letter = match code_key(text) {
            Key::Of(key @ 0x41..=0x46) => key as u64 - 0x40,
            _ => 0,
        };
        Self(letter << OVCC)
    }

    /// Whether another agreement covers the visitor.
    pub fn osv_agreement(text: &str) -> Self {
        yes(text, OSV_AGREEMENT)
    }

    /// Whether the patient came through the referral assessment service.
    pub fn ras_referral(text: &str) -> Self {
        yes(text, RAS_REFERRAL)
    }

    /// Whether the activity is section 7A public health.
    pub fn section7a(text: &str) -> Self {
        yes(text, SECTION_7A_YES) | if code_key(text) == Key::Of(0x4E) { Self(SECTION_7A_NO) } else { Self(0) }
    }

    /// Whether the activity is other public health.
    pub fn other_public_health(text: &str) -> Self {
        yes(text, OTHER_PUBLIC_HEALTH)
    }

    /// Whether the case is an agreed armed-forces infertility case.
    pub fn af_infertility(text: &str) -> Self {
        yes(text, AF_INFERTILITY)
    }

    /// The options of the run; the one the method knows is `missing_ovcc=A`.
    pub fn options(text: &str) -> Self {
        let mut said = text.split(';').filter_map(|option| option.split_once('='));
        let is = |(name, value): (&str, &str)| {
            name.trim().eq_ignore_ascii_case("missing_ovcc") && value.trim().eq_ignore_ascii_case("a")
        };
        if said.any(is) { Self(MISSING_OVCC_IS_A) } else { Self(0) }
    }

    /// Traits of a record with an infertility diagnosis or procedure; which codes these are, a
    /// [`Reference`](crate::Reference) knows.
    pub(crate) const INFERTILITY: Self = Self(INFERTILITY);

    pub(crate) const fn cds_number(self) -> u16 {
        (self.0 >> CDS & 0x3FF) as u16
    }

    pub(crate) const fn tfc_number(self) -> u16 {
        (self.0 >> TFC & 0x3FF) as u16
    }

    pub(crate) const fn admin_number(self) -> u8 {
        (self.0 >> ADMIN & 0x7F) as u8
    }

    pub(crate) const fn source_number(self) -> u8 {
        (self.0 >> SOURCE & 0x7F) as u8
    }

    /// 0 for nothing said, then 1 for `A` to 6 for `F`.
    pub(crate) const fn ovcc_number(self) -> u8 {
        (self.0 >> OVCC & 7) as u8
    }

    pub(crate) const fn infertility(self) -> bool {
        self.0 & INFERTILITY != 0
    }

    pub(crate) const fn agreement(self) -> bool {
        self.0 & OSV_AGREEMENT != 0
    }

    pub(crate) const fn referral(self) -> bool {
        self.0 & RAS_REFERRAL != 0
    }

    pub(crate) const fn section_7a(self) -> Decided {
        if self.0 & SECTION_7A_YES != 0 {
            Decided::Yes
        } else if self.0 & SECTION_7A_NO != 0 {
            Decided::No
        } else {
            Decided::Unsaid
        }
    }

    pub(crate) const fn public_health(self) -> bool {
        self.0 & OTHER_PUBLIC_HEALTH != 0
    }

    pub(crate) const fn armed_forces_case(self) -> bool {
        self.0 & AF_INFERTILITY != 0
    }

    pub(crate) const fn missing_ovcc_is_a(self) -> bool {
        self.0 & MISSING_OVCC_IS_A != 0
    }
}

fn yes(text: &str, bit: u64) -> Traits {
    if code_key(text) == Key::Of(0x59) { Traits(bit) } else { Traits(0) }
}

/// The number of a code of `width` digits after padding with zeros on the left, plus one; zero for anything else.
pub(crate) fn padded(text: &str, width: u32) -> u64 {
    let Key::Of(key) = code_key(text) else { return 0 };
    if key_length(key) > width {
        return 0;
    }
    key_text(key)
        .bytes()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
        .map_or(0, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_in_the_order_of_their_numbers() {
        for (number, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!((field as usize, Field::named(field.name())), (number, Some(field)));
        }
    }

    #[test]
    fn small_fields_are_padded_and_never_disturb_each_other() {
        let traits = Traits::cds_type("20") | Traits::tfc(" 140") | Traits::admin_category("2") | Traits::ovcc("f ");
        assert_eq!((traits.cds_number(), traits.tfc_number()), (21, 141));
        assert_eq!((traits.admin_number(), traits.ovcc_number(), traits.source_number()), (3, 6, 0));
        assert_eq!(Traits::cds_type("0020"), Traits(0));
        assert_eq!((Traits::tfc("999").tfc_number(), Traits::source_of_admission("99").source_number()), (1000, 100));
        assert_eq!((Traits::ovcc("P"), Traits::ovcc("AA")), (Traits(0), Traits(0)));
    }

    #[test]
    fn local_decisions_are_yes_only_when_they_say_yes() {
        assert_eq!(Traits::section7a("y").section_7a(), Decided::Yes);
        assert_eq!(Traits::section7a(" N ").section_7a(), Decided::No);
        assert_eq!(Traits::section7a("yes").section_7a(), Decided::Unsaid);
        assert!(Traits::osv_agreement("Y").agreement() && !Traits::osv_agreement("true").agreement());
        assert!(Traits::options("x=1; MISSING_OVCC = a").missing_ovcc_is_a());
        assert!(!Traits::options("missing_ovcc=B").missing_ovcc_is_a());
    }
}
