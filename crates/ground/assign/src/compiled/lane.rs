//! One edition, compiled with its reference for a window of days.

use super::facts::{
    AreaFact, PlaceFact, Places, PracticeFact, ProviderFact, ServiceFact, Worker, area, place, practice, provider,
    service,
};
use super::segments::Segments;
use super::table::Table;
use super::{Coded, Outcome, PathId};
use crate::code::CodeId;
use crate::day::Span;
use crate::edition::{Derivation, Edition, Support};
use crate::error::AssignError;
use crate::key::CodeKey;
use crate::outcome::{Flag, FlagSet, Method, Terminal};
use crate::predicate::Predicate;
use crate::record::{Decided, Traits};
use crate::reference::Reference;

/// An end with its codes looked up.
#[derive(Clone, Copy, Debug)]
enum Finds {
    Fixed(CodeId),
    Host,
    Responsible,
    ProviderHub,
    PopulationHub,
    NoCode,
    JusticeHub,
    PublicHealthRegion,
    LocalAuthority,
    DevolvedGeneral { wales: CodeId },
    DevolvedSpecialised { wales: CodeId, scotland: CodeId },
}

/// A way through the graph, ready to be taken.
#[derive(Clone, Copy, Debug)]
struct Ready {
    finds: Finds,
    terminal: Terminal,
    /// The flags its questions may set.
    mask: u32,
}

/// What a type of data set means to the edition.
#[derive(Clone, Copy, Debug)]
struct Entry {
    entry: u32,
    admitted: bool,
}

/// An edition compiled with its reference.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    pub(crate) edition: Edition,
    pub(crate) window: Span,
    pub(crate) table: Table,
    pub(crate) first_path: u16,
    forced: bool,
    entries: Vec<Option<Entry>>,
    ready: Vec<Ready>,
    private: [bool; 128],
    penal: [bool; 128],
    doubtful: [bool; 128],
    dental: Vec<bool>,
    practices: Segments<PracticeFact>,
    areas: Segments<AreaFact>,
    places: Places,
    providers: Segments<ProviderFact>,
    services: Segments<ServiceFact>,
    delegated: Segments<bool>,
    always: FlagSet,
    appendix_c_loaded: bool,
}

/// Flags of the several local decisions, told apart until the path is known; they become one.
const LOCAL: [(Predicate, u32); 5] = [
    (Predicate::OtherAgreement, 1 << 27),
    (Predicate::ReferralAssessment, 1 << 28),
    (Predicate::Section7a, 1 << 29),
    (Predicate::OtherPublicHealth, 1 << 30),
    (Predicate::ArmedForcesInfertility, 1 << 31),
];
const EVERY_LOCAL: u32 = 0x1F << 27;

/// Flags about the record's own codes, whichever question uses them.
const INPUT: u32 = flag(Flag::PracticeNotFound)
    | flag(Flag::PracticeNotUsable)
    | flag(Flag::PracticeProposed)
    | flag(Flag::PostcodeSubstituted)
    | flag(Flag::PostcodeNotFound)
    | flag(Flag::PostcodeTerminated)
    | flag(Flag::ProviderNotFound)
    | flag(Flag::ProviderClosed);

const fn flag(flag: Flag) -> u32 {
    FlagSet::of(flag).bits()
}

/// The flags that belong to a question: they are set only where it was asked.
fn mask(predicate: Predicate) -> u32 {
    let local = LOCAL.iter().find(|(local, _)| *local == predicate).map_or(0, |(_, bit)| *bit);
    local
        | match predicate {
            Predicate::OrdinarilyResident => flag(Flag::OvccMissing),
            Predicate::HighlySpecialisedService | Predicate::SpecialisedService => {
                flag(Flag::RetiredServiceCode) | flag(Flag::UnknownServiceCode)
            }
            Predicate::RegisteredInEngland => flag(Flag::B4ReadingsDiffer),
            Predicate::OtherAgreement => flag(Flag::ReciprocalCountry),
            Predicate::ReferralAssessment => flag(Flag::C3WelshResident),
            Predicate::CrossBorderService => flag(Flag::AppendixCNotLoaded),
            Predicate::RetainedService | Predicate::InScopeForDelegation | Predicate::ContractWithProvider => {
                flag(Flag::SpecStatusUnknown) | flag(Flag::BlueService)
            }
            Predicate::HealthAndJustice => flag(Flag::HjSource39),
            _ => 0,
        }
}

/// What of a record's facts is read ahead.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Far {
    /// Of its place.
    pub(crate) held: u16,
    /// Of its practice.
    pub(crate) practice: PracticeFact,
}

/// The rows a record leads to, each as a fact.
struct Facts {
    practice: PracticeFact,
    place: PlaceFact,
    provider: ProviderFact,
    service: ServiceFact,
    home: AreaFact,
    /// The bits of the home's country; England when the provider's site stands in.
    country: u32,
    substituted: bool,
    day: i32,
}

impl Lane {
    pub(crate) fn of(
        reference: &Reference,
        edition: &Edition,
        window: Span,
        forced: bool,
        providers: &[CodeKey],
        first_path: u16,
    ) -> Result<Self, AssignError> {
        let table = Table::of(edition)?;
        let worker = Worker::new(reference, edition, window);
        let mut entries = vec![None; 1024];
        for scope in &edition.scope {
            if let Some(entry) = entries.get_mut(usize::from(scope.cds)) {
                *entry = Some(Entry { entry: table.entry(scope.entry), admitted: scope.admitted });
            }
        }
        let ready = table.ways().iter().map(|way| {
            let end = edition.ends.get(usize::from(way.end));
            let asked = Predicate::ALL.iter().filter(|predicate| way.asked & predicate.bit() != 0);
            Ready {
                finds: end.map_or(Finds::NoCode, |end| finds(reference, &end.derivation)),
                terminal: end.and_then(|end| end.terminal).unwrap_or(Terminal::InvalidInput),
                mask: asked.fold(INPUT, |bits, predicate| bits | mask(*predicate)),
            }
        });
        let mut always = FlagSet::EMPTY;
        always.put(Flag::EditionPartial, edition.support == Support::Partial);
        let mut dental = vec![false; 1024];
        for number in reference.dental.keys() {
            if let Some(slot) = dental.get_mut(usize::from(*number)) {
                *slot = true;
            }
        }
        let sets = &edition.sets;
        Ok(Self {
            ready: ready.collect(),
            entries,
            private: listed(&sets.private),
            penal: listed(&sets.penal),
            doubtful: listed(&sets.doubtful),
            dental,
            practices: worker.practices(),
            areas: worker.areas(),
            places: worker.places(),
            providers: worker.providers(providers),
            services: worker.services(),
            delegated: worker.delegated(),
            always,
            appendix_c_loaded: reference.appendix_c.len() > 0,
            edition: edition.clone(),
            window,
            forced,
            first_path,
            table,
        })
    }

    /// How many facts the lane holds, by kind: for a reader who wants to know what was compiled.
    pub(crate) fn n_facts(&self) -> [(&'static str, usize); 7] {
        [
            ("ways", self.table.ways().len()),
            ("practice facts", self.practices.n_facts()),
            ("area facts", self.areas.n_facts()),
            ("place facts", self.places.n_aside()),
            ("provider facts", self.providers.n_facts()),
            ("service facts", self.services.n_facts()),
            ("delegation facts", self.delegated.n_facts()),
        ]
    }

    /// What is held of a record's place, to be given to [`Lane::assign`].
    #[inline]
    pub(crate) fn held(&self, record: &Coded) -> u16 {
        self.places.held(record.postcode)
    }

    /// What is known of a record's practice, to be given to [`Lane::assign`].
    #[inline]
    pub(crate) fn practice(&self, record: &Coded) -> PracticeFact {
        self.practices.on(record.practice, record.day).copied().unwrap_or_default()
    }

    pub(crate) fn reads(&self, traits: Traits) -> bool {
        self.entries.get(usize::from(traits.cds_number())).is_some_and(Option::is_some)
    }

    pub(crate) fn flags_on(&self, day: i32) -> FlagSet {
        let mut flags = self.always;
        flags.put(Flag::EditionForced, self.forced && !self.edition.span.holds(crate::day::Day(day)));
        flags
    }

    /// The answer for one record of a type this edition reads, on a day of its window.
    #[inline]
    pub(crate) fn assign(&self, reference: &Reference, record: &Coded, far: Far) -> Outcome {
        let (day, traits) = (record.day, record.traits);
        let entry = self.entries.get(usize::from(traits.cds_number())).copied().flatten();
        let entry = entry.unwrap_or(Entry { entry: 0, admitted: false });
        let place = self.places.on(record.postcode, far.held, day);
        let provider = self.providers.on(record.provider, day).copied().unwrap_or_default();
        let substituted = place.bits & (place::MISSING | place::UNALLOCATED) != 0;
        let home =
            self.areas.on(if substituted { provider.area } else { place.area }, day).copied().unwrap_or_default();
        let facts = Facts {
            practice: far.practice,
            service: self.services.on(record.service, day).copied().unwrap_or_default(),
            country: if substituted { area::ENGLAND } else { home.bits & area::UK },
            place,
            provider,
            home,
            substituted,
            day,
        };
        let answers = self.answers(reference, &facts, traits, entry.admitted);
        let way = self.table.way(entry.entry, answers);
        let Some(ready) = self.ready.get(way as usize) else { return Outcome::NOTHING };
        let said =
            facts.practice.said.flags | facts.place.said.flags | facts.provider.said.flags | facts.service.said.flags;
        let mut flags = (said | self.question_flags(&facts, traits, answers, entry.admitted)) & ready.mask;
        if flags & EVERY_LOCAL != 0 {
            flags = flags & !EVERY_LOCAL | flag(Flag::LocalDecisionUsed);
        }
        let (terminal, step) = self.find(ready, &facts, answers);
        Outcome {
            commissioner: step.0,
            terminal,
            method: step.1,
            path: PathId(self.first_path + way as u16),
            flags: FlagSet(flags | step.2).and(self.flags_on(day)),
        }
    }

    /// The answers to every question at once.
    fn answers(&self, reference: &Reference, facts: &Facts, traits: Traits, admitted: bool) -> u32 {
        let Facts { practice, place, provider, service, home, country, .. } = facts;
        let sets = &self.edition.sets;
        let (ovcc, letter) = (traits.ovcc_number(), 1_u8 << traits.ovcc_number());
        let listed = |list: &[bool; 128], number: u8| list.get(usize::from(number)).copied().unwrap_or_default();
        let border = home.bits & area::BORDER != 0;
        let specialised = service.bits & service::SPECIALISED != 0;
        let welsh = practice.bits & practice::WELSH_BOARD != 0 && border;
        let resident_letter = sets.resident & letter != 0 || (ovcc == 0 && traits.missing_ovcc_is_a());
        let resident = sets.visitor & letter == 0
            && resident_letter
            && practice.bits & practice::ABROAD == 0
            && country & area::UK != 0;
        let cross = service.bits & service::CROSS_ALL != 0
            || !welsh && country & area::SCOTLAND != 0 && service.bits & service::CROSS_SCOTLAND != 0
            || !welsh && country & area::NORTHERN_IRELAND != 0 && service.bits & service::CROSS_NI != 0;
        let section_7a = match traits.section_7a() {
            Decided::Yes => true,
            Decided::No => false,
            Decided::Unsaid => service.bits & service::SECTION_7A != 0,
        };
        let detained = place.detention.is_some() && (!admitted || listed(&self.penal, traits.source_number()));
        let liable = sets.chargeable & letter != 0 || listed(&self.private, traits.admin_number());
        let dental = self.dental.get(usize::from(traits.tfc_number())).copied().unwrap_or_default();
        let delegated = specialised && self.is_delegated(reference, facts);
        let answer = |predicate: Predicate, yes: bool| u32::from(yes) << predicate as u32;
        let said = practice.said.answers | place.said.answers | provider.said.answers | service.said.answers;
        said | answer(Predicate::HomeInEngland, country & area::ENGLAND != 0)
            | answer(Predicate::LiableForCharges, liable)
            | answer(Predicate::OrdinarilyResident, resident)
            | answer(Predicate::OtherAgreement, traits.agreement())
            | answer(Predicate::WelshPracticeBorderHome, welsh)
            | answer(Predicate::EnglishPracticeBorderHome, practice.bits & practice::ENGLISH != 0 && border)
            | answer(Predicate::CrossBorderService, specialised && cross)
            | answer(Predicate::ReferralAssessment, traits.referral())
            | answer(Predicate::SecondaryDental, dental)
            | answer(Predicate::HealthAndJustice, detained)
            | answer(Predicate::Section7a, section_7a)
            | answer(Predicate::OtherPublicHealth, traits.public_health())
            | answer(Predicate::Infertility, traits.infertility())
            | answer(Predicate::ArmedForcesInfertility, traits.armed_forces_case())
            | answer(Predicate::DelegationInPlace, delegated)
    }

    fn is_delegated(&self, reference: &Reference, facts: &Facts) -> bool {
        let (responsible, ..) = self.responsible(facts);
        if facts.service.bits & service::OWN_DELEGATION != 0 {
            return reference.delegated(responsible, facts.service.code, crate::day::Day(facts.day));
        }
        responsible.is_some() && self.delegated.on(u32::from(responsible.0), facts.day).copied().unwrap_or_default()
    }

    fn question_flags(&self, facts: &Facts, traits: Traits, answers: u32, admitted: bool) -> u32 {
        let country = facts.country;
        let set = |bits: u32, yes: bool| if yes { bits } else { 0 };
        let has = |predicate: Predicate| answers & predicate.bit() != 0;
        let (registered, at_home) = (has(Predicate::RegisteredInEngland), has(Predicate::HomeInEngland));
        let law = registered || country & area::UK != 0;
        let doubtful = self.doubtful.get(usize::from(traits.source_number())).copied().unwrap_or_default();
        let local = LOCAL.map(|(predicate, bit)| {
            let used = match predicate {
                Predicate::Section7a => traits.section_7a() != Decided::Unsaid,
                predicate => has(predicate),
            };
            set(bit, used)
        });
        set(flag(Flag::OvccMissing), traits.ovcc_number() == 0)
            | set(flag(Flag::B4ReadingsDiffer), registered != at_home || at_home != law)
            | set(flag(Flag::C3WelshResident), country & area::WALES != 0)
            | set(flag(Flag::AppendixCNotLoaded), !self.appendix_c_loaded)
            | set(flag(Flag::HjSource39), admitted && doubtful && has(Predicate::HealthAndJustice))
            | local.into_iter().fold(0, |bits, local| bits | local)
    }

    fn area(&self, number: u32, day: i32) -> AreaFact {
        self.areas.on(number, day).copied().unwrap_or_default()
    }

    fn find(&self, ready: &Ready, facts: &Facts, answers: u32) -> (Terminal, Step) {
        let Facts { place, home, .. } = facts;
        let residence = residence(facts);
        let welsh = answers & Predicate::WelshPracticeBorderHome.bit() != 0;
        let scottish = !welsh && facts.country & area::SCOTLAND != 0;
        let irish = !welsh && facts.country & area::NORTHERN_IRELAND != 0;
        let step = match ready.finds {
            Finds::NoCode => (CodeId::NONE, Method::Na, 0),
            Finds::Fixed(code) => found(code, Method::Fixed),
            Finds::Host => self.host(facts),
            Finds::Responsible => self.responsible(facts),
            Finds::ProviderHub => provider_hub(facts),
            Finds::PopulationHub => {
                let code = if passes_over_practice(facts) { home.hub } else { facts.practice.hub };
                let method = if passes_over_practice(facts) { residence } else { Method::Gp };
                if code.is_some() { (code, method, 0) } else { provider_hub(facts) }
            }
            Finds::JusticeHub => found(place.detention, Method::AppF),
            Finds::PublicHealthRegion => {
                let practice = &facts.practice;
                if practice.region.is_some() {
                    let by_site = practice.bits & practice::REGION_BY_SITE != 0;
                    (practice.region, if by_site { Method::PracticeSite } else { Method::Gp }, 0)
                } else if home.region.is_some() {
                    (home.region, residence, 0)
                } else {
                    found(self.area(facts.provider.area, facts.day).region, Method::Host)
                }
            }
            Finds::LocalAuthority => found(home.authority, residence),
            Finds::DevolvedGeneral { wales } => {
                return if scottish {
                    (Terminal::ScottishHb, found(home.body, Method::Res))
                } else if irish {
                    (Terminal::NiLcg, found(home.body, Method::Res))
                } else {
                    (Terminal::WelshLhb, welsh_board(facts, wales))
                };
            }
            Finds::DevolvedSpecialised { wales, scotland } => {
                return if scottish {
                    (Terminal::ScotlandNsd, found(scotland, Method::Fixed))
                } else if irish {
                    (Terminal::NiHscb, found(home.body, Method::Res))
                } else {
                    (Terminal::Whssc, found(wales, Method::Fixed))
                };
            }
        };
        (ready.terminal, step)
    }

    fn host(&self, facts: &Facts) -> Step {
        by_area(&self.area(facts.provider.area, facts.day), Method::Host)
    }

    fn responsible(&self, facts: &Facts) -> Step {
        let practice = &facts.practice;
        let mut flags = 0;
        if !passes_over_practice(facts) && practice.bits & practice::GP_TRIED != 0 {
            if practice.sub_icb.is_some() {
                let bits = practice.bits;
                return (practice.sub_icb, Method::Gp, resolved(bits, practice::GP_SUCCEEDED, practice::GP_PRECEDED));
            }
            flags = flag(Flag::CommissionerNotSubIcb);
        }
        let step = by_area(&facts.home, residence(facts));
        let step = if step.0.is_some() { step } else { self.host(facts) };
        (step.0, step.1, step.2 | flags)
    }
}

/// A code, the method that found it, and the bits of its flags.
type Step = (CodeId, Method, u32);

fn found(code: CodeId, method: Method) -> Step {
    (code, if code.is_some() { method } else { Method::None }, 0)
}

fn resolved(bits: u32, succeeded: u32, preceded: u32) -> u32 {
    (if bits & succeeded != 0 { flag(Flag::CommissionerSucceeded) } else { 0 })
        | (if bits & preceded != 0 { flag(Flag::CommissionerPreceded) } else { 0 })
}

fn by_area(fact: &AreaFact, method: Method) -> Step {
    let (code, method, _) = found(fact.sub_icb, method);
    (code, method, resolved(fact.bits, area::SUCCEEDED, area::PRECEDED))
}

fn provider_hub(facts: &Facts) -> Step {
    let (code, method, _) = found(facts.provider.hub, Method::Provider);
    (code, method, resolved(facts.provider.bits, provider::SUCCEEDED, provider::PRECEDED))
}

fn residence(facts: &Facts) -> Method {
    if facts.substituted { Method::Site } else { Method::Res }
}

fn passes_over_practice(facts: &Facts) -> bool {
    facts.practice.bits & (practice::UNSTATED | practice::ENGLISH_DMS) != 0 || facts.place.detention.is_some()
}

fn welsh_board(facts: &Facts, wales: CodeId) -> Step {
    if facts.place.bits & place::WALES != 0 {
        found(wales, Method::Fixed)
    } else if facts.country & area::WALES != 0 {
        found(facts.home.body, Method::Res)
    } else if facts.practice.site_body.is_some() {
        (facts.practice.site_body, Method::PracticeSite, 0)
    } else {
        found(facts.practice.commissioner, Method::Gp)
    }
}

fn listed(numbers: &[u8]) -> [bool; 128] {
    let mut list = [false; 128];
    for number in numbers {
        if let Some(slot) = list.get_mut(usize::from(*number)) {
            *slot = true;
        }
    }
    list
}

fn finds(reference: &Reference, derivation: &Derivation) -> Finds {
    let code = |text: &str| reference.book.find(text);
    match derivation {
        Derivation::Fixed(fixed) => Finds::Fixed(code(fixed)),
        Derivation::Host => Finds::Host,
        Derivation::Responsible => Finds::Responsible,
        Derivation::ProviderHub => Finds::ProviderHub,
        Derivation::PopulationHub => Finds::PopulationHub,
        Derivation::NoCode => Finds::NoCode,
        Derivation::JusticeHub => Finds::JusticeHub,
        Derivation::PublicHealthRegion => Finds::PublicHealthRegion,
        Derivation::LocalAuthority => Finds::LocalAuthority,
        Derivation::DevolvedGeneral { wales } => Finds::DevolvedGeneral { wales: code(wales) },
        Derivation::DevolvedSpecialised { wales, scotland } => {
            Finds::DevolvedSpecialised { wales: code(wales), scotland: code(scotland) }
        }
    }
}
