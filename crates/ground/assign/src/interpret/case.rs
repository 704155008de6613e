//! Everything the questions may ask about one record on its day.

use crate::code::CodeId;
use crate::day::Day;
use crate::edition::{Edition, Scope};
use crate::key::{CodeKey, Key, PlaceKey, code_key};
use crate::outcome::{Flag, FlagSet};
use crate::predicate::Predicate;
use crate::record::{Decided, Field, Record, Traits};
use crate::reference::{
    Area, Country, CrossBorderPart, DelegationStatus, Placing, Practice, PracticeKind, PracticeLook, ProviderLook,
    PseudoGroup, Reference, ServiceCode,
};

/// One record, normalised, with the rows its codes lead to on the day.
#[derive(Clone, Debug)]
pub(crate) struct Case<'r> {
    pub(crate) reference: &'r Reference,
    pub(crate) edition: &'r Edition,
    pub(crate) scope: Scope,
    pub(crate) day: Day,
    pub(crate) traits: Traits,
    pub(crate) practice_key: Key<CodeKey>,
    pub(crate) practice: PracticeLook<'r>,
    pub(crate) recorded: Key<PlaceKey>,
    pub(crate) provider_key: Key<CodeKey>,
    pub(crate) site: ProviderLook,
    pub(crate) home: Home,
    pub(crate) service_key: Key<CodeKey>,
    pub(crate) service: Option<&'r ServiceCode>,
    /// The hub of the place of detention, when the recorded postcode is one on the day.
    pub(crate) detention: Option<CodeId>,
    pub(crate) contract: Option<CodeId>,
}

/// The effective usual place of residence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) postcode: Option<PlaceKey>,
    pub(crate) placing: Option<Placing>,
    pub(crate) country: Option<Country>,
    /// The provider's site stands in.
    pub(crate) substituted: bool,
}

/// The nation whose body pays when England does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nation {
    Wales,
    Scotland,
    NorthernIreland,
}

/// The traits of a record's small fields.
pub(crate) fn traits_of(reference: &Reference, record: &Record<'_>) -> Traits {
    let infertility = reference.is_infertility(record.get(Field::Diagnoses), record.get(Field::Procedures));
    Traits::cds_type(record.get(Field::CdsType))
        | Traits::tfc(record.get(Field::Tfc))
        | Traits::admin_category(record.get(Field::AdminCategory))
        | Traits::source_of_admission(record.get(Field::SourceOfAdmission))
        | Traits::ovcc(record.get(Field::Ovcc))
        | Traits::osv_agreement(record.get(Field::OsvAgreement))
        | Traits::ras_referral(record.get(Field::RasReferral))
        | Traits::section7a(record.get(Field::Section7a))
        | Traits::other_public_health(record.get(Field::OtherPublicHealth))
        | Traits::af_infertility(record.get(Field::AfInfertility))
        | Traits::options(record.get(Field::Options))
        | if infertility { Traits::INFERTILITY } else { Traits::default() }
}

impl<'r> Case<'r> {
    pub(crate) fn of(
        reference: &'r Reference,
        edition: &'r Edition,
        scope: Scope,
        record: &Record<'_>,
        traits: Traits,
        day: Day,
    ) -> Self {
        let practice_key = code_key(record.get(Field::GpPractice));
        let provider_key = code_key(record.get(Field::Provider));
        let service_key = code_key(record.get(Field::ServiceCode));
        let recorded = record.residence_key();
        let site = reference.provider(provider_key, day);
        let service = service_key.of().and_then(|key| reference.services.id(key));
        let detention = recorded.of().and_then(|place| reference.justice.id(u128::from(place)));
        Self {
            reference,
            edition,
            scope,
            day,
            traits,
            practice_key,
            practice: reference.practice(practice_key, day),
            recorded,
            provider_key,
            site,
            home: home(reference, recorded, site, day),
            service_key,
            service: service.and_then(|id| reference.services.valid(id, day)).map(|row| &row.value),
            detention: detention.and_then(|id| reference.justice.first_valid(id, day)).map(|row| row.value.hub),
            contract: reference.contract(provider_key, day),
        }
    }

    pub(crate) fn usable(&self) -> Option<&'r Practice> {
        match self.practice {
            PracticeLook::Usable(practice) => Some(practice),
            _ => None,
        }
    }

    /// The usable practice and its kind.
    pub(crate) fn kind(&self) -> Option<PracticeKind> {
        self.usable().map(|practice| self.reference.kind(practice))
    }

    pub(crate) fn is_english_dms(&self) -> bool {
        self.usable().is_some_and(|practice| self.reference.is_english_dms(practice, self.day))
    }

    pub(crate) fn home_area(&self) -> Option<&'r Area> {
        self.home.placing.and_then(|placing| self.reference.directory.area(placing.area))
    }

    pub(crate) fn site_postcode(&self) -> Option<PlaceKey> {
        match self.site {
            ProviderLook::Site { postcode, .. } => postcode,
            ProviderLook::NotFound => None,
        }
    }

    pub(crate) fn site_area(&self) -> Option<&'r Area> {
        self.reference.area_at(self.site_postcode(), self.day)
    }

    pub(crate) fn service_code(&self) -> CodeId {
        self.service_key.of().map_or(CodeId::NONE, |key| self.reference.book.find_key(key))
    }

    fn is_specialised(&self) -> bool {
        self.service.is_some_and(|service| service.specialised)
    }

    fn has_status(&self, statuses: &[DelegationStatus]) -> bool {
        self.service.is_some_and(|service| service.specialised && statuses.contains(&service.status))
    }

    fn in_border_home(&self) -> bool {
        self.home_area().is_some_and(|area| self.reference.is_border(area, self.day))
    }

    /// The nation whose body pays: Wales for a Welsh practice along the border, else by the home.
    ///
    /// Only homes in the three nations can arrive where this is asked.
    pub(crate) fn nation(&self) -> Nation {
        match self.home.country {
            _ if self.ask(Predicate::WelshPracticeBorderHome) => Nation::Wales,
            Some(Country::Scotland) => Nation::Scotland,
            Some(Country::NorthernIreland) => Nation::NorthernIreland,
            _ => Nation::Wales,
        }
    }

    /// The exact test of each question. What is not "yes" is "no": every record reaches an end.
    pub(crate) fn ask(&self, predicate: Predicate) -> bool {
        let (sets, traits) = (&self.edition.sets, self.traits);
        let letter = 1_u8 << traits.ovcc_number();
        match predicate {
            Predicate::HomeInEngland => self.home.country == Some(Country::England),
            Predicate::EnglishArmedForcesPractice => self.is_english_dms(),
            Predicate::LiableForCharges => {
                sets.chargeable & letter != 0 || sets.private.contains(&traits.admin_number())
            }
            Predicate::OrdinarilyResident => self.is_ordinarily_resident(),
            Predicate::HighlySpecialisedService => self.service.is_some_and(|service| service.highly_specialised),
            Predicate::StateWithRightOfAccess => self.is_recorded_pseudo(PseudoGroup::EuOrSimilar),
            Predicate::OtherAgreement => traits.agreement(),
            Predicate::RegisteredInEngland => {
                matches!(self.kind(), Some(PracticeKind::English | PracticeKind::Other)) || self.is_english_dms()
            }
            Predicate::WelshPracticeBorderHome => {
                self.usable().is_some_and(|practice| self.reference.is_welsh_board(practice.commissioner))
                    && self.in_border_home()
            }
            Predicate::EnglishPracticeBorderHome => self.kind() == Some(PracticeKind::English) && self.in_border_home(),
            Predicate::SpecialisedService => self.is_specialised(),
            Predicate::CrossBorderService => self.is_cross_border(),
            Predicate::ReferralAssessment => traits.referral(),
            Predicate::RetainedService => self.has_status(&sets.retained),
            Predicate::InScopeForDelegation => self.has_status(&sets.in_scope),
            Predicate::ContractWithProvider => self.contract.is_some(),
            Predicate::SecondaryDental => self.reference.dental.contains_key(&traits.tfc_number()),
            Predicate::HealthAndJustice => {
                self.detention.is_some() && (!self.scope.admitted || sets.penal.contains(&traits.source_number()))
            }
            Predicate::Section7a => match traits.section_7a() {
                Decided::Yes => true,
                Decided::No => false,
                Decided::Unsaid => self.service.is_some_and(|service| service.section_7a),
            },
            Predicate::OtherPublicHealth => traits.public_health(),
            Predicate::Infertility => traits.infertility(),
            Predicate::ArmedForcesInfertility => traits.armed_forces_case(),
            Predicate::DelegableService => self.has_status(&[DelegationStatus::Green]),
            Predicate::DelegationInPlace => {
                self.is_specialised()
                    && self.reference.delegated(self.responsible().code, self.service_code(), self.day)
            }
        }
    }

    fn is_ordinarily_resident(&self) -> bool {
        let (sets, letter) = (&self.edition.sets, 1_u8 << self.traits.ovcc_number());
        if sets.visitor & letter != 0 {
            return false;
        }
        let unsaid = self.traits.ovcc_number() == 0 && self.traits.missing_ovcc_is_a();
        if sets.resident & letter == 0 && !unsaid {
            return false;
        }
        let abroad = self.usable().is_some_and(|practice| {
            practice.postcode.is_some_and(crate::reference::is_forces_abroad)
                || self.reference.kind(practice) == PracticeKind::Crown
        });
        !abroad && self.home_in_uk()
    }

    fn home_in_uk(&self) -> bool {
        self.home.country.is_some_and(|country| country != Country::Elsewhere)
    }

    fn is_recorded_pseudo(&self, group: PseudoGroup) -> bool {
        self.recorded.of().is_some_and(|place| self.reference.pseudo_is(place, group))
    }

    /// Asked of specialised services only, in every edition there is; a code that is not one is never in the list.
    fn is_cross_border(&self) -> bool {
        if !self.is_specialised() {
            return false;
        }
        let part = match self.nation() {
            Nation::Wales => None,
            Nation::Scotland => Some(CrossBorderPart::Scotland),
            Nation::NorthernIreland => Some(CrossBorderPart::Ni),
        };
        let id = self.service_key.of().and_then(|key| self.reference.appendix_c.id(key));
        id.is_some_and(|id| {
            let mut valid = self.reference.appendix_c.rows(id).iter().filter(|row| row.span.holds(self.day));
            valid.any(|row| row.value == CrossBorderPart::All || Some(row.value) == part)
        })
    }

    /// Flags about the record's own codes, whichever question uses them.
    pub(crate) fn input_flags(&self) -> FlagSet {
        let mut flags = FlagSet::EMPTY;
        match self.practice {
            PracticeLook::Unstated => {}
            PracticeLook::NotFound => flags.put(Flag::PracticeNotFound, true),
            PracticeLook::NotUsable => flags.put(Flag::PracticeNotUsable, true),
            PracticeLook::Usable(practice) => {
                flags.put(Flag::PracticeProposed, crate::reference::is_proposed(practice));
            }
        }
        if self.home.substituted {
            flags.put(Flag::PostcodeSubstituted, true);
        } else {
            let pseudo = self.recorded.of().is_some_and(|place| self.reference.pseudo.contains_key(&place));
            flags.put(Flag::PostcodeNotFound, self.home.placing.is_none() && !pseudo);
            flags.put(Flag::PostcodeTerminated, self.home.placing.is_some_and(|row| row.span.until <= self.day));
        }
        match self.site {
            ProviderLook::NotFound => flags.put(Flag::ProviderNotFound, true),
            ProviderLook::Site { closed, .. } => flags.put(Flag::ProviderClosed, closed),
        }
        flags
    }

    /// Flags about the service code, for records of which the service is asked.
    fn service_flags(&self) -> FlagSet {
        let mut flags = FlagSet::EMPTY;
        if self.service.is_some() || self.service_key == Key::Blank {
            return flags;
        }
        let id = self.service_key.of().and_then(|key| self.reference.services.id(key));
        let retired =
            id.is_some_and(|id| self.reference.services.rows(id).iter().any(|row| row.span.until <= self.day));
        flags.put(if retired { Flag::RetiredServiceCode } else { Flag::UnknownServiceCode }, true);
        flags
    }

    /// Flags that belong to a question and are set only where it was asked.
    pub(crate) fn question_flags(&self, predicate: Predicate) -> FlagSet {
        let mut flags = FlagSet::EMPTY;
        let (sets, traits) = (&self.edition.sets, self.traits);
        match predicate {
            Predicate::OrdinarilyResident => flags.put(Flag::OvccMissing, traits.ovcc_number() == 0),
            Predicate::HighlySpecialisedService | Predicate::SpecialisedService => flags = self.service_flags(),
            Predicate::RegisteredInEngland => {
                let practice = self.ask(predicate);
                let home = self.home.country == Some(Country::England);
                let law = practice || self.home_in_uk();
                flags.put(Flag::B4ReadingsDiffer, practice != home || home != law);
            }
            Predicate::OtherAgreement => {
                flags.put(Flag::ReciprocalCountry, self.is_recorded_pseudo(PseudoGroup::Reciprocal));
                flags.put(Flag::LocalDecisionUsed, traits.agreement());
            }
            Predicate::ReferralAssessment => {
                flags.put(Flag::C3WelshResident, self.home.country == Some(Country::Wales));
                flags.put(Flag::LocalDecisionUsed, traits.referral());
            }
            Predicate::CrossBorderService => {
                flags.put(Flag::AppendixCNotLoaded, self.reference.appendix_c.len() == 0);
            }
            Predicate::RetainedService | Predicate::InScopeForDelegation | Predicate::ContractWithProvider => {
                let status = self.service.filter(|service| service.specialised).map(|service| service.status);
                flags.put(Flag::SpecStatusUnknown, status.is_some_and(|status| !sets.known.contains(&status)));
                flags.put(Flag::BlueService, status == Some(DelegationStatus::Blue));
            }
            Predicate::HealthAndJustice => {
                let doubtful = self.scope.admitted && sets.doubtful.contains(&traits.source_number());
                flags.put(Flag::HjSource39, doubtful && self.ask(predicate));
            }
            Predicate::Section7a => flags.put(Flag::LocalDecisionUsed, traits.section_7a() != Decided::Unsaid),
            Predicate::OtherPublicHealth => flags.put(Flag::LocalDecisionUsed, traits.public_health()),
            Predicate::ArmedForcesInfertility => flags.put(Flag::LocalDecisionUsed, traits.armed_forces_case()),
            _ => {}
        }
        flags
    }
}

/// The effective home: the provider's site, in England always, when the postcode is missing or unallocated.
///
/// A postcode that the directory does not hold is not missing: nothing stands in for it.
fn home(reference: &Reference, recorded: Key<PlaceKey>, site: ProviderLook, day: Day) -> Home {
    let unallocated = recorded.of().is_some_and(|place| reference.pseudo_is(place, PseudoGroup::Unallocated));
    if recorded == Key::Blank || unallocated {
        let postcode = match site {
            ProviderLook::Site { postcode, .. } => postcode,
            ProviderLook::NotFound => None,
        };
        let placing = reference.placing_at(postcode, day);
        return Home { postcode, placing, country: Some(Country::England), substituted: true };
    }
    let placing = reference.placing_at(recorded.of(), day);
    let country = placing.and_then(|placing| reference.directory.area(placing.area)).map(|area| area.country);
    Home { postcode: recorded.of(), placing, country, substituted: false }
}
