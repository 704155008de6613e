//! The ledger in the house: every kind of act is recorded and told again to the same balances, and read by whom it concerns.

use app::{Act, Footprint, Shown, Viewer, Who};
use money::{Act as Ledger, AmountCell, Cell, Fund, Keeper, Link, References, Strictness, Submission};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, Pence, Sequence};

/// The demonstration, and after it what that has none of.
async fn every_act() -> (tempfile::TempDir, Footprint) {
    let folder = tempfile::tempdir().unwrap();
    let footprint = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let keeper = Who::keeper("A Keeper");
    let name = "A fund of the record (made up)".to_owned();
    let fund = Fund { code: "KEPT".parse().unwrap(), name, from: "2026/27".parse().unwrap() };
    footprint.act(&keeper, Ledger::AddFund(fund)).await.unwrap();
    let (account, last) = ("10Q/CORE/2017/RESERVE".parse().unwrap(), Date::constant(2018, 3, 31));
    footprint.act(&keeper, Ledger::CloseAccount { account, last }).await.unwrap();
    let pending = "20170000000000000000000000000006".parse().unwrap();
    let words = "A rota of January (made up)".to_owned();
    footprint.act(&keeper, Ledger::RecordEvidence { pending, words }).await.unwrap();
    (folder, footprint)
}

#[tokio::test]
async fn every_kind_of_act_of_the_ledger_is_recorded_and_told_again_to_the_same_balances() {
    let (folder, footprint) = every_act().await;
    let entries = footprint.journal().read(0, 10_000).await.unwrap();
    let of_money = entries.iter().filter(|entry| entry.act["room"] == "money");
    let named: BTreeSet<String> = of_money.map(|entry| entry.act["act"].as_str().unwrap().to_owned()).collect();
    let kinds = Act::kinds().into_iter().filter(|(room, _)| *room == "money").map(|(_, kind)| kind.to_owned());
    assert_eq!(named, kinds.collect());
    let known = footprint.known();
    let again = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    let (before, after) = (known.state.money().now(), again.known());
    let after = after.state.money().now();
    for day in [Date::constant(2017, 6, 30), Date::constant(2018, 3, 31), app::demo::TODAY] {
        assert_eq!(before.balances(day), after.balances(day), "{day}");
    }
    assert!(before.transfers().eq(after.transfers()) && before.transfers().count() > 3);
    let texts = entries.iter().map(|entry| entry.events.to_string()).collect::<String>();
    assert!(!texts.contains("rota of January"), "words are kept beside the record, where they can be erased");
}

#[tokio::test]
async fn what_is_published_is_everybody_s_and_a_transfer_its_bodies_alone() {
    let (_folder, footprint) = every_act().await;
    let known = footprint.known();
    let public = known.state.reader(Viewer::Public, app::demo::TODAY);
    let mut seen = BTreeSet::new();
    for entry in footprint.journal().read(0, 10_000).await.unwrap() {
        let shown = footprint.shown(&public, Sequence(entry.sequence)).await.unwrap().unwrap();
        if entry.act["room"] == "money" {
            seen.insert((entry.act["act"].as_str().unwrap().to_owned(), matches!(shown, Shown::Whole { .. })));
        }
    }
    for (act, is_open) in [
        ("add-fund", true),
        ("import-allocations", true),
        ("open-account", false),
        ("record-transfers", false),
        ("set-milestone", false),
        ("record-evidence", false),
        ("close-account", false),
    ] {
        assert!(seen.contains(&(act.to_owned(), is_open)), "{act}: {seen:?}");
        assert!(!seen.contains(&(act.to_owned(), !is_open)), "{act}: {seen:?}");
    }
}

#[tokio::test]
async fn money_rests_on_a_decision_and_a_mandate_of_the_body_whose_it_is() {
    let (_folder, footprint) = every_act().await;
    let known = footprint.known();
    let day = Date::constant(2017, 9, 30);
    let body = |code: &str| code.parse::<OdsCode>().unwrap();
    let decides_on = |reference: &str, payer: &str, on: Date| {
        known.state.is_decision_for(&reference.parse().unwrap(), body(payer), on)
    };
    let decides = |reference: &str, payer: &str| decides_on(reference, payer, day);
    assert!(decides("plan-2017-adopted/10Q", "10Q"));
    for (reference, payer) in [
        ("plan-2017-adopted/10N", "10Q"),
        ("plan-2017-adopted/10Q", "10N"),
        ("plan-2017-adopted/10Q", "Y59"),
        ("no-proposal/10Q", "10Q"),
    ] {
        assert!(!decides(reference, payer), "{reference} for {payer}");
    }
    let merger = Date::constant(2018, 4, 1);
    assert!(
        decides_on("plan-2017-adopted/10Y", "14Y", merger),
        "what a body decided passes to the one that took its place"
    );
    assert!(!decides_on("plan-2017-adopted/10Y", "14Y", merger.yesterday().unwrap()), "and not before");
    let holds = |payer: &str| known.state.is_mandate_of(&"10q-services".parse().unwrap(), body(payer), day);
    assert!(holds("10Q") && !holds("10N"));

    let spends = |decision: &str| Submission {
        id: Cell::read("20170000000000000000000000000999"),
        kind: Cell::read("single"),
        debit: Cell::read("10Q/CORE/2017"),
        credit: Cell::read("10Q/CORE/2017/SPENT"),
        amount: AmountCell::Value(Pence(100)),
        pending: Cell::Blank,
        expires_on: Cell::Blank,
        link: Link::Last,
        code: Cell::read("SPEND"),
        valid_on: Cell::Value(day),
        decision: Cell::read(decision),
        mandate: Cell::read("10q-services"),
        plan_line: Cell::read("P-OXON:O1"),
    };
    for (decision, is_taken) in [("plan-2017-adopted/10N", false), ("plan-2017-adopted/10Q", true)] {
        let submissions = vec![spends(decision)];
        let (keeper, strictness) = (Keeper::Body(body("10Q")), Strictness::AllOrNone);
        let act = Ledger::RecordTransfers { keeper, submissions, strictness };
        let told = footprint.act(&Who::keeper("A Keeper"), act).await.map(drop).map_err(|error| error.to_string());
        let wrong = format!("there is no decision “{decision}” of the body whose money moves");
        assert!(
            if is_taken { told.is_ok() } else { told.as_ref().is_err_and(|told| told.contains(&wrong)) },
            "{told:?}"
        );
    }
}
