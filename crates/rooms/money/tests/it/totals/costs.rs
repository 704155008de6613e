//! Posts, prices, allowances and inventories.

use super::world::{House, bp, p};
use money::totals::{Act, NewPost};
use money::{
    ChangeDates, CostedPost, Destination, InventoryEntry, PostChange, PostClass, PostLife, PostView, WorkCategory,
};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode, Pence};

fn post(id: &str, annual_cost: i64, change: PostChange) -> Act {
    let life = PostLife::Existing { annual_cost: Pence(annual_cost), from: p("2013-04-01"), last: None, change };
    Act::EnterPost(NewPost {
        id: p(id),
        title: "Head of contracts".to_owned(),
        post: CostedPost { body: p("09C"), class: PostClass::Running, life },
    })
}

fn planned(on: &str) -> ChangeDates {
    ChangeDates { planned: p(on), actual: None }
}

fn years() -> (FinancialYear, FinancialYear) {
    (p("2019/20"), p("2020/21"))
}

#[test]
fn every_saving_names_its_post_and_what_has_not_happened_saves_nothing() {
    let mut house = House::empty();
    house.does(&post("p-1", 36_500, PostChange::Remove(planned("2020-04-01"))));
    house.does(&post("p-2", 73_000, PostChange::TransferOut(planned("2020-04-01"), Destination::Inside)));
    house.does(&post("p-3", 10_000, PostChange::Keep));
    let (base, then) = years();
    let bodies: BTreeSet<OdsCode> = [p("09C")].into();
    let saved = |house: &House, view| house.state.now().post_saving(&bodies, base, then, view).unwrap();
    let plan = saved(&house, PostView::Plan);
    assert_eq!((plan.base, plan.by_body, plan.by_system), (Pence(119_500), Pence(109_500), Pence(36_500)));
    assert_eq!(saved(&house, PostView::Actual).by_body, Pence(0));
    let before = house.state.sequence();
    house.does(&Act::CompleteChange { id: p("p-1"), on: p("2020-04-11") });
    // Ten days of 365 were still paid.
    assert_eq!(saved(&house, PostView::Actual).by_body, Pence(35_500));
    let earlier = house.state.known(before).post_saving(&bodies, base, then, PostView::Actual).unwrap();
    assert_eq!(earlier.by_body, Pence(0));
    let lines = house.state.now().post_lines(&bodies, base, then, PostView::Plan).unwrap();
    let named: Vec<(&str, i64)> = lines.iter().map(|line| (line.post.id.as_str(), line.saved.0)).collect();
    assert_eq!(named, [("p-1", 36_500), ("p-2", 73_000)]);
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn a_saving_is_real_by_a_published_index() {
    let mut house = House::empty();
    house.does(&post("p-1", 100_000, PostChange::Regrade(planned("2020-04-01"), Pence(84_800))));
    let (base, then) = years();
    let saved = house.state.now().post_saving(&[p("09C")].into(), base, then, PostView::Plan).unwrap();
    let real = |house: &House| house.state.now().real_saving(&saved, base, then, &p("gdp-2020-03"), bp(2_000));
    assert_eq!(real(&house).unwrap_err().to_string(), "series `gdp-2020-03` has no index for 2019/20");
    let indices = [(base, p("100")), (then, p("106"))].into();
    house.does(&Act::PublishDeflators { series: p("gdp-2020-03"), indices });
    let came = real(&house).unwrap();
    assert_eq!((came.cash_bp, came.real_bp, came.is_met), (1_520, 2_000, true));
}

#[test]
fn work_done_twice_is_found_until_a_row_is_withdrawn() {
    let mut house = House::empty();
    for (id, body, item, cost) in [("i-1", "09C", "SBS Payroll Ltd", 700), ("i-2", "09E", "sbs payroll", 900)] {
        let entry = InventoryEntry {
            body: p(body),
            category: WorkCategory::Payroll,
            item: item.to_owned(),
            annual_cost: Pence(cost),
            times: 12,
            minutes_each: 240,
            contract_ends: None,
        };
        house.does(&Act::EnterItem { id: p(id), entry });
    }
    let bodies: BTreeSet<OdsCode> = [p("09C"), p("09E")].into();
    let found = house.state.now().duplicates(&bodies).unwrap();
    assert_eq!(
        found.iter().map(|held| (held.item.as_str(), held.saving_high.0)).collect::<Vec<_>>(),
        [("SBS PAYROLL", 700)]
    );
    assert_eq!(found[0].saving_cautious(bp(5_000)), Ok(Pence(350)));
    house.does(&Act::WithdrawItem { id: p("i-2") });
    assert!(house.state.now().duplicates(&bodies).unwrap().is_empty());
}

#[test]
fn a_change_that_is_still_to_come_has_not_come() {
    let mut house = House::empty();
    let came = |on: &str| PostChange::Remove(ChangeDates { planned: p("2020-04-01"), actual: Some(p(on)) });
    let told = house.ask(&post("p-1", 100, came("2020-05-02"))).unwrap_err();
    assert_eq!(told, "2 May 2020 is still to come: record it when it is past");
    let begins = ChangeDates { planned: p("2020-04-01"), actual: Some(p("2020-05-02")) };
    let new = NewPost {
        id: p("p-1"),
        title: "Head of contracts".to_owned(),
        post: CostedPost {
            body: p("09C"),
            class: PostClass::Running,
            life: PostLife::New { annual_cost: Pence(100), begins },
        },
    };
    let told = house.ask(&Act::EnterPost(new)).unwrap_err();
    assert_eq!(told, "2 May 2020 is still to come: record it when it is past");
    house.does(&post("p-1", 100, came("2020-05-01")));
}

#[test]
fn several_posts_come_together_as_one_entry_or_not_at_all() {
    let new = |act: Act| match act {
        Act::EnterPost(new) => new,
        _ => unreachable!("posts alone"),
    };
    let posts = vec![new(post("p-1", 100, PostChange::Keep)), new(post("p-2", 0, PostChange::Keep))];
    let mut house = House::empty();
    let told = house.ask(&Act::EnterPosts { body: p("09C"), posts: posts.clone() }).unwrap_err();
    assert!(told.starts_with("post p-2: the cost of the post is £0.00"), "{told}");
    assert!(told.ends_with("nothing of what came with it is recorded"), "{told}");
    assert_eq!(house.state.now().posts().count(), 0);
    let told = house.ask(&Act::EnterPosts { body: p("09E"), posts: posts.clone() }).unwrap_err();
    assert!(told.contains("it is a post of 09C and not of 09E"), "{told}");
    assert!(house.ask(&Act::EnterPosts { body: p("09C"), posts: Vec::new() }).is_err());
    let twice = vec![posts[0].clone(), posts[0].clone()];
    let context = mandate::Context { actor: mandate::Actor::Keeper, today: house.today };
    let faults = money::totals::post_faults(&house.world(), &context, p("09C"), &[twice, posts.clone()].concat());
    assert_eq!(faults.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1, 2, 3], "each that is wrong is told");
    house.does(&Act::EnterPosts { body: p("09C"), posts: vec![posts[0].clone()] });
    assert_eq!(house.state.now().posts().count(), 1);
    assert_eq!(house.replayed(), house.state);
}
