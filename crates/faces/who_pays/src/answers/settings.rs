//! What this service goes by where it settles who pays: the days, which are set, and the rules, with how sure each is.

use mandate::{Actor, Mandates};
use who_pays::{Clocks, EDITIONS, RULES, Stamp, WhoPays};

use ask::{Cell, Column, Kind, Table};

fn who(mandates: Mandates<'_>, by: &Actor) -> String {
    match by {
        Actor::Keeper => "the keeper of this installation".to_owned(),
        Actor::Person(person) => {
            let held = mandates.person(person);
            held.map_or_else(|| "person not on record".to_owned(), |held| held.screen().to_owned())
        }
    }
}

/// The days each side of a challenge has and how soon an override is about to expire: as they begin, and as they were set.
pub(crate) fn settings(room: WhoPays<'_>, mandates: Mandates<'_>) -> Table {
    let row = |clocks: &Clocks, stamp: Option<&Stamp>| {
        vec![
            clocks.from.into(),
            Cell::Number(clocks.answer_days.into()),
            Cell::Number(clocks.reply_days.into()),
            Cell::Number(clocks.soon_days.into()),
            clocks.source.as_str().into(),
            stamp.map(|stamp| who(mandates, &stamp.by)).into(),
            stamp.map_or(Cell::Empty, |stamp| Cell::link(stamp.entry.to_string(), format!("/entries/{}", stamp.entry))),
        ]
    };
    let set = room.clocks().map(|(clocks, stamp)| row(clocks, Some(stamp)));
    Table {
        caption: "Days that are set".to_owned(),
        columns: vec![
            Column::new("from", "From", Kind::Date),
            Column::new("answer_days", "To answer", Kind::Number),
            Column::new("reply_days", "To reply", Kind::Number),
            Column::new("soon_days", "About to expire", Kind::Number),
            Column::new("source", "By what they are set", Kind::Text),
            Column::new("by", "Set by", Kind::Text),
            Column::new("entry", "Entry", Kind::Link),
        ],
        rows: [row(&Clocks::at_first(), None)].into_iter().chain(set).collect(),
        source: format!("the journal of this service, as known after entry {}", room.sequence()),
        notes: vec!["Calendar days. Of several that begin on one day the one recorded last holds.".to_owned()],
    }
}

/// The editions of the guidance and the rules that are not set but read, each with how sure it is.
pub(crate) fn rules() -> Table {
    let editions = EDITIONS.iter().map(|edition| {
        let words = format!("{} is in force from this day until the next.", edition.name);
        vec![
            edition.from.into(),
            words.into(),
            "list of changes, Who Pays? of March 2024".into(),
            edition.standing.words().into(),
        ]
    });
    let rules =
        RULES.iter().map(|rule| vec![Cell::Empty, rule.words.into(), rule.source.into(), rule.standing.words().into()]);
    Table {
        caption: "Rules, and how sure each is".to_owned(),
        columns: vec![
            Column::new("from", "From", Kind::Date),
            Column::new("rule", "Rule", Kind::Text),
            Column::new("source", "Source", Kind::Text),
            Column::new("standing", "How sure", Kind::Text),
        ],
        rows: editions.chain(rules).collect(),
        ..Table::default()
    }
}
