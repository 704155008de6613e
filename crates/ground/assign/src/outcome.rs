//! The words of an answer: terminals, methods, statuses, flags and reasons.

use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The one of this name.
            pub fn named(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.name() == text)
            }

            /// The number of the word, for columns of small numbers.
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The word of a number.
            pub fn numbered(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number)).copied()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

words! {
    /// What kind of commissioner the record ends at.
    Terminal {
        /// The sub-ICB location where the provider's main site stands.
        HostSubIcb = "HOST_SUB_ICB",
        /// The sub-ICB location responsible for the patient.
        ResponsibleSubIcb = "RESPONSIBLE_SUB_ICB",
        /// A private patient or a chargeable overseas visitor: no NHS commissioner pays.
        PrivateCov = "PRIVATE_COV",
        /// NHS England, armed forces.
        NhseArmedForces = "NHSE_ARMED_FORCES",
        /// NHS England, the specialised hub that contracts with the provider.
        NhseSpecHubProvider = "NHSE_SPEC_HUB_PROVIDER",
        /// NHS England, the specialised hub of the patient's population.
        NhseSpecHubGp = "NHSE_SPEC_HUB_GP",
        /// A retained specialised service at a provider without a contract for it.
        SpecNotContracted = "SPEC_NOT_CONTRACTED",
        /// NHS England, health and justice.
        NhseHjHub = "NHSE_HJ_HUB",
        /// NHS England, public health under section 7A, by region.
        NhseRegionPublicHealth = "NHSE_REGION_PUBLIC_HEALTH",
        /// A local authority, for other public health.
        LocalAuthority = "LOCAL_AUTHORITY",
        /// A Welsh local health board.
        WelshLhb = "WELSH_LHB",
        /// A Scottish health board.
        ScottishHb = "SCOTTISH_HB",
        /// A local commissioning group of Northern Ireland.
        NiLcg = "NI_LCG",
        /// Wales, specialised.
        Whssc = "WHSSC",
        /// Scotland, specialised.
        ScotlandNsd = "SCOTLAND_NSD",
        /// Northern Ireland, specialised.
        NiHscb = "NI_HSCB",
        /// A person must decide by the overseas visitor guidance.
        SeeOsvGuidance = "SEE_OSV_GUIDANCE",
        /// The type of data set is outside the method.
        OutOfScope = "OUT_OF_SCOPE",
        /// The date that decides is missing or not a date.
        InvalidInput = "INVALID_INPUT",
        /// No edition covers the date.
        NoEdition = "NO_EDITION",
        /// NHS England paid for secondary dental care; the sources seen do not show under which code.
        NhseSecondaryDental = "NHSE_SECONDARY_DENTAL",
        /// A dated local override names the commissioner; the graph was not walked.
        LocalOverride = "LOCAL_OVERRIDE",
    }
}

words! {
    /// How the code was found.
    Method {
        /// A code fixed by the method.
        Fixed = "FIXED",
        /// From the registered practice.
        Gp = "GP",
        /// From the usual place of residence.
        Res = "RES",
        /// From the provider's main site, standing in for a missing residence.
        Site = "SITE",
        /// From the provider's main site, as host.
        Host = "HOST",
        /// From the postcode of the practice.
        PracticeSite = "PRACTICE_SITE",
        /// From the provider's contract with a hub.
        Provider = "PROVIDER",
        /// From the list of places of detention.
        AppF = "APPF",
        /// Looked for and not found: nothing is guessed.
        None = "NONE",
        /// The terminal has no code by design.
        Na = "NA",
        /// From a local override.
        Override = "OVERRIDE",
    }
}

words! {
    /// Whether the record has a commissioner.
    Status {
        /// A code was found.
        Assigned = "ASSIGNED",
        /// A code was looked for and not found.
        Unassigned = "UNASSIGNED",
        /// The terminal has no code by design.
        NoCode = "NO_CODE",
    }
}

words! {
    /// Something a reader should know about a record. A flag never changes the answer.
    Flag {
        /// The charging category is blank or says nothing, where node B asked for it.
        OvccMissing = "OVCC_MISSING",
        /// At B-4 the practice, an English home and the statutory reading do not agree.
        B4ReadingsDiffer = "B4_READINGS_DIFFER",
        /// C-3 was asked of a person who lives in Wales.
        C3WelshResident = "C3_WELSH_RESIDENT",
        /// B-3 was asked and the recorded country has a reciprocal agreement.
        ReciprocalCountry = "RECIPROCAL_COUNTRY",
        /// The service is specialised and its delegation status is none of those the edition knows.
        SpecStatusUnknown = "SPEC_STATUS_UNKNOWN",
        /// The service is blue: who holds the budget is a matter of local contract.
        BlueService = "BLUE_SERVICE",
        /// The service code ended before the assignment date.
        RetiredServiceCode = "RETIRED_SERVICE_CODE",
        /// The service code is not known on the assignment date.
        UnknownServiceCode = "UNKNOWN_SERVICE_CODE",
        /// The practice code is in no practice file.
        PracticeNotFound = "PRACTICE_NOT_FOUND",
        /// The practice was not open on the assignment date.
        PracticeNotUsable = "PRACTICE_NOT_USABLE",
        /// The practice was proposed on the assignment date; it counts.
        PracticeProposed = "PRACTICE_PROPOSED",
        /// The code found had ended; its only successor is used.
        CommissionerSucceeded = "COMMISSIONER_SUCCEEDED",
        /// The code found had not begun; its only predecessor is used.
        CommissionerPreceded = "COMMISSIONER_PRECEDED",
        /// The practice's commissioner is not a sub-ICB location on the date, so the next step decides.
        CommissionerNotSubIcb = "COMMISSIONER_NOT_SUB_ICB",
        /// The recorded postcode is not in the directory.
        PostcodeNotFound = "POSTCODE_NOT_FOUND",
        /// The postcode is missing or unallocated; the provider's main site stands in.
        PostcodeSubstituted = "POSTCODE_SUBSTITUTED",
        /// The recorded postcode was terminated before the date; it still resolves.
        PostcodeTerminated = "POSTCODE_TERMINATED",
        /// The provider has no site on the date.
        ProviderNotFound = "PROVIDER_NOT_FOUND",
        /// The provider had closed by the date; its last site is used.
        ProviderClosed = "PROVIDER_CLOSED",
        /// Admitted from a place of detention by source 39, which also means police custody and court.
        HjSource39 = "HJ_SOURCE_39",
        /// A local decision answered a question on the path.
        LocalDecisionUsed = "LOCAL_DECISION_USED",
        /// C-1 was asked and the list of cross-border services is not loaded: it answers No.
        AppendixCNotLoaded = "APPENDIX_C_NOT_LOADED",
        /// The edition was applied to a date outside its own, as a what-if.
        EditionForced = "EDITION_FORCED",
        /// The sources support this edition only in part.
        EditionPartial = "EDITION_PARTIAL",
    }
}

/// A set of [`Flag`]s.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlagSet(pub(crate) u32);

impl FlagSet {
    /// No flag.
    pub const EMPTY: Self = Self(0);

    /// The set of one flag.
    pub const fn of(flag: Flag) -> Self {
        Self(1 << flag as u32)
    }

    /// The bits, in the order of [`Flag::ALL`].
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set of these bits.
    pub const fn of_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Whether the flag is set.
    pub const fn holds(self, flag: Flag) -> bool {
        self.0 & Self::of(flag).0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set, with the flag when `set`.
    pub(crate) fn put(&mut self, flag: Flag, set: bool) {
        self.0 |= u32::from(set) << flag as u32;
    }

    /// The flags, in order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.iter().copied().filter(move |flag| self.holds(*flag))
    }
}

impl fmt::Display for FlagSet {
    /// The names, `;` between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, flag) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(";")?;
            }
            f.write_str(flag.name())?;
        }
        Ok(())
    }
}

impl fmt::Debug for FlagSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FlagSet({self})")
    }
}

impl Serialize for FlagSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Terminal {
    /// Whether the terminal has no code by design.
    pub const fn has_no_code(self) -> bool {
        matches!(
            self,
            Self::SpecNotContracted
                | Self::SeeOsvGuidance
                | Self::OutOfScope
                | Self::InvalidInput
                | Self::NoEdition
                | Self::NhseSecondaryDental
        )
    }

    const fn phrase(self) -> &'static str {
        match self {
            Self::HostSubIcb => "The commissioner is the sub-ICB location that hosts the provider",
            Self::ResponsibleSubIcb => "The commissioner is the sub-ICB location responsible for the patient",
            Self::PrivateCov => "The patient is private or a chargeable overseas visitor, so no NHS commissioner pays",
            Self::NhseArmedForces => "NHS England commissions this care for the armed forces and their families",
            Self::NhseSpecHubProvider => "NHS England's specialised hub for the provider commissions this service",
            Self::NhseSpecHubGp => {
                "NHS England's specialised hub for the patient's population commissions this service"
            }
            Self::SpecNotContracted => {
                "NHS England keeps this specialised service and has no contract for it with the provider"
            }
            Self::NhseHjHub => "NHS England commissions care for people in this place of detention",
            Self::NhseRegionPublicHealth => "NHS England's region commissions this public health service",
            Self::LocalAuthority => "The local authority commissions this public health activity",
            Self::WelshLhb => "The Welsh local health board is responsible",
            Self::ScottishHb => "The Scottish health board is responsible",
            Self::NiLcg => "The Northern Ireland commissioning group is responsible",
            Self::Whssc => "Wales pays for this specialised service",
            Self::ScotlandNsd => "Scotland's national services division pays for this specialised service",
            Self::NiHscb => "Northern Ireland pays for this specialised service",
            Self::SeeOsvGuidance => {
                "An agreement covers this visitor: a person must decide by the overseas visitor guidance"
            }
            Self::OutOfScope => "This type of data set is outside the method",
            Self::InvalidInput => "The date that decides is missing or is not a date",
            Self::NoEdition => "No edition of the method covers the date",
            Self::NhseSecondaryDental => {
                "NHS England paid for secondary dental care; the sources seen do not show under which code"
            }
            Self::LocalOverride => "A dated local override names the commissioner",
        }
    }
}

impl Method {
    const fn phrase(self) -> &'static str {
        match self {
            Self::Fixed => ", under the code the method fixes.",
            Self::Gp => ", found from the registered practice.",
            Self::Res => ", found from the usual place of residence.",
            Self::Site => ", found from the provider's main site because the residence is missing or unallocated.",
            Self::Host => ", found from the provider's main site.",
            Self::PracticeSite => ", found from where the practice stands.",
            Self::Provider => ", found from the provider's contract.",
            Self::AppF => ", found from the list of places of detention.",
            Self::None => ", but no code can be found and none is guessed.",
            Self::Na | Self::Override => ".",
        }
    }
}

/// Why, as one small number: the terminal and the method together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReasonId(pub(crate) u16);

impl ReasonId {
    /// The reason of a terminal reached by a method.
    pub const fn of(terminal: Terminal, method: Method) -> Self {
        Self((terminal as u16) << 4 | method as u16)
    }

    /// The number: below 512, so that sentences may be kept in a table of that length.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The reason of a number.
    pub const fn numbered(number: u16) -> Self {
        Self(number)
    }

    /// One sentence.
    pub fn sentence(self) -> String {
        match (Terminal::numbered((self.0 >> 4) as u8), Method::numbered((self.0 & 15) as u8)) {
            (Some(terminal), Some(method)) => format!("{}{}", terminal.phrase(), method.phrase()),
            _ => String::new(),
        }
    }
}
