//! The story: three plans become one, seven bodies, one objection and one changed line, all by the forms; and one line of it followed
//! from its decision to the ledger and back.

use app::Viewer;
use ask::{Answer, Asked, Sent};
use money::{Account, AccountKind, AmountCell, Cell, Limit, Link, Strictness, Submission};

use super::world::{CLERK, SEVEN, World, officer, owned, p, sent};
use crate::questions::QUESTIONS;

fn ask(lens: &app::Lens, id: &str, values: &[(&str, &str)]) -> Answer {
    let question = QUESTIONS.iter().find(|question| question.id == id).unwrap();
    let values: Vec<(String, String)> = owned(&[("plan", "bob-2017")]).into_iter().chain(owned(values)).collect();
    (question.answer)(lens, &Asked::new(&values, question.params)).unwrap_or_else(|fault| panic!("{id}: {fault:?}"))
}

/// The cells of a table of an answer, as files have them.
fn rows(answer: &Answer, name: &str) -> Vec<Vec<String>> {
    let table = &answer.tables.iter().find(|held| held.name == name).unwrap().table;
    table.rows.iter().map(|row| row.iter().map(ask::Cell::plain).collect()).collect()
}

fn stage(world: &World) -> String {
    rows(&ask(&world.person(CLERK), "plans", &[]), "")[0][4].clone()
}

fn signing(version: &str) -> Sent {
    sent(&[("word", "representative"), ("version", version)])
}

/// The plan is put to the bodies, what differs is settled, and what fails is accepted.
async fn settled() -> World {
    let world = World::with_three_plans().await;
    let conflicts = rows(&ask(&world.person(CLERK), "plan-conflicts", &[]), "");
    assert_eq!(conflicts.len(), 2, "two plans differ in one line: {conflicts:?}");
    world.decides("differences", "Calls as Oxfordshire has them; its deficit is accepted").await;
    let choice = [("choice", "plan:P-OXON"), ("decision", "differences")];
    world.done(CLERK, "resolve-conflict", &[("line", "P-BERKSW:W2")], &sent(&choice)).await;
    assert!(rows(&ask(&world.person(CLERK), "plan-conflicts", &[]), "").is_empty());
    world.done(CLERK, "submit-plan", &[], &Sent::default()).await;
    let check = [("check", "control-total"), ("of", "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0")];
    let waiver = [("decision", "differences"), ("reason", "Support is expected")];
    world.done(CLERK, "waive-check", &check, &sent(&waiver)).await;
    let checks = rows(&ask(&world.person(CLERK), "plan-checks", &[]), "");
    let failed = checks.iter().find(|row| row[1].contains("control total")).unwrap();
    assert_eq!(
        (failed[0].as_str(), failed[3].as_str(), failed[5].as_str()),
        ("C7", "Fails, and waived", "differences")
    );
    world
}

#[tokio::test]
async fn three_plans_become_one_and_a_line_is_followed_to_the_ledger_and_back() {
    let world = settled().await;
    for body in SEVEN.split(' ').filter(|body| *body != "11D") {
        world.done(officer(body), "sign-plan", &[("body", body)], &signing("1")).await;
    }
    let objection = sent(&[("reason", "The community beds are not there")]);
    world.done(officer("11D"), "object-to-plan", &[("body", "11D")], &objection).await;
    assert_eq!(stage(&world), "Ready for the executive");
    let board = rows(&ask(&world.person(CLERK), "plan", &[]), "");
    let said: Vec<&str> = board.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(said, ["Signed", "Signed", "Signed", "Signed", "Signed", "Signed", "Objects"]);
    assert_eq!(board[6][6], "The community beds are not there");
    // One line is changed: a new version, and nobody else's signature falls.
    let line = [
        ("source", "P-BERKSW"),
        ("name", "W1"),
        ("kind", "finance"),
        ("side", "commissioner"),
        ("measure", "Spend"),
        ("commissioner", "11D"),
        ("provider", "RHW"),
        ("pod", "Community"),
        ("place", "Berksw"),
        ("year", "2017/18"),
        ("month", "0"),
        ("unit", "pence"),
        ("value", "22,600,000"),
    ];
    world.done(officer("11D"), "enter-plan-line", &[("line", "P-BERKSW:W1")], &sent(&line)).await;
    let changed = rows(&ask(&world.person(CLERK), "plan-differences", &[]), "");
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!([&changed[0][10], &changed[0][11], &changed[0][13]], ["21000000.00", "22600000.00", "11D"]);
    world.done(officer("11D"), "sign-plan", &[("body", "11D")], &signing("2")).await;
    let told = world.told(officer("11D"), "sign-plan", &[("body", "11D")], &sent(&[("word", "representative")]));
    assert!(told[0].starts_with("version: Load the page again"), "{told:?}");
    world.decides("adopted", &format!("To adopt version 2, {}", world.hash())).await;
    let by = sent(&[("proposal", "adopted"), ("version", "2")]);
    world.done(CLERK, "sign-plan-by-executive", &[], &by).await;
    assert_eq!(stage(&world), "Signed");
    let board = rows(&ask(&world.lens(Viewer::Public), "plan", &[]), "");
    assert!(board.iter().all(|row| row[8] == "yes"), "everybody may read it now, and each is bound: {board:?}");
    followed(&world).await;
}

/// From the decision to the plan line, from that to the ledger, and from the transfer back.
async fn followed(world: &World) {
    // The three plans agree in the line, however each wrote its figure.
    let line = ask(&world.person("person-a2"), "plan-line", &[("line", "P-BUCKS:MH-1")]);
    let sources = rows(&line, "");
    assert_eq!(sources.iter().map(|row| row[3].as_str()).collect::<Vec<_>>(), ["900000000.00"; 3]);
    assert!(sources[2][6].starts_with("plan.csv, row 2"), "{sources:?}");
    pays(world).await;
    let line = ask(&world.person("person-a2"), "plan-line", &[("line", "P-OXON:O1")]);
    let decision = rows(&line, "decision");
    assert_eq!([&decision[0][0], &decision[0][2]], ["The executive signed", "adopted"]);
    assert_eq!(decision[1][1], "bound on the day");
    let money = rows(&line, "money");
    assert_eq!(money.len(), 1, "{money:?}");
    assert_eq!([&money[0][4], &money[0][5], &money[0][6]], ["1000000.00", "adopted/10Q", "10q-services"]);
    // Back: what the transfer cites is the line, and the decision that made it.
    let known = world.footprint.known();
    let transfer = known.state.money().now().transfers().find(|held| held.id.to_string() == money[0][7]).unwrap();
    let cited = transfer.basis.plan_line.unwrap();
    let room = known.state.plan().now();
    let found = room.plan_line(&p(cited.as_str())).unwrap();
    assert_eq!(found.plan.executive.as_ref().unwrap().proposal.as_str(), "adopted");
    assert!(found.is_bound(known.state.mandate().now(), super::world::TODAY));
    // Whoever answers for none of the bodies sees the line and not the money.
    assert!(rows(&ask(&world.lens(Viewer::Public), "plan-line", &[("line", "P-OXON:O1")]), "money").is_empty());
}

/// Oxfordshire's money for the year, and what it spends on the line.
async fn pays(world: &World) {
    let account = |id: &str, kind: AccountKind| Account {
        id: p(id),
        body: p("10Q"),
        fund: p("CORE"),
        year: p("2017/18"),
        kind,
        limit: if kind == AccountKind::Allocation { Limit::Limited } else { Limit::Unlimited },
        opened_on: p("2017-04-01"),
        closed_on: None,
    };
    for (id, kind) in
        [("10Q-SOURCE", AccountKind::Source), ("10Q-CORE", AccountKind::Allocation), ("10Q-SPENT", AccountKind::Spent)]
    {
        world.keeps(money::Act::OpenAccount(account(id, kind))).await;
    }
    let transfer = |id: &str, from: &str, to: &str, pence: &str, code: &str, basis: [&str; 3]| Submission {
        id: Cell::read(id),
        kind: Cell::read("single"),
        debit: Cell::read(from),
        credit: Cell::read(to),
        amount: AmountCell::read(pence),
        pending: Cell::read(""),
        expires_on: Cell::read(""),
        link: Link::Last,
        code: Cell::read(code),
        valid_on: Cell::read("2017-04-01"),
        decision: Cell::read(basis[0]),
        mandate: Cell::read(basis[1]),
        plan_line: Cell::read(basis[2]),
    };
    let submissions = vec![
        transfer(&"1".repeat(32), "10Q-SOURCE", "10Q-CORE", "500000000", "ALLOT", ["10q-constitution", "", ""]),
        transfer(
            &"2".repeat(32),
            "10Q-CORE",
            "10Q-SPENT",
            "100000000",
            "SPEND",
            ["adopted/10Q", "10q-services", "P-OXON:O1"],
        ),
    ];
    let strictness = Strictness::AllOrNone;
    let keeper = money::Keeper::Anybody;
    world.keeps(money::Act::RecordTransfers { keeper, submissions, strictness }).await;
}
