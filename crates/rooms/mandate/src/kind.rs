//! The words of the room: capacities, posts, interests, instruments, levels.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use terms::{UnknownWord, words};

words! {
    /// How a person holds a post.
    Capacity, "a capacity", {
        /// Appointed to it.
        Substantive = "substantive", "Substantive";
        /// Engaged for a time while there is no substantive holder.
        Interim = "interim", "Interim";
        /// Covering while the holder is away.
        Acting = "acting", "Acting";
        /// Named to stand in; speaks only in the principal's absence.
        Deputy = "deputy", "Deputy";
    }
}

words! {
    /// What an executive or clinical director answers for.
    Portfolio, "a portfolio", {
        /// Money.
        Finance = "finance", "finance";
        /// Strategy and planning.
        Strategy = "strategy", "strategy";
        /// Delivery and performance.
        Performance = "performance", "performance";
        /// Operations.
        Operations = "operations", "operations";
        /// Contracts and commissioning.
        Commissioning = "commissioning", "commissioning";
        /// Acute care strategy.
        AcuteStrategy = "acute-strategy", "acute strategy";
        /// Partnerships.
        Partnerships = "partnerships", "partnerships";
        /// Corporate services.
        CorporateServices = "corporate-services", "corporate services";
        /// Primary care.
        PrimaryCare = "primary-care", "primary care";
        /// Nursing and quality.
        NursingAndQuality = "nursing-and-quality", "nursing and quality";
        /// Medical.
        Medical = "medical", "medical";
        /// Transformation.
        Transformation = "transformation", "transformation";
        /// Digital.
        Digital = "digital", "digital";
        /// People.
        Workforce = "workforce", "workforce";
        /// Public health, of a local authority.
        PublicHealth = "public-health", "public health";
        /// Adult social services, of a local authority.
        AdultSocialServices = "adult-social-services", "adult social services";
    }
}

macro_rules! post_kinds {
    ($($(#[$inner:meta])* $variant:ident = $slug:literal, $words:literal;)*) => {
        /// What kind of post.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PostKind {
            $($(#[$inner])* $variant,)*
            /// A director, by portfolio.
            Director(Portfolio),
        }

        impl PostKind {
            /// Every one but the directors, who are told apart by [`Portfolio::ALL`].
            pub const SINGLE: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in files, on the command line and in addresses; a director's is `director-` and the
            /// portfolio.
            pub fn slug(self) -> String {
                match self {
                    $(Self::$variant => $slug.to_owned(),)*
                    Self::Director(portfolio) => format!("director-{}", portfolio.slug()),
                }
            }

            /// The words people read.
            pub fn words(self) -> String {
                match self {
                    $(Self::$variant => $words.to_owned(),)*
                    Self::Director(portfolio) => format!("Director of {}", portfolio.words()),
                }
            }
        }

        impl FromStr for PostKind {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($slug => Ok(Self::$variant),)*
                    _ => text
                        .strip_prefix("director-")
                        .and_then(|portfolio| portfolio.parse().ok())
                        .map(Self::Director)
                        .ok_or_else(|| UnknownWord { found: text.to_owned(), what: "a kind of post" }),
                }
            }
        }
    };
}

post_kinds! {
    /// The accountable officer of a clinical commissioning group.
    AccountableOfficer = "accountable-officer", "Accountable officer";
    /// The chief executive of an integrated care board or council.
    ChiefExecutive = "chief-executive", "Chief executive";
    /// The chair.
    Chair = "chair", "Chair";
    /// The deputy chair.
    DeputyChair = "deputy-chair", "Deputy chair";
    /// A clinician who chairs the body.
    ClinicalChair = "clinical-chair", "Clinical chair";
    /// The chief finance officer.
    ChiefFinanceOfficer = "chief-finance-officer", "Chief finance officer";
    /// The medical director.
    MedicalDirector = "medical-director", "Medical director";
    /// The director of nursing.
    DirectorOfNursing = "director-of-nursing", "Director of nursing";
    /// The managing director of a place or of several bodies.
    ManagingDirector = "managing-director", "Managing director";
    /// A lay member of a governing body.
    LayMember = "lay-member", "Lay member";
    /// A registered nurse on a governing body.
    RegisteredNurse = "registered-nurse", "Registered nurse";
    /// A secondary care specialist on a governing body.
    SecondaryCareDoctor = "secondary-care-doctor", "Secondary care doctor";
    /// A non-executive member of a board.
    NonExecutiveMember = "non-executive-member", "Non-executive member";
    /// The member of a board nominated by trusts.
    TrustPartnerMember = "trust-partner-member", "Partner member for trusts";
    /// The member of a board nominated by primary medical services.
    PrimaryCarePartnerMember = "primary-care-partner-member", "Partner member for primary medical services";
    /// The member of a board nominated by local authorities.
    LocalAuthorityPartnerMember = "local-authority-partner-member", "Partner member for local authorities";
    /// A practice's representative among the members of a clinical commissioning group.
    PracticeRepresentative = "practice-representative", "Practice representative";
    /// A clinician who leads a locality or programme.
    ClinicalLead = "clinical-lead", "Clinical lead";
    /// The clerk: keeps the register of posts, schemes and meetings of a body.
    GoverningBodySecretary = "governing-body-secretary", "Governing body secretary";
    /// A head of a service or team.
    Head = "head", "Head of service";
    /// The holder of a budget.
    BudgetHolder = "budget-holder", "Budget holder";
    /// An officer of a local authority's scrutiny function, who answers and asks questions.
    ScrutinyOfficer = "scrutiny-officer", "Scrutiny officer";
    /// An auditor, inside or outside the body, who reads everything and decides nothing.
    Auditor = "auditor", "Auditor";
}

impl PostKind {
    /// Every one, directors by portfolio last.
    pub fn all() -> Vec<Self> {
        Self::SINGLE.iter().copied().chain(Portfolio::ALL.iter().copied().map(Self::Director)).collect()
    }

    /// Whether the holder leads and answers for the whole body.
    pub const fn leads_a_body(self) -> bool {
        matches!(self, Self::AccountableOfficer | Self::ChiefExecutive)
    }

    /// Whether the post is one of the executive management of a body.
    pub const fn is_executive(self) -> bool {
        matches!(
            self,
            Self::AccountableOfficer
                | Self::ChiefExecutive
                | Self::ChiefFinanceOfficer
                | Self::MedicalDirector
                | Self::DirectorOfNursing
                | Self::ManagingDirector
                | Self::Director(_)
        )
    }

    /// Whether the holder sits on the governing body or board itself, and so decides with it.
    pub const fn is_of_governing_body(self) -> bool {
        !matches!(
            self,
            Self::PracticeRepresentative
                | Self::ClinicalLead
                | Self::GoverningBodySecretary
                | Self::Head
                | Self::BudgetHolder
                | Self::ScrutinyOfficer
                | Self::Auditor
                | Self::Director(_)
        )
    }
}

impl fmt::Display for PostKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.slug())
    }
}

impl Serialize for PostKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.slug())
    }
}

impl<'de> Deserialize<'de> for PostKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

words! {
    /// The categories in which an interest is declared.
    ///
    /// Source: NHS England, Managing conflicts of interest in the NHS: guidance for staff and organisations (2017).
    InterestCategory, "a category of interest", {
        /// A direct financial benefit.
        Financial = "financial", "Financial";
        /// A non-financial professional benefit.
        NonFinancialProfessional = "non-financial-professional", "Non-financial professional";
        /// A personal benefit that is not professional and not directly financial.
        NonFinancialPersonal = "non-financial-personal", "Non-financial personal";
        /// A close association with somebody who has one of the others.
        Indirect = "indirect", "Indirect";
    }
}

words! {
    /// What kind of instrument gives or bounds a power.
    InstrumentKind, "a kind of instrument", {
        /// An act of Parliament, or an order or regulations under one.
        Statute = "statute", "Statute";
        /// A body's constitution.
        Constitution = "constitution", "Constitution";
        /// A scheme of reservation and delegation.
        Scheme = "scheme", "Scheme of reservation and delegation";
        /// A written delegation to a person or committee, under a scheme or straight under statute.
        DelegationAgreement = "delegation-agreement", "Delegation agreement";
        /// A direction by one who may direct.
        Direction = "direction", "Direction";
        /// A recorded decision that changes a remit, mandate or post.
        Resolution = "resolution", "Resolution";
    }
}

impl InstrumentKind {
    /// On what such an instrument may rest; nothing for a statute.
    pub const fn rests_on(self) -> &'static [Self] {
        match self {
            Self::Statute => &[],
            Self::Constitution | Self::Direction => &[Self::Statute],
            Self::Scheme => &[Self::Constitution],
            Self::DelegationAgreement => &[Self::Scheme, Self::Constitution, Self::Statute],
            Self::Resolution => &[Self::Scheme, Self::Constitution, Self::DelegationAgreement, Self::Statute],
        }
    }
}

words! {
    /// At which level a service is commissioned. Ordered: the more local is the smaller.
    Level, "a level", {
        /// A neighbourhood of some 30,000 to 50,000 people: a primary care network.
        Neighbourhood = "neighbourhood", "Neighbourhood";
        /// A place: a borough, county or commissioning group.
        Place = "place", "Place";
        /// A system: a footprint.
        System = "system", "System";
        /// A region.
        Region = "region", "Region";
        /// The nation.
        Nation = "nation", "Nation";
    }
}

words! {
    /// Which people a population holds.
    PopulationKind, "a kind of population", {
        /// Those registered with the body's practices.
        Registered = "registered", "registered people";
        /// Those who live in its area and are registered nowhere.
        UnregisteredResidents = "unregistered-residents", "unregistered residents";
    }
}

words! {
    /// What a post does on a committee.
    SeatRole, "a role on a committee", {
        /// Chairs it.
        Chair = "chair", "Chair";
        /// Chairs it in the chair's absence.
        DeputyChair = "deputy-chair", "Deputy chair";
        /// Speaks for bodies and uses their powers.
        Representative = "representative", "Representative";
        /// A member who speaks and is recorded, without a position of their own.
        Member = "member", "Member";
        /// Convenes it, keeps its papers and minutes.
        Clerk = "clerk", "Clerk";
    }
}
