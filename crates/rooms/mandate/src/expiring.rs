//! Powers that are about to end, and why.

use crate::id::PostId;
use crate::power::{HolderId, Power};
use crate::view::Mandates;
use jiff::ToSpan;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period, words};

words! {
    /// What ends a power.
    EndKind, "a way for a power to end", {
        /// The body whose it is closes, and nothing passes on.
        Body = "body", "the body closes";
        /// Its own last day.
        Itself = "itself", "its own last day";
        /// It is revoked.
        Revoked = "revoked", "revoked";
        /// An instrument that it rests on ends, or gives way to the next version.
        Instrument = "instrument", "an instrument it rests on ends";
        /// The post that holds it ends.
        Post = "post", "the post ends";
        /// The post that holds it falls vacant.
        Vacancy = "vacancy", "the post falls vacant";
        /// The committee that holds it ends.
        Committee = "committee", "the committee ends";
    }
}

/// A power that can be used on a day and soon no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring<'a> {
    /// The power.
    pub power: &'a Power,
    /// The first day it can no longer be used.
    pub on: Date,
    /// What ends it.
    pub by: EndKind,
    /// The identity of what ends it.
    pub cause: String,
}

impl<'a> Mandates<'a> {
    /// The powers in force on a day whose last day comes within so many days of it, the soonest first: with none, those whose last
    /// day it is.
    ///
    /// Power ends with its body, by itself, by revocation, with an instrument it rests on, with its post or committee, and with the last
    /// holder of the post; the first of these is told.
    pub fn expiring(&self, on: Date, within_days: u32) -> Vec<Expiring<'a>> {
        let until = on.checked_add(i64::from(within_days).days()).unwrap_or(Date::MAX);
        let mut found: Vec<Expiring<'a>> = self
            .powers()
            .filter_map(|power| {
                let (ends, by, cause) = self.end_of(power, on)?;
                (ends > on && ends.yesterday().is_ok_and(|last| last <= until)).then_some(Expiring {
                    power,
                    on: ends,
                    by,
                    cause,
                })
            })
            .collect();
        found.sort_by(|one, other| (one.on, &one.power.id).cmp(&(other.on, &other.power.id)));
        found
    }

    /// The first day on which a power that is in force on a day no longer is, with what ends it.
    pub fn end_of(&self, power: &Power, on: Date) -> Option<(Date, EndKind, String)> {
        let mut ends: Vec<(Date, EndKind, String)> = Vec::new();
        let mut starts = vec![power.period];
        ends.extend(self.ending(power.period, power.body, (EndKind::Itself, power.id.as_str())));
        ends.extend(power.revoked.map(|revoked| (revoked, EndKind::Revoked, power.id.to_string())));
        let mut next = Some(&power.instrument);
        for _ in 0..16 {
            let Some(instrument) = next.and_then(|id| self.instrument(id)) else { break };
            let period = self.effective(instrument);
            starts.push(period);
            let body = instrument.body.unwrap_or(power.body);
            ends.extend(self.ending(period, body, (EndKind::Instrument, instrument.id.as_str())));
            next = instrument.rests_on.as_ref();
        }
        match &power.holder {
            HolderId::Post(id) => {
                let post = self.post(id)?;
                ends.extend(self.ending(post.period, power.body, (EndKind::Post, id.as_str())));
                match self.held_until(id, on) {
                    Held::Vacant => return None,
                    Held::Openly => {}
                    Held::Until(day) => ends.push((day, EndKind::Vacancy, id.to_string())),
                }
            }
            HolderId::Committee(id) => {
                let committee = self.committee(id)?;
                starts.push(committee.period);
                ends.extend(committee.period.to().map(|to| (to.earliest(), EndKind::Committee, id.to_string())));
                let lawful = committee.shape.lawful_part(&committee.period).and_then(|period| period.to());
                ends.extend(lawful.map(|to| (to.earliest(), EndKind::Committee, id.to_string())));
            }
            HolderId::Membership | HolderId::GoverningBody => {}
        }
        let begun = starts.iter().all(|period| period.from().is_none_or(|from| from.latest() <= on));
        let first = ends.into_iter().min_by_key(|(day, by, _)| (*day, *by))?;
        (begun && first.0 > on).then_some(first)
    }

    /// The first day on which a period of something of a body no longer holds, with what ends it: what ran to the body's last day
    /// goes on as long as its successors live, if it was carried over.
    fn ending(&self, period: Period, body: OdsCode, otherwise: (EndKind, &str)) -> Option<(Date, EndKind, String)> {
        let to = period.to()?;
        let lives = self.lives();
        if lives.end(body) != Some(to) {
            return Some((to.earliest(), otherwise.0, otherwise.1.to_owned()));
        }
        let mut last = body;
        let mut day = to;
        for _ in 0..16 {
            let Some(carry) = lives.carries_of(last).find(|carry| carry.takes.is_none()) else { break };
            last = carry.successor;
            day = lives.end(last)?;
        }
        Some((day.earliest(), EndKind::Body, last.to_string()))
    }

    /// Until when somebody holds a post that is held on a day.
    fn held_until(&self, post: &PostId, on: Date) -> Held {
        let mut day = on;
        loop {
            let covering = self.holdings(post).iter().filter(|held| held.period.contains(day) == Certainty::Yes);
            // An open holding lasts longest.
            let last = covering.map(|held| held.period.to().map_or(Date::MAX, FuzzyDate::earliest)).max();
            match last {
                None if day == on => return Held::Vacant,
                Some(Date::MAX) => return Held::Openly,
                Some(to) if to > day => day = to,
                _ => return Held::Until(day),
            }
        }
    }
}

/// Until when a post is held.
enum Held {
    /// It is vacant on the day itself.
    Vacant,
    /// Its last holding is open.
    Openly,
    /// Up to this day.
    Until(Date),
}
