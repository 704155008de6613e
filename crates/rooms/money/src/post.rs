//! Posts: what each costs in a year, planned and in fact, and what is saved by whom.

use serde::{Deserialize, Serialize};
use terms::{Date, FinancialYear, OdsCode, Pence, TooLarge, round_ratio};

terms::words! {
    /// For what a post is there.
    PostClass, "a class of post: running or programme", {
        /// It runs the body: officers, finance, contracting, communications, headquarters.
        Running = "running", "Running costs";
        /// It serves patients: quality, medicines, continuing care.
        Programme = "programme", "Programme";
    }
}

terms::words! {
    /// Whether the body that takes a post on belongs to the same system.
    Destination, "where a post goes: inside or outside the system", {
        /// It does: the cost is shifted, not saved.
        Inside = "inside", "Inside the system";
        /// It does not.
        Outside = "outside", "Outside the system";
    }
}

terms::words! {
    /// By which dates posts change.
    PostView, "a view of posts: plan or actual", {
        /// As planned.
        Plan = "plan", "Planned";
        /// As it happened: what has no actual date has not happened.
        Actual = "actual", "Actual";
    }
}

/// When a change is to come, and when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDates {
    /// When it is planned.
    pub planned: Date,
    /// When it came; none while it has not.
    pub actual: Option<Date>,
}

impl ChangeDates {
    /// The day of the change in a view; none where it does not come.
    pub fn day(self, view: PostView) -> Option<Date> {
        match view {
            PostView::Plan => Some(self.planned),
            PostView::Actual => self.actual,
        }
    }
}

/// What becomes of a post that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostChange {
    /// It stays as it is.
    Keep,
    /// It ends on the eve of the change.
    Remove(ChangeDates),
    /// Another body takes it on; here it ends on the eve of the change.
    TransferOut(ChangeDates, Destination),
    /// It costs this much from the day of the change. Units: pence a year.
    Regrade(ChangeDates, Pence),
}

impl PostChange {
    /// When it is to come and when it came; none where nothing is to change.
    pub const fn dates(self) -> Option<ChangeDates> {
        match self {
            Self::Keep => None,
            Self::Remove(dates) | Self::TransferOut(dates, _) | Self::Regrade(dates, _) => Some(dates),
        }
    }
}

/// When a post is there, and at what cost. Units: pence a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostLife {
    /// It is there before any change.
    Existing {
        /// What it costs a year.
        annual_cost: Pence,
        /// Its first day.
        from: Date,
        /// Its last day, if it has one.
        last: Option<Date>,
        /// What becomes of it.
        change: PostChange,
    },
    /// It begins with the change.
    New {
        /// What it costs a year.
        annual_cost: Pence,
        /// When it begins.
        begins: ChangeDates,
    },
}

/// A post of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostedPost {
    /// The body.
    pub body: OdsCode,
    /// For what it is there.
    pub class: PostClass,
    /// Its time and cost.
    pub life: PostLife,
}

/// A stretch of days at one cost a year; both ends are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    annual_cost: Pence,
    first: Date,
    last: Option<Date>,
}

impl Segment {
    /// The cost of its days in a year, rounded once. Source: rule R41.
    fn cost(self, year: FinancialYear) -> Result<Pence, TooLarge> {
        let first = self.first.max(year.first_day());
        let last = self.last.unwrap_or(Date::MAX).min(year.last_day());
        let days = n_days(first, last);
        let whole = n_days(year.first_day(), year.last_day());
        Pence::from_rounded(round_ratio(self.annual_cost.wide() * days, whole))
    }
}

/// How many days from one to another, both counted; none where the last comes first.
fn n_days(first: Date, last: Date) -> i128 {
    if last < first { 0 } else { i128::from(last.duration_since(first).as_hours()) / 24 + 1 }
}

impl CostedPost {
    /// What the post costs in a year: each stretch at one cost by its days, rounded by itself. Units: pence.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    ///
    /// Source: section 8.3, rules R41 and R42.
    pub fn cost(&self, year: FinancialYear, view: PostView) -> Result<Pence, TooLarge> {
        let costs = self.segments(view).into_iter().flatten().map(|segment| segment.cost(year));
        Pence::total(costs.collect::<Result<Vec<_>, _>>()?)
    }

    /// At what cost a year the post is there on a day; none where it is not. Units: pence a year.
    ///
    /// Source: section 8.3, rule R42.
    pub fn annual_cost_on(&self, day: Date, view: PostView) -> Option<Pence> {
        let holds = |segment: &Segment| segment.first <= day && segment.last.is_none_or(|last| day <= last);
        self.segments(view).into_iter().flatten().find(holds).map(|segment| segment.annual_cost)
    }

    /// When its change is to come and when it came; none where nothing is to change.
    pub fn change_dates(&self) -> Option<ChangeDates> {
        match self.life {
            PostLife::New { begins, .. } => Some(begins),
            PostLife::Existing { change, .. } => change.dates(),
        }
    }

    /// The same post with something else to become of it; none for one that is still to begin.
    #[must_use]
    pub fn planned(self, change: PostChange) -> Option<Self> {
        match self.life {
            PostLife::New { .. } => None,
            PostLife::Existing { annual_cost, from, last, .. } => {
                Some(Self { life: PostLife::Existing { annual_cost, from, last, change }, ..self })
            }
        }
    }

    /// The same post once its change came; none where nothing is to change.
    #[must_use]
    pub fn completed(self, on: Date) -> Option<Self> {
        let came = |dates: ChangeDates| ChangeDates { actual: Some(on), ..dates };
        let life = match self.life {
            PostLife::New { annual_cost, begins } => PostLife::New { annual_cost, begins: came(begins) },
            PostLife::Existing { annual_cost, from, last, change } => {
                let change = match change {
                    PostChange::Keep => return None,
                    PostChange::Remove(dates) => PostChange::Remove(came(dates)),
                    PostChange::TransferOut(dates, to) => PostChange::TransferOut(came(dates), to),
                    PostChange::Regrade(dates, new_cost) => PostChange::Regrade(came(dates), new_cost),
                };
                PostLife::Existing { annual_cost, from, last, change }
            }
        };
        Some(Self { life, ..self })
    }

    /// Whether its cost only moves to another body of the system. Source: rule R43.
    pub fn is_shifted(&self) -> bool {
        matches!(self.life, PostLife::Existing { change: PostChange::TransferOut(_, Destination::Inside), .. })
    }

    /// Its stretches at one cost: at most two.
    fn segments(&self, view: PostView) -> [Option<Segment>; 2] {
        match self.life {
            PostLife::New { annual_cost, begins } => {
                [begins.day(view).map(|first| Segment { annual_cost, first, last: None }), None]
            }
            PostLife::Existing { annual_cost, from, last, change } => {
                let until = |last| Some(Segment { annual_cost, first: from, last });
                match change {
                    PostChange::Keep => [until(last), None],
                    PostChange::Remove(dates) | PostChange::TransferOut(dates, _) => {
                        [until(ended(last, dates.day(view))), None]
                    }
                    PostChange::Regrade(dates, new_cost) => {
                        let regraded = dates.day(view).map(|first| Segment {
                            annual_cost: new_cost,
                            first: first.max(from),
                            last,
                        });
                        [until(ended(last, dates.day(view))), regraded]
                    }
                }
            }
        }
    }
}

/// The last day of a stretch that ends on the eve of a change, if there is one.
fn ended(last: Option<Date>, change_on: Option<Date>) -> Option<Date> {
    let eve = change_on.map(|day| day.yesterday().unwrap_or(Date::MIN));
    match (last, eve) {
        (Some(last), Some(eve)) => Some(last.min(eve)),
        (last, eve) => last.or(eve),
    }
}

/// What posts cost in two years. Units: pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostSaving {
    /// In the base year.
    pub base: Pence,
    /// In the year.
    pub year: Pence,
    /// What the body saves.
    pub by_body: Pence,
    /// What the system saves: without what another of its bodies pays from then on.
    pub by_system: Pence,
    /// How many posts cost something in the base year.
    pub n_base: usize,
    /// How many cost something in the year.
    pub n_year: usize,
}

impl PostSaving {
    /// What the body saves in basis points of the base, rounded for showing; none without a base.
    pub fn basis_points(&self) -> Option<i64> {
        i64::try_from(round_ratio(10_000 * self.by_body.wide(), self.base.wide())?).ok()
    }
}

/// What running posts cost in a base year and another, and what is saved.
///
/// # Errors
/// [`TooLarge`] past what is kept of money.
///
/// Source: section 8.3, rules R42 and R43.
pub fn post_saving<'a>(
    posts: impl IntoIterator<Item = &'a CostedPost>,
    base_year: FinancialYear,
    year: FinancialYear,
    view: PostView,
) -> Result<PostSaving, TooLarge> {
    let mut saving = PostSaving::default();
    for post in posts.into_iter().filter(|post| post.class == PostClass::Running) {
        let (base, then) = (post.cost(base_year, view)?, post.cost(year, view)?);
        let saved = base.minus(then)?;
        saving.base = saving.base.plus(base)?;
        saving.year = saving.year.plus(then)?;
        saving.by_body = saving.by_body.plus(saved)?;
        if !post.is_shifted() {
            saving.by_system = saving.by_system.plus(saved)?;
        }
        saving.n_base += usize::from(base > Pence::NOUGHT);
        saving.n_year += usize::from(then > Pence::NOUGHT);
    }
    Ok(saving)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_costs_what_it_costs_on_the_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let dates = ChangeDates { planned: day("2020-04-01"), actual: Some(day("2020-12-01")) };
        let life = |change| PostLife::Existing {
            annual_cost: Pence(500),
            from: day("2013-04-01"),
            last: Some(day("2022-03-31")),
            change,
        };
        let of = |life| CostedPost { body: "05A".parse().unwrap(), class: PostClass::Running, life };
        let regraded = of(life(PostChange::Regrade(dates, Pence(425))));
        let on = |post: CostedPost, text: &str, view| post.annual_cost_on(day(text), view).map(|cost| cost.0);
        assert_eq!(on(regraded, "2020-03-31", PostView::Plan), Some(500));
        assert_eq!(on(regraded, "2020-04-01", PostView::Plan), Some(425));
        assert_eq!(on(regraded, "2020-04-01", PostView::Actual), Some(500));
        assert_eq!(on(regraded, "2020-12-01", PostView::Actual), Some(425));
        assert_eq!(on(regraded, "2022-04-01", PostView::Actual), None);
        let removed = of(life(PostChange::Remove(dates)));
        assert_eq!(on(removed, "2020-04-01", PostView::Plan), None);
        let new = of(PostLife::New { annual_cost: Pence(300), begins: ChangeDates { actual: None, ..dates } });
        assert_eq!((on(new, "2020-04-01", PostView::Plan), on(new, "2021-04-01", PostView::Actual)), (Some(300), None));
    }
}
