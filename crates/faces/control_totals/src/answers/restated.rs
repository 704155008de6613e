//! Budgets restated: lines of the bodies of one day as the bodies of another would have had them, to the penny.

use ask::{Cell, Column, Fault, Kind, Table};
use money::{Grouping, PracticeMove, RestatedStatement};
use register::{Placing, Tie, Weights};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

use super::costs::{Costs, exact, exact_column};
use super::saving::too_large;

terms::words! {
    /// By which bodies a budget is shown again.
    RestatedBy, "a grouping: commissioners, places or systems", {
        /// By the commissioners of the day.
        Commissioners = "commissioners", "Commissioners";
        /// By the places of the day.
        Places = "places", "Places";
        /// By the systems of the day.
        Systems = "systems", "Systems";
    }
}

/// A budget: lines by what they are called and by body. Units: pence.
pub type Budget = BTreeMap<(String, OdsCode), Pence>;

/// What is asked of a budget.
pub struct RestateQuestion {
    /// The lines as they stand.
    pub budget: Budget,
    /// The day whose bodies they are of.
    pub from: Date,
    /// The day whose bodies they are restated to.
    pub to: Date,
    /// By which bodies.
    pub by: RestatedBy,
    /// The day whose lists share: the count nearest to it is taken.
    pub list: Date,
}

/// A budget restated.
pub struct RestateAnswer {
    /// The budget as it was.
    pub budget: Budget,
    /// As it is restated.
    pub restated: RestatedStatement<String>,
    /// How the lines of each body were shared.
    pub ways: BTreeMap<OdsCode, Way>,
}

/// How the lines of a body were shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the people of its practices, on the lists of a day.
    ByPractices {
        /// How many practices.
        n_practices: usize,
        /// How many of them lie in no body that is asked about, or have no list: they carry no weight.
        n_left_out: usize,
        /// The day of the count; none where no list is on record.
        counted: Option<Date>,
    },
    /// By its successions, as the register measures them.
    BySuccession(String),
    /// It is not: its lines stay where they are.
    NotAtAll(String),
}

/// Why a text says no budget.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBudget {
    /// A part is not of the form.
    #[error(
        "“{0}” is not a line: write a body and an amount in pounds such as 05A:1250000.50, or with its name Nursing@05A:1250000.50"
    )]
    Form(String),
    /// A line stands twice.
    #[error("the line “{0}” of {1} stands twice: add the two amounts up, or name them apart")]
    Twice(String, OdsCode),
    /// More than are restated at once.
    #[error("more than {LINES_MAX} lines are written: restate them in several parts, or as a file with `restate`")]
    TooMany,
    /// Nothing is written.
    #[error("no line is written: write a body and an amount in pounds such as 05A:1250000.50")]
    Nothing,
}

/// The most lines that are restated at once; a whole ledger is restated as a file.
const LINES_MAX: usize = 500;
/// What a line is called that has no name.
const UNNAMED: &str = "Budget";

/// Reads a budget: lines with semicolons between them, each a body and an amount in pounds with a colon between, and before them a name
/// and `@` where it has one.
///
/// # Errors
/// [`NoBudget`].
pub fn read_budget(text: &str) -> Result<Budget, NoBudget> {
    let mut all = BTreeMap::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if all.len() == LINES_MAX {
            return Err(NoBudget::TooMany);
        }
        let (name, line) = part.split_once('@').unwrap_or((UNNAMED, part));
        let read = line.split_once(':').and_then(|(code, amount)| Some((code.parse().ok()?, amount.parse().ok()?)));
        let (code, amount) = read.ok_or_else(|| NoBudget::Form(part.to_owned()))?;
        let name = name.trim().to_owned();
        if all.insert((name.clone(), code), amount).is_some() {
            return Err(NoBudget::Twice(name, code));
        }
    }
    if all.is_empty() { Err(NoBudget::Nothing) } else { Ok(all) }
}

impl RestateAnswer {
    /// Works it out: each line by itself, once, from the original.
    ///
    /// # Errors
    /// A sum that does not fit.
    ///
    /// Source: section 10 of the specification of plan and money, rules R45 to R47.
    pub fn of(costs: &Costs<'_>, question: RestateQuestion) -> Result<Self, Fault> {
        let bodies: BTreeSet<OdsCode> = question.budget.keys().map(|(_, body)| *body).collect();
        let mut ways = BTreeMap::new();
        let mut moves: Vec<PracticeMove> = Vec::new();
        let mut weights: BTreeMap<OdsCode, BTreeMap<OdsCode, u64>> = BTreeMap::new();
        for body in bodies {
            let (theirs, way) = practices(costs, body, &question);
            if theirs.iter().any(|practice| practice.heads.0 > 0) {
                moves.extend(theirs);
                ways.insert(body, way);
                continue;
            }
            match successions(costs, body, &question) {
                Ok((shares, way)) => {
                    weights.insert(body, shares);
                    ways.insert(body, way);
                }
                Err(why) => {
                    ways.insert(body, Way::NotAtAll(why));
                }
            }
        }
        let (by_practices, by_successions): (Budget, Budget) =
            question.budget.clone().into_iter().partition(|((_, body), _)| !weights.contains_key(body));
        let restate = |grouping: Grouping, lines: &Budget| grouping.restate_statement(lines).map_err(too_large);
        let mut restated = restate(Grouping::of(&moves), &by_practices)?;
        let more = restate(Grouping::of_successions(weights), &by_successions)?;
        for (line, amount) in more.lines {
            let held = restated.lines.entry(line).or_default();
            *held = held.plus(amount).map_err(too_large)?;
        }
        restated.unrestated.extend(more.unrestated);
        Ok(Self { budget: question.budget, restated, ways })
    }

    /// The sum before and after, which are one.
    ///
    /// # Errors
    /// A sum that does not fit.
    pub fn totals(&self) -> Result<(Pence, Pence), Fault> {
        let before = Pence::total(self.budget.values().copied()).map_err(too_large)?;
        Ok((before, self.restated.total().map_err(too_large)?))
    }
}

/// Where the practices of a body lie on the other day, with their people.
fn practices(costs: &Costs<'_>, body: OdsCode, question: &RestateQuestion) -> (Vec<PracticeMove>, Way) {
    let tie = match question.by {
        RestatedBy::Commissioners => Tie::Commissioner,
        RestatedBy::Places => Tie::Place,
        RestatedBy::Systems => Tie::System,
    };
    let members = costs.register.members(body, question.from).into_iter();
    let codes: Vec<OdsCode> =
        members.filter(|member| member.tie == Tie::Commissioner).map(|member| member.code).collect();
    let mut counted = None;
    let mut moves = Vec::new();
    for practice in &codes {
        let new = match costs.register.parent(*practice, tie, question.to).nominal() {
            // A practice is in its commissioner's system.
            None if tie == Tie::System => {
                let commissioner = costs.register.parent(*practice, Tie::Commissioner, question.to).nominal();
                commissioner.and_then(|held| costs.register.parent(held, Tie::System, question.to).nominal())
            }
            new => new,
        };
        let Some((new, (on, heads))) = new.zip(costs.register.list_size(*practice, question.list)) else { continue };
        counted = Some(on);
        moves.push(PracticeMove { old: body, new, heads });
    }
    let n_left_out = codes.len() - moves.len();
    (moves, Way::ByPractices { n_practices: codes.len(), n_left_out, counted })
}

/// Where a body's total goes by its successions, as weights, and how the register measured them.
fn successions(
    costs: &Costs<'_>,
    body: OdsCode,
    question: &RestateQuestion,
) -> Result<(BTreeMap<OdsCode, u64>, Way), String> {
    let heirs = costs.register.heirs(body, question.from, question.to, Weights::ListSize);
    let heirs = heirs.map_err(|why| why.to_string())?;
    let how = match &heirs.placing {
        Placing::Direct => "it is the same body on both days".to_owned(),
        Placing::Followed => "its successions lead whole to one body".to_owned(),
        Placing::Apportioned { counted, .. } => {
            format!("shared as the register measures its successions, counted on {}", ask::day(*counted))
        }
    };
    let mut weights: BTreeMap<OdsCode, u64> = BTreeMap::new();
    for (heir, weight) in heirs.shares {
        let new = match question.by {
            RestatedBy::Commissioners => heir,
            RestatedBy::Places => {
                return Err("it has no practices with lists, and places are made of practices".to_owned());
            }
            RestatedBy::Systems => {
                let system = costs.register.parent(heir, Tie::System, question.to).nominal();
                system.ok_or_else(|| format!("{heir} belonged to no system on {}", ask::day(question.to)))?
            }
        };
        let held = weights.entry(new).or_default();
        *held = held.saturating_add(weight);
    }
    Ok((weights, Way::BySuccession(how)))
}

impl Way {
    fn words(&self) -> String {
        match self {
            Self::ByPractices { n_practices, n_left_out, counted } => {
                let all = naming::counted(*n_practices as u64, "practice", "practices");
                let on = counted.map(|on| format!(", counted on {}", ask::day(on))).unwrap_or_default();
                let without = match n_left_out {
                    0 => String::new(),
                    n => format!("; {n} of them without a list or a place to go carry no weight"),
                };
                format!("by the people of {all}{on}{without}")
            }
            Self::BySuccession(how) => how.clone(),
            Self::NotAtAll(why) => format!("not restated: {why}"),
        }
    }
}

/// The budget as restated, line by line; what could not be restated stays under its body, and the last row is the sum.
///
/// # Errors
/// A sum that does not fit.
pub fn restated_table(costs: &Costs<'_>, answer: &RestateAnswer, to: Date) -> Result<Table, Fault> {
    let called = |body: OdsCode| naming::with_code(&costs.register, body, to);
    let row = |((line, body), amount): (&(String, OdsCode), &Pence)| {
        vec![line.clone().into(), called(*body).into(), exact(*amount), Cell::Empty]
    };
    let mut rows: Vec<Vec<Cell>> = answer.restated.lines.iter().map(row).collect();
    for ((line, body), (amount, why)) in &answer.restated.unrestated {
        let why = match answer.ways.get(body) {
            Some(Way::NotAtAll(why)) => why.clone(),
            _ => why.to_string(),
        };
        rows.push(vec![line.clone().into(), called(*body).into(), exact(*amount), format!("Stays here: {why}").into()]);
    }
    let (before, after) = answer.totals()?;
    rows.push(vec!["Together".into(), Cell::Empty, exact(after), Cell::Empty]);
    Ok(Table {
        caption: format!("The budget by the bodies of {}", ask::day(to)),
        columns: vec![
            Column::new("line", "Line", Kind::Text),
            Column::new("body", "Body", Kind::Text),
            exact_column("amount", "Amount"),
            Column::new("note", "Note", Kind::Text),
        ],
        rows,
        source: naming::series_of(&costs.register, naming::SUCCESSIONS),
        notes: vec![format!(
            "It was {} before and is {} now: every line is shared by itself, once, from the original, and none loses a penny.",
            before.to_the_penny(),
            after.to_the_penny()
        )],
    })
}

/// The budget as it was given, and how each body's lines were shared.
///
/// # Errors
/// A sum that does not fit.
pub fn budget_table(costs: &Costs<'_>, answer: &RestateAnswer, from: Date) -> Result<Table, Fault> {
    let row = |((line, body), amount): (&(String, OdsCode), &Pence)| {
        let way = answer.ways.get(body).map(|way| ask::sentence(&way.words()));
        vec![line.clone().into(), naming::with_code(&costs.register, *body, from).into(), exact(*amount), way.into()]
    };
    let mut rows: Vec<Vec<Cell>> = answer.budget.iter().map(row).collect();
    let (before, _) = answer.totals()?;
    rows.push(vec!["Together".into(), Cell::Empty, exact(before), Cell::Empty]);
    Ok(Table {
        caption: format!("As given, by the bodies of {}", ask::day(from)),
        columns: vec![
            Column::new("line", "Line", Kind::Text),
            Column::new("body", "Body", Kind::Text),
            exact_column("amount", "Amount"),
            Column::new("way", "How it was shared", Kind::Text),
        ],
        rows,
        source: "as it was asked".to_owned(),
        notes: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_read_line_by_line() {
        let budget = read_budget("05A:712345678.91; Nursing@05A:£1.5m;05H:-1").unwrap();
        let written: Vec<String> =
            budget.iter().map(|((line, body), amount)| format!("{line} {body} {}", amount.decimal())).collect();
        assert_eq!(written, ["Budget 05A 712345678.91", "Budget 05H -1.00", "Nursing 05A 1500000.00"]);
        assert_eq!(read_budget(" ; "), Err(NoBudget::Nothing));
        assert_eq!(read_budget("05A:1;05a:2"), Err(NoBudget::Twice("Budget".to_owned(), "05A".parse().unwrap())));
        for wrong in ["05A", "05A=1", "x y:1", "05A:1.5"] {
            assert!(matches!(read_budget(wrong), Err(NoBudget::Form(_))), "{wrong}");
        }
    }

    #[test]
    fn how_lines_were_shared_is_said() {
        let way = Way::ByPractices { n_practices: 3, n_left_out: 1, counted: Some(Date::constant(2021, 1, 1)) };
        assert_eq!(
            way.words(),
            "by the people of 3 practices, counted on 1 January 2021; 1 of them without a list or a place to go carry no weight"
        );
    }
}
