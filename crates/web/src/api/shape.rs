//! The shapes that answers share. Days are text with the precision they are known to: `2018-04-01`, `2018-04`, `2018`, or
//! `2017-04-01..2017-06-30` for a day between two.

use jiff::civil::Date;
use register::{BodyKind, Link, Released, Series, View};
use serde_json::{Value, json};
use terms::{Certainty, Held, OdsCode, Period};

/// A period with its last day, not its exclusive end.
pub(super) fn period(period: Period) -> Value {
    json!({
        "from": period.from().map(|day| day.to_string()),
        "to": period.to().map(|end| end.previous_day().to_string()),
    })
}

pub(super) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Yes => "yes",
        Certainty::No => "no",
        Certainty::Uncertain => "uncertain",
    }
}

/// A body in a line: what it is called and was on the day.
pub(super) fn brief(view: &View<'_>, code: OdsCode, day: Date) -> Value {
    let name = view.name_on(code, day);
    json!({
        "code": code.as_str(),
        "name": name.as_ref().map(|name| name.text.as_ref()),
        "name_is_later": name.as_ref().is_some_and(|name| name.later),
        "kind": view.kind_on(code, day).map(BodyKind::slug),
        "open": certainty(view.was_open(code, day)),
    })
}

/// A succession, with the names of both bodies around its day.
pub(super) fn link(view: &View<'_>, link: &Link) -> Value {
    let day = link.on.latest();
    let before = day.yesterday().unwrap_or(day);
    let name = |code, day| view.name_on(code, day).map(|name| name.text);
    json!({
        "on": link.on.to_string(),
        "from": link.from.as_str(),
        "from_name": name(link.from, before),
        "to": link.to.as_str(),
        "to_name": name(link.to, day),
        "cause": link.cause.slug(),
        "cause_is_stated": link.cause_stated,
        "instrument": Some(link.instrument.as_ref()).filter(|instrument| !instrument.is_empty()),
    })
}

/// Who says something, and in which release.
pub(super) fn source(series: Series, released: Released) -> Value {
    json!({ "series": series.slug(), "title": series.title(), "released": released.to_string() })
}

/// What is held on a day: surely one value, or either of two when the day lies inside a change not known to the day.
pub(super) fn held(held: Held<OdsCode>) -> Vec<(OdsCode, Certainty)> {
    match held {
        Held::Surely(code) => code.into_iter().map(|code| (code, Certainty::Yes)).collect(),
        Held::Either(before, after) => {
            before.into_iter().chain(after).map(|code| (code, Certainty::Uncertain)).collect()
        }
    }
}

/// One page of a list that is at hand.
pub(super) fn page<T>(all: &[T], (limit, start): (usize, usize), show: impl Fn(&T) -> Value) -> Value {
    let items: Vec<Value> = all.iter().skip(start).take(limit).map(show).collect();
    let end = start.saturating_add(items.len());
    let next = (end < all.len()).then(|| end.to_string());
    json!({ "items": items, "next": next, "n_total": all.len() })
}
