//! A meeting that goes on as the demonstration opens: three boards of April 2026 about one proposal, for a visitor to take
//! part in as any of the people. The boards and their codes are real; the people, the meeting and the sums are made up.

use crate::act::Who;
use crate::demo::{SOURCE, TODAY};
use crate::footprint::{AppError, Footprint};
use crate::rooms::{Act, Refusal};
use executive::{
    Act as Meet, Divisibility, Forum, Hours, ItemKind, Method, NewAccess, NewProposal, Quorum, Route, Seat as Place,
    TermsOfReference, Voice,
};
use jiff::civil::Time;
use mandate::{
    Act as Mandate, Actor, Capacity, Committee, DatedBody, DatedLine, Delegated, HolderId, Holding, Instrument,
    InstrumentKind, Level, Limits, Population, Post, PostKind, SchemeRow, Seat, SeatRole,
};
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence, Period};

/// Each board: its code, a short name for identities, its name, and how many pounds its chief executive may commit at once.
const BOARDS: [(&str, &str, &str, i64); 3] = [
    ("S0E4D", "thames", "Thames Valley", 5_000_000),
    ("S9B9J", "surrey", "Surrey and Sussex", 1_000_000),
    ("Z9B2Z", "london", "West and North London", 5_000_000),
];

const FIRST_DAY: Date = Date::constant(2026, 4, 1);
const SERVICE: &str = "nhs-111";
const COMMITTEE: &str = "boards-executive";
const CLERK: &str = "person-boards-clerk";
const CHAIR: &str = "person-thames-chair";

/// What a step needs: whose act it is, and the act.
struct Doing {
    actor: Option<&'static str>,
    act: Act,
}

/// Records the boards, their people and powers, and the meeting as far as it has come.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn open(footprint: &Footprint) -> Result<(), AppError> {
    for Doing { actor, act } in doings()? {
        let actor = match actor {
            Some(person) => Actor::Person(p(person)?),
            None => Actor::Keeper,
        };
        let who = Who::Entered { keeper: SOURCE.to_owned(), actor, on: TODAY };
        footprint.act(&who, act).await?;
    }
    Ok(())
}

/// Reads an identity or a code.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn since() -> Period {
    Period::from_days(Some(FIRST_DAY), None)
}

fn keeps(act: Mandate) -> Doing {
    Doing { actor: None, act: Act::Mandate(act) }
}

fn asks(actor: &'static str, act: Meet) -> Doing {
    Doing { actor: Some(actor), act: Act::Executive(act) }
}

fn doings() -> Result<Vec<Doing>, AppError> {
    let mut all = Vec::new();
    for (code, short, name, limit) in BOARDS {
        let constitution = instrument(InstrumentKind::Constitution, short, "constitution", name, code, "nhs-act-2006")?;
        all.push(keeps(Mandate::MakeInstrument { instrument: constitution }));
        all.push(keeps(mandate_of(code, short)?));
        for (kind, words) in [(PostKind::ChiefExecutive, "chief executive"), (PostKind::Chair, "chair")] {
            let id = if kind == PostKind::Chair { "chair" } else { "chief" };
            all.extend(office(&format!("{short}-{id}"), kind, &format!("{name} {words} (made up)"), name, code)?);
        }
        let scheme = instrument(InstrumentKind::Scheme, short, "scheme", name, code, &format!("{short}-constitution"))?;
        all.push(keeps(Mandate::AdoptScheme { scheme, rows: vec![row(&format!("{short}-chief"), limit)?] }));
    }
    all.extend(office(
        "boards-clerk",
        PostKind::GoverningBodySecretary,
        "Secretary (made up)",
        "Thames Valley",
        "S0E4D",
    )?);
    let resolution =
        instrument(InstrumentKind::Resolution, "boards", "terms", "Thames Valley", "S0E4D", "thames-constitution")?;
    all.push(keeps(Mandate::MakeInstrument { instrument: resolution }));
    all.push(keeps(Mandate::FormCommittee { committee: committee()? }));
    all.extend(meeting()?);
    Ok(all)
}

fn office(id: &str, kind: PostKind, person: &str, body: &str, code: &str) -> Result<[Doing; 3], AppError> {
    let (post, holder) = (p(id)?, p(&format!("person-{id}"))?);
    let bodies = vec![DatedBody { body: p(code)?, period: since() }];
    let title = format!("{}, {body}", kind.words());
    let holding =
        Holding { post: p(id)?, person: p(&format!("person-{id}"))?, capacity: Capacity::Substantive, period: since() };
    Ok([
        keeps(Mandate::EnterPerson { person: holder, name: person.to_owned(), contact: None }),
        keeps(Mandate::CreatePost { post: Post { id: post, title, kind, bodies, period: since() } }),
        keeps(Mandate::Appoint { holding }),
    ])
}

fn instrument(
    kind: InstrumentKind,
    short: &str,
    what: &str,
    body: &str,
    code: &str,
    rests_on: &str,
) -> Result<Instrument, AppError> {
    Ok(Instrument {
        id: p(&format!("{short}-{what}"))?,
        kind,
        title: format!("{}, {body} (made up)", kind.words()),
        body: Some(p(code)?),
        rests_on: Some(p(rests_on)?),
        period: since(),
        reference: None,
    })
}

fn mandate_of(code: &str, short: &str) -> Result<Mandate, AppError> {
    Ok(Mandate::GiveMandate {
        mandate: mandate::Mandate {
            id: p(&format!("{short}-services"))?,
            line: p("services")?,
            populations: vec![Population::registered(p(code)?)],
            level: Level::System,
            commissioners: vec![p(code)?],
            instrument: p("nhs-act-2006")?,
            period: since(),
        },
        reason: Some("made up: boards commission for their systems".to_owned()),
    })
}

fn row(post: &str, pounds: i64) -> Result<SchemeRow, AppError> {
    Ok(SchemeRow {
        area: "Commissioning and contracting".to_owned(),
        title: "Contracts for services".to_owned(),
        matter: p("service:services")?,
        clause: Some("3.1".to_owned()),
        reserved_to: None,
        delegated: vec![Delegated {
            holder: HolderId::Post(p(post)?),
            limits: Limits { per_decision: Some(Pence(pounds * 100)), ..Limits::NONE },
        }],
        conditions: Vec::new(),
        populations: Vec::new(),
    })
}

fn committee() -> Result<Committee, AppError> {
    let mut seats = Vec::new();
    for (code, short, ..) in BOARDS {
        let represents = [p(code)?].into();
        seats.push(Seat {
            post: p(&format!("{short}-chief"))?,
            role: SeatRole::Representative,
            represents,
            period: since(),
        });
        let role = if short == "thames" { SeatRole::Chair } else { SeatRole::Member };
        seats.push(Seat { post: p(&format!("{short}-chair"))?, role, represents: [].into(), period: since() });
    }
    seats.push(Seat { post: p("boards-clerk")?, role: SeatRole::Clerk, represents: [].into(), period: since() });
    let members = BOARDS.iter().map(|(code, ..)| Ok(DatedBody { body: p(code)?, period: since() }));
    Ok(Committee {
        id: p(COMMITTEE)?,
        name: "Commissioning executive of three boards (made up)".to_owned(),
        shape: mandate::Shape::IndividualDelegation,
        members: members.collect::<Result<_, AppError>>()?,
        remit: vec![DatedLine { line: p(SERVICE)?, period: since(), instrument: p("boards-terms")? }],
        seats,
        period: since(),
        instrument: p("boards-terms")?,
    })
}

fn terms() -> Result<TermsOfReference, AppError> {
    let mut seats = Vec::new();
    for (code, _, name, _) in BOARDS {
        let places = [
            (PostKind::ChiefExecutive, Voice::Represents, "executive"),
            (PostKind::Chair, Voice::Speaks, "non-executive"),
        ];
        for (kind, voice, class) in places {
            seats.push(Place {
                name: format!("{}, {name}", kind.words()),
                kind,
                bodies: [p::<OdsCode>(code)?].into(),
                voice,
                class: class.to_owned(),
                required: true,
            });
        }
    }
    Ok(TermsOfReference {
        forum: Forum::Committee(p(COMMITTEE)?),
        from: FIRST_DAY,
        source: "Terms of reference (made up)".to_owned(),
        seats,
        quorum: Quorum { persons: 4, bodies: 2, classes: Vec::new() },
        method: Method::Consensus { rounds: 2, days: 14 },
        deputies: true,
        referral_days: 28,
    })
}

fn meeting() -> Result<Vec<Doing>, AppError> {
    let (meeting, item, proposal) = ("boards-2026-04", "boards-2026-04-1", "nhs-111-across-three-boards");
    let call = Meet::Call {
        meeting: p(meeting)?,
        forum: Forum::Committee(p(COMMITTEE)?),
        on: TODAY,
        hours: Some(Hours::new(Time::constant(10, 0, 0, 0), Time::constant(12, 30, 0, 0)).map_err(Refusal::from)?),
        title: "Commissioning executive of three boards (made up)".to_owned(),
        place: "By video (made up)".to_owned(),
    };
    let add = Meet::AddItem {
        meeting: p(meeting)?,
        item: p(item)?,
        kind: ItemKind::Decision,
        title: "NHS 111: one contract across three boards".to_owned(),
        access: NewAccess::Public,
    };
    let bodies = BOARDS.iter().map(|(code, ..)| p::<OdsCode>(code)).collect::<Result<Vec<_>, _>>()?;
    let propose = Meet::Propose(NewProposal {
        proposal: p(proposal)?,
        forum: Forum::Committee(p(COMMITTEE)?),
        route: Route::Item { item: p(item)? },
        title: "NHS 111: one contract across three boards".to_owned(),
        text:
            "That each board extends its contract for NHS 111 by one year at £1.2 million, with one specification and \
               one report to all three."
                .to_owned(),
        matters: vec![p(&format!("service:{SERVICE}"))?],
        bodies: bodies.iter().copied().collect(),
        amounts: bodies.iter().map(|body| (*body, Pence(120_000_000))).collect(),
        divisibility: Divisibility::Divisible,
        conditions: Vec::new(),
        earlier: None,
    });
    let mut all =
        vec![asks(CLERK, Meet::SetTerms(terms()?)), asks(CLERK, call), asks(CLERK, add), asks(CLERK, propose)];
    all.push(asks(CLERK, Meet::PublishAgenda { meeting: p(meeting)? }));
    for (_, short, ..) in BOARDS {
        for id in ["chief", "chair"] {
            let person = p(&format!("person-{short}-{id}"))?;
            all.push(asks(CLERK, Meet::Arrive { meeting: p(meeting)?, person }));
        }
    }
    all.push(asks(CHAIR, Meet::OpenMeeting { meeting: p(meeting)? }));
    all.push(asks(CHAIR, Meet::OpenItem { item: p(item)? }));
    all.push(asks(CHAIR, Meet::OpenPositions { proposal: p(proposal)?, closes: TODAY }));
    Ok(all)
}
