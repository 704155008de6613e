//! The shapes that answers share. Days are text with the precision they are known to: `2018-04-01`, `2018-04`, `2018`, or
//! `2017-04-01..2017-06-30` for a day between two.

use serde_json::{Value, json};
use terms::{Certainty, Held, OdsCode, Period};

/// A period with its last day, not its exclusive end.
pub fn period(period: Period) -> Value {
    json!({
        "from": period.from().map(|day| day.to_string()),
        "to": period.to().map(|end| end.previous_day().to_string()),
    })
}

/// Whether something holds, in a word.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Yes => "yes",
        Certainty::No => "no",
        Certainty::Uncertain => "uncertain",
    }
}

/// What is held on a day: surely one value, or either of two when the day lies inside a change not known to the day.
pub fn held(held: Held<OdsCode>) -> Vec<(OdsCode, Certainty)> {
    match held {
        Held::Surely(code) => code.into_iter().map(|code| (code, Certainty::Yes)).collect(),
        Held::Either(before, after) => {
            before.into_iter().chain(after).map(|code| (code, Certainty::Uncertain)).collect()
        }
    }
}

/// One page of a list that is at hand.
pub fn page<T>(all: &[T], (limit, start): (usize, usize), show: impl Fn(&T) -> Value) -> Value {
    let items: Vec<Value> = all.iter().skip(start).take(limit).map(show).collect();
    let end = start.saturating_add(items.len());
    let next = (end < all.len()).then(|| end.to_string());
    json!({ "items": items, "next": next, "n_total": all.len() })
}
