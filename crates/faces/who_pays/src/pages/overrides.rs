//! Local overrides: which there are, how many stand in each way, and one of them.

use axum::extract::Path;
use axum::response::Response;
use who_pays::{OverrideStanding, RULES};

use super::case_request::{CaseRequest, unseen};
use super::frame::paragraph;
use crate::acts::{ACTS, ADD_OVERRIDE};
use crate::answers::{counts, overrides};
use ask::day;
use kit::acts::offered;
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::Problem;

pub(super) const LIST: &str = "/who-pays/overrides";

fn above() -> Crumb {
    Crumb::new("Overrides", LIST)
}

pub(super) async fn list(at: CaseRequest) -> Result<Response, Problem> {
    let payers = at.payers();
    let only = kit::site::filled(&at.address, "state").and_then(|state| state.parse::<OverrideStanding>().ok());
    let table = overrides(&payers, only);
    let mut page = at.room("Overrides", []);
    page.lead = vec![
        "Some patients have a payer that no record shows: a looked-after child placed elsewhere, aftercare under section \
         117, a referral assessment. An override sets the payer for one pseudonymous local key, for a while, on \
         somebody’s word, and stops by itself."
            .to_owned(),
    ];
    page.acts = offered(&at.now(), &[&ADD_OVERRIDE], &[]);
    let all = if only.is_some() {
        Markup::trusted(format!("<p><a href=\"{}\">Show all overrides</a></p>", Markup::escaped(&at.keep(LIST))))
    } else {
        Markup::default()
    };
    page.before = Markup::joined([at.inner(counts(&payers)), all]);
    page.after = Markup::of(&at.table(table.clone()));
    at.with_file(&table, page)
}

pub(super) async fn one(at: CaseRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let payers = at.payers();
    let held = id.parse().ok().and_then(|id| payers.room.local(&id)).filter(|held| payers.reader.sees_override(held));
    let held = held.ok_or_else(unseen)?;
    let stands = payers.room.standing(held, at.on());
    let mut page = at.room(&format!("Override {}", held.id), [above()]);
    page.caption = held.kind.words().to_owned();
    page.tags.push(Tag::new(stands.words(), TagColour::Blue));
    let entry = |stamp: &who_pays::Stamp| {
        Markup::trusted(format!(
            "{}, {} (<a href=\"/entries/{}\">entry {}</a>)",
            Markup::escaped(&payers.actor(&stamp.by)),
            Markup::escaped(&day(stamp.on)),
            stamp.entry,
            stamp.entry
        ))
    };
    let mut rows = vec![
        SummaryRow::new("Who pays", payers.payer(held)),
        SummaryRow::new("First day of activity", day(held.first)),
        SummaryRow::new("Last day of activity", day(held.last())),
        SummaryRow::new("Who answers for it", payers.owner(held)),
        SummaryRow::new("Reason", held.reason.as_str()),
        SummaryRow::new("Added by", entry(&held.added)),
    ];
    for extended in &held.extended {
        rows.push(SummaryRow::new(format!("Extended to {}", day(extended.last)), extended.reason.as_str()));
        rows.push(SummaryRow::new("Extended by", entry(&extended.stamp)));
    }
    if let Some(ended) = &held.ended {
        rows.push(SummaryRow::new(format!("Ended early, last day {}", day(ended.last)), ended.reason.as_str()));
        rows.push(SummaryRow::new("Ended by", entry(&ended.stamp)));
    }
    if let Some(erased) = &held.erased {
        rows.push(SummaryRow::new("Key erased by", entry(erased)));
    }
    page.before = Markup::of(&SummaryList::new(rows));
    let rule = RULES.iter().find(|rule| rule.id == held.kind.slug());
    if let Some(rule) = rule {
        let body = paragraph(&format!("{} {}. {}.", rule.words, rule.source, rule.standing.words()));
        page.part("rule", "The rule behind it", body);
    }
    page.acts = offered(&at.now(), ACTS, &[("override".to_owned(), held.id.to_string())]);
    Ok(at.page(page))
}
