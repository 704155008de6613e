//! What a clause does to an act, and when.

use crate::id::ClauseId;
use crate::kind::Tier;
use crate::reach::{People, Reach};
use crate::requirement::Requirement;
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode, Pence, words};

/// What a clause that binds does to an act that it touches. Section 7 of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// The act is refused.
    Forbid,
    /// The act is refused when its amount is larger. Rule R35.
    CapForbid {
        /// The largest amount that passes.
        amount: Pence,
    },
    /// The act is refused unless the authority consented.
    Consent {
        /// Which posts.
        posts: Posts,
    },
    /// The act is refused when its amount is larger, unless the authority consented.
    CapConsent {
        /// The largest amount that passes without.
        amount: Pence,
    },
    /// The act is refused unless the authority was consulted in time.
    Consult {
        /// Which posts.
        posts: Posts,
        /// At least how many days before.
        days: u16,
    },
    /// The act is refused unless the authority was told in time.
    NotifyBefore {
        /// At least how many days before.
        days: u16,
    },
    /// The act passes and leaves a duty to tell the authority.
    NotifyAfter {
        /// Within how many days after.
        days: u16,
    },
    /// The function is another's: the body's own act is refused, the other's in its place passes.
    Move {
        /// Who performs it.
        to: OdsCode,
    },
}

/// Which posts a clause is about. Rules R33 and R34.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Posts {
    /// Whatever the post, and where there is none.
    Any,
    /// Those of this tier and above; a post whose tier is not known is caught.
    Down(Tier),
}

impl Posts {
    /// Whether a post of such a tier is caught.
    pub fn catch(self, tier: Option<Tier>) -> bool {
        match (self, tier) {
            (Self::Any, _) | (_, None) => true,
            (Self::Down(lowest), Some(tier)) => tier <= lowest,
        }
    }
}

/// What a clause does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It lays a constraint on acts.
    Bind(Binding),
    /// It asks for something, shown by evidence.
    Require,
    /// It asks for a return again and again.
    Report,
    /// It lets the body perform what another body was relieved of.
    Enable,
    /// It does nothing: under discussion, not directed. Rule R8.
    Nothing,
}

words! {
    /// The effects by name, without what each holds.
    EffectKind, "an effect of a clause", {
        /// Refused.
        Forbid = "forbid", "Forbids";
        /// Refused above an amount.
        CapForbid = "cap-forbid", "Forbids above an amount";
        /// Refused unless consented.
        Consent = "consent", "Needs consent";
        /// Refused above an amount unless consented.
        CapConsent = "cap-consent", "Needs consent above an amount";
        /// Refused unless consulted.
        Consult = "consult", "Needs consultation";
        /// Refused unless told before.
        NotifyBefore = "notify-before", "Needs notice";
        /// Told after.
        NotifyAfter = "notify-after", "To be told afterwards";
        /// Another's.
        Move = "move", "Moves the function";
        /// Evidence is wanted.
        Require = "require", "Requires";
        /// Returns are wanted.
        Report = "report", "Asks for returns";
        /// May perform for another.
        Enable = "enable", "Enables";
        /// Nothing.
        Nothing = "none", "No duty";
    }
}

impl Effect {
    /// What it binds, if it does.
    pub const fn binding(&self) -> Option<&Binding> {
        match self {
            Self::Bind(binding) => Some(binding),
            Self::Require | Self::Report | Self::Enable | Self::Nothing => None,
        }
    }

    /// Its name.
    pub const fn kind(&self) -> EffectKind {
        match self {
            Self::Bind(binding) => binding.kind(),
            Self::Require => EffectKind::Require,
            Self::Report => EffectKind::Report,
            Self::Enable => EffectKind::Enable,
            Self::Nothing => EffectKind::Nothing,
        }
    }
}

impl Binding {
    /// Its name.
    pub const fn kind(&self) -> EffectKind {
        match self {
            Self::Forbid => EffectKind::Forbid,
            Self::CapForbid { .. } => EffectKind::CapForbid,
            Self::Consent { .. } => EffectKind::Consent,
            Self::CapConsent { .. } => EffectKind::CapConsent,
            Self::Consult { .. } => EffectKind::Consult,
            Self::NotifyBefore { .. } => EffectKind::NotifyBefore,
            Self::NotifyAfter { .. } => EffectKind::NotifyAfter,
            Self::Move { .. } => EffectKind::Move,
        }
    }

    /// Who performs what it moves, if it moves anything.
    pub const fn receiver(&self) -> Option<OdsCode> {
        match self {
            Self::Move { to } => Some(*to),
            Self::Forbid
            | Self::CapForbid { .. }
            | Self::Consent { .. }
            | Self::CapConsent { .. }
            | Self::Consult { .. }
            | Self::NotifyBefore { .. }
            | Self::NotifyAfter { .. } => None,
        }
    }

    /// Whether a consent can let an act pass.
    pub const fn is_curable(&self) -> bool {
        matches!(self, Self::Consent { .. } | Self::CapConsent { .. })
    }

    /// Whether a post of such a tier is caught; only clauses on posts ask. Rule R33.
    pub(crate) fn catches(&self, tier: Option<Tier>) -> bool {
        match self {
            Self::Consent { posts } | Self::Consult { posts, .. } => posts.catch(tier),
            Self::Forbid
            | Self::CapForbid { .. }
            | Self::CapConsent { .. }
            | Self::NotifyBefore { .. }
            | Self::NotifyAfter { .. }
            | Self::Move { .. } => true,
        }
    }
}

/// A clause as an instrument states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its number in the instrument.
    pub id: ClauseId,
    /// What it says, in the letter's words: public, and kept for ever. Rule R51.
    pub words: String,
    /// What it is, from the library; at least one. Rule R17.
    pub requirements: Vec<Requirement>,
    /// What it does.
    pub effect: Effect,
    /// What it is about.
    pub reach: Reach,
    /// For whom.
    pub people: People,
    /// The first day on which it is in force.
    pub from: Date,
    /// The first day on which it is not, by its own words.
    pub to: Option<Date>,
    /// When its evidence is due.
    pub due: Option<Date>,
}

/// A rule on acts that a clause lays, from a day until a day: what the powers engine asks. Rule R36.
///
/// A direction only takes away: no constraint gives power, save that a move lets its receiver act for the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// The clause.
    pub clause: ClauseId,
    /// The body bound.
    pub body: OdsCode,
    /// What it does to an act.
    pub binding: Binding,
    /// To which acts.
    pub reach: Reach,
    /// For whom.
    pub people: People,
    /// The first day of its clause, from which consultation and notice count. Rule R41.
    pub since: Date,
    /// The first day on which it binds.
    pub from: Date,
    /// The first day on which it does not.
    pub to: Option<Date>,
}

impl Constraint {
    /// Whether it binds on a day.
    pub fn is_live(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to)
    }

    /// Ends it on a day, unless it ends before.
    pub(crate) fn end(&mut self, on: Date) {
        self.to = Some(self.to.map_or(on, |to| to.min(on)));
    }
}
