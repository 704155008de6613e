//! The shapes that the register's answers share.

use jiff::civil::Date;
pub(super) use kit::api::shape::{certainty, held, page, period};
use register::{BodyKind, Link, Released, Series, View};
use serde_json::{Value, json};
use terms::OdsCode;

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
