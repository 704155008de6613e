//! Months that come together: all of them are recorded, or none.

use super::world::{House, body_month, p, year};
use mandate::{Actor, Context};
use money::totals::{Act, BodyMonth, Reporter, month_faults};
use terms::Sequence;

fn months(by: Reporter, months: &[BodyMonth]) -> Act {
    Act::ReportMonths { by, months: months.to_vec() }
}

fn reported(house: &House, body: &str) -> Vec<(u8, i64)> {
    let room = house.state.now();
    room.reports(p(body), year()).map(|(month, report)| (month.number(), report.position.0)).collect()
}

#[test]
fn months_in_any_order_are_one_entry() {
    let mut house = House::new();
    let before = house.state.sequence();
    let system = Reporter::System(p("QKS"));
    house.does(&months(system, &[body_month("RVV", 2, -5), body_month("09C", 1, -7), body_month("RVV", 1, -3)]));
    assert_eq!(house.state.sequence(), Sequence(before.0 + 1));
    assert_eq!(reported(&house, "RVV"), [(1, -3), (2, -5)]);
    assert_eq!(reported(&house, "09C"), [(1, -7)]);
    // What was reported is corrected by the same act.
    house.does(&months(Reporter::Body(p("RVV")), &[body_month("RVV", 2, -6), body_month("RVV", 3, 1)]));
    assert_eq!(reported(&house, "RVV"), [(1, -3), (2, -6), (3, 1)]);
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn one_month_that_is_wrong_keeps_all_of_them_out_and_each_is_told() {
    let mut house = House::new();
    let before = house.state.clone();
    let sent = [
        body_month("09C", 1, -7),
        body_month("RTH", 1, -7),
        body_month("09C", 1, -8),
        body_month("RVV", 3, -7),
        body_month("RWF", 2, -7),
    ];
    let by = Reporter::System(p("QKS"));
    let context = Context { actor: Actor::Keeper, today: p("2019-06-15") };
    let told: Vec<(usize, String)> = month_faults(&house.world(), &context, by, &sent)
        .into_iter()
        .map(|(index, why)| (index, why.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "RTH does not belong to QKS on 1 April 2019: record its membership first, or leave it out".to_owned()),
            (2, "month 1 of 2019/20 of 09C is written twice: write it once".to_owned()),
            (3, "month 3 of 2019/20 ends on 30 June 2019: report it when it is over".to_owned()),
            (
                4,
                "RWF has not reported month 1 of 2019/20: report the months in order, so that the year to date is whole"
                    .to_owned()
            ),
        ]
    );
    assert_eq!(
        house.ask(&months(by, &sent)).unwrap_err(),
        "month 1 of 2019/20 of RTH: RTH does not belong to QKS on 1 April 2019: record its membership first, or leave it \
         out; nothing of what came with it is recorded"
    );
    assert_eq!(house.state, before);
    let other = months(Reporter::Body(p("09E")), &sent[..1]);
    assert!(house.ask(&other).unwrap_err().contains("09C is not 09E"));
    assert_eq!(house.ask(&months(by, &[])).unwrap_err(), "at least one month must be given");
}
