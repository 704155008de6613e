//! Questions: open, ask the register, print.

use super::tables;
use crate::cli::{ChangesArgs, CodeArgs, DiffArgs, FindingsArgs, FollowArgs, Global, MembersArgs, SearchArgs};
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use register::View;
use terms::{Date, GssCode, OdsCode};
use web::address::Address;
use web::table::{Cell, Column, Kind, Table};

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
        let found = match text.parse::<GssCode>() {
            Ok(gss) => view.by_gss(gss).ok_or_else(|| text.to_owned()),
            Err(_) => {
                let code: OdsCode = text.parse().map_err(|error| Failure::usage(format!("{error}")))?;
                if view.knows(code) { Ok(code) } else { Err(code.to_string()) }
            }
        };
        found.map_err(|code| {
            let advice = if view.imports().next().is_none() {
                "The register is empty: take files in with `footprint import FILES`."
            } else {
                "Look for it by name with `footprint search WORDS`; `footprint imports` lists what was taken in."
            };
            Failure::unknown(format!("no imported file names {code}")).advise(advice)
        })
    }
}

pub(crate) async fn org(global: &Global, args: &CodeArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view, day) = (asked.body(&args.code)?, asked.view(), asked.day());
    let mut all = vec![tables::summary(&view, code, day)];
    all.extend([
        tables::names(&view, code),
        tables::kinds(&view, code),
        tables::parents(&view, code, day),
        tables::links(&view, "Came from".into(), &view.predecessions_of(code)),
        tables::links(&view, "Gave way to".into(), &view.successions_of(code)),
        tables::arrangements(&view, code),
        tables::coverage(&view, code, day),
        counts(&view, code, day),
    ]);
    if global.format == crate::cli::Format::Table {
        all.retain(|table| !table.rows.is_empty());
    }
    asked.answer(global, &all, &Address::new(format!("/organisations/{code}")))
}

fn counts(view: &View<'_>, code: OdsCode, day: Date) -> Table {
    let mut counts = std::collections::BTreeMap::new();
    for member in view.members(code, day) {
        *counts.entry((member.tie, view.kind_on(member.code, day))).or_insert(0_i64) += 1;
    }
    let rows = counts.into_iter().map(|((tie, kind), count)| -> Vec<Cell> {
        vec![kind.map_or("kind not known", register::BodyKind::words).into(), tie.words().into(), count.into()]
    });
    Table {
        caption: "Members on the day".into(),
        columns: vec![
            Column::new("kind", "Kind", Kind::Text),
            Column::new("tie", "Has it as its", Kind::Text),
            Column::new("members", "Members", Kind::Number),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

pub(crate) async fn sources(global: &Global, args: &CodeArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let code = asked.body(&args.code)?;
    let table = tables::sources(&asked.view(), code);
    asked.answer(global, &[table], &Address::new(format!("/organisations/{code}/sources")))
}

pub(crate) async fn search(global: &Global, args: &SearchArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (view, day) = (asked.view(), asked.day());
    let question = args.words.join(" ");
    let index = asked.footprint.search_index(&asked.known.state, view.known());
    let mut found = Vec::new();
    for part in question.split(',') {
        for code in index.find(&view, part, day, args.most) {
            if !found.contains(&code) {
                found.push(code);
            }
        }
    }
    let rows = found.iter().map(|code| -> Vec<Cell> {
        vec![
            Cell::link(code.as_str(), format!("/organisations/{code}")),
            view.name_on(*code, day).map_or(Cell::Empty, |name| name.text.to_string().into()),
            view.kind_on(*code, day).map_or(Cell::Empty, |kind| kind.words().into()),
            view.lives(*code).counting().map_or_else(String::new, |life| life.screen()).into(),
        ]
    });
    let table = Table {
        caption: format!("Organisations matching \"{question}\""),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("life", "Open", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    asked.answer(global, &[table], &Address::new("/search").with("q", question))
}

pub(crate) async fn members(global: &Global, args: &MembersArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view, day) = (asked.body(&args.code)?, asked.view(), asked.day());
    let table = tables::members(&view, code, day, |member, tie| {
        args.kind.is_none_or(|kind| view.kind_on(member, day) == Some(kind))
            && args.tie.is_none_or(|wanted| tie == wanted)
    });
    asked.answer(global, &[table], &Address::new(format!("/organisations/{code}/members")))
}

pub(crate) async fn successors(global: &Global, args: &FollowArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view) = (asked.body(&args.code)?, asked.view());
    let links = tables::links(&view, format!("What became of {code}"), &view.successors(code, args.to));
    let from = view.lives(code).counting().and_then(|life| life.to()).map(|end| end.previous_day().earliest());
    let from = from.unwrap_or(asked.day());
    let to = args.to.unwrap_or(asked.day());
    let heirs = tables::heirs(&view, code, from, to, args.by);
    asked.answer(global, &[links, heirs], &Address::new(format!("/organisations/{code}/successors")))
}

pub(crate) async fn predecessors(global: &Global, args: &FollowArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let (code, view) = (asked.body(&args.code)?, asked.view());
    let links = tables::links(&view, format!("Where {code} came from"), &view.predecessors(code, args.to));
    let mut all = vec![links];
    if let Some(to) = args.to {
        all.push(tables::heirs(&view, code, asked.day(), to, args.by));
    }
    asked.answer(global, &all, &Address::new(format!("/organisations/{code}/predecessors")))
}

pub(crate) async fn diff(global: &Global, args: &DiffArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let place = args.place.iter().map(|code| asked.body(code.as_str())).collect::<Result<Vec<_>, _>>()?;
    let all = tables::diff(&asked.view(), &place, args.first, args.second);
    let codes: Vec<&str> = place.iter().map(OdsCode::as_str).collect();
    let address = Address::new("/diff")
        .with("place", codes.join(","))
        .with("from", args.first.to_string())
        .with("to", args.second.to_string());
    asked.answer(global, &all, &address)
}

pub(crate) async fn successions(global: &Global) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let view = asked.view();
    let mut links: Vec<_> = view.codes().into_iter().flat_map(|code| view.successions_of(code)).collect();
    links.sort();
    let table = tables::links(&view, "Every succession".into(), &links);
    asked.answer(global, &[table], &Address::new("/successions"))
}

pub(crate) async fn findings(global: &Global, args: &FindingsArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let findings = asked.footprint.findings(&asked.known.state, asked.view().known());
    let (table, address) = match args.kind {
        Some(kind) => (tables::findings(&findings, kind), Address::new(format!("/findings/{kind}"))),
        None => (tables::finding_kinds(&findings), Address::new("/findings")),
    };
    asked.answer(global, &[table], &address)
}

pub(crate) async fn imports(global: &Global) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let table = tables::imports(&asked.known, &asked.view());
    asked.answer(global, &[table], &Address::new("/imports"))
}

pub(crate) async fn changes(_global: &Global, _args: &ChangesArgs) -> Result<Ended, Failure> {
    Err(Failure::failed("changes: the answer is still being written"))
}
