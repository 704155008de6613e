//! Risk shares: money one body gives another in a bad year, on two signatures, and may ask back.

use crate::forecast::ByMonth;
use serde::{Deserialize, Serialize};
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, TooLarge, screen_date};
use thiserror::Error;

/// Which side of a risk share a body is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareSide {
    /// It gives.
    Giver,
    /// It receives.
    Receiver,
}

/// How much of a risk share is asked back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationExtent {
    /// All of it.
    Whole,
    /// A part. Units: pence.
    Part(Pence),
}

/// That a risk share is asked back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// From which day.
    pub on: Date,
    /// How much.
    pub extent: RevocationExtent,
}

/// Money that one body gives another, as both have it on paper.
///
/// Source: section 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskShare {
    /// Who gives.
    pub giver: OdsCode,
    /// Who receives.
    pub receiver: OdsCode,
    /// How much. Units: pence, above nought.
    pub amount: Pence,
    /// The year whose positions it changes.
    pub year: FinancialYear,
    /// The day from which it is meant.
    pub effective_on: Date,
    /// When the giver signed.
    pub giver_signed_on: Option<Date>,
    /// When the receiver signed.
    pub receiver_signed_on: Option<Date>,
    /// That it is asked back.
    pub revocation: Option<Revocation>,
}

terms::words! {
    /// How a risk share stands.
    ShareState, "a state of a risk share", {
        /// A signature is missing.
        NotInForce = "not-in-force", "Not in force: a signature is missing";
        /// Both signed, and nothing was asked back.
        InForce = "in-force", "In force";
        /// All of it was asked back.
        Revoked = "revoked", "Asked back";
        /// A part of it was asked back.
        PartRevoked = "part-revoked", "Asked back in part";
    }
}

/// What a risk share does to positions and forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareEffect {
    /// How it stands.
    pub state: ShareState,
    /// What the receiver has more and the giver less, in all, month by month: from the month on, whole, not phased (rule R36).
    /// Units: pence.
    pub received: ByMonth,
}

impl ShareEffect {
    /// What the giver has more: as much less. The two add to nought in every month.
    pub fn given(self) -> ByMonth {
        // Nothing below nought is received, so what is given always fits.
        self.received.map(|received| Pence(-received.0))
    }
}

/// Why a risk share, or asking it back, is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RiskShareRefusal {
    /// Giver and receiver are one.
    #[error("{body} cannot share a risk with itself: name the body that receives")]
    SameBody {
        /// The body.
        body: OdsCode,
    },
    /// Nothing is given.
    #[error("{} is given: an amount above nought is needed; to give the other way, change the sides", amount.to_the_penny())]
    AmountNotPositive {
        /// The amount.
        amount: Pence,
    },
    /// More is asked back than was given, or nothing.
    #[error(
        "{} is asked back of {}: ask back more than nought and no more than was given",
        revoked.to_the_penny(), amount.to_the_penny()
    )]
    BadRevocation {
        /// What is asked back.
        revoked: Pence,
        /// What was given.
        amount: Pence,
    },
    /// It is asked back before it is in force.
    #[error(
        "it is asked back on {}, before it is in force on {}: leave it unsigned, or choose a later day",
        screen_date(*revoked_on), screen_date(*in_force_on)
    )]
    RevokedBeforeStart {
        /// The day from which it is asked back.
        revoked_on: Date,
        /// The day from which it is in force.
        in_force_on: Date,
    },
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl RiskShare {
    /// The day from which it is in force: the latest of the day it is meant from and both signatures. Source: rule R35.
    pub fn in_force_on(&self) -> Option<Date> {
        let signed = self.giver_signed_on?.max(self.receiver_signed_on?);
        Some(signed.max(self.effective_on))
    }

    /// What it does to its year.
    ///
    /// # Errors
    /// [`RiskShareRefusal`], the first that applies.
    ///
    /// Source: section 7, rules R35 and R36.
    pub fn effect(&self) -> Result<ShareEffect, RiskShareRefusal> {
        if self.giver == self.receiver {
            return Err(RiskShareRefusal::SameBody { body: self.giver });
        }
        if self.amount <= Pence::NOUGHT {
            return Err(RiskShareRefusal::AmountNotPositive { amount: self.amount });
        }
        let left = self.left_after_revocation()?;
        let Some(in_force_on) = self.in_force_on() else {
            return Ok(ShareEffect { state: ShareState::NotInForce, received: [Pence::NOUGHT; 12] });
        };
        let revoked_on = self.revocation.map(|revocation| revocation.on);
        if let Some(revoked_on) = revoked_on.filter(|revoked_on| *revoked_on < in_force_on) {
            return Err(RiskShareRefusal::RevokedBeforeStart { revoked_on, in_force_on });
        }
        let state = match revoked_on {
            None => ShareState::InForce,
            Some(_) if left == Pence::NOUGHT => ShareState::Revoked,
            Some(_) => ShareState::PartRevoked,
        };
        let has_come = |day: Option<Date>, last_day: Date| day.is_some_and(|day| day <= last_day);
        let mut months = FinancialMonth::all().map(|month| month.last_day(self.year));
        let received = [(); 12].map(|()| {
            let last_day = months.next().unwrap_or(Date::MAX);
            match (has_come(Some(in_force_on), last_day), has_come(revoked_on, last_day)) {
                (false, _) => Pence::NOUGHT,
                (true, false) => self.amount,
                (true, true) => left,
            }
        });
        Ok(ShareEffect { state, received })
    }

    /// What is left of the amount once it is asked back.
    fn left_after_revocation(&self) -> Result<Pence, RiskShareRefusal> {
        match self.revocation.map(|revocation| revocation.extent) {
            None => Ok(self.amount),
            Some(RevocationExtent::Whole) => Ok(Pence::NOUGHT),
            Some(RevocationExtent::Part(revoked)) if revoked <= Pence::NOUGHT || revoked > self.amount => {
                Err(RiskShareRefusal::BadRevocation { revoked, amount: self.amount })
            }
            Some(RevocationExtent::Part(revoked)) => Ok(self.amount.minus(revoked)?),
        }
    }
}

/// Something the bodies agreed must come about. One that is unmet when due proposes a review; the share goes on (rule R37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareCondition<T> {
    /// In words.
    pub words: T,
    /// By when.
    pub due: Date,
    /// When it was met.
    pub met_on: Option<Date>,
}

impl<T> ShareCondition<T> {
    /// Whether a review is proposed on a day: it was due before, and not met in time.
    pub fn proposes_review(&self, today: Date) -> bool {
        self.due < today && self.met_on.is_none_or(|met_on| met_on > self.due)
    }
}
