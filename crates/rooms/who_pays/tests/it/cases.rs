//! Cases: who may move when, what it comes to, and what a deadline does.

use crate::world::{House, answer, claim, letter, p, press, sum};
use register::FileHash;
use terms::OdsCode;
use who_pays::{
    Account, Act, Clocks, Closing, Given, MoveKind, NewClaim, NewSubject, Next, Party, Received, Ruling, Stage, Sum,
};

fn agree() -> Act {
    Act::Agree { case: p("case-1"), given: Given::Directly }
}

fn accept() -> Act {
    Act::AcceptOffer { case: p("case-1") }
}

fn withdraw() -> Act {
    Act::Withdraw { case: p("case-1"), reason: "Our mistake".to_owned() }
}

fn escalate(party: Party) -> Act {
    Act::Escalate { case: p("case-1"), party, reason: "We do not agree".to_owned() }
}

fn rule(ruling: Ruling, sum: Sum) -> Act {
    Act::Rule { case: p("case-1"), party: Party::Claimant, ruling, sum, reason: "Letter RC-1".to_owned() }
}

/// Every way a case can end, as moves and what they come to.
#[test]
fn each_way_of_ending_has_its_outcome_and_its_sum() {
    let whole = sum(10, 100_000);
    let cases: Vec<(Vec<Act>, Closing, Sum)> = vec![
        (vec![agree()], Closing::Accepted, whole),
        (vec![answer(sum(2, 20_000)), accept()], Closing::AcceptedInPart, sum(2, 20_000)),
        (vec![answer(Sum::NOTHING), accept()], Closing::Rejected, Sum::NOTHING),
        (vec![withdraw()], Closing::Withdrawn, Sum::NOTHING),
        (vec![answer(sum(2, 20_000)), withdraw()], Closing::Withdrawn, Sum::NOTHING),
        (vec![answer(sum(2, 20_000)), press(sum(8, 80_000)), agree()], Closing::Agreed, sum(8, 80_000)),
        (vec![answer(Sum::NOTHING), press(whole), agree()], Closing::Accepted, whole),
        (vec![answer(Sum::NOTHING), escalate(Party::Claimant), rule(Ruling::Upheld, whole)], Closing::Ruled, whole),
        (
            vec![answer(sum(1, 1)), escalate(Party::Respondent), rule(Ruling::UpheldInPart, sum(4, 40_000))],
            Closing::Ruled,
            sum(4, 40_000),
        ),
        (
            vec![answer(sum(1, 1)), escalate(Party::Claimant), rule(Ruling::NotUpheld, Sum::NOTHING)],
            Closing::Ruled,
            Sum::NOTHING,
        ),
        (vec![answer(sum(3, 9)), escalate(Party::Claimant), accept()], Closing::AcceptedInPart, sum(3, 9)),
        (vec![answer(sum(3, 9)), escalate(Party::Claimant), agree()], Closing::Accepted, whole),
    ];
    for (acts, outcome, comes_to) in cases {
        let mut house = House::claimed();
        for act in &acts {
            house.does(act);
        }
        let case = house.case();
        assert_eq!((case.stage, case.closed), (Stage::Closed, Some((outcome, comes_to))), "{acts:?}");
        assert_eq!(case.account().conceded, comes_to);
        assert_eq!((case.turn(), case.due, case.next(Party::Claimant, house.today).len()), (None, None, 0));
        assert_eq!(house.replayed(), house.state);
    }
}

/// Who may do what at which stage: the whole table.
#[test]
fn each_side_may_do_this_and_nothing_else() {
    use Next::{AcceptOffer, Agree, Answer, Escalate, File, Press, Rule, Withdraw};

    /// A stage: what led to it, what the claimant may do at it, and what the respondent may.
    type Row<'a> = (&'a str, Vec<Act>, &'a [Next], &'a [Next]);
    let paths: [Row<'_>; 5] = [
        ("opened", vec![], &[Withdraw, File], &[Agree, Answer, File]),
        ("answered", vec![answer(sum(1, 1))], &[AcceptOffer, Press, Withdraw, Escalate, File], &[Escalate, File]),
        (
            "pressed",
            vec![answer(sum(1, 1)), press(sum(9, 90_000))],
            &[Withdraw, Escalate, File],
            &[Agree, Answer, Escalate, File],
        ),
        (
            "escalated",
            vec![answer(sum(1, 1)), escalate(Party::Claimant)],
            &[AcceptOffer, Withdraw, Rule, File],
            &[Agree, Rule, File],
        ),
        ("closed", vec![agree()], &[], &[]),
    ];
    for (name, acts, claimant, respondent) in paths {
        let mut house = House::claimed();
        for act in &acts {
            house.does(act);
        }
        let case = house.case();
        assert_eq!(case.next(Party::Claimant, house.today), claimant, "{name}, claimant");
        assert_eq!(case.next(Party::Respondent, house.today), respondent, "{name}, respondent");
    }
}

#[test]
fn a_clock_that_runs_out_moves_nothing_and_says_what_may_follow() {
    let mut house = House::claimed();
    assert_eq!(house.case().due, Some(p("2024-07-01")));
    for (day, late) in [("2024-07-01", false), ("2024-07-02", true)] {
        house.today = p(day);
        let case = house.case();
        assert_eq!((case.is_overdue(house.today), case.stage), (late, Stage::Answering), "{day}");
        assert_eq!(case.allows(Next::Escalate, Party::Claimant, house.today), late, "{day}");
    }
    assert_eq!(
        house.case().what_follows(house.today),
        "QNQ was to move by 1 July 2024 and has not. Nothing follows by itself: QU9 may take the case to NHS England, \
         QNQ may still move."
    );
    // Late is still an answer.
    house.does(&answer(sum(1, 1)));
    assert_eq!(house.case().due, Some(p("2024-07-16")));
    assert_eq!(house.case().what_follows(house.today), "QU9 is to move by 16 July 2024.");
}

#[test]
fn the_days_are_a_dated_parameter_and_a_clock_that_began_keeps_its_deadline() {
    let mut house = House::claimed();
    let clocks = |from: &str, days| Clocks {
        from: p(from),
        answer_days: days,
        reply_days: days,
        soon_days: 30,
        source: "Protocol of the two boards".to_owned(),
    };
    assert!(house.state.now().clocks_on(house.today).source.contains("from no guidance"));
    house.does(&Act::SetClocks(clocks("2024-06-04", 10)));
    house.does(&Act::SetClocks(clocks("2025-01-01", 5)));
    assert_eq!(house.case().due, Some(p("2024-07-01")));
    house.does(&Act::Open(NewClaim { case: p("case-2"), ..claim("case-2") }));
    house.today = p("2024-06-04");
    house.does(&Act::Open(NewClaim { case: p("case-3"), ..claim("case-3") }));
    let due = |case: &str| house.state.now().case(&p(case)).unwrap().due;
    assert_eq!((due("case-2"), due("case-3")), (Some(p("2024-07-01")), Some(p("2024-06-14"))));
    assert_eq!(house.state.now().clocks_on(p("2025-01-01")).answer_days, 5);
    assert_eq!(house.ask(&Act::SetClocks(clocks("2025-01-01", 0))).unwrap_err(), "each side needs at least one day");
}

#[test]
fn the_claimant_records_an_answer_only_with_its_letter() {
    let mut house = House::claimed();
    let given = Given::ByLetter(letter("letter-1"));
    let by_letter = Act::Answer { case: p("case-1"), offer: sum(2, 5), reason: "Two".to_owned(), given };
    let duty = |house: &House, act: &Act| act.duty(&house.world(), house.today).unwrap().to_string();
    assert_eq!(duty(&house, &by_letter), "settle who pays for QU9");
    assert_eq!(duty(&house, &answer(sum(2, 5))), "settle who pays for QNQ");
    house.does(&by_letter);
    let case = house.case();
    assert_eq!(case.moves[1].received, Received::ByLetter);
    assert_eq!(case.moves[1].kind, MoveKind::Answered { offer: sum(2, 5) });
    let filed = &case.evidence[0];
    assert_eq!((filed.party, filed.hash), (Party::Respondent, FileHash::of(b"letter")));
    let again = Act::File { case: p("case-1"), party: Party::Claimant, file: letter("letter-1") };
    assert_eq!(house.ask(&again).unwrap_err(), "there is already a file of evidence `letter-1`: give another identity");
}

#[test]
fn what_is_refused_says_what_to_do() {
    let body = |code: &str| p::<OdsCode>(code);
    let open = |change: fn(&mut NewClaim)| {
        let mut new = claim("case-2");
        change(&mut new);
        Act::Open(new)
    };
    let answered = vec![answer(sum(2, 20_000))];
    let pressed = vec![answer(sum(2, 20_000)), press(sum(8, 80_000))];
    let cases: Vec<(Vec<Act>, Act, &str)> = vec![
        (vec![], Act::Open(claim("case-1")), "there is already a case `case-1`: give another identity"),
        (
            vec![],
            open(|new| new.respondent = new.claimant),
            "QU9 cannot claim from itself: name the body that should pay",
        ),
        (
            vec![],
            Act::Open(NewClaim { respondent: body("QXX"), ..claim("case-2") }),
            "the register knows no body QXX: import the file that describes it, or correct the code",
        ),
        (vec![], open(|new| new.sum.records = 0), "a claim is about at least one record, and costs nothing or more"),
        (vec![], open(|new| new.sum.pence.0 = -1), "a claim is about at least one record, and costs nothing or more"),
        (
            vec![],
            open(|new| new.words = "Patient 943 476 5919".to_owned()),
            "the claim seems to hold an NHS number: leave it out, nothing was recorded",
        ),
        (
            vec![],
            open(|new| {
                new.subject = NewSubject::Record {
                    run: p("run-1"),
                    row: 1,
                    hash: FileHash::of(b""),
                    walk: "postcode OX3 9DU".to_owned(),
                }
            }),
            "the walk seems to hold a postcode: leave it out, nothing was recorded",
        ),
        (
            vec![],
            answer(sum(10, 100_000)),
            "10 records, £1,000 is not less than the 10 records, £1,000 that is asked: agree to it, or offer less",
        ),
        (
            vec![],
            answer(sum(1, 100_001)),
            "1 record, £1,000.01 is not less than the 10 records, £1,000.00 that is asked: agree to it, or offer less",
        ),
        (
            vec![],
            press(sum(1, 1)),
            "the claimant of case `case-1` cannot press the claim now: it is the respondent’s turn to answer",
        ),
        (
            vec![],
            escalate(Party::Claimant),
            "the claimant of case `case-1` cannot take it to NHS England now: the respondent has not answered yet and still has time; wait for the answer or for the deadline",
        ),
        (
            vec![],
            rule(Ruling::Upheld, sum(10, 100_000)),
            "the claimant of case `case-1` cannot record NHS England’s ruling now: the case is not with NHS England; take it there first",
        ),
        (
            answered.clone(),
            answer(sum(3, 30_000)),
            "the respondent of case `case-1` cannot offer a part, or refuse now: it is the claimant’s turn to reply",
        ),
        (
            answered.clone(),
            press(sum(11, 100_000)),
            "11 records, £1,000 is more than the 10 records, £1,000 asked before: a claim never grows, open another case for more",
        ),
        (
            answered.clone(),
            press(sum(2, 20_000)),
            "2 records, £200 is no more than the 2 records, £200 offered: accept the offer",
        ),
        (
            answered,
            press(sum(1, 90_000)),
            "1 record, £900 is no more than the 2 records, £200 offered: accept the offer",
        ),
        (
            pressed.clone(),
            answer(sum(2, 10_000)),
            "2 records, £100 is less than the 2 records, £200 offered before: an offer stands until the case is closed",
        ),
        (
            pressed,
            answer(sum(9, 80_000)),
            "9 records, £800 is not less than the 8 records, £800 that is asked: agree to it, or offer less",
        ),
        (
            vec![answer(sum(1, 1)), escalate(Party::Claimant)],
            rule(Ruling::Upheld, sum(1, 1)),
            "the ruling “Upheld in full” on 10 records, £1,000 comes to 10 records, £1,000, not 1 record, £1",
        ),
        (
            vec![answer(sum(1, 1)), escalate(Party::Claimant)],
            escalate(Party::Respondent),
            "the respondent of case `case-1` cannot take it to NHS England now: the case is in NHS England’s dispute route; record the ruling when it comes",
        ),
        (vec![agree()], withdraw(), "the claimant of case `case-1` cannot withdraw the claim now: the case is closed"),
        (
            vec![agree()],
            Act::File { case: p("case-1"), party: Party::Claimant, file: letter("late") },
            "the claimant of case `case-1` cannot file evidence now: the case is closed",
        ),
    ];
    for (before, act, words) in cases {
        let mut house = House::claimed();
        for act in &before {
            house.does(act);
        }
        let state = house.state.clone();
        assert_eq!(house.ask(&act).unwrap_err(), words, "{act:?}");
        assert_eq!(house.state, state, "{act:?}");
    }
}

#[test]
fn the_parts_of_a_claim_add_up_to_it() {
    let mut house = House::claimed();
    house.does(&answer(sum(2, 20_000)));
    house.does(&press(sum(8, 70_000)));
    let account = house.case().account();
    assert_eq!(account, Account { conceded: sum(2, 20_000), given_up: sum(2, 30_000), disputed: sum(6, 50_000) });
}

#[test]
fn the_edition_of_the_guidance_is_that_of_the_activity() {
    let mut house = House::new();
    house.does(&Act::Open(NewClaim { first: p("2024-03-01"), ..claim("case-1") }));
    let (first, last) = house.case().editions();
    assert_eq!(first.unwrap().name, "Who Pays? (June 2022)");
    assert_eq!(last.unwrap().name, "Who Pays? version 3 (March 2024)");
}
