//! What is refused says what to do, and leaves no trace.

use super::world::{CLOSED, House, member, month, notice, p, plan, report, year};
use money::totals::{Act, NewNotice, NewShare, NewSupport};
use money::{Contract, MemberSide, Revocation, RevocationExtent, ShareSide, regimes_at_first};
use terms::Pence;

fn share(id: &str, giver: &str, receiver: &str, amount: i64) -> Act {
    Act::AgreeShare(NewShare {
        id: p(id),
        giver: p(giver),
        receiver: p(receiver),
        amount: Pence(amount),
        year: year(),
        effective_on: p("2019-06-01"),
        conditions: Vec::new(),
    })
}

fn sign(side: ShareSide, on: &str) -> Act {
    Act::SignShare { id: p("s-1"), side, on: p(on) }
}

fn revoke(on: &str, extent: RevocationExtent) -> Act {
    Act::RevokeShare { id: p("s-1"), revocation: Revocation { on: p(on), extent }, reason: "Needed".to_owned() }
}

/// Each act is refused with these words in a house where some others were done.
fn check(done: &[Act], cases: &[(Act, &str)]) {
    for (act, words) in cases {
        let mut house = House::new();
        for act in done {
            house.does(act);
        }
        let before = house.state.clone();
        assert_eq!(house.ask(act).unwrap_err(), *words, "{act:?}");
        assert_eq!(house.state, before);
    }
}

#[test]
fn rules_and_memberships() {
    let regime = regimes_at_first()[3].clone();
    let renamed = money::Regime { code: p("ct-ours"), ..regime.clone() };
    check(
        &[Act::EnactRegime(regime)],
        &[
            (
                Act::EnactRegime(renamed),
                "regime `ct-2019` is in force on some of these days: correct its days first, or choose others",
            ),
            (
                Act::Join(member("RTH", "RTH", MemberSide::Provider, 10_000)),
                "RTH cannot be a member of itself: name the system it belongs to",
            ),
            (
                Act::Join(member("RVV", "QKS", MemberSide::Provider, 10_000)),
                "RVV already belongs to QKS on some of these days: end that first, or choose other days",
            ),
            (
                Act::Join(member("RVV", "QXX", MemberSide::Provider, 1)),
                "with 0.01% more, over 100% of RVV would count to systems on some of these days: give it less here, or end another",
            ),
            (
                Act::Join(member("X99", "QKS", MemberSide::Provider, 1)),
                "the register knows no body X99: import the file that describes it, or correct the code",
            ),
            (
                Act::Leave { body: p("RTH"), system: p("QKS"), last: p("2020-03-31") },
                "RTH does not belong to QKS on 31 March 2020: record its membership first, or leave it out",
            ),
        ],
    );
    let mut house = House::new();
    house.does(&Act::Leave { body: p("RVV"), system: p("QKS"), last: p("2020-03-31") });
    let members = |day| house.state.now().members(p("QKS"), p(day)).len();
    assert_eq!((members("2020-03-31"), members("2020-04-01")), (4, 3));
}

#[test]
fn notices_plans_and_reports() {
    let stranger = notice("n-2", 1, &[("RTH", 1)]);
    let early = NewNotice { issued_on: p("2020-05-02"), ..notice("n-2", 1, &[("09C", 1)]) };
    let contract = Contract { commissioner: p("09C"), provider: p("09C") };
    let next = p("2020/21");
    let Act::ReportMonth { body, report: figures, .. } = report("09C", 1, 0, 0) else {
        unreachable!("a report was made")
    };
    check(
        &[],
        &[
            (Act::Notify(notice("n-1", 1, &[("09C", 1)])), "there is already a notice `n-1`: give another identity"),
            (
                Act::Notify(stranger),
                "RTH does not belong to QKS on 1 April 2019: record its membership first, or leave it out",
            ),
            (Act::Notify(early), "2 May 2020 is still to come: record it when it is past"),
            (
                report("RTH", 1, 0, 0),
                "RTH has no plan for 2019/20: set it first, so that there is something to hold its report against",
            ),
            (
                report("09C", 2, 0, 0),
                "09C has not reported month 1 of 2019/20: report the months in order, so that the year to date is whole",
            ),
            (
                Act::ReportContract {
                    report: money::totals::ContractReport {
                        contract,
                        side: MemberSide::Provider,
                        year: year(),
                        month: month(1),
                    },
                    amount: Pence(1),
                },
                "09C cannot have a contract with itself: name both sides",
            ),
        ],
    );
    let mut house = House::new();
    let Act::SetPlan { plan: figures_planned, .. } = plan("09C", 1) else { unreachable!("a plan was made") };
    house.does(&Act::SetPlan { body, year: next, plan: figures_planned });
    house.today = p("2020-04-30");
    let april = Act::ReportMonth { body, year: next, month: month(1), report: figures };
    assert_eq!(house.ask(&april).unwrap_err(), "month 1 of 2020/21 ends on 30 April 2020: report it when it is over");
    house.today = p("2020-05-01");
    house.does(&april);
}

#[test]
fn risk_shares() {
    check(
        &[share("s-1", "09E", "09C", 300)],
        &[
            (share("s-2", "09E", "09E", 300), "09E cannot share a risk with itself: name the body that receives"),
            (
                share("s-2", "09E", "09C", 0),
                "£0.00 is given: an amount above nought is needed; to give the other way, change the sides",
            ),
            (
                revoke("2020-01-15", RevocationExtent::Whole),
                "`s-1` is not in force, for a signature is missing: there is nothing to ask back",
            ),
            (sign(ShareSide::Giver, "2020-05-02"), "2 May 2020 is still to come: record it when it is past"),
        ],
    );
    let signed = [
        share("s-1", "09E", "09C", 300),
        sign(ShareSide::Giver, "2019-03-20"),
        sign(ShareSide::Receiver, "2019-07-02"),
    ];
    check(
        &signed,
        &[
            (sign(ShareSide::Giver, "2019-03-21"), "the giver of `s-1` signed on 20 March 2019: a signature stands"),
            (
                revoke("2020-01-15", RevocationExtent::Part(Pence(301))),
                "£3.01 is asked back of £3.00: ask back more than nought and no more than was given",
            ),
            (
                revoke("2019-07-01", RevocationExtent::Whole),
                "it is asked back on 1 July 2019, before it is in force on 2 July 2019: leave it unsigned, or choose a later day",
            ),
            (Act::MeetCondition { id: p("s-1"), number: 1, on: p("2019-09-01") }, "there is no condition `1`"),
        ],
    );
}

#[test]
fn a_system_has_one_support_a_year() {
    let support = |id: &str, amount: i64, tolerance: i64| {
        Act::OfferSupport(NewSupport {
            id: p(id),
            system: p("QKS"),
            year: year(),
            amount: Pence(amount),
            tolerance: Pence(tolerance),
            source: "Letter".to_owned(),
        })
    };
    check(
        &[support("d-1", 1, 0)],
        &[
            (support("d-2", 1, 0), "QKS has deficit support `d-1` for 2019/20: decide that one"),
            (support("d-2", 0, 0), "the support is £0.00: an amount above nought is needed"),
            (
                support("d-2", 1, -1),
                "the tolerance is -£0.01: write how far below plan the system may be as an amount of nought or more",
            ),
        ],
    );
}

#[test]
fn a_body_that_has_closed_signs_no_share_and_one_that_was_not_there_yet_is_not_closed() {
    let mut house = House::new();
    house.does(&share("s-1", CLOSED, "09E", 1));
    let signs = |side, on: &str| Act::SignShare { id: p("s-1"), side, on: p(on) };
    let told = "RZZ has closed by 15 April 2020: record it for whoever took its place, and that they did";
    for side in [ShareSide::Giver, ShareSide::Receiver] {
        assert_eq!(house.ask(&signs(side, "2020-04-15")).unwrap_err(), told, "{side:?}");
    }
    house.does(&signs(ShareSide::Giver, "2020-03-31"));
    // Its membership from 1 April 2019 stands before its life began; that it is closed is not said of that day.
    let told = house.ask(&Act::Join(member(CLOSED, "QXX", MemberSide::Provider, 10_000)));
    assert!(!told.as_ref().is_err_and(|told| told.contains("has closed")), "{told:?}");
}

#[test]
fn nothing_is_recorded_for_a_body_that_is_no_more() {
    let mut house = House::new();
    house.succeeds("RTH", "RWF", "2019-04-01");
    house.succeeds("09C", "09E", "2019-06-01");
    let told = |body: &str, successor: &str, day: &str| {
        format!("{successor} has taken the place of {body} by {day}: record it for {successor}")
    };
    for act in [Act::Join(member("RTH", "QXX", MemberSide::Provider, 10_000)), plan("RTH", 1)] {
        assert_eq!(house.ask(&act).unwrap_err(), told("RTH", "RWF", "1 April 2019"), "{act:?}");
    }
    for act in
        [share("s-1", "09C", "09E", 1), share("s-1", "09E", "09C", 1), Act::Notify(notice("n-2", 3, &[("09C", 1)]))]
    {
        assert_eq!(house.ask(&act).unwrap_err(), told("09C", "09E", "1 June 2019"), "{act:?}");
    }
    let post = |from: &str| {
        let (change, from) = (money::PostChange::Keep, p(from));
        let life = money::PostLife::Existing { annual_cost: Pence(1), from, last: None, change };
        let post = money::CostedPost { body: p("09C"), class: money::PostClass::Running, life };
        Act::EnterPost(money::totals::NewPost { id: p("p-1"), title: "Clerk".to_owned(), post })
    };
    assert_eq!(house.ask(&post("2019-06-01")).unwrap_err(), told("09C", "09E", "1 June 2019"));
    // What was before that day is still recorded.
    house.does(&post("2019-05-31"));
    house.does(&Act::Notify(notice("n-2", 2, &[("09C", 1)])));
    house.does(&report("09C", 1, 0, 0));
    house.does(&report("09C", 2, 0, 0));
    assert_eq!(house.ask(&report("09C", 3, 0, 0)).unwrap_err(), told("09C", "09E", "1 June 2019"));
}
