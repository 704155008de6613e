//! The fixed words of interventions.

use terms::words;

words! {
    /// One way in which an authority intervenes. None implies another. Rule R3.
    Regime, "a regime", {
        /// A direction on a group's authorisation.
        AuthorisationDirection = "authorisation-direction", "Authorisation direction";
        /// A direction that binds.
        Direction = "direction", "Direction";
        /// What a body promises so that it is not directed.
        Undertaking = "undertaking", "Undertaking";
        /// A requirement under a provider's licence.
        LicenceRequirement = "licence-requirement", "Licence requirement";
        /// Special measures.
        SpecialMeasures = "special-measures", "Special measures";
        /// The Recovery Support Programme.
        RecoverySupport = "recovery-support", "Recovery support";
    }
}

words! {
    /// What a document that lays requirements on a body is.
    InstrumentKind, "a kind of instrument", {
        /// A direction on a group's authorisation.
        AuthorisationDirection = "authorisation-direction", "Authorisation direction";
        /// A direction that binds.
        Direction = "direction", "Direction";
        /// What a body promises: it never refuses an act. Rule R40.
        Undertaking = "undertaking", "Undertaking";
        /// A requirement under a provider's licence.
        LicenceRequirement = "licence-requirement", "Licence requirement";
    }
}

impl From<InstrumentKind> for Regime {
    fn from(kind: InstrumentKind) -> Self {
        match kind {
            InstrumentKind::AuthorisationDirection => Self::AuthorisationDirection,
            InstrumentKind::Direction => Self::Direction,
            InstrumentKind::Undertaking => Self::Undertaking,
            InstrumentKind::LicenceRequirement => Self::LicenceRequirement,
        }
    }
}

words! {
    /// A programme that a body enters and leaves, any number of times. It binds nobody.
    Programme, "a programme", {
        /// Special measures.
        SpecialMeasures = "special-measures", "Special measures";
        /// The Recovery Support Programme.
        RecoverySupport = "recovery-support", "Recovery support";
    }
}

impl From<Programme> for Regime {
    fn from(programme: Programme) -> Self {
        match programme {
            Programme::SpecialMeasures => Self::SpecialMeasures,
            Programme::RecoverySupport => Self::RecoverySupport,
        }
    }
}

words! {
    /// What a body is in the law of intervention.
    BodyClass, "a kind of body that can be intervened in", {
        /// A clinical commissioning group.
        CommissioningGroup = "ccg", "Clinical commissioning group";
        /// An integrated care board.
        CareBoard = "icb", "Integrated care board";
        /// An NHS trust.
        Trust = "trust", "NHS trust";
        /// An NHS foundation trust.
        FoundationTrust = "ft", "NHS foundation trust";
        /// A local authority: never directed. Rule R6.
        LocalAuthority = "local-authority", "Local authority";
        /// A provider that is no NHS trust.
        Provider = "provider", "Provider";
        /// Whoever may direct: NHS England, and those before it.
        Authority = "authority", "NHS England or a body before it";
    }
}

words! {
    /// How an intervention ended.
    Ending, "how an intervention ended", {
        /// Its requirements were met and it was lifted.
        Lifted = "lifted", "Met and lifted";
        /// Lifted with requirements unmet, for a published reason. Rule R28.
        LiftedRegardless = "lifted-regardless", "Lifted with requirements unmet";
        /// Another took its place.
        Replaced = "replaced", "Replaced";
        /// The body ended, and it with the body.
        Lapsed = "lapsed", "Lapsed at dissolution";
    }
}

words! {
    /// The tier of a post. Rule R34.
    Tier, "a tier of posts", {
        /// Leads the body.
        Lead = "0", "Leads the body";
        /// An executive.
        Executive = "1", "Executive";
        /// Reports to an executive.
        NextTier = "2", "Reports to an executive";
        /// Everybody else.
        Rest = "3", "The rest";
    }
}

words! {
    /// How surely something in the law or in a table is known.
    Standing, "how surely something is known", {
        /// Read in a published source.
        Read = "read", "Read";
        /// Statute.
        Statute = "statute", "Statute";
        /// General knowledge: shown as assumed wherever it decides something.
        Assumed = "assumed", "Assumed";
    }
}
