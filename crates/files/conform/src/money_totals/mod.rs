//! Questions of the room of money: control totals, forecasts, savings and mergers.

mod forecasts;
mod mergers;
mod reading;
mod savings;
mod totals;

use crate::Kind;

/// Every kind there is of them.
pub(crate) const KINDS: &[Kind] = &[
    Kind { room: "money", name: "amendments", answer: totals::amendments },
    Kind { room: "money", name: "consolidate", answer: totals::consolidate },
    Kind { room: "money", name: "sustainability", answer: totals::sustainability },
    Kind { room: "money", name: "dsf", answer: totals::deficit_support },
    Kind { room: "money", name: "duties", answer: totals::duties },
    Kind { room: "money", name: "forecast", answer: forecasts::forecast },
    Kind { room: "money", name: "risk-range", answer: forecasts::risk_range },
    Kind { room: "money", name: "risk-shares", answer: forecasts::risk_shares },
    Kind { room: "money", name: "running-costs", answer: savings::running_costs },
    Kind { room: "money", name: "posts", answer: savings::posts },
    Kind { room: "money", name: "inheritance", answer: mergers::inheritance },
    Kind { room: "money", name: "restate", answer: mergers::restate },
    Kind { room: "money", name: "duplication", answer: mergers::duplication },
];
