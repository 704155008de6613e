//! Measures how long a journal of many entries takes to be opened (`cargo xtask bench opening`): the acts of the demonstration, and
//! then of each of four kinds as many as of the others, one entry each: a fact entered in the register, a person, an override, an
//! entry of a forward plan. First from the first entry, and then from what was kept.

use app::{Act, Footprint, Who, demo};
use assign::KeyHash;
use executive::{Act as Meet, Forum, NewAccess};
use journal::Journal;
use mandate::{Act as Mandate, Actor};
use register::{Act as Register, BodyRef, Fact, Released, Tie};
use std::error::Error;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};
use terms::Period;
use tokio::task::JoinSet;
use who_pays::{Act as Payers, NewOverride, OverrideKind, Owner, OwnerHolder};

const ENTRIES: u64 = 100_000;
const RUNS: usize = 5;
/// How many ask at once, so that they share commits.
const AT_ONCE: u64 = 1_000;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("journal.sqlite");
    record(&database).await?;
    let state = Journal::open_file(&database).await?.state_path().await?.ok_or("nowhere to keep it")?;
    println!("opening a journal of {ENTRIES} entries, SQLite, runs of {RUNS}:");
    let mut times = Vec::new();
    for _ in 0..RUNS {
        if state.exists() {
            std::fs::remove_file(&state)?;
        }
        let (took, footprint) = open(&database).await?;
        if footprint.taken_up_at().0 != 0 {
            return Err("something was kept".into());
        }
        times.push(took);
    }
    println!("  from the first entry, and kept: median {:.2?} ({times:.2?})", median(&times));
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let (took, footprint) = open(&database).await?;
        if footprint.taken_up_at().0 != ENTRIES {
            return Err("nothing was kept".into());
        }
        times.push(took);
    }
    let size = std::fs::metadata(&state)?.len();
    println!("  from what was kept ({:.1} MB): median {:.2?} ({times:.2?})", size as f64 / 1e6, median(&times));
    Ok(())
}

async fn open(database: &Path) -> Outcome<(Duration, Footprint)> {
    let began = Instant::now();
    let footprint = Footprint::over(Journal::open_file(database).await?).await?;
    let took = began.elapsed();
    if footprint.known().sequence != ENTRIES {
        return Err("it opened at another entry".into());
    }
    Ok((took, footprint))
}

async fn record(database: &Path) -> Outcome<()> {
    let footprint = Footprint::over(Journal::open_file(database).await?).await?;
    demo::load(&footprint).await?;
    let began = footprint.known().sequence;
    let mut asked = JoinSet::new();
    for n in began..ENTRIES {
        if asked.len() as u64 >= AT_ONCE {
            asked.join_next().await.transpose()?.transpose()?;
        }
        let (footprint, act) = (footprint.clone(), act(n)?);
        let who = Who::Entered { keeper: demo::SOURCE.to_owned(), actor: Actor::Keeper, on: demo::TODAY };
        asked.spawn(async move { footprint.act(&who, act).await });
    }
    while let Some(done) = asked.join_next().await {
        done??;
    }
    Ok(())
}

fn act(n: u64) -> Outcome<Act> {
    let last = demo::TODAY.checked_add(jiff::Span::new().days(300))?;
    Ok(match n % 4 {
        0 => Register::Correct {
            wrong: None,
            right: Some(Fact::Tied {
                child: id(&format!("M{:05}", n % 20_000))?,
                tie: Tie::Commissioner,
                parent: BodyRef::Ods(id(&format!("Q{:02}", n % 40))?),
                period: Period::from_days(
                    Some(demo::TODAY.checked_sub(jiff::Span::new().days(n as i64 % 3_000))?),
                    None,
                ),
            }),
            source: "a letter (made up)".to_owned(),
            reason: "it moved (made up)".to_owned(),
            released: Released("2026-03".parse()?),
        }
        .into(),
        1 => Mandate::EnterPerson {
            person: id(&format!("person-opening-{n}"))?,
            name: format!("Somebody {n}"),
            contact: Some(format!("somebody-{n}@example.nhs.uk")),
        }
        .into(),
        2 => Payers::AddOverride(NewOverride {
            id: id(&format!("override-opening-{n}"))?,
            kind: OverrideKind::Section117,
            commissioner: id("S0E4D")?,
            owner: Owner { body: id("S0E4D")?, holder: OwnerHolder::Person(id("person-thames-chief")?) },
            key: KeyHash(std::array::from_fn(|place| (n >> (8 * (place % 8))) as u8)),
            first: demo::TODAY,
            last,
            reason: format!("Aftercare is the other’s, {n} (made up)"),
        })
        .into(),
        _ => Meet::Plan {
            plan: id(&format!("plan-opening-{n}"))?,
            forum: Forum::Committee(id("boards-executive")?),
            expected: last,
            matter: "service:nhs-111".parse().map_err(|_| "no matter")?,
            title: format!("What comes next, {n} (made up)"),
            access: NewAccess::Public,
        }
        .into(),
    })
}

fn id<T: FromStr<Err: Display>>(text: &str) -> Outcome<T> {
    text.parse().map_err(|error: T::Err| format!("`{text}`: {error}").into())
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
