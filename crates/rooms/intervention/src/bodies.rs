//! What the room asks of the register: what a body is on a day, and who is the authority over it.

use crate::kind::BodyClass;
use register::BodyKind;
use terms::{Certainty, Date, OdsCode};

/// Whoever knows the bodies.
pub trait Bodies {
    /// What a body is on a day; none for one that is not open.
    fn class_on(&self, body: OdsCode, on: Date) -> Option<BodyClass>;

    /// Whether a body may direct, consent to and lift for such bodies on a day. Its successor may do all its predecessor might.
    /// Rule R2.
    fn is_authority(&self, body: OdsCode, over: BodyClass, on: Date) -> bool;
}

/// NHS England's code.
const NHS_ENGLAND: &str = "X24";

/// The first day on which NHS England is the authority over trusts, as the successor of NHS Improvement: Health and Care Act
/// 2022, section 33. Before it Monitor and the Trust Development Authority were, which the register does not hold.
const OVER_TRUSTS: Date = Date::constant(2022, 7, 1);

impl Bodies for register::View<'_> {
    fn class_on(&self, body: OdsCode, on: Date) -> Option<BodyClass> {
        if body.as_str() == NHS_ENGLAND {
            return Some(BodyClass::Authority);
        }
        if self.was_open(body, on) == Certainty::No {
            return None;
        }
        class(self.kind_on(body, on)?)
    }

    fn is_authority(&self, body: OdsCode, over: BodyClass, on: Date) -> bool {
        body.as_str() == NHS_ENGLAND
            && match over {
                BodyClass::CommissioningGroup | BodyClass::CareBoard => true,
                BodyClass::Trust | BodyClass::FoundationTrust => OVER_TRUSTS <= on,
                BodyClass::LocalAuthority | BodyClass::Provider | BodyClass::Authority => false,
            }
    }
}

/// What a kind of body of the register is in the law of intervention. The register does not tell a foundation trust from a trust.
const fn class(kind: BodyKind) -> Option<BodyClass> {
    match kind {
        BodyKind::CommissioningGroup => Some(BodyClass::CommissioningGroup),
        BodyKind::CareBoard => Some(BodyClass::CareBoard),
        BodyKind::Trust => Some(BodyClass::Trust),
        BodyKind::LocalAuthority => Some(BodyClass::LocalAuthority),
        BodyKind::Practice | BodyKind::Network | BodyKind::Site => Some(BodyClass::Provider),
        BodyKind::CostCentre
        | BodyKind::SubIcbLocation
        | BodyKind::CommissioningHub
        | BodyKind::ReportingEntity
        | BodyKind::TransformationPartnership
        | BodyKind::CareSystem
        | BodyKind::Place
        | BodyKind::Region
        | BodyKind::LocalOffice
        | BodyKind::HealthBoard
        | BodyKind::PrimaryCareTrust
        | BodyKind::HealthAuthority
        | BodyKind::Other => None,
    }
}
