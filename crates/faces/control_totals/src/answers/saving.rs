//! The 20 per cent: what posts cost before and after, planned and in fact, post by post, held against the target.

use ask::{Cell, Column, Fault, Kind, Table};
use money::totals::{CostedPostId, DeflatorSeries, PostRecord};
use money::{BasisPoints, CostSaving, Deflators, PostClass, PostSaving, PostView};
use std::collections::BTreeSet;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, TooLarge};

use super::costs::{Costs, per_cent, per_cent_words, yes};
use super::posts::{becomes, post_href};

/// What is asked of savings.
pub struct SavingQuestion {
    /// A body or a system.
    pub code: OdsCode,
    /// The year before; found from the posts where none is given.
    pub base: Option<FinancialYear>,
    /// The year after.
    pub year: Option<FinancialYear>,
    /// How much is to be saved.
    pub target: BasisPoints,
    /// By which index of prices; the last that has both years where none is given.
    pub series: Option<DeflatorSeries>,
}

/// What was saved, as planned and as it happened.
pub struct SavingAnswer {
    /// The body or system.
    pub code: OdsCode,
    /// Whose posts count.
    pub bodies: BTreeSet<OdsCode>,
    /// The year before.
    pub base: FinancialYear,
    /// The year after.
    pub year: FinancialYear,
    /// How much is to be saved.
    pub target: BasisPoints,
    /// The index of prices, where one is on record for both years.
    pub series: Option<(DeflatorSeries, Deflators)>,
    /// As planned.
    pub plan: PostSaving,
    /// As it happened.
    pub actual: PostSaving,
}

/// One test of a saving against the target. Units: pence.
pub struct TargetTest {
    /// By which dates.
    pub view: PostView,
    /// Whether the costs that moved to another body of the system count as saved.
    pub counted: Counted,
    /// In which prices: the name of the series, or none for cash.
    pub series: Option<DeflatorSeries>,
    /// Costs before.
    pub base: Pence,
    /// The most that meets the target.
    pub most: Pence,
    /// Costs after.
    pub after: Pence,
    /// What is left to the most; below nought by how much it is missed.
    pub margin: Pence,
    /// The saving.
    pub saving: CostSaving,
}

terms::words! {
    /// For whom a saving counts.
    Counted, "for whom a saving counts: body or system", {
        /// For the bodies themselves: whatever they no longer pay.
        Body = "body", "The bodies themselves";
        /// For the system: not what another of its bodies pays from then on (rule R43).
        System = "system", "The system, without what moved to another of its bodies";
    }
}

impl SavingAnswer {
    /// Works it out.
    ///
    /// # Errors
    /// That nothing is on record that whoever asks may read, or a figure that does not fit.
    ///
    /// Source: section 8 of the specification of plan and money, rules R40 to R43.
    pub fn of(costs: &Costs<'_>, question: &SavingQuestion) -> Result<Self, Fault> {
        let first = costs.bodies_of(question.code, &[FinancialYear::of(costs.on)]);
        let (base, year) = years(costs, question, &costs.open_of(first));
        let bodies = costs.open_of(costs.bodies_of(question.code, &[base, year]));
        if !posts(costs, &bodies).any(|_| true) {
            return Err(costs.nothing(question.code, "costed posts"));
        }
        let series = series(costs, question.series.as_ref(), base, year)?;
        let saving = |view| costs.room.post_saving(&bodies, base, year, view).map_err(too_large);
        let (plan, actual) = (saving(PostView::Plan)?, saving(PostView::Actual)?);
        Ok(Self { code: question.code, bodies, base, year, target: question.target, series, plan, actual })
    }

    fn saving(&self, view: PostView) -> &PostSaving {
        match view {
            PostView::Plan => &self.plan,
            PostView::Actual => &self.actual,
        }
    }

    /// Every test: planned and actual, for the bodies and for the system, in cash and in real terms.
    ///
    /// # Errors
    /// Why there is no saving to speak of.
    pub fn tests(&self) -> Result<Vec<TargetTest>, Fault> {
        let cash = (None, Deflators::LEVEL);
        let real = self.series.clone().map(|(series, deflators)| (Some(series), deflators));
        let mut tests = Vec::new();
        for view in PostView::ALL {
            for counted in Counted::ALL {
                for (series, deflators) in std::iter::once(cash.clone()).chain(real.clone()) {
                    tests.push(self.test(*view, *counted, series, deflators)?);
                }
            }
        }
        Ok(tests)
    }

    fn test(
        &self,
        view: PostView,
        counted: Counted,
        series: Option<DeflatorSeries>,
        deflators: Deflators,
    ) -> Result<TargetTest, Fault> {
        let PostSaving { base, year, by_system, .. } = *self.saving(view);
        let after = match counted {
            Counted::Body => Ok(year),
            Counted::System => base.minus(by_system),
        };
        let after = after.map_err(too_large)?;
        let told = |error: money::SavingError| Fault::Unknown(ask::sentence(&format!("{error}.")));
        let most = CostSaving::most_that_meets(base, deflators, self.target).map_err(told)?;
        let saving = CostSaving::of(base, after, deflators, self.target).map_err(told)?;
        let margin = most.minus(after).map_err(too_large)?;
        Ok(TargetTest { view, counted, series, base, most, after, margin, saving })
    }

    /// The answer in sentences.
    ///
    /// # Errors
    /// As [`SavingAnswer::tests`].
    pub fn sentences(&self, costs: &Costs<'_>) -> Result<Vec<String>, Fault> {
        let whose = costs.body(self.code);
        let mut said = vec![format!(
            "Running posts of {whose} cost {} in {}: {}.",
            self.plan.base.pounds(),
            self.base,
            naming::counted(self.plan.n_base as u64, "post", "posts")
        )];
        for test in self.tests()?.iter().filter(|test| test.series.is_none() && test.counted == Counted::Body) {
            let after = test.after.pounds();
            let brought = match test.view {
                PostView::Plan => format!("The plan brings them to {after} in {}", self.year),
                PostView::Actual => format!("As it happened they cost {after}"),
            };
            said.push(format!("{brought}, {} less in cash: {}.", per_cent_words(test.saving.cash_bp), test.verdict()));
        }
        let shifted = self.plan.by_body.minus(self.plan.by_system).map_err(too_large)?;
        if shifted != Pence::NOUGHT {
            said.push(format!(
                "{} of what is planned to be saved moves to another body of the system, where it is paid from then on: for the \
                 system that is no saving.",
                shifted.pounds()
            ));
        }
        Ok(said)
    }
}

impl TargetTest {
    /// Whether the target is met, and by how much or not.
    pub fn verdict(&self) -> String {
        let margin = Pence(self.margin.0.saturating_abs());
        if self.saving.is_met {
            format!("the target is met with {} to spare", margin.pounds())
        } else {
            format!("the target is missed by {}", margin.pounds())
        }
    }

    /// In which prices.
    pub fn terms(&self) -> String {
        self.series.as_ref().map_or_else(|| "Cash".to_owned(), |series| format!("Real, by {series}"))
    }
}

pub(crate) fn too_large(error: TooLarge) -> Fault {
    Fault::Unknown(ask::sentence(&format!("{error}.")))
}

/// The posts of some bodies.
fn posts<'a>(costs: &Costs<'a>, bodies: &BTreeSet<OdsCode>) -> impl Iterator<Item = &'a PostRecord> {
    costs.room.posts().filter(|held| bodies.contains(&held.post.body))
}

/// The two years that are asked about, or else those around what is planned: from the year before the first change to that of the last.
fn years(costs: &Costs<'_>, asked: &SavingQuestion, bodies: &BTreeSet<OdsCode>) -> (FinancialYear, FinancialYear) {
    let planned = || posts(costs, bodies).filter_map(|held| held.post.change_dates()).map(|dates| dates.planned);
    let year = asked.year.or_else(|| planned().max().map(FinancialYear::of));
    let year = year.unwrap_or_else(|| FinancialYear::of(costs.on));
    let before = |day: Date| FinancialYear::of(FinancialYear::of(day).first_day().yesterday().unwrap_or(day));
    let first = planned().min().filter(|_| asked.year.is_none()).unwrap_or_else(|| year.first_day());
    (asked.base.unwrap_or_else(|| before(first)), year)
}

/// The series that is asked for, or the last by name that has both years.
fn series(
    costs: &Costs<'_>,
    asked: Option<&DeflatorSeries>,
    base: FinancialYear,
    year: FinancialYear,
) -> Result<Option<(DeflatorSeries, Deflators)>, Fault> {
    let indices = |series: &DeflatorSeries| {
        let index = |year| costs.room.deflator(series, year);
        Some(Deflators { base: index(base)?, after: index(year)? })
    };
    if let Some(series) = asked {
        match indices(series) {
            Some(deflators) => Ok(Some((series.clone(), deflators))),
            None => Err(Fault::param("series", format!("{series} has no index for both {base} and {year}"))),
        }
    } else {
        let all: BTreeSet<&DeflatorSeries> = costs.room.deflators().map(|(series, ..)| series).collect();
        Ok(all.into_iter().rev().find_map(|series| Some((series.clone(), indices(series)?))))
    }
}

fn money_column(key: &'static str, label: impl Into<String>) -> Column {
    Column::new(key, label, Kind::Money)
}

/// Body by body, then all together.
///
/// # Errors
/// A figure that does not fit.
pub fn by_body(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Table, Fault> {
    let mut rows = Vec::new();
    for body in &answer.bodies {
        let only = BTreeSet::from([*body]);
        let saving = |view| costs.room.post_saving(&only, answer.base, answer.year, view).map_err(too_large);
        let (plan, actual) = (saving(PostView::Plan)?, saving(PostView::Actual)?);
        if plan != PostSaving::default() || actual != PostSaving::default() {
            rows.push(body_row(costs.body_cell(*body, "running-costs"), &plan, &actual));
        }
    }
    rows.push(body_row("Together".into(), &answer.plan, &answer.actual));
    let (base, year) = (answer.base, answer.year);
    Ok(Table {
        caption: format!("Running posts of {}, {base} and {year}", costs.body(answer.code)),
        columns: vec![
            Column::new("body", "Body", Kind::Link),
            Column::new("posts_base", format!("Posts {base}"), Kind::Number),
            money_column("base", format!("Cost {base}")),
            Column::new("posts_plan", format!("Posts planned {year}"), Kind::Number),
            money_column("plan", format!("Planned {year}")),
            money_column("plan_saving", "Planned saving"),
            Column::new("plan_percent", "Planned saving (%)", Kind::Number),
            money_column("plan_saving_system", "Of it for the system"),
            Column::new("posts_actual", "Posts in fact", Kind::Number),
            money_column("actual", "Actual"),
            money_column("actual_saving", "Actual saving"),
            Column::new("actual_percent", "Actual saving (%)", Kind::Number),
            money_column("actual_saving_system", "Actual for the system"),
        ],
        rows,
        source: costs.source(),
        notes: vec![
            "A post costs its annual cost by the days on which it is there, each stretch rounded once to the penny. What has no \
             actual date has not happened. A post that moves to another body of the system saves its body something and the \
             system nothing."
                .to_owned(),
        ],
    })
}

fn body_row(name: Cell, plan: &PostSaving, actual: &PostSaving) -> Vec<Cell> {
    let count = |number: usize| naming::count(number as u64);
    let share = |saving: &PostSaving| saving.basis_points().map(per_cent).into();
    vec![
        name,
        count(plan.n_base),
        plan.base.into(),
        count(plan.n_year),
        plan.year.into(),
        plan.by_body.into(),
        share(plan),
        plan.by_system.into(),
        count(actual.n_year),
        actual.year.into(),
        actual.by_body.into(),
        share(actual),
        actual.by_system.into(),
    ]
}

/// The tests against the target, each with its margin.
///
/// # Errors
/// As [`SavingAnswer::tests`].
pub fn target_tests(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Table, Fault> {
    let row = |test: &TargetTest| {
        vec![
            test.view.words().into(),
            test.counted.words().into(),
            test.terms().into(),
            test.base.into(),
            test.most.into(),
            test.after.into(),
            test.margin.into(),
            per_cent(test.saving.cash_bp),
            per_cent(test.saving.real_bp),
            yes(test.saving.is_met).into(),
        ]
    };
    let mut notes = vec![
        "Met or missed is decided by the exact figures: the most that meets the target does, and a penny more does not.".to_owned(),
    ];
    match &answer.series {
        Some((series, deflators)) => notes.push(format!(
            "Prices by {series}: {} in {} and {} in {}.",
            deflators.base, answer.base, deflators.after, answer.year
        )),
        None => notes.push(format!(
            "No published index of prices for both {} and {} is on record, so there is nothing in real terms. Whoever keeps the \
             register records one.",
            answer.base, answer.year
        )),
    }
    Ok(Table {
        caption: format!("{} less: the target and its margin", answer.target),
        columns: vec![
            Column::new("view", "Costs", Kind::Text),
            Column::new("counted", "Counted for", Kind::Text),
            Column::new("terms", "Terms", Kind::Text),
            money_column("base", format!("Cost {}", answer.base)),
            money_column("most", "The most that meets it"),
            money_column("after", format!("Cost {}", answer.year)),
            money_column("margin", "Margin"),
            Column::new("cash_percent", "Saved in cash (%)", Kind::Number),
            Column::new("real_percent", "Saved in those terms (%)", Kind::Number),
            Column::new("met", "Met", Kind::Text),
        ],
        rows: answer.tests()?.iter().map(row).collect(),
        source: costs.source(),
        notes,
    })
}

/// Every post whose cost changes or is to change, with what it saves; the last row is their sum.
///
/// # Errors
/// A figure that does not fit.
pub fn by_post(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Table, Fault> {
    let (base, year) = (answer.base, answer.year);
    let changed = |view| {
        let lines = costs.room.post_lines(&answer.bodies, base, year, view).map_err(too_large)?;
        Ok::<_, Fault>(lines.into_iter().map(|line| &line.post.id).collect::<BTreeSet<&CostedPostId>>())
    };
    let ids: BTreeSet<&CostedPostId> = changed(PostView::Plan)?.union(&changed(PostView::Actual)?).copied().collect();
    let mut rows = Vec::new();
    let mut sums = [Pence::NOUGHT; 6];
    for held in ids.into_iter().filter_map(|id| costs.room.post(id)) {
        let figures = post_figures(held, base, year).map_err(too_large)?;
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum = sum.plus(figure).map_err(too_large)?;
        }
        let dates = held.post.change_dates();
        let mut row: Vec<Cell> = vec![
            Cell::link(held.id.as_str(), post_href(&held.id)),
            held.title.clone().into(),
            costs.body(held.post.body).into(),
            becomes(&held.post.life).into(),
            dates.map(|dates| dates.planned).into(),
            dates.and_then(|dates| dates.actual).into(),
        ];
        row.extend(figures.map(Cell::from));
        row.push(yes(!held.post.is_shifted()).into());
        rows.push(row);
    }
    let mut together: Vec<Cell> = vec!["Together".into()];
    together.resize(6, Cell::Empty);
    together.extend(sums.map(Cell::from));
    together.push(Cell::Empty);
    rows.push(together);
    Ok(Table {
        caption: format!("What each post saves, {base} to {year}"),
        columns: vec![
            Column::new("post", "Post", Kind::Link),
            Column::new("title", "Title", Kind::Text),
            Column::new("body", "Body", Kind::Text),
            Column::new("becomes", "What becomes of it", Kind::Text),
            Column::new("planned_on", "Planned for", Kind::Date),
            Column::new("came_on", "Came on", Kind::Date),
            money_column("base_plan", format!("Cost {base}, as planned")),
            money_column("plan", format!("Planned {year}")),
            money_column("plan_saving", "Planned saving"),
            money_column("base_actual", format!("Cost {base}, in fact")).for_files(),
            money_column("actual", format!("Actual {year}")),
            money_column("actual_saving", "Actual saving"),
            Column::new("for_system", "A saving for the system", Kind::Text),
        ],
        rows,
        source: costs.source(),
        notes: vec!["Posts whose cost is the same in both years are not here, and save nothing.".to_owned()],
    })
}

/// What a post costs and saves: base, year and saving as planned, then in fact.
fn post_figures(held: &PostRecord, base: FinancialYear, year: FinancialYear) -> Result<[Pence; 6], TooLarge> {
    let mut figures = [Pence::NOUGHT; 6];
    let halves = figures.chunks_exact_mut(3).zip([PostView::Plan, PostView::Actual]);
    for (half, view) in halves {
        let (before, after) = (held.post.cost(base, view)?, held.post.cost(year, view)?);
        half.copy_from_slice(&[before, after, before.minus(after)?]);
    }
    Ok(figures)
}

/// What running posts cost a year on the first day of a month.
pub struct CostOnDay {
    /// The day.
    pub on: Date,
    /// As planned.
    pub plan: Pence,
    /// As it happened; none for a day that is still to come.
    pub actual: Option<Pence>,
}

/// What running posts cost a year, month by month from the first of the base year to the last of the year.
///
/// # Errors
/// A figure that does not fit.
pub fn by_day(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Vec<CostOnDay>, Fault> {
    let running: Vec<&PostRecord> =
        posts(costs, &answer.bodies).filter(|held| held.post.class == PostClass::Running).collect();
    let on_day = |day: Date, view| {
        Pence::total(running.iter().filter_map(|held| held.post.annual_cost_on(day, view))).map_err(too_large)
    };
    let mut days = Vec::new();
    let mut year = answer.base;
    while year <= answer.year && days.len() < MONTHS_MAX {
        for day in FinancialMonth::all().map(|month| month.first_day(year)) {
            let actual = (day <= costs.until).then(|| on_day(day, PostView::Actual)).transpose()?;
            days.push(CostOnDay { on: day, plan: on_day(day, PostView::Plan)?, actual });
        }
        year = year.next();
    }
    Ok(days)
}

/// As many months as are shown: a decade.
const MONTHS_MAX: usize = 120;

/// The same as a table.
pub fn days_table(costs: &Costs<'_>, answer: &SavingAnswer, days: &[CostOnDay]) -> Table {
    Table {
        caption: format!("What running posts of {} cost a year, on the first of each month", costs.body(answer.code)),
        columns: vec![
            Column::new("on", "On", Kind::Date),
            money_column("plan", "As planned, a year"),
            money_column("actual", "As it happened, a year"),
        ],
        rows: days.iter().map(|day| vec![day.on.into(), day.plan.into(), day.actual.into()]).collect(),
        source: costs.source(),
        notes: vec![
            "The annual cost of the posts that are there on the day: what it comes to if nothing else changes."
                .to_owned(),
        ],
    }
}

/// What bodies may spend on running themselves, where it is on record, beside what they reported and what their posts cost.
///
/// # Errors
/// A figure that does not fit.
pub fn allowances(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Table, Fault> {
    let mut rows = Vec::new();
    for body in &answer.bodies {
        for year in [answer.base, answer.year] {
            let Some(held) = costs.room.allowance(*body, year) else { continue };
            let allowance = money::allowance(held.pounds_a_head, held.heads).map_err(too_large)?;
            let reported = costs.room.report(*body, year, FinancialMonth::LAST).and_then(|report| report.running_cost);
            let margin = reported.map(|cost| allowance.minus(cost)).transpose().map_err(too_large)?;
            rows.push(vec![
                costs.body_cell(*body, "running-costs"),
                year.to_string().into(),
                held.pounds_a_head.to_string().into(),
                naming::count(held.heads.0),
                held.basis.words().into(),
                held.vintage.clone().into(),
                allowance.into(),
                reported.into(),
                margin.into(),
            ]);
        }
    }
    Ok(Table {
        caption: "What may be spent on running costs".to_owned(),
        columns: vec![
            Column::new("body", "Body", Kind::Link),
            Column::new("year", "Year", Kind::Text),
            Column::new("rate", "Pounds a head", Kind::Number),
            Column::new("heads", "Heads", Kind::Number),
            Column::new("basis", "Counted by", Kind::Text),
            Column::new("vintage", "From the list", Kind::Text),
            money_column("allowance", "Allowance"),
            money_column("reported", "Reported for the year"),
            money_column("margin", "Margin"),
        ],
        rows,
        source: costs.source(),
        notes: vec![
            "The rate for all heads, rounded once. After a merger it is the rate for the heads of all together, never the sum of what \
             the predecessors overspent."
                .to_owned(),
        ],
    })
}
