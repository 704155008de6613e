//! Who has signed a plan, who objects, who has said nothing; and what follows for the executive.

use crate::kind::{Stage, Stance};
use std::collections::{BTreeMap, BTreeSet};
use terms::OdsCode;
use thiserror::Error;

/// Why a step of a sign-off is refused.
///
/// Source: spec 06, section 12.4, in whose order they are tested.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignOffRefusal {
    /// The plan is still a draft.
    #[error("the plan has not been put to the bodies yet: submit it first")]
    NotSubmitted,
    /// It was submitted before.
    #[error("the plan has been put to the bodies already")]
    AlreadySubmitted,
    /// The plan is not that body's.
    #[error("{body} is not one of the bodies of this plan")]
    UnknownBody {
        /// Which body.
        body: OdsCode,
    },
    /// Another version is before the bodies.
    #[error("version {given} is not before the bodies: version {current} is, read that one")]
    WrongVersion {
        /// The version named.
        given: u32,
        /// The version there is.
        current: u32,
    },
    /// The body, or the executive, has signed it.
    #[error("this version has been signed already")]
    AlreadySigned,
    /// The plans that were merged differ.
    #[error("plans still differ in lines of {}: settle them by a decision first", codes(bodies))]
    ConflictOpen {
        /// In lines of which bodies.
        bodies: BTreeSet<OdsCode>,
    },
    /// Checks fail.
    #[error("{n_failed} checks fail: put the lines right, or waive each by a decision with its reason")]
    ChecksFailed {
        /// How many.
        n_failed: u32,
    },
    /// Bodies have said nothing. Silence is not consent.
    #[error("{} neither signed nor objected, and silence is not consent", codes(bodies))]
    Silent {
        /// Which.
        bodies: BTreeSet<OdsCode>,
    },
    /// Every body objects.
    #[error("no body has signed, so that the executive would bind nobody")]
    NoneSigned,
    /// A body that is bound cannot take that back by objecting.
    #[error("{body} is bound by this plan: propose a change of its lines, which makes a new version")]
    AlreadyBound {
        /// Which body.
        body: OdsCode,
    },
    /// More is waived than fails.
    #[error("{n_failed} checks fail, and {n_waived} were to be waived")]
    NothingToWaive {
        /// How many fail.
        n_failed: u32,
        /// How many were to be waived.
        n_waived: u32,
    },
}

fn codes(bodies: &BTreeSet<OdsCode>) -> String {
    bodies.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ")
}

/// A plan's sign-off.
///
/// A signature is of the lines as they are: a change of a body's lines takes it away, and no other body's. An objection is no
/// veto, and takes nothing from a body that is bound.
///
/// Source: rules R55 to R57.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    version: u32,
    is_submitted: bool,
    stances: BTreeMap<OdsCode, Stance>,
    in_conflict: BTreeSet<OdsCode>,
    n_failed: u32,
    is_signed_by_executive: bool,
}

impl SignOff {
    /// The sign-off of a draft by these bodies, at version 1.
    pub fn new(bodies: impl IntoIterator<Item = OdsCode>) -> Self {
        Self {
            version: 1,
            is_submitted: false,
            stances: bodies.into_iter().map(|body| (body, Stance::Silent)).collect(),
            in_conflict: BTreeSet::new(),
            n_failed: 0,
            is_signed_by_executive: false,
        }
    }

    /// The version before the bodies, from 1.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// What each body has said.
    pub const fn stances(&self) -> &BTreeMap<OdsCode, Stance> {
        &self.stances
    }

    /// The bodies in whose lines plans still differ.
    pub const fn in_conflict(&self) -> &BTreeSet<OdsCode> {
        &self.in_conflict
    }

    /// How many checks fail and are not waived.
    pub const fn n_failed(&self) -> u32 {
        self.n_failed
    }

    /// The bodies that have said so.
    pub fn those(&self, stance: Stance) -> BTreeSet<OdsCode> {
        self.stances.iter().filter(|(_, held)| **held == stance).map(|(body, _)| *body).collect()
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        let all = |wanted: fn(Stance) -> bool| self.stances.values().all(|stance| wanted(*stance));
        let any_signed = self.stances.values().any(|stance| *stance == Stance::Signed);
        if !self.is_submitted {
            Stage::Draft
        } else if self.is_signed_by_executive {
            if all(|stance| stance == Stance::Signed) { Stage::Signed } else { Stage::Partial }
        } else if any_signed
            && all(|stance| stance != Stance::Silent)
            && self.in_conflict.is_empty()
            && self.n_failed == 0
        {
            Stage::Ready
        } else {
            Stage::Submitted
        }
    }

    /// The bodies bound by the plan: those that signed, while the executive's signature stands.
    pub fn bound(&self) -> BTreeSet<OdsCode> {
        if self.is_signed_by_executive { self.those(Stance::Signed) } else { BTreeSet::new() }
    }

    /// Puts the plan to the bodies.
    ///
    /// # Errors
    /// [`SignOffRefusal::AlreadySubmitted`].
    pub const fn submit(&mut self) -> Result<(), SignOffRefusal> {
        if self.is_submitted {
            return Err(SignOffRefusal::AlreadySubmitted);
        }
        self.is_submitted = true;
        Ok(())
    }

    /// A body signs a version, which takes back its objection. The executive signs again for a body that comes in later.
    ///
    /// # Errors
    /// The first that applies of not submitted, unknown body, wrong version, already signed, conflict open.
    pub fn sign(&mut self, body: OdsCode, version: u32) -> Result<(), SignOffRefusal> {
        self.submitted()?;
        let stance = *self.stance(body)?;
        self.at(version)?;
        if stance == Stance::Signed {
            return Err(SignOffRefusal::AlreadySigned);
        }
        if self.in_conflict.contains(&body) {
            return Err(SignOffRefusal::ConflictOpen { bodies: BTreeSet::from([body]) });
        }
        self.stances.insert(body, Stance::Signed);
        self.is_signed_by_executive = false;
        Ok(())
    }

    /// A body objects, which takes back its signature. It is no veto.
    ///
    /// # Errors
    /// Not submitted, unknown body, or already bound.
    pub fn object(&mut self, body: OdsCode) -> Result<(), SignOffRefusal> {
        self.submitted()?;
        let stance = *self.stance(body)?;
        if self.is_signed_by_executive && stance == Stance::Signed {
            return Err(SignOffRefusal::AlreadyBound { body });
        }
        self.stances.insert(body, Stance::Objecting);
        Ok(())
    }

    /// Lines of some bodies change: a new version, without their signatures and the executive's.
    ///
    /// # Errors
    /// [`SignOffRefusal::UnknownBody`] names the first that is none of the plan's.
    pub fn change(&mut self, bodies: &BTreeSet<OdsCode>) -> Result<(), SignOffRefusal> {
        for body in bodies {
            self.stance(*body)?;
        }
        self.version += 1;
        self.drop_signatures(bodies);
        Ok(())
    }

    /// Plans are found to differ in lines of some bodies, which takes away their signatures and the executive's.
    pub fn open_conflict(&mut self, bodies: &BTreeSet<OdsCode>) {
        self.in_conflict.extend(bodies);
        self.drop_signatures(bodies);
    }

    /// Plans no longer differ in lines of some bodies. What was signed before is not signed again by that.
    pub fn clear_conflict(&mut self, bodies: &BTreeSet<OdsCode>) {
        self.in_conflict.retain(|body| !bodies.contains(body));
    }

    /// So many more checks are found to fail, which takes away the executive's signature.
    pub const fn find_failures(&mut self, n_found: u32) {
        self.n_failed = self.n_failed.saturating_add(n_found);
        if n_found > 0 {
            self.is_signed_by_executive = false;
        }
    }

    /// So many failed checks are accepted by decisions, or fail no more.
    ///
    /// # Errors
    /// [`SignOffRefusal::NothingToWaive`] when fewer fail.
    pub const fn waive(&mut self, n_waived: u32) -> Result<(), SignOffRefusal> {
        match self.n_failed.checked_sub(n_waived) {
            Some(left) => {
                self.n_failed = left;
                Ok(())
            }
            None => Err(SignOffRefusal::NothingToWaive { n_failed: self.n_failed, n_waived }),
        }
    }

    /// The executive signs a version, which binds the bodies that signed.
    ///
    /// # Errors
    /// The first that applies of not submitted, wrong version, already signed, conflict open, checks failed, silent, none signed.
    pub fn sign_by_executive(&mut self, version: u32) -> Result<(), SignOffRefusal> {
        self.submitted()?;
        self.at(version)?;
        if self.is_signed_by_executive {
            return Err(SignOffRefusal::AlreadySigned);
        }
        if !self.in_conflict.is_empty() {
            return Err(SignOffRefusal::ConflictOpen { bodies: self.in_conflict.clone() });
        }
        if self.n_failed > 0 {
            return Err(SignOffRefusal::ChecksFailed { n_failed: self.n_failed });
        }
        let silent = self.those(Stance::Silent);
        if !silent.is_empty() {
            return Err(SignOffRefusal::Silent { bodies: silent });
        }
        if self.those(Stance::Signed).is_empty() {
            return Err(SignOffRefusal::NoneSigned);
        }
        self.is_signed_by_executive = true;
        Ok(())
    }

    /// The executive signed, by what was recorded: whether it might is not judged again by what is known or tested now.
    pub(crate) const fn follow_executive(&mut self) {
        self.is_signed_by_executive = true;
    }

    const fn submitted(&self) -> Result<(), SignOffRefusal> {
        if self.is_submitted { Ok(()) } else { Err(SignOffRefusal::NotSubmitted) }
    }

    fn stance(&self, body: OdsCode) -> Result<&Stance, SignOffRefusal> {
        self.stances.get(&body).ok_or(SignOffRefusal::UnknownBody { body })
    }

    const fn at(&self, version: u32) -> Result<(), SignOffRefusal> {
        if version == self.version {
            Ok(())
        } else {
            Err(SignOffRefusal::WrongVersion { given: version, current: self.version })
        }
    }

    fn drop_signatures(&mut self, bodies: &BTreeSet<OdsCode>) {
        for body in bodies {
            if let Some(stance) = self.stances.get_mut(body).filter(|stance| **stance == Stance::Signed) {
                *stance = Stance::Silent;
            }
        }
        self.is_signed_by_executive = false;
    }
}
