//! When a body can have been a member, or have had members.

use crate::fact::Fact;
use crate::kind::BodyKind;
use crate::state::{BodyNo, State};
use terms::{Date, FuzzyDate, Period, Sequence};

/// The first day on which there were primary care networks: what files say of them before is of networks in the making,
/// which belonged to no commissioner and had no practices.
///
/// Source: NHS England and BMA, Network Contract Directed Enhanced Service 2019/20: networks live from 1 July 2019.
const NETWORKS_BEGAN: Date = Date::constant(2019, 7, 1);

/// The life of a body that counts for memberships, `None` when nobody gives its dates.
pub(super) fn life_of(state: &State, number: BodyNo, known: Sequence) -> Option<Period> {
    let life = state.body(number)?.lives.known(known).and_then(crate::state::Lives::counting);
    if !is_network(state, number, known) {
        return life;
    }
    let began = FuzzyDate::day(NETWORKS_BEGAN);
    let life = life.unwrap_or(Period::ALWAYS);
    if life.to().is_some_and(|to| to.latest() <= NETWORKS_BEGAN) {
        return Some(Period::from_days(Some(NETWORKS_BEGAN), Some(NETWORKS_BEGAN)));
    }
    let from = match life.from() {
        Some(from) if from.latest() > NETWORKS_BEGAN => {
            FuzzyDate::between(from.earliest().max(NETWORKS_BEGAN), from.latest()).unwrap_or(from)
        }
        _ => began,
    };
    Period::new(Some(from), life.to()).ok()
}

/// Whether any source that counts calls a body a primary care network.
pub(super) fn is_network(state: &State, number: BodyNo, known: Sequence) -> bool {
    let Some(body) = state.body(number) else { return false };
    body.claims.iter().filter_map(|claim| state.claim(*claim)).any(|claim| {
        matches!(&*claim.fact, Fact::Acted { code, kind: BodyKind::Network, .. } if *code == body.code)
            && state.saying(claim, known).next().is_some()
    })
}
