//! What may be asked, by whom, and why not.

use crate::house::p;
use crate::house::{CLOSED, House, Written, account, allot, id, reserve, resolve, spend};
use mandate::Duty;
use money::{
    AccountKind, Act, AllocationFinding, AllocationTable, CellAddress, Fund, Keeper, Limit, PrintedAmount, PrintedLine,
    PrintedRate, PrintedSum, PrintedWaterfall, PublishedAllocation, Strictness, SumColumn, SumOf, Working,
};
use terms::{FigureUnit, Pence, Rate};

fn figure(amount: i64) -> PrintedAmount {
    let cell = CellAddress { sheet: "Core".to_owned(), row: 5, column: 8 };
    PrintedAmount { amount: Pence(amount), text: (amount / 100_000).to_string(), unit: FigureUnit::Thousands, cell }
}

fn rate(parts: i64) -> PrintedRate {
    let cell = CellAddress { sheet: "Core".to_owned(), row: 5, column: 9 };
    PrintedRate { rate: Rate(parts), text: "0.05".to_owned(), cell }
}

fn table(vintage: &str, recurrent: i64) -> AllocationTable {
    let waterfall = PrintedWaterfall {
        baseline: vec![PrintedLine { name: "Baseline".to_owned(), figure: figure(100_000_000) }],
        adjusted: figure(100_000_000),
        target: None,
        growth: rate(50_000_000_000),
        convergence: rate(0),
        additional: Vec::new(),
        total: None,
        distance: None,
        closing_distance: None,
    };
    let row = PublishedAllocation {
        body: p("QU9"),
        year: p("2023/24"),
        fund: p("CORE"),
        working: Working::Waterfall(waterfall),
        recurrent: figure(recurrent),
    };
    let source_name = "allocations.xlsx".to_owned();
    let source_hash = "00".repeat(32);
    AllocationTable { vintage: p(vintage), source_name, source_hash, rows: vec![row], sums: Vec::new(), n_unread: 0 }
}

fn batch(written: &[Written<'_>], strictness: Strictness) -> Act {
    kept_batch(Keeper::Anybody, written, strictness)
}

fn kept_batch(keeper: Keeper, written: &[Written<'_>], strictness: Strictness) -> Act {
    Act::RecordTransfers { keeper, submissions: written.iter().map(Written::submission).collect(), strictness }
}

#[test]
fn an_account_is_of_a_known_body_and_fund_and_of_one_year() {
    let mut house = House::new();
    let new = || account("10Q/19/R", "10Q", AccountKind::Reserve);
    let mut refused = |account| house.ask(&Act::OpenAccount(account)).unwrap_err();
    assert_eq!(
        refused(account("10Q/19", "10Q", AccountKind::Reserve)),
        "there is already an account 10Q/19: give another identity"
    );
    assert_eq!(
        refused(money::Account { fund: p("BREXIT"), ..new() }),
        "there is no fund BREXIT: add it to the table of funds, or correct the code"
    );
    assert_eq!(
        refused(money::Account { body: p("99Z"), ..new() }),
        "the register knows no body 99Z: import the file that describes it, or correct the code"
    );
    assert_eq!(
        refused(money::Account { closed_on: Some(p("2020-04-01")), ..new() }),
        "an account of 2019/20 is open between 1 April 2019 and 31 March 2020, from its first day to its last"
    );
    assert_eq!(
        refused(money::Account { kind: AccountKind::Source, limit: Limit::Limited, ..new() }),
        "source has no limit: open the account without one"
    );
    assert_eq!(
        refused(money::Account { limit: Limit::Unlimited, ..new() }),
        "reserve may not be overdrawn: open the account with a limit"
    );
    assert_eq!(
        refused(money::Account { kind: AccountKind::Allocation, limit: Limit::Unlimited, ..new() }),
        "allocation may not be overdrawn: open the account with a limit"
    );
    house.does(&Act::OpenAccount(new()));
}

#[test]
fn the_table_of_funds_grows_by_date() {
    let mut house = House::new();
    let fund = Fund { code: p("ELECTIVE"), name: "Elective recovery".to_owned(), from: p("2021/22") };
    house.does(&Act::AddFund(fund.clone()));
    assert_eq!(house.ask(&Act::AddFund(fund)).unwrap_err(), "there is already a fund ELECTIVE: give another code");
    let early = money::Account { fund: p("ELECTIVE"), ..account("10Q/E", "10Q", AccountKind::Allocation) };
    let told = house.ask(&Act::OpenAccount(early)).unwrap_err();
    assert_eq!(told, "no money is given for ELECTIVE in 2019/20: the first year is 2021/22");
    assert_eq!(house.state.now().funds().count(), 10);
}

#[test]
fn an_account_closes_no_earlier_than_its_money_moves() {
    let mut house = House::new();
    assert_eq!(house.sends(&[allot(&id(1), "100", "2019-06-30")]), ["OK"]);
    let close = |last: &str| Act::CloseAccount { account: p("10Q/19"), last: p(last) };
    let told = house.ask(&close("2019-06-29")).unwrap_err();
    assert!(told.ends_with("moves money of 10Q/19 on 30 June 2019: choose a last day no earlier"), "{told}");
    house.does(&close("2019-06-30"));
    assert_eq!(house.sends(&[allot(&id(2), "1", "2019-07-01")]), ["ACCOUNT_NOT_OPEN"]);
    assert_eq!(house.state.now().account(&p("10Q/19")).unwrap().closed_on, Some(p("2019-06-30")));
}

#[test]
fn of_a_batch_the_good_ones_are_taken_or_none() {
    let mut house = House::new();
    let (first, second) = (id(1), id(2));
    let written = [allot(&first, "100", "2019-04-26"), spend(&second, "101", "2019-04-26")];
    let told = house.ask(&batch(&written, Strictness::AllOrNone)).unwrap_err();
    assert_eq!(
        told,
        "1 of 2 transfers are refused, and none is taken; the first, number 2: £1.01 is more than the 100 pence left on \
         10Q/19: free a reservation or move less"
    );
    assert_eq!(house.state.now().transfers().count(), 0);
    house.does(&batch(&written, Strictness::GoodOnes));
    assert_eq!(house.available("10Q/19"), 100);
    // What is sent again takes no effect, and one that is refused leaves its identity free.
    house.does(&batch(&written[..1], Strictness::AllOrNone));
    assert_eq!(house.state.now().transfers().count(), 1);
    house.does(&batch(&[spend(&second, "100", "2019-04-26")], Strictness::AllOrNone));
    assert_eq!(house.ask(&batch(&[], Strictness::GoodOnes)).unwrap_err(), "the batch has no transfer");
}

#[test]
fn money_is_kept_by_the_body_it_leaves_and_an_allotment_by_the_one_it_reaches() {
    let mut house = House::new();
    let (first, second, third, fourth) = (id(1), id(2), id(3), id(4));
    let theirs = Written { credit: "14Y/19", ..allot(&first, "100", "2019-04-26") };
    let ours = allot(&second, "100", "2019-04-26");
    let keep = |body: &str| Some(Duty::KeepMoney(p(body)));
    let oxfordshire = Keeper::Body(p("10Q"));
    let batch_duty = |house: &House, keeper| house.duty(&kept_batch(keeper, &[ours], Strictness::GoodOnes));
    assert_eq!(batch_duty(&house, oxfordshire), keep("10Q"));
    assert_eq!(batch_duty(&house, Keeper::Anybody), Some(Duty::KeepRegister), "of any number of bodies");
    // A batch moves the money of its keeper: what reaches a body from a source, what leaves it, what comes back to it.
    assert_eq!(
        house.judged(oxfordshire, &[theirs, ours, reserve(&third, "10", "2019-04-26", "")]),
        ["OTHER_KEEPER", "OK", "OK"]
    );
    house.sends(&[theirs, ours, reserve(&third, "10", "2019-04-26", "")]);
    let post = resolve(&fourth, "post", &third, "2019-04-27");
    assert_eq!(house.judged(Keeper::Body(p("14Y")), &[post]), ["OTHER_KEEPER"]);
    assert_eq!(house.judged(oxfordshire, &[post]), ["OK"]);
    let back = Written { debit: "RTH/19", credit: "10Q/19", code: "CORRECT", ..spend(&fourth, "1", "2019-04-27") };
    let back = Written { plan_line: "", mandate: "", ..back };
    assert_eq!(
        (house.judged(oxfordshire, &[back]), house.judged(Keeper::Body(p("14Y")), &[back])),
        (vec!["OK".to_owned()], vec!["OTHER_KEEPER".to_owned()])
    );
    let open = Act::OpenAccount(account("14Y/19/R", "14Y", AccountKind::Reserve));
    assert_eq!(house.duty(&open), keep("14Y"));
    let close = |account: &str| Act::CloseAccount { account: p(account), last: p("2020-03-31") };
    assert_eq!(house.duty(&close("14Y/19")), keep("14Y"));
    let source = Act::OpenAccount(account("14Y/19/S", "14Y", AccountKind::Source));
    assert_eq!(house.duty(&source), Some(Duty::KeepRegister), "no body makes money of its own");
    assert_eq!(house.duty(&close("NAT/19")), Some(Duty::KeepRegister));
    assert_eq!(house.duty(&Act::ImportAllocations(table("v1", 0))), Some(Duty::KeepRegister));
}

#[test]
fn a_network_draws_on_a_milestone() {
    let mut house = House::new();
    let (first, second) = (id(1), id(2));
    house.sends(&[allot(&first, "100", "2019-04-26"), reserve(&second, "10", "2019-04-26", "2020-03-31")]);
    let set =
        |pending: &str| Act::SetMilestone { pending: p(pending), words: "Extended hours on Saturdays".to_owned() };
    let show = Act::RecordEvidence { pending: p(&second), words: "Rota of October".to_owned() };
    assert!(
        house.ask(&set(&first)).unwrap_err().ends_with("is no reservation: only a reservation waits for a milestone")
    );
    assert!(house.ask(&show).unwrap_err().ends_with("set it before recording what shows that it was reached"));
    house.does(&set(&second));
    let before = house.state.sequence();
    house.does(&show);
    let milestone = |known| house.state.known(known).milestone(p(&second)).unwrap().clone();
    assert_eq!(milestone(before).evidence, None);
    let shown = milestone(house.state.sequence());
    assert_eq!(
        (shown.words.as_str(), shown.evidence.unwrap().as_str()),
        ("Extended hours on Saturdays", "Rota of October")
    );
}

#[test]
fn a_reservation_is_posted_on_evidence_only() {
    let mut house = House::new();
    let (first, second, third, fourth) = (id(1), id(2), id(3), id(4));
    house.sends(&[
        allot(&first, "100", "2019-04-26"),
        reserve(&second, "10", "2019-04-26", "2020-03-31"),
        reserve(&third, "20", "2019-04-26", "2020-03-31"),
    ]);
    let set = |pending: &str, words: &str| Act::SetMilestone { pending: p(pending), words: words.to_owned() };
    house.does(&set(&second, "Extended hours"));
    house.does(&set(&third, "Extended hours"));
    let post = resolve(&fourth, "post", &second, "2019-04-27");
    assert_eq!(house.sends(&[post]), ["MILESTONE_NOT_REACHED"]);
    assert_eq!(house.sends(&[resolve(&id(5), "void", &third, "2019-04-27")]), ["OK"]);
    house.does(&Act::RecordEvidence { pending: p(&second), words: "Rota of October".to_owned() });
    house.does(&set(&second, "Extended hours on Saturdays"));
    let milestone = house.state.now().milestone(p(&second)).unwrap().clone();
    assert_eq!(milestone.words.as_str(), "Extended hours on Saturdays");
    assert_eq!(milestone.evidence.unwrap().as_str(), "Rota of October", "what was shown stays");
    assert_eq!(house.sends(&[post]), ["OK"]);
    let told = house.ask(&set(&second, "Something else")).unwrap_err();
    assert_eq!(told, format!("{second} was resolved by {fourth}: a milestone is set while the money is reserved"));
}

#[test]
fn money_of_a_body_that_is_no_more_is_taken_over_and_moves_no_further() {
    let mut house = House::new();
    house.does(&Act::OpenAccount(account("QU9/19", "QU9", AccountKind::Allocation)));
    house.today = p("2019-11-01");
    let ids: Vec<String> = (1..=7).map(id).collect();
    house.sends(&[allot(&ids[0], "100", "2019-04-26"), reserve(&ids[1], "10", "2019-04-26", "")]);
    house.succeeds("10Q", "QU9", "2019-10-01");
    let merge = Written { debit: "10Q/19", credit: "QU9/19", code: "MERGE", ..allot(&ids[6], "90", "2019-10-01") };
    assert_eq!(
        house.sends(&[
            allot(&ids[2], "1", "2019-09-30"),
            allot(&ids[3], "1", "2019-10-01"),
            spend(&ids[4], "1", "2019-10-01"),
            resolve(&ids[5], "post", &ids[1], "2019-10-01"),
            resolve(&ids[5], "void", &ids[1], "2019-10-01"),
            merge,
        ]),
        ["OK", "BODY_SUCCEEDED", "BODY_SUCCEEDED", "BODY_SUCCEEDED", "OK", "OK"]
    );
    assert_eq!((house.available("10Q/19"), house.available("QU9/19")), (11, 90));
}

#[test]
fn nothing_moves_in_or_out_of_what_a_closed_body_held() {
    let mut house = House::new();
    house.does(&Act::OpenAccount(account("RZZ/19", CLOSED, AccountKind::Allocation)));
    house.today = p("2019-11-01");
    let ids: Vec<String> = (1..=2).map(id).collect();
    let to_closed = |id, on| Written { credit: "RZZ/19", ..allot(id, "5", on) };
    assert_eq!(
        house.sends(&[to_closed(&ids[0], "2019-09-30"), to_closed(&ids[1], "2019-10-01")]),
        ["OK", "BODY_CLOSED"]
    );
    assert_eq!(house.available("RZZ/19"), 5);
    let late = money::Account { opened_on: p("2019-10-01"), ..account("RZZ/S", CLOSED, AccountKind::Spent) };
    let told = house.ask(&Act::OpenAccount(late)).unwrap_err();
    assert!(told.contains("RZZ has closed by 1 October 2019"), "{told}");
}

#[test]
fn a_return_is_money_given_back() {
    assert_eq!(money::TransferCode::Return.words(), "Given back");
}

#[test]
fn a_published_table_is_imported_once_and_a_newer_version_beside_it() {
    let mut house = House::new();
    house.does(&Act::ImportAllocations(table("v1.2", 105_000_000)));
    house.does(&Act::ImportAllocations(table("v1.2", 105_000_000)));
    let told = house.ask(&Act::ImportAllocations(table("v1.2", 104_900_000))).unwrap_err();
    assert_eq!(told, "the vintage v1.2 was imported with another content: give this version an identity of its own");
    house.does(&Act::ImportAllocations(table("v1.4", 104_900_000)));
    let room = house.state.now();
    let both: Vec<String> = room
        .allocations(p("QU9"), p("2023/24"), &p("CORE"))
        .map(|(vintage, row)| format!("{vintage} {}", row.recurrent.amount.0))
        .collect();
    assert_eq!(both, ["v1.2 105000000", "v1.4 104900000"]);
    let findings = |vintage: &str| {
        room.vintage(&p(vintage)).unwrap().findings().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(findings("v1.2").is_empty());
    assert_eq!(
        findings("v1.4"),
        [
            "`Core`, row 5, column H: the recurrent allocation is printed as £1,049,000.00, its lines and rates come to £1,050,000.00"
        ]
    );
    let empty = AllocationTable { rows: Vec::new(), ..table("v2", 0) };
    assert!(house.ask(&Act::ImportAllocations(empty)).unwrap_err().starts_with("the table says nothing of any body"));
}

#[test]
fn a_printed_sum_is_compared_and_kept_with_its_cell() {
    let sum = |printed, of_rows| PrintedSum {
        of: SumOf::England,
        year: p("2023/24"),
        fund: p("CORE"),
        column: SumColumn::Allocation,
        name: "2023/24 Recurrent allocation".to_owned(),
        figure: figure(printed),
        of_rows: Pence(of_rows),
        n_rows: 2,
    };
    assert!(sum(100_000_000, 100_100_000).agrees(), "half a unit for each of two rows");
    assert!(!sum(100_000_000, 100_100_001).agrees());
    let held = AllocationTable { sums: vec![sum(100_000_000, 100_200_000)], ..table("v1.2", 105_000_000) };
    let told: Vec<String> = held.findings().iter().map(ToString::to_string).collect();
    assert!(matches!(held.findings()[..], [AllocationFinding::Sum(_)]));
    assert_eq!(
        told,
        [
            "`Core`, row 5, column H: 2023/24 Recurrent allocation of England is printed as £1,000,000.00, its 2 rows add to \
          £1,002,000.00"
        ]
    );
}
