//! All that is on record of one case or one override, as a table of two columns.

use terms::Pence;
use who_pays::{Case, Override, Stamp};

use super::{Payers, case_facts};
use ask::{Cell, Column, Kind, Table, day};

fn pairs(caption: String, facts: Vec<(String, String)>) -> Table {
    Table {
        caption,
        columns: vec![Column::new("what", "What", Kind::Text), Column::new("value", "Value", Kind::Text)],
        rows: facts.into_iter().map(|(key, value)| vec![Cell::from(key), Cell::from(value)]).collect(),
        ..Table::default()
    }
}

/// How a case stands, what follows, the claim and the walk.
pub fn about_case(payers: &Payers<'_>, case: &Case, written: fn(Pence) -> String) -> Table {
    let mut facts = case_facts(payers, case, written);
    facts.push(("What follows".to_owned(), case.what_follows(payers.today)));
    facts.push(("The claim".to_owned(), case.words.to_string()));
    if let Some(walk) = &case.subject.walk {
        facts.push(("The walk".to_owned(), walk.to_string()));
    }
    pairs(format!("Challenge {}", case.id), facts)
}

/// What an override is, how it stands, and what was done with it. No key is in it, nor its hash.
pub fn about_override(payers: &Payers<'_>, held: &Override) -> Table {
    let by = |stamp: &Stamp| format!("{}, {} (entry {})", payers.actor(&stamp.by), day(stamp.on), stamp.entry);
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let mut facts = vec![
        fact("Kind", held.kind.words().to_owned()),
        fact("State", payers.room.standing(held, payers.today).words().to_owned()),
        fact("Who pays", payers.payer(held)),
        fact("First day of activity", day(held.first)),
        fact("Last day of activity", day(held.last())),
        fact("Who answers for it", payers.owner(held)),
        fact("Reason", held.reason.to_string()),
        fact("Added by", by(&held.added)),
    ];
    for extended in &held.extended {
        facts.push((format!("Extended to {}", day(extended.last)), extended.reason.to_string()));
        facts.push(fact("Extended by", by(&extended.stamp)));
    }
    if let Some(ended) = &held.ended {
        facts.push((format!("Ended early, last day {}", day(ended.last)), ended.reason.to_string()));
        facts.push(fact("Ended by", by(&ended.stamp)));
    }
    if let Some(erased) = &held.erased {
        facts.push(fact("Key erased by", by(erased)));
    }
    pairs(format!("Override {}", held.id), facts)
}
