//! The built-in world: true facts about three footprints and the bodies in special measures, 2013 to 2026.
//!
//! It is loaded as anything else is, through [`Footprint::act`], from files of facts that stand beside this one and say
//! where each fact comes from. Practices are made up and say so in their names.

use crate::act::Who;
mod boards;
mod costs;
mod money;
mod payers;
mod plans;
mod totals;
mod tour;

pub use tour::{CameOfIt, Told};

use crate::footprint::{AppError, Footprint, Recorded};
use register::{Act, Fact, FileHash, Released, Series};
use terms::{Date, PersonId};

/// The source that every fact of the world is recorded under.
pub const SOURCE: &str = "Footprint demonstration";

/// The day on which the world is best looked at first: the day after its latest change.
pub const TODAY: Date = Date::constant(2026, 4, 2);

/// A person of the world, doing something on a day of it.
pub fn acting(person: PersonId, on: Date) -> Who {
    Who::Entered { keeper: SOURCE.to_owned(), actor: mandate::Actor::Person(person), on }
}

struct Chapter {
    name: &'static str,
    released: &'static str,
    text: &'static str,
}

/// How many entries the register's part of the world takes.
pub const N_CHAPTERS: usize = CHAPTERS.len();

/// In the order of recording: what came of the boards in April 2026 was not known before.
const CHAPTERS: [Chapter; 5] = [
    Chapter {
        name: "Buckinghamshire, Oxfordshire and Berkshire West",
        released: "2024-12",
        text: include_str!("thames_valley.tsv"),
    },
    Chapter { name: "Kent and Medway", released: "2024-12", text: include_str!("kent_and_medway.tsv") },
    Chapter {
        name: "Coventry and Warwickshire",
        released: "2024-12",
        text: include_str!("coventry_and_warwickshire.tsv"),
    },
    Chapter { name: "special measures of July 2016", released: "2024-12", text: include_str!("special_measures.tsv") },
    Chapter { name: "the boards of April 2026", released: "2026-04", text: include_str!("april_2026.tsv") },
];

/// Records the whole world: what the register knows, then the story told in it, then a meeting that goes on as the
/// demonstration opens, then an override and two challenges between boards, then what the later rooms hold: a plan made of three, what a
/// board is given and how a group's money moved, and what a system must come to and reports.
///
/// # Errors
/// When the journal fails, or when a part of it is recorded already.
pub async fn load(footprint: &Footprint) -> Result<Vec<Told>, AppError> {
    let told = load_of_first_version(footprint).await?;
    plans::plan(footprint).await?;
    money::keep(footprint).await?;
    totals::report(footprint).await?;
    costs::enter(footprint).await?;
    Ok(told)
}

/// Records the world as far as version 0.1.0 had it. What it recorded stays as it was, and what came later comes after it.
///
/// # Errors
/// As [`load`].
pub async fn load_of_first_version(footprint: &Footprint) -> Result<Vec<Told>, AppError> {
    load_register(footprint).await?;
    let told = tour::tell(footprint).await?;
    boards::open(footprint).await?;
    payers::settle(footprint).await?;
    Ok(told)
}

/// Records the register's part of the world, one entry for each of its chapters.
///
/// # Errors
/// When the journal fails, or when a chapter is in the register already.
pub async fn load_register(footprint: &Footprint) -> Result<Vec<Recorded>, AppError> {
    let mut recorded = Vec::with_capacity(CHAPTERS.len());
    for chapter in &CHAPTERS {
        recorded.push(footprint.act(&Who::keeper(SOURCE), take(chapter)?).await?);
    }
    Ok(recorded)
}

fn take(chapter: &Chapter) -> Result<Act, AppError> {
    let facts = facts_of(chapter.text).map_err(|(line, why)| {
        AppError::Failed(format!("line {line} of the demonstration's {}: {why}", chapter.name))
    })?;
    let released = chapter.released.parse().map_err(|error: terms::DateError| AppError::Failed(error.to_string()))?;
    Ok(Act::TakeImport {
        series: Series::Entered,
        released: Released(released),
        source_name: format!("{SOURCE}: {}", chapter.name),
        source_hash: FileHash::of(chapter.text.as_bytes()),
        rows: facts.len() as u64,
        facts,
    })
}

/// The facts of a chapter, or the first line that is none.
fn facts_of(text: &str) -> Result<Vec<Fact>, (usize, String)> {
    let is_fact = |line: &str| !line.is_empty() && !line.starts_with('#');
    let numbered = text.lines().enumerate().filter(|(_, line)| is_fact(line));
    numbered.map(|(at, line)| Fact::read_line(line).map_err(|error| (at + 1, error.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use register::{Cause, Tie};
    use terms::{Certainty, OdsCode, Sequence};

    async fn world() -> (tempfile::TempDir, Footprint) {
        let folder = tempfile::tempdir().unwrap();
        let footprint = Footprint::open(folder.path().join("demo.sqlite").to_str().unwrap()).await.unwrap();
        load(&footprint).await.unwrap();
        (folder, footprint)
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn codes(text: &str) -> Vec<OdsCode> {
        text.split(' ').map(|code| code.parse().unwrap()).collect()
    }

    #[tokio::test]
    async fn seven_groups_become_three_by_merger() {
        let (_folder, footprint) = world().await;
        let known = footprint.known();
        let view = known.state.register().now();
        for (place, from, to, before, after, merged) in [
            ("QU9", "2013-04-01", "2019-10-01", "10H 10M 10N 10Q 10W 10Y 11D", "10Q 14Y 15A", 6),
            ("QKS", "2013-04-01", "2020-10-01", "09C 09E 09J 09W 10A 10D 10E 99J", "91Q", 8),
            ("QWU", "2013-04-01", "2021-10-01", "05A 05H 05R", "B2M3M", 3),
        ] {
            let diff = view.diff(&codes(place), day(from), day(to));
            assert_eq!((diff.before, diff.after), (codes(before), codes(after)), "{place}");
            assert_eq!(diff.links.len(), merged, "{place}");
            assert!(diff.links.iter().all(|link| link.cause == Cause::Merge && link.cause_stated), "{place}");
            assert!(diff.unexplained.is_empty(), "{place}");
        }
    }

    #[tokio::test]
    async fn every_body_in_special_measures_has_its_end_and_its_heir() {
        let (_folder, footprint) = world().await;
        let known = footprint.known();
        let view = known.state.register().now();
        let heir = |code: &str| {
            let links = view.successions_of(code.parse().unwrap());
            links.iter().map(|link| format!("{} {}", link.to, link.on)).collect::<Vec<_>>().join(", ")
        };
        for (code, expected) in [
            ("09L", "92A 2020-04-01"),
            ("12A", "15C 2018-04-01"),
            ("11T", "15C 2018-04-01"),
            ("05A", "B2M3M 2021-04-01"),
            ("05Y", "D2P2L 2021-04-01"),
            ("07X", "93C 2020-04-01"),
            ("99C", ""),
            ("03Q", ""),
            ("07V", "36L 2020-04-01"),
        ] {
            assert_eq!(heir(code), expected, "{code}");
            assert!(view.name_on(code.parse().unwrap(), day("2016-07-21")).is_some(), "{code}");
        }
    }

    #[tokio::test]
    async fn one_code_is_three_things_in_turn_and_then_gives_way() {
        let (_folder, footprint) = world().await;
        let known = footprint.known();
        let view = known.state.register().now();
        let [qu9, board] = ["QU9", "S0E4D"].map(|code| code.parse().unwrap());
        let kind = |on: &str| view.kind_on(qu9, day(on)).unwrap().slug();
        assert_eq!(kind("2017-04-01"), "transformation-partnership");
        assert_eq!(kind("2020-04-01"), "care-system");
        assert_eq!(kind("2022-07-01"), "care-board");
        let system = |on: &str| view.parent("14Y".parse().unwrap(), Tie::System, day(on)).nominal();
        assert_eq!((system("2026-03-31"), system("2026-04-01")), (Some(qu9), Some(board)));
        assert_eq!(view.was_open(qu9, day("2026-04-01")), Certainty::No);
        // Before the last chapter was recorded nobody knew.
        let before = known.state.register().view(Sequence(4));
        assert_eq!(before.parent("14Y".parse().unwrap(), Tie::System, day("2026-04-01")).nominal(), Some(qu9));
    }

    #[tokio::test]
    async fn arrangements_keep_the_precision_of_their_source() {
        let (_folder, footprint) = world().await;
        let known = footprint.known();
        let view = known.state.register().now();
        let spells: Vec<String> = ["10M", "10Y", "10Q", "09C"]
            .iter()
            .flat_map(|code| view.arrangements(code.parse().unwrap()))
            .map(|arrangement| format!("{} {}", arrangement.kind, arrangement.period.screen()))
            .collect();
        assert!(spells.contains(&"federation 2013 to 31 March 2018".to_owned()), "{spells:?}");
        assert!(spells.contains(&"federation July 2016 to 31 March 2018".to_owned()), "{spells:?}");
        assert!(spells.contains(&"shared-management 2017 to 30 June 2022".to_owned()), "{spells:?}");
        assert!(spells.contains(&"joint-committee 2018 to 31 March 2020".to_owned()), "{spells:?}");
    }

    #[tokio::test]
    async fn every_practice_says_that_it_is_made_up() {
        let (_folder, footprint) = world().await;
        let known = footprint.known();
        let view = known.state.register().now();
        let mut practices = 0;
        for code in view.codes() {
            if view.kind_on(code, TODAY) == Some(register::BodyKind::Practice) {
                practices += 1;
                let name = view.name_on(code, TODAY).unwrap().text;
                assert!(code.is_local() && name.contains("not a real practice"), "{code} {name}");
            }
        }
        assert_eq!(practices, 3 * (7 + 8 + 3));
    }
}
