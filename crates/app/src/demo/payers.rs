//! Overrides and challenges of the demonstration: two made-up cases between real boards of April 2026, one that waits for
//! an answer and one that was accepted in part, and one override. Every claim says that it is made up.

use crate::act::Who;
use crate::demo::{SOURCE, TODAY};
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use assign::KeyHash;
use mandate::{Act as Mandate, Actor, Capacity, DatedBody, Holding, PersonId, Post, PostKind};
use register::FileHash;
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, Pence, Period};
use who_pays::{
    Act as Payers, Clocks, Given, NewClaim, NewOverride, NewSubject, OverrideKind, Owner, OwnerHolder, Sum,
};

const FIRST_DAY: Date = Date::constant(2026, 4, 1);

/// The boards whose finance officers settle who pays.
const OFFICERS: [(&str, &str, &str); 2] =
    [("thames-finance", "S0E4D", "Thames Valley"), ("surrey-finance", "S9B9J", "Surrey and Sussex")];

const WALK: &str = "CDS: admitted patient care, 2 April 2026 (made up)\nThe patient is registered with a practice of Surrey \
                    and Sussex.\nRegistered with a practice: yes\nThe responsible commissioner is that of the practice.";

/// Records them, by the people of the boards.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn settle(footprint: &Footprint) -> Result<(), AppError> {
    for (actor, act) in doings()? {
        let who = Who::Entered { keeper: SOURCE.to_owned(), actor, on: TODAY };
        footprint.act(&who, act).await?;
    }
    Ok(())
}

/// Reads an identity or a code.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn by(post: &str) -> Result<Actor, AppError> {
    Ok(Actor::Person(p(&format!("person-{post}"))?))
}

fn doings() -> Result<Vec<(Actor, Act)>, AppError> {
    let mut all = Vec::new();
    for (post, body, name) in OFFICERS {
        all.extend(officer(post, body, name)?.into_iter().map(|act| (Actor::Keeper, Act::Mandate(act))));
    }
    let (thames, surrey) = (by("thames-finance")?, by("surrey-finance")?);
    let clocks = Clocks {
        from: FIRST_DAY,
        answer_days: 20,
        reply_days: 10,
        soon_days: 30,
        source: "a protocol of the boards (made up)".to_owned(),
    };
    let open = claim(
        "challenge-open",
        "Made up: one stay of a person registered with a practice of the other board.",
        Sum { records: 1, pence: Pence(421_550) },
        NewSubject::Record {
            run: p("april-2026")?,
            row: 212,
            hash: FileHash::of(WALK.as_bytes()),
            walk: WALK.to_owned(),
        },
    )?;
    let closed = claim(
        "challenge-closed",
        "Made up: twelve outpatient attendances of people registered with practices of the other board.",
        Sum { records: 12, pence: Pence(264_000) },
        NewSubject::Batch { run: p("april-2026")?, hash: FileHash::of(b"made up") },
    )?;
    let offer = Payers::Answer {
        case: p("challenge-closed")?,
        offer: Sum { records: 9, pence: Pence(198_000) },
        reason: "Made up: three had moved their registration before the attendance.".to_owned(),
        given: Given::Directly,
    };
    let local = NewOverride {
        id: p("override-made-up")?,
        kind: OverrideKind::LookedAfterChild,
        commissioner: p("S9B9J")?,
        owner: Owner { body: p("S0E4D")?, holder: OwnerHolder::Post(p("thames-finance")?) },
        key: KeyHash(FileHash::of(b"a key of the demonstration, of nobody").0),
        first: FIRST_DAY,
        last: Date::constant(2026, 4, 30),
        reason: "Made up: placed in the Thames Valley by the other board".to_owned(),
    };
    let payers = [
        (Actor::Keeper, Payers::SetClocks(clocks)),
        (thames.clone(), Payers::AddOverride(local)),
        (thames.clone(), Payers::Open(closed)),
        (surrey, offer),
        (thames.clone(), Payers::AcceptOffer { case: p("challenge-closed")? }),
        (thames, Payers::Open(open)),
    ];
    all.extend(payers.into_iter().map(|(actor, act)| (actor, Act::WhoPays(act))));
    Ok(all)
}

fn claim(case: &str, words: &str, sum: Sum, subject: NewSubject) -> Result<NewClaim, AppError> {
    Ok(NewClaim {
        case: p(case)?,
        claimant: p("S0E4D")?,
        respondent: p("S9B9J")?,
        words: words.to_owned(),
        first: FIRST_DAY,
        last: TODAY,
        sum,
        subject,
    })
}

pub(super) fn officer(post: &str, body: &str, name: &str) -> Result<[Mandate; 3], AppError> {
    let since = Period::from_days(Some(FIRST_DAY), None);
    let person: PersonId = p(&format!("person-{post}"))?;
    let kind = PostKind::ChiefFinanceOfficer;
    let held = Post {
        id: p(post)?,
        title: format!("{}, {name}", kind.words()),
        kind,
        bodies: vec![DatedBody { body: p(body)?, period: since }],
        period: since,
    };
    let holding = Holding { post: p(post)?, person: person.clone(), capacity: Capacity::Substantive, period: since };
    Ok([
        Mandate::EnterPerson { person, name: format!("{name} finance officer (made up)"), contact: None },
        Mandate::CreatePost { post: held },
        Mandate::Appoint { holding },
    ])
}
