//! Successions as a chart.

use std::collections::BTreeMap;

use register::{BodyKind, Link, Tie, View};
use terms::{Date, FuzzyDate, OdsCode};

use crate::answers::{self, successions::eve};
use kit::charts::{Body, Chart, Flow, Transfer};

/// The chart of some successions; the bodies it is about stand out.
pub(super) fn flow(view: &View<'_>, id: &str, title: &str, about: &[OdsCode], links: &[Link]) -> Chart {
    let mut days: BTreeMap<OdsCode, Date> = BTreeMap::new();
    for link in links {
        // A body stands in the column of the day it took its last predecessor's place; a first one where it began.
        let on = link.on.latest();
        days.entry(link.to).and_modify(|day| *day = (*day).max(on)).or_insert(on);
    }
    for link in links {
        let began = || view.lives(link.from).counting().and_then(|life| life.from()).map(FuzzyDate::latest);
        days.entry(link.from).or_insert_with(|| began().filter(|day| *day < link.on.latest()).unwrap_or(eve(link.on)));
    }
    // Bodies that end in the same one stand together, so that links seldom cross.
    let mut ordered: Vec<(OdsCode, (OdsCode, Date))> =
        days.iter().map(|(code, from)| (*code, (end_of(*code, links), *from))).collect();
    ordered.sort_by_key(|(code, (end, _))| (*end, *code));
    let bodies = ordered.iter().map(|(code, (_, from))| Body {
        code: code.to_string(),
        name: view.name_on(*code, *from).map(|name| name.text.into_string()).unwrap_or_default(),
        from: *from,
        is_subject: about.contains(code),
    });
    let transfers = links.iter().map(|link| Transfer {
        from: link.from.to_string(),
        to: link.to.to_string(),
        weight: match passed(view, link) {
            0 => String::new(),
            n => answers::counted(n, "practice", "practices"),
        },
    });
    let sentences: Vec<String> = links
        .iter()
        .map(|link| {
            format!("{} to {} on {}: {}", link.from, link.to, link.on.screen(), link.cause.words().to_lowercase())
        })
        .collect();
    let flow = Flow {
        id: id.to_owned(),
        title: title.to_owned(),
        description: format!("{}.", sentences.join("; ")),
        bodies: bodies.collect(),
        transfers: transfers.collect(),
    };
    flow.draw()
}

/// Where following the first succession from each body leads.
fn end_of(code: OdsCode, links: &[Link]) -> OdsCode {
    let mut end = code;
    // No chain is longer than the links, and a circle is followed once.
    for _ in links {
        match links.iter().find(|link| link.from == end) {
            Some(link) => end = link.to,
            None => break,
        }
    }
    end
}

/// How many practices passed along a succession: members of the old on its last day that were the new's the day after.
fn passed(view: &View<'_>, link: &Link) -> u64 {
    let before = eve(link.on);
    // A membership file calls every member a practice; only networks, which belong to commissioners too, are not.
    let is_practice = |code| view.kind_on(code, before) != Some(BodyKind::Network);
    let members = view.members(link.from, before).into_iter();
    members
        .filter(|member| member.tie == Tie::Commissioner)
        .filter(|member| view.parent(member.code, Tie::Commissioner, link.on.latest()).nominal() == Some(link.to))
        .filter(|member| is_practice(member.code))
        .count() as u64
}
