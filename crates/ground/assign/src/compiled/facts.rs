//! What the method asks of each practice, place, provider and service, worked out once for a window of days.

use super::segments::Segments;
use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::edition::Edition;
use crate::key::{CodeKey, PlaceKey};
use crate::outcome::Flag;
use crate::predicate::Predicate;
use crate::reference::{
    Area, AreaId, Country, CrossBorderPart, DelegationStatus, How, PracticeKind, PracticeLook, PseudoGroup, Reference,
    Resolved, is_forces_abroad, is_forces_any, is_proposed, wales_pseudo,
};

macro_rules! bits {
    ($($name:ident = $bit:literal,)*) => { $(pub(crate) const $name: u32 = 1 << $bit;)* };
}

/// Bits of a [`PracticeFact`].
pub(crate) mod practice {
    bits! {
        UNSTATED = 0, NOT_FOUND = 1, NOT_USABLE = 2, PROPOSED = 3, WELSH_BOARD = 4, ENGLISH = 5, ENGLISH_DMS = 6,
        REGISTERED = 7, ABROAD = 8, GP_TRIED = 9, GP_SUCCEEDED = 10, GP_PRECEDED = 11, REGION_BY_SITE = 12,
    }
}

/// Bits of an [`AreaFact`].
pub(crate) mod area {
    bits! {
        ENGLAND = 0, WALES = 1, SCOTLAND = 2, NORTHERN_IRELAND = 3, BORDER = 4, SUCCEEDED = 5, PRECEDED = 6,
    }
    pub(crate) const UK: u32 = ENGLAND | WALES | SCOTLAND | NORTHERN_IRELAND;
}

/// Bits of a [`PlaceFact`].
pub(crate) mod place {
    bits! {
        UNALLOCATED = 0, RIGHT_OF_ACCESS = 1, RECIPROCAL = 2, PSEUDO = 3, WALES = 4, TERMINATED = 5, MISSING = 6,
    }
}

/// Bits of a [`ProviderFact`].
pub(crate) mod provider {
    bits! { FOUND = 0, CLOSED = 1, CONTRACT = 2, SUCCEEDED = 3, PRECEDED = 4, }
}

/// Bits of a [`ServiceFact`].
pub(crate) mod service {
    bits! {
        SPECIALISED = 0, HIGHLY = 1, SECTION_7A = 2, RETAINED = 3, IN_SCOPE = 4, GREEN = 5, STATUS_UNKNOWN = 6, BLUE = 7,
        RETIRED = 8, UNKNOWN = 9, CROSS_ALL = 10, CROSS_SCOTLAND = 11, CROSS_NI = 12, OWN_DELEGATION = 13,
    }
}

/// What a fact says of the questions by itself: worked out once, so that a record only has to put the parts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Bits of the predicates it answers with yes.
    pub(crate) answers: u32,
    /// Bits of the flags it sets, where its question is asked.
    pub(crate) flags: u32,
}

impl Said {
    fn of(bits: u32, answers: &[(u32, Predicate)], flags: &[(u32, Flag)]) -> Self {
        let answers = answers.iter().filter(|(bit, _)| bits & bit != 0).fold(0, |all, (_, one)| all | one.bit());
        let flags = flags.iter().filter(|(bit, _)| bits & bit != 0).fold(0, |all, (_, one)| all | 1 << *one as u32);
        Self { answers, flags }
    }

    fn practice(bits: u32) -> Self {
        let answers = [
            (practice::ENGLISH_DMS, Predicate::EnglishArmedForcesPractice),
            (practice::REGISTERED, Predicate::RegisteredInEngland),
        ];
        let flags = [
            (practice::NOT_FOUND, Flag::PracticeNotFound),
            (practice::NOT_USABLE, Flag::PracticeNotUsable),
            (practice::PROPOSED, Flag::PracticeProposed),
        ];
        Self::of(bits, &answers, &flags)
    }

    const fn steady(terminated: bool, area: u32) -> Self {
        let found = if area == 0 { 1 << Flag::PostcodeNotFound as u32 } else { 0 };
        let terminated = if terminated { 1 << Flag::PostcodeTerminated as u32 } else { 0 };
        Self { answers: 0, flags: found | terminated }
    }

    /// A missing or unallocated postcode is substituted, and then says nothing else of itself.
    fn place(bits: u32, area: u32) -> Self {
        let mut said = Self::of(
            bits,
            &[(place::RIGHT_OF_ACCESS, Predicate::StateWithRightOfAccess)],
            &[(place::RECIPROCAL, Flag::ReciprocalCountry)],
        );
        said.flags |= if bits & (place::MISSING | place::UNALLOCATED) != 0 {
            1 << Flag::PostcodeSubstituted as u32
        } else {
            let known = if bits & place::PSEUDO != 0 { 1 } else { area };
            Self::steady(bits & place::TERMINATED != 0, known).flags
        };
        said
    }

    fn provider(bits: u32) -> Self {
        let answers = [(provider::CONTRACT, Predicate::ContractWithProvider)];
        let flags = [(provider::CLOSED, Flag::ProviderClosed)];
        let mut said = Self::of(bits, &answers, &flags);
        said.flags |= if bits & provider::FOUND == 0 { 1 << Flag::ProviderNotFound as u32 } else { 0 };
        said
    }

    fn service(bits: u32) -> Self {
        let answers = [
            (service::HIGHLY, Predicate::HighlySpecialisedService),
            (service::SPECIALISED, Predicate::SpecialisedService),
            (service::RETAINED, Predicate::RetainedService),
            (service::IN_SCOPE, Predicate::InScopeForDelegation),
            (service::GREEN, Predicate::DelegableService),
        ];
        let flags = [
            (service::RETIRED, Flag::RetiredServiceCode),
            (service::UNKNOWN, Flag::UnknownServiceCode),
            (service::STATUS_UNKNOWN, Flag::SpecStatusUnknown),
            (service::BLUE, Flag::BlueService),
        ];
        Self::of(bits, &answers, &flags)
    }
}

/// A practice for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PracticeFact {
    pub(crate) bits: u32,
    pub(crate) said: Said,
    /// The sub-ICB location its commissioner stands for.
    pub(crate) sub_icb: CodeId,
    /// The specialised hub of its region.
    pub(crate) hub: CodeId,
    /// The region it gives to public health.
    pub(crate) region: CodeId,
    /// The body where it stands.
    pub(crate) site_body: CodeId,
    /// Its commissioner as written.
    pub(crate) commissioner: CodeId,
}

/// An area for a while; number 0 is no area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AreaFact {
    pub(crate) bits: u32,
    pub(crate) sub_icb: CodeId,
    pub(crate) hub: CodeId,
    pub(crate) region: CodeId,
    pub(crate) authority: CodeId,
    pub(crate) body: CodeId,
}

/// A place for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlaceFact {
    pub(crate) bits: u32,
    pub(crate) said: Said,
    pub(crate) area: u32,
    pub(crate) detention: CodeId,
}

/// A provider for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProviderFact {
    pub(crate) bits: u32,
    pub(crate) said: Said,
    /// Where its main site stands.
    pub(crate) area: u32,
    pub(crate) hub: CodeId,
}

/// A service for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceFact {
    pub(crate) bits: u32,
    pub(crate) said: Said,
    pub(crate) code: CodeId,
}

/// Every place of the directory in two bytes, so that as many as can be are near: its area, or that it changes and is to be
/// looked up aside.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    held: Vec<u16>,
    /// For each block of places, how many before it are looked up aside.
    ranks: Vec<u32>,
    aside: Segments<PlaceFact>,
}

const ASIDE: u16 = u16::MAX;
const TERMINATED: u16 = 1 << 15;
const BLOCK: usize = 64;

impl Places {
    fn new() -> Self {
        Self { held: Vec::new(), ranks: Vec::new(), aside: Segments::new() }
    }

    fn push(&mut self, held: u16) {
        if self.held.len().is_multiple_of(BLOCK) {
            self.ranks.push(self.aside.len() as u32);
        }
        self.held.push(held);
    }

    fn push_aside(&mut self, window: Span, cuts: impl Iterator<Item = Day>, fact: impl Fn(Day) -> PlaceFact) {
        self.push(ASIDE);
        self.aside.push(window, cuts, fact);
    }

    /// What is held of a place: read ahead for several records at once, because it lies far away in memory.
    #[inline]
    pub(crate) fn held(&self, place: u32) -> u16 {
        self.held.get(place as usize).copied().unwrap_or_default()
    }

    /// What [`Places::held`] of a place means on a day.
    #[inline]
    pub(crate) fn on(&self, place: u32, held: u16, day: i32) -> PlaceFact {
        if held == ASIDE {
            return self.aside.on(self.number_aside(place as usize), day).copied().unwrap_or_default();
        }
        let (terminated, area) = (held & TERMINATED != 0, u32::from(held & !TERMINATED));
        PlaceFact { bits: 0, said: Said::steady(terminated, area), area, detention: CodeId::NONE }
    }

    /// The number aside of a place that is there: those in the blocks before, and those before it in its own.
    fn number_aside(&self, place: usize) -> u32 {
        let block = place / BLOCK;
        let before = self.held.get(block * BLOCK..place).unwrap_or_default();
        let in_block = before.iter().filter(|held| **held == ASIDE).count() as u32;
        self.ranks.get(block).copied().unwrap_or_default() + in_block
    }

    pub(crate) fn n_aside(&self) -> usize {
        self.aside.n_facts()
    }
}

/// Works the facts out.
pub(crate) struct Worker<'r> {
    pub(crate) reference: &'r Reference,
    pub(crate) edition: &'r Edition,
    pub(crate) window: Span,
    /// The days on which the register, its successions or the regions' hubs change.
    cuts: Vec<Day>,
}

impl<'r> Worker<'r> {
    pub(crate) fn new(reference: &'r Reference, edition: &'r Edition, window: Span) -> Self {
        let ends = |span: Span| [span.from, span.until];
        let register = reference.commissioners.iter().flat_map(|(_, row)| ends(row.span));
        let hubs = reference.region_hubs.iter().flat_map(|(_, row)| ends(row.span));
        let successions = reference.successions.0.iter().map(|edge| edge.on);
        let mut cuts: Vec<Day> = register.chain(hubs).chain(successions).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.retain(|day| window.from < *day && *day < window.until);
        Self { reference, edition, window, cuts }
    }

    fn cuts(&self) -> impl Iterator<Item = Day> {
        self.cuts.iter().copied()
    }

    pub(crate) fn practices(&self) -> Segments<PracticeFact> {
        let mut segments = Segments::new();
        for bits in [practice::UNSTATED, practice::NOT_FOUND] {
            segments.push(self.window, std::iter::empty(), |_| PracticeFact {
                bits,
                said: Said::practice(bits),
                ..PracticeFact::default()
            });
        }
        for id in 0..self.reference.practices.len() as u32 {
            let rows = self.reference.practices.rows(id);
            let own = rows.iter().flat_map(|row| [row.span.from, row.span.until]);
            let moves = rows.iter().flat_map(|row| self.reference.directory.changes(row.value.postcode));
            segments.push(self.window, self.cuts().chain(own).chain(moves), |day| self.practice(id, day));
        }
        segments
    }

    fn practice(&self, id: u32, day: Day) -> PracticeFact {
        let PracticeLook::Usable(practice) = self.reference.practice_numbered(id, day) else {
            let bits = practice::NOT_USABLE;
            return PracticeFact { bits, said: Said::practice(bits), ..PracticeFact::default() };
        };
        let kind = self.reference.kind(practice);
        let site = self.reference.area_at(practice.postcode, day);
        let in_england = site.is_some_and(|area| area.country == Country::England);
        let english_dms = kind == PracticeKind::Dms && in_england;
        let resolved = self.reference.sub_icb(practice.commissioner, day);
        let region = |code: CodeId| if self.reference.is_region(code, day) { code } else { CodeId::NONE };
        let welsh = kind == PracticeKind::Welsh;
        let mut bits = 0;
        let mut put = |bit, set: bool| bits |= if set { bit } else { 0 };
        put(practice::PROPOSED, is_proposed(practice));
        put(practice::WELSH_BOARD, self.reference.is_welsh_board(practice.commissioner));
        put(practice::ENGLISH, kind == PracticeKind::English);
        put(practice::ENGLISH_DMS, english_dms);
        put(practice::REGISTERED, english_dms || matches!(kind, PracticeKind::English | PracticeKind::Other));
        put(practice::ABROAD, kind == PracticeKind::Crown || practice.postcode.is_some_and(is_forces_abroad));
        put(practice::GP_TRIED, !welsh);
        put(practice::GP_SUCCEEDED, resolved.how == How::Succeeded);
        put(practice::GP_PRECEDED, resolved.how == How::Preceded);
        let forces_abroad = practice.postcode.is_some_and(is_forces_any);
        put(practice::REGION_BY_SITE, kind == PracticeKind::Dms);
        PracticeFact {
            bits,
            said: Said::practice(bits),
            sub_icb: if welsh { CodeId::NONE } else { resolved.code },
            hub: if welsh { None } else { self.reference.region_hub(practice.grouping, day) }.unwrap_or_default(),
            region: match kind {
                PracticeKind::Dms if forces_abroad => CodeId::NONE,
                PracticeKind::Dms => site.map_or(CodeId::NONE, |area| region(area.region)),
                PracticeKind::Welsh => CodeId::NONE,
                _ => region(practice.grouping),
            },
            site_body: site.map_or(CodeId::NONE, |area| area.pco),
            commissioner: practice.commissioner,
        }
    }

    /// The areas of the directory, each one number higher: zero is no area.
    pub(crate) fn areas(&self) -> Segments<AreaFact> {
        let mut segments = Segments::new();
        segments.push(self.window, std::iter::empty(), |_| AreaFact::default());
        for area in self.reference.directory.areas() {
            segments.push(self.window, self.cuts(), |day| self.area(area, day));
        }
        segments
    }

    fn area(&self, held: &Area, day: Day) -> AreaFact {
        let resolved = self.reference.sub_icb(held.pco, day);
        let country = match held.country {
            Country::England => area::ENGLAND,
            Country::Wales => area::WALES,
            Country::Scotland => area::SCOTLAND,
            Country::NorthernIreland => area::NORTHERN_IRELAND,
            Country::Elsewhere => 0,
        };
        let border = if self.reference.is_border(held, day) { area::BORDER } else { 0 };
        let hub = self.reference.region_hub(held.region, day);
        AreaFact {
            bits: country | border | how(resolved, area::SUCCEEDED, area::PRECEDED),
            sub_icb: resolved.code,
            hub: hub.unwrap_or_default(),
            region: if hub.is_some() { held.region } else { CodeId::NONE },
            authority: held.ods_la,
            body: held.pco,
        }
    }

    pub(crate) fn places(&self) -> Places {
        let directory = &self.reference.directory;
        let mut places = Places::new();
        places.held.reserve(directory.len() + 2);
        let said = Said::place(place::MISSING, 0);
        let missing = PlaceFact { bits: place::MISSING, said, ..PlaceFact::default() };
        places.push_aside(self.window, std::iter::empty(), |_| missing);
        places.push(0);
        let pseudo = self.reference.pseudo.keys().copied();
        let sites = self.reference.justice.keys().map(|key| key as PlaceKey);
        let named = pseudo.chain(sites).chain([wales_pseudo()]).filter_map(|key| directory.id(key));
        let mut named: Vec<u32> = named.collect();
        named.sort_unstable();
        named.dedup();
        let mut named = named.into_iter().peekable();
        for id in 0..directory.len() as u32 {
            if named.next_if_eq(&id).is_none()
                && let Some(held) = self.steady(id)
            {
                places.push(held);
                continue;
            }
            let key = directory.key(id);
            let rows: Vec<Day> = directory.placings(id).flat_map(|row| [row.span.from, row.span.until]).collect();
            let site = self.reference.justice.id(u128::from(key));
            let sites = site.into_iter().flat_map(|id| self.reference.justice.rows(id));
            let sites: Vec<Day> = sites.flat_map(|row| [row.span.from, row.span.until]).collect();
            places.push_aside(self.window, rows.into_iter().chain(sites), |day| self.place(id, key, site, day));
        }
        places
    }

    /// What is held of a place that stays the same through the window.
    fn steady(&self, id: u32) -> Option<u16> {
        let mut rows = self.reference.directory.placings(id);
        let (Some(row), None) = (rows.next(), rows.next()) else { return None };
        // With its mark set the last of the numbers would be the sign of those aside.
        let held = u16::try_from(row.area + 1).ok().filter(|area| *area < !TERMINATED)?;
        if row.span.from > self.window.from {
            None
        } else if row.span.until >= self.window.until {
            Some(held)
        } else {
            (row.span.until <= self.window.from).then_some(held | TERMINATED)
        }
    }

    fn place(&self, id: u32, key: PlaceKey, site: Option<u32>, day: Day) -> PlaceFact {
        let row = self.reference.directory.on(id, day);
        let pseudo = |group, bit| if self.reference.pseudo_is(key, group) { bit } else { 0 };
        let mut bits = pseudo(PseudoGroup::Unallocated, place::UNALLOCATED | place::PSEUDO)
            | pseudo(PseudoGroup::EuOrSimilar, place::RIGHT_OF_ACCESS | place::PSEUDO)
            | pseudo(PseudoGroup::Reciprocal, place::RECIPROCAL | place::PSEUDO);
        if key == wales_pseudo() {
            bits |= place::WALES;
        }
        if row.is_some_and(|row| row.span.until <= day) {
            bits |= place::TERMINATED;
        }
        let detention = site.and_then(|site| self.reference.justice.first_valid(site, day));
        let area = row.map_or(0, |row| row.area + 1);
        PlaceFact {
            bits,
            said: Said::place(bits, area),
            area,
            detention: detention.map_or(CodeId::NONE, |row| row.value.hub),
        }
    }

    /// The facts of these provider codes; number 0 is a code that no table knows.
    pub(crate) fn providers(&self, keys: &[CodeKey]) -> Segments<ProviderFact> {
        let mut segments = Segments::new();
        segments.push(self.window, std::iter::empty(), |_| ProviderFact {
            said: Said::provider(0),
            ..ProviderFact::default()
        });
        for key in keys {
            let sites = Reference::provider_in(&self.reference.providers, *key);
            let sites = sites.into_iter().flat_map(|id| self.reference.providers.rows(id));
            let sites: Vec<_> = sites.map(|row| (row.span, row.value.postcode)).collect();
            let spans = sites.iter().flat_map(|(span, _)| [span.from, span.until]);
            let moves = sites.iter().flat_map(|(_, postcode)| self.reference.directory.changes(*postcode));
            let contracts = Reference::provider_in(&self.reference.provider_hubs, *key);
            let contracts = contracts.into_iter().flat_map(|id| self.reference.provider_hubs.rows(id));
            let contracts = contracts.flat_map(|row| [row.span.from, row.span.until]);
            let cuts = self.cuts().chain(spans).chain(moves).chain(contracts);
            segments.push(self.window, cuts, |day| self.provider(*key, day));
        }
        segments
    }

    fn provider(&self, key: CodeKey, day: Day) -> ProviderFact {
        let key = crate::key::Key::Of(key);
        let (postcode, site) = match self.reference.provider(key, day) {
            crate::reference::ProviderLook::NotFound => (None, 0),
            crate::reference::ProviderLook::Site { postcode, closed } => {
                (postcode, provider::FOUND | if closed { provider::CLOSED } else { 0 })
            }
        };
        let contract = self.reference.contract(key, day);
        let hub = contract.map(|code| self.reference.hub(code, day));
        let how = hub.map_or(0, |hub| provider::CONTRACT | how(hub, provider::SUCCEEDED, provider::PRECEDED));
        ProviderFact {
            bits: site | how,
            said: Said::provider(site | how),
            area: self.reference.placing_at(postcode, day).map_or(0, |row: crate::reference::Placing| {
                let area: AreaId = row.area;
                area + 1
            }),
            hub: hub.map_or(CodeId::NONE, |hub| hub.code),
        }
    }

    /// The service codes, after the blank one and the unknown one.
    pub(crate) fn services(&self) -> Segments<ServiceFact> {
        let mut segments = Segments::new();
        for bits in [0, service::UNKNOWN] {
            segments.push(self.window, std::iter::empty(), |_| ServiceFact {
                bits,
                said: Said::service(bits),
                code: CodeId::NONE,
            });
        }
        let own: std::collections::HashSet<u16> = self.reference.delegation.keys().map(|key| key as u16).collect();
        for id in 0..self.reference.services.len() as u32 {
            let key = self.reference.services.key(id);
            let code = self.reference.book.find_key(key);
            let rows = self.reference.services.rows(id).iter().flat_map(|row| [row.span.from, row.span.until]);
            let cross = self.reference.appendix_c.id(key).into_iter().flat_map(|id| self.reference.appendix_c.rows(id));
            let cross = cross.flat_map(|row| [row.span.from, row.span.until]);
            segments.push(self.window, rows.chain(cross), |day| {
                let delegation = if own.contains(&code.0) { service::OWN_DELEGATION } else { 0 };
                let bits = self.service(id, key, day) | delegation;
                ServiceFact { bits, said: Said::service(bits), code }
            });
        }
        segments
    }

    fn service(&self, id: u32, key: CodeKey, day: Day) -> u32 {
        let sets = &self.edition.sets;
        let mut bits = 0;
        let mut put = |bit, set: bool| bits |= if set { bit } else { 0 };
        if let Some(held) = self.reference.services.valid(id, day).map(|row| &row.value) {
            put(service::SPECIALISED, held.specialised);
            put(service::HIGHLY, held.highly_specialised);
            put(service::SECTION_7A, held.section_7a);
            put(service::RETAINED, held.specialised && sets.retained.contains(&held.status));
            put(service::IN_SCOPE, held.specialised && sets.in_scope.contains(&held.status));
            put(service::GREEN, held.specialised && held.status == DelegationStatus::Green);
            put(service::STATUS_UNKNOWN, held.specialised && !sets.known.contains(&held.status));
            put(service::BLUE, held.specialised && held.status == DelegationStatus::Blue);
        } else {
            let retired = self.reference.services.rows(id).iter().any(|row| row.span.until <= day);
            put(service::RETIRED, retired);
            put(service::UNKNOWN, !retired);
        }
        let rows = self.reference.appendix_c.id(key).into_iter().flat_map(|id| self.reference.appendix_c.rows(id));
        for row in rows.filter(|row| row.span.holds(day)) {
            put(service::CROSS_ALL, row.value == CrossBorderPart::All);
            put(service::CROSS_SCOTLAND, row.value == CrossBorderPart::Scotland);
            put(service::CROSS_NI, row.value == CrossBorderPart::Ni);
        }
        bits
    }

    /// For each code of the book, whether every service is delegated to it.
    pub(crate) fn delegated(&self) -> Segments<bool> {
        let mut segments = Segments::new();
        for number in 0..self.reference.book.len() as u32 {
            let code = CodeId(number as u16);
            let every = self.reference.book.find_key(crate::reference::EVERY_SERVICE);
            let id = self.reference.delegation.id(crate::reference::delegation_key(code, every));
            let rows = id.into_iter().flat_map(|id| self.reference.delegation.rows(id));
            let rows = rows.flat_map(|row| [row.span.from, row.span.until]);
            segments.push(self.window, rows, |day| self.reference.delegated(code, CodeId::NONE, day));
        }
        segments
    }
}

fn how(resolved: Resolved, succeeded: u32, preceded: u32) -> u32 {
    match resolved.how {
        How::AsWritten => 0,
        How::Succeeded => succeeded,
        How::Preceded => preceded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_aside_are_found_by_how_many_stand_before_them() {
        let window = Span { from: Day(100), until: Day(200) };
        let mut places = Places::new();
        let is_aside = |n: u32| n.is_multiple_of(3) || (128..192).contains(&n);
        for n in 0..1000 {
            if is_aside(n) {
                let fact = |day: Day| PlaceFact { area: n + day.0 as u32, ..PlaceFact::default() };
                places.push_aside(window, [Day(150)].into_iter(), fact);
            } else {
                places.push(n as u16 | if n % 2 == 0 { TERMINATED } else { 0 });
            }
        }
        for n in 0..1000 {
            let on = |day| places.on(n, places.held(n), day);
            if is_aside(n) {
                assert_eq!([on(149).area, on(150).area], [n + 100, n + 150], "{n}");
            } else {
                assert_eq!((on(149).area, on(149).said), (n, Said::steady(n % 2 == 0, n)), "{n}");
            }
        }
        assert_eq!(places.on(1000, places.held(1000), 150).area, 0, "no such place");
    }
}
