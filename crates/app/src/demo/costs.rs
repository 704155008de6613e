//! Running costs of Coventry and Warwickshire in the demonstration: the 361 posts that its three commissioning groups had, by headcount,
//! with what was to become of each by 2020/21. The headcount is real. Every post, price, risk and share is made up and says so.

use crate::act::Who;
use crate::demo::{SOURCE, TODAY};
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use mandate::{Act as Mandate, Actor, Capacity, DatedBody, Holding, PersonId, Post, PostKind};
use money::totals::{Act as Totals, Allowance, NewPost, NewRisk, NewShare};
use money::{
    BasisPoints, ChangeDates, CostedPost, Destination, HeadBasis, InventoryEntry, MemberSide, Membership, Percent,
    PostChange, PostLife, RiskItem, ShareSide, WorkCategory,
};
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, Heads, OdsCode, Pence, Period};

const POSTS: &str = include_str!("coventry_and_warwickshire_posts.tsv");
/// The groups, with their residents by the national statistics (sum of the table of real populations: 949,454).
const GROUPS: [(&str, u64); 3] = [("05A", 480_456), ("05H", 195_147), ("05R", 273_851)];
const SYSTEM: &str = "QWU";
/// The day on which it is entered: shortly before the three became one.
const ENTERED: Date = Date::constant(2021, 3, 1);
const BEGAN: Date = Date::constant(2013, 4, 1);
const MERGED: Date = Date::constant(2021, 4, 1);
/// Since when the system has a board.
const BOARD: Date = Date::constant(2022, 7, 1);

/// Records it all.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn enter(footprint: &Footprint) -> Result<(), AppError> {
    for act in officer()? {
        record(footprint, TODAY, act.into()).await?;
    }
    let mut acts = prices_and_members()?;
    for (body, _) in GROUPS {
        acts.push(Totals::EnterPosts { body: p(body)?, posts: posts_of(body)? });
    }
    acts.extend(risks_and_shares()?);
    acts.extend(inventories()?);
    for act in acts {
        record(footprint, ENTERED, act.into()).await?;
    }
    Ok(())
}

async fn record(footprint: &Footprint, on: Date, act: Act) -> Result<(), AppError> {
    let who = Who::Entered { keeper: SOURCE.to_owned(), actor: Actor::Keeper, on };
    footprint.act(&who, act).await.map(|_| ())
}

/// Reads an identity, a code or a number.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn whole<T>(number: Result<T, impl Display>) -> Result<T, AppError> {
    number.map_err(|error| AppError::Failed(format!("the demonstration: {error}")))
}

/// Somebody who answers for the system's money today, and so may look at what its groups left behind.
fn officer() -> Result<[Mandate; 3], AppError> {
    let since = Period::from_days(Some(BOARD), None);
    let person: PersonId = p("person-warwickshire-finance")?;
    let kind = PostKind::ChiefFinanceOfficer;
    let post = Post {
        id: p("warwickshire-finance")?,
        title: format!("{}, Coventry and Warwickshire", kind.words()),
        kind,
        bodies: vec![DatedBody { body: p(SYSTEM)?, period: since }],
        period: since,
    };
    let (id, capacity) = (post.id.clone(), Capacity::Substantive);
    Ok([
        Mandate::EnterPerson {
            person: person.clone(),
            name: "Coventry and Warwickshire finance officer (made up)".to_owned(),
            contact: None,
        },
        Mandate::CreatePost { post },
        Mandate::Appoint { holding: Holding { post: id, person, capacity, period: since } },
    ])
}

fn prices_and_members() -> Result<Vec<Totals>, AppError> {
    let indices = [("2019/20", "100"), ("2020/21", "102.5"), ("2021/22", "104.4")];
    let indices = indices.into_iter().map(|(year, index)| Ok((p(year)?, p(index)?)));
    let mut acts = vec![Totals::PublishDeflators {
        series: p("made-up-2021-03")?,
        indices: indices.collect::<Result<_, AppError>>()?,
    }];
    for (body, residents) in GROUPS {
        let period = Period::from_days(Some(BEGAN), Some(MERGED));
        let (body, system, share) = (p(body)?, p(SYSTEM)?, BasisPoints::WHOLE);
        acts.push(Totals::Join(Membership { body, system, side: MemberSide::Commissioner, period, share }));
        // The published rate of 2015/16 on the residents of the national statistics: £20,954,449.78 for the three.
        let allowance = Allowance {
            pounds_a_head: p("22.07")?,
            heads: Heads(residents),
            basis: HeadBasis::Moderated,
            vintage: "residents by the national statistics".to_owned(),
        };
        acts.push(Totals::SetAllowance { body, year: p("2015/16")?, allowance });
    }
    Ok(acts)
}

/// The posts of a group, of the file.
fn posts_of(body: &str) -> Result<Vec<NewPost>, AppError> {
    let lines = POSTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let posts = lines.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|cells| cells.get(1) == Some(&body));
    posts.map(|cells| new_post(&cells)).collect()
}

fn new_post(cells: &[&str]) -> Result<NewPost, AppError> {
    let [id, body, title, class, cost, from, last, change, planned, came, new_cost] = cells else {
        return Err(AppError::Failed(format!("the demonstration's post {cells:?} has not eleven fields")));
    };
    let maybe = |day: &str| if day.is_empty() { Ok(None) } else { p::<Date>(day).map(Some) };
    let dates = || Ok::<_, AppError>(ChangeDates { planned: p(planned)?, actual: maybe(came)? });
    let annual_cost = whole(Pence::from_decimal(cost))?;
    let change = match *change {
        "new" => {
            let life = PostLife::New { annual_cost, begins: dates()? };
            let post = CostedPost { body: p(body)?, class: p(class)?, life };
            return Ok(NewPost { id: p(id)?, title: (*title).to_owned(), post });
        }
        "keep" => PostChange::Keep,
        "remove" => PostChange::Remove(dates()?),
        "transfer-inside" => PostChange::TransferOut(dates()?, Destination::Inside),
        "transfer-outside" => PostChange::TransferOut(dates()?, Destination::Outside),
        "regrade" => PostChange::Regrade(dates()?, whole(Pence::from_decimal(new_cost))?),
        other => return Err(AppError::Failed(format!("the demonstration's post {id}: `{other}` is no change"))),
    };
    let life = PostLife::Existing { annual_cost, from: p(from)?, last: maybe(last)?, change };
    Ok(NewPost { id: p(id)?, title: (*title).to_owned(), post: CostedPost { body: p(body)?, class: p(class)?, life } })
}

fn risks_and_shares() -> Result<Vec<Totals>, AppError> {
    let risk = |name: &str, amount: i64, likelihood: u8| {
        let item = RiskItem { amount: Pence(amount), likelihood: whole(Percent::new(likelihood))? };
        Ok::<_, AppError>(NewRisk { name: format!("{name} (made up)"), item })
    };
    let risks = vec![
        risk("Savings come late", -500_000_000, 60)?,
        risk("Continuing care costs more", -200_000_000, 30)?,
        risk("A contract is settled for less", 300_000_000, 50)?,
    ];
    let share = "share-made-up";
    let agreed = NewShare {
        id: p(share)?,
        giver: p("05R")?,
        receiver: p("05A")?,
        amount: Pence(100_000_000),
        year: p("2020/21")?,
        effective_on: Date::constant(2020, 10, 1),
        conditions: vec![
            ("The savings plan is agreed by both (made up)".to_owned(), Date::constant(2020, 12, 31)),
            ("The year is reported within plan (made up)".to_owned(), Date::constant(2021, 2, 28)),
        ],
    };
    Ok(vec![
        Totals::ListRisks { body: p("05A")?, year: p("2020/21")?, risks },
        Totals::AgreeShare(agreed),
        Totals::SignShare { id: p(share)?, side: ShareSide::Giver, on: Date::constant(2020, 9, 21) },
        Totals::SignShare { id: p(share)?, side: ShareSide::Receiver, on: Date::constant(2020, 9, 28) },
        Totals::MeetCondition { id: p(share)?, number: 1, on: Date::constant(2020, 12, 14) },
    ])
}

fn inventories() -> Result<Vec<Totals>, AppError> {
    // The worked example of duplicated payrolls, with names of these groups and all of it made up.
    let rows = [
        ("05A", WorkCategory::Payroll, "Payroll of staff (made up)", 9_800_000, 12, 240),
        ("05H", WorkCategory::Payroll, "Payroll of staff (made up)", 7_600_000, 12, 240),
        ("05R", WorkCategory::Payroll, "Payroll of staff (made up)", 8_100_000, 12, 240),
        ("05A", WorkCategory::Return, "Monthly activity return (made up)", 0, 12, 480),
        ("05R", WorkCategory::Return, "Monthly activity return (made up)", 0, 12, 360),
        ("05A", WorkCategory::Procurement, "Audit Partners LLP (made up)", 4_000_000, 1, 0),
        ("05H", WorkCategory::Procurement, "Audit Partners (made up) of Nuneaton", 3_200_000, 1, 0),
    ];
    let mut acts = Vec::new();
    for ((body, category, item, annual_cost, times, minutes_each), number) in rows.into_iter().zip(1_u32..) {
        let body: OdsCode = p(body)?;
        let annual_cost = Pence(annual_cost);
        let item = item.to_owned();
        let entry = InventoryEntry { body, category, item, annual_cost, times, minutes_each, contract_ends: None };
        acts.push(Totals::EnterItem { id: p(&format!("made-up-{number}"))?, entry });
    }
    Ok(acts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_posts_are_as_many_as_the_groups_had_and_two_new_ones_and_each_says_that_it_is_made_up() {
        let all: Vec<NewPost> = GROUPS.iter().flat_map(|(body, _)| posts_of(body).unwrap()).collect();
        let is_new = |new: &&NewPost| matches!(new.post.life, PostLife::New { .. });
        let n_new = all.iter().filter(is_new).count();
        assert_eq!((all.len() - n_new, n_new), (361, 2));
        assert!(all.iter().all(|new| new.title.ends_with("(made up)")));
    }

    #[test]
    fn the_allowance_of_the_three_is_that_of_all_their_residents() {
        let each = GROUPS.map(|(_, residents)| money::allowance(p("22.07").unwrap(), Heads(residents)).unwrap().0);
        let whole = money::allowance(p("22.07").unwrap(), Heads(949_454)).unwrap();
        assert_eq!((each.iter().sum::<i64>(), whole), (whole.0, Pence(2_095_444_978)));
    }
}
