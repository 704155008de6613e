//! Who has what a body held: the one that acts for it on a day, and how far what it granted goes on.

use crate::authorise::link;
use crate::authority::{Link, LinkKind, Shortfall};
use crate::line::Population;
use crate::power::Power;
use crate::view::Mandates;
use std::collections::BTreeSet;
use terms::{Certainty, Date, OdsCode, Period};

impl Mandates<'_> {
    /// The body that acts for another on a day, which must live then.
    pub(crate) fn living(&self, body: OdsCode, on: Date) -> Result<OdsCode, Shortfall> {
        let acting = self.acting_body(body, on);
        if self.lives().is_alive(acting, on) != Certainty::No {
            return Ok(acting);
        }
        let heirs = self.lives().carries_of(acting).map(|carry| carry.successor).collect::<BTreeSet<_>>();
        Err(Shortfall::BodyClosed { body: acting, life: self.life(acting), heirs: heirs.into_iter().collect(), on })
    }

    /// The body that has a power on a day: its own, or the one that took it.
    pub(crate) fn heir_of(&self, power: &Power, on: Date) -> OdsCode {
        let mut heir = power.body;
        let mut seen = BTreeSet::from([heir]);
        while let Some(carry) = self
            .lives()
            .carries_of(heir)
            .find(|carry| carry.on <= on && carry.takes.as_ref().is_none_or(|taken| taken.powers.contains(&power.id)))
        {
            if !seen.insert(carry.successor) {
                break;
            }
            heir = carry.successor;
        }
        heir
    }

    /// Whether two codes are the same body on a day, a carry-over taken into account.
    pub(crate) fn same(&self, one: OdsCode, other: OdsCode, on: Date) -> bool {
        one == other || self.acting_body(one, on) == self.acting_body(other, on)
    }

    /// Whether a period that ended with its body's carry-over goes on in the successor.
    pub(crate) fn carried(&self, body: OdsCode, period: &Period, on: Date) -> bool {
        let lives = self.lives();
        let to_its_end = period.to().is_some() && period.to() == lives.end(body);
        to_its_end
            && lives.carries_of(body).any(|carry| {
                carry.on <= on
                    && period.from().is_none_or(|from| from.latest() < carry.on)
                    && lives.is_alive(self.acting_body(carry.successor, on), on) == Certainty::Yes
            })
    }

    /// A period of something of a body, without the end that the body's own last day puts to it where it goes on in a successor.
    pub(crate) fn going(&self, body: OdsCode, period: Period, on: Date) -> Period {
        if self.carried(body, &period, on) { going_on(period, on) } else { period }
    }

    /// The links that lead from a body to one that has taken its place.
    pub(crate) fn succession(&self, body: OdsCode, acting: OdsCode, on: Date) -> Vec<Link> {
        let mut links = Vec::new();
        let mut from = body;
        while let Some(carry) = self
            .lives()
            .carries_of(from)
            .filter(|carry| carry.on <= on && from != acting && links.len() < 16)
            .find(|carry| carry.takes.is_none() || self.acting_body(carry.successor, on) == acting)
        {
            let title = format!("{from} carried over to {}", carry.successor);
            let period = Period::from_days(Some(carry.on), None);
            links.push(link(LinkKind::Succession, carry.instrument.as_str(), &title, period));
            from = carry.successor;
        }
        links
    }

    /// Whether people are, on a day, those of a body that was divided, or some of them.
    pub(crate) fn divided(&self, populations: &[Population], now: &Population, on: Date) -> bool {
        let before = self.predecessors(now.body, on);
        populations.iter().any(|held| held.kind == now.kind && before.contains(&held.body))
    }
}

/// A period that ended with its body and goes on in the successor has no end of its own any more.
pub(crate) fn going_on(period: Period, on: Date) -> Period {
    match period.contains(on) {
        Certainty::Yes => period,
        _ => Period::new(period.from(), None).unwrap_or(period),
    }
}
