//! On what legal basis, and from which day to which, a regime may be begun. Rules R5 and R6.

use crate::kind::{BodyClass, Regime, Standing};
use terms::Date;

/// A stretch of days on which a regime may be begun with one kind of body. What is lawfully begun goes on after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The regime.
    pub regime: Regime,
    /// With which bodies.
    pub class: BodyClass,
    /// The first day.
    pub first: Date,
    /// The last day; none while it goes on.
    pub last: Option<Date>,
    /// The statute, regulation or policy.
    pub citation: &'static str,
    /// How surely the days are known.
    pub standing: Standing,
}

const GROUPS_END: Option<Date> = Some(Date::constant(2022, 6, 30));
const MEASURES_END: Option<Date> = Some(Date::constant(2021, 6, 30));
const PROVIDER_MEASURES: &str = "provider special measures";
const LICENCE: &str = "HSCA 2012 s.105, s.111";
const UNDERTAKING: &str = "HSCA 2012 s.106";
const OVERSIGHT: &str = "System Oversight Framework";

/// Every basis there is, by regime. Source: the statutes cited; the announcement of 21 July 2016; the System Oversight
/// Framework of July 2021; NHS England's enforcement guidance of 8 August 2023.
pub const BASES: &[Basis] = {
    use BodyClass::{CareBoard, CommissioningGroup, FoundationTrust, Trust};
    use Regime::{
        AuthorisationDirection, Direction, LicenceRequirement, RecoverySupport, SpecialMeasures, Undertaking,
    };
    use Standing::{Assumed, Read, Statute};
    &[
        row(AuthorisationDirection, CommissioningGroup, (2012, 10, 1), GROUPS_END, "SI 2012/1631 reg 8", Assumed),
        row(Direction, CommissioningGroup, (2013, 4, 1), GROUPS_END, "NHS Act 2006 s.14Z21", Statute),
        row(Direction, CareBoard, (2022, 7, 1), None, "NHS Act 2006 s.14Z61", Statute),
        row(Undertaking, CareBoard, (2023, 8, 8), None, "NHS enforcement guidance 2023", Read),
        row(Undertaking, FoundationTrust, (2013, 4, 1), None, UNDERTAKING, Read),
        row(Undertaking, Trust, (2023, 4, 1), None, UNDERTAKING, Read),
        row(LicenceRequirement, FoundationTrust, (2013, 4, 1), None, LICENCE, Statute),
        row(LicenceRequirement, Trust, (2023, 4, 1), None, LICENCE, Statute),
        row(
            SpecialMeasures,
            CommissioningGroup,
            (2016, 7, 21),
            MEASURES_END,
            "CCG special measures, 2016/17 reset",
            Read,
        ),
        row(SpecialMeasures, Trust, (2013, 7, 16), MEASURES_END, PROVIDER_MEASURES, Assumed),
        row(SpecialMeasures, FoundationTrust, (2013, 7, 16), MEASURES_END, PROVIDER_MEASURES, Assumed),
        row(RecoverySupport, CommissioningGroup, (2021, 7, 1), GROUPS_END, "System Oversight Framework 2021/22", Read),
        row(RecoverySupport, CareBoard, (2022, 7, 1), None, OVERSIGHT, Read),
        row(RecoverySupport, Trust, (2021, 7, 1), None, OVERSIGHT, Read),
        row(RecoverySupport, FoundationTrust, (2021, 7, 1), None, OVERSIGHT, Read),
    ]
};

const fn row(
    regime: Regime,
    class: BodyClass,
    (year, month, day): (i16, i8, i8),
    last: Option<Date>,
    citation: &'static str,
    standing: Standing,
) -> Basis {
    Basis { regime, class, first: Date::constant(year, month, day), last, citation, standing }
}

/// The basis on which a regime may be begun with such a body on a day; none where there is no power to. Rule R5.
pub fn basis(regime: Regime, class: BodyClass, on: Date) -> Option<&'static Basis> {
    let holds = |held: &&Basis| held.first <= on && held.last.is_none_or(|last| on <= last);
    of(regime, class).find(holds)
}

/// The first day on which a regime could be begun with such a body at all.
pub fn first_lawful_day(regime: Regime, class: BodyClass) -> Option<Date> {
    of(regime, class).map(|held| held.first).min()
}

fn of(regime: Regime, class: BodyClass) -> impl Iterator<Item = &'static Basis> {
    BASES.iter().filter(move |held| held.regime == regime && held.class == class)
}
