//! Finding the authority to decide: the unbroken chain on the day, or why there is none.

use crate::authority::{Ask, Authority, CommitteeAsk, Link, LinkKind, Shortfall};
use crate::heirs::going_on;
use crate::id::{CommitteeId, InstrumentId, PersonId, PowerId};
use crate::kind::{Capacity, InstrumentKind};
use crate::line::{Matter, Population};
use crate::person::{Holding, Post};
use crate::power::{Condition, HolderId, Instrument, Limits, Power, Reservation};
use crate::scheme::reservations_of;
use crate::view::Mandates;
use std::collections::BTreeSet;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Pence, Period};

/// What is asked of a power, whoever asks.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) matter: &'a Matter,
    pub(crate) amount: Option<Pence>,
    pub(crate) pending: Pence,
    pub(crate) on: Date,
}

/// Who asks.
#[derive(Clone, Copy)]
enum Asker<'a> {
    Person(&'a PersonId),
    Committee(&'a CommitteeId),
}

/// A power that serves, with the links from statute to delegation and what follows them.
struct Found<'a> {
    power: &'a Power,
    chain: Vec<Link>,
    holding: Option<(&'a Post, &'a Holding)>,
    distance: usize,
}

impl<'a> Mandates<'a> {
    /// The authority of a person to decide for a body by a power of a post they hold.
    ///
    /// After a carry-over a predecessor's powers serve for the predecessor's part, until the successor adopts a scheme;
    /// a decision for the whole successor then needs one from every predecessor, and the smallest limit counts. Of
    /// several powers that serve the one for the narrowest matter is used, then the one with the smallest sufficient
    /// limit, then the first by identity.
    ///
    /// # Errors
    /// A [`Shortfall`] that cites what is missing; the one nearest to an authority when several powers fall short.
    pub fn authorise(&self, ask: &Ask<'_>) -> Result<Authority, Shortfall> {
        let wanted = Wanted { matter: ask.matter, amount: ask.amount, pending: ask.pending, on: ask.on };
        self.find(Asker::Person(ask.person), ask.body, wanted)
    }

    /// The authority by one power alone, if it serves.
    pub(crate) fn authorise_by(&self, ask: &Ask<'_>, power: &PowerId) -> Option<Authority> {
        let wanted = Wanted { matter: ask.matter, amount: ask.amount, pending: ask.pending, on: ask.on };
        let power = self.power(power)?;
        let acting = self.heir_of(power, ask.on);
        // A power of a divided body serves whoever took it; one of another body serves that body.
        let whose = if acting == self.acting_body(power.body, ask.on) { power.body } else { acting };
        self.living(whose, ask.on).ok()?;
        if !self.scheme_bodies(whose, acting, ask.on).contains(&power.body) {
            return None;
        }
        let held = self.holdings_of(ask.person);
        let distance = self.distance(power, ask.matter, ask.on)?;
        let found = self.serves(Asker::Person(ask.person), &held, power, (distance, whose), wanted).ok()??;
        if let Some(reservation) = self.reserving(power.body, ask.matter, ask.on)
            && distance >= self.covers(&reservation.matter, ask.matter, ask.on).unwrap_or_default()
        {
            return None;
        }
        Some(authority(Asker::Person(ask.person), whose, acting, wanted, vec![found]))
    }

    /// The authority of a committee that holds powers (shapes C to F) to decide for a member body.
    ///
    /// # Errors
    /// [`Shortfall::NotTheCommittee`] for a committee that can hold no power, does not sit or does not have the body as
    /// member that day; otherwise as [`Mandates::authorise`].
    pub fn authorise_committee(&self, ask: &CommitteeAsk<'_>) -> Result<Authority, Shortfall> {
        let CommitteeAsk { committee, body, matter, amount, on, pending } = *ask;
        let not =
            |why: &str| Shortfall::NotTheCommittee { committee: committee.clone(), body, on, why: why.to_owned() };
        let held = self.committee(committee).ok_or_else(|| not("no such committee is on record"))?;
        if !held.shape.can_hold_power() {
            return Err(not("a committee of its shape holds no power"));
        }
        if !held.shape.is_lawful(on) {
            return Err(not("its shape is not lawful that day"));
        }
        if !held.sits(on) {
            return Err(not("it does not sit that day"));
        }
        let acting = self.living(body, on)?;
        if !held.has_member(body, on) && !held.has_member(acting, on) {
            return Err(not("the body is not a member that day"));
        }
        self.find(Asker::Committee(committee), body, Wanted { matter, amount, pending, on })
    }

    /// The authority of the governing body or board itself: everything not reserved to others, without limit.
    ///
    /// # Errors
    /// [`Shortfall::Reserved`] when only others may decide it, [`Shortfall::NotTheCommissioner`] for a service that is
    /// another's, [`Shortfall::NoConstitution`] when the body has none in force.
    pub fn authorise_governing_body(
        &self,
        body: OdsCode,
        matter: &Matter,
        amount: Option<Pence>,
        on: Date,
    ) -> Result<Authority, Shortfall> {
        let acting = self.living(body, on)?;
        self.commissions(body, matter, &[], on)?;
        for source in self.scheme_bodies(body, acting, on) {
            if let Some(reservation) = self.reserving(source, matter, on)
                && reservation.to != HolderId::GoverningBody
            {
                return Err(reserved(reservation));
            }
        }
        let (constitution, mut chain) =
            self.constitution(body, acting, on).ok_or(Shortfall::NoConstitution { body: acting, on })?;
        if constitution.body != Some(acting) {
            chain.extend(self.succession(constitution.body.unwrap_or(body), acting, on));
        }
        let title = "the governing body".to_owned();
        let (id, period, limits) = (acting.to_string(), going_on(constitution.period, on), Limits::NONE);
        chain.push(Link { kind: LinkKind::GoverningBody, id, title, clause: None, period, limits });
        Ok(Authority {
            body,
            as_body: acting,
            person: None,
            post: None,
            committee: None,
            powers: Vec::new(),
            limits,
            matter: matter.clone(),
            amount,
            on,
            chain,
        })
    }

    /// Whose schemes bind a body's decisions on a day: its own once the acting body has adopted one, else its
    /// predecessors'.
    fn scheme_bodies(&self, body: OdsCode, acting: OdsCode, on: Date) -> Vec<OdsCode> {
        if self.scheme_on(acting, on).is_some() {
            return vec![acting];
        }
        if body != acting {
            return vec![body];
        }
        let old: Vec<OdsCode> =
            self.predecessors(acting, on).into_iter().filter(|old| self.last_scheme(*old, on).is_some()).collect();
        if old.is_empty() { vec![acting] } else { old }
    }

    fn find(&self, asker: Asker<'_>, body: OdsCode, wanted: Wanted<'_>) -> Result<Authority, Shortfall> {
        let acting = self.living(body, wanted.on)?;
        let sources = self.scheme_bodies(body, acting, wanted.on);
        let mut powers: Vec<Found<'a>> = Vec::new();
        for source in &sources {
            let found = self.best(asker, *source, body, wanted).map_err(|why| {
                // Told apart only when several predecessors must each have given a power.
                if sources.len() > 1 {
                    Shortfall::PredecessorWithout { successor: acting, predecessor: *source, why: Box::new(why) }
                } else {
                    why
                }
            })?;
            powers.push(found);
        }
        Ok(authority(asker, body, acting, wanted, powers))
    }

    /// The best power that one body's instruments give for decisions of the body asked about, or the nearest thing to one.
    fn best(
        &self,
        asker: Asker<'_>,
        body: OdsCode,
        whose: OdsCode,
        wanted: Wanted<'_>,
    ) -> Result<Found<'a>, Shortfall> {
        let held = match asker {
            Asker::Person(person) => self.holdings_of(person),
            Asker::Committee(_) => Vec::new(),
        };
        if let Asker::Person(person) = asker {
            let of_body = |(post, _): &(&'a Post, &'a Holding)| {
                let of = |other| self.same(other, body, wanted.on) || self.same(other, whose, wanted.on);
                post.bodies.iter().any(|dated| of(dated.body))
            };
            if !held.iter().any(of_body) {
                return Err(Shortfall::NoPost { person: person.clone(), body, on: wanted.on });
            }
        }
        let mut nearest: Option<(u8, Pence, Shortfall)> = None;
        let mut found: Vec<Found<'a>> = Vec::new();
        let acting = self.acting_body(whose, wanted.on);
        for power in self.powers_of(body).filter(|power| self.heir_of(power, wanted.on) == acting) {
            let Some(distance) = self.distance(power, wanted.matter, wanted.on) else { continue };
            match self.serves(asker, &held, power, (distance, whose), wanted) {
                Ok(Some(good)) => found.push(good),
                Ok(None) => {}
                Err(short) => {
                    let (rank, limit) = nearness(&short);
                    if nearest.as_ref().is_none_or(|(best, most, _)| (rank, limit) > (*best, *most)) {
                        nearest = Some((rank, limit, short));
                    }
                }
            }
        }
        // What only others may decide, or is another's to commission, stands whatever powers were written.
        self.commissions(whose, wanted.matter, &[], wanted.on)?;
        if let Some(reservation) = self.reserving(body, wanted.matter, wanted.on) {
            let above = self.covers(&reservation.matter, wanted.matter, wanted.on).unwrap_or_default();
            // A power over a narrower matter than the one reserved is an exception the scheme itself makes.
            found.retain(|good| good.distance < above);
            if found.is_empty() {
                return Err(reserved(reservation));
            }
        }
        let headroom = |good: &Found<'_>| {
            let smallest = [good.power.limits.per_decision, good.power.limits.per_year, good.power.limits.lifetime];
            smallest.into_iter().flatten().min().unwrap_or(Pence(i64::MAX))
        };
        let best = found.into_iter().min_by_key(|good| (good.distance, headroom(good), good.power.id.clone()));
        best.ok_or_else(|| match nearest {
            Some((_, _, short)) => short,
            None => Shortfall::NoPower {
                holder: match asker {
                    Asker::Person(person) => person.to_string(),
                    Asker::Committee(committee) => committee.to_string(),
                },
                body,
                matter: wanted.matter.clone(),
                on: wanted.on,
            },
        })
    }

    /// How far above a matter a power stands that covers it.
    fn distance(&self, power: &Power, matter: &Matter, on: Date) -> Option<usize> {
        power.matters.iter().filter_map(|held| self.covers(held, matter, on)).min()
    }

    /// Whether a power serves: `None` when it is somebody else's.
    fn serves(
        &self,
        asker: Asker<'_>,
        held: &[(&'a Post, &'a Holding)],
        power: &'a Power,
        (distance, whose): (usize, OdsCode),
        wanted: Wanted<'_>,
    ) -> Result<Option<Found<'a>>, Shortfall> {
        let on = wanted.on;
        let holding = match (&power.holder, asker) {
            (HolderId::Committee(holder), Asker::Committee(committee)) if holder == committee => None,
            (HolderId::Post(post), Asker::Person(person)) => {
                let ever: Vec<_> = held.iter().filter(|(mine, _)| mine.id == *post).collect();
                if ever.is_empty() {
                    return Ok(None);
                }
                let now = ever.into_iter().filter(|(post, holding)| {
                    holding.period.contains(on) == Certainty::Yes
                        && (self.serves_body(post, power.body, on) || self.serves_body(post, whose, on))
                });
                // The substantive holder's right before a deputy's, when one person is both.
                let best = now.min_by_key(|(_, holding)| holding.capacity);
                let vacant = || Shortfall::PostFellVacant { post: post.clone(), person: person.clone(), on };
                Some(*best.ok_or_else(vacant)?)
            }
            _ => return Ok(None),
        };
        let mut chain = self.chain_of(power, on)?;
        self.commissions(whose, wanted.matter, &power.populations, on)?;
        if let Some((_, holding)) = holding
            && holding.capacity != Capacity::Substantive
            && power.conditions.contains(&Condition::SubstantiveHolder)
        {
            return Err(Shortfall::ConditionUnmet {
                power: power.id.clone(),
                condition: Condition::SubstantiveHolder.words(),
                found: format!("{} holds the post as {}", holding.person, holding.capacity.words().to_lowercase()),
            });
        }
        self.within(power, wanted)?;
        chain.extend(self.succession(power.body, self.acting_body(whose, on), on));
        match (asker, holding) {
            (Asker::Committee(committee), _) => {
                if let Some(committee) = self.committee(committee) {
                    chain.push(link(LinkKind::Committee, committee.id.as_str(), &committee.name, committee.period));
                }
            }
            (Asker::Person(_), Some((post, holding))) => {
                chain.push(link(LinkKind::Post, post.id.as_str(), &post.title, post.period));
                let capacity = holding.capacity.words();
                chain.push(link(LinkKind::Person, holding.person.as_str(), capacity, holding.period));
            }
            (Asker::Person(_), None) => {}
        }
        Ok(Some(Found { power, chain, holding, distance }))
    }

    /// Whether a post serves a body on a day. After a carry-over a predecessor's post goes on serving its part, and a
    /// post of the successor serves it too.
    fn serves_body(&self, post: &Post, body: OdsCode, on: Date) -> bool {
        post.period.contains(on) == Certainty::Yes
            && post.bodies.iter().any(|dated| {
                self.same(dated.body, body, on)
                    && (dated.period.contains(on) == Certainty::Yes || self.carried(dated.body, &dated.period, on))
            })
    }

    /// The chain from statute to delegation, every link in force on the day.
    pub(crate) fn chain_of(&self, power: &Power, on: Date) -> Result<Vec<Link>, Shortfall> {
        if let Some(revoked) = power.revoked.filter(|revoked| *revoked <= on) {
            return Err(Shortfall::Revoked { power: power.id.clone(), on: revoked });
        }
        let not = |what: String, period: Period| Shortfall::NotInForce { power: power.id.clone(), what, period, on };
        let in_force = |period: &Period| period.contains(on) == Certainty::Yes || self.carried(power.body, period, on);
        if !in_force(&power.period) {
            return Err(not("it".to_owned(), power.period));
        }
        let mut chain = Vec::new();
        for instrument in self.foundation(&power.instrument) {
            let instrument = instrument
                .map_err(|missing| Shortfall::Broken { power: power.id.clone(), missing: missing.to_string() })?;
            let period = self.effective(instrument);
            let own = instrument.kind != InstrumentKind::Statute;
            if !(period.contains(on) == Certainty::Yes || own && in_force(&period)) {
                return Err(not(format!("{} `{}`", instrument.kind.words().to_lowercase(), instrument.id), period));
            }
            let period = going_on(period, on);
            chain.push(link(kind_of(instrument.kind), instrument.id.as_str(), &instrument.title, period));
        }
        chain.reverse();
        chain.push(Link {
            kind: LinkKind::Delegation,
            id: power.id.to_string(),
            title: power.matters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            clause: power.clause.clone(),
            period: going_on(power.period, on),
            limits: power.limits,
        });
        Ok(chain)
    }

    /// An instrument and those it rests on, up to the statute; the identity of the first that is not on record.
    fn foundation(&self, from: &InstrumentId) -> Vec<Result<&'a Instrument, InstrumentId>> {
        let mut found = Vec::new();
        let mut next = Some(from.clone());
        while let Some(id) = next.take() {
            match self.instrument(&id) {
                // Each kind rests on a kind above it, so the way up is short; a damaged record ends all the same.
                Some(instrument) if found.len() < 16 => {
                    next.clone_from(&instrument.rests_on);
                    if next.is_none() && instrument.kind != InstrumentKind::Statute {
                        found.push(Ok(instrument));
                        found.push(Err(id));
                        return found;
                    }
                    found.push(Ok(instrument));
                }
                _ => found.push(Err(id)),
            }
        }
        found
    }

    /// When an instrument is in force: a scheme gives way to the body's next from that one's first day.
    pub fn effective(&self, instrument: &Instrument) -> Period {
        let (InstrumentKind::Scheme, Some(body)) = (instrument.kind, instrument.body) else { return instrument.period };
        let begins = instrument.period.from().map_or(Date::MIN, FuzzyDate::latest);
        let next = self
            .schemes(body)
            .filter(|other| other.id != instrument.id)
            .filter_map(|other| other.period.from().map(FuzzyDate::latest))
            .filter(|from| *from > begins)
            .min();
        match next {
            Some(next) => crate::state::ended(instrument.period, next),
            None => instrument.period,
        }
    }

    fn schemes(&self, body: OdsCode) -> impl Iterator<Item = &'a Instrument> {
        let view = *self;
        self.state.schemes_of_body.get(&body).into_iter().flatten().filter_map(move |id| view.instrument(id))
    }

    /// The scheme of a body in force on a day.
    pub fn scheme_on(&self, body: OdsCode, on: Date) -> Option<&'a Instrument> {
        self.schemes(body).find(|scheme| self.effective(scheme).contains(on) == Certainty::Yes)
    }

    /// The scheme of a body in force on a day, or the one carried over from before a merger.
    fn last_scheme(&self, body: OdsCode, on: Date) -> Option<&'a Instrument> {
        self.scheme_on(body, on)
            .or_else(|| self.schemes(body).find(|scheme| self.carried(body, &self.effective(scheme), on)))
    }

    /// The constitution under which a body acts on a day, with its chain; a predecessor's when the successor has none.
    fn constitution(&self, body: OdsCode, acting: OdsCode, on: Date) -> Option<(&'a Instrument, Vec<Link>)> {
        let of = |whose: OdsCode| {
            let in_force = |instrument: &&'a Instrument| {
                instrument.kind == InstrumentKind::Constitution
                    && instrument.body == Some(whose)
                    && (instrument.period.contains(on) == Certainty::Yes || self.carried(whose, &instrument.period, on))
            };
            let constitution = self.instruments().filter(in_force).max_by_key(|held| held.period.from())?;
            let statute = self.instrument(constitution.rests_on.as_ref()?)?;
            (statute.period.contains(on) == Certainty::Yes).then(|| {
                let chain = [statute, constitution];
                let links = chain
                    .map(|held| link(kind_of(held.kind), held.id.as_str(), &held.title, going_on(held.period, on)));
                (constitution, links.to_vec())
            })
        };
        let mut old: BTreeSet<OdsCode> = self.predecessors(acting, on);
        if body != acting {
            old = BTreeSet::from([body]);
        }
        of(acting).or_else(|| old.into_iter().find_map(of))
    }

    /// The reservation that governs a matter of a body on a day: the narrowest of the scheme in force.
    pub fn reserving(&self, body: OdsCode, matter: &Matter, on: Date) -> Option<Reservation> {
        let scheme = self.last_scheme(body, on)?;
        reservations_of(scheme, self.rows(&scheme.id))
            .into_iter()
            .filter_map(|held| Some((self.covers(&held.matter, matter, on)?, held)))
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, held)| held)
    }

    /// Whether a service is a body's to commission for somebody, within the populations of a power if it names any.
    fn commissions(
        &self,
        body: OdsCode,
        matter: &Matter,
        populations: &[Population],
        on: Date,
    ) -> Result<(), Shortfall> {
        let Matter::Service(line) = matter else { return Ok(()) };
        let within = |population: &Population| {
            let whose = |held: &Population| held.kind == population.kind && self.same(held.body, population.body, on);
            populations.is_empty() || populations.iter().any(whose) || self.divided(populations, population, on)
        };
        let mut theirs: BTreeSet<OdsCode> = BTreeSet::new();
        for (population, commissioners) in self.commissioners_of(line, on) {
            if within(&population) && commissioners.iter().any(|held| self.same(*held, body, on)) {
                return Ok(());
            }
            if self.same(population.body, body, on) {
                theirs.extend(commissioners);
            }
        }
        let responsible = theirs.into_iter().collect();
        Err(Shortfall::NotTheCommissioner { body, line: line.clone(), responsible, on })
    }
}

/// What powers that serve come to: one value with the smallest of their limits and all their links.
fn authority(
    asker: Asker<'_>,
    body: OdsCode,
    acting: OdsCode,
    wanted: Wanted<'_>,
    powers: Vec<Found<'_>>,
) -> Authority {
    let limits = powers.iter().fold(Limits::NONE, |least, found| least.least(&found.power.limits));
    let holding = powers.iter().find_map(|found| found.holding);
    let ids: Vec<PowerId> = powers.iter().map(|found| found.power.id.clone()).collect();
    let mut chain: Vec<Link> = Vec::new();
    for found in powers {
        for link in found.chain {
            if !chain.contains(&link) {
                chain.push(link);
            }
        }
    }
    Authority {
        body,
        as_body: acting,
        person: holding.map(|(_, holding)| holding.person.clone()),
        post: holding.map(|(post, _)| post.id.clone()),
        committee: match asker {
            Asker::Committee(committee) => Some(committee.clone()),
            Asker::Person(_) => None,
        },
        powers: ids,
        limits,
        matter: wanted.matter.clone(),
        amount: wanted.amount,
        on: wanted.on,
        chain,
    }
}

fn reserved(reservation: Reservation) -> Shortfall {
    Shortfall::Reserved {
        body: reservation.body,
        matter: reservation.matter,
        to: reservation.to,
        instrument: reservation.instrument.to_string(),
        clause: reservation.clause,
    }
}

pub(crate) fn link(kind: LinkKind, id: &str, title: &str, period: Period) -> Link {
    Link { kind, id: id.to_owned(), title: title.to_owned(), clause: None, period, limits: Limits::NONE }
}

fn kind_of(kind: InstrumentKind) -> LinkKind {
    match kind {
        InstrumentKind::Statute => LinkKind::Statute,
        InstrumentKind::Constitution => LinkKind::Constitution,
        InstrumentKind::Scheme => LinkKind::Scheme,
        InstrumentKind::DelegationAgreement => LinkKind::Delegation,
        InstrumentKind::Direction => LinkKind::Direction,
        InstrumentKind::Resolution => LinkKind::Resolution,
    }
}

/// How near a shortfall is to an authority; the larger is the nearer and is the one told.
fn nearness(short: &Shortfall) -> (u8, Pence) {
    match short {
        Shortfall::OverLimit { limit, .. } => (5, *limit),
        Shortfall::ConditionUnmet { .. } => (4, Pence(0)),
        Shortfall::NotTheCommissioner { .. } => (3, Pence(0)),
        Shortfall::PostFellVacant { .. } => (2, Pence(0)),
        Shortfall::BodyClosed { .. }
        | Shortfall::NotInForce { .. }
        | Shortfall::Revoked { .. }
        | Shortfall::Broken { .. } => (1, Pence(0)),
        _ => (0, Pence(0)),
    }
}
