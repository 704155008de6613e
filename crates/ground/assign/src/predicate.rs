//! The questions the method can ask, as typed predicates; what each one tests is in `interpret::ask`.

macro_rules! predicates {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// A question with an exact test. An edition says which node asks which.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Predicate { $($(#[$doc])* $variant,)* }

        impl Predicate {
            /// Every predicate.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the files of editions.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The predicate of this name.
            pub fn named(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|predicate| predicate.name() == text)
            }
        }
    };
}

predicates! {
    /// The effective home is in England; a missing or unallocated address always is.
    HomeInEngland = "home_in_england",
    /// Usable practice of parent 13Q that stands in England.
    EnglishArmedForcesPractice = "english_armed_forces_practice",
    /// Private, or a charging category that makes the visitor pay.
    LiableForCharges = "liable_for_charges",
    /// A resident's charging category, no practice abroad, and a home in the United Kingdom.
    OrdinarilyResident = "ordinarily_resident",
    /// The service code is highly specialised on the day.
    HighlySpecialisedService = "highly_specialised_service",
    /// The recorded pseudo-postcode is in the list of states with right of access.
    StateWithRightOfAccess = "state_with_right_of_access",
    /// Local decision: another agreement covers the visitor.
    OtherAgreement = "other_agreement",
    /// Usable practice that is English, or of the armed forces in England, or without an English area.
    RegisteredInEngland = "registered_in_england",
    /// Usable practice of a Welsh board, and a home in the border area.
    WelshPracticeBorderHome = "welsh_practice_border_home",
    /// Usable English practice, and a home in the border area.
    EnglishPracticeBorderHome = "english_practice_border_home",
    /// The service code is specialised on the day.
    SpecialisedService = "specialised_service",
    /// The service code is in the cross-border list for the patient's nation.
    CrossBorderService = "cross_border_service",
    /// Local decision: the patient came through the referral assessment service.
    ReferralAssessment = "referral_assessment",
    /// The service is specialised and its status is one the edition calls retained.
    RetainedService = "retained_service",
    /// The service is specialised and its status is one the edition calls in scope for delegation.
    InScopeForDelegation = "in_scope_for_delegation",
    /// A hub contracts with the provider on the day.
    ContractWithProvider = "contract_with_provider",
    /// The treatment function is dental.
    SecondaryDental = "secondary_dental",
    /// The recorded postcode is a place of detention and, for admitted patients, so is the source of admission.
    HealthAndJustice = "health_and_justice",
    /// Local decision, or the service code's mark, for section 7A public health.
    Section7a = "section_7a",
    /// Local decision: other public health.
    OtherPublicHealth = "other_public_health",
    /// A diagnosis or procedure of the infertility list.
    Infertility = "infertility",
    /// Local decision: agreed armed-forces infertility case.
    ArmedForcesInfertility = "armed_forces_infertility",
    /// The service is specialised and green.
    DelegableService = "delegable_service",
    /// The service is specialised and delegated to the responsible sub-ICB location on the day.
    DelegationInPlace = "delegation_in_place",
}

impl Predicate {
    /// The predicate's bit in a set of answers.
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}
