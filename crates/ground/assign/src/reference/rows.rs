//! The rows a caller gives, every cell as text, and the words they may hold.

use std::fmt;

/// A reference table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Table {
    /// General practices and who commissions them.
    Practices,
    /// The postcode directory.
    Postcodes,
    /// Providers and the postcode of their main site.
    Providers,
    /// Which specialised hub contracts with which provider.
    ProviderHub,
    /// The hubs of each region.
    RegionHub,
    /// The register of commissioners.
    Commissioners,
    /// Which commissioner took another's place.
    Succession,
    /// Commissioned service codes.
    ServiceCodes,
    /// Delegation agreements.
    Delegation,
    /// Services commissioned across borders.
    AppendixC,
    /// The area either side of the Welsh border, and the Welsh boards.
    BorderAreas,
    /// Treatment functions of secondary dental care.
    DentalTfc,
    /// Diagnoses and procedures of infertility care.
    InfertilityCodes,
    /// Places of detention.
    JusticeSites,
    /// Pseudo-postcodes.
    PseudoPostcodes,
    /// Which editions of the method this reference serves.
    Editions,
}

/// Columns whose codes can come out as an answer.
const ANSWERS: [&str; 10] = [
    "commissioner",
    "pco",
    "region",
    "ods_la",
    "hub_code",
    "specialised_hub",
    "health_justice_hub",
    "new_code",
    "icb",
    "sub_icb",
];

impl Table {
    /// Whether a code of this column can come out as an answer. Whoever reads a file must let in nothing but letters and
    /// digits there, so that no cell of a result can be taken for a formula by a spreadsheet.
    pub fn can_be_answer(self, column: &str) -> bool {
        ANSWERS.contains(&column) || (self == Self::Commissioners && column == "code")
    }

    /// Every table.
    pub const ALL: [Self; 16] = [
        Self::Practices,
        Self::Postcodes,
        Self::Providers,
        Self::ProviderHub,
        Self::RegionHub,
        Self::Commissioners,
        Self::Succession,
        Self::ServiceCodes,
        Self::Delegation,
        Self::AppendixC,
        Self::BorderAreas,
        Self::DentalTfc,
        Self::InfertilityCodes,
        Self::JusticeSites,
        Self::PseudoPostcodes,
        Self::Editions,
    ];

    /// The table's name; a folder of reference files holds `<name>.csv`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Practices => "practices",
            Self::Postcodes => "postcodes",
            Self::Providers => "providers",
            Self::ProviderHub => "provider_hub",
            Self::RegionHub => "region_hub",
            Self::Commissioners => "commissioners",
            Self::Succession => "succession",
            Self::ServiceCodes => "service_codes",
            Self::Delegation => "delegation",
            Self::AppendixC => "appendix_c",
            Self::BorderAreas => "border_areas",
            Self::DentalTfc => "dental_tfc",
            Self::InfertilityCodes => "infertility_codes",
            Self::JusticeSites => "justice_sites",
            Self::PseudoPostcodes => "pseudo_postcodes",
            Self::Editions => "editions",
        }
    }

    /// The columns the table must have; others may stand beside them.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Practices => &[
                "practice_code",
                "name",
                "national_grouping",
                "hlhg",
                "postcode",
                "status",
                "commissioner",
                "valid_from",
                "valid_to",
            ],
            Self::Postcodes => {
                &["postcode", "country", "pco", "icb", "region", "ons_la", "ods_la", "valid_from", "valid_to"]
            }
            Self::Providers => &["provider_code", "name", "postcode", "valid_from", "valid_to"],
            Self::ProviderHub => &["provider_code", "hub_code", "valid_from", "valid_to"],
            Self::RegionHub => &["region", "specialised_hub", "health_justice_hub", "valid_from", "valid_to"],
            Self::Commissioners => &["code", "type", "icb", "region", "valid_from", "valid_to"],
            Self::Succession => &["old_code", "new_code", "effective_date"],
            Self::ServiceCodes => &[
                "service_code",
                "description",
                "delegation_status",
                "specialised",
                "highly_specialised",
                "section7a",
                "valid_from",
                "valid_to",
            ],
            Self::Delegation => &["sub_icb", "service_code", "delegated", "valid_from", "valid_to"],
            Self::AppendixC => &["service_code", "part", "valid_from", "valid_to"],
            Self::BorderAreas => &["code_type", "code", "name"],
            Self::DentalTfc => &["tfc", "description"],
            Self::InfertilityCodes => &["code_system", "code", "match"],
            Self::JusticeSites => &["site_name", "postcode", "hub_code", "valid_from", "valid_to"],
            Self::PseudoPostcodes => &["postcode", "group", "meaning"],
            Self::Editions => &["edition", "valid_from", "valid_to"],
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One row of the postcode directory, the one table long enough to deserve a path of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct PostcodeRow<'a> {
    /// The postcode, in any spelling. Where records give a small area or a residence-responsibility code and no postcode,
    /// that code may stand here with its own row, and in the record's postcode field.
    pub postcode: &'a str,
    /// GSS code of the country.
    pub country: &'a str,
    /// Sub-ICB location or devolved body.
    pub pco: &'a str,
    /// Integrated care board; blank when the issue has no such column.
    pub icb: &'a str,
    /// NHS England region.
    pub region: &'a str,
    /// GSS code of the local authority.
    pub ons_la: &'a str,
    /// ODS code of the local authority.
    pub ods_la: &'a str,
    /// First day, ISO; blank is open.
    pub valid_from: &'a str,
    /// Last day, ISO; blank is open.
    pub valid_to: &'a str,
}

/// A fixed set of words.
pub(crate) trait Word: Sized + 'static {
    /// Every one, in order.
    const ALL: &'static [Self];
}

impl Word for Table {
    const ALL: &'static [Self] = &Self::ALL;
}

macro_rules! cell_words {
    ($(#[$meta:meta])* $name:ident ($wanted:literal) { $($(#[$doc:meta])* $variant:ident = $($text:literal)|+,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum $name { $($(#[$doc])* $variant,)* }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        impl $name {
            pub(crate) const WANTED: &'static str = $wanted;

            pub(crate) fn of_cell(text: &str) -> Option<Self> {
                $($(if text.eq_ignore_ascii_case($text) { return Some(Self::$variant); })+)*
                None
            }
        }
    };
}

cell_words! {
    /// Whether a practice may be used.
    PracticeStatus ("ACTIVE, PROPOSED, CLOSED, DORMANT or INACTIVE, or their first letter") {
        /// Open.
        Active = "A" | "ACTIVE",
        /// Not yet open; it counts.
        Proposed = "P" | "PROPOSED",
        /// Closed, dormant or inactive.
        Closed = "C" | "CLOSED" | "D" | "DORMANT" | "I" | "INACTIVE",
    }
}

cell_words! {
    /// What kind of commissioner a code is.
    CommissionerKind ("SUB_ICB, CCG, SPEC_HUB, HJ_HUB, NATIONAL_HUB or OTHER") {
        /// A sub-ICB location, or the clinical commissioning group it was.
        SubIcb = "SUB_ICB" | "CCG",
        /// A specialised commissioning hub.
        SpecHub = "SPEC_HUB",
        /// A health and justice hub.
        HjHub = "HJ_HUB",
        /// A national hub.
        NationalHub = "NATIONAL_HUB",
        /// Anything else.
        Other = "OTHER",
    }
}

cell_words! {
    /// Who holds the budget of a specialised service, by the colour of its line.
    DelegationStatus ("RED, BLUE, GREEN, AMBER or NOT APPLICABLE") {
        /// Retained.
        Red = "RED",
        /// Retained or local, by contract.
        Blue = "BLUE",
        /// Suitable for delegation.
        Green = "GREEN",
        /// Suitable, not yet delegated.
        Amber = "AMBER",
        /// None of these.
        Unknown = "NOT APPLICABLE" | "N/A" | "UNKNOWN" | "",
    }
}

cell_words! {
    /// Which patients a cross-border service is for.
    CrossBorderPart ("ALL, SCOTLAND or NI") {
        /// Everyone in the devolved nations.
        All = "ALL",
        /// Scotland only.
        Scotland = "SCOTLAND",
        /// Northern Ireland only.
        Ni = "NI",
    }
}

cell_words! {
    /// What a pseudo-postcode stands for.
    PseudoGroup ("UNALLOCATED, EU_OR_SIMILAR or NON_EEA_RECIPROCAL") {
        /// No real address: the provider's site stands in.
        Unallocated = "UNALLOCATED",
        /// A state with right of access to highly specialised services.
        EuOrSimilar = "EU_OR_SIMILAR",
        /// Another country with a reciprocal agreement.
        Reciprocal = "NON_EEA_RECIPROCAL",
    }
}

cell_words! {
    /// Which list a border code belongs to.
    BorderKind ("ICB, UNITARY_AUTHORITY or LHB") {
        /// An English board along the border.
        Icb = "ICB",
        /// A Welsh authority along the border.
        Authority = "UNITARY_AUTHORITY",
        /// A Welsh local health board.
        Lhb = "LHB",
    }
}

cell_words! {
    /// How a clinical code is compared.
    CodeMatch ("PREFIX3 or EXACT4") {
        /// The first three characters.
        Prefix3 = "PREFIX3",
        /// The first four characters.
        Exact4 = "EXACT4",
    }
}

cell_words! {
    /// Which classification a clinical code is of.
    CodeSystem ("ICD10 or OPCS4") {
        /// Diagnoses.
        Icd10 = "ICD10",
        /// Procedures.
        Opcs4 = "OPCS4",
    }
}

cell_words! {
    /// Yes or no in a table.
    YesNo ("1, 0, Y, N, YES or NO") {
        /// Yes.
        Yes = "1" | "Y" | "YES",
        /// No.
        No = "0" | "N" | "NO" | "NOT APPLICABLE" | "",
    }
}
