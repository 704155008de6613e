//! Two servers over one journal, at the same moment.

use crate::offices::id;
use app::{Act, AppError, Footprint, Who, demo};
use executive::{
    Act as Meet, Divisibility, Forum, NewProposal, ProposalId, ReferralReason, Route, Stance, Standing, TextHash,
};
use mandate::{Act as Mandate, Actor, Delegated, HolderId, Instrument, InstrumentKind, Limits, Matter, SchemeRow};
use terms::{OdsCode, Pence, Period};
use testkit::postgres::Postgres;

const SIX_HUNDRED_THOUSAND: Pence = Pence(60_000_000);

async fn does(server: &Footprint, actor: &str, act: impl Into<Act>) -> Result<(), AppError> {
    let actor = if actor == "keeper" { Actor::Keeper } else { Actor::Person(id(actor)) };
    let who = Who::Entered { keeper: "A Keeper".into(), actor, on: demo::TODAY };
    server.act(&who, act).await.map(drop)
}

/// A year's limit of one million for the chief executive of Thames Valley.
fn one_million_a_year() -> Mandate {
    Mandate::AdoptScheme {
        scheme: Instrument {
            id: id("thames-yearly"),
            kind: InstrumentKind::Scheme,
            title: "A scheme with a yearly limit".into(),
            body: Some(id("S0E4D")),
            rests_on: Some(id("thames-constitution")),
            period: Period::from_days(Some(demo::TODAY), None),
            reference: None,
        },
        rows: vec![SchemeRow {
            area: "Commissioning and contracting".into(),
            title: "Contracts for services".into(),
            matter: "service:services".parse().unwrap(),
            clause: Some("3.1".into()),
            reserved_to: None,
            delegated: vec![Delegated {
                holder: HolderId::Post(id("thames-chief")),
                limits: Limits { per_year: Some(Pence(100_000_000)), ..Limits::NONE },
            }],
            conditions: Vec::new(),
            populations: Vec::new(),
        }],
    }
}

async fn proposed(server: &Footprint, name: &str) {
    let (body, proposal): (OdsCode, ProposalId) = (id("S0E4D"), id(name));
    let amounts = [(body, SIX_HUNDRED_THOUSAND)].into();
    let text = format!("That {name} be done.");
    let hash = TextHash::of_wording(&text, &amounts);
    let new = NewProposal {
        proposal: proposal.clone(),
        forum: Forum::Committee(id("boards-executive")),
        route: Route::Item { item: id("boards-2026-04-1") },
        title: name.to_owned(),
        text,
        matters: vec![Matter::Service(id("nhs-111"))],
        bodies: [body].into(),
        amounts,
        divisibility: Divisibility::Divisible,
        conditions: Vec::new(),
        earlier: None,
    };
    does(server, "person-boards-clerk", Meet::Propose(new)).await.unwrap();
    let open = Meet::OpenPositions { proposal: proposal.clone(), closes: demo::TODAY };
    does(server, "person-thames-chair", open).await.unwrap();
    let agree = Meet::TakePosition { proposal, body, text: hash, stance: Stance::Agree, reason: String::new() };
    does(server, "person-thames-chief", agree).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_decisions_of_600_000_at_the_same_moment_do_not_pass_one_limit_of_a_million() {
    let Some(postgres) = Postgres::start().unwrap() else { return };
    let address = postgres.database("two_servers").unwrap();
    let one = Footprint::open(&address).await.unwrap();
    demo::load(&one).await.unwrap();
    does(&one, "keeper", one_million_a_year()).await.unwrap();
    let other = Footprint::open(&address).await.unwrap();
    for round in 0..5 {
        let (first, second) = (format!("first-{round}"), format!("second-{round}"));
        proposed(&one, &first).await;
        proposed(&one, &second).await;
        other.catch_up().await.unwrap();
        let settle = |proposal: &str| Meet::Settle { proposal: id(proposal) };
        let (here, there) = tokio::join!(
            does(&one, "person-thames-chair", settle(&first)),
            does(&other, "person-thames-chair", settle(&second)),
        );
        here.unwrap();
        there.unwrap();

        let known = one.catch_up().await.unwrap();
        let elsewhere = other.catch_up().await.unwrap();
        let standing = |server: &journal::Known<app::House>, proposal: &str| {
            let room = server.state.executive().now();
            room.proposal(&id(proposal)).unwrap().parts[&id::<OdsCode>("S0E4D")].standing.clone()
        };
        let mut n_bound = 0;
        for proposal in [&first, &second] {
            assert_eq!(standing(&known, proposal), standing(&elsewhere, proposal), "the servers differ");
            match standing(&known, proposal) {
                Standing::Bound(_) => n_bound += 1,
                Standing::Referred(referral) => {
                    let ReferralReason::NoPower { shortfall } = referral.reason else { panic!("{referral:?}") };
                    assert!(shortfall.to_string().contains("£1,000,000 per year"), "{shortfall}");
                }
                other => panic!("{other:?}"),
            }
        }
        // Of the first two one passes; the year's limit is then too small for any other of the same amount.
        assert_eq!(n_bound, usize::from(round == 0), "round {round}");
    }
}
