//! Questions: open the register, have it answered, print.
//!
//! The tables are those of the pages and of REST, so that the same question has the same answer everywhere.

use super::change::number_of;
use crate::cli::{ChangesArgs, CodeArgs, DiffArgs, Format, Global, SearchArgs, SuccessionsArgs};
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use app::AskedKnown;
use ask::{Cell, Column, Kind, Table};
use kit::address::Address;
use register_face::answers::{self, Which, search as sought};
use terms::{Date, OdsCode, Sequence};

impl Asked {
    /// Prints the answer, with the address at which `serve` gives the same.
    fn answer(&self, global: &Global, tables: &[Table], address: &Address) -> Result<Ended, Failure> {
        let address =
            address.with("valid_at", self.clocks.valid_at.to_string()).with("known_at", self.clocks.entry.to_string());
        print::answer(tables, global.format, &self.clocks, &address.href())?;
        Ok(Ended::Done)
    }

    /// The body that a code or GSS code names, if the register knows it.
    fn body(&self, text: &str) -> Result<OdsCode, Failure> {
        let view = self.view();
        sought::one(&view, text).filter(|code| view.knows(*code)).ok_or_else(|| {
            let advice = if view.imports().next().is_none() {
                "The register is empty: take files in with `footprint import FILES`."
            } else {
                "Look for it by name with `footprint search WORDS`; `footprint imports` lists what was taken in."
            };
            Failure::unknown(format!("nothing on the register has the code {}", text.trim())).advise(advice)
        })
    }
}

/// One organisation: all that is known of it.
pub(crate) async fn org(global: &Global, args: &CodeArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view, at) = (asked.body(&args.code)?, asked.view(), asked.as_at());
    let mut all = vec![
        answers::summary(&view, at, code),
        answers::timeline(&view, code),
        answers::parents(&view, at, code),
        counts(&answers::members(&view, at, code)),
        answers::predecessors(&view, code, None),
        answers::successors(&view, code, None),
        answers::coverage(&view, at, code),
    ];
    if global.format == Format::Table {
        all.retain(|table| !table.rows.is_empty());
    }
    asked.answer(global, &all, &Address::new(format!("/organisations/{code}")))
}

/// How many members there are of each kind: `members` lists them.
fn counts(members: &Table) -> Table {
    let mut counts = std::collections::BTreeMap::new();
    for row in &members.rows {
        let word = |place: usize| row.get(place).map(Cell::plain).unwrap_or_default();
        *counts.entry((word(3), word(2))).or_insert(0_i64) += 1;
    }
    Table {
        caption: members.caption.clone(),
        columns: vec![
            Column::new("kind", "Kind", Kind::Text),
            Column::new("membership", "This body is its", Kind::Text),
            Column::new("members", "Members", Kind::Number),
        ],
        rows: counts.into_iter().map(|((tie, kind), count)| vec![kind.into(), tie.into(), count.into()]).collect(),
        source: members.source.clone(),
        notes: Vec::new(),
    }
}

/// Everything any file says of an organisation, with the numbers that `deny` takes.
pub(crate) async fn sources(global: &Global, args: &CodeArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view) = (asked.body(&args.code)?, asked.view());
    let mut table = answers::sources(&view, code, asked.clocks.valid_at);
    table.columns.insert(0, Column::new("number", "Number", Kind::Code));
    for (row, said) in table.rows.iter_mut().zip(view.attestations(code)) {
        row.insert(0, number_of(said.series, said.fact).into());
    }
    asked.answer(global, &[table], &Address::new(format!("/organisations/{code}/sources")))
}

/// Organisations by code, name or postcode.
pub(crate) async fn search(global: &Global, args: &SearchArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (view, on) = (asked.view(), asked.clocks.valid_at);
    let question = args.words.join(" ");
    let table = if question.contains(',') {
        sought::list(&view, &question, on)
    } else {
        let index = asked.footprint.search_index(&asked.known.state, view.known());
        sought::found(&view, &index, &question, on)
    };
    asked.answer(global, &[table], &Address::new("/search").with("q", question))
}

/// What changed in a place.
pub(crate) async fn diff(global: &Global, args: &DiffArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let view = asked.view();
    let index = asked.footprint.search_index(&asked.known.state, view.known());
    let place = answers::place(&view, &index, &args.place, args.second).map_err(|word| {
        Failure::unknown(format!("nothing on the register has the code or name {word}"))
            .advise("Name a system, such as QU9, or several commissioners with commas between them.")
    })?;
    let diff = answers::diff(&view, &place, args.first, args.second);
    let tables = match global.format {
        // A file holds one table: each change with its cause.
        Format::Csv => vec![diff.changes],
        Format::Json => vec![diff.before, diff.after, diff.changes, diff.practices],
        Format::Table => {
            print::say(&format!("{}.\n", diff.in_words))?;
            vec![diff.before, diff.after, diff.changes, diff.practices]
        }
    };
    let codes: Vec<&str> = place.iter().map(OdsCode::as_str).collect();
    let address = Address::new("/diff")
        .with("place", codes.join(","))
        .with("from", args.first.to_string())
        .with("to", args.second.to_string());
    asked.answer(global, &tables, &address)
}

/// The whole old-to-new table.
pub(crate) async fn successions(global: &Global, args: &SuccessionsArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let which = if args.all { Which::All } else { Which::Footprint };
    let table = answers::successions(&asked.view(), &which);
    asked.answer(global, &[table], &Address::new("/successions"))
}

/// What changed between two days or two states of knowledge.
pub(crate) async fn changes(global: &Global, args: &ChangesArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let view = asked.view();
    let days = (args.from.parse::<Date>(), args.to.parse::<Date>());
    let table = if let (Ok(from), Ok(to)) = days {
        answers::changes_between_days(&view, from, to)
    } else {
        let entry = |text: &str| -> Result<Sequence, Failure> {
            let read = text.parse::<AskedKnown>().and_then(|entry| asked.known.state.resolve(Some(&entry)));
            read.map_err(|error| Failure::usage(format!("{error}")).advise("Give two days or two entries."))
        };
        let register = asked.known.state.register();
        let (before, after) = (register.view(entry(&args.from)?), register.view(entry(&args.to)?));
        answers::changes_in_knowledge(&before, &after, asked.clocks.valid_at)
    };
    let address = Address::new("/changes").with("from", args.from.clone()).with("to", args.to.clone());
    asked.answer(global, &[table], &address)
}
