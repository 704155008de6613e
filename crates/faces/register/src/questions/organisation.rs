//! What is asked about one organisation.

use ask::{Answer, Asked, ByHand, Cell, Fault, Param, Question, Table, Wanted};
use register::{BodyKind, Tie, Weights};
use terms::Date;

use super::{CODE, ORGANISATIONS, RECORD, SUCCESSIONS, about};
use crate::answers::{self, Which, successions::own_day};

/// One organisation: all that is known of it.
pub(super) static ORG: Question = Question {
    id: "org",
    path: "/organisations/{code}",
    group: ORGANISATIONS,
    title: "One organisation: its names, dates, members, parents and successors",
    about: "What is known of it on the day: what it is, when it was open, to whom it belonged, what it came from and what became of it.",
    params: &[CODE],
    example: "/organisations/14Y?valid_at=2018-04-01",
    by_hand: ByHand { page: true, programs: true, command: true },
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::summary(view, lens.at(), code))),
};

/// Who belonged to it.
pub(super) static MEMBERS: Question = Question {
    id: "members",
    path: "/organisations/{code}/members",
    group: ORGANISATIONS,
    title: "Members",
    about: "Every body that belonged to it on the day, with the patients of practices by the count nearest to the day.",
    params: &[
        CODE,
        Param::new("kind", "Only of which kind?", Wanted::Word(kinds)).about("", "practice"),
        Param::new("tie", "Only those to whom it is what?", Wanted::Word(ties)).about("", "commissioner"),
    ],
    example: "/organisations/14Y/members?valid_at=2018-04-01",
    by_hand: ByHand { page: false, programs: true, command: false },
    answer: |lens, asked| {
        let kind: Option<BodyKind> = asked.word("kind")?;
        let tie: Option<Tie> = asked.word("tie")?;
        about(lens, asked, |view, code| {
            let mut table = answers::members(view, lens.at(), code);
            keep(&mut table, 2, kind.map(BodyKind::words));
            keep(&mut table, 3, tie.map(Tie::words));
            Ok(table)
        })
    },
};

/// Keeps the rows of which a column says some words.
fn keep(table: &mut Table, place: usize, words: Option<&'static str>) {
    let is = |row: &Vec<Cell>, words: &str| row.get(place).is_some_and(|cell| cell.plain() == words);
    table.rows.retain(|row| words.is_none_or(|words| is(row, words)));
}

fn kinds() -> Vec<&'static str> {
    BodyKind::ALL.iter().map(|kind| kind.slug()).collect()
}

fn ties() -> Vec<&'static str> {
    Tie::ALL.iter().map(|tie| tie.slug()).collect()
}

fn weights() -> Vec<&'static str> {
    vec!["list-size", "small-area"]
}

/// To whom it belonged.
pub(super) static PARENTS: Question = Question {
    id: "parents",
    path: "/organisations/{code}/parents",
    group: ORGANISATIONS,
    title: "What it belonged to",
    about: "Every body to which it belonged on the day, and as what.",
    params: &[CODE],
    example: "/organisations/14Y/parents?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::parents(view, lens.at(), code))),
};

const TO: Param =
    Param::new("to", "Up to which day?", Wanted::Day).about("Leave it empty to follow everything.", "2022-07-01");
const BY: Param = Param::new("by", "What measures the shares?", Wanted::Word(weights))
    .first("list-size")
    .about("Registered patients, or residents of small areas, where a body passed to several.", "list-size");

/// What became of it.
pub(super) static SUCCESSORS: Question = Question {
    id: "successors",
    path: "/organisations/{code}/successors",
    group: SUCCESSIONS,
    title: "What became of a body",
    about: "Every succession from it on, through closed bodies too; and where a total of it belongs.",
    params: &[CODE, TO, BY],
    example: "/organisations/10Y/successors?to=2026-04-01",
    by_hand: ByHand::PAGE_AND_PROGRAMS,
    answer: |lens, asked| {
        let to = asked.day("to")?;
        let answer = about(lens, asked, |view, code| Ok(answers::successors(view, code, to)))?;
        Ok(answer.and("shares", shares(lens, asked, to.unwrap_or(lens.on()))?))
    },
};

/// What it came from.
pub(super) static PREDECESSORS: Question = Question {
    id: "predecessors",
    path: "/organisations/{code}/predecessors",
    group: SUCCESSIONS,
    title: "Where a body came from",
    about: "Every succession that leads to it; and, back to a day, where a total of it belonged.",
    params: &[CODE, TO, BY],
    example: "/organisations/14Y/predecessors?to=2013-04-01",
    by_hand: ByHand::PAGE_AND_PROGRAMS,
    answer: |lens, asked| {
        let to = asked.day("to")?;
        let answer = about(lens, asked, |view, code| Ok(answers::predecessors(view, code, to)))?;
        Ok(match to {
            Some(to) => answer.and("shares", shares(lens, asked, to)?),
            None => answer,
        })
    },
};

fn shares(lens: &app::Lens, asked: &Asked<'_>, to: Date) -> Result<Table, Fault> {
    let code = asked.body(lens, "code")?;
    let view = lens.register();
    let by = asked.word("by")?.unwrap_or(Weights::ListSize);
    Ok(answers::shares(&view, code, own_day(&view, lens.at(), code), to, by))
}

/// Where a total of it belongs.
pub(super) static SHARES: Question = Question {
    id: "shares",
    path: "/organisations/{code}/shares",
    group: SUCCESSIONS,
    title: "Where a total of a body belongs on another day",
    about: "The bodies among which a total of it is shared out, with whole weights that add up.",
    params: &[CODE, TO.required().about("", "2022-07-01"), BY],
    example: "/organisations/10Y/shares?to=2026-04-01",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let to = asked.day("to")?.unwrap_or(lens.on());
        let table = shares(lens, asked, to)?;
        about(lens, asked, |_, _| Ok(table))
    },
};

/// What it was called.
pub(super) static NAMES: Question = Question {
    id: "names",
    path: "/organisations/{code}/names",
    group: ORGANISATIONS,
    title: "Names",
    about: "Every name it has had, when, and who says so.",
    params: &[CODE],
    example: "/organisations/14Y/names",
    by_hand: ByHand { page: false, programs: true, command: false },
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::names(view, code))),
};

/// What happened to it.
pub(super) static TIMELINE: Question = Question {
    id: "timeline",
    path: "/organisations/{code}/timeline",
    group: ORGANISATIONS,
    title: "Timeline",
    about: "What happened to it, day by day: names, dates, memberships and successions.",
    params: &[CODE],
    example: "/organisations/14Y/timeline",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::timeline(view, code))),
};

/// The local authorities it covers.
pub(super) static LOCAL_AUTHORITIES: Question = Question {
    id: "local-authorities",
    path: "/organisations/{code}/coverage",
    group: ORGANISATIONS,
    title: "Local authorities covered",
    about: "The local authorities of which it covers all or some, by small areas and residents.",
    params: &[CODE],
    example: "/organisations/14Y/coverage?valid_at=2018-04-01",
    by_hand: ByHand { page: false, programs: true, command: false },
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::coverage(view, lens.at(), code))),
};

/// Everything any file says of it.
pub(super) static SOURCES: Question = Question {
    id: "sources",
    path: "/organisations/{code}/sources",
    group: RECORD,
    title: "Sources",
    about: "Everything any file says about it, with the file and its release.",
    params: &[CODE],
    example: "/organisations/14Y/sources",
    by_hand: ByHand { page: false, programs: false, command: true },
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::sources(view, code, lens.on()))),
};

/// The successions next to it.
pub(super) static SUCCESSIONS_OF: Question = Question {
    id: "successions-of",
    path: "/organisations/{code}/successions",
    group: SUCCESSIONS,
    title: "Successions before and after",
    about: "Every succession that it has a part in, as old or as new.",
    params: &[CODE],
    example: "/organisations/14Y/successions",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| about(lens, asked, |view, code| Ok(answers::successions(view, &Which::Of(vec![code])))),
};

/// What was noticed about it.
pub(super) static FINDINGS_ABOUT: Question = Question {
    id: "findings-about",
    path: "/organisations/{code}/findings",
    group: RECORD,
    title: "Findings about an organisation",
    about: "Where files contradict each other about it, or leave a gap, with what each says.",
    params: &[CODE],
    example: "/organisations/14Y/findings",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| -> Result<Answer, Fault> {
        about(lens, asked, |view, code| Ok(answers::findings::about(view, &lens.findings(), code, lens.on())))
    },
};
